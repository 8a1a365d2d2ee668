"""SMTP servers on loopback: one that takes every letter, and one that does what a test says.

`Sink` is aiosmtpd, so that what we speak is heard by somebody else's ears. `Scripted`
keeps each line and each byte, and at any step may answer anything, close, or say nothing.
"""

import asyncio
import logging
import ssl
import warnings
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Final

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

LOOPBACK = "127.0.0.1"
# What the server says of itself is nothing that a command under test says.
logging.getLogger("mail.log").propagate = False
logging.getLogger("mail.log").addHandler(logging.NullHandler())


class Act(Enum):
    """What a server can do instead of answering."""

    CLOSE = "close"
    RESET = "reset"
    HANG = "hang"


CLOSE, RESET, HANG = Act.CLOSE, Act.RESET, Act.HANG

Script = Mapping[str, Iterable[str | Act]]


_LONGEST: Final = 5.0
"""Seconds in which whoever shook no hands is gone."""


async def _closing(server: asyncio.Server) -> "asyncio.Task[None]":
    """Let nobody in any more; what ends when the last line is closed, also of a handshake that failed."""
    loop = asyncio.get_running_loop()
    for listening in server.sockets:
        loop.remove_reader(listening.fileno())
    empty = asyncio.ensure_future(server.wait_closed())  # it waits only if it began before
    for _step in range(3):  # who was let in just now gets a transport, then a task: not of a closed server
        await asyncio.sleep(0)
    server.close()
    return empty


@dataclass(frozen=True)
class Certificates:
    """An authority of the test's own, and a server certificate from it."""

    ca_file: Path
    server: ssl.SSLContext


def certificates(folder: Path, *names: str, expired: bool = False) -> Certificates:
    """Make an authority in *folder* and a certificate for *names* (by default the loopback address)."""
    authority = trustme.CA()
    not_after = datetime(2020, 1, 2, tzinfo=UTC) if expired else None
    not_before = datetime(2020, 1, 1, tzinfo=UTC) if expired else None
    issued = authority.issue_cert(*(names or (LOOPBACK,)), not_before=not_before, not_after=not_after)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued.configure_cert(server)
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    return Certificates(ca_file=ca_file, server=server)


_USUAL: dict[str, str] = {
    "greeting": "220 mail.example.cat ESMTP",
    "EHLO": "250 mail.example.cat",
    "STARTTLS": "220 2.0.0 go ahead",
    "AUTH": "235 2.7.0 welcome",
    "MAIL": "250 2.1.0 ok",
    "RCPT": "250 2.1.5 ok",
    "DATA": "354 go ahead",
    "dot": "250 2.0.0 queued",
    "RSET": "250 2.0.0 ok",
    "QUIT": "221 2.0.0 bye",
}


@dataclass
class Scripted:
    """A server that follows a script: for each step the answers in turn, then the usual one.

    The steps are "greeting", the commands, "content" (the moment the content begins;
    nothing by default) and "dot". One that was given a port is the next on it.
    """

    script: Script = field(default_factory=dict)
    implicit: ssl.SSLContext | None = None
    starttls: ssl.SSLContext | None = None
    extensions: tuple[str, ...] = ("SIZE 10000000", "8BITMIME")
    at: Mapping[str, Callable[[], object]] = field(default_factory=dict)
    port: int = 0
    lines: list[str] = field(default_factory=list)
    in_clear: list[str] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    connections: int = 0

    def __post_init__(self) -> None:
        self._turns = {step: deque(answers) for step, answers in self.script.items()}
        self._over = asyncio.Event()
        self._open: set[asyncio.Task[None]] = set()

    def heard(self, verb: str) -> list[str]:
        """Every line that began with *verb*."""
        return [line for line in self.lines if line.upper().startswith(verb)]

    async def cut(self) -> None:
        """Close every connection as it stands; who is connected anew is served."""
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        self._open.clear()

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Scripted"]:
        server = await asyncio.start_server(self._connected, LOOPBACK, self.port, ssl=self.implicit)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self._over.set()
            empty = await _closing(server)  # who was let in at the last moment has a task by then
            for task in self._open:
                task.cancel()
            await asyncio.gather(*self._open, return_exceptions=True)
            await asyncio.wait([empty], timeout=_LONGEST)  # and their lines are closed

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        self.connections += 1
        try:
            await _Talk(self, reader, writer, secure=self.implicit is not None).go()
        except (OSError, EOFError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    def turn(self, step: str) -> str | Act:
        if step in self.at:
            self.at[step]()
        turns = self._turns.get(step)
        if turns:
            return turns.popleft()
        return _USUAL.get(step, "" if step == "content" else "502 5.5.1 unknown")


class _OverError(EOFError):
    """The talk is at its end."""


@dataclass
class _Talk:
    server: Scripted
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    secure: bool

    async def go(self) -> None:
        await self._act("greeting")
        while line := await self.reader.readline():
            text = line.decode("ascii").rstrip("\r\n")
            self.server.lines.append(text)
            if not self.secure:
                self.server.in_clear.append(text)
            await self._obey(text.split(" ")[0].upper())

    async def _obey(self, verb: str) -> None:
        answer = await self._act(verb)
        if verb == "DATA" and answer.startswith("354"):
            await self._act("content")
            self.server.contents.append(await self._content())
            await self._act("dot")
        elif verb == "STARTTLS" and answer.startswith("220") and self.server.starttls:
            await self.writer.start_tls(self.server.starttls)
            self.secure = True
        elif verb == "QUIT":
            raise _OverError

    async def _content(self) -> bytes:
        return await self.reader.readuntil(b"\r\n.\r\n")

    async def _act(self, step: str) -> str:
        turn = self.server.turn(step)
        match turn:
            case Act.HANG:
                await self.server._over.wait()
                raise _OverError
            case Act.RESET:
                self.writer.transport.abort()
                raise _OverError
            case Act.CLOSE:
                self.writer.close()
                raise _OverError
        await self._say(step, turn)
        return turn

    async def _say(self, step: str, answer: str) -> None:
        if not answer:
            return
        lines = [answer]
        if step == "EHLO" and answer.startswith("250"):
            lines += [f"250 {extension}" for extension in self._extensions()]
        marked = [line[:3] + "-" + line[4:] for line in lines[:-1]] + lines[-1:]
        self.writer.write("".join(f"{line}\r\n" for line in marked).encode())
        await self.writer.drain()

    def _extensions(self) -> list[str]:
        offered = list(self.server.extensions)
        if self.server.starttls and not self.secure:
            offered.append("STARTTLS")
        return offered


@dataclass
class Taken:
    """A letter as the other end keeps it."""

    sender: str
    recipients: list[str]
    content: bytes


@dataclass
class Sink:
    """aiosmtpd: takes every letter, asks for *login* (user, password) where given."""

    implicit: ssl.SSLContext | None = None
    starttls: ssl.SSLContext | None = None
    login: tuple[str, str] | None = None
    letters: list[Taken] = field(default_factory=list)
    tries: list[tuple[str, str, str]] = field(default_factory=list)
    port: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's
        sender = "" if envelope.mail_from == "<>" else envelope.mail_from
        self.letters.append(Taken(sender, list(envelope.rcpt_tos), envelope.content))
        return "250 2.0.0 queued"

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Sink"]:
        loop = asyncio.get_running_loop()
        talks: list[SMTP] = []
        options: dict[str, Any] = {
            "hostname": "mail.example.cat",
            "tls_context": self.starttls,
            "require_starttls": self.starttls is not None,
            "auth_required": self.login is not None,
            "authenticator": self._authenticate if self.login else None,
        }

        def talk() -> SMTP:
            with warnings.catch_warnings():
                # aiosmtpd does not count a connection that was TLS from the start as encrypted.
                warnings.simplefilter("ignore")
                talks.append(SMTP(self, loop=loop, auth_require_tls=self.implicit is None, **options))
            return talks[-1]

        server = await loop.create_server(talk, LOOPBACK, 0, ssl=self.implicit)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            empty = await _closing(server)  # who was let in at the last moment has a line by then
            for each in talks:
                if each.transport is not None:
                    each.transport.abort()
            await asyncio.wait([empty], timeout=_LONGEST)

    def _authenticate(self, *heard: Any) -> AuthResult:
        mechanism: str = heard[-2]
        login: LoginPassword = heard[-1]
        user, password = login.login.decode(), login.password.decode()
        self.tries.append((mechanism, user, password))
        return AuthResult(success=(user, password) == self.login, handled=False)
