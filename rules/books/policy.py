"""Reading and facts in, decision out: every message ends with each of its requests accounted for."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from rules.books.after_leaving import decide_undo, decide_undoing, departed, still_coming
from rules.books.answering import answer, may_be_told, postponed, withheld
from rules.books.decision import Decision, Outcome, Reason, Request, Verdict
from rules.books.facts import Facts, Thread, details_of, held_up, requests_of, suspicion
from rules.books.joining import decide_joining
from rules.books.leaving import decide_leave
from rules.books.topics import if_told, if_untold, why_of
from rules.findings import TOPIC_DOUBTFUL, Because, Doubt, Kind, Reading, Topic, Voice, Why, asks_in_chat
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
    verdicts = _with_topic(_verdicts(reading, facts), reading, facts)
    return _concluded(reading, verdicts, facts, continues=_goes_on(reading, facts))


def said_ours(reading: Reading, facts: Facts) -> Decision:
    """Decide a mail that was set aside, and that staff say is for us: a card, with what it asks for ready.

    Nothing is done by itself: who sets a mail aside and takes it back has read it, and decides.
    """
    asked = _as_wished(reading)
    is_asked = asked.kind in _DECIDERS and bool(asked.people)
    verdicts = tuple(
        Verdict(
            request=each,
            reason=Reason.SAID_OURS,
            details=_each(held_up(reading, facts), *reading.doubts, *reading.unread),
            about=facts.sharing([each.person] if each else reading.people),
        )
        for each in (requests_of(asked, facts) if is_asked else (None,))
    )
    return _concluded(reading, verdicts, facts, continues=False)


def _as_wished(reading: Reading) -> Reading:
    """The reading; as a leave, where its writer wishes one of somebody, though not plainly."""
    is_wish = reading.kind is Kind.UNSURE and reading.wish is Kind.BAIXA and bool(reading.people)
    return replace(reading, kind=Kind.BAIXA) if is_wish else reading


def _each(*whys: Why | None) -> tuple[Why, ...]:
    return tuple(dict.fromkeys(why for why in whys if why is not None))


def _concluded(reading: Reading, verdicts: tuple[Verdict, ...], facts: Facts, *, continues: bool) -> Decision:
    """The decision that *verdicts* make, with the one letter that they owe."""
    letter = answer(reading, verdicts, facts)
    unanswered = withheld(letter, reading, facts) if letter else None
    sent = letter if unanswered is None else None
    if sent is None:
        verdicts = tuple(_unasked(reading, verdict, unanswered) for verdict in verdicts)
    later = postponed(sent, reading, facts) if sent else None
    return Decision(
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
    why, held = why_of(reading), held_up(reading, facts)
    if why is None:
        return verdicts
    whole = set() if asks_in_chat(reading) else {_WHOLE.get(reading.kind), Reason.ANSWER}
    kept = tuple(each for each in verdicts if each.request is not None or each.reason not in whole)
    if held and kept:
        return verdicts
    said = (
        each for each in (*reading.doubts, reading.bothers) if each in {Doubt.FOR_ANOTHER, TOPIC_DOUBTFUL}
    )
    topic = Verdict(
        reason=held or (why if kept else if_told(why)),
        details=_each(why if held else None, reading.right, *said),
        about=facts.held_of(reading.concerns) or facts.sharing(reading.people),
        who=next(iter(reading.concerns), None) if reading.topic is Topic.TRAINING else None,
    )
    return (*kept, topic)


def without_body(mail: Mail, town: Town) -> Decision | None:
    """What the header block alone decides, or None where the body must be read.

    Whom we trust is always read: registry notices often call themselves automatic. So is a report
    that a message was not delivered: it may be ours.
    """
    if mail.unreadable is not None:
        return of_nobody(Reason.UNREADABLE, mail.unreadable)
    if mail.authors & (town.registry | town.staff):
        return None
    robot = header_robot(mail, town)
    return of_nobody(Reason.ROBOT, robot) if robot and robot not in {BOUNCE, REPORT} else None


def of_nobody(reason: Reason, *details: Why) -> Decision:
    """What becomes of a message that is no request of anybody, with the reason."""
    return Decision(verdicts=(Verdict(reason=reason, details=details),))


def _verdicts(reading: Reading, facts: Facts) -> tuple[Verdict, ...]:
    still = still_coming(reading, facts)
    if still:
        return still
    if reading.kind is Kind.UNDO:
        return decide_undoing(reading, facts)
    if reading.kind is Kind.COMMAND:
        return (_ordered(reading, facts),)
    answered = _answered(reading, facts, facts.thread) if facts.thread is not None else None
    if answered is not None:
        return answered
    asked = _as_wished(reading)
    if asked is reading and Doubt.NEW_NUMBER in reading.doubts and suspicion(reading) is None:
        return (_of_new_number(reading, facts),)
    if asked.kind in _WHOLE:
        return (_whole(reading, facts),)
    decider = _DECIDERS[asked.kind]
    return tuple(decider(asked, request, facts) for request in requests_of(asked, facts))


def _whole(reading: Reading, facts: Facts) -> Verdict:
    """What becomes of a mail that asks for nothing of anybody by name."""
    is_answer = facts.thread is not None and facts.thread.certain and reading.kind is Kind.UNSURE
    reason = Reason.ANSWER if is_answer else _WHOLE[reading.kind]
    if Because("wish-heard") in reading.reasons:
        reason = Reason.WISH_HEARD
    is_card = reason.outcome is Outcome.CARD
    reason = (suspicion(reading) if is_card else None) or reason
    details = _each(*details_of(reading, reason), *reading.doubts, *reading.unread)
    return Verdict(reason=reason, details=details, about=facts.sharing(reading.people) if is_card else ())


def _of_new_number(reading: Reading, facts: Facts) -> Verdict:
    """A card that shows whose number has changed; where it is plain which is the new one, with that."""
    old = {held.phone for held in facts.subscriptions if held.living}
    fresh = [person for person in reading.people if person.phone and person.phone not in old]
    return Verdict(
        request=Request(kind=Kind.ALTA, person=fresh[0], at=facts.received_at) if len(fresh) == 1 else None,
        reason=Reason.NEW_NUMBER,
        details=tuple(doubt for doubt in reading.doubts if doubt is not Doubt.NEW_NUMBER),
        about=facts.sharing(reading.people),
    )


def _answered(reading: Reading, facts: Facts, thread: Thread) -> tuple[Verdict, ...] | None:
    """What becomes of an answer as an answer; None where it is a request of its own."""
    if _answers_question(reading, facts):
        if not _goes_on(reading, facts):
            return _cards(reading, facts, held_up(reading, facts) or Reason.ANSWER_OF_ANOTHER)
        if reading.kind is not Kind.BAIXA and not reading.declines:
            return _cards(reading, facts, Reason.ANSWER)
    if reading.kind is Kind.UNSURE and thread.with_sender and thread.turned:  # it adds to a card
        return _cards(reading, facts, Reason.ANSWER)
    if reading.declines:
        return (Verdict(reason=Reason.DECLINED),)
    if reading.confirms:
        return (Verdict(reason=Reason.CONFIRMED),)
    left = tuple(each.person for each in thread.left)
    if left and _is_unplaced(reading):
        # Nobody says that the leave was not wanted; but who looks, and sees that it was not, can undo it.
        unclear = Reason.ANSWER if thread.with_sender else Reason.ANSWER_OF_ANOTHER
        why = held_up(reading, facts) or unclear
        return _cards(replace(reading, kind=Kind.UNDO, people=left), facts, why)
    return (Verdict(reason=Reason.ANSWER),) if reading.kind is Kind.OTHER else None


def _ordered(reading: Reading, facts: Facts) -> Verdict:
    """Orders are done and answered; of one that nothing vouches for, or none understands, the clerk is asked.

    A person looks where nobody can be answered, or the mail says more, perhaps of somebody.
    """
    held = held_up(reading, facts)
    is_doubted = any(map(is_doubtful, facts.standings))
    why = held or (Reason.ORDER_UNPROVED if is_doubted else None if facts.standings else Reason.ORDER)
    if why is None:
        return Verdict(reason=Reason.ORDERED)
    if held is None and facts.answered and not facts.beside:
        return Verdict(reason=Reason.ORDER_ASKED)
    return Verdict(reason=why, details=_each(*details_of(reading, why), *reading.doubts))


def _answers_question(reading: Reading, facts: Facts) -> bool:
    """Whether it answers us in a conversation in which somebody was asked for data."""
    thread = facts.thread
    is_residents = reading.voice is Voice.WRITER and reading.kind in _SAID_BY_RESIDENTS
    return is_residents and thread is not None and bool(thread.waiting)


def _is_unplaced(reading: Reading) -> bool:
    """Whether a person's own words are no request that we know, of nobody by name."""
    is_residents = reading.voice is Voice.WRITER and reading.kind in {Kind.OTHER, Kind.UNSURE}
    return is_residents and (reading.unplaced or not reading.people)


def _goes_on(reading: Reading, facts: Facts) -> bool:
    """Whether who was asked for data answers: then what waited goes on with this mail."""
    is_senders = facts.thread is not None and facts.thread.with_sender
    return _answers_question(reading, facts) and is_senders and held_up(reading, facts) is None


def _cards(reading: Reading, facts: Facts, reason: Reason) -> tuple[Verdict, ...]:
    """A card for each person of an answer that does not plainly complete what we asked for, or undo it.

    It shows whom it may be about, and who has left in the same conversation.
    """
    gone = tuple(held for each in facts.left for held in departed(each.person, facts))
    thread, why = facts.thread, suspicion(reading)
    people = reading.people or (thread.waiting if thread and thread.to_confirm else ())
    kind = Kind.UNDO if reading.kind is Kind.UNDO else Kind.BAIXA
    asked = requests_of(replace(reading, kind=kind, people=people), facts) if people else (None,)
    return tuple(
        Verdict(
            request=each,
            reason=reason,
            details=_each(*reading.doubts, *reading.unread, why if why is not reason else None),
            about=(*(facts.sharing([each.person]) if each else ()), *gone),
        )
        for each in asked
    )


def _unasked(reading: Reading, verdict: Verdict, why: Why | None) -> Verdict:
    """The verdict of who is not written to: what a letter was to ask, or to say, is a person's to do.

    Not where the same letter went today, nor what staff pass on: they are told what to answer.
    """
    untold = if_untold(verdict.reason)
    is_told = reading.voice is not Voice.WRITER or why == Because("same-letter-today")
    if untold is not None and not is_told:
        return replace(verdict, reason=untold, details=_each(why))
    if verdict.reason is Reason.UNCONFIRMED:
        details = _each(*reading.doubts, *reading.unread, why)
        return replace(verdict, reason=Reason.DOUBTFUL, details=details)
    if verdict.outcome is Outcome.WAITING:
        return replace(verdict, reason=Reason.CANNOT_ASK, details=_each(why))
    return verdict


def decide_request(request: Request, facts: Facts) -> Verdict:
    """Decide one request by itself: what staff approve of a card, with `facts.approved` set."""
    reading = Reading(kind=request.kind, people=(request.person,), authenticated=True)
    return _DECIDERS[request.kind](reading, request, facts)
