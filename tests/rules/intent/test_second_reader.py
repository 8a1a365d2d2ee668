"""The promise: the second reader scores any text by its sentences, in little time, and never raises."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.intent.beside_reader import BesideWeights
from rules.intent.second_reader import LONGEST, Weights, joined, ngrams, score, sentences
from rules.text.folding import clean
from tests.model.tables import table_of
from tests.processor import at_most

WEIGHTS: Final = Weights(
    ngrams=table_of(
        {"vull sortir": (4.0, 0.0), "no": (0.0, 1.0), "no em doneu": (0.0, 5.0), "grup": (1.0, 0.0)}
    ),
    ask=-2.0, against=-1.0, veto=0.0, opener=1.0, closer=-1.0,
    beside=BesideWeights(table_of({}), unknown=0.0, least=0.0),
)  # fmt: skip


def test_what_a_sentence_asks_is_said_of_any_place_in_it_and_of_the_text_elsewhere() -> None:
    text = "Bon dia. Vull sortir del grup. No em doneu res."
    scores = score(text, WEIGHTS)

    asked = [scores.margin_at(text.index(word)) for word in ("dia", "sortir", "doneu")]
    assert asked == [-2.0, 3.0, -7.0]  # one that speaks against nothing asks no more by that
    assert scores.margin_at(len(text) + 9) == scores.margin


def test_a_text_asks_as_its_best_sentence_less_what_its_worst_says_against() -> None:
    scores = score("Bon dia. Vull sortir del grup. No em doneu res.", WEIGHTS)

    assert (scores.ask, scores.against, scores.margin) == (3.0, 5.0, -2.0)
    assert scores.worst is not None
    assert "Bon dia. Vull sortir del grup. No em doneu res."[scores.worst.start :] == "No em doneu res."


def test_what_says_nothing_against_has_no_worst_sentence() -> None:
    scores = score("Vull sortir.", WEIGHTS)

    assert (scores.against, scores.worst) == (0.0, None)


@pytest.mark.parametrize("text", ["", "\n\n", "?!", "…", "\ud800"])
def test_a_text_without_words_asks_nothing(text: str) -> None:
    assert score(text, WEIGHTS).margin <= WEIGHTS.ask


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Sóc la Maria Puig Serra", "Sóc la Berta Vila", id="names"),
        pytest.param("amb DNI 40312877H", "amb DNI X-1234567-L", id="documents"),
        pytest.param("amb el mòbil 692607192", "amb el mòbil +34 612 34 56 78", id="telephones"),
        pytest.param("el 3/4/2026", "el 12-11-26", id="dates"),
        pytest.param("al gener", "al setembre", id="months"),
        pytest.param("de la casa 12", "de la casa 7", id="numbers"),
        pytest.param("a maria@correu.example", "a https://correu.example/x", id="addresses"),
    ],
)
def test_whose_data_they_are_is_not_scored(one: str, other: str) -> None:
    assert [words for _, _, words in sentences(one)] == [words for _, _, words in sentences(other)]


@pytest.mark.parametrize(
    ("town", "home"),
    [("Vallclara", "vallclara"), ("SANT JOAN DE LES FONTS", "sant joan de les fonts"), ("l'Ola", "l'ola")],
)
def test_what_was_learned_in_one_town_holds_in_another(town: str, home: str) -> None:
    ((_, _, words),) = sentences(f"avisos de {town} al mòbil", home)

    assert words == ["avisos", "de", "<town>", "al", "mobil"]


def test_names_of_the_list_are_no_persons() -> None:
    ((_, _, words),) = sentences("del WhatsApp de l'Ajuntament de Setcases")

    assert words == ["del", "whatsapp", "de", "l", "ajuntament", "de", "setcases"]


def test_each_ngram_of_a_sentence_counts_once() -> None:
    assert sorted(ngrams(["no", "no"])) == sorted({"no", "^ no", "no no", "no $", "^ no no", "no no $"})


def test_the_subject_is_a_sentence_of_its_own_however_long() -> None:
    subject = "BAIXA Informació Ajuntament de Setcases WhatsApp, si us plau"

    text = joined(subject, "i gràcies")

    assert [text[start:end] for start, end, _ in sentences(text)] == [subject, "i gràcies"]


@given(st.text(st.characters(), max_size=300))
def test_no_text_raises_and_each_sentence_has_its_place(text: str) -> None:
    places = [(one.start, one.end) for one in score(text, WEIGHTS).sentences]

    assert places == sorted(places)
    assert all(0 <= start < end <= len(clean(text)) for start, end in places)


@pytest.mark.parametrize("unit", ["a.", "a@", "9-", "xyz ", "6", "60 00 ", "?", "\na", "https://", "·l"])
def test_a_hostile_text_takes_no_longer_than_its_length_asks(unit: str) -> None:
    with at_most(1, "scoring a hostile text"):
        score(unit * (2 * LONGEST // len(unit)), WEIGHTS)


def test_what_stands_behind_the_limit_is_not_scored() -> None:
    assert score("bon dia. " * LONGEST + "Vull sortir", WEIGHTS).ask == WEIGHTS.ask
