"""How late somebody was put on the phone: counted as the deadline is, and never of who was in time."""

from dataclasses import replace
from datetime import UTC, date

import pytest

from rules.books.subscription import State, Subscription
from rules.desk.owed import delay
from rules.desk.record import Record
from tests.rules.desk.test_digest import CALENDAR, MONDAY, days_ago, held, made

JOINED = held("1", State.ACTIVE, consent_at=days_ago(14), activated_on=date(2026, 10, 12))  # due that day


@pytest.mark.parametrize(
    ("on", "days"),
    [
        pytest.param(date(2026, 10, 9), None, id="before its day"),
        pytest.param(date(2026, 10, 12), None, id="on its day"),
        pytest.param(date(2026, 10, 13), 1, id="a day late"),
        pytest.param(date(2026, 10, 19), 5, id="a week late is five working days"),
        pytest.param(date(2026, 10, 17), 4, id="on a Saturday"),
    ],
)
def test_a_delay_is_counted_in_working_days(on: date, days: int | None) -> None:
    found = delay(replace(JOINED, activated_on=on), Record(), CALENDAR, UTC)

    assert (found.days if found else None) == days


def test_a_weekend_late_is_late() -> None:
    due_friday = held("1", State.ACTIVE, consent_at=days_ago(10), activated_on=date(2026, 10, 17))

    found = delay(due_friday, Record(), CALENDAR, UTC)

    assert found is not None
    assert (found.due_on, found.days) == (date(2026, 10, 16), 1)


def test_who_was_put_back_is_late_from_the_day_after_that() -> None:
    back = replace(JOINED, activated_on=date(2026, 10, 19))

    assert delay(back, Record(restored={"1": date(2026, 10, 16)}), CALENDAR, UTC) is None
    assert delay(back, Record(restored={"1": date(2026, 10, 14)}), CALENDAR, UTC) is not None


@pytest.mark.parametrize(
    "held",
    [
        pytest.param(replace(JOINED, activated_on=None), id="not on the phone yet"),
        pytest.param(replace(JOINED, consent_at=None), id="no date to count from"),
    ],
)
def test_where_nothing_can_be_counted_nobody_is_late(held: Subscription) -> None:
    assert delay(held, Record(), CALENDAR, UTC) is None


LATE = replace(JOINED, activated_on=date(2026, 10, 14))


def asked(*books: Subscription, on: date = MONDAY, **known: object) -> list[str]:
    record = Record(activated=frozenset(s.ref for s in books), **known)  # type: ignore[arg-type]
    return [late.ref for late in made(books, on=on, record=record).unexplained]


def test_the_reason_is_asked_for_until_it_is_given() -> None:
    assert asked(LATE) == ["1"]
    assert asked(LATE, reasons={"1": "el telèfon era a reparar"}) == []


def test_the_reason_is_asked_for_a_month() -> None:
    assert asked(LATE, on=date(2026, 11, 12)) == ["1"]
    assert asked(LATE, on=date(2026, 11, 13)) == []


def test_who_was_in_time_or_came_by_an_import_is_not_asked_about() -> None:
    assert asked(JOINED) == []
    assert made([LATE], record=Record()).unexplained == ()


def test_a_digest_that_asks_for_a_reason_is_not_quiet() -> None:
    assert made([JOINED], record=Record(activated=frozenset({"1"}))).quiet
    assert not made([LATE], record=Record(activated=frozenset({"1"}))).quiet


def test_an_overdue_one_says_why_or_that_nobody_did() -> None:
    books = [
        held("1", State.DUE, consent_at=days_ago(20)),
        held("2", State.DUE, consent_at=days_ago(20)),
        held("3", State.DUE, consent_at=days_ago(1)),
    ]

    found = made(books, record=Record(reasons={"2": "és a l'estranger"}))

    assert [i.late_because for i in (*found.overdue, *found.due_next)] == ["", "és a l'estranger", None]
