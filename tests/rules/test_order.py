"""A staff order is known by its first word, and by naming what it is about."""

import pytest

from rules.order import ORDERS, order_word


@pytest.mark.parametrize(
    ("subject", "text", "word"),
    [
        pytest.param("FET C-20", "", "fet", id="in the subject"),
        pytest.param("Re: Resum diari", "TRETA 622010203", "treta", id="in the first line"),
        pytest.param("RE: resum", "\nfet 3\nfet 4", "fet", id="several lines"),
        pytest.param("ajuda", "", "ajuda", id="alone"),
        pytest.param("DESFES", "", "desfes", id="undo alone"),
        pytest.param("Corregeix S-12 mòbil 622010203", "", "corregeix", id="with data"),
    ],
)
def test_an_order_is_known_by_its_first_word(subject: str, text: str, word: str) -> None:
    assert order_word(subject, text) == word


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        pytest.param("Fet i fet", "Ja hem acabat les obres del carrer", id="a sentence"),
        pytest.param("Llista de la compra", "Falten bolígrafs", id="another list"),
        pytest.param("consentiment", "", id="an order that needs an item"),
        pytest.param("Acta", "Us adjunto l'acta", id="nothing of ours"),
    ],
)
def test_a_clerks_sentence_is_no_order(subject: str, text: str) -> None:
    assert order_word(subject, text) is None


@pytest.mark.parametrize("word", sorted(ORDERS))
def test_every_order_word_orders_something(word: str) -> None:
    assert order_word(f"{word.upper()} C-7", "") == word
