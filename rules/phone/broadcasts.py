"""The numbered broadcast lists on the phone: WhatsApp takes so many contacts into each, and no more.

Rule 1: a number is in one list, whoever it serves, and stays there until it is off the phone.
Rule 2: whoever is put on the phone gets the first list with room.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from rules.books.subscription import State, Subscription
from rules.town import LIST_SIZE


class Lists:
    """Which numbers are in which list, to be asked one after the other."""

    def __init__(
        self,
        subscriptions: Iterable[Subscription],
        size: int = LIST_SIZE,
        *,
        filled: Mapping[int, int] | None = None,
    ) -> None:
        """Hold those of *subscriptions* that are in a list; *size* contacts go into each.

        Where they are not all that there are, *filled* is how many contacts are in each.
        """
        self._size = size
        self._of = {s.phone: s.list_number for s in subscriptions if s.phone and s.list_number}
        self.by_number = Counter(self._of.values() if filled is None else filled)
        """How many contacts are in each list."""
        self._first = 1

    def place(self, phone: str) -> int:
        """The list of *phone*: where it is, else the first with room, which from now on it is in."""
        if phone not in self._of:
            # A list that is full stays so: nobody leaves here.
            while self.by_number[self._first] >= self._size:
                self._first += 1
            self._of[phone] = self._first
            self.by_number[self._first] += 1
        return self._of[phone]

    @property
    def filled(self) -> tuple[int, ...]:
        """How many contacts are in list 1, 2 … up to the last in use."""
        last = max((number for number, many in self.by_number.items() if many), default=0)
        return tuple(self.by_number[number] for number in range(1, last + 1))


def wants_list(held: Subscription) -> bool:
    """Whether *held* is on the phone and has no list yet."""
    return held.state is State.ACTIVE and bool(held.phone) and held.list_number is None


def placed(held: Subscription, lists: Lists) -> Subscription:
    """*held* with its list: given when it is put on the phone, freed when it is off it."""
    if wants_list(held):
        return replace(held, list_number=lists.place(held.phone or ""))
    stays = held.state in {State.ACTIVE, State.LEAVING} and held.phone
    return held if stays or held.list_number is None else replace(held, list_number=None)
