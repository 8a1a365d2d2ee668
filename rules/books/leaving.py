"""A BAIXA: when it acts by itself, and what happens to it otherwise.

Rule 1: never take off the wrong person. It acts only on the writer's own words,
        with a DNI and a mobile that agree with exactly one living subscription,
        and a name that is not somebody else's.
Rule 2: what is missing is asked for before the books are looked at, so that the
        question tells nobody who is on the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rules.books.decision import Advance, Outcome, Reason, Request, Verdict
from rules.books.facts import (
    HOLDS,
    SENDER_LANES,
    SETTLED,
    Asked,
    Facts,
    Lanes,
    first_lane,
    has_doubt,
    stopped,
)
from rules.books.subscription import State, Subscription, What, goes_on
from rules.findings import CONFIRMABLE, Kind, Person, Reading, Voice
from rules.people.names import compatible, may_be_one

FAMILY: Final = 5
"""How many people one mail may speak for; for more a person of the town hall looks."""


MOST_ASKED: Final = 2
"""How often a resident is asked for what is missing; then a person of the town hall looks."""


@dataclass(frozen=True, slots=True)
class Leave(Asked):
    """One person's request to leave, with all that decides it."""

    @property
    def matches(self) -> tuple[Subscription, ...]:
        """The subscriptions with this very DNI and mobile, the living one first, then the last to leave."""
        person = self.request.person
        if person.id_document is None or person.phone is None:
            return ()
        held = [s for s in self.facts.of(person) if s.state is not State.ERASED]
        return tuple(sorted(held, key=lambda s: (not s.living, -s.left_at.timestamp() if s.left_at else 0)))

    @property
    def elsewhere(self) -> tuple[Subscription, ...]:
        """Where who is meant goes on with another number, which the mail does not give."""
        left = self.matches[:1]
        others = self.facts.with_document(self.request.person.id_document)
        return _living(goes_on(left[0], others)) if left and not left[0].living else ()

    @property
    def beside(self) -> tuple[Subscription, ...]:
        """Living ones that may be theirs too: of the DNI without a mobile, of the mobile without a DNI."""
        person = self.request.person
        phoneless = (s for s in self.facts.with_document(person.id_document) if s.phone is None)
        undocumented = (
            s
            for s in self.facts.with_phone(person.phone)
            if s.id_document is None and compatible(person.name, s.name)
        )
        return _living((*phoneless, *undocumented))

    @property
    def leaving(self) -> tuple[Subscription, ...]:
        """Whom it takes off: the living match; where staff approve, also what is surely theirs beside it."""
        beside = self.beside if self.facts.approved and self.is_sure else ()
        return (*_living(self.matches)[:1], *beside)

    @property
    def is_sure(self) -> bool:
        """Whether all that stands beside is theirs: one without a mobile, and no name that speaks against it.

        Where the mobile is all there is to go by, both names must be given.
        """
        person = self.request.person
        if len(self.beside) != 1 or (person.phone is None and len(self._of_document) > 1):
            return False
        (one,) = self.beside
        named = bool(person.name and one.name) or one.id_document is not None
        return named and compatible(person.name, one.name)

    @property
    def about(self) -> tuple[Subscription, ...]:
        """Whom staff should look at: the living of theirs, else the match, else who shares DNI or mobile."""
        person = self.request.person
        if self.beside:
            return tuple(dict.fromkeys((*_living(self.matches), *self.beside)))
        near = (*self._of_document, *_living(self.facts.with_phone(person.phone)))
        return self.elsewhere or self.matches[:1] or tuple(dict.fromkeys(near))

    @property
    def _of_document(self) -> tuple[Subscription, ...]:
        return _living(self.facts.with_document(self.request.person.id_document))


def is_passed_on(leave: Leave) -> bool:
    """It stands in a registry notice, a chat, or mail of staff."""
    return leave.reading.voice is not Voice.WRITER


def is_crowd(leave: Leave) -> bool:
    """More people than a family writes for."""
    return len(leave.reading.people) > FAMILY


def is_in_doubt(reading: Reading) -> bool:
    """Whether it is a leave of which a yes of its writer would settle all that is in doubt."""
    doubts = reading.doubts
    return reading.kind is Kind.BAIXA and bool(doubts) and CONFIRMABLE.issuperset(doubts)


def may_be_confirmed(leave: Leave) -> bool:
    """The wish may be there, other words could change it, and a yes of its one writer would settle it."""
    documents = {person.id_document for person in leave.reading.people}
    is_of_one = len(documents) <= 1 and leave.facts.thread is None
    return is_in_doubt(leave.reading) and is_of_one


def is_asked_again(leave: Leave) -> bool:
    """The writer was asked whether they want to leave, and writes again in other words."""
    return may_be_confirmed(leave) and leave.facts.asked_before


def is_to_be_confirmed(leave: Leave) -> bool:
    """The writer can be asked whether they want to leave."""
    return may_be_confirmed(leave) and leave.reading.silence is None and leave.facts.sender is not None


def lacks_data(leave: Leave) -> bool:
    """The DNI or the mobile is missing or not valid."""
    return leave.request.person.id_document is None or leave.request.person.phone is None


def cannot_be_asked(leave: Leave) -> bool:
    """Something is missing, and the writer is never answered."""
    return lacks_data(leave) and (leave.reading.silence is not None or leave.facts.sender is None)


def is_asked_enough(leave: Leave) -> bool:
    """Something is missing still, and it was asked for twice."""
    thread = leave.facts.thread
    return lacks_data(leave) and thread is not None and bool(thread.waiting) and thread.asked >= MOST_ASKED


def is_stray_answer(leave: Leave) -> bool:
    """Something is missing, in an answer to a question that waits no more."""
    thread = leave.facts.thread
    return lacks_data(leave) and thread is not None and thread.asked > 0 and not thread.waiting


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
    """Only one of DNI and mobile is known; or a living one lacks the other, and may be theirs too."""
    if leave.leaving and leave.facts.approved:
        return bool(leave.beside) and not leave.is_sure
    if leave.elsewhere:
        return True
    person = leave.request.person
    near = (*leave.facts.with_document(person.id_document), *leave.facts.with_phone(person.phone))
    return bool(leave.beside) or (not leave.matches and bool(_living(near)))


def is_nobody(leave: Leave) -> bool:
    """Complete, and nobody's."""
    return not leave.matches and not leave.leaving


def is_named_otherwise(leave: Leave) -> bool:
    """The name given is somebody else's."""
    return not compatible(leave.request.person.name, leave.matches[0].name)


def is_overtaken(leave: Leave) -> bool:
    """It was sent before the newest consent or ALTA of who is on the list now."""
    return any(leave.request.at < at for held in leave.leaving for at in _joined(held, leave.facts))


def has_left(leave: Leave) -> bool:
    """The person left before: nothing new happens, and the same letter goes out."""
    return not leave.leaving


def left_meanwhile(person: Person, sharing: Sequence[Subscription], *, since: datetime) -> bool:
    """Whether who was asked for data at *since* left in another way, and waits for nothing any more.

    *sharing* are the subscriptions with their DNI or mobile: one that may be theirs ended after
    *since*, and none is on the list.
    """
    theirs = (
        held
        for held in sharing
        if may_be_one(person, Person(name=held.name, id_document=held.id_document, phone=held.phone))
    )
    has_left = any(held.left_at is not None and held.left_at >= since for held in theirs)
    return has_left and not _living(tuple(sharing))


_LANES: Final[Lanes[Leave]] = (
    # Who wrote, and in whose words.
    *SENDER_LANES,
    (is_passed_on, Reason.PASSED_ON, SETTLED),
    (is_crowd, Reason.TOO_MANY, SETTLED),
    # What was meant: asked of the writer before the books are opened, or shown to a person.
    (is_asked_again, Reason.ASKED_BEFORE, SETTLED),
    (is_to_be_confirmed, Reason.UNCONFIRMED, SETTLED),
    (has_doubt, Reason.DOUBTFUL, SETTLED),
    # What is missing: said before the books are opened.
    (cannot_be_asked, Reason.CANNOT_ASK, HOLDS),
    (is_stray_answer, Reason.ANSWER, HOLDS),
    (is_asked_enough, Reason.STILL_LACKING, HOLDS),
    (lacks_data, Reason.LACKING, SETTLED),
    # Whose the data are.
    (is_twice, Reason.TWICE, HOLDS),
    (is_of_two_people, Reason.MIXED, HOLDS),
    (is_half_known, Reason.HALF_KNOWN, HOLDS),
    (is_nobody, Reason.NOBODY, HOLDS),
    (is_named_otherwise, Reason.NAME_OF_ANOTHER, SETTLED),
    (is_overtaken, Reason.OLDER_THAN_JOINING, HOLDS),
    # It acts.
    (has_left, Reason.ALREADY_LEFT, HOLDS),
)


def decide_leave(reading: Reading, request: Request, facts: Facts) -> Verdict:
    """What becomes of one BAIXA: the first lane that fits, else it is done.

    Where staff approve it, what only a person can judge no longer stands in its way.
    """
    leave = Leave(reading, request, facts)
    reason = first_lane(leave, _LANES)
    return _done(leave) if reason is None else stopped(leave, reason, leave.about)


def _done(leave: Leave) -> Verdict:
    return Verdict(
        request=leave.request,
        outcome=Outcome.DONE,
        reason=Reason.LEFT,
        effects=tuple(Advance(ref=s.ref, what=What.BAIXA, request=leave.request) for s in leave.leaving),
        about=leave.leaving,
    )


def _joined(held: Subscription, facts: Facts) -> list[datetime]:
    known = [at for at in (held.consent_at, held.alta_at) if at is not None]
    return known + [r.at for r in facts.history if r.kind is Kind.CONSENT and _is_of(r.person, held)]


def _is_of(person: Person, held: Subscription) -> bool:
    return person.id_document == held.id_document and person.phone in {held.phone, None}


def _living(held: tuple[Subscription, ...]) -> tuple[Subscription, ...]:
    return tuple(s for s in held if s.living)
