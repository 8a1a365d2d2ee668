"""A look into the books that changes nothing in them, brings no schema forward and waits for no writer."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from daemon.access import Barrier, barrier_to_books
from daemon.books.backup import books_file, only_copied
from daemon.books.migrations import HEAD
from daemon.books.store import Transaction, revision_of
from daemon.books.store_failures import too_new
from daemon.errors import ForbiddenError, StoreError
from daemon.language import _, later

RESTORE: Final = later("stop the daemon, and restore the last backup (altabaixa restore FILE)")
"""The way out of damaged books."""

_PATIENCE_SECONDS: Final = 3


@contextmanager
def open_read_only(url: str) -> Iterator[Transaction]:
    """The books of one moment; StoreError, in one line with the way out, where they cannot be read.

    ForbiddenError where this user may not.
    """
    where = make_url(url)
    shown = where.render_as_string(hide_password=True)
    if where.get_backend_name() == "sqlite":
        _require_file(where)
    try:
        engine = read_only_engine(where)
    except ImportError as error:
        msg = _("the store {shown} needs a driver: pip install 'altabaixa[postgresql]'", shown=shown)
        raise StoreError(msg) from error
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(_BEGIN[where.get_backend_name()])
            _require_schema(Transaction(connection), where)
            yield Transaction(connection)
    except (SQLAlchemyError, sqlite3.Error) as error:
        if closed := _unwritable(where):
            raise ForbiddenError(
                _("the store {shown} cannot be read: {closed}", shown=shown, closed=closed)
            ) from error
        message, way_out = what_failed(error)
        raise StoreError(
            _(
                "the store {shown} cannot be read: {message}; {way_out}",
                shown=shown,
                message=message,
                way_out=way_out,
            )
        ) from error
    finally:
        engine.dispose()


_BEGIN: Final = {
    "sqlite": "BEGIN",
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
}


def read_only_engine(url: URL) -> Engine:
    """Return an engine that can only read the store *url*; ImportError where a driver is missing."""
    if url.get_backend_name() != "sqlite":
        ours = url.set(drivername="postgresql+psycopg")
        patient = ours.update_query_dict({"connect_timeout": f"{_PATIENCE_SECONDS}"})
        return create_engine(patient, hide_parameters=True)
    file = quote(str(Path(url.database or "").absolute()))
    read_only = URL.create("sqlite", database=f"file:{file}", query={"mode": "ro", "uri": "true"})
    # The driver would open no transaction for a SELECT: we begin it ourselves.
    connecting = {"isolation_level": None, "timeout": _PATIENCE_SECONDS}
    return create_engine(read_only, connect_args=connecting, hide_parameters=True)


def _require_file(url: URL) -> None:
    name = url.database or ""
    if name in {"", ":memory:"}:
        raise StoreError(_("the store is in memory only, and nobody else sees it: name a file in store.url"))
    if closed := barrier_to_books(Path(name)):
        raise ForbiddenError(_("the store {name} cannot be read: {closed}", name=name, closed=closed))
    if not Path(name).exists():
        yet = _("there is no store {name} yet", name=name), _("the daemon creates it at its first start")
        raise StoreError(": ".join(only_copied(Path(name)) or yet))


def _unwritable(url: URL) -> Barrier | None:
    """What keeps us from making the files that SQLite needs beside its database even to read it."""
    is_sqlite = url.get_backend_name() == "sqlite"
    return barrier_to_books(Path(url.database or ""), writing=True) if is_sqlite else None


def _require_schema(tx: Transaction, url: URL) -> None:
    """Of this program's schema: another one's columns would be errors that nobody understands."""
    held = revision_of(tx.connection)
    shown = url.render_as_string(hide_password=True)
    if held is None:
        none = _("{shown} holds no books of altabaixa", shown=shown), _("is store.url right?")
        file = books_file(shown)
        raise StoreError(": ".join((file and only_copied(file)) or none))
    if held > HEAD:
        raise StoreError(too_new(url, held))
    if held < HEAD:
        raise StoreError(
            _(
                "the store {shown} has schema {held}, older than this program's {head}: start the "
                "daemon of this version, which brings it forward",
                shown=shown,
                held=held,
                head=HEAD,
            )
        )


def what_failed(error: Exception) -> tuple[str, str]:
    """Say what a database answered, on one line, and the way out."""
    cause = getattr(error, "orig", None) or error
    message = " ".join(str(cause).split())
    if "sqlite" not in type(cause).__module__:
        return message, _("is the server running, and is there such a database for this user? see store.url")
    if "not a database" in message or "malformed" in message:
        return message, _(RESTORE)
    if "locked" in message:
        return message, _("another program holds it: which one? (fuser FILE)")
    return message, _("is the disk full, or not in order? see its log, and try again")
