"""Which cards a digest shows, and as how many: nobody is lost in a group, and no card without a count."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.books.decision import Reason, Request, Verdict
from rules.books.subscription import State, Subscription
from rules.desk.alike_cards import Mark
from rules.desk.cards import Board, CardItem, Concerned, laid_out, remarks
from rules.desk.choices import for_card
from rules.findings import Because, Kind, Person

MORNING = datetime(2026, 5, 4, 8, tzinfo=UTC)
KNOWN = Concerned(ref="A-0001", name="Roser", id_document=None, phone=None, state=State.ACTIVE)


def card(n: int, *marks: str) -> CardItem:
    return CardItem(
        ref=f"C-{n:04d}",
        reason="cal mirar-ho",
        opened_at=MORNING + timedelta(minutes=n),
        choices=for_card(f"C-{n:04d}", []),
        marks=tuple((mark,) for mark in marks),
    )


def refs(board: Board) -> list[list[str]]:
    return [[each.ref for each in group.cards] for group in board.groups]


def test_whoever_is_like_one_of_a_group_is_of_it() -> None:
    board = laid_out([card(1, "a"), card(2, "b"), card(3, "a", "c"), card(4, "c"), card(5)])

    assert refs(board) == [["C-0001", "C-0003", "C-0004"], ["C-0002"], ["C-0005"]]
    assert board.more == 0


def test_what_has_no_mark_stands_alone_with_its_own_answers() -> None:
    board = laid_out([card(1), card(2)])

    assert [{choice.order for choice in group.choices} for group in board.groups] == [
        {"DESCARTA C-0001"}, {"DESCARTA C-0002"}
    ]  # fmt: skip


def test_a_group_has_one_answer_for_all_by_its_oldest() -> None:
    (group,) = laid_out([card(2, "a"), card(1, "a"), card(3, "a")]).groups

    (choice,) = group.choices
    assert (choice.order, choice.refs) == ("DESCARTA C-0001", ("C-0001", "C-0002", "C-0003"))
    assert (choice.does, choice.needs) == ((Because("closes-cases", (3,)),), "")


def test_whom_the_books_know_comes_before_who_stands_alone_and_they_before_the_rest() -> None:
    rest, alone, known = card(1, "a"), card(2), replace(card(3), about=(KNOWN,))

    assert refs(laid_out([rest, alone, known], most=2)) == [["C-0002"], ["C-0003"]]
    assert refs(laid_out([rest, alone, known], most=1)) == [["C-0003"]]
    assert laid_out([rest, alone, known], most=1).more == 2


def test_of_the_same_kind_the_oldest_are_shown() -> None:
    board = laid_out([card(n, str(n)) for n in range(9)], most=3)

    assert refs(board) == [["C-0000"], ["C-0001"], ["C-0002"]]
    assert board.more == 6


CARDS = st.lists(st.lists(st.sampled_from("abcde"), max_size=2, unique=True), max_size=40).map(
    lambda marks: [card(n, *each) for n, each in enumerate(marks)]
)


@given(CARDS, st.integers(min_value=0, max_value=12))
def test_every_card_is_shown_once_or_counted(cards: list[CardItem], most: int) -> None:
    board = laid_out(cards, most)
    shown = [ref for group in refs(board) for ref in group]

    assert len(board.groups) <= most
    assert len(shown) == len(set(shown))
    assert len(shown) + board.more == len(cards)


@given(CARDS)
def test_two_that_share_a_mark_are_never_apart(cards: list[CardItem]) -> None:
    place: dict[Mark, int] = {}
    for n, group in enumerate(laid_out(cards, most=99).groups):
        for mark in {mark for each in group.cards for mark in each.marks}:
            assert place.setdefault(mark, n) == n


@given(CARDS, st.randoms())
def test_the_order_in_which_they_come_is_of_no_account(cards: list[CardItem], chance: object) -> None:
    mixed = list(cards)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert laid_out(mixed) == laid_out(cards)


def _asking(person: Person) -> Verdict:
    request = Request(kind=Kind.BAIXA, person=person, at=datetime(2026, 5, 4, tzinfo=UTC))
    return Verdict(request=request, reason=Reason.PASSED_ON)


def test_data_of_nobody_and_of_one_person_twice_are_said() -> None:
    unknown = _asking(Person(phone="+34600999888"))
    twice = [
        Subscription(ref=f"A-{n}", id_document="12345678Z", phone=f"+3460000000{n}", state=State.ACTIVE)
        for n in range(2)
    ]

    assert [*remarks([unknown], [])] == [Because("on-list-nobody")]
    assert [*remarks([unknown], twice)] == [Because("on-list-twice", (2,))]
    assert [*remarks([unknown], twice[:1])] == []
    assert [*remarks([_asking(Person(name="Pere"))], [])] == []
