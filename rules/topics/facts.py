"""The facts of an incident without its writer: what may go to who mends it.

Rule 1: who wrote is told to nobody: no name, no address, no number, no document, no signature.
Rule 2: a sentence that says no more than who they are, or where they live, is left out whole; where an
        incident stands beside it, only the data are.
Rule 3: staff see the very words before they go.
"""

import re
from collections.abc import Iterator
from typing import Final

from rules.lexicon.matters import Matter
from rules.lexicon.parsed import Parsed, parsed_of
from rules.lexicon.words import Concept
from rules.people.documents import find_documents
from rules.people.gathering import gather
from rules.people.name_forms import key_words
from rules.people.telephones import find_phones
from rules.text.tokens import Text, as_text
from rules.topics.law import is_harmed
from rules.topics.sentence import Said

LONGEST: Final = 1200
"""Characters of the facts at most."""

_ADDRESS: Final = re.compile(r"[^\s<>@]{1,64}@[\w.-]{0,190}\w")
_NUMBER: Final = re.compile(r"\+?\d[\d .-]{7,16}\d")
_HIDDEN: Final = "…"
_LIVES: Final = frozenset(
    {"visc", "vivim", "vivo", "vivimos", "resideixo", "domicili", "domicilio", "adreca"}
)
_SAYS_NOTHING: Final = frozenset(
    {Concept.COURTESY, Concept.THANKS, Concept.ADVERB, Concept.LINK, Concept.CLOSING}
)


def facts_of(text: str, *, writer: str = "") -> str:
    """The words of *text* without what tells who wrote it; *writer* is the name that they go by."""
    said = as_text(text).cleaned
    hidden = sorted(_data_in(said, writer))
    kept = [
        _without(said, one.tokens[0].start, one.tokens[-1].end, hidden)
        for one in parsed_of(said)
        if _is_kept(one, hidden)
    ]
    return " ".join(" ".join(kept).split())[:LONGEST]


def _data_in(said: Text, writer: str) -> Iterator[tuple[int, int]]:
    """The places of what tells who wrote."""
    names = gather(said, own_numbers=frozenset()).names
    for words in {said[name.start : name.end] for name in names}:  # each is found once, and said as often
        yield from (match.span() for match in re.finditer(re.escape(words), said, re.IGNORECASE))
    yield from ((one.start, one.end) for find in (find_documents, find_phones) for one in find(said))
    yield from (match.span() for pattern in (_ADDRESS, _NUMBER) for match in pattern.finditer(said))
    theirs = {word for word in key_words(writer) if len(word) > 2}
    for sentence in said.sentences:
        yield from ((t.start, t.end) for t in sentence if t.capital and t.word in theirs)


def _is_kept(one: Parsed, hidden: list[tuple[int, int]]) -> bool:
    said = Said(one)
    words = [(t, here) for t, here in zip(one.tokens, one.concepts, strict=True) if not t.is_mark]
    if said.has(Matter.TROUBLE) or said.has(Matter.DANGER) or is_harmed(said):
        return True
    first, last = one.tokens[0].start, one.tokens[-1].end
    is_of_writer = any(start < last and first < end for start, end in hidden)
    lives = not _LIVES.isdisjoint(one.words)
    says_nothing = all(here & _SAYS_NOTHING for _, here in words)
    is_self = any(here & {Concept.SELF, Concept.INTRODUCES} for _, here in words)
    return bool(words) and not (is_of_writer or lives or says_nothing or is_self)


def _without(said: Text, start: int, end: int, hidden: list[tuple[int, int]]) -> str:
    parts, at = [], start
    for first, last in hidden:
        if first < at or first >= end:
            continue
        parts += [said[at:first], _HIDDEN]
        at = min(last, end)
    return "".join((*parts, said[at:end]))
