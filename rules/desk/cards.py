"""Cards as the digest lays them out: alike ones are one group, and only so many are shown.

Rule 1: a group is for reading and answering; each of its cards stays a case of its own.
Rule 2: what may be somebody's own request is like no other, and comes before what is.
Rule 3: what is not shown is counted, and comes up as soon as what was shown is answered.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from rules.books.decision import Verdict
from rules.books.subscription import State, Subscription
from rules.calendar.cadence import REMIND_AFTER, WAIT_FOR
from rules.calendar.retention import BLOCKED
from rules.desk.alike_cards import Mark
from rules.desk.choices import Choice, for_group
from rules.findings import Because, Kind, Person, Topic, Why
from rules.people.masking import masked

MOST_SHOWN: Final = 25
"""Groups and single cards of a digest: a mail program shows a mail of 100 KB whole, and cuts off more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerned:
    """Somebody in the books, as staff are shown them; `id_document` is masked."""

    ref: str
    name: str
    id_document: str | None
    phone: str | None
    state: State


def concerned(held: Subscription) -> Concerned:
    """Return what staff are shown of somebody whom a card may be about; of who left, that they did."""
    if held.state in BLOCKED:
        return Concerned(ref=held.ref, name="", id_document=None, phone=None, state=held.state)
    return Concerned(
        ref=held.ref,
        name=held.name,
        id_document=masked(held.id_document) if held.id_document else None,
        phone=held.phone,
        state=held.state,
    )


def remarks(requests: Iterable[Verdict], about: Sequence[Subscription]) -> Iterator[Why]:
    """What the list says of the data that a mail gives: that they are nobody's, or of one person twice."""
    given = [v.request.person for v in requests if v.request and v.request.kind is Kind.BAIXA]
    if not about and any(person.has_data for person in given):
        yield Because("on-list-nobody")
    numbers = Counter(held.id_document for held in about if held.living and held.id_document)
    if any(count > 1 for count in numbers.values()):
        yield Because("on-list-twice", (max(numbers.values()),))


@dataclass(frozen=True, slots=True, kw_only=True)
class CardItem:
    """A case that waits for staff or for a resident. `who` is a sender or a name, as the mail gives it.

    `excerpt` are the mail's own words that matter, line by line; `is_new`: it came since the digest before,
    `days` how many working days ago. `put_off_until` is when it comes back, where staff put it off.
    `is_urgent`: it comes before all that is older. `proposal` is a text to be sent by WhatsApp to all, "" for
    none; `is_private`: it has somebody's data, so that no link sends it. `marks` are what it is like others
    by (`rules.desk.alike_cards`); without any it stands alone. `topic` is what it is about beside joining and
    leaving, `learner` who plainly asks to be taught the list's use, and for nothing else. `due_on` is the
    last day to answer it by law, and `days_left` the working days until then, negative when it has passed.
    """

    ref: str
    reason: str
    details: tuple[str, ...] = ()
    opened_at: datetime
    who: str = ""
    sender: str = ""
    about: tuple[Concerned, ...] = ()
    excerpt: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    is_new: bool = False
    days: int = 0
    put_off_until: date | None = None
    proposal: str = ""
    is_private: bool = False
    marks: tuple[Mark, ...] = ()
    topic: Topic | None = None
    learner: Person | None = None
    is_urgent: bool = False
    due_on: date | None = None
    days_left: int | None = None

    @property
    def is_overdue(self) -> bool:
        """The law's day to answer it has passed."""
        return self.days_left is not None and self.days_left < 0

    @property
    def is_neglected(self) -> bool:
        """It has waited so long that a deputy looks: or, of what has a day, that day is near."""
        return self.days >= WAIT_FOR if self.days_left is None else self.days_left <= WAIT_FOR

    @property
    def is_old(self) -> bool:
        """It has waited so long for staff that they are reminded of it."""
        return self.days >= REMIND_AFTER


@dataclass(frozen=True, slots=True)
class Group:
    """Cards that are alike, the oldest first; most often a single one."""

    cards: tuple[CardItem, ...]

    @property
    def first(self) -> CardItem:
        """The oldest, by whose reference the group is answered."""
        return self.cards[0]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be answered to it: of several cards, one answer for all."""
        single = len(self.cards) == 1
        return self.first.choices if single else for_group([card.ref for card in self.cards])


@dataclass(frozen=True, slots=True)
class Board:
    """The groups that are shown, the oldest first, and how many cards are in none of them."""

    groups: tuple[Group, ...]
    more: int = 0


def laid_out(cards: Sequence[CardItem], most: int = MOST_SHOWN) -> Board:
    """Return what is shown of *cards*: what is urgent, whom the books know, what stands alone, the rest."""
    groups = sorted(_grouped(cards), key=_urgency)
    shown = sorted(groups[:most], key=_place)
    return Board(tuple(shown), sum(len(group.cards) for group in groups[most:]))


def oldest_first(cards: Iterable[CardItem]) -> tuple[CardItem, ...]:
    """Return the cards in the order they were opened."""
    return tuple(sorted(cards, key=_age))


def _grouped(cards: Sequence[CardItem]) -> Iterable[Group]:
    """Whoever is like one of a group is of it."""
    leads: dict[Mark, Mark] = {}

    def leader(mark: Mark) -> Mark:
        while (lead := leads.setdefault(mark, mark)) != mark:
            leads[mark] = mark = leads[lead]
        return mark

    for card in cards:
        for one, other in pairwise(card.marks):
            leads[leader(one)] = leader(other)
    found: dict[Mark, list[CardItem]] = {}
    for card in oldest_first(cards):
        found.setdefault(leader(card.marks[0]) if card.marks else (card.ref,), []).append(card)
    return (Group(tuple(alike)) for alike in found.values())


def _urgency(group: Group) -> tuple[bool, bool, bool, bool, datetime, str]:
    first = group.first
    return not first.is_urgent, first.days_left is None, not first.about, bool(first.marks), *_age(first)


def _place(group: Group) -> tuple[bool, bool, datetime, str]:
    """Where a group is shown: what presses first, then the oldest."""
    return not group.first.is_urgent, not group.first.is_overdue, *_age(group.first)


def _age(card: CardItem) -> tuple[datetime, str]:
    return card.opened_at, card.ref
