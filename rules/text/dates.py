"""Dates and times as registers and people write them: always the day first, official time is the office's.

The formats are data. A time without an offset is the time of the town's zone, the
first of the two where the clock went back (fold=0). An offset that Spain does not
have is a misprint and the wall time is kept.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from itertools import accumulate
from typing import Final

from rules.text.patterns import valued
from rules.text.tokens import as_text

MONTHS: Final = valued("""
    1 gener enero janvier january gen ene jan | 2 febrer febrero fevrier february feb febr |
    3 marc marzo mars march mar | 4 abril avril april abr apr | 5 maig mayo mai may mag |
    6 juny junio juin june jun | 7 juliol julio juillet july jul | 8 agost agosto aout august ago ag aug |
    9 setembre septiembre septembre september set sep sept | 10 octubre octobre october oct |
    11 novembre noviembre november nov | 12 desembre diciembre decembre december des dic dec
""")
_MONTH: Final = "(?P<month_name>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_CLOCK: Final = (
    r"(?P<hour>[01]?\d|2[0-4])(?:(?:[:.]| ?h ?)(?P<minute>[0-5]\d)"
    r"(?:[:.'](?P<second>[0-5]\d)(?:[.,]\d{1,9})?)?| ?h(?:ores)?\b)(?: ?(?P<half>[ap])\.? ?m\b\.?)?"
)
_TIME: Final = (
    rf"(?:[ ]{{0,3}}(?:[t,@iy(-]|,? ?(?:a )?l[ae]s?|hor(?:a|es)|h:)?[ :]{{0,3}}{_CLOCK}"
    r"(?: ?(?P<offset>z\b|(?:utc|gmt)(?![\w+-])|[+-]\d{2}:?\d{2}))?)?"
)
_TIME_ALONE: Final = re.compile(rf"(?<![\d.:/])(?!24){_CLOCK}(?![\d/])")
_WEEKDAY: Final = (
    "dilluns|dimarts|dimecres|dijous|divendres|dissabte|diumenge|lunes|martes|miercoles|jueves|viernes|"
    "sabado|domingo"
)
_DAY_MONTH: Final = r"(?P<day>\d{1,2}) ?[-/.] ?(?P<month>\d{1,2})"
_RELATIVE: Final = (
    "avui|hoy|ahir|ayer|abans[ -]d'ahir|anteayer|aquest mati|esta manana|aquesta tarda|esta tarde"
)
_FORMATS: Final = tuple(
    re.compile(pattern + _TIME)
    for pattern in (
        r"(?<![\w/.-])(?P<year>(?:19|20)\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        rf"(?<![\w/.:-]){_DAY_MONTH} ?[-/.] ?(?P<year>(?:19|20)?\d{{2}})(?![\d/])",
        r"(?<![\w/.-])(?P<day>\d{1,2})(?:r|er|n|o|º)?(?: d'| de |[ .-]| d )"
        + _MONTH
        + r"(?:(?: de | del |[ .,-]{1,2}|(?<=\.))(?P<year>(?:19|20)\d{2}|\d{2}(?![\d:.h])))?",
        # A day and a month without the year, where the words around say that it is a date.
        rf"\b(?:{_WEEKDAY}|dia)\.?,? (?:dia )?(?P<day>\d{{1,2}})/(?P<month>\d{{1,2}})(?![/\d])",
        r"(?<![\w/.:-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?=,? a (?:les|las) \d)",
        rf"\b(?:d')?(?P<word>{_RELATIVE})\b",
    )
)
_DAYS_AGO: Final = {"ahir": 1, "ayer": 1, "abans-d'ahir": 2, "abans d'ahir": 2, "anteayer": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A date found in a text; `at` is None where no time stands beside it, `offset` where none is given."""

    start: int
    end: int
    on: date
    at: time | None = None
    offset: timedelta | None = None

    def instant(self, tz: tzinfo, *, at: time | None = None) -> datetime:
        """The aware instant in *tz*; midnight (or *at*) where the text gives no time."""
        naive = datetime.combine(self.on, self.at or at or time())
        if self.offset is None:
            return naive.replace(tzinfo=tz)
        return naive.replace(tzinfo=timezone(self.offset)).astimezone(tz)


def find_dates(text: str, *, today: date | None = None) -> list[Written]:
    """Every date of the text with the time beside it, left to right; relative ones where *today* is known."""
    folded = as_text(text).folded
    written = (_written(match, today) for pattern in _FORMATS for match in pattern.finditer(folded))
    found = sorted(filter(None, written), key=lambda w: (w.start, -w.end))
    ends = accumulate((w.end for w in found), max, initial=0)
    return [w for w, taken in zip(found, ends, strict=False) if w.start >= taken]


def find_time(text: str) -> time | None:
    """The first time of day in the text, or None."""
    match = _TIME_ALONE.search(as_text(text).folded)
    return _time_of(match) if match else None


def _written(match: re.Match[str], today: date | None) -> Written | None:
    on, at = _day(match.groupdict(), today), _time_of(match)
    offset = _offset(match["offset"]) if at else None
    return Written(start=match.start(), end=match.end(), on=on, at=at, offset=offset) if on else None


def _day(parts: dict[str, str], today: date | None) -> date | None:
    """The day that is written; one that the text tells relative to *today*, only where that is known."""
    late = timedelta(days=parts["hour"] == "24")
    try:
        if word := parts.get("word"):
            return today and today - timedelta(days=_DAYS_AGO.get(word, 0)) + late
        month, day = MONTHS.get(parts.get("month_name", "")) or int(parts["month"]), int(parts["day"])
        year = _year(parts.get("year"), month, day, today)
        return date(year, month, day) + late if year else None
    except (ValueError, OverflowError):
        return None


def _year(written: str | None, month: int, day: int, today: date | None) -> int | None:
    """The year; where none is written, the latest that does not lie ahead of *today*."""
    if written is not None:
        return int(written) if len(written) == 4 else 2000 + int(written)
    if today is None:
        return None
    return today.year if (month, day) <= (today.month, today.day) else today.year - 1


def _time_of(match: re.Match[str]) -> time | None:
    if match["hour"] is None:
        return None
    hour = int(match["hour"]) % 24
    if match["half"] and hour <= 12:
        hour = hour % 12 + 12 * (match["half"] == "p")
    return time(hour, int(match["minute"] or 0), int(match["second"] or 0))


def _offset(written: str | None) -> timedelta | None:
    if written is None:
        return None
    if written in {"z", "utc", "gmt"}:
        return timedelta(0)
    hours = int(written[:3])
    return timedelta(hours=hours) if written.endswith("00") and 0 <= hours <= 2 else None
