"""The report of each month: owed on the first working day of the next, once, whatever happens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import structlog
from sqlalchemy import func, select

from daemon.books import cases, event_log, subscribers
from daemon.books.store import Store, Transaction
from daemon.books.tables import digests
from daemon.configuration.calendar import calendar
from daemon.configuration.settings import Settings
from daemon.desk.broadcasting import sendings
from daemon.desk.cards import learner_of
from daemon.letters import for_staff
from daemon.post.drafting import alike
from daemon.post.queueing import Draft, Occasion, Post
from rules.calendar.workdays import Calendar
from rules.desk.monthly import Report, report, report_due

log = structlog.get_logger()

_MONTHLY: Final = "monthly"
_FIRST_YEAR: Final = 2016


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Makes the reports; the clock is an argument, so that a year can be tested in seconds."""

    store: Store
    settings: Settings
    post: Post
    clock: Callable[[], datetime]

    def queue_due(self) -> date | None:
        """Owe the staff the report that is due and was not owed before; returns the month's first day."""
        now = self.clock()
        with self.store.begin("monthly.report") as tx:
            first = report_due(
                now=now,
                tz=self.settings.tz,
                at=self.settings.staff.digest_at,
                calendar=self._calendar(now),
                last=tx.connection.execute(_LAST).scalar(),
            )
            if first is None or not _was_at_work(tx, first):
                return None
            tx.connection.execute(digests.insert().values(kind=_MONTHLY, on=first, queued_at=now))
            rendered = for_staff.monthly(self.of(tx, first), privacy_url=self.settings.town_hall.privacy_url)
            draft = Draft(occasion=Occasion.MONTHLY, about=f"{first:%Y-%m}", written=alike(rendered))
            self.post.owe(tx, draft, now=now)
        log.info("report_queued", month=f"{first:%Y-%m}")
        return first

    def of(self, tx: Transaction, first: date) -> Report:
        """The report of the month that begins on *first*, from the books as they are."""
        cards = cases.listed(tx, states=["staff"])
        learners = sum(learner_of(case) is not None for case in cards)
        return report(
            first,
            subscribers.everyone(tx),
            event_log.of(tx, self.settings.tz),
            cards=len(cards) - learners,
            learners=learners,
            waiting=cases.counts(tx).get("resident", 0),
            calendar=self._calendar(self.clock()),
            tz=self.settings.tz,
            town=self.settings.town().name,
            sendings=sendings(tx, first, self.settings),
            began_on=tx.connection.execute(_FIRST_DAY).scalar() or first,
        )

    def _calendar(self, now: datetime) -> Calendar:
        return calendar(self.settings, range(_FIRST_YEAR, now.year + 3))


def _was_at_work(tx: Transaction, first: date) -> bool:
    """Whether a digest was made in that month: nobody is told of one in which we were not there."""
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    there = select(digests.c.on).where(
        digests.c.kind != _MONTHLY, digests.c.on >= first, digests.c.on < after
    )
    return tx.connection.execute(there.limit(1)).first() is not None


_FIRST_DAY: Final = select(func.min(digests.c.on)).where(digests.c.kind != _MONTHLY)
_LAST: Final = select(func.max(digests.c.on)).where(digests.c.kind == _MONTHLY)
