"""The mailbox by IMAP, as a polite guest: EXAMINE and BODY.PEEK only.

Nothing of a message is ever put into a command: UIDs are the only thing we ask
for by. ENVELOPE and BODYSTRUCTURE are never asked for, since servers answer
them wrongly more often than anything else.
"""

import imaplib
import ipaddress
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError

from daemon.errors import MailboxError
from daemon.ports import BODY_LIMIT, Folder, Head

HEAD_LIMIT: Final = 64 * 1024
"""Bytes of a header block that are fetched: longer ones are bombs."""

_LIST_LIMIT: Final = 500
_SEARCH_WINDOW: Final = 50_000

_HEAD: Final = f"BODY.PEEK[HEADER]<0.{HEAD_LIMIT}>"
_BODY: Final = f"BODY.PEEK[]<0.{BODY_LIMIT}>"


class ImapMailbox:
    """A logged-in connection. Every failure is a MailboxError that names host, step and way out."""

    def __init__(
        self, *, host: str, port: int, tls: str, ca_file: Path | None, user: str, password: str
    ) -> None:
        """Connect (TLS verified, never opportunistic) and log in."""
        self._where: Final = f"{host}:{port}"
        with self._failing(
            "connect", f"is mailbox.host right, is the server up, and does TLS ({tls}) fit its port?"
        ):
            self._client = _connect(host, port, tls, ca_file)
        with self._failing("log in", f"is the password of {user} in mailbox.password_file still right?"):
            if (user + password).isascii():
                self._client.login(user, password)
            else:  # LOGIN takes ASCII only; SASL PLAIN takes UTF-8 (RFC 4616)
                self._client.plain_login(user, password)

    def open(self, folder: str) -> Folder:
        """Look into *folder* read-only."""
        with self._failing(
            f"open the folder {folder!r}", "is it named so in mailbox.folders? was it renamed or deleted?"
        ):
            answer = self._client.select_folder(folder, readonly=True)
            # RFC 9051 makes UIDNEXT compulsory, RFC 3501 does not: then it follows the last message.
            uidnext = answer.get(b"UIDNEXT") or max(self._client.search("UID *"), default=0) + 1
        return Folder(name=folder, uidvalidity=answer[b"UIDVALIDITY"], uidnext=uidnext)

    def uids(self, first: int, folder: Folder) -> list[int]:
        """The UIDs from *first* on, ascending. `n:*` would give the last one even below n."""
        found: list[int] = []
        with self._failing("search"):
            for low in range(first, folder.uidnext, _SEARCH_WINDOW):
                found += self._client.search(f"UID {low}:{min(low + _SEARCH_WINDOW, folder.uidnext) - 1}")
        return sorted({uid for uid in found if uid >= first})

    def first_uid_since(self, day: date) -> int | None:
        """The lowest UID that arrived on *day* or later, None if there is none."""
        with self._failing("search"):
            return min(self._client.search(["SINCE", day]), default=None)

    def heads(self, uids: Sequence[int]) -> dict[int, Head | None]:
        """Header block, size and INTERNALDATE of each message that is still there.

        None stands for a message that the server names but does not show.
        """
        found: dict[int, Head | None] = {}
        for uid, data in self._fetch(uids, ["RFC822.SIZE", "INTERNALDATE", _HEAD]):
            found[uid] = _head(uid, data)
        return found

    def bodies(self, uids: Sequence[int]) -> dict[int, bytes | None]:
        """The first BODY_LIMIT bytes of each message that is still there; None where they are withheld."""
        fetched = ((uid, data.get(b"BODY[]<0>")) for uid, data in self._fetch(uids, [_BODY]))
        return {uid: raw if isinstance(raw, bytes) else None for uid, raw in fetched}

    def file(self, folder: str, letter: bytes) -> None:
        """Put a copy of a sent letter into *folder*."""
        with self._failing(f"file a letter in {folder!r}", "is mailbox.sent_folder named right?"):
            self._client.append(folder, letter, flags=(b"\\Seen",))

    def close(self) -> None:
        """Log out; a connection that is gone already is no error."""
        with suppress(Exception):
            self._client.logout()

    def _fetch(self, uids: Sequence[int], items: list[str]) -> Iterator[tuple[int, Mapping[bytes, Any]]]:
        for start in range(0, len(uids), _LIST_LIMIT):
            with self._failing("fetch"):
                answer = self._client.fetch(list(uids[start : start + _LIST_LIMIT]), items)
            yield from answer.items()

    @contextmanager
    def _failing(self, step: str, hint: str = "") -> Iterator[None]:
        # imapclient answers odd servers with ValueError, KeyError and others of its own making.
        try:
            yield
        except (
            IMAPClientError,
            imaplib.IMAP4.error,
            OSError,
            ValueError,
            KeyError,
            TypeError,
            IndexError,
        ) as error:
            said = _said(error)
            msg = f"IMAP {self._where}: cannot {step}: {said}" + (f"; {hint}" if hint else "")
            raise MailboxError(msg) from error


def _head(uid: int, data: Mapping[bytes, Any]) -> Head | None:
    block, size, received = data.get(b"BODY[HEADER]<0>"), data.get(b"RFC822.SIZE"), data.get(b"INTERNALDATE")
    if isinstance(block, bytes) and isinstance(size, int) and isinstance(received, datetime):
        return Head(uid=uid, size=size, received_at=received, block=block)
    return None


def _connect(host: str, port: int, tls: str, ca_file: Path | None) -> IMAPClient:
    if tls == "none" and not _is_loopback(host):
        msg = f'mailbox.tls = "none" is only for this machine itself, not for {host}'
        raise ValueError(msg)
    context = ssl.create_default_context(cafile=ca_file)
    client = IMAPClient(
        host,
        port,
        ssl=tls == "implicit",
        ssl_context=context if tls == "implicit" else None,
        timeout=SocketTimeout(connect=15, read=60),
    )
    # Aware INTERNALDATEs: by default they come as naive ones of this machine's zone.
    client.normalise_times = False
    if tls == "starttls":
        client.starttls(context)
    # imapclient writes a command in two pieces: Nagle would hold back the second.
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return client


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    text = str(error) or type(error).__name__
    return text[2:-1] if text.startswith(("b'", 'b"')) else text
