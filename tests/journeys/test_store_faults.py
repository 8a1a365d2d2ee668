"""The disk, the clock and a second program: whatever they do, each mail is answered once."""

import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journeys.conftest import ALTABAIXA, TownHall, text_of
from tests.journeys.test_listening import question
from tests.journeys.test_outages import TECHNICIAN, name_technician, notices
from tests.journeys.test_run_once import FROM_ROSER, LEAVE, ROSER, SUBJECT
from tests.supervisor import supervised

STAFF = "secretaria@setcases.cat"


def answered(town_hall: TownHall, senders: list[str]) -> Counter[str]:
    return Counter(to for _, to, _ in town_hall.sink.letters if to in senders)


@contextmanager
def disk(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """A small disk of the test's own."""
    if os.geteuid() != 0:
        pytest.skip("only root mounts a disk")
    folder.mkdir()
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", folder], check=True
    )
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def floor() -> int:
    """Megabytes below which no mail is read."""
    return 0


@pytest.fixture
def small(town_hall: TownHall, floor: int) -> Iterator[Path]:
    """The books lie on a disk of a few megabytes."""
    with disk(town_hall.folder / "disk", megabytes=8) as folder:
        text = town_hall.config.read_text()
        books = f'url = "sqlite:///{folder}/books.db"\nmin_free_mb = {floor}'
        town_hall.config.write_text(text.replace('url = "sqlite:///books.db"', books))
        yield folder


def _fill(file: Path) -> None:
    with suppress(OSError), file.open("wb", buffering=0) as filler:
        while filler.write(b"x" * 4096):
            pass


@pytest.mark.parametrize("floor", [0, 4], ids=["to the last", "below the floor first"])
def test_a_disk_that_fills_up_under_the_daemon_is_told_by_mail_and_loses_nothing(
    town_hall: TownHall, small: Path
) -> None:
    name_technician(town_hall)
    mails = dict(question(town_hall) for _ in range(3))
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        daemon.wait_for("mailbox connected")
        _fill(small / "filler")
        for raw in mails.values():
            town_hall.dovecot.deliver(raw)
        assert "full" in daemon.wait_for("in trouble: the store")
        town_hall.sink.wait_for(TECHNICIAN)
        told = len(daemon.said)
        for _ in range(3):  # it goes on, and is not told again
            daemon.wait_for("in trouble: the store", after=told)
            told = len(daemon.said)
        assert not answered(town_hall, list(mails))
        assert len(town_hall.sink.to(TECHNICIAN)) == 1

        (small / "filler").unlink()
        for sender in mails:
            town_hall.sink.wait_for(sender)
        town_hall.sink.wait_for(TECHNICIAN, letters=2)

    for reader in (TECHNICIAN, STAFF):
        alarm, recovery = notices(town_hall, reader)
        assert "massa poc espai" in text_of(alarm)
        assert "La bústia torna a funcionar" in text_of(recovery)
    assert answered(town_hall, list(mails)) == Counter(dict.fromkeys(mails, 1))


def test_a_disk_that_is_read_only_is_named_and_loses_nothing(town_hall: TownHall, small: Path) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    subprocess.run(["mount", "-o", "remount,ro", small], check=True)

    done = town_hall.command("run", "--once")

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
    assert "books.db" in done.stderr
    assert not town_hall.sink.letters
    subprocess.run(["mount", "-o", "remount,rw", small], check=True)
    town_hall.run_once()
    assert len(town_hall.sink.to("roser@veins.example")) == 1


def test_books_that_no_start_can_open_are_told_by_mail_and_so_is_their_return(
    town_hall: TownHall,
) -> None:
    name_technician(town_hall)
    town_hall.residents(ROSER)
    books, aside = town_hall.folder / "books.db", town_hall.folder / "aside.db"
    books.rename(aside)
    books.write_text("no books")
    books.chmod(0o600)

    def starts() -> None:
        done = town_hall.command("run")
        assert (done.returncode, "books.db failed" in done.stderr) == (1, True), done.stderr

    starts()
    assert not town_hall.sink.letters
    note = town_hall.folder / "books.db.outage.json"
    known = json.loads(note.read_text())
    note.write_text(json.dumps({**known, "since": "2026-05-04T08:00:00+00:00"}))  # long ago
    starts()
    starts()
    for reader in (TECHNICIAN, STAFF):
        (alarm,) = notices(town_hall, reader)
        assert "file is not a database" in text_of(alarm)

    books.unlink()
    aside.rename(books)
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]):
        town_hall.sink.wait_for(TECHNICIAN, letters=2)
        town_hall.sink.wait_for(STAFF, letters=2)
    for reader in (TECHNICIAN, STAFF):
        assert "La bústia torna a funcionar" in text_of(notices(town_hall, reader)[1])
    assert not note.exists()


def test_of_two_daemons_that_start_at_once_one_works(town_hall: TownHall) -> None:
    sender, raw = question(town_hall)
    town_hall.dovecot.deliver(raw)
    command = [ALTABAIXA, "run", "--config", town_hall.config]
    with supervised(command) as one, supervised(command) as other:
        town_hall.sink.wait_for(sender)
        both = [one.process, other.process]
        lost = next(process for process in both if process.poll() is not None or _waits(process))
        assert lost.returncode == 1
        (left,) = [process for process in both if process is not lost]
        assert left.poll() is None
        late, raw = question(town_hall)
        town_hall.dovecot.deliver(raw)
        town_hall.sink.wait_for(late)
        said = one.errors.read_text() + other.errors.read_text()

    assert said.count("another altabaixa works on this store") == 1
    assert answered(town_hall, [sender, late]) == Counter([sender, late])


def _waits(process: "subprocess.Popen[bytes]") -> bool:
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        return False
    return True


@pytest.mark.parametrize("jump", [timedelta(days=1), timedelta(days=-1)], ids=["forward", "back"])
def test_a_clock_that_is_a_day_off_for_a_while_does_nothing_twice_and_forgets_nothing(
    town_hall: TownHall, jump: timedelta
) -> None:
    town_hall.residents(ROSER)
    senders, right = [], town_hall.at
    for clock in (timedelta(), jump, jump, timedelta(), timedelta()):
        sender, raw = question(town_hall)
        senders.append(sender)
        # The server's clock is right: what comes, comes when it comes.
        town_hall.dovecot.deliver(raw, at=right)
        town_hall.at = right + clock
        town_hall.run_once()
        right += timedelta(minutes=10)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT, at=right)
    town_hall.at = right
    town_hall.run_once()

    assert answered(town_hall, senders) == Counter(dict.fromkeys(senders, 1))
    assert town_hall.states() == {"+34600111222": "leaving"}
    mondays = [m for m in town_hall.sink.to(STAFF) if "dilluns 4 de maig" in str(m["Subject"])]
    assert len(mondays) == 1
    subjects = [str(m["Subject"]) for m in town_hall.sink.to(STAFF)]
    assert len(subjects) == len(set(subjects))
