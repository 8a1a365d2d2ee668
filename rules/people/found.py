"""What is found in a text, with its place; and how people type the digits of documents and telephones."""

import re
from dataclasses import dataclass
from typing import Final

from rules.findings import Flaw
from rules.text.tokens import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something found at `start` to `end` of a cleaned text; `value` is None where `flaw` says why."""

    start: int
    end: int
    value: str | None
    flaw: Flaw | None = None


MOST: Final = 100
"""Documents, and telephones, that are read of one text: more is no letter of a person."""

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


def plain_digits(number: str) -> str:
    """The number with O, I and L as digits and without what separates them."""
    number = number.upper().replace("O", "0").replace("I", "1").replace("L", "1")
    return "".join(c for c in number if c.isdigit())
