"""Cases: what waits for staff or for a resident, and what was closed, why and by whom.

One message is one case; its people are the case's requests. A case is as open as
its most open request.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Row, bindparam, delete, func, select, update

from daemon.books import incidents
from daemon.books.store import Transaction
from daemon.books.tables import cases, events, messages, outbox, requests, subscriptions
from daemon.errors import RefusedError, UnknownReferenceError
from daemon.language import _
from daemon.letters.sentences import in_catalan
from rules.books.after_leaving import DENIES_NOTHING
from rules.books.decision import Decision, Outcome, Reason, Request, Template, Verdict
from rules.findings import Doubt, Entry, Flaw, Kind, Person
from rules.people.names import may_be_one

APPROVED: Final = "aprovat"
"""Why a case is closed that staff approved: its requests were done."""

ANSWERED: Final = "respost"
"""Why a case is closed that waited for a resident, whose next mail was done."""

LEFT_MEANWHILE: Final = "la baixa ja s'ha fet per una altra via"
"""Why a case is closed that waited for data of who has left since."""

ANSWERED_BY_STAFF: Final = "contestat"
"""Why a case is closed whose writer staff have answered in their own words."""

NOTHING_TO_DO: Final = "res a fer"
"""Why a case is closed that staff saw nothing to do about, and said no more."""

DONE_BY_HAND: Final = "fet a mà"
"""Why a case is closed that staff answered by doing something themselves."""

DONE_ALREADY: Final = "ja s'ha fet"
"""Why a case is closed that asked for just what staff have done of another one."""

_T = TypeVar("_T")

_AT_ONCE: Final = 10_000
"""Values in one statement: every database takes so many."""

_ASKS: Final = frozenset({Kind.BAIXA, Kind.CONSENT, Kind.ALTA, Kind.UNDO})
"""The kinds of what somebody asks for, so that it can be done."""

_STATES: Final = {Outcome.CARD: "staff", Outcome.WAITING: "resident", Outcome.DONE: "closed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as staff see it, and where its message lies. `state` is staff, resident or closed.

    `conversation` is the reference of the first case, where this one goes on with it, else its own.
    `excerpt` are the words of the mail that matter, kept while the case is open. `sender_known`: whether
    its sender was authenticated, None where they are never to be written to. `gives_data`: somebody's valid
    document and mobile stand in the mail, None where nobody looked. `put_off_until` is the day on which it
    comes back to staff.
    """

    id: int
    ref: str
    state: str
    reason: str
    opened_at: datetime
    closed_at: datetime | None
    closed_because: str | None
    sender: str | None
    message_id: str | None
    sha256: str | None
    folder: str | None
    uid: int | None
    received_at: datetime | None
    conversation: str
    reminded_at: datetime | None
    excerpt: str | None
    erased_at: datetime | None
    sender_known: bool | None
    gives_data: bool | None
    put_off_until: date | None
    topic: str | None
    claims: str | None
    extended_at: datetime | None
    requests: tuple[Verdict, ...]
    subscribers: tuple[str, ...]


def counts(tx: Transaction) -> dict[str, int]:
    """How many cases there are, by state; a state that has none is absent."""
    by_state = select(cases.c.state, func.count().label("n")).group_by(cases.c.state)
    return {row.state: row.n for row in tx.connection.execute(by_state)}


def open_case(  # noqa: PLR0913 - a case has that many parts, all named
    tx: Transaction,
    decision: Decision,
    *,
    ref: str,
    sender: str | None,
    message_id: int | None,
    now: datetime,
    conversation: str | None = None,
    language: str | None = None,
    excerpt: str = "",
    sender_known: bool | None = None,
    gives_data: bool | None = None,
    put_off_until: date | None = None,
) -> int:
    """Write the case of a decision with all its requests; returns its id.

    *conversation* is the first case's reference, where it goes on with an earlier one; *sender_known*
    whether the sender was authenticated, None where they are never to be written to; *gives_data* whether
    somebody's valid document and mobile stand in the mail, None where nobody looked; *put_off_until* the day
    for which it is asked.
    """
    is_done = decision.outcome is Outcome.DONE
    case = {
        "ref": ref,
        "state": _STATES[decision.outcome],
        "reason": reason_of(decision.leading),
        "sender": sender,
        "message_id": message_id,
        "opened_at": now,
        "closed_at": now if is_done else None,
        "conversation": conversation or ref,
        "language": language,
        "sender_known": sender_known,
        "gives_data": gives_data,
        "put_off_until": put_off_until,
        "topic": decision.topic,
        "claims": decision.right,
        "excerpt": None if is_done else excerpt or None,
    }
    inserted = tx.connection.execute(_OPEN, case)
    (key,) = inserted.inserted_primary_key or (0,)
    for verdict in decision.verdicts:
        _write_request(tx, int(key), verdict, now)
    return int(key)


def reason_of(verdict: Verdict) -> str:
    """The reason with its details, one Catalan sentence for staff; what is unclear is said once."""
    is_said = verdict.reason is Reason.ANSWER or verdict.reason is Reason.WISH_HEARD
    said = (each for each in verdict.details if not (is_said and each is Doubt.UNCLEAR))
    reason, details = in_catalan(verdict.reason), "; ".join(map(in_catalan, said))
    return f"{reason}: {details}" if details else reason


def _write_request(tx: Transaction, case_id: int, verdict: Verdict, now: datetime) -> None:
    asked = verdict.request
    person = asked.person if asked else verdict.who or Person()
    entry = (asked.entry if asked else None) or Entry()
    request = {
        "case_id": case_id,
        "kind": asked.kind if asked else Kind.UNSURE,
        "name": person.name,
        "id_document": person.id_document,
        "phone": person.phone,
        "flaws": [flaw.value for flaw in person.flaws],
        "number": entry.number,
        "registered_at": entry.registered_at,
        "at": asked.at if asked else now,
        "outcome": verdict.outcome,
        "reason": verdict.reason.name,
        "details": [*map(in_catalan, verdict.details)],
        "subscribers": [s.ref for s in verdict.about],
    }
    tx.connection.execute(_ASK, request)


_OPEN: Final = cases.insert()
_ASK: Final = requests.insert()

_CASE: Final = (
    select(
        cases.c.id,
        cases.c.ref,
        cases.c.state,
        cases.c.reason,
        cases.c.opened_at,
        cases.c.closed_at,
        cases.c.closed_because,
        cases.c.sender,
        messages.c.message_id,
        messages.c.sha256,
        messages.c.folder,
        messages.c.uid,
        messages.c.received_at,
        cases.c.conversation,
        select(func.min(outbox.c.created_at))
        .where(outbox.c.key == "reminder/" + cases.c.conversation)
        .scalar_subquery()
        .label("reminded_at"),
        cases.c.excerpt,
        cases.c.erased_at,
        cases.c.sender_known,
        cases.c.gives_data,
        cases.c.put_off_until,
        cases.c.topic,
        cases.c.claims,
        cases.c.extended_at,
    )
    .select_from(cases.outerjoin(messages, cases.c.message_id == messages.c.id))
    .order_by(cases.c.opened_at, cases.c.id)
)


def listed(tx: Transaction, *, states: Iterable[str] = ("staff", "resident")) -> list[Case]:
    """The cases in these states, oldest first."""
    return _found(tx, cases.c.state.in_(list(states)))


def find(tx: Transaction, ref: str) -> Case:
    """The case *ref*; UnknownReferenceError says how to find the right one."""
    for case in _found(tx, cases.c.ref == ref.upper()):
        return case
    msg = _("there is no case {ref!r}: `altabaixa cases list --all` shows them all", ref=ref)
    raise UnknownReferenceError(msg)


def with_id(tx: Transaction, key: int) -> Case:
    """The case with this key, which is there."""
    (case,) = _found(tx, cases.c.id == key)
    return case


def of_message(tx: Transaction, key: int) -> Case | None:
    """The case of the message with this number in the ledger, None where there is none."""
    return next(iter(_found(tx, cases.c.message_id == key)), None)


def demand_open(case: Case) -> None:
    """RefusedError, with the reason that it was closed for, where *case* is closed already."""
    if case.state == "closed":
        raise RefusedError(f"{case.ref} ja està tancat: {case.closed_because or 'fet'}")


def close(tx: Transaction, case: Case, *, because: str, by: str, now: datetime) -> None:
    """Close a case; its reason stays with it, the mail's words do not. RefusedError where it is closed."""
    demand_open(case)
    _close(tx, [case.id], because=because, by=by, now=now)


def put_off(tx: Transaction, case: Case, until: date, *, by: str, now: datetime) -> None:
    """Leave a card aside until the day *until*. RefusedError where it is closed, or waits for a resident."""
    demand_open(case)
    if case.state != "staff":
        raise RefusedError(f"{case.ref}: espera la resposta de qui ha escrit, no la vostra")
    tx.connection.execute(update(cases).where(cases.c.id == case.id).values(put_off_until=until))
    note(tx, case, "case-put-off", by=by, now=now, said=until.isoformat())


def extend(tx: Transaction, case: Case, *, because: str, by: str, now: datetime) -> None:
    """Note that the answer to *case* takes longer, and why."""
    demand_open(case)
    tx.connection.execute(update(cases).where(cases.c.id == case.id).values(extended_at=now))
    note(tx, case, "case-extended", by=by, now=now, said=because)


def note(tx: Transaction, case: Case, what: str, *, by: str, now: datetime, said: str = "") -> None:
    """Note that *what* happened to *case*."""
    event = {"at": now, "what": what, "by": by, "note": said, "case_id": case.id}
    tx.connection.execute(events.insert(), [event])


def close_all(
    tx: Transaction, refs: Sequence[str], *, unless_after: int, because: str, by: str, now: datetime
) -> list[str]:
    """Close those of *refs* that wait for staff and to which nothing happened after the event *unless_after*.

    Returns their references.
    """
    last = select(func.max(events.c.id)).where(events.c.case_id == cases.c.id).scalar_subquery()
    is_as_it_was = func.coalesce(last, 0) <= unless_after
    waits = select(cases.c.id, cases.c.ref).where(cases.c.state == "staff", is_as_it_was)
    closed = []
    for part in in_parts(refs):
        rows = tx.connection.execute(waits.where(cases.c.ref.in_(part)).order_by(cases.c.id)).all()
        _close(tx, [row.id for row in rows], because=because, by=by, now=now)
        closed += [row.ref for row in rows]
    return closed


def still_open(tx: Transaction, refs: Sequence[str]) -> list[str]:
    """Those of *refs* that wait for staff or for a resident."""
    waits = select(cases.c.ref).where(cases.c.state != "closed").order_by(cases.c.id)
    return [
        ref
        for part in in_parts(refs)
        for ref in tx.connection.execute(waits.where(cases.c.ref.in_(part))).scalars()
    ]


def in_parts(many: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """*many*, so many at a time as a statement takes."""
    return (many[at : at + _AT_ONCE] for at in range(0, len(many), _AT_ONCE))


def _close(tx: Transaction, keys: Sequence[int], *, because: str, by: str, now: datetime) -> None:
    if not keys:
        return
    closing = update(cases).where(cases.c.id.in_(keys))
    tx.connection.execute(closing.values(state="closed", closed_at=now, closed_because=because, excerpt=None))
    event = {"at": now, "what": "case-closed", "by": by, "note": because}
    tx.connection.execute(events.insert(), [{**event, "case_id": key} for key in keys])
    incidents.forget(tx, keys)
    _withdraw_reminders(tx, keys)


def mark_requests_done(tx: Transaction, case: Case, *, of: Person | None = None) -> None:
    """What *case* asked for, of that person alone where one is given, and still waited is done by staff."""
    waits = requests.c.outcome.in_([Outcome.CARD, Outcome.WAITING]) & requests.c.kind.in_(_ASKS)
    if of is not None:
        waits &= (
            requests.c.name.is_not_distinct_from(of.name)
            & requests.c.id_document.is_not_distinct_from(of.id_document)
            & requests.c.phone.is_not_distinct_from(of.phone)
        )
    done = update(requests).where(requests.c.case_id == case.id, waits)
    tx.connection.execute(done.values(outcome=Outcome.DONE))


def withdraw_reminder(tx: Transaction, case_id: int) -> None:
    """A reminder that has not left never does: nobody is asked for anything in that case any more."""
    _withdraw_reminders(tx, [case_id])


def _withdraw_reminders(tx: Transaction, keys: Sequence[int]) -> None:
    unsent = (outbox.c.template == Template.REMINDER) & (outbox.c.state == "waiting")
    tx.connection.execute(delete(outbox).where(outbox.c.case_id.in_(keys), unsent))


def close_answered(
    tx: Transaction,
    sender: str | None,
    people: Sequence[Person],
    *,
    by: str,
    now: datetime,
    case_id: int,
) -> list[str]:
    """Close what was asked of *sender* and is answered, now that the requests of *people* are done.

    Only cases older than *case_id*, that of the answer, whose every open request waits for one of
    *people*: it gave the same DNI or mobile or neither, and no other name. Returns their references.
    """
    if not sender:
        return []
    keys = tx.connection.execute(_WAITS_FOR, {"by": sender, "before": case_id}).scalars().all()
    found = _found(tx, cases.c.id.in_(keys)) if keys else []
    answered = [case for case in found if all(_is_answered(v, people) for v in case.requests)]
    for case in answered:
        close(tx, case, because=ANSWERED, by=by, now=now)
    return [case.ref for case in answered]


_WAITS_FOR: Final = select(cases.c.id).where(
    cases.c.state == "resident", cases.c.sender == bindparam("by"), cases.c.id < bindparam("before")
)


def _is_answered(verdict: Verdict, people: Sequence[Person]) -> bool:
    if verdict.outcome is not Outcome.WAITING:
        return True
    return verdict.request is not None and any(
        may_be_one(verdict.request.person, person) for person in people
    )


def denied(tx: Transaction) -> dict[str, str]:
    """Whose leave may not have been wanted, by an open card; by reference, with the oldest such card's."""
    is_open = (cases.c.state == "staff") & (requests.c.outcome == Outcome.CARD)
    says_so = (requests.c.kind == Kind.UNDO) & requests.c.reason.not_in([why.name for why in DENIES_NOTHING])
    found = select(cases.c.ref, requests.c.subscribers).join(requests, requests.c.case_id == cases.c.id)
    rows = tx.connection.execute(found.where(is_open, says_so).order_by(cases.c.id.desc())).all()
    return {ref: row.ref for row in rows for ref in row.subscribers}


def _found(tx: Transaction, which: ColumnElement[bool]) -> list[Case]:
    """The cases, oldest first, by as many statements for a thousand as for one."""
    rows = tx.connection.execute(_CASE.where(which)).mappings().all()
    if not rows:
        return []
    asked = select(requests).join(cases, requests.c.case_id == cases.c.id).where(which)
    moved = (
        select(events.c.case_id, subscriptions.c.ref)
        .join(subscriptions, events.c.subscription_id == subscriptions.c.id)
        .join(cases, events.c.case_id == cases.c.id)
        .where(which)
    )
    verdicts: defaultdict[int, list[Verdict]] = defaultdict(list)
    concerned: defaultdict[int, list[str]] = defaultdict(list)
    for row in tx.connection.execute(asked.order_by(requests.c.id)):
        verdicts[row.case_id].append(verdict_of(row))
        concerned[row.case_id] += row.subscribers
    for row in tx.connection.execute(moved.order_by(events.c.id)):
        concerned[row.case_id].append(row.ref)
    return [
        Case(**row, requests=tuple(verdicts[key]), subscribers=tuple(dict.fromkeys(concerned[key])))
        for row in rows
        for key in [row["id"]]
    ]


def person_of(row: Row[Any]) -> Person:
    """The person of a request's row, with what their data lack."""
    return Person(
        name=row.name,
        id_document=row.id_document,
        phone=row.phone,
        flaws=tuple(Flaw(flaw) for flaw in row.flaws),
    )


def verdict_of(row: Row[Any]) -> Verdict:
    """The verdict of a request's row."""
    has_entry = row.number is not None or row.registered_at is not None
    entry = Entry(number=row.number, registered_at=row.registered_at) if has_entry else None
    person, is_asked = person_of(row), row.kind in _ASKS
    return Verdict(
        request=Request(kind=Kind(row.kind), person=person, entry=entry, at=row.at) if is_asked else None,
        reason=Reason[row.reason],
        details=tuple(row.details),
        who=None if is_asked else person,
        ended_as=Outcome(row.outcome),
    )
