"""The promise: a subscription moves by the one table, and no older paper brings back who left."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.letters.sentences import in_catalan
from rules.books.subscription import (
    LIVING,
    Begin,
    Refusal,
    State,
    Step,
    What,
    is_stale,
    step,
)
from tests.rules.persons import NOW, PERE, but, held

_TABLE = [
    # consent newer than the last leave
    (None, What.CONSENT, Begin(State.CONSENTED)),
    (State.LEFT, What.CONSENT, Begin(State.CONSENTED)),
    (State.LEAVING, What.CONSENT, Begin(State.CONSENTED)),
    (State.ERASED, What.CONSENT, Begin(State.CONSENTED)),
    (State.REQUESTED, What.CONSENT, State.DUE),
    (State.CONSENTED, What.CONSENT, None),
    (State.DUE, What.CONSENT, None),
    (State.ACTIVE, What.CONSENT, None),
    # ALTA passed on by staff
    (None, What.ALTA, Begin(State.REQUESTED)),
    (State.LEFT, What.ALTA, Begin(State.REQUESTED)),
    (State.LEAVING, What.ALTA, Begin(State.REQUESTED)),
    (State.ERASED, What.ALTA, Begin(State.REQUESTED)),
    (State.CONSENTED, What.ALTA, State.DUE),
    (State.REQUESTED, What.ALTA, None),
    (State.DUE, What.ALTA, None),
    (State.ACTIVE, What.ALTA, None),
    # activated (staff)
    (State.DUE, What.ACTIVATED, State.ACTIVE),
    (State.CONSENTED, What.ACTIVATED, State.ACTIVE),
    (State.ACTIVE, What.ACTIVATED, None),
    (State.REQUESTED, What.ACTIVATED, Refusal.NO_CONSENT),
    (State.LEAVING, What.ACTIVATED, Refusal.LEFT_ALREADY),
    (State.LEFT, What.ACTIVATED, Refusal.LEFT_ALREADY),
    (State.ERASED, What.ACTIVATED, Refusal.ERASED),
    (None, What.ACTIVATED, Refusal.UNKNOWN),
    # BAIXA
    (State.REQUESTED, What.BAIXA, State.LEFT),
    (State.CONSENTED, What.BAIXA, State.LEFT),
    (State.DUE, What.BAIXA, State.LEAVING),
    (State.ACTIVE, What.BAIXA, State.LEAVING),
    (State.LEAVING, What.BAIXA, None),
    (State.LEFT, What.BAIXA, None),
    (State.ERASED, What.BAIXA, Refusal.ERASED),
    (None, What.BAIXA, Refusal.UNKNOWN),
    # taken off (staff)
    (State.LEAVING, What.TAKEN_OFF, State.LEFT),
    (State.LEFT, What.TAKEN_OFF, None),
    (State.ACTIVE, What.TAKEN_OFF, Refusal.STILL_ACTIVE),
    (State.REQUESTED, What.TAKEN_OFF, Refusal.NOT_ON_PHONE),
    (State.CONSENTED, What.TAKEN_OFF, Refusal.NOT_ON_PHONE),
    (State.DUE, What.TAKEN_OFF, Refusal.NOT_ON_PHONE),
    (State.ERASED, What.TAKEN_OFF, Refusal.ERASED),
    (None, What.TAKEN_OFF, Refusal.UNKNOWN),
    # undo, of a leave from the list ten days ago at most
    (State.LEAVING, What.UNDO, State.ACTIVE),
    (State.LEFT, What.UNDO, State.DUE),
    (State.REQUESTED, What.UNDO, Refusal.NOTHING_TO_UNDO),
    (State.CONSENTED, What.UNDO, Refusal.NOTHING_TO_UNDO),
    (State.DUE, What.UNDO, Refusal.NOTHING_TO_UNDO),
    (State.ACTIVE, What.UNDO, Refusal.NOTHING_TO_UNDO),
    (State.ERASED, What.UNDO, Refusal.ERASED),
    (None, What.UNDO, Refusal.UNKNOWN),
    # not on the phone after all (staff)
    (State.ACTIVE, What.NOT_YET, State.DUE),
    (State.REQUESTED, What.NOT_YET, Refusal.NOT_ON_PHONE),
    (State.CONSENTED, What.NOT_YET, Refusal.NOT_ON_PHONE),
    (State.DUE, What.NOT_YET, Refusal.NOT_ON_PHONE),
    (State.LEAVING, What.NOT_YET, Refusal.LEFT_ALREADY),
    (State.LEFT, What.NOT_YET, Refusal.NOT_ON_PHONE),
    (State.ERASED, What.NOT_YET, Refusal.ERASED),
    (None, What.NOT_YET, Refusal.UNKNOWN),
]


@pytest.mark.parametrize(
    ("state", "what", "after"),
    [pytest.param(*row, id=f"{row[0] or 'none'} + {row[1]}") for row in _TABLE],
)
def test_a_subscription_moves_by_the_table(state: State | None, what: What, after: Step) -> None:
    before = held(PERE, state) if state else None
    assert step(before, what, at=NOW) == after


def test_who_was_activated_without_an_alta_lacks_it_again() -> None:
    before = held(PERE, State.ACTIVE, without_alta=True)
    assert step(before, What.NOT_YET, at=NOW) == State.CONSENTED


def test_the_table_has_a_row_for_whatever_can_come() -> None:
    assert {(state, what) for state, what, _ in _TABLE} == set(product([None, *State], What))
    assert len(_TABLE) == len({(state, what) for state, what, _ in _TABLE})


@pytest.mark.parametrize("state", [State.LEAVING, State.LEFT])
@pytest.mark.parametrize(
    ("what", "begun"), [(What.CONSENT, State.CONSENTED), (What.ALTA, State.REQUESTED)], ids=str
)
@pytest.mark.parametrize(
    ("after_the_leave", "revives"),
    [
        pytest.param(timedelta(days=-40), False, id="forty days before the leave"),
        pytest.param(timedelta(seconds=-1), False, id="a second before the leave"),
        pytest.param(timedelta(0), False, id="at the moment of the leave"),
        pytest.param(timedelta(seconds=1), True, id="a second after the leave"),
    ],
)
def test_only_what_is_newer_than_the_leave_begins_anew(
    state: State, what: What, begun: State, after_the_leave: timedelta, revives: bool
) -> None:
    before = held(PERE, state, left_at=NOW)
    assert step(before, what, at=NOW + after_the_leave) == (Begin(begun) if revives else None)


def test_a_consented_one_without_a_mobile_is_not_activated() -> None:
    before = held(but(PERE, phone=None), State.CONSENTED)
    assert step(before, What.ACTIVATED, at=NOW) == Refusal.NO_PHONE


def test_an_activation_after_the_leave_is_told_to_take_it_off_the_phone() -> None:
    refused = step(held(PERE, State.LEAVING), What.ACTIVATED, at=NOW)
    assert isinstance(refused, Refusal)
    assert "treure del telèfon" in in_catalan(refused)


@pytest.mark.parametrize(
    ("state", "left_from", "back_to"),
    [
        pytest.param(State.LEAVING, State.ACTIVE, State.ACTIVE, id="active, still on the phone"),
        pytest.param(State.LEAVING, State.DUE, State.DUE, id="due, not confirmed off the phone"),
        pytest.param(State.LEFT, State.ACTIVE, State.DUE, id="active, off the phone: due again"),
        pytest.param(State.LEFT, State.DUE, State.DUE, id="due, off the phone: due again"),
        pytest.param(State.LEFT, State.CONSENTED, State.CONSENTED, id="consented, never on the phone"),
        pytest.param(State.LEFT, State.REQUESTED, State.REQUESTED, id="requested, never on the phone"),
    ],
)
def test_an_undo_gives_the_state_before_the_leave_back(
    state: State, left_from: State, back_to: State
) -> None:
    left = held(PERE, state, left_from=left_from)
    assert step(left, What.UNDO, at=NOW) == back_to


@pytest.mark.parametrize(
    ("after_the_leave", "undone"),
    [
        pytest.param(timedelta(0), True, id="at once"),
        pytest.param(timedelta(days=10), True, id="after exactly ten days"),
        pytest.param(timedelta(days=10, hours=23), True, id="late on the tenth day, of a leave in the night"),
        pytest.param(timedelta(days=11), False, id="on the eleventh day at the same hour"),
    ],
)
@pytest.mark.parametrize("state", [State.LEAVING, State.LEFT])
def test_a_leave_is_undone_within_ten_days(state: State, after_the_leave: timedelta, undone: bool) -> None:
    left = held(PERE, state, left_at=NOW, left_from=State.CONSENTED)
    expected = State.CONSENTED if undone else Refusal.TOO_LATE
    assert step(left, What.UNDO, at=NOW + after_the_leave) == expected


@pytest.mark.parametrize("lacking", ["left_at", "left_from"])
def test_a_leave_of_which_nothing_is_known_is_not_undone(lacking: str) -> None:
    left = held(PERE, State.LEFT, **{lacking: None})
    assert step(left, What.UNDO, at=NOW) == Refusal.NOT_DATED


def test_who_left_at_an_unknown_time_comes_back_by_a_consent() -> None:
    assert step(held(PERE, State.LEFT, left_at=None), What.CONSENT, at=NOW) == Begin(State.CONSENTED)


@pytest.mark.parametrize("state", State)
def test_the_living_are_those_who_are_or_will_be_on_the_list(state: State) -> None:
    assert held(PERE, state).living is (state.value in {"requested", "consented", "due", "active"})


@given(
    state=st.sampled_from([None, *State]),
    what=st.sampled_from(What),
    left_from=st.sampled_from([None, *LIVING]),
    hours=st.integers(-1000, 1000),
)
def test_nothing_but_an_undo_gives_life_back_to_the_subscription_that_ended(
    state: State | None, what: What, left_from: State | None, hours: int
) -> None:
    before = held(PERE, state, left_from=left_from, left_at=NOW) if state else None
    after = step(before, what, at=NOW + timedelta(hours=hours))

    ended = before is not None and not before.living
    if ended and what is not What.UNDO:
        assert not (isinstance(after, State) and after in LIVING)
    if ended and state is not State.ERASED and hours <= 0:
        assert not isinstance(after, Begin)
    if isinstance(after, State):
        assert after is not State.ERASED


@pytest.mark.parametrize(
    ("state", "asked", "stale"),
    [
        pytest.param(State.REQUESTED, {"alta_at": timedelta(days=30)}, False, id="thirty days"),
        pytest.param(State.REQUESTED, {"alta_at": timedelta(days=30, seconds=1)}, True, id="longer"),
        pytest.param(State.REQUESTED, {"opened_at": timedelta(days=31)}, True, id="by its opening"),
        pytest.param(State.REQUESTED, {}, False, id="nobody knows since when"),
        pytest.param(State.CONSENTED, {"alta_at": timedelta(days=99)}, False, id="consented"),
    ],
)
def test_a_request_grows_stale_after_thirty_days(
    state: State, asked: dict[str, timedelta], stale: bool
) -> None:
    since = {name: NOW - age for name, age in asked.items()}
    assert is_stale(held(PERE, state, **since), now=NOW) is stale
