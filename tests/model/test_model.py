"""The promise: the weights are what the corpus, as it stands, teaches; and it teaches the same twice."""

import pytest

from daemon.configuration.second_reader import FILE, load_model
from rules.intent.second_reader import score
from tests.corpus.labelled import corpus_hash
from tests.corpus.test_corpus import TOWN

MOST_BYTES = 1024 * 1024


def test_the_model_was_trained_on_the_corpus_as_it_stands() -> None:
    assert load_model(FILE).corpus == corpus_hash(), "the corpus changed: run `make model`"


def test_the_file_stays_small() -> None:
    assert FILE.stat().st_size <= MOST_BYTES


def test_the_file_says_what_it_is_worth() -> None:
    """Of natural plain leaves at most two in a hundred are vetoed; of the others every second one."""
    natural = load_model(FILE).figures["natural"]

    assert natural["plain leaves vetoed"] <= 0.02 * natural["plain leaves"] + 1
    assert natural["no leaves vetoed"] >= 0.5 * natural["no leaves"]


def test_what_changes_a_wish_is_seldom_taken_for_what_does_not() -> None:
    """Of lines by hands that taught nothing one in twelve at most; three in five of the others pass."""
    beside = load_model(FILE).figures["beside"]

    assert beside["changes the wish, accounted for"] <= 0.08 * beside["changes the wish"]
    assert beside["changes nothing, accounted for"] >= 0.6 * beside["changes nothing"]


def test_training_twice_decides_alike() -> None:
    """On every twentieth mail, for all of them take minutes; `make model` installs what training needs."""
    pytest.importorskip("scipy", reason="missing here: scipy, which `make model` installs")
    from tests.model.training import examples, learned  # noqa: PLC0415 - it needs scipy

    found = examples()[::20]
    one, other = learned(found), learned(found)

    assert one.ngrams.rows == other.ngrams.rows
    assert list(one.ngrams.weights) == pytest.approx(list(other.ngrams.weights), abs=1e-6)
    assert [score(e.text, one, TOWN.home).margin for e in found] == pytest.approx(
        [score(e.text, other, TOWN.home).margin for e in found], abs=1e-6
    )
