"""Threads write in turn, and none waits for ever for one that does not end."""

from contextlib import closing
from threading import Lock

import pytest

from daemon.books.store import Store
from daemon.books.turns import in_turn


def test_a_turn_is_over_however_it_ends() -> None:
    lock = Lock()
    with pytest.raises(ZeroDivisionError), in_turn(lock, patience=60):
        1 / 0  # noqa: B018

    assert not lock.locked()


def test_who_waited_in_vain_goes_on_and_leaves_the_other_its_turn() -> None:
    lock = Lock()
    with in_turn(lock, patience=60):
        with in_turn(lock, patience=0):
            pass
        assert lock.locked()


def test_who_only_looks_opens_the_books_beside_a_long_writer(store: Store, url: str) -> None:
    """An import of a long list takes minutes, and who asks meanwhile what waits has an answer."""
    with store.begin(), closing(Store(url)) as other, other.read() as tx:
        assert tx.connection.exec_driver_sql("SELECT 1").scalar() == 1
