"""What a sentence comes to by what governs its verb, and by what stands before and behind it."""

import pytest

from rules.intent.frame import Stand
from rules.intent.joining import joinings
from rules.intent.law import understood
from rules.lexicon.parsed import parsed_of
from rules.text.tokens import Text


def stand_of(text: str) -> Stand | None:
    found = understood(Text(), Text(text))
    return found.stand if found else None


@pytest.mark.parametrize(
    "text",
    [
        "Per res que em tragueu de la llista de WhatsApp.",
        "Res em podeu treure de la llista de WhatsApp.",
        "Només un boig voldria sortir de la llista de WhatsApp.",
        "Poseu-me fora de la llista de WhatsApp.",
        "Vull quedar-me sense missatges de la llista de WhatsApp.",
    ],
)
def test_it_is_no_wish(text: str) -> None:
    assert stand_of(text) in {Stand.UNKNOWN, Stand.AGAINST}


@pytest.mark.parametrize("no", ["No, gràcies, ", "Ah no, si us plau, ", "No, hola, "])
def test_a_no_that_is_an_answer_of_its_own_denies_no_receiving(no: str) -> None:
    assert stand_of(f"{no}vull seguir rebent els missatges de WhatsApp.") is not Stand.WISH


@pytest.mark.parametrize(
    ("text", "stand"),
    [
        ("No us he fet res que em traieu de la llista de WhatsApp.", Stand.AGAINST),
        ("Si no arregleu el carrer vull la baixa de la llista de WhatsApp.", Stand.AGAINST),
        ("A mi nada me pueden borrar de la lista de WhatsApp.", Stand.AGAINST),
        ("Amb tan bona feina res em pot treure de la llista de WhatsApp.", Stand.AGAINST),
        ("Doneu-me de baixa de la llista de WhatsApp no en vull rebre mai més.", Stand.WISH),
        ("Voldria si pot ser que em traguéssiu de la llista de WhatsApp.", Stand.UNKNOWN),
    ],
)
def test_it_comes_to(text: str, stand: Stand) -> None:
    assert stand_of(text) is stand


@pytest.mark.parametrize(
    "text", ["Només el número de sota.", "Us demano el document de la llista.", "Demano les dades."]
)
def test_what_is_asked_for_below_a_subject_that_asks_is_open(text: str) -> None:
    found = understood(Text("BAIXA llista de WhatsApp"), Text(text))

    assert found is not None
    assert found.open


@pytest.mark.parametrize(
    ("text", "joins"),
    [
        ("Us agrairia si podeu posar-me a la llista de WhatsApp.", True),
        ("Voldria si pot ser a la llista de WhatsApp que em traguéssiu.", False),
    ],
)
def test_a_being_that_is_a_courtesy_joins_nobody(text: str, joins: bool) -> None:
    found = [frame.stand for parsed in parsed_of(Text(text)) for frame in joinings(parsed)]

    assert (Stand.WISH in found) == joins
