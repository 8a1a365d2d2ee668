"""The daemon as a service: what it tells its manager, how it stops, and what it reads again."""

import resource
import signal
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from daemon.books.store import Store
from tests.journeys.conftest import ALTABAIXA, TownHall
from tests.journeys.test_listening import question
from tests.postgresql import PostgreSql
from tests.supervisor import PATIENCE, Supervisor, supervised

STAFF = "secretaria@setcases.cat"


@pytest.fixture
def service(town_hall: TownHall) -> Iterator[Supervisor]:
    town_hall.at = datetime.now(UTC)
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        yield daemon


def test_is_ready_with_a_mailbox_out_of_reach_and_says_so(town_hall: TownHall, service: Supervisor) -> None:
    town_hall.dovecot.kill()

    service.wait_for("READY=1")
    service.wait_for("MAILBOX OUT OF REACH: IMAP 127.0.0.1")
    assert service.process.poll() is None


def test_stops_at_once_and_with_a_word(service: Supervisor) -> None:
    service.wait_for("mailbox connected")

    assert service.stop() == 0
    service.wait_for("STOPPING=1")


def test_stops_in_the_middle_of_a_backlog_and_goes_on_where_it_was(town_hall: TownHall) -> None:
    town_hall.configure(more="[replies]\nper_day_unauthenticated = 1000\n")
    senders = []
    with town_hall.dovecot.client() as client:
        for _ in range(150):
            sender, raw = question(town_hall)
            senders.append(sender)
            client.append("INBOX", raw)
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        town_hall.sink.wait_for(senders[0])
        assert daemon.stop() == 0
    early = len(town_hall.sink.letters)

    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        town_hall.sink.wait_for(senders[-1])
        assert daemon.stop() == 0

    answered = [recipient for _, recipient, _ in town_hall.sink.letters if recipient in senders]
    assert sorted(answered) == sorted(senders)  # each of them once
    assert early < len(senders)


def test_a_silent_server_does_not_keep_it_from_stopping(town_hall: TownHall, service: Supervisor) -> None:
    service.wait_for("mailbox connected")
    town_hall.dovecot.freeze()

    assert service.stop() == 0


_KEPT_FOR_LONG = """
import sys
from daemon.service.way_out import WayOut
WayOut.__init__.__kwdefaults__["kept_seconds"] = 3600.0
sys.argv = ["altabaixa", "run", "--config", {config!r}]
from daemon.cli import main
main()
"""


def test_keeps_the_way_out_open_for_the_next_mail_and_closes_it_at_its_end(town_hall: TownHall) -> None:
    program = _KEPT_FOR_LONG.format(config=str(town_hall.config))
    with supervised([sys.executable, "-c", program]) as daemon:
        daemon.wait_for("mailbox connected")
        for _ in range(2):
            sender, raw = question(town_hall)
            town_hall.dovecot.deliver(raw)
            town_hall.sink.wait_for(sender)

        assert (len(set(town_hall.sink.talks)), town_hall.sink.quits) == (1, 0)
        assert daemon.stop() == 0
        assert town_hall.sink.quits == 1


def test_takes_up_a_configuration_on_sighup(town_hall: TownHall, service: Supervisor) -> None:
    service.wait_for("mailbox connected")
    with town_hall.dovecot.client() as client:
        client.create_folder("Brossa")
    town_hall.configure(junk='junk_folders = ["Brossa"]')

    service.signal(signal.SIGHUP)

    service.wait_for("RELOADING=1")
    service.wait_for("READY=1\nSTATUS=configuration read again")
    _, raw = question(town_hall)
    seen = len(service.said)
    town_hall.dovecot.deliver(raw, folder="Brossa")
    service.wait_for("1 card for staff", after=seen)


def sessions(town_hall: TownHall) -> int:
    return sum(name == "imap" for name in town_hall.dovecot.processes().values())


def test_two_sighups_at_once_leave_one_listener(town_hall: TownHall, service: Supervisor) -> None:
    service.wait_for("mailbox connected")
    town_hall.dovecot.freeze()
    for _ in range(3):
        service.signal(signal.SIGHUP)
    seen = len(service.said)
    town_hall.dovecot.thaw()
    service.wait_for("read again", after=seen)
    sender, raw = question(town_hall)
    town_hall.dovecot.deliver(raw)
    town_hall.sink.wait_for(sender)

    service.wait_until(lambda _: sessions(town_hall) == 1, what="one session")


def test_leaves_all_as_it_was_where_the_configuration_is_not_good(
    town_hall: TownHall, service: Supervisor
) -> None:
    service.wait_for("mailbox connected")
    town_hall.configure(junk='junk_folder = ["Brossa"]')

    service.signal(signal.SIGHUP)

    said = service.wait_for("configuration NOT read again")
    assert "mailbox.junk_folder" in said
    assert "did you mean junk_folders?" in said
    sender, raw = question(town_hall)
    town_hall.dovecot.deliver(raw)
    town_hall.sink.wait_for(sender)


def test_a_second_daemon_on_the_store_is_refused_in_one_line(
    town_hall: TownHall, service: Supervisor
) -> None:
    service.wait_for("READY=1")

    second = town_hall.command("run")

    assert second.returncode == 1
    assert "another altabaixa works on this store" in second.stderr


_BLOCKED = """
import sys, time
from daemon.service import {module}
{patch}
sys.argv = ["altabaixa", "run", "--config", {config!r}]
from daemon.cli import main
main()
"""


@pytest.mark.parametrize(
    ("module", "patch", "loop"),
    [
        pytest.param(
            "listener",
            "listener._STEP_SECONDS = 1; listener.Sync.read_all = lambda self: time.sleep(3600)",
            "listener",
            id="who listens",
        ),
        pytest.param(
            "app, watchdog",
            "watchdog._FIRST_WORD = 1; app.App.duties = lambda self: time.sleep(3600)",
            "beat",
            id="the beat",
        ),
        pytest.param(
            "app, run",
            "import asyncio; run._LETTER_PATIENCE = 1; app.App.send = lambda *_, **__: asyncio.sleep(3600)",
            "sending",
            id="who sends",
        ),
        pytest.param(
            "run",
            "run.Service._note_alive = lambda self: (self._manager.alive(), time.sleep(3600))",
            "",
            id="all of it",
        ),
    ],
)
def test_a_loop_that_stands_still_has_the_daemon_restarted(
    town_hall: TownHall, module: str, patch: str, loop: str
) -> None:
    program = _BLOCKED.format(module=module, patch=patch, config=str(town_hall.config))
    with supervised([sys.executable, "-c", program], watchdog=8.0) as daemon:
        daemon.wait_for("READY=1")
        first = len(daemon.said)

        daemon.wait_for("READY=1", after=first)

        assert daemon.starts >= 2
        if loop:
            assert f'"loops": ["{loop}"]' in daemon.errors.read_text()


def test_a_duty_that_breaks_silences_no_other_and_is_named(town_hall: TownHall) -> None:
    patch = "app.App._queue_digest = lambda self: 1 / 0"
    program = _BLOCKED.format(module="app", patch=patch, config=str(town_hall.config))
    with supervised([sys.executable, "-c", program]) as daemon:
        daemon.wait_for("BROKEN, see the journal: digest; mailbox connected")

        assert '"duty": "digest", "error": "ZeroDivisionError"' in daemon.errors.read_text()


def test_a_sender_that_breaks_is_tried_again(town_hall: TownHall) -> None:
    patch = (
        "sent, tries = app.App.send, iter([1, 1, 0]);"
        "app.App.send = lambda *given, **options: 1 / 0 if next(tries, 0) else sent(*given, **options)"
    )
    program = _BLOCKED.format(module="app", patch=patch, config=str(town_hall.config))
    with supervised([sys.executable, "-c", program]) as daemon:
        daemon.wait_for("mailbox connected")
        sender, raw = question(town_hall)
        town_hall.dovecot.deliver(raw)

        town_hall.sink.wait_for(sender)

        assert '"event": "sender_broke"' in daemon.errors.read_text()


def test_waiting_for_a_server_that_is_away_is_no_standing_still(town_hall: TownHall) -> None:
    town_hall.dovecot.kill()
    with supervised([ALTABAIXA, "run", "--config", town_hall.config], watchdog=8.0) as daemon:
        daemon.wait_until(lambda _: daemon.said.count("WATCHDOG=1") >= 4, what="four times that it lives")

        assert daemon.starts == 1


def test_a_store_that_is_locked_for_long_loses_nothing(town_hall: TownHall, service: Supervisor) -> None:
    service.wait_for("mailbox connected")
    sender, raw = question(town_hall)
    with sqlite3.connect(town_hall.folder / "books.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        town_hall.dovecot.deliver(raw)
        service.wait_for("database is locked")
        other.execute("ROLLBACK")
    other.close()

    town_hall.sink.wait_for(sender)


def test_a_disk_that_is_full_is_named_and_loses_nothing(town_hall: TownHall, service: Supervisor) -> None:
    service.wait_for("mailbox connected")
    size = (town_hall.folder / "books.db-wal").stat().st_size
    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    asked = [question(town_hall) for _ in range(3)]
    for _, raw in asked:
        town_hall.dovecot.deliver(raw)
    said = service.wait_for("in trouble: the store")
    assert "nothing was changed" in said
    assert not all(town_hall.sink.to(sender) for sender, _ in asked)  # what had room was done

    resource.prlimit(service.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)

    for sender, _ in asked:
        town_hall.sink.wait_for(sender)
    assert {len(town_hall.sink.to(sender)) for sender, _ in asked} == {1}


def test_books_that_were_deleted_under_it_are_missed_and_not_begun_anew(
    town_hall: TownHall, service: Supervisor
) -> None:
    service.wait_for("mailbox connected")
    assert town_hall.command("backup").returncode == 0
    for file in town_hall.folder.glob("books.db*"):
        file.unlink()

    assert service.process.wait(PATIENCE) == 1
    assert "was deleted or replaced while we worked on it" in service.errors.read_text()

    again = town_hall.command("run", "--once")
    assert again.returncode == 1
    assert "restore the checked copy" in again.stderr
    assert not (town_hall.folder / "books.db").exists()


def test_who_loses_the_lock_on_a_server_stops(town_hall: TownHall, postgresql: PostgreSql) -> None:
    url = postgresql.fresh()
    text = town_hall.config.read_text().replace("sqlite:///books.db", url)
    town_hall.config.write_text(text)
    Store(url).close()
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        daemon.wait_for("mailbox connected")

        postgresql.cut_everybody_off()

        assert daemon.process.wait(PATIENCE) == 1
        assert "let go of our lock" in daemon.errors.read_text()
