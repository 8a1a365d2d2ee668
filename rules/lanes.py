"""Which lane a message is in by itself: done, asked of the resident, staff's, or nobody's.

What it would come to if the books held exactly the people who ask to leave. The same
policy says it that decides in earnest; only the books can still make a card of it.
"""

from datetime import UTC, datetime
from typing import Final

from rules.decision import Outcome
from rules.facts import Facts
from rules.findings import Kind, Reading
from rules.mail import Mail
from rules.policy import decide
from rules.subscription import State, Subscription
from rules.vouching import standing_of

_LATE: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""After everything that a message tells of."""


def lane_of(reading: Reading, mail: Mail) -> Outcome:
    """What the message comes to if the books agree with it."""
    leavers = {(p.id_document, p.phone): p for p in reading.people if reading.kind is Kind.BAIXA}
    held = tuple(
        Subscription(
            ref=str(i), name=p.name or "", id_document=p.id_document, phone=p.phone, state=State.ACTIVE
        )
        for i, p in enumerate(leavers.values())
        if p.id_document and p.phone
    )
    ordered = standing_of(authenticated=reading.authenticated, marked=False, has_code=False, code=None)
    facts = Facts(received_at=_LATE, sender=mail.sender, subscriptions=held, standings=(ordered,))
    return decide(reading, facts).outcome
