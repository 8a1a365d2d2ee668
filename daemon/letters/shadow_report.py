"""The daily report of `run --shadow`: what would have been done, by time and place; it names nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from daemon.letters.pages import Entry, Page, Section
from daemon.letters.wording import day, moment, sentence
from rules.books.decision import Outcome, Template
from rules.findings import Kind

_SECTIONS: Final = (
    (Outcome.DONE, "Ho hauríem fet sols", "next"),
    (Outcome.WAITING, "Hauríem demanat el que falta", "later"),
    (Outcome.CARD, "Ho hauríem deixat per decidir al personal", "card"),
)
_KINDS: Final = {
    Kind.BAIXA: "Baixa",
    Kind.CONSENT: "Consentiment registrat",
    Kind.ALTA: "ALTA",
    Kind.COMMAND: "Ordre del personal",
    Kind.AUTOMATIC: "Correu automàtic",
    Kind.OTHER: "Altres assumptes",
    Kind.UNSURE: "No queda clar què és",
    Kind.UNDO: "Vol desfer una baixa",
}
_LETTERS: Final = {
    Template.DONE: "«ho hem anotat»",
    Template.PARTLY: "«fet en part»",
    Template.MISSING: "«falten dades»",
    Template.RECEIVED: "«rebuda»",
    Template.REMINDER: "«encara falten dades»",
    Template.UNDONE: "«baixa desfeta»",
    Template.STILL: "«la baixa consta»",
    Template.OFF_PHONE: "«ja està acabat»",
    Template.WELCOME: "«ja hi sou»",
    Template.JOIN: "«com apuntar-se»",
    Template.INCIDENT: "«incidència rebuda»",
    Template.ANNOUNCEMENT: "«activitat rebuda»",
    Template.ANSWERED: "«la resposta»",
    Template.HOW_IT_WORKS: "«com funciona»",
    Template.WHERE_TO_TURN: "«on s’ha d’adreçar»",
    Template.RIGHTS: "«dret rebut»",
    Template.RIGHTS_PROOF: "«proveu qui sou»",
    Template.RIGHTS_LATER: "«la resposta trigarà»",
    Template.RIGHTS_DONE: "«dret atès»",
    Template.NO_MESSAGES: "«si no us arriben missatges»",
    Template.CONFIRM: "«voleu deixar la llista?»",
}

_TO_SEE_ONE: Final = (
    "Cada correu es troba a la bústia per l’hora d’arribada. Per veure’n els motius: "
    "altabaixa messages show UID --shadow"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedMail:
    """A message that was read and decided on, but not acted on. `letter` is a `Template`'s value, or ""."""

    received_at: datetime
    folder: str
    uid: int
    kind: Kind
    outcome: Outcome
    reason: str
    letter: str = ""


def shadow_report_page(
    watched: Iterable[ObservedMail],
    *,
    town: str,
    since: datetime | None,
    until: datetime,
    headline: str,
    tz: tzinfo,
) -> Page:
    """Lay out what would have become of *watched*; *headline* is the day's digest in one line."""
    seen = list(watched)
    sections = tuple(
        Section(
            title=title,
            tone=tone,
            entries=tuple(_entry(each, tz) for each in seen if each.outcome is outcome),
        )
        for outcome, title, tone in _SECTIONS
    )
    began = f"Des del {moment(since, tz)}" if since else "Des de l’inici"
    aside = sum(each.outcome is Outcome.ASIDE for each in seen)
    return Page(
        names_people=False,
        title=f"{town} · Mode d’observació, {day(until.astimezone(tz).date(), year=True)}",
        headline="Això és el que hauríem fet",
        opening=(
            (
                f"{began} hem llegit {_mails(len(seen))}. "
                "No hem canviat res ni hem escrit a ningú més que a vós."
            ),
            _aside(aside),
            f"El resum d’avui hauria dit: {headline}.",
        ),
        sections=tuple(section for section in sections if section.entries),
        closing=(_TO_SEE_ONE,),
    )


def _entry(each: ObservedMail, tz: tzinfo) -> Entry:
    letter = f"Resposta que hauria sortit: {_LETTERS[Template(each.letter)]}." if each.letter else ""
    return Entry(
        ref=str(each.uid),
        title=f"{_KINDS[each.kind]}, {moment(each.received_at, tz)}",
        lines=tuple(line for line in (sentence(each.reason), letter) if line),
        small=(f"Carpeta {each.folder}, UID {each.uid}",),
    )


def _aside(count: int) -> str:
    if not count:
        return ""
    which = "1 no era" if count == 1 else f"{count} no eren"
    return f"D’aquests, {which} per a la llista: correu automàtic o d’altres assumptes."


def _mails(count: int) -> str:
    return f"{count} {'correu' if count == 1 else 'correus'}"
