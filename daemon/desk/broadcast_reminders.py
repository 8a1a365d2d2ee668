"""At the minute of a broadcast staff are told to send it, with its text; once, whatever happens.

What is due is told by the store at each round. A minute that passed while we were down is made up for if the
norms still allow it, and else moves on to the next that they do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from daemon.books import broadcasts
from daemon.books.broadcasts import Broadcast
from daemon.books.store import Store, Transaction
from daemon.configuration.settings import Settings
from daemon.desk.broadcasting import norming
from daemon.post import drafting
from daemon.post.queueing import Post

log = structlog.get_logger()

LATE: Final = timedelta(minutes=5)
"""So much after its minute staff are told why it comes only now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastReminders:
    """Tells staff what to send; the clock is an argument."""

    store: Store
    settings: Settings
    post: Post
    clock: Callable[[], datetime]

    def round(self) -> bool:
        """Owe staff the text of each broadcast whose minute has come; whether letters are owed."""
        now = self.clock()
        with self.store.read() as tx:  # most rounds find nothing, and need not wait for a writer
            if not broadcasts.due(tx, now):
                return False
        with self.store.begin("broadcasts.round") as tx:
            told = [self._tell(tx, held, now) for held in broadcasts.due(tx, now)]
        return any(told)

    def _tell(self, tx: Transaction, held: Broadcast, now: datetime) -> bool:
        """Owe its text, or give it the next minute where this one would break a norm by now."""
        rules, tz = norming(self.settings, now), self.settings.tz
        pressing = held.pressing is not None
        sent = broadcasts.days_of(tx, held.topic, tz, but=held.ref, before=now)
        if rules.broken(now, pressing=pressing, taken=sent):
            taken = broadcasts.days_of(tx, held.topic, tz, but=held.ref)
            slot = rules.slot(now, pressing=pressing, taken=taken)
            broadcasts.put_off(tx, held, slot, now=now)
            log.info("broadcast_put_off", ref=held.ref)
            return False
        broadcasts.remind(tx, held, now=now)
        late = held.wanted_at if held.wanted_at and now - held.wanted_at > LATE else None
        self.post.owe(tx, drafting.broadcast(tx, held, self.settings, late=late, now=now), now=now)
        log.info("broadcast_reminded", ref=held.ref)
        return True
