"""Tells the service manager how we are, and stops telling it that we live once a loop stands still.

The protocol is sd_notify(3): one datagram of lines to the socket that NOTIFY_SOCKET names. It is
spoken by these few lines, for the libraries that do it are older than they are long.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final


class Manager:
    """The service manager, if there is one; what it does not hear hurts nobody."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        """Find the manager's socket and how often it wants to hear of us."""
        address = environment.get("NOTIFY_SOCKET", "")
        self._address: Final = f"\0{address[1:]}" if address.startswith("@") else address
        for_us = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        usec = environment.get("WATCHDOG_USEC", "")
        self.patience: Final = int(usec) / 1_000_000 if for_us and usec.isdigit() else None
        """Seconds after which it restarts a silent service; None if it does not watch us."""

    def ready(self, status: str) -> None:
        """Say that the service has started, or reads its configuration no longer."""
        self._say(f"READY=1\nSTATUS={status}")

    def reloading(self) -> None:
        """Say that the configuration is being read again."""
        self._say(f"RELOADING=1\nMONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """Say that the service takes its leave."""
        self._say("STOPPING=1\nSTATUS=stopping")

    def status(self, line: str) -> None:
        """Say in one line how the service is."""
        self._say(f"STATUS={line}")

    def alive(self) -> None:
        """Say that every loop goes on."""
        self._say("WATCHDOG=1")

    def _say(self, text: str) -> None:
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as talk:
            talk.sendto(text.encode(), self._address)


class Progress:
    """What a loop promises: to be heard of again within so many seconds; to wait is progress too."""

    def __init__(self, name: str, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Begin with a minute to come to the first word."""
        self.name: Final = name
        self._monotonic: Final = monotonic
        self._lock: Final = threading.Lock()
        self._until = monotonic() + _FIRST_WORD

    def made(self, within: float) -> None:
        """Say that the loop goes on, and comes here again within so many seconds."""
        with self._lock:
            self._until = self._monotonic() + within

    @property
    def stands_still(self) -> bool:
        """Whether the loop broke its promise."""
        with self._lock:
            return self._monotonic() > self._until


_FIRST_WORD: Final = 60.0
