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
    if form is None or form.act is not Act.RECEIVE or not _to_me(parsed, place):
        return False
    before = range(parsed.clause(place).start, place)
    if any(parsed.has(concept, before) for concept in _OTHERWISE):
        return False
    if form.tags & _NOW and parsed.has(Concept.STILL, parsed.clause(place)):
        return True
    return bool(form.tags & _GOING_ON) and any(_goes_on(parsed, each) for each in before[-_NEAR:])


def _to_me(parsed: Parsed, place: int) -> bool:
    """Whether it is the writer who gets them: "rebo", "m'arriben", "em segueixen arribant"."""
    clause = parsed.clause(place)
    forms = (parsed.form(each) for each in clause)
    is_first = any(form and Tag.FIRST in form.tags for form in forms)
    return (
        is_first or parsed.has(Concept.ME, clause) or not _I_HAVE.isdisjoint(parsed.near(clause.start, place))
    )


_I_HAVE: Final = frozenset({"he", "hem", "hemos"})


_GOING_ON: Final = frozenset({Tag.GERUND, Tag.INFINITIVE})
_NEAR: Final = 2
"""Words before the verb in which it is said to go on: "em segueixen arribant"."""


def _goes_on(parsed: Parsed, place: int) -> bool:
    """Whether the word says that something goes on, or happens once more: "segueixen", "ha tornat a"."""
    form = parsed.form(place)
    is_going_on = form is not None and form.act is Act.STAY and bool(form.tags & {Tag.FIRST, Tag.THIRD})
    return is_going_on or Concept.ONCE_MORE in parsed.concepts[place]
