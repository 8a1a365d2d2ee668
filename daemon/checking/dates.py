"""The calendar: which years somebody has confirmed, the town's own holidays, and that it counts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from daemon.checking.findings import Finding, bad, good, warning
from daemon.configuration.calendar import calendar
from daemon.configuration.settings import Settings
from daemon.counting import counted
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
            yield good("calendar.confirmed", f"the calendar of {year} is confirmed")
        else:
            yield warning(
                "calendar.confirmed",
                f"nobody has confirmed the calendar of {year}: each date in it is given with that warning",
                f"compare {year} with the official orders: `altabaixa calendar confirm {year}` "
                "lists them, and prints the lines to paste into [calendar]",
            )
    for year in sorted(confirmed):
        days = [day for day in settings.calendar.local_holidays if day.date.year == year]
        named = ", ".join(f"{day.date:%d/%m} {day.name}" for day in days) or "none"
        said = f"{year} has {counted(len(days), 'local holiday')}: {named}"
        if len(days) == LOCAL_HOLIDAYS:
            yield good("calendar.local_holidays", said)
        else:
            mend = f"correct calendar.local_holidays by the year's order on local holidays (DOGC) for {year}"
            said += f"; a municipality has {LOCAL_HOLIDAYS}"
            yield warning("calendar.local_holidays", said, mend)
    # A consent that is registered now, so that a person sees that it comes out right.
    try:
        days_on = calendar(settings, range(today.year, today.year + 2))
        limit = workdays.deadline(now, days_on, settings.tz)
    except ValueError as error:
        yield bad("calendar.deadline", f"no time limit can be counted: {error}", "is the clock right?")
        return
    said = f"a consent registered today is due on {limit.due_on} ({explained(limit)})"
    yield good("calendar.deadline", said)
