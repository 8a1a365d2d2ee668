"""Erases what is over, each night: people's data, what they wrote, and what was written to them.

Small transactions, each whole by itself: a crash leaves what is not done yet to the next round.
At last the files are swept, so that nothing erased can be read out of freed pages, the WAL or the copy.
What our clock alone says is over is held back, and so is more proof than a day is used to, until
somebody confirms it (`altabaixa retention confirm`).
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import func, select

from daemon.books import backup, erasing, health, keyed_hashes
from daemon.books.erasing import Moment, Over
from daemon.books.health import Loop
from daemon.books.store import Store, Transaction
from daemon.books.tables import OF_NOBODY, consents, events, messages, subscriptions
from daemon.configuration.settings import Settings
from daemon.errors import StoreError
from rules.calendar.retention import APART, Erased, Held, Hold, Sort, distrust, is_due, most_in_a_day

log = structlog.get_logger()

DONE: Final = "retention"
"""The event of a round; its note has the counts, and nobody's data."""

CONFIRMED: Final = "retention-confirmed"
"""The event of what somebody had erased that was held back; its note is as that of a round."""

_PART: Final = "retention-part"

_AT_ONCE: Final = 500
A_ROUND: Final = 1000
"""How many of each kind are erased before everything else has its turn."""

_YEAR: Final = timedelta(days=365)
_EVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Keeps the town's terms; the clock is an argument, so that years can be tested in seconds."""

    store: Store
    settings: Settings
    clock: Callable[[], datetime]

    def round(self) -> bool:
        """Erase what is over, once a date, and of much only a part; whether there is more to do at once.

        Nothing while mail does not vouch for our clock: what a clock erased too early is gone.
        """
        now = self.clock()
        with self.store.read() as tx:
            is_wanted = is_due(now=now, tz=self.settings.tz, last=_last_round(tx))
            if not is_wanted or _distrust(tx, now) is not None:
                return False
        with self.store.begin("retention.key") as tx:
            keyed_hashes.make(tx)
        at = _moment(self.settings, now)
        done = Counter({sort.value: self._erase(sort, at) for sort in Sort})
        is_all = max(done.values()) < A_ROUND
        if is_all:
            self._sweep()
        with self.store.begin("retention.done") as tx:
            _note(tx, DONE if is_all else _PART, done, at)
        log.info("retention", **done)
        return not is_all

    def confirm(self, *, by: str) -> Erased:
        """Erase all that is over by now, in one transaction: somebody has looked at it."""
        at = _moment(self.settings, self.clock(), by=by)
        done = Counter[str]()
        with self.store.begin("retention.confirm") as tx:
            keyed_hashes.make(tx)
            for sort in Sort:
                found = erasing.over(tx, sort, at)
                done[sort.value] = len(found)
                for part in _in_parts(found):
                    erasing.erase(tx, sort, part, at)
            _note(tx, CONFIRMED, done, at)
        log.info("retention_confirmed", **done)
        self._sweep()
        return done

    def _erase(self, sort: Sort, at: Moment) -> int:
        """A part at a time, each looked for where it is erased: much may have changed in between."""
        done = 0
        while done < A_ROUND:
            with self.store.begin("retention.part") as tx:
                most = min(_AT_ONCE, A_ROUND - done)
                if sort.is_proof:
                    most = min(most, _left_today(tx, sort, at))
                part = erasing.over(tx, sort, at, most=most)
                erasing.erase(tx, sort, part, at)
            done += len(part)
            if len(part) < _AT_ONCE:
                break
        return done

    def _sweep(self) -> None:
        """Also the copy is made anew: what it had of them is gone with the one before.

        Where there is no room for it, or no quiet moment, the next night has its own.
        """
        try:
            self.store.sweep()
        except StoreError as error:
            log.warning("store_not_swept", why=str(error))
        if backup.last_result(self.settings.store_url).made_at is not None:
            backup.back_up(self.settings.store_url, now=self.clock())


def held_back(tx: Transaction, settings: Settings, now: datetime) -> Held | None:
    """What is over and is held back until somebody confirms it or days go by; None where nothing is."""
    why = _distrust(tx, now)
    found = {sort: len(each) for sort, each in over(tx, settings, now).items()}
    if why is None:
        why, at = Hold.MANY, _moment(settings, now)
        found = {sort: n - _left_today(tx, sort, at) for sort, n in found.items() if sort.is_proof}
    what = Counter({sort.value: n for sort, n in found.items() if n > 0})
    return Held(why=why, what=what) if what else None


def over(tx: Transaction, settings: Settings, now: datetime) -> Mapping[Sort, Sequence[Over]]:
    """Everything that is over, by what it is."""
    at = _moment(settings, now)
    return {sort: erasing.over(tx, sort, at) for sort in Sort}


def erased_since(tx: Transaction, since: datetime | None) -> Erased:
    """How much was erased after *since*; None: ever."""
    rounds = select(events.c.note).where(
        OF_NOBODY, events.c.what.in_([DONE, _PART, CONFIRMED]), events.c.at > (since or _EVER)
    )
    return sum((Counter(json.loads(note)) for note in tx.connection.execute(rounds).scalars()), Counter())


def newest_arrival(tx: Transaction, now: datetime) -> datetime | None:
    """When the newest mail came, by the mail server's clock: no sender has a say in that, nor have we.

    A program that files a mail may date it as it likes: what lies beyond a day ahead of us says nothing.
    """
    newest = select(func.max(messages.c.received_at)).where(
        messages.c.dated_by_us.is_(None), messages.c.received_at <= now + APART
    )
    at: datetime | None = tx.connection.execute(newest).scalar()
    return at


def _moment(settings: Settings, now: datetime, *, by: str = "clock") -> Moment:
    return Moment(now=now, terms=settings.terms, tz=settings.tz, by=by)


def _distrust(tx: Transaction, now: datetime) -> Hold | None:
    is_wrong = not health.pulse_of(tx, Loop.CLOCK).up
    return distrust(now=now, arrived_at=newest_arrival(tx, now), known_wrong=is_wrong)


def _last_round(tx: Transaction) -> datetime | None:
    at: datetime | None = tx.connection.execute(
        select(func.max(events.c.at)).where(OF_NOBODY, events.c.what == DONE)
    ).scalar()
    return at


def _left_today(tx: Transaction, sort: Sort, at: Moment) -> int:
    """How much proof of that sort this day may still erase."""
    days = _erased_by_day(tx, sort, at)
    today = at.now.astimezone(at.tz).date()
    done = days.pop(today, 0)
    return max(most_in_a_day(days.values()) - done, 0)


def _erased_by_day(tx: Transaction, sort: Sort, at: Moment) -> Counter[date]:
    """How many were erased on each day of the last year, but for what somebody confirmed."""
    when = subscriptions.c.erased_at if sort is Sort.PEOPLE else consents.c.erased_at
    erased = select(when).where(when > at.now - _YEAR, when <= at.now)
    if sort is Sort.CONSENTS:
        erased = erased.where(consents.c.subscription_id.is_(None))
    days = Counter(each.astimezone(at.tz).date() for each in tx.connection.execute(erased).scalars())
    confirmed = select(events.c.at, events.c.note).where(
        OF_NOBODY, events.c.what == CONFIRMED, events.c.at > at.now - _YEAR, events.c.at <= at.now
    )
    for each in tx.connection.execute(confirmed):
        days[each.at.astimezone(at.tz).date()] -= json.loads(each.note)[sort]
    return days


def _note(tx: Transaction, what: str, done: Erased, at: Moment) -> None:
    row = {"at": at.now, "what": what, "by": at.by, "note": json.dumps(done)}
    tx.connection.execute(events.insert().values(row))


def _in_parts(found: Sequence[Over]) -> Iterator[Sequence[Over]]:
    for start in range(0, len(found), _AT_ONCE):
        yield found[start : start + _AT_ONCE]
