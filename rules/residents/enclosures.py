"""Attachments that must be opened to be read: which of them are worth it, and what opening gave.

Opening is the shell's; it costs a process. So the message is read without them
first, and only what that reading lacks is looked for in them.
"""

from collections.abc import Iterable
from typing import Final, assert_never

from rules.findings import Because, Kind, Person, Reading, for_a_person, known
from rules.intent.heard import heard
from rules.mail.bodies import Attachment
from rules.mail.mail import Mail
from rules.mail.message import Incoming
from rules.mail.opened import Opened
from rules.people.persons import read_people
from rules.registry.consent import Bearing, bearing_of
from rules.residents.scant import names_nothing, speaks_of_list
from rules.staff.remarks import above_closing
from rules.text.folding import clean, fold
from rules.text.tokens import Text, as_text
from rules.town import Town
from rules.vocabulary.clause import is_about_list


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


_READ: Final = ("text/", "message/", "multipart/")
_NO_PAPER: Final = ("/xml", "signature", "pgp-keys", "calendar", "ics")
_READ_NAME: Final = (".txt", ".xml", ".xsig", ".p7s", ".asc", ".vcf", ".ics")
_LOGO: Final = 100_000
"""Bytes of a picture in the text above which it is a photograph."""


def is_sealed(attachment: Attachment) -> bool:
    """Whether it may be a paper and nothing here reads its kind: a photograph, a sheet, a letter of Word."""
    if attachment.shown and _is_picture(attachment) and len(attachment.data) < _LOGO:
        return False
    kind = attachment.content_type
    is_read = kind.startswith(_READ) or kind.endswith(_NO_PAPER)
    return not (is_read or attachment.filename.lower().endswith(_READ_NAME) or is_pdf(attachment))


def sealed(attachments: Iterable[Attachment]) -> tuple[Opened, ...]:
    """Those that nothing here reads, each with the reason."""
    return tuple(
        Opened(
            name=a.filename,
            refused=Because("is-picture") if _is_picture(a) else Because("kind-not-read"),
        )
        for a in attachments
        if is_sealed(a)
    )


def _is_picture(attachment: Attachment) -> bool:
    return attachment.content_type.startswith("image/")


def worth_opening(mail: Mail, town: Town, reading: Reading) -> tuple[Attachment, ...]:
    """The attachments that could change *reading*, which was made without them; the likeliest first."""
    if mail.unreadable is not None:
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
            is_ours = bool(mail.authors & (town.staff | town.registry))
            return is_ours or not reading.people or reading.unplaced
        case Kind.ALTA:
            return bool(mail.authors & town.registry)
        case Kind.OTHER:
            may_be = may_be_of_us(mail, town) if mail.authors & town.staff else speaks_of_us(mail)
            return reading.paper_may_tell and (bool(mail.authors & town.registry) or may_be)
        case Kind.COMMAND | Kind.AUTOMATIC | Kind.UNDO:
            return False
        case _:
            assert_never(reading.kind)


def _lack(people: tuple[Person, ...], *data: str) -> bool:
    return not people or any(getattr(person, one) is None for person in people for one in data)


_SHORT: Final = 400
"""Characters of a mail that only points at what it encloses."""


def speaks_of_us(mail: Mail) -> bool:
    """Whether a mail that says little by itself speaks of the list, be it by its title or a file's name."""
    if len(mail.words.own) > _SHORT:
        return False
    titles = _title("\n".join((mail.subject, *(a.filename for a in mail.attachments))))
    is_leave = not {"baixa", "baja"}.isdisjoint(titles.replace(".", " ").split())
    return is_leave or is_about_list(titles) or is_about_list(mail.words.own)


def says_on_paper(incoming: Incoming) -> Reading | None:
    """A mail that only encloses, and whose paper asks to leave or is the clause: for a person."""
    for paper in incoming.papers if speaks_of_us(incoming.mail) else ():
        leave = heard(Text(), as_text(paper.text))
        asks = leave is not None and not leave.is_of_another
        if asks or bearing_of(paper) is not Bearing.ELSEWHERE:
            what = leave.why if leave is not None and asks else Because("document-of-list")
            people = read_people(paper.said, own_numbers=incoming.own_numbers)
            return for_a_person(Because("only-enclosure-says", (paper.name, what)), known(people))
    return None


def may_be_of_us(mail: Mail, town: Town) -> bool:
    """Whether a clerk's mail speaks of the list, or says of nothing what it is that she encloses."""
    files = " ".join(a.filename.rpartition(".")[0] or a.filename for a in mail.attachments)
    words = mail.words
    text = "\n".join((mail.subject, files, above_closing(words.own), words.forwarded))
    return speaks_of_list(text) or names_nothing(text, own_numbers=frozenset({town.whatsapp}))


def _title(text: str) -> str:
    return fold(clean(text)).replace("_", " ").replace("-", " ")


def _is_unlikely(attachment: Attachment) -> int:
    """0 for the paper or chat that bears its name, 1 for what may be it, 2 for the rest."""
    name = _title(attachment.filename)
    if is_about_list(name) or is_zip(attachment):
        return 0
    return 1 if any(kind in name for kind in _FORMS) else 2


_FORMS: Final = ("formulari", "instancia", "licitud", "annex", "anex")
