"""What a file of books is worth: whether it is whole, whose it is, how far it goes. It is only read."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import Connection, create_engine, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from daemon.access import barrier_to_books
from daemon.books import cases, keyed_hashes, ledger
from daemon.books.backup import MAGIC, DamagedError, problems_in
from daemon.books.store import Transaction, revision_of
from daemon.books.tables import events, folders, messages, outbox, pulses, secrets, subscriptions
from daemon.errors import ForbiddenError, StoreError
from daemon.language import _

_PATIENCE_SECONDS: Final = 3
_HEADER: Final = 100
_PRIMARY: Final = 0xFF
"""What SQLite's codes have of the kind of an error; the rest is of its details."""


class InUseError(StoreError):
    """Another program keeps the file to itself: nobody knows whether it is whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a file of books holds.

    `newest` is the last thing written down of the town's affairs, `as_of` the last moment that anything in it
    tells of. `writers` are the addresses that its letters to staff came from; `key` is what the hashes and
    references of these books are made with: a copy of them has the same.
    """

    file: Path
    revision: str
    newest: datetime | None
    as_of: datetime | None
    subscriptions: Mapping[str, int]
    cases: Mapping[str, int]
    last_handled: datetime | None
    read_until: Mapping[str, datetime | None]
    writers: frozenset[str]
    key: bytes | None


def examine(file: Path) -> Held:
    """What *file* holds; StoreError, in one line, if it is no whole file of books."""
    _require_sqlite(file)
    try:
        with closing(sqlite3.connect(_uri(file), uri=True, timeout=_PATIENCE_SECONDS)) as connection:
            if problems := problems_in(connection):
                raise DamagedError(_("{file} is damaged: {problems}", file=file, problems=problems))
        with reading(file) as connection:
            return _held(file, connection)
    except (SQLAlchemyError, sqlite3.DatabaseError) as error:
        raise _unreadable(file, error) from error


@contextmanager
def reading(file: Path) -> Iterator[Connection]:
    """The books of *file*, as they were at one moment and whatever schema they have, to be read only."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(
            _uri(file), uri=True, timeout=_PATIENCE_SECONDS, isolation_level=None
        ),
        hide_parameters=True,
    )
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
    finally:
        engine.dispose()


def _uri(file: Path) -> str:
    """With nothing beside it, a file is whole by itself: then nothing is made beside it to read it either."""
    there = file.resolve()
    alone = "" if Path(f"{there}-wal").exists() else "&immutable=1"
    return f"file:{quote(str(there))}?mode=ro{alone}"


def _unreadable(file: Path, error: Exception) -> StoreError:
    why = getattr(error, "orig", None) or error
    if getattr(why, "sqlite_errorcode", 0) & _PRIMARY in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return InUseError(
            _("another program holds {file}: nothing was changed; end it first (fuser {file})", file=file)
        )
    if isinstance(error, sqlite3.OperationalError):
        return StoreError(_("{file} cannot be read: {error}", file=file, error=_said(why)))
    return DamagedError(_("{file} is damaged: {error}", file=file, error=_said(why)))


def _require_sqlite(file: Path) -> None:
    if closed := barrier_to_books(file):
        raise ForbiddenError(_("{file} cannot be read: {closed}", file=file, closed=closed))
    if not file.exists():
        raise StoreError(_("there is no file {file}", file=file))
    if not file.is_file():
        raise StoreError(_("{file} is no file: name one", file=file))
    size = file.stat().st_size
    with file.open("rb") as there:
        head = there.read(_HEADER)
    if not head:
        raise DamagedError(_("{file} is empty", file=file))
    if head[: len(MAGIC)] != MAGIC[: len(head)]:
        raise StoreError(
            _("{file} is no SQLite database: name a file that `altabaixa backup` made", file=file)
        )
    whole = _size_told(head)
    if size < whole:
        raise DamagedError(
            _("{file} is cut short: {size:,} bytes of at least {whole:,}", file=file, size=size, whole=whole)
        )


def _size_told(head: bytes) -> int:
    """How large a database is by its own header (page size, where 1 is 65536, times pages)."""
    if len(head) < _HEADER:
        return _HEADER
    page = int.from_bytes(head[16:18])
    return (65536 if page == 1 else page) * int.from_bytes(head[28:32])


def _held(file: Path, connection: Connection) -> Held:
    there = set(inspect(connection).get_table_names())
    revision = revision_of(connection)
    if revision is None or subscriptions.name not in there:
        raise StoreError(_("{file} holds no books of altabaixa", file=file))
    last_handled = connection.execute(select(func.max(messages.c.handled_at))).scalar()
    written = [last_handled]
    written += [connection.execute(select(func.max(c))).scalar() for c in (events.c.at, outbox.c.created_at)]
    seen = [*written, connection.execute(select(func.max(folders.c.synced_at))).scalar()]
    if pulses.name in there:
        seen.append(connection.execute(select(func.max(pulses.c.alive_at))).scalar())
    by_state = select(subscriptions.c.state, func.count()).group_by(subscriptions.c.state)
    of_staff = select(outbox.c.envelope_sender).where(outbox.c.envelope_sender != "").distinct()
    read_until = select(folders.c.name, folders.c.synced_at).where(folders.c.uidvalidity != ledger.UNREAD)
    return Held(
        file=file,
        revision=revision,
        newest=_latest(written),
        as_of=_latest(seen),
        subscriptions={row[0]: row[1] for row in connection.execute(by_state)},
        cases=cases.counts(Transaction(connection)),
        last_handled=last_handled,
        read_until={row[0]: row[1] for row in connection.execute(read_until)},
        writers=frozenset(address.lower() for address in connection.execute(of_staff).scalars()),
        key=keyed_hashes.key_of(Transaction(connection)) if secrets.name in there else None,
    )


def _latest(instants: list[datetime | None]) -> datetime | None:
    return max((each for each in instants if each is not None), default=None)


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())
