"""Who is meant: names, documents and telephones put together as a careful reader would; in doubt, no name."""

import pytest

from rules.people.persons import read_people

G, A, M = "40123987G", "38777120V", "30000002K"
PG, PA, PM = "+34622010203", "+34633040506", "+34644050607"
OFFICE = frozenset({"+34600000000"})
Row = tuple[str | None, str | None, str | None]


def people(own: str, *, below: str = "", subject: str = "") -> list[Row]:
    found = read_people(own, below=below, subject=subject, own_numbers=OFFICE)
    return [(p.name, p.id_document, p.phone) for p in found]


GEMMA: Row = ("Gemma Torrent Oliva", G, PG)
ARNAU: Row = ("Arnau Bassols Pi", A, PA)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Gemma Torrent Oliva\n{G}\n622010203", id="three lines"),
        pytest.param(f"Nom i cognoms: Gemma Torrent Oliva\nDNI: {G}\nMòbil: 622010203", id="labels"),
        pytest.param(f"Nom: Gemma Torrent Oliva | DNI: {G} | Mòbil: 622010203", id="labels on one line"),
        pytest.param(f"Nom i cognoms\nGemma Torrent Oliva\nDNI\n{G}\nMòbil\n622010203", id="labels above"),
        pytest.param(
            f"Cognoms: TORRENT OLIVA\nNom: GEMMA\nDNI {G}\nTel. 622010203", id="surnames first, capitals"
        ),
        pytest.param(f"Torrent Oliva, Gemma\n{G}\n622010203", id="comma"),
        pytest.param(f"Torrent Oliva, Gemma - {G} - 622010203", id="comma on one line"),
        pytest.param(f"TITULAR: Torrent Oliva, Gemma\nDNI: {G}\nTelèfon: 622010203", id="label and comma"),
        pytest.param(
            f"hola soc la gemma torrent oliva dni {G.lower()} i mobil 622 010 203 i vull baixa",
            id="lower case",
        ),
        pytest.param(f"SOC LA GEMMA TORRENT OLIVA DE CAL FERRER I VULL BAIXA, {G}, 622010203", id="capitals"),
        pytest.param(f"baixa whatsapp gemma torrent oliva {G} 622010203", id="after other words"),
        pytest.param(f"{G}, 622010203, Gemma Torrent Oliva", id="name last"),
        pytest.param(f"Wenes soc la gemma del forn (Gemma Torrent Oliva) {G} 622010203", id="in brackets"),
        pytest.param(
            f"Soc en Joan, el fill. La meva mare, Gemma Torrent Oliva, {G}, 622010203", id="for a mother"
        ),
        pytest.param(f"El número 622010203 és a nom de la Gemma Torrent Oliva, DNI {G}", id="in the name of"),
        pytest.param(f"Gemma Torrent Oliva\nC/ de Joan Maragall, 4\n{G}\n622010203", id="a street is nobody"),
        pytest.param(
            f"Hola Pere Costa,\nsoc la Gemma Torrent Oliva, {G}, 622010203", id="a greeting is nobody"
        ),
        pytest.param(f"Em dic Gemma. {G} 622010203\n\nGemma Torrent Oliva", id="the fuller form wins"),
        pytest.param(f"Gemma Torrent Oliva {G} 622010203. Truqueu-me al 633040506", id="a number to ring"),
        pytest.param(f"Gemma Torrent Oliva {G} 622010203 o 977 10 20 30", id="a landline beside"),
        pytest.param(
            f"Gemma Torrent Oliva {G} 622010203, no vull més del 600 00 00 00", id="the office's number"
        ),
        pytest.param(
            f"Nom=Gemma\nCognom1=Torrent\nCognom2=Oliva\nDNI={G}\nMobil=622010203", id="two surname fields"
        ),
        pytest.param(f"Cognoms i nom: Torrent Oliva Gemma\n{G}\n622010203", id="a label says surnames first"),
        pytest.param(
            f"Gemma Torrent Oliva, {G}, 622010203\n\nGràcies,\nGemma Torrent\nTaller\n633040506",
            id="another number under the closing words",
        ),
        pytest.param(
            f"La meva mare, Gemma Torrent Oliva, va morir. DNI {G}, mòbil 622010203. Traieu-la.\n"
            "Gràcies, Anna (filla) 633040506",
            id="signed with the daughter's number",
        ),
        pytest.param(
            f"Demano la baixa de la meva tieta Gemma Torrent Oliva. DNI: {G}, mòbil: 622010203.\n"
            f"Signa: Arnau Bassols Pi, DNI {A}",
            id="signed by a nephew",
        ),
        pytest.param(f"Gemma Torrent Oliva {G}, {G}, 622010203 622 01 02 03", id="said twice"),
        pytest.param(f"Nom — Gemma\nCognoms — Torrent Oliva\nDNI — {G}\nMòbil — 622010203", id="long dashes"),
        pytest.param(f"Nom : TORRENT OLIVA\nPrénom : Gemma\nNIE : {G}\nTél : 622010203", id="French labels"),
        pytest.param(f"Given name: Gemma\nFamily name: Torrent Oliva\n{G}\n622010203", id="English labels"),
        pytest.param(f"Vorname: Gemma\nNachname: Torrent Oliva\n{G}\n622010203", id="German labels"),
        pytest.param(f"nom gemma torrent oliva\ndni {G}\nmobil 622010203", id="labels without marks"),
        pytest.param(
            f"hola sóc la gemma torrent oliva doneu-me de baixa {G} 622010203", id="a verb after the name"
        ),
        pytest.param(
            f"soc la gemma torrent oliva coma vull la baixa punt dni {G} coma mòbil 622010203 punt i final",
            id="dictated marks",
        ),
        pytest.param(f"{G}, 622010203\nGemma Torrent Oliva, MBA", id="a title after the name"),
        pytest.param(f"{G}, 622010203\nFusteria Torrent, S.A.\nGemma Torrent Oliva", id="her firm"),
        pytest.param(
            f"Gemma Torrent Oliva, número de DNI {G[:8]} i lletra G, telèfon 622010203", id="the DNI's number"
        ),
    ],
)
def test_one_person_is_found(text: str) -> None:
    assert people(text) == [GEMMA]


def test_the_letter_of_a_document_is_not_of_the_name_behind_it() -> None:
    (joan,) = people("40123909-H Joan Pous 622010203")
    assert joan == ("Joan Pous", "40123909H", PG)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Gemma Torrent Oliva {G} 622010203\nArnau Bassols Pi {A} 633040506", id="line by line"),
        pytest.param(
            f"MARE: Gemma Torrent Oliva, {G}, 622010203\nPARE: Arnau Bassols Pi, {A}, 633040506\n\nAnna",
            id="both parents, signed by neither",
        ),
        pytest.param(
            f"Gemma Torrent Oliva: {G}\nArnau Bassols Pi: {A}\nMòbil d'en Arnau: 633040506\n"
            "Mòbil de la Gemma: 622010203",
            id="each number says whose it is, in another order",
        ),
        pytest.param(
            f"Els mòbils són 633040506 (Arnau) i 622010203 (Gemma).\nGemma Torrent Oliva {G}\n"
            f"Arnau Bassols Pi {A}",
            id="whose number, in brackets",
        ),
        pytest.param(
            f"Doneu de baixa la meva dona, Gemma Torrent Oliva, {G}, 622010203, i a mi, "
            f"Arnau Bassols Pi, {A}, 633040506",
            id="a wife, and me",
        ),
        pytest.param(
            f"Gemma Torrent Oliva i Arnau Bassols Pi, DNI {G} i {A}, mòbils 622010203 i 633040506, "
            f"respectivament",
            id="respectively",
        ),
        pytest.param(
            f"1) Gemma Torrent Oliva - DNI {G} - 622010203\n2) Arnau Bassols Pi - DNI {A} - 633040506",
            id="numbered",
        ),
        pytest.param(
            f"La meva: 622010203, Gemma Torrent Oliva, {G}. La del meu home: 633040506, Arnau Bassols Pi, "
            f"{A}.",
            id="telephone first",
        ),
        pytest.param(
            f"Gemma Torrent Oliva\n{G}\n622010203\n\nArnau Bassols Pi\n{A}\n633040506", id="block by block"
        ),
        pytest.param(
            f"\tella\tell\nNom i cognoms\tGemma Torrent Oliva\tArnau Bassols Pi\nDNI\t{G}\t{A}\n"
            "Mòbil\t622010203\t633040506",
            id="in the columns of a table",
        ),
    ],
)
def test_two_people_keep_their_own(text: str) -> None:
    assert people(text) == [GEMMA, ARNAU]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param(
            f"622010203 Gemma Torrent Oliva {G}; 633040506 Arnau Bassols Pi, el DNI ja el dirà",
            [GEMMA, ("Arnau Bassols Pi", None, PA)],
            id="one without document",
        ),
        pytest.param(
            f"Gemma Torrent Oliva i Arnau Bassols Pi, mòbils 622010203 i 633040506, DNI {G}",
            [("Gemma Torrent Oliva", None, PG), ("Arnau Bassols Pi", None, PA)],
            id="whose document is it?",
        ),
        pytest.param(
            f"Gemma Torrent Oliva {G} i Arnau Bassols Pi {A}, tots dos al 622010203",
            [GEMMA, ("Arnau Bassols Pi", A, PG)],
            id="one telephone for both",
        ),
        pytest.param(
            f"Gemma Torrent Oliva, {G}, 622010203\nArnau Bassols Pi, {A}, 622 01 02 03",
            [GEMMA, ("Arnau Bassols Pi", A, PG)],
            id="one telephone, written for each",
        ),
        pytest.param(
            f"Gemma Torrent Oliva, {G}: 622010203 i 633040506",
            [GEMMA, ("Gemma Torrent Oliva", G, PA)],
            id="two telephones",
        ),
        pytest.param(f"DNI {G} i {A}", [(None, G, None), (None, A, None)], id="two documents alone"),
        pytest.param(
            f"Gemma Torrent {G} 622010203, Arnau Bassols {A}, Mar Pi {M} 644050607",
            [("Gemma Torrent", G, PG), ("Arnau Bassols", A, None), ("Mar Pi", M, PM)],
            id="three, one without telephone",
        ),
        pytest.param(
            f"Gemma Torrent {G} 622010203, {A}", [("Gemma Torrent", G, PG), (None, A, None)], id="by turns"
        ),
        pytest.param("Hola", [(None, None, None)], id="nobody"),
        pytest.param("Soc veí de Vallclara", [(None, None, None)], id="a neighbour is no name"),
        pytest.param("vull que m'esborreu", [(None, None, None)], id="a sentence is no name"),
    ],
)
def test_what_is_not_said_is_not_made_up(text: str, wanted: list[Row]) -> None:
    assert people(text) == wanted


def test_the_signature_fills_only_what_the_text_lacks() -> None:
    signature = "Marta Soler Prat\nGestora\nMòb. 644 05 06 07"

    assert people(f"Doneu de baixa l'Arnau Bassols Pi, {A}, 633040506", below=signature) == [ARNAU]
    assert people(f"Doneu-me de baixa. {M}", below=signature) == [("Marta Soler Prat", M, PM)]


def test_the_subject_fills_what_the_text_lacks() -> None:
    assert people(f"DNI {G}", subject="Baixa de la Gemma Torrent Oliva, 622010203") == [GEMMA]


def test_a_name_in_full_elsewhere_completes_the_short_one() -> None:
    assert people(f"Soc la Gemma, {G}, 622010203", below="Gemma Torrent Oliva") == [GEMMA]
    assert people(f"Soc la Gemma, {G}, 622010203", subject="Gemma Torrent Oliva") == [GEMMA]


def test_a_second_telephone_stays_with_its_person() -> None:
    text = (
        f"Gemma Torrent Oliva, {G}, té dos números: 622010203 i 644050607. "
        f"L'Arnau Bassols Pi, {A}, en té un: 633040506."
    )
    second = ("Gemma Torrent Oliva", G, "+34644050607")

    assert people(text) == [GEMMA, second, ARNAU]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(f"Mercè d'Oliva Sastre, {G}", "Mercè d'Oliva Sastre", id="a surname with d'"),
        pytest.param(f"Joan Vila d'Olot, {G}", "Joan Vila", id="a town with d'"),
        pytest.param(f"JORDI BUENO MARÍN\n{G}", "Jordi Bueno Marín", id="a surname that is a word"),
        pytest.param(f"nom: maria bosch i pla\ndni: {G}", "Maria Bosch i Pla", id="small letters"),
        pytest.param(f"josep m. torrent roca {G}", "Josep M. Torrent Roca", id="m, small"),
        pytest.param(f"soc en joan vila puig casa del pont {G}", "Joan Vila Puig", id="a house after it"),
        pytest.param(f"Josep M. Torrent Roca, {G}", "Josep M. Torrent Roca", id="the M of Maria"),
        pytest.param(f"Mª Àngels Bosch Pla, {G}", "Ma Àngels Bosch Pla", id="Maria, short"),
        pytest.param(f"Joan Vila Puig M. 622010203 {G}", "Joan Vila Puig", id="the M of mobile"),
        pytest.param(f"Vivo con mi hija en Ripoll. Ana García López, {G}", "Ana García López", id="a place"),
        pytest.param(f"{G}. Gràcies, Neus Torrella", "Neus Torrella", id="thanks, and signed"),
        pytest.param(f"M. Dolors Bosch Pla\n{G}", "M. Dolors Bosch Pla", id="an initial first"),
        pytest.param(
            f"i la M. Dolors Bosch Pla {G}", "M. Dolors Bosch Pla", id="an initial after an article"
        ),
        pytest.param(
            f"BAIXA, neus bosch pla, dni {G}", "Neus Bosch Pla", id="small letters after a capital word"
        ),
        pytest.param(f"Baixa: neus bosch pla, {G}", "Neus Bosch Pla", id="small letters after a colon"),
        pytest.param(f"Baixa, faig neteja, {G}", None, id="small letters that are no name"),
        pytest.param(f"soc l'antoni coma dni {G}", "Antoni Coma", id="a surname that is a mark"),
        pytest.param(
            f"soc en joan vila i puig del carrer de baix, {G}", "Joan Vila i Puig", id="a street after it"
        ),
        pytest.param(
            f"Represento la Sra. Neus Bosch Pla, titular del DNI {G}", "Neus Bosch Pla", id="whose DNI it is"
        ),
        pytest.param(f"Fco. Javier Puig Roca, {G}", "Fco. Javier Puig Roca", id="Francisco, short"),
        pytest.param(f"SOY VECINO DEL PUEBLO {G}", None, id="no name after I am"),
        pytest.param(f"Hi, it's Neus Bosch here, {G}", "Neus Bosch", id="it's"),
        pytest.param(f"SOY PILAR SORIA LA DE LA PANADERIA {G}", "Pilar Soria", id="capitals, and a trade"),
        pytest.param(f"SOC LA NEUS PUIG LA DEL FORN {G}", "Neus Puig", id="capitals, and a shop"),
        pytest.param(f"SOC LA NEUS PUIG VDA DE SERRA {G}", "Neus Puig", id="a widow"),
        pytest.param(f"Прізвище, ім'я — TKACHENKO OLHA\nNIE — {G}", "Tkachenko Olha", id="Ukrainian label"),
        pytest.param(f"{G}\nSLP Vilaseca Enginyers", None, id="a firm alone"),
    ],
)
def test_a_name_is_read_as_it_is_written(text: str, name: str | None) -> None:
    (person,) = read_people(text, own_numbers=frozenset())

    assert person.name == name


def test_two_who_share_a_mobile_and_give_no_document_are_two() -> None:
    text = "Lourdes Serra Coma, mòbil 611 222 333\nJoan Serra Coma, mòbil 611222333"
    people = read_people(text, own_numbers=frozenset())
    assert [(p.name, p.phone) for p in people] == [
        ("Lourdes Serra Coma", "+34611222333"),
        ("Joan Serra Coma", "+34611222333"),
    ]


def test_a_name_of_the_subject_never_takes_the_place_of_one_of_the_text() -> None:
    names = "Gemma Torrent\nRosa Torrent\nGemma Rosa Torrent\n"

    assert people(f"{G} 622010203\n{names}", subject="Arnau Bassols Pi") == [("Gemma Rosa Torrent", G, PG)]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        pytest.param("Rosa Nova Prat", "Rosa Nova Prat", id="the first surname is another word too"),
        pytest.param("Rosa Prat Nova", "Rosa Prat Nova", id="the second one is"),
        pytest.param("ROSA NOVA PRAT", "Rosa Nova Prat", id="in capitals"),
        pytest.param("NOVA PRAT, ROSA", "Rosa Nova Prat", id="surnames first"),
        pytest.param("Mercè Sala i Nova", "Mercè Sala i Nova", id="behind a particle"),
        pytest.param("Rosa Prat Mòbil: 600111222", "Rosa Prat", id="another label follows"),
        pytest.param("Rosa Prat Telèfon 600111222", "Rosa Prat", id="a number with its word follows"),
        pytest.param("Rosa Prat Vull Baixa", "Rosa Prat", id="a sentence"),
        pytest.param("Rosa Prat Gràcies", "Rosa Prat", id="a courtesy"),
        pytest.param("ROSA PRAT BAIXA", "Rosa Prat", id="what is asked"),
        pytest.param("Rosa Prat Mòbil", "Rosa Prat", id="the label of the next line"),
    ],
)
def test_a_name_that_fills_its_field_is_read_whole(value: str, name: str) -> None:
    assert [
        person.name
        for person in read_people(f"Interessat: {value}\nDNI: 40312877H\n", own_numbers=frozenset())
    ] == [name]
