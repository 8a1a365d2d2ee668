"""Conversations: which of our letters a mail answers, what still waits there, and what becomes of it.

A conversation is the cases that follow from one mail: an answer that goes on with what
was asked is a case of its own, and takes the place of what waited until then.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, bindparam, func, select, update

from daemon.books import cases, codes
from daemon.books.store import Transaction
from daemon.books.tables import cases as cases_table
from daemon.books.tables import events, outbox, requests, subscriptions
from rules.books.decision import Outcome, Reason
from rules.books.facts import Departure, Thread
from rules.books.subscription import GONE, What
from rules.findings import Kind, Person
from rules.mail.mail import Mail
from rules.staff.orders import codes_in
from rules.transport.delivery import Audience

CONFIRMING: Final = frozenset({Reason.UNCONFIRMED.name, Reason.NOT_CONFIRMED.name})
"""Whoever wrote was asked whether they want to leave."""

_ASKED: Final = [Reason.LACKING.name, Reason.UNANSWERED.name, Reason.UNREACHED.name, *sorted(CONFIRMING)]
"""Why a request waited for its resident, whatever became of it since."""

_LATE: Final = [
    Reason.UNANSWERED.name,
    Reason.UNREACHED.name,
    Reason.STILL_LACKING.name,
    Reason.NOT_CONFIRMED.name,
]
"""Cards that the resident's own answer still settles."""

_WAITS: Final[ColumnElement[bool]] = (cases_table.c.state != "closed") & (
    (requests.c.outcome == Outcome.WAITING)
    | ((requests.c.outcome == Outcome.CARD) & requests.c.reason.in_(_LATE))
)

_TURNED: Final[ColumnElement[bool]] = (
    (cases_table.c.state != "closed")
    & (requests.c.outcome == Outcome.CARD)
    & (requests.c.reason == Reason.ANSWER.name)
    & (requests.c.kind == Kind.BAIXA)
)
"""Asked for data, answered with more than data, and a person looks."""


_ASKED_FOR_YES: Final = (
    select(requests.c.id)
    .join(cases_table, requests.c.case_id == cases_table.c.id)
    .where(cases_table.c.sender == bindparam("by"), requests.c.reason.in_(CONFIRMING), _WAITS)
    .limit(1)
)
_OURS_TO_STAFF: Final = select(outbox.c.message_id).where(
    outbox.c.message_id.in_(bindparam("ids", expanding=True)), outbox.c.audience == Audience.STAFF
)
_LETTER: Final = (
    select(outbox.c.case_id)
    .where(outbox.c.message_id.in_(bindparam("ids", expanding=True)))
    .order_by(outbox.c.case_id.is_(None), outbox.c.id.desc())
    .limit(1)
)
_NAMED: Final = (
    select(cases_table.c.id)
    .where(cases_table.c.ref.in_(bindparam("refs", expanding=True)))
    .order_by(cases_table.c.id.desc())
    .limit(1)
)
_TOLD: Final = (
    select(requests)
    .join(cases_table, requests.c.case_id == cases_table.c.id)
    .where(requests.c.kind == Kind.BAIXA, requests.c.outcome == Outcome.DONE)
    .order_by(requests.c.id)
)
_APPROVED_SINCE: Final = (cases_table.c.closed_because == cases.APPROVED) & (
    cases_table.c.closed_at >= bindparam("since")
)
_LEFT_BY_MAIL: Final = _TOLD.where(
    cases_table.c.sender == bindparam("by"), (requests.c.at >= bindparam("since")) | _APPROVED_SINCE
)


def answered(tx: Transaction, mail: Mail, *, at: datetime) -> Thread | None:
    """The conversation that *mail* answers, by its references or by a case's reference in the subject.

    It is not certain where the mail brings a code that is not of its question, or not of now.
    """
    case_id, is_ours = _case_answered(tx, mail)
    if case_id is None:
        return Thread(with_sender=False) if is_ours else None
    thread = _thread(tx, case_id, mail.sender)
    given = codes_in(f"{mail.subject}\n{mail.words.own}") if thread.to_confirm else ()
    if codes.is_misused(tx, given, thread.ref, at=at):
        return replace(thread, certain=False)
    return thread


def awaits_yes(tx: Transaction, sender: str | None) -> bool:
    """Whether *sender* was asked whether they want to leave, and that is open."""
    return sender is not None and tx.connection.execute(_ASKED_FOR_YES, {"by": sender}).first() is not None


def answers_staff_mail(tx: Transaction, mail: Mail) -> bool:
    """Whether *mail* directly answers what we sent to staff, by the Message-ID that only they know."""
    if not mail.answers:
        return False
    found = tx.connection.execute(_OURS_TO_STAFF, {"ids": list(mail.answers)}).scalars().all()
    return set(found) == set(mail.answers)


def awaited(tx: Transaction, sender: str | None) -> Thread | None:
    """The newest conversation in which *sender* was asked for data and has not answered."""
    if sender is None:
        return None
    asked = (
        select(cases_table.c.id)
        .join(requests, requests.c.case_id == cases_table.c.id)
        .where(cases_table.c.sender == sender, _WAITS)
        .order_by(cases_table.c.id.desc())
        .limit(1)
    )
    case_id = tx.connection.execute(asked).scalar()
    return None if case_id is None else replace(_thread(tx, case_id, sender), certain=False)


def left_by_mail_of(tx: Transaction, sender: str | None, *, since: datetime) -> Thread | None:
    """Those who left by a mail of *sender* after *since*, and have not come back; None for nobody.

    Or by an older one that staff have approved since: they have only then been told.
    """
    if sender is None:
        return None
    rows = tx.connection.execute(_LEFT_BY_MAIL, {"by": sender, "since": since}).all()
    left = tuple(each for each in _departures(tx, rows, sender) if each.by_sender and each.holds)
    if not left:
        return None
    last = select(cases_table.c.language).where(cases_table.c.sender == sender)
    language = tx.connection.execute(last.order_by(cases_table.c.id.desc()).limit(1)).scalar()
    return Thread(with_sender=True, language=language or "ca", left=left, certain=False)


def _thread(tx: Transaction, case_id: int, sender: str | None) -> Thread:
    case = tx.connection.execute(select(cases_table).where(cases_table.c.id == case_id)).one()
    return Thread(
        with_sender=sender is not None and sender == case.sender,
        ref=case.conversation or case.ref,
        language=case.language or "ca",
        asked=_times_asked(tx, case.conversation),
        waiting=_people(tx, case.conversation, _WAITS),
        wished_at=(wished_at := _wished_at(tx, case.conversation)),
        to_confirm=wished_at is not None,
        turned=_people(tx, case.conversation, _TURNED),
        left=_left(tx, cases_table.c.id == case_id, sender)
        or _left(tx, cases_table.c.conversation == case.conversation, sender),
    )


def _case_answered(tx: Transaction, mail: Mail) -> tuple[int | None, bool]:
    """The case of the newest letter that *mail* refers to, and whether it refers to any of ours."""
    ids = list(mail.references)
    letter = tx.connection.execute(_LETTER, {"ids": ids}).first() if ids else None
    if letter is not None:
        return letter.case_id, True
    words = (word.strip("()[].,:;").upper() for word in mail.subject.split())
    named = [word for word in words if word.startswith("C-")]
    case_id = tx.connection.execute(_NAMED, {"refs": named}).scalar() if named else None
    return case_id, case_id is not None


def _times_asked(tx: Transaction, conversation: str) -> int:
    asked = (
        select(func.count(cases_table.c.id.distinct()))
        .join(requests, requests.c.case_id == cases_table.c.id)
        .where(cases_table.c.conversation == conversation, requests.c.reason.in_(_ASKED))
    )
    return int(tx.connection.execute(asked).scalar_one())


def _people(tx: Transaction, conversation: str, which: ColumnElement[bool]) -> tuple[Person, ...]:
    found = (
        select(requests)
        .join(cases_table, requests.c.case_id == cases_table.c.id)
        .where(cases_table.c.conversation == conversation, which)
        .order_by(requests.c.id)
    )
    return tuple(cases.person_of(row) for row in tx.connection.execute(found))


def _wished_at(tx: Transaction, conversation: str) -> datetime | None:
    """When what somebody asks to be confirmed came; None where nothing waits for that."""
    asked = (cases_table.c.conversation == conversation) & requests.c.reason.in_(CONFIRMING) & _WAITS
    found = select(requests.c.at).join(cases_table, requests.c.case_id == cases_table.c.id).where(asked)
    wished_at: datetime | None = tx.connection.execute(found.order_by(requests.c.id)).scalars().first()
    return wished_at


def _left(tx: Transaction, which: ColumnElement[bool], sender: str | None) -> tuple[Departure, ...]:
    """The leaves in *which* cases, each person's last: our letters told of them."""
    return _departures(tx, tx.connection.execute(_TOLD.where(which)).all(), sender)


def _departures(tx: Transaction, rows: Sequence[Row[Any]], sender: str | None) -> tuple[Departure, ...]:
    denied = cases.denied(tx) if rows else {}
    left = (
        Departure(
            person=cases.person_of(row),
            at=row.at,
            by_sender=sender is not None and {leave_sender(tx, ref) for ref in refs} == {sender},
            holds=bool(refs) and all(_is_gone(tx, ref) for ref in refs),
            denied=any(ref in denied for ref in refs),
        )
        for row in rows
        for refs in [_gone(tx, row)]
    )
    return tuple({(each.person.id_document, each.person.phone): each for each in left}.values())


def _is_gone(tx: Transaction, ref: str) -> bool:
    state = select(subscriptions.c.state).where(subscriptions.c.ref == ref)
    return tx.connection.execute(state).scalar() in GONE


def _gone(tx: Transaction, asked: Row[Any]) -> Sequence[str]:
    """The subscriptions that a leave was found to be of; none where it was nobody's."""
    moved = (
        select(subscriptions.c.ref)
        .join(events, events.c.subscription_id == subscriptions.c.id)
        .where(events.c.case_id == asked.case_id, events.c.what == What.BAIXA)
    )
    # Of one that staff approved, it may have been found out since.
    return asked.subscribers or tx.connection.execute(moved).scalars().all()


def leave_sender(tx: Transaction, ref: str) -> str | None:
    """Whose mail took the subscription *ref* off the last time; None where staff did."""
    last = (
        select(cases_table.c.sender)
        .select_from(events.join(subscriptions, events.c.subscription_id == subscriptions.c.id))
        .outerjoin(cases_table, events.c.case_id == cases_table.c.id)
        .where(subscriptions.c.ref == ref, events.c.what == What.BAIXA)
        .order_by(events.c.id.desc())
        .limit(1)
    )
    sender: str | None = tx.connection.execute(last).scalar()
    return sender


def said_in(tx: Transaction, conversation: str) -> str:
    """What was said in *conversation* by whose answer is waited for, the last mail of it first."""
    said = select(cases_table.c.excerpt).where(
        cases_table.c.conversation == conversation, cases_table.c.excerpt.is_not(None)
    )
    return "\n".join(tx.connection.execute(said.order_by(cases_table.c.id.desc())).scalars())


def go_on(tx: Transaction, conversation: str, *, now: datetime) -> None:
    """What waited in *conversation* goes on with the answer; a case that has nothing else open is closed."""
    ours = select(cases_table.c.id).where(cases_table.c.conversation == conversation)
    waited = (
        select(requests.c.id, requests.c.case_id)
        .join(cases_table, requests.c.case_id == cases_table.c.id)
        .where(cases_table.c.id.in_(ours), _WAITS)
    )
    rows = tx.connection.execute(waited).all()
    codes.use_yes(tx, conversation, now=now)
    moved = update(requests).where(requests.c.id.in_([row.id for row in rows]))
    tx.connection.execute(moved.values(outcome=Outcome.ASIDE))
    for case_id in dict.fromkeys(row.case_id for row in rows):
        cases.withdraw_reminder(tx, case_id)
        if not _has_card(tx, case_id):
            cases.close(tx, cases.with_id(tx, case_id), because=cases.ANSWERED, by="mail", now=now)


def _has_card(tx: Transaction, case_id: int) -> bool:
    cards = (requests.c.case_id == case_id) & (requests.c.outcome == Outcome.CARD)
    return tx.connection.execute(select(requests.c.id).where(cards)).first() is not None
