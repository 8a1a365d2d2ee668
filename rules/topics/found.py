"""What a message is found to be about, with the words that say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rules.findings import Person, Right, Topic
from rules.intent.still_coming import still_come
from rules.lexicon.matters import Matter
from rules.topics.claims import right_in
from rules.topics.sentence import Said, said_in
from rules.topics.topic_reader import Message


@dataclass(frozen=True, slots=True)
class Found:
    """What a message is about, and the words that say it; `topic` None: it is heard, and not surely which.

    Where it `is_doubtful`, people see it, and nobody is written to because of it. It says whether it is
    urgent, which right is claimed, of a chat all that was told, and by whom, and whether it stands beside a
    leave.
    """

    topic: Topic | None
    words: str = ""
    is_doubtful: bool = False
    urgent: bool = False
    right: Right | None = None
    told: str = ""
    told_by: Person | None = None
    is_beside: bool = False


def found_in(message: Message, only: Iterable[Topic] = Topic) -> Found | None:
    """What is heard, with all that its topic tells; None where no message comes to be missed at all."""
    one = message.about(only)
    if one is None:
        return None
    if one.topic is None:
        return Found(None)
    said = said_in(message.text)
    if one.topic is Topic.NO_MESSAGES and still_come(each.parsed for each in said):
        return None
    return Found(
        one.topic,
        " ".join(one.words[:_MOST_WORDS]),
        is_doubtful=not one.is_plain,
        urgent=one.topic is Topic.INCIDENT and is_urgent(message, said),
        right=right_in(said) if one.topic is Topic.RIGHTS else None,
    )


_MOST_WORDS: Final = 12


def words_of(one: Said) -> str:
    """The first words of a sentence, as it is shown why something was found."""
    words = [token.word for token in one.parsed.tokens if token.word.strip("\n")]
    return " ".join(words[:_MOST_WORDS])


def is_urgent(message: Message, said: Iterable[Said]) -> bool:
    """Whether an incident cannot wait: it is heard, or said."""
    return message.is_urgent or any(one.has(Matter.URGENT) for one in said)


OF_WRITER: Final = frozenset({Topic.RIGHTS, Topic.NO_MESSAGES})
"""What is about who writes: whom the books know by the data that they give is shown to staff."""
