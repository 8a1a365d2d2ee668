"""The promise: each working day has one digest, late rather than never, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar.cadence import LATEST, REMIND_AFTER, WAIT_FOR, digest_due, is_wanted, over_at
from rules.calendar.workdays import Calendar, is_working_day

MADRID = ZoneInfo("Europe/Madrid")
HALF_PAST_SEVEN = time(7, 30)
CALENDAR = Calendar(
    holidays={date(2026, 5, 1): "Festa del Treball", date(2026, 5, 8): "festa local"},
    confirmed_years=frozenset({2026}),
    years=range(2025, 2028),
)


def _due(now: datetime, *, at: time = HALF_PAST_SEVEN, last: date | None = None) -> date | None:
    return digest_due(now=now, tz=MADRID, at=at, calendar=CALENDAR, last=last)


def _local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=MADRID)  # type: ignore[arg-type,misc]


WEDNESDAY = date(2026, 5, 6)


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        pytest.param(_local(2026, 5, 6, 7, 29, 59), None, None, id="a second before its hour"),
        pytest.param(_local(2026, 5, 6, 7, 30), None, WEDNESDAY, id="at its hour"),
        pytest.param(_local(2026, 5, 6, 16, 0), None, WEDNESDAY, id="a late start"),
        pytest.param(_local(2026, 5, 6, 19, 59, 59), None, WEDNESDAY, id="a second before the evening"),
        pytest.param(_local(2026, 5, 6, 20, 0), None, None, id="in the evening"),
        pytest.param(_local(2026, 5, 6, 8, 0), WEDNESDAY, None, id="it went out already"),
        pytest.param(_local(2026, 5, 6, 8, 0), date(2026, 5, 5), WEDNESDAY, id="yesterday's went out"),
        pytest.param(_local(2026, 5, 6, 8, 0), date(2026, 1, 5), WEDNESDAY, id="none went out for months"),
        pytest.param(_local(2026, 5, 6, 8, 0), date(2026, 5, 7), None, id="the clock was set back"),
        pytest.param(_local(2026, 5, 2, 8, 0), None, None, id="a Saturday"),
        pytest.param(_local(2026, 5, 3, 8, 0), None, None, id="a Sunday"),
        pytest.param(_local(2026, 5, 1, 8, 0), None, None, id="a holiday"),
        pytest.param(_local(2026, 5, 8, 8, 0), None, None, id="a local holiday"),
        pytest.param(
            datetime(2026, 5, 6, 5, 30, tzinfo=UTC), None, WEDNESDAY, id="its hour by another clock"
        ),
        pytest.param(datetime(2026, 5, 6, 5, 29, tzinfo=UTC), None, None, id="too early by another clock"),
    ],
)
def test_the_digest_of_a_day_is_due(now: datetime, last: date | None, due: date | None) -> None:
    assert _due(now, last=last) == due


@pytest.mark.parametrize(
    ("clock", "due"), [(time(20, 59), None), (time(21, 0), WEDNESDAY), (time(23, 59, 59), WEDNESDAY)]
)
def test_a_digest_that_is_wanted_in_the_evening_goes_out_too(clock: time, due: date | None) -> None:
    assert _due(datetime.combine(WEDNESDAY, clock, MADRID), at=time(21, 0)) == due


def test_a_digest_that_is_wanted_when_the_evening_begins_goes_out_too() -> None:
    assert _due(datetime.combine(WEDNESDAY, LATEST, MADRID), at=LATEST) == WEDNESDAY


def test_it_is_the_local_date_that_has_a_digest() -> None:
    late_on_tuesday = datetime(2026, 5, 5, 22, 30, tzinfo=UTC)
    assert _due(late_on_tuesday, at=time(0, 15)) == WEDNESDAY


@pytest.mark.parametrize(
    "monday",
    [date(2026, 3, 30), date(2026, 10, 26), date(2027, 3, 29)],
    ids=["spring", "autumn", "spring again"],
)
@pytest.mark.parametrize("at", [time(0, 30), time(2, 30), time(3, 30), HALF_PAST_SEVEN])
def test_after_a_night_of_the_clock_change_the_digest_goes_out_once(monday: date, at: time) -> None:
    now = datetime.combine(monday - timedelta(days=2), time(), MADRID).astimezone(UTC)
    sent: list[date] = []
    while now < datetime.combine(monday + timedelta(days=2), time(), MADRID):
        due = _due(now, at=at, last=sent[-1] if sent else None)
        sent += [due] if due else []
        now += timedelta(minutes=10)
    assert sent == [monday, monday + timedelta(days=1)]


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


@pytest.mark.parametrize("month", [3, 10], ids=["spring", "autumn"])
@pytest.mark.parametrize("year", range(2026, 2036))
def test_each_minute_of_the_nights_of_the_clock_change_one_digest_a_working_day(
    year: int, month: int
) -> None:
    """From Friday's evening to Tuesday's noon, whatever hour of the night the digest is wanted at."""
    sunday = _last_sunday(year, month)
    calendar = Calendar(holidays={}, confirmed_years=frozenset(), years=range(2025, 2037))
    began = datetime.combine(sunday - timedelta(days=2), time(22), MADRID).astimezone(UTC)
    minutes = [began + timedelta(minutes=minute) for minute in range(86 * 60)]
    assert len({now.astimezone(MADRID).utcoffset() for now in minutes}) == 2
    for at in (time(0, 30), time(2, 30), time(3, 0), HALF_PAST_SEVEN):
        sent: list[date] = []
        for now in minutes:
            last = sent[-1] if sent else None
            due = digest_due(now=now, tz=MADRID, at=at, calendar=calendar, last=last)
            sent += [due] if due else []

        assert sent == [sunday + timedelta(days=1), sunday + timedelta(days=2)]


@given(
    beats=st.lists(st.integers(0, 90 * 24 * 60), max_size=60).map(sorted),
    at=st.times(max_value=time(23, 0)).map(lambda clock: clock.replace(tzinfo=None)),
)
def test_no_date_has_two_digests_and_none_falls_on_a_holiday(beats: list[int], at: time) -> None:
    began = datetime(2026, 2, 1, tzinfo=UTC)
    sent: list[date] = []
    for minutes in beats:
        due = _due(began + timedelta(minutes=minutes), at=at, last=sent[-1] if sent else None)
        sent += [due] if due else []
    assert sorted(set(sent)) == sent
    assert all(is_working_day(day, CALENDAR) for day in sent)


@pytest.mark.parametrize(
    ("quiet", "empty_days", "last", "wanted"),
    [
        pytest.param(False, "never", None, True, id="something to say"),
        pytest.param(True, "always", None, True, id="always"),
        pytest.param(True, "never", None, False, id="never"),
        pytest.param(True, "when-needed", None, True, id="the first one"),
        pytest.param(True, "when-needed", date(2026, 4, 28), False, id="six days after the last"),
        pytest.param(True, "when-needed", date(2026, 4, 27), True, id="a week after the last"),
    ],
)
def test_a_quiet_digest_goes_out_by_the_configuration_and_once_a_week(
    quiet: bool, empty_days: str, last: date | None, wanted: bool
) -> None:
    assert is_wanted(quiet=quiet, empty_days=empty_days, on=date(2026, 5, 4), last=last) is wanted


@pytest.mark.parametrize(
    ("asked", "days", "over"),
    [
        pytest.param((2026, 5, 4, 10, 0), REMIND_AFTER, (2026, 5, 7, 10, 0), id="Monday to Thursday"),
        pytest.param((2026, 5, 4, 10, 0), WAIT_FOR, (2026, 5, 12, 10, 0), id="over the local holiday"),
        pytest.param(
            (2026, 4, 29, 23, 59), REMIND_AFTER, (2026, 5, 5, 23, 59), id="over 1 May and a weekend"
        ),
        pytest.param((2026, 5, 9, 8, 0), REMIND_AFTER, (2026, 5, 13, 8, 0), id="asked on a Saturday"),
        pytest.param((2026, 3, 27, 8, 0), REMIND_AFTER, (2026, 4, 1, 8, 0), id="over the clock change"),
    ],
)
def test_patience_is_counted_in_working_days(
    asked: tuple[int, ...], days: int, over: tuple[int, ...]
) -> None:
    assert over_at(_local(*asked).astimezone(UTC), days, calendar=CALENDAR, tz=MADRID) == _local(*over)
