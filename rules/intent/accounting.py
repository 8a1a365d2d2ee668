"""The accounting of clauses: what a mail says beside its wish, each clause of which must say nothing of it.

Data, a courtesy, or a reason that is marked as one is accounted for by its words; so is a sentence that the
second reader finds to speak little against a leave, but never the wish's own.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rules.intent.frames import Frame, Stand
from rules.intent.parsed import Parsed
from rules.intent.second_reader import Scored
from rules.lexicon.verbs import NOUNS
from rules.lexicon.words import Concept
from rules.vocabulary.name_words import GIVEN_NAMES

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a text beside its words: where data stand, how its sentences score, what is named.

    `cut` is the second reader's score against a leave up to which a sentence is accounted for, None without
    a second reader. `known` are words of names and places, folded.
    """

    data: tuple[Span, ...] = ()
    scored: tuple[Scored, ...] = ()
    cut: float | None = None
    known: frozenset[str] = frozenset()


_SAYS_NOTHING: Final = frozenset(
    {
        Concept.COURTESY,
        Concept.LINK,
        Concept.ADVERB,
        Concept.YES,
        Concept.ME,
        Concept.OWN,
        Concept.LIST,
        Concept.LABEL,
        Concept.ASK,
        Concept.ASK_NOUN,
    }
)


def open_clauses(body: Sequence[Parsed], found: Iterable[Frame], beside: Beside) -> Iterator[Span]:
    """The places of the clauses that nothing accounts for, in their order."""
    wishes = sorted(frame.start for frame in found if frame.stand is Stand.WISH)
    for parsed in body:
        first, last = parsed.tokens[0].start, parsed.tokens[-1].end
        place = bisect_right(wishes, first - 1)
        if place < len(wishes) and wishes[place] < last:
            yield from _open_beside_wish(parsed, wishes, beside)
        elif not (
            _says_little(parsed, beside) or _is_accounted_for(parsed, range(len(parsed.tokens)), beside)
        ):
            yield first, last


def _open_beside_wish(parsed: Parsed, wishes: Sequence[int], beside: Beside) -> Iterator[Span]:
    for clause in _clauses(parsed):
        first, last = parsed.tokens[clause.start].start, parsed.tokens[clause.stop - 1].end
        is_wishs = any(first <= wish < last for wish in wishes)
        if not (is_wishs or _is_accounted_for(parsed, clause, beside)):
            yield first, last


def _clauses(parsed: Parsed) -> Iterator[range]:
    first = 0
    for j, here in enumerate(parsed.concepts):
        is_mark = parsed.tokens[j].is_mark
        if (is_mark or here & {Concept.AND, Concept.BECAUSE}) and j > first:
            yield range(first, j)
            first = j
        if is_mark:
            first = j + 1
    if first < len(parsed.tokens):
        yield range(first, len(parsed.tokens))


def _says_little(parsed: Parsed, beside: Beside) -> bool:
    """Whether the second reader finds next to nothing against a leave in the sentence."""
    if beside.cut is None:
        return False
    first, last = parsed.tokens[0].start, parsed.tokens[-1].end
    scores = [one.against for one in beside.scored if one.start < last and first < one.end]
    return bool(scores) and max(scores) <= beside.cut


def _is_accounted_for(parsed: Parsed, clause: range, beside: Beside) -> bool:
    if _is_reason(parsed, clause):
        return True
    return all(_is_accounted_word(parsed, j, beside) for j in clause)


def _is_reason(parsed: Parsed, clause: range) -> bool:
    """Whether a clause says that it is one, and holds nothing that may turn a wish."""
    if not parsed.has(Concept.BECAUSE, range(clause.start, clause.start + 2)):
        return False
    return not any(parsed.concepts[j] & _TURNS for j in clause)


_TURNS: Final = frozenset(
    {Concept.KIN, Concept.NEIGHBOUR, Concept.LATER, Concept.IF, Concept.MAYBE, Concept.LESS, Concept.FIRST}
)


def _is_accounted_word(parsed: Parsed, place: int, beside: Beside) -> bool:
    token, here = parsed.tokens[place], parsed.concepts[place]
    if token.is_mark or any(first <= token.start < last for first, last in beside.data):
        return True
    word = token.word
    if here & _SAYS_NOTHING or word in beside.known or word in NOUNS or word in GIVEN_NAMES:
        return True
    return token.capital or len(word) == 1
