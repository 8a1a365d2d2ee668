"""A leave taken back by an answer to our letter: when it is undone by itself, and what happens otherwise.

Rule 1: only who asked for the leave, proved by the mail's authentication, undoes it, and in plain words.
Rule 2: within ten days, and while nothing has come since; the state is that of the table.
Rule 3: all that the message did is undone, or nothing: then a person looks.
"""

from dataclasses import dataclass, replace
from typing import Final

from rules.books.decision import Advance, Outcome, Reason, Request, Verdict, outcome_of
from rules.books.facts import (
    HOLDS,
    SENDER_LANES,
    SETTLED,
    Asked,
    Departure,
    Facts,
    Lanes,
    Thread,
    first_lane,
    has_doubt,
    requests_of,
    suspicion,
)
from rules.books.subscription import GONE, Refusal, Refuse, State, Subscription, What, step
from rules.findings import Kind, Reading


@dataclass(frozen=True, slots=True)
class Undoing(Asked):
    """One person's leave to be undone, with all that decides it."""

    @property
    def thread(self) -> Thread | None:
        """The conversation; None where staff undo it."""
        return self.facts.thread

    @property
    def departure(self) -> Departure | None:
        """The leave as our letter told of it."""
        left = self.thread.left if self.thread else ()
        return next((d for d in left if d.person == self.request.person), None)

    @property
    def held(self) -> Subscription | None:
        """The subscription that ended last with this DNI and mobile."""
        ended = [s for s in self.facts.of(self.request.person) if s.state in GONE]
        return max(ended, key=lambda s: s.left_at.timestamp() if s.left_at else 0, default=None)

    @property
    def refusal(self) -> Refusal | None:
        """Why the books do not allow it."""
        if any(s.living for s in self.facts.of(self.request.person)):
            return Refusal.HELD_BY_ANOTHER
        if self.held is None:
            return Refusal.NOTHING_TO_UNDO
        if self.departure and self.held.left_at and self.held.left_at > self.departure.at:
            return Refusal.LEFT_AGAIN
        after = step(self.held, What.UNDO, at=self.request.at)
        return after.why if isinstance(after, Refuse) else None


def is_from_another(undoing: Undoing) -> bool:
    """The leave was not asked for from this address."""
    departure = undoing.departure
    return undoing.thread is not None and not (
        undoing.thread.with_sender and departure is not None and departure.by_sender
    )


def is_unreferred(undoing: Undoing) -> bool:
    """It answers no letter of ours: which leave is meant, a person must see."""
    return undoing.thread is not None and not undoing.thread.certain


def is_unproved(undoing: Undoing) -> bool:
    """Nothing proves that the mail comes from the address it names."""
    return undoing.reading.authenticated is not True


def is_refused(undoing: Undoing) -> bool:
    """Too late, or something came since."""
    return undoing.refusal is not None


SAYS_SOMETHING_ELSE: Final = frozenset({Reason.ANSWER, Reason.ANSWER_OF_ANOTHER})
"""Why a card can undo a leave of which nobody has said that it was not wanted."""

DENIES_NOTHING: Final = SAYS_SOMETHING_ELSE | {Reason.FORGED, Reason.SENDER_UNCLEAR, Reason.JUNK}
"""Why a card that can undo a leave does not hold it back: nobody says so, or nobody vouches for who does."""

_LANES: Final[Lanes[Undoing]] = (
    # Who wrote, and in what words.
    *SENDER_LANES,
    (is_from_another, Reason.UNDO_OF_ANOTHER, SETTLED),
    (has_doubt, Reason.UNDO_UNCLEAR, SETTLED),
    (is_unreferred, Reason.UNDO_UNREFERRED, SETTLED),
    (is_unproved, Reason.UNDO_UNPROVED, SETTLED),
    # What the books say.
    (is_refused, Reason.UNDO_REFUSED, HOLDS),
)


def decide_undoing(reading: Reading, facts: Facts) -> tuple[Verdict, ...]:
    """What becomes of a message that takes back what our letter told of: all is undone, or a card for each.

    Staff may have taken the number off without saying so yet: then they are to look.
    """
    verdicts = [decide_undo(reading, request, facts) for request in requests_of(reading, facts)]
    held_up = next((v for v in verdicts if v.outcome is not Outcome.DONE), None)
    if held_up is not None:
        return tuple(replace(held_up, request=v.request, about=v.about) for v in verdicts)
    on_phone = tuple(held for v in verdicts for held in v.about if held.state is State.LEAVING)
    look = Verdict(request=None, outcome=Outcome.CARD, reason=Reason.PHONE_AGAIN, about=on_phone)
    return (*verdicts, look) if on_phone else tuple(verdicts)


def left_to_staff(reading: Reading, facts: Facts) -> tuple[Verdict, ...]:
    """A card for each leave that our letter told of, where the answer is neither thanks nor plain.

    Nobody says that the leave was not wanted; but who looks, and sees that it was not, can undo it.
    """
    thread = facts.thread
    left = thread.left if thread else ()
    reason = Reason.ANSWER if thread and thread.with_sender else Reason.ANSWER_OF_ANOTHER
    why = suspicion(reading)
    suspect = (why,) if why else ()
    asked = replace(reading, kind=Kind.UNDO, people=tuple(each.person for each in left))
    return tuple(
        Verdict(
            request=request,
            outcome=Outcome.CARD,
            reason=reason,
            details=(*reading.doubts, *reading.unread, *suspect),
            about=departed(request, facts) or facts.sharing([request.person]),
        )
        for request in requests_of(asked, facts)
    )


def departed(request: Request, facts: Facts) -> tuple[Subscription, ...]:
    """Whom a leave of the request's person took off last; nobody where it was undone since."""
    held = Undoing(Reading(kind=Kind.UNDO), request, facts).held
    is_back = any(s.living for s in facts.of(request.person))
    return () if held is None or is_back else (held,)


def decide_undo(reading: Reading, request: Request, facts: Facts) -> Verdict:
    """What becomes of one leave to be undone: the first lane that fits, else it is done."""
    undoing = Undoing(reading, request, facts)
    held = undoing.held
    about = (held,) if held else ()
    reason = first_lane(undoing, _LANES)
    if reason is not None:
        outcome, refusal = outcome_of(reason), undoing.refusal
        details = (refusal,) if refusal else ()
        return Verdict(request=request, outcome=outcome, reason=reason, details=details, about=about)
    return Verdict(
        request=request,
        outcome=Outcome.DONE,
        reason=Reason.UNDONE,
        effects=tuple(Advance(ref=s.ref, what=What.UNDO, request=request) for s in about),
        about=about,
    )
