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
        ("El fanal de davant del número 8 del carrer Major no va", "davant del número 8 del carrer Major"),
        ("Hi ha un clot a la plaça davant de la font", "plaça davant de la font"),
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


LEADS = (
    *("Per al canal de WhatsApp: ", "Pel canal: ", "Per a la llista: ", "aviseu pel WhatsApp que "),
    *("ens escriu pel WhatsApp la Maria de cal Pau: ", "La Maria Puig de cal Pau diu que "),
)
EVERYDAY = (
    *("el contenidor de la plaça està bolcat.", "hi ha una vaca al mig de la carretera."),
    *("la barana del pont balla.", "el semàfor es queda en vermell.", "hi ha un arbre al mig del camí."),
    *("el carrer Nou fa pudor de clavegueram.", "hi ha gel a la baixada de l'església."),
    *("hi ha un senglar mort a la cuneta.", "les papereres vessen.", "s'ha esfondrat un mur a cal Roc."),
    *("una rata morta al safareig.", "el llum del carrer Nou fa pampallugues."),
    *("no passa ningú a recollir la brossa.", "hay una vaca en la carretera."),
)


@pytest.mark.parametrize("lead", LEADS)
def test_behind_whom_and_what_it_came_by_it_is_kept(lead: str) -> None:
    facts = [facts_of(lead + each) for each in EVERYDAY]

    assert [told for told, each in zip(facts, EVERYDAY, strict=True) if not told.endswith(each)] == []
    assert [told for told in facts if "Maria" in told or "cal Pau" in told] == []


@pytest.mark.parametrize(
    "text", ["Pel canal: gràcies!", "Per al canal de WhatsApp: Maria Puig Soler", "Hola"]
)
def test_where_nothing_but_the_person_is_said_nothing_is_kept(text: str) -> None:
    assert facts_of(text) == ""


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("us parla l'Aloma Vergés-Quingles. El fanal està fos.", "El fanal està fos."),
        ("el fanal està fos, ho ha vist la veina rosa pi", "el fanal està fos, ho ha vist la veina …"),
        (
            "Maria Puig, carrer Nou 14 2n 1a, el fanal de la plaça està fos",
            "…, …, el fanal de la plaça està fos",
        ),
        ("El fanal està fos, ho diu la Maria, la del forn.", "El fanal està fos, ho diu la …, …."),
        ("El fanal del carrer Nou 14 2n 1a està fos", "El fanal del carrer Nou 14 … està fos"),
        ("El fanal està fos, truqueu al 74 10 22.", "El fanal està fos, truqueu al …."),
        (
            "La farola está rota, fijo nueve siete dos, setenta y cuatro, cero cero, once.",
            "La farola está rota, fijo ….",
        ),
        ("El fanal està fos, foto a https://fotos.example/u/maria/abc", "El fanal està fos, foto a …"),
        ("Un cotxe, 1234BCD, ha trencat el fanal", "Un cotxe, …, ha trencat el fanal"),
        ("Un cotxe, 1234 BCD, ha trencat el fanal", "Un cotxe, …, ha trencat el fanal"),
    ],
)
def test_what_is_somebody_s_by_its_form_or_by_what_stands_before_it_is_cut_out(text: str, facts: str) -> None:
    assert facts_of(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        "El fanal no va des del 12-03-2026.",
        "No surt aigua de 18.30-20.30 h.",
        "El mur cau des del 2024-2025.",
    ],
)
def test_a_day_and_hours_are_nobody_s_number(text: str) -> None:
    assert facts_of(text) == text


@pytest.mark.parametrize(
    "signature", ["O. Trasserra (can Llobet)", "Llet de cal Xoriguer", "maria\ncan Met", "Oleguer T."]
)
def test_the_last_short_lines_are_a_signature(signature: str) -> None:
    facts = facts_of(f"El fanal de la plaça està fos\n\n{signature}")

    assert facts.rstrip(".") == "El fanal de la plaça està fos"
    assert place_in(facts) == "plaça"


@pytest.mark.parametrize("line", ["Plaça Major", "al carrer Nou 12", "davant de can Roc", "bolcat de costat"])
def test_a_last_line_that_says_where_or_goes_on_is_no_signature(line: str) -> None:
    assert facts_of(f"Hi ha un fanal fos\n{line}").endswith(line)


@pytest.mark.parametrize(
    "text",
    [
        "Us vaig escriure al canal de WhatsApp que el fanal fa llum de discoteca: ara sí, ara no.",
        "Us ho vaig escriure al canal de WhatsApp a les 22:40 i el contenidor encara és bolcat.",
    ],
)
def test_what_is_told_before_a_colon_and_an_hour_stay(text: str) -> None:
    assert facts_of(text) == text


def test_a_wish_to_leave_beside_it_is_not_passed_on() -> None:
    assert facts_of("Em vull donar de baixa. Hi ha un cable a terra al carrer Major.") == (
        "Hi ha un cable a terra al carrer Major."
    )
