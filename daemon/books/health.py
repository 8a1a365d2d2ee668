"""What each loop of the daemon says of itself, in the store: `status`, the digest and a restart know it.

An outage has a beginning that survives restarts, and people are told of it once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import select, update

from daemon.books.store import Store, Transaction
from daemon.books.tables import pulses
from rules.transport.reconnection import Cause

FRESH: Final = timedelta(seconds=30)
"""How long a word of a loop's holds: an older one is a dead daemon's."""


OUT_OF_REACH: Final = "MAILBOX OUT OF REACH"
TROUBLE: Final = {Cause.FOLDER.name: "A FOLDER CANNOT BE READ", Cause.DISK.name: "NO MAIL IS READ"}
"""What the daemon's line to the service manager begins with where the mailbox is down, by the cause."""


class Loop(StrEnum):
    """Who speaks: the daemon as a whole, who listens to the mailbox, who sends; what they go by."""

    SERVICE = "service"
    MAILBOX = "mailbox"
    JUNK = "junk"
    SENDING = "sending"
    CLOCK = "clock"
    CANARY = "canary"
    SIGN_IN = "sign-in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """A loop's last word: `trouble` for the technician, `cause` a `reconnection.Cause` by name, or ""."""

    loop: Loop
    alive_at: datetime | None = None
    down_since: datetime | None = None
    cause: str = ""
    trouble: str = ""
    failures: int = 0
    told_of: datetime | None = None

    def is_fresh(self, now: datetime) -> bool:
        """Whether a living daemon said so; a clock set back does not make it old."""
        return self.alive_at is not None and abs(now - self.alive_at) <= FRESH

    @property
    def up(self) -> bool:
        """Whether what the loop works with is in reach."""
        return self.down_since is None


def pulse_of(tx: Transaction, loop: Loop) -> Pulse:
    """Return the last word of *loop*; an empty one if it never spoke."""
    columns = [pulses.c[field.name] for field in fields(Pulse) if field.name != "loop"]
    row = tx.connection.execute(select(*columns).where(pulses.c.loop == loop)).mappings().one_or_none()
    return Pulse(loop=loop, **row) if row else Pulse(loop=loop)


def note_up(store: Store, loop: Loop, *, now: datetime) -> bool:
    """Note that *loop* is well; returns whether an outage ended by that."""
    with store.begin("health.up") as tx:
        before = pulse_of(tx, loop)
        _write(tx, loop, alive_at=now, down_since=None, cause="", trouble="", failures=0)
    return not before.up


def note_down(store: Store, loop: Loop, *, cause: str, trouble: str, now: datetime) -> Pulse:
    """Note that *loop* failed once more, and why; the outage goes on from its first failure.

    What was a missing folder, and is more than that now, is another outage.
    """
    with store.begin("health.down") as tx:
        before = pulse_of(tx, loop)
        if before.cause == Cause.FOLDER.name != cause:
            before = Pulse(loop=loop)
        since, failures = before.down_since or now, before.failures + 1
        values = {"down_since": since, "cause": cause, "trouble": trouble, "failures": failures}
        _write(tx, loop, alive_at=now, **values)
        return pulse_of(tx, loop)


def note_alive(store: Store, loops: Iterable[Loop], *, now: datetime) -> None:
    """Note that *loops* live, whatever they work with."""
    with store.begin("health.alive") as tx:
        for loop in loops:
            _write(tx, loop, alive_at=now)


def note_told(tx: Transaction, loop: Loop, since: datetime | None) -> None:
    """Note that people were told of the outage that began at *since*; None: they were told of its end."""
    _write(tx, loop, told_of=since)


def note_outage_told(tx: Transaction, before: Pulse, *, since: datetime, cause: str, trouble: str) -> None:
    """Note an outage that could not be noted while people were told of it; one that was noted goes on."""
    if before.up:
        _write(tx, before.loop, down_since=since, cause=cause, trouble=trouble, failures=1, told_of=since)
    else:
        _write(tx, before.loop, told_of=before.down_since)


def note_stopped(store: Store) -> None:
    """Note that no daemon lives any more; what was down stays down."""
    with store.begin("health.leave") as tx:
        tx.connection.execute(update(pulses).values(alive_at=None))


def _write(tx: Transaction, loop: Loop, **values: object) -> None:
    known = tx.connection.execute(update(pulses).where(pulses.c.loop == loop).values(values))
    if not known.rowcount:
        tx.connection.execute(pulses.insert().values(loop=loop.value, **values))
