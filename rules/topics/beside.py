"""What is told beside a wish to leave or to join: what is broken, and must not be lost with the wish."""

from collections.abc import Iterator
from typing import Final

from rules.findings import Topic
from rules.lexicon.parsed import parsed_of
from rules.lexicon.words import Concept
from rules.mail.message import Incoming
from rules.topics.sentence import Said
from rules.topics.topic_reader import WISH, Message, Named, TopicWeights


def incident_beside(incoming: Incoming, weights: TopicWeights) -> Iterator[Message]:
    """The sentences of a mail that tell what is broken, and nothing of the list or of what comes over it."""
    own, data = incoming.own.unwrapped, incoming.found.places
    for one in map(Said, parsed_of(own)):
        tokens = one.parsed.tokens
        here = [place for place in data if place[0] < tokens[-1].end and tokens[0].start < place[1]]
        words = [each for each in tokens if not (each.is_mark or any(a <= each.start < b for a, b in here))]
        if len(words) >= _FEWEST and not (one.channels or one.loose_channels or one.says(Concept.IF)):
            text = own.part(tokens[0].start, tokens[-1].end)
            message = Message(text, Named.BESIDE, weights)
            likely = message.likely
            if likely[WISH] < _HALF and likely[Topic.INCIDENT] >= _SURELY * (1 - likely[WISH]):
                yield message


_FEWEST: Final = 4
"""Words of a sentence beside its data: fewer are labels, a greeting, thanks."""
_HALF: Final = 0.5
_SURELY: Final = 0.7
"""How likely it is told of now: of a memory, or of the reason of the wish, nothing is broken today."""
