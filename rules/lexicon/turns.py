"""Rows of words and turns as they are looked up in a sentence: each word once, whatever it is of."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TypeVar

Turn = tuple[str, ...]
"""The words that it is made of; most are one word."""

_Of = TypeVar("_Of")


def tables(
    rows: Mapping[_Of, Collection[Turn]],
) -> tuple[dict[str, frozenset[_Of]], dict[str, list[tuple[Turn, _Of]]]]:
    """What each word is of that is a turn by itself; and the turns of several words, by their first."""
    alone: dict[str, frozenset[_Of]] = {}
    longer: defaultdict[str, list[tuple[Turn, _Of]]] = defaultdict(list)
    alike: dict[frozenset[_Of], frozenset[_Of]] = {}  # of thousands of words a hundred are
    for of, (first, *others) in ((of, turn) for of, turns in rows.items() for turn in turns):
        if others:
            longer[first].append(((first, *others), of))
        else:
            now = alone.get(first, frozenset()) | {of}
            alone[first] = alike.setdefault(now, now)
    return alone, dict(longer)
