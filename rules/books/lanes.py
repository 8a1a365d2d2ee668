"""What becomes of a message by itself: its lane, and the letter that its writer gets.

What it would come to if the books held exactly the people who ask to leave. The same
policy says it that decides in earnest; only the books can still make a card of it.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from rules.books.decision import Outcome, Reason, Template, Verdict
from rules.books.facts import Facts
from rules.books.policy import decide
from rules.books.subscription import State, Subscription
from rules.books.topics import if_untold
from rules.findings import Kind, Reading
from rules.mail.mail import Mail
from rules.sender.vouching import standing_of

_LATE: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""After everything that a message tells of."""


class Lane(StrEnum):
    """What becomes of a request (the answers of `explain --json`)."""

    ACT = "act"
    CONFIRM = "confirm"
    ASK = "ask"
    CARD = "card"
    ASIDE = "aside"


@dataclass(frozen=True, slots=True)
class Prospect:
    """What becomes of a message if the books agree with it: its lane, and the letter it is answered with."""

    lane: Lane
    letter: Template | None


def prospect_of(reading: Reading, mail: Mail) -> Prospect:
    """What the message comes to if its data agree with one living subscription of that name."""
    leavers = {(p.id_document, p.phone): p for p in reading.people if reading.kind is Kind.BAIXA}
    held = tuple(
        Subscription(
            ref=str(i), name=p.name or "", id_document=p.id_document, phone=p.phone, state=State.ACTIVE
        )
        for i, p in enumerate(leavers.values())
        if p.id_document and p.phone
    )
    ordered = standing_of(
        authenticated=reading.proof, marked=False, has_code=False, code=None, to_us=not reading.to_others
    )
    facts = Facts(received_at=_LATE, sender=mail.sender, subscriptions=held, standings=(ordered,))
    decision = decide(reading, facts)
    asked = tuple(each for each in decision.verdicts if each.request is not None)
    leading = replace(decision, verdicts=asked or decision.verdicts).leading
    return Prospect(_lane(leading), decision.letter.template if decision.letter else None)


def _lane(verdict: Verdict) -> Lane:
    if if_untold(verdict.reason):  # who was told how it works, or where to turn, had nothing else done
        return Lane.ASIDE
    return Lane.CONFIRM if verdict.reason is Reason.UNCONFIRMED else _LANES[verdict.outcome]


_LANES: Final = {
    Outcome.ASIDE: Lane.ASIDE,
    Outcome.DONE: Lane.ACT,
    Outcome.WAITING: Lane.ASK,
    Outcome.CARD: Lane.CARD,
}
