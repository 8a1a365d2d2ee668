"""Who answers: the names that a domain's mail servers usually have, asked on the wire."""

import socket
import ssl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

_SECONDS: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A server's name, a port, and how encryption begins there."""

    host: str
    port: int
    tls: str


def imap_candidates(domain: str) -> list[Endpoint]:
    """Return where the mailbox of a *domain* is likely to be, likeliest first."""
    return _endpoints(_hosts(domain, "imap"), (993, "implicit"), (143, "starttls"))


def smtp_candidates(domain: str, imap_host: str) -> list[Endpoint]:
    """Return where the way out of a *domain* is likely to be, likeliest first."""
    guessed = imap_host.replace("imap", "smtp", 1)
    hosts = dict.fromkeys([guessed, *_hosts(domain, "smtp"), imap_host])
    return _endpoints(list(hosts), (465, "implicit"), (587, "starttls"))


def first_answering(endpoints: Sequence[Endpoint]) -> Endpoint | None:
    """Return the first of *endpoints* behind which a mail server shows itself; all are tried at once."""
    if not endpoints:
        return None
    with ThreadPoolExecutor(len(endpoints)) as pool:
        answers = list(pool.map(_is_open, endpoints))
    return next((endpoint for endpoint, answered in zip(endpoints, answers, strict=True) if answered), None)


def _hosts(domain: str, service: str) -> list[str]:
    # Names under .localhost are this machine, and are not to be looked up (RFC 6761 6.3).
    if domain.rpartition(".")[2] == "localhost":
        return ["localhost"]
    return [f"{service}.{domain}", f"mail.{domain}", domain]


def _endpoints(hosts: Sequence[str], *ways: tuple[int, str]) -> list[Endpoint]:
    return [Endpoint(host=host, port=port, tls=tls) for port, tls in ways for host in hosts]


def _is_open(endpoint: Endpoint) -> bool:
    """Whether the server greets under this very name: for TLS that takes a certificate that fits."""
    with (
        suppress(OSError, UnicodeError),
        socket.create_connection((endpoint.host, endpoint.port), _SECONDS) as line,
    ):
        if endpoint.tls != "implicit":
            return _greets(line)
        with ssl.create_default_context().wrap_socket(line, server_hostname=endpoint.host) as encrypted:
            return _greets(encrypted)
    return False


def _greets(line: socket.socket) -> bool:
    return line.recv(64).startswith((b"* OK", b"* PREAUTH", b"220"))
