"""Whose word counts: what the configuration trusts, and what follows where it trusts nobody."""

from collections.abc import Iterator
from typing import Final

from daemon.checking.findings import Finding, good, warning
from daemon.configuration.settings import Settings

MICROSOFT: Final = (
    "Microsoft 365 writes Authentication-Results without an authserv-id: there, set trust.internal_marks = "
    '["X-MS-Exchange-Organization-AuthAs: Internal"] instead, which lets staff mail act'
)
"""What a town on Microsoft 365 does instead of naming an authserv-id."""


def check_trust(settings: Settings) -> list[Finding]:
    """Look at [trust], [registry] and [staff] for what would keep mail from acting."""
    return [_authserv(settings), _registry(settings), _orders(settings), _readers(settings)]


def _authserv(settings: Settings) -> Finding:
    trust = settings.trust
    if trust.authserv_ids:
        return good("trust.authserv_ids", f"{', '.join(trust.authserv_ids)} says who wrote a mail")
    staff = "" if trust.internal_marks else " and staff mail"
    return warning(
        "trust.authserv_ids",
        f"nobody's word on who wrote a mail is believed: registry notices{staff} become cards, "
        "and none acts by itself",
        "run `altabaixa check --mail FILE.eml` on a real registry notice: it names the line to write. "
        + MICROSOFT,
    )


def _registry(settings: Settings) -> Finding:
    senders = settings.registry.senders
    if senders:
        return good("registry.senders", f"notices of the registry come from {', '.join(senders)}")
    return warning(
        "registry.senders",
        "no sender of registry notices is named: no consent starts by itself",
        "write the address in the From of a real notice into registry.senders",
    )


def _orders(settings: Settings) -> Finding:
    senders = settings.staff.orders_from
    if senders:
        return good("staff.orders_from", f"ALTAs passed on and orders count from {', '.join(senders)}")
    return warning(
        "staff.orders_from",
        "nobody's orders count: an ALTA that staff pass on is taken for a stranger's mail",
        "write the staff's addresses into staff.orders_from",
    )


def _readers(settings: Settings) -> Finding:
    readers = (*settings.staff.digest_to, *settings.staff.deputies)
    outside = list(_outside(settings, readers))
    if outside:
        return warning(
            "staff.digest_to",
            f"the digest names residents and leaves the town hall's domain: {', '.join(outside)}",
            "if that is not meant, take them out and set staff.allow_external = false",
        )
    staff = settings.town().staff
    if staff and (unheard := [reader for reader in dict.fromkeys(readers) if reader not in staff]):
        return warning(
            "staff.digest_to",
            f"the digest goes to {', '.join(unheard)}, who cannot answer it with orders",
            "if they are to answer it, write them into staff.orders_from too",
        )
    return good("staff.digest_to", f"the digest goes to {', '.join(dict.fromkeys(readers))}")


def _outside(settings: Settings, readers: tuple[str, ...]) -> Iterator[str]:
    domain = settings.smtp.sender.rpartition("@")[2]
    return (reader for reader in dict.fromkeys(readers) if reader.rpartition("@")[2] != domain)
