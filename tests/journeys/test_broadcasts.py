"""From an association's mail to the message that was sent, on a real Dovecot; the clock is the test's."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser

from tests.journeys.conftest import TownHall, text_of
from tests.journeys.test_ordering import CLERK, PASSES

ASKS = (
    "Bon dia,\nUs agrairíem que ho difonguéssiu pel canal de WhatsApp de l'Ajuntament.\n"
    "Dissabte 16 de maig a les 20 h hi haurà concert de la coral a la plaça Major.\nGràcies,\nPia Roca\n"
)
TEXT = "Dissabte 16 de maig a les 20 h hi haurà concert de la coral a la plaça Major."
EVE = datetime(2026, 5, 7, 21, tzinfo=UTC)
"""Thursday, eleven at night; Friday is a local holiday."""
MONDAY = datetime(2026, 5, 11, 7, tzinfo=UTC)
"""Nine o'clock of the next working day."""


def taps(letter: EmailMessage, start: str = "mailto:") -> list[dict[str, str]]:
    html = letter.get_body(("html",))
    assert html is not None
    links = LexborHTMLParser(html.get_content()).css(f"a[href^='{start}']")
    queries = (parse_qs(urlsplit(link.attributes["href"] or "").query) for link in links)
    return [{name: values[0] for name, values in query.items()} for query in queries]


def tap(town_hall: TownHall, letter: EmailMessage, words: str) -> None:
    """The clerk taps what begins with those words, and sends it as it is."""
    found = next(each for each in taps(letter) if each["subject"].startswith(words))
    text = found.get("body", "")
    town_hall.mail(text, sender=CLERK, subject=found["subject"], Authentication_Results=PASSES)


def titled(town_hall: TownHall, words: str) -> list[EmailMessage]:
    return [letter for letter in town_hall.sink.to(CLERK) if words in letter["Subject"]]


def test_an_activity_is_planned_reminded_of_once_and_noted(town_hall: TownHall) -> None:
    town_hall.at = EVE - timedelta(days=1)
    town_hall.mail(
        ASKS, sender="coral@entitats.example", subject="Per al canal de WhatsApp: concert de la coral"
    )
    town_hall.at = EVE.replace(hour=6)
    town_hall.run_once()
    digest = titled(town_hall, "per decidir")[-1]
    town_hall.at = EVE
    tap(town_hall, digest, "DIFON C-")
    town_hall.run_once()

    answer = text_of(titled(town_hall, "ordres")[-1])
    assert "s’ha d’enviar el dilluns 11 de maig a les 9.00 h" in answer
    for hours in (1, 24, 48, 72):
        town_hall.at = EVE + timedelta(hours=hours)
        town_hall.run_once()
    assert titled(town_hall, "Per enviar ara") == []

    town_hall.at = MONDAY
    town_hall.run_once()
    town_hall.run_once()
    (reminder,) = titled(town_hall, "Per enviar ara")
    (whatsapp,) = taps(reminder, "https://wa.me/?")
    assert whatsapp["text"] == TEXT

    town_hall.at += timedelta(minutes=4)
    tap(town_hall, reminder, "FET D-")
    town_hall.run_once()
    assert "consta que s’ha enviat el dilluns 11 de maig a les 9.04 h" in text_of(
        titled(town_hall, "ordres")[-1]
    )
    town_hall.at = datetime(2026, 6, 1, 6, tzinfo=UTC)
    town_hall.run_once()
    report = text_of(titled(town_hall, "maig de 2026")[-1])
    assert "A la llista, 1 missatge enviat, sempre dins de les normes." in report


def test_a_minute_that_nobody_was_there_for_goes_to_the_next_that_is_allowed(town_hall: TownHall) -> None:
    town_hall.at = MONDAY
    town_hall.mail(
        "DIFON aigua, avui, 12: Demà no hi haurà aigua.\n",
        sender=CLERK,
        subject="difusió",
        Authentication_Results=PASSES,
    )
    town_hall.run_once()
    assert "a les 12.00 h" in text_of(titled(town_hall, "ordres")[-1])
    town_hall.at = MONDAY + timedelta(hours=10)  # the machine was down until seven in the evening
    town_hall.run_once()
    assert titled(town_hall, "Per enviar ara") == []

    town_hall.at = MONDAY + timedelta(days=1)
    town_hall.run_once()
    (reminder,) = titled(town_hall, "Per enviar ara")
    assert "Havia de sortir el dilluns 11 de maig a les 12.00 h" in text_of(reminder)
