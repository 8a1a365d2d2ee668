"""Numbers that are written or dictated in words, Catalan and Spanish: "sis-cents dotze, trenta-quatre…".

A run of number words can be cut into groups in several ways. All of them are given;
who asks takes one only if no other makes sense.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from rules.text.patterns import alternatives, valued
from rules.text.tokens import Text

_UNITS: Final = valued("""
    0 zero cero | 1 un u una uno | 2 dos dues | 3 tres | 4 quatre cuatro | 5 cinc cinco | 6 sis seis |
    7 set siete | 8 vuit huit ocho | 9 nou nueve
""")
_TEENS: Final = valued("""
    10 deu diez | 11 onze once | 12 dotze doce | 13 tretze trece | 14 catorze catorce | 15 quinze quince |
    16 setze dieciseis | 17 disset desset diecisiete | 18 divuit devuit dieciocho |
    19 dinou denou diecinueve | 21 veintiuno veintiun | 22 veintidos | 23 veintitres | 24 veinticuatro |
    25 veinticinco | 26 veintiseis | 27 veintisiete | 28 veintiocho | 29 veintinueve
""")
_TENS: Final = valued("""
    20 vint veinte | 30 trenta treinta | 40 quaranta cuarenta | 50 cinquanta cincuenta | 60 seixanta sesenta |
    70 setanta setenta | 80 vuitanta huitanta ochenta | 90 noranta noventa
""")
_HUNDREDS: Final = valued("""
    100 cent cien ciento | 200 doscientos | 300 trescientos | 400 cuatrocientos |
    500 quinientos cincocientos | 600 seiscientos | 700 setecientos sietecientos | 800 ochocientos |
    900 novecientos nuevecientos
""")
_HUNDREDS.update({f"{word} cents": 100 * value for word, value in _UNITS.items() if value > 1})
_BELOW_HUNDRED: Final = _UNITS | _TEENS | _TENS
_BIG: Final = valued("1000 mil | 1000000 milio milions millon millones")

_ALL: Final = alternatives(
    *(
        word.replace(" ", "[ -]")
        for word in sorted((*_BELOW_HUNDRED, *_HUNDREDS, *_BIG), key=len, reverse=True)
    )
)
_AND: Final = r"(?:[ -](?:i|y)[ -]| (?:punto?|coma|guion?|espai|espacio|barra) )"
_RUN: Final = re.compile(
    rf"\b(?<!['-]){_ALL}(?:(?:{_AND}|[ ,-]{{1,3}}|[ ,.-]{{1,3}}(?!un[ao]?\b))(?:{_ALL}|"
    rf"\d{{1,3}}(?!\w))){{2,30}}(?![\w-])"
)
_DIGITS_BEFORE: Final = re.compile(r"(?<!\w)(?:\d{1,3}[ .-]{1,2}){1,2}$")
_TOKEN: Final = re.compile(rf"({_AND}|[ ,.-]{{1,3}})?({_ALL}|\d{{1,3}})(?!\w)")
_BEFORE: Final = 11
"""Characters before the words in which two groups of digits may stand."""
_MOST_RUNS: Final = 20
_LONGEST: Final = 12
"""Digits of the longest number that is looked for."""


_Tokens = tuple[tuple[str, str], ...]
"""Number words, each with what stands between it and the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """A number in words from `start` to `end`, and every string of digits that it can be."""

    start: int
    end: int
    digits: frozenset[str]


def spelled_numbers(text: Text) -> tuple[Spelled, ...]:
    """Every run of three number words or more in an unwrapped text, from left to right; looked for once."""
    return text.once(_spelled)


def _spelled(text: Text) -> tuple[Spelled, ...]:
    return tuple(one for match in islice(_RUN.finditer(text.folded), _MOST_RUNS) for one in _of_run(match))


def _of_run(match: re.Match[str]) -> Iterator[Spelled]:
    before = _DIGITS_BEFORE.search(match.string, max(0, match.start() - _BEFORE), match.start())
    starts = (before.start(), match.start()) if before else (match.start(),)
    for start in starts:  # digits before the words may be of the number, or of something else
        found = _TOKEN.finditer(match.string, start, match.end())
        tokens = tuple((m[1] or "", m[2].replace("-", " ")) for m in found)
        yield Spelled(start=start, end=match.end(), digits=frozenset(_whole(tokens) | _ways(tokens)))


def _ways(tokens: _Tokens) -> frozenset[str]:
    """The digits of the groups, one after another, for every way to cut the run into groups."""
    behind: list[set[str]] = [set() for _ in tokens] + [{""}]  # the digits from each place to the end
    for place in reversed(range(len(tokens))):
        for head, taken in _groups(tokens[place:]):
            tails = (tail for tail in behind[place + taken] if len(head) + len(tail) <= _LONGEST)
            behind[place].update(head + tail for tail in tails)
    return frozenset(behind[0])


def _groups(tokens: _Tokens) -> Iterator[tuple[str, int]]:
    """The groups of digits that can begin a run, and how many words each takes.

    "Sis-cents dotze" is 612, never 600 and 12, unless a comma stands between.
    """
    word = tokens[0][1]
    if word.isdigit():
        yield word, 1
    elif value := _HUNDREDS.get(word):
        rest, taken = _below_hundred(tokens[1:])
        if rest:
            yield str(value + rest), 1 + taken
        if not rest or _is_apart(tokens[1]):
            yield str(value), 1
    else:
        small, taken = _below_hundred(tokens)
        if taken:
            yield str(small), taken


def _below_hundred(tokens: _Tokens) -> tuple[int, int]:
    """The number below a hundred that the run begins with, and how many words it takes, maybe none."""
    word = tokens[0][1] if tokens else ""
    if word not in _BELOW_HUNDRED:
        return 0, 0
    unit = 0
    if word in _TENS and len(tokens) > 1 and not _is_apart(tokens[1]):
        unit = _UNITS.get(tokens[1][1], 0)
    return _BELOW_HUNDRED[word] + unit, 1 + bool(unit)


def _is_apart(token: tuple[str, str]) -> bool:
    """Whether a comma or a full stop stands before the word, be it dictated."""
    return re.search(r"[,.]|\w{3}", token[0]) is not None


def _whole(tokens: _Tokens) -> frozenset[str]:
    """The run as one number said in full: "quaranta milions tres-cents vint-i-un mil nou-cents"."""
    if not any(word in _BIG for _, word in tokens):
        return frozenset()
    total = part = place = 0
    while place < len(tokens):
        word = tokens[place][1]
        if word in _BIG:
            total += (part or 1) * _BIG[word]
            part, place = 0, place + 1
            continue
        hundred = _HUNDREDS.get(word)
        number, taken = (hundred, 1) if hundred else _below_hundred(tokens[place:])
        if not taken:
            return frozenset()
        part, place = part + number, place + taken
    return frozenset({str(total + part)})
