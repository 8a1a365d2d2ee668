"""The town's calendar: the package's holidays of the region and the configured local ones.

Nothing of it is guessed: the package holds Spain from 2008 to 2100 and answers "no holidays" for
every other year, so other years are left out, and the rules refuse to count them. Its future
years are projections: a year is confirmed only by the configuration.
"""

from datetime import date
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Final

from daemon.configuration.settings import Settings
from rules.calendar.workdays import Calendar

if TYPE_CHECKING:
    from holidays.countries.spain import Spain

LANGUAGE: Final = "ca"
"""Exactly this: for a language it does not know, the package falls silently back on the process's LANG."""

# What people call the day, where the package has another name.
_SPOKEN: Final = {"Nativitat del Senyor": "Nadal", "Assumpció de la Verge": "l'Assumpció"}


def calendar(settings: Settings, years: range) -> Calendar:
    """Return what is known of *years*; those that no list of holidays covers are left out."""
    spain = _spain()
    known = range(max(years.start, spain.start_year), min(years.stop, spain.end_year + 1))
    names = regional(settings.calendar.subdivision, known)
    for local in settings.calendar.local_holidays:
        if local.date.year in known:
            names[local.date] = _joined(names.get(local.date), f"festa local: {local.name}")
    return Calendar(holidays=names, confirmed_years=frozenset(settings.calendar.confirmed_years), years=known)


def regional(subdivision: str, years: range) -> dict[date, str]:
    """Return the holidays of the region alone, by name."""
    # Copied at once: the package's own mapping loads further years whenever it is asked for a date.
    found = _spain()(subdiv=subdivision, language=LANGUAGE, years=years)
    return {day: _SPOKEN.get(name, name) for day, name in found.items()}


@cache
def _spain() -> "type[Spain]":
    """The package's Spain, loaded by its file, and when a date is first worked out.

    By its name the package would load two hundred other countries before it: half a second, and 8 MB.
    """
    package = find_spec("holidays")
    folders = package and package.submodule_search_locations
    spec = PathFinder.find_spec("spain", [f"{folder}/countries" for folder in folders or ()])
    if spec is None or spec.loader is None:
        msg = "holidays.countries.spain"
        raise ModuleNotFoundError(msg)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    found: type[Spain] = module.Spain
    return found


def _joined(name: str | None, local: str) -> str:
    return f"{name}; {local}" if name else local
