"""A decision as a value: what becomes of each request of a message, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import Final

from rules.books.subscription import Subscription, What
from rules.findings import Entry, Kind, Person, Right, Topic, Why


class Outcome(StrEnum):
    """How a request ends: each ends as exactly one of these, and staff see every card."""

    DONE = "done"
    WAITING = "resident"  # the resident was asked
    CARD = "staff"  # a person of the town hall decides
    ASIDE = "aside"  # none of our business, with a reason


class Reason(Enum):
    """Why a request ended as it did."""

    # done
    LEFT = "document and mobile are of one living subscription"
    ALREADY_LEFT = "had left before"
    CONSENT_STARTS = "a consent starts the time limit"
    CONSENT_COMPLETES = "a consent completes an ALTA"
    CONSENT_KNOWN = "a consent known before"
    CONSENT_BEFORE_LEAVE = "a consent older than the leave"
    ALTA_STARTS = "an ALTA without consent yet"
    ALTA_COMPLETES = "an ALTA completes a consent"
    ALTA_KNOWN = "an ALTA known before"
    ALTA_BEFORE_LEAVE = "an ALTA older than the leave"
    UNDONE = "the leave is undone"
    ORDERED = "an order of staff, answered to who gave it"
    ORDER_ASKED = "no order that can be done as it stands, and its clerk was asked what they meant"
    TOLD_HOW = "asked how the list works, and was told"
    TOLD_WHERE = "asked for what the list is not for, and was told where to turn"
    # waiting for the resident
    LACKING = "data lack, and were asked for"
    UNCONFIRMED = "may want to leave, and was asked"
    # cards
    FORGED = "the sender's authentication failed"
    SENDER_UNCLEAR = "nobody can tell who sent it"
    JUNK = "found in the junk folder"
    PASSED_ON = "somebody else passed the leave on"
    DOUBTFUL = "a doubt that a person must judge"
    TOO_MANY = "more than five people in one mail"
    NAME_OF_ANOTHER = "the name is not that of this document and mobile"
    MIXED = "document of one person, mobile of another"
    NEW_NUMBER = "the number of who writes has changed"
    HALF_KNOWN = "only one of document and mobile is known"
    TWICE = "more than one living subscription of this document and mobile"
    NOBODY = "complete data of nobody on the list"
    OLDER_THAN_JOINING = "the leave is older than the consent or ALTA"
    CANNOT_ASK = "data lack, and the writer cannot be asked"
    UNTRUSTED = "not proved to come from a trusted sender"
    LEAVE_WAITS = "a later leave of these data waits for staff"
    SAME_DAY = "consent and leave of one day, in an order nobody knows"
    ENTRY_LACKING = "the registry's number or date lacks"
    DATA_LACKING = "the person's document or mobile lacks"
    OTHER_PHONE = "the ALTA's mobile is not the consent's"
    SEVERAL = "several mobiles of the person, none named"
    PHONE_OF_ANOTHER = "the ALTA's mobile is on the list with another's document"
    FUTURE_ENTRY = "the registry's date is later than the mail"
    BY_MAIL = "an ALTA by mail"
    ANSWER = "an unclear answer to a letter"
    ANSWER_OF_ANOTHER = "an answer of somebody we did not write to"
    STILL_LACKING = "data lack that were asked for twice"
    UNANSWERED = "no answer within five working days"
    NOT_CONFIRMED = "no answer to whether they want to leave within five working days"
    ASKED_BEFORE = "asked before whether they want to leave, and writes no plainer"
    UNREACHED = "the letter that asked could not be delivered"
    UNDO_OF_ANOTHER = "an undoing from another address than the leave"
    UNDO_UNCLEAR = "perhaps an undoing"
    UNDO_UNPROVED = "an undoing not proved to be the writer's"
    UNDO_UNREFERRED = "an undoing that answers no letter"
    UNDO_REFUSED = "an undoing that the books do not allow"
    STILL_COMING = "who has left writes that messages still come"
    PHONE_AGAIN = "undone, and the number may be off the phone"
    ORDER = "an order of staff that is not understood"
    ORDER_UNPROVED = "an order not proved to be the clerk's"
    UNREADABLE = "a message that could not be read"
    OLD_REQUEST = "an ALTA without consent for thirty days"
    SAID_OURS = "set aside, and staff say that it is for us"
    INCIDENT = "an incident told to the list"
    URGENT = "an incident told to the list that cannot wait"
    ANNOUNCEMENT = "something to be made known over the list"
    QUESTION = "a question of how the list works"
    TRAINING = "asks to learn how to use the list"
    RIGHTS = "claims a right over their data"
    NO_MESSAGES = "gets no messages of the list"
    PROCEDURE = "asks for what the list is not for"
    TOLD_TO_LIST = "told to the list, in words that no rule understands"
    WISH_HEARD = "may want to join or to leave, in words that no rule understands"
    # aside
    ROBOT = "automatic mail"
    CONFIRMED = "says that the leave is right"
    DECLINED = "asked whether they want to leave, and says no"
    ELSEWHERE = "nothing to do with the list"
    AGAIN = "taken in before"
    BEFORE_START = "older than our beginning"
    PROBE = "our own probe came back"


ENDS_AS: Final[Mapping[Outcome, frozenset[Reason]]] = {
    Outcome.DONE: frozenset({
        Reason.LEFT, Reason.ALREADY_LEFT, Reason.CONSENT_STARTS, Reason.CONSENT_COMPLETES,
        Reason.CONSENT_KNOWN, Reason.CONSENT_BEFORE_LEAVE, Reason.ALTA_STARTS, Reason.ALTA_COMPLETES,
        Reason.ALTA_KNOWN, Reason.ALTA_BEFORE_LEAVE, Reason.UNDONE, Reason.ORDERED, Reason.ORDER_ASKED,
        Reason.TOLD_HOW, Reason.TOLD_WHERE,
    }),
    Outcome.WAITING: frozenset({Reason.LACKING, Reason.UNCONFIRMED}),
    Outcome.CARD: frozenset({
        Reason.FORGED, Reason.SENDER_UNCLEAR, Reason.JUNK, Reason.PASSED_ON, Reason.DOUBTFUL,
        Reason.TOO_MANY, Reason.NAME_OF_ANOTHER, Reason.MIXED, Reason.NEW_NUMBER, Reason.HALF_KNOWN,
        Reason.TWICE, Reason.NOBODY, Reason.OLDER_THAN_JOINING, Reason.CANNOT_ASK, Reason.UNTRUSTED,
        Reason.LEAVE_WAITS, Reason.SAME_DAY, Reason.ENTRY_LACKING, Reason.DATA_LACKING, Reason.OTHER_PHONE,
        Reason.SEVERAL, Reason.PHONE_OF_ANOTHER, Reason.FUTURE_ENTRY, Reason.BY_MAIL, Reason.ANSWER,
        Reason.ANSWER_OF_ANOTHER, Reason.STILL_LACKING, Reason.UNANSWERED, Reason.NOT_CONFIRMED,
        Reason.ASKED_BEFORE, Reason.UNREACHED, Reason.UNDO_OF_ANOTHER, Reason.UNDO_UNCLEAR,
        Reason.UNDO_UNPROVED, Reason.UNDO_UNREFERRED, Reason.UNDO_REFUSED, Reason.STILL_COMING,
        Reason.PHONE_AGAIN, Reason.ORDER, Reason.ORDER_UNPROVED, Reason.UNREADABLE, Reason.OLD_REQUEST,
        Reason.SAID_OURS, Reason.INCIDENT, Reason.URGENT, Reason.ANNOUNCEMENT, Reason.QUESTION,
        Reason.TRAINING, Reason.RIGHTS, Reason.NO_MESSAGES, Reason.PROCEDURE, Reason.TOLD_TO_LIST,
        Reason.WISH_HEARD,
    }),
    Outcome.ASIDE: frozenset({
        Reason.ROBOT, Reason.CONFIRMED, Reason.DECLINED, Reason.ELSEWHERE, Reason.AGAIN, Reason.BEFORE_START,
        Reason.PROBE,
    }),
}  # fmt: skip
"""How a request ends that a reason was found for."""


OPENNESS: Final = (Outcome.ASIDE, Outcome.DONE, Outcome.WAITING, Outcome.CARD)
"""How open an outcome is: the least open first."""


OF_DATA: Final = frozenset({
    Reason.MIXED, Reason.HALF_KNOWN, Reason.NOBODY, Reason.CANNOT_ASK, Reason.DATA_LACKING,
    Reason.OTHER_PHONE, Reason.STILL_LACKING, Reason.UNANSWERED, Reason.UNREACHED, Reason.SAID_OURS,
})  # fmt: skip
"""Why a request waits that is for its person's data: put right, it can be done."""


def outcome_of(reason: Reason) -> Outcome:
    """How a request ends for *reason*."""
    return _OUTCOMES[reason]


_OUTCOMES: Final = {reason: outcome for outcome, reasons in ENDS_AS.items() for reason in reasons}


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
    """Effect: *what* happens to the subscription *ref*; fields given fill in what it lacks."""

    ref: str
    what: What
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Effect: a new subscription begins by *what*."""

    what: What
    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Attest:
    """Effect: the consent is kept as evidence; *ref* is whose, if known."""

    ref: str | None
    request: Request


Effect = Advance | Open | Attest


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of one request. `about` are the subscriptions it concerns, for staff.

    `who` is somebody who asks for nothing that is in the books, as the message names them.
    """

    request: Request | None
    outcome: Outcome
    reason: Reason
    details: tuple[Why, ...] = ()
    effects: tuple[Effect, ...] = ()
    about: tuple[Subscription, ...] = ()
    who: Person | None = None


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
    `put_off`: a cap of today is
    spent, and it goes on the next day that has room.
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
    """What one message does. `outcome` is that of its most open request.

    `unanswered` says why nobody is written to, `postponed` why the letter goes on another day.
    `continues`: its requests take the place of those that waited in the conversation it answers.
    `answerable`: who wrote may be told later what staff did of it, whatever a day's caps keep back now.
    `topic` is what it is about beside joining and leaving, `right` the one that it claims.
    """

    outcome: Outcome
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
        """The verdict that makes the message as open as it is."""
        return next(verdict for verdict in self.verdicts if verdict.outcome is self.outcome)
