"""DIFON is read as clerks write it: topic, when, whether it presses, and the text to the letter."""

from datetime import date, time

import pytest

from rules.calendar.norms import Pressing
from rules.staff.grammar import Order, Unread, Verb
from rules.staff.orders import read_orders

TODAY = date(2026, 5, 4)  # a Monday


def only(subject: str = "", own: str = "") -> Order:
    (one,) = read_orders(subject, own, today=TODAY)
    assert isinstance(one, Order)
    assert one.verb is Verb.BROADCAST
    assert one.announced is not None
    return one


@pytest.mark.parametrize(
    ("line", "topic", "on", "at", "pressing"),
    [
        ("DIFON aigua: Demà no n'hi haurà.", "aigua", None, None, None),
        ("Difon aigua, demà: Text", "aigua", date(2026, 5, 5), None, None),
        ("Difon aigua, passat demà: Text", "aigua", date(2026, 5, 6), None, None),
        ("Difunde agua, pasado mañana: Texto", "agua", date(2026, 5, 6), None, None),
        ("Difunde agua, esta mañana: Texto", "agua", TODAY, None, None),
        ("DIFON aigua, 14/12 a les 10: Text", "aigua", date(2026, 12, 14), time(10), None),
        ("DIFON aigua, 14/12/2026, 10:30: Text", "aigua", date(2026, 12, 14), time(10, 30), None),
        ("DIFON aigua, divendres a les 10 h: Text", "aigua", date(2026, 5, 8), time(10), None),
        ("DIFON festa, dissabte: Text", "festa", date(2026, 5, 9), None, None),
        ("Difunde fiesta, Domingo a las 10: Texto", "fiesta", None, time(10), None),
        ("Difunde fiesta, domingo a las 10: Texto", "fiesta", date(2026, 5, 10), time(10), None),
        ("DIFON aigua, 12: Text", "aigua", None, time(12), None),
        ("DIFON tall d'aigua, urgent: Text", "tall d'aigua", None, None, Pressing.URGENT),
        ("DIFON tall d'aigua urgent: Text", "tall d'aigua", None, None, Pressing.URGENT),
        ("DIFON festa, avui, 12.30, especial interès: Text", "festa", TODAY, time(12, 30), Pressing.INTEREST),
        ("DIFON festa, ara: Text", "festa", None, None, None),
        ("Bon dia, difoneu aigua: Text", "aigua", None, None, None),
        ("DIFON urgent: Text", "", None, None, Pressing.URGENT),
    ],
)
def test_the_heading_says_topic_and_when(
    line: str, topic: str, on: date | None, at: time | None, pressing: Pressing | None
) -> None:
    announced = only(own=line).announced
    assert announced is not None

    assert (announced.topic, announced.on, announced.at, announced.pressing) == (topic, on, at, pressing)


def test_all_that_follows_is_the_text_whatever_it_looks_like() -> None:
    text = "Demà, de 9 a 12, talls d'aigua 🚰 nº 12–14.\n\nBAIXA de tensió també.\nTRETA A-0001"

    assert only(own=f"DIFON aigua: {text}\n\nSalutacions,\nMar Pi\nSecretària").text == text


def test_in_the_subject_the_whole_mail_is_the_text() -> None:
    one = only("DIFON aigua, urgent", "Bon dia veïns!\nAra no hi ha aigua: l'estem arreglant.\n")

    assert one.text == "Bon dia veïns!\nAra no hi ha aigua: l'estem arreglant."
    assert one.is_own


def test_a_text_in_the_subject_alone_is_one() -> None:
    assert only("DIFON aigua: Demà no n'hi haurà", "").text == "Demà no n'hi haurà"


def test_lines_that_a_mail_program_broke_are_whole_again() -> None:
    own = (
        "DIFON concert: Dissabte 9 de maig a les vuit del vespre hi haurà concert a\n"
        "la plaça de l'església, amb la cobla de la vila i moltes ganes de ballar i\n"
        "de passar-ho bé.\n"
        "Hi sou tots convidats."
    )

    first, second = only(own=own).text.split("\n")
    assert first.startswith(
        "Dissabte 9 de maig a les vuit del vespre hi haurà concert a la plaça de l'església"
    )
    assert first.endswith("moltes ganes de ballar i de passar-ho bé.")
    assert second == "Hi sou tots convidats."


def test_lines_that_the_clerk_broke_stay() -> None:
    assert (
        only(own="DIFON festa: Divendres:\n- cercavila\n- sopar").text == "Divendres:\n- cercavila\n- sopar"
    )


def test_it_may_name_what_is_planned_or_a_case() -> None:
    assert only(own="DIFON D-3, urgent").item == "D-0003"
    one = only("DIFON C-7KQ4M2XZ concert de Nadal · 2345678BCDFGH", "Dissabte hi ha concert.")

    assert (one.item, one.code, one.text) == ("C-7KQ4M2XZ", "2345678BCDFGH", "Dissabte hi ha concert.")
    assert one.announced is not None
    assert one.announced.topic == "concert de Nadal"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("DIFON aigua, quan pugueu: Text", "broadcast-part"),
        ("DIFON aigua, 31/2: Text", "broadcast-part"),
        (f"DIFON {'demà no hi haurà aigua al carrer Major ' * 3}", "broadcast-lacks-colon"),
    ],
)
def test_what_is_not_plain_is_said_back(line: str, code: str) -> None:
    (one,) = read_orders("", line, today=TODAY)

    assert isinstance(one, Unread)
    assert getattr(one.why, "code", "") == code


def test_other_orders_above_it_are_orders() -> None:
    found = read_orders("", "FET A-0042\nDIFON aigua: Demà no n'hi haurà.\nTRETA A-0001", today=TODAY)

    assert [(one.verb, one.item) for one in found if isinstance(one, Order)] == [
        (Verb.ACTIVATED, "A-0042"),
        (Verb.BROADCAST, ""),
    ]


def test_below_words_that_may_be_anothers_it_needs_its_code() -> None:
    (one,) = (
        each
        for each in read_orders("", "La Pia em diu això\nDIFON aigua: Demà no n'hi ha", today=TODAY)
        if isinstance(each, Order)
    )

    assert not one.is_own


@pytest.mark.parametrize(
    "line",
    [
        "Difoneu-ho, si us plau",
        "Difoneu aquest cartell a les xarxes",
        "Difon el que t'he enviat",
        "La difusió: com està?",
        "DIFONDRE",
    ],
)
def test_a_sentence_to_people_is_no_order(line: str) -> None:
    found = read_orders("", line, today=TODAY)

    assert not any(isinstance(one, Order) and one.verb is Verb.BROADCAST for one in found)


def test_an_answer_with_the_word_in_its_subject_orders_nothing() -> None:
    assert read_orders("Re: DIFON aigua", "Gràcies", today=TODAY) == ()
