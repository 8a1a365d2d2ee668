"""The embedded mail servers: a mailbox in memory and a sink for letters, both on loopback.

They speak real IMAP (pymap) and real SMTP (aiosmtpd) on ports that the system chooses, in one
thread with a loop of its own. Nothing listens elsewhere, and nothing is left when they are closed.
"""

import asyncio
import re
import socket
import ssl
import threading
from argparse import Namespace
from asyncio import StreamReader, StreamWriter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import uuid4

from aiosmtpd.smtp import SMTP, Envelope, Session
from imapclient import IMAPClient, SocketTimeout
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, Login
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import BuiltinHash

from daemon.errors import AltabaixaError
from daemon.language import _

LOOPBACK: Final = "127.0.0.1"
USER: Final = "demo"
_UP_WITHIN: Final = 15.0
_MOMENT: Final = 0.02
_LARGEST: Final = 64 * 1024 * 1024
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")


@dataclass(slots=True, kw_only=True)
class PostOffice:
    """Both servers, up. `letters` grows as letters come in: recipient and bytes."""

    imap_port: int = 0
    smtp_port: int = 0
    letters: list[tuple[str, bytes]] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a letter (a name that aiosmtpd prescribes)."""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        self.letters.extend((to, raw) for to in envelope.rcpt_tos)
        return "250 2.0.0 OK"


@contextmanager
def post_office(password: str) -> Iterator[PostOffice]:
    """Run both servers; *password* opens the mailbox of USER. AltabaixaError if they do not come up."""
    office, up, over = PostOffice(), Future[asyncio.AbstractEventLoop](), asyncio.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(office, password, up, over)), daemon=True)
    thread.start()
    try:
        loop = up.result(_UP_WITHIN)
    except Exception as error:
        why = str(error) or _("no answer in time")
        raise AltabaixaError(
            _("the demo's mail servers did not come up on {loopback}: {why}", loopback=LOOPBACK, why=why)
        ) from error
    try:
        yield office
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(_UP_WITHIN)


def deliver(office: PostOffice, password: str, mails: Sequence[tuple[bytes, datetime]]) -> int:
    """Put messages into the mailbox, one by one by IMAP APPEND, each with its arrival; returns how many."""
    client = IMAPClient(LOOPBACK, office.imap_port, ssl=False, timeout=SocketTimeout(connect=5, read=30))
    # imapclient writes a command in two pieces: Nagle would hold back the second for 40 ms.
    client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with client:
        client.login(USER, password)
        for raw, arrived_at in mails:
            client.append("INBOX", _whole(raw), msg_time=arrived_at)
    return len(mails)


def _whole(raw: bytes) -> bytes:
    """The message with line ends of mail and the empty line after its header block, as a server stores it.

    Without it pymap loses the last byte, and it takes an empty message for a change of mind.
    """
    raw = _LINE_END.sub(b"\r\n", raw)
    if raw.startswith(b"\r\n") or b"\r\n\r\n" in raw:
        return raw
    return raw + (b"\r\n" if raw.endswith(b"\r\n") or not raw else b"\r\n\r\n")


async def _serve(
    office: PostOffice, password: str, up: Future[asyncio.AbstractEventLoop], over: asyncio.Event
) -> None:
    guests: list[StreamWriter | SMTP] = []
    try:
        imap = await _imap_server(password, guests)
        smtp = await _smtp_server(office, guests)
    except Exception as error:  # noqa: BLE001 - it is raised again where somebody waits for it
        up.set_exception(error)
        return
    office.imap_port, office.smtp_port = (server.sockets[0].getsockname()[1] for server in (imap, smtp))
    up.set_result(asyncio.get_running_loop())
    with closing(imap), closing(smtp):
        await over.wait()
        # asyncio loses the socket of who is just at the door when a server closes: let them in first.
        await asyncio.sleep(_MOMENT)
    # Whatever the client is at: nobody waits for one to take leave.
    for guest in guests:
        if isinstance(guest.transport, asyncio.WriteTransport):
            guest.transport.abort()
    await asyncio.sleep(_MOMENT)


class _MailboxConfig(Config):
    """pymap's settings; its own greeting would ask the DNS for this machine's name."""

    @property
    def greeting(self) -> bytes:
        return b"altabaixa demo"


async def _imap_server(password: str, guests: list[StreamWriter | SMTP]) -> asyncio.Server:
    config = _MailboxConfig(
        Namespace(passlib_cfg=None, proxy_protocol=None),
        host=LOOPBACK,
        port=0,
        demo_data=False,
        demo_user=USER,
        demo_password=password,
        # Given, so that no certificate is looked for in the environment; TLS is not offered.
        ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER),
        tls_enabled=False,
        # The password lives as long as the demo: hashing it slowly guards nothing.
        hash_context=BuiltinHash(rounds=1),
        cpu_subsystem=Subsystem.for_asyncio(),
    )
    config.apply_context()
    login = Login(config)
    hashed = await Passwords(config).hash_password(password)
    await login.demo_user_identity.set(UserMetadata(config, USER, password=hashed))
    serve = IMAPServer(login, config)

    # Not pymap's own start: it keeps no hold on its tasks, so that one may vanish amid a command.
    async def talk(reader: StreamReader, writer: StreamWriter) -> None:
        guests.append(writer)
        await serve(reader, writer, SocketInfo.get(writer, None, unique_id=uuid4().bytes))

    return await asyncio.start_server(talk, host=LOOPBACK, port=0)


async def _smtp_server(office: PostOffice, guests: list[StreamWriter | SMTP]) -> asyncio.Server:
    loop = asyncio.get_running_loop()

    def session() -> SMTP:
        guest = SMTP(
            office, data_size_limit=_LARGEST, hostname="localhost", ident="altabaixa demo", loop=loop
        )
        guests.append(guest)
        return guest

    return await loop.create_server(session, host=LOOPBACK, port=0)
