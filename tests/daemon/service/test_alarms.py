"""Each outage is told of once, and no outage hides another."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from daemon.books import health
from daemon.books.health import Loop
from daemon.books.store import Store
from daemon.books.tables import folders, outbox
from daemon.service.app import App
from rules.transport.reconnection import Cause
from tests.daemon.conftest import NOW, settings


@dataclass
class Town:
    store: Store
    at: datetime = NOW

    @property
    def app(self) -> App:
        return App(settings=settings(), store=self.store, clock=lambda: self.at)

    def fails(
        self, loop: Loop, cause: Cause, *, times: int = 1, every: timedelta = timedelta(minutes=1)
    ) -> None:
        for _ in range(times):
            health.note_down(self.store, loop, cause=cause.name, trouble="IMAP says no", now=self.at)
            self.app.alarms.ring()
            self.at += every

    def is_well(self, loop: Loop) -> None:
        health.note_up(self.store, loop, now=self.at)
        self.app.alarms.ring()

    def told(self) -> list[str]:
        with self.store.read() as tx:
            keys = tx.connection.execute(select(outbox.c.key).order_by(outbox.c.id)).scalars()
            return [key.partition("/2026")[0] for key in keys]


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with closing(Store(f"sqlite:///{tmp_path / 'books.db'}")) as store:
        yield Town(store)


def test_an_outage_is_told_once_and_its_end_once(town: Town) -> None:
    town.fails(Loop.MAILBOX, Cause.AWAY, times=30)
    town.is_well(Loop.MAILBOX)
    town.is_well(Loop.MAILBOX)

    assert town.told() == ["outage/mailbox", "recovery"]


def test_the_end_of_an_outage_never_leaves_before_what_it_ends(town: Town) -> None:
    town.fails(Loop.MAILBOX, Cause.AWAY, times=30)
    with town.store.begin() as tx:  # SMTP was away as well, and the letter waits
        tx.connection.execute(update(outbox).values(due_at=town.at + timedelta(minutes=4)))

    town.is_well(Loop.MAILBOX)

    with town.store.read() as tx:
        due = tx.connection.execute(select(outbox.c.key).order_by(outbox.c.due_at, outbox.c.id)).scalars()
        assert [key.partition("/")[0] for key in due] == ["outage", "recovery"]


def test_a_blip_is_told_to_nobody(town: Town) -> None:
    for _ in range(5):
        town.fails(Loop.MAILBOX, Cause.AWAY, times=3)
        town.is_well(Loop.MAILBOX)

    assert town.told() == []


def test_a_missing_junk_folder_hides_no_dead_mailbox(town: Town) -> None:
    town.fails(Loop.JUNK, Cause.FOLDER, times=3)
    town.fails(Loop.MAILBOX, Cause.REFUSED, times=3)

    assert town.told() == ["outage/junk", "outage/mailbox"]


def test_a_missing_folder_that_becomes_a_dead_mailbox_is_told_anew(town: Town) -> None:
    town.fails(Loop.MAILBOX, Cause.FOLDER, times=3)
    town.fails(Loop.MAILBOX, Cause.REFUSED, times=3)

    assert town.told() == ["outage/mailbox", "outage/mailbox"]


def test_the_second_outage_of_a_day_is_told_as_the_first(town: Town) -> None:
    for _ in range(2):
        town.fails(Loop.MAILBOX, Cause.AWAY, times=10)
        town.is_well(Loop.MAILBOX)

    assert town.told() == ["outage/mailbox", "recovery"] * 2


def test_a_mail_folder_nobody_configures_any_more_is_no_dead_mailbox(town: Town) -> None:
    with town.store.begin() as tx:
        for name, at in (("INBOX", town.at), ("Vella", town.at - timedelta(days=9))):
            row = {"name": name, "uidvalidity": 1, "last_uid": 1, "synced_at": at}
            tx.connection.execute(folders.insert().values(row))
        made = town.app.digests.of(tx, town.at.date())

    assert made.health.mailbox_down_since is None
