"""A line on loopback between the daemon and a server, which a test cuts, or lets fall silent."""

import select
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tests.smtp_server import LOOPBACK

_LINGER_NOT = struct.pack("ii", 1, 0)


class Proxy:
    """Passes bytes on both ways. What happens to a line happens to those that are open then."""

    def __init__(self, to: int) -> None:
        self.to = to
        self._listening = socket.create_server((LOOPBACK, 0))
        self.port: int = self._listening.getsockname()[1]
        self._lock = threading.Condition()
        self._lines: list[tuple[socket.socket, socket.socket]] = []
        self._silent: set[socket.socket] = set()
        self._over = False
        self.lines = 0

    def close(self) -> None:
        """End every line in order, as a server that stops."""
        for near, _ in self._take():
            with suppress(OSError):
                near.shutdown(socket.SHUT_RDWR)

    def reset(self) -> None:
        """End every line at once."""
        for near, _ in self._take():
            with suppress(OSError):
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_NOT)
                near.shutdown(socket.SHUT_RD)
            near.close()

    def silence(self) -> None:
        """Nothing passes any more, and nobody is told: TCP stays open, as behind a router that forgot us."""
        with self._lock:
            self._silent |= {end for line in self._lines for end in line}

    def wait_for_line(self, number: int, *, seconds: float) -> None:
        """Wait for the *number*-th line."""
        with self._lock:
            assert self._lock.wait_for(lambda: self.lines >= number, seconds)

    def _take(self) -> list[tuple[socket.socket, socket.socket]]:
        with self._lock:
            taken, self._lines = self._lines, []
            return taken

    def run(self) -> None:
        while not self._over:
            with suppress(OSError):
                near, _ = self._listening.accept()
                try:
                    far = socket.create_connection((LOOPBACK, self.to), timeout=5)
                except OSError:
                    near.close()
                    continue
                with self._lock:
                    self._lines.append((near, far))
                    self.lines += 1
                    self._lock.notify_all()
                threading.Thread(target=self._pass_on, args=(near, far), daemon=True).start()

    def _pass_on(self, near: socket.socket, far: socket.socket) -> None:
        other = {near: far, far: near}
        with suppress(OSError, ValueError), near, far:
            while True:
                for end in select.select([near, far], [], [])[0]:
                    data = end.recv(65536)
                    if end in self._silent:
                        if not data:
                            return
                        continue
                    if not data:
                        return
                    other[end].sendall(data)

    def end(self) -> None:
        self._over = True
        self.close()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@contextmanager
def proxy(to: int) -> Iterator[Proxy]:
    """A line to the port *to* of this machine."""
    line = Proxy(to)
    thread = threading.Thread(target=line.run)
    thread.start()
    try:
        yield line
    finally:
        line.end()
        thread.join(10)
