"""What an answer gives goes to the person it is plainly of, and to nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.conversation.completing import completed
from rules.findings import Flaw, Person
from tests.rules.persons import NURIA, OTHER_MOBILE, PERE, ROSER, but

_NOTHING = Person(flaws=(Flaw.DOCUMENT_MISSING, Flaw.PHONE_MISSING, Flaw.NAME_MISSING))


def lacks_document(person: Person) -> Person:
    return Person(name=person.name, phone=person.phone, flaws=(Flaw.DOCUMENT_MISSING,))


def lacks_phone(person: Person) -> Person:
    return Person(name=person.name, id_document=person.id_document, flaws=(Flaw.PHONE_MISSING,))


def only(**given: str | None) -> Person:
    """Data alone, as an answer gives them."""
    flaws = {
        "id_document": Flaw.DOCUMENT_MISSING,
        "phone": Flaw.PHONE_MISSING,
        "name": Flaw.NAME_MISSING,
    }
    return Person(**given, flaws=tuple(flaw for name, flaw in flaws.items() if name not in given))  # type: ignore[arg-type]


_HER_DNI = only(id_document=ROSER.id_document)
_HER_MOBILE = only(phone=ROSER.phone)


@pytest.mark.parametrize(
    ("waiting", "given_now", "then"),
    [
        pytest.param([lacks_document(ROSER)], [_HER_DNI], [ROSER], id="a DNI alone"),
        pytest.param([lacks_phone(ROSER)], [_HER_MOBILE], [ROSER], id="a mobile alone"),
        pytest.param([_NOTHING], [ROSER], [ROSER], id="all of it"),
        pytest.param([lacks_phone(ROSER)], [ROSER], [ROSER], id="all of it again"),
        pytest.param([lacks_phone(ROSER)], [_NOTHING], [lacks_phone(ROSER)], id="nothing"),
        pytest.param([lacks_phone(ROSER)], [], [lacks_phone(ROSER)], id="nobody"),
        pytest.param(
            [lacks_document(ROSER), lacks_document(PERE)], [PERE, ROSER], [ROSER, PERE], id="two, by mobile"
        ),
        pytest.param(
            [lacks_document(ROSER), lacks_document(PERE)],
            [only(name="Pere Camps", id_document=PERE.id_document)],
            [lacks_document(ROSER), PERE],
            id="one of two, by name",
        ),
        pytest.param(
            [lacks_document(ROSER), lacks_phone(PERE)],
            [only(phone=PERE.phone)],
            [lacks_document(ROSER), PERE],
            id="the only one who lacks it",
        ),
        pytest.param([lacks_document(ROSER), lacks_document(PERE)], [_HER_DNI], None, id="whose of two?"),
        pytest.param([lacks_phone(ROSER)], [PERE], [lacks_phone(ROSER), PERE], id="somebody new, complete"),
        pytest.param([lacks_phone(ROSER)], [lacks_phone(PERE)], None, id="somebody new, incomplete"),
        pytest.param([lacks_document(ROSER)], [only(phone=OTHER_MOBILE)], None, id="another mobile"),
        pytest.param(
            [lacks_document(ROSER)], [but(ROSER, phone=OTHER_MOBILE)], None, id="a DNI with another mobile"
        ),
        pytest.param(
            [lacks_phone(ROSER)],
            [only(name="Pere Camps", phone=PERE.phone)],
            None,
            id="a mobile under another name",
        ),
    ],
)
def test_data_go_to_whom_they_are_plainly_of(
    waiting: list[Person], given_now: list[Person], then: list[Person] | None
) -> None:
    together = completed(waiting, given_now)
    assert together == (None if then is None else tuple(then))


@pytest.mark.parametrize(
    ("before", "now", "flaw"),
    [
        pytest.param(Flaw.DOCUMENT_MISSING, Flaw.DOCUMENT_INVALID, Flaw.DOCUMENT_INVALID, id="wrong now"),
        pytest.param(Flaw.DOCUMENT_INVALID, Flaw.DOCUMENT_MISSING, Flaw.DOCUMENT_INVALID, id="wrong before"),
        pytest.param(Flaw.DOCUMENT_MISSING, Flaw.DOCUMENT_MISSING, Flaw.DOCUMENT_MISSING, id="not given"),
    ],
)
def test_what_is_wrong_with_what_was_given_is_kept(before: Flaw, now: Flaw, flaw: Flaw) -> None:
    together = completed([Person(name="Roser", phone=ROSER.phone, flaws=(before,))], [Person(flaws=(now,))])
    assert together == (Person(name="Roser", phone=ROSER.phone, flaws=(flaw,)),)


_PEOPLE = st.sampled_from([ROSER, PERE, NURIA])
_PARTS = st.builds(
    lambda person, keep: Person(
        name=person.name if "n" in keep else None,
        id_document=person.id_document if "d" in keep else None,
        phone=person.phone if "p" in keep else None,
    ),
    _PEOPLE,
    st.sets(st.sampled_from("ndp")),
)


@given(st.lists(_PARTS, min_size=1, max_size=3), st.lists(_PARTS, max_size=3))
def test_what_was_given_before_is_never_lost_nor_changed(
    waiting: list[Person], given_now: list[Person]
) -> None:
    together = completed(waiting, given_now)
    for before, after in zip(waiting, together or (), strict=False):
        for datum in ("name", "id_document", "phone"):
            assert getattr(before, datum) in {None, getattr(after, datum)}


@given(st.lists(_PARTS, min_size=1, max_size=3), st.lists(_PARTS, max_size=3))
def test_whoever_is_new_gave_everything(waiting: list[Person], given_now: list[Person]) -> None:
    new = (completed(waiting, given_now) or ())[len(waiting) :]
    assert all(person in given_now and person.id_document and person.phone for person in new)


@given(_PEOPLE, _PEOPLE, st.sets(st.sampled_from("dp"), max_size=1))
def test_two_peoples_data_never_become_one_persons(one: Person, other: Person, kept: set[str]) -> None:
    """Names and numbers that were all given by somebody are never mixed with another's."""
    waiting = [but(one, id_document=None) if "d" in kept else but(one, phone=None)]
    for person in completed(waiting, [other]) or ():
        of = {p for p in (ROSER, PERE, NURIA) if person.name == p.name}
        assert all(person.id_document in {None, p.id_document} for p in of)
        assert all(person.phone in {None, p.phone} for p in of)
