"""The beat goes on whatever the clock does, and never in the hours in which clocks change."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from daemon.service.beat import Beat

MADRID = ZoneInfo("Europe/Madrid")


async def test_a_job_is_called_at_once_and_again() -> None:
    called = asyncio.Semaphore(0)
    loop = asyncio.get_running_loop()
    beat = Beat(MADRID)
    beat.every(1, "job", lambda: loop.call_soon_threadsafe(called.release))
    beat.start()
    try:
        for _ in range(2):
            await asyncio.wait_for(called.acquire(), 10)
    finally:
        beat.stop()


async def test_a_clock_set_back_by_a_day_stops_nothing_once_all_is_planned_anew() -> None:
    called = asyncio.Event()
    loop = asyncio.get_running_loop()
    beat = Beat(MADRID)
    beat.every(1, "job", lambda: loop.call_soon_threadsafe(called.set))
    beat.start()
    try:
        await asyncio.wait_for(called.wait(), 10)
        with time_machine.travel(-timedelta(days=1)):
            called.clear()
            beat.plan()
            await asyncio.wait_for(called.wait(), 10)
            called.clear()
            await asyncio.wait_for(called.wait(), 10)
    finally:
        beat.stop()


async def test_a_job_that_fails_is_called_again() -> None:
    tries = asyncio.Semaphore(0)
    loop = asyncio.get_running_loop()

    def fails() -> None:
        loop.call_soon_threadsafe(tries.release)
        raise ValueError

    beat = Beat(MADRID)
    beat.every(1, "job", fails)
    beat.start()
    try:
        for _ in range(2):
            await asyncio.wait_for(tries.acquire(), 10)
    finally:
        beat.stop()


@pytest.mark.parametrize("hour", [0, 1, 2])
def test_nothing_is_planned_for_the_hours_in_which_clocks_change(hour: int) -> None:
    with pytest.raises(ValueError, match="twice in a night, or never"):
        Beat(MADRID).nightly(hour, 30, "job", lambda: None)
