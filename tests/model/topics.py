"""Trains the topic reader: multinomial logistic regression over the features of whole messages.

It learns from `topics.jsonl`, and from the corpus what wishes and ordinary post are. Its figures are of
messages that did not teach it.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from daemon.configuration.second_reader import written as written_table
from rules.chats.chat import is_chat, is_office, messages_of
from rules.findings import Topic
from rules.intent.beside_reader import Table
from rules.intent.second_reader import sentences
from rules.lexicon.parsed import parsed_of
from rules.mail.mail import read_mail
from rules.mail.message import Incoming
from rules.text.tokens import Text, as_text
from rules.topics.sentence import Said
from rules.topics.topic import heard_of, parts_of
from rules.topics.topic_reader import (
    CLASSES,
    ORDINARY,
    URGENT,
    WISH,
    Heard,
    Message,
    Named,
    TopicWeights,
    features,
    name_of,
)
from tests.corpus.labelled import TOPICS, Labelled, Wants, corpus, written
from tests.corpus.test_corpus import TOWN
from tests.model.matrices import matrix_of, vocabulary_of

_LEAST_MESSAGES, _LEAST_HANDS = 4, 2
"""How many messages and hands hold a feature that is learned."""
_DECAY: Final = 0.1
_OF_CORPUS: Final = 100.0
"""For how many messages the corpus of joining and leaving counts, of wishes and of ordinary post each."""
_OF_SENTENCES: Final = 500.0
"""For how many the sentences of its leaves count, be there however many."""
_LONG: Final = 60
"""Words of a message of which parts are learned as well."""
_SIZE: Final = 10.0
"""Of a message, be it short or long: how much all its features say together."""
_DECIMALS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A message as it is learned from; `hand` "" for what stands in the corpus of joining and leaving."""

    hand: str
    about: frozenset[str]  # one of CLASSES, or those that it may be
    text: str
    named: Named
    features: frozenset[str]
    is_whole: bool = True  # else what is said where the list is named


def examples() -> list[Example]:
    """All that is learned from, in the order of the files."""
    rows = [json.loads(line) for line in TOPICS.read_text("utf-8").splitlines()]
    with ProcessPoolExecutor() as pool:
        others = pool.map(_of_corpus, corpus(), chunksize=64)
        return [*chain.from_iterable(map(of_row, rows)), *chain.from_iterable(others)]


def of_row(row: Mapping[str, Any]) -> list[Example]:
    """A line of `topics.jsonl`: the message, and of a long one what is said where a list is named."""
    about = {URGENT if row.get("urgent") else ORDINARY if row["topic"] == "none" else row["topic"]}
    if row["in"] == "chat":
        whole = _example(row["hand"], about, as_text(row["text"]), Named.CHAT)
        beside = replace(_example(row["hand"], about, as_text(row["text"]), Named.BESIDE), is_whole=False)
        return [whole, beside] if about & _TOLD_BESIDE else [whole]
    incoming = Incoming(mail=read_mail(written(row)), town=TOWN)
    text, named = heard_of(incoming)
    parts = list(parts_of(text, incoming)) if len(text.split()) > _LONG else []
    whole = _example(row["hand"], about, text, named)
    if about & _BROKEN:  # it would be one in a chat as well, which is no subject's and names no list
        parts.append((incoming.own, Named.CHAT))
    return [whole, *(replace(_example(row["hand"], about, *part), is_whole=False) for part in parts)]


_BROKEN: Final = frozenset({Topic.INCIDENT, URGENT})
_TOLD_BESIDE: Final = _BROKEN | {ORDINARY}


def _of_corpus(one: Labelled) -> list[Example]:
    """A resident's mail, but where it is unclear what it wants, and what is said in chats of joining."""
    incoming = Incoming(mail=one.mail, town=TOWN)
    if one.is_residents:
        about = _ABOUT.get(one.topic, {one.topic}) if one.topic else _OF_WANTS[one.wants]
        whole = _example("corpus" if one.topic else "", about, *heard_of(incoming))
        return [whole, *(_sentences(incoming.own.unwrapped) if one.wants is Wants.LEAVE else ())]
    pasted = (one.mail.words.own, one.mail.words.forwarded, *(each.text for each in incoming.text_files))
    said = (m for text in pasted if is_chat(text) for m in messages_of(text))
    texts = (as_text(m.text) for m in said if not is_office(m.author, TOWN) and m.text.strip())
    return [_example("", {WISH}, text, Named.CHAT) for text in texts] if one.name.startswith("alta") else []


def _sentences(own: Text) -> Iterator[Example]:
    """What is said in a mail that asks to leave, a sentence at a time: of a wish or of none of ours."""
    for parsed in parsed_of(own):
        if not Said(parsed).is_broken:
            text = own.part(parsed.tokens[0].start, parsed.tokens[-1].end)
            yield replace(_example("", _OF_LEAVES, text, Named.BESIDE), is_whole=False)


_OF_LEAVES: Final = frozenset({WISH, ORDINARY})
_ABOUT: Final = {Topic.INCIDENT: {Topic.INCIDENT, URGENT}}
"""An incident of the corpus, of which nobody says whether it can wait."""
_OF_LIST: Final = frozenset(CLASSES) - {ORDINARY}
_OF_WANTS: Final = {
    Wants.LEAVE: frozenset({WISH}),
    Wants.NOTHING: frozenset({ORDINARY}),
    Wants.CARE: _OF_LIST,
    Wants.UNCLEAR: _OF_LIST,
}
"""What is wanted in the corpus, and what such a mail may be about."""


def _example(hand: str, about: Iterable[str], text: Text, named: Named) -> Example:
    found = chain.from_iterable(features(words) for _, _, words in sentences(text))
    return Example(
        hand=hand,
        about=frozenset(about),
        text=str(text),
        named=named,
        features=frozenset((*found, name_of(named))),
    )


_TOPICS: Final = frozenset(Topic)


def _of_topics(about: frozenset[str]) -> frozenset[str]:
    return frozenset(Topic.INCIDENT if each == URGENT else each for each in about)


# --- learning --------------------------------------------------------------------------------------


def learned(found: Sequence[Example]) -> TopicWeights:
    """The weights that these examples teach."""
    of_hands = ((one.hand, one.features) for one in found if one.hand)
    vocabulary = vocabulary_of(of_hands, examples=_LEAST_MESSAGES, hands=_LEAST_HANDS)
    matrix = matrix_of((one.features for one in found), vocabulary)
    sizes = np.diff(matrix.indptr)
    matrix.data = np.repeat(_SIZE / np.sqrt(np.maximum(sizes, 1)), sizes)
    counts = np.array(_counts(found))
    may_be = np.array([[each in one.about for each in CLASSES] for one in found])
    weights, unknown = _solved(matrix, counts, may_be)
    rounded = np.round(weights * _SIZE, _DECIMALS)
    columns = {feature: place for place, feature in enumerate(vocabulary)}
    table = Table(columns, rounded.ravel().tolist(), len(CLASSES))
    return TopicWeights(table, np.round(unknown, _DECIMALS).tolist())


def _counts(found: Sequence[Example]) -> list[float]:
    """For how many messages each example counts: no topic for more than the others, be they few or many.

    Lines count apart from mails, for twice as many: of a few words there are more ways to say a thing.
    """
    alike = [(bool(one.hand), _of_topics(one.about), one.named in _OF_LINES) for one in found]
    of_kind = Counter(alike)
    topics = [size for (is_hands, about, _), size in of_kind.items() if is_hands and about <= _TOPICS]
    most = sum(topics) / len(topics)
    return [
        _count(is_hands=is_hands, about=about, size=size, most=2 * most if is_line else most)
        for is_hands, about, is_line in alike
        for size in (of_kind[is_hands, about, is_line],)
    ]


_OF_LINES: Final = frozenset({Named.CHAT, Named.BESIDE})


def _count(*, is_hands: bool, about: frozenset[str], size: int, most: float) -> float:
    if is_hands:
        return min(most / size, 1.0) if about <= _TOPICS else 1.0
    return (_OF_SENTENCES if about == _OF_LEAVES else _OF_CORPUS) / size


def _solved(matrix: Any, counts: Any, may_be: Any) -> tuple[Any, Any]:
    """The weights, a row for each feature, and what a message of unknown words has."""
    size, classes = matrix.shape[1], may_be.shape[1]
    across = matrix.T.tocsr()

    def loss(given: Any) -> tuple[float, Any]:
        weights, unknown = given[:-classes].reshape(size, classes), given[-classes:]
        scores = matrix @ weights + unknown
        of_all = logsumexp(scores, axis=1, keepdims=True)
        of_these = logsumexp(np.where(may_be, scores, -np.inf), axis=1, keepdims=True)
        wrong = (np.exp(scores - of_all) - np.where(may_be, np.exp(scores - of_these), 0)) * counts[:, None]
        total = float((counts * (of_all - of_these)[:, 0]).sum()) + _DECAY / 2 * float((weights**2).sum())
        return total, np.concatenate([(across @ wrong + _DECAY * weights).ravel(), wrong.sum(axis=0)])

    begun = np.zeros(size * classes + classes)
    options = {"maxiter": 500, "ftol": 1e-10, "gtol": 1e-4}
    solved = minimize(loss, begun, jac=True, method="L-BFGS-B", options=options).x
    return solved[:-classes].reshape(size, classes), solved[-classes:]


# --- figures, of hands that taught nothing -----------------------------------------------------------

_FOLDS: Final = 5
_Scored = tuple[Example, Heard | None]


def out_of_hand(found: Sequence[Example]) -> list[_Scored]:
    """Each example with what is heard in it by weights learned without its hand: a fifth of them at once."""
    hands = sorted({one.hand for one in found if one.hand})
    fold_of = {hand: place % _FOLDS for place, hand in enumerate(hands)}
    folds: dict[int, list[Example]] = {}
    for number, one in enumerate(found):
        folds.setdefault(fold_of.get(one.hand, number % _FOLDS), []).append(one)
    scored: list[_Scored] = []
    for apart in folds.values():
        held_back = set(map(id, apart))
        weights = learned([one for one in found if id(one) not in held_back])
        scored += [(one, Message(as_text(one.text), one.named, weights).about()) for one in apart]
    return scored


def figures(found: Sequence[Example]) -> dict[str, dict[str, int]]:
    """What weights are worth on messages that did not teach them: those of several hands, and the corpus."""
    scored = [each for each in out_of_hand(found) if each[0].is_whole]
    return {
        "topics": _figures([each for each in scored if each[0].hand]),
        "no topics": _figures([each for each in scored if not each[0].hand]),
    }


def _figures(scored: Sequence[_Scored]) -> dict[str, int]:
    scored = [(replace(one, about=_of_topics(one.about)), heard) for one, heard in scored]
    of_topic = [(one.about, heard) for one, heard in scored if one.about <= _TOPICS]
    others = [heard for one, heard in scored if not one.about & _TOPICS]
    sure = [(about, heard.topic) for about, heard in of_topic if heard and heard.topic]
    return {
        "of a topic": len(of_topic),
        "topic right": sum(topic in about for about, topic in sure),
        "topic wrong": sum(topic not in about for about, topic in sure),
        "for people to read": sum(heard is not None and heard.topic is None for _, heard in of_topic),
        "of none": len(others),
        "of none, given a topic": sum(heard is not None and heard.topic is not None for heard in others),
        "of none, for people to read": sum(heard is not None and heard.topic is None for heard in others),
    }


def said_of(weights: TopicWeights) -> dict[str, Any]:
    """What the file holds of the topic reader."""
    return {
        "classes": list(CLASSES),
        "unknown": weights.unknown,
        "features": written_table(weights.features, decimals=_DECIMALS),
    }
