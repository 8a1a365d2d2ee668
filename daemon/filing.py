"""Files a copy of each letter that left in the mailbox's Sent folder, where staff look for it."""

import structlog
from sqlalchemy import select, update

from daemon.errors import MailboxError
from daemon.ports import Mailbox
from daemon.store import Store
from daemon.tables import outbox

log = structlog.get_logger()


def unfiled(store: Store) -> list[tuple[int, bytes]]:
    """The letters that left and have no copy yet, oldest first."""
    left = select(outbox.c.id, outbox.c.raw).where(outbox.c.state == "sent", outbox.c.filed.is_(False))
    with store.read() as tx:
        return [(row.id, row.raw) for row in tx.connection.execute(left.order_by(outbox.c.id))]


def file_sent(store: Store, mailbox: Mailbox, folder: str) -> None:
    """Put the copies into *folder*. A copy is a courtesy: one that fails waits for the next round."""
    for key, raw in unfiled(store):
        try:
            mailbox.file(folder, raw)
        except MailboxError as error:
            log.warning("letter_not_filed", letter=key, why=str(error))
            return
        with store.begin() as tx:
            tx.connection.execute(update(outbox).where(outbox.c.id == key).values(filed=True))
