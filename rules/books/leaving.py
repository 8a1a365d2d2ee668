"""A BAIXA: when it acts by itself, and what happens to it otherwise.

Rule 1: never take off the wrong person. It acts only on the writer's own words, with a DNI and a mobile that
        agree with exactly one living subscription, and a name that is not somebody else's.
Rule 2: what is missing is asked for before the books are looked at, so that the question tells nobody who is
        on the list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from rules.books.decision import Advance, Reason, Request, Verdict
from rules.books.facts import HOLDS, SETTLED, Asked, Facts, Lanes
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
        phoneless = (s for s in self._of_document if s.phone is None)
        return (*phoneless, *self.undocumented)

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
        if self.beside:
            return tuple(dict.fromkeys((*_living(self.matches), *self.beside)))
        return self.elsewhere or self.matches[:1] or self.facts.sharing([self.request.person])

    @property
    def is_half_known(self) -> bool:
        """Only one of DNI and mobile is known; or a living one lacks the other, and may be theirs too."""
        if self.leaving and self.facts.approved:
            return bool(self.beside) and not self.is_sure
        is_near = not self.matches and bool(self.facts.sharing([self.request.person]))
        return bool(self.elsewhere or self.beside) or is_near

    @property
    def is_overtaken(self) -> bool:
        """It was sent before the newest consent or ALTA of who is on the list now."""
        return any(self.request.at < at for held in self.leaving for at in _joined(held, self.facts))

    @property
    def _of_document(self) -> tuple[Subscription, ...]:
        return _living(self.facts.with_document(self.request.person.id_document))

    def lanes(self) -> Lanes:
        """Where it ends, else it is done."""
        reading, facts, person = self.reading, self.facts, self.request.person
        # Who wrote, and in whose words.
        yield from self.by_sender()
        yield reading.voice is not Voice.WRITER, Reason.PASSED_ON, SETTLED
        yield len(reading.people) > FAMILY, Reason.TOO_MANY, SETTLED
        # What was meant: asked of the writer before the books are opened, or shown to a person.
        can_ask = reading.silence is None and facts.sender is not None
        is_known = len({one.id_document for one in reading.people}) <= 1 or all(
            map(_is_whole, reading.people)
        )
        may_confirm = is_in_doubt(reading) and is_known and facts.thread is None
        yield may_confirm and facts.asked_before, Reason.ASKED_BEFORE, SETTLED
        yield may_confirm and can_ask, Reason.UNCONFIRMED, SETTLED
        yield bool(reading.doubts), Reason.DOUBTFUL, SETTLED
        # What is missing: said before the books are opened.
        lacks = person.id_document is None or person.phone is None
        asked = facts.thread.asked if facts.thread else 0
        waits = facts.thread is not None and bool(facts.thread.waiting)
        yield lacks and not can_ask, Reason.CANNOT_ASK, HOLDS
        yield lacks and asked > 0 and not waits, Reason.ANSWER, HOLDS
        yield lacks and asked >= MOST_ASKED, Reason.STILL_LACKING, HOLDS
        yield lacks, Reason.LACKING, SETTLED
        # Whose the data are.
        yield len(_living(self.matches)) > 1, Reason.TWICE, HOLDS
        is_mixed = bool(self._of_document and _living(facts.with_phone(person.phone)))
        yield is_mixed and not self.matches, Reason.MIXED, HOLDS
        yield self.is_half_known, Reason.HALF_KNOWN, HOLDS
        yield not (self.matches or self.leaving), Reason.NOBODY, HOLDS
        is_anothers = any(not compatible(person.name, held.name) for held in self.matches[:1])
        yield is_anothers, Reason.NAME_OF_ANOTHER, SETTLED
        yield self.is_overtaken, Reason.OLDER_THAN_JOINING, HOLDS
        # Who left before: nothing new happens, and the same letter goes out.
        yield not self.leaving, Reason.ALREADY_LEFT, HOLDS


def is_in_doubt(reading: Reading) -> bool:
    """Whether it is a leave of which a yes of its writer would settle all that is in doubt."""
    doubts = reading.doubts
    return reading.kind is Kind.BAIXA and bool(doubts) and CONFIRMABLE.issuperset(doubts)


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


def decide_leave(reading: Reading, request: Request, facts: Facts) -> Verdict:
    """What becomes of one BAIXA: the first lane that fits, else it is done.

    Where staff approve it, what only a person can judge no longer stands in its way.
    """
    leave = Leave(reading, request, facts)
    leaving = leave.leaving
    effects = tuple(Advance(ref=held.ref, what=What.BAIXA, request=request) for held in leaving)
    done = Verdict(request=request, reason=Reason.LEFT, effects=effects, about=leaving)
    return leave.stopped(leave.lanes(), leave.about) or done


def _joined(held: Subscription, facts: Facts) -> list[datetime]:
    noted = (each for each in facts.history if each.kind is Kind.CONSENT)
    theirs = (each for each in noted if each.person.id_document == held.id_document)
    again = (each.at for each in theirs if each.person.phone in {held.phone, None})
    return [at for at in (held.consent_at, held.alta_at, *again) if at is not None]


def _is_whole(person: Person) -> bool:
    return bool(person.id_document and person.phone)


def _living(held: tuple[Subscription, ...]) -> tuple[Subscription, ...]:
    return tuple(s for s in held if s.living)
