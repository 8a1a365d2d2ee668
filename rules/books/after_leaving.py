"""Who has left and writes that messages still come: they are told so, and a person looks at the phone.

Rule 1: it undoes nothing, and asks nothing of who writes.
Rule 2: told is only who gave the DNI and the mobile that left, or answers our letter from where it went.
"""

from rules.books.decision import Outcome, Reason, Request, Verdict
from rules.books.facts import Facts
from rules.books.subscription import GONE, Subscription, goes_on
from rules.books.undoing import departed
from rules.findings import Because, Kind, Person, Reading, Voice, Why, identified, known
from rules.people.names import compatible


def still_coming(reading: Reading, facts: Facts) -> tuple[Verdict, ...] | None:
    """A card for each who left; of one who may be told so, with their request. None where nobody has left."""
    is_sound = reading.voice is Voice.WRITER and not reading.is_suspect and not facts.junk
    if not (reading.still_comes and is_sound):
        return None
    gone = _who_left(reading, facts)
    if not gone:
        return None
    return tuple(
        Verdict(
            request=Request(kind=Kind.BAIXA, person=person, at=facts.received_at) if person else None,
            outcome=Outcome.CARD,
            reason=Reason.STILL_COMING,
            details=_where_to_look(held, facts),
            about=(held,),
        )
        for person, held in gone
    )


def _who_left(reading: Reading, facts: Facts) -> list[tuple[Person | None, Subscription]]:
    """Who left of those whose data the mail gives, else of the conversation; whom of them it may tell."""
    if known(reading.people):
        people = identified(reading.people)
        found = [(person, _gone(person, facts)) for person in people]
        is_whole = len(people) == len(reading.people) and all(held for _, held in found)
        return [(person, held) for person, held in found if held] if is_whole else []
    thread = facts.thread
    if thread is None:
        return []
    may_be_told = thread.with_sender and thread.certain
    left = (Request(kind=Kind.UNDO, person=each.person, at=facts.received_at) for each in thread.left)
    return [(one.person if may_be_told else None, held) for one in left for held in departed(one, facts)]


def _gone(person: Person, facts: Facts) -> Subscription | None:
    """The subscription of this very person that ended last; None while another of theirs lives."""
    theirs = facts.of(person)
    ended = [s for s in theirs if s.state in GONE and compatible(person.name, s.name)]
    if not ended or any(s.living for s in theirs):
        return None
    last = max(ended, key=lambda s: s.left_at.timestamp() if s.left_at else 0)
    after = goes_on(last, facts.with_document(person.id_document))
    return None if any(s.living for s in after) else last


def _where_to_look(held: Subscription, facts: Facts) -> tuple[Why, ...]:
    """The number; that it is to stay on the phone, where somebody living on the list holds it."""
    if held.phone is None:
        return ()
    is_anothers = any(s.living for s in facts.with_phone(held.phone))
    return (Because("stays-on-phone" if is_anothers else "look-at-phone", (held.phone,)),)
