"""Codes of a yes: each question of a case has its own, whatever of the earlier ones is forgotten by now."""

from datetime import timedelta

from daemon.books import codes
from daemon.books.store import Store
from tests.daemon.conftest import NOW

CASE = "C-7KQ4M2XZ"


def test_a_question_after_a_forgotten_one_has_a_code_of_its_own(sqlite: Store) -> None:
    with sqlite.begin() as tx:
        first = codes.issue_yes(tx, CASE, now=NOW)
        second = codes.issue_yes(tx, CASE, now=NOW + timedelta(days=30))
        later = NOW + timedelta(days=80)
        codes.issue(tx, [], recipient="secretaria@setcases.cat", now=later)  # the first is forgotten

        third = codes.issue_yes(tx, CASE, now=later)

        assert len({first, second, third}) == 3
        assert not codes.is_misused(tx, [third], CASE, at=later)
        assert codes.is_misused(tx, [first], CASE, at=later)
        assert codes.is_misused(tx, [second], CASE, at=later)
        assert codes.is_misused(tx, [third], "C-99999999", at=later)
