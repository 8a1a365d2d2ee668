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
class Door:
    """A server's name, a port, and how encryption begins there."""

    host: str
    port: int
    tls: str


def imap_doors(domain: str) -> list[Door]:
    """Return where the mailbox of a *domain* is likely to be, likeliest first."""
    return _doors(_hosts(domain, "imap"), (993, "implicit"), (143, "starttls"))


def smtp_doors(domain: str, imap_host: str) -> list[Door]:
    """Return where the way out of a *domain* is likely to be, likeliest first."""
    guessed = imap_host.replace("imap", "smtp", 1)
    hosts = dict.fromkeys([guessed, *_hosts(domain, "smtp"), imap_host])
    return _doors(list(hosts), (465, "implicit"), (587, "starttls"))


def first_open(doors: Sequence[Door]) -> Door | None:
    """Return the first of *doors* behind which a mail server shows itself; all are tried at once."""
    if not doors:
        return None
    with ThreadPoolExecutor(len(doors)) as pool:
        answers = list(pool.map(_is_open, doors))
    return next((door for door, answered in zip(doors, answers, strict=True) if answered), None)


def _hosts(domain: str, service: str) -> list[str]:
    # Names under .localhost are this machine, and are not to be looked up (RFC 6761 6.3).
    if domain.rpartition(".")[2] == "localhost":
        return ["localhost"]
    return [f"{service}.{domain}", f"mail.{domain}", domain]


def _doors(hosts: Sequence[str], *ways: tuple[int, str]) -> list[Door]:
    return [Door(host=host, port=port, tls=tls) for port, tls in ways for host in hosts]


def _is_open(door: Door) -> bool:
    """Whether the server greets under this very name: for TLS that takes a certificate that fits."""
    with suppress(OSError, UnicodeError), socket.create_connection((door.host, door.port), _SECONDS) as line:
        if door.tls != "implicit":
            return _greets(line)
        with ssl.create_default_context().wrap_socket(line, server_hostname=door.host) as encrypted:
            return _greets(encrypted)
    return False


def _greets(line: socket.socket) -> bool:
    return line.recv(64).startswith((b"* OK", b"* PREAUTH", b"220"))
