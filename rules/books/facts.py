"""What the store knows that a decision needs, gathered before, and how lanes decide by it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import zip_longest
from typing import Final

from rules.books.decision import Reason, Request, Template, Verdict
from rules.books.subscription import Subscription
from rules.findings import Because, Flaw, Kind, Person, Reading, Why
from rules.people.names import compatible
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

    def spent(self, sent: Sent, *, known: bool) -> Why | None:
        """Which cap a day that had *sent* has no room under; *known*: for somebody authenticated."""
        if len(sent.to_sender) >= self.per_sender:
            return Because("cap-of-sender", (len(sent.to_sender),))
        if sent.all >= self.all:
            return Because("cap-of-all")
        is_spent = not known and sent.unauthenticated >= self.unauthenticated
        return Because("cap-of-unauthenticated") if is_spent else None


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

    @property
    def left(self) -> tuple[Departure, ...]:
        """The leaves that letters of the conversation told of."""
        return self.thread.left if self.thread else ()

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


SETTLED: Final = True
"""Of a lane: it only waits for a person, and does not count where staff approve the request."""

HOLDS: Final = False
"""Of a lane: it stands in the way whoever approves."""

Lanes = Iterator[tuple[bool, Reason, bool]]
"""Of a request, in order: whether it ends here, why, and whether staff's approval settles that."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One person's request in one message, with all that decides it."""

    reading: Reading
    request: Request
    facts: Facts

    @property
    def undocumented(self) -> tuple[Subscription, ...]:
        """Those on the list with the mobile given that lack a document, and whose name is not another's."""
        person = self.request.person
        sharing = (held for held in self.facts.with_phone(person.phone) if held.living)
        return tuple(s for s in sharing if s.id_document is None and compatible(person.name, s.name))

    def by_sender(self) -> Lanes:
        """Who sent it, asked before all else of a request of any kind."""
        why = held_up(self.reading, self.facts)
        if why is not None:
            yield True, why, SETTLED

    def stopped(self, lanes: Lanes, about: tuple[Subscription, ...]) -> Verdict | None:
        """How it ends by the first lane that fits and counts; *about* are those whom it may concern."""
        approved = self.facts.approved
        reason = next((why for fits, why, settled in lanes if fits and not (settled and approved)), None)
        if reason is None:
            return None
        details = details_of(self.reading, reason)
        return Verdict(request=self.request, reason=reason, details=details, about=about)


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


def held_up(reading: Reading, facts: Facts) -> Reason | None:
    """Why nothing is done or told by itself, whatever the mail says: who sent it, or where it was found."""
    return suspicion(reading) or (Reason.JUNK if facts.junk else None)


def is_trusted_staff(reading: Reading, facts: Facts) -> bool:
    """Staff mail acts where it is meant for us alone, and proved, or marked by the town's own server."""
    is_proved = reading.proof is True or (reading.proof is None and facts.marked_inside)
    return is_proved and not reading.to_others


def requests_of(reading: Reading, facts: Facts) -> tuple[Request, ...]:
    """One request a person, one of nobody where none is given: a message without people is not lost.

    A consent is dated by its presentation, all else by its arrival, or by that of what it confirms.
    """
    people, at = reading.people or (_NOBODY,), reading.confirmed_wish_of or facts.received_at
    if reading.kind is not Kind.CONSENT:
        return tuple(Request(kind=reading.kind, person=person, at=at) for person in people)
    return tuple(
        Request(kind=Kind.CONSENT, person=one, entry=entry, at=(entry and entry.registered_at) or at)
        for one, entry in zip_longest(people, reading.registries[: len(people)])
    )
