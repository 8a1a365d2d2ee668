"""What is passed on of an incident says what and where, and nothing of who wrote it."""

import pytest

from rules.topics.facts import facts_of
from rules.topics.places import place_in

WRITER = "Maria Pi Soler"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "Bon dia,\nUna branca talla el pas al carrer Major 12. Soc la Maria Pi, 612345678.\nGràcies",
            "Una branca talla el pas al carrer Major 12.",
        ),
        (
            "No surt aigua a la plaça. Em dic Maria Pi Soler i visc al carrer Nou 3. DNI 12345678Z.",
            "No surt aigua a la plaça.",
        ),
        (
            "Som sense llum al veïnat de dalt, truqueu-me al 612 345 678 o a maria@bustia.example.",
            "Som sense llum al veïnat de dalt, truqueu-me al … o a …",
        ),
    ],
)
def test_who_wrote_is_cut_out(text: str, facts: str) -> None:
    assert facts_of(text, writer=WRITER) == facts


@pytest.mark.parametrize(
    "told", [WRITER, "Maria", "612345678", "612 345 678", "12345678Z", "m.pi@bustia.example"]
)
def test_no_datum_of_who_wrote_is_passed_on(told: str) -> None:
    text = f"Hi ha un fanal fos al carrer Major i ho diu {told}. {told}. Hi ha un clot, {told}!"

    assert told not in facts_of(text, writer=WRITER)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Una branca talla el carrer Major 12, davant de tot", "carrer Major 12"),
        ("No surt aigua a la plaça del Sol des d'ahir", "plaça del Sol"),
        ("Hi ha un clot davant de l'escola", "davant de l'escola"),
        ("No surt aigua", ""),
    ],
)
def test_the_place_is_said_in_the_writers_words(text: str, place: str) -> None:
    assert place_in(text) == place
