"""When a mailbox out of reach is tried again, and when people hear of it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.transport.reconnection import (
    TELL_AFTER,
    Cause,
    asked_pause,
    clock_error,
    is_told,
    pause,
    refusal,
)

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_a_server_that_is_away_is_knocked_at_every_ten_seconds_at_least(failures: int, chance: float) -> None:
    waited = pause(Cause.AWAY, failures=failures, asked=None, chance=chance)

    assert timedelta() < waited <= timedelta(seconds=10)


@given(st.sampled_from(Cause), st.integers(1, 10_000), st.floats(0, 1))
def test_no_pause_is_longer_than_twenty_minutes(cause: Cause, failures: int, chance: float) -> None:
    assert pause(cause, failures=failures, asked=None, chance=chance) <= 20 * MINUTE


def test_a_server_that_refuses_us_is_asked_ever_more_seldom() -> None:
    waits = [pause(Cause.REFUSED, failures=n, asked=None, chance=0.5) for n in range(1, 12)]

    assert waits == sorted(waits)
    assert waits[0] <= timedelta(seconds=5)
    assert waits[-1] == 15 * MINUTE


def test_two_towns_do_not_come_back_at_the_same_moment() -> None:
    assert pause(Cause.BUSY, failures=3, asked=None, chance=0.1) != pause(
        Cause.BUSY, failures=3, asked=None, chance=0.9
    )


def test_a_server_that_asks_for_a_pause_gets_it() -> None:
    said = "NO Server Unavailable. 15: Request is throttled. Suggested Backoff Time: 299961 milliseconds"

    assert asked_pause(said) == timedelta(milliseconds=299_961)
    assert pause(Cause.BUSY, failures=1, asked=asked_pause(said), chance=0.5) >= timedelta(minutes=4)


def test_no_server_can_send_us_away_for_days() -> None:
    assert asked_pause("Backoff Time: 999999999 milliseconds") == timedelta(hours=1)
    away = pause(Cause.SIGN_IN_AWAY, failures=1, asked=timedelta(days=1), chance=0.5)
    assert away == timedelta(hours=1)


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        pytest.param("[AUTHENTICATIONFAILED] Authentication failed.", Cause.REFUSED, id="RFC 5530"),
        pytest.param("LOGIN failed.", Cause.REFUSED, id="without a code"),
        pytest.param("[EXPIRED] password expired, try again later", Cause.REFUSED, id="code before words"),
        pytest.param("[UNAVAILABLE] Temporary authentication failure", Cause.BUSY, id="backend away"),
        pytest.param("BAD User is authenticated but not connected.", Cause.BUSY, id="Exchange"),
        pytest.param("[ALERT] Too many simultaneous connections. (Failure)", Cause.BUSY, id="Gmail"),
    ],
)
def test_what_a_refused_login_means(said: str, cause: Cause) -> None:
    assert refusal(said) is cause


def test_a_shutdown_is_only_away() -> None:
    assert refusal("Server shutting down.", Cause.AWAY) is Cause.AWAY
    assert refusal("socket error: EOF", Cause.AWAY) is Cause.AWAY


@pytest.mark.parametrize("cause", [Cause.AWAY, Cause.BUSY])
def test_what_may_end_by_itself_is_told_after_some_minutes(cause: Cause) -> None:
    assert not is_told(cause, failures=40, since=NOW - TELL_AFTER + MINUTE, now=NOW)
    assert is_told(cause, failures=40, since=NOW - TELL_AFTER, now=NOW)


@pytest.mark.parametrize("cause", [cause for cause in Cause if cause.needs_a_person])
def test_what_only_a_person_can_mend_is_told_at_the_second_refusal(cause: Cause) -> None:
    # Who refuses tokens is no server in the middle of its start, and the last token soon ends.
    assert is_told(cause, failures=1, since=NOW, now=NOW) is (cause is Cause.SIGN_IN_REFUSED)
    assert is_told(cause, failures=2, since=NOW, now=NOW)


@pytest.mark.parametrize(
    ("minutes", "off"),
    [
        pytest.param([], None, id="no mail"),
        pytest.param([0, 0, 0, 0], None, id="right"),
        pytest.param([1, 2, 4], None, id="slow mail"),
        pytest.param([-60], -60, id="from the future: one is enough"),
        pytest.param([300], None, id="one moved in by hand"),
        pytest.param([300, 500], None, id="two moved in by hand"),
        pytest.param([61, 60, 62], 60, id="all late: ours is ahead"),
        pytest.param([61, 0, 62], None, id="one came at once"),
    ],
)
def test_a_wrong_clock_is_told_by_when_mail_comes(minutes: list[int], off: int | None) -> None:
    error = clock_error([timedelta(minutes=each) for each in minutes])

    assert error == (None if off is None else timedelta(minutes=off))
