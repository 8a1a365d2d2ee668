"""The promise: what is learned from a batch can be measured on others, for each label says its batch."""

from collections import Counter

from tests.corpus.labelled import BATCHES, HELD_OUT, MAILS, Wants, corpus


def test_each_mail_is_of_one_batch_and_each_batch_has_its_mails() -> None:
    names = Counter(name for names in BATCHES["mails"].values() for name in names.split())

    assert set(names) == {path.stem for path in MAILS.glob("*.eml")}
    assert set(names.values()) == {1}


def test_the_sets_that_are_told_apart_are_batches_of_the_corpus() -> None:
    labelled = list(corpus())
    batches = {one.batch for one in labelled}

    assert batches >= HELD_OUT
    assert {one.batch for one in labelled if one.is_adversarial} == set(BATCHES["adversarial"])
    assert all(
        one.wants in {Wants.LEAVE, Wants.CARE, Wants.NOTHING} for one in labelled if one.is_adversarial
    )
