"""Broadcasts go out within the notice's norms, and what breaks one is named."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar.norms import Norm, Norming, Norms, topic_key
from rules.calendar.workdays import Calendar, is_working_day

MADRID = ZoneInfo("Europe/Madrid")
CALENDAR = Calendar(
    holidays={date(2026, 5, 1): "Festa del Treball", date(2026, 5, 8): "Sant Miquel"},
    confirmed_years=frozenset({2026}),
    years=range(2026, 2029),
)
NORMING = Norming(norms=Norms(), calendar=CALENDAR, tz=MADRID)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of May 2026, whose 4th is a Monday."""
    return datetime(2026, 5, day, hour, minute, second, tzinfo=MADRID)


@pytest.mark.parametrize(
    ("after", "slot"),
    [
        pytest.param(at(4, 10, 23), at(4, 10, 23), id="within the hours it is now"),
        pytest.param(at(4, 10, 23, 41), at(4, 10, 24), id="the next whole minute"),
        pytest.param(at(4, 6), at(4, 9), id="at nine, before it"),
        pytest.param(at(4, 16), at(4, 16), id="at four still"),
        pytest.param(at(4, 16, 0, 1), at(5, 9), id="after four on the next day"),
        pytest.param(at(7, 18), at(11, 9), id="over a local holiday and the weekend"),
        pytest.param(at(1, 23), at(4, 9), id="at eleven on a holiday"),
    ],
)
def test_what_can_wait_is_for_the_next_minute_of_the_hours(after: datetime, slot: datetime) -> None:
    assert NORMING.slot(after, pressing=False) == slot


@pytest.mark.parametrize(
    ("after", "slot"),
    [
        pytest.param(at(2, 18), at(2, 18), id="on a Saturday evening"),
        pytest.param(at(2, 22), at(3, 8), id="not at night"),
        pytest.param(at(2, 7, 59), at(2, 8), id="nor in the early morning"),
        pytest.param(at(2, 8), at(2, 8), id="at eight people are up"),
    ],
)
def test_what_presses_waits_for_the_end_of_the_night_only(after: datetime, slot: datetime) -> None:
    assert NORMING.slot(after, pressing=True) == slot


def test_a_day_that_has_one_on_the_topic_is_passed_over() -> None:
    taken = {date(2026, 5, 4), date(2026, 5, 5)}

    assert NORMING.slot(at(4, 10), pressing=False, taken=taken) == at(6, 9)
    assert NORMING.slot(at(4, 10), pressing=True, taken=taken) == at(4, 10)


@pytest.mark.parametrize(
    ("when", "pressing", "broken"),
    [
        pytest.param(at(4, 9), False, (), id="from nine on"),
        pytest.param(at(4, 16, 0, 59), False, (), id="in the last minute"),
        pytest.param(at(4, 16, 1), False, (Norm.HOURS,), id="a minute late"),
        pytest.param(at(2, 12), False, (Norm.DAY,), id="on a Saturday"),
        pytest.param(at(8, 23), False, (Norm.DAY, Norm.NIGHT), id="at eleven on a holiday"),
        pytest.param(at(5, 12), False, (Norm.ONCE,), id="twice on a topic"),
        pytest.param(at(5, 12), True, (), id="twice, of what presses"),
        pytest.param(at(5, 22), True, (Norm.NIGHT,), id="at night whatever presses"),
        pytest.param(at(5, 21, 59), True, (), id="in the evening"),
    ],
)
def test_what_was_sent_is_held_against_each_norm(
    when: datetime, pressing: bool, broken: tuple[Norm, ...]
) -> None:
    assert NORMING.broken(when, pressing=pressing, taken={date(2026, 5, 5)}) == broken


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))
NORMS = st.builds(
    lambda hours, quiet: Norms(opens=min(hours), closes=max(hours), quiet_from=quiet, quiet_until=min(hours)),
    st.tuples(TIMES, TIMES),
    TIMES,
).filter(lambda norms: not any(map(norms.is_quiet, (norms.opens, norms.closes))))
DAYS = st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=40)


@given(after=MOMENTS, norms=NORMS, pressing=st.booleans(), taken=DAYS)
def test_a_slot_breaks_no_norm_and_is_not_before_it_is_wanted(
    after: datetime, norms: Norms, pressing: bool, taken: frozenset[date]
) -> None:
    norming = Norming(norms=norms, calendar=CALENDAR, tz=MADRID)
    slot = norming.slot(after, pressing=pressing, taken=taken)

    assert slot >= after
    assert norming.broken(slot, pressing=pressing, taken=taken) == ()


@given(after=MOMENTS, pressing=st.booleans(), taken=DAYS, passed=st.integers(0, 60 * 24 * 20))
def test_there_is_no_earlier_one(
    after: datetime, pressing: bool, taken: frozenset[date], passed: int
) -> None:
    slot = NORMING.slot(after, pressing=pressing, taken=taken)
    other = after + timedelta(minutes=passed)
    if other < slot - timedelta(minutes=1):
        assert NORMING.broken(other, pressing=pressing, taken=taken)


@given(after=MOMENTS)
def test_what_can_wait_goes_on_a_working_day(after: datetime) -> None:
    slot = NORMING.slot(after, pressing=False)

    assert is_working_day(slot.date(), CALENDAR)
    assert time(9) <= slot.time() <= time(16)


def test_a_day_beyond_the_calendar_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="2029"):
        NORMING.slot(datetime(2028, 12, 30, 10, tzinfo=MADRID), pressing=False)


@pytest.mark.parametrize("other", ["aigua", "L’AIGUA", "l'aigua!", " Aigua. "])
def test_a_topic_is_the_same_however_it_is_written(other: str) -> None:
    assert topic_key(other) == topic_key("Aigua")


def test_another_topic_is_another() -> None:
    assert topic_key("aigua calenta") != topic_key("aigua")
