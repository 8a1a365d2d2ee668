"""Where figures are measured: a mailbox and a mail server of their own, and a fresh process for each try.

What is measured is the processor's time of that process, in milliseconds unless it says otherwise; the
servers are others'. Each figure is the least of its tries: the machine's neighbours only ever add.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.dovecot import PASSWORD, USER, Dovecot, free_port, running_dovecot

_DNI: Final = "TRWAGMYFPDXBNJZSQVHLCKE"

_CONFIG: Final = """
[town]
name = "Ajuntament de Setcases"
channel = "Informació Ajuntament de Setcases"
whatsapp = "+34683331383"
[calendar]
confirmed_years = [2026, 2027]
[mailbox]
host = "127.0.0.1"
port = {imap}
ca_file = "{ca}"
user = "{user}"
addresses = ["info@setcases.cat"]
since = "all"
[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
sender = "info@setcases.cat"
[store]
url = "sqlite:///books.db"
[staff]
digest_to = ["secretaria@setcases.cat"]
orders_from = ["secretaria@setcases.cat"]
[registry]
senders = ["no-reply@registre.example.cat"]
[trust]
authserv_ids = ["mx.setcases.cat"]
[replies]
per_day = 1000000
"""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What a process that measures is told: its folder, with the configuration, and the servers' ports."""

    folder: str
    maildir: str
    imap: int
    ca: str
    smtp: int

    @property
    def config(self) -> Path:
        """The configuration of the town that is measured."""
        return Path(self.folder) / "altabaixa.toml"

    def deliver(self, mails: Iterator[bytes]) -> None:
        """Put *mails* into the inbox, as a mail server of that machine does."""
        for n, raw in enumerate(mails):
            name = f"{time.time_ns()}.{n}.bench,S={len(raw)}"
            waiting = Path(self.maildir) / "tmp" / name
            waiting.write_bytes(raw)
            waiting.chmod(0o666)
            waiting.rename(Path(self.maildir) / "new" / name)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure: `ours`, and the `floor` of a bare script that does the same, if there is one.

    Each is a function of a module here, called in a process of its own with a Bench and the `sizes`. It
    gives the figure. What is a figure of many tries by itself says how few `tries` are enough. `long`: it
    takes so long that it is measured only where somebody asks for it.
    """

    name: str
    ours: Callable[..., float]
    floor: Callable[..., float] | None = None
    unit: str = "ms"
    goal: float | None = None
    sizes: dict[str, int] = field(default_factory=dict)
    tries: int | None = None
    long: bool = False


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What came of a row; `floor` None where it has none."""

    name: str
    unit: str
    ours: float
    floor: float | None
    goal: float | None


def measured(row: Row, *, tries: int) -> Figure:
    """The least of so many tries of *row*, its floor's in turn with them."""
    ours, floor = [], []
    for _try in range(row.tries or tries):
        ours.append(_tried(row.ours, row.sizes))
        if row.floor is not None:
            floor.append(_tried(row.floor, row.sizes))
    least = min(floor) if floor else None
    return Figure(name=row.name, unit=row.unit, ours=min(ours), floor=least, goal=row.goal)


def _tried(work: Callable[..., float], sizes: dict[str, int]) -> float:
    with bench() as place:
        given = json.dumps(
            {"module": work.__module__, "name": work.__name__, "sizes": sizes, **asdict(place)}
        )
        done = subprocess.run(
            [sys.executable, "-m", __name__, given], stdout=subprocess.PIPE, text=True, check=True
        )
    return float(done.stdout.splitlines()[-1])


@contextmanager
def bench() -> Iterator[Bench]:
    """A town with a mailbox and a mail server, both empty."""
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="ab-bench-"))
        dovecot = stack.enter_context(running_dovecot())
        smtp = stack.enter_context(_sink())
        (Path(folder) / "imap-password").write_text(PASSWORD + "\n")
        config = _CONFIG.format(imap=dovecot.port, ca=dovecot.ca, user=USER, smtp=smtp)
        (Path(folder) / "altabaixa.toml").write_text(config)
        yield Bench(
            folder=folder, maildir=str(_maildir(dovecot)), imap=dovecot.port, ca=str(dovecot.ca), smtp=smtp
        )


def _maildir(dovecot: Dovecot) -> Path:
    with dovecot.client() as client:  # who logs in first has it made
        client.select_folder("INBOX")
    return dovecot.folder / "mail" / USER / "Maildir"


@contextmanager
def _sink() -> Iterator[int]:
    """A mail server that takes every letter, in a process of its own; gives its port."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.sink", str(port)], stdout=subprocess.PIPE
    )
    try:
        assert server.stdout is not None
        server.stdout.readline()  # it listens
        yield port
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def dni(number: int) -> str:
    """The document of the *number*th resident."""
    return f"{40_000_000 + number}{_DNI[(40_000_000 + number) % 23]}"


def phone(number: int) -> str:
    """Their mobile."""
    return f"+34{600_000_000 + number}"


def main(given: str) -> None:
    """Measure what a process was started for, and print the figure."""
    told: dict[str, Any] = json.loads(given)
    module, name, sizes = told.pop("module"), told.pop("name"), told.pop("sizes")
    work = getattr(__import__(module, fromlist=[name]), name)
    print(work(Bench(**told), **sizes))


if __name__ == "__main__":
    main(sys.argv[1])
