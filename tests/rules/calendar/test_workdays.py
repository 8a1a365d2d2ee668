"""The promise: five working days from the day after the presentation, each day with its reason."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar.workdays import (
    Calendar,
    Day,
    deadline,
    is_working_day,
    next_working_day,
    working_days_between,
)
from rules.findings import Because

MADRID = ZoneInfo("Europe/Madrid")

HOLIDAYS = {
    date(2026, 1, 1): "Cap d'Any",
    date(2026, 1, 6): "Reis",
    date(2026, 4, 3): "Divendres Sant",
    date(2026, 4, 6): "Dilluns de Pasqua",
    date(2026, 5, 1): "Festa del Treball",
    date(2026, 5, 8): "festa local: Aparició de Sant Miquel",
    date(2026, 6, 24): "Sant Joan",
    date(2026, 8, 15): "l'Assumpció",
    date(2026, 9, 11): "Diada Nacional de Catalunya",
    date(2026, 9, 29): "festa local: Sant Miquel",
    date(2026, 10, 12): "Festa Nacional d'Espanya",
    date(2026, 12, 8): "Immaculada Concepció",
    date(2026, 12, 25): "Nadal",
    date(2026, 12, 26): "Sant Esteve",
    date(2027, 1, 1): "Cap d'Any",
    date(2027, 1, 6): "Reis",
}
SETCASES = Calendar(holidays=HOLIDAYS, confirmed_years=frozenset({2026}), years=range(2026, 2029))


@pytest.mark.parametrize(
    ("registered_on", "due_on"),
    [
        pytest.param(date(2026, 3, 2), date(2026, 3, 9), id="an ordinary Monday"),
        pytest.param(date(2026, 3, 6), date(2026, 3, 13), id="a Friday"),
        pytest.param(date(2026, 3, 7), date(2026, 3, 13), id="a Saturday starts at once, not on Monday"),
        pytest.param(date(2026, 3, 8), date(2026, 3, 13), id="a Sunday likewise"),
        pytest.param(date(2026, 3, 31), date(2026, 4, 9), id="over Easter"),
        pytest.param(date(2026, 4, 1), date(2026, 4, 10), id="Wednesday before Easter"),
        pytest.param(date(2026, 4, 2), date(2026, 4, 13), id="Maundy Thursday"),
        pytest.param(date(2026, 4, 3), date(2026, 4, 13), id="on Good Friday itself"),
        pytest.param(date(2026, 4, 6), date(2026, 4, 13), id="on Easter Monday itself"),
        pytest.param(date(2026, 4, 30), date(2026, 5, 11), id="over 1 May and the local 8 May"),
        pytest.param(date(2026, 5, 2), date(2026, 5, 11), id="Saturday before the local 8 May"),
        pytest.param(date(2026, 5, 4), date(2026, 5, 12), id="over the local 8 May alone"),
        pytest.param(date(2026, 5, 8), date(2026, 5, 15), id="on the local 8 May itself"),
        pytest.param(date(2026, 8, 13), date(2026, 8, 20), id="a holiday on a Saturday takes nothing"),
        pytest.param(date(2026, 9, 24), date(2026, 10, 2), id="over the local 29 September"),
        pytest.param(date(2026, 9, 28), date(2026, 10, 6), id="the eve of the local 29 September"),
        pytest.param(date(2026, 9, 29), date(2026, 10, 6), id="on the local 29 September itself"),
        pytest.param(date(2026, 10, 7), date(2026, 10, 15), id="over 12 October"),
        pytest.param(date(2026, 12, 1), date(2026, 12, 9), id="over 8 December"),
        pytest.param(date(2026, 12, 23), date(2026, 12, 31), id="over Christmas, into no other year"),
        pytest.param(date(2026, 12, 24), date(2027, 1, 4), id="Christmas Eve, into the next year"),
        pytest.param(date(2026, 12, 26), date(2027, 1, 4), id="on Sant Esteve, a Saturday"),
        pytest.param(date(2026, 12, 31), date(2027, 1, 11), id="over New Year and Reis"),
        pytest.param(date(2028, 2, 22), date(2028, 2, 29), id="due on 29 February"),
        pytest.param(date(2028, 2, 28), date(2028, 3, 6), id="over 29 February"),
        pytest.param(date(2028, 2, 29), date(2028, 3, 7), id="on 29 February itself"),
    ],
)
def test_the_fifth_working_day_after_the_presentation_is_the_last(registered_on: date, due_on: date) -> None:
    assert deadline(registered_on, SETCASES, MADRID).due_on == due_on


@pytest.mark.parametrize(
    ("instant", "registered_on", "due_on"),
    [
        pytest.param(
            datetime(2026, 4, 29, 22, 30, tzinfo=UTC), date(2026, 4, 30), date(2026, 5, 11),
            id="22.30 UTC in summer is the next day here",
        ),
        pytest.param(
            datetime(2026, 4, 29, 21, 59, tzinfo=UTC), date(2026, 4, 29), date(2026, 5, 7),
            id="21.59 UTC in summer is still the day",
        ),
        pytest.param(
            datetime(2026, 12, 23, 23, 30, tzinfo=UTC), date(2026, 12, 24), date(2027, 1, 4),
            id="23.30 UTC in winter is the next day here",
        ),
        pytest.param(
            datetime(2026, 12, 23, 22, 59, tzinfo=UTC), date(2026, 12, 23), date(2026, 12, 31),
            id="22.59 UTC in winter is still the day",
        ),
        pytest.param(
            datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25), date(2026, 10, 30),
            id="the night summer time ends, before the change",
        ),
        pytest.param(
            datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25), date(2026, 10, 30),
            id="the night summer time ends, after the change",
        ),
        pytest.param(
            datetime(2026, 3, 29, 22, 30, tzinfo=UTC), date(2026, 3, 30), date(2026, 4, 8),
            id="the night summer time begins",
        ),
        pytest.param(
            datetime(2026, 5, 1, 8, 0, tzinfo=timezone(timedelta(hours=12))),
            date(2026, 4, 30), date(2026, 5, 11),
            id="early on the other side of the world",
        ),
    ],
)  # fmt: skip
def test_an_instant_counts_by_its_date_in_madrid(
    instant: datetime, registered_on: date, due_on: date
) -> None:
    found = deadline(instant, SETCASES, MADRID)

    assert (found.registered_on, found.due_on) == (registered_on, due_on)
    assert found.registered_at == instant
    assert found.registered_at is not None
    assert found.registered_at.date() == registered_on


def test_a_date_without_a_time_has_no_instant() -> None:
    assert deadline(date(2026, 3, 2), SETCASES, MADRID).registered_at is None


def test_a_naive_instant_is_refused_because_its_date_would_be_a_guess() -> None:
    with pytest.raises(ValueError, match="time zone"):
        deadline(datetime(2026, 3, 2, 23, 59), SETCASES, MADRID)  # noqa: DTZ001  # that is the point


@pytest.mark.parametrize(
    "registered_on",
    [
        pytest.param(date(2025, 12, 30), id="the count starts before the years loaded"),
        pytest.param(date(2028, 12, 29), id="the count runs out of the years loaded"),
        pytest.param(date(2028, 12, 31), id="the count starts after the years loaded"),
    ],
)
def test_a_year_that_is_not_loaded_is_never_a_year_without_holidays(registered_on: date) -> None:
    with pytest.raises(ValueError, match="not loaded"):
        deadline(registered_on, SETCASES, MADRID)


def test_every_day_of_the_count_is_listed_with_its_reason() -> None:
    found = deadline(date(2026, 5, 5), SETCASES, MADRID, days=3)

    assert found.days == (
        Day(date=date(2026, 5, 6), counts=True, why=Because("working-day", (1, 3))),
        Day(date=date(2026, 5, 7), counts=True, why=Because("working-day", (2, 3))),
        Day(date=date(2026, 5, 8), counts=False, why="festa local: Aparició de Sant Miquel"),
        Day(date=date(2026, 5, 9), counts=False, why=Because("saturday")),
        Day(date=date(2026, 5, 10), counts=False, why=Because("sunday")),
        Day(date=date(2026, 5, 11), counts=True, why=Because("working-day", (3, 3))),
    )


@pytest.mark.parametrize(
    ("registered_on", "unconfirmed"),
    [
        pytest.param(date(2026, 12, 23), (), id="ends on 31 December"),
        pytest.param(date(2026, 12, 24), (2027,), id="ends in the next year"),
        pytest.param(date(2026, 12, 31), (2027,), id="lies wholly in the next year"),
        pytest.param(date(2027, 12, 28), (2027, 2028), id="two years, neither confirmed"),
    ],
)
def test_every_unconfirmed_year_that_a_count_crosses_is_named(
    registered_on: date, unconfirmed: tuple[int, ...]
) -> None:
    found = deadline(registered_on, SETCASES, MADRID)

    assert found.unconfirmed_years == unconfirmed
    assert found.confirmed is (unconfirmed == ())


def test_a_count_that_begins_on_new_year_does_not_need_the_year_before() -> None:
    """The presentation's own day is never counted, so its calendar does not matter."""
    only_2026 = Calendar(holidays=HOLIDAYS, confirmed_years=frozenset({2026}), years=range(2026, 2027))

    found = deadline(date(2025, 12, 31), only_2026, MADRID)

    assert (found.due_on, found.confirmed) == (date(2026, 1, 9), True)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        pytest.param(date(2026, 3, 2), date(2026, 3, 3), id="a working day is never its own next one"),
        pytest.param(date(2026, 4, 2), date(2026, 4, 7), id="over Easter"),
        pytest.param(date(2026, 5, 7), date(2026, 5, 11), id="over a local holiday and a weekend"),
        pytest.param(date(2026, 12, 31), date(2027, 1, 4), id="over New Year"),
    ],
)
def test_the_next_working_day_lies_after_the_day(day: date, following: date) -> None:
    assert next_working_day(day, SETCASES) == following


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        pytest.param(date(2026, 5, 7), date(2026, 5, 7), 0, id="the same day"),
        pytest.param(date(2026, 5, 7), date(2026, 5, 10), 0, id="only days that do not count"),
        pytest.param(date(2026, 5, 7), date(2026, 5, 11), 1, id="the last day counts, the first does not"),
        pytest.param(date(2026, 5, 11), date(2026, 5, 7), -1, id="backwards"),
        pytest.param(date(2026, 4, 30), date(2026, 5, 11), 5, id="a whole time limit"),
    ],
)
def test_working_days_between_two_dates(a: date, b: date, days: int) -> None:
    assert working_days_between(a, b, SETCASES) == days


def test_saturdays_sundays_holidays_and_local_holidays_are_not_working_days() -> None:
    week = [date(2026, 5, 4) + timedelta(days=n) for n in range(7)]

    assert [is_working_day(day, SETCASES) for day in week] == [True, True, True, True, False, False, False]


dates = st.dates(min_value=date(2026, 1, 1), max_value=date(2028, 11, 30))
calendars = st.builds(
    lambda days: Calendar(
        holidays=dict.fromkeys(days, "festa"), confirmed_years=frozenset(), years=range(2026, 2030)
    ),
    st.sets(dates, max_size=60),
)


@given(dates, calendars, st.integers(min_value=1, max_value=12))
def test_the_last_day_is_a_working_day_and_the_count_is_exact(
    registered_on: date, calendar: Calendar, days: int
) -> None:
    found = deadline(registered_on, calendar, MADRID, days=days)

    assert is_working_day(found.due_on, calendar)
    assert working_days_between(registered_on, found.due_on, calendar) == days
    assert [day.date for day in found.days] == [
        registered_on + timedelta(days=n + 1) for n in range((found.due_on - registered_on).days)
    ]


@given(dates, dates, calendars)
def test_who_was_registered_earlier_is_never_due_later(a: date, b: date, calendar: Calendar) -> None:
    earlier, later = sorted((a, b))

    first, second = (deadline(day, calendar, MADRID).due_on for day in (earlier, later))

    assert first <= second


@given(st.datetimes(min_value=datetime(2026, 1, 2), max_value=datetime(2028, 11, 30), timezones=st.just(UTC)))  # noqa: DTZ001
def test_only_the_local_date_of_an_instant_matters(instant: datetime) -> None:
    by_date = deadline(instant.astimezone(MADRID).date(), SETCASES, MADRID)

    assert deadline(instant, SETCASES, MADRID).due_on == by_date.due_on
