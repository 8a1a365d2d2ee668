"""The ports: what the daemon asks of the wire, whoever is at the other end."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Protocol

from rules.transport.delivery import Answer

BODY_LIMIT: Final = 1024 * 1024
"""Bytes of a message that are fetched: of longer ones only so much of their beginning."""

WHOLE_LIMIT: Final = 12 * 1024 * 1024
"""The same of one whose photographs a clerk passes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder as we found it. UIDs mean nothing but under their `uidvalidity` (RFC 9051 2.3.1.1)."""

    name: str
    uidvalidity: int
    uidnext: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What is known of a message before its body is fetched.

    `dated_by_us`: the server gave no date that can be one, and `received_at` is our clock's.
    """

    uid: int
    size: int
    received_at: datetime
    block: bytes
    dated_by_us: bool = False


class Mailbox(Protocol):
    """A mailbox that is only ever looked at. Every failure is a MailboxError."""

    def open(self, folder: str) -> Folder:
        """Look into *folder* read-only."""
        ...

    def uids(self, first: int, folder: Folder) -> Sequence[int]:
        """The UIDs from *first* on, ascending."""
        ...

    def first_uid_since(self, day: date) -> int | None:
        """The lowest UID that arrived on *day* or later, None if there is none."""
        ...

    def heads(self, uids: Sequence[int]) -> dict[int, Head | None]:
        """Header block, size and arrival of each message still there; None where they are withheld."""
        ...

    def bodies(self, uids: Sequence[int], most: int = BODY_LIMIT) -> dict[int, bytes | None]:
        """All of each message still there, or its first *most* bytes; None where it is withheld."""
        ...

    def file(self, folder: str, letter: bytes, *, seen: bool = True) -> None:
        """Put a letter of ours into *folder*, by default as one that was read already."""
        ...

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Return when something may have happened in the open folder, after *seconds*, or at *stop*."""
        ...

    def close(self) -> None:
        """Log out; a connection that is gone already is no error."""
        ...


class Mailer(Protocol):
    """Hands letters to a mail server, one recipient each. Only one task uses it at a time."""

    async def hand_over(
        self, *, envelope_sender: str, recipient: str, raw: bytes, entering_data: Callable[[], None]
    ) -> Answer:
        """Try once and say what came of it; a failure of the server is an answer, never an exception.

        `entering_data` is called after the server took the envelope and before DATA;
        if it raises, nothing is sent and the exception goes on to the caller. An
        `envelope_sender` of "" is the null return path.
        """
        ...

    async def close(self) -> None:
        """Take leave of the server, if connected. Never raises for what the server does."""
        ...


class Progress(Protocol):
    """Is told how far something long has come, for who looks on."""

    def expect(self, more: int) -> None:
        """So many more are to be done."""
        ...

    def advance(self, done: int = 1) -> None:
        """So many were done."""
        ...


class _Unseen:
    def expect(self, more: int) -> None:
        pass

    def advance(self, done: int = 1) -> None:
        pass


UNSEEN: Final[Progress] = _Unseen()
"""Where nobody looks on."""
