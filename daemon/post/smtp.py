"""SMTP: hands one letter at a time to the town's server, command by command.

aiosmtplib raises the same error for a connection lost at MAIL and one lost after
the final dot. Here each command is given by itself, so that the answer says
whether the content surely did not go. The connection is encrypted and its
certificate verified, or nothing is said on it; only a server on this very
machine may be spoken to in clear.
"""

import asyncio
import re
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final, Literal

import aiosmtplib

from daemon.errors import AltabaixaError
from daemon.faults import around
from daemon.language import _, of_the_system
from daemon.loopback import is_loopback
from daemon.oauth.sasl import Bearer, decoded, secrets_of, way
from daemon.oauth.tokens import Tokens
from daemon.safe_text import without
from rules.transport.delivery import (
    Answer,
    Kind,
    Phase,
    Trouble,
    answered,
    mailable,
    refuses_sender,
    refuses_us,
    unreachable,
)

Tls = Literal["implicit", "starttls", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """Seconds we wait for the server.

    RFC 5321 4.5.3.2 has five minutes for a command, meant for servers of strangers; our own
    answers at once or not at all, and what it did not answer surely did not go. For the dot
    it has ten, and there it matters.
    """

    connect: float = 30.0
    command: float = 60.0
    dot: float = 600.0
    quit: float = 5.0


LETTERS_A_CONNECTION: Final = 50
"""Servers close the door after so many (OpenSMTPD after 100): better to leave before."""


_CLOSING: Final = frozenset({421, 452})
"""The server is about to close, or took as many letters on this connection as it does."""

_STALE: Final = _CLOSING | {454}
"""And: it wants another login (RFC 4954 6), as where an access token has ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    """How the server receives us. What was not tried, for the `entry` failed, is None.

    `entry` is connecting and logging in, `sender` its answer to our address as return path,
    `null_path` to none at all; `largest` is how many bytes a letter may have, 0 for any.
    """

    entry: Answer
    sender: Answer | None = None
    null_path: Answer | None = None
    largest: int = 0


_PATIENT: Final = Timeouts()
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_COMMAND_LIMIT: Final = 500
_AUTH_STEPS: Final = 2
"""What we say, and what we answer to a complaint."""
_LEADING_DOT: Final = re.compile(rb"(?m)^\.")
_LOST: Final = (aiosmtplib.SMTPException, OSError)


class SmtpMailer:
    """The town's mail server. Connects when it is first needed; `close` takes leave."""

    def __init__(  # noqa: PLR0913 - the configuration's own words
        self,
        *,
        host: str,
        port: int,
        tls: Tls,
        ca_file: str = "",
        user: str = "",
        password: Callable[[], str] | None = None,
        tokens: Tokens | None = None,
        sender: str = "",
        timeouts: Timeouts = _PATIENT,
        letters_a_connection: int = LETTERS_A_CONNECTION,
    ) -> None:
        """Take note of the server; nothing is sent yet.

        `sender` is our own address: it names us in EHLO, and it stands in for the null
        return path where a server refuses that. Raises ValueError for a connection in
        clear to another machine, or a `ca_file` that cannot be read.
        """
        if tls == "none" and not is_loopback(host):
            msg = _(
                "tls = none would send mail and password to {host} in clear: only loopback may", host=host
            )
            raise ValueError(msg)
        self._host, self._port, self._tls = host, port, tls
        self._user, self._password, self._sender = user, password, sender
        self._tokens = tokens
        self._timeouts = timeouts
        self._letters_a_connection = letters_a_connection
        self._trust = None if tls == "none" else _trust(ca_file)
        self._smtp = self._fresh()
        self._letters = 0
        self._last: Answer | None = None
        self._null_path_refused = False

    async def hand_over(
        self, *, envelope_sender: str, recipient: str, raw: bytes, entering_data: Callable[[], None]
    ) -> Answer:
        """Try once and say what came of it; see `Mailer`."""
        if not mailable(recipient) or not (envelope_sender == "" or mailable(envelope_sender)):
            return answered(553, "5.1.3", Phase.ENVELOPE)
        content = _on_the_wire(raw)
        with self._hanging_up_on_error():
            await self._tidy()
            answer = await self._begin(envelope_sender, size=len(content))
            answer = answer or await self._finish(recipient, content, entering_data)
            answer = self._of_sender(answer, envelope_sender)
        self._last = answer
        if answer.kind is not Kind.ANSWERED:
            self._hang_up()
        return answer

    async def probe(self) -> Welcome:
        """Connect, log in, name our address as a sender and take leave; no letter is sent."""
        with self._hanging_up_on_error():
            trouble = await self._connect()
            if trouble is not None:
                return Welcome(entry=trouble)
            size = self._smtp.esmtp_extensions.get("size", "")
            sender = await self._offer(self._sender)
            null_path = await self._offer("") if sender.kind is Kind.ANSWERED else None
        await self.close()
        return Welcome(
            entry=answered(250, "", Phase.ENVELOPE),
            sender=sender,
            null_path=null_path,
            largest=int(size) if size.isdecimal() else 0,
        )

    async def _offer(self, address: str) -> Answer:
        """Name a sender and forget it again; the answer is the server's to it, at MAIL or at RCPT."""
        refusal = await self._name(b"MAIL", b"FROM:", address)
        if refusal is None:
            at_rcpt = await self._name(b"RCPT", b"TO:", self._sender)
            refusal = at_rcpt if at_rcpt and refuses_sender(at_rcpt, address) else None
            await self._forget_envelope()
        return refusal or answered(250, "", Phase.ENVELOPE)

    async def close(self) -> None:
        """Take leave of the server, if connected; see `Mailer`."""
        if self._smtp.is_connected:
            with suppress(*_LOST):
                await self._smtp.quit(timeout=self._timeouts.quit)
        self._hang_up()

    async def _begin(self, envelope_sender: str, *, size: int) -> Answer | None:
        """Get as far as an accepted MAIL; None if we did.

        A connection kept from an earlier letter may be dead or used up, or what we logged in with has
        ended: then a fresh one is tried at once, for that says nothing about this letter.
        """
        kept = self._smtp.is_connected
        answer = await self._connect() or await self._mail(envelope_sender, size)
        stale = answer is not None and (answer.kind is not Kind.ANSWERED or answer.code in _STALE)
        if kept and stale:
            self._hang_up()
            answer = await self._connect() or await self._mail(envelope_sender, size)
        return answer

    async def _mail(self, envelope_sender: str, size: int) -> Answer | None:
        if envelope_sender == "" and self._null_path_refused:
            envelope_sender = self._sender
        answer = await self._mail_from(envelope_sender, size)
        if answer is not None and refuses_us(answer) and envelope_sender == "" and self._sender:
            # Many a submission server takes no null return path; our mail's other marks
            # (Auto-Submitted) keep robots silent all the same.
            answer = await self._mail_from(self._sender, size)
            self._null_path_refused = answer is None
        if answer is not None and refuses_us(answer):
            return unreachable(Trouble.SENDER, answer)
        return answer

    def _of_sender(self, answer: Answer, envelope_sender: str) -> Answer:
        """The answer; one about our address where a server waits with that for RCPT or the content."""
        sender = envelope_sender or (self._sender if self._null_path_refused else "")
        if answer.kind is not Kind.ANSWERED or not refuses_sender(answer, sender):
            return answer
        self._null_path_refused |= sender == ""
        return unreachable(Trouble.SENDER, answer)

    async def _mail_from(self, address: str, size: int) -> Answer | None:
        options = [b"SIZE=%d" % size] if self._smtp.supports_extension("size") else []
        return await self._name(b"MAIL", b"FROM:", address, *options)

    async def _name(self, verb: bytes, role: bytes, address: str, *options: bytes) -> Answer | None:
        """Name one address of the envelope; None if the server takes it."""
        try:
            path = role + b"<%s>" % address.encode("ascii")
            response = await self._smtp.execute_command(verb, path, *options)
        except _LOST as error:
            return _lost(error, Phase.ENVELOPE)
        return (
            None if response.code // 100 == 2 else answered(response.code, response.message, Phase.ENVELOPE)
        )

    async def _finish(self, recipient: str, content: bytes, entering_data: Callable[[], None]) -> Answer:
        """Name the recipient and, if the server takes it, hand over the content."""
        refusal = await self._name(b"RCPT", b"TO:", recipient)
        if refusal is not None:
            return refusal
        entering_data()
        return await self._data(content)

    async def _data(self, content: bytes) -> Answer:
        phase = Phase.ENVELOPE
        try:
            response = await self._smtp.execute_command(b"DATA")
            if response.code == 354:
                phase = Phase.DATA
                response = await self._send_content(content)
        except _LOST as error:
            return _lost(error, phase)
        self._letters += 1
        return answered(response.code, response.message, phase)

    async def _send_content(self, content: bytes) -> aiosmtplib.SMTPResponse:
        protocol = self._smtp.protocol
        if protocol is None:
            raise aiosmtplib.SMTPServerDisconnected(Trouble.CUT_OFF.value)
        with around("smtp.dot"):
            protocol.write(content)
        with around("smtp.answer"):
            return await protocol.read_response(timeout=self._timeouts.dot)

    async def _tidy(self) -> None:
        """Make the connection what the next letter needs: clean, or fresh.

        Left until then: nothing may stand between a 250 and its record.
        """
        last, self._last = self._last, None
        if last is None or last.code is None or not self._smtp.is_connected:
            return
        if last.code in _CLOSING or self._letters >= self._letters_a_connection:
            await self.close()
        elif last.phase is Phase.ENVELOPE or last.code // 100 != 2:
            await self._forget_envelope()

    async def _forget_envelope(self) -> None:
        with suppress(*_LOST):
            if (await self._smtp.execute_command(b"RSET")).code // 100 == 2:
                return
        await self.close()

    async def _connect(self) -> Answer | None:
        """Be connected, encrypted and logged in; else say why not."""
        if self._smtp.is_connected:
            return None
        self._hang_up()
        trouble = await self._open(self._smtp)
        if trouble is not None:
            self._hang_up()
        return trouble

    def _fresh(self) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            timeout=self._timeouts.connect,
            use_tls=self._tls == "implicit",
            start_tls=self._tls == "starttls",
            tls_context=self._trust,
            # Not the machine's name: it tells strangers of our network, and its look-up may hang.
            local_hostname=self._sender.rpartition("@")[2] or "localhost",
        )

    async def _open(self, smtp: aiosmtplib.SMTP) -> Answer | None:
        try:
            await smtp.connect()
            await smtp.ehlo()
        except aiosmtplib.SMTPResponseException as refusal:
            return unreachable(Trouble.NOT_SERVING, _refused(refusal))
        except ssl.SSLError:
            return unreachable(Trouble.CERTIFICATE)
        except (*_LOST, UnicodeError) as error:
            return unreachable(self._why_not(error))
        smtp.timeout = self._timeouts.command
        if self._tokens is not None:
            return await self._show_token(smtp, self._tokens)
        return await self._log_in(smtp) if self._user else None

    def _why_not(self, error: Exception) -> Trouble:
        if isinstance(error.__cause__, ssl.SSLError):
            return Trouble.CERTIFICATE
        if isinstance(error, TimeoutError):
            return Trouble.SILENT
        if isinstance(error, OSError | UnicodeError):
            return Trouble.NO_CONNECTION
        return Trouble.NO_ENCRYPTION if self._tls == "starttls" else Trouble.NOT_SERVING

    async def _log_in(self, smtp: aiosmtplib.SMTP) -> Answer | None:
        """Log in by one method, once: each further try with a wrong password brings a lock-out nearer."""
        ways = {"plain": smtp.auth_plain, "login": smtp.auth_login, "cram-md5": smtp.auth_crammd5}
        way = next((ways[name] for name in ways if name in smtp.server_auth_methods), None)
        if way is None:
            return unreachable(Trouble.NO_LOGIN)
        try:
            password = self._password() if self._password else ""
        except (OSError, AltabaixaError):
            return unreachable(Trouble.PASSWORD_MISSING)
        try:
            await way(self._user, password)
        except aiosmtplib.SMTPResponseException as refusal:
            said = without(refusal.message, secrets_of(self._user, password=password))
            return unreachable(Trouble.LOGIN, answered(refusal.code, said, Phase.ENVELOPE))
        except _LOST as error:
            return unreachable(Trouble.SILENT if isinstance(error, TimeoutError) else Trouble.CUT_OFF)
        return None

    async def _show_token(self, smtp: aiosmtplib.SMTP, tokens: Tokens) -> Answer | None:
        """Sign in with a token; one of some time ago that is refused says nothing of the next."""
        chosen = way(smtp.server_auth_methods)
        if chosen is None:
            return unreachable(Trouble.NO_LOGIN)
        for _try in range(2):
            try:
                token = await asyncio.to_thread(tokens.token)
            except AltabaixaError:
                return unreachable(Trouble.TOKEN_MISSING)
            bearer = Bearer(way=chosen, user=self._user, token=token.value)
            try:
                response = await self._show(smtp, bearer)
            except _LOST as error:
                return unreachable(Trouble.SILENT if isinstance(error, TimeoutError) else Trouble.CUT_OFF)
            if response.code == 235:
                return None
            said = without(response.message, secrets_of(self._user, token=token.value))
            refused = answered(response.code, said, Phase.ENVELOPE)
            if response.code // 100 != 5 or not token.is_kept:
                break
            tokens.forget(token)
        return unreachable(Trouble.LOGIN, refused)

    async def _show(self, smtp: aiosmtplib.SMTP, bearer: Bearer) -> aiosmtplib.SMTPResponse:
        command, opening = [b"AUTH", bearer.way.encode()], b64encode(bearer.opening)
        # A longer one goes alone: a command is 512 bytes at most (RFC 4954 4), and tokens are long.
        if sum(map(len, command)) + len(opening) < _COMMAND_LIMIT:
            command.append(opening)
        response = await smtp.execute_command(*command)
        for _step in range(_AUTH_STEPS):
            if response.code != 334:
                break
            response = await smtp.execute_command(b64encode(bearer.answer(decoded(response.message))))
        return response

    @contextmanager
    def _hanging_up_on_error(self) -> Iterator[None]:
        """Cut the line if we break off ourselves: without its dot the server drops the letter."""
        try:
            yield
        except BaseException:
            self._hang_up()
            raise

    def _hang_up(self) -> None:
        """Drop the connection, if any: the next one starts from nothing."""
        smtp, self._smtp = self._smtp, self._fresh()
        self._letters, self._last = 0, None
        if isinstance(smtp.transport, asyncio.WriteTransport):
            # A silent peer would keep a polite closing of TLS waiting.
            smtp.transport.abort()
        smtp.close()


def _trust(ca_file: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:
        msg = _(
            "ca_file {ca_file} cannot be read as certificates: {why}",
            ca_file=ca_file,
            why=of_the_system(error),
        )
        raise ValueError(msg) from error


def _on_the_wire(raw: bytes) -> bytes:
    """The content of DATA (RFC 5321 4.5.2): lines end in CRLF, leading dots doubled, then the dot."""
    lines = _LINE_END.sub(b"\r\n", raw)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return _LEADING_DOT.sub(b"..", lines) + b".\r\n"


def _refused(error: aiosmtplib.SMTPResponseException) -> Answer:
    return answered(error.code, error.message, Phase.ENVELOPE)


def _lost(error: Exception, phase: Phase) -> Answer:
    trouble = Trouble.SILENT if isinstance(error, TimeoutError) else Trouble.CUT_OFF
    return Answer(kind=Kind.BROKEN, phase=phase, trouble=trouble)
