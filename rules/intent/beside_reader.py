"""The reader of what stands beside a wish: a linear model over the words of a sentence and their concepts.

Who leaves says why, gives thanks and tells of their life; who puts it off, or copies it from somewhere, says
so in the same words. A sentence or a clause changes nothing where what was learned of its words says so; one
of which nobody taught a word may change something. The weights are learned by `make model` from sentences of
many hands (`tests/corpus/beside.jsonl`) and from what stands beside the wishes of the corpus.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

from rules.lexicon.parsed import Parsed
from rules.lexicon.words import Concept


@dataclass(frozen=True, slots=True)
class Table:
    """What a linear model learned of each feature: its place in `rows`, and so many `weights` as it is wide.

    They are many: numbers side by side take a sixth of the memory of as many tuples.
    """

    rows: Mapping[str, int]
    weights: Sequence[float]
    width: int

    def of(self, feature: str) -> Sequence[float] | None:
        """The weights of *feature*; None where it was not learned."""
        row = self.rows.get(feature)
        return None if row is None else self.weights[row * self.width : (row + 1) * self.width]


@dataclass(frozen=True, slots=True)
class BesideWeights:
    """What was learned: how much each feature, and a sentence of unknown words, says that nothing changes.

    What says at least as much as `least` changes nothing.
    """

    features: Table
    unknown: float
    least: float


def changes_nothing(weights: BesideWeights, parsed: Parsed, places: range) -> bool:
    """Whether the words at *places*, which hold no wish, leave the wish beside them as it is."""
    return score(weights, parsed, places) >= weights.least


def score(weights: BesideWeights, parsed: Parsed, places: range) -> float:
    """How much the words at *places* say that they change nothing of a wish."""
    rows = map(weights.features.of, features(parsed, places))
    return weights.unknown + sum(row[0] for row in rows if row is not None)


def features(parsed: Parsed, places: range) -> list[str]:
    """The words, the beginnings of the longer ones, what each word is, and the pairs of both; each once.

    A given name is one word, whoever has it. Where data are given, they are left out with their labels.
    """
    gives_data = any(parsed.is_given(j) for j in places)
    said = [j for j in places if not (parsed.words[j].isspace() or (gives_data and _is_of_data(parsed, j)))]
    words = ["<>" if parsed.is_data(j) else parsed.words[j] for j in said]
    starts = (f"{word[:size]}*" for word in words for size in _STARTS if len(word) > size)
    pairs = map(" ".join, pairwise(("^", *words, "$")))
    kinds = [tuple(_kinds(parsed, j)) for j in said]
    of_kinds = pairwise(("^", *map("+".join, kinds), "$"))
    told = (f"{one}|{other}" for one, other in of_kinds if not {one, other} <= {"", "^", "$"})
    return list(dict.fromkeys(chain(words, starts, pairs, *kinds, told)))


_STARTS: Final = (4, 5)
"""Letters that stand for a word whatever its ending."""


def _is_of_data(parsed: Parsed, place: int) -> bool:
    is_label = parsed.tokens[place].is_mark or Concept.LABEL in parsed.concepts[place]
    return is_label or parsed.is_given(place)


def _kinds(parsed: Parsed, place: int) -> Iterator[str]:
    """The concepts of a word; of a verb of leaving, receiving or staying what it does, and its form."""
    yield from sorted(f"<{concept.name}>" for concept in parsed.concepts[place])
    form = parsed.forms[place]
    if form.act is not None:
        yield f"<{form.act}>"
        yield from sorted(f"<{form.act} {tag}>" for tag in form.tags)
