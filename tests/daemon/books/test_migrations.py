"""The migrations end at the schema that the program knows, from nothing and from half-way."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, inspect, make_url, text

from daemon.books.migrations import HEAD
from daemon.books.store import Store
from daemon.books.tables import WHERE, metadata


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", "daemon.books:migrations")
    return ScriptDirectory.from_config(config)


def differences(store: Store, known: MetaData) -> list[object]:
    with store.read() as tx:
        context = MigrationContext.configure(
            tx.connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return compare_metadata(context, known)


def test_the_head_that_the_program_names_is_alembics() -> None:
    assert scripts().get_heads() == [HEAD]


def test_a_new_store_has_the_head(store: Store) -> None:
    with store.read() as tx:
        assert tx.connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [
            HEAD
        ]


def test_the_migrations_make_the_tables_that_the_program_knows(store: Store) -> None:
    assert differences(store, metadata) == []


def test_a_table_that_no_migration_makes_would_be_noticed(store: Store) -> None:
    known = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.tables.values():
        table.to_metadata(known)
    Table("forgotten", known, Column("id", Integer, primary_key=True))

    assert [name for name, *_ in differences(store, known)] == ["add_table"]  # type: ignore[misc]


def test_the_index_of_the_living_is_partial_on_both_databases(store: Store) -> None:
    with store.read() as tx:
        indexes = {index["name"]: index for index in inspect(tx.connection).get_indexes("subscriptions")}
    living = indexes["uq_subscriptions_living"]

    where = next(v for k, v in living["dialect_options"].items() if k.endswith("_where"))
    assert living["unique"]
    assert all(state in str(where) for state in ("requested", "consented", "due", "active"))
    assert "leaving" not in str(where)


def test_a_partial_index_has_the_condition_that_the_program_knows(sqlite: Store) -> None:
    """Alembic compares none; and a statement finds such an index only by the very words of its condition."""
    with sqlite.read() as tx:
        made = {
            str(index["name"]): str(index["dialect_options"]["sqlite_where"])
            for indexes in inspect(tx.connection).get_multi_indexes().values()
            for index in indexes
            if index.get("dialect_options")
        }

    known = {
        str(index.name): str(index.info[WHERE])
        for table in metadata.tables.values()
        for index in table.indexes
        if index.info
    }
    assert known
    assert made == known


def test_a_migration_that_fails_leaves_nothing_behind(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a schema would bar the way of the next start."""
    with monkeypatch.context() as broken:
        broken.setattr("sqlalchemy.dialects.sqlite.base.SQLiteTypeCompiler.visit_large_binary", _breaks)
        broken.setattr("sqlalchemy.dialects.postgresql.base.PGTypeCompiler.visit_large_binary", _breaks)
        with pytest.raises(ZeroDivisionError):
            Store(url)

    store = Store(url)
    assert differences(store, metadata) == []
    store.close()


def _breaks(*_: object, **__: object) -> str:
    raise ZeroDivisionError


def test_every_revision_is_found_from_any_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    Store(f"sqlite:///{tmp_path / 'books.db'}").close()

    assert next(script.revision for script in scripts().walk_revisions()) == HEAD


def upgraded_after(url: str, revision: str, *statements: str) -> Store:
    """A store that had those rows when its schema was *revision*."""
    config = Config()
    config.set_main_option("script_location", "daemon.books:migrations")
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    engine = create_engine(address)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
    if address.database and address.get_backend_name() == "sqlite":
        Path(address.database).chmod(0o600)
    return Store(url)


def test_what_was_asked_before_conversations_were_kept_is_one_of_its_own(url: str) -> None:
    store = upgraded_after(
        url,
        "0002",
        "INSERT INTO cases (ref, state, reason, opened_at) "
        "VALUES ('C-2345BCDF', 'resident', 'falten dades', '2026-05-04 08:00:00')",
    )

    with store.read() as tx:
        kept = tx.connection.execute(text("SELECT ref, conversation, language FROM cases")).all()
    assert [tuple(row) for row in kept] == [("C-2345BCDF", "C-2345BCDF", None)]
    assert differences(store, metadata) == []
    store.close()


def test_who_was_on_the_phone_before_lists_were_kept_gets_one_in_the_order_they_came(url: str) -> None:
    rows = [(n, f"+346{n:08}", "active", "") for n in range(1, 256)]
    rows += [
        (256, "+34600000007", "active", ""),  # two of one number
        (257, "+34700000001", "leaving", "active"),  # is the 256th contact
        (258, "+34700000002", "due", ""),
        (259, "+34700000003", "leaving", "due"),  # was perhaps never put on the phone
        (260, "+34700000004", "left", "active"),
        (261, "+34700000005", "active", ""),
    ]
    store = upgraded_after(
        url,
        "0004",
        *(
            "INSERT INTO subscriptions (id, ref, name, phone, state, left_from, without_alta, opened_at) "  # noqa: S608 - the rows are ours
            f"VALUES ({n}, 'A-{n}', '', '{phone}', '{state}', '{left}', false, '2026-05-04 08:00:00')"
            for n, phone, state, left in rows
        ),
    )

    with store.read() as tx:
        wanted = text("SELECT list_number FROM subscriptions ORDER BY id")
        lists = tx.connection.execute(wanted).scalars().all()
    assert lists == [1] * 257 + [None] * 3 + [2]
    assert differences(store, metadata) == []
    store.close()


def test_what_staff_approved_before_is_done_and_nothing_else_is(url: str) -> None:
    case = "INSERT INTO cases (id, ref, state, reason, opened_at, closed_because) VALUES "
    asked = "INSERT INTO requests (case_id, kind, outcome, flaws, at, reason, details, subscribers) VALUES "
    rest = "'[]', '2026-05-04 08:00:00', 'DOUBTFUL', '[]', '[]')"
    closed = {1: "'aprovat'", 2: "'és d''un altre poble'", 3: "NULL"}
    outcomes = ("staff", "resident", "aside", "done")
    store = upgraded_after(
        url,
        "0009",
        *(f"{case} ({n}, 'C-{n}', 'closed', '', '2026-05-04 08:00:00', {why})" for n, why in closed.items()),
        *(f"{asked} ({n}, 'baixa', '{outcome}', {rest}" for n in closed for outcome in outcomes),
        f"{asked} (1, 'unsure', 'staff', {rest}",
    )

    with store.read() as tx:
        kept = tx.connection.execute(text("SELECT outcome FROM requests ORDER BY id")).scalars().all()
    assert kept == ["done", "done", "aside", "done", *outcomes, *outcomes, "staff"]
    assert differences(store, metadata) == []
    store.close()


def test_whose_mail_was_answered_before_may_be_told_the_end_of_it(url: str) -> None:
    case = "INSERT INTO cases (id, ref, state, reason, sender, opened_at) VALUES "
    letter = (
        "INSERT INTO outbox (key, recipient, audience, template, authenticated, case_id, message_id, "
        "envelope_sender, raw, state, phase, attempts, created_at, due_at, answer, filed) VALUES "
    )
    rest = "'', '', 'sent', '', 1, '2026-05-04 08:00:00', '2026-05-04 08:00:00', '', false)"
    opened = "'staff', 'cal que ho miri una persona', 'roser@veins.example', '2026-05-04 08:00:00')"
    store = upgraded_after(
        url,
        "0008",
        *(f"{case} ({n}, 'C-{n}', {opened}" for n in (1, 2, 3, 4)),
        f"{letter} ('answer/1', 'roser@veins.example', 'resident', 'received', true, 1, '<1@s>', {rest}",
        f"{letter} ('reminder/C-1', 'roser@veins.example', 'resident', 'reminder', true, 1, '<2@s>', {rest}",
        f"{letter} ('answer/2', 'roser@veins.example', 'resident', 'received', false, 2, '<3@s>', {rest}",
        f"{letter} ('answer/4', 'roser@veins.example', 'resident', 'received', true, 4, '<4@s>', {rest}",
        "INSERT INTO requests (case_id, kind, flaws, at, outcome, reason, details, subscribers) "
        "VALUES (4, 'undo', '[]', '2026-05-04 08:00:00', 'card', 'UNDO_UNPROVED', '[]', '[]')",
    )

    with store.read() as tx:
        known = tx.connection.execute(text("SELECT sender_known FROM cases ORDER BY id")).scalars().all()
    assert [None if each is None else bool(each) for each in known] == [True, False, None, None]
    assert differences(store, metadata) == []
    store.close()
