"""What a database that fails is told as: one line, with the way out and without anybody's data."""

import sqlite3
from typing import Final

from sqlalchemy import URL
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import DatabaseError, DataError, DBAPIError, IntegrityError, ProgrammingError

from daemon.books.migrations import HEAD
from daemon.language import _, plural

_DISK_FULL: Final = "53100"
"""PostgreSQL's SQLSTATE for it."""

_TOO_MUCH: Final = "54"
"""PostgreSQL's class of what is beyond its limits."""


def hide_details(context: ExceptionContext) -> None:
    """Keep an error's first sentence: PostgreSQL tells whole rows in the next ones."""
    diagnosis = getattr(context.original_exception, "diag", None)
    message = getattr(diagnosis, "message_primary", None)
    if message is not None:
        context.original_exception.args = (message,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = (message,)


def shown(url: URL) -> str:
    """How the store at *url* is named to people: without its password."""
    return url.render_as_string(hide_password=True)


def failed(error: DBAPIError, url: URL) -> str:
    """What a database that was open and fails is told as."""
    return _("the store {url} failed: {error}; nothing was changed", url=shown(url), error=said(error))


def is_full(error: DBAPIError) -> bool:
    """Whether the disk of the database is full, as SQLite and PostgreSQL say it."""
    is_sqlite_full = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return is_sqlite_full or getattr(error.orig, "sqlstate", None) == _DISK_FULL


def refuses_rows(error: DatabaseError) -> bool:
    """Whether it is what rows refuse, or we ask wrongly: nothing that time or the administrator mends."""
    return isinstance(error, IntegrityError | DataError | ProgrammingError)


def refuses_statement(error: DatabaseError) -> bool:
    """The same, also where a statement is beyond what the database takes: SQLite tells it as a failure."""
    is_sqlites = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return refuses_rows(error) or is_sqlites or str(getattr(error.orig, "sqlstate", "")).startswith(_TOO_MUCH)


def said(error: Exception) -> str:
    """What the database itself says, on one line."""
    return " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())


def not_opened(error: Exception, url: URL) -> str:
    """Why the store cannot be opened, with the way out."""
    if url.get_backend_name() == "sqlite":
        ask = _("is its folder there and writable, and is this a database?")
    else:
        ask = _("is the server running, and is there such a database for this user?")
    return _("the store {url} cannot be opened: {error}; {ask}", url=shown(url), error=said(error), ask=ask)


def too_new(url: URL, held: str) -> str:
    """What books of a newer program are told as; *held* is their schema."""
    return _(
        "the store {url} has schema {held}, newer than this program's {head}: install the "
        "newer altabaixa again, or restore the backup made before it",
        url=shown(url),
        held=held,
        head=HEAD,
    )


def of_something_else(url: URL, tables: int) -> tuple[str, str]:
    """What a database that holds *tables* of another program's is told as, and the way out."""
    said = plural(
        "the store {url} holds {number} table of something else, and no books",
        "the store {url} holds {number} tables of something else, and no books",
        tables,
        url=shown(url),
    )
    return said, _("name a database of altabaixa's own in store.url")
