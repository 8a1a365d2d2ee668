"""Whether what is told is broken, may harm somebody, or cannot wait."""

from collections.abc import Iterable
from typing import Final

from rules.lexicon.matters import Matter
from rules.topics.sentence import Said


def is_harmed(one: Said) -> bool:
    """Whether a thing stands beside what happened to it, and is not the same word."""
    return _stand_near(one.places(Matter.HARMED), one.places(Matter.THING), _BESIDE)


_BESIDE: Final = 8
"""Words between a thing and what happened to it."""


def is_urgent(said: Iterable[Said]) -> bool:
    """Whether what is told may harm somebody, or is a supply or a way that is cut."""
    return any(one.has(Matter.DANGER) or one.has(Matter.URGENT) or _is_cut(one) for one in said)


def _is_cut(one: Said) -> bool:
    return _stand_near(one.places(Matter.CUT), (*one.places(Matter.SUPPLY), *one.places(Matter.WAY)), _NEAR)


_NEAR: Final = 4


def _stand_near(some: Iterable[int], others: tuple[int, ...], words: int) -> bool:
    return any(0 < abs(one - other) <= words for one in some for other in others)
