"""The canary: a probe that we mail to ourselves, and an alarm where it does not come back.

It finds what a connection that works hides: a mailbox that is full, a filter or a forwarding that
swallows the town's mail. Off unless `monitoring.canary_hours` says how often.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import func, select

from daemon.books import health
from daemon.books.health import Loop
from daemon.books.store import Store, Transaction
from daemon.books.tables import IS_PROBE, folders, messages, outbox
from daemon.configuration.settings import Settings
from daemon.letters import for_staff
from daemon.post.drafting import alike
from daemon.post.queueing import Draft, Occasion, Post
from rules.transport.reconnection import Cause

log = structlog.get_logger()

PATIENCE: Final = timedelta(hours=1)
"""How long a mail to ourselves may be on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Canary:
    """Sends the probes and looks for them; the clock is an argument."""

    store: Store
    settings: Settings
    post: Post
    clock: Callable[[], datetime]

    def round(self) -> bool:
        """Owe a probe if one is due, and note whether the last one came back; True if one is owed."""
        every, now = timedelta(hours=self.settings.monitoring.canary_hours), self.clock()
        with self.store.read() as tx:
            last = tx.connection.execute(_LAST).first()
            is_lost = last is not None and self._is_lost(tx, last, now)
            is_back = last is not None and is_known(tx, last.message_id)
            known = health.pulse_of(tx, Loop.CANARY)
        if not known.up and (is_back or not every):
            health.note_up(self.store, Loop.CANARY, now=now)
        elif every and is_lost and known.up:
            log.warning("probe_lost")
            health.note_down(self.store, Loop.CANARY, cause=Cause.LOST.name, trouble=_TROUBLE, now=now)
        if not every or (last is not None and now - last.created_at < every):
            return False
        with self.store.begin("canary.probe") as tx:
            rendered = for_staff.probe(town=self.settings.town())
            draft = Draft(occasion=Occasion.PROBE, about=now.isoformat(), written=alike(rendered))
            self.post.owe(tx, draft, now=now)
        return True

    def _is_lost(self, tx: Transaction, last: Any, now: datetime) -> bool:
        """Whether the probe was refused; or it left, and the mailbox was read after it was due there."""
        if is_known(tx, last.message_id):
            return False
        if last.state not in {"sent", "unknown"} or last.left_at is None:
            return bool(last.state == "failed")
        due = last.left_at + PATIENCE
        ours = folders.c.name.in_([*self.settings.mailbox.folders, *self.settings.mailbox.junk_folders])
        read_at = tx.connection.execute(select(func.min(folders.c.synced_at)).where(ours)).scalar()
        return now >= due and read_at is not None and read_at >= due


def is_known(tx: Transaction, message_id: str) -> bool:
    """Whether the probe with this Message-ID is in the ledger."""
    found = select(messages.c.id).where(messages.c.message_id == message_id).limit(1)
    return tx.connection.execute(found).first() is not None


_TROUBLE: Final = (
    "a probe that was mailed to the mailbox itself never arrived there: is it full, or filtered?"
)
_LAST: Final = (
    select(
        outbox.c.message_id,
        outbox.c.state,
        outbox.c.created_at,
        func.coalesce(outbox.c.sent_at, outbox.c.claimed_at).label("left_at"),
    )
    .where(IS_PROBE)
    .order_by(outbox.c.created_at.desc(), outbox.c.id.desc())
    .limit(1)
)
