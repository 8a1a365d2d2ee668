"""A clerk whose mail is no order that can be done as it stands is answered: with what they may have meant."""

import re
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from daemon.books import cases
from daemon.books.store import Store
from daemon.books.tables import outbox
from daemon.mailbox.intake import Taken
from rules.books.decision import Outcome, Reason
from rules.books.subscription import State
from rules.findings import Kind, Person
from tests.daemon.books.test_cases import opened, verdict
from tests.daemon.conftest import settings
from tests.daemon.ordering import CLERK, MAYOR, Office, card, offered, office, quoted
from tests.daemon.talking import FAILS, PASSES, PERE, ROSER, text_of
from tests.journeys.test_ordering import links

__all__ = ["office"]

MARIA: Final = Person(name="Maria Puig Serrat", id_document="34567890V", phone="+34622333444")

_CODE: Final = re.compile(r" · [2-9B-Z]{13}")


def taps(office: Office) -> list[str]:
    """What the taps of the last answer order, without their codes."""
    return [_CODE.sub("", text) for text in offered(office)]


def is_only_answered(office: Office, taken: Taken) -> bool:
    """Whether nothing came of the mail but one answer to its clerk: no card, and no letter to anybody."""
    with office.store.read() as tx:
        owed = tx.connection.execute(select(outbox.c.recipient, outbox.c.template)).all()
    is_asked = (taken.decision.outcome, taken.decision.leading.reason) == (Outcome.DONE, Reason.ORDER_ASKED)
    return is_asked and office.cases("staff") == [] and [tuple(row) for row in owed] == [(CLERK, "ordered")]


@pytest.mark.parametrize(
    ("subject", "text", "meant"),
    [
        pytest.param("", "BAIXA 1", "BAIXA A-0001", id="a number"),
        pytest.param("BAIXA 1", "", "BAIXA A-0001", id="a number in the subject"),
        pytest.param("Bon dia, BAIXA 1", "Gràcies!\nMarta Coll", "BAIXA A-0001", id="among courtesies"),
        pytest.param("", "FET la Roser", "FET A-0001", id="a given name"),
        pytest.param("", "Baixa de la Roser Vilalta", "BAIXA A-0001", id="a name in a sentence"),
        pytest.param("FET", "la Roser", "FET A-0001", id="a name below the order"),
        pytest.param("", "FET 1: Roser", "FET A-0001", id="a number beside a name"),
        pytest.param("", "fet roser vilalta", "FET A-0001", id="without capitals"),
        pytest.param("", "1 feta", "FET A-0001", id="the number first"),
        pytest.param("", "Ja he tret en Pere Camprubí del telèfon", "TRETA A-0002", id="taken off"),
        pytest.param("En Pere Camprubí ja no hi és", "", "TRETA A-0002", id="no more there"),
        pytest.param("llista", "Bon dia,\nLa Roser Vilalta ja és al telèfon.", "FET A-0001", id="there"),
        pytest.param("", "he posat el 600 11 12 22", "FET A-0001", id="a mobile"),
        pytest.param("", "Ja està feta la A-0001", "FET A-0001", id="a reference in a sentence"),
        pytest.param("", "BAIXA Roser, 12345678A, 600111222", "BAIXA A-0001", id="a wrong document"),
        pytest.param("", "Hem de treure la Roser Vilalta", "BAIXA A-0001", id="to be taken off"),
        pytest.param(
            "", "Pots treure la Roser Vilalta si us plau?", "BAIXA A-0001", id="asked of a colleague"
        ),
    ],
)
def test_what_was_plainly_meant_is_a_tap_and_the_tap_does_it(
    office: Office, subject: str, text: str, meant: str
) -> None:
    before = office.book()
    taken = office.order(text, subject=subject)

    assert office.book() == before
    assert is_only_answered(office, taken)
    assert taps(office)[0] == meant
    assert ("Roser Vilalta Camps (A-0001)" in office.answers()[0]) == meant.endswith("1")

    office.order(subject=offered(office)[0], proof=None)
    assert office.book() != before
    assert "1 feta" in office.answers()[-1]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("MOTIU 1 el telèfon era a reparar", "MOTIU A-0001 el telèfon era a reparar"),
        ("CORREGEIX 1 mòbil 611222333", "CORREGEIX A-0001 mòbil 611222333"),
        ("ALTA Mar Pi Coll, 34567890A, 622333444", "ALTA Mar Pi Coll, 34567890A, 622333444"),
    ],
)
def test_a_clerks_own_words_stand_in_the_tap_to_be_mended(office: Office, text: str, meant: str) -> None:
    taken = office.order(text)
    assert is_only_answered(office, taken)
    assert taps(office) == [meant]

    before = office.book()
    office.order(offered(office)[0].replace("34567890A", "34567890V"), subject="Llista", proof=None)
    assert "1 feta" in office.answers()[-1]
    assert (office.book() != before) == (not text.startswith("MOTIU"))


@pytest.mark.parametrize(
    "words", ["M'he equivocat amb la Roser Vilalta", "La baixa de la Roser és una errada"]
)
def test_a_mistake_that_is_told_in_plain_words_is_taken_back_by_a_tap(office: Office, words: str) -> None:
    office.order("BAIXA A-0001")
    office.order(words)
    assert taps(office) == ["DESFÉS A-0001"]

    office.order(subject=offered(office)[0], proof=None)
    assert office.states()[0] == "due"


def test_a_wrong_letter_is_told_and_never_mended_by_us(office: Office) -> None:
    office.order("ALTA Mar Pi Coll, 34567890A, 622333444")

    assert "el DNI no és vàlid" in office.answers()[0]
    assert "34567890V" not in office.answers()[0]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("La Roser Vilalta encara no és al telèfon, A-0001", id="not yet"),
        pytest.param("FET A-0001 encara no", id="an order, and not yet"),
        pytest.param("A-0001 potser ja hi és?", id="a question"),
    ],
)
def test_what_was_not_done_is_not_offered_as_done(office: Office, text: str) -> None:
    taken = office.order(text)

    assert is_only_answered(office, taken)
    assert "FITXA A-0001" in taps(office)


def test_of_a_name_that_some_have_each_is_offered_and_of_a_crowd_nobody(office: Office) -> None:
    office.hold(MARIA, State.DUE)
    office.hold(Person(name="Maria Font Vila", id_document="45678901G", phone="+34633444555"), State.DUE)
    office.order("FET la Maria")
    assert taps(office) == ["FET A-0003", "FET A-0004"]

    office.order("FET la Maria Puig")
    assert taps(office) == ["FET A-0003"]
    office.order("FET la Maria Serra")
    assert taps(office) == []

    for number, document in enumerate(("56789012B", "67890123B")):
        who = Person(name=f"Maria Roca {number}", id_document=document, phone=f"+3465555500{number}")
        office.hold(who, State.DUE)
    office.order("FET la Maria", subject="i ara")
    assert taps(office) == []


def test_what_was_done_before_is_told_as_that(office: Office) -> None:
    office.order("FET A-0001")
    office.order("La Roser Vilalta ja és al telèfon")

    assert "1 ja estava feta" in office.answers()[-1]
    assert office.cases("staff") == []


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param("Jutjat de pau", "La Roser Vilalta demana hora per dijous.", id="somebody of the list"),
        pytest.param("Fotocòpies", "Fet 3 fotocòpies de cada", id="copies"),
        pytest.param("Fitxa", "Fitxa tècnica de la caldera", id="a boiler"),
        pytest.param("Fet i fet", "Ja hem acabat les obres del carrer", id="a proverb"),
        pytest.param("Alta", "Alta d'aigua al carrer Major 12", id="water"),
        pytest.param("Permisos", "Us passo la baixa mèdica de la Roser Vilalta", id="an illness"),
        pytest.param("Padró", "Ja he tret en Pere Camprubí del padró", id="another register"),
        pytest.param("Acta", "He posat l'acta de dimarts a la carpeta.", id="something put elsewhere"),
    ],
)
def test_a_clerks_other_mail_is_not_ours(office: Office, subject: str, text: str) -> None:
    taken = office.order(text, subject=subject)

    assert taken.decision.outcome is Outcome.ASIDE
    assert office.answers() == []


def test_a_case_that_is_spoken_of_gets_no_second_card(office: Office) -> None:
    ref = card(office)
    office.order(f"Ja he parlat amb ella del {ref}")

    with office.store.read() as tx:
        assert [case.ref for case in cases.listed(tx)] == [ref]
    assert f"APLICA {ref}" in taps(office)

    office.order(subject=offered(office)[0], proof=None)
    assert office.states()[0] == "leaving"


def test_of_somebody_passed_on_a_person_still_sees_the_rest(office: Office) -> None:
    taken = office.order("BAIXA 1\nHa trucat la filla i diu que ja no viu aquí, però no n'estic segura.")

    assert taken.decision.outcome is Outcome.CARD
    assert office.states()[0] == "due"
    assert taps(office) == ["BAIXA A-0001"]


def test_what_is_said_of_somebody_of_the_list_is_answered_and_a_person_sees_it_once(office: Office) -> None:
    said = "La Roser Vilalta diu que no rep els missatges de la llista de WhatsApp"
    taken = office.order(said)
    assert (taken.decision.outcome, taken.decision.leading.reason) == (Outcome.CARD, Reason.ORDER)
    assert "FITXA A-0001" in taps(office)

    with office.store.begin() as tx:
        opened(tx, replace(verdict(reason=Reason.PASSED_ON), about=(office.book()[0],)))
        ref = cases.listed(tx)[-1].ref
    taken = office.order(f"{said}!", subject="la Roser")
    assert taken.decision.leading.reason is Reason.ORDER_ASKED
    assert f"APLICA {ref}" in taps(office)


def test_an_answer_to_our_own_mail_is_answered_each_time(office: Office) -> None:
    digest = office.digest()
    for text in ("Ho mirem demà amb l'alcaldessa", "Encara no sabem res del que ens vau dir"):
        office.answer(text, digest, sender=CLERK, Authentication_Results=PASSES)

    assert [("Ho mirem" in a, "Encara no" in a) for a in office.answers()] == [(True, False), (False, True)]


def test_of_altas_typed_together_the_good_one_is_noted_and_the_other_asked_back(office: Office) -> None:
    office.order("ALTA Mar Pi Coll, 34567890V, 622333444\nALTA Joan Pi Coll, 45678901A, 633444555")

    assert office.states()[2:] == ["requested"]
    assert "1 feta · 1 no feta" in office.answers()[0]
    assert taps(office) == ["ALTA Joan Pi Coll, 45678901A, 633444555"]
    assert office.cases("staff") == []


def test_a_name_in_an_answer_to_the_digest_is_a_tap(office: Office) -> None:
    office.read()
    digest = office.digest()
    intro = "El dl., 4 maig 2026 a les 10:00, Ajuntament <info@setcases.cat> va escriure:\n"
    for number, quote in enumerate(
        (f"{intro}{quoted(digest)}", f"Ajuntament escribió:\n{quoted(digest, '')}")
    ):
        taken = office.answer(f"FET la Roser{'!' * number}\n\n{quote}", digest, sender=CLERK,
                              Authentication_Results=PASSES)  # fmt: skip
        assert taken.decision.leading.reason is Reason.ORDER_ASKED
        assert taps(office) == ["FET A-0001"]


def test_each_line_is_answered_in_its_place_and_looks_as_what_became_of_it(office: Office) -> None:
    office.order("BAIXA 2\nFET A-0001\nJa he tret en Pere Camprubí\nTRETA A-0099", subject="llista")

    said = office.answers()[0]
    lines = ["BAIXA 2", "FET A-0001", "Ja he tret en Pere Camprubí", "TRETA A-0099"]
    assert sorted(lines, key=said.index) == lines
    assert "Fet. A-0001 (Roser Vilalta Camps)" in said
    html = office.of_template("ordered")[0].get_body(("html",))
    assert html is not None
    edges = re.findall("border-left:4px solid (#\\w+)", html.get_content())
    before, done, asked, refused = edges
    assert len({before, done, asked, refused}) == 4


@pytest.mark.parametrize("order", ["FET A-0001", "BAIXA A-0001", "BAIXA Roser Vilalta, 12345678Z, 600111222"])
def test_each_line_that_was_done_offers_to_take_it_back(office: Office, order: str) -> None:
    office.order(order)
    done = office.states()[0]
    assert taps(office) == ["DESFÉS A-0001"]

    office.order(subject=offered(office)[0], proof=None)
    assert office.states()[0] not in {done, "left"}


def test_a_leave_of_a_card_and_a_correction_are_taken_back_too(office: Office) -> None:
    office.order(f"APLICA {card(office)}")
    assert taps(office) == ["DESFÉS A-0001"]
    office.order(subject=offered(office)[0], proof=None)
    before = office.book()[0]
    assert before.state is State.DUE

    office.order("CORREGEIX A-0001 mòbil 611222333")
    link = links(office.of_template("ordered")[-1])["CORREGEIX A-0001"]
    office.order(offered(office)[0], subject=link[1], proof=None)
    assert office.book()[0].phone == before.phone


def test_what_no_order_takes_back_offers_none(office: Office) -> None:
    office.order("TRETA A-0002")

    assert taps(office) == []


def test_a_clerk_outside_the_town_hall_is_offered_references_and_told_no_names(sqlite: Store) -> None:
    outside = "gestoria@example.org"
    desk = Office(sqlite, settings=settings(staff={"digest_to": [CLERK], "orders_from": [outside]}))
    desk.hold(ROSER, State.DUE)
    desk.order("FET la Roser", sender=outside, proof=None)

    (answer,) = desk.answers(outside)
    assert "A-0001: ja és al telèfon" in answer
    assert "Vilalta" not in answer


NOBODYS: Final = (
    "Doneu-me de baixa de la llista de WhatsApp.\nRoser Vilalta\nDNI 87654321X\nMòbil 600 999 888\n"
    "I el meu home també:\nPere Camprubí\nDNI 23456789D\nMòbil 600 333 445\n"
)


@pytest.mark.parametrize(
    "order",
    [
        "què fem amb {card}?",
        "APLICA {card}",
        "CORREGEIX A-0001 mòbil 655123456",
        "BAIXA A-0001 {card}",
        "BAIXA A-0002 {card}",
    ],
)
@pytest.mark.parametrize("proof", [PASSES, None])
@pytest.mark.parametrize("text", [NOBODYS, NOBODYS.partition("I el meu")[0]], ids=["of two", "of one"])
def test_a_clerk_outside_the_town_hall_learns_nobodys_data(
    sqlite: Store, order: str, proof: str | None, text: str
) -> None:
    outside = "gestoria@example.org"
    trust = {"authserv_ids": ["mx.setcases.cat"]}
    staff = {"digest_to": [CLERK], "orders_from": [outside]}
    desk = Office(sqlite, settings=settings(staff=staff, trust=trust))
    desk.hold(ROSER)
    desk.hold(PERE)
    desk.mail(text, subject="BAIXA", Authentication_Results=PASSES)
    (waiting,) = desk.cases("staff")

    desk.order(order.format(card=waiting.ref), sender=outside, proof=proof)

    (letter,) = desk.of_template("ordered", outside)
    html = letter.get_body(("html",))
    assert html is not None
    said = unquote(f"{html.get_content()} {text_of(letter)}").replace("655123456", "").replace(" ", "")
    assert not re.search(r"Vilalta|Camprub|8765432|2345678|600|655123|veins\.example", said)


def test_what_fails_authentication_is_one_card_and_no_tap(office: Office) -> None:
    office.order("Ja he tret en Pere Camprubí del telèfon", proof=FAILS)

    assert office.answers() == []
    assert len(office.cases("staff")) == 1


def test_a_tap_of_one_clerk_is_none_for_another(office: Office) -> None:
    office.order("BAIXA 1")
    subject = offered(office)[0]
    office.order(subject=subject, sender=MAYOR, proof=None)

    assert office.states()[0] == "due"
    assert "es va enviar a una altra adreça" in office.answers(MAYOR)[0]


def test_a_line_that_names_somebody_is_never_of_whom_another_line_names(office: Office) -> None:
    office.order("TRETA A-0002")
    office.hold(MARIA, State.LEAVING)
    office.order("TRETA en Pere\nja he tret la Maria Puig\nTRETA A-0099")

    assert taps(office) == ["TRETA A-0003"]


def test_a_tap_that_asks_for_data_and_got_none_comes_back(office: Office) -> None:
    with office.store.begin() as tx:
        person = Person(name="Gemma Vilalta", phone="+34654112233")
        opened(tx, verdict(person=person, reason=Reason.DATA_LACKING, kind=Kind.ALTA))
        ref = cases.listed(tx)[-1].ref
    office.order(f"APLICA {ref}")

    assert "hi falta o no és vàlid" in office.answers()[0]
    assert offered(office) == ["Nom: Gemma Vilalta\nDNI: \nMòbil: +34654112233"]


def test_a_reason_that_was_left_out_is_asked_for_again(office: Office) -> None:
    office.order(subject="MOTIU A-0001", text="Motiu: ")

    assert offered(office) == ["Motiu: "]


def test_an_alta_with_a_wrong_document_is_given_back_whoever_has_the_mobile(office: Office) -> None:
    office.order("ALTA Roser Vilalta, 12345678A, 600111222")

    assert taps(office) == ["ALTA Roser Vilalta, 12345678A, 600111222"]


@pytest.mark.parametrize("order", ["AJORNA {}", "AJORNA {} 32/5/2026", "AJORNA {} demà passat"])
def test_a_case_is_put_off_by_a_tap_where_the_day_is_not_understood(office: Office, order: str) -> None:
    ref = card(office)
    office.order(order.format(ref))

    assert taps(office) == [f"AJORNA {ref} 11/05/2026"]
    office.order(subject=offered(office)[0], proof=None)
    assert "ajornat fins al dilluns 11 de maig" in office.answers()[-1]


@pytest.mark.parametrize(
    "words",
    [
        "Bon dia,\nPer deixar la llista de WhatsApp ens heu de dir el DNI i el mòbil.\nMarta",
        "Recordeu que demà hi ha reunió a les 10 per la llista de WhatsApp.\nMarta",
    ],
)
def test_what_a_clerk_writes_to_somebody_else_gets_no_lesson_in_orders(office: Office, words: str) -> None:
    taken = office.order(words, subject="Re: llista", Cc="roser@veins.example")

    assert office.answers() == []
    assert taken.decision.outcome is not Outcome.DONE


@pytest.mark.parametrize("words", ["Fet, gràcies!", "Fet.", "fet\n\nMarta Coll"])
def test_a_tap_that_says_done_once_more_is_done_and_no_more_said(office: Office, words: str) -> None:
    office.order(words, subject=f"TRETA A-0002 · {office.code('TRETA', 'A-0002')}", proof=None)

    assert office.states()[1] == "left"
    assert "no feta" not in office.answers()[0]


def test_who_will_not_join_after_all_is_ended_by_a_tap(office: Office) -> None:
    office.hold(MARIA, State.REQUESTED)
    office.order("La Maria Puig ens ha dit que no hi vol entrar. BAIXA Maria Puig", subject="llista")
    assert "BAIXA A-0003" in taps(office)

    tap = next(text for text in offered(office) if text.startswith("BAIXA A-0003"))
    office.order(subject=tap, proof=None)
    assert office.states()[2] == "left"
