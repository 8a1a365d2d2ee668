"""Single-use codes: issued with each link of a digest; but for that letter, only their hash is kept.

A code is bound to one order, the thing it is about as it was then, and the address it was sent to.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select, update

from daemon.cases import ALPHABET
from daemon.store import Transaction
from daemon.tables import LATE_REASON, cases, codes, events, subscriptions
from rules.choices import Choice
from rules.grammar import Order, Verb
from rules.vouching import Presented

_LENGTH: Final = 13
"""Sixty-two bits: nobody guesses one."""

LASTS: Final = timedelta(days=14)
_REMEMBERED: Final = timedelta(days=60)
"""How long an expired code is known as such, before it is as good as invented."""


def issue(tx: Transaction, wanted: Iterable[Choice], *, recipient: str, now: datetime) -> dict[str, str]:
    """Issue a code to *recipient* for each order of *wanted*; returns them by the order's words."""
    tx.connection.execute(delete(codes).where(codes.c.expires_at < now - _REMEMBERED))
    issued = {each: "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH)) for each in wanted}
    rows = [
        {
            "hash": _hash(code),
            "action": choice.verb,
            "item": choice.ref,
            "version": version_of(tx, choice.ref),
            "recipient": recipient,
            "issued_at": now,
            "expires_at": now + LASTS,
        }
        for choice, code in issued.items()
    ]
    if rows:
        tx.connection.execute(codes.insert(), rows)
    return {choice.order: code for choice, code in issued.items()}


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
    fits = (row.action, row.item) == (order.verb.value, order.item)
    return Presented(
        fits=fits,
        own=hmac.compare_digest(row.recipient.encode(), sender.encode()),
        used=row.used_at is not None,
        expired=row.expires_at <= now,
        changed=fits and is_of_now and row.version != version_of(tx, row.item),
    )


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


def version_of(tx: Transaction, item: str) -> int:
    """The last event that changed a subscription or a case; 0 before the first.

    The reason of a delay changes nothing of what there is to be done.
    """
    about = events.c.case_id.in_(
        select(cases.c.id).where(cases.c.ref == item)
    ) | events.c.subscription_id.in_(select(subscriptions.c.id).where(subscriptions.c.ref == item))
    return int(
        tx.connection.execute(
            select(func.coalesce(func.max(events.c.id), 0)).where(about, events.c.what != LATE_REASON)
        ).scalar_one()
    )


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
