"""What staff are told of mails that were set aside, as the mailbox has them now: nothing of it is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from rules.books.decision import Reason
from rules.desk.choices import Choice
from rules.findings import Because, Why

SHOWN_FOR: Final = timedelta(days=7)
"""How far back they are listed: any digest of a working week, and holidays between, told of no older ones."""

MOST_SHOWN: Final = 30
"""Mails of one list: more are no list that somebody reads."""

NONE_OF_OURS: Final = frozenset({Reason.ROBOT, Reason.CONFIRMED, Reason.DECLINED, Reason.ELSEWHERE})
"""Why a mail is set aside that somebody may have judged otherwise: it was taken in once, in its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideMail:
    """A mail that was set aside; `ref` is M- and its number, `why` the reason in words.

    `is_there`: the mailbox has it still, so that `subject`, `name` and `address` are known. `automatic`: no
    person wrote it.
    """

    ref: str
    received_at: datetime
    why: Why
    automatic: bool = False
    is_there: bool = False
    subject: str = ""
    name: str = ""
    address: str = ""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What can be answered to it."""
        was_ours = Choice("NOSTRE", self.ref, (Because("was-ours"),))
        return (was_ours,) if self.is_there else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AsideList:
    """Mails that were set aside of late, those of people first, the newest first; `more` have no room."""

    mails: tuple[AsideMail, ...] = ()
    more: int = 0


def for_list(count: int) -> tuple[Choice, ...]:
    """Return what a digest offers that tells of *count* mails set aside: to be shown which."""
    return (Choice("APARTATS", "", (Because("shows-set-aside"),)),) if count else ()
