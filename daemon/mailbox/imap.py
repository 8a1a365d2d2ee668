"""The mailbox by IMAP, as a polite guest: EXAMINE and BODY.PEEK only.

Nothing of a message is ever put into a command: UIDs are the only thing we ask
for by. ENVELOPE and BODYSTRUCTURE are never asked for, since servers answer
them wrongly more often than anything else.
"""

import imaplib
import socket
import ssl
import threading
import time
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError, ProtocolError

from daemon.errors import MailboxError
from daemon.language import _, later, of_the_system
from daemon.loopback import is_loopback
from daemon.oauth.claims import doubt
from daemon.oauth.sasl import Bearer, secrets_of, way
from daemon.ports import BODY_LIMIT, Folder, Head
from daemon.safe_text import without
from rules.transport.reconnection import Cause, asked_pause, refusal

HEAD_LIMIT: Final = 64 * 1024
"""Bytes of a header block that are fetched: longer ones are bombs."""

_CONNECT_SECONDS: Final = 15.0
PATIENCE_SECONDS: Final = 60.0
"""How long we wait for an answer before the connection counts as dead."""

_GLANCE_SECONDS: Final = 1.0
"""How long we look at an idle connection without looking up: whoever stops us waits no longer."""

# RFC 1122 4.2.3.6 asks for hours; a dead peer is to be known within two minutes.
_KEEPALIVE: Final = ((socket.TCP_KEEPIDLE, 60), (socket.TCP_KEEPINTVL, 20), (socket.TCP_KEEPCNT, 3))

_SANE_YEARS: Final = range(1971, 3000)
_LIST_LIMIT: Final = 500
_SEARCH_WINDOW: Final = 10_000
_PIECES: Final = 64
"""In how many pieces a server may give a message."""

# imapclient answers odd servers with errors of its own making; a literal's size may be any number.
_FAILURES: Final = (
    IMAPClientError,
    imaplib.IMAP4.error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    MemoryError,
    OverflowError,
    RecursionError,
)

_HEAD: Final = f"BODY.PEEK[HEADER]<0.{HEAD_LIMIT}>"


class ImapMailbox:
    """A logged-in connection. Every failure is a MailboxError that names host, step and way out."""

    def __init__(
        self,
        *,
        host: str,
        port: int,
        tls: str,
        ca_file: Path | None,
        user: str,
        password: str = "",
        token: str = "",
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """Connect (TLS verified, never opportunistic) and log in: with *token*, where there is one."""
        self._where: Final = f"{host}:{port}"
        self._secrets: Final = secrets_of(user, password=password, token=token)
        self._selected = self._idles = self._broken = False
        hint = _("is mailbox.host right, is the server up, and does TLS ({tls}) fit its port?", tls=tls)
        with self._failing(later("connect"), hint):
            self._client = _connect(host, port, tls, ca_file, patience)
        hint = _("is the password of {user} in mailbox.password_file still right?", user=user)
        if token:
            hint = doubt(token, user=user, server="IMAP", now=datetime.now(UTC)) or _(
                "does the token's owner have a right to the mailbox of {user} by IMAP?", user=user
            )
        with self._failing(later("log in"), hint, on_no=Cause.REFUSED), _hung_up_on_failure(self._client):
            if token:
                _show_token(self._client, user, token)
            else:
                _give_password(self._client, user, password)
            # What is offered may be another thing after the login (RFC 9051 6.1.1).
            self._idles = self._client.has_capability("IDLE")

    def open(self, folder: str) -> Folder:
        """Look into *folder* read-only."""
        with self._failing(
            later("open the folder {folder!r}"),
            _("is it named so in mailbox.folders? was it renamed or deleted?"),
            on_no=Cause.FOLDER,
            folder=folder,
        ):
            self._selected = False
            answer = self._client.select_folder(folder, readonly=True)
            self._selected = True
            # RFC 9051 makes UIDNEXT compulsory, RFC 3501 does not: then it follows the last message.
            uidnext = answer.get(b"UIDNEXT") or max(self._client.search("UID *"), default=0) + 1
            return Folder(name=folder, uidvalidity=answer[b"UIDVALIDITY"], uidnext=uidnext)

    def uids(self, first: int, folder: Folder) -> Sequence[int]:
        """The UIDs from *first* on, ascending. `n:*` would give the last one even below n."""
        found = array("Q")  # a folder may hold 100,000 when it is read for the first time
        with self._failing(later("search"), on_no=Cause.FOLDER):
            for low in range(first, folder.uidnext, _SEARCH_WINDOW):
                window = range(low, min(low + _SEARCH_WINDOW, folder.uidnext))
                answer = self._client.search(f"UID {window[0]}:{window[-1]}")
                found.extend(sorted({uid for uid in answer if uid in window}))
        return found

    def first_uid_since(self, day: date) -> int | None:
        """The lowest UID that arrived on *day* or later, None if there is none."""
        with self._failing(later("search"), on_no=Cause.FOLDER):
            return min(self._client.search(["SINCE", day]), default=None)

    def heads(self, uids: Sequence[int]) -> dict[int, Head | None]:
        """Header block, size and INTERNALDATE of each message that is still there.

        None stands for a message that the server names but does not show.
        """
        found: dict[int, Head | None] = {}
        for uid, data in self._fetch(uids, ["RFC822.SIZE", "INTERNALDATE", _HEAD]):
            found[uid] = _head(uid, data)
        return found

    def bodies(self, uids: Sequence[int], most: int = BODY_LIMIT) -> dict[int, bytes | None]:
        """The first *most* bytes of each message that is still there; None where they are withheld."""
        found = self._fetch(uids, ["RFC822.SIZE", f"BODY.PEEK[]<0.{most}>"])
        return {uid: self._whole(uid, data, most) for uid, data in found}

    def _whole(self, uid: int, data: Mapping[bytes, Any], most: int) -> bytes | None:
        """All that was asked for, whatever the size says: Exchange and others give a wrong one.

        Where it says that there is more, that is asked for until the server says there is none.
        """
        raw, size = data.get(b"BODY[]<0>"), data.get(b"RFC822.SIZE")
        if not isinstance(raw, bytes):
            return None
        for _piece in range(_PIECES):
            if not isinstance(size, int) or not _lacks(raw, min(size, most)):
                return raw[:most]
            answer = dict(self._fetch([uid], [f"BODY.PEEK[]<{len(raw)}.{most - len(raw)}>"]))
            more = answer.get(uid, {}).get(b"BODY[]<%d>" % len(raw))
            if not isinstance(more, bytes):
                return None
            if not more:
                return raw
            raw += more
        return None

    def file(self, folder: str, letter: bytes, *, seen: bool = True) -> None:
        """Put a letter of ours into *folder*, by default as one that was read already."""
        with self._failing(
            later("file a letter in {folder!r}"),
            _("is mailbox.sent_folder named right?"),
            on_no=Cause.FOLDER,
            folder=folder,
        ):
            self._client.append(folder, letter, flags=(b"\\Seen",) if seen else ())

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Return when something may have happened in the open folder, at the latest after *seconds*.

        IDLE only wakes: mail that came between the last look and IDLE is announced
        before anybody listens, so whoever calls this looks again afterwards, every time.
        """
        until = time.monotonic() + seconds
        if self._idles and self._selected and self._idle(until, stop):
            return
        if not (self._idles and self._selected):
            stop.wait(max(until - time.monotonic(), 0))
        with self._failing(later("hear anything more")):
            self._client.noop()

    def _idle(self, until: float, stop: threading.Event) -> bool:
        """Whether the server said anything by itself."""
        with self._failing(later("wait for mail")):
            try:
                self._client.idle()
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error:  # offered, and refused
                self._idles = False
                return False
            try:
                while not stop.is_set() and (left := until - time.monotonic()) > 0:
                    if self._glance(min(left, _GLANCE_SECONDS)):
                        return True
            finally:
                self._client.idle_done()
        return False

    def _glance(self, seconds: float) -> bool:
        """Look whether the server says anything within *seconds*.

        imapclient takes a closed connection for silence, and says so at once, again and again.
        """
        began = time.monotonic()
        heard = self._client.idle_check(timeout=seconds)
        if not heard and time.monotonic() - began < seconds / 2:
            raise EOFError(_("the connection was closed"))
        farewell = next((response for response in heard if response[0] == b"BYE"), None)
        if farewell is not None:
            raise EOFError(farewell[-1].decode("utf-8", "replace"))
        return bool(heard)

    @property
    def idles(self) -> bool:
        """Whether the server tells of new mail by itself (IDLE)."""
        return self._idles

    def folder_names(self) -> list[str]:
        """The folders that can be opened."""
        with self._failing(later("list the folders")):
            listed = self._client.list_folders()
        return [
            str(name) for flags, _delimiter, name in listed if b"\\noselect" not in {f.lower() for f in flags}
        ]

    def special_folder(self, flag: bytes) -> str:
        """Return the folder with this mark of RFC 6154, or with the usual name; "" where there is none."""
        with self._failing(later("list the folders")):
            return str(self._client.find_special_folder(flag) or "")

    def close(self) -> None:
        """Log out; a connection that is gone already is no error, and is not waited for again."""
        if not self._broken:
            with suppress(Exception):
                self._client.logout()
                return
        with suppress(Exception):
            self._client.shutdown()

    def _fetch(self, uids: Sequence[int], items: list[str]) -> Iterator[tuple[int, Mapping[bytes, Any]]]:
        for start in range(0, len(uids), _LIST_LIMIT):
            with self._failing(later("fetch"), on_no=Cause.FOLDER):
                answer = self._client.fetch(list(uids[start : start + _LIST_LIMIT]), items)
            yield from answer.items()

    @contextmanager
    def _failing(
        self, step: str, hint: str = "", *, on_no: Cause | None = None, **values: str
    ) -> Iterator[None]:
        """Tell what the *step*, a constant with *values*, came to; *hint* is the way out, said already."""
        try:
            yield
        except _FAILURES as error:
            text = without(_server_text(error), self._secrets)
            self._broken = self._broken or not _is_answer(error)
            step = _(step, **values)
            msg = _("IMAP {where}: cannot {step}: {text}", where=self._where, step=step, text=text)
            msg += f"; {hint}" if hint else ""
            raise MailboxError(msg, cause=_cause(error, text, on_no), asked=asked_pause(text)) from error


def _head(uid: int, data: Mapping[bytes, Any]) -> Head | None:
    block, size, received = data.get(b"BODY[HEADER]<0>"), data.get(b"RFC822.SIZE"), data.get(b"INTERNALDATE")
    if isinstance(block, bytes) and isinstance(size, int) and isinstance(received, datetime):
        if received.year not in _SANE_YEARS:  # in UTC it may not even be a date
            return Head(uid=uid, size=size, received_at=datetime.now(UTC), block=block, dated_by_us=True)
        return Head(uid=uid, size=size, received_at=received, block=block)
    return None


def _lacks(raw: bytes, size: int) -> bool:
    """Whether *size* bytes are more than *raw*; a line's end may have been counted as one or as two."""
    return len(raw) + raw.count(b"\n") - raw.count(b"\r\n") < size


def _connect(host: str, port: int, tls: str, ca_file: Path | None, patience: float) -> IMAPClient:
    if tls == "none" and not is_loopback(host):
        msg = _('mailbox.tls = "none" is only for this machine itself, not for {host}', host=host)
        raise ValueError(msg)
    context = _trust(ca_file)
    client = IMAPClient(
        host,
        port,
        ssl=tls == "implicit",
        ssl_context=context if tls == "implicit" else None,
        timeout=SocketTimeout(connect=min(_CONNECT_SECONDS, patience), read=patience),
    )
    # Aware INTERNALDATEs: by default they come as naive ones of this machine's zone.
    client.normalise_times = False
    # imapclient has imaplib describe each answer whole, for a log that nobody keeps.
    client._imap.debug = 0  # noqa: SLF001 - there is no public way
    with _hung_up_on_failure(client):
        _prepare(client, context if tls == "starttls" else None)
    return client


def _give_password(client: IMAPClient, user: str, password: str) -> None:
    """LOGIN takes ASCII only, and is not offered everywhere; SASL PLAIN takes UTF-8 (RFC 4616)."""
    is_offered = not client.has_capability("LOGINDISABLED")
    if is_offered and (user + password).isascii():
        client.login(user, password)
    elif is_offered or client.has_capability("AUTH=PLAIN"):
        client.plain_login(user, password)
    else:
        raise CapabilityError(_("the server takes no passwords (LOGINDISABLED), perhaps access tokens"))


def _show_token(client: IMAPClient, user: str, token: str) -> None:
    """Sign in by the way that the server has for tokens; what it says against one is in the error."""
    offered = [
        name[5:].decode("ascii", "replace") for name in client.capabilities() if name.startswith(b"AUTH=")
    ]
    chosen = way(offered)
    if chosen is None:
        raise CapabilityError(_("the server takes no access tokens (neither XOAUTH2 nor OAUTHBEARER)"))
    bearer = Bearer(way=chosen, user=user, token=token)
    try:
        client.sasl_login(chosen, bearer.answer)
    except LoginError as error:
        if not bearer.complaint:
            raise
        raise LoginError(f"{_server_text(error)} ({bearer.complaint})") from None


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:  # an SSLError is one, too
        why = of_the_system(error) if error.strerror else str(error)
        raise FileNotFoundError(
            _("ca_file {ca_file} cannot be read as certificates: {why}", ca_file=ca_file, why=why)
        ) from error


def _prepare(client: IMAPClient, starttls: ssl.SSLContext | None) -> None:
    if starttls is not None:
        client.starttls(starttls)
    # imapclient writes a command in two pieces: Nagle would hold back the second.
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _KEEPALIVE:
        client.socket().setsockopt(socket.IPPROTO_TCP, option, value)


@contextmanager
def _hung_up_on_failure(client: IMAPClient) -> Iterator[None]:
    """A connection that nobody gets to use is closed at once."""
    try:
        yield
    except BaseException:
        with suppress(Exception):
            client.shutdown()
        raise


def _cause(error: Exception, text: str, on_no: Cause | None) -> Cause:
    """What it takes to mend it; a server's NO means *on_no*, unless it says something else itself."""
    if on_no and _is_answer(error):
        return refusal(text, on_no)
    # A certificate, an absent STARTTLS, a file that is not there: no waiting mends them.
    if isinstance(error, ssl.SSLCertVerificationError | CapabilityError | FileNotFoundError):
        return Cause.REFUSED
    return refusal(text, Cause.AWAY)


def _is_answer(error: Exception) -> bool:
    """Whether the server answered NO or BAD; after anything else nobody knows where in the talk we are."""
    if isinstance(error, ProtocolError | imaplib.IMAP4.abort) or not isinstance(error, imaplib.IMAP4.error):
        return False
    return not str(error).startswith("command: ")  # imaplib could not read on


def _server_text(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return _("no answer in time")
    if isinstance(error, ProtocolError) or "unexpected response" in str(error):
        return _("an answer that is no IMAP")  # they quote it, and it may be a resident's mail
    text = str(error) or type(error).__name__
    return text[2:-1] if text.startswith(("b'", 'b"')) else text
