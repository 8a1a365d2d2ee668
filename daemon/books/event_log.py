"""What only the events tell: what staff did since the digest before, why it was late, what was undone."""

from datetime import date, datetime, tzinfo
from typing import Final

from sqlalchemy import func, select

from daemon.books import subscribers
from daemon.books.cases import denied
from daemon.books.conversations import CONFIRMING
from daemon.books.store import Transaction
from daemon.books.tables import LATE_REASON, NEW_NUMBER, cases, events, requests, subscriptions
from daemon.errors import RefusedError
from rules.books.subscription import State, Subscription, What
from rules.desk.digest import Done, Record, Way

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


def of(tx: Transaction, tz: tzinfo, *, since: datetime | None) -> Record:
    """What the events tell the digest; what was done is counted from *since*, None for the first."""
    return Record(
        done=_done(tx, since),
        reasons=_reasons(tx),
        restored=_restored(tx, tz),
        touched=_touched(tx),
        activated=frozenset(row.ref for row in tx.connection.execute(_ABOUT.where(_IS_ACTIVATION))),
        languages=languages(tx),
        denied=denied(tx),
        ways=_ways(tx),
        renumbered=frozenset(
            row.note for row in tx.connection.execute(_ABOUT.where(events.c.what == NEW_NUMBER))
        ),
    )


def languages(tx: Transaction) -> dict[str, str]:
    """By reference the language of the mail that moved each last; what was moved by hand is not in it."""
    moved = (
        select(subscriptions.c.ref, cases.c.language)
        .join(events, events.c.subscription_id == subscriptions.c.id)
        .outerjoin(cases, events.c.case_id == cases.c.id)
        .where(events.c.before.is_distinct_from(events.c.after))
        .order_by(events.c.id)
    )
    last = {row.ref: row.language for row in tx.connection.execute(moved)}
    return {ref: language for ref, language in last.items() if language}


def _done(tx: Transaction, since: datetime | None) -> Done:
    if since is None:
        return Done()
    rows = tx.connection.execute(
        select(events.c.what, func.count().label("n"))
        .where(events.c.at > since, events.c.by.not_in(NOT_STAFF))
        .group_by(events.c.what)
    )
    done = {row.what: row.n for row in rows}
    return Done(
        activated=done.get(What.ACTIVATED, 0),
        taken_off=done.get(What.TAKEN_OFF, 0),
        closed=done.get(_CLOSED, 0),
    )


def _ways(tx: Transaction) -> dict[str, Way]:
    """How each left last."""
    asked = cases.alias("asked")
    was_asked = (
        select(requests.c.id)
        .join(asked, requests.c.case_id == asked.c.id)
        .where(asked.c.conversation == cases.c.conversation, requests.c.reason.in_(CONFIRMING))
        .exists()
    )
    left = (
        select(subscriptions.c.ref, events.c.by, was_asked.label("was_asked"))
        .join(events, events.c.subscription_id == subscriptions.c.id)
        .outerjoin(cases, events.c.case_id == cases.c.id)
        .where(events.c.what == What.BAIXA)
        .order_by(events.c.id)
    )
    return {row.ref: _way(row.by, row.was_asked) for row in tx.connection.execute(left)}


def _way(by: str, was_asked: bool) -> Way:
    if by not in NOT_STAFF:
        return Way.BY_STAFF
    return Way.CONFIRMED if was_asked else Way.AT_ONCE


def _reasons(tx: Transaction) -> dict[str, str]:
    """The newest one of each."""
    return {row.ref: row.note for row in tx.connection.execute(_ABOUT.where(events.c.what == LATE_REASON))}


def _restored(tx: Transaction, tz: tzinfo) -> dict[str, date]:
    """When somebody who was off the phone already was to be put on it again, the newest of each."""
    undone = (events.c.what == What.UNDO) & (events.c.after == State.DUE) & (events.c.before == State.LEFT)
    back = undone | (events.c.what == NEW_NUMBER)
    return {row.ref: row.at.astimezone(tz).date() for row in tx.connection.execute(_ABOUT.where(back))}


def _touched(tx: Transaction) -> dict[str, datetime]:
    """When something happened last to each."""
    newest = (
        select(subscriptions.c.ref, func.max(events.c.at).label("at"))
        .join(events, events.c.subscription_id == subscriptions.c.id)
        .group_by(subscriptions.c.ref)
    )
    return {row.ref: row.at for row in tx.connection.execute(newest)}


_ABOUT: Final = (
    select(subscriptions.c.ref, events.c.at, events.c.note)
    .join(subscriptions, events.c.subscription_id == subscriptions.c.id)
    .order_by(events.c.id)
)
_IS_ACTIVATION: Final = (events.c.what == What.ACTIVATED) & (events.c.after == State.ACTIVE)
