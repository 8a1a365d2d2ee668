"""Whose word counts: what the configuration trusts, and what follows where it trusts nobody."""

from collections.abc import Iterable, Iterator
from typing import Final

from daemon.checking.findings import Finding, good, warning
from daemon.configuration.settings import Settings
from daemon.language import _, later

MICROSOFT: Final = later(
    "Microsoft 365 writes Authentication-Results without an authserv-id: there, set trust.internal_marks = "
    '["X-MS-Exchange-Organization-AuthAs: Internal"] instead, which lets staff mail act'
)
"""What a town on Microsoft 365 does instead of naming an authserv-id."""


def check_trust(settings: Settings) -> Iterator[Finding]:
    """Look at [trust], [registry] and [staff] for what would keep mail from acting, or lets strangers act."""
    trust = settings.trust
    if trust.authserv_ids:
        yield good(
            "trust.authserv_ids",
            _("{authserv_ids} says who wrote a mail", authserv_ids=", ".join(trust.authserv_ids)),
        )
    else:
        said = (
            _(
                "nobody's word on who wrote a mail is believed: registry notices become cards, "
                "and none acts by itself"
            )
            if trust.internal_marks
            else _(
                "nobody's word on who wrote a mail is believed: registry notices and staff mail become "
                "cards, and none acts by itself"
            )
        )
        mend = _(
            "run `altabaixa check --mail FILE.eml` on a real registry notice: it names the line to write. "
            "{microsoft}",
            microsoft=_(MICROSOFT),
        )
        yield warning("trust.authserv_ids", said, mend)
    if senders := settings.registry.senders:
        yield good(
            "registry.senders", _("notices of the registry come from {senders}", senders=", ".join(senders))
        )
    else:
        said = _("no sender of registry notices is named: no consent starts by itself")
        mend = _("write the address in the From of a real notice into registry.senders")
        yield warning("registry.senders", said, mend)
    yield _writers(settings)
    yield _readers(settings)


def _writers(settings: Settings) -> Finding:
    subject = "staff.orders_from"
    senders = settings.staff.orders_from
    if not senders:
        said = _("nobody's orders count: an ALTA that staff pass on is taken for a stranger's mail")
        return warning(subject, said, _("write the staff's addresses into staff.orders_from"))
    if outside := _outside(settings, senders):
        said = _("orders count from outside the town hall's domain: {outside}", outside=", ".join(outside))
        mend = _("is that meant, and no slip of the pen? whoever has such an address orders")
        return warning(subject, said, mend)
    return good(subject, _("ALTAs passed on and orders count from {senders}", senders=", ".join(senders)))


def _outside(settings: Settings, addresses: Iterable[str]) -> list[str]:
    return [address for address in addresses if address.rpartition("@")[2] != settings.domain]


def _readers(settings: Settings) -> Finding:
    readers = list(dict.fromkeys((*settings.staff.digest_to, *settings.staff.deputies)))
    if outside := _outside(settings, readers):
        said = _(
            "the digest names residents and leaves the town hall's domain: {outside}",
            outside=", ".join(outside),
        )
        mend = _("if that is not meant, take them out and set staff.allow_external = false")
        return warning("staff.digest_to", said, mend)
    staff = settings.town().staff
    if staff and (unheard := [reader for reader in readers if reader not in staff]):
        said = _("the digest goes to {unheard}, who cannot answer it with orders", unheard=", ".join(unheard))
        mend = _("if they are to answer it, write them into staff.orders_from too")
        return warning("staff.digest_to", said, mend)
    return good("staff.digest_to", _("the digest goes to {readers}", readers=", ".join(readers)))
