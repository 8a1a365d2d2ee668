"""Puts a copy of the books in their place, at once and whole: whoever is killed leaves the one or the other.

The books that stood are put aside, never deleted. What they alone know is what letters have left since the
copy: these are taken over, so that mail that is read again is answered to nobody twice.
"""

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from daemon.books import keyed_hashes
from daemon.books.backup import DamagedError, books_file, draft_of, own_as, problems_in, require_space, sync
from daemon.books.examining import Held, InUseError, examine, reading
from daemon.books.migrations import HEAD
from daemon.books.store import Store, Transaction
from daemon.books.tables import contents, events, messages, outbox, secrets, subscriptions
from daemon.configuration.settings import Settings
from daemon.errors import StoreError
from daemon.faults import around
from daemon.language import _
from rules.books.decision import Outcome
from rules.transport.delivery import Audience, Phase

ASIDE: Final = "before-restore"
BY_HAND: Final = "command line"
"""Who does what is done by a command, in the events."""

_RESTORED: Final = "books-restored"
_BESIDE: Final = ("-wal", "-shm", "-journal")
_EVER: Final = datetime.min.replace(tzinfo=UTC)
_LEFT: Final = ("sent", "failed", "unknown")
_IN_DOUBT: Final = "les dades són d'una còpia restaurada: pot haver sortit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A copy, whole and of this program's schema or an older one, beside the books that stand.

    `books` is None where none stand, or where they are not whole: then `trouble` says why. `is_ours`:
    something in the copy says that it is of this town; what says that it is another's is an error.
    """

    place: Path
    copy: Held
    books: Held | None
    trouble: str
    is_ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """Something that was done by the command line, and is in no mail that could be read again."""

    at: datetime
    what: str
    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What the books that stood knew of the time after the copy.

    `letters` left for residents; `requests` came by mail, and are read again if that is still there.
    """

    letters: int
    requests: int
    by_hand: Sequence[ByHand]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came of it: where the books that stood are, None if there were none, and what they knew.

    `since` is None where they could not be read whole; then `in_doubt` letters waited in the copy that may
    have left since.
    """

    aside: Path | None
    since: Since | None
    in_doubt: int


def place_of(settings: Settings) -> Path:
    """Where the books are to stand; StoreError where that is no file of SQLite's."""
    place = books_file(settings.store_url)
    if place is None:
        raise StoreError(
            _("this store is PostgreSQL's: nothing is restored here, use pg_restore with the daemon stopped")
        )
    if not place.parent.is_dir():
        raise StoreError(
            _("there is no folder {parent} for the books yet: mkdir -m 700 {parent}", parent=place.parent)
        )
    return place


def compare(file: Path, settings: Settings) -> Comparison:
    """Look at the copy *file* and at the books that stand; StoreError where it cannot be their copy."""
    place = place_of(settings)
    if place.is_symlink():
        place = place.resolve()  # where the file is, and SQLite has its log
    if file.exists() and place.exists() and file.samefile(place):
        raise StoreError(_("{file} is the store itself: name a copy of it", file=file))
    copy = examine(file)
    if copy.revision > HEAD:
        raise StoreError(
            _(
                "{file} has schema {revision}, newer than this program's {head}: install the newer "
                "altabaixa again",
                file=file,
                revision=copy.revision,
                head=HEAD,
            )
        )
    books, trouble = None, ""
    if place.exists():
        try:
            books = examine(place)
        except InUseError:
            raise
        except StoreError as error:
            trouble = str(error)
    is_same = books is not None and copy.key is not None and copy.key == books.key
    is_ours = is_same or bool(copy.writers & settings.addresses)
    if copy.writers and not is_ours:
        raise StoreError(
            _(
                "{file} holds the books of another town, which writes from {writers}; if that is an "
                "old address of this one, add it to mailbox.addresses",
                file=file,
                writers=", ".join(sorted(copy.writers)),
            )
        )
    return Comparison(place=place, copy=copy, books=books, trouble=trouble, is_ours=is_ours)


def refuse_unforced(found: Comparison) -> None:
    """Raise StoreError for what nobody does without meaning it."""
    if not found.is_ours:
        raise StoreError(
            _(
                "nothing in {file} says of which town it is, for no letter was written by it yet; "
                "--force restores it all the same",
                file=found.copy.file,
            )
        )
    books, copy = found.books, found.copy
    if books and books.newest and (copy.newest is None or books.newest > copy.newest):
        raise StoreError(
            _(
                "the books that stand are whole and newer than {file}: nothing was changed; --force "
                "puts them aside for it",
                file=copy.file,
            )
        )


def restore(found: Comparison, *, now: datetime) -> Restored:
    """Put the copy in the place of the books that stand, which are put aside; the caller holds them alone."""
    place, copy = found.place, found.copy
    try:
        _forget_unfinished(place)
        require_space(place.parent, copy.file)
        with draft_of(place, place.parent) as draft:
            _copy(copy.file, draft)
            since, in_doubt = _take_over(found, draft, now)
            aside = _put_aside(found, now) if any(each.exists() for each in _files(place)) else None
            with around("restore.replace"):
                draft.replace(place)
                sync(place.parent)
    except (sqlite3.Error, SQLAlchemyError) as error:
        why = getattr(error, "orig", None) or error
        raise StoreError(
            _("the books {place} were not restored: {error}; nothing was changed", place=place, error=why)
        ) from error
    return Restored(aside=aside, since=since, in_doubt=in_doubt)


def _copy(file: Path, draft: Path) -> None:
    """By SQLite itself: what stands in a log beside the copy is of it too."""
    with reading(file) as source, closing(sqlite3.connect(draft)) as target:
        raw: Any = source.connection.driver_connection
        raw.backup(target)


# ---- what the books that stood know


def _take_over(found: Comparison, draft: Path, now: datetime) -> tuple[Since | None, int]:
    """Bring the draft's schema forward, and into it what letters have left since."""
    since: Since | None = None
    in_doubt = 0
    with closing(Store(f"sqlite:///{draft}")) as store, store.begin("restore.take_over") as tx:
        if found.place.exists():
            # What can be read of damaged books is taken; they may have the columns of another schema.
            with suppress(SQLAlchemyError, sqlite3.Error, ValueError):
                since = _known_since(found, tx)
        if since is None or not found.books:
            since, in_doubt = None, _doubt_waiting(tx)
        note = f"{found.copy.as_of:%Y-%m-%d %H:%M} UTC" if found.copy.as_of else ""
        done = {"at": now, "what": _RESTORED, "by": BY_HAND, "note": note}
        tx.connection.execute(events.insert().values(done))
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")  # whole by itself, for one rename to put in place
        if problems := problems_in(connection):
            raise DamagedError(
                _(
                    "the copy of {file} did not come out whole: {problems}",
                    file=found.copy.file,
                    problems=problems,
                )
            )
    sync(draft)
    return since, in_doubt


def _known_since(found: Comparison, tx: Transaction) -> Since:
    after = found.copy.newest or _EVER
    with reading(found.place) as books:
        _take_key(books, tx)
        letters = _take_letters(books, tx)
        wanted = (
            select(events.c.at, events.c.what, subscriptions.c.ref)
            .outerjoin(subscriptions, events.c.subscription_id == subscriptions.c.id)
            .where(events.c.by == BY_HAND, events.c.what != _RESTORED, events.c.at > after)
            .order_by(events.c.id)
        )
        mails = (messages.c.handled_at > after) & (messages.c.outcome != Outcome.ASIDE)
        requests = int(books.execute(select(func.count()).where(mails)).scalar_one())
        by_hand = [ByHand(at=row.at, what=row.what, ref=row.ref or "") for row in books.execute(wanted)]
    return Since(letters=letters, requests=requests, by_hand=by_hand)


def _take_key(books: Connection, tx: Transaction) -> None:
    """A copy made before the store had its key gets it: else what is read again had other references."""
    if found_key := keyed_hashes.key_of(Transaction(books)):
        held = keyed_hashes.key_of(tx)
        if held is None:
            row = books.execute(select(secrets).where(secrets.c.value == found_key)).mappings().one()
            tx.connection.execute(secrets.insert().values(dict(row)))


def _take_letters(books: Connection, tx: Transaction) -> int:
    """What became of the letters that the copy holds as well, and those that left since.

    Returns how many of these residents got: by its key, none of them is owed again. Staff are told anew.
    """
    known = set(tx.connection.execute(select(outbox.c.message_id)).scalars())
    keys = set(tx.connection.execute(select(outbox.c.key)).scalars())
    new = 0
    for row in books.execute(select(outbox).where(_has_left()).order_by(outbox.c.id)):
        state = row.state if row.state in _LEFT else "unknown"
        if row.message_id in known:
            became = {
                name: getattr(row, name)
                for name in ("phase", "sent_at", "answer", "server_words", "filed", "attempts")
            }
            waits = (outbox.c.message_id == row.message_id) & outbox.c.state.in_(["waiting", "sending"])
            tx.connection.execute(update(outbox).where(waits).values(state=state, **became))
            continue
        is_residents = row.audience == Audience.RESIDENT and row.key not in keys
        key = row.key if is_residents else f"{row.key}/{row.message_id}"
        fresh = tx.connection.execute(outbox.insert().values(**_without_case(row), key=key, state=state))
        _take_content(books, tx, row.id, *(fresh.inserted_primary_key or ()))
        new += is_residents
    return new


def _take_content(books: Connection, tx: Transaction, theirs: int, ours: int) -> None:
    for raw in books.execute(select(contents.c.raw).where(contents.c.letter_id == theirs)).scalars():
        tx.connection.execute(contents.insert().values(letter_id=ours, raw=raw))


def _has_left() -> Any:
    in_doubt = and_(outbox.c.state == "sending", outbox.c.phase.in_([Phase.DATA, Phase.DATA_AGAIN]))
    return or_(outbox.c.state.in_(_LEFT), in_doubt)


def _without_case(row: Row[Any]) -> dict[str, Any]:
    """Its case comes when its mail is read again (`daemon.post.queueing`)."""
    held: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return {name: value for name, value in held.items() if name not in {"id", "case_id", "key", "state"}}


def _doubt_waiting(tx: Transaction) -> int:
    """What waited for residents in the copy may have left since: it is not sent again, and staff see it."""
    waits = outbox.c.state.in_(["waiting", "sending"]) & (outbox.c.audience == Audience.RESIDENT)
    doubted = update(outbox).where(waits).values(state="unknown", answer=_IN_DOUBT)
    return int(tx.connection.execute(doubted).rowcount)


# ---- the books that stood


def _files(place: Path) -> list[Path]:
    return [place, *(Path(f"{place}{end}") for end in _BESIDE)]


def _put_aside(found: Comparison, now: datetime) -> Path:
    """Give the books that stand a second name in a folder of their own; until the rename they have both."""
    place = found.place
    folder = _new_folder(place.parent / f"{ASIDE}-{now:%Y%m%dT%H%M%SZ}")
    own_as(folder, place.parent)
    with around("restore.aside"):
        if found.books:
            _fold_in_log(place)
        if place.exists():
            os.link(place, folder / place.name)
        for beside in _files(place)[1:]:  # only damaged books still have any
            if beside.exists():
                beside.replace(folder / beside.name)
        sync(folder)
    return folder


def _new_folder(wanted: Path) -> Path:
    """A folder of that name, or with a number behind it where that is there."""
    for folder in (wanted, *(wanted.with_name(f"{wanted.name}-{n}") for n in range(2, 100))):
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            return folder
    raise StoreError(
        _("too many restores have left their folder beside {wanted}: delete those", wanted=wanted)
    )


def _fold_in_log(place: Path) -> None:
    """Have all in the file itself: a log left beside another file would be taken for that one's."""
    with closing(sqlite3.connect(place, isolation_level=None)) as connection:
        mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    if mode != ("delete",):
        raise StoreError(
            _(
                "another program reads the books {place}: nothing was changed; end it first (fuser {place})",
                place=place,
            )
        )


def _forget_unfinished(place: Path) -> None:
    """Take back what a restore that was killed had put aside: the books that stand have one name again."""
    for folder in place.parent.glob(f"{ASIDE}-*"):
        there = folder / place.name
        if there.exists() and place.exists() and there.samefile(place):
            for beside in _files(place)[1:]:
                if (put_aside := folder / beside.name).exists():
                    put_aside.replace(beside)
            shutil.rmtree(folder)
