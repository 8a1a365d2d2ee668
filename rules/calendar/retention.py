"""How long what is kept, and what is told of its erasing.

Rule 1: what was written and asked is kept until somebody has decided, and thirty days more.
Rule 2: an address is kept until thirty days after the last letter to it.
Rule 3: who left is blocked at once (LOPDGDD 32): out of lists and digests, and looked at only to answer
        a leave that is repeated, to undo it, and so that nothing older brings anybody back.
Rule 4: consent and leave are proof until nobody can be held to account for them any more: three years
        (LOPDGDD 72); of whoever is on the list, as long as they are.
Rule 5: what a clock erased too early is gone. So our clock alone erases nothing: mail has to have come
        within a day of it, by the mail server's clock. And proof is erased in no greater numbers than
        days are used to; the rest waits for the next days, or for somebody who confirms it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import Enum, StrEnum
from typing import Final

from rules.books.subscription import State, Subscription

BLOCKED: Final = frozenset({State.LEFT, State.ERASED})
"""The states of whom nobody is shown any more."""

NIGHT: Final = time(3, 0)
"""From when on, on the town's clocks, what is over may be erased: no hour in which clocks change."""

APART: Final = timedelta(days=1)
"""How far mail's arrival may be from our clock to vouch for it."""

ALWAYS: Final = 20
"""So much proof may be erased in a day, however little it was before."""


class Sort(StrEnum):
    """What is erased, in the order in which it is; the values are those of the books."""

    CASES = "cases"  # their texts
    MESSAGES = "messages"  # the traces of those that were none of ours
    LETTERS = "letters"  # their texts
    ADDRESSES = "addresses"
    PEOPLE = "people"  # who left
    CONSENTS = "consents"  # of nobody in the books
    BROADCASTS = "broadcasts"  # their texts

    @property
    def is_proof(self) -> bool:
        """Whether its loss could not be made good.

        Of the others the mailbox has the mail itself, and the books what was decided.
        """
        return self in {Sort.PEOPLE, Sort.CONSENTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long the town keeps what (`retention` in the configuration)."""

    closed: timedelta = timedelta(days=30)
    address: timedelta = timedelta(days=30)
    proof_years: int = 3

    def proof_before(self, now: datetime) -> datetime:
        """What ended by then proves nothing any more; a 29 February ends with the 28th."""
        day = 28 if (now.month, now.day) == (2, 29) else now.day
        return now.replace(year=now.year - self.proof_years, day=day)


Erased = Counter[str]
"""How many of each sort were erased, or would be, by its value: so the event keeps it."""


class Hold(Enum):
    """Why what is over is not erased yet."""

    CLOCK_WRONG = "mail says that our clock is wrong"
    CLOCK_UNSURE = "no mail confirmed our clock for a day"
    MANY = "more than usual at once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is over and is not erased yet, and why."""

    why: Hold
    what: Erased

    @property
    def proof(self) -> int:
        """How much of it is proof: somebody has to look at that."""
        return sum(self.what[sort] for sort in Sort if sort.is_proof)


def distrust(*, now: datetime, arrived_at: datetime | None, known_wrong: bool) -> Hold | None:
    """Say why our *now* is not to be erased by, None where it may be.

    *arrived_at* is when the newest mail came, by the mail server's clock. A clock that is behind erases
    late, which harms nobody, but one that far off is not to be relied on either.
    """
    if known_wrong:
        return Hold.CLOCK_WRONG
    is_near = arrived_at is not None and abs(now - arrived_at) <= APART
    return None if is_near else Hold.CLOCK_UNSURE


def most_in_a_day(before: Iterable[int]) -> int:
    """Return how much proof a day may erase; *before* are the counts of the days of the year before it."""
    return max(ALWAYS, 2 * max(before, default=0))


def is_due(*, now: datetime, tz: tzinfo, last: datetime | None) -> bool:
    """Whether it is night, or later, on a date on which nothing was looked through yet."""
    local = now.astimezone(tz)
    return local.time() >= NIGHT and (last is None or last.astimezone(tz).date() < local.date())


def ended_at(left: Subscription, tz: tzinfo) -> datetime | None:
    """When the data of who left were used last: at the leave, or as the number came off the phone."""
    off = left.taken_off_on
    off_at = datetime.combine(off, time(), tz) + timedelta(days=1) if off else None
    return max(filter(None, (left.left_at, off_at)), default=left.opened_at)
