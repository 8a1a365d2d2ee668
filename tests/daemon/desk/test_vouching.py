"""Who may order by mail, and what a code is worth: never a forger's word."""

from datetime import timedelta
from email import policy
from email.message import EmailMessage
from typing import Final

import pytest
from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import codes as codes_table
from daemon.books.tables import events
from daemon.letters.sentences import in_catalan
from rules.books.decision import Outcome, Reason
from rules.books.subscription import State
from rules.findings import Person
from tests.daemon.conftest import settings
from tests.daemon.ordering import CLERK, MAYOR, Office, office
from tests.daemon.talking import FAILS, PASSES, PERE, ROSER

__all__ = ["office"]

# --- who may, and what a code is worth ------------------------------------------------------------


def test_a_code_vouches_once_for_its_own_order(office: Office) -> None:
    code = office.code("FET", "A-0001")
    office.order(subject=f"FET A-0001 · {code}", proof=None)
    assert office.states()[0] == "active"

    office.order("un altre cop", subject=f"FET A-0001 · {code}", proof=None)
    answer = office.answers()[-1]
    assert "1 ja estava feta" in answer
    assert "Ja estava fet: A-0001 (Roser Vilalta Camps)" in answer
    assert "va quedar anotada al telèfon el dilluns 4 de maig de 2026 (vós)" in answer

    office.order("DESFÉS A-0001")
    office.order("i un altre", subject=f"FET A-0001 · {code}", proof=None)
    assert "No s’ha fet: aquest codi ja s’havia fet servir" in office.answers()[-1]
    assert office.states()[0] != "active"


def test_a_code_in_small_letters_in_a_reply_does_too(office: Office) -> None:
    code = office.code("FET", "A-0001").lower()
    office.order(
        f"fet a-0001 {code}\n\nEl dl., 4 maig 2026, Ajuntament va escriure:\n> FET A-0002", proof=None
    )

    assert office.states() == ["active", "leaving"]


_FORGED: Final = pytest.mark.parametrize(
    "subject",
    [
        pytest.param("FET A-0001", id="no code"),
        pytest.param("FET A-0001 · 7KQ4M2XZB3D5F", id="a guessed code"),
        pytest.param("FITXA A-0001", id="a record"),
        pytest.param("RESUM", id="the digest"),
        pytest.param("AJUDA", id="help"),
        pytest.param("Bon dia, BAIXA 1", id="a number"),
        pytest.param("Ja he tret en Pere Camprubí", id="words"),
    ],
)


@_FORGED
def test_a_forged_clerk_gets_one_card_and_no_word(office: Office, subject: str) -> None:
    taken = office.order(subject, subject=subject, proof=FAILS)

    assert office.states() == ["due", "leaving"]
    assert office.answers() == office.of_template("digest") == []
    assert taken.decision.outcome is Outcome.CARD
    (waiting,) = office.cases("staff")
    assert waiting.reason.startswith(in_catalan(Reason.FORGED))


@_FORGED
def test_one_whom_nothing_vouches_for_is_answered_at_the_clerks_own_address_and_needs_the_code(
    office: Office, subject: str
) -> None:
    taken = office.order(subject=subject, proof=None)

    assert office.states() == ["due", "leaving"]
    assert office.of_template("digest") == []
    assert taken.decision.leading.reason is Reason.ORDER_ASKED
    assert office.cases("staff") == []
    (answer,) = office.answers()
    assert "600" not in answer  # whoever wrote it is told nothing of anybody


def test_a_flood_in_a_clerks_name_is_answered_within_the_cap(office: Office) -> None:
    for number in range(6):
        office.order(f"FET A-0001\nFITXA {number}", proof=None)

    cap = office.settings.replies.per_sender_per_day
    assert (len(office.answers()), len(office.cases("staff"))) == (cap, 6 - cap)
    office.at += timedelta(days=1)
    office.order("FET A-0001", proof=None)
    assert len(office.answers()) == cap + 1


def test_a_stolen_code_does_nothing_for_a_forger(office: Office) -> None:
    code = office.code("FET", "A-0001")
    office.order(subject=f"FET A-0001 · {code}", proof=FAILS)
    assert office.states()[0] == "due"

    office.order("de debò", subject=f"FET A-0001 · {code}", proof=None)
    assert office.states()[0] == "active"


@pytest.mark.parametrize(
    ("order", "issued", "why"),
    [
        pytest.param(
            "FET A-0001", ("TRETA", "A-0002"), "el codi és d’una altra ordre", id="of another thing"
        ),
        pytest.param(
            "BAIXA A-0001", ("FET", "A-0001"), "el codi és d’una altra ordre", id="of another order"
        ),
    ],
)
@pytest.mark.parametrize("proof", [None, PASSES], ids=["unknown", "authenticated"])
def test_a_swapped_code_does_nothing(
    office: Office, order: str, issued: tuple[str, str], why: str, proof: str | None
) -> None:
    office.order(subject=f"{order} · {office.code(*issued)}", proof=proof)

    assert office.states() == ["due", "leaving"]
    assert why in office.answers()[-1]


def test_a_colleagues_code_does_nothing_unless_the_mail_is_authenticated(office: Office) -> None:
    code = office.code("FET", "A-0001", MAYOR)
    office.order(subject=f"FET A-0001 · {code}", proof=None)
    assert office.states()[0] == "due"
    assert "el codi es va enviar a una altra adreça" in office.answers()[0]

    office.order("va", subject=f"FET A-0001 · {code}")
    assert office.states()[0] == "active"


def test_an_expired_code_does_nothing_unless_the_mail_is_authenticated(office: Office) -> None:
    code = office.code("FET", "A-0001")
    office.at += timedelta(days=14)
    office.order(subject=f"FET A-0001 · {code}", proof=None)
    assert office.states()[0] == "due"
    assert "el codi ha caducat" in office.answers()[-1]
    assert office.cases("staff") == []

    office.order("va", subject=f"FET A-0001 · {code}")
    assert office.states()[0] == "active"


@pytest.mark.parametrize("proof", [None, PASSES], ids=["unknown", "authenticated"])
def test_what_changed_since_is_told_and_not_done_over(office: Office, proof: str | None) -> None:
    code = office.code("FET", "A-0001")
    office.order("CORREGEIX A-0001 mòbil 611222333", sender=MAYOR)
    office.order(subject=f"FET A-0001 · {code}", proof=proof)

    assert office.states()[0] == "due"
    assert f"se’n van corregir les dades el dilluns 4 de maig de 2026 ({MAYOR})" in office.answers()[-1]


def test_the_second_of_two_clerks_hears_who_was_first(office: Office) -> None:
    mine, theirs = office.code("FET", "A-0001"), office.code("FET", "A-0001", MAYOR)
    office.order(subject=f"FET A-0001 · {theirs}", sender=MAYOR, proof=None)
    office.order(subject=f"FET A-0001 · {mine}", proof=None)
    office.order("FET A-0001")

    by_link, by_hand = office.answers()
    for answer in (by_link, by_hand):
        assert "1 ja estava feta" in answer
        assert "Ja estava fet: A-0001 (Roser Vilalta Camps)" in answer
        assert f"va quedar anotada al telèfon el dilluns 4 de maig de 2026 ({MAYOR})" in answer
    with office.store.read() as tx:
        moves = tx.connection.execute(select(events.c.what).where(events.c.by == MAYOR)).scalars().all()
    assert moves == ["activated"]


def test_the_towns_own_mark_vouches_too(office: Office) -> None:
    office.order("FET A-0001", proof=None, X_Intern="si")

    assert office.states()[0] == "active"


def test_no_order_is_done_from_a_junk_folder(office: Office) -> None:
    office.mail("x", sender=CLERK, subject="y")
    raw = (
        f"From: {CLERK}\r\nTo: info@setcases.cat\r\nSubject: FET A-0001\r\nMessage-ID: <j@setcases.cat>\r\n"
        f"Authentication-Results: {PASSES.format(domain='setcases.cat')}\r\n\r\n\r\n"
    )
    office.take(raw.encode(), junk=True)

    assert office.states()[0] == "due"
    assert office.answers() == []


def test_the_same_mail_again_does_nothing(office: Office) -> None:
    office.order("BAIXA A-0001")
    raw = office.taken[-1].mail
    before = len(office.answers())
    office.order("DESFÉS A-0001")
    again = EmailMessage(policy=policy.SMTP)
    again["From"], again["To"], again["Subject"] = CLERK, "info@setcases.cat", ""
    again["Message-ID"] = raw.message_id
    again["Authentication-Results"] = PASSES.format(domain="setcases.cat")
    again.set_content("BAIXA A-0001")
    office.take(again.as_bytes())

    assert office.states()[0] == "due"
    assert len(office.answers()) == before + 1


def test_a_code_is_kept_as_its_hash_and_forgotten_in_time(office: Office) -> None:
    code = office.code("FET", "A-0001")
    with office.store.read() as tx:
        kept = [str(value) for row in tx.connection.execute(select(codes_table)) for value in row]
    assert not any(code.lower() in value.lower() for value in kept)

    office.order(subject=f"FET A-0001 · {code}", proof=None)
    with office.store.read() as tx:
        assert code not in str(tx.connection.exec_driver_sql("SELECT reasons FROM messages").all())
    office.at += timedelta(days=100)
    office.code("FET", "A-0001")
    with office.store.read() as tx:
        assert len(tx.connection.execute(select(codes_table.c.id)).all()) == 1


def test_on_either_database_a_failing_line_is_rolled_back_alone(store: Store) -> None:
    desk = Office(store, settings=settings(trust={"authserv_ids": ["mx.setcases.cat"]}))
    desk.hold(ROSER, State.DUE)
    desk.hold(PERE, State.LEAVING)
    desk.hold(Person(name="Mar Pi", id_document=ROSER.id_document, phone=None), State.REQUESTED)
    desk.order(f"FET A-0001\nCORREGEIX A-0003 mòbil {ROSER.phone}\nTRETA A-0002\nFET A-0002")

    assert desk.states() == ["active", "left", "requested"]
    assert "2 fetes · 2 no fetes" in desk.answers()[0]
