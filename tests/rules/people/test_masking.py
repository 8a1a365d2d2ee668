"""A masked document tells two people apart and tells nobody's number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.people.masking import masked

documents = st.text("ABCXYZ0123456789", max_size=20)


@pytest.mark.parametrize(
    ("document", "shown"),
    [
        pytest.param("98765432M", "***6543**", id="of a DNI the 4th to the 7th digit"),
        pytest.param("Y7654321B", "****4321*", id="of a NIE the letter in front does not count"),
        pytest.param("K7654321B", "****4321*", id="of a NIF of letter and seven digits likewise"),
        pytest.param("QRS987654", "*****7654", id="of a passport of six digits the 3rd to the 6th"),
        pytest.param("QR98765432ST", "*****6543***", id="of any other with seven digits or more likewise"),
        pytest.param("QRST987UV", "*****87UV", id="of one with fewer digits the last four characters"),
        pytest.param("98765432", "***6543*", id="of a DNI without its letter"),
    ],
)
def test_only_the_agreed_places_are_shown(document: str, shown: str) -> None:
    assert masked(document) == shown


@pytest.mark.parametrize("document", ["", "A", "7", "12AB", "1234567"])
def test_a_short_document_is_not_shown_whole(document: str) -> None:
    assert masked(document).count("*") >= len(document) / 2


@given(documents)
def test_at_least_half_of_any_document_is_hidden(document: str) -> None:
    hidden = masked(document)

    assert len(hidden) == len(document)
    assert 2 * hidden.count("*") >= len(document)
    assert all(shown in ("*", char) for shown, char in zip(hidden, document, strict=True))
