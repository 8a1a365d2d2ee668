"""What a clerk who wrote no plain order is asked whether they meant: orders to tap, never done unasked.

Rule 1: only what the books allow now is offered, and of somebody in another state what fits that state.
Rule 2: a name is nobody's until a person says so: whoever may be called so is offered, by name and reference.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import takewhile
from typing import Final

from rules.books.subscription import GONE, LIVING, State, Subscription, in_time_to_undo
from rules.calendar.retention import BLOCKED
from rules.desk.choices import Choice, for_person
from rules.findings import Because, Why
from rules.people.name_forms import Token, has_mixed_case, key_words, run_of, tokens_of, unelided
from rules.people.names import compatible
from rules.staff.grammar import FORM_OF, Verb
from rules.staff.meaning import Meant, has_data
from rules.text.tokens import Text

MOST_OF_A_NAME: Final = 3
"""People of one name who are offered; of more, the reference is to be said."""


def called_in(text: str, everyone: Iterable[Subscription]) -> tuple[Sequence[Subscription], ...]:
    """Whom each name in *text* may mean, left to right; of who left, nobody is told of by name."""
    known = [(held, key_words(held.name)) for held in everyone if held.state not in BLOCKED]
    cleaned = Text(text).cleaned
    tokens = tokens_of(cleaned, 0, len(cleaned))
    is_cased = has_mixed_case(cleaned)
    found: list[Sequence[Subscription]] = []
    at = end = 0
    while at < len(tokens):
        rest = unelided(tokens[at:])
        whole = run_of(cleaned, rest, is_cased=is_cased and rest[0].is_capital)
        first = list(takewhile(lambda token: token.key not in {"i", "y"}, whole))
        run, meant = whole, _called(whole, known)
        if not meant:  # "la Josefina i el Pere": two people, whose names read as one
            run, meant = first, _called(first, known)
        if not meant:
            at += 1
            continue
        is_behind_comma = bool(found) and cleaned[end : rest[0].start] == ", "
        if not (is_behind_comma and len(found[-1]) == 1 and found[-1][0] in meant):
            found.append(meant)
        at, end = at + len(run), run[-1].end
    return tuple(found)


def _called(
    run: Sequence[Token], known: Iterable[tuple[Subscription, frozenset[str]]]
) -> Sequence[Subscription]:
    """Who of those *known*, with the words of their names, may be called so."""
    name = " ".join(token.text for token in run)
    words = key_words(name)
    return [held for held, theirs in known if words & theirs and compatible(name, held.name)]


def proposed(meant: Meant, held: Subscription, *, is_named: bool) -> tuple[Choice, ...]:
    """What may have been meant about *held*; *is_named*: whoever reads it may know the name."""
    who = f"{held.name} ({held.ref})" if is_named and held.name and held.state not in BLOCKED else held.ref
    is_off_unasked = meant.verb is Verb.TAKEN_OFF and held.state in LIVING
    verb = Verb.LEAVE if is_off_unasked else meant.verb  # they may have asked at the counter
    choice = _about(verb, held, meant.adds)
    asks = () if held.state in BLOCKED else (_order(Verb.RECORD, held.ref, Because("asks-record")),)
    deeds = () if meant.is_denied else for_person(held.ref, held.state, phone=held.phone)
    offered = (choice,) if choice else (*deeds, *asks)
    return tuple(
        replace(each, does=(Because("of-whom", (who, *each.does)),), likely=False) for each in offered
    )


def _about(verb: Verb | None, held: Subscription, adds: str) -> Choice | None:
    """The order itself, where it can be given about *held* as it stands."""
    match verb:
        case Verb.LEAVE if held.state in LIVING:
            return _order(verb, held.ref, Because("notes-leave"))
        case Verb.UNDO if held.state in GONE | {State.ACTIVE}:
            return _order(verb, held.ref, Because("undoes-it"))
        case Verb.RECORD:
            return _order(verb, held.ref, Because("asks-record"))
        case Verb.REASON:
            needs = "" if adds else "el motiu"
            return replace(_order(verb, held.ref, Because("reason-of-delay")), says=adds, needs=needs)
        case Verb.CORRECT if adds and held.state in LIVING:
            return replace(_order(verb, held.ref, Because("corrects-it")), says=adds)
        case Verb.ACTIVATED | Verb.TAKEN_OFF:
            fitting = for_person(held.ref, held.state, phone=held.phone)
            return next((replace(each, says=adds) for each in fitting if each.verb == verb.value), None)
        case _:
            return None


def _order(verb: Verb, ref: str, does: Why) -> Choice:
    return Choice(verb.value, ref, (does,))


def retyped(meant: Meant) -> tuple[Choice, ...]:
    """The same once more, with its code: an order of nothing, or of mails; a person to be mended."""
    if meant.verb is None:
        return ()
    about, again = FORM_OF[meant.verb].about, Because("sends-again")
    if about == "" and meant.is_attempt:
        return (_order(meant.verb, "", again),)
    if about == "mails":
        return tuple(_order(meant.verb, ref, again) for ref in meant.items if ref.startswith("M-"))
    if about not in {"person", "deposit"} or not has_data(meant.said):
        return ()
    ref = next((item for item in meant.items if item.startswith("A-")), "")
    return (replace(_order(meant.verb, ref, Because("mends-and-sends")), says=meant.said, mendable=True),)


def undoing(verb: Verb, held: Subscription, *, now: datetime) -> tuple[Choice, ...]:
    """What takes back an order just done about *held*; nothing where no order does, or none in time."""
    done = {Verb.ACTIVATED: {State.ACTIVE}, Verb.LEAVE: GONE}
    if held.state not in done.get(verb, ()):
        return ()
    if held.state in GONE and held.left_at and not in_time_to_undo(held.left_at, at=now):
        return ()  # asked for long ago, as a clerk now applies it
    return (_order(Verb.UNDO, held.ref, Because("undoes-it")),)


def restoring(held: Subscription, names: Iterable[str]) -> tuple[Choice, ...]:
    """What brings back the data of *held* that a correction has changed; nothing where one was not there."""
    before = tuple((name, getattr(held, name) or "") for name in names)
    if not all(value for _, value in before):
        return ()
    return (replace(_order(Verb.CORRECT, held.ref, Because("undoes-it")), fields=before),)
