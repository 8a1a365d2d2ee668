"""How many letters residents get in a day, whom they tell of what was done, which day has room for more."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Final

from sqlalchemy import func, select

from daemon.settings import Settings
from daemon.store import Transaction
from daemon.tables import outbox, requests
from rules.decision import Outcome, Template
from rules.facts import Caps, Facts, Sent

_MORNING: Final = time(8)
"""When a letter leaves that was put off: not in the night after the day that had no room for it."""


def next_morning(tx: Transaction, recipient: str, settings: Settings, *, now: datetime) -> datetime:
    """Eight o'clock of the first day after today that has room for one more letter to *recipient*."""
    put_off = select(outbox.c.not_before).where(outbox.c.recipient == recipient, outbox.c.not_before > now)
    on = Counter(at.astimezone(settings.tz).date() for at in tx.connection.execute(put_off).scalars())
    today = now.astimezone(settings.tz).date()
    days = (today + timedelta(days=n) for n in count(1))
    free = next(day for day in days if on[day] < caps(settings).per_sender)
    return datetime.combine(free, _MORNING, settings.tz)


_TELLING: Final = [Template.DONE.value, Template.PARTLY.value, Template.UNDONE.value]


def sent_today(tx: Transaction, recipient: str | None, settings: Settings, *, on: date) -> Sent:
    """The letters to residents of the local day *on*; of whom those to *recipient* tell then and later."""
    since, until = (_midnight(on + timedelta(days=n), settings) for n in (0, 1))
    counts_at = func.coalesce(outbox.c.not_before, outbox.c.created_at)
    is_theirs = (outbox.c.audience == "resident") & (counts_at >= since)
    today = is_theirs & (counts_at < until)
    to_sender = tx.connection.execute(select(outbox.c.template).where(today, outbox.c.recipient == recipient))
    told = (
        select(outbox.c.template, requests.c.id_document, requests.c.phone)
        .join(requests, requests.c.case_id == outbox.c.case_id)
        .where(is_theirs, outbox.c.recipient == recipient, outbox.c.template.in_(_TELLING))
        .where(requests.c.outcome == Outcome.DONE)
    )
    counted = tx.connection.execute(
        select(func.count(), func.count().filter(outbox.c.authenticated.is_(False))).where(today)
    ).one()
    return Sent(
        to_sender=tuple(Template(template) for template in to_sender.scalars()),
        told=frozenset((Template(row[0]), row[1], row[2]) for row in tx.connection.execute(told)),
        all=counted[0],
        unauthenticated=counted[1],
    )


def facts_for(tx: Transaction, recipient: str | None, settings: Settings, *, now: datetime) -> Facts:
    """What decides whether one more letter of ours to *recipient* may leave today."""
    today = now.astimezone(settings.tz).date()
    sent = sent_today(tx, recipient, settings, on=today)
    return Facts(received_at=now, sender=recipient, sent=sent, caps=caps(settings))


def caps(settings: Settings) -> Caps:
    """How many letters residents may get in one local day."""
    replies = settings.replies
    return Caps(
        per_sender=replies.per_sender_per_day,
        unauthenticated=replies.per_day_unauthenticated,
        all=replies.per_day,
    )


def _midnight(day: date, settings: Settings) -> datetime:
    """The instant the local day *day* begins."""
    return datetime(day.year, day.month, day.day, tzinfo=settings.town().tz)
