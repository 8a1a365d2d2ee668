"""Two altabaixas, or one and its own echo, never answer each other."""

from datetime import UTC, datetime

from daemon.configuration.settings import load_or_default
from daemon.post.compose import compose, new_message_id
from rules.mail.mail import read_mail
from rules.sender.automatic import robot, silence
from tests.journeys.conftest import TownHall
from tests.journeys.test_run_once import FROM_ROSER, LEAVE, ROSER, SUBJECT


def test_our_own_letter_is_a_robots_and_never_answered() -> None:
    town = load_or_default(None).town()
    letter = compose(
        sender="info@setcases.cat", sender_name="Ajuntament", recipient="info@setcases.cat", subject="BAIXA",
        text=LEAVE, html=None, message_id=new_message_id("setcases.cat"),
        date=datetime(2026, 5, 4, tzinfo=UTC), auto="replied", bulk=False,
    )  # fmt: skip

    mail = read_mail(letter)

    assert robot(mail, town)
    assert silence(mail, town)


def test_our_answer_sent_back_to_us_changes_nothing(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    town_hall.run_once()
    before = (town_hall.states(), len(town_hall.sink.letters))
    (answer,) = town_hall.sink.to("roser@veins.example")

    town_hall.dovecot.deliver(answer.as_bytes(), at=town_hall.at)
    town_hall.run_once()

    assert (town_hall.states(), len(town_hall.sink.letters)) == before


def test_who_answers_that_it_was_not_she_is_heard_and_who_says_thanks_is_left_in_peace(
    town_hall: TownHall,
) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    town_hall.run_once()
    (answer,) = town_hall.sink.to("roser@veins.example")
    thread = {"subject": f"Re: {answer['Subject']}", "In_Reply_To": answer["Message-ID"]}

    town_hall.mail("Moltes gràcies!\n", sender=FROM_ROSER, **thread)
    town_hall.run_once()
    assert [case["state"] for case in town_hall.cases()] == ["closed"]

    town_hall.mail("M'ho he repensat.\n", sender=FROM_ROSER, **thread)
    town_hall.run_once()
    assert sorted(case["state"] for case in town_hall.cases()) == ["closed", "staff"]
