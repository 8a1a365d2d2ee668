"""A leave in words of one's own is done or asked about; it makes no card, and joins nobody."""

import pytest

from rules.books.lanes import Lane, prospect_of
from rules.findings import Kind
from tests.rules.messages import TOWN, mail, read
from tests.rules.residents.test_asked import DATA, OFFICIAL, ROSER, lane_of


@pytest.mark.parametrize(
    ("text", "lane"),
    [
        ("Feu-me fora de la llista de WhatsApp de l'Ajuntament, que ja no hi pujo.", Lane.CONFIRM),
        ("Tatxeu-me del WhatsApp de l'Ajuntament, que en rebo masses.", Lane.CONFIRM),
        ("Tachadme de la lista de WhatsApp del Ayuntamiento, que ya no vivo ahí.", Lane.CONFIRM),
        ("Renuncio a rebre més missatges de la llista de WhatsApp.", Lane.ACT),
        ("Ruego tengan a bien darme de baja de la lista de WhatsApp.", Lane.ACT),
        ("Podeu donar de baixa el meu num de la llista de WhatsApp?", Lane.ACT),
        ("Voldria, si pot ser, que em treguéssiu del WhatsApp de l'Ajuntament.", Lane.CONFIRM),
    ],
)
def test_it_makes_no_card(text: str, lane: Lane) -> None:
    assert lane_of(text) is lane


@pytest.mark.parametrize(
    "text",
    [
        "Informeu-me del preu del lloguer.",
        "Informeu-me del grup de WhatsApp.",
        "Truqueu-me de part de la Maria.",
        "Ni un missatge heu enviat!",
    ],
)
def test_a_command_of_anything_else_is_no_wish_to_leave(text: str) -> None:
    assert lane_of(text) in {Lane.CARD, Lane.ASIDE}


def test_who_is_to_be_put_out_joins_nobody() -> None:
    text = "Poseu-me fora de la llista de WhatsApp."
    message = mail(
        "Subject: WhatsApp", "Content-Type: text/plain; charset=utf-8", body=text + DATA, sender=ROSER
    )

    assert read(message, TOWN).kind is not Kind.ALTA


@pytest.mark.parametrize(
    ("text", "lane"),
    [
        ("Os paso mis datos para la baja.", Lane.ACT),
        ("Estos son mis datos para la baja:", Lane.ACT),
        ("Us passo les dades per a la baixa del padró.", Lane.CARD),
        ("No us passo pas les dades per a la baixa.", Lane.CARD),
    ],
)
def test_who_gives_their_data_to_leave_asks_for_it(text: str, lane: Lane) -> None:
    assert lane_of(text, OFFICIAL) is lane


@pytest.mark.parametrize(
    "text",
    [
        "Us demano la baixa de la llista de WhatsApp de les dues persones següents:",
        "Rogamos que den de baja de la lista de WhatsApp a los dos de casa:",
        "Tota la família ens donem de baixa de la llista de WhatsApp.",
    ],
)
def test_a_family_whose_data_are_whole_leaves_together(text: str) -> None:
    both = f"{DATA}\nMarc Puig Vilalta\nDNI 23456789D\nMòbil 600 333 444\n"
    fields = (f"Subject: {OFFICIAL}", "Content-Type: text/plain; charset=utf-8")
    message = mail(*fields, body=text + both, sender=ROSER)
    reading = read(message, TOWN)

    assert prospect_of(reading, message).lane is Lane.ACT
    assert [person.id_document for person in reading.people] == ["12345678Z", "23456789D"]
