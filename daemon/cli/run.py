"""`altabaixa run`: the service itself."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from daemon.app import App, checked_app
from daemon.cli.options import ConfigFile, opened
from daemon.errors import SettingsError
from daemon.service import Service
from daemon.settings import load


def run(
    once: Annotated[
        bool,
        typer.Option(
            "--once", help="Handle all that waits (mail, letters, a digest that is due), then exit."
        ),
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Read the mailbox, keep the books, answer residents, and send the staff their digest.

    It goes on until SIGTERM; on SIGHUP it reads the configuration again. Under systemd it
    says how it fares (Type=notify, with watchdog).

    With --once it makes one round and exits: 0 even if letters still wait, 1 if the
    mailbox or the store is out of reach. Running it twice changes nothing more.
    """
    with opened(config) as (settings, store), store.exclusive() as still_alone:
        if once:
            App(settings=settings, store=store).run_once()
            return
        app = checked_app(settings, store)
        asyncio.run(_serve(app, config, still_alone=still_alone))


async def _serve(app: App, config: Path | None, *, still_alone: Callable[[], None]) -> None:
    service = Service(app, reload=lambda: _read_again(app, config), still_alone=still_alone)
    await service.run()


def _read_again(app: App, config: Path | None) -> App:
    """The App of the configuration as it now stands; SettingsError if any of it is not good."""
    settings = load(config)
    if settings.store_url != app.settings.store_url:
        msg = f"{settings.path}: store.url: another store needs a restart: systemctl restart altabaixa"
        raise SettingsError(msg)
    return checked_app(settings, app.store)
