"""What stands beside an order is neither obeyed nor lost: quotations, robots, what is passed on."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from daemon.books import cases
from daemon.books.tables import LATE_REASON, events
from rules.books.decision import Outcome
from rules.books.subscription import State
from rules.findings import Kind, Person
from rules.staff.grammar import Order, Verb
from rules.staff.orders import read_orders
from tests.daemon.conftest import NOW, mark
from tests.daemon.ordering import CLERK, MAYOR, TODAY, Office, card, office, quoted
from tests.daemon.talking import FAILS, PASSES, text_of

__all__ = ["office"]

# --- what stands beside an order ------------------------------------------------------------------

ALTA = "ALTA Mar Pi Coll, 34567890V, 622333444"


def test_an_alta_that_a_clerk_types_is_noted_and_answered(office: Office) -> None:
    taken = office.order(ALTA)

    assert (taken.reading and taken.reading.kind, office.states()[-1]) == (Kind.ALTA, "requested")
    assert (
        "ALTA rebuda: falta el consentiment registrat. És la fitxa A-0003 (Mar Pi Coll)."
        in office.answers()[0]
    )


def test_an_alta_among_other_orders_is_not_lost(office: Office) -> None:
    office.order(f"FET A-0001\n{ALTA}")

    assert office.states() == ["active", "leaving", "requested"]
    assert "2 fetes" in office.answers()[0]


def test_an_alta_that_cannot_be_noted_is_a_card_and_said(office: Office) -> None:
    office.hold(Person(name="Joan Serra", id_document="34567890V", phone="+34622333444"), State.REQUESTED)
    office.order(ALTA)

    assert "queda per decidir" in office.answers()[0]
    assert len(office.cases("staff")) == 1


def test_a_forwarded_digest_is_as_good_as_a_reply(office: Office) -> None:
    digest = office.digest()
    head = f"---------- Forwarded message ---------\nDe: Ajuntament\nAssumpte: {digest['Subject']}\n\n"
    office.order(f"FET A-0001\n\n{head}{quoted(digest, '')}", subject=f"Fwd: {digest['Subject']}")

    assert office.states() == ["active", "leaving"]


@pytest.mark.parametrize(
    "passed",
    [
        pytest.param(
            "---------- Forwarded message ---------\nDe: Roser <r@veins.example>\nAssumpte: baixa\n\n"
            "Vull donar-me de baixa del WhatsApp. Roser Vilalta, 12345678Z, 600111222",
            id="a resident's mail",
        ),
        pytest.param(
            "[4/5/26, 10:12:01] Mar Pi: ALTA\n[4/5/26, 10:12:30] Mar Pi: Mar Pi Coll 34567890V", id="a chat"
        ),
    ],
)
def test_an_order_above_what_is_passed_on_loses_neither(office: Office, passed: str) -> None:
    office.order(f"TRETA A-0002\n\n{passed}", subject="Fwd: WhatsApp")

    assert office.states() == ["due", "leaving"]
    (waiting,) = office.cases("staff")
    assert waiting.excerpt
    assert "TRETA A-0002" in waiting.excerpt


def test_a_baixa_that_a_clerk_was_told_of_is_for_a_person(office: Office) -> None:
    office.order("M'ha arribat aquest missatge al meu mòbil:\n\nBAIXA Roser Vilalta, 12345678Z, 600111222")

    assert office.states()[0] == "due"
    assert len(office.cases("staff")) == 1


def test_why_it_was_late_can_be_said_after_it_was_done(office: Office) -> None:
    done, why = office.code("FET", "A-0001"), office.code("MOTIU", "A-0001")
    office.order(subject=f"FET A-0001 · {done}", proof=None)
    office.order("Motiu: la A-0002 anava davant", subject=f"MOTIU A-0001 · {why}", proof=None)

    assert "motiu del retard anotat" in office.answers()[-1]


def test_why_it_was_late_is_said_once_by_a_link(office: Office) -> None:
    office.order("FET A-0001")
    subject = f"MOTIU A-0001 · {office.code('MOTIU', 'A-0001')}"
    for reason in ("el telèfon era a reparar", "no hi va pensar ningú"):
        office.order(f"Motiu: {reason}", subject=subject, proof=None)

    with office.store.read() as tx:
        said = select(events.c.note).where(events.c.what == LATE_REASON)
        assert tx.connection.execute(said).scalars().all() == ["el telèfon era a reparar"]
    assert "aquest codi ja s’havia fet servir" in office.answers()[-1]


@pytest.mark.parametrize(
    ("words", "body", "because"),
    [
        pytest.param("", "", "res a fer", id="none"),
        pytest.param("repetit", "", "repetit", id="that of the tap"),
        pytest.param("", "Motiu: és la mateixa que A-0002", "és la mateixa que A-0002", id="their own"),
    ],
)
def test_a_card_is_closed_with_the_reason_that_staff_give_or_none(
    office: Office, words: str, body: str, because: str
) -> None:
    ref = card(office)
    code = office.code("DESCARTA", ref)

    office.order(body, subject=f"DESCARTA {ref} {words} · {code}", proof=None)

    with office.store.read() as tx:
        assert cases.find(tx, ref).closed_because == because


def test_no_card_shows_anybodys_code(office: Office) -> None:
    code = office.code("FET", "A-0001", MAYOR)
    office.order(f"FET A-0001 · {code}\nNO FET A-0002 · {code}", proof=FAILS)
    office.order(f"FET A-0001 · {code}\nNO FET A-0002 · {code}", subject="llista", proof=None)

    (waiting,) = office.cases("staff")
    assert waiting.excerpt
    assert code not in waiting.excerpt
    assert code not in office.answers()[0]


# --- quotations, robots, and what is no order -----------------------------------------------------


def test_a_reply_to_the_digest_orders_what_it_says_itself_and_nothing_that_it_quotes(office: Office) -> None:
    digest = office.digest()
    intro = "El dl., 4 maig 2026 a les 10:00, Ajuntament <info@setcases.cat> va escriure:\n"
    office.answer(f"fet 1\n\n{intro}{quoted(digest)}", digest, sender=CLERK,
                  Authentication_Results=PASSES)  # fmt: skip

    assert office.states() == ["active", "leaving"]
    (answer,) = office.answers()
    assert "1 feta" in answer
    assert "No s’ha" not in answer


@pytest.mark.parametrize("template", ["digest", "ordered"])
def test_no_line_of_ours_is_an_order_even_where_nothing_marks_it_as_quoted(
    office: Office, template: str
) -> None:
    card(office)
    office.digest()
    office.order("AJUDA\nFET A-0099\nFITXA A-0001\nFET A-0001 encara no")
    letter = office.of_template(template)[-1]
    found = read_orders(letter["Subject"], quoted(letter, ""), today=TODAY)

    assert [line for line in found if not hasattr(line, "why")] == []


def test_a_reply_in_the_manner_of_outlook_orders_only_what_stands_above(office: Office) -> None:
    digest = office.digest()
    head = (
        "De: Ajuntament <info@setcases.cat>\nEnviat el: dilluns, 4 de maig de 2026 10:00\nPer a: Secretaria\n"
    )
    subject = f"Assumpte: {digest['Subject']}\n\n"
    office.answer(f"FET A-0001\n\n{head}{subject}{quoted(digest, '')}", digest, sender=CLERK,
                  subject=f"RE: {digest['Subject']}", Authentication_Results=PASSES)  # fmt: skip

    assert office.states() == ["active", "leaving"]
    assert "No s’ha" not in office.answers()[0]


def test_a_clerk_is_answered_though_her_program_asks_for_no_automatic_answer(office: Office) -> None:
    office.order("FET A-0001", X_Auto_Response_Suppress="OOF, AutoReply")

    assert len(office.answers()) == 1


def test_the_holiday_reply_with_the_digest_in_it_is_set_aside(office: Office) -> None:
    digest = office.digest()
    for n, headers in enumerate(({"Auto_Submitted": "auto-replied"}, {"X_Autoreply": "yes"})):
        taken = office.answer(
            f"FET A-0001\nSoc de vacances fins al dia {n}.\n\n{quoted(digest)}", digest, sender=CLERK,
            subject=f"Fora de l'oficina: FET A-000{n}", Authentication_Results=PASSES, **headers,
        )  # fmt: skip
        assert taken.decision.outcome is Outcome.ASIDE

    assert office.states() == ["due", "leaving"]
    assert office.answers() == []


def test_the_holiday_reply_that_does_not_say_so_offers_nobodys_leave(office: Office) -> None:
    digest = office.digest()
    body = digest.get_body(("plain",))
    assert body is not None
    text = f"Estic de vacances fins al 15 de maig.\n\n{body.get_content()}"
    taken = office.answer(text, digest, sender=CLERK, Authentication_Results=PASSES)

    assert taken.reading
    assert taken.reading.people == ()
    assert taken.decision.outcome is Outcome.CARD
    office.at += timedelta(days=1)
    assert "És la baixa" not in text_of(office.digest())


def test_thanks_for_the_digest_are_nobodys_business(office: Office) -> None:
    taken = office.answer("Gràcies!", office.digest(), sender=CLERK, Authentication_Results=PASSES)

    assert (taken.decision.outcome, office.answers()) == (Outcome.ASIDE, [])


@pytest.mark.parametrize(
    "text", ["desfes la treta de la Neus", "ajorna el cas del Ramon", "tot fet", "FTE 1"]
)
def test_an_order_that_is_none_is_said_back_and_is_no_card(office: Office, text: str) -> None:
    taken = office.order(text, subject="llista de WhatsApp")

    assert taken.decision.outcome is Outcome.DONE
    (answer,) = office.answers()
    assert f"«{text}»" in answer
    assert "no s’ha fet res" in answer
    assert office.states() == ["due", "leaving"]


def test_what_nothing_can_be_made_of_gets_the_help_and_a_card(office: Office) -> None:
    digest = office.digest()
    for text in ("Això ja ho vam parlar dilluns", "I allò de la filla també, em sembla"):
        taken = office.answer(text, digest, sender=CLERK, Authentication_Results=PASSES)
        assert (taken.reading and taken.reading.kind, taken.decision.outcome) == (Kind.COMMAND, Outcome.CARD)

    for answer in office.answers():
        assert "No s’ha entès, i no s’ha fet res" in answer
        assert "Com s’escriuen les ordres" in answer
    assert len(office.answers()) == 2
    assert office.states() == ["due", "leaving"]


def test_help_names_every_order(office: Office) -> None:
    office.order(subject="ajuda")

    (answer,) = office.answers()
    assert all(word in answer for word in ("FET", "TRETA", "CORREGEIX", "CONSENTIMENT", "FITXA", "MOTIU"))


def test_the_guide_names_every_order_as_it_is_read() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "guia.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-ZÉ]{3,}.*?) \|", guide, re.MULTILINE)

    found = [read_orders("", row, today=TODAY) for row in rows]
    read = [one.verb for lines in found for one in lines if isinstance(one, Order)]
    assert [one for lines in found for one in lines if not isinstance(one, Order)] == []
    assert sorted(read) == sorted(Verb)


def test_the_answer_stands_in_the_thread_and_starts_no_loop(office: Office) -> None:
    taken = office.order("FET A-0001")
    (letter,) = office.of_template("ordered")

    assert letter["In-Reply-To"] == taken.mail.message_id
    assert letter["Auto-Submitted"] == "auto-replied"
    office.answer("Gràcies", letter, sender=CLERK, Authentication_Results=PASSES)
    office.answer("", letter, sender=CLERK, subject="Re: FET A-0001", Authentication_Results=PASSES)
    assert len(office.of_template("ordered")) <= 2
    assert office.states()[0] == "active"


@pytest.mark.parametrize(
    "name",
    ['=HYPERLINK("http://x.example")', "<script>alert(1)</script>", "A\u202egnp.exe", "Bcc: x@y.example"],
    ids=["formula", "HTML", "turned round", "header"],
)
def test_a_hostile_name_is_only_data_in_the_answer(office: Office, name: str) -> None:
    office.hold(Person(name=name, id_document="34567890V", phone="+34622333444"), State.DUE)
    office.order("FET A-0003\nFITXA A-0003")

    (letter,) = office.of_template("ordered")
    html = letter.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()
    assert "\u202e" not in html.get_content()
    assert letter["Bcc"] is None
    assert office.states()[-1] == "active"


def test_books_are_marked_with_the_clerk_and_her_mail(office: Office) -> None:
    office.order("FET A-0001")

    with office.store.read() as tx:
        (row,) = tx.connection.execute(select(events).where(events.c.what == "activated"))
    assert (row.by, row.message_id is not None, row.at) == (CLERK, True, NOW)
    assert mark().by != CLERK
