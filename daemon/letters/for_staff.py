"""The letters to staff and technician, each written whole: subject, plain text, HTML."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from daemon.letters.broadcasts import broadcast_page
from daemon.letters.chats import Chats
from daemon.letters.digest import digest_page, leaves_page, ordered_page
from daemon.letters.frame import FRAMES
from daemon.letters.headline import headline
from daemon.letters.incidents import passed_on_page, urgent_page
from daemon.letters.monthly import monthly_page
from daemon.letters.orders import Answer, Orders
from daemon.letters.outages import arriving_page, outage_page, probe_page, recovery_page, signed_in_page
from daemon.letters.pages import Page
from daemon.letters.reconciliation import Presentation, reconciliation_page
from daemon.letters.rendered import Rendered
from daemon.letters.set_aside import set_aside_page
from daemon.letters.shadow_report import ObservedMail, shadow_report_page
from daemon.letters.texts import LANGUAGES
from daemon.letters.wording import day, in_html, in_plain_text, moment, shown, wrapped
from rules.books.subscription import Subscription
from rules.desk.choices import Choice
from rules.desk.digest import Digest
from rules.desk.monthly import Report
from rules.desk.reconciling import Reconciliation
from rules.desk.set_aside import AsideList
from rules.town import Town
from rules.transport.reconnection import Cause


def digest(
    digest: Digest, *, town: Town, privacy_url: str, orders: Orders | None = None, chats: Chats | None = None
) -> Rendered:
    """Write the staff's digest; its subject begins with what presses.

    *orders* are its reader's links, *chats* what can be sent to residents by WhatsApp.
    """
    page = digest_page(digest, tz=town.tz, orders=orders, chats=chats)
    subject = f"{headline(digest)} · Llista de WhatsApp, {day(digest.on)}"
    return to_staff(subject, page, privacy_url)


def leaves(
    items: Sequence[Subscription],
    *,
    town: Town,
    orders: Orders | None = None,
    chats: Chats | None = None,
    languages: Mapping[str, str] | None = None,
) -> Rendered:
    """Write to staff at once that the numbers of *items* are to be taken off the phone."""
    page = leaves_page(items, town=town.name, tz=town.tz, orders=orders, chats=chats, languages=languages)
    return to_staff(f"{page.headline} ({len(items)}) · Llista de WhatsApp", page)


def urgent(
    ref: str, lines: Sequence[str], *, town: Town, choices: Sequence[Choice], orders: Orders | None = None
) -> Rendered:
    """Write to staff at once what was told to the list and cannot wait."""
    page = urgent_page(ref, lines, town=town.name, choices=choices, orders=orders)
    return to_staff(f"{page.headline} ({ref}) · Llista de WhatsApp", page)


def passed_on(ref: str, place: str, words: str, *, town: Town, at: datetime) -> Rendered:
    """Write to who mends it what is broken, where, and when it was told; who told it is not said."""
    page = passed_on_page(ref, place, words, town=town.name, when=moment(at, town.tz))
    return to_staff(f"{page.headline} ({ref})", page)


def ordered(
    answers: Sequence[Answer], *, town: Town, orders: Orders | None = None, with_help: bool = False
) -> Rendered:
    """Write to a clerk what became of their orders; its subject is no order, whoever answers it."""
    page = ordered_page(answers, town=town.name, orders=orders, with_help=with_help)
    headline = f"{page.headline[:1].lower()}{page.headline[1:]}"
    return to_staff(f"Resposta a les vostres ordres: {headline} · Llista de WhatsApp", page)


def broadcast(
    ref: str, topic: str, text: str, *, town: Town, late: datetime | None, orders: Orders | None
) -> Rendered:
    """Write to staff that a broadcast is to be sent now; *late* is when it was to be, long ago."""
    page = broadcast_page(ref, topic, text, late=late, town=town.name, tz=town.tz, orders=orders)
    return to_staff(f"Per enviar ara a la llista: {shown(topic)} · Llista de WhatsApp", page)


def monthly(report: Report, *, privacy_url: str) -> Rendered:
    """Write the report of a month to staff."""
    page = monthly_page(report)
    return to_staff(
        f"{page.headline} · Llista de WhatsApp, {page.title.rpartition(' · ')[2].lower()}", page, privacy_url
    )


def shadow_report(
    watched: Iterable[ObservedMail], *, town: Town, since: datetime | None, until: datetime, headline: str
) -> Rendered:
    """Write to the technician what would have become of the messages *watched*."""
    page = shadow_report_page(
        watched, town=town.name, since=since, until=until, headline=headline, tz=town.tz
    )
    return to_staff(
        f"{page.headline} · Llista de WhatsApp, {day(until.astimezone(town.tz).date())}", page, ""
    )


def outage(*, town: Town, since: datetime, cause: Cause, detail: str) -> Rendered:
    """Write to staff and technician that the mailbox cannot be read; *detail* is for the latter."""
    page = outage_page(town=town.name, since=since, cause=cause, detail=detail, tz=town.tz)
    return to_staff(f"{page.headline} · Llista de WhatsApp", page)


def recovery(*, town: Town, since: datetime, until: datetime) -> Rendered:
    """Write to those who were told of an outage that it is over."""
    page = recovery_page(town=town.name, since=since, until=until, tz=town.tz)
    return to_staff(f"{page.headline} · Llista de WhatsApp", page)


def signed_in(*, town: Town, since: datetime) -> Rendered:
    """Write to those who were told that we get no access token that we get them again."""
    page = signed_in_page(town=town.name, since=since, tz=town.tz)
    return to_staff(f"{page.headline} · Llista de WhatsApp", page)


def arriving(*, town: Town, since: datetime) -> Rendered:
    """Write to those who were told that a probe got lost that probes come back."""
    page = arriving_page(town=town.name, since=since, tz=town.tz)
    return to_staff(f"{page.headline} · Llista de WhatsApp", page)


def probe(*, town: Town) -> Rendered:
    """Write to ourselves, to see whether it arrives."""
    page = probe_page(town=town.name)
    return to_staff(page.headline, page)


def reconciliation(found: Reconciliation, presentation: Presentation, *, town: Town, on: date) -> Rendered:
    """Write to staff how the phone differs from the books."""
    page = reconciliation_page(found, presentation, town=town.name, on=on)
    return to_staff(f"{page.headline} · Recompte del telèfon, {day(on)}", page)


def set_aside(found: AsideList, *, town: Town, orders: Orders | None = None) -> Rendered:
    """Write to a clerk which mails were set aside of late; *orders* are their links."""
    page = set_aside_page(found, town=town.name, tz=town.tz, orders=orders)
    return to_staff(f"{page.headline} · Llista de WhatsApp", page)


def to_staff(subject: str, page: Page, privacy_url: str = "") -> Rendered:
    """Write *page* to staff."""
    values = {"language": LANGUAGES[0], "title": page.title, "page": page, "privacy_url": privacy_url}
    text = FRAMES.get_template("page.txt.j2").render(values)
    html = FRAMES.get_template("page.html.j2").render(values)
    return Rendered(subject=subject, text=wrapped(in_plain_text(text)), html=in_html(html))
