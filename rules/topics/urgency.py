"""Whether what is told is broken, may harm somebody, or cannot wait."""

from collections.abc import Iterable
from typing import Final

from rules.lexicon.matters import Matter
from rules.topics.sentence import Said
from rules.topics.topic_reader import Message


def is_broken(one: Said) -> bool:
    """Whether a sentence says by itself that something is wrong, or of a thing what happened to it."""
    return one.has(Matter.TROUBLE) or _is_harmed(one)


def _is_harmed(one: Said) -> bool:
    """Whether a thing stands beside what happened to it, and is not the same word."""
    return _stand_near(one.places(Matter.HARMED), one.places(Matter.THING), _BESIDE)


_BESIDE: Final = 8
"""Words between a thing and what happened to it."""


def is_urgent(message: Message, said: Iterable[Said]) -> bool:
    """Whether an incident cannot wait: it is heard, or said."""
    return message.is_urgent or any(one.has(Matter.URGENT) for one in said)


def _stand_near(some: Iterable[int], others: tuple[int, ...], words: int) -> bool:
    return any(0 < abs(one - other) <= words for one in some for other in others)
