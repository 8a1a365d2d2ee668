"""Whatever a clerk's mail holds: its orders are read, and none that the lines do not give."""

import re
from datetime import date

from hypothesis import assume, example, given
from hypothesis import strategies as st

from rules.staff.grammar import FORMS, Order, Verb
from rules.staff.orders import MOST_ORDERS, codes_in, read_orders

TODAY = date(2026, 11, 9)
WORDS = [word.upper() for form in FORMS for word in form.words.split()]
THINGS = [
    *("A-0042", "a-7", "12", "12, 14 i 15", "C-7KQ4M2XZ", "7/11", "31/2", "ahir", "612345678", "12345678Z"),
    *("no", "encara", "?", "·", "7KQ4M2XZB3D5F", "«", "»", "motiu:", "mòbil", "DNI", "nom", "Mar Pi Coll"),
    *("E/000123-2026", "4/11/2026 10:15", "> ", "- ", "***4567**", "\n", "\n\n", "Atentament,"),
    *("\u202e", "\x00", "A-9999999999999"),
]
ITEM = re.compile(r"A-\d{4,6}|C-[A-Z0-9]{2,12}|\+\d{8,15}|[A-Z0-9]{5,15}|")

lines = st.lists(st.sampled_from([*WORDS, *THINGS]) | st.text(max_size=12), max_size=40).map(" ".join)


@given(subject=lines, text=lines)
@example(subject="FET " + "1 " * 300, text="")
@example(subject="", text="FET " + "A-1, " * 100)
@example(subject="", text="CONSENTIMENT " + "4/11/2026 " * 50)
@example(subject="", text="CORREGEIX A-1 " + "nom " * 100)
@example(subject="", text="AJORNA C-7KQ4M2XZ 7/11")
def test_anything_is_read_and_every_order_is_whole(subject: str, text: str) -> None:
    found = read_orders(subject, text, today=TODAY)

    orders = [one for one in found if isinstance(one, Order)]
    assert len(orders) <= MOST_ORDERS
    for order in orders:
        assert ITEM.fullmatch(order.item)
        is_ahead = order.verb is Verb.POSTPONE
        assert order.day is None or (order.day > TODAY if is_ahead else order.day <= TODAY)
        assert order.code is None or order.code == order.code.upper()


@given(
    numbers=st.lists(st.integers(1, 99999), min_size=1, max_size=8, unique=True),
    word=st.sampled_from(["fet", "Treta", "ACTIVADES"]),
)
def test_each_number_of_a_list_is_ordered_once_and_no_other(numbers: list[int], word: str) -> None:
    said = f"{', '.join(map(str, numbers[:-1]))} i {numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
    found = read_orders("", f"{word} {said}", today=TODAY)

    assert [one.item for one in found if isinstance(one, Order)] == [f"A-{n:04d}" for n in numbers]


@example(text="; FET 43", mark="no ")
@example(text="; fet 42", mark="no ")
@given(text=lines, mark=st.sampled_from(["no ", "encara ", "? ", "potser "]))
def test_a_doubt_behind_the_word_never_orders_more(text: str, mark: str) -> None:
    """Nothing about the thing itself; what follows in the line may be an order about another.

    Before a code a mark is none: some programs write "?" for our "·".
    """
    assume(not codes_in(text))
    line = text.replace("\n", " ")
    found = read_orders("", f"FET A-0042 {mark}{line}", today=TODAY)

    assert [one for one in found if isinstance(one, Order) and one.item == "A-0042"] == []
