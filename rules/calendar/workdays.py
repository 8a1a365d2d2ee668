"""The working days of the town hall: when a registered consent must be on the list.

The notice promises activation within five "dies laborables". They are counted as
the law counts "dies hàbils" (Law 39/2015):

art. 30.2    Saturdays, Sundays and holidays do not count;
art. 30.3    the first day is the one after the presentation;
art. 30.7    the town's own local holidays do not count either;
art. 31.2.c  the town hall's clock starts at the date of the presentation itself, be it a
             holiday or a minute to midnight; so only its local date matters.

A year that was not loaded is an error, never "a year without holidays". A year that nobody
has confirmed against the official orders is counted all the same, and said.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import groupby
from typing import Final

WORKING_DAYS: Final = 5
"""How many working days the town hall gives itself."""

BASIS: Final = (
    "Els dies laborables de l'avís es compten com a dies hàbils (Llei 39/2015, art. 30 i 31.2.c): "
    "des de l'endemà de la presentació, sense dissabtes, diumenges, festius ni festes locals."
)
"""How "dies laborables" is understood, to be said wherever a due date is explained."""

_ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_WEEKDAYS: Final = ("dilluns", "dimarts", "dimecres", "dijous", "divendres", "dissabte", "diumenge")
_MONTHS: Final = (
    "de gener",
    "de febrer",
    "de març",
    "d'abril",
    "de maig",
    "de juny",
    "de juliol",
    "d'agost",
    "de setembre",
    "d'octubre",
    "de novembre",
    "de desembre",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What is known of `years`: the holidays by name, and which years are confirmed as official."""

    holidays: Mapping[date, str]
    confirmed_years: frozenset[int]
    years: range


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of a count, and in Catalan why it counts or does not."""

    date: date
    counts: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last day to put somebody on the list, and every day after the presentation up to it.

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
    instant, for less than one day, and for a year that *calendar* does not hold.
    """
    if days < 1:
        raise ValueError(f"a time limit has at least one working day, not {days}")
    instant = _in_zone(registered_at, tz)
    registered_on = instant.date() if instant else registered_at
    counted = tuple(_count(registered_on, calendar, days))
    crossed = sorted({day.date.year for day in counted})
    return Deadline(
        registered_at=instant,
        registered_on=registered_on,
        due_on=counted[-1].date,
        days=counted,
        unconfirmed_years=tuple(year for year in crossed if year not in calendar.confirmed_years),
    )


def explained(deadline: Deadline) -> str:
    """Say the whole count in one Catalan line, from the presentation to the last day."""
    parts = (
        f"registrat el {in_words(deadline.registered_on)}",
        _counted_in_words(deadline.days),
        _skipped_in_words(deadline.days),
        f"venç el {in_words(deadline.due_on)}",
        _doubt_in_words(deadline.unconfirmed_years),
    )
    return "; ".join(part for part in parts if part)


def in_words(day: date) -> str:
    """Say *day* in Catalan without an article: "dilluns 11 de maig de 2026"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} de {day.year}"


def _in_zone(registered_at: datetime | date, tz: tzinfo) -> datetime | None:
    """The instant as the town's clocks show it; None for a date without a time."""
    if not isinstance(registered_at, datetime):
        return None
    if registered_at.tzinfo is None:
        # A guessed zone moves the due date of whatever was presented around midnight.
        raise ValueError("an instant needs its time zone to fall on a date")
    return registered_at.astimezone(tz)


def _count(registered_on: date, calendar: Calendar, days: int) -> Iterator[Day]:
    """Every day after *registered_on* up to the last one that counts."""
    day, counted = registered_on, 0
    while counted < days:
        day += _ONE_DAY
        why_not = _why_not(day, calendar)
        if why_not is None:
            counted += 1
        why = why_not or f"dia hàbil {counted} de {days}"
        yield Day(date=day, counts=why_not is None, why=why)


def _why_not(day: date, calendar: Calendar) -> str | None:
    """Why *day* does not count; None when it does."""
    if day.year not in calendar.years:
        raise ValueError(f"the calendar of {day.year} is not loaded: {day} cannot be counted")
    if day.weekday() >= _SATURDAY:
        return _WEEKDAYS[day.weekday()]
    return calendar.holidays.get(day)


def _counted_in_words(days: Sequence[Day]) -> str:
    counted = [day.date for day in days if day.counts]
    if len(counted) == 1:
        return f"compta el dia {_dates_in_words(counted)}"
    return f"compten els dies {_dates_in_words(counted)}"


def _dates_in_words(dates: Sequence[date]) -> str:
    """The dates with each month said once: "29 i 30 d'abril i 4 de maig"."""
    months = groupby(dates, key=lambda day: day.month)
    return _listed(
        [f"{_listed([str(day.day) for day in of_month])} {_MONTHS[month - 1]}" for month, of_month in months]
    )


def _skipped_in_words(days: Sequence[Day]) -> str:
    """The holidays one by one, the weekends together; "" when every day counts."""
    skipped = [day for day in days if not day.counts]
    said = [_holiday_in_words(day) for day in skipped if day.date.weekday() < _SATURDAY]
    if len(said) < len(skipped):
        said.append("els caps de setmana")
    elif len(said) == 1:
        return f"no compta {said[0]}"
    return f"no compten {_listed(said, last=' ni ')}" if said else ""


def _holiday_in_words(day: Day) -> str:
    # "L'u" and "l'onze" begin with a vowel; every other number takes "el".
    article = "l'" if day.date.day in {1, 11} else "el "
    return f"{article}{day.date.day} {_MONTHS[day.date.month - 1]} ({day.why})"


def _doubt_in_words(years: Sequence[int]) -> str:
    if not years:
        return ""
    if len(years) == 1:
        return f"atenció: el calendari de {years[0]} no està confirmat i la data pot canviar"
    said = _listed([str(year) for year in years])
    return f"atenció: els calendaris de {said} no estan confirmats i la data pot canviar"


def _listed(words: Sequence[str], *, last: str = " i ") -> str:
    """The words as a Catalan list: "a, b i c"."""
    return last.join(filter(None, (", ".join(words[:-1]), *words[-1:])))
