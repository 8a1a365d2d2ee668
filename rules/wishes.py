"""Wishes, sentence by sentence: the phrases that ask to leave or to join, and what they are about.

What a phrase is about is what its own clause names first, else what the sentence
names. A phrase that names nothing is bare: the message has to say of what.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import Final

from rules.folding import clean, fold
from rules.lists import FOREIGN_LIST, LIST_WORD, OFFICIAL, OTHER_TOWN
from rules.matters import other_matter
from rules.phrases import CONSENT_BACK, JOIN, LEAVE, NO_MORE, OUT, OUT_ME


class About(Enum):
    """What a wish is about."""

    OURS = auto()
    NOTHING_SAID = auto()
    OTHER_LIST = auto()
    OTHER_MATTER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A phrase, what it is about, and the sentence it stands in."""

    words: str
    about: About
    sentence: str


_BREAK: Final = re.compile(r"[.!?;…]+(?=\s|$|[\"')»”])|\n{1,3}")
_REPLY: Final = re.compile(r"^\s{0,3}(?:re|rv|fw|fwd|tr|aw|r|rm|reenv|sv|resposta|respuesta) ?: ?")
_CLAUSE_END: Final = re.compile(
    r"[,;:(\n]| perque | ja que | porque | ya que | puesto que | com que | i que | pero | car | since |"
    r" because | i el meu | dni| amb dni"
)
_WINDOW: Final = 90
"""Characters of a clause that are looked at on either side of a phrase."""

_LONGEST: Final = 800
"""Characters of a sentence: what has no full stop for longer is cut, so that time stays linear."""

_WRAPPED: Final = 55
"""A line at least so long, that goes on with a word, was wrapped by the mail program."""


def flowing(text: str) -> str:
    """The text cleaned and folded, its wrapped lines joined."""
    lines = fold(clean(text)).split("\n")
    parts: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        is_wrapped = len(line) >= _WRAPPED and following[:1].isalnum() and line[-1:] not in ".!?:;"
        parts += [line, " " if is_wrapped else "\n"]
    return "".join(parts).strip()


def sentences(folded: str) -> Iterator[str]:
    """The sentences of flowing text, each with the mark that ended it; empty ones left out."""
    ends = [match.end() for match in _BREAK.finditer(folded)]
    for start, end in pairwise([0, *ends, len(folded)]):
        sentence = folded[start:end].strip()
        for place in range(0, len(sentence), _LONGEST):
            yield sentence[place : place + _LONGEST]


def bare_subject(subject: str) -> str:
    """A subject, folded, without the marks of replies and forwards."""
    folded = fold(clean(subject)).strip()
    for _ in range(4):
        folded = _REPLY.sub("", folded, count=1)
    return folded.strip()


def is_reply(subject: str) -> bool:
    """Whether the subject says that the message answers or passes on another."""
    return bool(_REPLY.match(fold(clean(subject))))


def leaving(sentence: str, *, is_about_list: bool = False) -> Iterator[Wish]:
    """The wishes to leave in a sentence; *is_about_list*: the message speaks of the list elsewhere."""
    for pattern in (LEAVE, NO_MORE, CONSENT_BACK):
        yield from _found(pattern, sentence)
    if names_list(sentence):
        yield from _found(OUT, sentence)
    elif is_about_list:
        yield from _found(OUT_ME, sentence)


def _found(pattern: re.Pattern[str], sentence: str) -> Iterator[Wish]:
    for match in pattern.finditer(sentence):
        yield Wish(words=match.group().strip(), about=about(sentence, match), sentence=sentence)


_DENIED: Final = re.compile(r"\b(?:no|ni|sense|sin|tampoc)(?: (?:em|me|ja|ya|hi|m'))?[ ']$")
_UNDONE: Final = re.compile(r"\b(?:anul|cancel|revoc|retir)")


def joining(sentence: str) -> Iterator[re.Match[str]]:
    """The phrases of joining in a sentence that are not denied: not part of "no vull rebre més"."""
    denied = [(m.start(), m.end()) for m in NO_MORE.finditer(sentence)]
    for match in JOIN.finditer(sentence):
        is_denied = _DENIED.search(sentence, max(0, match.start() - 24), match.start())
        if is_denied or _UNDONE.search(match.group()):
            continue
        if all(match.end() <= start or match.start() >= end for start, end in denied):
            yield match


def names_list(folded: str) -> bool:
    """Whether a folded text has a word for the list."""
    return bool(LIST_WORD.search(folded) or OFFICIAL.search(folded))


def about(sentence: str, match: re.Match[str]) -> About:
    """What the phrase is about."""
    if FOREIGN_LIST.search(sentence) or OTHER_TOWN.search(sentence):
        return About.OTHER_LIST
    tail = sentence[match.end() : match.end() + _WINDOW]
    end = _CLAUSE_END.search(tail)
    near = match.group() + (tail[: end.start()] if end else tail)
    ours = LIST_WORD.search(near) or OFFICIAL.search(near)
    other = other_matter(near)
    if other and not (ours and ours.start() < near.find(other)):
        return About.OTHER_MATTER
    if ours:
        return About.OURS
    before = sentence[max(0, match.start() - _WINDOW) : match.start()]
    if LIST_WORD.search(before) or (LIST_WORD.search(sentence) and not other_matter(before)):
        return About.OURS
    return About.OTHER_MATTER if other_matter(before) else About.NOTHING_SAID
