"""A letter that may not have arrived is told to staff, and whom it was for, until they have seen to it."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from daemon.books import cases
from daemon.books.store import Store
from daemon.books.tables import outbox
from rules.books.decision import Outcome, Reason
from tests.daemon.books.test_cases import opened, verdict
from tests.daemon.conftest import NOW
from tests.daemon.desk.test_digests import Staff


def gone_wrong(staff: Staff, state: str, case_id: int | None) -> None:
    with staff.store.begin() as tx:
        tx.connection.execute(
            insert(outbox).values(
                key=f"{state}{case_id}", recipient="x@veins.example", audience="resident", template="done",
                case_id=case_id, message_id=f"<{state}{case_id}@setcases.cat>", envelope_sender="",
                state=state, created_at=NOW, due_at=NOW,
            )
        )  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "closed", "told"),
    [
        pytest.param(Outcome.CARD, False, [True, True], id="an open case keeps it in mind"),
        pytest.param(Outcome.CARD, True, [False, False], id="somebody closed its case"),
        pytest.param(Outcome.DONE, False, [True, False], id="its case was done at once: for a week"),
        pytest.param(None, False, [True, False], id="a letter to staff: for a week"),
    ],
)
@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_a_letter_that_went_wrong_is_told_until_somebody_has_seen_to_it(
    sqlite: Store, state: str, outcome: Outcome | None, closed: bool, told: list[bool]
) -> None:
    staff = Staff(sqlite)
    reason = Reason.LEFT if outcome is Outcome.DONE else Reason.NOBODY
    with sqlite.begin() as tx:
        case_id = opened(tx, verdict(outcome, reason)) if outcome else None
    gone_wrong(staff, state, case_id)
    if closed:
        with sqlite.begin() as tx:
            cases.close(tx, cases.find(tx, "C-2345BCDF"), because="trucat", by="ana", now=NOW)
    said = []
    for days in (6, 8):
        staff.at = NOW + timedelta(days=days)
        with sqlite.read() as tx:
            health = staff.digests.of(tx, staff.at.date()).health
        said.append(bool(health.letters_failed + health.letters_unknown))
        doubted = {"C-2345BCDF": "Roser Vilalta"} if said[-1] and case_id is not None else {}
        assert health.letters_in_doubt == doubted

    assert said == told
