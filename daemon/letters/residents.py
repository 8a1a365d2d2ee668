"""A letter to a resident: the values that its text may name, and the two dresses of its words.

Residents are told nothing that their own message did not give, and nothing of it is
quoted: of a document four characters, of a mobile its end, from the message and never
from the books.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from daemon.letters.blocks import blocks
from daemon.letters.chats import chat_link
from daemon.letters.frame import FRAMES
from daemon.letters.missing_data import example, missing_lines
from daemon.letters.placeholders import FOOT
from daemon.letters.rendered import Rendered
from daemon.letters.texts import LANGUAGES, Texts
from daemon.letters.wording import day, hint, phone, wrapped
from rules.books.decision import Letter, Template
from rules.books.subscription import UNDO_WITHIN
from rules.calendar.retention import Terms
from rules.findings import Right
from rules.town import Town

_TELLS_DONE: Final = frozenset({Template.DONE, Template.PARTLY, Template.STILL, Template.OFF_PHONE})
_PROOF_YEARS: Final = Terms().proof_years
_YES: Final = {"ca": "SÍ, vull la baixa", "es": "SÍ, quiero la baja"}
_LEFT_ON: Final = {"ca": "baixa del", "es": "baja del"}


@dataclass(frozen=True, slots=True)
class Tap:
    """The mail that a tap writes: to us, with the code that proves who tapped."""

    to: str
    code: str

    def link(self, label: str, reference: str) -> str:
        """The label with its link, as a letter's text has it; short, so that its line stays whole."""
        subject = quote(f"SÍ {reference} {self.code}", safe="")
        return f"{label} <mailto:{quote(self.to, safe='@')}?subject={subject}>"


def letter(
    letter: Letter,
    *,
    reference: str,
    town: Town,
    privacy_url: str,
    texts: Texts,
    tap: Tap | None = None,
    address: str = "",
    proof_years: int = _PROOF_YEARS,
) -> Rendered:
    """Write to a resident in their language, with nothing but what their message gave and *reference*.

    A CONFIRM needs a *tap*, a WELCOME the *address* to which they write to leave; a RIGHTS_DONE says for how
    many years proof is kept.
    """
    language = letter.language if letter.language in LANGUAGES else LANGUAGES[0]
    values = {
        "ajuntament": town.name,
        "poble": town.place,
        "llista": town.channel,
        "whatsapp": phone(town.whatsapp),
        "enllac_alta": chat_link(town.whatsapp, "ALTA"),
        "formulari": town.form_url,
        "seu": town.office_url,
        "telefon": town.office_phone,
        "correu": address,
        "privacitat": privacy_url,
        "anys": proof_years,
        "referencia": reference,
        "enllac_si": tap.link(_YES[language], reference) if tap else "",
        "de_qui": "; ".join(filter(None, (hint(person, language) for person in letter.leaving))),
        **_of_done(letter, town, language),
        **_of_missing(letter, language),
        **_of_undone(letter, town, language),
        **_of_answered(letter, town, language),
        **_of_rights(letter, language),
    }
    subject, _, body = texts.written(letter.template.value, language, values).partition("\n")
    subject = " ".join(subject.split())
    text = f"{body}\n\n------\n\n{texts.written(FOOT, language, values)}"
    html = FRAMES.get_template("letter.html.j2").render(
        language=language, title=subject, blocks=list(blocks(text))
    )
    return Rendered(subject=f"{subject} ({reference})", text=wrapped(text), html=html)


def _of_done(letter: Letter, town: Town, language: str) -> dict[str, object]:
    tells_done = letter.template in _TELLS_DONE
    left = zip(letter.done, letter.left_at, strict=True) if tells_done else ()
    days = ((person, day(at.astimezone(town.tz), language, year=True)) for person, at in left)
    return {
        "baixes": _list(f"{hint(person, language)}: {_LEFT_ON[language]} {on}" for person, on in days),
        "dies_per_desfer": UNDO_WITHIN.days,
        "al_telefon": letter.on_phone,
        "repetida": letter.repeated,
        "es_pot_desfer": letter.undoable,
        "resta": letter.received,
    }


def _of_missing(letter: Letter, language: str) -> dict[str, object]:
    people = letter.missing
    beside = letter.template is Template.PARTLY
    return {
        "falta": missing_lines(people, language, tell_apart=beside or len(people) > 1),
        "exemple": example(people, language),
        "diverses_persones": len(people) > 1,
    }


def _of_answered(letter: Letter, town: Town, language: str) -> dict[str, object]:
    if letter.template is not Template.ANSWERED or letter.written_at is None:
        return {"resposta": ""}
    return {"resposta": letter.say, "dia": day(letter.written_at.astimezone(town.tz), language, year=True)}


def _of_rights(letter: Letter, language: str) -> dict[str, object]:
    return {
        "motiu": letter.say if letter.template is Template.RIGHTS_LATER else "",
        "dia_limit": day(letter.answer_by, language, year=True) if letter.answer_by else "",
        "es_supressio": letter.right is Right.ERASURE,
        "es_acces": letter.right is Right.ACCESS,
    }


def _of_undone(letter: Letter, town: Town, language: str) -> dict[str, object]:
    if letter.template is not Template.UNDONE or letter.undone_at is None:
        return {"persones": "", "dia": ""}
    return {
        "persones": _list(hint(person, language) for person in letter.done),
        "dia": day(letter.undone_at.astimezone(town.tz), language, year=True),
    }


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
