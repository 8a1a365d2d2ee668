"""A frame: one verb, and what its sentence makes of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rules.lexicon.words import Concept


class Stand(StrEnum):
    """What a frame comes to."""

    WISH = "wish"
    AGAINST = "against"
    UNKNOWN = "unknown"
    TOLD = "told"  # of what was, will be, or might be: no wish, and nothing against one


@dataclass(frozen=True, slots=True)
class Frame:
    """One verb and what its sentence makes of it; `start` and `end` are the verb's place.

    `why` is the concept that stands against the wish, or that is not understood.
    """

    stand: Stand
    word: str
    start: int
    end: int
    why: Concept | None = None


Found = tuple[Stand, Concept | None]
WISH: Final[Found] = (Stand.WISH, None)
REFUSALS: Final = frozenset({Concept.NOT, Concept.STAYING})
"""Why a verb stands against a leave that nobody wants: it is denied, or somebody goes on."""
