"""Who claims a right is answered within a month, or three; a day off moves the last day on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rules.calendar.workdays import EXTENDED, Calendar, answer_by
from rules.findings import Because

MADRID = ZoneInfo("Europe/Madrid")
CALENDAR = Calendar(
    holidays={
        date(2026, 5, 8): "Aparició de Sant Miquel",
        date(2026, 12, 8): "Immaculada",
        date(2027, 1, 1): "Cap d'Any",
        date(2027, 1, 6): "Reis",
    },
    confirmed_years=frozenset({2026}),
    years=range(2026, 2028),
)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        pytest.param(date(2026, 11, 4), date(2026, 12, 4), id="a working day"),
        pytest.param(date(2026, 4, 10), date(2026, 5, 11), id="a Sunday"),
        pytest.param(date(2026, 4, 8), date(2026, 5, 11), id="a local holiday before a weekend"),
        pytest.param(date(2026, 12, 1), date(2027, 1, 4), id="New Year, and a weekend"),
        pytest.param(date(2026, 1, 31), date(2026, 3, 2), id="no 31 February, and a weekend"),
        pytest.param(date(2026, 3, 31), date(2026, 4, 30), id="no 31 April"),
    ],
)
def test_it_ends_on_the_same_day_of_the_next_month_or_on_the_next_working_day(
    received: date, due: date
) -> None:
    assert answer_by(received, CALENDAR, MADRID).due_on == due


def test_an_extension_is_counted_from_the_receipt() -> None:
    limit = answer_by(date(2026, 9, 15), CALENDAR, MADRID, months=EXTENDED)

    assert limit.due_on == date(2026, 12, 15)


def test_each_day_that_it_was_moved_over_says_why() -> None:
    days = answer_by(date(2026, 4, 8), CALENDAR, MADRID).days

    assert [(day.date.day, day.counts, day.why) for day in days] == [
        (8, False, "Aparició de Sant Miquel"),
        (9, False, Because("saturday")),
        (10, False, Because("sunday")),
        (11, True, Because("next-working-day")),
    ]


def test_the_day_is_that_of_the_towns_clocks() -> None:
    just_before_midnight = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)  # 0.30 of the first of July there

    assert answer_by(just_before_midnight, CALENDAR, MADRID).due_on == date(2026, 8, 3)


def test_a_year_that_nobody_confirmed_is_said() -> None:
    assert answer_by(date(2026, 12, 1), CALENDAR, MADRID).unconfirmed_years == (2027,)


def test_the_year_of_receipt_is_crossed_too() -> None:
    unconfirmed = replace(CALENDAR, confirmed_years=frozenset({2027}))

    assert answer_by(date(2026, 12, 15), unconfirmed, MADRID).unconfirmed_years == (2026,)


def test_a_year_that_is_not_loaded_is_an_error() -> None:
    with pytest.raises(ValueError, match="2028"):
        answer_by(date(2027, 12, 15), CALENDAR, MADRID)
