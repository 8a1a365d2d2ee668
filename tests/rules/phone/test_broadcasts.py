"""No list ever holds more than WhatsApp takes, and nobody who stays is moved from one to another."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rules.books.subscription import State, Subscription
from rules.phone.broadcasts import Lists, placed

STATES = st.sampled_from([s for s in State if s is not State.ERASED])


def on_phone(phone: str, number: int | None = None, state: State = State.ACTIVE) -> Subscription:
    return Subscription(ref=f"A-{phone}", phone=phone, state=state, list_number=number)


def test_the_first_list_with_room_is_filled_before_another_is_begun() -> None:
    lists = Lists([on_phone("a", 1), on_phone("b", 2), on_phone("c", 2)], size=2)

    assert [lists.place(phone) for phone in "defg"] == [1, 3, 3, 4]
    assert lists.filled == (2, 2, 2, 1)


def test_a_number_is_one_contact_in_one_list_whoever_it_serves() -> None:
    lists = Lists([on_phone("a", 2), on_phone("b", 1)], size=1)

    assert lists.place("a") == 2
    assert lists.filled == (1, 1)


def test_a_list_that_is_empty_between_others_is_still_counted() -> None:
    assert Lists([on_phone("a", 3)]).filled == (0, 0, 1)


def test_who_is_not_on_the_phone_has_no_list_and_who_leaves_keeps_it() -> None:
    lists = Lists([])

    assert placed(on_phone("a", 7, State.LEAVING), lists).list_number == 7
    assert placed(on_phone("a", None, State.LEAVING), lists).list_number is None  # was never put there
    assert placed(on_phone("a", 7, State.LEFT), lists).list_number is None
    assert placed(on_phone("a", None, State.DUE), lists).list_number is None
    assert placed(replace(on_phone("a"), phone=None), lists).list_number is None


@given(st.lists(st.tuples(st.integers(0, 15), STATES), max_size=60), st.integers(1, 4))
def test_whatever_happens_no_list_overflows_and_no_list_is_begun_without_need(
    moves: list[tuple[int, State]], size: int
) -> None:
    held: dict[str, Subscription] = {}
    for number, state in moves:
        phone = f"+346001{number:05}"
        before = held.get(phone, on_phone(phone, state=State.DUE))
        after = placed(replace(before, state=state), Lists(held.values(), size))
        if before.list_number and after.list_number:
            assert after.list_number == before.list_number
        if after.list_number and not before.list_number:
            full = Lists(held.values(), size).filled[: after.list_number - 1]
            assert all(contacts == size for contacts in full)
        held[phone] = after
        assert all(contacts <= size for contacts in Lists(held.values(), size).filled)
