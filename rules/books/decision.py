"""A decision as a value: what becomes of each request of a message, and why."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Final, Self

from rules.books.subscription import Subscription, What
from rules.findings import Entry, Kind, Person, Right, Topic, Why


class Outcome(StrEnum):
    """How a request ends, the least open first: as exactly one of these, and staff see every card."""

    ASIDE = "aside"  # none of our business, with a reason
    DONE = "done"
    WAITING = "resident"  # the resident was asked
    CARD = "staff"  # a person of the town hall decides


class Reason(Enum):
    """Why a request ended as it did, and so how."""

    outcome: Outcome

    def __new__(cls, outcome: Outcome, words: str) -> Self:
        """A member by its words."""
        made = object.__new__(cls)
        made._value_, made.outcome = words, outcome
        return made

    LEFT = Outcome.DONE, "document and mobile are of one living subscription"
    ALREADY_LEFT = Outcome.DONE, "had left before"
    CONSENT_STARTS = Outcome.DONE, "a consent starts the time limit"
    CONSENT_COMPLETES = Outcome.DONE, "a consent completes an ALTA"
    CONSENT_KNOWN = Outcome.DONE, "a consent known before"
    CONSENT_BEFORE_LEAVE = Outcome.DONE, "a consent older than the leave"
    ALTA_STARTS = Outcome.DONE, "an ALTA without consent yet"
    ALTA_COMPLETES = Outcome.DONE, "an ALTA completes a consent"
    ALTA_KNOWN = Outcome.DONE, "an ALTA known before"
    ALTA_BEFORE_LEAVE = Outcome.DONE, "an ALTA older than the leave"
    UNDONE = Outcome.DONE, "the leave is undone"
    ORDERED = Outcome.DONE, "an order of staff, answered to who gave it"
    ORDER_ASKED = Outcome.DONE, "no order that can be done as it stands: its clerk was asked what they meant"
    TOLD_HOW = Outcome.DONE, "asked how the list works, and was told"
    TOLD_WHERE = Outcome.DONE, "asked for what the list is not for, and was told where to turn"
    LACKING = Outcome.WAITING, "data lack, and were asked for"
    UNCONFIRMED = Outcome.WAITING, "may want to leave, and was asked"
    FORGED = Outcome.CARD, "the sender's authentication failed"
    SENDER_UNCLEAR = Outcome.CARD, "nobody can tell who sent it"
    JUNK = Outcome.CARD, "found in the junk folder"
    PASSED_ON = Outcome.CARD, "somebody else passed the leave on"
    DOUBTFUL = Outcome.CARD, "a doubt that a person must judge"
    TOO_MANY = Outcome.CARD, "more than five people in one mail"
    NAME_OF_ANOTHER = Outcome.CARD, "the name is not that of this document and mobile"
    MIXED = Outcome.CARD, "document of one person, mobile of another"
    NEW_NUMBER = Outcome.CARD, "the number of who writes has changed"
    HALF_KNOWN = Outcome.CARD, "only one of document and mobile is known"
    TWICE = Outcome.CARD, "more than one living subscription of this document and mobile"
    NOBODY = Outcome.CARD, "complete data of nobody on the list"
    OLDER_THAN_JOINING = Outcome.CARD, "the leave is older than the consent or ALTA"
    CANNOT_ASK = Outcome.CARD, "data lack, and the writer cannot be asked"
    UNTRUSTED = Outcome.CARD, "not proved to come from a trusted sender"
    LEAVE_WAITS = Outcome.CARD, "a later leave of these data matched nobody"
    SAME_DAY = Outcome.CARD, "consent and leave of one day, in an order nobody knows"
    ENTRY_LACKING = Outcome.CARD, "the registry's number or date lacks"
    DATA_LACKING = Outcome.CARD, "the person's document or mobile lacks"
    OTHER_PHONE = Outcome.CARD, "the ALTA's mobile is not the consent's"
    SEVERAL = Outcome.CARD, "several mobiles of the person, none named"
    PHONE_OF_ANOTHER = Outcome.CARD, "the ALTA's mobile is on the list with another's document"
    FUTURE_ENTRY = Outcome.CARD, "the registry's date is later than the mail"
    BY_MAIL = Outcome.CARD, "an ALTA by mail"
    ANSWER = Outcome.CARD, "an unclear answer to a letter"
    ANSWER_OF_ANOTHER = Outcome.CARD, "an answer of somebody we did not write to"
    STILL_LACKING = Outcome.CARD, "data lack that were asked for twice"
    UNANSWERED = Outcome.CARD, "no answer within five working days"
    NOT_CONFIRMED = Outcome.CARD, "no answer to whether they want to leave within five working days"
    ASKED_BEFORE = Outcome.CARD, "asked before whether they want to leave, and writes no plainer"
    UNREACHED = Outcome.CARD, "the letter that asked could not be delivered"
    UNDO_OF_ANOTHER = Outcome.CARD, "an undoing from another address than the leave"
    UNDO_UNCLEAR = Outcome.CARD, "perhaps an undoing"
    UNDO_UNPROVED = Outcome.CARD, "an undoing not proved to be the writer's"
    UNDO_UNREFERRED = Outcome.CARD, "an undoing that answers no letter"
    UNDO_REFUSED = Outcome.CARD, "an undoing that the books do not allow"
    STILL_COMING = Outcome.CARD, "who has left writes that messages still come"
    PHONE_AGAIN = Outcome.CARD, "undone, and the number may be off the phone"
    ORDER = Outcome.CARD, "an order of staff that is not understood"
    ORDER_UNPROVED = Outcome.CARD, "an order not proved to be the clerk's"
    UNREADABLE = Outcome.CARD, "a message that could not be read"
    OLD_REQUEST = Outcome.CARD, "an ALTA without consent for thirty days"
    SAID_OURS = Outcome.CARD, "set aside, and staff say that it is for us"
    INCIDENT = Outcome.CARD, "an incident told to the list"
    URGENT = Outcome.CARD, "an incident told to the list that cannot wait"
    ANNOUNCEMENT = Outcome.CARD, "something to be made known over the list"
    QUESTION = Outcome.CARD, "a question of how the list works"
    TRAINING = Outcome.CARD, "asks to learn how to use the list"
    RIGHTS = Outcome.CARD, "claims a right over their data"
    NO_MESSAGES = Outcome.CARD, "gets no messages of the list"
    PROCEDURE = Outcome.CARD, "asks for what the list is not for"
    TOLD_TO_LIST = Outcome.CARD, "told to the list, in words that no rule understands"
    WISH_HEARD = Outcome.CARD, "may want to join or to leave, in words that no rule understands"
    ROBOT = Outcome.ASIDE, "automatic mail"
    CONFIRMED = Outcome.ASIDE, "says that the leave is right"
    DECLINED = Outcome.ASIDE, "asked whether they want to leave, and says no"
    ELSEWHERE = Outcome.ASIDE, "nothing to do with the list"
    AGAIN = Outcome.ASIDE, "taken in before"
    BEFORE_START = Outcome.ASIDE, "older than our beginning"
    PROBE = Outcome.ASIDE, "our own probe came back"


OF_DATA: Final = frozenset({
    Reason.MIXED, Reason.HALF_KNOWN, Reason.NOBODY, Reason.CANNOT_ASK, Reason.DATA_LACKING,
    Reason.OTHER_PHONE, Reason.STILL_LACKING, Reason.UNANSWERED, Reason.UNREACHED, Reason.SAID_OURS,
})  # fmt: skip
"""Why a request waits that is for its person's data: put right, it can be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One person in one message: who wants what, dated when.

    `at` is what "older" and "newer" go by: INTERNALDATE, or the presentation for a consent.
    """

    kind: Kind
    person: Person
    at: datetime
    entry: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """Effect: *what* happens to the subscription *ref*, and fills in what it lacks; None: it begins one."""

    ref: str | None
    what: What
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Attest:
    """Effect: the consent is kept as evidence; *ref* is whose, if known."""

    ref: str | None
    request: Request


Effect = Advance | Attest


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of one request, or of a message as a whole. `about` are whom it concerns, for staff.

    `who` is somebody who asks for nothing that is in the books, as the message names them. `ended_as` is
    how it ended, where that is not by its reason any more.
    """

    reason: Reason
    request: Request | None = None
    details: tuple[Why, ...] = ()
    effects: tuple[Effect, ...] = ()
    about: tuple[Subscription, ...] = ()
    who: Person | None = None
    ended_as: Outcome | None = None

    @property
    def outcome(self) -> Outcome:
        """How it ends."""
        return self.ended_as or self.reason.outcome


class Template(StrEnum):
    """The letters to residents."""

    DONE = "done"
    MISSING = "missing"
    RECEIVED = "received"
    PARTLY = "partly"
    REMINDER = "reminder"
    UNDONE = "undone"
    JOIN = "join"
    CONFIRM = "confirm"
    STILL = "still"
    OFF_PHONE = "off-phone"
    WELCOME = "welcome"
    INCIDENT = "incident"
    ANNOUNCEMENT = "announcement"
    ANSWERED = "answered"
    HOW_IT_WORKS = "how-it-works"
    WHERE_TO_TURN = "where-to-turn"
    NO_MESSAGES = "no-messages"
    RIGHTS = "rights"
    RIGHTS_PROOF = "rights-proof"
    RIGHTS_LATER = "rights-later"
    RIGHTS_DONE = "rights-done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The one answer a message gets: which parts it has is decided here, its words elsewhere.

    `done` and `missing` hold people as the message gave them, never as the store
    knows them; `left_at` stands in the order of `done`. `on_phone` says that staff have yet
    to take a number off the phone, `repeated` that somebody had asked to leave before,
    `undoable` that a leave is recent enough to be undone.
    In an UNDONE letter `done` are the people restored, and `undone_at` is when. A REMINDER asks for
    `missing` again; a CONFIRM asks whether they want to leave at all, and for `missing` too;
    `leaving` are those whose leave it would be, as the message gave them. `news`: it
    tells what has just changed, and nobody tells it again. A STILL tells who left that they did, an OFF_PHONE
    that their number is off the phone, a WELCOME who joined that it is on it. An INCIDENT is the receipt of
    what was told to the list, an ANNOUNCEMENT of what is to be told by it; an ANSWERED holds what staff `say`
    of what was `written_at` an instant.
    A RIGHTS_DONE tells of what was claimed (`right`, None for any), a RIGHTS_LATER until when it is answered
    (`answer_by`), and why (`say`).
    `put_off`: a cap of today is spent, and it goes on the next day that has room.
    """

    template: Template
    to: str
    language: str
    done: tuple[Person, ...] = ()
    left_at: tuple[datetime, ...] = ()
    missing: tuple[Person, ...] = ()
    received: bool = False
    on_phone: bool = False
    repeated: bool = False
    undoable: bool = False
    undone_at: datetime | None = None
    leaving: tuple[Person, ...] = ()
    news: bool = False
    put_off: bool = False
    say: str = ""
    written_at: datetime | None = None
    right: Right | None = None
    answer_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one message does.

    `unanswered` says why nobody is written to, `postponed` why the letter goes on another day.
    `continues`: its requests take the place of those that waited in the conversation it answers.
    `answerable`: who wrote may be told later what staff did of it, whatever a day's caps keep back now.
    `topic` is what it is about beside joining and leaving, `right` the one that it claims.
    """

    verdicts: tuple[Verdict, ...]
    letter: Letter | None = None
    unanswered: Why | None = None
    postponed: Why | None = None
    continues: bool = False
    answerable: bool = False
    topic: Topic | None = None
    right: Right | None = None

    @property
    def leading(self) -> Verdict:
        """The first of the most open verdicts."""
        return max(self.verdicts, key=lambda verdict: tuple(Outcome).index(verdict.outcome))

    @property
    def outcome(self) -> Outcome:
        """How the message ends: as its most open request."""
        return self.leading.outcome
