"""The ledger: every message we saw, where it lay, and what became of it.

The cursor says where to look on; the ledger says what was handled. A message
is known by its place (folder, UIDVALIDITY, UID), and after a renumbering or in a
second copy by its content.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from daemon.ports import Folder, Head
from daemon.store import Transaction
from daemon.tables import folders, messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a folder was read, and where we began in it."""

    name: str
    uidvalidity: int
    last_uid: int
    baseline_uid: int
    baseline_at: datetime | None


def cursor_of(tx: Transaction, name: str) -> Cursor | None:
    """The cursor of the folder *name*, None before its first start."""
    row = (
        tx.connection.execute(
            select(
                folders.c.name,
                folders.c.uidvalidity,
                folders.c.last_uid,
                folders.c.baseline_uid,
                folders.c.baseline_at,
            ).where(folders.c.name == name)
        )
        .mappings()
        .one_or_none()
    )
    return Cursor(**row) if row else None


def begin_folder(tx: Transaction, folder: Folder, *, baseline_uid: int, baseline_at: datetime | None) -> None:
    """Set the baseline of a folder that we read for the first time."""
    tx.connection.execute(
        folders.insert().values(
            name=folder.name,
            uidvalidity=folder.uidvalidity,
            last_uid=baseline_uid,
            baseline_uid=baseline_uid,
            baseline_at=baseline_at,
        )
    )


def renumber(tx: Transaction, folder: Folder) -> None:
    """Start again at UID 1 under a new UIDVALIDITY; the ledger knows what was handled."""
    tx.connection.execute(
        update(folders)
        .where(folders.c.name == folder.name)
        .values(uidvalidity=folder.uidvalidity, last_uid=0, baseline_uid=0)
    )


def advance(tx: Transaction, folder: Folder, uid: int) -> None:
    """Note that every message up to *uid* is handled."""
    tx.connection.execute(
        update(folders).where(folders.c.name == folder.name, folders.c.last_uid < uid).values(last_uid=uid)
    )


def synced(tx: Transaction, folder: Folder, *, at: datetime, vanished: int) -> None:
    """Note that *folder* was read to its end, and how many messages were gone before we read them."""
    tx.connection.execute(
        update(folders)
        .where(folders.c.name == folder.name)
        .values(synced_at=at, vanished=folders.c.vanished + vanished)
    )


def vanished(tx: Transaction) -> int:
    """How many messages people moved or deleted before they were read."""
    return int(tx.connection.execute(select(func.coalesce(func.sum(folders.c.vanished), 0))).scalar_one())


def places_known(tx: Transaction, folder: Folder, uids: Sequence[int]) -> set[int]:
    """Those of *uids* that are in the ledger already."""
    rows = tx.connection.execute(
        select(messages.c.uid).where(
            messages.c.folder == folder.name,
            messages.c.uidvalidity == folder.uidvalidity,
            messages.c.uid.in_(uids),
        )
    )
    return {row.uid for row in rows}


def head_known(tx: Transaction, head_sha256: str, head: Head) -> bool:
    """Was a message with this very header block and size handled before, wherever it lay?"""
    return (
        tx.connection.execute(
            select(messages.c.id)
            .where(messages.c.head_sha256 == head_sha256, messages.c.size == head.size)
            .limit(1)
        ).first()
        is not None
    )


def content_known(tx: Transaction, content_key: str) -> bool:
    """Was a message with this very content handled before?"""
    found = tx.connection.execute(select(messages.c.id).where(messages.c.content_key == content_key))
    return found.first() is not None


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
    inserted = tx.connection.execute(
        messages.insert().values(
            folder=folder.name,
            uidvalidity=folder.uidvalidity,
            uid=head.uid,
            size=head.size,
            received_at=head.received_at,
            head_sha256=entry.head_sha256,
            sha256=entry.sha256,
            content_key=entry.content_key,
            message_id=entry.message_id,
            sender=entry.sender,
            kind=entry.kind,
            outcome=entry.outcome,
            reason=entry.reason,
            reasons=list(entry.reasons),
            handled_at=now,
        )
    )
    (key,) = inserted.inserted_primary_key or (0,)
    return int(key)
