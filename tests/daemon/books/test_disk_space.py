"""With too little room on the disk no mail is read; letters leave, people are told, and it resumes."""

import shutil
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from daemon.books import disk_space, health
from daemon.books.health import Loop
from daemon.books.store import Store
from daemon.books.tables import contents, messages
from daemon.configuration.settings import Settings, parse
from daemon.errors import MailboxError
from daemon.letters.health import alarms
from daemon.mailbox.sync import Sync
from daemon.service.app import App
from daemon.service.status import status_of
from rules.transport.reconnection import Cause
from tests.daemon.conftest import NOW, TABLES
from tests.daemon.mailbox.test_sync import OddMailbox, _mail

MB = 1024**2


class Disk:
    """A disk whose free room is in the test's hands."""

    def __init__(self, free_mb: int) -> None:
        self.free_mb = free_mb
        self.usage: Any = shutil.disk_usage("/")

    def __call__(self, _folder: object) -> Any:
        return self.usage._replace(free=self.free_mb * MB)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk(free_mb=500)
    monkeypatch.setattr(disk_space.shutil, "disk_usage", disk)
    return disk


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    books = {"url": f"sqlite:///{tmp_path / 'books.db'}", "min_free_mb": 300}
    return parse({**TABLES, "store": books, "mailbox": {**TABLES["mailbox"], "since": "all"}})


def _uids(store: Store) -> list[int]:
    with store.read() as tx:
        return list(tx.connection.execute(select(messages.c.uid).order_by(messages.c.uid)).scalars())


def test_below_the_floor_no_mail_is_read_and_above_it_all_of_it_is(
    sqlite: Store, settings: Settings, disk: Disk
) -> None:
    app = App(settings=settings, store=sqlite, clock=lambda: NOW)
    mailbox = OddMailbox()
    for uid in (1, 2, 3):
        mailbox.put(uid, _mail(uid))
    disk.free_mb = 299
    with pytest.raises(MailboxError) as refused:
        Sync(app.intake, mailbox).read_all()
    assert (refused.value.cause, _uids(sqlite)) == (Cause.DISK, [])

    disk.free_mb = 300
    Sync(app.intake, mailbox).read_all()

    assert _uids(sqlite) == [1, 2, 3]


def test_a_disk_that_fills_up_in_a_round_ends_it_between_two_mails(
    sqlite: Store, settings: Settings, disk: Disk
) -> None:
    app = App(settings=settings, store=sqlite, clock=lambda: NOW)
    mailbox = OddMailbox()
    for uid in (1, 2, 3):
        mailbox.put(uid, _mail(uid))

    asked = count()

    def fill() -> None:
        if next(asked) > 1:
            disk.free_mb = 10

    with pytest.raises(MailboxError):
        Sync(app.intake, mailbox, between=fill).read_all()
    read = _uids(sqlite)
    disk.free_mb = 500
    Sync(app.intake, mailbox).read_all()

    assert (read, _uids(sqlite)) == ([], [1, 2, 3])  # nothing is passed over


def test_people_are_told_of_it_once_by_letter_digest_and_status(
    sqlite: Store, settings: Settings, disk: Disk
) -> None:
    app = App(settings=settings, store=sqlite, clock=lambda: NOW)
    disk.free_mb = 120
    for _ in range(3):
        with pytest.raises(MailboxError) as refused:
            disk_space.require(settings)
        health.note_down(
            sqlite, Loop.MAILBOX, cause=refused.value.cause.name, trouble=str(refused.value), now=NOW
        )
        app.alarms.ring()

    with sqlite.read() as tx:
        (letter,) = tx.connection.execute(select(contents.c.raw)).scalars()
        digest = app.digests.of(tx, NOW.date())
        found = status_of(tx, settings, now=NOW)
    assert "massa poc espai" in letter.decode()
    (alarm,) = alarms(digest.health, settings.tz)
    assert "massa poc espai" in alarm
    assert (found.full, found.well) == (True, False)
    assert app.in_one_line().startswith("NO MAIL IS READ: 120 MB are free")

    disk.free_mb = 400
    health.note_up(sqlite, Loop.MAILBOX, now=NOW + timedelta(minutes=1))
    assert app.alarms.ring()
    with sqlite.read() as tx:
        assert not status_of(tx, settings, now=datetime.now(UTC)).full


def test_a_database_server_s_disk_is_not_looked_at(disk: Disk) -> None:
    disk.free_mb = 0
    disk_space.require(parse({**TABLES, "store": {"url": "postgresql+psycopg://town@db/town"}}))
