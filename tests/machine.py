"""A machine of the test's own, booted in a container: this one's systemd over this one's /usr, or a root's.

Over ours, all else is new, in memory, and gone at its end. Its network is ours, so that it
reaches our servers on loopback; its sandboxes, users and folders are the real ones.
"""

import os
import re
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pytest

from tests.installing import found, installed
from tests.supervisor import PATIENCE

REPOSITORY: Final = Path(__file__).parent.parent
PROGRAM: Final = "/usr/local/bin/altabaixa"

_BOOT_SECONDS: Final = PATIENCE
_CGROUPS: Final = Path("/sys/fs/cgroup")

# Started instead of all that this machine's packages would start.
_TARGET: Final = """
[Unit]
Description=The machine of a test
Requires=sysinit.target
After=sysinit.target
AllowIsolate=yes
"""

# A virtual environment cannot be moved to another folder: this one is made in its place.
_LAUNCHER: Final = """#!/bin/sh
exec /opt/altabaixa/bin/python -m daemon "$@"
"""
_PACKAGES: Final = "/opt/altabaixa/src\n/opt/altabaixa/packages\n"


class Machine:
    """A booted machine; what is run there is run as its root."""

    def __init__(self, leader: int) -> None:
        self._enter: Final = ["nsenter", f"--target={leader}", "--all", "env", "-i", "LANG=C.UTF-8",
                              "HOME=/root", "PATH=/usr/local/bin:/usr/bin:/usr/sbin"]  # fmt: skip
        self._since = ""

    def run(self, *words: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self._enter, *words], input=typed, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def said(self, *words: str) -> str:
        """What *words* print; they have to succeed."""
        done = self.run(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def put(self, path: str, text: str, *, mode: str = "644") -> None:
        done = self.run("install", "-D", "-m", mode, "/dev/stdin", path, typed=text)
        assert done.returncode == 0, done.stderr

    def show(self, unit: str, *names: str) -> dict[str, str]:
        """Properties of *unit*, as the manager has them."""
        lines = self.said("systemctl", "show", unit, *(f"--property={name}" for name in names))
        return dict(line.split("=", 1) for line in lines.splitlines())

    def turn_the_page(self) -> None:
        """From here on `journal` knows nothing of what was before."""
        self.said("journalctl", "--sync")
        last = self.said("journalctl", "--lines=1", "--show-cursor", "--quiet")
        self._since = last.rpartition("-- cursor: ")[2].strip()

    def journal(self, unit: str) -> str:
        """What *unit* has written so far; what the journal has not taken in yet is waited for."""
        self.said("journalctl", "--sync")
        after = [f"--after-cursor={self._since}"] if self._since else []
        return self.said("journalctl", f"--unit={unit}", "--output=cat", "--no-pager", *after)

    def wait_for(self, unit: str, *, seconds: float = PATIENCE, **wanted: str) -> None:
        """Wait until the properties of *unit* are as *wanted*."""
        deadline = time.monotonic() + seconds
        while (seen := self.show(unit, *wanted)) != wanted:
            assert time.monotonic() < deadline, f"{seen}\n{self.journal(unit)}"
            time.sleep(0.1)

    def wait_for_another_process(self, unit: str, before: str, *, seconds: float = PATIENCE) -> None:
        """Wait until *unit* runs in another process than *before*; systemd may need more than one try."""
        deadline = time.monotonic() + seconds
        while (seen := self.show(unit, "MainPID", "ActiveState"))["ActiveState"] != "active" or (
            seen["MainPID"] in {"0", before}
        ):
            assert time.monotonic() < deadline, f"{seen}\n{self.journal(unit)}"
            time.sleep(0.1)

    def wait_until(self, unit: str, name: str, words: str, *, seconds: float = PATIENCE) -> None:
        """Wait until the property *name* of *unit* holds *words*."""
        deadline = time.monotonic() + seconds
        while words not in (seen := self.show(unit, name)[name]):
            assert time.monotonic() < deadline, f"{seen}\n{self.journal(unit)}"
            time.sleep(0.1)

    def wait_to_see(self, path: str, words: str, *, seconds: float = PATIENCE) -> None:
        """Wait until the file *path* holds *words*."""
        deadline = time.monotonic() + seconds
        while words not in (seen := self.run("cat", path).stdout):
            assert time.monotonic() < deadline, f"{words}\n{seen}"
            time.sleep(0.1)

    def wait_to_read(self, unit: str, words: str, *, seconds: float = PATIENCE) -> None:
        """Wait until the journal of *unit* holds *words*: a signal is heeded a moment after it was sent."""
        deadline = time.monotonic() + seconds
        while words not in self.journal(unit):
            assert time.monotonic() < deadline, f"{words}\n{self.journal(unit)}"
            time.sleep(0.1)


@contextmanager
def running_machine(folder: Path) -> Iterator[Machine]:
    """Boot a machine over our /usr; the test is skipped where the kernel, or a container, forbids it."""
    with booted(folder, *_ours(folder), target="machine.target") as machine:
        _furnish(machine)
        yield machine


@contextmanager
def booted(folder: Path, *options: str, target: str = "multi-user.target") -> Iterator[Machine]:
    """Boot a machine of these *options* of systemd-nspawn; its console is heard in *folder*."""
    if os.geteuid() != 0:
        pytest.skip("only root boots a machine")
    nspawn = installed(lambda: found("systemd-nspawn"), package="systemd-container")
    command = [
        str(nspawn), "--quiet", f"--machine=altabaixa-{os.getpid()}", "--register=no", "--keep-unit",
        "--console=pipe", "--boot", *options, f"systemd.unit={target}", "systemd.firstboot=no",
    ]  # fmt: skip
    console = folder / "console"
    with console.open("wb") as heard:
        container = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=heard, stderr=heard,
            env={**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"}, start_new_session=True,
        )  # fmt: skip
    try:
        machine = _booted(container, target)
        if machine is None:
            pytest.skip(f"no machine boots here: {console.read_text(errors='replace')[-300:]}")
        yield machine
        machine.run("systemctl", "poweroff")
    finally:
        _end(container)


def _ours(folder: Path) -> list[str]:
    (folder / "machine.target").write_text(_TARGET)
    systemd = REPOSITORY / "systemd"
    unit = (systemd / "altabaixa.service").read_text()
    sed = ["sed", "-f", systemd / "instances.sed"]
    template = subprocess.run(sed, input=unit, capture_output=True, text=True, check=True).stdout
    # This machine's /usr is read-only there: the command cannot be linked into it.
    for name, text in (("altabaixa.service", unit), ("altabaixa@.service", template)):
        (folder / name).write_text(re.sub(r"(?<==)altabaixa(?= )", PROGRAM, text))
    home = _home()
    shared = {
        **{
            folder / name: f"/etc/systemd/system/{name}"
            for name in ("machine.target", "altabaixa.service", "altabaixa@.service")
        },
        # Not their folder, which only its owner may look into where it is a temporary one.
        **{REPOSITORY / tree: f"/opt/altabaixa/src/{tree}" for tree in ("daemon", "rules")},
        Path(sysconfig.get_path("purelib")): "/opt/altabaixa/packages",
        **({Path(sys.base_prefix): home} if home != "/usr" else {}),
    }
    return [
        "--directory=/", "--volatile=yes", "--tmpfs=/usr/local:mode=755",
        *(f"--bind-ro={ours}:{theirs}" for ours, theirs in shared.items()),
        "systemd.mask=network-online.target",
    ]  # fmt: skip


def _home() -> str:
    """Where the interpreter is; one of somebody's home would be out of the service's sight."""
    return sys.base_prefix if sys.base_prefix == "/usr" else "/opt/python"


def _furnish(machine: Machine) -> None:
    """A virtual environment under /opt, as the technician's."""
    name, home = f"python{sys.version_info.major}.{sys.version_info.minor}", _home()
    machine.put("/opt/altabaixa/pyvenv.cfg", f"home = {home}/bin\n")
    machine.put(f"/opt/altabaixa/lib/{name}/site-packages/altabaixa.pth", _PACKAGES)
    machine.put("/opt/altabaixa/bin/altabaixa", _LAUNCHER, mode="755")
    machine.said("install", "-d", str(Path(PROGRAM).parent))
    machine.said("ln", "--symbolic", "/opt/altabaixa/bin/altabaixa", PROGRAM)
    machine.said("ln", "--symbolic", f"{home}/bin/{name}", "/opt/altabaixa/bin/python")
    machine.put("/etc/ld.so.conf", f"{home}/lib\n")
    machine.said("ldconfig")


def _booted(container: "subprocess.Popen[bytes]", target: str) -> Machine | None:
    deadline = time.monotonic() + _BOOT_SECONDS
    children = Path(f"/proc/{container.pid}/task/{container.pid}/children")
    while time.monotonic() < deadline and container.poll() is None:
        for leader in children.read_text().split():
            machine = Machine(int(leader))
            if machine.run("systemctl", "is-active", target).returncode == 0:
                return machine
        time.sleep(0.1)
    return None


def _end(container: "subprocess.Popen[bytes]") -> None:
    try:
        container.wait(20)
    except subprocess.TimeoutExpired:
        container.kill()  # its processes are in a namespace that ends with it
        container.wait(20)
    # Without a systemd of our own nobody else tidies up the groups that it made.
    for made in ("payload", "supervisor"):
        for group in sorted(_CGROUPS.glob(f"*/{made}/**/"), reverse=True):
            with suppress(OSError):
                group.rmdir()
