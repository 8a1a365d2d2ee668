"""`altabaixa cases`: what waits is seen, done or closed, and never lost on the way."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from daemon.books import cases
from daemon.books.store import Store
from daemon.books.tables import outbox
from daemon.letters.sentences import in_catalan
from rules.books.decision import Outcome, Reason, Verdict
from rules.books.subscription import State
from rules.findings import Kind, Person
from tests.daemon.books.test_cases import message, opened, verdict
from tests.daemon.books.test_subscribers import PERE, ROSER, held, put
from tests.daemon.conftest import NOW, Command, refused

CARD = "C-2345BCDF"
NOBODY = Person(name="Ningú Enlloc", id_document="45678901G", phone="+34600999888")


@pytest.fixture
def store(config: Path) -> Iterator[Store]:
    with closing(Store(f"sqlite:///{config.parent / 'books.db'}")) as opened_store:
        yield opened_store


@pytest.fixture
def waiting(store: Store) -> Store:
    """Roser's doubtful leave waits for staff, somebody's question for an answer; one case is closed."""
    roser = held(State.ACTIVE)
    with store.begin() as tx:
        put(tx, roser, held(State.ACTIVE, PERE, "A-0002"))
        doubtful = verdict(
            reason=Reason.DOUBTFUL, person=ROSER, about=(roser,), details=("hi posa una condició",)
        )
        opened(tx, doubtful, ref=CARD, message_id=message(tx))
        opened(tx, verdict(Outcome.WAITING, Reason.LACKING), ref="C-ASKED222", at=NOW - timedelta(days=1))
        opened(tx, verdict(Outcome.DONE, Reason.LEFT), ref="C-DONE2222", at=NOW - timedelta(days=2))
    return store


def listed(command: Command, *more: str) -> list[dict[str, Any]]:
    answer = command("cases", "list", "--json", *more)
    assert (answer.code, answer.err) == (0, "")
    rows: list[dict[str, Any]] = json.loads(answer.out)
    return rows


def subscriber(command: Command, ref: str) -> str:
    rows = json.loads(command("subscribers", "list", "--json").out)
    return next(str(row["state"]) for row in rows if row["ref"] == ref)


def test_an_answer_that_takes_longer_is_shown_with_the_day_it_was_extended(
    command: Command, waiting: Store
) -> None:
    with waiting.begin() as tx:
        cases.extend(tx, cases.find(tx, CARD), because="cal buscar a l'arxiu", by="command line", now=NOW)

    assert "extended on 2026-05-04" in command("cases", "show", CARD).out


def test_the_list_as_json_has_exactly_the_fields_that_other_tools_rely_on(
    command: Command, waiting: Store
) -> None:
    asked, card = listed(command)

    assert card == {
        "ref": CARD, "state": "staff", "reason": f"{in_catalan(Reason.DOUBTFUL)}: hi posa una condició",
        "message_id": "<un@veins.example>", "sha256": "ab" * 32,
        "opened_at": "2026-05-04T10:00:00+02:00", "subscribers": ["A-0001"],
        "topic": None,
    }  # fmt: skip
    assert list(card) == [
        "ref",
        "state",
        "reason",
        "message_id",
        "sha256",
        "opened_at",
        "subscribers",
        "topic",
    ]
    assert (asked["ref"], asked["state"], asked["subscribers"]) == ("C-ASKED222", "resident", [])
    assert (asked["message_id"], asked["sha256"]) == (None, None)


def test_closed_cases_are_listed_on_demand(command: Command, waiting: Store) -> None:
    assert [case["state"] for case in listed(command, "--all")] == ["closed", "resident", "staff"]
    assert len(command("cases", "list").out.splitlines()) == 3
    assert "C-DONE2222" in command("cases", "list", "--all").out


def test_no_case_is_an_empty_array_and_a_sentence(command: Command, store: Store) -> None:
    assert listed(command) == []
    assert command("cases", "list").out == "No open case.\n"


def test_a_case_is_shown_with_who_asks_for_what_and_why_it_waits(command: Command, waiting: Store) -> None:
    shown = command("cases", "show", CARD.lower()).out

    for said in (CARD, "staff", "2026-05-04 10:00", "hi posa una condició", "roser@veins.example", "A-0001"):
        assert said in shown
    assert "Roser Vilalta" in shown
    assert "12345678Z" not in shown, "a document is shown masked"


def test_what_a_mail_brought_is_harmless_at_a_terminal(command: Command, store: Store) -> None:
    evil = Person(name="[red]Ona[/red]\x1b]0;x\x07 \\", id_document="12345678Z", phone="+34600111222")
    with store.begin() as tx:
        opened(tx, verdict(person=evil), sender="[/]\x1b[2J@veins.example")

    for words in (("list",), ("show", CARD)):
        answer = command("cases", *words)
        assert answer.code == 0
        assert "[red]Ona[/red]" in answer.out
        assert not set(answer.out) & {"\x1b", "\x07"}


def test_an_approved_case_is_done_and_closed(command: Command, waiting: Store) -> None:
    answer = command("cases", "apply", CARD)

    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith(f"{CARD}: ")
    assert subscriber(command, "A-0001") == "leaving"
    assert [case["ref"] for case in listed(command)] == ["C-ASKED222"]


def test_who_asked_for_an_approved_leave_by_mail_is_told_so(command: Command, store: Store) -> None:
    with store.begin() as tx:
        put(tx, held(State.ACTIVE))
        opened(tx, verdict(reason=Reason.DOUBTFUL), message_id=message(tx), sender_known=False)

    said = command("cases", "apply", CARD)

    assert said.out.splitlines()[-1] == "ho fem saber per correu a qui ho va demanar"
    with store.read() as tx:
        (letter,) = tx.connection.execute(select(outbox)).all()
    assert (letter.template, letter.recipient) == ("done", "roser@veins.example")


@pytest.mark.parametrize(
    ("verb", "kind", "before", "after", "template"),
    [
        ("leave", Kind.BAIXA, State.ACTIVE, State.LEAVING, "done"),
        ("undo", Kind.UNDO, State.LEAVING, State.ACTIVE, "undone"),
    ],
)
def test_what_a_card_asks_for_can_be_done_by_the_number_of_the_person_and_its_writer_is_told(
    command: Command, store: Store, verb: str, kind: Kind, before: State, after: State, template: str
) -> None:
    with store.begin() as tx:
        put(tx, held(before))
        opened(tx, verdict(kind=kind, reason=Reason.DOUBTFUL), message_id=message(tx), sender_known=True)

    said = command("subscribers", verb, "A-0001").out.splitlines()

    assert said[0] == f"A-0001 {before} → {after}"
    assert said[1].startswith(f"{CARD}: ")
    assert said[2:] == ["ho fem saber per correu a qui ho va demanar"]
    assert listed(command) == []
    with store.read() as tx:
        (letter,) = tx.connection.execute(select(outbox)).all()
    assert (letter.template, letter.recipient) == (template, "roser@veins.example")


def test_an_approved_case_is_not_done_twice(command: Command, waiting: Store) -> None:
    command("cases", "apply", CARD)

    assert refused(command("cases", "apply", CARD), CARD, "ja està tancat: aprovat")


def test_what_is_impossible_is_said_and_the_case_stays_open(command: Command, store: Store) -> None:
    with store.begin() as tx:
        put(tx, held(State.ACTIVE))
        opened(tx, verdict(reason=Reason.DOUBTFUL), verdict(person=NOBODY))

    assert refused(command("cases", "apply", CARD), CARD, "***7890**", in_catalan(Reason.NOBODY))
    assert subscriber(command, "A-0001") == "active"
    assert [case["state"] for case in listed(command)] == ["staff"]


def test_a_card_with_nothing_prepared_says_how_to_close_it(command: Command, store: Store) -> None:
    with store.begin() as tx:
        opened(tx, Verdict(reason=Reason.UNREADABLE))

    assert refused(command("cases", "apply", CARD), "altabaixa cases close")
    assert command("cases", "show", CARD).code == 0


def test_a_closed_case_keeps_its_reason_and_changes_nothing_else(command: Command, waiting: Store) -> None:
    answer = command("cases", "close", CARD, "--reason", "ho ha desdit [per telèfon]")

    assert (answer.code, answer.out) == (0, f"{CARD} closed\n")
    assert "closed: ho ha desdit [per telèfon]" in command("cases", "show", CARD).out
    assert subscriber(command, "A-0001") == "active"
    assert refused(command("cases", "close", CARD), "ja està tancat: ho ha desdit")


@pytest.mark.parametrize("verb", ["show", "apply", "close"])
def test_an_unknown_case_says_where_to_look(command: Command, waiting: Store, verb: str) -> None:
    assert refused(command("cases", verb, "C-22222222"), "C-22222222", "cases list --all")


@pytest.mark.parametrize("verb", ["show", "apply", "close"])
def test_a_missing_reference_is_wrong_usage(command: Command, store: Store, verb: str) -> None:
    assert refused(command("cases", verb), "REF", code=2)
    assert refused(command("cases", verb, "A-0001"), "such as C-7KQ4M2XZ", code=2)


@pytest.mark.parametrize("verb", ["list", "show", "apply", "close"])
def test_help_teaches_every_command(command: Command, verb: str) -> None:
    answer = command("cases", verb, "--help")

    assert answer.code == 0
    assert "--config" in answer.out
    assert answer.out.count(".") >= 2
