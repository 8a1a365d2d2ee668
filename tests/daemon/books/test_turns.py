"""Threads write in turn, and none waits for ever for one that does not end."""

from threading import Lock

import pytest

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
