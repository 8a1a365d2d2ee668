"""The one letter a message gets, if any: what it tells, to whom, and how often.

Rule 1: *done* is told only to who gave a DNI and a mobile of one subscription.
Rule 2: to everybody else the same letter, whoever is on the list.
Rule 3: an ALTA by mail is told how to join, whoever asks: the books are not looked at for it.
Rule 4: robots, lists, failed authentication, unclear senders and our own addresses get none.
Rule 5: who asks for nothing of ours gets none (`bothering`), unless they answer a letter.
Rule 6: an address that nothing speaks for gets one letter a day: a forger must not have us write more.
Rule 7: what has changed is told, by staff's hand as by itself: where a cap of today is spent, on the next day
that has room. Nothing else is put off: who writes again and again fills no coming days.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from rules.books.decision import Letter, Outcome, Reason, Request, Template, Verdict
from rules.books.facts import Facts, Sent
from rules.books.subscription import State, in_time_to_undo
from rules.books.topics import letter_of
from rules.findings import Because, Kind, Person, Reading, Topic, Voice, Why, identified

_ANSWERED: Final = frozenset({Kind.BAIXA, Kind.ALTA, Kind.UNSURE, Kind.UNDO})
_ON_PHONE: Final = frozenset({State.DUE, State.ACTIVE, State.LEAVING})


def answer(reading: Reading, verdicts: Sequence[Verdict], facts: Facts) -> Letter | None:
    """The letter that this message would get, before the caps; None where it is no resident's request."""
    letter = partial(Letter, to=facts.sender or "", language=reading.language)
    still = [v for v in verdicts if v.reason is Reason.STILL_COMING]
    if still:
        # That they have left, to who may be told so of all of them; to anybody else, that it was received.
        told = all(v.request for v in still)
        done, left_at = _left(still) if told else ((), ())
        template = Template.STILL if told else Template.RECEIVED
        return letter(template=template, received=True, done=done, left_at=left_at)
    if reading.voice is not Voice.WRITER or facts.junk:
        return None
    topical = [letter_of(verdict.reason) for verdict in verdicts]
    if len(topical) == 1 and topical[0]:
        return letter(template=topical[0], received=True)
    if reading.kind not in _ANSWERED:
        return None
    tells_more = reading.topic is Topic.INCIDENT
    if reading.kind is Kind.ALTA:
        return letter(template=Template.JOIN, received=tells_more)
    dealt = [v for v in verdicts if v.outcome is Outcome.DONE and v.request]
    done, left_at = _left(dealt)
    if reading.kind is Kind.UNDO and done:
        return letter(template=Template.UNDONE, done=done, undone_at=facts.received_at, news=True)
    missing = tuple(v.request.person for v in verdicts if v.outcome is Outcome.WAITING and v.request)
    if any(v.reason is Reason.UNCONFIRMED for v in verdicts):
        lacking = tuple(person for person in missing if person.id_document is None or person.phone is None)
        return letter(template=Template.CONFIRM, missing=lacking, leaving=missing, received=tells_more)
    received = any(v.outcome is Outcome.CARD for v in verdicts)
    alone = Template.DONE if done else Template.MISSING if missing else Template.RECEIVED
    return letter(
        template=Template.PARTLY if bool(done) + bool(missing) + received > 1 else alone,
        done=done,
        left_at=left_at,
        missing=missing,
        received=received,
        on_phone=any(held.state in _ON_PHONE for v in dealt for held in v.about),
        repeated=any(not v.effects for v in dealt),
        undoable=any(in_time_to_undo(at, at=facts.received_at) for at in left_at),
        news=any(v.effects for v in dealt),
    )


def _left(verdicts: Sequence[Verdict]) -> tuple[tuple[Person, ...], tuple[datetime, ...]]:
    """Whose requests those are, and when they left: first, where this request only repeats it."""
    asked = [(v.request, v.about[0]) for v in verdicts if v.request]
    left_at = (held.left_at if not held.living and held.left_at else each.at for each, held in asked)
    return tuple(each.person for each, _ in asked), tuple(left_at)


def settled(verdicts: Sequence[Verdict], facts: Facts, *, language: str) -> Letter | None:
    """The letter that tells who wrote what staff have done of it now; None where there is nothing to tell.

    Of leaves and of their undoing, and only of who was named with a DNI and a mobile, as in any other letter.
    `facts.received_at` is now.
    """
    done = [v for v in verdicts if v.outcome is Outcome.DONE and _may_know(v.request)]
    asked = done[0].request if done else None
    letter = answer(Reading(kind=asked.kind, language=language), done, facts) if asked else None
    return replace(letter, news=True) if letter else None


def _may_know(asked: Request | None) -> bool:
    return asked is not None and asked.kind in {Kind.BAIXA, Kind.UNDO} and bool(identified((asked.person,)))


def unanswerable(to: str | None, reading: Reading) -> Why | None:
    """Why this sender is never written to; None who may be."""
    if not to:
        return Because("no-address")
    if reading.authenticated is False:
        return Because("not-authenticated")
    if reading.unclear_sender is not None:
        return Because("sender-unclear", (reading.unclear_sender,))
    return reading.silence


def may_be_told(letter: Letter | None, reading: Reading, verdicts: Sequence[Verdict], facts: Facts) -> bool:
    """Whether who wrote may be told later what staff did of it, or answer.

    Not who takes back a leave that we told somebody else of: its data are none of that mail's.
    """
    undoes = reading.kind is Kind.UNDO or any(v.request and v.request.kind is Kind.UNDO for v in verdicts)
    is_anothers = undoes and not (facts.thread and facts.thread.with_sender)
    is_told = reading.to_list and reading.voice is Voice.WRITER
    answers_us = facts.thread is not None and facts.thread.with_sender
    is_residents = letter is not None or ((is_told or answers_us) and not facts.junk)
    return is_residents and unanswerable(facts.sender, reading) is None and not is_anothers


def withheld(letter: Letter, reading: Reading, facts: Facts) -> Why | None:
    """Why this letter is not sent; None if it is, today or later (`postponed`)."""
    never = unanswerable(letter.to, reading)
    if never is not None:
        return never
    if reading.bothers is not None and (facts.thread is None or reading.unplaced):
        return reading.bothers
    if _is_the_same(letter, facts):
        return Because("same-letter-today")
    why = facts.caps.spent(facts.sent, known=reading.authenticated is True)
    if why is not None and postponed(letter, reading, facts) is None:
        return why
    if facts.sent.to_sender and not _is_vouched(letter, reading, facts):
        return Because("written-to-today")
    return None


def postponed(letter: Letter, reading: Reading, facts: Facts) -> Why | None:
    """Why this letter goes on another day; None if it goes today, or never.

    Only what has changed waits for another day: nobody tells it again.
    """
    known = reading.authenticated is True
    has_room_ever = facts.caps.spent(Sent(), known=known) is None
    return facts.caps.spent(facts.sent, known=known) if letter.news and has_room_ever else None


def _is_the_same(letter: Letter, facts: Facts) -> bool:
    """Whether the sender had this letter today: one that tells of what is done, about all the same people.

    What staff answer in their own words is never the same.
    """
    if letter.template is Template.ANSWERED:
        return False
    if letter.done and letter.template is not Template.STILL:
        people = [(person.id_document, person.phone) for person in letter.done]
        back = Template.DONE if letter.template is Template.UNDONE else Template.UNDONE
        if letter.news and any((back, *each) in facts.sent.told for each in people):
            return False  # who left, came back, and leaves again: the last word must be true
        return all((letter.template, *each) in facts.sent.told for each in people)
    waiting = facts.thread.waiting if facts.thread else ()
    # An answer that brought something: it is not the same that is asked for again.
    asks_otherwise = letter.template is Template.MISSING and waiting and letter.missing != waiting
    return letter.template in facts.sent.to_sender and not asks_otherwise


def _is_vouched(letter: Letter, reading: Reading, facts: Facts) -> bool:
    """Whether more than an address speaks for who writes: a proof, our own letter answered, or their data.

    Else anybody could have us write to them again and again, in all the ways there are.
    """
    thread = facts.thread
    answers = thread is not None and thread.with_sender and thread.certain
    is_answered = letter.template in _BY_STAFF
    return reading.authenticated is True or answers or bool(letter.done) or is_answered


_BY_STAFF: Final = frozenset({
    Template.ANSWERED, Template.RIGHTS_PROOF, Template.RIGHTS_LATER, Template.RIGHTS_DONE,
})  # fmt: skip
"""What goes by the order of staff alone, who have read what came."""
