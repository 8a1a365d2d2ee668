"""The orders that staff can give by mail, as data: their words, what each names, an example."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

from rules.calendar.norms import Pressing
from rules.findings import Why
from rules.staff.items import FIELD_NAMES, Deposited


class Verb(StrEnum):
    """What can be ordered. The value is the word that we write ourselves."""

    ACTIVATED = "FET"
    TAKEN_OFF = "TRETA"
    UNDO = "DESFÉS"
    APPLY = "APLICA"
    DISCARD = "DESCARTA"
    POSTPONE = "AJORNA"
    CORRECT = "CORREGEIX"
    JOIN = "ALTA"
    CONSENT = "CONSENTIMENT"
    LEAVE = "BAIXA"
    REASON = "MOTIU"
    RECORD = "FITXA"
    BROADCAST = "DIFON"
    SUMMARY = "RESUM"
    SET_ASIDE = "APARTATS"
    OURS = "NOSTRE"
    RECOUNT = "RECOMPTE"
    DATA = "DADES"
    PROOF = "ACREDITA"
    EXTEND = "AMPLIA"
    ATTENDED = "RESOLT"
    SEND = "ENVIA"
    ANSWER = "RESPON"
    INCIDENT = "INCIDÈNCIA"
    ANNOUNCEMENT = "DIFUSIÓ"
    TRAINING = "FORMACIÓ"
    HELP = "AJUDA"


@dataclass(frozen=True, slots=True)
class Form:
    """How an order is written: its words (folded), and an example.

    `about` says what it names: "items" (references, mobiles or documents, several in a line),
    "items and text" (several, and free words), "item and text", "item and fields", "items and day" (one to
    come), "deposit" (a person and a registry entry), "person", "anybody" (an item or a name), "broadcast" (a
    topic, when, and a text), "mails" (that were set aside, by number), "text" (free words behind its word in
    capitals), "file" (what is attached) or "" (nothing). `of_cases`: it may name several
    cards, and answers none beside them; `corrects`: it can put data right; `tells_people`:
    its words are for somebody else to read; `opens_sentences`: with its word staff also begin a sentence to
    people, or pass on what a resident wants, so that only with a reference it is an order.
    """

    verb: Verb
    words: str
    about: str
    example: str
    dated: bool = False
    of_cases: bool = False
    corrects: bool = False
    tells_people: bool = False
    opens_sentences: bool = False

    @property
    def takes_text(self) -> bool:
        """Whether the clerk's own words follow what it is about."""
        return self.about in {"item and text", "items and text"}


FORMS: Final = (
    Form(Verb.ACTIVATED,
         "fet feta fets fetes activat activada activats activades activa activar hecho hecha",
         "items", "FET A-0042 · FET 12, 14 i 15 · FET A-0042 7/11", dated=True),
    Form(Verb.TAKEN_OFF, "treta tret trets tretes treure treu quitado quitada",
         "items", "TRETA A-0007", dated=True),
    Form(Verb.UNDO, "desfes desfer desfeu", "items", "DESFÉS A-0007"),
    Form(Verb.APPLY, "aplica aplicar apliqueu aplicat aplicada",
         "items", "APLICA C-7KQ4M2XZ", of_cases=True, corrects=True),
    Form(Verb.DISCARD, "descarta descartar descarteu descartat descartada tanca tancar tanqueu",
         "items and text", "DESCARTA C-7KQ4M2XZ · DESCARTA C-7KQ4M2XZ, C-9BCD2345 era una prova",
         of_cases=True),
    Form(Verb.POSTPONE, "ajorna ajornar ajorneu ajornat aplaza aplazar",
         "items and day", "AJORNA C-7KQ4M2XZ 14/12/2026", of_cases=True),
    Form(Verb.CORRECT, "corregeix corregir corregiu",
         "item and fields", "CORREGEIX A-0042 mòbil 612345678", corrects=True),
    Form(Verb.JOIN, "alta altes",
         "person", "ALTA Mar Pi Coll, 12345678Z, 612345678 · ALTA A-0042", opens_sentences=True),
    Form(Verb.CONSENT, "consentiment",
         "deposit", "CONSENTIMENT Mar Pi Coll, 12345678Z, 612345678, E/000123-2026, 4/11/2026"),
    Form(Verb.LEAVE, "baixa baixes", "items", "BAIXA A-0042", opens_sentences=True),
    Form(Verb.REASON, "motiu motius motivo",
         "item and text", "MOTIU A-0042 el telèfon era a reparar", opens_sentences=True),
    Form(Verb.RECORD, "fitxa fitxes ficha", "anybody", "FITXA A-0042 · FITXA 612345678 · FITXA Mar Pi Coll"),
    Form(Verb.BROADCAST, "difon difoneu difongueu difongui difunde",
         "broadcast",
         "DIFON aigua: Demà no n’hi haurà de 9 a 12 · DIFON festa, 14/12 a les 10, interès: Diumenge…"),
    Form(Verb.SUMMARY, "resum resumen", "", "RESUM"),
    Form(Verb.SET_ASIDE, "apartats apartados", "", "APARTATS"),
    Form(Verb.OURS, "nostre nostra", "mails", "NOSTRE M-123"),
    Form(Verb.RECOUNT, "recompte recuento", "file", "RECOMPTE"),
    Form(Verb.DATA, "dades datos", "items", "DADES A-0042", opens_sentences=True),
    Form(Verb.PROOF, "acredita acreditar acrediteu", "items", "ACREDITA C-7KQ4M2XZ", of_cases=True),
    Form(Verb.EXTEND, "amplia ampliar amplieu prorroga prorrogueu",
         "item and text", "AMPLIA C-7KQ4M2XZ hem de demanar les dades a l'arxiu",
         of_cases=True, tells_people=True),
    Form(Verb.ATTENDED, "resolt resolta resoldre", "items", "RESOLT C-7KQ4M2XZ", of_cases=True),
    Form(Verb.SEND, "envia envieu",
         "item and text", "ENVIA C-7KQ4M2XZ · ENVIA C-7KQ4M2XZ brigada@setcases.cat",
         of_cases=True, opens_sentences=True),
    Form(Verb.ANSWER, "respon responeu",
         "item and text", "RESPON C-7KQ4M2XZ La brigada ho ha arreglat aquest matí.",
         of_cases=True, tells_people=True, opens_sentences=True),
    Form(Verb.INCIDENT, "incidencia incidencies",
         "text", "INCIDÈNCIA Una branca talla el pas al carrer Major", tells_people=True),
    Form(Verb.ANNOUNCEMENT, "difusio",
         "text", "DIFUSIÓ La coral fa un concert el dissabte 12 a les 18 h", tells_people=True),
    Form(Verb.TRAINING, "formacio",
         "text", "FORMACIÓ La Maria de cal Ferrer vol aprendre a fer anar el canal", tells_people=True),
    Form(Verb.HELP, "ajuda ayuda ajut", "", "AJUDA"),
)  # fmt: skip
"""Every order there is."""
FORM_OF: Final = {form.verb: form for form in FORMS}
BY_WORD: Final = {word: form for form in FORMS for word in form.words.split()}

ONLY_ASKS: Final = frozenset({Verb.RECORD, Verb.SUMMARY, Verb.SET_ASIDE, Verb.RECOUNT, Verb.DATA, Verb.HELP})
"""What changes nothing: whoever wrote it, only the clerk who sends it is told anything."""

TAKES_AWAY: Final = frozenset({
    Verb.LEAVE, Verb.TAKEN_OFF, Verb.APPLY, Verb.DISCARD, Verb.POSTPONE, Verb.CORRECT, Verb.PROOF,
    Verb.EXTEND, Verb.ATTENDED, Verb.SEND, Verb.ANSWER,
})  # fmt: skip
"""What takes somebody off, or a case or data away, or writes to somebody."""

LONGEST_LINE: Final = 600
"""Characters of a line that may be an order."""
LONGEST_TOLD: Final = 3000
"""Characters of one that tells somebody something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What the heading of a broadcast says: its topic, from when on it may go, and whether it presses."""

    topic: str
    pressing: Pressing | None = None
    on: date | None = None
    at: time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing ordered. `item` is a reference (A-0042, C-…, D-…, M-7), a mobile in E.164, a document, or "".

    `case` is the card that it answers, "" for none. `day` is when it was really done, or until when a card
    is put off, `text` free words, `code` what stood after the order, upper case;
    `deposit` is whom a consent or a leave is of, `fields` what is corrected and to what; `announced` is the
    heading of a broadcast, whose text is `text`;
    `line` is what the clerk wrote, without the code; `is_own`: its place tells that no other did.
    """

    verb: Verb
    item: str = ""
    case: str = ""
    day: date | None = None
    text: str = ""
    deposit: Deposited | None = None
    fields: tuple[tuple[str, str], ...] = ()
    announced: Announced | None = None
    code: str | None = None
    line: str = ""
    is_own: bool = True

    @property
    def form(self) -> Form:
        """How such an order is written."""
        return FORM_OF[self.verb]

    @property
    def standard_form(self) -> str:
        """The order as we understood it."""
        return " ".join(filter(None, (self.verb.value, self.item, self.case, self.details)))

    @property
    def details(self) -> str:
        """The data that it puts right, or else its day."""
        fields = ", ".join(f"{FIELD_NAMES[field]} {value}" for field, value in self.fields)
        return fields or (f"{self.day:%d/%m/%Y}" if self.day else "")

    @property
    def names(self) -> str:
        """What a code of the order is bound to: the thing it is about, and the card that it answers."""
        return bound_to(self.item, self.case)


def bound_to(item: str, case: str = "") -> str:
    """What a code is bound to: "A-0042", or with the card that the order answers "A-0042/C-7KQ4M2XZ"."""
    return f"{item}/{case}" if case else item


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A line that was meant as an order, and why it is none.

    `is_plain`: it is nothing but an attempt at one, with its order word and what it is about; `is_remark`: it
    may say anything else.
    """

    line: str
    why: Why
    is_plain: bool = False
    is_remark: bool = False


Line = Order | Unread
