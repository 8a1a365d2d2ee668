"""Erases what is over, each night: people's data, what they wrote, and what was written to them.

Small transactions, each whole by itself: a crash leaves what is not done yet to the next round.
At last the files are swept, so that nothing erased can be read out of freed pages, the WAL or the copy.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Final, TypeVar

import structlog
from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select, update

from daemon import books, cases, copying, health, keyed
from daemon.errors import StoreError
from daemon.health import Loop
from daemon.settings import Settings
from daemon.store import Store, Transaction
from daemon.tables import cases as cases_table
from daemon.tables import consents, events, messages, outbox, requests, subscriptions
from rules.decision import Outcome, Reason
from rules.retention import Erased, Terms, ended_at, is_due
from rules.subscription import State, Subscription

log = structlog.get_logger()

DONE: Final = "retention"
"""The event of a round; its note has the counts, and nobody's data."""

ERASED: Final = "erased"
"""The event of a person's erasing."""

_T = TypeVar("_T")

_PART: Final = "retention-part"

_AT_ONCE: Final = 100
A_ROUND: Final = 1000
"""How many of each kind are erased before everything else has its turn."""

_OUR_WORDS: Final = frozenset({cases.APPROVED, cases.ANSWERED, cases.LEFT_MEANWHILE, cases.DONE_ALREADY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Keeps the town's terms; the clock is an argument, so that years can be tested in seconds."""

    store: Store
    settings: Settings
    clock: Callable[[], datetime]

    def round(self) -> bool:
        """Erase what is over, once a date, and of much only a part; whether there is more to do at once.

        Not while mail tells that our clock is wrong: what a clock erased too early is gone.
        """
        now = self.clock()
        with self.store.read() as tx:
            last = tx.connection.execute(select(func.max(events.c.at)).where(events.c.what == DONE)).scalar()
            clock = health.pulse_of(tx, Loop.CLOCK)
        if not clock.up or not is_due(now=now, tz=self.settings.tz, last=last):
            return False
        with self.store.begin("retention.key") as tx:
            keyed.make(tx)
        done = self._erase(now)
        is_all = max(done.counts.values()) < A_ROUND
        if is_all:
            self._sweep()
        with self.store.begin("retention.done") as tx:
            row = {
                "at": now,
                "what": DONE if is_all else _PART,
                "by": "clock",
                "note": json.dumps(done.counts),
            }
            tx.connection.execute(events.insert().values(row))
        log.info("retention", **done.counts)
        return not is_all

    def _erase(self, now: datetime) -> Erased:
        terms = self.settings.terms
        return (
            self._texts(terms.texts_before(now), now)
            + self._traces(terms.texts_before(now), now)
            + self._letters(terms.texts_before(now), now)
            + self._addresses(terms, now)
            + self._people(terms, now)
            + self._consents(terms.proof_before(now), now)
        )

    def _texts(self, before: datetime, now: datetime) -> Erased:
        over = select(cases_table.c.id).where(
            cases_table.c.state == "closed",
            cases_table.c.closed_at < before,
            cases_table.c.erased_at.is_(None),
        )
        done = 0
        for ids in _in_parts(self._ids(over)):
            with self.store.begin("retention.texts") as tx:
                for case_id in ids:
                    _erase_case(tx, case_id, now)
            done += len(ids)
        return Erased(cases=done)

    def _traces(self, before: datetime, now: datetime) -> Erased:
        """Of what was none of ours its keys stay, so that it is known again."""
        with_case = select(cases_table.c.message_id).where(cases_table.c.message_id.is_not(None))
        over = select(messages.c.id).where(
            messages.c.handled_at < before, messages.c.erased_at.is_(None), messages.c.id.not_in(with_case)
        )
        done = 0
        for ids in _in_parts(self._ids(over)):
            with self.store.begin("retention.traces") as tx:
                _erase_messages(tx, ids, now, sender=None)
            done += len(ids)
        return Erased(messages=done)

    def _letters(self, before: datetime, now: datetime) -> Erased:
        """Those that belong to no case, as digests do; and those that left after their case was erased."""
        is_over = outbox.c.case_id.is_(None) | outbox.c.case_id.in_(
            select(cases_table.c.id).where(cases_table.c.erased_at.is_not(None))
        )
        over = select(outbox.c.id).where(
            is_over, outbox.c.created_at < before, _IS_SETTLED, outbox.c.erased_at.is_(None)
        )
        done = 0
        for ids in _in_parts(self._ids(over)):
            with self.store.begin("retention.letters") as tx:
                _erase_letters(tx, outbox.c.id.in_(ids), now)
            done += len(ids)
        return Erased(letters=done)

    def _addresses(self, terms: Terms, now: datetime) -> Erased:
        """Looked for where they are erased: whoever writes again in between is to be answered."""
        done = 0
        while True:
            with self.store.begin("retention.addresses") as tx:
                part = list(islice(_addresses_over(tx, terms, now), _AT_ONCE))
                for table in (cases_table, messages):
                    tx.connection.execute(update(table).where(table.c.sender.in_(part)).values(sender=None))
                theirs = _TO_RESIDENTS & outbox.c.recipient.in_(part)
                _erase_letters(tx, theirs, now, recipient="")
            done += len(part)
            if len(part) < _AT_ONCE or done >= A_ROUND:
                return Erased(addresses=done)

    def _people(self, terms: Terms, now: datetime) -> Erased:
        before = terms.proof_before(now)
        with self.store.read() as tx:
            left = [held for held in books.everyone(tx) if held.state is State.LEFT]
        over = [held for held in left if _is_before(ended_at(held, self.settings.tz), before)][:A_ROUND]
        for held in over:
            with self.store.begin("retention.person") as tx:
                _erase_person(tx, held, now)
        return Erased(people=len(over))

    def _consents(self, before: datetime, now: datetime) -> Erased:
        """Those that brought nobody in, of nobody in the books."""
        known = select(subscriptions.c.id_document).where(subscriptions.c.id_document.is_not(None))
        over = select(consents.c.id).where(
            consents.c.subscription_id.is_(None),
            consents.c.noted_at < before,
            consents.c.erased_at.is_(None),
            consents.c.id_document.is_(None) | consents.c.id_document.not_in(known),
        )
        done = 0
        for ids in _in_parts(self._ids(over)):
            with self.store.begin("retention.consents") as tx:
                _erase_consents(tx, consents.c.id.in_(ids), now)
            done += len(ids)
        return Erased(consents=done)

    def _ids(self, wanted: Select[Any]) -> list[int]:
        with self.store.read() as tx:
            return list(tx.connection.execute(wanted.limit(A_ROUND)).scalars())

    def _sweep(self) -> None:
        """Also the copy is made anew: what it had of them is gone with the one before.

        Where there is no room for it, or no quiet moment, the next night has its own.
        """
        try:
            self.store.sweep()
        except StoreError as error:
            log.warning("store_not_swept", why=str(error))
        if copying.last(self.settings.store_url).made_at is not None:
            copying.keep(self.settings.store_url, now=self.clock())


def erased_since(tx: Transaction, since: datetime | None) -> Erased:
    """How much was erased after *since*; None: ever."""
    rounds = select(events.c.note).where(events.c.what.in_([DONE, _PART]))
    if since is not None:
        rounds = rounds.where(events.c.at > since)
    return sum((Erased(**json.loads(note)) for note in tx.connection.execute(rounds).scalars()), Erased())


def _erase_case(tx: Transaction, case_id: int, now: datetime) -> None:
    """What was asked and written in a closed case; of what the books go by, document and mobile stay."""
    case = tx.connection.execute(select(cases_table).where(cases_table.c.id == case_id)).one()
    values: dict[str, Any] = {
        "reason": _without_details(case.reason),
        "closed_because": case.closed_because if case.closed_because in _OUR_WORDS else None,
        "excerpt": None,
        "erased_at": now,
    }
    tx.connection.execute(update(cases_table).where(cases_table.c.id == case_id).values(values))
    asked = update(requests).where(requests.c.case_id == case_id)
    tx.connection.execute(asked.values(name=None, flaws=[], number=None, registered_at=None, details=[]))
    _erase_asked(tx, tx.connection.execute(select(requests).where(requests.c.case_id == case_id)).all())
    noted = update(events).where(events.c.case_id == case_id, events.c.subscription_id.is_(None))
    tx.connection.execute(noted.values(note=""))
    if case.message_id is not None:
        _erase_messages(tx, [case.message_id], now)
    _erase_letters(tx, (outbox.c.case_id == case_id) & _IS_SETTLED, now)


def _erase_asked(tx: Transaction, asked: Sequence[Row[Any]]) -> None:
    """Document and mobile, but where the request is proof of somebody in the books."""
    for row in asked:
        if not _is_proof(tx, row):
            blank = update(requests).where(requests.c.id == row.id)
            tx.connection.execute(blank.values(id_document=None, phone=None))


def _is_proof(tx: Transaction, asked: Row[Any]) -> bool:
    """Whether it was done, and somebody whom it moved or confirmed is not erased."""
    if asked.outcome != Outcome.DONE:
        return False
    moved = select(events.c.subscription_id).where(events.c.case_id == asked.case_id)
    of_these = subscriptions.c.ref.in_(asked.subscribers) | subscriptions.c.id.in_(moved)
    alive = select(subscriptions.c.id).where(of_these, subscriptions.c.state != State.ERASED)
    return tx.connection.execute(alive.limit(1)).first() is not None


def _erase_messages(tx: Transaction, ids: Sequence[int], now: datetime, **more: None) -> None:
    rows = tx.connection.execute(
        select(messages.c.id, messages.c.message_id).where(messages.c.id.in_(ids))
    ).all()
    keys = keyed.of_each(tx, [row.message_id for row in rows])
    erased = update(messages).where(messages.c.id == bindparam("row"))
    tx.connection.execute(
        erased.values(message_id=None, message_key=bindparam("key"), reasons=[], erased_at=now, **more),
        [{"row": row.id, "key": key} for row, key in zip(rows, keys, strict=True)],
    )


def _erase_letters(tx: Transaction, which: ColumnElement[bool], now: datetime, **more: str) -> None:
    values: dict[str, Any] = {"raw": b"", "answer": "", "erased_at": now, **more}
    tx.connection.execute(update(outbox).where(which).values(values))


def _erase_consents(tx: Transaction, which: ColumnElement[bool], now: datetime) -> None:
    found = select(consents.c.id, consents.c.key).where(which, consents.c.erased_at.is_(None))
    for row in tx.connection.execute(found).all():
        values = {
            "key": keyed.of(tx, row.key),
            "number": None,
            "name": "",
            "id_document": None,
            "phone": None,
        }
        erased = update(consents).where(consents.c.id == row.id)
        tx.connection.execute(erased.values(**values, erased_at=now))


def _erase_person(tx: Transaction, held: Subscription, now: datetime) -> None:
    ours = subscriptions.c.ref == held.ref
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
        "person_key": keyed.of_person(tx, held.id_document, held.phone),
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
            at=now, what=ERASED, by="clock", before=held.state, after=State.ERASED, subscription_id=key
        )
    )


def _addresses_over(tx: Transaction, terms: Terms, now: datetime) -> set[str]:
    """Whom nobody wrote to for long, and of whom no case is open or was of late."""
    at = func.coalesce(outbox.c.sent_at, outbox.c.created_at)
    written = select(outbox.c.recipient, func.max(at)).where(_TO_RESIDENTS, outbox.c.recipient != "")
    last = {row[0]: row[1] for row in tx.connection.execute(written.group_by(outbox.c.recipient))}
    sent = select(messages.c.sender).where(messages.c.sender.is_not(None))
    asked = select(cases_table.c.sender).where(cases_table.c.sender.is_not(None))
    recent = (cases_table.c.state != "closed") | (cases_table.c.closed_at >= terms.texts_before(now))
    in_use = set(tx.connection.execute(asked.where(recent)).scalars())
    known = {*last, *tx.connection.execute(sent).scalars(), *tx.connection.execute(asked).scalars()}
    in_use |= {to for to, at in last.items() if at >= terms.addresses_before(now)}
    in_use |= set(tx.connection.execute(select(outbox.c.recipient).where(~_IS_SETTLED)).scalars())
    return known - in_use


def _without_details(reason: str) -> str:
    """The reason itself, of one that went on with what the mail said."""
    return max((each.value for each in Reason if reason.startswith(each.value)), key=len, default="")


def _is_before(at: datetime | None, before: datetime) -> bool:
    return at is not None and at < before


def _in_parts(all_of_them: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(all_of_them)
    while part := list(islice(rest, _AT_ONCE)):
        yield part


_IS_SETTLED: Final = outbox.c.state.in_(["sent", "failed", "unknown"])
"""Nothing is to be done with it any more."""

_TO_RESIDENTS: Final = outbox.c.audience == "resident"
