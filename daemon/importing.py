"""Reads a roster from a spreadsheet's CSV into the books: all of it or nothing."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from daemon import books
from daemon.errors import AltabaixaError
from daemon.store import Store
from rules.roster import COLUMNS, Row, read_row
from rules.subscription import State, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class BadLine:
    """A line that cannot be imported, and why."""

    line: int
    errors: tuple[str, ...]


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
    """What an import did."""

    new: int
    known: int
    flagged: tuple[tuple[int, str], ...]


def read_roster(path: Path, tz: tzinfo) -> Roster:
    """Read *path*: UTF-8 (with or without BOM) or windows-1252, comma or semicolon."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        msg = f"cannot read {path}: {error.strerror}"
        raise AltabaixaError(msg) from error
    text = _decoded(raw)
    header = text.partition("\n")[0]
    reader = csv.DictReader(
        io.StringIO(text), delimiter=max(",;\t", key=header.count), restval="", restkey=""
    )
    names = [(name or "").strip().lower() for name in reader.fieldnames or []]
    missing = [name for name in COLUMNS[:3] if name not in names]
    if missing:
        msg = f"{path} line 1: the header lacks {', '.join(missing)}; it should be {','.join(COLUMNS)}"
        raise AltabaixaError(msg)
    reader.fieldnames = names
    rows = [
        (reader.line_num, read_row(fields, tz=tz)) for fields in reader if any(map(_filled, fields.values()))
    ]
    return Roster(rows=tuple(rows), ignored=tuple(n for n in names if n and n not in COLUMNS))


def import_roster(
    store: Store, roster: Roster, mark: books.Mark, *, on_row: Callable[[], None] = lambda: None
) -> Imported:
    """Write the good rows in one transaction. A row already there changes nothing, and revives nobody."""
    new = known = 0
    flagged: list[tuple[int, str]] = []
    with store.begin() as tx:
        seen = {(s.id_document, s.phone) for s in books.everyone(tx)}
        number = books.count(tx)
        for line, row in roster.rows:
            on_row()
            held = row.subscription
            if held is None:
                continue
            if (held.id_document, held.phone) in seen:
                known += 1
                continue
            seen.add((held.id_document, held.phone))
            number += 1
            new += 1
            flagged += [(line, flag) for flag in row.flags]
            books.insert(tx, _fresh(held, books.next_ref(number), mark.now), "imported", mark)
    return Imported(new=new, known=known, flagged=tuple(flagged))


def _fresh(held: Subscription, ref: str, now: datetime) -> Subscription:
    """As imported: who was left has left now, for what we know; a due one had its ALTA."""
    brought: dict[str, Any] = {"ref": ref, "opened_at": now}
    if held.state is State.LEFT:
        brought |= {"left_at": now, "left_from": State.ACTIVE}
    if held.state in {State.REQUESTED, State.DUE}:
        brought |= {"alta_at": held.consent_at or now}
    return replace(held, **brought)


def _filled(value: object) -> bool:
    return bool(str(value or "").strip(" []',"))


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("windows-1252", errors="replace")
