"""The topic reader: a linear model over the words of a message, which tells what it is about.

It is of a topic, of a wish to leave or join, or the town hall's ordinary post: each is as likely as the words
of the message speak for it, and how they name the list. A topic is sure that is likelier than all else, and
plain where little else may be meant; where a topic is likelier than none, a person is to read it. It makes
nothing act: a wish is read by the rules. Its weights are learned by `make model` from messages of many hands
(`tests/corpus/topics.jsonl`) and from the corpus.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Final

from rules.findings import Topic
from rules.intent.beside_reader import Table
from rules.intent.second_reader import sentences
from rules.lexicon.matters import matters_in
from rules.text.tokens import Text
from rules.vocabulary.lists import LIKE_WHATSAPP

ORDINARY: Final = "ordinary"
WISH: Final = "wish"
URGENT: Final = "urgent"
"""An incident that cannot wait: somebody may be harmed, or a supply or a way is cut."""
CLASSES: Final[tuple[str, ...]] = (ORDINARY, WISH, *Topic, URGENT)
"""What a message may be about, in the order of the weights."""


class Named(StrEnum):
    """How a message stands to the list."""

    SURELY = "surely"  # it is named, and no other can be meant
    LOOSELY = "loosely"  # a list is named, whose is not said
    BARELY = "barely"  # WhatsApp is, as a means by which anybody may be written to
    NOT = "not"
    CHAT = "chat"  # it was written to the list itself
    BESIDE = "beside"  # a sentence of a mail that asks to leave or to join


@dataclass(frozen=True, slots=True)
class TopicWeights:
    """What was learned: one weight a class of each feature, and of a message in which none is known."""

    features: Table
    unknown: Sequence[float]


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message is about, None where that is not sure, and the words of the sentence that says most.

    It `is_plain` where hardly anything else may be meant.
    """

    topic: Topic | None
    words: tuple[str, ...]
    is_plain: bool


_Told = tuple[Sequence[str], Sequence[str]]
"""The words of a sentence, and its features."""


@dataclass(frozen=True)
class Message:
    """A message as it is heard: its text, how it names the list, and what was learned."""

    text: Text
    named: Named
    weights: TopicWeights

    @cached_property
    def _said(self) -> tuple[_Told, ...]:
        return tuple((words, features(words)) for _, _, words in sentences(self.text))

    @cached_property
    def known(self) -> float:
        """The share of its words that were learned: nothing is heard in a language that nobody taught."""
        words = [word for words, _ in self._said for word in words]
        told = [word for word in words if word not in _OF_WRITER and not LIKE_WHATSAPP.fullmatch(word)]
        return sum(word in self.weights.features.rows for word in told) / len(told) if told else 0.0

    @cached_property
    def likely(self) -> dict[str, float]:
        """How likely it is about each of CLASSES but URGENT, whose share is an incident's; all together 1."""
        likely = dict(self._of_classes)
        likely[Topic.INCIDENT] += likely.pop(URGENT)
        return likely

    @property
    def is_urgent(self) -> bool:
        """Whether it cannot wait, where it tells of an incident."""
        return self._of_classes[URGENT] > self._of_classes[Topic.INCIDENT]

    @cached_property
    def _of_classes(self) -> dict[str, float]:
        found = {name_of(self.named)}.union(*(features for _, features in self._said))
        rows = [row for each in found if (row := self.weights.features.of(each)) is not None]
        size = math.sqrt(len(rows)) or 1.0  # a long message says no more of its topic than a short one
        of_each = zip(self.weights.unknown, *rows, strict=True)
        total = [unknown + sum(column) / size for unknown, *column in of_each]
        most = max(total)
        parts = [math.exp(each - most) for each in total]
        return {each: part / sum(parts) for each, part in zip(CLASSES, parts, strict=True)}

    def about(self, only: Iterable[Topic] = Topic) -> Heard | None:
        """What it is about, of *only* these topics; None where it is likelier about none of them."""
        only = tuple(only)
        if sum(self.likely[each] for each in only) < HALF:
            return None
        topic = max(only, key=self.likely.__getitem__)
        spoken = URGENT if topic is Topic.INCIDENT and self.is_urgent else topic
        most = max(self._said, key=lambda one: _speaks_for(spoken, one[1], self.weights), default=((), ()))
        share = self.likely[topic]
        return Heard(topic if share >= HALF else None, tuple(most[0]), is_plain=share >= _PLAIN)


HALF: Final = 0.5
"""How likely that is which is likelier than all else together."""
_PLAIN: Final = 0.8


def _speaks_for(topic: str, found: Iterable[str], weights: TopicWeights) -> float:
    """How much the features of a sentence speak for a topic, and against none."""
    column = CLASSES.index(topic)
    rows = filter(None, map(weights.features.of, found))
    return sum(row[column] - row[0] for row in rows)


def name_of(named: Named) -> str:
    """The feature of a message that says how it names the list."""
    return f"<named {named}>"


def features(words: Iterable[str]) -> list[str]:
    """Of a sentence: its words, the beginnings of the longer ones, its pairs of words, and its matters.

    Who writes is of no matter: only who would leave or join has to say so.
    """
    words = ["<list>" if LIKE_WHATSAPP.fullmatch(word) else word for word in words if word not in _OF_WRITER]
    starts = [f"{word[:size]}*" for word in words for size in _STARTS if len(word) > size and word[0] != "<"]
    said = frozenset().union(*matters_in(tuple(words)))
    matters = (f"<of {each.name.lower().replace('_', ' ')}>" for each in said)
    return [*words, *starts, *matters, *map(" ".join, pairwise(["^", *words, "$"]))]


_OF_WRITER: Final = frozenset({"<document>", "<telephone>", "<name>"})
_STARTS: Final = (4, 5)
"""Letters that stand for a word whatever its ending: one act, in all its forms."""
