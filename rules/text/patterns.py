"""How lists of words are written, and alternatives of them, so that a search does little work at each letter.

`re` tries every alternative at every place: where those of one letter stand together it passes over the
others in one step.
"""

import re
from typing import Final

_PLAIN_HEAD: Final = re.compile(r"[a-zA-Z](?![?*+{])")


def word_set(words: str) -> frozenset[str]:
    """The words, which are separated by white space."""
    return frozenset(words.split())


def valued(words: str) -> dict[str, int]:
    """The value of each word: "1 un una | 2 dos dues"."""
    rows = (row.split() for row in words.split("|"))
    return {name: int(value) for value, *names in rows for name in names}


def one_of(words: str) -> str:
    """An alternative of the words, which are separated by white space."""
    return alternatives(*words.split())


def alternatives(*words: str) -> str:
    """An alternative of the words, none with a bare `|` in it; the first that fits, as ever."""
    parts: list[str] = []
    tails: dict[str, list[str]] = {}
    for word in words:
        if _PLAIN_HEAD.match(word):
            tails.setdefault(word[0], []).append(word[1:])
        else:  # what may begin with any letter keeps its place among the others
            parts += [*_with_heads(tails), word]
            tails = {}
    return "(?:" + "|".join([*parts, *_with_heads(tails)]) + ")"


def _with_heads(tails: dict[str, list[str]]) -> list[str]:
    return [head + (alternatives(*found) if len(found) > 1 else found[0]) for head, found in tails.items()]


def any_of(*phrases: str) -> re.Pattern[str]:
    """A pattern that finds any of the phrases, which are without flags and numbered back references."""
    return re.compile("|".join(phrases))
