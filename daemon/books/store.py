"""The store: one database of the town's own, one writer, one transaction a message.

SQLite begins every writing transaction with BEGIN IMMEDIATE: its driver would
open none for a SELECT, and read-then-write would lose updates in silence.
PostgreSQL would lose them as well, so there a writer waits for a lock of the town's.
"""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, DBAPIError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from daemon.access import barrier, barrier_to_books, reason
from daemon.books.backup import only_copied, way_back
from daemon.books.migrations import HEAD
from daemon.books.store_failures import (
    failed,
    hide_details,
    is_full,
    not_opened,
    of_something_else,
    refuses_rows,
    refuses_statement,
    said,
    shown,
    too_new,
)
from daemon.books.tables import metadata
from daemon.books.turns import in_turn
from daemon.errors import ForbiddenError, HeldError, StoreError
from daemon.faults import around, point
from daemon.language import _, later

_BUSY_MS: Final = 10_000

LOG_LIMIT: Final = 16 * 1024**2
"""Bytes that SQLite's log keeps when it begins anew: a reader that held it up costs no disk for ever."""

# PostgreSQL's locks are of a database; a schema of it may be a town too.
_HELD: Final = "7461, hashtext(current_schema())"
_WRITING: Final = "7462, hashtext(current_schema())"

# How a transaction begins, by database and by what it is for.
_BEGIN: Final = {
    ("sqlite", "writes"): ("BEGIN IMMEDIATE",),
    ("sqlite", "reads"): ("BEGIN",),
    ("postgresql", "writes"): (
        f"SET LOCAL lock_timeout = {_BUSY_MS}",
        f"SELECT pg_advisory_xact_lock({_WRITING})",
    ),
    ("postgresql", "reads"): ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",),
    ("sqlite", "holds"): (),
    ("postgresql", "holds"): (),
}
_SWEEP: Final = {
    "sqlite": ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"),
    "postgresql": (f"VACUUM (FULL) {', '.join(metadata.tables)}",),
}
_HELD_BY_ANOTHER: Final = later(
    "another altabaixa works on this store (is the daemon running?): stop it first"
)

_PURPOSE: Final = "altabaixa_purpose"
_WRITES: Final = "altabaixa_writes"


@dataclass(frozen=True, slots=True)
class Transaction:
    """All or nothing: what is written through `connection` is committed together.

    `known` is what was read in it once and holds until its end.
    """

    connection: Connection
    known: dict[str, Any] = field(default_factory=dict)


class Store:
    """The town's database, open and with the schema of this program.

    Raises StoreError, naming file and way out, where it cannot be opened.
    """

    def __init__(self, url: str) -> None:
        """Open the database at *url*, creating it (mode 0600) or bringing its schema forward."""
        self.url: Final = _with_our_driver(make_url(url))
        self._writing: Final = Lock()
        try:
            _require_access(_file(self.url))
            _make_private(_file(self.url))
            self._engine = _engine(self.url)
            self._migrate_or_let_go()
        except (SQLAlchemyError, OSError) as error:
            raise StoreError(not_opened(error, self.url)) from error

    @contextmanager
    def begin(self, name: str = "unnamed") -> Iterator[Transaction]:
        """Open a writing transaction; it is committed at the end, rolled back on any error.

        *name* tells its fault points from those of others.

        A database that is full, locked or gone is a StoreError; what its rows refuse is not.
        """
        with self._failing(), in_turn(self._writing, patience=_BUSY_MS / 1000):
            with self._engine.begin() as connection:
                yield Transaction(connection)
                point(f"{name}.commit.before")
            point(f"{name}.commit.after")

    @contextmanager
    def apart(self, tx: Transaction) -> Iterator[None]:
        """What is written within, a part of *tx*, is undone alone where it fails.

        After a StoreError nothing of *tx* holds: a database that is full may have undone all of it.
        """
        with self._failing():
            part = tx.connection.begin_nested()
        try:
            with self._failing(but=refuses_statement):
                yield
                with around("store.part"):
                    part.commit()
        except StoreError:
            raise
        except BaseException:
            tx.known.clear()
            with self._failing():
                part.rollback()
            raise

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open a transaction that only reads: it waits for no writer and sees the books of one moment."""
        options = {_PURPOSE: "reads"}
        with self._failing(), self._engine.connect().execution_options(**options) as connection:
            yield Transaction(connection)

    @contextmanager
    def exclusive(self) -> Iterator[Callable[[], None]]:
        """Be the one program that works on this store; StoreError where another does.

        Gives a check that raises StoreError once the lock is lost, as with a server that restarted.
        """
        file = _file(self.url)
        if file is not None:
            with held_alone(file):
                yield _still_the_same(file)
            return
        with _server_held(self._engine) as alone:
            if alone is None:
                raise HeldError(_(_HELD_BY_ANOTHER))
            yield alone

    @contextmanager
    def _failing(self, *, but: Callable[[DatabaseError], bool] = refuses_rows) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            if but(error):
                raise
            raise StoreError(failed(error, self.url), full=is_full(error)) from error

    def sweep(self) -> None:
        """Write the database anew, so that nothing of what was erased stays in its files.

        What somebody reads just now stays in SQLite's WAL until the next time; a server's own WAL and
        backups are its administrator's.
        """
        alone = {_PURPOSE: "holds", "isolation_level": "AUTOCOMMIT"}
        with self._failing(), self._engine.connect().execution_options(**alone) as connection:
            for statement in _SWEEP[self._engine.dialect.name]:
                connection.exec_driver_sql(statement)

    @property
    def engine_version(self) -> str:
        """The database program and its version, for the first line of the journal."""
        if self._engine.dialect.name == "sqlite":
            return f"SQLite {sqlite3.sqlite_version}"
        with self.read() as tx:
            return str(tx.connection.execute(text("SELECT version()")).scalar()).partition(" on ")[0]

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _migrate_or_let_go(self) -> None:
        try:
            self._migrate()
        except BaseException:
            self.close()
            raise

    def _migrate(self) -> None:
        with self.read() as tx:  # who only looks waits for no import
            if revision_of(tx.connection) == HEAD:
                return
        with self.begin("store.schema") as tx:
            held = revision_of(tx.connection)
            if held == HEAD:
                return
            if held is not None and held > HEAD:
                raise StoreError(too_new(self.url, held))
            if held is None:
                self._require_nothing(tx.connection)
            _upgrade(tx.connection)

    def _require_nothing(self, connection: Connection) -> None:
        """What is of something else gets no books, and a file that lost its own no empty ones."""
        if tables := len(inspect(connection).get_table_names()):
            raise StoreError(": ".join(of_something_else(self.url, tables)))
        file = _file(self.url)
        if file is not None and (why := only_copied(file)):
            raise StoreError(": ".join(why))


def revision_of(connection: Connection) -> str | None:
    """The schema that a database has; None where it holds no books."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def _upgrade(connection: Connection) -> None:
    # Alembic costs a tenth of a second to import: only where there is work for it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", "daemon.books:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _with_our_driver(url: URL) -> URL:
    """The same database by psycopg: a plain postgresql:// would ask for a driver that is not there."""
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _engine(url: URL) -> Engine:
    try:
        # hide_parameters: an error of the database must not print a resident's data.
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=url.get_backend_name() != "sqlite")
    except ImportError as error:
        msg = _("the store {url} needs a driver: pip install 'altabaixa[postgresql]'", url=shown(url))
        raise StoreError(msg) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", hide_details)
    return engine


@contextmanager
def held_alone(database: Path) -> Iterator[None]:
    """Be the one program that works on the SQLite file *database*, be it that it is not there yet.

    The lock is of a file beside it; it dies with the process, and not before.
    """
    lock = Path(f"{database}.lock")
    try:
        descriptor = _opened_private(lock, owned_as=_owner(database))
    except OSError as error:
        why = barrier(lock, writing=True) or reason(error)
        raise StoreError(_("the store's lock cannot be opened: {file}: {why}", file=lock, why=why)) from error
    try:
        if not _locked(descriptor):
            raise HeldError(_(_HELD_BY_ANOTHER))
        yield
    finally:
        os.close(descriptor)


def _owner(database: Path) -> Path:
    return database if database.exists() else database.parent


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


_KEPT_ALIVE: Final = {
    "tcp_keepalives_idle": 30,
    "tcp_keepalives_interval": 10,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""So that the server soon lets go of the lock of a machine that went away, not after two hours."""


@contextmanager
def _server_held(engine: Engine) -> Iterator[Callable[[], None] | None]:
    """Lock by a connection of our own; the lock dies with it, and no transaction stays open for it.

    None: it is taken.
    """
    holds = {_PURPOSE: "holds", "isolation_level": "AUTOCOMMIT"}
    with engine.connect().execution_options(**holds) as connection:
        connection.detach()
        for name, value in _KEPT_ALIVE.items():
            connection.execute(text(f"SET {name} = {value}"))
        try:
            held = connection.execute(text(f"SELECT pg_try_advisory_lock({_HELD})")).scalar()
            yield (lambda: _still_there(connection)) if held else None
        finally:
            with suppress(SQLAlchemyError):
                connection.execute(text("SELECT pg_advisory_unlock_all()"))


def _still_the_same(file: Path) -> Callable[[], None]:
    """A check that the file at its place is the one that we opened."""
    ours = file.stat().st_ino

    def check() -> None:
        try:
            replaced = file.stat().st_ino != ours
        except OSError:
            replaced = True
        if replaced:
            msg = _(
                "the store {file} was deleted or replaced while we worked on it: {restore}",
                file=file,
                restore=way_back(file),
            )
            raise StoreError(msg)

    return check


def _still_there(connection: Connection) -> None:
    try:
        connection.execute(text("SELECT 1"))
    except DBAPIError as error:
        msg = _("the store's server let go of our lock ({error}): start again, alone", error=said(error))
        raise StoreError(msg) from error


def _file(url: URL) -> Path | None:
    """The file of an SQLite database; None for one in memory and for PostgreSQL."""
    name = url.database or ""
    if url.get_backend_name() != "sqlite" or name in {"", ":memory:"}:
        return None
    if name.startswith("file:"):
        msg = _(
            "the store {url} is given as a URI: name the file itself, as sqlite:////path/books.db",
            url=shown(url),
        )
        raise StoreError(msg)
    return Path(name)


def _require_access(file: Path | None) -> None:
    """SQLite's own words for it name neither the user nor which of its files it is."""
    if file is not None and (closed := barrier_to_books(file, writing=True)):
        raise ForbiddenError(_("the store {file} cannot be opened: {closed}", file=file, closed=closed))


def _make_private(file: Path | None) -> None:
    """Create the file ourselves: SQLite gives -wal and -shm the rights of the file."""
    if file is None:
        return
    if not file.exists():
        if why := only_copied(file):
            raise StoreError(": ".join(why))
        os.close(_opened_private(file, owned_as=file.parent))
    elif file.stat().st_mode & 0o077:
        msg = _("others may read the store {file}: chmod 600 {file}", file=file)
        raise StoreError(msg)


def _opened_private(file: Path, *, owned_as: Path) -> int:
    """Open *file*, created for its owner alone: what root makes by hand, the service must be able to open."""
    try:
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    except FileExistsError:
        return os.open(file, os.O_RDWR | os.O_NOFOLLOW)
    if os.geteuid() == 0:
        owner = owned_as.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
    return descriptor


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    try:
        _set_up(connection)
    except sqlite3.Error:
        connection.close()  # the pool never gets it, so nobody else would
        raise


def _set_up(connection: DBAPIConnection) -> None:
    # We begin transactions ourselves, below.
    raw: Any = connection
    raw.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    mode = cursor.fetchone()
    if mode is None or mode[0] not in {"wal", "memory"}:
        msg = _("this folder's file system gives journal mode {mode!r} and not WAL", mode=mode and mode[0])
        raise sqlite3.OperationalError(msg)
    cursor.execute("PRAGMA cache_size = -400")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute(f"PRAGMA journal_size_limit = {LOG_LIMIT}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
    cursor.close()


def _begin(connection: Connection) -> None:
    purpose = connection.get_execution_options().get(_PURPOSE, "writes")
    if connection.dialect.name == "sqlite":
        _permit(connection, writes=purpose != "reads")
    for statement in _BEGIN[connection.dialect.name, purpose]:
        connection.exec_driver_sql(statement)


def _permit(connection: Connection, *, writes: bool) -> None:
    """SQLite keeps it for the connection, which goes from hand to hand: it is said where it changes."""
    if connection.info.get(_WRITES) is not writes:
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        connection.info[_WRITES] = writes
