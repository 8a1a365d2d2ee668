"""`altabaixa run`: the service itself."""

import signal
import threading
from typing import Annotated

import typer

from daemon.app import App
from daemon.cli.options import ConfigFile, opened


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

    With --once it makes one round and exits: 0 even if letters still wait, 1 if the
    mailbox or the store is out of reach. Running it twice changes nothing more.
    """
    with opened(config) as (settings, store), store.exclusive():
        app = App(settings=settings, store=store)
        if once:
            app.run_once()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        app.run(stop)
