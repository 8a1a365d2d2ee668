"""Phone against books: each difference in the one place where a person acts on it, and none made up."""

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.books.subscription import State, Subscription
from rules.desk.reconciling import Gap, Reconciliation, reconcile
from rules.phone.exports import Unreadable, UnreadableError, read_export
from rules.phone.phonebook import Contact, written
from tests.rules.persons import JORDI, NURIA, PERE, ROSER, but, held

S = State


def saved(person_name: str | None, *phones: str | None) -> Contact:
    return Contact(name=f"Setcases {person_name}", phones=tuple(phone for phone in phones if phone))


def compared(
    contacts: Sequence[Contact], *books: Subscription, prefix: str | None = "Setcases"
) -> Reconciliation:
    return reconcile(contacts, books, prefix=prefix)


def gaps(found: Reconciliation) -> list[tuple[Gap, str | None, list[str]]]:
    return [(d.gap, d.phone, [choice.verb for choice in d.choices]) for d in found.differences]


ON_PHONE = saved(ROSER.name, "600 100 201")
OTHER = saved(PERE.name, PERE.phone)
PLUMBER = Contact(name="Lampista Puig", phones=("611222333",))


def test_where_both_agree_nothing_is_said() -> None:
    found = compared([ON_PHONE, PLUMBER], held(ROSER))

    assert (found.saved, found.compared, found.agreed, found.differences) == (2, 1, 1, ())


@pytest.mark.parametrize(
    ("state", "gap", "orders"),
    [
        (S.REQUESTED, Gap.UNPROVED, ["BAIXA"]),
        (S.CONSENTED, Gap.EARLY, ["FET", "BAIXA"]),
        (S.DUE, Gap.EARLY, ["FET"]),
        (S.LEAVING, Gap.LEAVING, ["TRETA", "DESFÉS"]),
        (S.LEFT, Gap.LEFT, []),
        (S.ERASED, Gap.LEFT, []),
    ],
)
def test_who_is_on_the_phone_and_should_not_be_there_yet_or_any_more(
    state: State, gap: Gap, orders: list[str]
) -> None:
    assert gaps(compared([ON_PHONE], held(ROSER, state))) == [(gap, ROSER.phone, orders)]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (S.ACTIVE, [(Gap.ABSENT, ROSER.phone, ["BAIXA"])]),
        (S.LEAVING, [(Gap.GONE, ROSER.phone, ["TRETA", "DESFÉS"])]),
        (S.LEFT, []),
        (S.DUE, []),
        (S.REQUESTED, []),
    ],
)
def test_who_is_not_on_the_phone_and_should_be(
    state: State, expected: list[tuple[Gap, str | None, list[str]]]
) -> None:
    assert gaps(compared([OTHER], held(PERE), held(ROSER, state))) == expected


def test_who_is_missing_is_ready_to_be_taken_in_again() -> None:
    found = compared([OTHER], held(PERE), held(ROSER), held(but(NURIA, phone=ROSER.phone), ref="A-2"))

    assert [contact.name for contact in found.absent] == [f"{ROSER.name} i {NURIA.name}"]


def test_who_is_in_no_book_is_a_stranger_and_of_others_nothing_is_asked() -> None:
    contacts = [OTHER, PLUMBER]

    assert gaps(compared(contacts)) == [(Gap.STRANGER, PERE.phone, [])]
    assert {d.saved_as for d in compared(contacts, prefix=None).differences} == {
        "Setcases " + str(PERE.name),
        "Lampista Puig",
    }


def test_a_number_that_anybody_living_holds_belongs_on_the_phone() -> None:
    """A husband left, his wife stays; the number of both is one contact."""
    husband = held(but(PERE, phone=ROSER.phone), S.LEAVING, ref="A-2")

    assert gaps(compared([ON_PHONE], held(ROSER), husband)) == []
    assert gaps(compared([OTHER], held(PERE), held(ROSER), replace(husband, ref="A-3"))) == [
        (Gap.ABSENT, ROSER.phone, ["BAIXA"])
    ]


@pytest.mark.parametrize("state", [S.DUE, S.CONSENTED])
def test_a_number_that_somebody_is_to_come_onto_the_list_with_is_not_to_be_deleted(state: State) -> None:
    wife, husband = held(ROSER, state), held(but(PERE, phone=ROSER.phone), S.LEAVING, ref="A-2")

    ((gap, phone, (first, *_)),) = gaps(compared([ON_PHONE], husband, wife))
    assert (gap, phone, first) == (Gap.EARLY, ROSER.phone, "FET")
    old = Contact(name="Roser Vilamala", phones=(str(ROSER.phone),))
    assert gaps(compared([OTHER, old], held(PERE, ref="A-3"), husband, wife)) == []


def test_who_came_back_with_the_number_of_an_old_leave_is_judged_by_the_new() -> None:
    assert gaps(compared([ON_PHONE], held(ROSER, S.LEFT, ref="A-1"), held(ROSER, S.DUE, ref="A-2"))) == [
        (Gap.EARLY, ROSER.phone, ["FET"])
    ]


def test_a_contact_of_several_numbers_is_looked_at_number_by_number() -> None:
    contact = saved("Roser i Pere", ROSER.phone, PERE.phone, "972123456")

    assert gaps(compared([contact], held(ROSER), held(PERE, S.LEFT))) == [(Gap.LEFT, PERE.phone, [])]


def test_a_number_saved_twice_and_a_contact_without_one_are_said() -> None:
    broken = Contact(name="Setcases Jordi", phones=("972 12 34", ""))

    found = compared([ON_PHONE, ON_PHONE, broken], held(ROSER), held(replace_phone(JORDI)))

    assert [(d.gap, d.saved_as) for d in found.differences] == [
        (Gap.TWICE, f"Setcases {ROSER.name}"), (Gap.NUMBERLESS, "Setcases Jordi"), (Gap.PHONELESS, ""),
    ]  # fmt: skip


def replace_phone(person: object) -> object:
    return but(person, phone=None)  # type: ignore[arg-type]


def test_who_is_saved_under_another_name_is_not_missing() -> None:
    old = Contact(name="Roser Vilamala", phones=(str(ROSER.phone),))

    assert gaps(compared([OTHER, old], held(PERE), held(ROSER))) == [(Gap.UNMARKED, ROSER.phone, [])]
    assert gaps(compared([OTHER, old], held(PERE), held(ROSER, S.LEAVING))) == [
        (Gap.LEAVING, ROSER.phone, ["TRETA", "DESFÉS"])
    ]
    assert gaps(compared([old], held(ROSER))) == [(Gap.UNMARKED, ROSER.phone, [])]  # before any was renamed


def test_the_towns_own_number_is_nobodys() -> None:
    own = Contact(name="Setcases Ajuntament", phones=("683 33 13 83",))

    assert (
        reconcile([ON_PHONE, own], [held(ROSER)], prefix="Setcases", own_number="+34683331383").differences
        == ()
    )


def test_somebody_elses_address_book_does_not_report_everybody_missing() -> None:
    with pytest.raises(UnreadableError) as refused:
        compared([PLUMBER], held(ROSER), held(PERE))

    assert refused.value.why is Unreadable.NONE_OURS
    assert len(compared([PLUMBER], held(ROSER), held(PERE), prefix=None).differences) == 3


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([s for s in S if s is not S.ERASED])), max_size=8)
)
def test_what_the_books_say_written_to_the_phone_leaves_no_difference(rows: list[tuple[int, State]]) -> None:
    """Whoever does all that the answers say has a phone that agrees."""
    books = [
        Subscription(ref=f"A-{n}", name=f"Persona {n}", phone=f"+34600100{number:03}", state=state)
        for n, (number, state) in enumerate(rows)
    ]
    active = {b.phone for b in books if b.state is S.ACTIVE}
    phone = [saved("qui sigui", number) for number in sorted(filter(None, active))]

    found = compared(phone, *books) if phone else compared([saved("ningú", None)], *books)

    assert {d.gap for d in found.differences} <= {Gap.GONE, Gap.NUMBERLESS}
    assert {d.phone for d in found.differences if d.gap is Gap.GONE}.isdisjoint(active)


def test_ten_thousand_contacts_are_compared_in_a_second() -> None:
    people = [
        Subscription(ref=f"A-{n}", name=f"Persona {n}", phone=f"+346{n:08}", state=S.ACTIVE)
        for n in range(10_000)
    ]
    export = written([saved(p.name, p.phone) for p in people[:9_999]], prefix="Setcases")

    begun = time.process_time()
    found = compared(read_export(export), *people)
    took = time.process_time() - begun

    assert gaps(found) == [(Gap.ABSENT, "+34600009999", ["BAIXA"])]
    assert took < 15  # a second on an idle machine; the square of ten thousand would be minutes
