"""An association's activity is a card with its days and a text: a tap opens WhatsApp, another plans it."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from daemon.books.retention import Retention
from daemon.books.tables import broadcasts
from rules.findings import Topic
from tests.daemon.ordering import Office, office
from tests.daemon.talking import FAILS, text_of

__all__ = ["office"]

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
ASKS = (
    "Bon dia,\n"
    "Us agrairíem que ho difonguéssiu pel canal de WhatsApp de l'Ajuntament.\n"
    "Dissabte 16 de maig a les 20 h hi haurà concert de la coral a la plaça Major.\n"
    "Moltes gràcies,\nPia Roca Mas\nPresidenta de la coral"
)
CHOIR = "coral@entitats.example"
PERHAPS = "Pel canal de WhatsApp: dissabte, festa de la nostra colla"
TEXT = "Dissabte 16 de maig a les 20 h hi haurà concert de la coral a la plaça Major."


@pytest.fixture
def desk(office: Office) -> Office:
    office.at = MONDAY
    return office


def told(desk: Office, text: str, subject: str = "Per al canal de WhatsApp: concert de la coral") -> str:
    """An association's mail; the reference of its card."""
    desk.mail(text, sender=CHOIR, subject=subject)
    (case,) = (each for each in desk.cases("staff") if each.topic == Topic.ANNOUNCEMENT)
    return case.ref


def taps(letter: EmailMessage, start: str) -> list[dict[str, list[str]]]:
    html = letter.get_body(("html",))
    assert html is not None
    links = LexborHTMLParser(html.get_content()).css(f"a[href^='{start}']")
    return [parse_qs(urlsplit(link.attributes["href"] or "").query) for link in links]


def plans(desk: Office) -> list[tuple[str, str]]:
    with desk.store.read() as tx:
        rows = tx.connection.execute(select(broadcasts).where(broadcasts.c.state == "planned"))
        return [(row.topic, row.text) for row in rows]


def test_the_card_has_the_day_the_text_and_what_opens_whatsapp(desk: Office) -> None:
    told(desk, ASKS)
    digest = desk.digest()

    assert "Dies que diu: dissabte 16 de maig." in text_of(digest)
    assert f"Text proposat, {len(TEXT)} lletres: {TEXT}" in text_of(digest)
    (whatsapp,) = taps(digest, "https://wa.me/?")
    assert whatsapp["text"] == [TEXT]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(ASKS, "Una persona de l’Ajuntament mirarà si s’hi envia, i quan", id="in Catalan"),
        pytest.param(
            "Buenos días:\nLes escribo de la coral del pueblo. ¿Podrían difundir por el WhatsApp del "
            "Ayuntamiento que el sábado 16 de mayo a las 20 h damos un concierto "
            "abierto a todos?\nMuchas gracias",
            "Una persona del Ayuntamiento mirará si se envía, y cuándo",
            id="in Spanish",
        ),
    ],
)
def test_who_asks_has_one_receipt_with_the_norms(desk: Office, words: str, says: str) -> None:
    told(desk, words, subject="Coral")

    assert desk.templates(CHOIR) == ["announcement"]
    (letter,) = desk.letters(CHOIR)
    assert says in text_of(letter)
    assert "9 a 16 h" in text_of(letter)
    desk.mail(words, sender=CHOIR, subject="Coral")
    assert desk.templates(CHOIR) == ["announcement"]


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"Authentication_Results": FAILS}, id="forged"),
        pytest.param({"Auto_Submitted": "auto-generated"}, id="a robot"),
        pytest.param({"List_Id": "<socis.entitats.example>"}, id="a mailing list"),
    ],
)
def test_no_receipt_goes_to_whom_no_letter_goes(desk: Office, more: dict[str, str]) -> None:
    desk.mail(ASKS, sender=CHOIR, subject="Coral", **more)

    assert desk.templates(CHOIR) == []


def test_what_is_perhaps_an_activity_gets_no_receipt(desk: Office) -> None:
    told(desk, PERHAPS, subject="")

    assert desk.templates(CHOIR) == []


def test_its_tap_plans_it_and_closes_the_card(desk: Office) -> None:
    ref = told(desk, ASKS)
    tap = next(
        each for each in taps(desk.digest(), "mailto:") if each["subject"][0].startswith(f"DIFON {ref}")
    )
    desk.order(tap["body"][0], subject=tap["subject"][0], proof=None)

    assert "D-0002 «concert de la coral»: es pot enviar ara" in desk.answers()[-1]
    assert plans(desk) == [("concert de la coral", TEXT)]
    assert [case.closed_because for case in desk.cases("closed") if case.ref == ref] == ["es difondrà"]


def test_the_clerk_may_mend_the_text_and_say_when(desk: Office) -> None:
    ref = told(desk, ASKS)
    desk.order(f"DIFON {ref} coral, 14/5 a les 12: Dissabte, concert de la coral!")

    assert "s’ha d’enviar el dijous 14 de maig a les 12.00 h" in desk.answers()[-1]
    assert plans(desk) == [("coral", "Dissabte, concert de la coral!")]


def test_the_case_alone_is_enough(desk: Office) -> None:
    ref = told(desk, ASKS)
    desk.order(f"DIFON {ref}")

    assert plans(desk) == [("concert de la coral", TEXT)]


def test_it_is_planned_once_whoever_taps(desk: Office) -> None:
    ref = told(desk, ASKS)
    desk.order(f"DIFON {ref}")
    desk.order(f"DIFON {ref}")

    assert len(plans(desk)) == 1
    assert f"{ref} ja estava tancat" in desk.answers()[-1]


def test_of_what_was_last_week_nothing_is_proposed(desk: Office) -> None:
    ref = told(desk, ASKS.replace("16 de maig", "25 d'abril"))
    digest = desk.digest()

    assert "Ja ha passat: dissabte 25 d’abril." in text_of(digest)
    assert taps(digest, "https://wa.me/?") == []
    subjects = [each["subject"][0] for each in taps(digest, "mailto:")]
    assert not any(subject.startswith("DIFON") for subject in subjects)
    assert any(subject.startswith(f"DESCARTA {ref} ja ha passat") for subject in subjects)


def test_without_a_day_it_is_said_to_ask(desk: Office) -> None:
    told(
        desk,
        "Som la coral del poble. Podríeu anunciar per la llista de WhatsApp que farem un concert obert a "
        "tothom a la plaça Major?",
    )

    assert "No hi hem trobat cap dia: pregunteu-lo abans de difondre-ho." in text_of(desk.digest())


def test_with_ten_days_some_are_named_and_the_rest_counted(desk: Office) -> None:
    days = "\n".join(f"El {day} de maig, taller a la biblioteca." for day in range(11, 21))
    told(desk, f"Podeu difondre pel canal de WhatsApp els tallers?\n{days}")
    digest = text_of(desk.digest())

    assert "divendres 15 de maig i 5 dies més." in digest
    assert "Text proposat" in digest


def test_what_it_said_is_erased_with_its_case(desk: Office) -> None:

    ref = told(desk, ASKS)
    desk.order(f"DESCARTA {ref}")
    desk.at = MONDAY + timedelta(days=40)
    desk.mail("Bon dia", sender="pia@veins.example")
    Retention(store=desk.store, settings=desk.settings, clock=lambda: desk.at).round()

    with desk.store.read() as tx:
        (row,) = tx.connection.execute(select(broadcasts)).all()
    assert (row.topic, row.text, row.days) == ("", "", [])


def test_no_link_sends_somebody_s_number_to_all(desk: Office) -> None:
    told(
        desk, f"Podeu difondre pel canal que {TEXT[:1].lower()}{TEXT[1:]} Truqueu-me al 611222333 si cal res."
    )
    digest = desk.digest()

    assert "El text porta dades d’una persona: traieu-les abans de difondre’l." in text_of(digest)
    assert "611222333" in text_of(digest)
    assert taps(digest, "https://wa.me/?") == []


def test_a_number_to_put_one_s_name_down_is_for_all(desk: Office) -> None:
    told(desk, f"Podeu difondre pel canal que {TEXT[:1].lower()}{TEXT[1:]} Inscripcions al 611222333.")

    assert len(taps(desk.digest(), "https://wa.me/?")) == 1
