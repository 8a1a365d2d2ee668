"""A BAIXA: when it acts by itself, and what happens to it otherwise.

Rule 1: never take off the wrong person. It acts only on the writer's own words,
        with a DNI and a mobile that agree with exactly one living subscription,
        and a name that is not somebody else's.
Rule 2: what is missing is asked for before the books are looked at, so that the
        question tells nobody who is on the list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rules.decision import Advance, Outcome, Reason, Request, Verdict
from rules.facts import Facts
from rules.findings import Kind, Person, Reading, Voice
from rules.names import compatible
from rules.subscription import State, Subscription, What


@dataclass(frozen=True, slots=True)
class Leave:
    """One person's request to leave, with all that decides it."""

    reading: Reading
    request: Request
    facts: Facts

    @property
    def matches(self) -> tuple[Subscription, ...]:
        """The subscriptions with this very DNI and mobile, the living one first, then the last to leave."""
        person = self.request.person
        if person.id_document is None or person.phone is None:
            return ()
        held = [s for s in self.facts.of(person) if s.state is not State.ERASED]
        return tuple(sorted(held, key=lambda s: (not s.living, -s.left_at.timestamp() if s.left_at else 0)))

    @property
    def about(self) -> tuple[Subscription, ...]:
        """Whom staff should look at: the matches, else whoever shares the DNI or the mobile."""
        person = self.request.person
        near = (*self.facts.with_document(person.id_document), *self.facts.with_phone(person.phone))
        return self.matches[:1] or tuple(dict.fromkeys(s for s in near if s.living))


def is_forged(leave: Leave) -> bool:
    """The sender's authentication failed."""
    return leave.reading.authenticated is False


def is_junk(leave: Leave) -> bool:
    """It was found in a junk folder."""
    return leave.facts.junk


def is_passed_on(leave: Leave) -> bool:
    """It stands in a registry notice, a chat, or mail of staff."""
    return leave.reading.voice is not Voice.WRITER


def has_doubt(leave: Leave) -> bool:
    """A condition, a later date, parts that disagree, hidden characters …"""
    return bool(leave.reading.doubts)


def is_crowd(leave: Leave) -> bool:
    """More people than a family writes for."""
    return len(leave.reading.people) > 5


def lacks_data(leave: Leave) -> bool:
    """The DNI or the mobile is missing or not valid."""
    return leave.request.person.id_document is None or leave.request.person.phone is None


def cannot_be_asked(leave: Leave) -> bool:
    """Something is missing, and the writer is never answered."""
    return lacks_data(leave) and (leave.reading.silence is not None or leave.facts.sender is None)


def is_twice(leave: Leave) -> bool:
    """Two living subscriptions have this DNI and mobile: the books are wrong, and nobody is taken off."""
    return len(_living(leave.matches)) > 1


def is_of_two_people(leave: Leave) -> bool:
    """The DNI is known with other mobiles, and the mobile with other DNIs."""
    person = leave.request.person
    return not leave.matches and bool(
        _living(leave.facts.with_document(person.id_document))
        and _living(leave.facts.with_phone(person.phone))
    )


def is_half_known(leave: Leave) -> bool:
    """Only one of DNI and mobile is known."""
    person = leave.request.person
    return not leave.matches and bool(
        _living(leave.facts.with_document(person.id_document))
        or _living(leave.facts.with_phone(person.phone))
    )


def is_nobody(leave: Leave) -> bool:
    """Complete, and nobody's."""
    return not leave.matches


def is_named_otherwise(leave: Leave) -> bool:
    """The name given is somebody else's."""
    return not compatible(leave.request.person.name, leave.matches[0].name)


def is_overtaken(leave: Leave) -> bool:
    """It was sent before the newest consent or ALTA of who is on the list now."""
    held = leave.matches[0]
    joined = [at for at in (held.consent_at, held.alta_at) if at is not None]
    joined += [r.at for r in leave.facts.history if r.kind is Kind.CONSENT and _is_of(r.person, held)]
    return held.living and any(leave.request.at < at for at in joined)


def has_left(leave: Leave) -> bool:
    """The person left before: nothing new happens, and the same letter goes out."""
    return not leave.matches[0].living


_SETTLED_BY_STAFF: Final = frozenset(
    {Reason.FORGED, Reason.JUNK, Reason.PASSED_ON, Reason.DOUBTFUL, Reason.TOO_MANY, Reason.NAME_OF_ANOTHER}
)

_LANES: Final[tuple[tuple[Callable[[Leave], bool], Outcome, Reason], ...]] = (
    # Who wrote, and in whose words.
    (is_forged, Outcome.CARD, Reason.FORGED),
    (is_junk, Outcome.CARD, Reason.JUNK),
    (is_passed_on, Outcome.CARD, Reason.PASSED_ON),
    (is_crowd, Outcome.CARD, Reason.TOO_MANY),
    (has_doubt, Outcome.CARD, Reason.DOUBTFUL),
    # What is missing: said before the books are opened.
    (cannot_be_asked, Outcome.CARD, Reason.CANNOT_ASK),
    (lacks_data, Outcome.WAITING, Reason.LACKING),
    # Whose the data are.
    (is_twice, Outcome.CARD, Reason.TWICE),
    (is_of_two_people, Outcome.CARD, Reason.MIXED),
    (is_half_known, Outcome.CARD, Reason.HALF_KNOWN),
    (is_nobody, Outcome.CARD, Reason.NOBODY),
    (is_named_otherwise, Outcome.CARD, Reason.NAME_OF_ANOTHER),
    (is_overtaken, Outcome.CARD, Reason.OLDER_THAN_JOINING),
    # It acts.
    (has_left, Outcome.DONE, Reason.ALREADY_LEFT),
)


def decide_leave(reading: Reading, request: Request, facts: Facts) -> Verdict:
    """What becomes of one BAIXA: the first lane that fits, else it is done.

    Where staff approve it, what only a person can judge no longer stands in its way.
    """
    leave = Leave(reading, request, facts)
    for fits, outcome, reason in _LANES:
        if facts.approved and (reason in _SETTLED_BY_STAFF or outcome is Outcome.WAITING):
            continue
        if fits(leave):
            details = tuple(reading.doubts) if reason is Reason.DOUBTFUL else ()
            return Verdict(
                request=request, outcome=outcome, reason=reason, details=details, about=leave.about
            )
    return _done(leave)


def _done(leave: Leave) -> Verdict:
    held = leave.matches[0]
    effect = Advance(ref=held.ref, what=What.BAIXA, request=leave.request)
    return Verdict(
        request=leave.request, outcome=Outcome.DONE, reason=Reason.LEFT, effects=(effect,), about=(held,)
    )


def _is_of(person: Person, held: Subscription) -> bool:
    return person.id_document == held.id_document and person.phone in {held.phone, None}


def _living(held: tuple[Subscription, ...]) -> tuple[Subscription, ...]:
    return tuple(s for s in held if s.living)
