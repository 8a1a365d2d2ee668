"""The checked copy of the books: a file that is whole by itself, for the machine's own backup to take.

SQLite's online backup takes the books of one moment while the daemon goes on writing. The copy
is checked before it takes the place of the one before, so that the last whole one stays where
the books are damaged. There is one copy only: residents' data are not to pile up.

What the last try came to is noted beside the copy and not in the books, for it says whether
these can be trusted.
"""

import json
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkstemp
from typing import Any, Final
from urllib.parse import quote

import structlog
from sqlalchemy import make_url

from daemon.access import barrier_to_books, reason
from daemon.errors import ForbiddenError, StoreError
from daemon.faults import around
from daemon.language import _

log = structlog.get_logger()

FOLDER: Final = "backup"
STALE: Final = timedelta(hours=36)
"""A copy that is older was not made in the night it should have been."""

_MISSED: Final = timedelta(hours=25)
_MARGIN: Final = 200 * 1024 * 1024
_ABANDONED_SECONDS: Final = 3600
"""Longer than any copy takes to be made: who began it is no more."""

_MANY: Final = 3
"""How many of a check's complaints are told: a damaged file has thousands."""

MAGIC: Final = b"SQLite format 3\x00"
_NOTE: Final = "last-try.json"


class DamagedError(StoreError):
    """The books are not whole; the message has the way out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupResult:
    """What the last try came to.

    `made_at` is when the copy that lies there was made, None if none does; `trouble` why
    the last try made none, or "". `damaged`: because the books are not whole.
    """

    at: datetime | None = None
    made_at: datetime | None = None
    trouble: str = ""
    damaged: bool = False

    def is_late(self, now: datetime) -> bool:
        """Whether the last night brought no copy; where none was tried yet, none is late."""
        return bool(self.trouble) or (self.made_at is not None and now - self.made_at > STALE)


def backup_path(url: str) -> Path | None:
    """Where the copy of the store *url* lies; None where its server sees to copies, as PostgreSQL's does."""
    books = books_file(url)
    return _copy_of(books) if books else None


def _copy_of(books: Path) -> Path:
    return books.parent / FOLDER / books.name


def way_back(books: Path) -> str:
    """What to do where *books* are gone."""
    return _("put it back, or restore the checked copy (altabaixa restore {copy})", copy=_copy_of(books))


def only_copied(books: Path) -> tuple[str, str] | None:
    """That a copy lies there of *books* that are gone or empty, and the way out; None without a copy."""
    if not _copy_of(books).exists():
        return None
    said = _("the store {file} is gone or empty, but there is a copy of it", file=books)
    return said, _("{restore}; to begin with empty books, move the copy away", restore=way_back(books))


def back_up(url: str, *, now: datetime) -> None:
    """Make the copy in its place, and log what it came to; no failure is raised."""
    tried = attempt(url, now=now)
    if tried.damaged:
        log.error("store_damaged", why=tried.trouble)
    elif tried.trouble:
        log.warning("copy_not_made", why=tried.trouble)
    elif tried.made_at is not None:
        log.info("copy_made")


def back_up_if_missed(url: str, *, now: datetime) -> None:
    """Make up for the copy of a night in which the daemon did not run, or that failed."""
    before = last_result(url)
    if before.trouble or before.made_at is None or now - before.made_at > _MISSED:
        back_up(url, now=now)


def attempt(url: str, *, now: datetime) -> BackupResult:
    """Make the copy in its place, and note beside it what it came to; an empty answer where none is made."""
    place = backup_path(url)
    if place is None:
        return BackupResult()
    try:
        make(url, place)
    except StoreError as error:
        damaged = isinstance(error, DamagedError)
        tried = BackupResult(at=now, made_at=last_result(url).made_at, trouble=str(error), damaged=damaged)
    else:
        tried = BackupResult(at=now, made_at=now)
    _note(place, tried)
    return tried


def last_result(url: str) -> BackupResult:
    """What the last try came to; an empty one if none was made."""
    place = backup_path(url)
    if place is None:
        return BackupResult()
    try:
        told: dict[str, Any] = json.loads((place.parent / _NOTE).read_text(encoding="utf-8"))
        made_at = _instant(told["made_at"]) if place.exists() else None
        return BackupResult(
            at=_instant(told["at"]),
            made_at=made_at,
            trouble=str(told["trouble"]),
            damaged=told["damaged"] is True,
        )
    except (OSError, ValueError, KeyError, TypeError):
        return BackupResult()


def make(url: str, to: Path) -> None:
    """Copy the books to *to*, checked, for its owner's eyes alone; what stood there before is replaced.

    StoreError says why not, and DamagedError that the books are not whole: then *to* stays as it was.
    """
    books = books_file(url)
    if books is None:
        raise StoreError(
            _(
                "this store is PostgreSQL's: nothing is copied here, its server's own backup has to "
                "take it (pg_dump)"
            )
        )
    if closed := barrier_to_books(books):
        raise ForbiddenError(_("the store {books} cannot be copied: {closed}", books=books, closed=closed))
    if not books.is_file():
        raise StoreError(_("there is no store {books} yet: nothing is copied", books=books))
    with _failing(books, to):
        _refuse_unsafe_target(books, to)
        _require_folder(to, books)
        require_space(to.parent, books)
        # What goes into its place the service must be able to replace; any other belongs to who made it.
        with draft_of(to, books.parent if to == backup_path(url) else None) as draft:
            _copy(books, draft)
            _check(draft, books)
            with around("backup.replace"):
                draft.replace(to)
                sync(to.parent)


def books_file(url: str) -> Path | None:
    """The file of an SQLite store."""
    parsed = make_url(url)
    in_a_file = parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}
    return Path(parsed.database or "") if in_a_file else None


def _refuse_unsafe_target(books: Path, to: Path) -> None:
    """A slip of the pen must not cost a file."""
    if not to.exists():
        return
    if to.samefile(books):
        raise StoreError(_("{to} is the store itself: name another file", to=to))
    if not to.is_file():
        raise StoreError(_("{to} is no file: name one", to=to))
    with to.open("rb") as there:
        if there.read(len(MAGIC)) not in {MAGIC, b""}:
            raise StoreError(
                _("{to} is there and no copy of a store: it is left as it is, name another file", to=to)
            )


def _require_folder(to: Path, books: Path) -> None:
    if not to.parent.exists() and to.parent == books.parent / FOLDER:
        to.parent.mkdir(mode=0o700)
        own_as(to.parent, books.parent)


def require_space(folder: Path, books: Path) -> None:
    """See that the disk of *folder* holds a copy of *books* twice over."""
    size = sum(f.stat().st_size for f in (books, Path(f"{books}-wal")) if f.exists())
    needed, free = 2 * size + _MARGIN, shutil.disk_usage(folder).free
    if free < needed:
        raise StoreError(
            _(
                "{free:,.0f} MB are free on the disk of {folder}, and a copy needs {needed:,.0f}: it "
                "was not tried; make room",
                free=free / 1024**2,
                folder=folder,
                needed=needed / 1024**2,
            )
        )


@contextmanager
def draft_of(to: Path, owned_as: Path | None) -> Iterator[Path]:
    """A new file beside *to*, its owner's alone, gone at the end if it did not take another's place."""
    _remove_abandoned(to)
    descriptor, name = mkstemp(dir=to.parent, prefix=f".{to.name}.")  # mode 0600
    os.close(descriptor)
    draft = Path(name)
    try:
        if owned_as is not None:
            own_as(draft, owned_as)
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _remove_abandoned(to: Path) -> None:
    """What a copy left that was killed half-way: residents' data that nobody knows of."""
    draft = re.compile(rf"\.{re.escape(to.name)}\.[a-z0-9_]{{8}}(?:-\w+)?")
    for file in to.parent.iterdir():
        if draft.fullmatch(file.name) and time.time() - file.stat().st_mtime > _ABANDONED_SECONDS:
            file.unlink(missing_ok=True)


def own_as(made: Path, as_this: Path) -> None:
    """What root makes by hand, the service must be able to replace."""
    if os.geteuid() == 0:
        owner = as_this.stat()
        os.chown(made, owner.st_uid, owner.st_gid)


def _copy(books: Path, draft: Path) -> None:
    """Read-only, in one step: no writer waits for it, and this connection never checkpoints the WAL."""
    source_url = f"file:{quote(str(books.absolute()))}?mode=ro"
    with closing(sqlite3.connect(source_url, uri=True)) as source, closing(sqlite3.connect(draft)) as target:
        target.execute("PRAGMA cache_size = -200")  # it is written once, page by page: the daemon holds less
        source.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode = DELETE")  # a file that is whole without others beside it
    sync(draft)


def _check(draft: Path, books: Path) -> None:
    """By a connection of its own: what is checked is the file, not what was in memory."""
    with closing(sqlite3.connect(f"file:{quote(str(draft))}?mode=ro&immutable=1", uri=True)) as copy:
        if problems := problems_in(copy):
            raise DamagedError(_damaged(books, problems))
        if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            raise StoreError(_("the store {books} holds no books: nothing is copied", books=books))


def problems_in(connection: sqlite3.Connection) -> str:
    """What SQLite finds wrong in a database, "" if it is whole."""
    problems = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({_MANY})")]
    return "" if problems == ["ok"] else " ".join("; ".join(problems).split())


def _damaged(books: Path, problems: str) -> str:
    return _(
        "the store {books} is damaged: {problems}; stop the daemon, and restore the last whole copy "
        "(altabaixa restore {copy})",
        books=books,
        problems=" ".join(problems.split()),
        copy=_copy_of(books),
    )


@contextmanager
def _failing(books: Path, to: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        why = barrier_to_books(books, writing=True) or error
        raise StoreError(
            _("the store {books} cannot be copied to {to}: {why}", books=books, to=to, why=why)
        ) from error
    except sqlite3.DatabaseError as error:
        raise DamagedError(_damaged(books, str(error))) from error
    except OSError as error:
        raise StoreError(_("the copy {to} cannot be written: {why}", to=to, why=reason(error))) from error


def _note(place: Path, tried: BackupResult) -> None:
    """Keep what a try came to; where even that cannot be written, the log has it."""
    told = {
        "at": tried.at and tried.at.isoformat(),
        "made_at": tried.made_at and tried.made_at.isoformat(),
        "trouble": tried.trouble,
        "damaged": tried.damaged,
    }
    with suppress(OSError), draft_of(place.parent / _NOTE, place.parent) as draft:
        draft.write_text(json.dumps(told), encoding="utf-8")
        draft.replace(place.parent / _NOTE)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def sync(path: Path) -> None:
    """Have it on the disk: a file's content, a folder's names."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
