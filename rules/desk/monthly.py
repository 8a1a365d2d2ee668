"""The month in figures: who joined and left, who was late and why, and what is open still."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from statistics import median
from typing import Final

from rules.books.subscription import State, Subscription
from rules.calendar.norms import Norm
from rules.calendar.workdays import Calendar, is_working_day, working_days_between
from rules.desk.owed import Delay, delay
from rules.desk.record import Record, Way

MONTHS: Final = 6
"""How many months are shown side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How many were put on the phone in the month that begins on `first`, and how many left."""

    first: date
    joined: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A broadcast of the month, and the norms that it broke; not `is_said`: nobody said that it was sent."""

    ref: str
    at: datetime
    broken: tuple[Norm, ...] = ()
    is_said: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What staff are told of the month `first`.

    Of who joined, `judged` are those whose deadline could be counted, and `in_time` of them; in `late` is
    also who was put back too late after a leave that was undone, and joined nothing. `days` is the median of
    the working days from the registration of the consent. `months` end with this one. `ways` says how many
    left in which way, `sendings` what was broadcast. `active`, `cards`, `learners` (who would be taught, who
    are no cards to decide) and `waiting` are as it is written, not at the month's end.
    """

    first: date
    town: str
    joined: int
    left: int
    ways: Mapping[Way, int]
    judged: int
    in_time: int
    late: tuple[Delay, ...]
    days: float | None
    active: int
    cards: int
    learners: int
    waiting: int
    months: tuple[Month, ...]
    sendings: tuple[Sent, ...] = ()


def report_due(*, now: datetime, tz: tzinfo, at: time, calendar: Calendar, last: date | None) -> date | None:
    """The first day of the month to report on now, None if none is; *last* is the newest reported on.

    Due from the hour *at* of the first working day of the next one; a day that was missed is made up for.
    """
    local = now.astimezone(tz)
    before = _before(_month(local.date()))
    is_time = local.time() >= at and (last is None or last < before)
    return before if is_time and is_working_day(local.date(), calendar) else None


def _month(day: date) -> date:
    """Its first day."""
    return day.replace(day=1)


def _before(first: date) -> date:
    return _month(first - timedelta(days=1))


def report(  # noqa: PLR0913 - a month has that many sides, all named
    first: date,
    subscriptions: Sequence[Subscription],
    record: Record,
    *,
    cards: int,
    learners: int,
    waiting: int,
    calendar: Calendar,
    tz: tzinfo,
    town: str,
    began_on: date = date.min,
    sendings: tuple[Sent, ...] = (),
) -> Report:
    """Return the report on the month *first*, from the whole of the books.

    Who goes on with another number has neither left nor joined. Of the months before the day *began_on* the
    books do not tell the whole.
    """
    added = [s for s in subscriptions if s.activated_on is not None and _month(s.activated_on) == first]
    joined = [s for s in added if not _is_back(s, record)]
    judged = [s for s in joined if s.consent_at is not None]
    late = [found for s in added if (found := delay(s, record, calendar, tz))]
    refs = {each.ref for each in late}
    joined_in = Counter(
        _month(s.activated_on) for s in subscriptions if s.activated_on and not _is_back(s, record)
    )
    subscriptions = [s for s in subscriptions if s.ref not in record.renumbered]
    left_on = {s.ref: s.left_at.astimezone(tz).date() for s in subscriptions if s.left_at is not None}
    left_in = Counter(map(_month, left_on.values()))
    months = [first]
    while len(months) < MONTHS and months[-1] > began_on:
        months.append(_before(months[-1]))
    return Report(
        first=first,
        town=town,
        joined=len(joined),
        left=left_in[first],
        ways=Counter(
            record.ways[ref] for ref, day in left_on.items() if _month(day) == first and ref in record.ways
        ),
        judged=len(judged),
        in_time=sum(s.ref not in refs for s in judged),
        late=tuple(sorted(late, key=lambda each: (each.done_on, each.ref))),
        days=_median(joined, calendar, tz),
        active=sum(s.state is State.ACTIVE for s in subscriptions),
        cards=cards,
        learners=learners,
        waiting=waiting,
        sendings=sendings,
        months=tuple(
            Month(first=each, joined=joined_in[each], left=left_in[each]) for each in reversed(months)
        ),
    )


def _is_back(held: Subscription, record: Record) -> bool:
    """Whether they were put on the phone again: their leave was undone, or their number has changed."""
    restored_on = record.restored.get(held.ref)
    return restored_on is not None and held.activated_on is not None and held.activated_on >= restored_on


def _median(joined: Iterable[Subscription], calendar: Calendar, tz: tzinfo) -> float | None:
    """Of who came by a consent."""
    waited = [
        max(working_days_between(s.consent_at.astimezone(tz).date(), s.activated_on, calendar), 0)
        for s in joined
        if s.consent_at is not None and s.activated_on is not None
    ]
    return median(waited) if waited else None
