"""The working days of the town hall: when a registered consent must be on the list, and a claim is answered.

The notice promises activation within five "dies laborables". They are counted as
the law counts "dies hàbils" (Law 39/2015):

art. 30.2    Saturdays, Sundays and holidays do not count;
art. 30.3    the first day is the one after the presentation;
art. 30.7    the town's own local holidays do not count either;
art. 31.2.c  the town hall's clock starts at the date of the presentation itself, be it a
             holiday or a minute to midnight; so only its local date matters.

Who claims a right over their data is to be answered within a month, or three where it was extended. Nothing
is counted day by day: what is explained is the day it falls on, and each that it is moved over.

GDPR 12.3        one month from receipt, extended by two where who asked is told so within the first;
LOPDGDD, add. 3  it ends on the day of the same number, or on the last of a month that has no such day;
                 where that is no working day, on the next one.

A year that was not loaded is an error, never "a year without holidays". A year that nobody
has confirmed against the official orders is counted all the same, and said.
"""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from rules.findings import Because, Why

WORKING_DAYS: Final = 5
"""How many working days the town hall gives itself."""

TO_ANSWER: Final = 1
"""Months to answer who claims a right."""

EXTENDED: Final = 3
"""Months to answer where it was extended: the first, and two more."""

_ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What is known of `years`: the holidays by name, and which years are confirmed as official."""

    holidays: Mapping[date, str]
    confirmed_years: frozenset[int]
    years: Collection[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of a count, and why it counts or does not."""

    date: date
    counts: bool
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day to put somebody on the list, or to answer a claim.

    `days` are all days after the presentation up to it; of an answer the day on which it ends, and those that
    it was moved over.
    `registered_at` is in the town's zone, None where only the date is known.
    `unconfirmed_years` are those the count crosses without a confirmed calendar.
    """

    registered_at: datetime | None
    registered_on: date
    due_on: date
    days: tuple[Day, ...]
    unconfirmed_years: tuple[int, ...]

    @property
    def confirmed(self) -> bool:
        """Every year that the count crosses has a confirmed calendar."""
        return not self.unconfirmed_years


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Say whether the town hall's time limits count *day*."""
    return _why_not(day, calendar) is None


def next_working_day(day: date, calendar: Calendar) -> date:
    """Return the first working day after *day*, which is never *day* itself."""
    *_, last = _count(day, calendar, days=1)
    return last.date


def working_days_between(a: date, b: date, calendar: Calendar) -> int:
    """Count the working days after *a* up to and including *b*; negative when *b* is the earlier."""
    if b < a:
        return -working_days_between(b, a, calendar)
    span = range(1, (b - a).days + 1)
    return sum(is_working_day(a + timedelta(days=n), calendar) for n in span)


def deadline(
    registered_at: datetime | date, calendar: Calendar, tz: tzinfo, *, days: int = WORKING_DAYS
) -> Deadline:
    """Return the last of *days* working days after the presentation, with the reason of each day between.

    *registered_at* is an aware instant or the local date alone. ValueError for a naive
    instant, and for a year that *calendar* does not hold.
    """
    return _ending(registered_at, calendar, tz, lambda registered_on: _count(registered_on, calendar, days))


def answer_by(
    received_at: datetime | date, calendar: Calendar, tz: tzinfo, *, months: int = TO_ANSWER
) -> Deadline:
    """Return the last day to answer what was received then, and each that it was moved over.

    ValueError as for `deadline`.
    """
    limit = _ending(received_at, calendar, tz, lambda received_on: _moved(received_on, months, calendar))
    crossed = range(limit.registered_on.year, limit.due_on.year + 1)
    return replace(limit, unconfirmed_years=_unconfirmed(crossed, calendar))


def _ending(
    registered_at: datetime | date, calendar: Calendar, tz: tzinfo, days: Callable[[date], Iterable[Day]]
) -> Deadline:
    """The limit with the last of the *days* that follow from the local date of the presentation."""
    instant = None
    if isinstance(registered_at, datetime):
        if registered_at.tzinfo is None:
            # A guessed zone moves the due date of whatever was presented around midnight.
            raise ValueError("an instant needs its time zone to fall on a date")
        instant = registered_at.astimezone(tz)
    registered_on = instant.date() if instant else registered_at
    counted = tuple(days(registered_on))
    return Deadline(
        registered_at=instant,
        registered_on=registered_on,
        due_on=counted[-1].date,
        days=counted,
        unconfirmed_years=_unconfirmed(sorted({day.date.year for day in counted}), calendar),
    )


def _unconfirmed(years: Iterable[int], calendar: Calendar) -> tuple[int, ...]:
    return tuple(year for year in years if year not in calendar.confirmed_years)


def _count(registered_on: date, calendar: Calendar, days: int) -> Iterator[Day]:
    """Every day after *registered_on* up to the last one that counts."""
    day, counted = registered_on, 0
    while counted < days:
        day += _ONE_DAY
        off = _why_not(day, calendar)
        if off is None:
            counted += 1
        why = off or Because("working-day", (counted, days))
        yield Day(date=day, counts=off is None, why=why)


def _moved(received_on: date, months: int, calendar: Calendar) -> Iterator[Day]:
    """The day on which so many months end, and as long as that is no working day, the next."""
    year, month = divmod(received_on.year * 12 + received_on.month - 1 + months, 12)
    day = date(year, month + 1, min(received_on.day, monthrange(year, month + 1)[1]))
    why = Because("months-later" if day.day == received_on.day else "end-of-month-later", (months,))
    while (off := _why_not(day, calendar)) is not None:
        yield Day(date=day, counts=False, why=off)
        day, why = day + _ONE_DAY, Because("next-working-day")
    yield Day(date=day, counts=True, why=why)


def _why_not(day: date, calendar: Calendar) -> Why | None:
    """Why the town hall's time limits do not count *day*; None when they do."""
    if day.year not in calendar.years:
        raise ValueError(f"the calendar of {day.year} is not loaded: {day} cannot be counted")
    if day.weekday() >= _SATURDAY:
        return Because("saturday" if day.weekday() == _SATURDAY else "sunday")
    return calendar.holidays.get(day)
