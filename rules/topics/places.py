"""Where something happened, as its writer says it: "al carrer Major 12", "davant de l'escola"."""

from typing import Final

from rules.lexicon.matters import Matter
from rules.lexicon.parsed import parsed_of
from rules.text.patterns import word_set
from rules.text.tokens import Token, as_text
from rules.topics.sentence import Said

_LINKS: Final = word_set("de del d dels la el l les els los las n num")
_LONGEST: Final = 8
"""Words of a place at most."""


def place_in(text: str) -> str:
    """The first place that a text names, in its own words; "" where it names none.

    A proper name or a number tells more than a square that is nobody's.
    """
    cleaned = as_text(text).cleaned
    found = [
        (end - start, cleaned[tokens[start].start : tokens[end - 1].end])
        for sentence in parsed_of(as_text(text))
        for tokens in [sentence.tokens]
        for start in Said(sentence).places(Matter.PLACE)
        for end in [_end(tokens, start)]
    ]
    named = next((words for length, words in found if length > 1), "")
    return named or next((words for _, words in found), "")


def _end(tokens: tuple[Token, ...], start: int) -> int:
    """Where the place ends that begins at *start*: behind the last name, number or noun of it."""
    end = at = start + 1
    is_linked = False
    while at < len(tokens) and at - start < _LONGEST and not tokens[at].is_mark:
        token = tokens[at]
        if token.capital or token.word == "#":
            end = at + 1
        elif token.word in _LINKS:
            is_linked = True
        elif is_linked and end == start + 1:  # "davant de l'escola"
            return at + 1
        else:
            break
        at += 1
    return end
