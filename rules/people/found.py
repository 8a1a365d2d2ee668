"""What is found in a text, with its place; and how people type the digits of documents and telephones."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeVar

from rules.findings import Flaw
from rules.text.tokens import Text, as_cleaned


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What stands at `start` to `end` of a cleaned text."""

    start: int
    end: int

    @property
    def place(self) -> tuple[int, int]:
        """From where to where it stands."""
        return self.start, self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Placed):
    """A document or a telephone; `value` is None where `flaw` says why."""

    value: str | None
    flaw: Flaw | None = None


_Placed = TypeVar("_Placed", bound=Placed)


def apart(found: Iterable[_Placed]) -> list[_Placed]:
    """What overlaps nothing that was found before it, in the order of the text."""
    kept: list[_Placed] = []
    for one in found:
        if all(one.end <= k.start or k.end <= one.start for k in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


_MOST: Final = 100
"""Documents, and telephones, that are read of one text: more is no letter of a person."""


def matches(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Where a pattern fits in a text, as often as is read."""
    return islice(pattern.finditer(text), _MOST)


_ROUND: Final = re.compile(
    r"[oO](?:(?<=\d[oO])(?=[ .-]?\d)|(?<=[ .-][oO])(?=\d))|O(?<=\dO)(?!\w)|"
    r"[oO]{2,3}(?:(?<=\d[oO]{2})|(?<=\d[oO]{3}))(?=[ .-]?\d)"
)
"""The letter that is typed for a zero, between the digits of a number."""


def rounded(text: Text) -> Text:
    """The text with a zero for each O that stands for one; as long as it was."""
    return text.filled((match.span() for match in _ROUND.finditer(text)), "0")


_ROW: Final = re.compile(r"(?:[\dOoIl][ .,'·/()_+-]{0,5}){5,}")
WHOLE: Final = 7
"""Digits that a document or a telephone has at least; a DNI may be written without its zeros."""


def longest_row(text: Text) -> int:
    """How many digits, or what is typed for one, stand in the longest row of them; 0 where all are short."""
    return text.once(_longest_row)


def _longest_row(text: Text) -> int:
    return max((sum(map(str.isalnum, row)) for row in _ROW.findall(text)), default=0)


def digits_of(number: str) -> str:
    """The number with O, I and L as digits and without what separates them."""
    number = number.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return "".join(c for c in number if c.isdigit())


def where_dictated(text: Text, find: Callable[[Text], list[Found]]) -> tuple[Found, ...]:
    """What is found in the text once the marks that were dictated are marks, where it stood before."""
    undictated = text.once(_undictated)
    if undictated is None:  # as nearly always
        return tuple(find(text))
    written, places = undictated
    return tuple(
        replace(one, start=places[one.start], end=places[one.end - 1] + 1)
        for one in find(as_cleaned(written))
    )


# --- marks that were dictated among digits: "38 punt 029 punt 416 guió C" ---------------------------------

_MARKS: Final = {
    "punt": ".", "punto": ".", "point": ".", "dot": ".", "coma": ",", "comma": ",", "virgule": ",",
    "guio": "-", "guió": "-", "guion": "-", "guión": "-", "tiret": "-", "dash": "-", "hyphen": "-",
    "barra": "/", "slash": "/", "espai": " ", "espacio": " ", "espace": " ", "space": " ",
}  # fmt: skip
_HYPHENS: Final = r"(?:gui[oó]n?|tiret|dash|hyphen)"
_SAID: Final = re.compile(
    rf" (?:(?<=\d )|(?<=\b[XYZ] )) ?(?:{'|'.join(sorted(_MARKS, key=len, reverse=True))}) {{1,2}}"
    rf"(?=\d|[b-df-hj-np-tv-xz](?!\w)|lletra |letra )"
    rf"| (?<=\d ) ?{_HYPHENS} {{1,2}}(?=[aey](?!\w))",
    re.IGNORECASE,
)
"""After "punt" a vowel begins a sentence more often than it is a check letter."""


def _undictated(text: str) -> tuple[str, tuple[int, ...]] | None:
    """The text with its dictated marks as marks, and where each character stood; None if there are none.

    Only between digits, or between digits and a check letter, is such a word a mark.
    """
    marked = _SAID.sub(lambda said: _MARKS[said[0].strip().lower()].ljust(len(said[0]), "\0"), text)
    if marked == text:
        return None
    return marked.replace("\0", ""), tuple(place for place, char in enumerate(marked) if char != "\0")


_SPOKEN: Final = re.compile(
    r" (?:punt i (?:a part|final)|punto y (?:aparte|final)|punto?|coma|dos (?:punts|puntos))(?= |\n|$)"
)


def punctuated(text: str) -> str:
    """The text with the marks that were dictated among its words as marks; as long as it was.

    One alone may be a word of the sentence, or a surname: "antoni coma".
    """
    if len(_SPOKEN.findall(text)) < 2:
        return text
    return _SPOKEN.sub(lambda spoken: _MARKS.get(spoken[0].strip(), ".").ljust(len(spoken[0])), text)
