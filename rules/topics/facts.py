"""The facts of an incident without its writer: what may go to who mends it; and where it happened.

Rule 1: who wrote is told to nobody: no name, no address, no number, no document, no signature.
Rule 2: a sentence that says no more than who they are, or where they live, is left out whole; where an
        incident stands beside it, only what says so is.
Rule 3: a given name is somebody's, unless a street or a square has it.
Rule 4: below a closing or a name only what is broken is read: the rest is of who signs.
Rule 5: staff see the very words before they go.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rules.lexicon.matters import Matter
from rules.lexicon.parsed import parsed_of
from rules.lexicon.words import Concept
from rules.people.documents import find_documents
from rules.people.gathering import gather
from rules.people.name_forms import key_words
from rules.people.telephones import find_phones
from rules.text.patterns import word_set
from rules.text.tokens import Text, Token, as_text
from rules.topics.sentence import Said
from rules.topics.urgency import is_harmed
from rules.vocabulary.name_words import GIVEN_NAMES

LONGEST: Final = 1200
"""Characters of the facts at most."""

_PATTERNS: Final = (
    re.compile(r"[^\s<>@]{0,64}@[\w.-]{0,190}\w"),
    re.compile(r"\S{1,64} ?(?:[\[(](?:at|arroba)[\])]|\barroba\b) ?\S{1,64}", re.IGNORECASE),
    re.compile(r"\+?\d(?:[ .-]{0,2}\d){6,40}"),
    re.compile(r"\b(?:casa|ca) (?:meva|nostra)\b|\b(?:mi|nuestra) casa\b", re.IGNORECASE),
)
"""An address or the name of an account; an address that is spelt out; a long number; whose house it is."""
_HIDDEN: Final = "…"
_LIVES: Final = word_set("visc vivim vivo vivimos resideixo domicili domicilio adreca")
_SAYS_NOTHING: Final = frozenset(
    {Concept.COURTESY, Concept.THANKS, Concept.ADVERB, Concept.LINK, Concept.CLOSING}
)


def facts_of(text: str, *, writer: str = "") -> str:
    """The words of *text* without what tells who wrote it; *writer* is the name that they go by."""
    said = as_text(text).cleaned
    sentences = [Said(one) for one in parsed_of(said)]
    hidden = sorted((*_data_in(said, writer), *(span for one in sentences for span in _of_self(one))))
    kept = [
        _without(said, one.parsed.tokens[0].start, one.parsed.tokens[-1].end, hidden)
        for one in _above_signature(sentences, hidden)
        if _is_kept(one, hidden)
    ]
    return " ".join(" ".join(kept).split())[:LONGEST]


# --- what is of who wrote -----------------------------------------------------------------------------


def _data_in(said: Text, writer: str) -> Iterator[tuple[int, int]]:
    """The places of what tells who wrote."""
    names = gather(said, own_numbers=frozenset()).names
    for words in {said[name.start : name.end] for name in names}:  # each is found once, and said as often
        yield from (match.span() for match in re.finditer(re.escape(words), said, re.IGNORECASE))
    yield from ((one.start, one.end) for find in (find_documents, find_phones) for one in find(said))
    yield from (match.span() for pattern in _PATTERNS for match in pattern.finditer(said))
    theirs = {word for word in key_words(writer) if len(word) > 2}
    for sentence in said.sentences:
        yield from ((t.start, t.end) for t in sentence if t.capital and t.word in theirs)


def _of_self(one: Said) -> Iterator[tuple[int, int]]:
    """The places of a sentence that name somebody, or say who its writer is, or where they live."""
    tokens, words = one.parsed.tokens, one.parsed.words
    for at, token in enumerate(tokens):
        if words[at] in _LIVES:
            yield token.start, token.end
        if words[at] in GIVEN_NAMES and _is_somebody(one, at):
            yield token.start, tokens[_end_of_name(one, at) - 1].end
        if words[at] in _SELF and one.parsed.word(at + 1) in _NAMES_SELF:
            said = one.parsed.segment(at)
            if not any(one.matters[j] - {Matter.PLACE} for j in said):  # "aquí la llum no va" is no name
                yield token.start, tokens[said.stop - 1].end
    yield from _called(one)
    yield from _lead(one)


def _is_somebody(one: Said, at: int) -> bool:
    """Whether the given name at *at* is a person's: "la Maria", "d'en ferran", no "plaça de Sant Joan"."""
    is_name = one.parsed.tokens[at].capital or one.parsed.word(at - 1) in {"en", "na"}
    return is_name and not _of_place(one, at)


def _end_of_name(one: Said, at: int) -> int:
    """The place behind a name that begins at *at*, its surnames and its house: "Maria Puig de cal Pau"."""
    tokens = one.parsed.tokens
    end = next((j for j in range(at + 1, len(tokens)) if not tokens[j].capital), len(tokens))
    is_housed = one.parsed.word(end) in _OF and one.parsed.word(end + 1) in _HOUSES
    return min(end + 3, len(tokens)) if is_housed else end


_OF: Final = frozenset({"de", "d", "del"})
_HOUSES: Final = frozenset({"cal", "can", "ca", "casa"})


def _called(one: Said) -> Iterator[tuple[int, int]]:
    """The name that a sentence ends with: "el fanal està fos, maria"."""
    tokens, words = one.parsed.tokens, one.parsed.words
    last = next((at + 1 for at in range(len(tokens) - 1, -1, -1) if words[at] in {",", ";"}), 0)
    tail = [at for at in range(last, len(tokens)) if not tokens[at].is_mark]
    is_called = any(words[at] in GIVEN_NAMES for at in tail)
    if last and is_called and len(tail) <= _FEW and not any(one.matters[at] for at in tail):
        yield tokens[tail[0]].start, tokens[tail[-1]].end


def _lead(one: Said) -> Iterator[tuple[int, int]]:
    """By whom and by what it came, before a colon: "ens escriu pel WhatsApp la del forn: no surt aigua"."""
    tokens, words = one.parsed.tokens, one.parsed.words
    colon = words.index(":") if ":" in words else 0
    came = {Matter.CAME, Matter.CHANNEL, Matter.TELL}
    is_lead = any(came & one.matters[at] for at in range(colon)) or any(
        name.start < colon for name in one.channels
    )
    if is_lead and not any(_TROUBLES & one.matters[at] for at in range(colon)):
        yield tokens[0].start, tokens[colon].end


_TROUBLES: Final = frozenset({Matter.TROUBLE, Matter.DANGER, Matter.HARMED})
_SELF: Final = frozenset({"soc", "som", "soy", "somos", "aqui"})
_NAMES_SELF: Final = word_set("en na la el l un una els les los las de d")
_FEW: Final = 4


def _of_place(one: Said, at: int) -> bool:
    """Whether a street, a square or a house has the name at *at*: "carrer de Sant Joan", "cal Pau"."""
    before = at - 1
    while before >= 0 and one.parsed.words[before] in _OF_PLACES | GIVEN_NAMES:
        before -= 1
    return before >= 0 and Matter.PLACE in one.matters[before]


_OF_PLACES: Final = word_set("de del d la el l en na sant santa san mossen doctor mare deu")


# --- what is kept -------------------------------------------------------------------------------------


def _above_signature(sentences: Iterable[Said], hidden: list[tuple[int, int]]) -> Iterator[Said]:
    """The sentences above who signs, and what is broken below."""
    is_told = is_signed = False
    for one in sentences:
        is_broken = _is_broken(one)
        is_told = is_told or is_broken
        is_signed = is_signed or (is_told and not is_broken and _signs(one, hidden))
        if not is_signed or is_broken:
            yield one


def _signs(one: Said, hidden: list[tuple[int, int]]) -> bool:
    """Whether it closes a letter, or says a name and nothing else."""
    words = [at for at, token in enumerate(one.parsed.tokens) if not token.is_mark]
    if len(words) > _FEW + 2 or one.has(Matter.THING):
        return False
    closes = any(one.says(each) for each in (Concept.CLOSING, Concept.THANKS, Concept.SELF))
    return closes or _is_beside(one, hidden) or _is_signed(one)


def _is_signed(one: Said) -> bool:
    return not _SIGNED.isdisjoint(one.parsed.words[:2])


_SIGNED: Final = frozenset({"signat", "firmat", "firmado", "att", "atte", "atentament", "atentamente"})


def _is_broken(one: Said) -> bool:
    return one.has(Matter.TROUBLE) or one.has(Matter.DANGER) or is_harmed(one)


def _is_beside(one: Said, hidden: list[tuple[int, int]]) -> bool:
    first, last = one.parsed.tokens[0].start, one.parsed.tokens[-1].end
    return any(start < last and first < end for start, end in hidden)


def _is_kept(one: Said, hidden: list[tuple[int, int]]) -> bool:
    if _is_broken(one):
        return True
    parsed = one.parsed
    words = [here for t, here in zip(parsed.tokens, parsed.concepts, strict=True) if not t.is_mark]
    says_nothing = all(here & _SAYS_NOTHING for here in words)
    is_empty = len(words) <= _FEW and not any(one.matters)  # as a name is that nobody knows for one
    is_self = any(here & {Concept.SELF, Concept.INTRODUCES} for here in words)
    return not (is_empty or _is_beside(one, hidden) or says_nothing or is_self or _is_signed(one))


def _without(said: Text, start: int, end: int, hidden: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = start
    for first, last in hidden:
        if last <= at or first >= end:
            continue
        if first > at or not parts:  # what begins within another only makes it longer
            parts += [said[at:first], _HIDDEN]
        at = min(last, end)
    return "".join((*parts, said[at:end]))


_LINKS: Final = word_set("de del d dels la el l les els los las n num")
_LONGEST_PLACE: Final = 8
"""Words of a place at most."""


def place_in(text: str) -> str:
    """The first place that a text names, in its own words; "" where it names none.

    A proper name or a number tells more than a square that is nobody's.
    """
    cleaned = as_text(text).cleaned
    found = [
        (end - start, cleaned[tokens[start].start : tokens[end - 1].end])
        for sentence in parsed_of(as_text(text))
        for tokens in [sentence.tokens]
        for start in Said(sentence).places(Matter.PLACE)
        for end in [_end_of_place(tokens, start)]
    ]
    named = next((words for length, words in found if length > 1), "")
    return named or next((words for _, words in found), "")


def _end_of_place(tokens: tuple[Token, ...], start: int) -> int:
    """Where the place ends that begins at *start*: behind the last name, number or noun of it."""
    end = at = start + 1
    is_linked = False
    while at < len(tokens) and at - start < _LONGEST_PLACE and not tokens[at].is_mark:
        token = tokens[at]
        if token.capital or token.word == "#":
            end = at + 1
        elif token.word in _LINKS:
            is_linked = True
        elif is_linked and end == start + 1:  # "davant de l'escola"
            return at + 1
        else:
            break
        at += 1
    return end
