"""What staff are told of broadcasts: by the digest what is to be sent, by the month's report what was."""

from dataclasses import dataclass
from datetime import datetime

from rules.calendar.norms import Norm
from rules.desk.choices import Choice, for_broadcast


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSend:
    """A broadcast to send; `is_due`: staff were told to, and nobody has said yet that it was sent."""

    ref: str
    topic: str
    at: datetime
    is_due: bool

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What staff can answer."""
        return for_broadcast(self.ref, is_due=self.is_due)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A broadcast of the month, and the norms that it broke; not `is_said`: nobody said that it was sent."""

    ref: str
    at: datetime
    broken: tuple[Norm, ...] = ()
    is_said: bool = True
