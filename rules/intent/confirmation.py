"""The answer to our question whether its reader wants to leave: yes, no, or anything else.

Only a yes or a no beside courtesies, names and data is one; "sí, però …" is for a person.
"""

from collections.abc import Iterable
from enum import Enum, auto
from typing import Final

from rules.intent.chain import GOVERNS, PASSED
from rules.intent.frames import Stand
from rules.intent.law import understood
from rules.intent.parsed import Parsed
from rules.lexicon.verbs import NOUNS
from rules.lexicon.words import Concept
from rules.text.folding import fold
from rules.text.tokens import LONGEST, sentences


class Answer(Enum):
    """What somebody answers who was asked whether they want to leave."""

    YES = auto()
    NO = auto()
    ELSE = auto()


_SAYS_NOTHING: Final = (
    PASSED | GOVERNS | {Concept.COURTESY, Concept.LIST, Concept.MESSAGE, Concept.ME, Concept.YES, Concept.NOT}
)
_TURNS: Final = frozenset(
    {Concept.LESS, Concept.FIRST, Concept.LATER, Concept.MAYBE, Concept.BACK, Concept.SAY, Concept.KIN}
)
"""What may limit a yes, put it off, take it back, or make it another's: a person sees."""
_JOINS: Final = frozenset({"i", "y", "and"})


def answer_in(text: str, *, names: Iterable[str | None] = ()) -> Answer:
    """What *text* answers; whoever is of *names* may sign. Empty text is no answer."""
    if len(text) > LONGEST:
        return Answer.ELSE
    parsed = [Parsed(sentence) for sentence in sentences(text)]
    known = frozenset(word for name in names if name for word in fold(name).split())
    places = [(each, j) for each in parsed for j in range(len(each.tokens)) if not each.tokens[j].is_mark]
    if any(each.is_question for each in parsed) or not all(_says_nothing(*one, known) for one in places):
        return Answer.ELSE
    found = understood("", text)
    stand = found.stand if found else None
    if stand is None and any(each.form(j) for each, j in places):
        return Answer.ELSE  # "sí, vull continuar rebent-los"
    says_yes = any(Concept.YES in each.concepts[j] for each, j in places)
    says_no = any(Concept.NOT in each.concepts[j] for each, j in places)
    match stand, says_yes, says_no:
        case (Stand.WISH, _, _) | (None, True, False):
            return Answer.YES
        case (Stand.AGAINST, False, _) | (None, False, True):
            return Answer.NO
        case _:
            return Answer.ELSE


def _says_nothing(parsed: Parsed, place: int, known: frozenset[str]) -> bool:
    """Whether a word is a yes, a no, of the wish, a courtesy, a name or a number with its letter."""
    word, here = parsed.words[place], parsed.concepts[place]
    if word == "#" or word in known | NOUNS | _JOINS or parsed.near(place - 1, place) == ("#",):
        return True
    if here & _TURNS:
        return False
    return parsed.form(place) is not None or bool(here & _SAYS_NOTHING)
