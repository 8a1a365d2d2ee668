"""What only the events tell: what staff did since the digest before, why it was late, what was undone."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Final

from sqlalchemy import Row, func, select

from daemon.books import subscribers
from daemon.books.cases import denied, in_parts
from daemon.books.conversations import CONFIRMING
from daemon.books.store import Transaction
from daemon.books.tables import LATE_REASON, NEW_NUMBER, cases, events, requests, subscriptions
from daemon.errors import RefusedError
from rules.books.subscription import State, Subscription, What
from rules.desk.record import Done, Record, Way

NOT_STAFF: Final = frozenset({"mail", "clock", "configuration"})
"""By whom things happen that nobody of the town hall did."""

_CLOSED: Final = "case-closed"


def explain_delay(tx: Transaction, held: Subscription, reason: str, mark: subscribers.Mark) -> None:
    """Keep with *held* why it was, or is, put on the phone late. RefusedError for no words at all."""
    note = " ".join(reason.split())
    if not note:
        raise RefusedError(f"{held.ref}: cal dir el motiu del retard")
    key = select(subscriptions.c.id).where(subscriptions.c.ref == held.ref).scalar_subquery()
    tx.connection.execute(
        events.insert().values(
            at=mark.now,
            what=LATE_REASON,
            by=mark.by,
            before=held.state,
            after=held.state,
            note=note,
            subscription_id=key,
            message_id=mark.message_id,
            case_id=mark.case_id,
        )
    )


def of(tx: Transaction, tz: tzinfo, *, about: Collection[str] | None = None) -> Record:
    """What the events tell the digest of the subscriptions *about*; None: of all."""
    told = _Told(tz)
    for row in _events(tx, about):
        told.add(row)
    return Record(denied=denied(tx), **told.by_reference)


def activated_since(tx: Transaction, since: datetime) -> list[str]:
    """Who was put on the phone by staff after *since*."""
    put_on = events.c.subscription_id == subscriptions.c.id
    found = select(subscriptions.c.ref).join(events, put_on).where(events.c.at > since, _IS_ACTIVATION)
    return list(tx.connection.execute(found.distinct()).scalars())


def languages(tx: Transaction, about: Collection[str]) -> Mapping[str, str]:
    """By reference of *about* the language of the mail that moved each last; by hand it has none."""
    told = _Told(UTC)
    for row in _events(tx, about):
        told.add(row)
    return told.languages


def _events(tx: Transaction, about: Collection[str] | None) -> Iterator[Row[Any]]:
    """Those of subscriptions, each one's in their order."""
    asked = cases.alias("asked")
    was_asked = (
        select(requests.c.id)
        .join(asked, requests.c.case_id == asked.c.id)
        .where(asked.c.conversation == cases.c.conversation, requests.c.reason.in_(CONFIRMING))
        .exists()
    )
    told = (
        select(subscriptions.c.ref, events, cases.c.language, was_asked.label("was_asked"))
        .join(events, events.c.subscription_id == subscriptions.c.id)
        .outerjoin(cases, events.c.case_id == cases.c.id)
        .order_by(events.c.id)
    )
    if about is None:
        yield from tx.connection.execute(told)
        return
    for part in in_parts(list(about)):
        yield from tx.connection.execute(told.where(subscriptions.c.ref.in_(part)))


@dataclass(frozen=True, slots=True)
class _Told:
    """What the events of subscriptions tell, one after the other; the later one counts."""

    tz: tzinfo
    reasons: dict[str, str] = field(default_factory=dict)
    restored: dict[str, date] = field(default_factory=dict)
    left: dict[str, date] = field(default_factory=dict)
    touched: dict[str, datetime] = field(default_factory=dict)
    activated: set[str] = field(default_factory=set)
    languages: dict[str, str] = field(default_factory=dict)
    ways: dict[str, Way] = field(default_factory=dict)
    renumbered: set[str] = field(default_factory=set)

    def add(self, row: Row[Any]) -> None:
        ref = row.ref
        self.touched[ref] = max(row.at, self.touched.get(ref, row.at))
        if row.before != row.after:
            self._note_language(ref, row.language)
        if row.what == LATE_REASON:
            self.reasons[ref] = row.note
        elif row.what == What.ACTIVATED and row.after == State.ACTIVE:
            self.activated.add(ref)
        elif row.what == What.BAIXA:
            self.ways[ref] = _way(row.by, row.was_asked)
            self.left[ref] = row.at.astimezone(self.tz).date()
        elif row.what == NEW_NUMBER:
            self.renumbered.add(row.note)
        if row.what == NEW_NUMBER or _puts_back(row):
            self.restored[ref] = row.at.astimezone(self.tz).date()

    def _note_language(self, ref: str, language: str | None) -> None:
        """What was moved by hand has none."""
        if language:
            self.languages[ref] = language
        else:
            self.languages.pop(ref, None)

    @property
    def by_reference(self) -> dict[str, Any]:
        """The fields of a Record."""
        return {
            "reasons": self.reasons,
            "restored": self.restored,
            "left": self.left,
            "touched": self.touched,
            "activated": frozenset(self.activated),
            "languages": self.languages,
            "ways": self.ways,
            "renumbered": frozenset(self.renumbered),
        }


def _puts_back(row: Row[Any]) -> bool:
    """Whether somebody who was off the phone already is to be put on it again."""
    return bool(row.what == What.UNDO and row.after == State.DUE and row.before == State.LEFT)


def done(tx: Transaction, since: datetime) -> Done:
    """What staff have done after *since*."""
    rows = tx.connection.execute(
        select(events.c.what, func.count().label("n"))
        .where(events.c.at > since, events.c.by.not_in(NOT_STAFF))
        .group_by(events.c.what)
    )
    many = {row.what: row.n for row in rows}
    return Done(
        activated=many.get(What.ACTIVATED, 0),
        taken_off=many.get(What.TAKEN_OFF, 0),
        closed=many.get(_CLOSED, 0),
    )


def _way(by: str, was_asked: bool) -> Way:
    if by not in NOT_STAFF:
        return Way.BY_STAFF
    return Way.CONFIRMED if was_asked else Way.AT_ONCE


_IS_ACTIVATION: Final = (events.c.what == What.ACTIVATED) & (events.c.after == State.ACTIVE)
