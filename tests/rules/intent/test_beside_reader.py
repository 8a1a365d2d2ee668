"""The promise: what changes nothing of a wish is learned; what nobody taught may change something."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.configuration.second_reader import second_reader
from rules.intent.beside_reader import BesideWeights, changes_nothing, features, score
from rules.lexicon.parsed import Parsed, parsed_of
from rules.text.tokens import as_text
from tests.model.tables import table_of
from tests.processor import at_most

WEIGHTS: Final = BesideWeights(
    table_of({"casa": (2.0,), "<LATER>": (-3.0,), "venut la": (1.0,)}), unknown=-1.0, least=1.0
)


def parsed(text: str) -> Parsed:
    (found,) = parsed_of(as_text(text))
    return found


def whole(text: str) -> tuple[Parsed, range]:
    found = parsed(text)
    return found, range(len(found.tokens))


def test_a_sentence_says_as_much_as_its_words_and_concepts_together() -> None:
    assert score(WEIGHTS, *whole("Hem venut la casa")) == 2.0
    assert score(WEIGHTS, *whole("Al gener hem venut la casa")) == -1.0
    assert changes_nothing(WEIGHTS, *whole("Hem venut la casa"))
    assert not changes_nothing(WEIGHTS, *whole("Al gener hem venut la casa"))


@pytest.mark.parametrize("said", ["Xirinola", "Xirinola brúfol", "Chirlindo.", "Xqz vrtl, mnpk dfgh?"])
def test_words_that_nobody_taught_change_something(said: str) -> None:
    assert not changes_nothing(second_reader().weights.beside, *whole(said))


@pytest.mark.parametrize(
    ("nothing", "something"),
    [
        ("Ja fa un any que no visc al poble.", "L'any que no visqui al poble ja us ho diré."),
        (
            "Gràcies per la feina de tots aquests anys.",
            "Gràcies, això és la feina que ens ha posat el mestre.",
        ),
        ("Hem venut la casa i marxem a Girona.", "Quan haguem venut la casa i marxem a Girona."),
    ],
)
def test_the_same_things_told_otherwise_are_told_apart(nothing: str, something: str) -> None:
    weights = second_reader().weights.beside

    assert changes_nothing(weights, *whole(nothing))
    assert not changes_nothing(weights, *whole(something))


def test_whose_name_it_is_says_nothing() -> None:
    assert features(*whole("La Maria m'ho explica tot")) == features(*whole("La Montserrat m'ho explica tot"))


@given(st.text(max_size=200))
def test_any_text_has_features_that_fit_on_a_line(text: str) -> None:
    for each in parsed_of(as_text(text)):
        found = features(each, range(len(each.tokens)))

        assert len(found) == len(set(found))
        assert not any("\n" in feature for feature in found)


def test_a_long_text_takes_little_time() -> None:
    said = whole("ja no visc al poble i tinc la casa venuda " * 300)

    with at_most(1, "reading what stands beside a wish"):
        changes_nothing(second_reader().weights.beside, *said)
