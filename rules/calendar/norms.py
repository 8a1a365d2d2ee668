"""The norms of broadcasts: when a message may be sent to everybody, and which norm one has broken.

Rule 1: from Monday to Friday, between the hours of the town hall, on its working days.
Rule 2: one a day on the same topic.
Rule 3: what is urgent, or of special interest, goes at any hour but those of the night's rest, however
        often it takes.

Times are those of the town's clocks, to the minute.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

from rules.calendar.workdays import Calendar, is_working_day
from rules.text.folding import fold
from rules.text.patterns import word_set


class Pressing(StrEnum):
    """Why a broadcast need not wait for the hours; the values are those of the books."""

    URGENT = "urgent"
    INTEREST = "interest"


class Norm(StrEnum):
    """What a broadcast can break; the values are those of the books."""

    DAY = "day"  # sent on no working day
    HOURS = "hours"
    NIGHT = "night"
    ONCE = "once"  # the second of its topic on a day


@dataclass(frozen=True, slots=True, kw_only=True)
class Norms:
    """The hours of broadcasts (`norms` in the configuration), and those of the night's rest."""

    opens: time = time(9)
    closes: time = time(16)
    quiet_from: time = time(22)
    quiet_until: time = time(8)

    def is_quiet(self, at: time) -> bool:
        """Whether people rest; the last minute of the night is before its end."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Norming:
    """The norms where they hold: by which calendar and on whose clocks."""

    norms: Norms
    calendar: Calendar
    tz: tzinfo

    def slot(self, after: datetime, *, pressing: bool, taken: Collection[date] = ()) -> datetime:
        """The first minute, not before *after*, at which a broadcast breaks no norm.

        *taken* are the days that have one on its topic. ValueError where the calendar ends before.
        """
        at = _to_the_minute(after).astimezone(self.tz)
        begins = self.norms.quiet_until if pressing else self.norms.opens
        while self.broken(at, pressing=pressing, taken=taken):
            on = at.date() if at.time() < begins else at.date() + timedelta(days=1)
            at = datetime.combine(on, begins, self.tz)
        return at

    def broken(self, at: datetime, *, pressing: bool, taken: Collection[date] = ()) -> tuple[Norm, ...]:
        """The norms that a broadcast at that moment breaks; of what presses only the night's rest.

        ValueError outside the calendar.
        """
        local = at.astimezone(self.tz)
        minute, on = local.time().replace(second=0, microsecond=0), local.date()
        is_quiet = self.norms.is_quiet(minute)
        if pressing:
            return (Norm.NIGHT,) if is_quiet else ()
        is_open = self.norms.opens <= minute <= self.norms.closes  # their last minute, 16:00, is one of them
        found = (
            (Norm.DAY, not is_working_day(on, self.calendar)),
            (Norm.NIGHT, is_quiet),
            (Norm.HOURS, not is_quiet and not is_open),
            (Norm.ONCE, on in taken),
        )
        return tuple(norm for norm, is_broken in found if is_broken)


def _to_the_minute(at: datetime) -> datetime:
    """The minute that has not begun before *at*."""
    whole = at.replace(second=0, microsecond=0)
    return whole if whole == at else whole + timedelta(minutes=1)


def topic_key(topic: str) -> str:
    """What is the same of a topic however it is written: "Aigua", "l'aigua!" are one."""
    words = "".join(c if c.isalnum() else " " for c in fold(topic)).split()
    return " ".join(word for word in words if word not in _ARTICLES)


_ARTICLES: Final = word_set("el la l els les los las un una de del dels d al a en")
