"""Judging a mail: would it act as staff's or the registry's, why, and which line of configuration decides.

The judgement itself is `rules.sender.authentication`'s, the very one the daemon uses: what another line
would change is found by asking it again with that line. No network is needed. Of personal data,
only the mail's own sender is named.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import authres

from daemon.checking.findings import Finding, bad, good, warning
from daemon.checking.trust import MICROSOFT
from daemon.checking.wire import plain
from daemon.configuration.settings import Settings
from rules.findings import UnclearSender
from rules.mail.mail import Mail, read_mail
from rules.sender.authentication import (
    FIELD,
    Results,
    authenticated,
    counting,
    internally_marked,
    of_very_domain,
    results_in,
    unclear_sender,
)
from rules.sender.domains import organisation, to_ascii
from rules.town import Town

_COMMENT: Final = re.compile(r"\([^()]*\)")
_METHODS: Final = frozenset({"dmarc", "dkim", "spf"})
_DOMAINS: Final = ("header.from", "header.d", "header.i", "smtp.mailfrom")
_UNREADABLE: Final = (
    "but it cannot be read: it is longer than 8 KB, not ASCII, of a later version, or does not close a quote "
    "or a comment"
)
_EXCHANGE: Final = ("x-ms-exchange-organization-authas", "Internal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One Authentication-Results field: whose it is ("": it does not say), and its results in words."""

    server: str
    is_readable: bool
    results: str


def judge(raw: bytes, settings: Settings) -> list[Finding]:
    """Judge the mail *raw* as the daemon would."""
    mail, town = read_mail(raw), settings.town()
    proof = authenticated(mail, town)
    found = [_sender(mail, town), *_stamped(mail, town), _proof(mail, town, proof)]
    return [*found, _acts(mail, town, proof)]


def stamps(mail: Mail) -> list[Stamp]:
    """Every Authentication-Results of *mail*, topmost first."""
    return [_stamp(value, read) for value, read in zip(mail.values(FIELD), results_in(mail), strict=True)]


def _stamp(value: str, read: Results) -> Stamp:
    first, _, rest = _COMMENT.sub("", value).partition(";")
    clauses = rest.split(";") if read.server else [first, *rest.split(";")]
    said = [words for clause in clauses if (words := _result(clause))]
    return Stamp(
        server=read.server,
        is_readable=read.is_readable,
        results=", ".join(said) or "nothing on DMARC, DKIM or SPF",
    )


def _result(clause: str) -> str:
    """A method's result and for which domain: never the address before it."""
    try:
        results = authres.AuthenticationResultsHeader.parse_value(f"x; {clause.strip()}").results
    except (authres.AuthResError, ValueError, LookupError, AttributeError, TypeError):
        return ""
    said = []
    for found in results:
        if found.method.lower() in _METHODS:
            about = {f"{p.type}.{p.name}".lower(): str(p.value).rpartition("@")[2] for p in found.properties}
            domain = next((about[name] for name in _DOMAINS if about.get(name, "none") != "none"), "")
            said.append(plain(f"{found.method}={found.result}" + (f" for {domain}" if domain else "")))
    return ", ".join(said)


def _sender(mail: Mail, town: Town) -> Finding:
    sender = mail.sender
    if sender is None:
        mend = "save the original message as .eml; if it is the original, it can never act by itself"
        return bad("mail.sender", "the mail has not one plain sender in its From", mend)
    if sender in town.addresses:
        said = f"from {sender}, which is an address of ours: it is set aside as our own echo"
        return warning(
            "mail.sender", said, "judge a mail that staff sent from their own address, or one of the registry"
        )
    if sender in town.staff:
        return good("mail.sender", f"from {sender}: staff (staff.orders_from)")
    if sender in town.registry:
        return good("mail.sender", f"from {sender}: the registry (registry.senders)")
    return warning(
        "mail.sender",
        f"from {sender}: neither in staff.orders_from nor in registry.senders, so it is read as a resident's",
        f"if it is staff's: {_line('staff.orders_from', town.staff | {sender})}; "
        f"if it is the registry's: {_line('registry.senders', town.registry | {sender})}",
    )


def _stamped(mail: Mail, town: Town) -> Iterator[Finding]:
    """Each Authentication-Results, and whether it counted."""
    found, place_of_ours = stamps(mail), counting(results_in(mail), town)
    if not found:
        yield warning(
            "mail.result",
            "there is no Authentication-Results in it: nobody says whether the sender is genuine",
            "is the file the original message, with all its headers? then have the mail server add it",
        )
    for place, stamp in enumerate(found):
        said = (
            f"Authentication-Results {place + 1}, of {plain(stamp.server or 'nobody', 80)}: {stamp.results}"
        )
        yield good("mail.result", f"{said} [{_standing(place, place_of_ours, found, town)}]")


def _standing(place: int, place_of_ours: int | None, found: list[Stamp], town: Town) -> str:
    stamp = found[place]
    if not stamp.server:
        return "does not count: it names no authserv-id"
    if stamp.server not in _ids(town):
        return "does not count: not in trust.authserv_ids"
    if place != place_of_ours:
        return "ours too, but not the topmost: it can only spoil what that one says"
    if not stamp.is_readable:
        return f"the topmost of trust.authserv_ids, {_UNREADABLE}"
    if _above(place, found, town):
        return "no pass in it counts, though in trust.authserv_ids: a foreign one stands above it"
    return "counts: the topmost of trust.authserv_ids"


def _ids(town: Town) -> set[str]:
    return {to_ascii(name) for name in town.authserv_ids}


def _above(place_of_ours: int, found: list[Stamp], town: Town) -> bool:
    """Whether another organisation's server wrote above ours: then ours was not the last border."""
    ours = {organisation(name) for name in _ids(town)}
    above = found[:place_of_ours]
    return any(not stamp.is_readable or organisation(stamp.server) not in ours for stamp in above)


def _proof(mail: Mail, town: Town, proof: bool | None) -> Finding:
    subject = "mail.authenticated"
    if proof is True:
        return good(subject, "authenticated: true (it comes from the domain that its From names)")
    if proof is False:
        domain = (mail.sender or "").rpartition("@")[2] or "who really sent it"
        mend = f"no configuration changes that, and none should: {domain} must mend its SPF, DKIM or DMARC"
        return bad(
            subject, "authenticated: false (our own server says that it is not from who it says)", mend
        )
    return warning(
        subject, f"authenticated: null ({_why_unknown(mail, town)})", _what_would_prove(mail, town)
    )


def _why_unknown(mail: Mail, town: Town) -> str:
    found, place_of_ours = stamps(mail), counting(results_in(mail), town)
    if mail.sender is None:
        return "it has not one sender whom anything could prove"
    if place_of_ours is None:
        return "no server whose word we believe says who wrote it"
    if not found[place_of_ours].is_readable:
        return f"our own server's word is there, {_UNREADABLE}"
    if _above(place_of_ours, found, town):
        return "our server's word stands below a foreign one's"
    return f"our server found no pass for the domain {mail.sender.rpartition('@')[2]}"


def _what_would_prove(mail: Mail, town: Town) -> str:
    """The line that would make it true, if one would."""
    found = stamps(mail)
    if unclear_sender(mail, town) is UnclearSender.RESULTS:
        return (
            "no configuration changes that, and none should: have the mail server write it shorter, in ASCII"
        )
    for stamp in found:
        trusted = town.authserv_ids | {stamp.server}
        if stamp.server and authenticated(mail, replace(town, authserv_ids=trusted)) is True:
            line = _line("trust.authserv_ids", trusted)
            return f"if {stamp.server} is the town hall's own mail server, this line makes it true: {line}"
    if not all(stamp.server for stamp in found):
        return MICROSOFT
    return "no trust.authserv_ids makes this mail true: its sender's domain has no pass in it"


def _acts(mail: Mail, town: Town, proof: bool | None) -> Finding:
    subject, sender = "mail.acts", mail.sender
    if sender is None or (unclear_sender(mail, town) and sender not in town.addresses):
        said = "it would not act, nor get a letter: a request in it becomes a card for staff"
        return (bad if sender else warning)(subject, said, "see above")
    if sender in town.registry and sender not in town.addresses:
        return _registry_acts(proof)
    if sender in town.staff and sender not in town.addresses:
        return _staff_acts(mail, town, proof)
    if sender in town.addresses:
        return warning(subject, "it would not act by itself", "see mail.sender above")
    if proof is False:
        return bad(subject, "a resident's mail like this becomes a card, and gets no letter", "see above")
    return good(subject, "a resident's mail needs no authentication: name, DNI and mobile decide")


def _registry_acts(proof: bool | None) -> Finding:
    if proof is True:
        return good("mail.acts", "it would act: a notice of the registry, and genuine")
    return bad(
        "mail.acts",
        "it would not act: a notice of the registry acts only if authenticated; it becomes a card for staff",
        "see mail.authenticated above; for the registry no internal mark is enough",
    )


def _staff_acts(mail: Mail, town: Town, proof: bool | None) -> Finding:
    marked = proof is not False and internally_marked(mail, town)
    if marked or (proof is True and of_very_domain(mail, town)):
        why = "the town's own server marked it as inside mail (trust.internal_marks)"
        return _acts_of_staff(mail, town, why if marked else "staff's own mail, and genuine")
    if proof is True:
        domain = (mail.sender or "").partition("@")[2]
        return bad(
            "mail.acts",
            f"it would not act but by an order's code: it passes for another domain of {domain}'s, not for "
            "that itself",
            f"sign the mail of {domain} by DKIM with d={domain}, or send it with that envelope sender",
        )
    mend = "see mail.authenticated above"
    name, value = _EXCHANGE
    if proof is None and value in (given.strip() for given in mail.values(name)):
        line = _line("trust.internal_marks", {f"X-MS-Exchange-Organization-AuthAs: {value}"})
        mend = f"it bears Exchange's mark of inside mail: with this line it acts: {line}"
    elif proof is None:
        mend += (
            "; or name in trust.internal_marks a header that your server puts on inside mail "
            "and strips from outside mail"
        )
    return bad("mail.acts", "it would not act: it becomes a card for staff", mend)


def _acts_of_staff(mail: Mail, town: Town, why: str) -> Finding:
    """Whether a genuine mail of staff is meant for us: what it answers only the books can tell."""
    subject = "mail.acts"
    if mail.answers:
        said = f"it would act if it answers a mail of ours to staff ({why}); else an order needs its code"
        return good(subject, said)
    if mail.is_only_to(town.addresses):
        return good(subject, f"it would act: {why}")
    return warning(
        subject,
        f"it would not act but by an order's code ({why}, but To and Cc name not us alone)",
        "write orders to the list's mailbox alone, or answer one of our mails; "
        f"our addresses: {_line('mailbox.addresses', town.addresses)}",
    )


def _line(key: str, values: frozenset[str] | set[str]) -> str:
    """A line of the configuration, to be copied."""
    return f"{key} = {json.dumps(sorted(values), ensure_ascii=False)}"
