"""What every message must come to, however it is broken: read and decided in time, and nobody made up."""

import re
from datetime import UTC, datetime
from typing import Final

from daemon.letters.sentences import in_catalan
from rules.books.decision import Letter
from rules.books.facts import Facts
from rules.books.policy import decide
from rules.books.subscription import State, Subscription
from rules.evidence import evidence
from rules.findings import Person, Reading, Voice
from rules.mail.mail import Mail, read_mail
from rules.mail.message import Incoming
from rules.text.folding import clean, fold
from rules.town import Town
from tests.processor import within
from tests.rules.messages import read

LONGEST: Final = 1.0
"""Seconds of the processor that one message may take."""


def taken(raw: bytes, town: Town, said: str, *, seconds: float = LONGEST) -> tuple[Reading, Letter | None]:
    """Read *raw*, decide it and find its evidence; fails with *said* where that raises or takes long."""
    mail, reading, letter = within(seconds, said, lambda: _decided(raw, town))
    source = _sources(mail, town, reading)
    assert [w for p in reading.people for w in _made_up(p, source)] == [], said
    return reading, letter


def _decided(raw: bytes, town: Town) -> tuple[Mail, Reading, Letter | None]:
    mail = read_mail(raw)
    reading = read(mail, town)
    letter = _letter(reading, mail)
    evidence(Incoming(mail=mail, town=town), reading, [*map(in_catalan, reading.reasons)])
    return mail, reading, letter


def _letter(reading: Reading, mail: Mail) -> Letter | None:
    """The letter that the message gets, be its people on the list or strangers."""
    at = datetime(2026, 5, 6, 9, tzinfo=UTC)
    held = {(p.id_document, p.phone): p for p in reading.people if p.id_document and p.phone}
    books = tuple(
        Subscription(ref=f"A-{i}", name=p.name or "", id_document=d, phone=phone, state=State.ACTIVE)
        for i, ((d, phone), p) in enumerate(held.items())
    )
    letters = [
        decide(reading, Facts(received_at=at, sender=mail.sender, subscriptions=known)).letter
        for known in (books, ())
    ]
    return letters[0] or letters[1]


# --- who is read ----------------------------------------------------------------------------------

_DIGITS: Final = str.maketrans("OIL", "011")


def _bare(text: str) -> str:
    """Letters and digits alone; what people type for a digit is one."""
    return "".join(c for c in clean(text).upper() if c.isalnum()).translate(_DIGITS)


def _sources(mail: Mail, town: Town, reading: Reading) -> str:
    """The texts that may name somebody: of a resident's own mail neither history nor what is passed on."""
    incoming = Incoming(mail=mail, town=town)
    words = mail.words
    texts = [mail.subject, words.own, words.signature, *(p.text for p in incoming.papers), *incoming.files]
    if reading.voice is not Voice.WRITER or reading.registries:
        html = mail.html or words
        texts += [words.forwarded, words.quoted, html.own, html.signature, html.forwarded, html.quoted]
    return "\n".join(texts)


_NUMERAL: Final = re.compile(
    r"\b(?:zero|cero|un|uno|dos|tres|quatre|cuatro|cinco?|sis|seis|set|siete|vuit|ocho|nou|nueve|mil|cents?|ciento)\b"
)


def _made_up(person: Person, source: str) -> list[str]:
    """What of a person stands nowhere in the source; numbers said in words are not looked for."""
    bare, folded = _bare(source), fold(clean(source))
    name = re.findall(r"[^\W_]+", fold(person.name or ""))
    wrong = [word for word in name if word not in folded]
    if len(_NUMERAL.findall(folded)) > 1:
        return wrong
    if person.phone and person.phone.translate(_DIGITS)[-6:] not in bare:
        wrong.append(person.phone)
    if person.id_document and _bare(person.id_document)[-6:-1] not in bare:
        wrong.append(person.id_document)
    return wrong
