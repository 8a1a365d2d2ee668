"""Attachments that must be opened to be read: which of them are worth it, and what opening gave.

Opening is the shell's; it costs a process. So the message is read without them
first, and only what that reading lacks is looked for in them.
"""

import re
from dataclasses import dataclass
from typing import Final

from rules.bodies import Attachment
from rules.findings import Kind, Person, Reading
from rules.folding import clean, fold
from rules.lists import WHATSAPP
from rules.mail import Mail
from rules.town import Town


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opening an attachment gave: its words, or the Catalan reason why there are none.

    `name` is the attachment's file name, and a member's behind it where it was a zip.
    `fields` are "label: value" lines of a form that was filled in; `text` is what is printed.
    """

    name: str
    text: str = ""
    fields: str = ""
    refused: str | None = None

    @property
    def said(self) -> str:
        """What was filled in, else all that stands there: where a person's data are looked for."""
        return self.fields or self.text

    @property
    def is_blank(self) -> bool:
        """Whether there are no words in it though it could be opened: a picture of a paper."""
        return self.refused is None and not self.said.strip()

    @property
    def told(self) -> str:
        """A sentence for staff on what became of it."""
        name = "".join(c for c in " ".join(clean(self.name).split()) if c.isprintable())[:80] or "sense nom"
        if self.refused:
            return f"l'annex «{name}» no s'ha pogut llegir: {self.refused}"
        return (
            f"l'annex «{name}» no té text: és una imatge?"
            if self.is_blank
            else f"s'ha llegit l'annex «{name}»"
        )


def is_zip(attachment: Attachment) -> bool:
    """Whether it says that it is a zip, and begins as one; an office document is none."""
    named = attachment.filename.lower().endswith(".zip") or "zip" in attachment.content_type
    return named and attachment.data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}


def is_pdf(attachment: Attachment) -> bool:
    """Whether it begins as a PDF, or says that it is one."""
    return (
        b"%PDF-" in attachment.data[:1024]
        or attachment.content_type in {"application/pdf", "application/x-pdf"}
        or attachment.filename.lower().endswith(".pdf")
    )


def worth_opening(mail: Mail, town: Town, reading: Reading) -> tuple[Attachment, ...]:
    """The attachments that could change *reading*, which was made without them; the likeliest first."""
    if mail.unreadable is not None or not mail.attachments:
        return ()
    papers = [a for a in mail.attachments if is_pdf(a)]
    chats = [a for a in mail.attachments if is_zip(a)] if mail.authors & town.staff else []
    wanted = [*chats, *papers] if papers and lacks(mail, town, reading) else chats
    return tuple(sorted(wanted, key=_is_unlikely))


def lacks(mail: Mail, town: Town, reading: Reading) -> bool:
    """Whether *reading* lacks something that a paper enclosed may say."""
    match reading.kind:
        case Kind.CONSENT:
            entries_lack = any(e.number is None or e.registered_at is None for e in reading.registries)
            return entries_lack or _lack(reading.people, "name", "id_document", "phone")
        case Kind.BAIXA:
            return not mail.authors & town.staff and _lack(reading.people, "id_document", "phone")
        case Kind.UNSURE:
            return bool(mail.authors & (town.staff | town.registry)) or not reading.people
        case Kind.ALTA:
            return bool(mail.authors & town.registry)
        case Kind.OTHER:
            return reading.paper_may_tell and (bool(mail.authors & town.registry) or speaks_of_us(mail))
        case _:
            return False


def _lack(people: tuple[Person, ...], *data: str) -> bool:
    return not people or any(getattr(person, one) is None for person in people for one in data)


_OURS: Final = re.compile(rf"\b(?:{WHATSAPP}\b|difusio|clausula|consentim|llista d'avisos|servei d'avisos)")
_LEAVES: Final = re.compile(r"\b(?:baixa|baja)\b")
_SHORT: Final = 400
"""Characters of a mail that only points at what it encloses."""


def speaks_of_us(mail: Mail) -> bool:
    """Whether a mail that says little by itself speaks of the list, be it by its title or a file's name."""
    if len(mail.words.own) > _SHORT:
        return False
    titles = _title("\n".join((mail.subject, *(a.filename for a in mail.attachments))))
    return bool(_LEAVES.search(titles) or _OURS.search(titles) or _OURS.search(fold(clean(mail.words.own))))


def _title(text: str) -> str:
    return fold(clean(text)).replace("_", " ").replace("-", " ")


def _is_unlikely(attachment: Attachment) -> int:
    """0 for the paper or chat that bears its name, 1 for what may be it, 2 for the rest."""
    name = _title(attachment.filename)
    if _OURS.search(name) or is_zip(attachment):
        return 0
    return 1 if re.search(r"formulari|instancia|sol.?licitud|solicitud|annex|anex", name) else 2
