"""How long patterns are built, so that a search through a text does little work at each letter.

`re` tries every alternative at every place. Where all begin with a word's edge it looks for the
edge once; where those of one letter stand together it passes over the others in one step.
"""

import re
from collections.abc import Iterator
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


_PLAIN_GROUP: Final = re.compile(r"\(\?:([a-z0-9' ]+(?:\|[a-z0-9' ]+){3,})\)")
_PIECE: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
"""An escape, a set of letters, or one character of a pattern."""


def any_of(*phrases: str) -> re.Pattern[str]:
    """A pattern that finds a phrase wherever the plain alternatives of them find one.

    At one place those that begin at a word's edge are tried first. For phrases without flags and numbered
    back references.
    """
    branches = [_with_groups(branch) for phrase in phrases for branch in _branches(phrase)]
    at_word = [branch.removeprefix(r"\b") for branch in branches if branch.startswith(r"\b")]
    elsewhere = [branch for branch in branches if not branch.startswith(r"\b")]
    return re.compile("|".join([*([rf"\b(?:{'|'.join(at_word)})"] if at_word else []), *elsewhere]))


def _with_groups(pattern: str) -> str:
    """The pattern with its groups of plain words as `alternatives` writes them."""
    return _PLAIN_GROUP.sub(lambda group: alternatives(*group[1].split("|")), pattern)


def _branches(pattern: str) -> Iterator[str]:
    """What stands between the bars of a pattern that are in no group."""
    depth, start = 0, 0
    for piece in _PIECE.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(piece.group(), 0)
        if piece.group() == "|" and not depth:
            yield pattern[start : piece.start()]
            start = piece.end()
    yield pattern[start:]
