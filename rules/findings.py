"""What can be found in a message, as values: the seam between reading and deciding."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, StrEnum
from typing import Final


class Kind(StrEnum):
    """What a message asks of the list's books (the answers of `explain --json`)."""

    BAIXA = "baixa"
    CONSENT = "consent"
    ALTA = "alta"
    COMMAND = "command"
    AUTOMATIC = "automatic"
    OTHER = "other"
    UNSURE = "unsure"
    UNDO = "undo"  # never of a message by itself: an answer to our letter takes a leave back


ACTING: Final = frozenset({Kind.BAIXA, Kind.CONSENT, Kind.ALTA})
"""What acts on the books where it is what it says, and plain."""

ASKS_NOTHING: Final = frozenset({Kind.AUTOMATIC, Kind.OTHER})
"""What asks nothing of us: whom it names is nobody that we look for."""


class Topic(StrEnum):
    """What else a message to the list is about, beside joining and leaving (`topic` of `explain --json`)."""

    INCIDENT = "incident"
    RIGHTS = "rights"
    NO_MESSAGES = "no-messages"
    TRAINING = "training"
    ANNOUNCEMENT = "announcement"
    QUESTION = "question"
    PROCEDURE = "procedure"  # which the notice rules out: a formality, a complaint about a service


class Right(StrEnum):
    """Which right over their data somebody claims; moving them elsewhere is the same handing over."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"


class Voice(StrEnum):
    """Who speaks in the message: it decides what the words may do by themselves."""

    WRITER = "writer"  # the person's own mail
    REGISTRY = "registry"  # a notice of a configured registry sender
    STAFF = "staff"  # a clerk's own words
    CHAT = "chat"  # a WhatsApp chat mailed on by staff
    FORWARD = "forward"  # somebody's mail passed on by staff


class Flaw(StrEnum):
    """What a person's data lack."""

    DOCUMENT_MISSING = "document missing"
    DOCUMENT_INVALID = "document invalid"
    PHONE_MISSING = "phone missing"
    PHONE_INVALID = "phone invalid"
    PHONE_LANDLINE = "phone is a landline"
    NAME_MISSING = "name missing"


class Doubt(Enum):
    """Why a request that names everything must still go to staff."""

    CONDITION = "a condition"
    FUTURE = "for later"
    NEW_NUMBER = "their number has changed"
    PARTS_DISAGREE = "plain text and HTML name other people"
    TOO_MANY = "more than five people in one mail"
    UNCLEAR = "unclear what is asked"
    FOR_ANOTHER = "for somebody else, unclear whose data or wish"
    SAYS_MORE = "says more that may change it"
    CARRIED_OVER = "only the subject of the answered mail asks"
    QUESTION = "a question"
    DISGUISED = "hidden characters or another alphabet"
    TRUNCATED = "only the beginning was read"
    FUTURE_ENTRY = "a registry date later than the mail"
    UNTRUSTED = "sender not proved"
    STALE_ENTRY = "a registry date of a year ago or more"
    FORM_CHANGED = "the registry's form may have changed"
    PAPER_DIFFERS = "the enclosure is of somebody else, too or only"
    UNTICKED = "the form's consent is not ticked"
    UNREAD = "an enclosure that may tell was not read"
    NO_CLAUSE = "asks to join, no clause to be seen"
    MINOR = "may be under fourteen"
    ANOTHERS_PHONE = "the mobile is said to be another's"


CONFIRMABLE: Final = frozenset({Doubt.SAYS_MORE, Doubt.QUESTION})
"""Doubts that a yes of the writer settles."""


class UnclearSender(Enum):
    """Why nobody can tell who sent a message."""

    FROM = "not exactly one plain address in From"
    RESULTS = "our server's results are unreadable"


@dataclass(frozen=True, slots=True)
class Because:
    """A sentence that people are told, by its code, and the values that stand in it."""

    code: str
    values: tuple[object, ...] = ()


Why = Enum | Because | str
"""What people are told, by its code; or words that stand as they are."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words that count, by their place in a mail's own text, or in its subject, and what they come to.

    They are `open` where they may change what is asked, so that it is not done by itself.
    """

    start: int
    end: int
    why: Why
    in_subject: bool = False
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is to leave or to join, as the message gives them.

    `id_document` is upper case without separators and valid, `phone` is E.164 and a mobile; None for what
    the message does not validly give, and `flaws` says what is wrong.
    """

    name: str | None = None
    id_document: str | None = None
    phone: str | None = None
    flaws: tuple[Flaw, ...] = ()

    @property
    def has_data(self) -> bool:
        """Whether a document or a mobile tells who is meant."""
        return bool(self.id_document or self.phone)


def identified(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Those who give both a document and a mobile."""
    return tuple(person for person in people if person.id_document and person.phone)


def known(people: Iterable[Person]) -> tuple[Person, ...]:
    """Those of *people* whose document or mobile is known."""
    return tuple(person for person in people if person.has_data)


def with_flaws(name: str | None, document: str | None, phone: str | None, known: tuple[Flaw, ...]) -> Person:
    """A person with the flaws that follow from what is None; *known* says which are worse than missing."""
    bad_document = Flaw.DOCUMENT_INVALID if Flaw.DOCUMENT_INVALID in known else Flaw.DOCUMENT_MISSING
    bad_phone = next((f for f in known if f in {Flaw.PHONE_INVALID, Flaw.PHONE_LANDLINE}), Flaw.PHONE_MISSING)
    given = ((document, bad_document), (phone, bad_phone), (name, Flaw.NAME_MISSING))
    flaws = tuple(flaw for value, flaw in given if not value)
    return Person(name=name, id_document=document, phone=phone, flaws=flaws)


def with_other(person: Person, other: Person) -> Person:
    """The person with what only the other account of them gives."""
    return with_flaws(
        person.name or other.name,
        person.id_document or other.id_document,
        person.phone or other.phone,
        (*person.flaws, *other.flaws),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A registry entry: its number as read, and the instant of presentation (aware)."""

    number: str | None = None
    registered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What the town hall wrote in a chat; `at` is the telephone's clock, without its zone."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one message says, and why we think so.

    `registries` stands in the order of `people`. `silence` is the reason why its sender is never answered, or
    None; `bothers` why a letter would only bother them, unless they answer ours. `language` is "ca" or "es".
    `unread` are the attachments that could not be read; `paper_may_tell` says that an attachment may say what
    nothing else in the message does. `wish` is what the writer asks for with a condition, for later or with a
    doubt: staff may grant it. `unclear_sender` says why nobody can tell who sent it. It `confirms` where it
    only says that the leave we told of is right. To our question whether they want to leave, its writer says
    yes: `confirmed_wish_of` is when they wrote first; or no: it `declines`. It is `unplaced` where no rule
    knows what it asks, and only what it holds makes a person look. Of a clerk's mail, `by_subdomain` says
    that it is authenticated only by a domain under or above its sender's, and `to_others` that it is not to
    us alone. `said` are the words that decided a resident's leave, and those that leave it open.
    `still_comes`: they say that messages still come to them. `topic` is what it is about beside joining and
    leaving, where its writer speaks to the list or of it, and it is `urgent` where somebody may come to harm,
    or cannot do without. `right` is the one that it claims, None where it does not say which; `concerns` are
    whom a topic is about, who neither leave nor join. Of a chat that staff pass on, `told` are the words that
    were written to the list, and `told_by` whose number did. `posted` is what the town hall itself wrote
    there. `to_list`: it is told to the list, and no rule understands what it says.
    """

    kind: Kind
    people: tuple[Person, ...] = ()
    registries: tuple[Entry, ...] = ()
    authenticated: bool | None = None
    unclear_sender: UnclearSender | None = None
    voice: Voice = Voice.WRITER
    language: str = "ca"
    doubts: tuple[Doubt, ...] = ()
    silence: Why | None = None
    bothers: Why | None = None
    reasons: tuple[Why, ...] = ()
    unread: tuple[Why, ...] = ()
    paper_may_tell: bool = False
    wish: Kind | None = None
    confirms: bool = False
    confirmed_wish_of: datetime | None = None
    declines: bool = False
    by_subdomain: bool = False
    to_others: bool = False
    unplaced: bool = False
    said: tuple[Said, ...] = ()
    still_comes: bool = False
    topic: Topic | None = None
    to_list: bool = False
    urgent: bool = False
    right: Right | None = None
    concerns: tuple[Person, ...] = ()
    told: str = ""
    told_by: str | None = None
    posted: tuple[Posted, ...] = ()

    @property
    def is_suspect(self) -> bool:
        """Whether its sender is forged, or may hide that: then nothing acts, and nobody is answered."""
        return self.authenticated is False or self.unclear_sender is not None

    @property
    def proof(self) -> bool | None:
        """Whether a clerk's mail is theirs: true only for the very domain of the address."""
        if self.is_suspect:
            return False
        return None if self.by_subdomain else self.authenticated

    def held(self, why: Why) -> "Reading":
        """The same, for a person to look at, and why."""
        doubts, reasons = (*self.doubts, Doubt.UNCLEAR), (*self.reasons, why)
        return replace(self, kind=Kind.UNSURE, doubts=doubts, reasons=reasons)


TOPIC_DOUBTFUL: Final = Because("topic-doubtful")
"""Why nobody is written to of a topic that is heard and may be another."""


def for_a_person(
    why: Why, people: Iterable[Person] = (), *, doubt: Doubt = Doubt.UNCLEAR, voice: Voice = Voice.WRITER
) -> Reading:
    """The reading of what a person must judge, and why."""
    return Reading(kind=Kind.UNSURE, people=tuple(people), voice=voice, doubts=(doubt,), reasons=(why,))


def asks_in_chat(reading: Reading) -> bool:
    """Whether somebody asks in a chat to join or to leave, clearly or not."""
    asked = {"chat-leaves", "chat-joins", "chat-of-both", "chat-takes-back"}
    return any(isinstance(why, Because) and why.code in asked for why in reading.reasons)
