"""The lines that confirm a year's calendar in the configuration, and what keeps it from being confirmed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from daemon.checking.dates import LOCAL_HOLIDAYS
from daemon.configuration.calendar import calendar, regional
from daemon.configuration.sections import LocalHoliday
from daemon.configuration.settings import Settings
from daemon.language import _, dated, later, plural
from daemon.setup.holidays import refusal
from daemon.setup.template import toml

WHERE: Final = later(
    "the order on local holidays, which the DOGC publishes each December (dogc.gencat.cat: “festes locals”); "
    "the town's plenary session chose them"
)
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """What is to be written for *year*; `lacking` says why it cannot be confirmed yet, "" if it can."""

    lines: tuple[str, ...]
    lacking: str = ""
    notes: tuple[str, ...] = ()


def confirmation(settings: Settings, year: int, given: Sequence[LocalHoliday]) -> Confirmation:
    """Return the lines for *year*, whose local holidays are those configured and those *given*.

    ValueError for one that cannot be a local holiday of that year.
    """
    configured = [day for day in settings.calendar.local_holidays if day.date.year == year]
    days = regional(settings.calendar.subdivision, range(year, year + 1))
    taken = [holiday.date for holiday in configured]
    for holiday in given:
        if why := refusal(holiday.date, year, days, taken):
            raise ValueError(why)
        taken.append(holiday.date)
    if len(taken) > LOCAL_HOLIDAYS:
        raise ValueError(
            _(
                "a municipality has {local_holidays} holidays of its own a year, not {number}",
                local_holidays=LOCAL_HOLIDAYS,
                number=len(taken),
            )
        )
    lacking = LOCAL_HOLIDAYS - len(taken)
    local = (*settings.calendar.local_holidays, *given)
    section = settings.calendar.model_copy(update={"local_holidays": local})
    with_given = settings.model_copy(update={"calendar": section})
    whole = calendar(with_given, range(year, year + 1)).holidays
    return Confirmation(
        lines=tuple(_lines(settings, year, given, whole, lacking=lacking)),
        lacking=_lacking(year, lacking) if lacking else "",
        notes=tuple(
            _("{day} is a Saturday: it moves no due date", day=day)
            for day in taken
            if day.weekday() == _SATURDAY
        ),
    )


def _lines(
    settings: Settings, year: int, given: Sequence[LocalHoliday], whole: Mapping[date, str], *, lacking: int
) -> Iterator[str]:
    yield _("# In {year} these days will not count. Compare them with the official orders:", year=year)
    yield from (f"#   {dated(day, 'EEE')} {day}  {name}" for day, name in sorted(whole.items()))
    confirmed = sorted({*settings.calendar.confirmed_years, year})
    if not lacking and year not in settings.calendar.confirmed_years:
        yield _("# In [calendar], in the place of the line that is there:")
        yield f"confirmed_years = {toml(confirmed)}"
    if given or lacking:
        yield ""
        yield _("# Below the local holidays that are there:")
    order = f"Ordre EMT/…/{year - 1}"
    for holiday in given:
        yield from _entry("", toml(holiday.date), holiday.name, holiday.source or order)
    for _number in range(lacking):
        yield from _entry("# ", f"{year}-MM-DD", "…", order)


def _entry(mark: str, day: str, name: str, source: str) -> Iterator[str]:
    yield f"{mark}[[calendar.local_holidays]]"
    yield f"{mark}date = {day}"
    yield f"{mark}name = {toml(name)}"
    yield f"{mark}source = {toml(source)}"
    yield ""


def _lacking(year: int, count: int) -> str:
    return plural(
        "{year} cannot be confirmed yet: one of its local holidays is missing; "
        'give each as --holiday {year}-MM-DD="NAME"; they stand in {where}',
        "{year} cannot be confirmed yet: its local holidays are missing; "
        'give each as --holiday {year}-MM-DD="NAME"; they stand in {where}',
        count,
        year=year,
        where=_(WHERE),
    )
