"""A subscription's life: its states and the one table that moves them.

Rule 1: a consent revives somebody only if it was presented after the last leave.
Rule 2: whoever may be on the phone (due, active) leaves through `leaving`, until
        staff confirm that the contact is off it.
Rule 3: a leave once made is proof: whoever comes back gets a new subscription.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum
from typing import Final


class State(StrEnum):
    """Where a subscription stands."""

    REQUESTED = "requested"  # ALTA, no consent yet
    CONSENTED = "consented"  # registered consent, no ALTA yet: the clock runs
    DUE = "due"  # both: staff are to activate
    ACTIVE = "active"
    LEAVING = "leaving"  # left, still to be taken off the phone
    LEFT = "left"
    ERASED = "erased"


LIVING: Final = frozenset({State.REQUESTED, State.CONSENTED, State.DUE, State.ACTIVE})
"""The states of who is, or is about to be, on the list."""

GONE: Final = frozenset({State.LEAVING, State.LEFT})
"""The states of who left: what is known of them is proof."""

UNDO_WITHIN: Final = timedelta(days=10)
"""How long a leave can be undone, as our letters say it."""

PATIENCE: Final = timedelta(days=30)
"""How long an ALTA may wait for its consent before staff look at it."""


class What(StrEnum):
    """What can happen to a subscription."""

    CONSENT = "consent"
    ALTA = "alta"
    ACTIVATED = "activated"
    BAIXA = "baixa"
    TAKEN_OFF = "taken-off"
    UNDO = "undo"
    NOT_YET = "not-yet"  # staff said that the contact was on the phone, and it was not


class Refusal(Enum):
    """Why something cannot happen."""

    UNKNOWN = "nobody of this document and mobile"
    LEFT_ALREADY = "has left, to be taken off the phone"
    NO_CONSENT = "no consent yet"
    NO_PHONE = "no mobile known"
    STILL_ACTIVE = "active, a leave comes first"
    NOT_ON_PHONE = "not known to be on the phone"
    NOTHING_TO_UNDO = "has not left"
    NOT_DATED = "no date of the leave is known"
    TOO_LATE = "more than ten days since the leave"
    LEFT_AGAIN = "has asked to leave again since"
    LEFT_FOR_GOOD = "has left before, a new ALTA is needed"
    HELD_BY_ANOTHER = "another living one has this document and mobile"
    ERASED = "the data are erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One person with one mobile on the list; unique by (id_document, phone) among the living.

    Instants are aware. `left_at` is when the leave was received (INTERNALDATE),
    `left_from` the state before it. `restored_on` is the day a leave was undone
    after the contact was off the phone: it is due again on the next working day.
    `list_number` is the broadcast list on the phone that its number is in (`broadcasts`).
    """

    ref: str
    name: str = ""
    id_document: str | None = None
    phone: str | None = None
    state: State
    consent_number: str | None = None
    consent_at: datetime | None = None
    alta_at: datetime | None = None
    activated_on: date | None = None
    without_alta: bool = False
    left_at: datetime | None = None
    left_from: State | None = None
    taken_off_on: date | None = None
    restored_on: date | None = None
    list_number: int | None = None
    opened_at: datetime | None = None

    @property
    def living(self) -> bool:
        """Is or is about to be on the list."""
        return self.state in LIVING


def goes_on(left: Subscription, others: Iterable[Subscription]) -> tuple[Subscription, ...]:
    """Those of *others* with which *left* goes on: their number was changed, one began as the other ended."""
    if left.left_at is None or left.id_document is None:
        return ()
    theirs = (held for held in others if held.id_document == left.id_document and held.ref != left.ref)
    return tuple(held for held in theirs if held.opened_at == left.left_at)


def last_left(held: Iterable[Subscription]) -> Subscription | None:
    """The one of *held* that left last."""
    gone = (each for each in held if each.state in GONE)
    return max(gone, key=lambda each: each.left_at.timestamp() if each.left_at else 0, default=None)


@dataclass(frozen=True, slots=True)
class Begin:
    """A new subscription starts in this state; the old one stays as proof."""

    state: State


Step = State | Begin | Refusal | None
"""The state it moves to; None where what came is only kept as evidence."""

_S: Final = State
_OF_NOBODY: Final[Mapping[Step, tuple[State | None, ...]]] = {
    Refusal.UNKNOWN: (None,),
    Refusal.ERASED: (_S.ERASED,),
}
"""Nobody of that DNI and mobile was ever there; of erased data nothing can be said."""

_ROWS: Final[Mapping[What, Mapping[Step, tuple[State | None, ...]]]] = {
    What.CONSENT: {  # newer than the last leave; who comes back after their data are erased is new
        Begin(_S.CONSENTED): (None, _S.LEFT, _S.LEAVING, _S.ERASED),
        _S.DUE: (_S.REQUESTED,),
        None: (_S.CONSENTED, _S.DUE, _S.ACTIVE),
    },
    What.ALTA: {  # passed on by staff
        Begin(_S.REQUESTED): (None, _S.LEFT, _S.LEAVING, _S.ERASED),
        _S.DUE: (_S.CONSENTED,),
        None: (_S.REQUESTED, _S.DUE, _S.ACTIVE),
    },
    What.ACTIVATED: {  # staff put the contact on the phone
        _S.ACTIVE: (_S.DUE, _S.CONSENTED),
        None: (_S.ACTIVE,),
        Refusal.NO_CONSENT: (_S.REQUESTED,),
        Refusal.LEFT_ALREADY: (_S.LEAVING, _S.LEFT),
        **_OF_NOBODY,
    },
    What.BAIXA: {
        _S.LEFT: (_S.REQUESTED, _S.CONSENTED),
        _S.LEAVING: (_S.DUE, _S.ACTIVE),
        None: (_S.LEAVING, _S.LEFT),
        **_OF_NOBODY,
    },
    What.TAKEN_OFF: {  # staff took the contact off the phone
        _S.LEFT: (_S.LEAVING,),
        None: (_S.LEFT,),
        Refusal.STILL_ACTIVE: (_S.ACTIVE,),
        Refusal.NOT_ON_PHONE: (_S.DUE, _S.CONSENTED, _S.REQUESTED),
        **_OF_NOBODY,
    },
    What.UNDO: {  # see `_undone` for where a leave that is undone goes back to
        Refusal.NOTHING_TO_UNDO: (_S.REQUESTED, _S.CONSENTED, _S.DUE, _S.ACTIVE),
        **_OF_NOBODY,
    },
    What.NOT_YET: {  # staff take back that the contact is on the phone
        _S.DUE: (_S.ACTIVE,),
        Refusal.NOT_ON_PHONE: (_S.REQUESTED, _S.CONSENTED, _S.DUE, _S.LEFT),
        Refusal.LEFT_ALREADY: (_S.LEAVING,),
        **_OF_NOBODY,
    },
}
_STEPS: Final[Mapping[tuple[State | None, What], Step]] = {
    (state, what): step for what, row in _ROWS.items() for step, states in row.items() for state in states
}
"""What each thing that happens does to a subscription in each state."""


def step(held: Subscription | None, what: What, *, at: datetime) -> Step:
    """Say what *what*, dated *at*, does to *held* (None: nobody of that DNI and mobile yet).

    *at* is the presentation of a consent, the INTERNALDATE of a mail, the moment
    of a staff action. What is not newer than the last leave revives nobody.
    """
    if held is None:
        return _STEPS[None, what]
    if what is What.UNDO and held.state in GONE:
        return _undone(held, at=at)
    if what is What.ACTIVATED and held.state is State.CONSENTED and not held.phone:
        return Refusal.NO_PHONE
    if what is What.NOT_YET and held.state is State.ACTIVE and held.without_alta:
        return State.CONSENTED
    after = _STEPS[held.state, what]
    if isinstance(after, Begin) and held.left_at is not None and at <= held.left_at:
        return None
    return after


def in_time_to_undo(left_at: datetime, *, at: datetime) -> bool:
    """Whether a leave of *left_at* can still be undone: letters name no hour, the last day counts whole."""
    return at - left_at < UNDO_WITHIN + timedelta(days=1)


def is_stale(held: Subscription, *, now: datetime) -> bool:
    """Whether *held* asked to join longer ago than our patience lasts, and no consent has come."""
    asked = held.alta_at or held.opened_at
    return held.state is State.REQUESTED and asked is not None and now - asked > PATIENCE


def _undone(held: Subscription, *, at: datetime) -> Step:
    """The state before the leave; `due` again if the contact is off the phone already."""
    if held.left_at is None or held.left_from is None:
        return Refusal.NOT_DATED
    if not in_time_to_undo(held.left_at, at=at):
        return Refusal.TOO_LATE
    if held.state is State.LEFT and held.left_from in {State.DUE, State.ACTIVE}:
        return State.DUE
    return held.left_from
