"""That messages still come: "encara rebo els missatges", "m'ha tornat a arribar un WhatsApp".

Who has left says it, and asks nothing of the books by it: a person is to look at the phone.
"""

from collections.abc import Iterable
from typing import Final

from rules.lexicon.conjugation import Tag
from rules.lexicon.parsed import Parsed
from rules.lexicon.verbs import Act
from rules.lexicon.words import Concept

_NOW: Final = frozenset({Tag.FIRST, Tag.THIRD, Tag.IMPERATIVE})
"""Forms in which a message is said to come; some are spelt as a command is."""
_OTHERWISE: Final = frozenset({Concept.NOT, Concept.WANT, Concept.WANT_PAST, Concept.IF, Concept.LATER})
"""What makes of "encara rebo …" something else: a wish to go on, a condition, that they do not come."""


def still_come(sentences: Iterable[Parsed]) -> bool:
    """Whether the writer says that messages come to them still, or again."""
    return any(_says_so(parsed, place) for parsed in sentences for place in range(len(parsed.tokens)))


def _says_so(parsed: Parsed, place: int) -> bool:
    form = parsed.form(place)
    if form is None or form.act is not Act.RECEIVE:
        return False
    before = range(parsed.clause(place).start, place)
    if any(parsed.has(concept, before) for concept in _OTHERWISE):
        return False
    if form.tags & _NOW and parsed.has(Concept.STILL, parsed.clause(place)):
        return True
    if form.tags & {Tag.GERUND, Tag.INFINITIVE}:
        return any(_goes_on(parsed, each) for each in before)
    return False


def _goes_on(parsed: Parsed, place: int) -> bool:
    """Whether the word says that something goes on, or happens once more: "segueixen", "ha tornat a"."""
    form = parsed.form(place)
    is_going_on = form is not None and form.act is Act.STAY and bool(form.tags & _NOW)
    return is_going_on or Concept.ONCE_MORE in parsed.concepts[place]
