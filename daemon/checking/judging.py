"""Judging a mail: would it act as staff's or the registry's, why, and which line of configuration decides.

The judgement itself is `rules.sender.authentication`'s, the very one the daemon uses: what another line
would change is found by asking it again with that line. No network is needed. Of personal data,
only the mail's own sender is named.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from daemon.checking.connection import plain
from daemon.checking.findings import Finding, bad, good, warning
from daemon.checking.trust import MICROSOFT
from daemon.configuration.settings import Settings
from daemon.language import _, later
from daemon.safe_text import one_line
from rules.findings import UnclearSender
from rules.mail.mail import Mail, read_mail
from rules.sender.authentication import (
    Results,
    authenticated,
    counting,
    internally_marked,
    is_foreign,
    is_ours,
    of_very_domain,
    results_in,
    unclear_sender,
)
from rules.town import Town

_METHODS: Final = frozenset({"dmarc", "dkim", "spf"})
_DOMAINS: Final = ("header.from", "header.d", "header.i", "smtp.mailfrom")
_UNREADABLE: Final = later(
    "but it cannot be read: it is longer than 8 KB, not ASCII, of a later version, or does not close a quote "
    "or a comment"
)
_EXCHANGE: Final = ("x-ms-exchange-organization-authas", "Internal")
_NO_LINE_HELPS: Final = later("no configuration changes that, and none should")


def judge(raw: bytes, settings: Settings) -> list[Finding]:
    """Judge the mail *raw* as the daemon would."""
    mail, town = read_mail(raw), settings.town()
    fields = results_in(mail)
    judged = _Judged(mail, town, fields, counting(fields, town), authenticated(mail, town))
    return [judged.sender(), *judged.results(), judged.authenticated(), judged.acts()]


@dataclass(frozen=True, slots=True)
class _Judged:
    """A mail, each Authentication-Results in it, which of them counts, and whether it is authenticated."""

    mail: Mail
    town: Town
    fields: tuple[Results, ...]
    ours: int | None
    proof: bool | None

    @property
    def domain(self) -> str:
        return (self.mail.sender or "").rpartition("@")[2]

    @property
    def is_below_a_foreign_one(self) -> bool:
        """Whether another organisation's server wrote above ours: then ours was not the last border."""
        return any(is_foreign(field, self.town) for field in self.fields[: self.ours])

    def sender(self) -> Finding:
        subject, sender, town = "mail.sender", self.mail.sender, self.town
        if sender is None:
            mend = _("save the original message as .eml; if it is the original, it can never act by itself")
            return bad(subject, _("the mail has not one plain sender in its From"), mend)
        if sender in town.addresses:
            mend = _("judge a mail that staff sent from their own address, or one of the registry")
            said = _(
                "from {sender}, which is an address of ours: it is set aside as our own echo", sender=sender
            )
            return warning(subject, said, mend)
        if sender in town.staff:
            return good(subject, _("from {sender}: staff (staff.orders_from)", sender=sender))
        if sender in town.registry:
            return good(subject, _("from {sender}: the registry (registry.senders)", sender=sender))
        return warning(
            subject,
            _(
                "from {sender}: neither in staff.orders_from nor in registry.senders, so it is read "
                "as a resident's",
                sender=sender,
            ),
            _(
                "if it is staff's: {staff}; if it is the registry's: {registry}",
                staff=_line("staff.orders_from", town.staff | {sender}),
                registry=_line("registry.senders", town.registry | {sender}),
            ),
        )

    def results(self) -> Iterator[Finding]:
        """Each Authentication-Results, and whether it counted."""
        if not self.fields:
            yield warning(
                "mail.result",
                _("there is no Authentication-Results in it: nobody says whether the sender is genuine"),
                _("is the file the original message, with all its headers? then have the mail server add it"),
            )
        for place, field in enumerate(self.fields):
            said = _(
                "Authentication-Results {place}, of {whose}: {field}",
                place=place + 1,
                whose=one_line(field.server or _("nobody"), 80),
                field=_in_words(field),
            )
            yield good("mail.result", f"{said} [{self._standing(place, field)}]")

    def _standing(self, place: int, field: Results) -> str:
        if not field.server:
            return _("does not count: it names no authserv-id")
        if not is_ours(field, self.town):
            return _("does not count: not in trust.authserv_ids")
        if place != self.ours:
            return _("ours too, but not the topmost: it can only spoil what that one says")
        if not field.is_readable:
            return _("the topmost of trust.authserv_ids, {unreadable}", unreadable=_(_UNREADABLE))
        if self.is_below_a_foreign_one:
            return _("no pass in it counts, though in trust.authserv_ids: a foreign one stands above it")
        return _("counts: the topmost of trust.authserv_ids")

    def authenticated(self) -> Finding:
        subject = "mail.authenticated"
        if self.proof is True:
            return good(subject, _("authenticated: true (it comes from the domain that its From names)"))
        if self.proof is False:
            said = _("authenticated: false (our own server says that it is not from who it says)")
            whose = self.domain or _("who really sent it")
            return bad(
                subject,
                said,
                _(
                    "{no_line_helps}: {whose} must mend its SPF, DKIM or DMARC",
                    no_line_helps=_(_NO_LINE_HELPS),
                    whose=whose,
                ),
            )
        return warning(
            subject,
            _("authenticated: null ({why_unknown})", why_unknown=self._why_unknown()),
            self._what_would_prove(),
        )

    def _why_unknown(self) -> str:
        if self.mail.sender is None:
            return _("it has no single sender that anything could prove")
        if self.ours is None:
            return _("no server whose word we believe says who wrote it")
        if not self.fields[self.ours].is_readable:
            return _("our own server's word is there, {unreadable}", unreadable=_(_UNREADABLE))
        if self.is_below_a_foreign_one:
            return _("our server's word stands below a foreign one's")
        return _("our server found no pass for the domain {domain}", domain=self.domain)

    def _what_would_prove(self) -> str:
        """The line that would make it true, if one would."""
        if unclear_sender(self.mail, self.town) is UnclearSender.RESULTS:
            return _(
                "{no_line_helps}: have the mail server write it shorter, in ASCII",
                no_line_helps=_(_NO_LINE_HELPS),
            )
        for server in (field.server for field in self.fields):
            trusted = self.town.authserv_ids | {server}
            if server and authenticated(self.mail, replace(self.town, authserv_ids=trusted)) is True:
                line = _line("trust.authserv_ids", trusted)
                return _(
                    "if {server} is the town hall's own mail server, this line makes it true: {line}",
                    server=server,
                    line=line,
                )
        if not all(field.server for field in self.fields):
            return _(MICROSOFT)
        return _("no trust.authserv_ids makes this mail true: its sender's domain has no pass in it")

    def acts(self) -> Finding:
        subject, sender, town = "mail.acts", self.mail.sender, self.town
        if sender is None or (unclear_sender(self.mail, town) and sender not in town.addresses):
            said = _("it would not act, nor get a letter: a request in it becomes a card for staff")
            return (bad if sender else warning)(subject, said, _("see above"))
        if sender in town.addresses:
            return warning(subject, _("it would not act by itself"), _("see mail.sender above"))
        if sender in town.registry:
            if self.proof is True:
                return good(subject, _("it would act: a notice of the registry, and genuine"))
            said = _("a notice of the registry acts only if authenticated; it becomes a card for staff")
            mend = _("see mail.authenticated above; for the registry no internal mark is enough")
            return bad(subject, _("it would not act: {said}", said=said), mend)
        if sender in town.staff:
            return self._acts_of_staff()
        if self.proof is False:
            return bad(
                subject, _("a resident's mail like this becomes a card, and gets no letter"), _("see above")
            )
        return good(subject, _("a resident's mail needs no authentication: name, DNI and mobile decide"))

    def _acts_of_staff(self) -> Finding:
        mail, town = self.mail, self.town
        if self.proof is not False and internally_marked(mail, town):
            return self._acts_as_genuine(
                _("the town's own server marked it as inside mail (trust.internal_marks)")
            )
        if self.proof is True and of_very_domain(mail, town):
            return self._acts_as_genuine(_("staff's own mail, and genuine"))
        if self.proof is True:
            return bad(
                "mail.acts",
                _(
                    "it would not act but by an order's code: it passes for another domain of "
                    "{domain}'s, not for that itself",
                    domain=self.domain,
                ),
                _(
                    "sign the mail of {domain} by DKIM with d={domain}, or send it with that envelope sender",
                    domain=self.domain,
                ),
            )
        mend = _("see mail.authenticated above")
        name, value = _EXCHANGE
        if self.proof is None and value in (given.strip() for given in mail.values(name)):
            line = _line("trust.internal_marks", {f"X-MS-Exchange-Organization-AuthAs: {value}"})
            mend = _("it has Exchange's mark of internal mail: with this line it acts: {line}", line=line)
        elif self.proof is None:
            mend = _(
                "see mail.authenticated above; or name in trust.internal_marks a header that your server "
                "puts on inside mail and strips from outside mail"
            )
        return bad("mail.acts", _("it would not act: it becomes a card for staff"), mend)

    def _acts_as_genuine(self, why: str) -> Finding:
        """Whether a genuine mail of staff is meant for us: what it answers only the books can tell."""
        subject, addresses = "mail.acts", self.town.addresses
        if self.mail.answers:
            said = _(
                "it would act if it answers a mail of ours to staff ({why}); else an order needs its code",
                why=why,
            )
            return good(subject, said)
        if self.mail.is_only_to(addresses):
            return good(subject, _("it would act: {why}", why=why))
        return warning(
            subject,
            _("it would not act but by an order's code ({why}, but To and Cc name not us alone)", why=why),
            _(
                "write orders to the list's mailbox alone, or answer one of our mails; our addresses: {line}",
                line=_line("mailbox.addresses", addresses),
            ),
        )


def _in_words(field: Results) -> str:
    """What a server found out, and for which domain: never the address before it."""
    found = [
        _("{found} for {domain}", found=f"{result.method}={result.result}", domain=domain)
        if (domain := _domain(result.properties))
        else f"{result.method}={result.result}"
        for result in field.results
        if result.method in _METHODS
    ]
    return ", ".join(map(plain, found)) or _("nothing on DMARC, DKIM or SPF")


def _domain(properties: Mapping[str, str]) -> str:
    found = (properties.get(name, "none") for name in _DOMAINS)
    return next((value.rpartition("@")[2] for value in found if value != "none"), "")


def _line(key: str, values: frozenset[str] | set[str]) -> str:
    """A line of the configuration, to be copied."""
    return f"{key} = {json.dumps(sorted(values), ensure_ascii=False)}"
