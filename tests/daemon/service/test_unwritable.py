"""Books that cannot be written: staff are told by mail all the same, once, and when it is over."""

import asyncio
import json
import os
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from daemon.books import disk_space, health
from daemon.books.health import Loop
from daemon.books.store import Store
from daemon.books.tables import outbox
from daemon.configuration.settings import Settings
from daemon.errors import StoreError
from daemon.service.app import App
from daemon.service.unwritable import Unwritable, kept_in, tell_of_a_failed_start
from daemon.service.way_out import WayOut
from rules.transport.reconnection import Cause
from tests.daemon.conftest import NOW, TABLES, settings
from tests.smtp_server import CLOSE, HANG, Script, Scripted, Sink

FULL = StoreError("the store failed: database or disk is full; nothing was changed", full=True)
AWAY = StoreError("the store postgresql:///altabaixa cannot be opened: Connection refused")
LOCKED = StoreError("the store failed: database is locked; nothing was changed")
STAFF, TECHNICIAN = "secretaria@setcases.cat", "tecnic@setcases.cat"
MINUTE = timedelta(minutes=1)


@dataclass
class Town:
    store: Store
    port: int
    folder: Path
    at: datetime = NOW
    alarm: Unwritable = field(init=False)

    def __post_init__(self) -> None:
        self.starts()

    @property
    def settings(self) -> Settings:
        staff = {**TABLES["staff"], "technician": TECHNICIAN}
        books = {"url": f"sqlite:///{self.folder}/books.db", "min_free_mb": 0}
        return settings(smtp={"port": self.port}, staff=staff, store=books)

    @property
    def note(self) -> Path:
        return kept_in(self.settings)

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

    async def starts_in_vain(self, *, times: int = 1, every: timedelta = MINUTE) -> None:
        """systemd starts the service so often, and each start ends for want of its books."""
        for _ in range(times):
            stop = threading.Event()
            await asyncio.to_thread(tell_of_a_failed_start, AWAY, self.settings, stop, clock=lambda: self.at)
            self.at += every

    def starts(self) -> None:
        """A start that finds its books, and has not tried the mailbox yet."""
        self.alarm = Unwritable(file=self.note, store=self.store, clock=lambda: self.at)
        self.alarm.works()
        self.at += MINUTE / 6

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
async def town_of(store: Store, folder: Path) -> AsyncIterator[tuple[Town, Sink]]:
    async with Sink().running() as sink:
        yield Town(store, sink.port, folder), sink


def text_of(content: bytes) -> str:
    body = message_from_bytes(content, policy=policy.default).get_body(("plain",))  # type: ignore[attr-defined]
    return str(body.get_content())


def told(sink: Sink) -> list[str]:
    return [letter.recipients[0] for letter in sink.letters]


async def test_a_full_disk_is_told_to_staff_and_technician_at_once_and_once(
    store: Store, tmp_path: Path
) -> None:
    async with town_of(store, tmp_path) as (town, sink):
        await town.fails(FULL, times=1)
        assert sink.letters == []  # a single failure may be a hiccup
        await town.fails(FULL, times=30)

    assert told(sink) == [STAFF, TECHNICIAN]
    letter = message_from_bytes(sink.letters[0].content, policy=policy.default)
    assert "No podem llegir la bústia" in str(letter["Subject"])  # type: ignore[index]
    assert town.owed() == []  # nothing of it needs the books


async def test_books_that_are_only_locked_for_a_while_alarm_nobody(sqlite: Store, tmp_path: Path) -> None:
    async with town_of(sqlite, tmp_path) as (town, sink):
        await town.fails(LOCKED, times=20)
        town.alarm.works()
        assert not await town.alarm.tell(town.settings)
        await town.fails(LOCKED, times=20)
        assert sink.letters == []
        await town.fails(LOCKED, times=20)

    assert told(sink) == [STAFF, TECHNICIAN]


async def test_a_disk_below_the_floor_counts_as_full(
    sqlite: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(disk_space, "free", lambda _url: 0)
    async with town_of(sqlite, tmp_path) as (town, sink):
        tables = {**TABLES, "smtp": {**TABLES["smtp"], "port": sink.port}}
        for _ in range(2):
            town.alarm.failed(LOCKED, settings(**tables))

    assert town.alarm.outage is not None
    assert town.alarm.outage.cause is Cause.DISK


async def test_a_mail_server_that_is_busy_is_asked_again_and_told_once(sqlite: Store, tmp_path: Path) -> None:
    async with Scripted({"dot": ["451 4.3.0 later"]}).running() as server:
        town = Town(sqlite, server.port, tmp_path)
        await town.fails(FULL, times=4)
        assert len(server.contents) == 2  # what was put off is not tried before its time
        await town.fails(FULL, times=6, every=6 * MINUTE)

    first, _, again = server.contents
    assert first == again  # the same letter, under the same Message-ID


async def test_what_people_know_of_a_disk_that_was_nearly_full_is_not_told_again(
    sqlite: Store, tmp_path: Path
) -> None:
    async with town_of(sqlite, tmp_path) as (town, sink):
        town.mailbox_fails(Cause.DISK)
        await town.send()
        assert told(sink) == [STAFF, TECHNICIAN]
        await town.fails(FULL, times=5)

    assert told(sink) == [STAFF, TECHNICIAN]


async def test_a_letter_that_was_owed_and_could_not_leave_is_told_and_leaves_no_second_time(
    sqlite: Store, tmp_path: Path
) -> None:
    async with town_of(sqlite, tmp_path) as (town, sink):
        town.mailbox_fails(Cause.DISK)
        await town.fails(FULL, times=5)
        town.alarm.works()
        await town.send()

    assert told(sink) == [STAFF, TECHNICIAN]
    assert [state for _, state in town.owed()] == ["sent", "sent"]


async def test_it_is_over_when_mail_is_read_again_and_that_is_told_once(store: Store, tmp_path: Path) -> None:
    async with town_of(store, tmp_path) as (town, sink):
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


async def test_the_next_outage_is_told_as_the_first(sqlite: Store, tmp_path: Path) -> None:
    async with town_of(sqlite, tmp_path) as (town, sink):
        for _ in range(2):
            await town.fails(FULL, times=4)
            town.alarm.works()
            health.note_up(sqlite, Loop.MAILBOX, now=town.at)
            town.app.alarms.ring()

    assert told(sink) == [STAFF, TECHNICIAN] * 2
    assert town.owed() == [("recovery", "waiting")] * 4  # an end that was not said yet stays owed


async def test_one_that_ends_before_it_is_told_is_told_to_nobody(sqlite: Store, tmp_path: Path) -> None:
    async with town_of(sqlite, tmp_path) as (town, sink):
        await town.fails(FULL, times=1)
        town.alarm.works()
        town.app.alarms.ring()

    assert (sink.letters, town.owed()) == ([], [])


async def test_books_that_no_start_can_open_are_told_once_after_some_minutes(
    store: Store, tmp_path: Path
) -> None:
    async with town_of(store, tmp_path) as (town, sink):
        await town.starts_in_vain(times=5)
        assert sink.letters == []  # it may be a server that starts as we do
        await town.starts_in_vain(times=30)
        assert told(sink) == [STAFF, TECHNICIAN]
        assert "Connection refused" in text_of(sink.letters[1].content)
        assert town.note.stat().st_mode & 0o077 == 0  # it says whom we wrote to

        town.starts()
        town.app.alarms.ring()
        assert town.owed() == []  # whether mail is read, nobody knows yet
        health.note_up(store, Loop.MAILBOX, now=town.at)
        town.alarm.works()
        assert not town.note.exists()
        town.app.alarms.ring()
        await town.send()

    assert told(sink) == [STAFF, TECHNICIAN] * 2
    assert town.owed() == [("recovery", "sent")] * 2


async def test_books_that_a_start_finds_within_minutes_are_told_to_nobody(
    sqlite: Store, tmp_path: Path
) -> None:
    async with town_of(sqlite, tmp_path) as (town, sink):
        await town.starts_in_vain(times=4)
        town.starts()
        health.note_up(sqlite, Loop.MAILBOX, now=town.at)
        town.alarm.works()
        town.at += 10 * MINUTE
        await town.starts_in_vain()  # another time
        town.app.alarms.ring()

    assert (sink.letters, town.owed()) == ([], [])


async def test_a_start_asks_again_only_for_who_did_not_get_the_letter(sqlite: Store, tmp_path: Path) -> None:
    async with Scripted({"RCPT": ["250 ok", "451 4.7.1 later", "451 4.7.1 later"]}).running() as server:
        town = Town(sqlite, server.port, tmp_path)
        await town.starts_in_vain(times=25)

    assert [line.partition("<")[2] for line in server.heard("RCPT")] == [f"{STAFF}>", *[f"{TECHNICIAN}>"] * 3]
    assert len(server.contents) == 2


async def test_where_the_mailbox_cannot_be_read_either_the_outage_goes_on(
    sqlite: Store, tmp_path: Path
) -> None:
    async with town_of(sqlite, tmp_path) as (town, sink):
        await town.starts_in_vain(times=7)
        town.starts()
        for _ in range(40):
            health.note_down(sqlite, Loop.MAILBOX, cause=Cause.AWAY.name, trouble="", now=town.at)
            town.alarm.works()
            town.app.alarms.ring()
            town.at += MINUTE
        assert town.owed() == []
        health.note_up(sqlite, Loop.MAILBOX, now=town.at)
        town.app.alarms.ring()
        await town.send()

    assert told(sink) == [STAFF, TECHNICIAN] * 2
    assert town.owed() == [("recovery", "sent")] * 2


async def test_a_login_that_is_refused_is_tried_ever_more_seldom(sqlite: Store, tmp_path: Path) -> None:
    async with Scripted({"greeting": ["554 5.7.1 not you"] * 90}).running() as server:
        town = Town(sqlite, server.port, tmp_path)
        await town.starts_in_vain(times=65)

    assert 8 < server.connections < 16
    assert not server.contents


async def test_an_answer_that_got_lost_makes_no_second_letter(sqlite: Store, tmp_path: Path) -> None:
    async with Scripted({"dot": [CLOSE] * 20}).running() as server:
        town = Town(sqlite, server.port, tmp_path)
        await town.starts_in_vain(times=90)

    # Two readers, each once more under the same Message-ID.
    assert list(Counter(server.contents).values()) == [2, 2]


async def test_a_start_that_was_ended_behind_the_dot_leaves_its_letter_in_doubt(
    sqlite: Store, tmp_path: Path
) -> None:
    stop = threading.Event()
    script: Script = {"dot": [HANG, *[CLOSE] * 20]}
    async with Scripted(script, at={"dot": stop.set}).running() as server:
        town = Town(sqlite, server.port, tmp_path)
        await town.starts_in_vain()
        town.at += 6 * MINUTE
        await asyncio.to_thread(tell_of_a_failed_start, AWAY, town.settings, stop, clock=lambda: town.at)
        assert len(server.contents) == 1
        await town.starts_in_vain(times=90)

    assert list(Counter(server.contents).values()) == [2, 2]


def test_what_root_notes_the_service_can_note_anew(sqlite: Store, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root notes for another user")
    os.chown(tmp_path, 12345, 12345)
    town = Town(sqlite, 9, tmp_path)
    town.alarm.failed(AWAY, town.settings)

    assert town.note.stat().st_uid == 12345


async def test_a_server_that_is_away_at_first_does_not_silence_an_old_outage(
    sqlite: Store, tmp_path: Path
) -> None:
    async with Scripted({"RCPT": ["451 4.7.1 later"] * 2}).running() as server:
        town = Town(sqlite, server.port, tmp_path)
        await town.starts_in_vain()
        town.at += timedelta(days=6)
        await town.starts_in_vain(times=20)

    assert len(server.contents) == 2


async def test_who_stops_the_service_does_not_wait_for_a_silent_server(sqlite: Store, tmp_path: Path) -> None:
    stop = threading.Event()
    async with Scripted({"greeting": [HANG]}, at={"greeting": stop.set}).running() as server:
        town = Town(sqlite, server.port, tmp_path)
        await town.starts_in_vain()
        town.at += 6 * MINUTE
        began = time.monotonic()
        await asyncio.to_thread(tell_of_a_failed_start, AWAY, town.settings, stop, clock=lambda: town.at)

    assert time.monotonic() - began < 20


def test_who_only_watches_keeps_a_note_of_their_own() -> None:
    assert kept_in(settings()) != kept_in(settings(), watches_only=True)


async def test_what_was_told_while_the_service_ran_is_not_told_by_starts_that_fail(
    sqlite: Store, tmp_path: Path
) -> None:
    async with town_of(sqlite, tmp_path) as (town, sink):
        await town.fails(FULL, times=4)
        await town.starts_in_vain(times=10)

    assert told(sink) == [STAFF, TECHNICIAN]


async def test_a_start_that_can_note_nothing_writes_to_nobody(sqlite: Store, tmp_path: Path) -> None:
    async with town_of(sqlite, tmp_path / "gone") as (town, sink):
        await town.starts_in_vain(times=10)

    assert sink.letters == []  # each start is the first one then


async def test_a_clock_that_was_ahead_silences_nobody(sqlite: Store, tmp_path: Path) -> None:
    async with town_of(sqlite, tmp_path) as (town, sink):
        town.at += timedelta(days=1)
        await town.starts_in_vain()
        town.at -= timedelta(days=1)
        await town.starts_in_vain(times=10)

    assert told(sink) == [STAFF, TECHNICIAN]


_OF_NO_ZONE = {"since": "2026-05-04T08:00:00", "cause": "STORE", "trouble": "", "failures": 1}
_NAIVE = json.dumps(_OF_NO_ZONE | {"is_told": 0, "letters": None})


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"since": 5}', _NAIVE, "\0"])
async def test_a_damaged_note_is_as_none(sqlite: Store, text: str, tmp_path: Path) -> None:
    async with town_of(sqlite, tmp_path) as (town, sink):
        town.note.write_text(text)
        await town.starts_in_vain(times=5)
        assert sink.letters == []
        await town.starts_in_vain(times=5)

    assert told(sink) == [STAFF, TECHNICIAN]
