"""What is told beside a wish to leave or to join, and must not be lost with it: it is done all the same."""

import math
from collections.abc import Iterator
from typing import Final

from rules.findings import Topic
from rules.lexicon.matters import Matter
from rules.lexicon.parsed import Parsed
from rules.mail.message import Incoming
from rules.topics.claims import claims_right, right_in
from rules.topics.found import Found, is_urgent, words_of
from rules.topics.sentence import Said, said_in
from rules.topics.topic_reader import HALF, WISH, Message, Named, TopicWeights


def right_beside(incoming: Incoming) -> Found | None:
    """The right that is claimed beside a leave, which is more than to be off the list."""
    said = tuple(filter(claims_right, map(Said, incoming.sentences)))
    return Found(Topic.RIGHTS, words_of(said[0]), right=right_in(said), is_beside=True) if said else None


def incident_beside(incoming: Incoming, weights: TopicWeights, *, is_answer: bool) -> Found | None:
    """What is broken: beside a wish, or in an answer to a letter."""
    told = tuple(_told(incoming, weights, is_answer=is_answer))
    if not told:
        return None
    said = said_in(incoming.own)
    return Found(
        Topic.INCIDENT,
        words_of(said_in(told[0].text)[0]),
        urgent=any(is_urgent(one, said) for one in told),
        told="\n".join(one.text for one in told),
        is_beside=True,
    )


def _told(incoming: Incoming, weights: TopicWeights, *, is_answer: bool) -> Iterator[Message]:
    """The sentences of a mail that tell what is broken, or the clauses of those that ask something else.

    Less suffices where its words say that something is broken, and in an answer to a letter.
    """
    least = _LEAST_IN_ANSWER if is_answer else _LEAST
    for one in said_in(incoming.own.unwrapped):
        told = _heard(one, incoming, weights, least)
        if told and one.asks_to_leave:
            told = None
        if told is None and _says_broken(one):
            of_clauses = (_heard(each, incoming, weights, _LEAST_OF_CLAUSE) for each in _clauses(one.parsed))
            told = next(filter(None, of_clauses), None)
        if told is not None:
            yield told


def _clauses(one: Parsed) -> Iterator[Said]:
    place = 0
    while place < len(one.tokens):
        clause = one.segment(place)
        if 0 < len(clause) < len(one.tokens):
            yield Said(Parsed(one.tokens[clause.start : clause.stop]))
        place = clause.stop + 1


def _heard(
    one: Said, incoming: Incoming, weights: TopicWeights, least: tuple[float, float]
) -> Message | None:
    """What is said here, where it is *least* likely of something broken: its words say so, or do not."""
    first, last = one.span
    starts = (one.parsed.tokens[at].start for at in one.word_places)
    words = [start for start in starts if not any(a <= start < b for a, b in incoming.found.places)]
    is_plain = len(words) >= _FEWEST and _says_broken(one)
    if not (is_plain or len(words) >= _FEW):
        return None
    message = Message(incoming.own.unwrapped.part(first, last), Named.BESIDE, weights)
    likely = message.likely
    is_told = likely[Topic.INCIDENT] >= least[0 if is_plain else 1] * (1 - likely[WISH])
    return message if is_told and likely[WISH] < HALF else None


def _says_broken(one: Said) -> bool:
    return one.is_broken or one.has(Matter.URGENT)


_FEWEST, _FEW = 2, 4
"""Words of a sentence beside its data: fewer are labels, a greeting, thanks."""
_LEAST: Final = (0.27, 0.65)
_LEAST_IN_ANSWER: Final = (0.27, 0.5)
_LEAST_OF_CLAUSE: Final = (0.8, math.inf)
"""How likely it is told of now, where its words say that something is broken, and where not: of a memory,
or of the reason of a wish, nothing is broken today. A clause has to say so in its words.
"""
