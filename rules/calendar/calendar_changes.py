"""What changed in the calendar since a digest was made: dates that people were told may be others now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rules.calendar.workdays import Calendar
from rules.findings import Because, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A calendar as it was: the holidays of the years it tells of, and those of them that were confirmed."""

    holidays: Mapping[date, str]
    confirmed_years: frozenset[int]
    years: frozenset[int]


def known(calendar: Calendar, *, on: date) -> Known:
    """Return what *calendar* says of the year of *on* and the next: a digest counts with no other."""
    years = frozenset({on.year, on.year + 1}) & frozenset(calendar.years)
    return Known(
        holidays={day: name for day, name in calendar.holidays.items() if day.year in years},
        confirmed_years=calendar.confirmed_years & years,
        years=years,
    )


def changes(before: Known | None, after: Known) -> tuple[Why, ...]:
    """What is otherwise in *after*, of the years that both tell of."""
    return tuple(_changes(before, after)) if before is not None else ()


def _changes(before: Known, after: Known) -> Iterator[Why]:
    years = before.years & after.years
    for day in sorted({*before.holidays, *after.holidays}):
        if day.year not in years or (day in before.holidays) is (day in after.holidays):
            continue
        if day in after.holidays:
            yield Because("holiday-now", (day, after.holidays[day]))
        else:
            yield Because("no-holiday-now", (day, before.holidays[day]))
    for year in sorted(years & (before.confirmed_years ^ after.confirmed_years)):
        is_confirmed = year in after.confirmed_years
        yield Because("year-confirmed-now" if is_confirmed else "year-unconfirmed-now", (year,))
