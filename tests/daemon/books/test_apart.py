"""A part of a transaction that fails is undone alone; a database that fails ends all of it, and says why."""

from contextlib import suppress

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from daemon.books.store import Store, Transaction
from daemon.books.tables import secrets
from daemon.errors import StoreError

_TOO_LONG = f"SELECT {', '.join('1' for _ in range(3000))}"
"""Beyond what either database takes."""


def _write(tx: Transaction, name: str) -> None:
    tx.connection.execute(secrets.insert().values(name=name, value=b"x" * 4000))


def _written(store: Store) -> list[str]:
    with store.read() as tx:
        return sorted(tx.connection.execute(select(secrets.c.name)).scalars())


def _fill_up(tx: Transaction) -> None:
    pages = tx.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    tx.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    for number in range(20):
        _write(tx, f"{number}")


def test_a_statement_that_no_database_takes_ends_its_own_part_alone(store: Store) -> None:
    """To ask again would fail again: were it an outage, one mail would keep all others from being read."""

    def ask_too_much(tx: Transaction) -> None:
        with store.apart(tx):
            _write(tx, "within")
            tx.connection.exec_driver_sql(_TOO_LONG)

    with store.begin() as tx:
        _write(tx, "before")
        with pytest.raises(DBAPIError):
            ask_too_much(tx)
        _write(tx, "after")

    assert _written(store) == ["after", "before"]


def test_a_disk_that_fills_up_within_a_part_is_said_to_be_full(sqlite: Store) -> None:
    """SQLite has undone all by then: what it says of the part is not what people are to be told."""
    with (
        pytest.raises(StoreError, match="full; nothing was changed") as refused,
        sqlite.begin() as tx,
        sqlite.apart(tx),
    ):
        _fill_up(tx)

    assert refused.value.full
    assert _written(sqlite) == []


def test_what_comes_after_a_disk_that_filled_up_is_not_written_alone(sqlite: Store) -> None:
    def go_on_all_the_same() -> None:
        with sqlite.begin() as tx:
            with suppress(ValueError), sqlite.apart(tx):
                with suppress(DBAPIError):
                    _fill_up(tx)
                raise ValueError
            _write(tx, "after")

    with pytest.raises(StoreError):
        go_on_all_the_same()

    assert _written(sqlite) == []
