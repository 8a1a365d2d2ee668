"""The ledger: every message we saw, where it lay, and what became of it.

The cursor says where to look on; the ledger says what was handled. A message
is known by its place (folder, UIDVALIDITY, UID), and after a renumbering or in a
second copy by its content.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, bindparam, case, func, select, update

from daemon.books import keyed_hashes
from daemon.books.store import Transaction
from daemon.books.tables import cases, folders, messages
from daemon.ports import Folder, Head
from rules.books.decision import Outcome, Reason
from rules.findings import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a folder was read.

    `baseline_at` is when we began (None: from the first message on). `by_instant`
    says that UIDs do not tell what is older than that, but INTERNALDATE does: after
    a renumbering, or where we are to begin with a date. It ends once the folder was read to its end.
    """

    name: str
    uidvalidity: int
    last_uid: int
    baseline_at: datetime | None
    by_instant: bool


UNREAD: Final = 0
"""The UIDVALIDITY of a folder that was not opened yet: no server gives it (RFC 9051 2.3.1.1)."""

_CURSOR: Final = [
    folders.c[name] for name in ("name", "uidvalidity", "last_uid", "baseline_at", "by_instant")
]


_ADVANCE: Final = (
    update(folders)
    .where(folders.c.name == bindparam("folder"))
    .values(
        vanished=folders.c.vanished + bindparam("gone"),
        last_uid=case((folders.c.last_uid < bindparam("uid"), bindparam("uid")), else_=folders.c.last_uid),
    )
)
_FINISH: Final = _ADVANCE.values(synced_at=bindparam("at"), by_instant=False)
_ENTER: Final = messages.insert()
_AT: Final = select(messages.c.id).where(
    messages.c.folder == bindparam("in"),
    messages.c.uidvalidity == bindparam("numbering"),
    messages.c.uid == bindparam("number"),
)
_OF_HEAD: Final = (
    select(messages.c.id)
    .where(messages.c.head_sha256 == bindparam("hash"), messages.c.size == bindparam("bytes"))
    .limit(1)
)
_OF_CONTENT: Final = select(messages.c.id).where(messages.c.content_key == bindparam("key"))


def cursor_of(tx: Transaction, name: str) -> Cursor | None:
    """The cursor of the folder *name*, None before its first start."""
    wanted = select(*_CURSOR).where(folders.c.name == name)
    row = tx.connection.execute(wanted).mappings().one_or_none()
    return Cursor(**row) if row else None


def begin(tx: Transaction, cursor: Cursor) -> None:
    """Set the cursor of a folder that is new, or numbered anew; the ledger knows what was handled.

    From the first one on the store has its key: a copy makes the same of mail that it has still to read.
    """
    keyed_hashes.make(tx)
    values = asdict(cursor)
    known = tx.connection.execute(update(folders).where(folders.c.name == cursor.name).values(values))
    if not known.rowcount:
        tx.connection.execute(folders.insert().values(values))


def note_beginning(tx: Transaction, names: Iterable[str], at: datetime) -> None:
    """Note that we began at *at* with folders that could not be opened then; known ones keep their own.

    What arrives from then on is ours, whenever the folder can be read.
    """
    for name in names:
        if cursor_of(tx, name) is None:
            unread = Cursor(name=name, uidvalidity=UNREAD, last_uid=0, baseline_at=at, by_instant=True)
            tx.connection.execute(folders.insert().values(asdict(unread)))


def advance(
    tx: Transaction, folder: Folder, uid: int, *, vanished: int, finished_at: datetime | None
) -> None:
    """Note that every message up to *uid* is handled and how many were gone.

    With *finished_at* the folder is read to its end: from then on UIDs alone tell what is new.
    """
    come_to = {"folder": folder.name, "gone": vanished, "uid": uid}
    if finished_at is None:
        tx.connection.execute(_ADVANCE, come_to)
    else:
        tx.connection.execute(_FINISH, come_to | {"at": finished_at})


def vanished(tx: Transaction) -> int:
    """How many messages people moved or deleted before they were read."""
    return int(tx.connection.execute(select(func.coalesce(func.sum(folders.c.vanished), 0))).scalar_one())


def is_known(tx: Transaction, folder: Folder, uid: int) -> bool:
    """Is the message in the ledger already?"""
    place = {"in": folder.name, "numbering": folder.uidvalidity, "number": uid}
    return tx.connection.execute(_AT, place).first() is not None


def head_known(tx: Transaction, head_sha256: str, head: Head) -> bool:
    """Was a message with this very header block and size handled before, wherever it lay?"""
    return tx.connection.execute(_OF_HEAD, {"hash": head_sha256, "bytes": head.size}).first() is not None


def content_known(tx: Transaction, content_key: str) -> bool:
    """Was a message with this very content handled before?"""
    return tx.connection.execute(_OF_CONTENT, {"key": content_key}).first() is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message's line in the ledger."""

    head: Head
    head_sha256: str
    sha256: str | None
    content_key: str | None
    message_id: str | None
    sender: str | None
    kind: str
    outcome: str
    reason: str
    reasons: Iterable[str]


def enter(tx: Transaction, folder: Folder, entry: Entry, *, now: datetime) -> int:
    """Write the line; the schema refuses a place or a content for the second time. Returns its id."""
    head = entry.head
    line = {
        "folder": folder.name,
        "uidvalidity": folder.uidvalidity,
        "uid": head.uid,
        "size": head.size,
        "received_at": head.received_at,
        "dated_by_us": head.dated_by_us or None,
        "head_sha256": entry.head_sha256,
        "sha256": entry.sha256,
        "content_key": entry.content_key,
        "message_id": entry.message_id,
        "sender": entry.sender,
        "kind": entry.kind,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "reasons": list(entry.reasons),
        "handled_at": now,
    }
    inserted = tx.connection.execute(_ENTER, line)
    (key,) = inserted.inserted_primary_key or (0,)
    return int(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the ledger says of a message: where it was found, by what it is known again, what became of it."""

    id: int
    folder: str
    uid: int
    size: int
    received_at: datetime
    head_sha256: str
    outcome: str
    reason: str
    reasons: list[str]


_LINE: Final = [messages.c[field.name] for field in fields(Line)]


def count_set_aside(tx: Transaction, why: Collection[Reason], *, since: datetime) -> int:
    """How many messages were set aside since then, for a reason of *why*."""
    found = select(func.count()).select_from(messages).where(_aside(why, since))
    return int(tx.connection.execute(found).scalar_one())


def set_aside(tx: Transaction, why: Collection[Reason], *, since: datetime, most: int) -> list[Line]:
    """The messages set aside since then for a reason of *why*: first what people wrote, the newest first."""
    is_robots = messages.c.reason == Reason.ROBOT.name
    newest = select(*_LINE).where(_aside(why, since)).order_by(is_robots, messages.c.id.desc()).limit(most)
    return [Line(**row) for row in tx.connection.execute(newest).mappings()]


def _aside(why: Collection[Reason], since: datetime) -> ColumnElement[bool]:
    is_aside = messages.c.outcome == Outcome.ASIDE
    return is_aside & messages.c.reason.in_([each.name for each in why]) & (messages.c.handled_at > since)


def line(tx: Transaction, key: int) -> Line | None:
    """The line with this number, None where there is none."""
    row = tx.connection.execute(select(*_LINE).where(messages.c.id == key)).mappings().one_or_none()
    return Line(**row) if row else None


def cut_short(tx: Transaction, ref: str) -> Line | None:
    """The line of the mail of the incident *ref*, where no more than its beginning was read."""
    is_of_it = (cases.c.ref == ref) & (cases.c.topic == Topic.INCIDENT) & messages.c.sha256.is_(None)
    found = select(*_LINE).join(cases, cases.c.message_id == messages.c.id).where(is_of_it)
    row = tx.connection.execute(found).mappings().one_or_none()
    return Line(**row) if row else None


def reopen(tx: Transaction, key: int, entry: Entry) -> None:
    """Write what became at last of a message that was set aside, where it has now been read whole."""
    values = {
        "sha256": entry.sha256,
        "sender": entry.sender,
        "kind": entry.kind,
        "outcome": entry.outcome,
        "reason": entry.reason,
        "reasons": list(entry.reasons),
    }
    if entry.content_key is not None and not content_known(tx, entry.content_key):
        values["content_key"] = entry.content_key
    tx.connection.execute(update(messages).where(messages.c.id == key).values(values))


def places(tx: Transaction, line: Line) -> list[tuple[str, int, int]]:
    """Where the message of *line* was seen: folder, UIDVALIDITY, UID; its own place first, then the last one.

    A message that is numbered anew, or moved to another folder that we read, is found there as well.
    """
    same = (messages.c.head_sha256 == line.head_sha256) & (messages.c.size == line.size)
    seen = select(messages.c.folder, messages.c.uidvalidity, messages.c.uid).where(same)
    in_order = seen.order_by(messages.c.id != line.id, messages.c.id.desc())
    return [tuple(row) for row in tx.connection.execute(in_order)]
