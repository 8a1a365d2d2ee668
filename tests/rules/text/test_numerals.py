"""A number said in words is taken only where one reading of it, and no other, makes sense."""

import pytest

from rules.findings import Flaw
from rules.people.documents import find_documents
from rules.people.telephones import find_phones
from rules.text.numerals import spelled_numbers
from rules.text.tokens import as_cleaned
from tests.processor import within


@pytest.mark.parametrize(
    ("words", "phone"),
    [
        pytest.param("sis-cents dotze, trenta-quatre, zero cinc, vuitanta", "+34612340580", id="Catalan"),
        pytest.param("seiscientos doce, treinta y cuatro, cero cinco, ochenta", "+34612340580", id="Spanish"),
        pytest.param("sis u dos tres quatre zero cinc vuit zero", "+34612340580", id="digit by digit"),
        pytest.param("sis cents dotze trenta quatre zero cinc vuitanta", "+34612340580", id="dictated"),
        pytest.param("sis-cents vint-i-dos, zero deu, dos-cents tres", "+34622010203", id="hundreds"),
        pytest.param("sis-cents dotze 340 580", "+34612340580", id="words and digits"),
        pytest.param("trenta-quatre, sis-cents dotze, tres quaranta, cinc vuitanta", "+34612340580", id="34"),
        pytest.param("SEIS UNO DOS TRES CUATRO CERO CINCO OCHO CERO", "+34612340580", id="capitals"),
        pytest.param("seis 12 treinta y cuatro 05 ochenta", "+34612340580", id="digits among the words"),
        pytest.param("612 trenta-quatre zero cinc 80", "+34612340580", id="digits first"),
        pytest.param("+34 sis-cents dotze 340 580", "+34612340580", id="the country in digits"),
        pytest.param("sis u dos punt tres quatre zero punt cinc vuit zero", "+34612340580", id="marks"),
        pytest.param("al 12, sis-cents dotze 340 580", "+34612340580", id="a number of something else"),
    ],
)  # fmt: skip
def test_a_mobile_in_words_is_read(words: str, phone: str) -> None:
    assert [f.value for f in find_phones(f"el mòbil és {words}, gràcies")] == [phone]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("sis-cents dotze, trenta-quatre, zero cinc", id="too short"),
        pytest.param("nou-cents setanta-dos, tretze, seixanta, zero u", id="a landline"),
        pytest.param("tinc dos fills, tres nets i un gos", id="no number at all"),
    ],
)
def test_what_is_no_mobile_in_words_gives_none(words: str) -> None:
    assert [f.value for f in find_phones(words) if f.value] == []


def test_a_mobile_that_can_be_heard_in_two_ways_is_asked_for() -> None:
    words = "sis-cents, u, dos-cents, tres, vint"

    assert len([d for run in spelled_numbers(as_cleaned(words)) for d in run.digits if len(d) == 9]) > 1
    assert [(f.value, f.flaw) for f in find_phones(words)] == [(None, Flaw.PHONE_INVALID)]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("quaranta cent vint-i-tres nou-cents vuitanta-set lletra G", id="in groups"),
        pytest.param("quatre zero u dos tres nou vuit set, G", id="digit by digit"),
        pytest.param("quaranta milions cent vint-i-tres mil nou-cents vuitanta-set ge", id="no letter said"),
        pytest.param("quaranta milions cent vint-i-tres mil nou-cents vuitanta-set, lletra ge", id="in full"),
        pytest.param("cuarenta millones ciento veintitrés mil novecientos ochenta y siete G", id="Spanish"),
    ],
)
def test_a_document_in_words_is_read_with_its_letter_only(words: str) -> None:
    wanted = [] if words.endswith("set ge") else ["40123987G"]

    assert [f.value for f in find_documents(f"dni {words}")] == wanted


def test_a_document_in_words_with_another_letter_is_none() -> None:
    words = "quatre zero u dos tres nou vuit set, lletra H"

    assert [f.value for f in find_documents(words)] == []


def test_a_long_run_of_number_words_costs_little() -> None:
    words = "dos cents trenta quatre cinc mil " * 2000

    within(0.5, "number words", lambda: list(spelled_numbers(as_cleaned(words))))
