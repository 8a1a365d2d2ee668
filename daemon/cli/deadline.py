"""`altabaixa deadline`: the due date of a consent, day by day."""

from datetime import date, datetime, tzinfo
from json import dumps
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from daemon.cli.options import AsJson, ConfigFile, out, plain, table
from daemon.configuration.calendar import calendar
from daemon.configuration.settings import load_or_default
from daemon.language import _
from daemon.letters.deadlines import BASIS, RIGHTS_BASIS, answer_explained, explained, in_words
from daemon.letters.sentences import in_catalan
from rules.calendar import workdays
from rules.calendar.workdays import Deadline

_FIRST: Final = date(2016, 10, 2)
"""Since when Law 39/2015 holds: before it, Saturdays counted."""

_LAST: Final = date(2099, 12, 31)
"""The last year whose following year the package of holidays still knows."""


def deadline(
    when: Annotated[
        str,
        typer.Argument(
            metavar="WHEN",
            help=_("The presentation: 2026-04-30, or 2026-04-30T23:50 (the town's time), or with an offset."),
            show_default=False,
        ),
    ],
    rights: Annotated[
        bool, typer.Option("--rights", help=_("Of who claims a right over their data: a month from WHEN."))
    ] = False,
    extended: Annotated[
        bool, typer.Option("--extended", help=_("The same, extended by two months."))
    ] = False,
    json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Show by when a consent registered at WHEN must be on the list, and why, day by day.

    It is five working days, counted from the day after the presentation.
    Saturdays, Sundays, holidays and the town's own local holidays do not count
    (Law 39/2015, art. 30 and 31.2.c).

    Without a configuration file the calendar is that of Setcases.
    A year whose calendar nobody has confirmed is named; that is no error.
    """
    settings = load_or_default(config)
    registered_at = _presentation(when.strip(), settings.tz)
    year = registered_at.year
    days = calendar(settings, range(year, year + 2))
    if rights or extended:
        term = workdays.EXTENDED if extended else workdays.TO_ANSWER
        found = workdays.answer_by(registered_at, days, settings.tz, months=term)
        said = f"{answer_explained(found, months=term)}\n{RIGHTS_BASIS}"
    else:
        found = workdays.deadline(registered_at, days, settings.tz)
        said = f"{explained(found)}\n{BASIS}"
    if json:
        typer.echo(dumps(_for_programs(found), ensure_ascii=False))
    else:
        _show(found, said)


def _presentation(when: str, tz: tzinfo) -> datetime | date:
    """WHEN as a date, or as an instant on the town's clocks."""
    try:
        read = _read(when, tz)
    except (ValueError, OverflowError):
        read = None
    if read is None:
        raise typer.BadParameter(
            _(
                "{when!r} is neither a date nor a date with a time; write 2026-04-30 or 2026-04-30T18:05",
                when=when,
            ),
            param_hint="WHEN",
        )
    on = read.date() if isinstance(read, datetime) else read
    if not _FIRST <= on <= _LAST:
        raise typer.BadParameter(
            _(
                "{when!r} cannot be counted: it must lie between {first}, when Law 39/2015 began, "
                "and {last}; for example 2026-04-30",
                when=when,
                first=_FIRST,
                last=_LAST,
            ),
            param_hint="WHEN",
        )
    return read


def _read(when: str, tz: tzinfo) -> datetime | date:
    try:
        return date.fromisoformat(when)
    except ValueError:
        instant = datetime.fromisoformat(when)
    return instant.astimezone(tz) if instant.tzinfo else instant.replace(tzinfo=tz)


def _for_programs(found: Deadline) -> dict[str, Any]:
    days = [{"date": plain(day.date), "counts": day.counts, "why": in_catalan(day.why)} for day in found.days]
    return {
        "registered_at": plain(found.registered_at or found.registered_on),
        "due_on": plain(found.due_on),
        "days": days,
        "calendar_confirmed": found.confirmed,
    }


def _show(found: Deadline, said: str) -> None:
    shown = table(_("day"), _("counts"), _("why"))
    for day in found.days:
        style = "" if day.counts else "dim"
        counts = _("yes") if day.counts else _("no")
        shown.add_row(Text(in_words(day.date)), counts, Text(in_catalan(day.why)), style=style)
    out.print(shown)
    out.print(f"\n{said}", markup=False)
