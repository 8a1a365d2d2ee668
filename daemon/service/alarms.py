"""Tells people what the service cannot do: of a dead mailbox by SMTP, of a dead SMTP in the mailbox.

Each outage is told of once, and its end to whoever was told of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import structlog
from sqlalchemy import select

from daemon.books import health
from daemon.books.health import Loop, Pulse
from daemon.books.store import Store, Transaction
from daemon.books.tables import digests as digest_rows
from daemon.configuration.settings import Settings
from daemon.desk.digests import Digests
from daemon.faults import around
from daemon.letters import for_staff
from daemon.ports import Mailbox
from daemon.post.drafting import alike, digest_for_the_inbox
from daemon.post.outbox import hasten
from daemon.post.queueing import OUTAGE, Draft, Occasion, Post
from rules.transport.reconnection import SMTP_PATIENCE, Cause, is_told

log = structlog.get_logger()

_TOLD: Final = (Loop.SIGN_IN, Loop.MAILBOX, Loop.JUNK, Loop.CANARY)
_IN_THE_INBOX: Final = "inbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarms:
    """What has to be said of the service itself; the clock is an argument."""

    store: Store
    settings: Settings
    post: Post
    digests: Digests
    clock: Callable[[], datetime]

    def ring(self) -> bool:
        """Owe the word of a mailbox that cannot be read, or can be read again, if it was not said.

        True if a letter is owed.
        """
        now = self.clock()
        with self.store.begin("alarms.ring") as tx:
            pulses = [health.pulse_of(tx, loop) for loop in _TOLD]
            rung = [self._ring(tx, pulse, now) for pulse in pulses if not _is_told_as_sign_in(pulse)]
        return any(rung)

    def _ring(self, tx: Transaction, pulse: Pulse, now: datetime) -> bool:
        if pulse.down_since is not None and pulse.told_of != pulse.down_since:
            return self._tell(tx, pulse, pulse.down_since, now)
        if pulse.down_since is not None or pulse.told_of is None:
            return False
        health.note_told(tx, pulse.loop, None)
        if pulse.loop is Loop.JUNK:
            return False
        self._take_back(tx, pulse.loop, pulse.told_of, now)
        return True

    def _tell(self, tx: Transaction, pulse: Pulse, since: datetime, now: datetime) -> bool:
        cause = Cause[pulse.cause]
        if not is_told(cause, failures=pulse.failures, since=since, now=now):
            return False
        rendered = for_staff.outage(town=self.settings.town(), since=since, cause=cause, detail=pulse.trouble)
        about = f"{pulse.loop}/{since.isoformat()}"
        self.post.owe(tx, Draft(occasion=Occasion.OUTAGE, about=about, written=alike(rendered)), now=now)
        health.note_told(tx, pulse.loop, since)
        log.warning("outage_told", loop=pulse.loop, cause=cause.name)
        return True

    def _take_back(self, tx: Transaction, loop: Loop, since: datetime, now: datetime) -> None:
        town = self.settings.town()
        if loop is Loop.CANARY:
            occasion, rendered = Occasion.ARRIVING, for_staff.arriving(town=town, since=since)
        elif loop is Loop.SIGN_IN:
            occasion, rendered = Occasion.RECOVERY, for_staff.signed_in(town=town, since=since)
        else:
            occasion, rendered = Occasion.RECOVERY, for_staff.recovery(town=town, since=since, until=now)
        draft = Draft(occasion=occasion, about=since.isoformat(), written=alike(rendered))
        hasten(tx, OUTAGE, now=now)  # the end is not to be read before what it ends
        self.post.owe(tx, draft, now=now)

    def digest_is_due_in_the_mailbox(self) -> bool:
        """Whether SMTP has taken nothing for half an hour, and today's digest was not laid there yet."""
        now = self.clock()
        with self.store.read() as tx:
            sending = health.pulse_of(tx, Loop.SENDING)
            if sending.down_since is None:
                return False
            # Where we are refused access tokens, SMTP does not come back by itself.
            refused = health.pulse_of(tx, Loop.SIGN_IN)
            is_known = refused.down_since is not None and refused.told_of == refused.down_since
            hopeless = is_known and Cause[refused.cause].needs_a_person
            if not hopeless and now - sending.down_since < SMTP_PATIENCE:
                return False
            return tx.connection.execute(_LAID.where(digest_rows.c.on == self._today(now))).first() is None

    def lay_digest_into(self, mailbox: Mailbox) -> None:
        """Put the day's digest into the mailbox if it is due there: once a date.

        Noted after it lies there: a crash in between lays a second one, which is better than none.
        """
        if not self.digest_is_due_in_the_mailbox():
            return
        now = self.clock()
        on = self._today(now)
        with self.store.read() as tx:
            draft = digest_for_the_inbox(self.digests.of(tx, on), self.settings, now=now)
        ((_, raw),) = self.post.letters(draft, now=now)
        with around("alarms.lay"):
            mailbox.file(self.settings.mailbox.folders[0], raw, seen=False)
        with self.store.begin("alarms.laid") as tx:
            tx.connection.execute(digest_rows.insert().values(kind=_IN_THE_INBOX, on=on, queued_at=now))
        log.warning("digest_laid_into_the_mailbox", on=on.isoformat())

    def _today(self, now: datetime) -> date:
        return now.astimezone(self.settings.tz).date()


def _is_told_as_sign_in(pulse: Pulse) -> bool:
    """Whether the mailbox is out of reach for want of an access token: that is one alarm, not two."""
    return pulse.loop is Loop.MAILBOX and bool(pulse.cause) and Cause[pulse.cause].is_of_sign_in


_LAID: Final = select(digest_rows.c.on).where(digest_rows.c.kind == _IN_THE_INBOX)
