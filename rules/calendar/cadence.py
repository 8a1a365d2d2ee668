"""What time brings: the day's digest, and who does not answer.

A digest is due on working days, from its hour until the evening, once a date.

Which digests went out is a row in the store, not a scheduler's memory: a late
start catches up on the same day, and both nights of the clock change are days like others.
"""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from rules.calendar.workdays import Calendar, deadline, is_working_day

SILENCE: Final = timedelta(hours=1)
"""A mailbox that was not read for so long is said on top of the digest."""

LATEST: Final = time(20, 0)
"""No digest goes out after this hour, unless its own is later: the next one says it all."""

HEARTBEAT: Final = timedelta(days=7)
"""Where quiet days get no digest, one a week shows all the same that the service is alive."""

SPOKEN_OF: Final = timedelta(days=7)
"""How long a letter that went wrong is told of where no open case keeps it in mind."""

REMIND_AFTER: Final = 3
"""Working days after which a resident who was asked for data is reminded, once, and staff of a card."""

WAIT_FOR: Final = 5
"""Working days after which staff look at what was not answered, and a deputy at a card."""


def digest_due(*, now: datetime, tz: tzinfo, at: time, calendar: Calendar, last: date | None) -> date | None:
    """The local date whose digest is to go out now, None if none is. *last* is the newest that did."""
    local = now.astimezone(tz)
    today = local.date()
    evening = LATEST if at < LATEST else time.max
    is_time = at <= local.time() < evening and (last is None or last < today)
    return today if is_time and is_working_day(today, calendar) else None


def down_since(last: datetime | None, *, begun: datetime | None = None, now: datetime) -> datetime | None:
    """Since when the mailbox has not been read, if that is longer than any pause.

    *last* is when it was read, *begun* when the service began to: one that has just begun has had no
    time for it. None where that never was.
    """
    latest = max((at for at in (last, begun) if at is not None), default=None)
    if latest is None:
        return now
    return (last or begun) if now - latest > SILENCE else None


def is_wanted(*, quiet: bool, empty_days: str, on: date, last: date | None) -> bool:
    """Whether the digest of *on* goes out: a quiet one by `staff.empty_days`; *last* is the one that did."""
    if not quiet or empty_days == "always":
        return True
    if empty_days == "never":
        return False
    return last is None or on - last >= HEARTBEAT


def over_at(asked_at: datetime, days: int, *, calendar: Calendar, tz: tzinfo) -> datetime:
    """When *days* working days after *asked_at* are over: at the hour of the asking, on the last of them."""
    local = asked_at.astimezone(tz)
    return datetime.combine(deadline(local, calendar, tz, days=days).due_on, local.time(), tz)
