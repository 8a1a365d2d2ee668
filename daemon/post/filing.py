"""Files a copy of each letter that left in the mailbox's Sent folder, where staff look for it."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update

from daemon.books.store import Store
from daemon.books.tables import contents, outbox
from daemon.faults import around
from daemon.ports import Mailbox
from daemon.post.queueing import PROBE, SET_ASIDE

KEPT_FOR_FILING: Final = timedelta(days=2)
"""How long a copy is tried: a folder named later does not bring back the letters of years."""


def unfiled(store: Store, *, since: datetime) -> list[int]:
    """The letters that left since then and have no copy yet, oldest first."""
    left = (outbox.c.state == "sent") & (outbox.c.sent_at >= since) & outbox.c.filed.is_(False)
    # One lies in the mailbox already; the other says what only the mails themselves are to say.
    left &= outbox.c.template.not_in([PROBE, SET_ASIDE]) & outbox.c.erased_at.is_(None)
    with store.read() as tx:
        return list(tx.connection.execute(select(outbox.c.id).where(left).order_by(outbox.c.id)).scalars())


def file_sent(store: Store, mailbox: Mailbox, folder: str, *, since: datetime) -> None:
    """Put the copies into *folder*; MailboxError where it takes one not: the rest is left for later.

    What was erased before its turn came has none: the folder may have been out of reach for days.
    """
    for key in unfiled(store, since=since):
        with store.read() as tx:
            raw = tx.connection.execute(select(contents.c.raw).where(contents.c.letter_id == key)).scalar()
        if raw is None:
            continue
        with around("filing.file"):
            mailbox.file(folder, raw)
        with store.begin("filing.filed") as tx:
            tx.connection.execute(update(outbox).where(outbox.c.id == key).values(filed=True))
