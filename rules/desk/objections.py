"""What speaks against a staff order: each objection, or None where there is none.

Rule 1: whom a name or a number may mean is never guessed: of several, staff say which.
Rule 2: what is done on the phone follows what it is done for: the consent, or the leave.
Rule 3: what is known of who left is proof, and a number that is on the phone is still to come off it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Final

from rules.books.decision import Reason
from rules.books.subscription import GONE, LIVING, UNDO_WITHIN, Refusal, State, Subscription, What, step
from rules.desk.set_aside import NONE_OF_OURS
from rules.findings import Because, Why
from rules.people.names import compatible, words_of
from rules.staff.grammar import FORM_OF, Order, Verb
from rules.staff.items import FIELD_NAMES

_MEANT_FOR: Final[Mapping[Verb, frozenset[State]]] = {
    Verb.ACTIVATED: LIVING - {State.ACTIVE},
    Verb.TAKEN_OFF: frozenset({State.LEAVING}),
    Verb.UNDO: GONE,
    Verb.LEAVE: LIVING,
    Verb.DISCARD: frozenset({State.REQUESTED, State.CONSENTED}),
    Verb.CORRECT: LIVING,
}
"""The states of whom an order is for; any, where it is not here."""

LEADS_TO: Final[Mapping[Verb, What]] = {
    Verb.ACTIVATED: What.ACTIVATED,
    Verb.TAKEN_OFF: What.TAKEN_OFF,
    Verb.LEAVE: What.BAIXA,
}
"""What the orders about a subscription make happen to it."""

_OF_BROADCASTS: Final = frozenset({Verb.ACTIVATED, Verb.DISCARD, Verb.BROADCAST})
"""What can be ordered of a broadcast that is planned."""

HINTS: Final[Mapping[tuple[What, State], Why]] = {
    (What.ACTIVATED, State.LEAVING): Because("once-off-the-phone"),
    (What.TAKEN_OFF, State.ACTIVE): Because("if-leaving"),
}
"""What to order instead, after the books' refusal."""

_MOST: Final = 5
"""People of one name that are told of; for more, the name is not enough."""


# --- whom it is about -----------------------------------------------------------------------------


def likely(verb: Verb, found: Sequence[Subscription]) -> Sequence[Subscription]:
    """Those of *found* whom the order is for; where it is for none of them, the last."""
    return ready_for(verb, found) or found[-1:]


def ready_for(verb: Verb, found: Iterable[Subscription]) -> Sequence[Subscription]:
    """Those of *found* in a state that the order is for."""
    meant = _MEANT_FOR.get(verb, frozenset(State))
    return [held for held in found if held.state in meant]


def needless(verb: Verb, held: Subscription, *, now: datetime) -> What | None:
    """What the order would make happen, where *held* has it behind them already; else None."""
    what = LEADS_TO.get(verb)
    return what if what and step(held, what, at=now) is None else None


def wrong_thing(order: Order) -> Why | None:
    """A case where the order is for a person, or the other way round."""
    is_case = order.item.startswith("C-")
    if order.item.startswith("D-") and order.verb not in _OF_BROADCASTS:
        return Because("broadcast-only", (order.item,))
    if order.verb in (Verb.DISCARD, Verb.BROADCAST):
        return None
    if FORM_OF[order.verb].of_cases:
        return None if is_case else Because("for-a-case")
    if not is_case:
        return None
    return Because("case-in-digest" if order.verb is Verb.RECORD else "case-no-record", (order.item,))


def unclear(item: str, meant: Sequence[Subscription]) -> Why | None:
    """Nobody, or more than one, whom *item* may mean."""
    if not meant:
        return Because("no-record", (item,)) if item.startswith("A-") else Because("nobody")
    refs = ", ".join(held.ref for held in meant[:5])
    return Because("several-records", (refs,)) if len(meant) > 1 else None


def not_ours(item: str, reason: Reason | None) -> Why | None:
    """A mail that we do not know, or that was not set aside for a reason that staff may judge otherwise."""
    if reason is None:
        return Because("no-mail", (item,))
    return None if reason in NONE_OF_OURS else Because("refused", (item, reason))


def crowd(found: Sequence[Subscription]) -> Why | None:
    """Nobody to tell of, or more than a name may tell of."""
    if not found:
        return Because("nobody")
    is_crowd = len(found) > _MOST
    return Because("many-of-a-name", (len(found),)) if is_crowd else None


def wrong_name(held: Subscription, beside: str) -> Why | None:
    """A name beside the reference that is not that person's: a wrong number is found out."""
    is_name = len(words_of(beside)) > 1 and all(
        word[:1].isupper() for word in beside.split() if len(word) > 3
    )
    is_another = is_name and not compatible(beside, held.name)
    return Because("another-name", (held.ref, beside)) if is_another else None


def outsider(sender: str, *, domain: str, allow_external: bool) -> Why | None:
    """A sender who is not to be told of people: not at our own domain, nor allowed by the configuration."""
    is_ours = allow_external or sender.rpartition("@")[2] == domain
    return None if is_ours else Because("outsider")


# --- when -----------------------------------------------------------------------------------------


def impossible_day(held: Subscription, what: What, day: date | None, tz: tzinfo) -> Why | None:
    """A day on which it cannot have been done yet; none given, or none to compare with, is no objection."""
    is_activated = what is What.ACTIVATED
    since = held.consent_at if is_activated else held.left_at
    if day is None or since is None or day >= (first := since.astimezone(tz).date()):
        return None
    return Because("before-consent" if is_activated else "before-leave", (held.ref, day, first))


def date_to_come(presented: datetime, *, now: datetime) -> Why | None:
    """A consent registered later than *now*; its day is said in the zone of *presented*."""
    return Because("day-to-come", (presented,)) if presented > now else None


def late_undoing(held: Subscription, activated_at: datetime | None, *, now: datetime) -> Why | None:
    """That who is active was said to be on the phone too long ago, or by nobody, to take it back."""
    is_in_time = activated_at is not None and now - activated_at <= UNDO_WITHIN
    return None if is_in_time else Because("nothing-to-undo", (held.ref,))


def cannot_extend(*, first_ends: date, today: date, is_extended: bool) -> Why | None:
    """That the time to answer a claim was extended before, or that the month within which it can be is over.

    It is extended once, and with a reason that is told.
    """
    if is_extended:
        return Because("extended-before")
    return Because("too-late-to-extend", (first_ends,)) if today > first_ends else None


# --- what may be discarded and corrected ----------------------------------------------------------


def invalid(order: Order) -> Why | None:
    """New data that are none: a document without its right letter, a mobile that is none; none at all."""
    if order.verb is Verb.CORRECT and not order.fields:  # a tap in whose mail the new data were not written
        return Because("corrects-nothing")
    wrong = next((FIELD_NAMES[field] for field, value in order.fields if not value), None)
    return Because("new-one-invalid", (wrong,)) if wrong else None


def undiscardable(held: Subscription, order: Order) -> Why | None:
    """Who may be on the phone, or left, is not discarded; nobody is without a word of why."""
    if not order.text:
        return Because("reason-lacks", (order.item,))
    is_meant = held.state in _MEANT_FOR[Verb.DISCARD]
    return None if is_meant else Because("not-discardable", (held.ref, held.state))


def wrong_correction(
    held: Subscription, corrected: Subscription, sharing: Iterable[Subscription]
) -> Why | None:
    """What keeps *held* from being *corrected*; *sharing* are all who share its document or mobile then."""
    if not held.living:
        return Because("kept-as-proof", (held.ref, held.state))
    return twin(corrected, sharing)


def changes_number(held: Subscription, corrected: Subscription) -> bool:
    """Whether a correction is a change of the contact on the phone: the old one off it, the new one on."""
    return held.state is State.ACTIVE and bool(held.phone) and corrected.phone != held.phone


def twin(held: Subscription, sharing: Iterable[Subscription]) -> Why | None:
    """Another living one with the document and the mobile of *held*: nobody is on the list twice."""
    has_twin = any(
        s.living and s.ref != held.ref and (s.id_document, s.phone) == (held.id_document, held.phone)
        for s in sharing
    )
    return Because("refused", (held.ref, Refusal.HELD_BY_ANOTHER)) if has_twin else None
