"""What in a text tells who wrote it, and what it is only for: data, names, where they live, a signature.

Rule 1: a given name is somebody's, unless a street or a square has it; and so is what stands behind a name
        to say whose: "Maria Puig de cal Pau, la del forn, carrer Nou 14".
Rule 2: a number that may be somebody's is, where what stands before it says to ring, or names a document.
Rule 3: the last short lines, which say nothing of what is broken nor where, are a signature.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from rules.lexicon.matters import Matter, matters_in
from rules.lexicon.words import Concept
from rules.people.documents import find_documents
from rules.people.gathering import gather
from rules.people.name_forms import key_words
from rules.people.telephones import find_phones
from rules.text.numerals import spelled_numbers
from rules.text.patterns import word_set
from rules.text.tokens import Text, as_text
from rules.topics.sentence import OF, Said, said_in
from rules.vocabulary.name_words import GIVEN_NAMES

Span = tuple[int, int]

_NUMBERS: Final = (
    re.compile(r"[^\s<>@]{0,64}@[\w.-]{0,190}\w"),
    re.compile(r"\S{1,64} ?(?:[\[(](?:at|arroba)[\])]|\barroba\b) ?\S{1,64}", re.IGNORECASE),
    re.compile(r"\b[a-z]{2}\d{2}(?: ?\d{4}){4,5}", re.IGNORECASE),
    re.compile(
        r"(?<!\d)(?<!\d[ .-])(?!\d{1,2}([.-])\d{1,2}\1(?:19|20)\d\d(?!\d)|"
        r"\d{1,2}\.\d\d ?- ?\d{1,2}\.\d\d(?!\d)|(?:19|20)\d\d-(?:19|20)\d\d(?!\d))\+?\d(?:[ .-]{0,2}\d){6,40}"
    ),
)
"""An address or the name of an account; an address that is spelt out; a bank account; a long number, which
is no date, no hours and no years.
"""
_TRACES: Final = (
    re.compile(r"\b(?:https?://|www\.)\S{1,500}", re.IGNORECASE),
    re.compile(r"\b\d{4}[ -]?[BCDFGHJ-NPR-TV-Z]{3}\b|\b[A-Z]{1,2}-\d{4}-[A-Z]{1,2}\b"),
    re.compile(r"\b\d{4}[bcdfghj-npr-tv-z]{3}\b"),
    re.compile(r"\b\d{1,2}(?:n|r|t|è|o|º|on|er)[ ,]{1,2}(?:\d{1,2} ?[aª]|[A-H])(?!\w)"),
    re.compile(r"\b(?:casa|ca) (?:meva|nostra)\b|\b(?:mi|nuestra) casa\b", re.IGNORECASE),
)
"""A link; the plate of a car; a floor and its door; whose house it is."""
_LABELLED: Final = re.compile(
    r"\b(?:tel\w*|tlf|tf|truq\w+|truc\w+|llam\w+|fix|fijo|mobil|movil|whats\w+|dni|nif|nie)\b"
    r"[^\d.!?\n]{0,30}(\d(?:[ .·-]{0,2}\d){4,40})"
)
_LEAST_SPELLED: Final = 6
"""Digits of a number in words that may be somebody's."""
_LIVES: Final = word_set("visc vivim vivo vivimos resideixo")
_SELF: Final = frozenset({"soc", "som", "soy", "somos", "aqui"})
_ARTICLES: Final = word_set("en na la el l")
_NAMES_SELF: Final = _ARTICLES | word_set("un una els les los las de d")
_SPEAKS: Final = word_set("parla parlo parlem escriu escric escrivim truca truco habla hablo escribe escribo")
_HOUSES: Final = frozenset({"cal", "can", "ca", "casa", "mas"})
_OF_PLACES: Final = word_set("de del d la el l en na sant santa san mossen doctor mare deu")
_FEW: Final = 4
_SIGNATURE: Final = 5
"""Words of a line that may be a signature."""
_WHERE: Final = word_set("a al als davant darrere prop sota sobre entre delante detras cerca junto frente")


# --- data and names -----------------------------------------------------------------------------------


def numbers_in(said: Text) -> Iterator[Span]:
    """The places of what somebody is reached or known by: telephone, address, document, account."""
    yield from ((one.start, one.end) for find in (find_documents, find_phones) for one in find(said))
    yield from (match.span() for pattern in _NUMBERS for match in pattern.finditer(said))
    yield from (match.span(1) for match in _LABELLED.finditer(said.folded))
    for run in spelled_numbers(said.unwrapped):
        if min(map(len, run.digits), default=0) >= _LEAST_SPELLED:  # no year has as many
            yield run.start, run.end


def data_in(said: Text, writer: str = "") -> Iterator[Span]:
    """The places of what tells who wrote a cleaned text; *writer* is the name that they go by."""
    names = gather(said, own_numbers=frozenset()).names
    for words in {said[name.start : name.end] for name in names}:  # each is found once, and said as often
        yield from (match.span() for match in re.finditer(re.escape(words), said, re.IGNORECASE))
    yield from numbers_in(said)
    yield from (match.span() for pattern in _TRACES for match in pattern.finditer(said))
    theirs = {word for word in key_words(writer) if len(word) > 2}
    for sentence in said.sentences:
        yield from (
            (t.start, t.end)
            for t in sentence  # of what can break, or of a place, a word is a name where it has a capital
            if t.word in theirs and (t.capital or not matters_in((t.word,))[0])
        )


def of_self(one: Said, data: list[Span]) -> Iterator[Span]:
    """The places of a sentence that name somebody, or say who its writer is, or where they live."""
    tokens, words = one.parsed.tokens, one.parsed.words
    named = {at for at, token in enumerate(tokens) if any(s <= token.start < e for s, e in data)}
    for at, token in enumerate(tokens):
        if words[at] in _LIVES or words[at] in {"domicili", "domicilio", "adreca"}:
            yield token.start, token.end
        end = _named_from(one, at)
        if end:
            yield token.start, tokens[end - 1].end
            named |= set(range(at, end))
        if words[at] in _SELF and one.parsed.word(at + 1) in _NAMES_SELF:
            said = one.parsed.segment(at)
            if not any(one.matters[j] - {Matter.PLACE} for j in said):  # "aquí la llum no va" is no name
                yield token.start, tokens[said.stop - 1].end
                named |= set(said)
    yield from _behind_names(one, named)
    yield from _called(one)


def _named_from(one: Said, at: int) -> int:
    """Where the name ends that begins at *at*; 0 where none does."""
    is_capital, before = one.parsed.tokens[at].capital, one.parsed.word(at - 1)
    is_neighbour = Concept.NEIGHBOUR in one.parsed.of(at - 1)  # "la veïna rosa pi"
    is_given = one.parsed.words[at] in GIVEN_NAMES and not _of_place(one, at)
    is_named = is_given and (is_capital or is_neighbour or before in {"en", "na"})
    is_told = is_capital and before in _ARTICLES and one.parsed.word(at - 2) in _SPEAKS
    return _end_of_name(one, at) if is_named or is_told else 0


def _end_of_name(one: Said, at: int) -> int:
    """The place behind a name that begins at *at*, its surnames and its house: "Maria Puig de cal Pau"."""
    tokens = one.parsed.tokens
    end = at + 1
    while end < len(tokens) and (tokens[end].capital or (not tokens[at].capital and _is_surname(one, end))):
        end += 1
    is_housed = one.parsed.word(end) in OF and one.parsed.word(end + 1) in _HOUSES
    return min(end + 3, len(tokens)) if is_housed else end


def _is_surname(one: Said, at: int) -> bool:
    """Whether an uncapitalised word behind a name may be of it: one that nobody knows for another."""
    token = one.parsed.tokens[at]
    return not (token.is_mark or one.parsed.concepts[at] or one.matters[at] or token.word == "#")


def _behind_names(one: Said, named: set[int]) -> Iterator[Span]:
    """What is said behind a name of who that is: ", la del forn", ", carrer Nou 14", "(cal Pau)"."""
    tokens = one.parsed.tokens
    for at in sorted(named):
        mark = at + 1
        while mark not in named and one.parsed.word(mark) in {",", "("} and mark + 1 < len(tokens):
            said = one.parsed.segment(mark + 1)
            if not said or not _is_of_name(one, said):
                break
            yield tokens[said.start].start, tokens[said.stop - 1].end
            mark = said.stop


def _is_of_name(one: Said, said: range) -> bool:
    if any(Matter.PLACE not in one.matters[at] and one.matters[at] for at in said):
        return False
    words = one.parsed.words
    has_article = words[said.start] in _NAMES_SELF
    head = said.start + 1 if has_article else said.start
    if head not in said:
        return False
    is_numbered = any(words[at] == "#" for at in said) and any(one.matters[at] for at in said)
    is_whose = words[head] in _HOUSES or bool(one.parsed.concepts[head] & {Concept.NEIGHBOUR, Concept.KIN})
    return is_numbered or is_whose or (has_article and words[head] in OF)


def _called(one: Said) -> Iterator[Span]:
    """The name that a sentence ends with: "el fanal està fos, maria"."""
    tokens, words = one.parsed.tokens, one.parsed.words
    last = next((at + 1 for at in range(len(tokens) - 1, -1, -1) if words[at] in {",", ";"}), 0)
    tail = [at for at in one.word_places if at >= last]
    is_called = any(words[at] in GIVEN_NAMES for at in tail)
    if last and is_called and len(tail) <= _FEW and not any(one.matters[at] for at in tail):
        yield tokens[tail[0]].start, tokens[tail[-1]].end


def _of_place(one: Said, at: int) -> bool:
    """Whether a street, a square or a house has the name at *at*: "carrer de Sant Joan", "cal Pau"."""
    before = at - 1
    while before >= 0 and one.parsed.words[before] in _OF_PLACES | GIVEN_NAMES:
        before -= 1
    return before >= 0 and Matter.PLACE in one.matters[before]


# --- sentences and lines that are of nobody else ---------------------------------------------------------


def tells_of_self(one: Said, places: Iterable[int]) -> bool:
    """Whether the words at *places* say who writes, or where they live."""
    said = {Concept.SELF, Concept.INTRODUCES}
    return any(one.parsed.concepts[at] & said or one.parsed.words[at] in _LIVES for at in places)


def beside(one: Said, spans: list[Span]) -> list[int]:
    """The places of the words of a sentence that stand in none of the *spans*."""
    words = ((at, one.parsed.tokens[at]) for at in one.word_places)
    return [at for at, word in words if not any(a < word.end and word.start < b for a, b in spans)]


def is_of_somebody(text: str) -> bool:
    """Whether a text says nothing but who somebody is, where they live or how they are reached."""
    said = as_text(text).cleaned
    sentences, data = said_in(said), list(data_in(said))
    spans = [*data, *(span for one in sentences for span in of_self(one, data))]
    left = [(one, at) for one in sentences for at in beside(one, spans)]
    if any(map(_informing, sentences)) or any(Matter.EVENT in one.matters[at] for one, at in left):
        return False
    begins = len(said) - len(said.lstrip(" \t-–—*·("))
    is_self = any(tells_of_self(one, one.word_places) for one in sentences)
    is_named = any(numbers_in(said)) or any(start <= begins < end for start, end in spans)
    return is_self or (is_named and len(left) <= _FEW)


def holds_data(text: str) -> bool:
    """Whether a text for all says who writes, or a number or address but of who informs or notes names."""
    said = as_text(text).cleaned
    numbers = list(numbers_in(said))
    for one in said_in(said):
        first, last = one.span
        informed = next((one.parsed.tokens[at].start for at in _informing(one)), last)
        is_named = any(word in GIVEN_NAMES for word in one.parsed.words)
        if any(start < informed and first < end for start, end in numbers):
            return True
        if is_named and tells_of_self(one, one.word_places):
            return True
    return False


def _informing(one: Said) -> list[int]:
    """The places of the words that say that names are noted or something is told there."""
    return [at for at, word in enumerate(one.parsed.words) if word.startswith(("inscri", "info"))]


def above_signature(text: str) -> str:
    """A text without its last short lines that say neither what is broken nor where."""
    lines = as_text(text).unwrapped.rstrip().split("\n")
    end = len(lines)
    while end > 1 and _may_sign(lines[end - 1], lines[end - 2]):
        end -= 1
    above = "\n".join(lines[:end])
    return above if any(here & _TOLD for one in said_in(above) for here in one.matters) else text


def _may_sign(line: str, before: str) -> bool:
    """Whether a last line is a signature; where it goes on with the line *before*, it must name somebody."""
    said = [(one, at) for one in said_in(line) for at in one.word_places]
    words = [one.parsed.words[at] for one, at in said]
    if len(words) > _SIGNATURE or any(one.matters[at] & _TOLD for one, at in said):
        return False
    goes_on = line.strip()[:1].islower() and before.strip()[-1:].isalnum()
    if goes_on and not any(word in GIVEN_NAMES or word in _HOUSES for word in words):
        return False
    is_where = bool(said) and Matter.PLACE in said[0][0].matters[said[0][1]] and words[0] not in _HOUSES
    return not (is_where or (bool(words) and words[0] in _WHERE))


_TOLD: Final = frozenset({Matter.THING, Matter.TROUBLE, Matter.HARMED})
