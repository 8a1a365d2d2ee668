"""A sentence with the concepts of each of its words, and where its clauses end."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rules.lexicon.verbs import FORMS, Form
from rules.lexicon.words import TURNS, Concept
from rules.text.tokens import Sentence, Token

_BY_FIRST: Final = {
    first: tuple((turn, concept) for concept, turns in TURNS.items() for turn in turns if turn[0] == first)
    for first in {turn[0] for turns in TURNS.values() for turn in turns}
}
_ASKING: Final = frozenset({"que", "on", "com", "quan", "donde", "como", "cuando"})
"""Words that ask where they bear an accent."""
_PRONOUNS: Final = ("me", "nos", "les", "le", "os", "los", "lo", "las", "la", "te", "se")
_DENIES_AFTER: Final = frozenset({"plus", "pas", "jamais"})


@dataclass(frozen=True)
class Parsed:
    """A sentence whose words are looked up once.

    `for_kin`: its mail names a relative, whose wish may be told; whose data are given is looked at elsewhere.
    """

    tokens: Sentence
    for_kin: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words, folded."""
        return tuple(token.word for token in self.tokens)

    @cached_property
    def concepts(self) -> tuple[frozenset[Concept], ...]:
        """The concepts of each word; those of a turn stand at each of its words."""
        found: list[set[Concept]] = [set() for _ in self.tokens]
        for place, word in enumerate(self.words):
            for turn, concept in _BY_FIRST.get(word, ()):
                if self.words[place : place + len(turn)] == turn:
                    for each in range(place, place + len(turn)):
                        found[each].add(concept)
        for place, token in enumerate(self.tokens):
            self._correct(found, place, token)
        return tuple(frozenset(each) for each in found)

    def _correct(self, found: list[set[Concept]], place: int, token: Token) -> None:
        if token.accented and token.word in _ASKING:
            found[place] = (found[place] | {Concept.HOW}) - {Concept.LINK}
        if token.accented and token.word == "si":
            found[place] = {Concept.ADVERB, Concept.YES}
        if token.word == "ne" and _DENIES_AFTER & set(self.words[place + 1 : place + 4]):
            found[place] = {Concept.NOT}
        if not found[place]:
            base = next((token.word[: -len(p)] for p in _PRONOUNS if token.word.endswith(f"r{p}")), "")
            found[place] = {concept for turn, concept in _BY_FIRST.get(base, ()) if turn == (base,)}

    def form(self, place: int) -> Form | None:
        """The verb that the word at *place* is a form of."""
        return FORMS.get(self.words[place])

    def near(self, first: int, last: int) -> tuple[str, ...]:
        """The words from *first* up to *last*, as far as there are any."""
        return self.words[max(0, first) : max(0, last)]

    def ends_at(self, place: int) -> bool:
        """Whether nothing of the clause stands at *place*: a mark of punctuation, or the end."""
        return place >= len(self.tokens) or self.tokens[place].is_mark

    def behind(self, place: int) -> Iterator[int]:
        """The places of the words behind *place*, to the end of its clause; a comma ends it too."""
        for j in range(place + 1, len(self.tokens)):
            if self.tokens[j].is_mark or self.concepts[j] & {Concept.BECAUSE, Concept.AND}:
                return
            yield j

    def clause(self, place: int) -> range:
        """The places of the words of the clause of *place*; commas do not end it."""
        before, behind = bisect_left(self._ends, place), bisect_right(self._ends, place)
        first = self._ends[before - 1] + 1 if before else 0
        return range(first, self._ends[behind] if behind < len(self._ends) else len(self.tokens))

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(j for j in range(len(self.tokens)) if self._ends_clause(j))

    def _ends_clause(self, place: int) -> bool:
        is_mark = self.tokens[place].is_mark and self.words[place] not in {",", "(", ")"}
        return is_mark or bool(self.concepts[place] & {Concept.AND, Concept.BECAUSE})

    def has(self, concept: Concept, places: range) -> bool:
        """Whether the concept stands at any of the *places* that there are."""
        return any(concept in self.concepts[j] for j in places if 0 <= j < len(self.tokens))

    @property
    def is_question(self) -> bool:
        """Whether it ends with a question mark."""
        return self.words[-1].endswith("?")
