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
    form = one.parsed.forms[place]
    if form.act is not Act.RECEIVE or Tag.IMPERATIVE in form.tags:
        return False
    clause = one.parsed.clause(place)
    words = one.parsed.words
    before, whole = set(words[clause.start : place]), set(words[clause.start : clause.stop])
    if any(
        one.parsed.has(each, range(at, at + 1)) and words[at] not in _SINCE
        for each in (Concept.WANT, Concept.WANT_PAST, Concept.THEY_WANT, Concept.ASK, Concept.CAN, Concept.IF)
        for at in range(clause.start, place)
    ):
        return False
    is_mine = Tag.FIRST in form.tags or one.parsed.has(Concept.ME, clause) or bool(_MINE & before)
    is_stopped = bool(_STOPPED & before)
    is_never = is_stopped or (
        one.parsed.has(Concept.NOT, range(clause.start, place)) and Tag.INFINITIVE not in form.tags
    )
    is_of_list = bool(one.channels or one.parsed.has(Concept.MESSAGE, clause) or _NOTHING & whole)
    return is_mine and is_never and is_of_list


_SINCE: Final = word_set("fa hace")
"""Since when it is so: "fa un mes que …"."""
_NOTHING: Final = word_set("res nada cap ningun")
_MINE: Final = word_set("he hem hemos estic estem estoy")
_STOPPED: Final = word_set("deixat deixen dejado dejan")
