"""The store: whether the books are there, whole, private, and of this program's schema.

It is looked into read-only first: a check creates no store and brings no schema forward. Only one
that is this program's already is opened as the daemon does it, and nothing is written.
"""

import fcntl
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Engine, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from daemon.access import barrier, barrier_to_books
from daemon.books import disk_space
from daemon.books.backup import backup_path, books_file, only_copied
from daemon.books.migrations import HEAD
from daemon.books.read_only import RESTORE, read_only_engine, what_failed
from daemon.books.store import Store
from daemon.books.store_failures import of_something_else, shown
from daemon.checking.connection import plain
from daemon.checking.findings import Finding, bad, good, holds, warning
from daemon.configuration.places import UNIT, folder_of, store_url
from daemon.configuration.settings import Settings
from daemon.errors import StoreError
from daemon.language import _, later

_FIXED: Final = (3, 51, 3)
_FULL: Final = 2
_BOOKS_OF_A_UNIT: Final = re.compile(r"/var/lib/(?:private/)?(altabaixa(?:-[a-z]+)?)/")
_RUNS: Final = later("the daemon is running on it")
_POSTGRES_HOLDER: Final = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 7461"
    " AND objid::bigint = hashtext(current_schema())::bigint & 4294967295"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def check_store(settings: Settings) -> list[Finding]:
    """Look at the books and where they lie; nothing is created, migrated or written."""
    url = make_url(settings.store_url)
    if url.get_backend_name() != "sqlite":
        return list(_look_into(url))
    name = url.database or ""
    if not name or name == ":memory:":
        mend = _('name a file in store.url, like "sqlite:////var/lib/altabaixa/altabaixa.db"')
        return [
            bad("store.file", _("the store is in memory only: the books would be gone at each stop"), mend)
        ]
    file = Path(name)
    if another := _of_another_town(settings, file):
        return [another]
    found = list(_folder(settings, file.parent))
    if not holds(found):
        return found
    if not file.exists():
        return [*found, _absent(file), _sqlite()]
    found.append(_private(file))
    if holds(found):
        found += _look_into(url)
    return [*found, *_copies(settings), *_holder(file), _sqlite()]


def _absent(file: Path) -> Finding:
    if gone := only_copied(file):
        return bad("store.file", *gone)
    said = _("there is no store yet: the daemon will create {file} at its first start", file=file)
    return good("store.file", said)


def _of_another_town(settings: Settings, file: Path) -> Finding | None:
    """A copied configuration of an instance would bring its residents into the books that it names."""
    own = folder_of(settings.path)
    there = _BOOKS_OF_A_UNIT.match(str(file))
    if own == UNIT or there is None or there[1] == own:
        return None
    said = _(
        "the store {file} is of another town, whose configuration this one may have been copied from",
        file=file,
    )
    return bad("store.folder", said, _('set store.url = "{url}"', url=store_url(settings.path)))


def _folder(settings: Settings, folder: Path) -> Iterator[Finding]:
    subject = "store.folder"
    if closed := barrier(folder, writing=True):
        yield bad(subject, _("the store's folder cannot be used: {why}", why=closed.why), closed.mend)
        return
    if not folder.is_dir():
        mend = _(
            "mkdir -p -m 700 {folder}, for the user that the daemon runs as, or correct store.url",
            folder=folder,
        )
        yield bad(subject, _("the store's folder {folder} is not there", folder=folder), mend)
        return
    if folder.stat().st_mode & 0o022:
        yield warning(
            subject,
            _("others may write into the store's folder {folder}", folder=folder),
            f"chmod 700 {folder}",
        )
    else:
        yield good(subject, _("the store's folder {folder} can be written", folder=folder))
    free = shutil.disk_usage(folder).free
    said = _("{free:,.0f} MB are free on the disk of {folder}", free=free / 1024**2, folder=folder)
    mend = _("make room: with less than store.min_free_mb no mail is read; it stays in the mailbox")
    is_enough = free >= disk_space.floor(settings)
    yield good("store.space", said) if is_enough else bad("store.space", said, mend)


def _copies(settings: Settings) -> Iterator[Finding]:
    """What keeps the nightly copy from being made, where its folder is there already."""
    copy = backup_path(settings.store_url)
    if copy is None or not os.path.lexists(copy.parent):
        return
    subject, folder = "store.copies", copy.parent
    if closed := barrier(folder, writing=True):
        yield bad(subject, _("the books are not copied: {why}", why=closed.why), closed.mend)
    elif not folder.is_dir():
        said = _("the books are not copied: {folder} is no folder", folder=folder)
        yield bad(subject, said, _("move {folder} away: the daemon makes the folder", folder=folder))


def _private(file: Path) -> Finding:
    subject = "store.file"
    if not file.is_file():
        return bad(subject, _("{file} is not a file", file=file), _("correct store.url"))
    if closed := barrier_to_books(file, writing=True):
        return bad(subject, _("the store cannot be used: {why}", why=closed.why), closed.mend)
    if file.stat().st_mode & 0o077:
        return bad(subject, _("others may read the store {file}", file=file), f"chmod 600 {file}")
    return good(subject, _("the store {file} is there, and only its owner may read it", file=file))


def _look_into(url: URL) -> Iterator[Finding]:
    """What the books say of themselves, and how they open for the daemon if they are of its schema."""
    subject = "store.open"
    name = _named(url)
    try:
        engine = read_only_engine(url)
    except ImportError:
        mend = "pip install 'altabaixa[postgresql]'"
        yield bad(subject, _("the store {name} needs a driver that is not there", name=name), mend)
        return
    try:
        tables, revision, held = _look(engine)
    except (SQLAlchemyError, sqlite3.Error) as error:
        said, mend = what_failed(error)
        yield bad(subject, _("the store {name} cannot be opened: {said}", name=name, said=plain(said)), mend)
        return
    finally:
        engine.dispose()
    yield _none_yet(url, tables) if revision is None else _schema(revision)
    if revision == HEAD:
        yield from _opened(url.render_as_string(hide_password=False))
    if held:
        yield good("store.daemon", _(_RUNS))


def _look(engine: Engine) -> tuple[int, str | None, bool]:
    """How many tables there are, the schema's revision, and whether a daemon holds it (PostgreSQL only)."""
    postgresql = engine.dialect.name == "postgresql"
    with engine.connect().execution_options(postgresql_readonly=postgresql) as connection:
        tables = inspect(connection).get_table_names()
        revision: str | None = None
        if "alembic_version" in tables:
            revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        held = postgresql and bool(connection.execute(_POSTGRES_HOLDER).scalar())
    return len(tables), revision, held


def _named(url: URL) -> str:
    return str(books_file(shown(url)) or shown(url))


def _none_yet(url: URL, tables: int) -> Finding:
    subject = "store.schema"
    if tables:
        return bad(subject, *of_something_else(url, tables))
    file = books_file(shown(url))
    if file is not None and (gone := only_copied(file)):
        return bad(subject, *gone)
    said = _(
        "the store {name} is empty: the daemon will make schema {head} at its first start",
        name=_named(url),
        head=HEAD,
    )
    return good(subject, said)


def _schema(revision: str) -> Finding:
    subject = "store.schema"
    if revision > HEAD:
        mend = _("install the newer altabaixa again, or restore the backup made before it")
        return bad(
            subject,
            _(
                "the store has schema {revision}, newer than this program's {head}",
                revision=revision,
                head=HEAD,
            ),
            mend,
        )
    if revision < HEAD:
        said = _(
            "the store has schema {revision}; the daemon will bring it to {head} at its next start",
            revision=revision,
            head=HEAD,
        )
        return warning(subject, said, _("make a backup of it, then restart the daemon"))
    return good(subject, _("the books have this program's schema ({head})", head=HEAD))


def _opened(url: str) -> Iterator[Finding]:
    """How the daemon's own way of opening it comes out; the schema is right, so nothing is changed."""
    subject = "store.open"
    try:
        with closing(Store(url)) as store, store.read() as tx:
            if store.url.get_backend_name() != "sqlite":
                yield good(subject, _("it opens as the daemon opens it"))
                return
            asked = ("journal_mode", "synchronous", "quick_check(1)")
            journal, synchronous, whole = (
                tx.connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() for pragma in asked
            )
    except StoreError as error:
        yield bad(subject, str(error), _("see the sentence itself; nothing was changed"))
        return
    if journal == "wal" and int(synchronous or 0) >= _FULL:
        yield good(subject, _("it opens as the daemon opens it (journal WAL, synchronous FULL)"))
    else:
        yield bad(
            subject,
            _(
                "SQLite answers journal {journal} and synchronous {synchronous}, not WAL and FULL",
                journal=str(journal).upper(),
                synchronous=synchronous,
            ),
            _("put the store on a local disk: network file systems cannot keep it safe"),
        )
    if whole == "ok":
        yield good("store.whole", _("the books are whole"))
    else:
        yield bad("store.whole", _("the file is damaged: {whole}", whole=plain(str(whole))), _(RESTORE))


def _holder(file: Path) -> Iterator[Finding]:
    """Whether a daemon works on it: its lock is looked at, for an instant and shared."""
    try:
        with Path(f"{file}.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        yield good("store.daemon", _(_RUNS))
    except OSError:
        return


def _sqlite() -> Finding:
    held = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info >= _FIXED:
        return good("store.sqlite", f"SQLite {held}")
    said = _(
        "SQLite {version}; its rare WAL-reset bug (fixed in 3.51.3) takes two writers at once, "
        "and altabaixa has one",
        version=held,
    )
    return good("store.sqlite", said)
