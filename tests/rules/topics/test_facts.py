"""What is passed on of an incident says what and where, and nothing of who wrote it."""

import pytest

from rules.topics.facts import facts_of, place_in

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


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Soc la Maria de cal Pau i el fanal de la plaça està fos.", "… i el fanal de la plaça està fos."),
        (
            "Soc l'Anna, visc al carrer Nou 3. El fanal de la plaça està fos.",
            "El fanal de la plaça està fos.",
        ),
        ("El fanal està fos\n\nMariona\nC/ Major 12", "El fanal està fos"),
        ("El fanal està fos. maria puig", "El fanal està fos."),
        ("el fanal està fos, maria", "el fanal està fos, …"),
        ("Hi ha un fanal fos. Firmat: la veïna de cal Ferrer", "Hi ha un fanal fos."),
        ("Hi ha un fanal fos. Gràcies. La Núria del forn", "Hi ha un fanal fos."),
        ("Un fanal fos, ho diu la Mariona Vall-llosera del forn", "Un fanal fos, ho diu la … del forn"),
        ("Hi ha un fanal fos, DNI 1234567", "Hi ha un fanal fos, DNI …"),
        ("Hi ha un fanal fos, soc @mariapi92", "Hi ha un fanal fos, soc …"),
        ("Hi ha un fanal fos, maria [at] bustia.example", "Hi ha un fanal fos, …"),
        ("NO SURT AIGUA AL CARRER MAJOR. MARIA PUIG SOLER", "NO SURT AIGUA AL CARRER MAJOR."),
        ("no surt aigua, aquí la puig de cal tonet", "no surt aigua, …"),
        ("Ens escriu pel WhatsApp en ferran de can roca: no surt aigua.", "… no surt aigua."),
        ("la Maria Puig de cal Tonet diu que hi ha un fanal fos", "la … diu que hi ha un fanal fos"),
        ("Visc al carrer Nou 3 i no surt aigua.", "… al carrer Nou 3 i no surt aigua."),
    ],
)
def test_however_somebody_says_who_they_are_it_is_cut_out(text: str, facts: str) -> None:
    assert facts_of(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "Al carrer Joan Maragall 3 hi ha un fanal fos.",
        "A la plaça Maria Mercè Marçal, aquí la llum no funciona.",
        "A la plaça de Sant Joan no surt aigua des d'ahir. El fanal és el de davant de l'escola.",
        "Hi ha una fuita d'aigua a cal Pau. El clot és a la cantonada amb el carrer Nou.",
        "Som sense llum al veïnat de dalt. Al carrer Nou.",
    ],
)
def test_where_it_is_stays_though_it_has_somebodys_name(text: str) -> None:
    assert facts_of(text) == text
