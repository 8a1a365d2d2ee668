"""How long mail waits once a connection has died: from its death to the next mail that is handled.

`make reconnecting`, or `python -m tests.benchmarks.reconnecting [RUNS]`. The daemon's own listener with its
own patience, a real Dovecot, and a line between them that dies in each way, beside the bars: 5 s where a
death is told, 6 minutes where it is not. Most of its minutes are waiting: no other benchmark has them.
"""

import logging
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import structlog
from rich.console import Console
from rich.table import Table

from daemon.books.store import Store
from daemon.mailbox.imap import ImapMailbox
from daemon.service.app import App
from daemon.service.listener import Listener
from daemon.service.watchdog import Progress
from tests.daemon.conftest import settings
from tests.dovecot import PASSWORD, USER, Dovecot, running_dovecot
from tests.proxy import Proxy, proxy

TOLD_BAR: Final = 5.0
SILENT_BAR: Final = 360.0
_SETTLED: Final = 3.0
"""Seconds until the listener surely waits in IDLE, so that a line dies where most do."""


_MAKING: Final = threading.Lock()


@dataclass(frozen=True)
class Way:
    """A way in which a connection dies, and whether anybody is told."""

    name: str
    dies: Callable[[Proxy], None]
    is_told: bool
    after: float = _SETTLED
    runs: int = 0


def _both(line: Proxy) -> None:
    """It falls silent, and so does the one that takes its place."""
    number = line.lines
    line.silence()
    line.wait_for_line(number + 1, seconds=SILENT_BAR)
    line.silence()


WAYS: Final = (
    Way("closed while we wait", Proxy.close, is_told=True),
    Way("reset while we wait", Proxy.reset, is_told=True),
    Way("closed while we begin", Proxy.close, is_told=True, after=0.0),
    Way("silent while we wait, TCP open", Proxy.silence, is_told=False, runs=3),
    Way("silent while we begin, TCP open", Proxy.silence, is_told=False, after=0.0, runs=3),
    Way("silent, and the next line too", _both, is_told=False, runs=2),
)


def _one(dovecot: Dovecot, way: Way, number: int) -> float:
    """One death, and the seconds until the mail that came at that moment is handled."""
    heard = threading.Semaphore(0)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ab-re-")))
        with _MAKING:  # Alembic makes one store at a time
            store = stack.enter_context(closing(Store(f"sqlite:///{folder / 'books.db'}")))
        line = stack.enter_context(proxy(dovecot.port))
        name = f"Carpeta{abs(hash((way.name, number)))}"
        with dovecot.client() as client:
            client.create_folder(name)
        town = settings(mailbox={"since": "all", "folders": [name]})
        app = App(settings=town, store=store, watch=lambda _: heard.release())
        stop = threading.Event()
        listener = Listener(
            intake=app.intake,
            connect=lambda: ImapMailbox(
                host="localhost", port=line.port, tls="implicit", ca_file=dovecot.ca,
                user=USER, password=PASSWORD,
            ),
            stop=stop,
            progress=Progress("benchmark"),
        )  # fmt: skip
        thread = threading.Thread(target=listener.run, daemon=True)
        thread.start()
        try:
            line.wait_for_line(1, seconds=30)
            dovecot.deliver(_mail(0), folder=name)
            assert heard.acquire(timeout=60)
            time.sleep(way.after)
            began = time.monotonic()
            dying = threading.Thread(target=way.dies, args=(line,))
            dying.start()
            dovecot.deliver(_mail(1), folder=name)
            assert heard.acquire(timeout=2 * SILENT_BAR)
            took = time.monotonic() - began
            dying.join()
        finally:
            stop.set()
            thread.join(90)
    return took


def _mail(number: int) -> bytes:
    head = f"From: a@vall.example\r\nTo: info@setcases.cat\r\nSubject: n{number}\r\n"
    return f"{head}Message-ID: <{number}@vall.example>\r\n\r\nHola\r\n".encode()


def main(runs: int) -> None:
    """Measure each way, and print the table."""
    logging.disable()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    table = Table("the connection", "runs", "usual s", "worst s", "bar s", box=None)
    with running_dovecot() as dovecot, ThreadPoolExecutor(max_workers=8) as pool:
        # The silent ones wait and cost nothing: all at once; the others one by one, or they would measure us.
        silent = {
            way: [pool.submit(_one, dovecot, way, n) for n in range(way.runs)]
            for way in WAYS if not way.is_told
        }  # fmt: skip
        for way in WAYS:
            found = (
                [_one(dovecot, way, n) for n in range(runs)]
                if way.is_told
                else [each.result() for each in silent[way]]
            )
            bar = TOLD_BAR if way.is_told else SILENT_BAR
            table.add_row(
                way.name, str(len(found)), f"{median(found):.1f}", f"{max(found):.1f}", f"{bar:.0f}"
            )
    Console(width=100).print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
