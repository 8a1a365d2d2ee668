"""What a digest shows of a case that waits, and what staff can answer to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta, tzinfo
from typing import Final

from daemon.books import cases, closing, incidents
from daemon.books.store import Transaction
from daemon.desk import announcing, rights
from daemon.desk.approving import prospects
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import day, moment
from rules.books.after_leaving import DENIES_NOTHING, SAYS_SOMETHING_ELSE
from rules.books.decision import OF_DATA, Outcome, Reason, Verdict
from rules.books.subscription import State, Subscription
from rules.calendar.workdays import Calendar, next_working_day
from rules.desk.alike_cards import likeness
from rules.desk.cards import CardItem, concerned, remarks
from rules.desk.choices import (
    Choice,
    for_card,
    for_incident,
    for_new_number,
    for_no_messages,
    for_right,
    for_training,
    in_own_words,
    passing_on,
)
from rules.findings import Kind, Person, Right, Topic
from rules.town import Town

MOST_CONCERNED: Final = 6
"""People whom a card may be about that are shown; for more, the case itself is to be looked at."""

_A_WEEK: Final = timedelta(days=6)
"""The working day after so many days is the one to which a card is put off by a tap."""


def waiting_item(case: cases.Case, tz: tzinfo) -> CardItem:
    """A case in a few words: whose, why, since when."""
    people = [v.request.person.name for v in case.requests if v.request and v.request.person.name]
    return CardItem(
        ref=case.ref,
        reason=case.reason,
        details=_where(case, tz),
        opened_at=case.opened_at,
        who=", ".join(people) or case.sender or "",
        sender=case.sender or "",
        put_off_until=case.put_off_until,
        topic=Topic(case.topic) if case.topic else None,
        learner=learner_of(case),
        is_urgent=any(verdict.reason is Reason.URGENT for verdict in case.requests),
    )


def card_item(case: cases.Case, town: Town, everyone: Mapping[str, Subscription], days: Calendar) -> CardItem:
    """With the mail's words and whom it may be about: staff decide by that; and until when by law."""
    about = [everyone[ref] for ref in case.subscribers if ref in everyone] or _given(case, everyone.values())
    about = about[:MOST_CONCERNED]
    text = case.excerpt or ""
    of_many = {address.rpartition("@")[2] for address in town.addresses | town.staff | town.registry}
    # Each answers a letter of their own: a domain likens no two of them.
    by = "" if _says_something_else(case) else case.sender or ""
    marks = likeness(reason=case.reason, text=text, sender=by, of_many=of_many)
    item = waiting_item(case, town.tz)
    limit = rights.limit_of(case, days, town.tz)
    until = (rights.explained(case, limit),) if limit else ()
    return replace(
        item,
        details=(*until, *item.details, *map(in_catalan, remarks(case.requests, about))),
        due_on=limit.due_on if limit else None,
        about=tuple(map(concerned, about)),
        excerpt=tuple(text.splitlines()),
        marks=() if _stands_alone(case, town) else marks,
    )


def _given(case: cases.Case, everyone: Iterable[Subscription]) -> list[Subscription]:
    """Whose document and mobile a case gives of which the books were not asked."""
    people = [v.request.person for v in case.requests if v.request]
    given = {(person.id_document, person.phone) for person in people if person.id_document}
    return [held for held in everyone if (held.id_document, held.phone) in given] if given else []


def learner_of(case: cases.Case) -> Person | None:
    """Who plainly asks to be taught, and for nothing else: that is a list, and no card; None of others."""
    is_plain = all(v.reason is Reason.TRAINING and not v.details for v in case.requests)
    if case.topic != Topic.TRAINING or not is_plain:
        return None
    return next((v.who for v in case.requests if v.who), Person())


def _stands_alone(case: cases.Case, town: Town) -> bool:
    """Whether it may be somebody's own request: with their data, about them, or of who is trusted."""
    is_forged = any(verdict.reason is Reason.FORGED for verdict in case.requests)
    is_trusted = case.sender in town.staff | town.registry and not is_forged
    return case.topic is not None or case.gives_data is not False or bool(case.subscribers) or is_trusted


def a_week_later(on: date, days: Calendar) -> date | None:
    """The working day to which a tap puts a card off; None outside the calendar."""
    try:
        return next_working_day(on + _A_WEEK, days)
    except ValueError:
        return None


def choices(
    tx: Transaction,
    case: cases.Case,
    everyone: Mapping[str, Subscription],
    later: date | None,
    *,
    send_to: Sequence[str] = (),
    can_extend: bool = False,
) -> tuple[Choice, ...]:
    """What can be answered to a card; *later* is the day to which a tap puts it off.

    *send_to* is to whom an incident can be passed on. *can_extend*: there can be two months more to answer
    it.
    """
    if learner_of(case) is not None:
        return for_training(case.ref)
    is_blank = case.topic == Topic.INCIDENT and not incidents.words_of(tx, case.id)
    passed = incidents.passed_to(tx, case.id) if send_to else ()
    send_to = [to for to in send_to if to not in passed]
    if case.topic == Topic.INCIDENT and all(v.request is None for v in case.requests):
        return for_incident(case.ref, send_to=send_to, is_blank=is_blank, later=later)
    is_told = case.topic == Topic.INCIDENT and closing.told_waits(case)
    sends = passing_on(case.ref, send_to, is_blank=is_blank) if is_told else ()
    answer = (in_own_words(case.ref),) if sends or _waits_for_words(tx, case) else ()
    of_activity = announcing.choices_of(tx, case, later)
    if of_activity is not None:
        return (*of_activity, *answer)
    about = [everyone[ref] for ref in case.subscribers if ref in everyone][:MOST_CONCERNED]
    if case.topic == Topic.RIGHTS:
        claimed = Right(case.claims) if case.claims else None
        claim = for_right(case.ref, claimed, about, can_extend=can_extend)
        return (*claim, *for_card(case.ref, prospects(tx, case), is_asked=False, later=later))
    living = [held for held in about if held.living]
    moved = _who_moved(case)
    if moved is not None and moved.phone and living:
        theirs = [held for held in living if held.id_document == moved.id_document] or living
        return for_new_number(case.ref, [held.ref for held in theirs], moved.phone, later)
    leavers = [held.ref for held in living] if _may_be_leave(case, can_ask=bool(answer)) else []
    joiners = [held.ref for held in living if held.state is State.CONSENTED] if _may_be_alta(case) else []
    records = for_no_messages(held.ref for held in about) if case.topic == Topic.NO_MESSAGES else ()
    return (
        *sends,
        *records,
        *answer,
        *for_card(
            case.ref,
            prospects(tx, case),
            leavers=leavers,
            joiners=joiners,
            is_asked=not _says_something_else(case) and not _undoes_unvouched(case),
            off_phone=_to_look_at(about, everyone) if _is_still_coming(case) else None,
            to_correct=_to_correct(case),
            later=later,
        ),
    )


def _waits_for_words(tx: Transaction, case: cases.Case) -> bool:
    """Whether nothing is asked that we know, by somebody who can be answered; be it by who has left."""
    is_told = case.topic is not None or any(map(_is_unplaced, case.requests))
    is_nothing_else = is_told and all(
        v.request is None or (v.request.kind is Kind.UNDO and v.reason is Reason.ANSWER)
        for v in case.requests
    )
    return is_nothing_else and bool(case.sender_known is not None or incidents.phone_of(tx, case.id))


def _is_unplaced(verdict: Verdict) -> bool:
    reason = verdict.reason
    return reason is Reason.TOLD_TO_LIST or reason is Reason.WISH_HEARD or reason is Reason.ANSWER


def _who_moved(case: cases.Case) -> Person | None:
    """Who writes that their mobile is another now, with that; None where it says nothing of it."""
    return next(
        (v.request.person for v in case.requests if v.reason is Reason.NEW_NUMBER and v.request), None
    )


def _may_be_alta(case: cases.Case) -> bool:
    """Whether it asks to join, by the chat that staff passed on, or may."""
    return any(
        v.reason is Reason.WISH_HEARD if v.request is None else v.request.kind is Kind.ALTA
        for v in case.requests
    )


def _is_still_coming(case: cases.Case) -> bool:
    """Whether who has left writes that messages still come."""
    return any(v.reason is Reason.STILL_COMING for v in case.requests)


def _to_look_at(about: Sequence[Subscription], everyone: Mapping[str, Subscription]) -> list[str]:
    """Those of who left whose number nobody on the list holds: it is to be off the phone."""
    kept = {held.phone for held in everyone.values() if held.living}
    return [held.ref for held in about if held.phone not in kept]


def _to_correct(case: cases.Case) -> Person | None:
    """The data of the one person that it asks something for, where staff can put them right."""
    people = [
        v.request.person if v.reason in OF_DATA else None
        for v in case.requests
        if v.outcome is Outcome.CARD and v.request
    ]
    return people[0] if len(people) == 1 else None


def _may_be_leave(case: cases.Case, *, can_ask: bool) -> bool:
    """Whether it asks for a leave, or nobody knows what it asks for: a condition, a later day, a doubt.

    Who may as well want to join is asked; where they cannot be, no tap takes them off.
    """
    return any(
        _is_open_to_all(v.reason) or (v.reason is Reason.WISH_HEARD and can_ask)
        if v.request is None
        else v.request.kind is Kind.BAIXA
        for v in case.requests
    )


def _is_open_to_all(reason: Reason) -> bool:
    """Whether nothing says what is asked for; of a changed number, what the new one is."""
    is_unclear = reason is Reason.DOUBTFUL or reason is Reason.ANSWER
    return is_unclear or reason is Reason.SAID_OURS or reason is Reason.NEW_NUMBER


def _says_something_else(case: cases.Case) -> bool:
    """Whether nobody has said what approving it would do, be it a leave or that one was not wanted."""
    return any(v.reason in SAYS_SOMETHING_ELSE for v in case.requests)


def _undoes_unvouched(case: cases.Case) -> bool:
    """Whether nobody vouches that who left has answered, whose leave approving it would undo."""
    undoing = (v for v in case.requests if v.request and v.request.kind is Kind.UNDO)
    return any(v.reason in DENIES_NOTHING for v in undoing)


def _where(case: cases.Case, tz: tzinfo) -> tuple[str, ...]:
    """What it takes to find the mail among a thousand others, and whether its writer was reminded."""
    if case.received_at is None:
        return ()
    mail = f"Correu de {case.sender or 'remitent desconegut'}, {moment(case.received_at, tz)}"
    if case.reminded_at is None:
        return (mail,)
    return (mail, f"Se li va recordar el {day(case.reminded_at.astimezone(tz).date())}")
