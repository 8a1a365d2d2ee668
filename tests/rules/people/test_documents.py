"""A document or a telephone is given only if it is valid as written; nothing is computed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.findings import Flaw
from rules.people.documents import find_documents, normal_document
from rules.people.telephones import find_phones, normal_phone
from rules.text.folding import clean, fold, is_disguised

LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def dni(number: int) -> str:
    return f"{number:08}{LETTERS[number % 23]}"


DNI = dni(40_123_987)
SHORT = dni(3_314_500)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param(DNI, DNI, id="bare"),
        pytest.param(DNI.lower(), DNI, id="lower case"),
        pytest.param(f"{DNI[:8]}-{DNI[8]}", DNI, id="hyphen"),
        pytest.param(f"{DNI[:2]}.{DNI[2:5]}.{DNI[5:8]}-{DNI[8]}", DNI, id="dots and hyphen"),
        pytest.param(f"{DNI[:2]} {DNI[2:5]} {DNI[5:8]} {DNI[8]}", DNI, id="blanks"),
        pytest.param(f"{DNI[:8]}/{DNI[8]}", DNI, id="slash"),
        pytest.param(f"({DNI})", DNI, id="brackets"),
        pytest.param(f"DNI{DNI}.", DNI, id="glued to its label"),
        pytest.param(f"N.I.F.: {DNI}", DNI, id="label with dots"),
        pytest.param(f"ES{DNI}", DNI, id="country before it"),
        pytest.param("４０１２３９８７" + DNI[8], DNI, id="full width digits"),
        pytest.param(f"{int(SHORT[:8])}{SHORT[8]}", SHORT, id="leading zero missing"),
        pytest.param(f"3.314.500-{SHORT[8]}", SHORT, id="seven digits with dots"),
        pytest.param(SHORT.replace("0", "O"), SHORT, id="letter o for zero"),
        pytest.param(DNI.replace("1", "l"), DNI, id="letter l for one"),
        pytest.param("X1234567L", "X1234567L", id="NIE"),
        pytest.param("x-1.234.567-l", "X1234567L", id="NIE with marks"),
        pytest.param("X01234567L", "X1234567L", id="NIE of the old card"),
        pytest.param("K1234567L", "K1234567L", id="under fourteen"),
    ],
)
def test_a_document_is_read_however_it_is_written(written: str, value: str) -> None:
    assert normal_document(written) == value


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(DNI[:8] + ("A" if DNI[8] != "A" else "B"), id="wrong letter"),
        pytest.param(DNI[:8], id="letter missing"),
        pytest.param(f"DNI {DNI[:8]} i mòbil", id="a conjunction is no letter"),
        pytest.param(f"DNI {DNI[:8]} y móvil", id="a Spanish conjunction is no letter"),
        pytest.param(DNI.replace("0", "O")[:8] + "I", id="look-alike with a letter that disagrees"),
    ],
)
def test_a_document_that_is_not_valid_as_written_is_null_and_said(written: str) -> None:
    assert normal_document(written) is None
    assert [f.flaw for f in find_documents(clean(written))] in ([Flaw.DOCUMENT_INVALID], [])


@pytest.mark.parametrize("letter", sorted(set("ABCDEFGHJKLMNPQRSTVWXYZ") - {DNI[8]}))
def test_only_the_right_letter_makes_a_document(letter: str) -> None:
    assert normal_document(DNI[:8] + letter) is None


@pytest.mark.parametrize(
    "written",
    [
        "P1720200E",
        "21/06/1979",
        "612345678",
        "Exp. 1234/2026",
        "E/000412-2026",
        "ES91 2100 0418 4502 0005 1332",
    ],
)
def test_what_is_no_personal_document_is_not_found(written: str) -> None:
    assert find_documents(clean(written)) == ()


def test_a_passport_counts_only_with_its_label() -> None:
    assert normal_document("passaport núm. AAB123456") == "AAB123456"
    assert normal_document("AAB123456") is None
    assert normal_document("I gave my UK passport when I joined: 531184027") == "531184027"
    assert normal_document("my passport is lost, ring me: 612345678") is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("683.33.13.83", "+34683331383", id="dots"),
        pytest.param("0034 683331383", "+34683331383", id="double zero"),
        pytest.param("34683331383", "+34683331383", id="no plus"),
        pytest.param("(+34) 683-33-13-83", "+34683331383", id="brackets"),
        pytest.param("6 8 3 3 3 1 3 8 3", "+34683331383", id="spelled out"),
        pytest.param("mòbil:683331383,", "+34683331383", id="glued to label and comma"),
        pytest.param("683,331,383", "+34683331383", id="commas"),
        pytest.param("6O3 331 38O", "+34603331380", id="letter o for zero"),
        pytest.param("MOBIL683331383", "+34683331383", id="a label without a gap"),
        pytest.param("06 12 34 56 78", "+33612345678", id="French at home"),
        pytest.param("+33 (0)6 12 34 56 78", "+33612345678", id="French with its zero"),
        pytest.param("+44 7700 900 462", "+447700900462", id="British, of a block that no list knows"),
        pytest.param("376 343 199", "+376343199", id="Andorran without plus"),
        pytest.param("el mòbil d'Andorra, 343 199", "+376343199", id="Andorran, said so"),
        pytest.param("+44 7911 123456", "+447911123456", id="British"),
    ],
)
def test_a_mobile_is_read_however_it_is_written(written: str, value: str) -> None:
    assert normal_phone(written) == value


@pytest.mark.parametrize(
    ("written", "flaws"),
    [
        pytest.param("972 13 60 71", [Flaw.PHONE_LANDLINE], id="landline"),
        pytest.param("mòbil 61234567", [Flaw.PHONE_INVALID], id="a digit short"),
        pytest.param("18/05/2026 11:26:08", [], id="date and time"),
        pytest.param("9/11/2026 17:30", [], id="a date that begins like a landline"),
        pytest.param("ES91 2100 0418 4502 0005 1332", [], id="bank account"),
        pytest.param("343 199", [], id="six digits of nowhere"),
    ],
)
def test_what_is_no_mobile_is_null(written: str, flaws: list[Flaw]) -> None:
    found = find_phones(clean(written))

    assert [f.value for f in found] == [None] * len(flaws)
    assert [f.flaw for f in found] == flaws


def test_two_numbers_side_by_side_are_two() -> None:
    values = [f.value for f in find_phones("609 58 68 34 682 85 04 92")]

    assert values == ["+34609586834", "+34682850492"]


def test_slashes_may_part_a_document_from_what_stands_round_it() -> None:
    text = f"Gemma Torrent Oliva/{DNI}/622010203"

    assert [f.value for f in find_documents(text)] == [DNI]
    assert [f.value for f in find_phones(text)] == ["+34622010203"]
    assert find_documents(f"E/{DNI}") == find_documents(f"2026/{DNI}") == find_phones("E/622010203") == ()
    assert find_phones("Chrome/67.0.3396.87 Safari") == ()


def test_a_landline_beside_a_mobile_does_not_hide_it() -> None:
    assert [f.value for f in find_phones("972 13 60 71 / 675 404 519")] == [None, "+34675404519"]


@given(st.integers(min_value=1_000_000, max_value=99_999_999))
def test_normalising_a_document_twice_is_once(number: int) -> None:
    once = normal_document(f"{number}{LETTERS[number % 23]}".lower())

    assert once is not None
    assert normal_document(once) == once


@given(st.from_regex(r"\A[67][1234][0-9]{7}\Z"))
def test_normalising_a_telephone_twice_is_once(number: str) -> None:
    once = normal_phone(number)

    assert once == "+34" + number
    assert normal_phone(once) == once


@given(st.text(max_size=200))
def test_cleaning_twice_is_once_and_folding_keeps_every_place(text: str) -> None:
    once = clean(text)

    assert clean(once) == once
    assert len(fold(once)) == len(once)


@given(st.text(alphabet="0123456789XYZoOiIlL -./ \n", max_size=120))
def test_whatever_is_found_is_valid(text: str) -> None:
    assert all(normal_document(f.value) == f.value for f in find_documents(clean(text)) if f.value)
    assert all(normal_phone(f.value) == f.value for f in find_phones(clean(text)) if f.value)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("BAIXA", False), ("ВАІХА", True), ("BАIXA", True), ("Привет мир", False), ("Mòbil núm. 3", False)],
)
def test_mixed_alphabets_are_noticed(text: str, is_so: bool) -> None:
    assert is_disguised(text) is is_so


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("Passport number: C01X00T47", "C01X00T47", id="letters inside"),
        pytest.param("passaport andorrà 0123456, mòbil", "0123456", id="a country between"),
        pytest.param("Passaport: AB 123456", "AB123456", id="series apart"),
        pytest.param("passeport français n° 12AB34567", "12AB34567", id="French"),
        pytest.param("passaport FR 18CV12345", "18CV12345", id="the country's letters are not of it"),
        pytest.param("carte d'identité 880692310285, tél", "880692310285", id="a French card"),
        pytest.param("carta d'identità italiana CA12345AB", "CA12345AB", id="an Italian card"),
        pytest.param("passaport del Regne Unit número 533401234", "533401234", id="a country of two words"),
        pytest.param("passaport: 0123456 622 010 203", "0123456", id="a telephone after it"),
        pytest.param("DNI/Passaport: 40.123.987-G", "40123987G", id="a label for both, and a DNI"),
        pytest.param("DNI/passaport: 40123987A", None, id="a DNI with a wrong letter is no passport"),
        pytest.param("passaport i mòbil 622010203", None, id="not the telephone"),
        pytest.param("no tinc passaport. 622010203", None, id="nor that of the next sentence"),
        pytest.param("el passaport caduca el 12052027", None, id="nor a date"),
    ],
)
def test_a_foreign_document_is_a_free_string_after_a_word_that_says_so(
    written: str, value: str | None
) -> None:
    assert [f.value for f in find_documents(clean(written)) if f.value] == ([value] if value else [])


FOUR, SIX = "45120983C", "04512096W"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("DNI 45 120983 C", FOUR, id="two and six"),
        pytest.param("45120 983c", FOUR, id="five and three, small letter"),
        pytest.param("carnet 45 12 0 9 83 lletra C (l'he copiat)", FOUR, id="as somebody reads it out"),
        pytest.param("EL DNI 45 120 983 LETRA C Y EL MOVIL", FOUR, id="the letter in capitals"),
        pytest.param("el dni és 451-209-83 amb la lletra C", FOUR, id="threes"),
        pytest.param("4512-0983-C", FOUR, id="fours"),
        pytest.param("45.12.09.83 C", FOUR, id="twos with dots"),
        pytest.param("my DNI is 4512 0983, letter C", FOUR, id="in English"),
        pytest.param("mon DNI 45 120 983 lettre C", FOUR, id="in French"),
        pytest.param("4O.512.0983-" + LETTERS[40_512_098 % 23], None, id="nine digits are no DNI"),
        pytest.param("DNI 45 120 96 W", SIX, id="the zero gone, where it is said to be a DNI"),
        pytest.param("porta 45 120 96 W", None, id="the zero gone, and nothing says what it is"),
        pytest.param("NIE: Y 830 56 14 Y", "Y8305614Y", id="NIE in groups"),
        pytest.param("nie x-33 08 145-d", "X3308145D", id="NIE with marks and blanks"),
        pytest.param("NIE X 3 3 0 8 1 4 5 D", "X3308145D", id="NIE, digit by digit: no DNI of its digits"),
        pytest.param("tel. 972 741 234 B", None, id="nine digits"),
        pytest.param("el 18-10-2026 a les 9", None, id="a date and a preposition"),
        pytest.param("15 10 2031 S", None, id="a date and any letter"),
        pytest.param("45 120 983 i prou", None, id="a conjunction"),
        pytest.param("45 120 984 C", None, id="another letter"),
        pytest.param("45 120 983 ema no perdó la lletra és C i el mòbil", FOUR, id="a letter taken back"),
        pytest.param("DNI 45.120.983-M, ai no, C", FOUR, id="taken back, in writing"),
        pytest.param("45120983 lletra M no, lletra C", FOUR, id="and said again"),
        pytest.param("dni 45120983 be, vull dir, ce, lletra C", FOUR, id="twice"),
        pytest.param("DNI 45120983 M perdón C", FOUR, id="taken back in Spanish"),
        pytest.param("45120983 M, no, J", None, id="none agrees"),
        pytest.param("el 45120983 ce", None, id="a word as short as a letter's name"),
        pytest.param("45120983 lletra ce", FOUR, id="the name of the letter"),
        pytest.param("41234521 i grega", "41234521Y", id="a name that is no word"),
        pytest.param("quaranta-un dos-cents trenta-quatre cinc-cents vint-i-un, lletra i grega", "41234521Y",
                     id="all of it in words"),
        pytest.param("DNI 4O3O7O2O-" + LETTERS[40_307_020 % 23], "40307020" + LETTERS[40_307_020 % 23],
                     id="as many O as digits"),
        pytest.param("DNI 4O3O7O2O-" + LETTERS[40_307_021 % 23], None, id="O, and another letter"),
        pytest.param("dni 412307-" + LETTERS[412_307 % 23], "00412307" + LETTERS[412_307 % 23],
                     id="two zeros gone"),
        pytest.param("NIF: 412.307 " + LETTERS[412_307 % 23], "00412307" + LETTERS[412_307 % 23], id="a dot"),
        pytest.param("dni 412307-" + LETTERS[412_308 % 23], None, id="two zeros gone, another letter"),
        pytest.param("expedient 412307-" + LETTERS[412_307 % 23], None, id="nothing says it is a DNI"),
    ],
)  # fmt: skip
def test_the_letter_proves_a_document_in_whatever_groups(written: str, value: str | None) -> None:
    assert [f.value for f in find_documents(clean(written)) if f.value] == ([value] if value else [])


@pytest.mark.parametrize(
    ("written", "document", "phone"),
    [
        pytest.param(
            "el carnet 45 punt 120 punt 983 lletra C coma el mòbil 645 guió 310 guió 278 punt Gràcies",
            FOUR,
            "+34645310278",
            id="Catalan",
        ),
        pytest.param(
            "dni 45 punto 120 punto 983 guión C y el 645 espacio 310 espacio 278",
            FOUR,
            "+34645310278",
            id="Spanish",
        ),
        pytest.param(
            "NIE X GUION 3308145 GUION D COMA MOVIL 645 PUNTO 31 PUNTO 02 PUNTO 78",
            "X3308145D",
            "+34645310278",
            id="capitals",
        ),
        pytest.param("el pis 45 punt i final. El 645 310 278 punt", None, "+34645310278", id="no mark"),
    ],
)
def test_marks_may_be_dictated(written: str, document: str | None, phone: str) -> None:
    text = clean(written)
    found = [f for f in find_documents(text) if f.value]

    assert [f.value for f in found] == ([document] if document else [])
    assert all(text[f.start].isalnum() and text[f.end - 1].isalpha() for f in found)
    assert [f.value for f in find_phones(text)] == [phone]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("passaport del Principat P0482917", "P0482917", id="a word that is no country"),
        pytest.param("Passaport (Principat d'Andorra): AD 0142877", "AD0142877", id="series after a colon"),
        pytest.param("passaport amb número AB1234567", "AB1234567", id="with the number"),
        pytest.param("pasaporte de la República Argentina AAB123456", "AAB123456", id="a whole country"),
        pytest.param("Passport number (Ireland): LR 048 2917", "LR0482917", id="digits in groups"),
        pytest.param("Passeport : 12 AB 34 567", "12AB34567", id="French in groups"),
        pytest.param("British passport 533 401 827", "533401827", id="the country first"),
        pytest.param("passaport caducat, matrícula 1234BCD", None, id="another thing of letters and digits"),
        pytest.param("passaport i cotxe AB1234CD", None, id="a thing beside it"),
        pytest.param("document núm. 2026000123 del registre", None, id="a document of the register"),
        pytest.param("document estatal 20260001", None, id="nor one of the State"),
    ],
)
def test_a_foreign_document_is_read_in_whatever_order(written: str, value: str | None) -> None:
    assert [f.value for f in find_documents(clean(written)) if f.value] == ([value] if value else [])


@pytest.mark.parametrize(
    ("written", "value"),
    [
        pytest.param("+44 7911 402 336", "+447911402336", id="a range that the library does not know"),
        pytest.param("0044 7700 900 462", "+447700900462", id="with zeros"),
        pytest.param("+376 354 806", "+376354806", id="Andorran"),
        pytest.param("+56 9 8123 4470", "+56981234470", id="from afar"),
        pytest.param("+44 20 7946 0958", None, id="a landline that it knows"),
        pytest.param("+44 7911 402", None, id="too short for its country"),
        pytest.param("+34 512 345 678", None, id="no range of ours"),
        pytest.param("+999 12345678", None, id="no country"),
    ],
)
def test_a_number_with_its_prefix_was_meant_as_one(written: str, value: str | None) -> None:
    assert normal_phone(written) == value
