"""`status`: what it says of the service, its exit code, and that it only looks."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from daemon.books import backup, health, subscribers
from daemon.books.health import Loop
from daemon.books.read_only import open_read_only
from daemon.books.store import Store
from daemon.books.tables import cases, digests, folders, outbox, pulses, subscriptions
from daemon.configuration.settings import Settings, load
from daemon.service.app import App
from daemon.service.publishing import Publishing
from daemon.service.status import Status, note_start, status_of
from daemon.version import VERSION
from rules.books.subscription import State, Subscription
from rules.transport.reconnection import Cause
from tests.daemon.conftest import NOW, Answer, Command, mark, settings


@pytest.fixture
def books_beside(config: Path) -> Iterator[Store]:
    """The store of the configuration, as the daemon has it."""
    with closing(Store(f"sqlite:///{config.parent / 'books.db'}")) as store:
        yield store


def lives(store: Store, *, now: datetime) -> None:
    """A daemon that has been up for an hour and reads the mailbox."""
    note_start(store, version=VERSION, now=now - timedelta(hours=1))
    health.note_alive(store, [Loop.SERVICE], now=now)
    health.note_up(store, Loop.MAILBOX, now=now)


def synced(store: Store, at: datetime, *, name: str = "INBOX", uid: int = 4711) -> None:
    row = {"name": name, "uidvalidity": 1, "last_uid": uid, "by_instant": False, "vanished": 2}
    with store.begin() as tx:
        tx.connection.execute(insert(folders).values(**row, synced_at=at))


def subscribed(store: Store, state: State, number: int, consent_at: datetime | None = None) -> None:
    held = Subscription(
        ref=f"A-{number}",
        name="Fina Coll Mir",
        id_document=None,
        phone=f"+346000000{number:02}",
        state=state,
        consent_at=consent_at,
        opened_at=NOW,
    )
    with store.begin() as tx:
        subscribers.insert(tx, held, "imported", mark())


def letter(store: Store, state: str, number: int, case_id: int | None = None) -> None:
    with store.begin() as tx:
        tx.connection.execute(
            insert(outbox).values(
                key=f"k{number}", recipient="fina@veins.example", audience="resident", template="done",
                case_id=case_id, message_id=f"<{number}@setcases.cat>", envelope_sender="",
                state=state, created_at=NOW, due_at=NOW,
            )
        )  # fmt: skip


def card(store: Store, state: str, number: int) -> int:
    with store.begin() as tx:
        row = {"ref": f"C-{number}", "state": state, "reason": "x", "opened_at": NOW}
        (key,) = tx.connection.execute(insert(cases).values(**row)).inserted_primary_key or (0,)
    return int(key)


def seen(store: Store, config: Settings | None = None, *, now: datetime = NOW) -> Status:
    with store.read() as tx:
        return status_of(tx, config or settings(), now=now)


def in_json(answer: Answer) -> dict[str, Any]:
    assert answer.err == ""
    told: dict[str, Any] = json.loads(answer.out)
    return told


# ---- what is read from the books


def test_a_daemon_that_said_so_lately_is_alive_and_connected(store: Store) -> None:
    lives(store, now=NOW)

    found = seen(store)

    assert (found.alive, found.connected, found.well) == (True, True, True)
    assert (found.since, found.version) == (NOW - timedelta(hours=1), VERSION)


def test_after_thirty_seconds_of_silence_nobody_is_alive_or_connected(store: Store) -> None:
    lives(store, now=NOW)

    found = seen(store, now=NOW + timedelta(seconds=31))

    assert (found.alive, found.connected, found.well) == (False, False, False)
    assert (found.since, found.version) == (None, None)


def test_a_daemon_that_took_its_leave_is_dead_at_once(store: Store) -> None:
    lives(store, now=NOW)
    health.note_stopped(store)

    assert not seen(store).well


@pytest.mark.parametrize(
    ("cause", "failures", "minutes", "dead"),
    [
        pytest.param(Cause.AWAY, 20, 4.9, False, id="a restart of the server"),
        pytest.param(Cause.AWAY, 20, 5.1, True, id="an outage"),
        pytest.param(Cause.REFUSED, 1, 0.1, False, id="refused once"),
        pytest.param(Cause.REFUSED, 2, 0.1, True, id="a wrong password"),
    ],
)
def test_the_exit_code_follows_what_people_are_told_of(
    store: Store, cause: Cause, failures: int, minutes: float, dead: bool
) -> None:
    lives(store, now=NOW)
    since = NOW - timedelta(minutes=minutes)
    for _ in range(failures):
        health.note_down(store, Loop.MAILBOX, cause=cause.name, trouble="no", now=since)
    health.note_alive(store, [Loop.MAILBOX], now=NOW)

    found = seen(store)

    assert not found.connected
    assert (found.intake_dead, found.well) == (dead, not dead)


def test_a_listener_that_says_nothing_any_more_is_dead_intake(store: Store) -> None:
    lives(store, now=NOW)
    health.note_alive(store, [Loop.SERVICE], now=NOW + timedelta(minutes=6))

    found = seen(store, now=NOW + timedelta(minutes=6))

    assert (found.alive, found.intake_dead, found.well) == (True, True, False)


def test_a_daemon_that_starts_has_time_to_connect(store: Store) -> None:
    note_start(store, version=VERSION, now=NOW - timedelta(seconds=20))
    health.note_alive(store, [Loop.SERVICE], now=NOW)

    assert seen(store).well


def test_while_smtp_fails_the_service_is_well_and_says_since_when(store: Store) -> None:
    lives(store, now=NOW)
    health.note_down(store, Loop.SENDING, cause="", trouble="no respon", now=NOW - timedelta(hours=2))

    found = seen(store)

    assert found.well
    assert (found.sending.down_since, found.sending.trouble) == (NOW - timedelta(hours=2), "no respon")


def test_the_folder_that_was_read_longest_ago_counts(store: Store) -> None:
    two = settings(mailbox={"folders": ["INBOX", "Registre"]})
    synced(store, NOW)
    assert seen(store, two).last_sync_at is None

    synced(store, NOW - timedelta(minutes=3), name="Registre", uid=9)
    synced(store, NOW - timedelta(days=300), name="Once named", uid=1)

    found = seen(store, two)
    assert (found.last_sync_at, found.uid) == (NOW - timedelta(minutes=3), 4711)
    assert found.vanished == 6


def test_everything_is_counted_by_where_it_stands(store: Store) -> None:
    subscribed(store, State.ACTIVE, 1)
    subscribed(store, State.ACTIVE, 2)
    subscribed(store, State.LEAVING, 3)
    card(store, "staff", 1)
    card(store, "resident", 2)
    card(store, "closed", 3)
    for number, state in enumerate(["waiting", "sending", "failed", "unknown", "unknown", "sent"]):
        letter(store, state, number)

    found = seen(store)

    assert found.subscribers == {
        "requested": 0, "consented": 0, "due": 0, "active": 2, "leaving": 1, "left": 0, "erased": 0,
    }  # fmt: skip
    assert found.cases == {"staff": 1, "resident": 1, "closed": 1}
    assert found.letters == {"waiting": 2, "failed": 1, "unknown": 2}


def test_a_letter_in_doubt_is_spoken_of_until_somebody_closed_its_case(store: Store) -> None:
    still_open, done_at_once, closed = (
        card(store, "staff", 1),
        card(store, "closed", 2),
        card(store, "closed", 3),
    )
    with store.begin() as tx:
        tx.connection.execute(update(cases).where(cases.c.id == closed).values(closed_because="parlat"))
    for number, case_id in enumerate([still_open, done_at_once, closed]):
        letter(store, "unknown", number, case_id)

    assert seen(store).in_doubt == ("C-1", "C-2")
    assert seen(store, now=NOW + timedelta(days=8)).in_doubt == ("C-1",)


def test_a_deadline_is_overdue_from_the_day_after(store: Store) -> None:
    subscribed(store, State.DUE, 1, consent_at=datetime(2026, 4, 24, 8, 0, tzinfo=UTC))  # a Friday
    on_the_day = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)  # five days and the first of May later

    assert seen(store, now=on_the_day).overdue == 0
    assert seen(store, now=on_the_day + timedelta(days=1)).overdue == 1


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=settings().tz)


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        pytest.param("2026-05-04 06:00", None, "2026-05-04 07:30", id="this morning"),
        pytest.param("2026-05-04 09:00", None, "2026-05-04 09:00", id="now, for it is late"),
        pytest.param("2026-05-04 09:00", date(2026, 5, 4), "2026-05-05 07:30", id="tomorrow"),
        pytest.param("2026-05-04 06:00", date(2026, 5, 4), "2026-05-05 07:30", id="sent before its hour"),
        pytest.param("2026-05-04 21:00", None, "2026-05-05 07:30", id="too late for today"),
        pytest.param(
            "2026-05-07 09:00", date(2026, 5, 7), "2026-05-11 07:30", id="after the feast and a weekend"
        ),
    ],
)
def test_the_next_digest_is_named(store: Store, now: str, last: date | None, due: str) -> None:
    if last:
        with store.begin() as tx:
            row = {"kind": "daily", "on": last, "queued_at": NOW, "vanished_total": 0}
            tx.connection.execute(insert(digests).values(row))

    assert seen(store, now=local(now)).next_digest_at == local(due)


def test_a_year_without_a_calendar_is_said_and_from_december_on_the_next_one(store: Store) -> None:
    assert seen(store, now=datetime(2026, 11, 30, tzinfo=UTC)).unconfirmed_years == ()
    assert seen(store, now=datetime(2026, 12, 1, tzinfo=UTC)).unconfirmed_years == (2027,)
    assert seen(store, now=datetime(2027, 2, 1, tzinfo=UTC)).unconfirmed_years == (2027,)


# ---- the command


def test_the_json_has_the_names_that_monitoring_relies_on(
    command: Command, config: Path, books_beside: Store
) -> None:
    now = datetime.now(UTC)
    lives(books_beside, now=now)
    synced(books_beside, now)
    letter(books_beside, "failed", 1)
    card(books_beside, "staff", 1)
    subscribed(books_beside, State.ACTIVE, 1)

    answer = command("status", "--json")

    told = in_json(answer)
    assert answer.code == 0
    assert told["mailbox"]["connected"] is True
    assert told["mailbox"]["uid"] == 4711
    assert abs(datetime.fromisoformat(told["mailbox"]["last_sync_at"]) - now) < timedelta(seconds=1)
    assert {k: told["outbox"][k] for k in ("waiting", "failed", "unknown")} == {
        "waiting": 0, "failed": 1, "unknown": 0,
    }  # fmt: skip
    assert told["cases"] == {"staff": 1, "resident": 0}
    assert told["subscribers"]["active"] == 1


def test_no_daemon_is_said_first_with_the_way_out(command: Command, books_beside: Store) -> None:
    answer = command("status")

    assert answer.code == 1
    assert answer.out.startswith("✗ no daemon is alive\n  → systemctl start altabaixa")
    assert in_json(command("status", "--json"))["troubles"][0]["said"] == "no daemon is alive"


def test_the_pulses_own_sentence_has_the_way_out(command: Command, books_beside: Store) -> None:
    now = datetime.now(UTC)
    lives(books_beside, now=now)
    said = "IMAP imap.setcases.cat: cannot log in; is the password in mailbox.password_file still right?"
    for _ in range(2):
        health.note_down(books_beside, Loop.MAILBOX, cause="REFUSED", trouble=said, now=now)

    answer = command("status")

    assert answer.code == 1
    first = answer.out.splitlines()[0]
    assert first.startswith("✗ the mailbox cannot be read since ")
    assert first.endswith(said)


def test_all_is_well_is_said_too(command: Command, config: Path, books_beside: Store) -> None:
    now = datetime.now(UTC)
    config.write_text(config.read_text().replace("[2026]", f"[{now.year}, {now.year + 1}]"))
    lives(books_beside, now=now)
    backup.back_up(load(config).store_url, now=now)

    answer = command("status")

    assert answer.code == 0
    assert answer.out.startswith("✓ all is well\n")
    assert f"\nprogram     altabaixa {VERSION}\n" in answer.out
    assert len(answer.out.splitlines()) < 24


def test_damaged_books_are_an_error_that_says_how_to_restore(
    command: Command, config: Path, books_beside: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    lives(books_beside, now=now)
    monkeypatch.setattr(backup, "_check", lambda draft, file: _damaged(file))
    backup.back_up(load(config).store_url, now=now)

    answer = command("status")

    assert answer.code == 1
    assert "is damaged: row 3 missing from index" in answer.out
    assert "restore the last whole copy" in answer.out
    assert in_json(command("status", "--json"))["copy"]["damaged"] is True


def _damaged(file: Path) -> None:
    raise backup.DamagedError(backup._damaged(file, "row 3 missing from index"))


def test_the_age_of_the_copy_is_told_and_an_old_one_is_a_warning(
    command: Command, config: Path, books_beside: Store
) -> None:
    now = datetime.now(UTC)
    lives(books_beside, now=now)
    assert "! there is no checked copy" in command("status").out

    backup.back_up(load(config).store_url, now=now - timedelta(days=3))

    answer = command("status")
    assert answer.code == 0
    assert "! the last checked copy of the books is 3 days old\n  → altabaixa backup" in answer.out


def test_a_program_that_was_not_restarted_after_an_upgrade_is_told(
    command: Command, books_beside: Store
) -> None:
    lives(books_beside, now=datetime.now(UTC))
    with books_beside.begin() as tx:
        tx.connection.execute(update(pulses).where(pulses.c.loop == "service").values(version="0.0.9"))

    assert "! the daemon is of version 0.0.9" in command("status").out


def test_no_resident_is_named(command: Command, books_beside: Store) -> None:
    subscribed(books_beside, State.DUE, 1)
    letter(books_beside, "failed", 1, card(books_beside, "staff", 1))

    said = command("status").out + command("status", "--json").out

    assert [word for word in ("Fina", "Coll", "600000001", "veins.example") if word in said] == []


# ---- it only looks


def is_told(command: Command, *said: str) -> bool:
    """Whether `status` says so first, for people and for programs, and that nothing is well."""
    answer, told = command("status"), json.loads(command("status", "--json").out)
    words = " ".join(answer.out.split())
    assert (answer.code, answer.err, told["well"]) == (1, "", False)
    assert [part for part in said if part not in words] == [], words
    return said[0] in json.dumps(told["troubles"][0], ensure_ascii=False)


def test_without_a_store_none_is_made(command: Command, config: Path) -> None:
    assert is_told(command, "there is no store", "the daemon creates it at its first start")
    assert [f.name for f in config.parent.iterdir()] == [config.name]


def test_it_needs_no_password_and_changes_nothing(
    command: Command, books_beside: Store, config: Path
) -> None:
    lives(books_beside, now=datetime.now(UTC))
    with closing(sqlite3.connect(config.parent / "books.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (config.parent / "books.db").read_bytes()

    assert command("status").code == 0

    assert (config.parent / "books.db").read_bytes() == before


def test_it_waits_for_no_writer(command: Command, books_beside: Store) -> None:
    lives(books_beside, now=datetime.now(UTC))
    with books_beside.begin() as tx:
        tx.connection.execute(update(subscriptions).values(name=""))
        answer = command("status")  # one that waited would give up: the writer goes on only after it

    assert answer.code == 0


@pytest.mark.parametrize(
    ("revision", "way_out"),
    [
        pytest.param("9999", "install the newer altabaixa again", id="newer"),
        pytest.param("0001", "start the daemon of this version, which brings it forward", id="older"),
    ],
)
def test_another_schema_is_named_and_left_alone(
    command: Command, books_beside: Store, config: Path, revision: str, way_out: str
) -> None:
    books_beside.close()
    file = config.parent / "books.db"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])

    assert is_told(command, f"schema {revision}", way_out)

    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (revision,)


def test_a_file_that_is_no_database_is_named_with_the_way_out(command: Command, config: Path) -> None:
    file = config.parent / "books.db"
    file.write_bytes(b"Benvolguts veins,\n" * 500)

    assert is_told(command, "books.db cannot be read", "restore the last backup")


def test_books_that_were_damaged_under_a_daemon_that_was_well_are_told(
    command: Command, books_beside: Store, config: Path
) -> None:
    now = datetime.now(UTC)
    lives(books_beside, now=now)
    Publishing().keep(App(settings=load(config), store=books_beside))
    assert command("status").code == 0
    books_beside.close()
    (config.parent / "books.db").write_bytes(b"Benvolguts veins,\n" * 500)

    assert is_told(command, "books.db cannot be read")
    assert json.loads(command("status", "--json").out)["daemon"]["alive"] is True


def test_a_database_of_something_else_is_named(command: Command, config: Path) -> None:
    with closing(sqlite3.connect(config.parent / "books.db")) as connection:
        connection.execute("CREATE TABLE recipes (name)")

    assert is_told(command, "holds no books of altabaixa")


def test_a_store_that_another_program_holds_is_named(
    command: Command, books_beside: Store, config: Path
) -> None:
    books_beside.close()
    with closing(sqlite3.connect(config.parent / "books.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")

        assert is_told(command, "is locked", "another program holds it")


def test_a_server_that_does_not_run_is_named(command: Command, config: Path) -> None:
    config.write_text(config.read_text().replace("sqlite:///books.db", "postgresql://town@127.0.0.1:9/books"))

    assert is_told(command, "cannot be read", "is the server running")


def test_on_either_database_the_look_is_read_only(url: str) -> None:
    with closing(Store(url)) as store:
        lives(store, now=NOW)

    with open_read_only(url) as tx:
        found = status_of(tx, settings(), now=NOW)
        with pytest.raises(Exception, match=r"read-?only"):
            tx.connection.execute(update(pulses).values(trouble="x"))

    assert found.alive
    assert replace(found, now=NOW + timedelta(days=1)).alive is False


def test_of_postgresql_it_says_whose_backup_it_is(command: Command, config: Path, request: Any) -> None:
    url = request.getfixturevalue("postgresql").fresh()
    Store(url).close()
    config.write_text(config.read_text().replace("sqlite:///books.db", url))

    answer = command("status")

    assert "server's own backup has to take the books (pg_dump)" in answer.out
    assert "no checked copy" not in answer.out
