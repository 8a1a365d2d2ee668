"""The town's calendar: the package's holidays of the region and the configured local ones.

Nothing of it is guessed: the package holds Spain from 2008 to 2100 and answers "no holidays" for
every other year, so other years are left out, and the rules refuse to count them. Its future
years are projections: a year is confirmed only by the configuration.
"""

from datetime import date
from typing import Final

from holidays.countries.spain import Spain

from daemon.configuration.settings import Settings
from rules.calendar.workdays import Calendar

LANGUAGE: Final = "ca"
"""Exactly this: for a language it does not know, the package falls silently back on the process's LANG."""

# What people call the day, where the package has another name.
_SPOKEN: Final = {"Nativitat del Senyor": "Nadal", "Assumpció de la Verge": "l'Assumpció"}


def calendar(settings: Settings, years: range) -> Calendar:
    """Return what is known of *years*; those that no list of holidays covers are left out."""
    known = range(max(years.start, Spain.start_year), min(years.stop, Spain.end_year + 1))
    names = regional(settings.calendar.subdivision, known)
    for local in settings.calendar.local_holidays:
        if local.date.year in known:
            names[local.date] = _joined(names.get(local.date), f"festa local: {local.name}")
    return Calendar(holidays=names, confirmed_years=frozenset(settings.calendar.confirmed_years), years=known)


def regional(subdivision: str, years: range) -> dict[date, str]:
    """Return the holidays of the region alone, by name."""
    # Copied at once: the package's own mapping loads further years whenever it is asked for a date.
    found = Spain(subdiv=subdivision, language=LANGUAGE, years=years)
    return {day: _SPOKEN.get(name, name) for day, name in found.items()}


def _joined(name: str | None, local: str) -> str:
    return f"{name}; {local}" if name else local
