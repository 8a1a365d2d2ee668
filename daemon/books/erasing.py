"""What is over, sort by sort, and how it is erased; all of it in the caller's transaction.

Of what was written and asked nothing is left that tells whose it was; of who left, a keyed hash.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final, assert_never

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    bindparam,
    cast,
    delete,
    func,
    null,
    select,
    union_all,
    update,
)

from daemon.books import broadcasts, cases, keyed_hashes, subscribers
from daemon.books.store import Transaction
from daemon.books.tables import (
    UtcDateTime,
    consents,
    contents,
    events,
    messages,
    outbox,
    requests,
    subscriptions,
)
from daemon.books.tables import broadcasts as broadcasts_table
from daemon.books.tables import cases as cases_table
from daemon.letters.sentences import in_catalan
from rules.books.decision import Outcome, Reason
from rules.books.subscription import State
from rules.calendar.retention import Sort, Terms, ended_at
from rules.findings import Person

ERASED: Final = "erased"
"""The event of a person's erasing."""

_OUR_WORDS: Final = frozenset({
    cases.APPROVED, cases.ANSWERED, cases.LEFT_MEANWHILE, cases.DONE_ALREADY, broadcasts.PLANNED
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Over:
    """Something that is over: its key (an id, an address or a subscription's reference), and since when."""

    key: Any
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When it is looked at, by which terms and clocks, and who has it erased."""

    now: datetime
    terms: Terms
    tz: tzinfo
    by: str


def over(tx: Transaction, sort: Sort, at: Moment, *, most: int | None = None) -> list[Over]:
    """What of *sort* is over, the longest first; no more than *most* of it."""
    match sort:
        case Sort.CASES:
            found = _found(tx, _cases_over(at), most)
        case Sort.MESSAGES:
            found = _found(tx, _messages_over(at), most)
        case Sort.LETTERS:
            found = _found(tx, _letters_over(at), most)
        case Sort.ADDRESSES:
            found = _found(tx, _addresses_over(at), most)
        case Sort.PEOPLE:
            found = _people_over(tx, at)
        case Sort.CONSENTS:
            found = _found(tx, _consents_over(at), most)
        case Sort.BROADCASTS:
            found = _found(tx, _broadcasts_over(at), most)
        case _:
            assert_never(sort)
    return found[:most]


def erase(tx: Transaction, sort: Sort, which: Iterable[Over], at: Moment) -> None:
    """Erase those; the store has its key (`keyed.make`)."""
    keys = [each.key for each in which]
    match sort:
        case Sort.CASES:
            _erase_cases(tx, keys, at.now)
        case Sort.MESSAGES:
            _erase_messages(tx, keys, at.now, sender=None)
        case Sort.LETTERS:
            _erase_letters(tx, outbox.c.id.in_(keys), at.now)
        case Sort.ADDRESSES:
            _erase_addresses(tx, keys, at.now)
        case Sort.PEOPLE:
            for ref in keys:
                _erase_person(tx, ref, at)
        case Sort.CONSENTS:
            _erase_consents(tx, consents.c.id.in_(keys), at.now)
        case Sort.BROADCASTS:
            _erase_broadcasts(tx, broadcasts_table.c.id.in_(keys), at.now)
        case _:
            assert_never(sort)


# ---- what is over


def _found(tx: Transaction, wanted: Select[Any], most: int | None) -> list[Over]:
    return [Over(*row) for row in tx.connection.execute(wanted.limit(most))]


def _cases_over(at: Moment) -> Select[Any]:
    is_over = cases_table.c.closed_at < at.now - at.terms.closed
    wanted = select(cases_table.c.id, cases_table.c.closed_at).where(
        cases_table.c.state == "closed", is_over, cases_table.c.erased_at.is_(None)
    )
    return wanted.order_by(cases_table.c.closed_at, cases_table.c.id)


def _messages_over(at: Moment) -> Select[Any]:
    """Of what was none of ours its keys stay, so that it is known again."""
    has_case = select(cases_table.c.id).where(cases_table.c.message_id == messages.c.id).exists()
    is_over = messages.c.handled_at < at.now - at.terms.closed
    wanted = select(messages.c.id, messages.c.handled_at).where(
        is_over, messages.c.erased_at.is_(None), ~has_case
    )
    return wanted.order_by(messages.c.handled_at, messages.c.id)


def _letters_over(at: Moment) -> Select[Any]:
    """Those that belong to no case, as digests do; and those that left after their case was erased."""
    of_erased = (
        select(cases_table.c.id)
        .where(cases_table.c.id == outbox.c.case_id, cases_table.c.erased_at.is_not(None))
        .exists()
    )
    is_over = outbox.c.created_at < at.now - at.terms.closed
    wanted = select(outbox.c.id, outbox.c.created_at).where(
        outbox.c.case_id.is_(None) | of_erased,
        is_over,
        _IS_SETTLED,
        outbox.c.erased_at.is_(None),
    )
    return wanted.order_by(outbox.c.created_at, outbox.c.id)


def _addresses_over(at: Moment) -> Select[Any]:
    """Whom nobody wrote to for long, and of whom no case is open or was of late."""
    left_at, never = func.coalesce(outbox.c.sent_at, outbox.c.created_at), cast(null(), UtcDateTime)
    traces = union_all(
        select(outbox.c.recipient.label("address"), left_at.label("wrote"), never.label("came")).where(
            _TO_RESIDENTS, outbox.c.recipient > ""
        ),
        *(
            select(table.c.sender, never, when).where(table.c.sender > "")
            for table, when in ((cases_table, cases_table.c.opened_at), (messages, messages.c.handled_at))
        ),
    ).subquery("traces")
    asked = select(cases_table.c.sender).where(cases_table.c.sender.is_not(None))
    is_recent = (cases_table.c.state == "closed") & (cases_table.c.closed_at >= at.now - at.terms.closed)
    in_use = union_all(
        asked.where(cases_table.c.state.in_(["staff", "resident"])),
        asked.where(is_recent, cases_table.c.erased_at.is_(None)),
        select(outbox.c.recipient).where(~_IS_SETTLED),
    )
    wrote, came = func.max(traces.c.wrote), func.max(traces.c.came)
    since = func.coalesce(wrote, came).label("since")
    wanted = select(traces.c.address, since).where(traces.c.address.not_in(in_use))
    is_over = wrote.is_(None) | (wrote < at.now - at.terms.address)
    return wanted.group_by(traces.c.address).having(is_over).order_by(since, traces.c.address)


def _people_over(tx: Transaction, at: Moment) -> list[Over]:
    before = at.terms.proof_before(at.now)
    gone = subscribers.left_before(tx, before)
    ended = ((held.ref, ended_at(held, at.tz)) for held in gone)
    found = [Over(ref, since) for ref, since in ended if since is not None and since < before]
    return sorted(found, key=lambda each: (each.since, each.key))


def _consents_over(at: Moment) -> Select[Any]:
    """Those that brought nobody in, of nobody in the books."""
    known = select(subscriptions.c.id).where(subscriptions.c.id_document == consents.c.id_document).exists()
    wanted = select(consents.c.id, consents.c.noted_at).where(
        consents.c.subscription_id.is_(None),
        consents.c.noted_at < at.terms.proof_before(at.now),
        consents.c.erased_at.is_(None),
        ~known,
    )
    return wanted.order_by(consents.c.noted_at, consents.c.id)


def _broadcasts_over(at: Moment) -> Select[Any]:
    """Those of which nothing more is waited for."""
    wanted = select(broadcasts_table.c.id, broadcasts_table.c.settled_at).where(
        broadcasts_table.c.settled_at < at.now - at.terms.closed, broadcasts_table.c.erased_at.is_(None)
    )
    return wanted.order_by(broadcasts_table.c.settled_at, broadcasts_table.c.id)


# ---- how it is erased


def _erase_cases(tx: Transaction, keys: Sequence[int], now: datetime) -> None:
    """What was asked and written in closed cases; of what the books go by, document and mobile stay."""
    found = tx.connection.execute(select(cases_table).where(cases_table.c.id.in_(keys))).all()
    if not found:
        return
    tx.connection.execute(
        update(cases_table).where(cases_table.c.id == bindparam("row")).values(excerpt=None, erased_at=now),
        [
            {
                "row": case.id,
                "reason": _without_details(case.reason),
                "closed_because": case.closed_because if case.closed_because in _OUR_WORDS else None,
            }
            for case in found
        ],
    )
    asked = update(requests).where(requests.c.case_id.in_(keys))
    tx.connection.execute(asked.values(name=None, flaws=[], number=None, registered_at=None, details=[]))
    _erase_asked(tx, tx.connection.execute(select(requests).where(requests.c.case_id.in_(keys))).all())
    noted = update(events).where(events.c.case_id.in_(keys), events.c.subscription_id.is_(None))
    tx.connection.execute(noted.values(note=""))
    _erase_messages(tx, [case.message_id for case in found if case.message_id is not None], now)
    _erase_letters(tx, outbox.c.case_id.in_(keys) & _IS_SETTLED, now)
    proposed = broadcasts_table.c.state == broadcasts.Stage.PROPOSED
    _erase_broadcasts(tx, broadcasts_table.c.case_id.in_(keys) & proposed, now)


def _erase_broadcasts(tx: Transaction, which: ColumnElement[bool], now: datetime) -> None:
    """What they said, on which topic, and by whose order; when they were sent, and against what, stays."""
    values: dict[str, Any] = {
        "topic": "",
        "topic_key": "",
        "text": "",
        "days": [],
        "ordered_by": None,
        "erased_at": now,
    }
    tx.connection.execute(update(broadcasts_table).where(which).values(values))


def _erase_asked(tx: Transaction, asked: Sequence[Row[Any]]) -> None:
    """Document and mobile, but where the request is proof of somebody in the books."""
    proof = _proof_among(tx, [row for row in asked if row.outcome == Outcome.DONE])
    over = [row.id for row in asked if row.id not in proof]
    tx.connection.execute(
        update(requests).where(requests.c.id.in_(over)).values(id_document=None, phone=None)
    )


def _proof_among(tx: Transaction, done: Sequence[Row[Any]]) -> set[int]:
    """Those of the requests, which were done, where somebody whom they moved or confirmed is not erased."""
    refs = {ref for row in done for ref in row.subscribers}
    is_kept = subscriptions.c.state != State.ERASED
    kept = select(subscriptions.c.ref).where(subscriptions.c.ref.in_(sorted(refs)), is_kept)
    moved = (
        select(events.c.case_id)
        .join(subscriptions, events.c.subscription_id == subscriptions.c.id)
        .where(events.c.case_id.in_({row.case_id for row in done}), is_kept)
    )
    kept_refs = set(tx.connection.execute(kept).scalars())
    kept_cases = set(tx.connection.execute(moved).scalars())
    return {row.id for row in done if row.case_id in kept_cases or not kept_refs.isdisjoint(row.subscribers)}


def _erase_messages(tx: Transaction, ids: Sequence[int], now: datetime, **more: None) -> None:
    rows = tx.connection.execute(
        select(messages.c.id, messages.c.message_id).where(messages.c.id.in_(ids))
    ).all()
    if not rows:
        return
    keys = keyed_hashes.of_each(tx, [row.message_id for row in rows])
    erased = update(messages).where(messages.c.id == bindparam("row"))
    tx.connection.execute(
        erased.values(message_id=None, message_key=bindparam("key"), reasons=[], erased_at=now, **more),
        [{"row": row.id, "key": key} for row, key in zip(rows, keys, strict=True)],
    )


def _erase_letters(tx: Transaction, which: ColumnElement[bool], now: datetime, **more: str) -> None:
    values: dict[str, Any] = {"answer": "", "server_words": None, "erased_at": now, **more}
    tx.connection.execute(delete(contents).where(contents.c.letter_id.in_(select(outbox.c.id).where(which))))
    tx.connection.execute(update(outbox).where(which).values(values))


def _erase_addresses(tx: Transaction, which: Sequence[str], now: datetime) -> None:
    for table in (cases_table, messages):
        tx.connection.execute(update(table).where(table.c.sender.in_(which)).values(sender=None))
    _erase_letters(tx, _TO_RESIDENTS & outbox.c.recipient.in_(which), now, recipient="")


def _erase_consents(tx: Transaction, which: ColumnElement[bool], now: datetime) -> None:
    found = select(consents.c.id, consents.c.key).where(which, consents.c.erased_at.is_(None))
    for row in tx.connection.execute(found).all():
        values = {
            "key": keyed_hashes.of(tx, row.key),
            "number": None,
            "name": "",
            "id_document": None,
            "phone": None,
        }
        erased = update(consents).where(consents.c.id == row.id)
        tx.connection.execute(erased.values(**values, erased_at=now))


def _erase_person(tx: Transaction, ref: str, at: Moment) -> None:
    held, now = subscribers.find(tx, ref), at.now
    ours = subscriptions.c.ref == ref
    key = tx.connection.execute(select(subscriptions.c.id).where(ours)).scalar_one()
    values: dict[str, Any] = {
        "name": "",
        "id_document": None,
        "phone": None,
        "state": State.ERASED,
        "consent_number": None,
        "consent_at": None,
        "alta_at": None,
        "list_number": None,
        "person_key": keyed_hashes.of_person(tx, Person(id_document=held.id_document, phone=held.phone)),
        "erased_at": now,
    }
    tx.connection.execute(update(subscriptions).where(ours).values(values))
    _erase_consents(tx, consents.c.subscription_id == key, now)
    tx.connection.execute(update(events).where(events.c.subscription_id == key).values(note=""))
    theirs = (requests.c.id_document == held.id_document) | (requests.c.phone == held.phone)
    over = select(requests).join(cases_table).where(theirs, cases_table.c.erased_at.is_not(None))
    _erase_asked(tx, tx.connection.execute(over).all())
    tx.connection.execute(
        events.insert().values(
            at=now, what=ERASED, by=at.by, before=held.state, after=State.ERASED, subscription_id=key
        )
    )


def _without_details(reason: str) -> str:
    """The reason itself, of one that went on with what the mail said."""
    return max(filter(reason.startswith, map(in_catalan, Reason)), key=len, default="")


_IS_SETTLED: Final = outbox.c.state.not_in(["waiting", "sending"])
"""Nothing is to be done with it any more."""

_TO_RESIDENTS: Final = outbox.c.audience == "resident"
