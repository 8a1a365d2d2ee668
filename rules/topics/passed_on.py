"""The topic of what staff pass on: of a chat, or of what they tell that came over the list."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from rules.findings import Person, Topic
from rules.lexicon.matters import Matter
from rules.mail.message import Incoming
from rules.text.tokens import Text, as_text
from rules.topics.found import OF_WRITER, Found, found_in, is_urgent
from rules.topics.sentence import said_in
from rules.topics.topic_reader import Message, Named, TopicWeights

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
        if (each := _in_chat(as_text(text), weights, only))
    ]
    order: list[Topic | None] = [*Topic]
    first = min(found, key=lambda each: (not each.urgent, order.index(each.topic)), default=None)
    if first is None:
        return None
    same = (each.told for each in found if each.topic is first.topic and each.told_by == first.told_by)
    return replace(first, told="\n".join(dict.fromkeys(same)))


def _in_chat(text: Text, weights: TopicWeights, only: Iterable[Topic]) -> Found | None:
    """What is surely heard, as if it were written to the list itself."""
    found = found_in(Message(text, Named.CHAT, weights), only)
    return found if found and found.topic else None


def is_urgent_text(text: str, weights: TopicWeights) -> bool:
    """Whether what a clerk tells may harm somebody, or is a supply or a way that is cut."""
    message = Message(as_text(text), Named.CHAT, weights)
    return is_urgent(message, said_in(message.text))


def told_by_staff(incoming: Incoming, weights: TopicWeights) -> Found | None:
    """What a clerk tells that came over the list: "ens escriu pel WhatsApp la Maria: no surt aigua"."""
    said = said_in(incoming.own)
    if not any(one.channels and one.has(Matter.CAME) and _WE.isdisjoint(one.parsed.words) for one in said):
        return None
    return _in_chat(incoming.own, weights, frozenset(Topic) - OF_WRITER)


_WE: Final = frozenset({"hem", "he", "heu", "hemos", "vam", "vaig", "vau"})
