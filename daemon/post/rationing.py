"""How many letters residents get in a day, whom they tell of what was done, which day has room for more."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Final

from sqlalchemy import BindParameter, bindparam, func, select

from daemon.books.store import Transaction
from daemon.books.tables import outbox, requests
from daemon.configuration.settings import Settings
from rules.books.decision import Outcome, Template
from rules.books.facts import Caps, Facts, Sent

_MORNING: Final = time(8)
"""When a letter leaves that was put off: not in the night after the day that had no room for it."""


def next_morning(
    tx: Transaction, recipient: str, settings: Settings, *, known: bool, now: datetime
) -> datetime:
    """Eight o'clock of the first day after today on which each cap has room for a letter more to *recipient*.

    Not before one to them that was put off and still waits. *known*: they were authenticated.
    """
    waiting = (outbox.c.recipient == recipient) & (outbox.c.state == "waiting")
    last: datetime | None = tx.connection.execute(
        select(func.max(outbox.c.not_before)).where(waiting)
    ).scalar()
    first = max(_day(at, settings) for at in (last, now + timedelta(days=1)) if at)
    allowed = caps(settings)
    days = (first + timedelta(days=n) for n in count())
    free = next(d for d in days if not allowed.spent(_sent_on(tx, recipient, settings, d), known=known))
    return datetime.combine(free, _MORNING, settings.tz)


_TELLING: Final = [Template.DONE.value, Template.PARTLY.value, Template.UNDONE.value]


_is_residents: Final = (outbox.c.audience == "resident") & outbox.c.case_id.is_not(None)
"""One without a case left by books that were put aside since: it counts once its mail is read again."""

_counts_at: Final = func.coalesce(outbox.c.not_before, outbox.c.created_at)

_SINCE: Final[BindParameter[datetime]] = bindparam("since")
_UNTIL: Final[BindParameter[datetime]] = bindparam("until")
_TO_SENDER: Final = select(outbox.c.template).where(
    _is_residents, outbox.c.recipient == bindparam("to"), _counts_at >= _SINCE, _counts_at < _UNTIL
)
# Of everybody's letters each half is found by an index of its own.
_PUT_OFF: Final = (outbox.c.not_before >= _SINCE) & (outbox.c.not_before < _UNTIL)
_WRITTEN: Final = (
    outbox.c.not_before.is_(None) & (outbox.c.created_at >= _SINCE) & (outbox.c.created_at < _UNTIL)
)
_COUNTED: Final = select(func.count(), func.count().filter(outbox.c.authenticated.is_(False))).where(
    _is_residents, _PUT_OFF | _WRITTEN
)
_TOLD: Final = (
    select(outbox.c.template, requests.c.id_document, requests.c.phone)
    .join(requests, requests.c.case_id == outbox.c.case_id)
    .where(_is_residents, _counts_at >= bindparam("since"), outbox.c.recipient == bindparam("to"))
    .where(outbox.c.template.in_(_TELLING), requests.c.outcome == Outcome.DONE)
)


def sent_today(tx: Transaction, recipient: str | None, settings: Settings, *, on: date) -> Sent:
    """The letters to residents of the local day *on*; of whom those to *recipient* tell then and later."""
    told = tx.connection.execute(_TOLD, {"to": recipient, "since": _midnight(on, settings)})
    people = frozenset((Template(row[0]), row[1], row[2]) for row in told)
    return replace(_sent_on(tx, recipient, settings, on), told=people)


def _sent_on(tx: Transaction, recipient: str | None, settings: Settings, day: date) -> Sent:
    """The letters to residents that count to the local day *day*: written then, or put off to it."""
    since, until = _midnight(day, settings), _midnight(day + timedelta(days=1), settings)
    counted = tx.connection.execute(_COUNTED, {"since": since, "until": until}).one()
    to_sender = tx.connection.execute(_TO_SENDER, {"to": recipient, "since": since, "until": until})
    return Sent(
        to_sender=tuple(map(Template, to_sender.scalars())),
        all=counted[0],
        unauthenticated=counted[1],
    )


def may_ask_clerk(tx: Transaction, recipient: str, settings: Settings, *, on: date) -> bool:
    """Whether a clerk whose mail nothing vouches for may be asked once more on *on* what they meant."""
    until = _midnight(on + timedelta(days=1), settings)
    that_day = (outbox.c.created_at >= _midnight(on, settings)) & (outbox.c.created_at < until)
    asked = select(func.count()).where(
        that_day, outbox.c.recipient == recipient, outbox.c.key.startswith(f"{ASKED_BACK}/")
    )
    return tx.connection.execute(asked).scalar_one() < settings.replies.per_sender_per_day


ASKED_BACK: Final = "asked-back"
"""The occasion of such an answer, with which its key begins."""


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


def _day(at: datetime, settings: Settings) -> date:
    return at.astimezone(settings.tz).date()


def _midnight(day: date, settings: Settings) -> datetime:
    """The instant the local day *day* begins."""
    return datetime(day.year, day.month, day.day, tzinfo=settings.town().tz)
