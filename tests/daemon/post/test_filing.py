"""Copies of letters go into the Sent folder; what was erased before bars no other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from daemon.books.store import Store, Transaction
from daemon.books.tables import contents, outbox
from daemon.post.filing import KEPT_FOR_FILING, file_sent, unfiled
from tests.daemon.conftest import NOW
from tests.daemon.mailbox.test_sync import OddMailbox

SINCE = NOW - KEPT_FOR_FILING


class Sent(OddMailbox):
    """A mailbox whose Sent folder takes what it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.filed: list[bytes] = []

    def file(self, folder: str, letter: bytes, *, seen: bool = True) -> None:
        self.filed.append(letter)


def _sent(tx: Transaction, key: str) -> None:
    letter = {
        "key": key, "recipient": f"{key}@veins.example", "template": "done", "audience": "resident",
        "message_id": f"<{key}@setcases.cat>", "envelope_sender": "", "state": "sent",
        "created_at": NOW, "due_at": NOW, "sent_at": NOW,
    }  # fmt: skip
    (number,) = tx.connection.execute(outbox.insert().values(letter)).inserted_primary_key or ()
    tx.connection.execute(contents.insert().values(letter_id=number, raw=key.encode()))


def _erase(tx: Transaction, key: str) -> None:
    ours = select(outbox.c.id).where(outbox.c.key == key)
    tx.connection.execute(delete(contents).where(contents.c.letter_id.in_(ours)))
    tx.connection.execute(update(outbox).where(outbox.c.key == key).values(erased_at=NOW))


@pytest.fixture
def two(sqlite: Store) -> Store:
    """Two letters have left, and the Sent folder was out of reach."""
    with sqlite.begin() as tx:
        _sent(tx, "a")
        _sent(tx, "b")
    return sqlite


def test_a_letter_that_was_erased_meanwhile_keeps_no_other_from_being_filed(two: Store) -> None:
    mailbox = Sent()
    with two.begin() as tx:
        _erase(tx, "a")

    file_sent(two, mailbox, "Sent", since=SINCE)

    assert mailbox.filed == [b"b"]
    assert unfiled(two, since=SINCE) == []


def test_a_letter_that_is_erased_at_its_very_turn_keeps_no_other_from_being_filed(
    two: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox, read = Sent(), two.read
    reads = iter([None, "a", None])

    @contextmanager
    def night_comes() -> Iterator[Transaction]:
        if (key := next(reads)) is not None:
            with two.begin() as tx:
                _erase(tx, key)
        with read() as tx:
            yield tx

    monkeypatch.setattr(two, "read", night_comes)
    file_sent(two, mailbox, "Sent", since=SINCE)

    assert mailbox.filed == [b"b"]


def test_what_left_long_ago_is_not_filed(two: Store) -> None:
    assert unfiled(two, since=NOW + timedelta(seconds=1)) == []
