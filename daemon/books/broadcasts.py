"""Broadcasts in the books: what is proposed, planned and sent to everybody, a row each.

Whoever comes second finds the stage that the first left it in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row, func, select, update

from daemon.books.store import Transaction
from daemon.books.tables import broadcasts, events
from rules.calendar.norms import Norm, Pressing, topic_key


class Stage(StrEnum):
    """Where a broadcast is; the values are those of the books."""

    PROPOSED = "proposed"  # by a mail: nobody has ordered it
    PLANNED = "planned"
    REMINDED = "reminded"  # staff were told to send it now
    SENT = "sent"
    DROPPED = "dropped"


PLANNED: Final = "es difondrà"
"""Why a case is closed whose activity staff have planned to broadcast."""

OPEN: Final = frozenset({Stage.PLANNED, Stage.REMINDED})
"""What may still be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broadcast:
    """A broadcast as it is in the books. `wanted_at` is when it was to be sent at first."""

    id: int
    ref: str
    stage: Stage
    topic: str
    text: str
    pressing: Pressing | None
    days: tuple[date, ...]
    case_id: int | None
    ordered_by: str | None
    opened_at: datetime
    slot_at: datetime | None
    wanted_at: datetime | None
    sent_at: datetime | None
    broken: tuple[Norm, ...]


def propose(
    tx: Transaction, *, topic: str, text: str, days: Sequence[date], case_id: int, now: datetime
) -> None:
    """Keep what the mail of a case would have broadcast: for its card."""
    _insert(
        tx,
        state=Stage.PROPOSED,
        topic=topic,
        text=text,
        days=[day.isoformat() for day in days],
        case_id=case_id,
        opened_at=now,
    )


def plan(
    tx: Transaction,
    *,
    topic: str,
    text: str,
    pressing: Pressing | None,
    slot_at: datetime,
    by: str,
    now: datetime,
    case_id: int | None = None,
) -> Broadcast:
    """Plan one that a clerk orders."""
    ref = _insert(
        tx,
        state=Stage.PLANNED,
        topic=topic,
        text=text,
        days=[],
        pressing=pressing,
        case_id=case_id,
        ordered_by=by,
        opened_at=now,
        slot_at=slot_at,
        wanted_at=slot_at,
    )
    _note(tx, "broadcast-planned", ref, by, now)
    return _one(tx, ref)


def _insert(tx: Transaction, *, topic: str, **values: Any) -> str:
    newest = tx.connection.execute(select(func.max(broadcasts.c.id))).scalar() or 0
    ref = f"D-{newest + 1:04d}"
    row = {
        "id": newest + 1,
        "ref": ref,
        "topic": topic,
        "topic_key": topic_key(topic),
        "broken": [],
        **values,
    }
    tx.connection.execute(broadcasts.insert().values(row))
    return ref


def find(tx: Transaction, ref: str) -> Broadcast | None:
    """The broadcast that a clerk calls *ref*; None for one that there is not, or is only proposed."""
    wanted = select(broadcasts).where(broadcasts.c.ref == ref, broadcasts.c.state != Stage.PROPOSED)
    row = tx.connection.execute(wanted).one_or_none()
    return None if row is None else _broadcast(row)


def proposed_by(tx: Transaction, case_id: int) -> Broadcast | None:
    """What the mail of a case would have broadcast; None where it proposes nothing."""
    wanted = select(broadcasts).where(broadcasts.c.case_id == case_id, broadcasts.c.state == Stage.PROPOSED)
    row = tx.connection.execute(wanted.order_by(broadcasts.c.id).limit(1)).one_or_none()
    return None if row is None else _broadcast(row)


def due(tx: Transaction, now: datetime) -> list[Broadcast]:
    """Those whose minute has come, and of which staff were not told yet."""
    wanted = select(broadcasts).where(broadcasts.c.state == Stage.PLANNED, broadcasts.c.slot_at <= now)
    return [
        _broadcast(row)
        for row in tx.connection.execute(wanted.order_by(broadcasts.c.slot_at, broadcasts.c.id))
    ]


def days_of(
    tx: Transaction, topic: str, tz: tzinfo, *, but: str = "", before: datetime | None = None
) -> set[date]:
    """The days on which one on *topic* was or is to be sent but of *but*; with *before* those until then."""
    same = select(broadcasts.c.slot_at, broadcasts.c.sent_at).where(
        broadcasts.c.topic_key == topic_key(topic),
        broadcasts.c.state.in_([Stage.PLANNED, Stage.REMINDED, Stage.SENT]),
        broadcasts.c.ref != but,
    )
    moments = [row.sent_at or row.slot_at for row in tx.connection.execute(same)]
    return {at.astimezone(tz).date() for at in moments if at and (before is None or at <= before)}


def change(
    tx: Transaction,
    held: Broadcast,
    *,
    slot_at: datetime,
    text: str,
    pressing: Pressing | None,
    by: str,
    now: datetime,
) -> Broadcast:
    """Plan it anew, as a clerk orders."""
    values = {"slot_at": slot_at, "wanted_at": slot_at, "text": text, "pressing": pressing}
    _set(tx, held, state=Stage.PLANNED, settled_at=None, **values)
    _note(tx, "broadcast-changed", held.ref, by, now)
    return _one(tx, held.ref)


def put_off(tx: Transaction, held: Broadcast, slot_at: datetime, *, now: datetime) -> None:
    """Give one whose minute passed another; when it was wanted is kept."""
    _set(tx, held, slot_at=slot_at)
    _note(tx, "broadcast-put-off", held.ref, "clock", now)


def remind(tx: Transaction, held: Broadcast, *, now: datetime) -> None:
    """Note that staff are told to send it now."""
    _set(tx, held, state=Stage.REMINDED, reminded_at=now, settled_at=now)
    _note(tx, "broadcast-reminded", held.ref, "clock", now)


def note_sent(
    tx: Transaction, held: Broadcast, at: datetime, *, broken: Sequence[Norm], by: str, now: datetime
) -> None:
    """Note that it was sent, when, and which norms that broke."""
    _set(tx, held, state=Stage.SENT, sent_at=at, broken=[norm.value for norm in broken], settled_at=now)
    _note(tx, "broadcast-sent", held.ref, by, now)


def drop(tx: Transaction, held: Broadcast, *, by: str, now: datetime) -> None:
    """Note that it is not to be sent."""
    _set(tx, held, state=Stage.DROPPED, settled_at=now)
    _note(tx, "broadcast-dropped", held.ref, by, now)


def between(tx: Transaction, since: datetime, until: datetime) -> list[Broadcast]:
    """Those that were sent, or of which staff were told and nobody said more, from *since* up to *until*."""
    at = func.coalesce(broadcasts.c.sent_at, broadcasts.c.slot_at)
    done = broadcasts.c.state.in_([Stage.SENT, Stage.REMINDED])
    wanted = select(broadcasts).where(done, at >= since, at < until).order_by(at, broadcasts.c.id)
    return [_broadcast(row) for row in tx.connection.execute(wanted)]


def to_send(tx: Transaction, until: datetime) -> list[Broadcast]:
    """Those whose minute is before *until*, and of which nobody said that they were sent."""
    wanted = select(broadcasts).where(
        broadcasts.c.state.in_(OPEN), broadcasts.c.slot_at < until, broadcasts.c.erased_at.is_(None)
    )
    return [_broadcast(row) for row in tx.connection.execute(wanted.order_by(broadcasts.c.slot_at))]


def _one(tx: Transaction, ref: str) -> Broadcast:
    return _broadcast(tx.connection.execute(select(broadcasts).where(broadcasts.c.ref == ref)).one())


def _set(tx: Transaction, held: Broadcast, **values: Any) -> None:
    tx.connection.execute(update(broadcasts).where(broadcasts.c.id == held.id).values(values))


def _note(tx: Transaction, what: str, ref: str, by: str, now: datetime) -> None:
    tx.connection.execute(events.insert().values(at=now, what=what, by=by, note=ref))


def _broadcast(row: Row[Any]) -> Broadcast:
    return Broadcast(
        id=row.id,
        ref=row.ref,
        stage=Stage(row.state),
        topic=row.topic,
        text=row.text,
        pressing=Pressing(row.pressing) if row.pressing else None,
        days=tuple(map(date.fromisoformat, row.days)),
        case_id=row.case_id,
        ordered_by=row.ordered_by,
        opened_at=row.opened_at,
        slot_at=row.slot_at,
        wanted_at=row.wanted_at,
        sent_at=row.sent_at,
        broken=tuple(map(Norm, row.broken)),
    )
