"""The phone's address book held against the books: who is on one and not on the other.

Rule 1: numbers are compared, not names; one that serves several is theirs all.
Rule 2: only contacts whose name begins with the prefix are asked about; but whoever is
        looked for is looked for among all of them.
Rule 3: nothing is moved: each difference brings the order that would settle it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from rules.books.subscription import State, Subscription
from rules.calendar.retention import BLOCKED
from rules.desk.choices import Choice, for_person
from rules.findings import Because
from rules.phone.exports import Unreadable, UnreadableError, mobiles
from rules.phone.phonebook import Contact, contacts, grouped, is_ours, named


class Gap(Enum):
    """How phone and books differ."""

    STRANGER = "on the phone, unknown to the books"
    LEFT = "on the phone, and said to be off it"
    LEAVING = "still on the phone, and leaving"
    UNPROVED = "on the phone without consent"
    EARLY = "on the phone, not yet said to be"
    ABSENT = "active, and not on the phone"
    GONE = "off the phone, not yet said to be"
    UNMARKED = "on the phone under a name without the prefix"
    TWICE = "one number in several contacts"
    NUMBERLESS = "a contact without a mobile"
    PHONELESS = "on the list without a mobile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One of them: a number and whose it is, by the phone (`saved_as`) and by the books."""

    gap: Gap
    phone: str | None = None
    saved_as: str = ""
    name: str = ""
    ref: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """How the two agree: `compared` contacts of `saved` ones, `agreed` numbers that are on both.

    `absent` are contacts of who is to be put back on the phone.
    """

    saved: int
    compared: int
    agreed: int
    differences: tuple[Difference, ...] = ()
    absent: tuple[Contact, ...] = ()


_ON_PHONE: Final = {
    State.ACTIVE: None,
    State.DUE: Gap.EARLY,
    State.CONSENTED: Gap.EARLY,
    State.LEAVING: Gap.LEAVING,
    State.REQUESTED: Gap.UNPROVED,
    State.LEFT: Gap.LEFT,
    State.ERASED: Gap.LEFT,
}
"""What it means that a number is on the phone, by the first of these states that anybody has who holds it:
who is to come onto it keeps the number there, whoever leaves with it.
"""


def reconcile(
    saved: Sequence[Contact],
    subscriptions: Iterable[Subscription],
    *,
    prefix: str | None,
    own_number: str | None = None,
) -> Reconciliation:
    """Compare the contacts *saved* on the phone with all *subscriptions*; *prefix* None asks about each.
    A contact with the town's *own_number* is nobody's.

    UnreadableError where no contact is one of ours: everybody would be missing.
    """
    everyone = tuple(subscriptions)
    active = [held for held in everyone if held.state is State.ACTIVE]
    every = ((contact, mobiles(contact.phones)) for contact in saved)
    numbered = [(contact, numbers) for contact, numbers in every if own_number not in numbers]
    ours = [(contact, numbers) for contact, numbers in numbered if prefix is None or is_ours(contact, prefix)]
    books = grouped((held.phone, held) for held in everyone)
    asked, anywhere = _by_number(ours), _by_number(numbered)
    found = [
        *(_of_subscription(Gap.PHONELESS, held) for held in active if not held.phone),
        *(gap for phone, each in asked.items() for gap in _held_against(phone, each, books.get(phone, []))),
        *(
            gap
            for phone, held in books.items()
            if phone not in asked
            for gap in _looked_for(held, anywhere.get(phone, []))
        ),
        *(_of_contact(Gap.TWICE, each, phone) for phone, each in asked.items() if len(each) > 1),
        *(_of_contact(Gap.NUMBERLESS, [contact]) for contact, numbers in ours if not numbers),
    ]
    if saved and not ours and not any(one.saved_as for one in found):
        raise UnreadableError(Unreadable.NONE_OURS)
    return Reconciliation(
        saved=len(saved),
        compared=len(ours),
        agreed=sum(_means(books.get(phone, [])) is None for phone in asked),
        differences=tuple(sorted(found, key=lambda one: tuple(Gap).index(one.gap))),
        absent=contacts((one.phone for one in found if one.gap is Gap.ABSENT), active),
    )


def _held_against(phone: str, saved: Sequence[Contact], held: Sequence[Subscription]) -> Iterator[Difference]:
    """What a contact of ours lacks in the books: nothing if anybody there is on the list with its number."""
    gap = _means(held)
    if gap is Gap.STRANGER:
        yield _of_contact(gap, saved, phone)
    for each in held:
        if gap and _ON_PHONE[each.state] is gap:
            yield _of_subscription(gap, each, saved)


def _means(held: Iterable[Subscription]) -> Gap | None:
    """What it means that a number of *held* is on the phone; None where somebody is active with it."""
    states = {each.state for each in held}
    return next((gap for state, gap in _ON_PHONE.items() if state in states), Gap.STRANGER)


def _looked_for(held: Sequence[Subscription], saved: Sequence[Contact]) -> Iterator[Difference]:
    """Who should be among our contacts and is not, or is so under another name; who left and is off them."""
    gap = _means(held)
    for each in held:
        if each.state is State.ACTIVE:
            yield _of_subscription(Gap.UNMARKED if saved else Gap.ABSENT, each, saved)
        elif each.state is State.LEAVING and gap and not saved:
            yield _of_subscription(Gap.GONE, each)
        elif each.state is State.LEAVING and gap is Gap.LEAVING:
            yield _of_subscription(Gap.LEAVING, each, saved)


def _of_contact(gap: Gap, saved: Sequence[Contact], phone: str | None = None) -> Difference:
    return Difference(gap=gap, phone=phone, saved_as=named([each.name for each in saved]))


def _of_subscription(gap: Gap, held: Subscription, saved: Sequence[Contact] = ()) -> Difference:
    return Difference(
        gap=gap,
        phone=held.phone,
        saved_as=named([each.name for each in saved]) if saved else "",
        name="" if held.state in BLOCKED else held.name,
        ref=held.ref,
        choices=(
            (Choice("BAIXA", held.ref, (Because("has-left"),)),)
            if gap is Gap.ABSENT
            else for_person(held.ref, held.state, phone=held.phone)
        ),
    )


def _by_number(numbered: Iterable[tuple[Contact, Sequence[str]]]) -> dict[str, list[Contact]]:
    return grouped((number, contact) for contact, numbers in numbered for number in numbers)
