"""Reads a roster from a spreadsheet's CSV into the books: all of it or nothing.

A part of it at a time is read, looked up and written: a long list takes no more memory than a short one.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Final

from daemon.access import reason
from daemon.books import subscribers
from daemon.books.store import Store, Transaction
from daemon.errors import AltabaixaError
from daemon.language import _, later
from daemon.ports import UNSEEN, Progress
from rules.books.roster import COLUMNS, Complaint, Listed, Row, brought, read_row
from rules.books.subscription import State, Subscription
from rules.findings import Person
from rules.phone.broadcasts import Lists, placed

LEFT: Final = later("asked to leave")
ERASED: Final = later("asked to leave, and was erased since")
MAY_HAVE_LEFT: Final = later(
    "without DNI and mobile nobody can tell whether they asked to leave and were erased"
)
"""Why a row is not brought in."""

_DELIMITERS: Final = ",;\t"
_A_PART: Final = 1_000
"""Rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line that cannot be imported, and why."""

    line: int
    errors: tuple[Complaint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A file whose header is good; it has about so many `lines`."""

    path: Path
    opened: Callable[[], IO[bytes]]
    encoding: str
    names: Sequence[str]
    check: Callable[[dict[str, str]], Row]
    lines: int

    @property
    def rows(self) -> Iterator[tuple[int, Row]]:
        """The rows with their line numbers, read anew each time; AltabaixaError where one is no CSV."""
        records = _records(self.opened, self.encoding, self.path)
        next(records)
        return ((line, _row(self.names, cells, self.check)) for line, cells in records)

    @property
    def ignored(self) -> tuple[str, ...]:
        """The columns that nobody asked for."""
        return tuple(name for name in self.names if name and name not in COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did; so many `bad` rows were left out, and by `kept_out` lines who left or may have."""

    new: int
    completed: int
    known: int
    flagged: tuple[tuple[int, Complaint], ...]
    kept_out: tuple[tuple[int, str], ...] = ()
    bad: int = 0


def read_roster(
    path: Path, tz: tzinfo, *, own_number: str | None = None, today: date | None = None
) -> Roster:
    """Open *path*: UTF-8 (with or without BOM) or windows-1252, comma or semicolon.

    AltabaixaError, naming the line, for a file that is no CSV or lacks a column.
    """
    try:
        opened = _opener(path)
        encoding, lines = _looked_through(opened)
    except OSError as error:
        msg = _("cannot read {path}: {why}", path=path, why=reason(error))
        raise AltabaixaError(msg) from error
    line, header = next(_records(opened, encoding, path), (1, []))
    return Roster(
        path=path,
        opened=opened,
        encoding=encoding,
        names=_names(header, _("{path} line {line}", path=path, line=line)),
        check=partial(read_row, tz=tz, own_number=own_number, today=today),
        lines=lines,
    )


def import_roster(
    store: Store,
    roster: Roster,
    mark: subscribers.Mark,
    *,
    skip_bad: bool = True,
    refused: Callable[[BadLine], None] = lambda _bad: None,
    progress: Progress = UNSEEN,
) -> Imported:
    """Write the good rows in one transaction. A row already there changes nothing, and revives nobody.

    Nor does one of somebody who was erased since: document and mobile together tell them, and a row with
    only one of the two could be theirs. One that brings the DNI or the mobile that somebody on the list
    lacks fills it in. *refused* is told of each bad row; without *skip_bad* it is an AltabaixaError that
    there is one, and nothing is written.
    """
    progress.expect(roster.lines)
    rows, bad = roster.rows, 0
    with store.begin("importing.roster") as tx:
        done = _Import(tx, mark, filled=subscribers.contacts_by_list(tx))
        while part := list(islice(rows, _A_PART)):
            good: list[tuple[int, Row, Subscription]] = []
            for line, row in part:
                progress.advance()
                if row.subscription is not None:
                    good.append((line, row, row.subscription))
                else:
                    bad += 1
                    refused(BadLine(line=line, errors=row.errors))
            if skip_bad or not bad:
                done.add(good)
        if bad and not skip_bad:
            msg = _("nothing was imported; bad rows: {number}; mend them, or add --skip-bad", number=bad)
            raise AltabaixaError(msg)
    return done.told(bad)


class _Import:
    """What was written so far, and what there is to say of it."""

    def __init__(self, tx: Transaction, mark: subscribers.Mark, *, filled: Mapping[int, int]) -> None:
        self._tx, self._mark, self._filled = tx, mark, filled
        self._counts: Counter[str] = Counter()
        self._flagged: list[tuple[int, Complaint]] = []
        self._kept_out: list[tuple[int, str]] = []

    def add(self, rows: Sequence[tuple[int, Row, Subscription]]) -> None:
        """Write these rows; they are compared with whom they could be of, and with one another."""
        people = [Person(id_document=row.id_document, phone=row.phone) for _line, _row, row in rows]
        held = subscribers.with_data_of(self._tx, people)
        erased = subscribers.erased_among(self._tx, people)
        listed, lists = Listed(held), Lists(held, self._mark.list_size, filled=self._filled)
        fresh: list[Subscription] = []
        number = subscribers.count(self._tx)
        for line, row, given in rows:
            if listed.knows(given):
                self._counts["known"] += 1
            elif why := _kept_out(given, listed, erased):
                self._kept_out.append((line, why))
            elif (lacking := listed.completed_by(given)) is not None:
                self._write(fresh)
                listed.add(self._complete(lacking, given, lists))
            else:
                number += 1
                fresh.append(placed(_fresh(given, subscribers.next_ref(number), self._mark.now), lists))
                listed.add(fresh[-1])
                self._flagged += [(line, flag) for flag in row.flags]
        self._write(fresh)
        self._filled = lists.by_number

    def _write(self, fresh: list[Subscription]) -> None:
        subscribers.insert_all(self._tx, fresh, "imported", self._mark)
        self._counts["new"] += len(fresh)
        fresh.clear()

    def _complete(self, lacking: Subscription, row: Subscription, lists: Lists) -> Subscription:
        self._counts["completed"] += 1
        completed = placed(replace(lacking, **brought(lacking, row)), lists)
        gained = brought(lacking, row) | {"list_number": completed.list_number}
        return subscribers.complete(self._tx, lacking, "imported", self._mark, **gained)

    def told(self, bad: int) -> Imported:
        """What came of it; *bad* rows were left out."""
        return Imported(
            new=self._counts["new"],
            completed=self._counts["completed"],
            known=self._counts["known"],
            flagged=tuple(self._flagged),
            kept_out=tuple(self._kept_out),
            bad=bad,
        )


def _kept_out(row: Subscription, listed: Listed, erased: frozenset[Person] | None) -> str:
    """Why the row is not to come in, "" where it may; *erased* are those who were, None: nobody ever was."""
    if listed.left_as(row):
        return LEFT
    if erased is None:
        return ""
    if row.id_document is None or row.phone is None:
        return MAY_HAVE_LEFT
    return ERASED if Person(id_document=row.id_document, phone=row.phone) in erased else ""


def _fresh(held: Subscription, ref: str, now: datetime) -> Subscription:
    """As imported: who was left has left now, for what we know; a due one had its ALTA."""
    brought: dict[str, Any] = {"ref": ref, "opened_at": now}
    if held.state is State.LEFT:
        brought |= {"left_at": now, "left_from": State.ACTIVE}
    if held.state in {State.REQUESTED, State.DUE}:
        brought |= {"alta_at": held.consent_at or now}
    return replace(held, **brought)


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    """What opens *path* anew each time: a pipe can be read only once, and is kept."""
    if path.is_file():
        return lambda: path.open("rb")
    raw = path.read_bytes()
    return lambda: io.BytesIO(raw)


def _looked_through(opened: Callable[[], IO[bytes]]) -> tuple[str, int]:
    """The encoding of the file, and about how many lines it has."""
    decoder, encoding, lines = codecs.getincrementaldecoder("utf-8-sig")(), "utf-8-sig", 0
    with opened() as file:
        for chunk in chain(iter(partial(file.read, 2**20), b""), (b"",)):
            lines += max(chunk.count(b"\n"), chunk.count(b"\r"))
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError:
                encoding = "windows-1252"
    return encoding, lines


def _records(opened: Callable[[], IO[bytes]], encoding: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each record that holds anything, with the line it begins on: a quoted cell may hold line breaks."""

    def text() -> io.TextIOWrapper:
        return io.TextIOWrapper(opened(), encoding=encoding, errors="replace", newline="")

    with text() as file:
        header = next((line for line in file if line.strip()), "")
    begins = 1
    with text() as file:
        # strict: else a quote that nobody closed would swallow the rest of the file.
        reader = csv.reader(file, delimiter=max(_DELIMITERS, key=header.count), strict=True)
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield begins, cells
                begins = reader.line_num + 1
        except csv.Error as error:
            msg = _("{path} line {begins}: this is no CSV: {error}", path=path, begins=begins, error=error)
            raise AltabaixaError(msg) from None


def _names(header: Sequence[str], where: str) -> list[str]:
    names = [name.strip().lower() for name in header]
    missing = [name for name in COLUMNS[:3] if name not in names]
    if missing:
        msg = _(
            "{where}: the header lacks {missing}; it should be {columns}",
            where=where,
            missing=", ".join(missing),
            columns=",".join(COLUMNS),
        )
        raise AltabaixaError(msg)
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        msg = _("{where}: the header has {twice} more than once", where=where, twice=", ".join(twice))
        raise AltabaixaError(msg)
    return names


def _row(names: Sequence[str], cells: Sequence[str], check: Callable[[dict[str, str]], Row]) -> Row:
    if any(cell.strip() for cell in cells[len(names) :]):
        return Row(
            errors=(
                Complaint(
                    "more cells than the header's {number}: is one with a comma not in quotes?",
                    number=len(names),
                ),
            )
        )
    filled = [*cells[: len(names)], *[""] * (len(names) - len(cells))]
    return check(dict(zip(names, filled, strict=True)))
