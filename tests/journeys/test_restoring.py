"""The nightly copy put back: what came after it is handled anew, what came before it is not."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from daemon.books import backup
from daemon.books.ledger import vanished
from daemon.books.store import Store
from daemon.books.tables import messages
from daemon.configuration.settings import load
from tests.journeys.conftest import TownHall
from tests.journeys.test_run_once import FROM_ROSER, LEAVE, PERE, ROSER, SUBJECT

FROM_PERE = "Pere Camprubí <pere@veins.example>"
PERE_LEAVES = "Bon dia,\n\nPere Camprubí Soler\nDNI 23456789D\nMòbil 600 333 444\n"


def copy(town_hall: TownHall) -> None:
    backup.back_up(load(town_hall.config).store_url, now=town_hall.at)


def restore(town_hall: TownHall) -> None:
    """As docs/install.md has it."""
    aside = town_hall.folder / "before-restore"
    aside.mkdir(mode=0o700)
    for file in town_hall.folder.glob("books.db*"):
        file.rename(aside / file.name)
    shutil.copyfile(town_hall.folder / "backup" / "books.db", town_hall.folder / "books.db")
    (town_hall.folder / "books.db").chmod(0o600)


def ledger(town_hall: TownHall) -> list[tuple[Any, ...]]:
    """Each message's line, without its number and hour."""
    wanted = [c for c in messages.c if c.name not in {"id", "handled_at"}]
    with closing(Store(load(town_hall.config).store_url)) as store, store.read() as tx:
        return [tuple(row) for row in tx.connection.execute(select(*wanted).order_by(messages.c.uid))]


Restored = tuple[TownHall, dict[str, str], list[tuple[Any, ...]]]


@pytest.fixture
def restored(town_hall: TownHall) -> Restored:
    """Roser left before the copy and Pere after it; then the copy was put back. What had stood there."""
    town_hall.residents(ROSER, PERE)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT, message_id="<1@veins.example>")
    town_hall.run_once()
    copy(town_hall)
    town_hall.at += timedelta(hours=1)
    town_hall.mail(PERE_LEAVES, sender=FROM_PERE, subject=SUBJECT, message_id="<2@veins.example>")
    town_hall.run_once()
    before = (town_hall.states(), ledger(town_hall))
    restore(town_hall)
    return town_hall, *before


def test_books_and_ledger_come_to_what_they_were(restored: Restored) -> None:
    town_hall, states, lines = restored
    assert town_hall.states() == {"+34600111222": "leaving", "+34600333444": "active"}
    assert len(ledger(town_hall)) == 1

    town_hall.run_once()

    assert town_hall.states() == states == {"+34600111222": "leaving", "+34600333444": "leaving"}
    assert ledger(town_hall) == lines
    assert len(lines) == 2


def test_who_was_answered_before_the_copy_hears_nothing_and_who_came_after_it_is_answered_again(
    restored: Restored,
) -> None:
    town_hall, *_ = restored

    town_hall.run_once()
    town_hall.run_once()

    assert len(town_hall.sink.to("roser@veins.example")) == 1
    # Known: the books do not remember the first letter, and a doubled one is better than none.
    first, second = town_hall.sink.to("pere@veins.example")
    assert first["Message-ID"] != second["Message-ID"]
    assert first["In-Reply-To"] == second["In-Reply-To"] == "<2@veins.example>"


def test_a_leave_that_was_in_no_copy_and_is_deleted_by_now_is_counted_as_vanished(restored: Restored) -> None:
    town_hall, *_ = restored
    with town_hall.dovecot.client() as client:
        client.select_folder("INBOX")
        client.delete_messages([max(client.search())])
        client.expunge()

    town_hall.run_once()

    assert town_hall.states()["+34600333444"] == "active"
    with closing(Store(load(town_hall.config).store_url)) as store, store.read() as tx:
        assert vanished(tx) == 1


def test_a_restored_store_is_whole_and_the_daemon_takes_it_at_once(restored: Restored) -> None:
    town_hall, *_ = restored

    town_hall.run_once()

    with closing(sqlite3.connect(town_hall.folder / "books.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
