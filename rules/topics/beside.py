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
    own = incoming.own.unwrapped
    for one in map(Said, parsed_of(own)):
        start, end = one.parsed.tokens[0].start, one.parsed.tokens[-1].end
        is_data = any(number.start < end and start < number.end for number in incoming.found.numbers)
        is_name = sum(not token.is_mark for token in one.parsed.tokens) < _FEWEST
        if not (is_data or is_name or _is_of_list(one)):
            text = own.part(start, end)
            message = Message(text, Named.BESIDE, weights)
            likely = message.likely
            if likely[WISH] < _HALF and likely[Topic.INCIDENT] >= _SURELY * (1 - likely[WISH]):
                yield message


_FEWEST: Final = 4
"""Words of a sentence: fewer are a name, a greeting, thanks."""
_HALF: Final = 0.5
_SURELY: Final = 0.7
"""How likely it is told of now: of a memory, or of the reason of the wish, nothing is broken today."""


def _is_of_list(one: Said) -> bool:
    return bool(one.channels or one.loose_channels) or any(map(one.says, _OF_MESSAGES))


_OF_MESSAGES: Final = (Concept.MESSAGE, Concept.IF)
