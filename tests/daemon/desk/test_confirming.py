"""Who may want to leave is asked: a yes acts, a no closes, and anything else is for a person."""

import re
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from daemon.books import cases, event_log, subscribers
from daemon.books.store import Store
from daemon.books.tables import codes
from daemon.desk.approving import approve
from daemon.post.queueing import Post
from rules.books.subscription import What
from rules.calendar.cadence import WAIT_FOR
from rules.desk.record import Way
from rules.findings import Person
from tests.daemon.conftest import mark
from tests.daemon.desk.test_denials import card_of
from tests.daemon.desk.test_excerpts import digest_of
from tests.daemon.talking import FAILS, PASSES, ROSER, Desk, text_of
from tests.rules.persons import dni

HERS = "Roser Vilalta Camps, 12345678Z, 600 111 222\n"
UNPLAIN = f"Bon dia, soc de la coral. Puc donar-me de baixa de la llista de WhatsApp?\n{HERS}"
OTHER = "pere@lluny.example"


@pytest.fixture
def desk(sqlite: Store) -> Desk:
    made = Desk(sqlite)
    made.hold(ROSER)
    return made


def asked(desk: Desk, text: str = UNPLAIN) -> EmailMessage:
    """She writes what is not wholly understood, and is asked."""
    desk.mail(text, subject="llista de whatsapp")
    assert desk.templates() == ["confirm"]
    assert desk.states() == ["active"]
    desk.at += timedelta(hours=1)
    return desk.letters()[0]


def tap(letter: EmailMessage) -> tuple[str, str]:
    """The subject and the text of the mail that the letter's link writes."""
    html = letter.get_body(("html",))
    assert html is not None
    (url,) = re.findall(r'href="(mailto:[^"]*)"', html.get_content())
    fields = parse_qs(urlsplit(url.replace("&amp;", "&")).query)
    return fields["subject"][0], fields.get("body", [""])[0]


def tapped(desk: Desk, letter: EmailMessage, **more: str) -> None:
    subject, text = tap(letter)
    desk.mail(text, subject=subject, **more)


def test_a_tap_takes_them_off_as_if_they_had_said_it_plainly(desk: Desk) -> None:
    wrote_at = desk.at
    letter = asked(desk)

    tapped(desk, letter)

    with desk.store.read() as tx:
        (held,) = subscribers.everyone(tx)
    assert (held.state.value, held.left_at) == ("leaving", wrote_at)
    assert desk.templates() == ["confirm", "done"]
    assert {case.state for case in desk.cases()} == {"closed"}
    with desk.store.read() as tx:
        assert event_log.of(tx, desk.settings.tz).ways == {held.ref: Way.CONFIRMED}


@pytest.mark.parametrize(
    "text",
    [
        "SÍ",
        "sí",
        "si",
        "Si, gràcies.",
        "Sí, vull la baixa.",
        "Sí, confirmo. Roser Vilalta",
        "Bon dia, sí, doneu-me de baixa. Salutacions",
        "Sí, no vull rebre més missatges",
        "Sí, quiero la baja, gracias",
        "Sí. 12345678Z, 600111222",
        "ok",
        "D'acord",
        "Vull la baixa",
        "Sí, ho vull.",
        "Sí, és correcte",
        "Ho vull",
        "Sí quiero",
    ],
)
def test_a_plain_yes_in_a_reply_takes_them_off(desk: Desk, text: str) -> None:
    desk.answer(text, asked(desk))

    assert desk.states() == ["leaving"]


@pytest.mark.parametrize(
    "text",
    [
        "Sí, vull continuar rebent-los.",
        "Sí, però espereu a la tardor.",
        "Sí, a partir de gener.",
        "Sí? Per què m'ho pregunteu?",
        f"Sí, i la meva germana també: {dni(51_234_567)}, 600 333 444",
        "Potser sí.",
        "No ho sé, què em recomaneu?",
        "Sí. M'ho he repensat, millor no.",
        "Sí, si em torneu els diners.",
        "Sí, al meu marit.",
        "Sí i no.",
        "Sí, només els avisos.",
    ],
)
def test_anything_else_is_for_a_person_with_the_action_ready(desk: Desk, text: str) -> None:
    desk.answer(text, asked(desk))

    assert desk.states() == ["active"]
    _apply_the_card(desk)
    assert desk.states() == ["leaving"]


@pytest.mark.parametrize("html", ["<p>No</p>", "<p>Sí, però espereu a la tardor.</p>"])
def test_a_yes_that_the_html_does_not_say_is_for_a_person(desk: Desk, html: str) -> None:
    desk.answer("Sí", asked(desk), html=html)

    assert desk.states() == ["active"]
    assert len(desk.cases("staff")) == 1


def test_a_yes_is_one_in_both_renderings(desk: Desk) -> None:
    desk.answer("Sí", asked(desk), html="<div>Sí<br><br>Roser Vilalta</div>")

    assert desk.states() == ["leaving"]


def _apply_the_card(desk: Desk) -> None:
    (card,) = desk.cases("staff")
    with desk.store.begin() as tx:
        approve(tx, cases.find(tx, card.ref), mark(), Post(desk.settings))


@pytest.mark.parametrize(
    "below", ["Roser Vilalta", "Gràcies!\n\nEnviat des del meu iPhone", "Roser, 600 111 222"]
)
def test_a_tap_with_a_name_or_thanks_below_is_a_yes(desk: Desk, below: str) -> None:
    subject, _ = tap(asked(desk))
    desk.mail(below, subject=subject)

    assert desk.states() == ["leaving"]


def test_a_tap_with_more_below_is_for_a_person(desk: Desk) -> None:
    subject, _ = tap(asked(desk))
    desk.mail("Però no fins al gener.", subject=subject)

    assert desk.states() == ["active"]
    assert len(desk.cases("staff")) == 1


def test_no_code_keeps_the_address_that_it_was_sent_to(desk: Desk) -> None:
    asked(desk)
    with desk.store.read() as tx:
        assert tx.connection.execute(select(codes.c.recipient)).scalars().all() == [""]


@pytest.mark.parametrize(
    "text",
    [
        *("No", "No, gràcies", "No vull la baixa.", "No, no em doneu de baixa."),
        *("No, vull seguir rebent-los.", "No, gràcies, em quedo."),
    ],
)
def test_a_no_closes_the_case_and_nobody_leaves(desk: Desk, text: str) -> None:
    desk.answer(text, asked(desk))

    assert desk.states() == ["active"]
    assert desk.cases("staff", "resident") == []


@pytest.mark.parametrize("text", ["No, vull seguir-ho pensant.", "Que va, segueixo.", "Quant trigareu?"])
def test_staff_are_led_to_no_leave_by_an_answer_that_is_no_yes(desk: Desk, text: str) -> None:
    desk.answer(text, asked(desk))

    assert [c.likely for c in card_of(desk).choices if c.verb == "APLICA"] == [False]


def test_an_automatic_reply_that_repeats_the_yes_does_nothing(desk: Desk) -> None:
    desk.answer("Soc fora fins dilluns.\n\nSÍ", asked(desk), Auto_Submitted="auto-replied")

    assert desk.states() == ["active"]
    assert [case.state for case in desk.cases()] == ["resident"]


@pytest.mark.parametrize("text", ["Moltes gràcies!", ""])
def test_thanks_alone_or_nothing_leave_the_question_open(desk: Desk, text: str) -> None:
    desk.answer(text, asked(desk))

    assert desk.states() == ["active"]
    assert [case.state for case in desk.cases()] == ["resident"]


def test_a_yes_from_another_address_is_a_card_with_the_action_ready(desk: Desk) -> None:
    tapped(desk, asked(desk), sender=OTHER, Authentication_Results=PASSES)

    assert desk.states() == ["active"]
    assert "No hi ha ningú apuntat" not in digest_of(desk)
    assert "A-0001" in digest_of(desk)
    _apply_the_card(desk)
    assert desk.states() == ["leaving"]


def test_a_yes_in_a_forged_mail_is_a_card(desk: Desk) -> None:
    tapped(desk, asked(desk), Authentication_Results=FAILS)

    assert desk.states() == ["active"]
    assert len(desk.cases("staff")) == 1


def test_a_yes_said_twice_does_one_thing(desk: Desk) -> None:
    letter = asked(desk)
    tapped(desk, letter)
    desk.answer("Sí", letter)

    assert desk.states() == ["leaving"]
    assert desk.templates() == ["confirm", "done"]


def test_a_yes_after_an_undo_takes_nobody_off(desk: Desk) -> None:
    letter = asked(desk)
    tapped(desk, letter)
    with desk.store.begin() as tx:
        (left,) = subscribers.everyone(tx)
        subscribers.advance(tx, left, What.UNDO, mark())
    tapped(desk, letter)

    assert desk.states() == ["active"]


def test_a_code_of_another_case_is_for_a_person(desk: Desk) -> None:
    letter = asked(desk)
    desk.mail(UNPLAIN.replace("12345678Z", dni(51_234_567)), sender=OTHER, subject="llista de whatsapp")
    theirs, _ = tap(desk.letters(OTHER)[0])
    mine, _ = tap(letter)
    desk.mail("", subject=f"{mine.rpartition(' ')[0]} {theirs.split()[-1]}")

    assert desk.states() == ["active"]
    assert len(desk.cases("staff")) == 1


def test_an_old_tap_is_for_a_person(desk: Desk) -> None:
    letter = asked(desk)
    desk.at += timedelta(days=15)
    tapped(desk, letter)

    assert desk.states() == ["active"]


def test_silence_is_reminded_once_then_a_card_and_a_late_yes_still_acts(desk: Desk) -> None:
    letter = asked(desk)
    desk.deliver()
    for _ in range(8):
        desk.at += timedelta(days=1)
        desk.reminders()
    assert desk.templates() == ["confirm", "confirm"]
    desk.at += timedelta(days=2 * WAIT_FOR)
    desk.reminders()
    assert [case.state for case in desk.cases()] == ["staff"]

    desk.answer("Sí", letter)

    assert desk.states() == ["leaving"]
    assert desk.cases("staff", "resident") == []


def test_nobody_is_asked_twice(desk: Desk) -> None:
    asked(desk)
    desk.at += timedelta(days=1)
    desk.mail(UNPLAIN.replace("coral", "cobla"), subject="whatsapp", Authentication_Results=PASSES)

    assert desk.templates().count("confirm") == 1
    assert {case.state for case in desk.cases()} == {"resident", "staff"}


def test_plain_words_act_whatever_was_asked(desk: Desk) -> None:
    asked(desk)
    desk.mail(f"Doneu-me de baixa de la llista.\n{HERS}", subject="BAIXA whatsapp")

    assert desk.states() == ["leaving"]
    assert desk.cases("staff", "resident") == []


COUPLE = """Bon dia, som de la coral i marxem a Olot, que els fills ja hi van a escola.
Ens podríeu treure a tots dos de la llista de WhatsApp? Potser ja és tard.
Roser Vilalta Camps, 12345678Z, 600 111 222
Pere Camprubí Soler, 23456789D, 600 333 444
"""


@pytest.fixture
def couple(desk: Desk) -> EmailMessage:
    """Two who are on the list, of whom one writes for both, and is asked."""
    desk.hold(Person(name="Pere Camprubí Soler", id_document="23456789D", phone="+34600333444"))
    desk.mail(COUPLE, subject="llista de whatsapp")
    assert desk.states() == ["active", "active"]
    return desk.letters()[0]


def test_who_writes_for_both_is_asked_for_both_and_a_tap_takes_them_off(
    desk: Desk, couple: EmailMessage
) -> None:
    assert "DNI ***4567**, mòbil acabat en 222; DNI ***5678**, mòbil acabat en 444" in text_of(couple)

    tapped(desk, couple)

    assert desk.states() == ["leaving", "leaving"]


@pytest.mark.parametrize(
    "text",
    ["Sí", "Sí, gràcies.\nRoser Vilalta", "D'acord", "Sí, ho volem.", "Ho confirmo", "Sí\n\nRoser i Pere"],
)
def test_a_yes_for_both_takes_both_off(desk: Desk, couple: EmailMessage, text: str) -> None:
    desk.answer(text, couple)

    assert desk.states() == ["leaving", "leaving"]


@pytest.mark.parametrize(
    "text",
    [
        *("Sí, jo sí", "Sí, traieu-me", "Jo sí, en Pere no", "Sí, a mi", "Sí, el meu", "Sí, 12345678Z"),
        *("Sí, la Roser", "Sí, Roser Vilalta", "Sí, però només jo", "Sí, doneu-me de baixa. Roser"),
        *("Sí, la baixa meva", "Sí, traieu-lo", "Sí por favor, quítenme", "Sí. 600 111 222", "Sí, un"),
        *("Confirmo la meva baixa", "Sí, ella", "Vull la baixa", "Sí. En Pere no", "No, jo no"),
    ],
)
def test_a_yes_that_may_be_for_one_of_two_is_for_a_person(
    desk: Desk, couple: EmailMessage, text: str
) -> None:
    desk.answer(text, couple)

    assert desk.states() == ["active", "active"]
    assert len(desk.cases("staff")) == 1


def test_a_no_of_one_of_two_closes_the_question(desk: Desk, couple: EmailMessage) -> None:
    desk.answer("No, gràcies", couple)

    assert desk.states() == ["active", "active"]
    assert desk.cases("staff", "resident") == []


def test_where_nobody_says_that_it_is_for_both_two_people_are_for_a_person(desk: Desk) -> None:
    couple = f"{UNPLAIN}i en Pere Camprubí Soler, 23456789D, 600 333 444\n"
    desk.mail(couple, subject="llista de whatsapp")

    assert "confirm" not in desk.templates()
    assert len(desk.cases("staff")) == 1


def test_the_letter_is_the_same_whatever_the_books_say(desk: Desk) -> None:
    mine = asked(desk)
    desk.mail(
        UNPLAIN.replace("12345678Z", dni(51_234_567)).replace("600 111 222", "699 888 777"),
        sender=OTHER,
        subject="llista de whatsapp",
    )
    (theirs,) = desk.letters(OTHER)

    def without_case(letter: EmailMessage) -> str:
        return re.sub(r"C-\w{8}|%20\w{13}|\*{3}\d{4}|acabat en \d{3}", "…", text_of(letter))

    assert "DNI ***4567**, mòbil acabat en 222" in text_of(mine)
    assert without_case(mine) == without_case(theirs)


def test_what_lacks_is_asked_in_the_same_letter_and_the_answer_does_both(desk: Desk) -> None:
    letter = asked(desk, UNPLAIN.replace("12345678Z, ", ""))
    assert "DNI" in text_of(letter)
    desk.answer("Sí, 12345678Z", letter)

    assert desk.states() == ["leaving"]


def test_a_yes_without_what_lacks_is_asked_for_it(desk: Desk) -> None:
    desk.answer("Sí", asked(desk, UNPLAIN.replace("12345678Z, ", "")))

    assert desk.states() == ["active"]
    assert desk.templates() == ["confirm", "missing"]
