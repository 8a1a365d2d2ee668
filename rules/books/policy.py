"""Reading and facts in, decision out: every message ends with each of its requests accounted for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from rules.books.after_leaving import still_coming
from rules.books.answering import answer, may_be_told, postponed, withheld
from rules.books.decision import OPENNESS, Decision, Outcome, Reason, Request, Verdict, outcome_of
from rules.books.facts import Facts, details_of, requests_of, suspicion
from rules.books.joining import decide_joining
from rules.books.leaving import decide_leave
from rules.books.topics import if_told, if_untold, why_of
from rules.books.undoing import decide_undo, decide_undoing, departed, left_to_staff
from rules.findings import (
    TOPIC_DOUBTFUL,
    Because,
    Doubt,
    Kind,
    Person,
    Reading,
    Topic,
    Voice,
    Why,
    asks_in_chat,
)
from rules.mail.mail import Mail
from rules.sender.automatic import BOUNCE, REPORT, header_robot
from rules.sender.vouching import is_doubtful
from rules.town import Town

_DECIDERS: Final[Mapping[Kind, Callable[[Reading, Request, Facts], Verdict]]] = {
    Kind.BAIXA: decide_leave,
    Kind.CONSENT: decide_joining,
    Kind.ALTA: decide_joining,
    Kind.UNDO: decide_undo,
}
_WHOLE: Final[Mapping[Kind, Reason]] = {
    Kind.AUTOMATIC: Reason.ROBOT,
    Kind.OTHER: Reason.ELSEWHERE,
    Kind.UNSURE: Reason.DOUBTFUL,
}
_SAID_BY_RESIDENTS: Final = frozenset({Kind.BAIXA, Kind.ALTA, Kind.OTHER, Kind.UNSURE})


def decide(reading: Reading, facts: Facts) -> Decision:
    """Decide one message: a verdict for each person, the one letter they share, and how open it is.

    A request that waits for a resident who cannot be written to (a cap, a robot) goes to staff instead.
    """
    continues = _goes_on(reading, facts)
    verdicts = _with_topic(_verdicts(reading, facts), reading, facts)
    return _concluded(reading, verdicts, facts, continues=continues)


def said_ours(reading: Reading, facts: Facts) -> Decision:
    """Decide a mail that was set aside, and that staff say is for us: a card, with what it asks for ready.

    Nothing is done by itself: who sets a mail aside and takes it back has read it, and decides.
    """
    is_wish = reading.kind is Kind.UNSURE and reading.wish is Kind.BAIXA
    asked = replace(reading, kind=Kind.BAIXA) if is_wish else reading
    is_asked = asked.kind in _DECIDERS and bool(asked.people)
    why = [suspicion(reading), Reason.JUNK if facts.junk else None, *reading.doubts, *reading.unread]
    verdicts = tuple(
        Verdict(
            request=each,
            outcome=Outcome.CARD,
            reason=Reason.SAID_OURS,
            details=tuple(dict.fromkeys(detail for detail in why if detail is not None)),
            about=facts.sharing([each.person] if each else reading.people),
        )
        for each in (requests_of(asked, facts) if is_asked else (None,))
    )
    return _concluded(reading, verdicts, facts, continues=False)


def _concluded(reading: Reading, verdicts: tuple[Verdict, ...], facts: Facts, *, continues: bool) -> Decision:
    """The decision that *verdicts* make, with the one letter that they owe."""
    letter = answer(reading, verdicts, facts)
    unanswered = withheld(letter, reading, facts) if letter else None
    if letter is None or unanswered is not None:
        verdicts = tuple(_unasked(reading, verdict, unanswered) for verdict in verdicts)
    sent = letter if unanswered is None else None
    later = postponed(sent, reading, facts) if sent else None
    return Decision(
        outcome=max((v.outcome for v in verdicts), key=OPENNESS.index),
        verdicts=verdicts,
        letter=replace(sent, put_off=later is not None) if sent else None,
        unanswered=unanswered,
        postponed=later,
        continues=continues,
        answerable=may_be_told(letter, reading, verdicts, facts),
        topic=reading.topic,
        right=reading.right,
    )


def _with_topic(verdicts: tuple[Verdict, ...], reading: Reading, facts: Facts) -> tuple[Verdict, ...]:
    """The verdicts with that of what the message is about beside joining and leaving.

    It stands for the one of a message that is nothing else: who may want to join or leave in a chat is not
    passed over for it. What is suspect is a card, and says so.
    """
    why = why_of(reading)
    if why is None:
        return verdicts
    is_suspect = suspicion(reading) is not None or facts.junk
    whole = set() if asks_in_chat(reading) else {_WHOLE.get(reading.kind), Reason.ANSWER}
    kept = tuple(each for each in verdicts if each.request is not None or each.reason not in whole)
    if is_suspect and kept:
        return verdicts
    about = facts.held_of(reading.concerns) or facts.sharing(reading.people)
    held = suspicion(reading) or (Reason.JUNK if facts.junk else None)
    doubts = (*reading.doubts, reading.bothers)
    said = (reading.right, *(doubt for doubt in doubts if doubt in {Doubt.FOR_ANOTHER, TOPIC_DOUBTFUL}))
    details = tuple(each for each in (why if held else None, *said) if each is not None)
    reason = held or (why if kept else if_told(why))
    topic = Verdict(
        request=None,
        outcome=outcome_of(reason),
        reason=reason,
        details=details,
        about=about,
        who=next(iter(reading.concerns), None) if reading.topic is Topic.TRAINING else None,
    )
    return (*kept, topic)


def without_body(mail: Mail, town: Town) -> Decision | None:
    """What the header block alone decides, or None where the body must be read.

    Whom we trust is always read: registry notices often call themselves automatic. So is a report
    that a message was not delivered: it may be ours.
    """
    if mail.unreadable is not None:
        return unreadable(mail.unreadable)
    if mail.authors & (town.registry | town.staff):
        return None
    robot = header_robot(mail, town)
    return set_aside(Reason.ROBOT, robot) if robot and robot not in {BOUNCE, REPORT} else None


def unreadable(why: Why) -> Decision:
    """A message that cannot be read is a card, not a log line."""
    return Decision(
        outcome=Outcome.CARD,
        verdicts=(Verdict(request=None, outcome=Outcome.CARD, reason=Reason.UNREADABLE, details=(why,)),),
    )


def set_aside(reason: Reason, *details: Why) -> Decision:
    """A message that concerns nobody, with its reason."""
    return Decision(
        outcome=Outcome.ASIDE,
        verdicts=(Verdict(request=None, outcome=Outcome.ASIDE, reason=reason, details=details),),
    )


def _verdicts(reading: Reading, facts: Facts) -> tuple[Verdict, ...]:
    still = still_coming(reading, facts)
    if still is not None:
        return still
    if reading.kind is Kind.UNDO:
        return decide_undoing(reading, facts)
    if reading.kind is Kind.COMMAND:
        return (_ordered(reading, facts),)
    answered = _answered(reading, facts) if facts.thread is not None else None
    if answered is not None:
        return answered
    if reading.kind is Kind.UNSURE and reading.wish is Kind.BAIXA and reading.people:
        wished = replace(reading, kind=Kind.BAIXA)
        return tuple(decide_leave(wished, request, facts) for request in requests_of(wished, facts))
    if Doubt.NEW_NUMBER in reading.doubts and suspicion(reading) is None:
        return (_of_new_number(reading, facts),)
    if reading.kind in _WHOLE:
        reason = _whole(reading, facts)
        outcome = outcome_of(reason)
        is_card = outcome is Outcome.CARD
        reason = (suspicion(reading) if is_card else None) or reason
        about = facts.sharing(reading.people) if is_card else ()
        details: dict[Why, None] = dict.fromkeys(
            (*details_of(reading, reason), *reading.doubts, *reading.unread)
        )
        return (Verdict(request=None, outcome=outcome, reason=reason, details=tuple(details), about=about),)
    decider = _DECIDERS[reading.kind]
    return tuple(decider(reading, request, facts) for request in requests_of(reading, facts))


def _whole(reading: Reading, facts: Facts) -> Reason:
    """Why a mail that asks for nothing of anybody by name ends as it does."""
    if Because("wish-heard") in reading.reasons:
        return Reason.WISH_HEARD
    is_answer = facts.thread is not None and facts.thread.certain
    return Reason.ANSWER if is_answer and reading.kind is Kind.UNSURE else _WHOLE[reading.kind]


def _of_new_number(reading: Reading, facts: Facts) -> Verdict:
    """A card that shows whose number has changed; where it is plain which is the new one, with that."""
    about = facts.sharing(reading.people)
    old = {held.phone for held in facts.subscriptions if held.living}
    fresh = [person for person in reading.people if person.phone and person.phone not in old]
    request = Request(kind=Kind.ALTA, person=fresh[0], at=facts.received_at) if len(fresh) == 1 else None
    doubts = tuple(doubt for doubt in reading.doubts if doubt is not Doubt.NEW_NUMBER)
    return Verdict(
        request=request, outcome=Outcome.CARD, reason=Reason.NEW_NUMBER, details=doubts, about=about
    )


def _answered(reading: Reading, facts: Facts) -> tuple[Verdict, ...] | None:
    """What becomes of an answer as an answer; None where it is a request of its own."""
    if _answers_question(reading, facts):
        if not _goes_on(reading, facts):
            return _cards(reading, facts, _why_not_theirs(reading, facts))
        if reading.kind is not Kind.BAIXA and not reading.declines:
            return _cards(reading, facts, Reason.ANSWER)
    if reading.kind is Kind.UNSURE and _adds_to_card(facts):
        return _cards(reading, facts, Reason.ANSWER)
    if reading.declines:
        return (Verdict(request=None, outcome=Outcome.ASIDE, reason=Reason.DECLINED),)
    if reading.confirms:
        return (Verdict(request=None, outcome=Outcome.ASIDE, reason=Reason.CONFIRMED),)
    if _left(facts) and _is_unplaced(reading):
        return left_to_staff(reading, facts)
    if reading.kind is Kind.OTHER:
        return (Verdict(request=None, outcome=Outcome.CARD, reason=Reason.ANSWER),)
    return None


def _ordered(reading: Reading, facts: Facts) -> Verdict:
    """Orders are done and answered; of one that nothing vouches for, or none understands, the clerk is asked.

    A person looks where nobody can be answered, or the mail says more, perhaps of somebody.
    """
    held = suspicion(reading) or (Reason.JUNK if facts.junk else None)
    is_doubted = any(map(is_doubtful, facts.standings))
    unclear = Reason.ORDER_UNPROVED if is_doubted else None if facts.standings else Reason.ORDER
    why = held or unclear
    if why is None:
        return Verdict(request=None, outcome=Outcome.DONE, reason=Reason.ORDERED)
    if held is None and facts.answered and not facts.beside:
        return Verdict(request=None, outcome=Outcome.DONE, reason=Reason.ORDER_ASKED)
    details: dict[Why, None] = dict.fromkeys((*details_of(reading, why), *reading.doubts))
    return Verdict(request=None, outcome=Outcome.CARD, reason=why, details=tuple(details))


def _answers_question(reading: Reading, facts: Facts) -> bool:
    """Whether it answers us in a conversation in which somebody was asked for data."""
    thread = facts.thread
    is_residents = reading.voice is Voice.WRITER and reading.kind in _SAID_BY_RESIDENTS
    return is_residents and thread is not None and bool(thread.waiting)


def _is_unplaced(reading: Reading) -> bool:
    """Whether a person's own words are no request that we know, of nobody by name."""
    is_residents = reading.voice is Voice.WRITER and reading.kind in {Kind.OTHER, Kind.UNSURE}
    return is_residents and (reading.unplaced or not reading.people)


def _adds_to_card(facts: Facts) -> bool:
    """Whether who was asked for data, and whose answer a person looks at, writes again."""
    return facts.thread is not None and facts.thread.with_sender and bool(facts.thread.turned)


def _goes_on(reading: Reading, facts: Facts) -> bool:
    """Whether who was asked for data answers: then what waited goes on with this mail."""
    is_senders = facts.thread is not None and facts.thread.with_sender
    is_sound = not reading.is_suspect and not facts.junk
    return _answers_question(reading, facts) and is_senders and is_sound


def _why_not_theirs(reading: Reading, facts: Facts) -> Reason:
    """Why an answer completes nothing."""
    return suspicion(reading) or (Reason.JUNK if facts.junk else Reason.ANSWER_OF_ANOTHER)


def _cards(reading: Reading, facts: Facts, reason: Reason) -> tuple[Verdict, ...]:
    """A card for each person of an answer that does not plainly complete what we asked for.

    It shows whom it may be about, and who has left in the same conversation.
    """
    left = requests_of(replace(reading, kind=Kind.UNDO, people=_left(facts)), facts) if _left(facts) else ()
    gone = tuple(held for request in left for held in departed(request, facts))
    thread = facts.thread
    people = reading.people or (thread.waiting if thread and thread.to_confirm else ())
    asked = requests_of(replace(reading, kind=Kind.BAIXA, people=people), facts) if people else (None,)
    return tuple(
        Verdict(
            request=each,
            outcome=Outcome.CARD,
            reason=reason,
            details=tuple(reading.doubts),
            about=(*(facts.sharing([each.person]) if each else ()), *gone),
        )
        for each in asked
    )


def _left(facts: Facts) -> tuple[Person, ...]:
    return tuple(each.person for each in facts.thread.left) if facts.thread else ()


def _unasked(reading: Reading, verdict: Verdict, why: Why | None) -> Verdict:
    """The verdict of who is not written to: what a letter was to ask, or to say, is a person's to do.

    Not where the same letter went today, nor what staff pass on: they are told what to answer.
    """
    untold = if_untold(verdict.reason)
    is_told = reading.voice is not Voice.WRITER or why == Because("same-letter-today")
    if untold is not None and not is_told:
        details = () if why is None else (why,)
        return replace(verdict, outcome=outcome_of(untold), reason=untold, details=details)
    if verdict.outcome is Outcome.WAITING:
        details = () if why is None else (why,)
        if verdict.reason is Reason.UNCONFIRMED:
            doubts = (*details_of(reading, Reason.DOUBTFUL), *details)
            return replace(verdict, outcome=Outcome.CARD, reason=Reason.DOUBTFUL, details=doubts)
        return replace(verdict, outcome=Outcome.CARD, reason=Reason.CANNOT_ASK, details=details)
    return verdict


def decide_request(request: Request, facts: Facts) -> Verdict:
    """Decide one request by itself: what staff approve of a card, with `facts.approved` set."""
    reading = Reading(kind=request.kind, people=(request.person,), authenticated=True)
    return _DECIDERS[request.kind](reading, request, facts)
