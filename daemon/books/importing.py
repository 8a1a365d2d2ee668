"""Reads a roster from a spreadsheet's CSV into the books: all of it or nothing."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, Final

from daemon.access import reason
from daemon.books import keyed_hashes, subscribers
from daemon.books.store import Store, Transaction
from daemon.errors import AltabaixaError
from daemon.language import _, later
from daemon.ports import UNSEEN, Progress
from rules.books.roster import COLUMNS, Complaint, Listed, Row, brought, read_row
from rules.books.subscription import State, Subscription
from rules.phone.broadcasts import Lists, placed

LEFT: Final = later("asked to leave")
ERASED: Final = later("asked to leave, and was erased since")
MAY_HAVE_LEFT: Final = later(
    "without DNI and mobile nobody can tell whether they asked to leave and were erased"
)
"""Why a row is not brought in."""

_DELIMITERS: Final = ",;\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line that cannot be imported, and why."""

    line: int
    errors: tuple[Complaint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """A file as read. `rows` go with their line numbers; `ignored` are columns nobody asked for."""

    rows: tuple[tuple[int, Row], ...]
    ignored: tuple[str, ...] = ()

    @property
    def bad(self) -> list[BadLine]:
        """The lines that cannot be imported."""
        return [BadLine(line=line, errors=row.errors) for line, row in self.rows if row.errors]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did; `kept_out` are the lines of who left, or may have, and why."""

    new: int
    completed: int
    known: int
    flagged: tuple[tuple[int, Complaint], ...]
    kept_out: tuple[tuple[int, str], ...] = ()


def read_roster(
    path: Path, tz: tzinfo, *, own_number: str | None = None, today: date | None = None
) -> Roster:
    """Read *path*: UTF-8 (with or without BOM) or windows-1252, comma or semicolon.

    AltabaixaError, naming the line, for a file that is no CSV or lacks a column.
    """
    records = _records(_text(path), path)
    line, header = next(records, (1, []))
    names = _names(header, _("{path} line {line}", path=path, line=line))
    check = partial(read_row, tz=tz, own_number=own_number, today=today)
    rows = tuple((line, _row(names, cells, check)) for line, cells in records)
    return Roster(rows=rows, ignored=tuple(n for n in names if n and n not in COLUMNS))


def import_roster(
    store: Store, roster: Roster, mark: subscribers.Mark, *, progress: Progress = UNSEEN
) -> Imported:
    """Write the good rows in one transaction. A row already there changes nothing, and revives nobody.

    Nor does one of somebody who was erased since: document and mobile together tell them, and a row with
    only one of the two could be theirs. One that brings the DNI or the mobile that somebody on the list
    lacks fills it in.
    """
    progress.expect(len(roster.rows))
    counts: Counter[str] = Counter()
    flagged: list[tuple[int, Complaint]] = []
    kept_out: list[tuple[int, str]] = []
    with store.begin("importing.roster") as tx:
        held = subscribers.everyone(tx)
        listed, lists = Listed(held), Lists(held, mark.list_size)
        erased = subscribers.erased_keys(tx)
        for line, row in roster.rows:
            progress.advance()
            if row.subscription is None:
                continue
            why = _kept_out(tx, row.subscription, listed, erased)
            if why:
                kept_out.append((line, why))
                continue
            done = _import_row(tx, row.subscription, listed, lists, mark)
            counts[done] += 1
            flagged += [(line, flag) for flag in row.flags if done == "new"]
    return Imported(
        new=counts["new"],
        completed=counts["completed"],
        known=counts["known"],
        flagged=tuple(flagged),
        kept_out=tuple(kept_out),
    )


def _kept_out(tx: Transaction, row: Subscription, listed: Listed, erased: frozenset[str | None]) -> str:
    """Why the row is not to come in, "" where it may; *erased* are the keys of who was erased."""
    if listed.knows(row):
        return ""
    if listed.left_as(row):
        return LEFT
    if not erased:
        return ""
    key = keyed_hashes.of_person(tx, row.id_document, row.phone)
    if key is None:
        return MAY_HAVE_LEFT
    return ERASED if key in erased else ""


def _import_row(
    tx: Transaction, row: Subscription, listed: Listed, lists: Lists, mark: subscribers.Mark
) -> str:
    if listed.knows(row):
        return "known"
    lacking = listed.completed_by(row)
    if lacking is not None:
        completed = placed(replace(lacking, **brought(lacking, row)), lists)
        gained = brought(lacking, row) | {"list_number": completed.list_number}
        listed.add(subscribers.complete(tx, lacking, "imported", mark, **gained))
        return "completed"
    fresh = placed(_fresh(row, subscribers.next_ref(subscribers.count(tx) + 1), mark.now), lists)
    subscribers.insert(tx, fresh, "imported", mark)
    listed.add(fresh)
    return "new"


def _fresh(held: Subscription, ref: str, now: datetime) -> Subscription:
    """As imported: who was left has left now, for what we know; a due one had its ALTA."""
    brought: dict[str, Any] = {"ref": ref, "opened_at": now}
    if held.state is State.LEFT:
        brought |= {"left_at": now, "left_from": State.ACTIVE}
    if held.state in {State.REQUESTED, State.DUE}:
        brought |= {"alta_at": held.consent_at or now}
    return replace(held, **brought)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        msg = _("cannot read {path}: {why}", path=path, why=reason(error))
        raise AltabaixaError(msg) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("windows-1252", errors="replace")


def _records(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each record that holds anything, with the line it begins on: a quoted cell may hold line breaks."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    # strict: else a quote that nobody closed would swallow the rest of the file.
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=header.count), strict=True
    )
    begins = 1
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
