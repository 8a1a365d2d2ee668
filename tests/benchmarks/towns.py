"""Thirty towns on one machine: their start, their memory, their idleness, a mail to each, `status --all`.

`python -m tests.benchmarks.towns [TOWNS] [IDLE_SECONDS] [ROOT]`, as root. A machine is booted over this one,
or in ROOT, a Debian with the package installed; each town is made there by `init --answers`, and is an
instance of the unit as it is shipped, with a user of one Dovecot. Exits 1 where a town does not get ready or
does not answer, or above the bars.
"""

import os
import resource
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from aiosmtpd.controller import Controller
from rich.console import Console
from rich.table import Table

from tests.dovecot import PASSWORD, Dovecot, free_port, running_dovecot
from tests.journeys.conftest import Sink
from tests.machine import PROGRAM, REPOSITORY, Machine, booted, running_machine

START_BAR: Final = 60.0
MEMORY_BAR: Final = 120.0
IDLE_BAR: Final = 20.0
STATUS_BAR: Final = 3.0

_CA: Final = "/etc/altabaixa/ca.pem"
_CONFIG: Final = "/etc/altabaixa/{}/altabaixa.toml"
_HEADER: Final = "name,id_document,phone,state,consent_number,consent_at,activated_on"
_ANSWERS: Final = """
[town]
name = "Ajuntament de {name}"
whatsapp = "+34683331383"
[mailbox]
host = "127.0.0.1"
port = {imap}
ca_file = "{ca}"
user = "{name}"
password = "{password}"
addresses = ["info@{name}.cat"]
[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
user = ""
sender = "info@{name}.cat"
[staff]
digest_to = ["secretaria@{name}.cat"]
[trust]
authserv_ids = ["mx.{name}.cat"]
"""
_AS_NOBODY: Final = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")

# What the kernel says of each process named: PSS and RSS in KiB, and how many TCP connections it has.
_LOOK: Final = """
import os, sys
for pid in sys.argv[1:]:
    told = dict(line.split(":", 1) for line in open(f"/proc/{pid}/smaps_rollup") if ":" in line.split(" ")[0])
    inodes = {line.split()[9] for line in open("/proc/net/tcp").readlines()[1:]}
    tcp = 0
    for file in os.scandir(f"/proc/{pid}/fd"):
        try:
            link = os.readlink(file.path)
        except FileNotFoundError:  # closed since
            continue
        tcp += link.startswith("socket:") and link[8:-1] in inodes
    print(told["Pss"].split()[0], told["Rss"].split()[0], tcp)
"""


@dataclass
class Towns:
    """The towns of a machine, and what was measured of them."""

    machine: Machine
    dovecot: Dovecot
    sink: Sink
    names: list[str]
    program: str = PROGRAM
    figures: list[tuple[str, str]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def units(self) -> list[str]:
        return [f"altabaixa@{name}.service" for name in self.names]

    def note(self, what: str, figure: str) -> None:
        """Keep it for the table, and say it at once."""
        self.figures.append((what, figure))
        print(f"{what}: {figure}", flush=True)

    def bar(self, what: str, number: float, most: float) -> None:
        if number > most:
            self.broken.append(f"{what}: {number:.1f} is more than {most:.0f}")

    def shown(self, name: str) -> list[str]:
        """A property of each unit."""
        told = self.machine.said("systemctl", "show", f"--property={name}", "--value", *self.units)
        return [line for line in told.splitlines() if line]

    def numbers(self, name: str) -> list[int]:
        return [int(each) for each in self.shown(name)]

    def processor_seconds(self) -> list[float]:
        """What each daemon has taken since it began, its children that have ended among it."""
        files = [f"/proc/{pid}/stat" for pid in self.shown("MainPID")]
        told = [
            line.rpartition(")")[2].split()[11:15] for line in self.machine.said("cat", *files).splitlines()
        ]
        return [sum(map(int, each)) / os.sysconf("SC_CLK_TCK") for each in told]

    # ---- one after another

    def set_up(self, smtp: int) -> None:
        """Thirty small files of answers, and a list of one resident for each town."""
        self.machine.put(_CA, self.dovecot.ca.read_text())
        began = time.monotonic()
        for number, name in enumerate(self.names):
            config = _CONFIG.format(name)
            answers = _ANSWERS.format(name=name, imap=self.dovecot.port, smtp=smtp, ca=_CA, password=PASSWORD)
            self.machine.put("/root/answers.toml", answers, mode="600")
            made = self.machine.run(
                self.program, "init", "--answers", "/root/answers.toml", "--config", config
            )
            assert "Everything is tried" in made.stdout, made.stdout + made.stderr
            rows = f"{_HEADER}\nRoser Puig Serra,12345678Z,{600111000 + number},active,,,\n"
            self.machine.put("/root/list.csv", rows)
            self.machine.said(self.program, "subscribers", "import", "/root/list.csv", "--config", config)
        each = (time.monotonic() - began) / len(self.names)
        self.note("`init --answers` and `subscribers import` of a town", f"{each:.1f} s")

    def start(self) -> None:
        """All at once, as after a boot; ready is what systemd heard, connected what the daemons say."""
        began = time.monotonic()
        self.machine.said("systemctl", "start", "--no-block", *self.units)
        self._until("ActiveState", lambda each: each == "active")
        first = min(self.numbers("ExecMainStartTimestampMonotonic"))
        ready = [(each - first) / 1e6 for each in self.numbers("ActiveEnterTimestampMonotonic")]
        self._until("StatusText", lambda each: "mailbox connected" in each)
        self.note(
            "started all at once: all ready after", f"{max(ready):.1f} s (the first {min(ready):.1f} s)"
        )
        self.note("all mailboxes connected after", f"{time.monotonic() - began:.1f} s")
        self.note("processor of a start", f"{sum(self.processor_seconds()) / len(self.names):.1f} s each")
        self.bar("ready", max(ready), START_BAR)

    def _until(self, name: str, is_so: Callable[[str], bool]) -> None:
        deadline = time.monotonic() + 2 * START_BAR
        while not all(map(is_so, seen := self.shown(name))) or len(seen) < len(self.names):
            assert time.monotonic() < deadline, seen
            time.sleep(0.2)

    def idle(self, seconds: float) -> None:
        """What they take while nothing comes."""
        before = self.processor_seconds()
        time.sleep(seconds)
        spent = sum(self.processor_seconds()) - sum(before)
        share = 100 * spent / seconds
        self.note(f"idle for {seconds:.0f} s: of one processor", f"{share:.1f} % all together")
        self.bar("idle", share, IDLE_BAR)

    def weigh(self, when: str) -> None:
        lines = self.machine.said("python3", "-c", _LOOK, *self.shown("MainPID")).splitlines()
        pss, rss, tcp = zip(*(map(int, line.split()) for line in lines), strict=True)
        for what, sizes in (("PSS", pss), ("RSS", rss)):
            least, most, all_of_them = (each / 1024 for each in (min(sizes), max(sizes), sum(sizes)))
            told = f"{least:.0f} to {most:.0f} MB each, {all_of_them:.0f} MB together"
            self.note(f"{what}, {when}", told)
        if "[not set]" not in self.shown("MemoryCurrent"):  # as in a container that may not count it
            units = sum(self.numbers("MemoryCurrent")) / 2**20
            self.note(f"MemoryCurrent of all units, {when}", f"{units:.0f} MB, the kernel's part with it")
        self.note(f"TCP connections, {when}", f"{sum(tcp)}, at most {max(tcp)} each")
        self.bar("PSS", max(pss) / 1024, MEMORY_BAR)

    def write_to_each(self) -> None:
        """A leave for each town, all at once; the resident's answer is what counts."""
        spent = sum(self.processor_seconds())
        began = time.monotonic()
        for number, name in enumerate(self.names):
            self.dovecot.deliver(_leave(name, 600111000 + number), user=name)
        came = time.monotonic()
        delays = []
        for name in self.names:
            self.sink.wait_for(f"roser@{name}.example")
            delays.append(time.monotonic() - began)
        self.note(
            "a BAIXA to each at once: the last answered after",
            f"{max(delays):.1f} s (bringing them took {came - began:.1f} s)",
        )
        spent = (sum(self.processor_seconds()) - spent) / len(self.names)
        self.note("processor of a BAIXA", f"{spent:.2f} s each")

    def ask(self) -> None:
        """`status --all`, as root and as nobody."""
        self.machine.said("systemctl", "start", "dbus.service")  # only root speaks to the manager without
        for who, how in (("root", ()), ("nobody", _AS_NOBODY)):
            with _spending() as spent:
                done = self.machine.run(*how, self.program, "status", "--all")
            listed = sum(" yes " in line for line in done.stdout.splitlines())
            told = f"{spent.wall:.1f} s, {spent.processor:.1f} s of processor, {listed} towns alive"
            self.note(f"`status --all` as {who}", told)
            self.bar(f"`status --all` as {who}", spent.wall, STATUS_BAR)
            if listed != len(self.names):
                self.broken.append(done.stdout + done.stderr)

    def restart(self) -> None:
        with _spending() as spent:
            self.machine.said("systemctl", "restart", "altabaixa@*.service")
        self.note("`systemctl restart 'altabaixa@*'` took", f"{spent.wall:.1f} s")


@dataclass
class Spent:
    wall: float = 0.0
    processor: float = 0.0


@contextmanager
def _spending() -> Iterator[Spent]:
    def used() -> float:
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime

    spent, wall, processor = Spent(), time.monotonic(), used()
    yield spent
    spent.wall, spent.processor = time.monotonic() - wall, used() - processor


def _leave(name: str, phone: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = f"roser@{name}.example", f"info@{name}.cat", "BAIXA WhatsApp"
    mail["Message-ID"] = f"<1@{name}.example>"
    mail.set_content(f"Roser Puig Serra\nDNI 12345678Z\nMòbil {phone}\n")
    return mail.as_bytes()


def main(many: int, idle_seconds: float, root: str) -> int:
    """Measure it all, print the table; 1 where a bar is broken."""
    names = [f"poble{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(many)]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ab-towns-")))
        dovecot = stack.enter_context(running_dovecot())
        dovecot.let_in(*names)
        sink = Sink()
        controller = Controller(sink, hostname="127.0.0.1", port=free_port())
        controller.start()
        stack.callback(controller.stop)
        if root:
            machine = stack.enter_context(booted(folder, f"--directory={root}", "--volatile=overlay"))
            towns = Towns(machine, dovecot, sink, names, program="altabaixa")
        else:
            # The machine cannot keep what it compiles; a package is compiled when it is made.
            folders = (REPOSITORY / "daemon", REPOSITORY / "rules", sysconfig.get_path("purelib"))
            subprocess.run([sys.executable, "-m", "compileall", "-q", "-j0", *folders], check=False)
            towns = Towns(stack.enter_context(running_machine(folder)), dovecot, sink, names)
        towns.set_up(controller.port)
        towns.start()
        towns.weigh("after the start")
        towns.idle(idle_seconds)
        towns.write_to_each()
        towns.weigh("after a BAIXA each")
        towns.ask()
        towns.restart()
    table = Table("of the machine with its towns", f"{many} towns", box=None)
    for row in towns.figures:
        table.add_row(*row)
    Console(width=120).print(table)
    for each in towns.broken:
        print(f"✗ {each}")
    return int(bool(towns.broken))


if __name__ == "__main__":
    _many, _idle, _root = (*sys.argv[1:], *("30", "120", "")[len(sys.argv) - 1 :])
    sys.exit(main(int(_many), float(_idle), _root))
