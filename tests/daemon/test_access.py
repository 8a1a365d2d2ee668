"""Who may not read the books, or a file beside them, is told which and who they are; the rest goes on."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from daemon.books import backup
from daemon.books.health import Loop, note_alive
from daemon.books.store import Store
from daemon.configuration.settings import load
from daemon.service.app import App, now
from daemon.service.publishing import Publishing
from tests.daemon.conftest import CONFIG, Answer, refused
from tests.daemon.service.test_status import lives, synced
from tests.other_user import NOBODY, Run, users

ON_BOOKS = (
    "subscribers list", "subscribers show A-0001", "subscribers export A-0001", "subscribers activate A-0001",
    "cases list", "cases show C-1", "cases apply C-1", "cases close C-1",
    "messages list --json", "messages show 1", "digest", "phone vcards", "backup", "run --once",
)  # fmt: skip


@pytest.fixture(scope="module")
def as_nobody() -> Iterator[Run]:
    with users() as run:
        yield run


@pytest.fixture
def town() -> Iterator[Path]:
    """A configuration that everybody may read, and books in a folder of their own; pytest's are closed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "books").mkdir(mode=0o700)
        config = folder / "altabaixa.toml"
        config.write_text(CONFIG.replace("///books.db", "///books/books.db"))
        (folder / "imap-password").touch(mode=0o600)
        with closing(Store(url_of(config))) as store:
            lives(store, now=now())
            synced(store, now())
        yield config


def url_of(config: Path) -> str:
    return f"sqlite:///{books_of(config)}"


def books_of(config: Path) -> Path:
    return config.parent / "books" / "books.db"


def publish(config: Path) -> None:
    """The daemon wrote its state file."""
    with closing(Store(url_of(config))) as store, pytest.MonkeyPatch.context() as patch:
        patch.setenv("RUNTIME_DIRECTORY", str(config.parent / "run" / "altabaixa"))
        note_alive(store, [Loop.SERVICE, Loop.MAILBOX], now=now())
        Publishing().keep(App(settings=load(config), store=store))


@contextmanager
def beating(config: Path) -> Iterator[Path]:
    """A daemon that lives: however long it takes to ask, what it wrote last is not old."""
    (config.parent / "run" / "altabaixa").mkdir(parents=True)
    over = Event()

    def beat() -> None:
        while not over.wait(1):
            publish(config)

    publish(config)
    thread = Thread(target=beat)
    thread.start()
    try:
        yield config.parent / "run"
    finally:
        over.set()
        thread.join()


def told(answer: Answer) -> dict[str, Any]:
    assert answer.err == ""
    found: dict[str, Any] = json.loads(answer.out)
    return found


def test_each_command_that_opens_the_books_says_in_one_line_who_may_not_read_what(
    town: Path, as_nobody: Run
) -> None:
    said = f"the user nobody may not look into the folder {town.parent}/books; run this as root"

    for answer in as_nobody(town, *ON_BOOKS):
        assert refused(answer, said)


def test_status_says_so_too_and_that_no_daemon_says_that_it_lives(town: Path, as_nobody: Run) -> None:
    shown, programs = as_nobody(town, "status", "status --json")

    assert (shown.code, shown.err, programs.code) == (1, "", 1)
    assert f"the store {books_of(town)} cannot be read: the user nobody may not look into" in shown.out
    assert "daemon      not alive" in shown.out
    found = told(programs)
    assert (found["well"], found["daemon"]["alive"], found["mailbox"]["connected"]) == (False, False, None)
    assert "the user nobody" in found["troubles"][1]["said"]


def test_status_tells_from_the_state_file_what_it_can(town: Path, as_nobody: Run) -> None:
    with beating(town) as run:
        shown, programs, every = as_nobody(town, "status", "status --json", "status --all", state=run)

    assert (shown.code, shown.err, every.code) == (0, "", 0)
    assert "daemon      alive since 20" in shown.out
    assert "mailbox     connected, read to UID 4711 at 20" in shown.out
    found = told(programs)
    assert (found["well"], found["daemon"]["alive"], found["mailbox"]["connected"]) == (True, True, True)
    assert (found["outbox"]["waiting"], found["cases"]["staff"], found["subscribers"]["active"]) == (0, 0, 0)
    assert "Ajuntament de Setcases  yes    yes" in every.out


def test_status_needs_no_configuration_that_it_may_read(town: Path, as_nobody: Run) -> None:
    with beating(town) as run:
        town.chmod(0o600)
        (answer,) = as_nobody(town, "status", state=run)

    assert (answer.code, answer.err) == (0, "")
    assert f"! this is not all: {town}: cannot be read: the user nobody may not read {town}" in answer.out


def test_in_a_folder_that_may_not_be_entered_the_other_places_are_looked_into(
    town: Path, as_nobody: Run
) -> None:
    closed = town.parent / "closed"
    closed.mkdir(mode=0o700)

    (answer,) = as_nobody(None, "cases list", folder=closed)

    assert refused(
        answer, f"there is neither {closed}/altabaixa.toml nor /etc/altabaixa/altabaixa.toml", code=2
    )


def test_check_goes_on_behind_what_it_may_not_read(town: Path, as_nobody: Run) -> None:
    (town.parent / "letters").mkdir(mode=0o700)
    town.write_text(town.read_text() + '[letters]\nfolder = "letters"\n')

    (answer,) = as_nobody(town, "check --json")

    verdicts = {each["subject"]: each for each in json.loads(answer.out)}
    assert (answer.code, answer.err) == (1, "")
    assert "Permission denied for the user nobody" in verdicts["credentials.imap"]["said"]
    assert f"the user nobody may not read {town.parent}/books" in verdicts["store.folder"]["said"]
    assert "Permission denied for the user nobody" in json.dumps(verdicts)
    assert {"clock.now", "calendar.confirmed", "imap.connection", "smtp.connection"} <= set(verdicts)


def test_a_configuration_that_is_closed_is_named_with_who_may_not_read_it(town: Path, as_nobody: Run) -> None:
    town.chmod(0o600)

    for answer in as_nobody(town, "status", "check", "backup", "cases list"):
        assert refused(answer, f"{town}: cannot be read: the user nobody may not read {town}", code=2)


def test_letters_that_are_closed_are_not_taken_for_ours(town: Path, as_nobody: Run) -> None:
    (town.parent / "letters").mkdir(mode=0o700)
    town.write_text(town.read_text() + '[letters]\nfolder = "letters"\n')

    for answer in as_nobody(town, "letters list", "letters show done", "letters check"):
        assert refused(answer, f"the user nobody may not read {town.parent}/letters; run this as root")


def test_a_file_in_a_folder_that_is_closed_is_not_said_to_be_missing(town: Path, as_nobody: Run) -> None:
    closed = town.parent / "books" / "there"
    closed.touch()

    for answer in as_nobody(town, f"check --mail {closed}", f"phone reconcile {closed}"):
        assert refused(answer, f"{closed}: Permission denied for the user nobody")
    (answer,) = as_nobody(town, f"explain {closed}")
    assert (answer.code, answer.err) == (1, f"{closed}: Permission denied for the user nobody\n")


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
def test_each_file_of_the_books_is_named(town: Path, as_nobody: Run, end: str) -> None:
    books_of(town).parent.chmod(0o755)
    closed = Path(f"{books_of(town)}{end}")
    with closing(Store(url_of(town))) as store, store.read():  # so that its log and its index are there
        for file in books_of(town).parent.iterdir():
            os.chown(file, NOBODY, NOBODY)
        os.chown(closed, 0, 0)

        for answer in as_nobody(town, "cases list", "backup"):
            assert refused(answer, f"the user nobody may not read {closed}")
        (answer,) = as_nobody(town, "status")
        assert f"the user nobody may not read {closed}" in answer.out


def test_a_restore_that_may_not_take_the_lock_says_whose_it_is(town: Path, as_nobody: Run) -> None:
    books_of(town).parent.chmod(0o755)
    lock = Path(f"{books_of(town)}.lock")
    lock.touch(mode=0o600)

    (answer,) = as_nobody(town, f"restore {town}")

    assert refused(answer, f"{lock}: the user nobody may not read {lock}; run this as root")


def test_a_folder_that_may_only_be_read_is_named(town: Path, as_nobody: Run) -> None:
    books_of(town).parent.chmod(0o755)
    os.chown(books_of(town), NOBODY, NOBODY)

    listed, status, copied = as_nobody(town, "cases list", "status", "backup")

    why = f"the user nobody may not write to {books_of(town).parent}"
    assert refused(listed, why)
    assert refused(copied, f"the copy {backup.backup_path(url_of(town))}", "for the user nobody")
    assert (status.code, status.err, why in status.out) == (1, "", True)


def test_on_a_file_system_that_is_read_only_nothing_crashes(town: Path, as_nobody: Run) -> None:
    books = books_of(town).parent
    if subprocess.run(["mount", "--bind", "-o", "ro", books, books], check=False).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        answers = as_nobody(town, "cases list", "backup", "status", "check", user=0)
    finally:
        subprocess.run(["umount", books], check=True)

    listed, copied, status, check = answers
    why = f"the file system of {books}/books.db is read-only"
    assert refused(listed, why)
    assert refused(copied, "Read-only file system")
    assert (status.code, status.err, why in status.out) == (1, "", True)
    assert (check.code, check.err) == (1, "")
    assert f"the store's folder cannot be used: the file system of {books} is read-only" in check.out
