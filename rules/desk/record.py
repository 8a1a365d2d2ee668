"""What a digest is told beside the subscriptions that it speaks of: what happened, and what was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How many were put on the phone and taken off it, and cases closed, by staff since the digest before."""

    activated: int = 0
    taken_off: int = 0
    closed: int = 0


class Way(StrEnum):
    """How somebody came to leave."""

    AT_ONCE = "at once"
    CONFIRMED = "confirmed"  # they were asked whether they want to leave, and said yes
    BY_STAFF = "by staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What only the events tell, by reference: the `reasons` that staff gave for being late, when a leave was
    undone last (`restored`) and noted last (`left`), who was put on the phone by staff and not by an import
    (`activated`), when each was `touched` last by anything, the language of the mail by which something came
    to be as it is (`languages`; nothing without one), the open card which may say that a leave was not wanted
    (`denied`), how each left last (`ways`), and who goes on with another number (`renumbered`).
    """

    reasons: Mapping[str, str] = field(default_factory=dict)
    restored: Mapping[str, date] = field(default_factory=dict)
    left: Mapping[str, date] = field(default_factory=dict)
    activated: frozenset[str] = frozenset()
    touched: Mapping[str, datetime] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    denied: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str, Way] = field(default_factory=dict)
    renumbered: frozenset[str] = frozenset()
