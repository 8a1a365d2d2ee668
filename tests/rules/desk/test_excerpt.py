"""What a card keeps of a mail: the words to decide by, short, and nobody's whole document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.desk.excerpt import LONGEST, excerpt
from rules.mail.mail import Mail, Words

FRONT = {"sha256": "", "content_key": ""}


def said(own: str = "", *, subject: str = "", **more: str) -> str:
    return excerpt(Mail(**FRONT, subject=subject, plain=Words(own=own, **more)))  # type: ignore[arg-type]


def test_it_is_the_subject_and_what_the_writer_typed() -> None:
    kept = said(
        "Bon dia,\n\n  No vull  més missatges.\n",
        subject="Baixa",
        signature="Escola Tal, tel. 972 00 00 00",
        quoted="El dilluns vau escriure",
    )

    assert kept == "Baixa\nBon dia,\nNo vull més missatges."


def test_who_only_passes_something_on_is_quoted_with_that() -> None:
    assert said("", subject="Rv: baixa", forwarded="De: Pere\nVull la baixa") == (
        "Rv: baixa\nDe: Pere\nVull la baixa"
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        pytest.param("DNI 12345678Z", "DNI ***4567**", id="as it should be"),
        pytest.param("el meu dni és el 12.345.678-Z.", "el meu dni és el ***4567**.", id="with points"),
        pytest.param("12345678A", "12345678A", id="a wrong one is what there is to correct"),
        pytest.param("NIE: X1234567L", "NIE: ****4567*", id="a foreigner's"),
        pytest.param("600 11 12 22", "600 11 12 22", id="a telephone stays"),
    ],
)
def test_documents_are_masked_and_telephones_are_not(written: str, kept: str) -> None:
    assert said(written) == kept


def test_a_long_mail_is_cut() -> None:
    kept = said("Bon dia. " * 500)

    assert len(kept) <= LONGEST
    assert kept.endswith("…")


@given(own=st.text(), subject=st.text(), forwarded=st.text())
def test_any_words_come_out_short_and_on_lines_that_hold_something(
    own: str, subject: str, forwarded: str
) -> None:
    kept = said(own, subject=subject, forwarded=forwarded)

    assert len(kept) <= LONGEST
    assert all(line.strip() for line in kept.split("\n")) or not kept


def test_a_mail_without_words_has_none() -> None:
    assert excerpt(Mail(**FRONT)) == ""  # type: ignore[arg-type]
