"""A decision as a value: what becomes of each request of a message, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from rules.books.subscription import Subscription, What
from rules.findings import Entry, Kind, Person


class Outcome(StrEnum):
    """How a request ends: each ends as exactly one of these, and staff see every card."""

    DONE = "done"
    WAITING = "resident"  # the resident was asked
    CARD = "staff"  # a person of the town hall decides
    ASIDE = "aside"  # none of our business, with a reason


class Reason(StrEnum):
    """Why a request ended as it did. The value is said to staff."""

    # done
    LEFT = "el DNI i el mòbil són d'una sola persona de la llista"
    ALREADY_LEFT = "ja s'havia donat de baixa: no hi ha res més a fer"
    CONSENT_STARTS = "consentiment registrat: comença el termini de cinc dies"
    CONSENT_COMPLETES = "consentiment registrat; ja hi havia l'ALTA: s'ha d'activar"
    CONSENT_KNOWN = "consentiment ja conegut: es guarda com a prova"
    CONSENT_BEFORE_LEAVE = "consentiment anterior a la baixa: només és prova, no torna ningú a la llista"
    ALTA_STARTS = "ALTA rebuda: falta el consentiment registrat"
    ALTA_COMPLETES = "ALTA rebuda; ja hi havia el consentiment: s'ha d'activar"
    ALTA_KNOWN = "l'ALTA ja constava"
    ALTA_BEFORE_LEAVE = "ALTA anterior a la baixa: no torna ningú a la llista"
    UNDONE = "diu que no volia la baixa: s'ha desfet"
    ORDERED = "ordre del personal: contestada a qui l'ha donada"
    # waiting for the resident
    LACKING = "falten dades: s'han demanat a qui ha escrit"
    UNCONFIRMED = "potser vol la baixa: s'ha preguntat a qui ha escrit"
    # cards
    FORGED = "el correu no ve de qui diu: l'autenticació del remitent ha fallat"
    SENDER_UNCLEAR = "no se sap qui envia el correu"
    JUNK = "era a la carpeta de correu brossa"
    PASSED_ON = "la baixa no ve de la mateixa persona: l'ha feta arribar algú altre"
    DOUBTFUL = "cal que ho miri una persona"
    TOO_MANY = "hi ha més de cinc persones en un sol correu"
    NAME_OF_ANOTHER = "el nom no és el de la persona d'aquest DNI i mòbil"
    MIXED = "el DNI és d'una persona i el mòbil d'una altra"
    HALF_KNOWN = "només una de les dues dades (DNI o mòbil) consta a la llista"
    TWICE = "hi ha més d'una subscripció viva amb aquest DNI i mòbil"
    NOBODY = "les dades són completes però no són de ningú de la llista"
    OLDER_THAN_JOINING = "la baixa és anterior al consentiment o a l'ALTA que consten"
    CANNOT_ASK = "falten dades i no es pot respondre a qui ha escrit"
    UNTRUSTED = "no s'ha pogut comprovar que vingui d'un remitent de confiança"
    LEAVE_WAITS = "hi ha una baixa posterior d'aquestes dades pendent de revisar"
    SAME_DAY = "el consentiment i la baixa són del mateix dia, i no se sap quin va ser abans"
    ENTRY_LACKING = "falta el número o la data de registre"
    DATA_LACKING = "falten dades de la persona (DNI o mòbil)"
    OTHER_PHONE = "el mòbil de l'ALTA no és el del consentiment"
    SEVERAL = "la persona té més d'un número a la llista i no es diu quin"
    PHONE_OF_ANOTHER = "el mòbil de l'ALTA ja és a la llista amb el DNI d'una altra persona"
    FUTURE_ENTRY = "la data de registre és posterior a l'arribada del correu"
    BY_MAIL = "demana l'ALTA per correu: s'ha de fer per WhatsApp"
    ANSWER = "respon a una carta nostra i no queda clar què vol"
    ANSWER_OF_ANOTHER = "respon a una carta nostra, però no és la persona a qui vam escriure"
    STILL_LACKING = "se li han demanat dues vegades les dades i encara en falten"
    UNANSWERED = "fa més de cinc dies hàbils que se li van demanar dades i no les ha enviades"
    NOT_CONFIRMED = "fa més de cinc dies hàbils que se li va preguntar si vol la baixa i no ha contestat"
    ASKED_BEFORE = "ja se li ha preguntat si vol la baixa, i torna a escriure sense dir-ho clar"
    UNREACHED = "la carta que li demanava dades no s'ha pogut lliurar"
    UNDO_OF_ANOTHER = "diu que la baixa no es volia, però no es va demanar des d'aquesta adreça"
    UNDO_UNCLEAR = "sembla que no volia la baixa, però no ho diu prou clar"
    UNDO_UNPROVED = "diu que no volia la baixa, però no s'ha pogut comprovar que el correu sigui seu"
    UNDO_UNREFERRED = "diu que no volia la baixa, però no respon a la carta que li ho deia"
    UNDO_REFUSED = "diu que no volia la baixa, i no es pot desfer tal com estava"
    PHONE_AGAIN = "la baixa s'ha desfet: mireu que el número encara sigui al telèfon"
    ORDER = "ordre del personal per correu que no s'entén"
    ORDER_UNPROVED = "ordre del personal que no s'ha pogut comprovar que sigui seva: no s'ha fet"
    UNREADABLE = "el missatge no s'ha pogut llegir"
    OLD_REQUEST = "fa més de trenta dies que va demanar l'ALTA i no ha presentat el consentiment"
    # aside
    ROBOT = "correu automàtic"
    CONFIRMED = "diu que la baixa que li hem fet és correcta: no hi ha res a fer"
    DECLINED = "se li ha preguntat si vol la baixa i diu que no: no hi ha res a fer"
    ELSEWHERE = "no té a veure amb la llista"
    AGAIN = "el mateix missatge ja s'havia tractat"
    BEFORE_START = "és d'abans que comencéssim"
    PROBE = "és el correu de prova que ens hem enviat: la bústia en rep"


ENDS_AS: Final[Mapping[Outcome, frozenset[Reason]]] = {
    Outcome.DONE: frozenset({
        Reason.LEFT, Reason.ALREADY_LEFT, Reason.CONSENT_STARTS, Reason.CONSENT_COMPLETES,
        Reason.CONSENT_KNOWN, Reason.CONSENT_BEFORE_LEAVE, Reason.ALTA_STARTS, Reason.ALTA_COMPLETES,
        Reason.ALTA_KNOWN, Reason.ALTA_BEFORE_LEAVE, Reason.UNDONE, Reason.ORDERED,
    }),
    Outcome.WAITING: frozenset({Reason.LACKING, Reason.UNCONFIRMED}),
    Outcome.CARD: frozenset({
        Reason.FORGED, Reason.SENDER_UNCLEAR, Reason.JUNK, Reason.PASSED_ON, Reason.DOUBTFUL,
        Reason.TOO_MANY, Reason.NAME_OF_ANOTHER, Reason.MIXED, Reason.HALF_KNOWN, Reason.TWICE,
        Reason.NOBODY, Reason.OLDER_THAN_JOINING, Reason.CANNOT_ASK, Reason.UNTRUSTED, Reason.LEAVE_WAITS,
        Reason.SAME_DAY, Reason.ENTRY_LACKING, Reason.DATA_LACKING, Reason.OTHER_PHONE, Reason.SEVERAL,
        Reason.PHONE_OF_ANOTHER, Reason.FUTURE_ENTRY, Reason.BY_MAIL, Reason.ANSWER,
        Reason.ANSWER_OF_ANOTHER, Reason.STILL_LACKING, Reason.UNANSWERED, Reason.NOT_CONFIRMED,
        Reason.ASKED_BEFORE, Reason.UNREACHED, Reason.UNDO_OF_ANOTHER, Reason.UNDO_UNCLEAR,
        Reason.UNDO_UNPROVED, Reason.UNDO_UNREFERRED, Reason.UNDO_REFUSED, Reason.PHONE_AGAIN, Reason.ORDER,
        Reason.ORDER_UNPROVED, Reason.UNREADABLE, Reason.OLD_REQUEST,
    }),
    Outcome.ASIDE: frozenset({
        Reason.ROBOT, Reason.CONFIRMED, Reason.DECLINED, Reason.ELSEWHERE, Reason.AGAIN, Reason.BEFORE_START,
        Reason.PROBE,
    }),
}  # fmt: skip
"""How a request ends that a reason was found for."""


def outcome_of(reason: Reason) -> Outcome:
    """How a request ends for *reason*."""
    return _OUTCOMES[reason]


_OUTCOMES: Final = {reason: outcome for outcome, reasons in ENDS_AS.items() for reason in reasons}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One person in one message: who wants what, dated when.

    `at` is what "older" and "newer" go by: INTERNALDATE, or the presentation for a consent.
    """

    kind: Kind
    person: Person
    at: datetime
    entry: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """Effect: *what* happens to the subscription *ref*; fields given fill in what it lacks."""

    ref: str
    what: What
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Effect: a new subscription begins by *what*."""

    what: What
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Attest:
    """Effect: the consent is kept as evidence; *ref* is whose, if known."""

    ref: str | None
    request: Request


Effect = Advance | Open | Attest


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of one request. `about` are the subscriptions it concerns, for staff."""

    request: Request | None
    outcome: Outcome
    reason: Reason
    details: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    about: tuple[Subscription, ...] = ()


class Template(StrEnum):
    """The letters to residents."""

    DONE = "done"
    MISSING = "missing"
    RECEIVED = "received"
    PARTLY = "partly"
    REMINDER = "reminder"
    UNDONE = "undone"
    JOIN = "join"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The one answer a message gets: which parts it has is decided here, its words elsewhere.

    `done` and `missing` hold people as the message gave them, never as the store
    knows them; `left_at` stands in the order of `done`. `on_phone` says that staff have yet
    to take a number off the phone, `repeated` that somebody had asked to leave before,
    `undoable` that a leave is recent enough to be undone.
    In an UNDONE letter `done` are the people restored, and `undone_at` is when. A REMINDER asks for
    `missing` again; a CONFIRM asks whether they want to leave at all, and for `missing` too. `news`: it
    tells what has just changed, and nobody tells it again; `put_off`: a cap of today is spent, and it goes
    on the next day that has room.
    """

    template: Template
    to: str
    language: str
    done: tuple[Person, ...] = ()
    left_at: tuple[datetime, ...] = ()
    missing: tuple[Person, ...] = ()
    received: bool = False
    on_phone: bool = False
    repeated: bool = False
    undoable: bool = False
    undone_at: datetime | None = None
    news: bool = False
    put_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one message does. `outcome` is that of its most open request.

    `unanswered` says why nobody is written to, `postponed` why the letter goes on another day.
    `continues`: its requests take the place of those that waited in the conversation it answers.
    `answerable`: who wrote may be told later what staff did of it, whatever a day's caps keep back now.
    """

    outcome: Outcome
    verdicts: tuple[Verdict, ...]
    letter: Letter | None = None
    unanswered: str | None = None
    postponed: str | None = None
    continues: bool = False
    answerable: bool = False

    @property
    def leading(self) -> Verdict:
        """The verdict that makes the message as open as it is."""
        return next(verdict for verdict in self.verdicts if verdict.outcome is self.outcome)
