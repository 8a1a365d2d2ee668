"""The store: one writer, all or nothing, readable by nobody else, and clear about what is wrong."""

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, insert, inspect, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError, StatementError

from daemon.books import keyed_hashes
from daemon.books.migrations import HEAD
from daemon.books.store import LOG_LIMIT, Store, Transaction
from daemon.books.tables import events, folders, subscriptions
from daemon.errors import StoreError
from tests.supervisor import PATIENCE

THREADS, ROUNDS = 4, 60
NOBODY = 65534


def folder_row(tx: Transaction, name: str = "INBOX", **values: object) -> None:
    row = {"uidvalidity": 1, "last_uid": 0, "by_instant": False, "vanished": 0} | values
    tx.connection.execute(insert(folders).values(name=name, **row))


def happened(tx: Transaction) -> None:
    tx.connection.execute(insert(events).values(at=datetime.now(UTC), what="alta", by="test", note=""))


def subscription(tx: Transaction, ref: str, **values: object) -> None:
    row = {"id_document": "12345678Z", "phone": "+34600111222", "state": "active"} | values
    tx.connection.execute(
        insert(subscriptions).values(ref=ref, name="", without_alta=False, opened_at=datetime.now(UTC), **row)
    )


def counted(store: Store) -> int:
    with store.read() as tx:
        return tx.connection.execute(select(folders.c.vanished)).scalar_one()


def in_threads(work: Callable[[], None]) -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(work) for _ in range(THREADS)]:
            done.result()


def count_one_more(tx: Transaction) -> None:
    held = tx.connection.execute(select(folders.c.vanished)).scalar_one()
    tx.connection.execute(update(folders).values(vanished=held + 1))


def test_no_update_is_lost_between_threads(store: Store) -> None:
    with store.begin() as tx:
        folder_row(tx)

    def work() -> None:
        for _ in range(ROUNDS):
            with store.begin() as tx:
                count_one_more(tx)

    in_threads(work)

    assert counted(store) == THREADS * ROUNDS


def test_the_drivers_own_transactions_lose_updates_in_silence(sqlite: Store) -> None:
    """The test above can fail: this is what it is there for."""
    with sqlite.begin() as tx:
        folder_row(tx)
    plain = create_engine(sqlite.url)
    together = threading.Barrier(THREADS)

    def work() -> None:
        with plain.begin() as connection:
            held = connection.execute(select(folders.c.vanished)).scalar_one()
            together.wait(timeout=PATIENCE)
            connection.execute(update(folders).values(vanished=held + 1))

    in_threads(work)
    plain.dispose()

    assert counted(sqlite) == 1


def test_two_programs_lose_no_update(store: Store, url: str) -> None:
    with store.begin() as tx:
        folder_row(tx)
    other = subprocess.Popen([sys.executable, "-c", _COUNTS_TO_60, url])

    for _ in range(ROUNDS):
        with store.begin() as tx:
            count_one_more(tx)

    assert other.wait(timeout=PATIENCE) == 0
    assert counted(store) == 2 * ROUNDS


_COUNTS_TO_60 = """
import sys
from daemon.books import keyed_hashes
from daemon.books.store import Store
from tests.daemon.books.test_store import count_one_more

store = Store(sys.argv[1])
for _ in range(60):
    with store.begin() as tx:
        count_one_more(tx)
store.close()
"""


def test_a_crash_inside_leaves_nothing(store: Store) -> None:
    def crash_inside() -> None:
        with store.begin() as tx:
            folder_row(tx)
            happened(tx)
            _ = 1 // 0

    with pytest.raises(ZeroDivisionError):
        crash_inside()

    with store.read() as tx:
        assert tx.connection.execute(select(func.count()).select_from(folders)).scalar() == 0
        assert tx.connection.execute(select(func.count()).select_from(events)).scalar() == 0


def test_what_was_known_of_a_part_that_failed_is_known_no_more(store: Store) -> None:
    def crash_inside(tx: Transaction) -> None:
        with store.apart(tx):
            keyed_hashes.make(tx)
            _ = 1 // 0

    with store.begin() as tx:
        with pytest.raises(ZeroDivisionError):
            crash_inside(tx)
        undone = keyed_hashes.key_of(tx)
        given = keyed_hashes.made_for(tx, "a letter")

    with store.begin() as tx:
        assert (undone, keyed_hashes.made_for(tx, "a letter")) == (None, given)


def test_a_program_killed_inside_leaves_nothing_and_bars_nobody(store: Store, url: str) -> None:
    killed = subprocess.run([sys.executable, "-c", _KILLED_INSIDE, url], check=False, timeout=PATIENCE)
    assert killed.returncode == -9

    with store.begin() as tx:
        assert tx.connection.execute(select(func.count()).select_from(folders)).scalar() == 0
        folder_row(tx)


_KILLED_INSIDE = """
import os, signal, sys
from daemon.books import keyed_hashes
from daemon.books.store import Store
from tests.daemon.books.test_store import folder_row

with Store(sys.argv[1]).begin() as tx:
    folder_row(tx)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_reader_waits_for_no_writer_and_sees_what_was_committed(store: Store) -> None:
    with store.begin() as tx:
        folder_row(tx, "INBOX")
        with store.read() as other:
            seen = other.connection.execute(select(func.count()).select_from(folders)).scalar()
        assert seen == 0

    with store.read() as tx:
        assert tx.connection.execute(select(func.count()).select_from(folders)).scalar() == 1


def test_a_reading_transaction_sees_one_moment(store: Store) -> None:
    with store.read() as tx:
        before = tx.connection.execute(select(func.count()).select_from(folders)).scalar()
        with store.begin() as writer:
            folder_row(writer)
        after = tx.connection.execute(select(func.count()).select_from(folders)).scalar()

    assert (before, after) == (0, 0)


def test_what_is_written_while_reading_is_refused_and_not_dropped_in_silence(store: Store) -> None:
    with pytest.raises((StoreError, DatabaseError), match=r"read-?only"), store.read() as tx:
        folder_row(tx)

    with store.begin() as tx:
        folder_row(tx)


@pytest.mark.parametrize(
    ("pragma", "held"),
    [
        pytest.param("journal_mode", "wal", id="readers wait for nobody"),
        pytest.param("synchronous", 2, id="a commit survives a power cut (FULL)"),
        pytest.param("foreign_keys", 1, id="no row points nowhere"),
    ],
)
def test_every_connection_of_sqlite_is_set_up(sqlite: Store, pragma: str, held: object) -> None:
    with sqlite.read() as first, sqlite.read() as second:
        for tx in (first, second):
            assert tx.connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == held


def test_a_row_that_points_nowhere_is_refused(store: Store) -> None:
    with pytest.raises(IntegrityError), store.begin() as tx:
        tx.connection.execute(
            insert(events).values(at=datetime.now(UTC), what="x", by="x", note="", subscription_id=99)
        )


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def test_nobody_else_may_read_the_file_nor_what_lies_beside_it(tmp_path: Path) -> None:
    with umask(0o022), closing(Store(f"sqlite:///{tmp_path / 'books.db'}")) as store, store.exclusive():
        with store.begin() as tx:
            folder_row(tx)
        modes = {file.name: stat.filemode(file.stat().st_mode) for file in tmp_path.iterdir()}

    assert set(modes) == {"books.db", "books.db-wal", "books.db-shm", "books.db.lock"}
    assert set(modes.values()) == {"-rw-------"}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_file_that_others_may_open_is_refused_with_the_way_out(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "books.db"
    Store(f"sqlite:///{file}").close()
    file.chmod(mode)

    with pytest.raises(StoreError, match=f"chmod 600 {re.escape(str(file))}$"):
        Store(f"sqlite:///{file}")


def is_one_clear_line(error: pytest.ExceptionInfo[StoreError], named: object) -> bool:
    said = str(error.value)
    return "\n" not in said and str(named) in said and "sqlalche.me" not in said


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "books.db"

    with pytest.raises(StoreError) as error:
        Store(f"sqlite:///{file}")

    assert is_one_clear_line(error, file)


def test_a_file_that_is_no_database_is_one_clear_line_and_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "books.db"
    file.write_bytes(b"Benvolguts veins,\n" * 500)
    file.chmod(0o600)

    with pytest.raises(StoreError) as error:
        Store(f"sqlite:///{file}")

    assert is_one_clear_line(error, file)
    assert file.read_bytes() == b"Benvolguts veins,\n" * 500


def test_a_folder_in_place_of_the_file_is_one_clear_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)

    with pytest.raises(StoreError) as error:
        Store(f"sqlite:///{tmp_path}")

    assert is_one_clear_line(error, tmp_path)


@contextmanager
def as_nobody(*, with_books: bool = False) -> Iterator[Path]:
    """Be an ordinary user for a while, in a folder of their own: to root nothing is read-only.

    The books are made before: that user may not be let into the clone, where their migrations lie.
    """
    folder = Path(tempfile.mkdtemp(prefix="altabaixa-"))
    root = os.geteuid() == 0
    if root:
        os.chown(folder, NOBODY, NOBODY)
    if with_books:
        Store(f"sqlite:///{folder / 'books.db'}").close()
    if root:
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o700)
        shutil.rmtree(folder)


def test_a_folder_that_cannot_be_written_is_one_clear_line() -> None:
    with as_nobody() as folder:
        folder.chmod(0o500)
        with pytest.raises(StoreError) as error:
            Store(f"sqlite:///{folder / 'books.db'}")

    assert is_one_clear_line(error, folder)


def test_a_store_of_somebody_else_is_one_clear_line() -> None:
    with as_nobody(with_books=True) as folder:
        (folder / "books.db").chmod(0o000)
        with pytest.raises(StoreError) as error:
            Store(f"sqlite:///{folder / 'books.db'}")

    assert is_one_clear_line(error, folder / "books.db")


def test_a_lock_of_somebody_else_is_one_clear_line() -> None:
    with (
        as_nobody(with_books=True) as folder,
        closing(Store(f"sqlite:///{folder / 'books.db'}")) as store,
    ):
        with store.exclusive():
            pass
        (folder / "books.db.lock").chmod(0o000)
        with pytest.raises(StoreError, match=r"lock cannot be opened.*books\.db\.lock"), store.exclusive():
            pytest.fail("held without a lock")


def test_what_root_opens_first_the_service_can_open_later(tmp_path: Path) -> None:
    """An administrator imports the list before the service ever ran."""
    if os.geteuid() == 0:
        os.chown(tmp_path, NOBODY, NOBODY)
    with closing(Store(f"sqlite:///{tmp_path / 'books.db'}")) as store, store.exclusive():
        with store.begin() as tx:
            folder_row(tx)
        owners = {file.stat().st_uid for file in tmp_path.iterdir()}

    assert len(list(tmp_path.iterdir())) >= 2
    assert owners == {tmp_path.stat().st_uid}


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    """Else the service's user could make root open, or own, any file."""
    (tmp_path / "books.db.lock").symlink_to(tmp_path / "elsewhere")
    linked = closing(Store(f"sqlite:///{tmp_path / 'books.db'}"))

    with linked as store, pytest.raises(StoreError, match="lock"), store.exclusive():
        pytest.fail("held by a link")

    assert not (tmp_path / "elsewhere").exists()


def test_a_server_that_does_not_answer_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error:
        Store(f"postgresql+psycopg://town@/books?host={tmp_path}")

    assert is_one_clear_line(error, tmp_path)


def test_a_plain_postgresql_url_means_the_driver_that_we_have(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error:
        Store(f"postgresql://town@/books?host={tmp_path}")

    assert "psycopg2" not in str(error.value)
    assert "connection" in str(error.value)


def test_a_missing_driver_is_one_clear_line_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(StoreError, match=r"pip install 'altabaixa\[postgresql\]'"):
        Store("postgresql+psycopg://town@/books")


def test_a_file_given_as_a_uri_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite would create it itself, with rights that we do not choose."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(StoreError, match="name the file itself"):
        Store("sqlite:///file:books.db?uri=true")

    assert list(tmp_path.iterdir()) == []


def test_a_schema_newer_than_the_program_is_refused_by_name_and_left_alone(store: Store, url: str) -> None:
    with store.begin() as tx:
        tx.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreError, match=f"schema 9999.*newer than this program's {HEAD}.*backup"):
        Store(url)

    with store.read() as tx:
        assert tx.connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"


def test_opening_again_changes_nothing(store: Store, url: str) -> None:
    with store.begin() as tx:
        folder_row(tx)

    with closing(Store(url)) as again:
        assert counted(again) == 0


def test_many_programs_may_open_a_new_store_at_once(url: str) -> None:
    programs = [subprocess.Popen([sys.executable, "-c", _OPENS, url]) for _ in range(6)]

    assert [program.wait(timeout=PATIENCE) for program in programs] == [0] * 6


_OPENS = "import sys; from daemon.books.store import Store; Store(sys.argv[1]).close()"


@pytest.mark.parametrize(
    "statement",
    ["UPDATE events SET note = 'x'", "UPDATE events SET what = '', note = ''", "DELETE FROM events"],
)
def test_what_happened_is_only_ever_added_to(store: Store, statement: str) -> None:
    with store.begin() as tx:
        happened(tx)

    with pytest.raises(DatabaseError, match="append-only"), store.begin() as tx:
        tx.connection.execute(text(statement))

    with store.read() as tx:
        assert tx.connection.execute(select(events.c.note)).scalars().all() == [""]


def test_postgresql_refuses_to_empty_the_events_at_once(postgresql_only: Store) -> None:
    with pytest.raises(DatabaseError, match="append-only"), postgresql_only.begin() as tx:
        tx.connection.execute(text("TRUNCATE events"))


def test_two_living_subscriptions_of_one_document_and_phone_are_refused(store: Store) -> None:
    with store.begin() as tx:
        subscription(tx, "A-0001", state="due")

    for state in ("requested", "consented", "due", "active"):
        with pytest.raises(IntegrityError), store.begin() as tx:
            subscription(tx, "A-0002", state=state)


@pytest.mark.parametrize(
    "missing",
    [
        pytest.param({"phone": None}, id="no mobile known"),
        pytest.param({"id_document": None, "name": "Pol"}, id="no document known"),
    ],
)
def test_who_left_and_who_differs_may_stand_beside_a_living_one(
    store: Store, missing: dict[str, object]
) -> None:
    with store.begin() as tx:
        subscription(tx, "A-0001")
        subscription(tx, "A-0002", state="left")
        subscription(tx, "A-0003", state="leaving")
        subscription(tx, "A-0004", phone="+34600999888")
        subscription(tx, "A-0005", id_document="23456789D")
        tx.connection.execute(
            insert(subscriptions).values(
                ref="A-0006", state="active", without_alta=False, opened_at=datetime.now(UTC),
                **{"name": "", "id_document": "12345678Z", "phone": "+34600111222"} | missing,
            )
        )  # fmt: skip

    with store.read() as tx:
        assert tx.connection.execute(select(func.count()).select_from(subscriptions)).scalar() == 6


def test_an_error_of_the_database_prints_no_residents_data(store: Store) -> None:
    with store.begin() as tx:
        subscription(tx, "A-0001")

    with pytest.raises(IntegrityError) as error, store.begin() as tx:
        subscription(tx, "A-0002")

    said = [str(error.value), str(error.value.orig), str(error.getrepr(style="native"))]
    assert not [text for text in said if "12345678Z" in text or "600111222" in text]


def test_a_naive_instant_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="naive datetime"), store.begin() as tx:
        tx.connection.execute(insert(events).values(at=datetime(2026, 5, 4, 8, 0), what="x", by="x"))  # noqa: DTZ001


def test_an_instant_comes_back_the_same_and_aware(store: Store) -> None:
    at = datetime(2026, 10, 25, 2, 30, 15, 123456, tzinfo=UTC)
    with store.begin() as tx:
        folder_row(tx, baseline_at=at.astimezone())

    with store.read() as tx:
        held = tx.connection.execute(select(folders.c.baseline_at)).scalar_one()

    assert (held, held.tzinfo) == (at, UTC)


_HOLDS = """
import sys
from daemon.books import keyed_hashes
from daemon.books.store import Store

with Store(sys.argv[1]).exclusive():
    print("held", flush=True)
    sys.stdin.read()
"""


@contextmanager
def held_by_another_program(url: str) -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-c", _HOLDS, url]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        yield other
        other.kill()


def test_one_program_at_a_time_works_on_a_store(store: Store, url: str) -> None:
    refused = pytest.raises(StoreError, match="daemon running")
    with held_by_another_program(url), refused, store.exclusive():
        pytest.fail("two programs work on one store")


def test_a_killed_programs_hold_ends_with_it(store: Store, url: str) -> None:
    with held_by_another_program(url) as other:
        other.kill()
        other.wait(timeout=PATIENCE)
        _within_seconds(store)


def _within_seconds(store: Store) -> None:
    """PostgreSQL notices after a moment that a client is gone."""
    for _ in range(100):
        try:
            with store.exclusive():
                return
        except StoreError:
            threading.Event().wait(0.05)
    pytest.fail("the hold of a killed program did not end")


def test_books_may_be_read_and_written_while_a_program_works_on_the_store(store: Store, url: str) -> None:
    with held_by_another_program(url), store.begin() as tx:
        folder_row(tx)


def test_the_hold_ends_with_the_work_and_can_be_taken_again(store: Store, url: str) -> None:
    for _ in range(3):
        with store.exclusive():
            pass
    with held_by_another_program(url):
        pass


def test_two_stores_of_one_program_do_not_both_hold(store: Store, url: str) -> None:
    with closing(Store(url)) as other, store.exclusive(), pytest.raises(StoreError), other.exclusive():
        pytest.fail("two hold one store")


@pytest.mark.parametrize(
    "error", [ValueError("x"), BlockingIOError("x")], ids=["any error", "one like the lock's"]
)
def test_an_error_of_the_work_comes_out_as_it_is(store: Store, error: Exception) -> None:
    with pytest.raises(type(error)) as raised, store.exclusive():
        raise error

    assert raised.value is error


def test_holding_a_store_keeps_no_transaction_open(postgresql_only: Store) -> None:
    """An idle transaction would keep PostgreSQL from ever cleaning up, and some servers end it."""
    with postgresql_only.exclusive(), postgresql_only.read() as tx:
        idle = text("SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'")
        assert tx.connection.execute(idle).scalar() == 0


@pytest.fixture
def postgresql_only(request: pytest.FixtureRequest) -> Iterator[Store]:
    with closing(Store(request.getfixturevalue("postgresql").fresh())) as store:
        yield store


def test_a_full_disk_rolls_back_and_leaves_the_rows_intact(sqlite: Store) -> None:
    with sqlite.begin() as tx:
        folder_row(tx)
        pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def fill_up() -> None:
        with sqlite.begin() as tx:
            tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
            count_one_more(tx)
            for number in range(2000):
                folder_row(tx, f"folder {number}" * 40)

    with pytest.raises(StoreError, match="full; nothing was changed") as refused:
        fill_up()

    assert refused.value.full
    assert counted(sqlite) == 0
    with sqlite.read() as tx:
        assert tx.connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_a_full_disk_of_a_server_is_told_from_other_failures(postgresql_only: Store) -> None:
    """PostgreSQL's own words for it, for its disk is not ours to fill."""
    for code, full in (("53100", True), ("57014", False)):
        raised = f"DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{code}'; END $$"
        with pytest.raises(StoreError) as refused, postgresql_only.begin() as tx:
            tx.connection.exec_driver_sql(raised)
        assert refused.value.full is full


def test_a_long_reader_lets_the_log_grow_and_bars_nobody_and_afterwards_it_is_small_again(
    sqlite: Store,
) -> None:
    """Somebody has the books open in another program and forgets it: nothing is put back into the file."""
    log = Path(f"{sqlite.url.database}-wal")
    reader = sqlite3.connect(str(sqlite.url.database), isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM folders").fetchone()
    for number in range(24):
        with sqlite.begin() as tx:
            folder_row(tx, f"{number} {'x' * 1024**2}")
    assert log.stat().st_size > 24 * 1024**2

    reader.execute("ROLLBACK")
    reader.close()
    for number in range(3):
        with sqlite.begin() as tx:
            folder_row(tx, f"after {number}")

    assert log.stat().st_size <= LOG_LIMIT
    with sqlite.read() as tx:
        assert tx.connection.exec_driver_sql("SELECT count(*) FROM folders").scalar() == 27
        assert tx.connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_a_file_system_without_wal_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Network file systems answer the PRAGMA without an error, and with another mode."""
    real = sqlite3.connect
    monkeypatch.setattr("sqlite3.dbapi2.connect", lambda *a, **k: real(*a, **k | {"factory": _NoWal}))

    with pytest.raises(StoreError, match="not WAL"):
        Store(f"sqlite:///{tmp_path / 'books.db'}")


class _NoWal(sqlite3.Connection):
    def cursor(self, *args: object) -> sqlite3.Cursor:  # type: ignore[override]
        return super().cursor(_SaysDelete)


class _SaysDelete(sqlite3.Cursor):
    def execute(self, sql: str, *args: object) -> sqlite3.Cursor:  # type: ignore[override]
        return super().execute(sql.replace("= WAL", "= DELETE"), *args)  # type: ignore[arg-type]


def test_every_table_that_the_program_knows_is_there(store: Store) -> None:
    with store.read() as tx:
        held = set(inspect(tx.connection).get_table_names())

    assert held == {*subscriptions.metadata.tables, "alembic_version"}
