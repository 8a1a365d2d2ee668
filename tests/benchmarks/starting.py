"""What a start costs the processor, what the living daemon holds in memory, and what mail adds to it.

The floor of a command is Python with what the books cannot do without; of the memory, Python with the
libraries of the wire, the books and the letters, and none of our own.
"""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as CRLF
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from daemon.books.store import Store
from daemon.books.tables import messages
from daemon.configuration.settings import load
from tests.benchmarks.workbench import Bench, Row

_BARE_SET: Final = "sqlalchemy, imapclient, aiosmtplib, pydantic, jinja2, structlog, apscheduler"
"""What a daemon of this kind cannot do without."""

_OPENS_BOOKS: Final = "import sqlalchemy, sys; sqlalchemy.create_engine(sys.argv[1]).connect()"
_READS_OPTIONS: Final = "import rich.console, typer; rich.console.Console().print('help')"

_ONE_IN: Final = 5
"""One mail of so many is a general mail that is read; the others are set aside by their heads."""

_TEXT: Final = (
    "Bon dia,\n\nUs escric per demanar l'horari de la biblioteca i si cal portar res per fer el carnet.\n"
    "També voldria saber si el mercat de dijous es fa igualment. Expedient {n}.\n\nMoltes gràcies.\nRoser\n"
)
_START_SECONDS: Final = 60
_SETTLED_SECONDS: Final = 2
_A_MAIL_SECONDS: Final = 1


def telling_help(place: Bench) -> float:
    """Seconds of `--help`."""
    return _command(place, "--help")


def telling_status(place: Bench) -> float:
    """Seconds of `status`, of books whose daemon does not live."""
    _command(place, "run", "--once")
    return _command(place, "status", code=1)


def empty_round(place: Bench) -> float:
    """Seconds of `run --once`, with nothing to do."""
    _command(place, "run", "--once")
    return _command(place, "run", "--once")


def opening_books(place: Bench) -> float:
    """Seconds of Python that opens a database by SQLAlchemy."""
    return _processor([sys.executable, "-c", _OPENS_BOOKS, f"sqlite:///{place.folder}/bare.db"])


def printing(_place: Bench) -> float:
    """Seconds of Python that prints a line, by the libraries that print the help."""
    return _processor([sys.executable, "-c", _READS_OPTIONS])


def memory(place: Bench) -> float:
    """Megabytes of the daemon that has read its empty mailbox."""
    with _daemon(place) as daemon:
        return daemon.megabytes()


def bare_memory(_place: Bench) -> float:
    """Megabytes of Python with the libraries alone."""
    code = f"import {_BARE_SET}; print(flush=True); input()"
    bare = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert bare.stdout is not None
    bare.stdout.readline()
    held = _megabytes(bare.pid)
    bare.communicate("\n")
    return held


def growth(place: Bench, *, many: int) -> float:
    """Megabytes more after *many* messages, than after the first few of the same kinds."""
    warming = 20 * _ONE_IN
    with _daemon(place) as daemon:
        place.deliver(_mails(0, warming))
        daemon.until_read(warming)
        before = daemon.megabytes()
        place.deliver(_mails(warming, many))
        daemon.until_read(warming + many)
        return daemon.megabytes() - before


def _mails(first: int, many: int) -> Iterator[bytes]:
    for n in range(first, first + many):
        mail = EmailMessage(policy=CRLF)
        mail["Authentication-Results"] = "mx.setcases.cat; dmarc=pass header.from=veins.example"
        mail["From"] = f"Roser Puig <r{n}@veins.example>"
        mail["To"] = "info@setcases.cat"
        mail["Subject"] = f"Horari de la biblioteca {n}"
        mail["Message-ID"] = f"<{n}@veins.example>"
        if n % _ONE_IN:
            mail["List-Id"] = "Novetats <novetats.veins.example>"
            mail["Precedence"] = "bulk"
        mail.set_content(_TEXT.format(n=n))
        yield mail.as_bytes()


@dataclass(frozen=True)
class _Daemon:
    pid: int
    place: Bench

    def megabytes(self) -> float:
        return _megabytes(self.pid)

    def until_read(self, many: int) -> None:
        """Wait until it has taken so many messages in."""
        with closing(Store(load(self.place.config).store_url)) as store:
            patience = time.monotonic() + _START_SECONDS + _A_MAIL_SECONDS * many
            while (read := _taken(store)) < many:
                assert time.monotonic() < patience, f"{read} of {many} messages were read"
                time.sleep(0.5)


def _taken(store: Store) -> int:
    with store.read() as tx:
        return tx.connection.execute(select(func.count()).select_from(messages)).scalar_one()


@contextmanager
def _daemon(place: Bench) -> Iterator[_Daemon]:
    """A living daemon, not its books' first, that has read its mailbox and done what it does at once."""
    _command(place, "run", "--once")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(told := f"{place.folder}/notify")
        manager.settimeout(_START_SECONDS)
        with Path(place.folder, "journal").open("wb") as journal:
            environment = {**os.environ, "NOTIFY_SOCKET": told}
            daemon = subprocess.Popen(_called(place, "run"), env=environment, stderr=journal)
        try:
            while b"mailbox connected" not in manager.recv(4096):
                pass
            manager.close()
            time.sleep(_SETTLED_SECONDS)
            yield _Daemon(daemon.pid, place)
        finally:
            daemon.send_signal(signal.SIGTERM)
            daemon.wait()


def _megabytes(pid: int) -> float:
    """What a process holds: its own memory, and its part of what others hold too (PSS)."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text()
    line = next(each for each in told.splitlines() if each.startswith("Pss:"))
    return int(line.split()[1]) / 1024


def _command(place: Bench, *words: str, code: int = 0) -> float:
    return _processor(_called(place, *words), code=code)


def _called(place: Bench, *words: str) -> list[str]:
    config = () if words == ("--help",) else ("--config", str(place.config))
    return [sys.executable, "-m", "daemon", *words, *config]


def _processor(command: list[str], *, code: int = 0) -> float:
    """Seconds of the processor that a program took, from its first instruction to its last."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == code, done.stdout + done.stderr
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


ROWS = (
    Row(name="start: --help", ours=telling_help, floor=printing, unit="s", goal=0.4),
    Row(name="start: status", ours=telling_status, floor=opening_books, unit="s", goal=0.7),
    Row(name="start: empty run --once", ours=empty_round, floor=opening_books, unit="s", goal=0.9),
    Row(name="memory after start", ours=memory, floor=bare_memory, unit="MB", goal=90),
    *(
        Row(
            name=f"memory, more after {many:,} messages", ours=growth, unit="MB", goal=goal,
            sizes={"many": many}, tries=1, long=is_long,
        )
        for many, goal, is_long in ((10_000, 5, False), (100_000, None, True))
    ),
)  # fmt: skip
