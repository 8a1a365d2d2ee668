"""Who may want to leave is asked, on a real Dovecot and SMTP server: a yes acts, silence is for a person."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from tests.daemon.desk.test_confirming import UNPLAIN, tap
from tests.journeys.conftest import TownHall, text_of
from tests.journeys.test_dialogue import HER, answer
from tests.journeys.test_run_once import FROM_ROSER, ROSER


def asked(town_hall: TownHall) -> EmailMessage:
    """She writes what is not wholly understood, and is asked."""
    town_hall.residents(ROSER)
    town_hall.at = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
    town_hall.mail(UNPLAIN, sender=FROM_ROSER, subject="llista de whatsapp")
    town_hall.run_once()
    (letter,) = town_hall.sink.to(HER)
    assert town_hall.states() == {"+34600111222": "active"}
    assert "Voleu deixar la llista" in text_of(letter)
    return letter


def test_a_tap_takes_her_off_and_she_is_told(town_hall: TownHall) -> None:
    letter = asked(town_hall)
    subject, text = tap(letter)
    town_hall.mail(text, sender=FROM_ROSER, subject=subject)
    town_hall.at += timedelta(hours=1)
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "leaving"}
    assert "4 de maig" in text_of(town_hall.sink.to(HER)[-1])
    assert {case["state"] for case in town_hall.cases()} == {"closed"}


def test_a_yes_above_the_quoted_letter_takes_her_off(town_hall: TownHall) -> None:
    answer(town_hall, "Sí, gràcies", asked(town_hall))
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "leaving"}


def test_a_yes_with_a_but_is_a_card_in_the_digest(town_hall: TownHall) -> None:
    answer(town_hall, "Sí, però espereu a la tardor", asked(town_hall))
    town_hall.at += timedelta(days=1)
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "active"}
    (card,) = (case for case in town_hall.cases() if case["state"] == "staff")
    assert card["ref"] in text_of(town_hall.sink.to("secretaria@setcases.cat")[-1])


def test_silence_is_reminded_once_then_a_card_and_a_late_yes_still_acts(town_hall: TownHall) -> None:
    letter = asked(town_hall)
    town_hall.at += timedelta(days=3)
    for _ in range(2):
        town_hall.run_once()
    _, reminder = town_hall.sink.to(HER)
    assert "Voleu deixar la llista" in text_of(reminder)

    town_hall.at = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
    town_hall.run_once()
    (card,) = town_hall.cases()
    assert card["state"] == "staff"

    answer(town_hall, "Sí", letter)
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "leaving"}
    assert {case["state"] for case in town_hall.cases()} == {"closed"}


def test_a_daughter_s_yes_takes_her_mother_off_and_not_herself(town_hall: TownHall) -> None:
    town_hall.residents(ROSER, "Carme Camps Pou,22222222J,+34600333444,active,,,2025-01-10")
    town_hall.at = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
    wish = "La mare va vendre el pis. La podeu treure de la llista de WhatsApp?"
    hers = f"{wish}\nCarme Camps Pou, 22222222J, 600 333 444"
    town_hall.mail(hers, sender=FROM_ROSER, subject="La mare")
    town_hall.run_once()
    (letter,) = town_hall.sink.to(HER)
    assert "Seria la baixa de: DNI" in text_of(letter)
    assert "i de ningú més" in text_of(letter)  # a daughter who stays does not answer NO for herself

    answer(town_hall, "Sí", letter)
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "active", "+34600333444": "leaving"}
