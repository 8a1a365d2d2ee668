"""Letters: what residents and staff are sent, in plain text and in HTML that says the same.

Residents are told nothing that their own message did not give, and nothing of it is
quoted. Subjects are fixed words with our own reference or our own counts. The templates
are data's only frame: text of a mail is a value in them, escaped in HTML, never a template.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from jinja2 import PackageLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import SandboxedEnvironment

from daemon.letters.blocks import blocks
from daemon.letters.outages import outage_page, recovery_page
from daemon.letters.staff import Page, digest_page, leaves_page
from daemon.letters.watching import Watched, watching_page
from daemon.letters.wording import day, kind_of_document, phone, wrapped
from rules.decision import Letter, Template
from rules.digest import Digest, headline
from rules.findings import Person
from rules.masking import masked
from rules.reconnection import Cause
from rules.subscription import UNDO_WITHIN, Subscription
from rules.town import Town

LANGUAGES: Final = ("ca", "es")
"""What residents are written in; the first one where their language is unknown."""

# The template rules over what else a letter holds: "received" is the same for everybody.
_TELLS_DONE: Final = frozenset({Template.DONE, Template.PARTLY})
_ASKS: Final = frozenset({Template.MISSING, Template.PARTLY, Template.REMINDER})

_TEMPLATES: Final = SandboxedEnvironment(
    loader=PackageLoader("daemon", "letters"),
    autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["underlined"] = lambda text, line: f"{text}\n{line * min(len(text), 76)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A letter ready to be sent: a subject on one line, and the same words twice."""

    subject: str
    text: str
    html: str


def letter(letter: Letter, *, reference: str, town: Town, privacy_url: str) -> Rendered:
    """Write to a resident in their language, with nothing but what their message gave and *reference*."""
    language = letter.language if letter.language in LANGUAGES else LANGUAGES[0]
    written = _TEMPLATES.get_template(f"{language}/letter.txt.j2").render(
        template=letter.template.value,
        done=_done(letter, town, language) if letter.template in _TELLS_DONE else [],
        missing=[_lacking(person) for person in letter.missing] if letter.template in _ASKS else [],
        received=letter.received or letter.template is Template.RECEIVED,
        partly=letter.template is Template.PARTLY,
        undone=_undone(letter, town, language),
        on_phone=letter.on_phone,
        undoable=letter.undoable,
        whatsapp=phone(town.whatsapp),
        join_link=f"https://wa.me/{town.whatsapp.removeprefix('+')}?text=ALTA",
        undo_days=UNDO_WITHIN.days,
        reference=reference,
        town=town.name,
        channel=town.channel,
        privacy_url=privacy_url,
    )
    subject, _, text = written.strip().partition("\n")
    html = _TEMPLATES.get_template("letter.html.j2").render(
        language=language, title=subject, blocks=list(blocks(text)), privacy_url=privacy_url
    )
    return Rendered(subject=f"{subject} ({reference})", text=wrapped(text), html=html)


def digest(digest: Digest, *, town: Town, privacy_url: str) -> Rendered:
    """Write the staff's digest; its subject begins with what presses."""
    page = digest_page(digest, tz=town.tz)
    subject = f"{headline(digest)} · Llista de WhatsApp, {day(digest.on)}"
    return _to_staff(subject, page, privacy_url)


def leaves(items: Sequence[Subscription], *, town: Town) -> Rendered:
    """Write to staff at once that the numbers of *items* are to be taken off the phone."""
    page = leaves_page(items, town=town.name, tz=town.tz)
    return _to_staff(f"{page.headline} ({len(items)}) · Llista de WhatsApp", page, "")


def watching(
    watched: Iterable[Watched], *, town: Town, since: datetime | None, until: datetime, headline: str
) -> Rendered:
    """Write to the technician what would have become of the messages *watched*."""
    page = watching_page(watched, town=town.name, since=since, until=until, headline=headline, tz=town.tz)
    return _to_staff(
        f"{page.headline} · Llista de WhatsApp, {day(until.astimezone(town.tz).date())}", page, ""
    )


def outage(*, town: Town, since: datetime, cause: Cause, detail: str) -> Rendered:
    """Write to staff and technician that the mailbox cannot be read; *detail* is for the latter."""
    page = outage_page(town=town.name, since=since, cause=cause, detail=detail, tz=town.tz)
    return _to_staff(f"{page.headline} · Llista de WhatsApp", page, "")


def recovery(*, town: Town, since: datetime, until: datetime) -> Rendered:
    """Write to those who were told of an outage that it is over."""
    page = recovery_page(town=town.name, since=since, until=until, tz=town.tz)
    return _to_staff(f"{page.headline} · Llista de WhatsApp", page, "")


def _to_staff(subject: str, page: Page, privacy_url: str) -> Rendered:
    values = {"language": LANGUAGES[0], "title": page.title, "page": page, "privacy_url": privacy_url}
    text = _TEMPLATES.get_template("staff/page.txt.j2").render(values)
    html = _TEMPLATES.get_template("staff/page.html.j2").render(values)
    return Rendered(subject=subject, text=wrapped(text), html=html)


def _done(letter: Letter, town: Town, language: str) -> list[dict[str, str]]:
    return [
        {"left_on": day(left_at.astimezone(town.tz), language, year=True), **_hint(person)}
        for person, left_at in zip(letter.done, letter.left_at, strict=True)
    ]


def _undone(letter: Letter, town: Town, language: str) -> dict[str, Any] | None:
    if letter.template is not Template.UNDONE or letter.undone_at is None:
        return None
    on = day(letter.undone_at.astimezone(town.tz), language, year=True)
    return {"on": on, "people": [_hint(person) for person in letter.done]}


def _lacking(person: Person) -> dict[str, Any]:
    return {"flaws": [flaw.name for flaw in person.flaws], **_hint(person)}


def _hint(person: Person) -> dict[str, str]:
    """Enough of what they wrote to tell who of several is meant, and no more."""
    document = person.id_document
    return {
        "document": f"{kind_of_document(document)} {masked(document)}" if document else "",
        "phone_end": person.phone[-3:] if person.phone else "",
    }
