"""`altabaixa messages`: every message handled can be found, with its outcome and the reasons."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from daemon.books import subscribers
from daemon.books.store import Store, Transaction
from daemon.books.tables import messages, outbox
from daemon.letters.sentences import in_catalan
from rules.books.decision import Outcome, Reason
from rules.books.subscription import State, What
from tests.daemon.books.test_cases import opened, verdict
from tests.daemon.books.test_subscribers import held, put
from tests.daemon.conftest import NOW, Command, refused

REASONS = ["és el seu correu", in_catalan(Reason.LEFT)]


@pytest.fixture
def store(config: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{config.parent / 'books.db'}")) as opened_store:
        yield opened_store


def message(tx: Transaction, uid: int, **values: Any) -> int:
    row = {
        "folder": "INBOX", "uidvalidity": 1, "message_id": f"<{uid}@veins.example>", "head_sha256": "h",
        "size": 1, "sha256": "cd" * 32, "sender": "roser@veins.example", "received_at": NOW,
        "handled_at": NOW, "kind": "baixa", "outcome": "done", "reason": "LEFT", "reasons": REASONS,
    }  # fmt: skip
    inserted = tx.connection.execute(insert(messages).values(uid=uid, **row | values))
    return int(inserted.inserted_primary_key[0])


@pytest.fixture
def handled(store: Store) -> Store:
    """Roser's leave was done and answered; another folder holds a message of the same UID."""
    with store.begin() as tx:
        put(tx, held(State.ACTIVE))
        row = message(tx, 7)
        case = opened(tx, verdict(Outcome.DONE, Reason.LEFT), message_id=row)
        by = subscribers.Mark(by="mail", now=NOW, today=NOW.date(), message_id=row, case_id=case)
        subscribers.advance(tx, subscribers.find(tx, "A-0001"), What.BAIXA, by)
        tx.connection.execute(
            insert(outbox).values(
                key="answer/7", recipient="roser@veins.example", audience="resident", template="done",
                case_id=case, message_id="<a@setcases.cat>", envelope_sender="",
                created_at=NOW, due_at=NOW,
            )
        )  # fmt: skip
        message(tx, 8, message_id=None, sender=None, kind="unsure", outcome="staff", reasons=[])
        message(
            tx, 7, folder="[Gmail]/Spam", message_id="<spam@veins.example>", kind="other", outcome="aside"
        )
    return store


def test_the_list_as_json_says_what_became_of_each(command: Command, handled: Store) -> None:
    answer = command("messages", "list", "--json")
    first, second, third = json.loads(answer.out)

    assert (answer.code, answer.err) == (0, "")
    assert first == {
        "uid": 7, "folder": "INBOX", "message_id": "<7@veins.example>", "sha256": "cd" * 32,
        "sender": "roser@veins.example", "received_at": "2026-05-04T10:00:00+02:00",
        "handled_at": "2026-05-04T10:00:00+02:00", "kind": "baixa", "outcome": "done", "reasons": REASONS,
    }  # fmt: skip
    assert (second["message_id"], second["reasons"]) == (None, [])
    assert third["folder"] == "[Gmail]/Spam"


def test_no_message_is_an_empty_array_and_a_sentence(command: Command, store: Store) -> None:
    assert json.loads(command("messages", "list", "--json").out) == []
    assert command("messages", "list").out == "No message yet.\n"


def test_a_list_in_words_has_a_line_a_message(command: Command, handled: Store) -> None:
    lines = command("messages", "list").out.splitlines()

    assert len(lines) == 4
    assert in_catalan(Reason.LEFT) in lines[1]


@pytest.mark.parametrize("which", ["7", "<7@veins.example>", "7@veins.example"])
def test_a_message_is_found_by_uid_and_by_message_id(command: Command, handled: Store, which: str) -> None:
    shown = command("messages", "show", which).out

    for said in ("INBOX 7", "baixa → done", "2026-05-04 10:00", *REASONS):
        assert said in shown
    assert "A-0001  baixa: active → leaving" in shown
    assert "case C-2345BCDF (closed), letter done: waiting" in shown


def test_what_the_mail_server_said_of_a_refused_letter_is_shown(command: Command, handled: Store) -> None:
    with handled.begin() as tx:
        refused_by = {"state": "failed", "server_words": "550 5.1.1 [roser]: unknown user"}
        tx.connection.execute(update(outbox).values(refused_by))

    said = "letter done: failed; the mail server said: 550 5.1.1 [roser]: unknown user"
    assert f"case C-2345BCDF (closed), {said}" in command("messages", "show", "7").out
    assert said in command("cases", "show", "C-2345BCDF").out


def test_a_uid_of_two_folders_shows_both(command: Command, handled: Store) -> None:
    shown = command("messages", "show", "7").out

    assert "INBOX 7" in shown
    assert "[Gmail]/Spam 7" in shown


@pytest.mark.parametrize(
    "which",
    [
        pytest.param("404", id="a UID"),
        pytest.param("404@veins.example", id="a Message-ID"),
        pytest.param("9" * 40, id="more than any UID"),
        pytest.param("²", id="a digit that is no number"),
        pytest.param("' OR 1=1 --", id="a trick"),
    ],
)
def test_an_unknown_message_says_where_to_look(command: Command, handled: Store, which: str) -> None:
    assert refused(command("messages", "show", which), "messages list")


def test_what_a_mail_brought_is_harmless_at_a_terminal(command: Command, store: Store) -> None:
    with store.begin() as tx:
        message(
            tx,
            9,
            sender="\x1b[2J[red]@veins.example",
            message_id="<a\x07@b>",
            reasons=["\x1b]0;x", "[/x] :cat:"],
        )

    for words in (("list",), ("show", "9")):
        answer = command("messages", *words)
        assert (answer.code, answer.err) == (0, "")
        assert "[/x] :cat:" in answer.out
        assert not set(answer.out) & {"\x1b", "\x07"}


def test_an_arrival_is_shown_on_the_towns_clocks(command: Command, store: Store) -> None:
    with store.begin() as tx:
        message(tx, 9, received_at=datetime(2026, 10, 25, 0, 30, tzinfo=UTC))

    assert "2026-10-25 02:30" in command("messages", "list").out
    assert (
        json.loads(command("messages", "list", "--json").out)[0]["received_at"] == "2026-10-25T02:30:00+02:00"
    )


@pytest.mark.parametrize("verb", ["list", "show"])
def test_help_teaches_every_command(command: Command, verb: str) -> None:
    answer = command("messages", verb, "--help")

    assert answer.code == 0
    assert "--config" in answer.out


def test_a_message_must_be_named(command: Command) -> None:
    assert refused(command("messages", "show"), "UID|MESSAGE-ID", code=2)
    assert refused(command("messages", "show", ""), "it is empty", code=2)
