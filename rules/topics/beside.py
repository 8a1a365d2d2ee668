"""What is told beside a wish to leave or to join: what is broken, and must not be lost with the wish."""

from collections.abc import Iterator
from typing import Final

from rules.findings import Topic
from rules.lexicon.matters import Matter
from rules.lexicon.parsed import parsed_of
from rules.mail.message import Incoming
from rules.topics.sentence import Said
from rules.topics.topic_reader import WISH, Message, Named, TopicWeights
from rules.topics.urgency import is_broken


def incident_beside(incoming: Incoming, weights: TopicWeights, *, is_answer: bool) -> Iterator[Message]:
    """The sentences of a mail that tell what is broken.

    Less suffices where its words say that something is broken, and in an answer to a letter.
    """
    own, data = incoming.own.unwrapped, incoming.found.places
    for one in map(Said, parsed_of(own)):
        tokens = one.parsed.tokens
        here = [place for place in data if place[0] < tokens[-1].end and tokens[0].start < place[1]]
        words = [each for each in tokens if not (each.is_mark or any(a <= each.start < b for a, b in here))]
        is_plain = len(words) >= _FEWEST and (is_broken(one) or one.has(Matter.URGENT))
        if not (is_plain or len(words) >= _FEW):
            continue
        message = Message(own.part(tokens[0].start, tokens[-1].end), Named.BESIDE, weights)
        likely = message.likely
        least = _LEAST[is_plain, is_answer]
        if likely[WISH] < _HALF and likely[Topic.INCIDENT] >= least * (1 - likely[WISH]):
            yield message


_FEWEST, _FEW = 2, 4
"""Words of a sentence beside its data: fewer are labels, a greeting, thanks."""
_HALF: Final = 0.5
_LEAST: Final = {(False, False): 0.65, (False, True): 0.5, (True, False): 0.25, (True, True): 0.25}
"""How likely it is told of now, where its words say that something is broken, and in an answer: of a memory,
or of the reason of a wish, nothing is broken today.
"""
