"""The calendar: which years somebody has confirmed, the town's own holidays, and that it counts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from daemon.checking.findings import Finding, bad, good, warning
from daemon.configuration.calendar import calendar
from daemon.configuration.settings import Settings
from daemon.language import _, plural
from daemon.letters.deadlines import explained
from rules.calendar import workdays

LOCAL_HOLIDAYS: Final = 2
"""How many holidays of its own a municipality has each year (art. 37.2 of the Workers' Statute)."""

_DECEMBER: Final = 12


def check_calendar(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Look at this year's calendar, from December on the next one's too, and count a time limit."""
    today, confirmed = now.astimezone(settings.tz).date(), settings.calendar.confirmed_years
    for year in (today.year, today.year + 1) if today.month == _DECEMBER else (today.year,):
        if year in confirmed:
            yield good("calendar.confirmed", _("the calendar of {year} is confirmed", year=year))
        else:
            yield warning(
                "calendar.confirmed",
                _(
                    "nobody has confirmed the calendar of {year}: each date in it is given with that warning",
                    year=year,
                ),
                _(
                    "compare {year} with the official orders: `altabaixa calendar confirm {year}` lists "
                    "them, and prints the lines to paste into [calendar]",
                    year=year,
                ),
            )
    for year in sorted(confirmed):
        days = [day for day in settings.calendar.local_holidays if day.date.year == year]
        named = ", ".join(f"{day.date:%d/%m} {day.name}" for day in days) or _("none")
        said = plural(
            "{year} has {number} local holiday: {named}",
            "{year} has {number} local holidays: {named}",
            len(days),
            year=year,
            named=named,
        )
        if len(days) == LOCAL_HOLIDAYS:
            yield good("calendar.local_holidays", said)
        else:
            mend = _(
                "correct calendar.local_holidays by the year's order on local holidays (DOGC) for {year}",
                year=year,
            )
            said = _("{said}; a municipality has {right}", said=said, right=LOCAL_HOLIDAYS)
            yield warning("calendar.local_holidays", said, mend)
    # A consent that is registered now, so that a person sees that it comes out right.
    try:
        days_on = calendar(settings, range(today.year, today.year + 2))
        limit = workdays.deadline(now, days_on, settings.tz)
    except ValueError as error:
        yield bad(
            "calendar.deadline",
            _("no time limit can be counted: {error}", error=error),
            _("is the clock right?"),
        )
        return
    said = _(
        "a consent registered today is due on {due_on} ({limit})", due_on=limit.due_on, limit=explained(limit)
    )
    yield good("calendar.deadline", said)
