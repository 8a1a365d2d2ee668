"""What changed in the calendar since a digest was made: dates that people were told may be others now."""

from collections.abc import Iterator
from datetime import date

from rules.calendar.workdays import Calendar
from rules.findings import Because, Why


def known(calendar: Calendar, *, on: date) -> Calendar:
    """Return what *calendar* says of the year of *on* and the next: a digest counts with no other."""
    years = frozenset({on.year, on.year + 1} & {*calendar.years})
    return Calendar(
        holidays={day: name for day, name in calendar.holidays.items() if day.year in years},
        confirmed_years=calendar.confirmed_years & years,
        years=years,
    )


def changes(before: Calendar | None, after: Calendar) -> Iterator[Why]:
    """What is otherwise in *after*, of the years that both tell of."""
    if before is None:
        return
    years = {*before.years} & {*after.years}
    for day in sorted(before.holidays.keys() ^ after.holidays.keys()):
        if day.year in years:
            is_now = day in after.holidays
            name = (after if is_now else before).holidays[day]
            yield Because("holiday-now" if is_now else "no-holiday-now", (day, name))
    for year in sorted(years & (before.confirmed_years ^ after.confirmed_years)):
        is_confirmed = year in after.confirmed_years
        yield Because("year-confirmed-now" if is_confirmed else "year-unconfirmed-now", (year,))
