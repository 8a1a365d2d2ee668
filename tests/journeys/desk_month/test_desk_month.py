"""A month of mail and a careful clerk: how empty her desk gets, in how few taps, and who is told."""

from collections.abc import Iterator

import pytest

from tests.journeys.desk_month.figures import Figures
from tests.journeys.desk_month.month import played


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory, dovecot_installed: None) -> Iterator[Figures]:
    with played(tmp_path_factory.mktemp("desk_month")) as month:
        yield Figures(month)


def test_no_card_was_closed_that_needed_a_decision(figures: Figures) -> None:
    assert [card.name for card in figures.decided_too_early] == []


def test_nobody_was_taken_off_whose_mail_did_not_ask_it(figures: Figures) -> None:
    assert figures.wrong_take_offs == []


def test_a_card_takes_one_tap_at_the_median(figures: Figures) -> None:
    assert figures.taps_a_card <= 1
