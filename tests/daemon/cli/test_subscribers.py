"""`altabaixa subscribers`: the books by hand, with the interface that other tools rely on."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from daemon.books import cases, subscribers
from daemon.books.store import Store
from daemon.books.tables import messages, outbox
from rules.books.decision import Attest, Outcome, Reason
from rules.books.subscription import What
from rules.findings import Person
from tests.daemon.books.test_cases import decided, opened, verdict
from tests.daemon.books.test_store import held_by_another_program
from tests.daemon.books.test_subscribers import PERE, ROSER, consent
from tests.daemon.conftest import NOW, Command, mark, refused

HEADER = "name,id_document,phone,state,consent_number,consent_at,activated_on"
ROSER_ROW = "Roser Vilalta Camps,12345678Z,+34600111222,active,,,2025-01-10"
PERE_ROW = "Pere Camprubí Soler,23456789D,+34600333444,,,,"
ONA_ROW = "Ona Soldevila Prat,34567890V,+34600555666,due,E/000101-2026,2026-04-30T23:50,"
ADD = ("--name", "Quim Roca", "--dni", "45678901g", "--phone", "600 777 888")


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    file = tmp_path / "llista.csv"
    return written(file, ROSER_ROW, PERE_ROW, ONA_ROW)


def written(file: Path, *rows: str) -> Path:
    file.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return file


@pytest.fixture
def imported(command: Command, roster: Path) -> Command:
    assert command("subscribers", "import", roster).code == 0
    return command


@pytest.fixture
def held(config: Path) -> Iterator[Store]:
    """The store of the commands, opened beside them."""
    with closing(Store(f"sqlite:///{config.parent / 'books.db'}")) as store:
        yield store


def listed(command: Command) -> list[dict[str, Any]]:
    answer = command("subscribers", "list", "--json")
    assert (answer.code, answer.err) == (0, "")
    rows: list[dict[str, Any]] = json.loads(answer.out)
    return rows


def state_of(command: Command, ref: str) -> str:
    return next(row["state"] for row in listed(command) if row["ref"] == ref)


def test_the_list_as_json_has_exactly_the_fields_that_other_tools_rely_on(imported: Command) -> None:
    roser, pere, ona = listed(imported)

    assert list(roser) == [
        "ref", "name", "id_document", "phone", "state", "consent_number", "consent_at",
        "due_on", "activated_on", "left_on",
    ]  # fmt: skip
    assert roser == {
        "ref": "A-0001", "name": "Roser Vilalta Camps", "id_document": "12345678Z",
        "phone": "+34600111222", "state": "active", "consent_number": None, "consent_at": None,
        "due_on": None, "activated_on": "2025-01-10", "left_on": None,
    }  # fmt: skip
    assert pere["activated_on"] is None
    assert (ona["consent_at"], ona["due_on"]) == ("2026-04-30T23:50:00+02:00", "2026-05-11")


def test_the_day_of_a_leave_is_the_towns(imported: Command, held: Store) -> None:
    late = datetime(2026, 5, 3, 22, 30, tzinfo=UTC)
    with held.begin() as tx:
        subscribers.advance(tx, subscribers.find(tx, "A-0001"), What.BAIXA, mark(late))

    assert listed(imported)[0]["left_on"] == "2026-05-04"


def test_an_empty_list_is_an_empty_array_and_in_words_says_what_to_do(command: Command) -> None:
    assert listed(command) == []
    assert "subscribers import" in command("subscribers", "list").out


def test_json_is_printed_as_it_is_however_a_name_looks(command: Command, roster: Path) -> None:
    name = "[red]Ona[/] :heart: \\u0041 " + "molt llarg " * 30
    written(roster, f"{name},34567890V,600555666")
    command("subscribers", "import", roster)

    assert listed(command)[0]["name"] == name.strip()
    assert name.strip() in command("subscribers", "list").out
    assert name.strip() in command("subscribers", "show", "A-0001").out


def test_a_control_character_in_a_name_reaches_no_terminal(imported: Command, held: Store) -> None:
    with held.begin() as tx:
        tx.connection.exec_driver_sql(
            "UPDATE subscriptions SET name = 'Ona' || char(27) || ']0;x' || char(7)"
        )

    for words in (("list",), ("show", "A-0001")):
        assert not set(imported("subscribers", *words).out) & {"\x1b", "\x07"}


def test_an_import_says_how_many_and_a_second_one_changes_nothing(command: Command, roster: Path) -> None:
    first, second = (command("subscribers", "import", roster) for _ in range(2))

    assert (first.code, first.out) == (0, "3 imported, 0 already there, 0 left out\n")
    assert (second.code, second.out) == (0, "0 imported, 3 already there, 0 left out\n")
    assert (first.err, second.err) == ("", "")


def test_an_import_names_the_lines_of_who_is_not_brought_back(command: Command, roster: Path) -> None:
    written(roster, "Roser Vilalta,,600111222,left,,,")
    command("subscribers", "import", roster)
    written(roster, PERE_ROW, ROSER_ROW)

    done = command("subscribers", "import", roster)

    assert (done.code, done.out) == (0, "1 imported, 0 already there, 1 not brought back, 0 left out\n")
    assert done.err == "llista.csv line 3: asked to leave (not brought back)\n"


BAD = "Quim,01234567A,972130000,alive,,,"


def test_bad_rows_are_listed_with_line_and_field_and_nothing_is_imported(
    command: Command, roster: Path
) -> None:
    written(roster, ROSER_ROW, BAD, PERE_ROW, "Pol,,,,,,")

    answer = command("subscribers", "import", roster)

    assert answer.code == 1
    lines = answer.err.splitlines()
    assert [line.partition(":")[0] for line in lines[:3]] == ["llista.csv line 3"] * 3
    assert [line.split(": ")[1] for line in lines[:3]] == ["id_document", "phone", "state"]
    assert lines[3].startswith("llista.csv line 5: id_document, phone: ")
    assert lines[4] == "altabaixa: nothing was imported; bad rows: 2; mend them, or add --skip-bad"
    assert listed(command) == []


def test_bad_rows_can_be_left_out(command: Command, roster: Path) -> None:
    written(roster, ROSER_ROW, BAD, PERE_ROW)

    answer = command("subscribers", "import", "--skip-bad", roster)

    assert (answer.code, answer.out) == (0, "2 imported, 0 already there, 1 left out\n")
    assert "line 3: phone" in answer.err


def test_what_an_import_lacks_or_ignores_is_said(command: Command, roster: Path) -> None:
    roster.write_text("name;id_document;phone;notes\nJan;;600999000;x\n", encoding="utf-8")

    answer = command("subscribers", "import", roster)

    assert "llista.csv line 2: no id_document (imported; to be completed)" in answer.err
    assert "ignored columns: notes" in answer.err


def test_a_roster_that_is_not_there_is_refused(command: Command, tmp_path: Path) -> None:
    assert refused(command("subscribers", "import", tmp_path / "res.csv"), "there is no file", code=2)


def test_an_import_is_refused_while_the_daemon_holds_the_store(
    imported: Command, roster: Path, held: Store
) -> None:
    with held_by_another_program(str(held.url)):
        assert refused(imported("subscribers", "import", roster), "daemon running")
        # Everything else works beside it.
        assert imported("subscribers", "leave", "A-0001").code == 0


def test_a_whole_life_by_hand(command: Command) -> None:
    consented = ("consent", "A-0001", "--number", "E/000101-2026", "--at", "2026-04-30T10:15")
    steps = [
        (("add", *ADD), "A-0001 requested\n"),
        (consented, "A-0001 due\n"),
        (("activate", "A-0001"), "A-0001 due → active\n"),
        (("activate", "a-0001"), "A-0001 was active already\n"),
        (("leave", "A-0001"), "A-0001 active → leaving\n"),
        (("undo", "A-0001"), "A-0001 leaving → active\n"),
        (("leave", "A-0001"), "A-0001 active → leaving\n"),
        (("taken-off", "A-0001"), "A-0001 leaving → left\n"),
        (("undo", "A-0001"), "A-0001 left → due\n"),
    ]
    for words, said in steps:
        answer = command("subscribers", *words)
        assert (answer.code, answer.out, answer.err) == (0, said, "")


def test_what_was_done_is_shown_with_time_and_author(imported: Command) -> None:
    imported("subscribers", "leave", "A-0001")

    shown = imported("subscribers", "show", "A-0001").out

    assert "12345678Z" in shown
    assert "baixa: active → leaving  by command line" in shown


@pytest.mark.parametrize("words", [("activate", "A-0003"), ("taken-off", "A-0001")])
def test_what_staff_did_on_another_day_is_dated_so(imported: Command, words: tuple[str, str]) -> None:
    imported("subscribers", "leave", "A-0001")
    before = datetime.now(UTC).date() - timedelta(days=3)

    assert imported("subscribers", *words, "--on", before.isoformat()).code == 0

    field = {"activate": "activated_on", "taken-off": "taken_off_on"}[words[0]]
    subscription = json.loads(imported("subscribers", "export", words[1]).out)["subscriptions"][0]
    assert subscription[field] == before.isoformat()


def test_the_books_refuse_in_one_catalan_line(imported: Command) -> None:
    refusals = {
        ("taken-off", "A-0001"): "cal una baixa abans",
        ("undo", "A-0001"): "no hi ha res a desfer",
    }
    for words, said in refusals.items():
        assert refused(imported("subscribers", *words), words[1], said)
    imported("subscribers", "leave", "A-0001")
    assert refused(imported("subscribers", "activate", "A-0001"), "s'ha de treure del telèfon")
    assert state_of(imported, "A-0001") == "leaving"


@pytest.mark.parametrize(
    "words", [("show",), ("export",), ("activate",), ("leave",), ("taken-off",), ("undo",)]
)
def test_an_unknown_reference_says_where_to_look(imported: Command, words: tuple[str, ...]) -> None:
    assert refused(imported("subscribers", *words, "A-0404"), "A-0404", "subscribers list")


WRONG = [
    pytest.param(
        ("add", "--name", "Q", "--dni", "45678901A", "--phone", "600777888"), "--dni", id="a wrong DNI"
    ),
    pytest.param(
        ("add", "--name", "Q", "--dni", "45678901G", "--phone", "972130000"), "--phone", id="a landline"
    ),
    pytest.param(("add", "--name", "Q", "--dni", "45678901G"), "--phone", id="an option missing"),
    pytest.param(("activate", "A-0003", "--on", "ahir"), "2026-05-04", id="a word for a date"),
    pytest.param(("activate", "A-0003", "--on", "2199-01-01"), "still to come", id="done in the future"),
    pytest.param(
        ("consent", "A-0001", "--number", "E/1", "--at", "2199-01-01"), "still to come", id="a future entry"
    ),
    pytest.param(("leave",), "REF", id="no reference"),
    pytest.param(("leave", "Roser"), "such as A-0042", id="a name for a reference"),
    pytest.param(("leave", "C-2345BCDF"), "such as A-0042", id="the reference of a case"),
    pytest.param(("late", "A-0003", " "), "it is empty", id="an empty reason"),
    pytest.param(
        ("add", "--name", "", "--dni", "45678901G", "--phone", "600777888"), "it is empty", id="no name"
    ),
    pytest.param(("consent", "A-0001", "--number", "", "--at", "2026-05-04"), "is empty", id="no number"),
    pytest.param(("abandon", "A-0001"), "No such command", id="no such command"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_wrong_usage_exits_2_and_says_what_is_meant(
    imported: Command, words: tuple[str, ...], said: str
) -> None:
    before = listed(imported)

    assert refused(imported("subscribers", *words), said, code=2)
    assert listed(imported) == before


def test_a_configuration_that_is_not_there_exits_2(program: Command, config: Path) -> None:
    config.unlink()

    assert refused(program("subscribers", "list"), str(config), code=2)


def test_a_store_that_others_may_read_exits_1_with_the_way_out(imported: Command, config: Path) -> None:
    (config.parent / "books.db").chmod(0o644)

    assert refused(imported("subscribers", "list"), "chmod 600")


def test_a_damaged_store_exits_1_without_a_residents_data(imported: Command, held: Store) -> None:
    with held.begin() as tx:
        tx.connection.exec_driver_sql("ALTER TABLE subscriptions RENAME TO gone")

    answer = imported("subscribers", "show", "A-0001")

    assert refused(answer, "no such table")


def test_an_alta_by_hand_completes_the_consent_that_waits_for_it(command: Command, roster: Path) -> None:
    written(roster, "Quim Roca,45678901G,,consented,E/1,2026-04-30,")
    command("subscribers", "import", roster)

    assert command("subscribers", "add", *ADD).out == "A-0001 due\n"
    assert [row["phone"] for row in listed(command)] == ["+34600777888"]


def test_a_consent_newer_than_the_leave_begins_anew(imported: Command, held: Store) -> None:
    with held.begin() as tx:
        subscribers.advance(tx, subscribers.find(tx, "A-0001"), What.BAIXA, mark(NOW - timedelta(days=60)))

    answer = imported("subscribers", "consent", "A-0001", "--number", "E/2", "--at", "2026-05-04T09:00")

    assert answer.out == "A-0004 consented\n"
    assert [row["state"] for row in listed(imported)] == ["leaving", "active", "due", "consented"]


def test_a_consent_older_than_the_leave_is_kept_as_proof_and_revives_nobody(imported: Command) -> None:
    imported("subscribers", "leave", "A-0001")

    answer = imported("subscribers", "consent", "A-0001", "--number", "E/2", "--at", "2025-05-04T09:00")

    assert answer.code == 0
    assert "A-0001 leaving" in answer.out
    assert "revives nobody" in answer.out
    (proof,) = exported(imported, "A-0001")["consents"]
    assert (proof["number"], proof["registered_at"]) == ("E/2", "2025-05-04T09:00:00+02:00")


def test_a_consent_of_the_day_of_the_leave_needs_its_hour(imported: Command) -> None:
    imported("subscribers", "leave", "A-0001")
    today = datetime.now(ZoneInfo("Europe/Madrid")).date().isoformat()

    assert refused(
        imported("subscribers", "consent", "A-0001", "--number", "E/2", "--at", today), "mateix dia"
    )
    assert state_of(imported, "A-0001") == "leaving"


def test_a_second_consent_never_moves_the_first_date(imported: Command) -> None:
    imported("subscribers", "consent", "A-0003", "--number", "E/2", "--at", "2026-05-01T09:00")

    ona = listed(imported)[2]
    assert (ona["consent_number"], ona["due_on"]) == ("E/000101-2026", "2026-05-11")
    assert [proof["number"] for proof in exported(imported, "A-0003")["consents"]] == ["E/2"]


def exported(command: Command, ref: str) -> dict[str, Any]:
    answer = command("subscribers", "export", ref)
    assert (answer.code, answer.err) == (0, "")
    everything: dict[str, Any] = json.loads(answer.out)
    return everything


HUSBAND = Person(name="Jan Puig", id_document="56789012B", phone=ROSER.phone)
STRANGER = Person(name="Mercè Font", phone="+34600123123")


@pytest.fixture
def full(imported: Command, held: Store) -> Command:
    """Roser has left and come back, her husband shares her mobile, and both were written of in one mail."""
    with held.begin() as tx:
        subscribers.apply(tx, Attest(ref="A-0001", request=consent(number="E/HERS")), mark())
        subscribers.apply(tx, Attest(ref="A-0002", request=consent(PERE, number="E/PERES")), mark())
        subscribers.apply(tx, Attest(ref=None, request=consent(Person(name="X"), number="E/NOBODYS")), mark())
        left = subscribers.advance(tx, subscribers.find(tx, "A-0001"), What.BAIXA, mark())
        subscribers.open_subscription(
            tx, What.CONSENT, consent(number="E/AGAIN", at=NOW + timedelta(days=9)), mark()
        )
        subscribers.open_subscription(tx, What.CONSENT, consent(HUSBAND, number="E/HUSBANDS"), mark())
        hers = verdict(Outcome.DONE, Reason.LEFT, about=(left,))
        husbands = verdict(Outcome.CARD, Reason.NOBODY, HUSBAND)
        unsaid = verdict(Outcome.CARD, Reason.NOBODY, STRANGER)
        for uid, case in enumerate([[hers], [hers, husbands], [unsaid]]):
            _case(tx, uid, case)
    return imported


def _case(tx: Any, uid: int, verdicts: list[Any]) -> None:
    sender = f"sender{uid}@veins.example"
    row = tx.connection.execute(
        insert(messages).values(
            folder="INBOX", uidvalidity=1, uid=uid, message_id=f"<{uid}@veins.example>", head_sha256="h",
            size=1, sender=sender, received_at=NOW, handled_at=NOW, kind="baixa", outcome="done",
            reason="LEFT", reasons=[],
        )
    )  # fmt: skip
    case_id = opened(
        tx, *verdicts, ref=f"C-222222B{uid + 2}", sender=sender, message_id=row.inserted_primary_key[0]
    )
    tx.connection.execute(
        insert(outbox).values(
            key=f"answer/{uid}", recipient=sender, audience="resident", template="done", case_id=case_id,
            message_id=f"<a{uid}@setcases.cat>", envelope_sender="", created_at=NOW, due_at=NOW,
        )
    )  # fmt: skip


def test_an_export_holds_all_of_one_person(full: Command) -> None:
    hers = exported(full, "A-0001")

    assert list(hers) == ["subscriptions", "consents", "events", "requests", "messages", "letters"]
    assert [(s["ref"], s["state"]) for s in hers["subscriptions"]] == [
        ("A-0001", "leaving"), ("A-0004", "consented"),
    ]  # fmt: skip
    assert {proof["number"] for proof in hers["consents"]} == {"E/HERS"}
    assert [(e["ref"], e["what"]) for e in hers["events"]] == [
        ("A-0001", "imported"), ("A-0001", "consent"), ("A-0001", "baixa"), ("A-0004", "consent"),
    ]  # fmt: skip
    assert [r["case"] for r in hers["requests"]] == ["C-222222B2", "C-222222B3"]
    assert [m["sender"] for m in hers["messages"]] == ["sender0@veins.example"]
    assert [m["recipient"] for m in hers["letters"]] == ["sender0@veins.example"]
    assert [m["server_words"] for m in hers["letters"]] == [None]


def test_an_export_holds_nothing_of_anybody_else(full: Command) -> None:
    said = full("subscribers", "export", "A-0004").out

    others = (
        "Jan Puig",
        "56789012B",
        "Camprubí",
        "PERES",
        "HUSBANDS",
        "NOBODYS",
        "Mercè",
        "sender1",
        "sender2",
    )
    assert not [other for other in others if other in said]


def test_an_export_of_who_gave_no_document_holds_that_subscription_alone(
    command: Command, roster: Path, held: Store
) -> None:
    written(roster, "Jan Puig,,600111222", "Mercè Font,,600111222")
    command("subscribers", "import", roster)
    with held.begin() as tx:
        subscribers.apply(tx, Attest(ref=None, request=consent(STRANGER)), mark())
        cases.open_case(
            tx, decided(verdict(person=STRANGER)), ref="C-22222222", sender=None, message_id=None, now=NOW
        )

    jan = exported(command, "A-0001")

    assert [s["name"] for s in jan["subscriptions"]] == ["Jan Puig"]
    assert (jan["consents"], jan["requests"]) == ([], [])


COMMANDS = ["import", "list", "show", "export", "add", "consent", "activate", "leave", "taken-off", "undo"]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_teaches_every_command(command: Command, name: str) -> None:
    answer = command("subscribers", name, "--help")

    assert answer.code == 0
    assert answer.out.count(".") >= 2
    assert "--config" in answer.out


def test_the_console_script_is_the_same_program(program: Command, roster: Path) -> None:
    assert program("subscribers", "import", roster).out == "3 imported, 0 already there, 0 left out\n"
    assert refused(program("subscribers", "undo", "A-0001"), "no hi ha res a desfer")
    table = program("subscribers", "list").out.splitlines()
    assert len(table) == 4, "a row is a line, also in a pipe"


def test_an_export_can_be_a_page_to_hand_over_in_plain_catalan(full: Command) -> None:
    answer = full("subscribers", "export", "A-0001", "--html")

    assert (answer.code, answer.err) == (0, "")
    assert "Les dades que en tenim" in answer.out
    assert exported(full, "A-0001")["subscriptions"][0]["id_document"] in answer.out
    assert "Autoritat Catalana de Protecció de Dades" in answer.out
