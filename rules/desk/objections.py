"""What speaks against a staff order: each objection in Catalan, or None where there is none.

Rule 1: whom a name or a number may mean is never guessed: of several, staff say which.
Rule 2: what is done on the phone follows what it is done for: the consent, or the leave.
Rule 3: what is known of who left is proof, and a number that is on the phone is still to come off it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Final, assert_never

from rules.books.subscription import GONE, LIVING, UNDO_WITHIN, Refusal, State, Subscription, What
from rules.people.names import compatible, words_of
from rules.staff.grammar import Order, Verb

_MEANT_FOR: Final[Mapping[Verb, frozenset[State]]] = {
    Verb.ACTIVATED: LIVING - {State.ACTIVE},
    Verb.TAKEN_OFF: frozenset({State.LEAVING}),
    Verb.UNDO: GONE,
    Verb.LEAVE: LIVING,
    Verb.DISCARD: frozenset({State.REQUESTED, State.CONSENTED}),
    Verb.CORRECT: LIVING,
}
"""The states of whom an order is for; any, where it is not here."""

_ENDS: Final[Mapping[Verb, tuple[What, frozenset[State]]]] = {
    Verb.ACTIVATED: (What.ACTIVATED, frozenset({State.ACTIVE})),
    Verb.TAKEN_OFF: (What.TAKEN_OFF, frozenset({State.LEFT})),
    Verb.LEAVE: (What.BAIXA, GONE),
}
"""Where the orders about a subscription lead: who is there needs none."""

HINTS: Final[Mapping[tuple[What, State], str]] = {
    (What.ACTIVATED, State.LEAVING): " (quan ja en sigui fora: TRETA)",
    (What.TAKEN_OFF, State.ACTIVE): " (si ha demanat de sortir-ne: BAIXA)",
}
"""What to order instead, after the books' refusal."""

_MOST: Final = 5
"""People of one name that are told of; for more, the name is not enough."""


# --- whom it is about -----------------------------------------------------------------------------


def likely(verb: Verb, found: Sequence[Subscription]) -> Sequence[Subscription]:
    """Those of *found* whom the order is for; where it is for none of them, the last."""
    meant = _MEANT_FOR.get(verb, frozenset(State))
    return [held for held in found if held.state in meant] or found[-1:]


def needless(verb: Verb, state: State) -> What | None:
    """What the order would make happen, where who is in *state* has it behind them already; else None."""
    what, ends = _ENDS.get(verb, (None, frozenset()))
    return what if state in ends else None


def wrong_thing(order: Order) -> str | None:
    """A case where the order is for a person, or the other way round."""
    is_case = order.item.startswith("C-")
    match order.verb:
        case Verb.APPLY:
            return None if is_case else "aquesta ordre és per a un cas (C-…)"
        case Verb.DISCARD:
            return None
        case Verb.RECORD:
            return f"{order.item} és un cas, i surt al resum del dia (RESUM)" if is_case else None
        case (
            Verb.ACTIVATED
            | Verb.TAKEN_OFF
            | Verb.UNDO
            | Verb.LEAVE
            | Verb.CORRECT
            | Verb.JOIN
            | Verb.CONSENT
            | Verb.REASON
            | Verb.SUMMARY
            | Verb.RECOUNT
            | Verb.HELP
        ):
            return f"{order.item} és un cas, no una fitxa (APLICA o DESCARTA)" if is_case else None
        case _:
            assert_never(order.verb)


def unclear(item: str, meant: Sequence[Subscription]) -> str | None:
    """Nobody, or more than one, whom *item* may mean."""
    if not meant:
        return f"no tenim cap fitxa {item}" if item.startswith("A-") else "no tenim ningú amb aquestes dades"
    refs = ", ".join(held.ref for held in meant[:5])
    return f"n'hi ha més d'una ({refs}): digueu quina" if len(meant) > 1 else None


def crowd(found: Sequence[Subscription]) -> str | None:
    """Nobody to tell of, or more than a name may tell of."""
    if not found:
        return "no tenim ningú amb aquestes dades"
    is_crowd = len(found) > _MOST
    return f"n'hi ha {len(found)} que se'n diuen: doneu-ne el DNI, el mòbil o la fitxa" if is_crowd else None


def wrong_name(held: Subscription, beside: str) -> str | None:
    """A name beside the reference that is not that person's: a wrong number is found out."""
    is_name = len(words_of(beside)) > 1 and all(
        word[:1].isupper() for word in beside.split() if len(word) > 3
    )
    if not is_name or compatible(beside, held.name):
        return None
    return f"{held.ref} no és {beside}: mireu si la fitxa és aquesta"


def outsider(sender: str, *, domain: str, allow_external: bool) -> str | None:
    """A sender who is not to be told of people: not at our own domain, nor allowed by the configuration."""
    if allow_external or sender.rpartition("@")[2] == domain:
        return None
    return "les dades dels veïns només s'envien a adreces de l'Ajuntament"


# --- when -----------------------------------------------------------------------------------------


def impossible_day(held: Subscription, what: What, day: date | None, tz: tzinfo) -> str | None:
    """A day on which it cannot have been done yet; none given, or none to compare with, is no objection."""
    name, since = (
        ("el consentiment", held.consent_at) if what is What.ACTIVATED else ("la baixa", held.left_at)
    )
    if day is None or since is None or day >= (first := since.astimezone(tz).date()):
        return None
    return f"{held.ref}: el {day:%d/%m/%Y} és abans que {name} ({first:%d/%m/%Y})"


def date_to_come(presented: datetime, *, now: datetime) -> str | None:
    """A consent registered later than *now*; its day is said in the zone of *presented*."""
    return f"el {presented:%d/%m/%Y} encara ha de venir" if presented > now else None


def late_undoing(held: Subscription, activated_at: datetime | None, *, now: datetime) -> str | None:
    """That who is active was said to be on the phone too long ago, or by nobody, to take it back."""
    if activated_at is not None and now - activated_at <= UNDO_WITHIN:
        return None
    return f"{held.ref}: no s'ha donat de baixa, ni s'ha dit fa poc que fos al telèfon"


# --- what may be discarded and corrected ----------------------------------------------------------


def lacking_reason(order: Order) -> str | None:
    """Nothing is discarded without a word of why."""
    return None if order.text else f"cal dir-ne el motiu (per exemple: DESCARTA {order.item} era una prova)"


def undiscardable(held: Subscription) -> str | None:
    """Who may be on the phone, or left, is not discarded."""
    is_meant = held.state in _MEANT_FOR[Verb.DISCARD]
    return None if is_meant else f"{held.ref} {held.stands}: per treure-la, BAIXA"


def wrong_correction(
    held: Subscription, corrected: Subscription, sharing: Iterable[Subscription]
) -> str | None:
    """What keeps *held* from being *corrected*; *sharing* are all who share its document or mobile then."""
    if not held.living:
        return f"{held.ref} {held.stands}: el que hi consta és la prova, i no es toca"
    if held.state is State.ACTIVE and held.phone and corrected.phone != held.phone:
        instead = "primer BAIXA i TRETA, i després l'ALTA amb el nou"
        return f"{held.ref} és al telèfon amb l'altre mòbil: {instead}"
    return twin(corrected, sharing)


def twin(held: Subscription, sharing: Iterable[Subscription]) -> str | None:
    """Another living one with the document and the mobile of *held*: nobody is on the list twice."""
    has_twin = any(
        s.living and s.ref != held.ref and (s.id_document, s.phone) == (held.id_document, held.phone)
        for s in sharing
    )
    return f"{held.ref}: {Refusal.HELD_BY_ANOTHER.value}" if has_twin else None
