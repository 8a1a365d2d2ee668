"""What a verb is of: the list and its messages, all of them, or something that nobody here knows."""

from typing import Final

from rules.intent.chain import PASSED
from rules.intent.parsed import Parsed
from rules.lexicon.conjugation import Tag
from rules.lexicon.verbs import JOINS, NOUNS
from rules.lexicon.words import Concept

PLACES: Final = frozenset({"poble", "pueblo", "vila", "village", "municipi", "municipio", "comuna", "town"})
"""Whose list it is; who goes out of one moves house."""
OF_LIST: Final = frozenset({Concept.LIST, Concept.MESSAGE})


def is_of_list(parsed: Parsed, place: int) -> bool:
    """Whether the messages or the list are named behind the verb, in its clause."""
    return any(parsed.concepts[j] & OF_LIST for j in parsed.behind(place))


_OF_ALL: Final = PASSED | {
    Concept.MESSAGE,
    Concept.LIST,
    Concept.NOT,
    Concept.KIN,
    Concept.CAN,
    Concept.POLITE,
    Concept.IF,  # what is no courtesy is looked at by itself
}


def is_of_all(parsed: Parsed, place: int) -> bool:
    """Whether nothing behind the verb limits what is not to come: "més anuncis de botigues" does."""
    return all(is_known(parsed, j) for j in parsed.behind(place))


def is_known(parsed: Parsed, place: int) -> bool:
    """Whether a word is data, a name, or one that says nothing of a part, a time or another matter."""
    if parsed.words[place] == "#":
        return parsed.is_given(place) or _is_data(parsed, place)
    is_word = parsed.is_data(place) or bool(parsed.concepts[place] & _OF_ALL) or len(parsed.words[place]) == 1
    joined = JOINS.get(parsed.words[place])  # "deixar d'estar apuntada"
    is_verb = parsed.form(place) is not None or (joined is not None and joined.tags == {Tag.PARTICIPLE})
    return is_word or is_verb or parsed.words[place] in NOUNS


_SHORT: Final = 7


def _is_data(parsed: Parsed, place: int) -> bool:
    """Whether a number is a document's or a telephone's: a short one that stands alone may be a date."""
    token = parsed.tokens[place]
    return token.end - token.start >= _SHORT or "#" in {
        *parsed.near(place - 1, place),
        *parsed.near(place + 1, place + 2),
    }
