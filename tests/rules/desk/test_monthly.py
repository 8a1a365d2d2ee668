"""The month in figures: who joined and left in it, each delay with its reason, once a month."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from rules.books.subscription import State, Subscription
from rules.desk.monthly import Report, report, report_due
from rules.desk.record import Record
from tests.rules.desk.test_digest import CALENDAR, at, held

OCTOBER = date(2026, 10, 1)


def joined(ref: str, consent: date, activated: date, state: State = State.ACTIVE) -> Subscription:
    return held(ref, state, consent_at=at(consent), activated_on=activated)


def made(*books: Subscription, first: date = OCTOBER, began_on: date = date.min, **known: object) -> Report:
    return report(
        first,
        books,
        Record(**known),  # type: ignore[arg-type]
        cards=2,
        learners=0,
        waiting=1,
        calendar=CALENDAR,
        tz=UTC,
        town="Vilafictícia",
        began_on=began_on,
    )


IN_TIME = joined("8", date(2026, 10, 5), date(2026, 10, 7))
LATE = joined("2", date(2026, 10, 5), date(2026, 10, 14))  # due on the 12th
LAST_MONTH = joined("3", date(2026, 9, 24), date(2026, 9, 30))
NEXT_MONTH = joined("4", date(2026, 10, 30), date(2026, 11, 2))


def test_who_was_put_on_the_phone_in_the_month_joined_in_it() -> None:
    month = made(IN_TIME, LATE, LAST_MONTH, NEXT_MONTH)

    assert (month.joined, month.in_time, [late.ref for late in month.late]) == (2, 1, ["2"])


def test_who_left_since_joined_all_the_same() -> None:
    gone = replace(IN_TIME, state=State.LEFT, left_at=at(date(2026, 10, 20)))

    assert (made(gone).joined, made(gone).left, made(gone).active) == (1, 1, 0)


def test_a_delay_has_its_reason() -> None:
    (late,) = made(LATE, reasons={"2": "el telèfon era a reparar"}).late

    assert (late.days, late.reason) == (2, "el telèfon era a reparar")


def test_who_has_no_date_is_neither_in_time_nor_late() -> None:
    month = made(replace(IN_TIME, consent_at=None))

    assert (month.joined, month.in_time, month.late, month.days) == (1, 0, (), None)


def test_the_median_is_of_working_days_from_the_registration() -> None:
    slow = joined("5", date(2026, 10, 2), date(2026, 10, 9))

    assert made(IN_TIME, slow, LATE).days == 5  # of 2, 5 and 7
    assert made(IN_TIME, slow).days == 3.5


def test_who_was_put_back_after_a_leave_undone_joined_nothing() -> None:
    back = joined("1", date(2026, 5, 4), date(2026, 10, 8))

    month = made(back, IN_TIME, restored={"1": date(2026, 10, 7)})

    assert (month.joined, month.judged, month.in_time, month.late, month.days) == (1, 1, 1, (), 2)
    assert [each.joined for each in month.months] == [0, 0, 0, 0, 0, 1]


def test_who_joined_before_a_leave_that_was_undone_joined_all_the_same() -> None:
    assert made(IN_TIME, restored={"8": date(2026, 10, 20)}).joined == 1


def test_who_changes_number_in_the_month_that_they_joined_in_has_joined_once() -> None:
    old = replace(IN_TIME, state=State.LEFT, left_at=at(date(2026, 10, 20)))
    new = joined("9", date(2026, 10, 5), date(2026, 10, 21))

    month = made(old, new, restored={"9": date(2026, 10, 20)}, renumbered=frozenset({"8"}))

    assert (month.joined, month.left, month.active) == (1, 0, 1)
    assert [each.joined for each in month.months] == [0, 0, 0, 0, 0, 1]


def test_who_was_put_back_too_late_is_told_of() -> None:
    back = joined("1", date(2026, 5, 4), date(2026, 10, 14))

    month = made(back, restored={"1": date(2026, 10, 7)})

    assert (month.joined, month.judged, [late.ref for late in month.late]) == (0, 0, ["1"])


def test_months_before_the_start_are_left_out() -> None:
    months = made(IN_TIME, LAST_MONTH, began_on=date(2026, 9, 14)).months

    assert [m.first.month for m in months] == [9, 10]


def test_six_months_end_with_this_one() -> None:
    left = held("6", State.LEFT, left_at=at(date(2026, 5, 31), 23))

    months = made(IN_TIME, LAST_MONTH, left).months

    assert [(m.first.month, m.joined, m.left) for m in months] == [
        (5, 0, 1), (6, 0, 0), (7, 0, 0), (8, 0, 0), (9, 1, 0), (10, 1, 0)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        pytest.param(datetime(2026, 11, 2, 7, 30, tzinfo=UTC), None, OCTOBER, id="its first working day"),
        pytest.param(datetime(2026, 11, 2, 7, 29, tzinfo=UTC), None, None, id="before its hour"),
        pytest.param(datetime(2026, 11, 1, 9, tzinfo=UTC), None, None, id="a Sunday"),
        pytest.param(datetime(2026, 11, 2, 9, tzinfo=UTC), OCTOBER, None, id="told already"),
        pytest.param(datetime(2026, 11, 2, 9, tzinfo=UTC), date(2026, 9, 1), OCTOBER, id="the one before"),
        pytest.param(datetime(2026, 11, 11, 9, tzinfo=UTC), None, OCTOBER, id="slept through"),
        pytest.param(datetime(2027, 1, 4, 9, tzinfo=UTC), None, date(2026, 12, 1), id="over New Year"),
        pytest.param(datetime(2027, 1, 1, 9, tzinfo=UTC), None, None, id="a holiday"),
    ],
)
def test_a_report_is_due_on_the_first_working_day_once(
    now: datetime, last: date | None, due: date | None
) -> None:
    assert report_due(now=now, tz=UTC, at=time(7, 30), calendar=CALENDAR, last=last) == due
