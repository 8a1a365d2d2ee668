"""`altabaixa restore`: what is refused, what is told, and that the books that stood are never lost."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from daemon.books import backup
from daemon.books.store import Store
from daemon.books.tables import contents as says
from daemon.books.tables import events, folders, outbox, subscriptions
from tests.daemon.books.test_version_before import MADE
from tests.daemon.conftest import NOW, Answer, Command, refused

OURS = "info@setcases.cat"
ROSER = "Roser Puig Sala"


def letter(number: int, *, sender: str = OURS, **more: object) -> dict[str, object]:
    row = {
        "key": f"digest/{number}", "recipient": "secretaria@setcases.cat", "audience": "staff",
        "template": "digest", "message_id": f"<{number}@setcases.cat>", "envelope_sender": sender,
        "state": "sent", "created_at": NOW, "due_at": NOW, "sent_at": NOW,
    }  # fmt: skip
    return row | more


def fill(file: Path, *, sender: str = OURS) -> None:
    """A person on the list, and a letter by which the town is known."""
    with closing(Store(f"sqlite:///{file}")) as store, store.begin() as tx:
        tx.connection.execute(
            insert(subscriptions).values(
                ref="A-0001", name=ROSER, id_document="12345678Z", phone="+34600111222", state="active",
                opened_at=NOW,
            )
        )  # fmt: skip
        tx.connection.execute(insert(outbox), [letter(1, sender=sender)])
        tx.connection.execute(
            insert(folders).values(name="INBOX", uidvalidity=7, last_uid=41, synced_at=NOW, by_instant=False)
        )


def write(file: Path, **event: object) -> None:
    row = {"at": NOW + timedelta(hours=1), "what": "x", "by": "mail", "note": ""} | event
    with closing(Store(f"sqlite:///{file}")) as store, store.begin() as tx:
        tx.connection.execute(insert(events).values(row))


@pytest.fixture
def books(tmp_path: Path, config: Path) -> Path:
    assert config.parent == tmp_path
    file = tmp_path / "books.db"
    fill(file)
    return file


@pytest.fixture
def kept(books: Path, tmp_path: Path) -> Path:
    file = tmp_path / "kept.db"
    backup.make(f"sqlite:///{books}", file)
    return file


def rows(file: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


def contents(folder: Path) -> dict[str, bytes]:
    """What lies there; the lock, and what SQLite makes to read a log, are nobody's books."""
    passing = (".lock", "-shm", "-wal")
    found = [f for f in sorted(folder.rglob("*")) if f.is_file() and not f.name.endswith(passing)]
    return {f.name: f.read_bytes() for f in found}


def not_forced(answer: Answer, *said: str) -> bool:
    """Whether one clear line refuses it, below what copy and books hold: by that somebody may decide."""
    assert "subscriptions" in answer.out
    return refused(replace(answer, out=""), *said)


def aside(folder: Path) -> Path:
    (found,) = folder.glob("before-restore-*")
    return found


def test_verify_says_what_a_copy_holds_and_changes_nothing(
    command: Command, books: Path, kept: Path, tmp_path: Path
) -> None:
    write(books)
    before = contents(tmp_path)

    answer = command("restore", kept, "--verify")

    assert (answer.code, answer.err) == (0, "")
    assert "kept.db is whole" in answer.out
    assert "2026-05-04 10:00" in answer.out
    assert "2026-05-04 11:00" in answer.out
    assert answer.out.count("1 active") == 2
    assert contents(tmp_path) == before


def test_verify_looks_beside_a_living_daemon(command: Command, books: Path, kept: Path) -> None:
    with closing(Store(f"sqlite:///{books}")) as store, store.exclusive():
        assert command("restore", kept, "--verify").code == 0


def cut_short(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])


def damaged(kept: Path) -> None:
    with kept.open("r+b") as file:
        file.seek(kept.stat().st_size // 3)
        file.write(os.urandom(20_000))


def of_another_program(kept: Path) -> None:
    kept.unlink()
    with closing(sqlite3.connect(kept)) as connection:
        connection.execute("CREATE TABLE recipes (name)")


def newer(kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def of_another_town(kept: Path) -> None:
    kept.unlink()
    fill(kept, sender="info@mollo.cat")
    with closing(sqlite3.connect(kept)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


BAD: list[tuple[Callable[[Path], object], str]] = [
    (Path.unlink, "there is no file"),
    (lambda kept: kept.write_bytes(b""), "is empty"),
    (lambda kept: kept.write_text("name;id_document\n"), "no SQLite database"),
    (lambda kept: kept.write_bytes(kept.read_bytes()[:50]), "is cut short"),
    (cut_short, "is cut short"),
    (damaged, "is damaged"),
    (of_another_program, "holds no books of altabaixa"),
    (newer, "newer than this program's"),
    (of_another_town, "of another town, which writes from info@mollo.cat"),
]


@pytest.mark.parametrize(("spoil", "said"), BAD, ids=[said for _, said in BAD])
def test_what_is_no_good_copy_is_refused_in_one_line_even_by_force(
    command: Command, books: Path, kept: Path, tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    spoil(kept)
    before = contents(tmp_path)

    for options in (["--verify"], [], ["--force"]):
        answer = command("restore", kept, *options)
        assert (answer.code, answer.err.count("\n")) == (1, 1), answer
        assert said in answer.err
    assert contents(tmp_path) == before
    assert not list(tmp_path.glob("before-restore-*"))


def test_a_copy_of_which_nothing_says_whose_it_is_wants_force(
    command: Command, books: Path, tmp_path: Path, empty_books: Path
) -> None:
    other = Path(shutil.copy(empty_books, tmp_path / "other.db"))

    assert "Nothing in it says of which town it is." in command("restore", other, "--verify").out
    assert not_forced(command("restore", other), "nothing in", "says of which town it is", "--force")
    assert command("restore", other, "--force").code == 0


def test_an_old_address_of_the_town_is_known_by_the_configuration(
    command: Command, books: Path, kept: Path, config: Path
) -> None:
    of_another_town(kept)
    config.write_text(config.read_text().replace("[smtp]", 'addresses = ["info@mollo.cat"]\n[smtp]'))

    assert command("restore", kept, "--verify").code == 0


def test_newer_books_are_put_aside_only_by_force_and_whole(
    command: Command, books: Path, kept: Path, tmp_path: Path
) -> None:
    write(books, by="command line", what="activated")
    before = contents(tmp_path)

    assert not_forced(command("restore", kept), "newer than", "nothing was changed", "--force")
    assert contents(tmp_path) == before
    answer = command("restore", kept, "--force")

    assert answer.code == 0, answer.err
    assert f"rm -r {aside(tmp_path)}" in answer.out
    assert "to be done again: 1" in answer.out
    assert "activated" in answer.out
    assert stat.filemode(aside(tmp_path).stat().st_mode) == "drwx------"
    assert [f.name for f in aside(tmp_path).iterdir()] == ["books.db"]
    assert ("activated",) in rows(aside(tmp_path) / "books.db", "SELECT what FROM events")
    assert ("activated",) not in rows(books, "SELECT what FROM events")
    assert stat.filemode(books.stat().st_mode) == "-rw-------"
    assert sorted(f.name for f in tmp_path.glob("books.db*")) == ["books.db", "books.db.lock"]
    assert ROSER not in answer.out


def test_what_was_put_aside_can_be_put_back(
    command: Command, books: Path, kept: Path, tmp_path: Path
) -> None:
    write(books)
    command("restore", kept, "--force")

    assert command("restore", aside(tmp_path) / "books.db", "--force").code == 0
    assert ("x",) in rows(books, "SELECT what FROM events")


def test_beside_a_living_daemon_nothing_is_restored(command: Command, books: Path, kept: Path) -> None:
    with closing(Store(f"sqlite:///{books}")) as store, store.exclusive():
        assert refused(command("restore", kept, "--force"), "is the daemon running?", "stop it first")


def test_books_that_another_program_holds_are_not_taken_for_damaged_ones(
    command: Command, books: Path, kept: Path, tmp_path: Path
) -> None:
    write(books, what="activated")
    with closing(sqlite3.connect(books)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("INSERT INTO events (at, what, by, note) VALUES ('2026-06-01 10:00', 'y', '', '')")
        answer = command("restore", kept)
        assert refused(answer, f"another program holds {books}", "fuser"), answer
        connection.rollback()
    assert not list(tmp_path.glob("before-restore-*"))
    assert ("activated",) in rows(books, "SELECT what FROM events")


def test_the_log_of_a_copy_is_found_through_a_link(
    command: Command, books: Path, kept: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with closing(Store(f"sqlite:///{books}")) as store:
        with store.begin() as tx:
            tx.connection.execute(insert(events).values(at=NOW, what="in the log", by="mail", note=""))
        for end in ("", "-wal"):  # as a machine's backup takes them both
            shutil.copy(f"{books}{end}", elsewhere / f"copy.db{end}")
    (tmp_path / "link.db").symlink_to(elsewhere / "copy.db")
    shutil.copy(kept, books)

    assert command("restore", tmp_path / "link.db").code == 0
    assert ("in the log",) in rows(books, "SELECT what FROM events")


def test_a_store_behind_a_link_stays_on_its_disk(
    command: Command, books: Path, kept: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    shutil.move(books, disk / "real.db")
    books.symlink_to(disk / "real.db")
    write(disk / "real.db", what="activated")

    assert command("restore", kept, "--force").code == 0
    assert books.is_symlink()
    assert ("activated",) not in rows(books, "SELECT what FROM events")
    assert ("activated",) in rows(aside(disk) / "real.db", "SELECT what FROM events")


def test_books_that_came_out_empty_give_way(command: Command, books: Path, kept: Path) -> None:
    write(books, what="activated")
    shutil.copy(books, kept)
    books.write_bytes(b"")

    assert command("restore", kept).code == 0
    assert ("activated",) in rows(books, "SELECT what FROM events")


def test_an_earlier_restore_is_nothing_to_be_done_again(command: Command, books: Path, kept: Path) -> None:
    assert command("restore", kept).code == 0
    answer = command("restore", kept, "--force")

    assert answer.code == 0, answer.err
    assert "to be done again" not in answer.out


def test_postgresql_has_its_own_way(command: Command, kept: Path, config: Path) -> None:
    url = config.read_text().replace("sqlite:///books.db", "postgresql://setcases@db.example.cat/setcases")
    config.write_text(url)

    assert refused(command("restore", kept), "PostgreSQL's", "pg_restore")


def test_the_store_itself_is_no_copy_of_it(command: Command, books: Path) -> None:
    assert refused(command("restore", books, "--force"), "is the store itself")


def test_what_root_restores_belongs_to_the_service(
    command: Command, books: Path, kept: Path, tmp_path: Path
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    for each in (tmp_path, books):
        os.chown(each, 65534, 65534)

    assert command("restore", kept).code == 0

    made = [books, tmp_path / "books.db.lock", aside(tmp_path)]
    assert {(f.stat().st_uid, f.stat().st_gid) for f in made} == {(65534, 65534)}


def test_a_lost_store_comes_back_and_what_waited_for_residents_is_not_sent_again(
    command: Command, books: Path, kept: Path
) -> None:
    waiting = letter(2, key="answer/1", audience="resident", state="waiting", recipient="a@veins.example")
    with closing(Store(f"sqlite:///{kept}")) as store, store.begin() as tx:
        tx.connection.execute(insert(outbox), [waiting])
    books.unlink()

    answer = command("restore", kept)

    assert answer.code == 0, answer.err
    assert "No books stand" in answer.out
    assert "Letters that waited in the copy: 1" in answer.out
    assert rows(books, "SELECT state FROM outbox ORDER BY id") == [("sent",), ("unknown",)]


def test_what_waited_in_the_copy_and_left_since_is_known(command: Command, books: Path, kept: Path) -> None:
    waiting = letter(2, key="answer/1", audience="resident", state="waiting", recipient="a@veins.example")
    with closing(Store(f"sqlite:///{books}")) as store, store.begin() as tx:
        tx.connection.execute(insert(outbox), [waiting, letter(3, state="waiting")])
    backup.make(f"sqlite:///{books}", kept)
    with closing(sqlite3.connect(books)) as connection, connection:
        connection.execute("UPDATE outbox SET state = 'sent' WHERE id = 2")

    assert command("restore", kept).code == 0
    assert rows(books, "SELECT state FROM outbox ORDER BY id") == [("sent",), ("sent",), ("waiting",)]


def test_what_left_since_the_copy_keeps_what_it_said_until_it_is_filed(
    command: Command, books: Path, kept: Path
) -> None:
    since = letter(2, key="answer/1", audience="resident", recipient="a@veins.example")
    with closing(Store(f"sqlite:///{books}")) as store, store.begin() as tx:
        tx.connection.execute(insert(outbox), [since])
        tx.connection.execute(insert(says).values(letter_id=2, raw=b"hola"))

    assert command("restore", kept).code == 0

    taken_over = "SELECT state, filed, raw FROM outbox JOIN contents ON letter_id = outbox.id"
    assert rows(books, taken_over) == [("sent", 0, b"hola")]


def test_damaged_books_are_put_aside_as_they_are_with_their_log(
    command: Command, books: Path, kept: Path, tmp_path: Path
) -> None:
    store = Store(f"sqlite:///{books}")
    with store.begin() as tx:
        tx.connection.execute(insert(events).values(at=NOW, what="in the log", by="mail", note=""))
    log = Path(f"{books}-wal").read_bytes()
    for each in (books, Path(f"{books}-wal"), Path(f"{books}-shm")):  # as a machine leaves it that goes down
        shutil.copy(each, f"{each}.kept")
    store.close()
    for each in (books, Path(f"{books}-wal")):
        shutil.move(f"{each}.kept", each)
    Path(f"{books}-shm.kept").unlink()
    damaged(books)
    wreck = books.read_bytes()

    answer = command("restore", kept)

    assert answer.code == 0, answer.err
    assert "The books that stand cannot be read" in answer.out
    assert "may be answered again" in answer.out
    assert (aside(tmp_path) / "books.db").read_bytes() == wreck
    assert (aside(tmp_path) / "books.db-wal").read_bytes() == log
    assert rows(books, "PRAGMA integrity_check") == [("ok",)]
    assert ("in the log",) not in rows(books, "SELECT what FROM events")


def test_a_copy_of_an_older_schema_is_brought_forward(command: Command, config: Path, tmp_path: Path) -> None:
    answer = command("restore", MADE)

    assert answer.code == 0, answer.err
    assert "A-0002" in command("subscribers", "list").out


def test_what_is_read_again_is_said_folder_by_folder(
    command: Command, books: Path, kept: Path, config: Path
) -> None:
    config.write_text(config.read_text().replace("[smtp]", 'junk_folders = ["Junk"]\n[smtp]'))

    told = command("restore", kept).out

    assert "INBOX: what came after 2026-05-04 10:00 and is still there is read again" in told
    assert "Junk: read as at a first start (mailbox.since)." in told
