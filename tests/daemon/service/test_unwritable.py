"""Books that cannot be written: staff are told by mail all the same, once, and when it is over."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from daemon.books import disk_space, health
from daemon.books.health import Loop
from daemon.books.store import Store
from daemon.books.tables import outbox
from daemon.configuration.settings import Settings
from daemon.errors import StoreError
from daemon.service.app import App
from daemon.service.unwritable import Unwritable
from daemon.service.way_out import WayOut
from rules.transport.reconnection import Cause
from tests.daemon.conftest import NOW, TABLES, settings
from tests.smtp_server import Scripted, Sink

FULL = StoreError("the store failed: database or disk is full; nothing was changed", full=True)
LOCKED = StoreError("the store failed: database is locked; nothing was changed")
STAFF, TECHNICIAN = "secretaria@setcases.cat", "tecnic@setcases.cat"
MINUTE = timedelta(minutes=1)


@dataclass
class Town:
    store: Store
    port: int
    at: datetime = NOW
    alarm: Unwritable = field(init=False)

    def __post_init__(self) -> None:
        self.alarm = Unwritable(store=self.store, clock=lambda: self.at)

    @property
    def settings(self) -> Settings:
        staff = {**TABLES["staff"], "technician": TECHNICIAN}
        return settings(smtp={"port": self.port}, staff=staff, store={"min_free_mb": 0})

    @property
    def app(self) -> App:
        return App(settings=self.settings, store=self.store, clock=lambda: self.at)

    async def send(self) -> None:
        async with aclosing(WayOut()) as way_out:
            await self.app.send(way_out)

    async def fails(self, error: StoreError, *, times: int = 2, every: timedelta = MINUTE / 6) -> None:
        """The beat fails so often, and who sends is woken each time."""
        for _ in range(times):
            self.alarm.failed(error, self.settings)
            assert await self.alarm.tell(self.settings)
            self.at += every

    def owed(self) -> list[tuple[str, str]]:
        """What stands in the outbox, and how it fares."""
        with self.store.read() as tx:
            rows = tx.connection.execute(select(outbox.c.key, outbox.c.state).order_by(outbox.c.id))
            return [(row.key.partition("/2026")[0], row.state) for row in rows]

    def mailbox_fails(self, cause: Cause) -> None:
        for _ in range(2):
            health.note_down(self.store, Loop.MAILBOX, cause=cause.name, trouble="no room", now=self.at)
            self.app.alarms.ring()


@asynccontextmanager
async def town_of(store: Store) -> AsyncIterator[tuple[Town, Sink]]:
    async with Sink().running() as sink:
        yield Town(store, sink.port), sink


def told(sink: Sink) -> list[str]:
    return [letter.recipients[0] for letter in sink.letters]


async def test_a_full_disk_is_told_to_staff_and_technician_at_once_and_once(store: Store) -> None:
    async with town_of(store) as (town, sink):
        await town.fails(FULL, times=1)
        assert sink.letters == []  # a single failure may be a hiccup
        await town.fails(FULL, times=30)

    assert told(sink) == [STAFF, TECHNICIAN]
    letter = message_from_bytes(sink.letters[0].content, policy=policy.default)
    assert "No podem llegir la bústia" in str(letter["Subject"])  # type: ignore[index]
    assert town.owed() == []  # nothing of it needs the books


async def test_books_that_are_only_locked_for_a_while_alarm_nobody(sqlite: Store) -> None:
    async with town_of(sqlite) as (town, sink):
        await town.fails(LOCKED, times=20)
        town.alarm.works()
        assert not await town.alarm.tell(town.settings)
        await town.fails(LOCKED, times=20)
        assert sink.letters == []
        await town.fails(LOCKED, times=20)

    assert told(sink) == [STAFF, TECHNICIAN]


async def test_a_disk_below_the_floor_counts_as_full(sqlite: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_space, "free", lambda _url: 0)
    async with town_of(sqlite) as (town, sink):
        tables = {**TABLES, "smtp": {**TABLES["smtp"], "port": sink.port}}
        for _ in range(2):
            town.alarm.failed(LOCKED, settings(**tables))

    assert town.alarm.outage is not None
    assert town.alarm.outage.cause is Cause.DISK


async def test_a_mail_server_that_is_busy_is_asked_again_and_told_once(sqlite: Store) -> None:
    async with Scripted({"dot": ["451 4.3.0 later"]}).running() as server:
        town = Town(sqlite, server.port)
        await town.fails(FULL, times=4)
        assert len(server.contents) == 2  # what was put off is not tried before its time
        await town.fails(FULL, times=6, every=6 * MINUTE)

    first, _, again = server.contents
    assert first == again  # the same letter, under the same Message-ID


async def test_what_people_know_of_a_disk_that_was_nearly_full_is_not_told_again(sqlite: Store) -> None:
    async with town_of(sqlite) as (town, sink):
        town.mailbox_fails(Cause.DISK)
        await town.send()
        assert told(sink) == [STAFF, TECHNICIAN]
        await town.fails(FULL, times=5)

    assert told(sink) == [STAFF, TECHNICIAN]


async def test_a_letter_that_was_owed_and_could_not_leave_is_told_and_leaves_no_second_time(
    sqlite: Store,
) -> None:
    async with town_of(sqlite) as (town, sink):
        town.mailbox_fails(Cause.DISK)
        await town.fails(FULL, times=5)
        town.alarm.works()
        await town.send()

    assert told(sink) == [STAFF, TECHNICIAN]
    assert [state for _, state in town.owed()] == ["sent", "sent"]


async def test_it_is_over_when_mail_is_read_again_and_that_is_told_once(store: Store) -> None:
    async with town_of(store) as (town, sink):
        await town.fails(FULL)
        town.alarm.works()
        town.mailbox_fails(Cause.DISK)  # there is room to write, and too little to read mail
        assert town.owed() == []
        health.note_up(store, Loop.MAILBOX, now=town.at)
        town.app.alarms.ring()
        town.app.alarms.ring()
        await town.send()

    assert town.owed() == [("recovery", "sent")] * 2
    assert told(sink) == [STAFF, TECHNICIAN] * 2


async def test_the_next_outage_is_told_as_the_first(sqlite: Store) -> None:
    async with town_of(sqlite) as (town, sink):
        for _ in range(2):
            await town.fails(FULL, times=4)
            town.alarm.works()
            health.note_up(sqlite, Loop.MAILBOX, now=town.at)
            town.app.alarms.ring()

    assert told(sink) == [STAFF, TECHNICIAN] * 2
    assert town.owed() == [("recovery", "waiting")] * 4  # an end that was not said yet stays owed


async def test_one_that_ends_before_it_is_told_is_told_to_nobody(sqlite: Store) -> None:
    async with town_of(sqlite) as (town, sink):
        await town.fails(FULL, times=1)
        town.alarm.works()
        town.app.alarms.ring()

    assert (sink.letters, town.owed()) == ([], [])
