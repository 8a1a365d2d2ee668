"""The way to a server: name, port, encryption, certificate; each failure named by what it is.

The standard library's own clients connect here, because they hand on what TLS said.
Nobody logs in: that is tried by the daemon's own connections, afterwards.
"""

import imaplib
import smtplib
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from daemon.checking.findings import Finding, bad, good, warning
from daemon.configuration.sections import IMAP_PORTS, SMTP_PORTS, Mailbox, Smtp
from daemon.configuration.settings import Service, Settings
from daemon.counting import counted
from daemon.safe_text import one_line

PATIENCE: Final = 15.0
"""Seconds that a server has for each answer, while somebody waits at a terminal."""

_RENEW_DAYS: Final = 21

# OpenSSL's X509_V_ERR_*: only the numbers of these are a stable interface.
_NAMES_DIFFER: Final = frozenset({62, 64})
_DATED: Final = {
    10: ("has expired", "have whoever runs {host} renew it"),
    9: ("is not valid yet", "wait until it is valid"),
}
_UNKNOWN_AUTHORITY: Final = frozenset({2, 18, 19, 20, 21, 27})

Certificate = Mapping[str, Any]


class _NoStartTlsError(Exception):
    """The server offers no STARTTLS: nothing more is said to it in clear."""


_FAILURES: Final = (OSError, imaplib.IMAP4.error, smtplib.SMTPException, UnicodeError)


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """A configured server, and the words its findings need."""

    service: Service
    section: str
    server: Mailbox | Smtp
    implicit_port: int

    @property
    def where(self) -> str:
        return f"{self.server.host}:{self.server.port}"


def reach(settings: Settings, service: Service) -> list[Finding]:
    """Connect and encrypt, as configured; what fails is the last finding."""
    section, ports = ("mailbox", IMAP_PORTS) if service == "imap" else ("smtp", SMTP_PORTS)
    to = _Endpoint(service, section, settings.server(service), ports["implicit"])
    answers = good(f"{service}.connection", f"{to.where} answers as {service.upper()}")
    tls = partial(bad, f"{service}.tls")
    file = settings.ca_file(service)
    try:
        trust = ssl.create_default_context(cafile=file)
    except OSError as error:
        said = f"{to.section}.ca_file: {file} cannot be read as certificates: {_reason(error)}"
        mend = (
            f'name a readable PEM file, or set {to.section}.ca_file = "" to trust the system\'s authorities'
        )
        return [tls(said, mend)]
    try:
        return [answers, _encrypted(to, _certificate(to, trust), now=datetime.now(UTC))]
    except _NoStartTlsError:
        mend = (
            f'set {to.section}.tls = "implicit" and {to.section}.port = {to.implicit_port}, '
            f"or have whoever runs {to.server.host} allow STARTTLS"
        )
        return [answers, tls(f"{to.where} does not offer STARTTLS; nothing was said to it in clear", mend)]
    except ssl.SSLCertVerificationError as error:
        return [tls(*_untrusted(to, error, trust))]
    except ssl.SSLError as error:
        return [tls(*_tls_failed(to, error))]
    except _FAILURES as error:
        return [bad(f"{service}.connection", *_unreached(to, error))]


def _certificate(to: _Endpoint, trust: ssl.SSLContext) -> Certificate | None:
    """Greet the server and encrypt; its certificate, None where it is spoken to in clear."""
    connected = _imap if to.service == "imap" else _smtp
    with connected(to.server, trust) as line:
        return line.getpeercert() if isinstance(line, ssl.SSLSocket) else None


@contextmanager
def _imap(server: Mailbox | Smtp, trust: ssl.SSLContext) -> Iterator[socket.socket]:
    connect = partial(imaplib.IMAP4_SSL, ssl_context=trust) if server.tls == "implicit" else imaplib.IMAP4
    client = connect(server.host, server.port, timeout=PATIENCE)
    try:
        if server.tls == "starttls":
            _demand_starttls("STARTTLS" in client.capabilities)
            client.starttls(trust)
        yield client.sock
    finally:
        client.shutdown()


@contextmanager
def _smtp(server: Mailbox | Smtp, trust: ssl.SSLContext) -> Iterator[socket.socket | None]:
    connect = partial(smtplib.SMTP_SSL, context=trust) if server.tls == "implicit" else smtplib.SMTP
    # A name of our own: the machine's is looked up by the library, which may hang, and tells of our network.
    with closing(connect(server.host, server.port, "localhost", timeout=PATIENCE)) as client:
        client.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            _demand_starttls(client.has_extn("starttls"))
            client.starttls(context=trust)
        yield client.sock


def _demand_starttls(is_offered: bool) -> None:
    if not is_offered:
        raise _NoStartTlsError


def _encrypted(to: _Endpoint, certificate: Certificate | None, *, now: datetime) -> Finding:
    subject = f"{to.service}.tls"
    if certificate is None:
        return good(subject, f'in clear, within this machine ({to.section}.tls = "none")')
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
    days = (until - now).days
    left = f"{until:%Y-%m-%d} ({counted(days, 'day')})"
    said = f"encrypted; the certificate of {to.server.host} holds until {left}"
    if days >= _RENEW_DAYS:
        return good(subject, said)
    return warning(subject, said, f"have whoever runs {to.server.host} renew it before that day")


def _tls_failed(to: _Endpoint, error: ssl.SSLError) -> tuple[str, str]:
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        said = f"{to.where} hung up in the middle of the encryption"
        return said, "is it the right port? see its log"
    way, port = f"{to.section}.tls", to.server.port
    mend = (
        f'set {way} = "starttls" if that is its way on port {port}, or {to.section}.port = {to.implicit_port}'
    )
    return f'{to.where} does not speak TLS as {way} = "{to.server.tls}" expects ({_reason(error)})', mend


def _untrusted(to: _Endpoint, error: ssl.SSLCertVerificationError, trust: ssl.SSLContext) -> tuple[str, str]:
    """Say why a certificate does not hold: name, date or authority."""
    host, code, its = to.server.host, error.verify_code, f"the certificate of {to.where}"
    if code in _NAMES_DIFFER:
        mend = f"if that is the right server, write its name from the certificate into {to.section}.host"
        return f"{its} is for {_names(to, trust)}, not for {host}", mend
    if code in _DATED:
        what, mend = _DATED[code]
        clock = f"or set this machine's clock, which says {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
        return f"{its} {what}", f"{mend.format(host=host)}, {clock}"
    whose = "by an authority that is not trusted" if code in _UNKNOWN_AUTHORITY else "in a way that fails"
    mend = (
        f"if the authority is the town hall's own, name its certificate in {to.section}.ca_file; "
        "else somebody may be in between"
    )
    return f"{its} is signed {whose} ({error.verify_message})", mend


def _names(to: _Endpoint, trust: ssl.SSLContext) -> str:
    """The names in a certificate that holds but for its name; nothing is said over that connection."""
    trust.check_hostname = False
    try:
        certificate = _certificate(to, trust) or {}
    except (*_FAILURES, _NoStartTlsError):
        certificate = {}
    names = [plain(str(value)) for _, value in certificate.get("subjectAltName", ())]
    return ", ".join(names) or "another name"


def _unreached(to: _Endpoint, error: Exception) -> tuple[str, str]:
    host, port, section = to.server.host, to.server.port, to.section
    ask = f"is the server up, and are {section}.host and {section}.port right?"
    if isinstance(error, socket.gaierror | UnicodeError):
        mend = f"correct {section}.host, or this machine's DNS (`getent hosts {host}`)"
        return f"no server is called {host!r} (DNS: {_reason(error)})", mend
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        mend = (
            f"is the server up, does a firewall stand between, and is {section}.tls = "
            f'"{to.server.tls}" the way of port {port}? ({to.implicit_port} is implicit)'
        )
        return f"{to.where} gave no answer within {PATIENCE:.0f} seconds", mend
    if isinstance(error, ConnectionRefusedError):
        return f"{to.where} refuses the connection: nothing listens there", ask
    if not isinstance(error, OSError) or isinstance(error, smtplib.SMTPException):
        mend = f"is {section}.port right, and is this machine's address allowed there?"
        return f"{to.where} does not serve us as {to.service.upper()}: {_reason(error)}", mend
    return f"{to.where} cannot be reached: {_reason(error)}", ask


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


def plain(said: str) -> str:
    """A server's words as they may stand in a sentence; imaplib gives them as a bytes literal."""
    return one_line(said[2:-1] if said.startswith(("b'", 'b"')) else said)
