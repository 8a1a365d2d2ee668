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
from daemon.language import _, later, of_the_system, plural
from daemon.safe_text import one_line

PATIENCE: Final = 15.0
"""Seconds that a server has for each answer, while somebody waits at a terminal."""

_RENEW_DAYS: Final = 21

# OpenSSL's X509_V_ERR_*: only the numbers of these are a stable interface.
_NAMES_DIFFER: Final = frozenset({62, 64})
_DATED: Final = {
    10: (
        later("the certificate of {where} has expired"),
        later(
            "have whoever runs {host} renew it, or set this machine's clock, "
            "which says {now:%Y-%m-%d %H:%M} UTC"
        ),
    ),
    9: (
        later("the certificate of {where} is not valid yet"),
        later("wait until it is valid, or set this machine's clock, which says {now:%Y-%m-%d %H:%M} UTC"),
    ),
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
    answers = good(
        f"{service}.connection", _("{where} answers as {service}", where=to.where, service=service.upper())
    )
    tls = partial(bad, f"{service}.tls")
    file = settings.ca_file(service)
    try:
        trust = ssl.create_default_context(cafile=file)
    except OSError as error:
        said = _(
            "{section}.ca_file: {file} cannot be read as certificates: {why}",
            section=to.section,
            file=file,
            why=_reason(error),
        )
        mend = _(
            'name a readable PEM file, or set {section}.ca_file = "" to trust the system\'s authorities',
            section=to.section,
        )
        return [tls(said, mend)]
    try:
        return [answers, _encrypted(to, _certificate(to, trust), now=datetime.now(UTC))]
    except _NoStartTlsError:
        mend = _(
            'set {section}.tls = "implicit" and {section}.port = {implicit_port}, or have '
            "whoever runs {host} allow STARTTLS",
            section=to.section,
            implicit_port=to.implicit_port,
            host=to.server.host,
        )
        return [
            answers,
            tls(_("{where} does not offer STARTTLS; nothing was said to it in clear", where=to.where), mend),
        ]
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
        return good(subject, _('in clear, within this machine ({section}.tls = "none")', section=to.section))
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
    days = (until - now).days
    said = plural(
        "encrypted; the certificate of {host} holds until {until:%Y-%m-%d} ({number} day)",
        "encrypted; the certificate of {host} holds until {until:%Y-%m-%d} ({number} days)",
        days,
        host=to.server.host,
        until=until,
    )
    if days >= _RENEW_DAYS:
        return good(subject, said)
    return warning(subject, said, _("have whoever runs {host} renew it before that day", host=to.server.host))


def _tls_failed(to: _Endpoint, error: ssl.SSLError) -> tuple[str, str]:
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        said = _("{where} hung up in the middle of the encryption", where=to.where)
        return said, _("is it the right port? see its log")
    way, port = f"{to.section}.tls", to.server.port
    mend = _(
        'set {way} = "starttls" if that is its way on port {port}, or {section}.port = {implicit_port}',
        way=way,
        port=port,
        section=to.section,
        implicit_port=to.implicit_port,
    )
    return _(
        '{where} does not speak TLS as {way} = "{tls}" expects ({why})',
        where=to.where,
        way=way,
        tls=to.server.tls,
        why=_reason(error),
    ), mend


def _untrusted(to: _Endpoint, error: ssl.SSLCertVerificationError, trust: ssl.SSLContext) -> tuple[str, str]:
    """Say why a certificate does not hold: name, date or authority."""
    host, code, where = to.server.host, error.verify_code, to.where
    if code in _NAMES_DIFFER:
        mend = _(
            "if that is the right server, write its name from the certificate into {section}.host",
            section=to.section,
        )
        names = _names(to, trust)
        said = _(
            "the certificate of {where} is for {names}, not for {host}", where=where, names=names, host=host
        )
        return said, mend
    if code in _DATED:
        said, mend = _DATED[code]
        return _(said, where=where), _(mend, host=host, now=datetime.now(UTC))
    said = (
        _(
            "the certificate of {where} is signed by an authority that is not trusted ({why})",
            where=where,
            why=error.verify_message,
        )
        if code in _UNKNOWN_AUTHORITY
        else _(
            "the certificate of {where} is signed in a way that fails ({why})",
            where=where,
            why=error.verify_message,
        )
    )
    mend = _(
        "if the authority is the town hall's own, name its certificate in {section}.ca_file; "
        "else somebody may be in between",
        section=to.section,
    )
    return said, mend


def _names(to: _Endpoint, trust: ssl.SSLContext) -> str:
    """The names in a certificate that holds but for its name; nothing is said over that connection."""
    trust.check_hostname = False
    try:
        certificate = _certificate(to, trust) or {}
    except (*_FAILURES, _NoStartTlsError):
        certificate = {}
    names = [plain(str(value)) for _kind, value in certificate.get("subjectAltName", ())]
    return ", ".join(names) or _("another name")


def _unreached(to: _Endpoint, error: Exception) -> tuple[str, str]:
    host, port, section = to.server.host, to.server.port, to.section
    ask = _("is the server up, and are {section}.host and {section}.port right?", section=section)
    if isinstance(error, socket.gaierror | UnicodeError):
        mend = _(
            "correct {section}.host, or this machine's DNS (`getent hosts {host}`)",
            section=section,
            host=host,
        )
        return _("no server is called {host!r} (DNS: {why})", host=host, why=_reason(error)), mend
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        mend = _(
            'is the server up, does a firewall stand between, and is {section}.tls = "{tls}" the '
            "way of port {port}? ({implicit_port} is implicit)",
            section=section,
            tls=to.server.tls,
            port=port,
            implicit_port=to.implicit_port,
        )
        return _(
            "{where} gave no answer within {patience:.0f} seconds", where=to.where, patience=PATIENCE
        ), mend
    if isinstance(error, ConnectionRefusedError):
        return _("{where} refuses the connection: nothing listens there", where=to.where), ask
    if not isinstance(error, OSError) or isinstance(error, smtplib.SMTPException):
        mend = _("is {section}.port right, and is this machine's address allowed there?", section=section)
        return _(
            "{where} does not serve us as {service}: {why}",
            where=to.where,
            service=to.service.upper(),
            why=_reason(error),
        ), mend
    return _("{where} cannot be reached: {why}", where=to.where, why=_reason(error)), ask


def _reason(error: Exception) -> str:
    """What the system or the server said, on one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        said = f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    elif isinstance(error, OSError):
        said = getattr(error, "reason", None) or (of_the_system(error) if error.strerror else str(error))
    else:
        said = str(error)
    return plain(said) or type(error).__name__


def plain(said: str) -> str:
    """A server's words as they may stand in a sentence; imaplib gives them as a bytes literal."""
    return one_line(said[2:-1] if said.startswith(("b'", 'b"')) else said)
