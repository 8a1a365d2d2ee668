"""Single-use codes: issued with each link of a digest; but for that letter, only their hash is kept.

A code is bound to one order, the thing it is about as it was then, and the address it was sent to. Where an
order answers alike cards together, the code is bound to those of that moment.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Final

from sqlalchemy import delete, func, select, update

from daemon.books.cases import in_parts
from daemon.books.references import code_of_yes, new_code
from daemon.books.store import Transaction
from daemon.books.tables import LATE_REASON, cases, codes, events, subscriptions
from rules.desk.choices import Choice
from rules.sender.vouching import Presented
from rules.staff.grammar import Order, Verb

LASTS: Final = timedelta(days=14)
_YES: Final = "SÍ"
_REMEMBERED: Final = timedelta(days=60)
"""How long an expired code is known as such, before it is as good as invented."""


def issue(tx: Transaction, wanted: Iterable[Choice], *, recipient: str, now: datetime) -> dict[str, str]:
    """Issue a code to *recipient* for each order of *wanted*; returns them by the order's words."""
    tx.connection.execute(delete(codes).where(codes.c.expires_at < now - _REMEMBERED))
    orders = {choice.order: choice for choice in wanted}
    issued = {order: new_code() for order in orders}
    versions = _versions(tx, {ref for choice in orders.values() for ref in _items(choice.bound_to)})
    rows = [
        {
            "hash": _hash(issued[order]),
            "action": choice.verb,
            "item": choice.bound_to,
            "version": max((versions[ref] for ref in _items(choice.bound_to)), default=0),
            "recipient": recipient,
            "issued_at": now,
            "expires_at": now + LASTS,
        }
        for order, choice in orders.items()
    ]
    if rows:
        tx.connection.execute(codes.insert(), rows)
    return issued


def _items(bound_to: str) -> list[str]:
    """The references that a code is bound to; none of an order about nothing."""
    return bound_to.replace("/", " ").split()


def issue_yes(tx: Transaction, ref: str, *, now: datetime) -> str:
    """Issue the code of a yes to the question that the case *ref* asks its sender; it keeps no address."""
    asked = select(codes.c.hash).where(codes.c.action == _YES, codes.c.item == ref)
    before = set(tx.connection.execute(asked).scalars())
    # Some may be forgotten by now: the first of those that are to come is one that nobody has.
    to_come = (code_of_yes(tx, ref, number) for number in count(len(before)))
    code = next(each for each in to_come if _hash(each) not in before)
    row = {"hash": _hash(code), "action": _YES, "item": ref, "version": 0, "recipient": ""}
    tx.connection.execute(codes.insert().values(**row, issued_at=now, expires_at=now + LASTS))
    return code


def is_misused(tx: Transaction, given: Iterable[str], ref: str, *, at: datetime) -> bool:
    """Whether a code of *given* is no living one of the case *ref*."""
    for code in given:
        row = tx.connection.execute(select(codes).where(codes.c.hash == _hash(code.upper()))).one_or_none()
        fits = row is not None and (row.action, row.item) == (_YES, ref)
        if row is None or not fits or row.used_at is not None or row.expires_at <= at:
            return True
    return False


def use_yes(tx: Transaction, ref: str, *, now: datetime) -> None:
    """Use up the codes of the question that the case *ref* asked: it is answered."""
    unused = (codes.c.action == _YES) & (codes.c.item == ref) & codes.c.used_at.is_(None)
    tx.connection.execute(update(codes).where(unused).values(used_at=now, used_by="mail"))


def presented(tx: Transaction, order: Order, *, sender: str, now: datetime) -> Presented | None:
    """What the code of *order* is, sent by *sender*; None where it is none of ours."""
    if order.code is None:
        return None
    wanted = _hash(order.code)
    row = tx.connection.execute(select(codes).where(codes.c.hash == wanted)).one_or_none()
    if row is None or not hmac.compare_digest(row.hash, wanted):
        return None
    # Why somebody was late can be said whatever happened since.
    is_of_now = order.verb is not Verb.REASON
    first, *others = row.item.split() or [""]
    fits = (row.action, first) == (order.verb.value, order.names)
    return Presented(
        fits=fits,
        own=hmac.compare_digest(row.recipient.encode(), sender.encode()),
        used=row.used_at is not None,
        expired=row.expires_at <= now,
        changed=fits and is_of_now and not others and row.version != version_of(tx, first),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The cards that one order answers, and the last event about any of them when its code was issued."""

    refs: tuple[str, ...]
    version: int


def answered_together(tx: Transaction, order: Order) -> Together | None:
    """The cards that the code of *order* stands for; None where it is of one thing, or there is none."""
    if order.code is None:
        return None
    bound = select(codes.c.item, codes.c.version).where(codes.c.hash == _hash(order.code))
    row = tx.connection.execute(bound).one_or_none()
    if row is None or " " not in row.item:
        return None
    return Together(refs=tuple(row.item.split()), version=row.version)


def version_known(tx: Transaction, order: Order) -> int | None:
    """The version of its thing that the code of *order* was issued for."""
    wanted = select(codes.c.version).where(codes.c.hash == _hash(order.code or ""))
    version: int | None = tx.connection.execute(wanted).scalar()
    return version


def use(tx: Transaction, order: Order, *, by: str, now: datetime) -> None:
    """Use the code of *order* up; one without a code needs none."""
    if order.code is not None:
        unused = (codes.c.hash == _hash(order.code)) & codes.c.used_at.is_(None)
        tx.connection.execute(update(codes).where(unused).values(used_at=now, used_by=by))


def version_of(tx: Transaction, bound_to: str) -> int:
    """The last event that changed a subscription or a case, or what a code is bound to; 0 before the first.

    The reason of a delay changes nothing of what there is to be done.
    """
    return max(_versions(tx, _items(bound_to)).values(), default=0)


def _versions(tx: Transaction, items: Iterable[str]) -> dict[str, int]:
    found = dict.fromkeys(items, 0)
    for part in in_parts(list(found)):
        for table, key in ((cases, events.c.case_id), (subscriptions, events.c.subscription_id)):
            last = (
                select(table.c.ref, func.max(events.c.id).label("event"))
                .join(events, key == table.c.id)
                .where(table.c.ref.in_(part), events.c.what != LATE_REASON)
                .group_by(table.c.ref)
            )
            found |= {row.ref: row.event for row in tx.connection.execute(last)}
    return found


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
