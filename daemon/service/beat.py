"""The beat: APScheduler calls what is to be done again and again, in memory.

It decides nothing. Which digest is due is a row in the store, so that a call too late,
too often or not at all changes only when a thing happens, never whether.
"""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

NIGHT_HOURS: Final = frozenset({0, 1, 2})
"""Between midnight and three, clocks change: an hour may come twice, or not at all."""


class Beat:
    """Calls jobs, each in a thread, none of them twice at once; a late call is made all the same."""

    def __init__(self, tz: tzinfo) -> None:
        """Go by the clocks of *tz*."""
        self._tz: Final = tz
        self._plans: Final[list[Callable[[], object]]] = []
        self._scheduler: Final = AsyncIOScheduler(
            timezone=tz, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )

    def every(self, seconds: int, name: str, job: Callable[[], None]) -> None:
        """Call *job* at once, and then every so many seconds."""
        self._plans.append(
            lambda: self._add(
                name, job, IntervalTrigger(seconds=seconds, timezone=self._tz), at=datetime.now(self._tz)
            )
        )

    def nightly(self, hour: int, minute: int, name: str, job: Callable[[], None]) -> None:
        """Call *job* each night; ValueError for an hour in which clocks change."""
        if hour in NIGHT_HOURS:
            msg = f"{hour:02d}:{minute:02d} may come twice in a night, or never"
            raise ValueError(msg)
        self._plans.append(
            lambda: self._add(name, job, CronTrigger(hour=hour, minute=minute, timezone=self._tz))
        )

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self.plan()
        self._scheduler.start()

    def plan(self) -> None:
        """Plan every job from now on: after the clock was moved, the old plan may be days away."""
        for plan in self._plans:
            plan()

    def stop(self) -> None:
        """Call nothing more."""
        self._scheduler.shutdown(wait=False)

    def _add(
        self, name: str, job: Callable[[], None], trigger: BaseTrigger, *, at: datetime | None = None
    ) -> None:
        soon = {"next_run_time": at} if at else {}
        self._scheduler.add_job(job, trigger, id=name, name=name, replace_existing=True, **soon)
