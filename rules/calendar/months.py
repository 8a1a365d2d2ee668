"""Until when who claims a right over their data is to be answered: a month, or three where it was extended.

GDPR 12.3           one month from receipt, extended by two where who asked is told so within the first;
LOPDGDD, add. 3     it ends on the day of the same number, or on the last of a month that has no such day;
                    where that is no working day, on the next one.

Nothing is counted day by day: what is explained is the day it falls on, and each that it is moved over.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from rules.calendar.workdays import Calendar, Day, Deadline, ending, why_not
from rules.findings import Because

TO_ANSWER: Final = 1
"""Months to answer who claims a right."""

EXTENDED: Final = 3
"""Months to answer where it was extended: the first, and two more."""


def answer_by(
    received_at: datetime | date, calendar: Calendar, tz: tzinfo, *, months: int = TO_ANSWER
) -> Deadline:
    """Return the last day to answer what was received then, and each day that it was moved over.

    *received_at* is an aware instant or the local date alone. ValueError for a naive instant, and for a year
    that *calendar* does not hold.
    """
    limit = ending(received_at, calendar, tz, lambda received_on: _days(received_on, months, calendar))
    crossed = range(limit.registered_on.year, limit.due_on.year + 1)
    unconfirmed = tuple(year for year in crossed if year not in calendar.confirmed_years)
    return replace(limit, unconfirmed_years=unconfirmed)


def _days(received_on: date, months: int, calendar: Calendar) -> Iterator[Day]:
    """The day on which it ends, and as long as that is no working day, the next."""
    year, month = divmod(received_on.year * 12 + received_on.month - 1 + months, 12)
    day = date(year, month + 1, min(received_on.day, monthrange(year, month + 1)[1]))
    why = Because("months-later" if day.day == received_on.day else "end-of-month-later", (months,))
    while (off := why_not(day, calendar)) is not None:
        yield Day(date=day, counts=False, why=off)
        day, why = day + timedelta(days=1), Because("next-working-day")
    yield Day(date=day, counts=True, why=why)
