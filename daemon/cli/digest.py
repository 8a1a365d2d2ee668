"""`altabaixa digest`: what staff are told today."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from daemon import letters
from daemon.app import App, now
from daemon.cli.options import ConfigFile, opened, out


def digest(
    on: Annotated[str, typer.Option("--date", metavar="YYYY-MM-DD", help="Another day than today.")] = "",
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the HTML part there.")
    ] = None,
    send: Annotated[
        bool, typer.Option("--send", help="Send it now to staff.digest_to, once for that date.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Print the staff's digest; nothing is sent without --send."""
    with opened(config) as (settings, store):
        app = App(settings=settings, store=store)
        day = _day(on) or now().astimezone(settings.town().tz).date()
        with store.read() as tx:
            made = app.digests.of(tx, day)
        shown = letters.digest(made, town=settings.town(), privacy_url=settings.town_hall.privacy_url)
        out.print(shown.text, markup=False)
        if html is not None:
            html.write_text(shown.html, encoding="utf-8")
        if send:
            app.digests.queue_now(day)
            app.deliver()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        msg = f"--date {text!r} is no date: write it as 2026-05-11"
        raise typer.BadParameter(msg) from None
