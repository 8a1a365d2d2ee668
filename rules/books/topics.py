"""What is done of each topic: the one table, where a topic's behaviour begins.

A row says why its card waits (`Reason`, whose words are in `sentences.toml`), which letter who wrote by mail
gets, and by when staff are to answer. A topic without a row is handled as if it had none. What staff can tap
on its card is `daemon.desk.cards.choices`, what a tap does `daemon.desk.handlers`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rules.books.decision import Reason, Template
from rules.findings import Reading, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How a topic is handled.

    `reason` is why its card waits, `urgently` the same of what is urgent, `told` why there is
    none where the letter says all; `letter` is what who wrote by mail gets, `months` how long staff
    have by law to answer (`rules.calendar.workdays`); None: as any other card.
    """

    reason: Reason
    urgently: Reason | None = None
    told: Reason | None = None
    letter: Template | None = None
    months: int | None = None


HANDLED: Final[Mapping[Topic, Handling]] = {
    Topic.INCIDENT: Handling(reason=Reason.INCIDENT, urgently=Reason.URGENT, letter=Template.INCIDENT),
    Topic.ANNOUNCEMENT: Handling(reason=Reason.ANNOUNCEMENT, letter=Template.ANNOUNCEMENT),
    Topic.QUESTION: Handling(reason=Reason.QUESTION, told=Reason.TOLD_HOW, letter=Template.HOW_IT_WORKS),
    Topic.TRAINING: Handling(reason=Reason.TRAINING, letter=Template.RECEIVED),
    Topic.RIGHTS: Handling(reason=Reason.RIGHTS, letter=Template.RIGHTS, months=1),
    Topic.NO_MESSAGES: Handling(reason=Reason.NO_MESSAGES, letter=Template.NO_MESSAGES),
    Topic.PROCEDURE: Handling(reason=Reason.PROCEDURE, told=Reason.TOLD_WHERE, letter=Template.WHERE_TO_TURN),
}


def why_of(reading: Reading) -> Reason | None:
    """Why a case of the reading's topic is opened; None where it has none, or nothing is done of it.

    What is told to the list and not understood is for a person to read; nobody is written to.
    """
    if reading.topic is None:
        return Reason.TOLD_TO_LIST if reading.to_list else None
    handling = HANDLED.get(reading.topic)
    if handling is None:
        return None
    return handling.urgently if reading.urgent and handling.urgently else handling.reason


def if_told(reason: Reason) -> Reason:
    """How a topic's case ends once its letter says all; as it is where a person is to look all the same."""
    return next((each.told for each in HANDLED.values() if each.reason is reason and each.told), reason)


def if_untold(reason: Reason) -> Reason | None:
    """Why a person looks at what its letter was to settle, and it could not go; None of anything else."""
    return next((each.reason for each in HANDLED.values() if each.told is reason), None)


def letter_of(reason: Reason) -> Template | None:
    """The letter that who wrote about a topic gets."""
    return next(
        (each.letter for each in HANDLED.values() if reason in {each.reason, each.urgently, each.told}), None
    )
