"""Whether somebody says that no messages of the list come to them, and not that they want none."""

from typing import Final

from rules.lexicon.conjugation import Tag
from rules.lexicon.verbs import Act
from rules.lexicon.words import Concept
from rules.text.patterns import word_set
from rules.topics.sentence import Said


def misses_messages(one: Said) -> bool:
    """Whether the writer of the sentence gets no messages."""
    return any(_does_not_get(one, place) for place in range(len(one.parsed.words)))


def _does_not_get(one: Said, place: int) -> bool:
    parsed, words = one.parsed, one.parsed.words
    form, clause = parsed.forms[place], parsed.clause(place)
    if form.act is not Act.RECEIVE or Tag.IMPERATIVE in form.tags:
        return False
    before = range(clause.start, place)
    if any(parsed.concepts[at] & _OTHERWISE and words[at] not in _SINCE for at in before):
        return False
    said = {words[at] for at in before}
    is_mine = Tag.FIRST in form.tags or parsed.has(Concept.ME, clause) or bool(_MINE & said)
    is_denied = parsed.has(Concept.NOT, before) and Tag.INFINITIVE not in form.tags
    is_nothing = any(words[at] in _NOTHING for at in clause)
    is_of_list = is_nothing or bool(one.channels) or parsed.has(Concept.MESSAGE, clause)
    return is_mine and is_of_list and (is_denied or bool(_STOPPED & said))


_OTHERWISE: Final = frozenset({
    Concept.WANT, Concept.WANT_PAST, Concept.THEY_WANT, Concept.ASK, Concept.CAN, Concept.IF,
})  # fmt: skip
"""What makes of it something else: a wish, a question, a condition."""
_SINCE: Final = word_set("fa hace")
"""Since when it is so: "fa un mes que …"."""
_NOTHING: Final = word_set("res nada cap ningun")
_MINE: Final = word_set("he hem hemos estic estem estoy")
_STOPPED: Final = word_set("deixat deixen dejado dejan")
