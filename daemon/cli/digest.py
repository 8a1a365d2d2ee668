"""`altabaixa digest`: what staff are told today."""

from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer
from sqlalchemy import func, select

from daemon.access import reason
from daemon.books.tables import outbox
from daemon.cli.options import ConfigFile, opened, out
from daemon.errors import AltabaixaError, StoreError
from daemon.language import _
from daemon.letters import for_staff
from daemon.post.phone_files import chats
from daemon.service.app import App, now


def digest(
    on: Annotated[
        str, typer.Option("--date", metavar="YYYY-MM-DD", help=_("The day; today if not given."))
    ] = "",
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help=_("Write the HTML part there."))
    ] = None,
    month: Annotated[
        str, typer.Option("--month", metavar="YYYY-MM", help=_("The report of that month instead."))
    ] = "",
    send: Annotated[
        bool, typer.Option("--send", help=_("Send it now to staff.digest_to, once for that date."))
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Print the staff's digest; nothing is sent without --send.

    The books are those of this moment, whatever the date.
    """
    if month and (on or send):
        raise typer.BadParameter(
            _("the report of a month goes with neither --date nor --send"), param_hint="--month"
        )
    with opened(config) as (settings, store):
        app = App(settings=settings, store=store)
        if month:
            _show_month(app, _first_of(month), html)
            return
        today = now().astimezone(settings.tz).date()
        day = _day(on) or today
        if send and day > today:
            raise typer.BadParameter(
                _("{day} is still to come: it cannot be sent yet", day=day), param_hint="--date"
            )
        with store.read() as tx:
            made = app.digests.of(tx, day)
        shown = for_staff.digest(
            made, town=settings.town(), privacy_url=settings.town_hall.privacy_url, chats=chats(settings)
        )
        out.print(shown.text, markup=False)
        if html is not None:
            _write(html, shown.html)
        if send:
            _send(app, day)


def _show_month(app: App, first: date, html: Path | None) -> None:
    with app.store.read() as tx:
        made = app.months.of(tx, first)
    shown = for_staff.monthly(made, privacy_url=app.settings.town_hall.privacy_url)
    out.print(shown.text, markup=False)
    if html is not None:
        _write(html, shown.html)


def _first_of(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise typer.BadParameter(
            _("{month!r} is no month: write it as 2026-05", month=month), param_hint="--month"
        ) from None


def _send(app: App, day: date) -> None:
    if not app.digests.queue_now(day):
        out.print(_("The digest of {day} went out before: it is not sent again.", day=day))
    with ExitStack() as stack:
        try:
            stack.enter_context(app.store.exclusive())
        except StoreError:
            out.print(_("The service is at work on this store: it sends the digest in its next round."))
            return
        app.deliver()
    with app.store.read() as tx:
        waiting = tx.connection.execute(_WAITING.where(outbox.c.key.startswith(f"digest/{day}/"))).scalar()
    if waiting:
        out.print(_("It could not be handed over yet: it waits, and the service tries again."))


_WAITING: Final = select(func.count()).where(outbox.c.state == "waiting")


def _write(file: Path, html: str) -> None:
    try:
        file.write_text(html, encoding="utf-8")
    except OSError as error:
        msg = _("cannot write {file}: {why}", file=file, why=reason(error))
        raise AltabaixaError(msg) from error


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(
            _("{text!r} is no date: write it as 2026-05-11", text=text), param_hint="--date"
        ) from None
