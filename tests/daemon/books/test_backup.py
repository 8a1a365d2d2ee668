"""The nightly copy: one file that is whole, made while the daemon writes, in place of no better one."""

import os
import shutil
import sqlite3
import stat
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, insert, select

from daemon.books import backup
from daemon.books.backup import BackupResult, DamagedError, back_up, back_up_if_missed, last_result, make
from daemon.books.store import Store
from daemon.books.tables import events
from tests.daemon.conftest import NOW, Command, refused
from tests.privacy import EARS

ASSUMPTA = "Assumpta Rovira Bonet"


def write(store: Store, times: int = 1) -> None:
    rows = [{"at": NOW, "what": "x", "by": ASSUMPTA, "note": "n" * 1000} for _ in range(times)]
    with store.begin() as tx:
        tx.connection.execute(insert(events), rows)


def events_in(file: Path) -> int:
    with closing(Store(f"sqlite:///{file}")) as store, store.read() as tx:
        return tx.connection.execute(select(func.count()).select_from(events)).scalar_one()


def damage(file: Path) -> None:
    """Write over pages in the middle, as a failing disk does."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as books:
        books.seek(file.stat().st_size // 2)
        books.write(os.urandom(20_000))


def url_of(store: Store) -> str:
    return store.url.render_as_string(hide_password=False)


def test_the_copy_holds_what_was_committed_and_needs_no_file_beside_it(sqlite: Store, tmp_path: Path) -> None:
    write(sqlite, 3)  # in the WAL still: a plain copy of the file would lack it

    back_up(url_of(sqlite), now=NOW)

    copy = tmp_path / "backup" / "books.db"
    with closing(sqlite3.connect(copy)) as connection:
        # Opened as WAL, it would want two files beside it, also on a medium that cannot be written.
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    alone = tmp_path / "elsewhere.db"
    shutil.copy(copy, alone)
    assert events_in(alone) == 3
    assert sorted(f.name for f in copy.parent.iterdir()) == ["books.db", "last-try.json"]


def test_nobody_else_may_read_the_copy(sqlite: Store, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        back_up(url_of(sqlite), now=NOW)
    finally:
        os.umask(before)

    folder = tmp_path / "backup"
    assert stat.filemode(folder.stat().st_mode) == "drwx------"
    assert {stat.filemode(f.stat().st_mode) for f in folder.iterdir()} == {"-rw-------"}


def test_what_root_copies_by_hand_the_service_can_replace(sqlite: Store, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    os.chown(tmp_path, 65534, 65534)

    back_up(url_of(sqlite), now=NOW)

    made = [tmp_path / "backup", *(tmp_path / "backup").iterdir()]
    assert {(f.stat().st_uid, f.stat().st_gid) for f in made} == {(65534, 65534)}


def test_a_transaction_that_is_open_is_not_waited_for_and_not_in_the_copy(
    sqlite: Store, tmp_path: Path
) -> None:
    write(sqlite)
    with sqlite.begin() as tx:
        tx.connection.execute(insert(events).values(at=NOW, what="x", by="x", note=""))
        back_up(url_of(sqlite), now=NOW)

    assert events_in(tmp_path / "backup" / "books.db") == 1


def test_the_daemon_goes_on_writing_while_a_large_store_is_copied(sqlite: Store, tmp_path: Path) -> None:
    write(sqlite, 60_000)
    copied = threading.Event()

    def copy() -> None:
        back_up(url_of(sqlite), now=NOW)
        copied.set()

    thread = threading.Thread(target=copy)
    thread.start()
    longest, written, started = 0.0, 0, time.monotonic()
    while not copied.is_set():
        began = time.monotonic()
        write(sqlite)
        longest, written = max(longest, time.monotonic() - began), written + 1
    thread.join()

    assert written > 3, "the copy was over before anybody could have waited for it"
    assert longest < (time.monotonic() - started) / 2, "a writer waited for the copy"
    assert 60_000 <= events_in(tmp_path / "backup" / "books.db") <= 60_000 + written


def test_damaged_books_are_told_and_take_no_whole_copys_place(sqlite: Store, tmp_path: Path) -> None:
    write(sqlite, 200)
    back_up(url_of(sqlite), now=NOW)
    sqlite.close()
    damage(tmp_path / "books.db")

    with pytest.raises(DamagedError, match=r"books\.db is damaged.*restore the last whole copy"):
        make(url_of(sqlite), tmp_path / "backup" / "books.db")
    back_up(url_of(sqlite), now=NOW + timedelta(days=1))

    tried = last_result(url_of(sqlite))
    assert (tried.damaged, tried.made_at, tried.at) == (True, NOW, NOW + timedelta(days=1))
    assert events_in(tmp_path / "backup" / "books.db") == 200


def test_an_index_that_lacks_a_row_is_damage_though_every_page_can_be_read(
    sqlite: Store, tmp_path: Path
) -> None:
    """What the WAL-reset bug leaves behind: pages that are well, and do not agree."""
    write(sqlite, 50)
    sqlite.close()
    with closing(sqlite3.connect(tmp_path / "books.db")) as connection:
        connection.executescript(
            "PRAGMA writable_schema = ON;"
            "CREATE INDEX odd ON events (what);"
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX odd ON events (by)' WHERE name = 'odd';"
        )

    with pytest.raises(DamagedError):
        make(url_of(sqlite), tmp_path / "copy.db")

    assert not (tmp_path / "copy.db").exists()


def test_a_disk_too_full_for_it_is_told_and_not_tried(
    sqlite: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(url_of(sqlite), now=NOW)
    almost_full = SimpleNamespace(free=190 * 1024**2)
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda _folder: almost_full)

    back_up(url_of(sqlite), now=NOW + timedelta(days=1))

    tried = last_result(url_of(sqlite))
    assert "190 MB are free" in tried.trouble
    assert "make room" in tried.trouble
    assert (tried.damaged, tried.made_at) == (False, NOW)


def test_a_try_that_fails_leaves_nothing_behind(sqlite: Store, tmp_path: Path) -> None:
    write(sqlite, 200)
    back_up(url_of(sqlite), now=NOW)
    sqlite.close()
    damage(tmp_path / "books.db")

    back_up(url_of(sqlite), now=NOW)

    assert sorted(f.name for f in (tmp_path / "backup").iterdir()) == ["books.db", "last-try.json"]


@pytest.mark.parametrize(
    ("hours", "again"),
    [
        pytest.param(24.9, False, id="last night's is there"),
        pytest.param(25.1, True, id="the machine was off last night"),
    ],
)
def test_a_night_that_was_missed_is_made_up_for(sqlite: Store, hours: float, again: bool) -> None:
    back_up(url_of(sqlite), now=NOW)
    later = NOW + timedelta(hours=hours)

    back_up_if_missed(url_of(sqlite), now=later)

    assert last_result(url_of(sqlite)).made_at == (later if again else NOW)


def test_the_first_start_makes_a_copy_at_once(sqlite: Store) -> None:
    back_up_if_missed(url_of(sqlite), now=NOW)

    assert last_result(url_of(sqlite)) == BackupResult(at=NOW, made_at=NOW)


def test_a_copy_that_somebody_deleted_is_none(sqlite: Store, tmp_path: Path) -> None:
    back_up(url_of(sqlite), now=NOW)
    (tmp_path / "backup" / "books.db").unlink()

    assert last_result(url_of(sqlite)).made_at is None


def test_of_a_server_nothing_is_copied(command: Command, config: Path) -> None:
    config.write_text(config.read_text().replace("sqlite:///books.db", "postgresql://town@db.example/books"))

    answer = command("backup")

    assert refused(answer, "PostgreSQL", "pg_dump")
    assert not (config.parent / "backup").exists()


def test_the_command_makes_it_at_once(command: Command, config: Path) -> None:
    Store(f"sqlite:///{config.parent / 'books.db'}").close()

    assert command("backup").code == 0
    assert command("backup", config.parent / "usb.db").code == 0

    assert events_in(config.parent / "backup" / "books.db") == 0
    assert events_in(config.parent / "usb.db") == 0
    assert last_result(f"sqlite:///{config.parent / 'books.db'}").made_at is not None


def test_the_command_tells_of_damage(command: Command, config: Path) -> None:
    with closing(Store(f"sqlite:///{config.parent / 'books.db'}")) as store:
        write(store, 200)
    damage(config.parent / "books.db")

    assert refused(command("backup"), "books.db is damaged", "stop the daemon")


def test_a_slip_of_the_pen_costs_no_file(command: Command, config: Path) -> None:
    Store(f"sqlite:///{config.parent / 'books.db'}").close()
    held = config.read_bytes()

    assert refused(command("backup", config), "no copy of a store", "name another file")
    assert refused(command("backup", config.parent / "books.db"), "is the store itself")
    assert refused(command("backup", config.parent), "is no file")
    assert refused(command("backup", config.parent / "nowhere" / "x.db"), "cannot be written")
    assert config.read_bytes() == held


def test_without_a_store_nothing_is_made(command: Command, config: Path) -> None:
    assert refused(command("backup"), "there is no store")
    assert [f.name for f in config.parent.iterdir()] == [config.name]


def test_the_log_says_what_came_of_it_and_nobodys_name(sqlite: Store, tmp_path: Path) -> None:
    write(sqlite, 200)
    EARS.take()
    back_up(url_of(sqlite), now=NOW)
    made = EARS.take()
    sqlite.close()
    damage(tmp_path / "books.db")
    back_up(url_of(sqlite), now=NOW)
    damaged = EARS.take()

    assert "copy_made" in made
    assert "store_damaged" in damaged
    assert ASSUMPTA not in made + damaged


def test_a_copy_that_is_not_whole_takes_no_place(
    sqlite: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check is on the copy as it lies on the disk, not on the books it was made from."""
    back_up(url_of(sqlite), now=NOW)
    write(sqlite, 200)
    taken = backup._copy

    def on_a_bad_disk(books: Path, draft: Path) -> None:
        taken(books, draft)
        damage(draft)

    monkeypatch.setattr(backup, "_copy", on_a_bad_disk)
    back_up(url_of(sqlite), now=NOW + timedelta(days=1))

    assert last_result(url_of(sqlite)).damaged
    assert events_in(tmp_path / "backup" / "books.db") == 0


def test_what_a_killed_copy_left_half_done_is_removed_by_the_next(sqlite: Store, tmp_path: Path) -> None:
    back_up(url_of(sqlite), now=NOW)
    folder = tmp_path / "backup"
    forsaken, at_work = folder / ".books.db.abcd_123", folder / ".books.db.efgh4567"
    somebodys = folder / ".books.db.bak"
    for file in (forsaken, at_work, somebodys):
        file.write_text(ASSUMPTA, encoding="utf-8")
    for file in (forsaken, somebodys):
        os.utime(file, (time.time() - 7200,) * 2)

    back_up(url_of(sqlite), now=NOW)

    assert [file.exists() for file in (forsaken, at_work, somebodys)] == [False, True, True]
