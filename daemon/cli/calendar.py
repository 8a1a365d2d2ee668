"""`altabaixa calendar`: the town's own holidays, year by year."""

from datetime import date
from typing import Annotated

import typer

from daemon.cli.options import ConfigFile, err, out
from daemon.configuration.sections import LocalHoliday
from daemon.configuration.settings import load_or_default
from daemon.configuration.values import Line, MaybeLine
from daemon.errors import AltabaixaError
from daemon.language import _
from daemon.service.app import now
from daemon.setup.confirmed_year import confirmation
from daemon.setup.questions import of

app = typer.Typer(help=_("The calendar that due dates are counted by."), no_args_is_help=True)


@app.callback()
def calendar() -> None:
    """The calendar that due dates are counted by."""


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise typer.BadParameter(_("{text!r} is no year: write it as 2027", text=text))
    return int(text)


@app.command()
def confirm(
    year: Annotated[
        int,
        typer.Argument(metavar="YEAR", parser=_year, help=_("This year or the next, such as 2027.")),
    ],
    holiday: Annotated[
        list[str],
        typer.Option(
            "--holiday",
            metavar='YYYY-MM-DD="NAME"',
            help=_("A local holiday of the town; a town has two a year."),
        ),
    ] = [],  # noqa: B006 - typer copies it
    source: Annotated[
        str, typer.Option("--source", help=_("The order that says so, such as “Ordre EMT/208/2025”."))
    ] = "",
    config: ConfigFile = None,
) -> None:
    """Print the lines that confirm YEAR's calendar, to paste into the configuration; nothing is changed.

    Local holidays that are configured already need not be given. Each is checked: of that year,
    no Sunday, no general holiday, not the same twice. The orders are published in the DOGC: the
    general one in spring, the one on local holidays each December.

    Exit 0 if the lines confirm the year, 1 if a local holiday is missing, 2 if one is impossible.
    """
    settings = load_or_default(config)
    this_year = now().astimezone(settings.tz).year
    if year not in {this_year, this_year + 1}:
        raise typer.BadParameter(
            _(
                "{year} is neither this year nor the next: other orders are past, or not published yet",
                year=year,
            ),
            param_hint="YEAR",
        )
    given = [_holiday(text, _checked(source, "--source", MaybeLine)) for text in holiday]
    try:
        found = confirmation(settings, year, given)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--holiday") from None
    for line in found.lines:
        out.print(line, markup=False)
    for note in found.notes:
        err.print(note, markup=False)
    if found.lacking:
        raise AltabaixaError(found.lacking)


def _holiday(text: str, source: str) -> LocalHoliday:
    day, equals, name = text.partition("=")
    try:
        on = date.fromisoformat(day.strip())
    except ValueError:
        equals = ""
        on = date.min
    if not equals:
        raise typer.BadParameter(
            _('{text!r} is no holiday: write it as 2027-05-08="Aparició de Sant Miquel"', text=text),
            param_hint="--holiday",
        )
    return LocalHoliday(date=on, name=_checked(name, "--holiday", Line), source=source)


def _checked(text: str, option: str, kind: object) -> str:
    try:
        value: str = of(kind)(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r}: {error}", param_hint=option) from None
    return value
