"""What a message is found to be about, with the words that say it: a mail, a chat, or what staff pass on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from rules.findings import Person, Right, Topic
from rules.intent.still_coming import still_come
from rules.lexicon.matters import Matter
from rules.mail.message import Incoming
from rules.text.tokens import as_text
from rules.topics.claims import right_in
from rules.topics.sentence import Said, said_in
from rules.topics.topic_reader import Message, Named, TopicWeights


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


# --- what staff pass on ---------------------------------------------------------------------------------


_BESIDE_REQUESTS: Final = frozenset(Topic) - {Topic.QUESTION, Topic.PROCEDURE, Topic.NO_MESSAGES}


def topic_of_chat(
    messages: Iterable[tuple[Person, str]], weights: TopicWeights | None, *, asks: bool
) -> Found | None:
    """The topic of what residents write to the list: of each author and text, all of it is addressed to it.

    Where somebody *asks* to join or leave in it, what they ask beside is of that. None where none is sure.
    """
    if weights is None:
        return None
    only: Iterable[Topic] = _BESIDE_REQUESTS if asks else Topic
    found = [
        replace(each, told=text, told_by=author)
        for author, text in messages
        if (each := _in_chat(text, weights, only))
    ]
    order: list[Topic | None] = [*Topic]
    first = min(found, key=lambda each: (not each.urgent, order.index(each.topic)), default=None)
    if first is None:
        return None
    same = (each.told for each in found if each.topic is first.topic and each.told_by == first.told_by)
    return replace(first, told="\n".join(dict.fromkeys(same)))


def _in_chat(text: str, weights: TopicWeights, only: Iterable[Topic]) -> Found | None:
    """What is surely heard, as if it were written to the list itself."""
    found = found_in(Message(as_text(text), Named.CHAT, weights), only)
    return found if found and found.topic else None


def is_urgent_text(text: str, weights: TopicWeights) -> bool:
    """Whether what a clerk tells may harm somebody, or is a supply or a way that is cut."""
    message = Message(as_text(text), Named.CHAT, weights)
    return is_urgent(message, said_in(message.text))


def told_by_staff(incoming: Incoming, weights: TopicWeights) -> Found | None:
    """What a clerk tells that came over the list: "ens escriu pel WhatsApp la Maria: no surt aigua"."""
    said = said_in(incoming.own)
    we = {"hem", "he", "heu", "hemos", "vam", "vaig", "vau"}
    if not any(one.channels and one.has(Matter.CAME) and we.isdisjoint(one.parsed.words) for one in said):
        return None
    return _in_chat(incoming.own, weights, frozenset(Topic) - OF_WRITER)
