"""`altabaixa run`: the service itself."""

import asyncio
import faulthandler
import gc
import signal
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError

from daemon.books.store import Store
from daemon.books.store_failures import failed
from daemon.cli.options import ConfigFile, opened
from daemon.cli.progress import bar
from daemon.configuration.places import unit_of
from daemon.configuration.second_reader import second_reader
from daemon.configuration.settings import Settings, load
from daemon.errors import HeldError, SettingsError, StoreError
from daemon.language import _, log_in_english
from daemon.service.app import App, checked_app, now
from daemon.service.ping import ask
from daemon.service.run import Service
from daemon.service.shadow import open_shadow, shadow_settings
from daemon.service.state_file import restart
from daemon.service.unwritable import tell_of_a_failed_start


def run(
    once: Annotated[
        bool,
        typer.Option("--once", help=_("Handle waiting mail, letters and a due digest, then exit.")),
    ] = False,
    shadow: Annotated[
        bool,
        typer.Option(
            "--shadow",
            help=_(
                "Only watch: read and decide on a copy of the books, change nothing, write to nobody "
                "but a daily report to staff.technician."
            ),
        ),
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Read the mailbox, keep the books, answer residents, and send the staff their digest.

    It runs until SIGTERM; on SIGHUP it reads the configuration again. It tells systemd how
    it is (Type=notify, with watchdog).

    With --once it makes one round and exits: 0 even if letters still wait, 1 if the
    mailbox or the store is out of reach. Running it twice changes nothing more.
    """
    log_in_english()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    second_reader()  # no mail is read without it
    if shadow:
        _watch(config, stop, once=once)
        return
    if not once:
        _keep_running(config, stop)
        return
    with opened(config) as (settings, store), store.exclusive():
        with bar(_("reading the mailbox")) as progress:
            App(settings=settings, store=store).run_once(stop, progress)
        if settings.monitoring.ping_url:
            ask(settings.monitoring.ping_url)


def _keep_running(config: Path | None, stop: threading.Event) -> None:
    """Serve; where it is the books that prevent it, staff are told in time, by one of the next starts."""
    settings = load(config)
    try:
        with closing(Store(settings.store_url)) as store, store.exclusive() as still_alone:
            _serve(checked_app(settings, store), lambda: load(config), still_alone, stop)
    except HeldError:
        raise  # that one works
    except StoreError as error:
        tell_of_a_failed_start(error, settings, stop, clock=now)
        raise
    except DatabaseError as error:  # tables that are gone, or another owner's
        trouble = StoreError(failed(error, make_url(settings.store_url)))
        tell_of_a_failed_start(trouble, settings, stop, clock=now)
        raise trouble from error


def _watch(config: Path | None, stop: threading.Event, *, once: bool) -> None:
    """The same on a copy of the books."""
    real = load(config)
    settings = shadow_settings(real)
    with closing(open_shadow(real, now=now())) as store, store.exclusive() as still_alone:
        if once:
            App(settings=settings, store=store, watches_only=True).run_once(stop)
            return
        app = replace(checked_app(settings, store), watches_only=True)
        _serve(app, lambda: shadow_settings(load(config)), still_alone, stop)


def _serve(
    app: App, read_again: Callable[[], Settings], still_alone: Callable[[], None], stop: threading.Event
) -> None:
    # A watchdog ends us by SIGABRT: then the journal has where each thread stood, and no values.
    faulthandler.enable()

    # What is there by now lives as long as we do: no collector has to look through it again.
    gc.unfreeze()
    gc.collect()
    gc.freeze()

    async def serve() -> None:
        service = Service(app, reload=lambda: _reloaded(app, read_again()), still_alone=still_alone)
        await service.run()

    if not stop.is_set():  # asked to before the service could listen to it
        asyncio.run(serve())


def _reloaded(app: App, settings: Settings) -> App:
    """The App of *settings*, read again; SettingsError if any of it is not good."""
    if settings.store_url != app.settings.store_url:
        msg = _(
            "{path}: store.url: another store needs a restart: {restart}",
            path=settings.path,
            restart=restart(unit_of(settings.path)),
        )
        raise SettingsError(msg)
    return replace(checked_app(settings, app.store), watches_only=app.watches_only)
