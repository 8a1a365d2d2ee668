"""What the store knows that a decision needs, gathered before, and how lanes decide by it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar

from rules.books.decision import Reason, Request, Template, Verdict, outcome_of
from rules.books.subscription import Subscription
from rules.findings import Entry, Flaw, Kind, Person, Reading, Why
from rules.sender.vouching import Standing

_NOBODY: Final = Person(flaws=(Flaw.NAME_MISSING, Flaw.DOCUMENT_MISSING, Flaw.PHONE_MISSING))


Told = tuple[Template, str | None, str | None]
"""Which letter told of somebody, and the document and the mobile of whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How many letters residents are sent on a day, and which of them go to this sender.

    `told` are those people of whom the sender was told that day, or will be, that something was done.
    """

    to_sender: tuple[Template, ...] = ()
    told: frozenset[Told] = frozenset()
    unauthenticated: int = 0
    all: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How many letters residents may get in one local day (`replies` in the configuration)."""

    per_sender: int = 3
    unauthenticated: int = 50
    all: int = 2000

    def have_room(self, sent: Sent, *, known: bool) -> bool:
        """Whether a day that had *sent* takes a letter more; *known*: to somebody authenticated."""
        return (
            len(sent.to_sender) < self.per_sender
            and sent.all < self.all
            and (known or sent.unauthenticated < self.unauthenticated)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """A leave that a letter of ours told of: who left, as the message gave them, and when that came.

    `by_sender` says that who answers now is who asked for it then; `holds`, that it was not undone
    since; `denied`, that an open card says it was not wanted.
    """

    person: Person
    at: datetime
    by_sender: bool
    holds: bool = True
    denied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The conversation of ours that a mail answers with more than thanks.

    `with_sender`: it is with the address that the mail comes from. `waiting` are the people we asked
    for data, with what they gave so far, and `asked` says how often we did; `turned` are those of them
    whose answer a person looks at; `to_confirm` says that they were asked whether they want to leave at all,
    and `wished_at` when what they wrote came; `left` are the leaves that our letters told of. `ref` is its
    first case's.
    Not `certain`: nothing refers to it, but its writer was asked for the like of what the mail gives, or
    left and speaks of that.
    """

    with_sender: bool
    ref: str = ""
    language: str = "ca"
    asked: int = 0
    waiting: tuple[Person, ...] = ()
    turned: tuple[Person, ...] = ()
    to_confirm: bool = False
    wished_at: datetime | None = None
    left: tuple[Departure, ...] = ()
    certain: bool = True

    @property
    def holds(self) -> bool:
        """All the leaves that were told of are as they were told."""
        return bool(self.left) and all(each.holds for each in self.left)

    @property
    def is_over(self) -> bool:
        """Nothing waits in it, and nobody left by it."""
        return not (self.waiting or self.turned or self.left)

    @property
    def names(self) -> tuple[str, ...]:
        """Whose names may stand under an answer."""
        people = (*self.waiting, *self.turned, *(each.person for each in self.left))
        return tuple(person.name for person in people if person.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The message's circumstances and what the books hold about its people.

    `subscriptions` are all, living or not, that share a document or a phone with
    any of them; `consents` the keys already known; `leaves` the complete leaves
    that were not found to be anybody's and still wait for staff; `history` the leaves and consents
    that were done before, also those that changed nothing: they too are newer or
    older than what comes now. `marked_inside` says that the
    town's own server marked the mail as inside mail; `thread` is what it answers, if anything of ours.
    `asked_before`: the sender was asked whether they want to leave, and has not answered.
    `standings` are what each order of a staff mail is worth; `answered`: who gave them is answered, and
    asked what they meant; `beside`: the mail says more than that.
    `approved` is set where staff decide a card: then the doubts about who wrote and why are settled.
    """

    received_at: datetime
    sender: str | None = None
    junk: bool = False
    marked_inside: bool = False
    thread: Thread | None = None
    asked_before: bool = False
    standings: tuple[Standing, ...] = ()
    answered: bool = False
    beside: bool = False
    approved: bool = False
    subscriptions: tuple[Subscription, ...] = ()
    consents: frozenset[str] = frozenset()
    leaves: tuple[Request, ...] = ()
    history: tuple[Request, ...] = ()
    sent: Sent = field(default_factory=Sent)
    caps: Caps = field(default_factory=Caps)

    def of(self, person: Person) -> tuple[Subscription, ...]:
        """The subscriptions with exactly this document and phone."""
        return tuple(
            s for s in self.subscriptions if s.id_document == person.id_document and s.phone == person.phone
        )

    def sharing(self, people: Iterable[Person]) -> tuple[Subscription, ...]:
        """The living subscriptions with a document or a phone of any of *people*."""
        return tuple(held for held in self.held_of(people) if held.living)

    def held_of(self, people: Iterable[Person]) -> tuple[Subscription, ...]:
        """All subscriptions with a document or a phone of any of *people*, also of who left."""
        known = list(people)
        documents = {p.id_document for p in known if p.id_document}
        phones = {p.phone for p in known if p.phone}
        return tuple(s for s in self.subscriptions if s.id_document in documents or s.phone in phones)

    def with_document(self, id_document: str | None) -> tuple[Subscription, ...]:
        """The subscriptions of one person, by document."""
        return tuple(s for s in self.subscriptions if id_document and s.id_document == id_document)

    def with_phone(self, phone: str | None) -> tuple[Subscription, ...]:
        """The subscriptions of one number."""
        return tuple(s for s in self.subscriptions if phone and s.phone == phone)


@dataclass(frozen=True, slots=True)
class Asked:
    """One person's request in one message, with all that decides it."""

    reading: Reading
    request: Request
    facts: Facts


A = TypeVar("A", bound=Asked)

SETTLED: Final = True
"""Of a lane: it only waits for a person, and does not count where staff approve the request."""

HOLDS: Final = False
"""Of a lane: it stands in the way whoever approves."""

Lanes = Sequence[tuple[Callable[[A], bool], Reason, bool]]
"""What is asked of a request, in order, why it ends as it does where the answer is yes, and whether staff's
approval settles that.
"""


def first_lane(asked: A, lanes: Lanes[A]) -> Reason | None:
    """The reason of the first lane that counts and fits; None where none does."""
    counting = ((fits, why) for fits, why, settled in lanes if not (settled and asked.facts.approved))
    return next((why for fits, why in counting if fits(asked)), None)


def stopped(asked: Asked, reason: Reason, about: tuple[Subscription, ...]) -> Verdict:
    """How a request ends for the *reason* of a lane; *about* are those whom it may concern."""
    return Verdict(
        request=asked.request,
        outcome=outcome_of(reason),
        reason=reason,
        details=details_of(asked.reading, reason),
        about=about,
    )


def details_of(reading: Reading, reason: Reason) -> tuple[Why, ...]:
    """What a card says beside its reason: why it is in doubt, what was not opened, why it is nobody's."""
    if reason is Reason.SENDER_UNCLEAR and reading.unclear_sender:
        return (reading.unclear_sender,)
    return (*reading.doubts, *reading.unread) if reason is Reason.DOUBTFUL else ()


def suspicion(reading: Reading) -> Reason | None:
    """Why nothing that the mail says is its sender's word; None where nothing speaks against that."""
    if reading.authenticated is False:
        return Reason.FORGED
    return Reason.SENDER_UNCLEAR if reading.is_suspect else None


def is_forged(asked: Asked) -> bool:
    """The sender's authentication failed."""
    return suspicion(asked.reading) is Reason.FORGED


def has_unclear_sender(asked: Asked) -> bool:
    """From is not one plain address, or what our own server found out cannot be read."""
    return suspicion(asked.reading) is Reason.SENDER_UNCLEAR


def is_junk(asked: Asked) -> bool:
    """It was found in a junk folder."""
    return asked.facts.junk


def has_doubt(asked: Asked) -> bool:
    """A condition, a later date, parts that disagree, hidden characters, a changed form …"""
    return bool(asked.reading.doubts)


SENDER_LANES: Final[Lanes[Asked]] = (
    (is_forged, Reason.FORGED, SETTLED),
    (has_unclear_sender, Reason.SENDER_UNCLEAR, SETTLED),
    (is_junk, Reason.JUNK, SETTLED),
)
"""Who sent it, asked before all else of a request of any kind."""


def is_trusted_staff(reading: Reading, facts: Facts) -> bool:
    """Staff mail acts where it is meant for us alone, and proved, or marked by the town's own server."""
    is_proved = reading.proof is True or (reading.proof is None and facts.marked_inside)
    return is_proved and not reading.to_others


def requests_of(reading: Reading, facts: Facts) -> tuple[Request, ...]:
    """One request a person, one of nobody where none is given: a message without people is not lost."""
    people = reading.people or (_NOBODY,)
    entries = (*reading.registries, *(None for _ in people))
    asked_at = reading.confirmed_wish_of or facts.received_at
    pairs = zip(people, entries, strict=False)
    return tuple(_request(reading.kind, person, entry, asked_at) for person, entry in pairs)


def _request(kind: Kind, person: Person, entry: Entry | None, asked_at: datetime) -> Request:
    """A consent is dated by its presentation, all else by its arrival, or by that of what it confirms."""
    if kind is not Kind.CONSENT:
        return Request(kind=kind, person=person, at=asked_at)
    presented_at = entry.registered_at if entry else None
    return Request(kind=kind, person=person, entry=entry, at=presented_at or asked_at)
