"""The way to a server: name, port, encryption, certificate; each failure named by what it is.

The standard library's own clients knock here, because they hand on what TLS said.
Nobody logs in: that is tried by the daemon's own connections, afterwards.
"""

import imaplib
import smtplib
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from daemon.checking.findings import Finding, bad, good, warning
from daemon.configuration.sections import Mailbox, Smtp
from daemon.configuration.settings import Service, Settings

PATIENCE: Final = 15.0
"""Seconds that a server has for each answer, while somebody waits at a terminal."""

_SECTIONS: Final[Mapping[Service, str]] = {"imap": "mailbox", "smtp": "smtp"}
_IMPLICIT_PORTS: Final[Mapping[Service, int]] = {"imap": 993, "smtp": 465}
_RENEW_DAYS: Final = 21

# OpenSSL's X509_V_ERR_*: only the numbers of these are a stable interface.
_NAMES_DIFFER: Final = frozenset({62, 64})
_EXPIRED: Final = 10
_NOT_YET: Final = 9
_UNKNOWN_AUTHORITY: Final = frozenset({2, 18, 19, 20, 21, 27})

Certificate = Mapping[str, Any]


class NoStartTlsError(Exception):
    """The server offers no STARTTLS: nothing more is said to it in clear."""


@dataclass(frozen=True, slots=True)
class Door:
    """A configured server, and the words its findings need."""

    service: Service
    server: Mailbox | Smtp

    @property
    def where(self) -> str:
        """Host and port, for people."""
        return f"{self.server.host}:{self.server.port}"

    @property
    def section(self) -> str:
        """The section of the configuration that names it."""
        return _SECTIONS[self.service]

    @property
    def protocol(self) -> str:
        """IMAP or SMTP."""
        return self.service.upper()


def door(settings: Settings, service: Service) -> Door:
    """Return the configured server of *service*."""
    return Door(service, settings.mailbox if service == "imap" else settings.smtp)


def reach(settings: Settings, service: Service) -> list[Finding]:
    """Connect and encrypt, as configured; what fails is the last finding."""
    to = door(settings, service)
    try:
        trust = ssl.create_default_context(cafile=settings.ca_file(service))
    except OSError as error:
        return [_unreadable_authority(to, settings, error)]
    try:
        certificate = _knocked(to, trust)
    except NoStartTlsError:
        return [_answers(to), _no_starttls(to)]
    except ssl.SSLCertVerificationError as error:
        return [_untrusted(to, error, trust)]
    except ssl.SSLError as error:
        return [_tls_failed(to, error)]
    except (OSError, imaplib.IMAP4.error, smtplib.SMTPException, UnicodeError) as error:
        return [_unreached(to, error)]
    return [_answers(to), _encrypted(to, certificate, now=datetime.now(UTC))]


def _knocked(to: Door, trust: ssl.SSLContext) -> Certificate | None:
    return _imap(to, trust) if to.service == "imap" else _smtp(to, trust)


def _imap(to: Door, trust: ssl.SSLContext) -> Certificate | None:
    server = to.server
    client = (
        imaplib.IMAP4_SSL(server.host, server.port, ssl_context=trust, timeout=PATIENCE)
        if server.tls == "implicit"
        else imaplib.IMAP4(server.host, server.port, timeout=PATIENCE)
    )
    try:
        if server.tls == "starttls":
            if "STARTTLS" not in client.capabilities:
                raise NoStartTlsError
            client.starttls(trust)
        return _certificate(client.socket())
    finally:
        client.shutdown()


def _smtp(to: Door, trust: ssl.SSLContext) -> Certificate | None:
    server = to.server
    # A name of our own: the machine's is looked up by the library, which may hang, and tells of our network.
    own = "localhost"
    client = (
        smtplib.SMTP_SSL(server.host, server.port, own, timeout=PATIENCE, context=trust)
        if server.tls == "implicit"
        else smtplib.SMTP(server.host, server.port, own, timeout=PATIENCE)
    )
    try:
        client.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            if not client.has_extn("starttls"):
                raise NoStartTlsError
            client.starttls(context=trust)
        return _certificate(client.sock)
    finally:
        client.close()


def _certificate(connection: object) -> Certificate | None:
    return connection.getpeercert() if isinstance(connection, ssl.SSLSocket) else None


def _answers(to: Door) -> Finding:
    return good(f"{to.service}.connection", f"{to.where} answers as {to.protocol}")


def _encrypted(to: Door, certificate: Certificate | None, *, now: datetime) -> Finding:
    subject = f"{to.service}.tls"
    if certificate is None:
        return good(subject, f'in clear, within this machine ({to.section}.tls = "none")')
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
    days = (until - now).days
    said = f"encrypted; the certificate of {to.server.host} holds until {until:%Y-%m-%d} ({days} days)"
    if days >= _RENEW_DAYS:
        return good(subject, said)
    return warning(subject, said, f"have whoever runs {to.server.host} renew it before that day")


def _unreadable_authority(to: Door, settings: Settings, error: OSError) -> Finding:
    return bad(
        f"{to.service}.tls",
        f"{to.section}.ca_file: {settings.ca_file(to.service)} cannot be read as certificates: "
        f"{_reason(error)}",
        f'name a readable PEM file, or set {to.section}.ca_file = "" to trust the system\'s authorities',
    )


def _no_starttls(to: Door) -> Finding:
    return bad(
        f"{to.service}.tls",
        f"{to.where} does not offer STARTTLS; nothing was said to it in clear",
        f'set {to.section}.tls = "implicit" and {to.section}.port = {_IMPLICIT_PORTS[to.service]}, '
        f"or have whoever runs {to.server.host} allow STARTTLS",
    )


def _tls_failed(to: Door, error: ssl.SSLError) -> Finding:
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        said, mend = (
            f"{to.where} hung up in the middle of the encryption",
            "is it the right port? see its log",
        )
        return bad(f"{to.service}.tls", said, mend)
    return bad(
        f"{to.service}.tls",
        f'{to.where} does not speak TLS as {to.section}.tls = "{to.server.tls}" expects ({_reason(error)})',
        f'set {to.section}.tls = "starttls" if that is its way on port {to.server.port}, '
        f"or {to.section}.port = {_IMPLICIT_PORTS[to.service]}",
    )


def _untrusted(to: Door, error: ssl.SSLCertVerificationError, trust: ssl.SSLContext) -> Finding:
    """Say why a certificate does not hold: name, date or authority."""
    host, code = to.server.host, error.verify_code
    subject = f"{to.service}.tls"
    clock = f"or set this machine's clock, which says {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    if code in _NAMES_DIFFER:
        return bad(
            subject,
            f"the certificate of {to.where} is for {_names(to, trust)}, not for {host}",
            f"if that is the right server, write its name from the certificate into {to.section}.host",
        )
    if code == _EXPIRED:
        mend = f"have whoever runs {host} renew it, {clock}"
        return bad(subject, f"the certificate of {to.where} has expired", mend)
    if code == _NOT_YET:
        mend = f"wait until it is valid, {clock}"
        return bad(subject, f"the certificate of {to.where} is not valid yet", mend)
    whose = "by an authority that is not trusted" if code in _UNKNOWN_AUTHORITY else "in a way that fails"
    return bad(
        subject,
        f"the certificate of {to.where} is signed {whose} ({error.verify_message})",
        f"if the authority is the town hall's own, name its certificate in {to.section}.ca_file; "
        "else somebody may be in between",
    )


def _names(to: Door, trust: ssl.SSLContext) -> str:
    """The names in a certificate that holds but for its name; nothing is said over that connection."""
    trust.check_hostname = False
    try:
        certificate = _knocked(to, trust) or {}
    except (OSError, NoStartTlsError, imaplib.IMAP4.error, smtplib.SMTPException):
        certificate = {}
    names = [plain(str(value)) for _, value in certificate.get("subjectAltName", ())]
    return ", ".join(names) or "another name"


def _unreached(to: Door, error: Exception) -> Finding:
    host, port, section = to.server.host, to.server.port, to.section
    ask = f"is the server up, and are {section}.host and {section}.port right?"
    said, mend = f"{to.where} cannot be reached: {_reason(error)}", ask
    if isinstance(error, socket.gaierror | UnicodeError):
        said = f"no server is called {host!r} (DNS: {_reason(error)})"
        mend = f"correct {section}.host, or this machine's DNS (`getent hosts {host}`)"
    elif isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        said = f"{to.where} gave no answer within {PATIENCE:.0f} seconds"
        mend = (
            f"is the server up, does a firewall stand between, and is {section}.tls = "
            f'"{to.server.tls}" the way of port {port}? ({_IMPLICIT_PORTS[to.service]} is implicit)'
        )
    elif isinstance(error, ConnectionRefusedError):
        said = f"{to.where} refuses the connection: nothing listens there"
    elif not isinstance(error, OSError) or isinstance(error, smtplib.SMTPException):
        said = f"{to.where} does not serve us as {to.protocol}: {_reason(error)}"
        mend = f"is {section}.port right, and is this machine's address allowed there?"
    return bad(f"{to.service}.connection", said, mend)


def _reason(error: Exception) -> str:
    """What the system or the server said, on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        said = f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    elif isinstance(error, OSError):
        said = getattr(error, "reason", None) or error.strerror or str(error)
    else:
        said = str(error)
    return plain(said) or type(error).__name__


def plain(said: str, longest: int = 160) -> str:
    """A server's words as they may stand in a sentence: one line, printable, not too long."""
    text = said[2:-1] if said.startswith(("b'", 'b"')) else said
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
