"""`altabaixa retention`: what is to be erased and waits for somebody's word."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Final

import typer

from daemon.books.erasing import Over
from daemon.books.retention import Retention, held_back, newest_arrival, over
from daemon.cli.options import ConfigFile, opened, out, table
from daemon.configuration.settings import Settings
from daemon.errors import AltabaixaError
from daemon.language import _, later, plural
from daemon.service.app import now
from rules.calendar.retention import Hold, Sort

app = typer.Typer(no_args_is_help=True)

_WORDS: Final = {
    Sort.CASES: later("closed cases: what was asked and written"),
    Sort.MESSAGES: later("mails that were none of ours: their traces"),
    Sort.LETTERS: later("letters: their texts"),
    Sort.ADDRESSES: later("addresses nobody wrote to for long"),
    Sort.PEOPLE: later("people who left: all but a keyed hash"),
    Sort.CONSENTS: later("consents of nobody in the books"),
    Sort.BROADCASTS: later("broadcasts: their texts"),
}


@app.callback()
def retention() -> None:
    """What is no longer needed: erased each night, or held back until confirmed."""


@app.command()
def confirm(
    yes: Annotated[bool, typer.Option("--yes", help=_("Erase without asking."))] = False,
    config: ConfigFile = None,
) -> None:
    """Erase what was held back, after somebody has looked at it.

    Data are held back while no mail vouches for this machine's clock, or if more people or proof
    than usual would go in a day. What is erased is gone: see first that the date is right.
    Exit 1 if it was not confirmed, or if mail says that the clock is wrong.
    """
    moment = now()
    with opened(config) as (settings, store):
        with store.read() as tx:
            waits, found = held_back(tx, settings, moment), over(tx, settings, moment)
            arrived_at = newest_arrival(tx, moment)
        if waits is None:
            out.print(_("Nothing is held back: what is over is erased each night."))
            return
        if waits.why is Hold.CLOCK_WRONG:
            msg = _("nothing was erased: mail says that this machine's clock is wrong (`altabaixa status`)")
            raise AltabaixaError(msg)
        _show(settings, moment, arrived_at, found)
        if not yes and not typer.confirm(_("Erase all of that for good? [y/N]"), show_default=False):
            msg = _("nothing was erased")
            raise AltabaixaError(msg)
        done = Retention(store=store, settings=settings, clock=lambda: moment).confirm(by="command line")
    erased = [_counted(Sort(sort), n) for sort, n in done.items() if n]
    out.print(_("Erased: {erased}", erased=", ".join(erased)))


def _show(
    settings: Settings, moment: datetime, arrived_at: datetime | None, found: Mapping[Sort, Sequence[Over]]
) -> None:
    """The two clocks, and how much of what is over since when: by year and month."""
    out.print(_("By this machine's clock it is {moment}.", moment=_local(settings, moment)))
    newest = _local(settings, arrived_at) if arrived_at else _("never")
    out.print(_("The newest mail came, by the mail server's clock: {newest}.", newest=newest))
    listed = table(_("to be erased"), _("over since"), _("how many"))
    for sort, each in found.items():
        months = Counter(f"{one.since.astimezone(settings.tz):%Y-%m}" for one in each)
        for month, n in sorted(months.items()):
            listed.add_row(_(_WORDS[sort]), month, str(n))
    out.print(listed)


def _local(settings: Settings, at: datetime) -> str:
    return f"{at.astimezone(settings.tz):%Y-%m-%d %H:%M}"


def _counted(sort: Sort, number: int) -> str:
    return {
        Sort.CASES: plural("{number} case", "{number} cases", number),
        Sort.MESSAGES: plural("{number} message", "{number} messages", number),
        Sort.LETTERS: plural("{number} letter", "{number} letters", number),
        Sort.ADDRESSES: plural("{number} address", "{number} addresses", number),
        Sort.PEOPLE: plural("{number} person", "{number} people", number),
        Sort.CONSENTS: plural("{number} consent", "{number} consents", number),
        Sort.BROADCASTS: plural("{number} broadcast", "{number} broadcasts", number),
    }[sort]
