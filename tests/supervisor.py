"""A service manager in small: starts a command, hears what sd_notify(3) tells, restarts what falls silent."""

import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import inf
from pathlib import Path

PATIENCE = 300.0
"""Seconds that a test waits for what comes at once on an idle machine."""


class Supervisor:
    """What the service said, in order; with *watchdog* seconds, a silent one is killed and started anew."""

    def __init__(self, command: Sequence[str | Path], folder: Path, *, watchdog: float | None = None) -> None:
        self.command = command
        self.folder = folder
        self.watchdog = watchdog
        self.said: list[str] = []
        self.starts = 0
        self.errors = folder / "stderr.log"
        self._heard = threading.Condition()
        self._unwatched = threading.Event()
        self._over = threading.Event()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(folder / "notify"))
        self._ears = threading.Thread(target=self._listen, daemon=True)
        self._alive_at = inf

    def start(self, **environment: str) -> None:
        self._ears.start()
        self._extra = environment
        self._launch()
        if self.watchdog is not None:
            threading.Thread(target=self._watch, daemon=True).start()

    def wait_for(self, text: str, *, seconds: float = PATIENCE, after: int = 0) -> str:
        """The first notification that holds *text*, of those after the *after*-th."""
        return self.wait_until(lambda said: text in said, seconds=seconds, after=after, what=text)

    def wait_until(
        self, wanted: Callable[[str], bool], *, what: str, seconds: float = PATIENCE, after: int = 0
    ) -> str:
        deadline = time.monotonic() + seconds
        with self._heard:
            while True:
                found = next((said for said in self.said[after:] if wanted(said)), None)
                if found is not None:
                    return found
                left = deadline - time.monotonic()
                assert left > 0, f"never said {what!r}: {self.said[-5:]}\n{self.errors.read_text()[-2000:]}"
                self._heard.wait(left)

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def stop(self) -> int:
        """Ask it to stop; its exit code. TimeoutExpired where systemd's patience would end."""
        self._unwatched.set()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)

    def _launch(self) -> None:
        watchdog = {} if self.watchdog is None else {"WATCHDOG_USEC": str(int(self.watchdog * 1_000_000))}
        environment: Mapping[str, str] = {
            **os.environ, "NOTIFY_SOCKET": str(self.folder / "notify"), **watchdog, **self._extra,
        }  # fmt: skip
        self.starts += 1
        self._alive_at = inf  # as systemd: the watchdog is awake once the service is ready
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(self.command, env=environment, stderr=errors)

    def _listen(self) -> None:
        while not self._over.is_set():
            try:
                said = self._socket.recv(4096).decode()
            except OSError:
                return
            with self._heard:
                if said == "WATCHDOG=1" or said.startswith("READY=1"):
                    self._alive_at = time.monotonic()
                self.said.append(said)
                self._heard.notify_all()

    def _watch(self) -> None:
        assert self.watchdog is not None
        while not self._unwatched.wait(0.1):
            if time.monotonic() - self._alive_at > self.watchdog:
                self.process.kill()
                self.process.wait()
                self._launch()

    def end(self) -> None:
        self._unwatched.set()
        self._over.set()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._socket.close()


@contextmanager
def supervised(
    command: Sequence[str | Path], *, watchdog: float | None = None, **environment: str
) -> Iterator[Supervisor]:
    # A folder of its own: the name of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="ab-sd-") as folder:
        supervisor = Supervisor(command, Path(folder), watchdog=watchdog)
        supervisor.start(**environment)
        try:
            yield supervisor
        finally:
            supervisor.end()
