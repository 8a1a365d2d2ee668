"""A clerk's mail that orders is known as one, and what stands beside an order is not lost."""

from dataclasses import replace

import pytest

from daemon.letters.sentences import in_catalan
from rules.findings import Because, Doubt, Kind, Reading, Voice
from tests.rules.staff.test_passed_on import GEMMA, forwarded, staff

TITLE = "Ajuntament de Vallclara · Resum del dimecres 11 de març de 2026"
CHAT = "[11/3/26, 10:12:01] Gemma: ALTA\n[11/3/26, 10:12:30] Gemma: Gemma Torrent Oliva 40123987G"


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        pytest.param("FET A-0042", ["ordre del personal: «FET A-0042»"], id="as it is written"),
        pytest.param(
            "fet 12 i 14 ahir",
            ["ordre del personal, FET A-0012 10/03/2026, FET A-0014 10/03/2026: «fet 12 i 14 ahir»"],
            id="as it is understood",
        ),
        pytest.param(
            "FET A-0042\nTRETA A-0007 encara no",
            [
                "ordre del personal: «FET A-0042»",
                "no s'entén com a ordre, hi diu “encara”: «TRETA A-0007 encara no»",
            ],
            id="and why a line is none",
        ),
    ],
)
def test_each_line_is_a_reason_that_quotes_it(text: str, reasons: list[str]) -> None:
    reading = staff("llista", text)

    assert reading.kind is Kind.COMMAND
    assert [*map(in_catalan, reading.reasons)] == reasons


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param("FET C-20", "", id="in the subject"),
        pytest.param("Re: Resum diari", "TRETA 622010203", id="in the first line"),
        pytest.param("RE: resum", "\nfet 3\nfet 4", id="several lines"),
        pytest.param("ajuda", "", id="alone"),
        pytest.param("DESFES", "", id="that names nothing"),
        pytest.param("Corregeix S-12 mòbil 622010203", "", id="of nobody we know"),
        pytest.param("FET A-0042?", "", id="a question about one"),
        pytest.param("llista", "FET 12-14", id="a range"),
        pytest.param("llista", "FET A-0042\nEspereu, encara no hi és", id="held back"),
    ],
)
def test_what_was_meant_as_an_order_is_one(subject: str, text: str) -> None:
    assert staff(subject, text).kind is Kind.COMMAND


def test_a_code_is_in_no_reason() -> None:
    reading = staff("FET A-0042 · 7KQ4M2XZB3D5F", "")

    assert reading.reasons == (Because("staff-order", ("FET A-0042",)),)


def test_an_alta_that_is_typed_stays_an_alta() -> None:
    reading = staff("", f"ALTA {GEMMA}\nALTA Arnau Bassols Pi, 38777120V, 633040506")

    assert (reading.kind, reading.voice) == (Kind.ALTA, Voice.STAFF)
    assert [person.phone for person in reading.people] == ["+34622010203", "+34633040506"]


@pytest.mark.parametrize(
    ("reading", "kind"),
    [
        pytest.param(
            forwarded("baixa", f"Doneu-me de baixa. {GEMMA}", "TRETA A-0007"), Kind.UNSURE, id="a leave"
        ),
        pytest.param(staff("xat", f"TRETA A-0007\n{CHAT}"), Kind.UNSURE, id="a chat"),
        pytest.param(staff("xat", CHAT), Kind.ALTA, id="a chat alone"),
        pytest.param(
            forwarded("Resum", f"{TITLE}\n\nFET A-0042", "FET A-0007"), Kind.COMMAND, id="our own mail"
        ),
    ],
)
def test_an_order_beside_what_is_passed_on(reading: Reading, kind: Kind) -> None:
    assert reading.kind is kind
    if kind is Kind.UNSURE:
        assert Doubt.UNCLEAR in reading.doubts
        assert any("TRETA A-0007" in in_catalan(reason) for reason in reading.reasons)
    if kind is Kind.COMMAND:
        assert reading.reasons == (Because("staff-order", ("FET A-0007",)),)


def test_the_subject_of_our_own_mail_is_no_wish_of_the_clerk() -> None:
    subject = "Re: 1 per treure · Llista de WhatsApp, dimecres 11 de març"

    assert staff(subject, "D'acord, gràcies").kind is Kind.OTHER
    assert replace(staff(subject, f"ALTA {GEMMA}"), reasons=()).kind is Kind.ALTA


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param("Fet i fet", "Ja hem acabat les obres del carrer", id="a proverb"),
        pytest.param("Fotocòpies", "Fet 3 fotocòpies de cada", id="copies"),
        pytest.param("Resum del ple", "Us passo el resum del ple d'ahir amb els acords", id="minutes"),
        pytest.param(
            "Consentiment", "Consentiment de la família per a les fotos del casal 2026", id="photographs"
        ),
        pytest.param("Fitxa", "Fitxa tècnica de la caldera", id="a boiler"),
        pytest.param("Alta", "Alta d'aigua al carrer Major 12", id="water"),
        pytest.param("Motiu", "Motiu de la visita: revisió 2026", id="a visit"),
    ],
)
def test_a_clerks_other_mail_orders_nothing(subject: str, text: str) -> None:
    assert staff(subject, text).kind is not Kind.COMMAND
