"""The nightly copy put back: what came after it is handled anew, what came before it is not."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from daemon.books import backup
from daemon.books.ledger import vanished
from daemon.books.store import Store
from daemon.books.tables import messages
from daemon.configuration.settings import load
from tests.daemon.desk.test_confirming import tap
from tests.journeys.conftest import TownHall, text_of
from tests.journeys.test_run_once import FROM_ROSER, LEAVE, PERE, ROSER, SUBJECT

FROM_PERE = "Pere Camprubí <pere@veins.example>"
PERE_ASKS = (
    "Bon dia,\n\nEm podríeu donar de baixa? Encara m'ho he de pensar una mica.\n"
    "Pere Camprubí Soler\nDNI 23456789D\nMòbil 600 333 444\n"
)
PERE_LEAVES = "Bon dia,\n\nPere Camprubí Soler\nDNI 23456789D\nMòbil 600 333 444\n"


def copy(town_hall: TownHall) -> None:
    backup.back_up(load(town_hall.config).store_url, now=town_hall.at)


def restore(town_hall: TownHall, copy: str = "backup/books.db") -> str:
    done = town_hall.here("restore", str(town_hall.folder / copy), "--force")
    assert done.exit_code == 0, done.stderr
    return done.stdout


def ledger(town_hall: TownHall) -> list[tuple[Any, ...]]:
    """Each message's line, without its number and hour."""
    wanted = [c for c in messages.c if c.name not in {"id", "handled_at"}]
    with closing(Store(load(town_hall.config).store_url)) as store, store.read() as tx:
        return [tuple(row) for row in tx.connection.execute(select(*wanted).order_by(messages.c.uid))]


def books_aside(town_hall: TownHall) -> Path:
    (aside,) = town_hall.folder.glob("before-restore-*")
    return aside / "books.db"


def case_refs(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute("SELECT ref FROM cases ORDER BY id")]


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


def test_nobody_gets_a_letter_twice_and_what_they_hold_still_names_their_case(restored: Restored) -> None:
    town_hall, *_ = restored
    first = case_refs(books_aside(town_hall))

    town_hall.run_once()
    town_hall.run_once()

    assert len(town_hall.sink.to("roser@veins.example")) == 1
    assert len(town_hall.sink.to("pere@veins.example")) == 1
    assert case_refs(town_hall.folder / "books.db") == first
    # What he answers is found by the letter that he has.
    letter = town_hall.sink.to("pere@veins.example")[0]
    town_hall.mail(
        "No he estat jo",
        sender=FROM_PERE,
        subject=f"Re: {letter['Subject']}",
        message_id="<3@veins.example>",
        In_Reply_To=str(letter["Message-ID"]),
    )
    town_hall.run_once()
    assert town_hall.cases()[-1]["subscribers"] == ["A-0002"]
    assert "respon al nostre correu" in town_hall.messages()[-1]["reasons"][0]


def test_where_the_books_that_stood_are_lost_the_second_letter_is_the_first_ones_twin(
    town_hall: TownHall,
) -> None:
    town_hall.residents(ROSER, PERE)
    town_hall.run_once()
    assert town_hall.here("backup", str(town_hall.folder / "kept.db")).exit_code == 0
    town_hall.mail(PERE_LEAVES, sender=FROM_PERE, subject=SUBJECT, message_id="<2@veins.example>")
    town_hall.run_once()
    for file in town_hall.folder.glob("books.db*"):
        file.unlink()

    told = restore(town_hall, "kept.db")
    town_hall.run_once()

    assert "may be answered again, under the same Message-ID" in told
    first, second = town_hall.sink.to("pere@veins.example")
    assert first["Message-ID"] == second["Message-ID"]
    assert text_of(first) == text_of(second)


def test_a_yes_to_a_question_asked_before_the_restore_still_acts(town_hall: TownHall) -> None:
    """The tap's code was never in the copy: the store's key gives the same again."""
    town_hall.residents(ROSER, PERE)
    town_hall.run_once()
    assert town_hall.here("backup", str(town_hall.folder / "kept.db")).exit_code == 0
    town_hall.mail(PERE_ASKS, sender=FROM_PERE, subject=SUBJECT, message_id="<2@veins.example>")
    town_hall.run_once()
    (question,) = town_hall.sink.to("pere@veins.example")
    assert "Letters that residents got since then: 1" in restore(town_hall, "kept.db")
    assert town_hall.states()["+34600333444"] == "active"
    town_hall.run_once()
    assert len(town_hall.sink.to("pere@veins.example")) == 1

    subject, text = tap(question)
    town_hall.mail(text, sender=FROM_PERE, subject=subject, message_id="<3@veins.example>")
    town_hall.run_once()

    assert town_hall.states()["+34600333444"] == "leaving"


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
