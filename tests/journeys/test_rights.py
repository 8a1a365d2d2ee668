"""A resident asks what is held about her, by mail: from the receipt to the answer, on the real service."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from tests.journeys.conftest import TownHall, text_of
from tests.journeys.test_ordering import CLERK, links

ROSER = "Roser Vilalta Camps,12345678Z,600111222,active,E/000101-2026,2026-04-20T10:15,2026-04-24"
FROM_ROSER = "roser@veins.example"
ASKS = (
    "Bon dia,\n\nQuines dades meves teniu a la llista de WhatsApp de l'Ajuntament?\n\n"
    "Roser Vilalta Camps, DNI 12345678Z, mòbil 600 111 222\n"
)


def next_digest(town_hall: TownHall, at: datetime) -> EmailMessage:
    """The digest of the morning of *at*; the report of a month has no taps."""
    town_hall.at = at
    town_hall.run_once()
    return [letter for letter in town_hall.sink.to(CLERK) if links(letter)][-1]


def tap(town_hall: TownHall, digest: EmailMessage, order: str, text: str = "") -> EmailMessage:
    """The clerk taps what gives *order*; the last mail that she gets for it."""
    found = links(digest)
    (subject,) = {subject for words, (_, subject) in found.items() if words.startswith(order)}
    town_hall.at += timedelta(minutes=10)
    town_hall.mail(text, sender=CLERK, subject=subject, message_id=f"<{town_hall.at:%d%H%M}@setcases.cat>")
    town_hall.run_once()
    return town_hall.sink.to(CLERK)[-1]


def test_what_is_held_is_asked_handed_over_and_answered_within_the_law(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(ASKS, sender=FROM_ROSER, subject="Les meves dades")
    town_hall.run_once()
    (receipt,) = town_hall.sink.to(FROM_ROSER)
    assert "en el termini d’un mes" in text_of(receipt)
    assert "Roser" not in text_of(receipt)

    digest = next_digest(town_hall, datetime(2026, 5, 5, 6, tzinfo=UTC))
    assert "cal contestar fins al dijous 4 de juny de 2026" in text_of(digest)
    tap(town_hall, digest, "DADES A-0001")
    (handed,) = [each for each in town_hall.sink.to(CLERK) if "per lliurar" in str(each["Subject"])]
    (page,) = handed.iter_attachments()
    assert "Roser Vilalta Camps" in page.get_content()
    assert "E/000101-2026" in page.get_content()
    answer = tap(town_hall, digest, "ACREDITA", "\n")
    assert "El cas queda obert" in text_of(answer)
    assert "document d’identitat" in text_of(town_hall.sink.to(FROM_ROSER)[-1])

    digest = next_digest(town_hall, datetime(2026, 6, 3, 6, tzinfo=UTC))
    tap(town_hall, digest, "AMPLIA", "Motiu: l'arxiu no ha contestat")
    assert "4 d’agost de 2026" in text_of(town_hall.sink.to(FROM_ROSER)[-1])

    digest = next_digest(town_hall, datetime(2026, 8, 5, 6, tzinfo=UTC))
    assert "1 dret fora de termini" in str(digest["Subject"])
    answer = tap(town_hall, digest, "RESOLT")
    assert "tancat, atès" in text_of(answer)
    assert "Hem atès la vostra petició" in text_of(town_hall.sink.to(FROM_ROSER)[-1])
    assert {case["state"] for case in town_hall.cases()} == {"closed"}
    assert town_hall.states() == {"+34600111222": "active"}


def test_a_question_is_answered_and_ordinary_mail_is_left_alone(town_hall: TownHall) -> None:
    town_hall.mail("Com funciona la llista de WhatsApp?", sender=FROM_ROSER, subject="Pregunta")
    town_hall.mail("Voldria empadronar-me.", sender="pere@veins.example", subject="Padró")
    town_hall.mail(
        "Per al canal de WhatsApp: voldria empadronar-me.", sender="ona@veins.example", subject="Padró"
    )
    town_hall.run_once()

    (how,) = town_hall.sink.to(FROM_ROSER)
    (where,) = town_hall.sink.to("ona@veins.example")
    assert "Per donar-vos de baixa" in text_of(how)
    assert "on us heu d’adreçar" in str(where["Subject"])
    assert town_hall.sink.to("pere@veins.example") == []
    assert {case["state"] for case in town_hall.cases()} == {"closed"}
