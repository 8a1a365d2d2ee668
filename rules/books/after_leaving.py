"""What who has left writes: that it was not wanted, and is undone; or that messages still come.

Rule 1: only who asked for the leave, proved by the mail's authentication, undoes it, and in plain words.
Rule 2: within ten days, and while nothing has come since; the state is that of the table.
Rule 3: all that the message did is undone, or nothing: then a person looks.
Rule 4: that messages still come undoes nothing: a person looks at the phone. Told that they left is only who
        gave the DNI and the mobile that left, or answers our letter from where it went.
"""

from dataclasses import dataclass, replace
from typing import Final

from rules.books.decision import Advance, Reason, Request, Verdict
from rules.books.facts import HOLDS, SETTLED, Asked, Departure, Facts, Lanes, held_up, requests_of
from rules.books.subscription import Refusal, State, Subscription, What, goes_on, last_left, step
from rules.findings import Because, Kind, Person, Reading, Voice, Why, identified, known
from rules.people.names import compatible


@dataclass(frozen=True, slots=True)
class Undoing(Asked):
    """One person's leave to be undone, with all that decides it."""

    @property
    def held(self) -> Subscription | None:
        """The subscription that ended last with this DNI and mobile."""
        return last_left(self.facts.of(self.request.person))

    def refusal(self) -> Refusal | None:
        """Why the books do not allow it."""
        held, told_of = self.held, self._departure
        if any(s.living for s in self.facts.of(self.request.person)):
            return Refusal.HELD_BY_ANOTHER
        if held is None:
            return Refusal.NOTHING_TO_UNDO
        if told_of and held.left_at and held.left_at > told_of.at:
            return Refusal.LEFT_AGAIN
        after = step(held, What.UNDO, at=self.request.at)
        return after if isinstance(after, Refusal) else None

    def lanes(self) -> Lanes:
        """Where it ends, else it is done; `thread` is None where staff undo it."""
        thread, left = self.facts.thread, self._departure
        # Who wrote, and in what words.
        yield from self.by_sender()
        is_of_sender = thread is None or (thread.with_sender and left is not None and left.by_sender)
        yield not is_of_sender, Reason.UNDO_OF_ANOTHER, SETTLED
        yield bool(self.reading.doubts), Reason.UNDO_UNCLEAR, SETTLED
        yield thread is not None and not thread.certain, Reason.UNDO_UNREFERRED, SETTLED
        yield self.reading.authenticated is not True, Reason.UNDO_UNPROVED, SETTLED
        # What the books say.
        yield self.refusal() is not None, Reason.UNDO_REFUSED, HOLDS

    @property
    def _departure(self) -> Departure | None:
        """The leave as our letter told of it."""
        return next((each for each in self.facts.left if each.person == self.request.person), None)


SAYS_SOMETHING_ELSE: Final = frozenset({Reason.ANSWER, Reason.ANSWER_OF_ANOTHER})
"""Why a card can undo a leave of which nobody has said that it was not wanted."""

DENIES_NOTHING: Final = frozenset(
    {Reason.ANSWER_OF_ANOTHER, Reason.FORGED, Reason.SENDER_UNCLEAR, Reason.JUNK}
)
"""Why a card that can undo a leave does not hold it back: nobody vouches that who left says anything.

Their own answer does, whatever it says: it may be that they stay.
"""


def decide_undoing(reading: Reading, facts: Facts) -> tuple[Verdict, ...]:
    """What becomes of a message that takes back what our letter told of: all is undone, or a card for each.

    Staff may have taken the number off without saying so yet: then they are to look.
    """
    verdicts = [decide_undo(reading, request, facts) for request in requests_of(reading, facts)]
    stopped = next((v for v in verdicts if v.reason is not Reason.UNDONE), None)
    if stopped is not None:
        return tuple(replace(stopped, request=v.request, about=v.about) for v in verdicts)
    on_phone = tuple(held for v in verdicts for held in v.about if held.state is State.LEAVING)
    look = Verdict(reason=Reason.PHONE_AGAIN, about=on_phone)
    return (*verdicts, look) if on_phone else tuple(verdicts)


def departed(person: Person, facts: Facts) -> tuple[Subscription, ...]:
    """Whom of this very person a leave took off last; nobody while they are on the list, by any number."""
    theirs = facts.of(person)
    left = last_left(held for held in theirs if compatible(person.name, held.name))
    after = goes_on(left, facts.with_document(person.id_document)) if left else ()
    return () if left is None or any(held.living for held in (*theirs, *after)) else (left,)


def decide_undo(reading: Reading, request: Request, facts: Facts) -> Verdict:
    """What becomes of one leave to be undone: the first lane that fits, else it is done."""
    undoing = Undoing(reading, request, facts)
    about = (undoing.held,) if undoing.held else ()
    effects = tuple(Advance(ref=held.ref, what=What.UNDO, request=request) for held in about)
    stopped = undoing.stopped(undoing.lanes(), about)
    if stopped is None:
        return Verdict(request=request, reason=Reason.UNDONE, effects=effects, about=about)
    refusal = undoing.refusal()
    return replace(stopped, details=(refusal,) if refusal else ())


def still_coming(reading: Reading, facts: Facts) -> tuple[Verdict, ...]:
    """A card for each who left; of one who may be told so, with their request. None where nobody has left.

    They are whose data the mail gives, if they have all left; where it gives none, those of the conversation.
    """
    if not reading.still_comes or reading.voice is not Voice.WRITER or held_up(reading, facts):
        return ()
    thread, is_said = facts.thread, bool(known(reading.people))
    people = identified(reading.people) if is_said else [each.person for each in facts.left]
    gone = [(person, held) for person in people for held in departed(person, facts)]
    if is_said and len(gone) < len(reading.people):
        return ()
    may_be_told = is_said or (thread is not None and thread.with_sender and thread.certain)
    return tuple(
        Verdict(
            request=Request(kind=Kind.BAIXA, person=person, at=facts.received_at) if may_be_told else None,
            reason=Reason.STILL_COMING,
            details=_where_to_look(held, facts),
            about=(held,),
        )
        for person, held in gone
    )


def _where_to_look(held: Subscription, facts: Facts) -> tuple[Why, ...]:
    """The number; that it is to stay on the phone, where somebody living on the list holds it."""
    if held.phone is None:
        return ()
    is_anothers = any(s.living for s in facts.with_phone(held.phone))
    return (Because("stays-on-phone" if is_anothers else "look-at-phone", (held.phone,)),)
