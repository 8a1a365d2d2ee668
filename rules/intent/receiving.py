"""Receiving and staying: a wish where they are denied once, against it where they are wanted."""

from typing import Final

from rules.intent.chain import chain_of
from rules.intent.frame import WISH, Found, Stand
from rules.intent.objects import OF_LIST, is_of_all, is_of_list
from rules.intent.parsed import Parsed
from rules.lexicon.conjugation import Tag
from rules.lexicon.verbs import NOUNS, Act
from rules.lexicon.words import Concept

# --- wanting no more -------------------------------------------------------------------------------


def of_wanting(parsed: Parsed, place: int) -> Found | None:
    """ "No vull més missatges", "els avisos ja no els vull", "prou missatges"."""
    clause = parsed.clause(place)
    if any(parsed.form(j) or parsed.words[j] in NOUNS for j in clause):
        return None  # what is wanted is done by a verb, which is a frame of its own
    behind = list(parsed.behind(place))
    is_of_list = any(parsed.concepts[j] & OF_LIST for j in (*behind, *range(clause.start, place)))
    chain = chain_of(parsed, place)
    is_denied = chain.nots == 1 or (Concept.ENOUGH in parsed.concepts[place] and place == clause.start)
    if not (is_of_list and is_denied) or chain.asked or chain.told or parsed.is_question:
        return None
    return WISH if is_of_all(parsed, place) else (Stand.UNKNOWN, Concept.MESSAGE)


# --- receiving and staying -------------------------------------------------------------------------

_MAKE: Final = frozenset(["fer", "faig", "fem", "feu", "hacer", "hago", "hacemos"])
_FOLLOWED: Final = frozenset(["el", "la", "els", "les", "l", "los", "las", "sense", "sin"])
"""Behind "segueixo": who follows something else."""


def of_receiving(parsed: Parsed, place: int, tags: frozenset[Tag]) -> Found | None:
    """A wish where the receiving is denied once; against it where it is wanted; nothing where it is told."""
    chain = chain_of(parsed, place)
    if chain.asked or chain.told or chain.broken or (tags & {Tag.FIRST, Tag.THIRD} and not chain.wants):
        return None
    if chain.denials > 1:
        return Stand.AGAINST, Concept.STAYING
    if chain.denials == 0:
        is_sent = bool(_MAKE & set(parsed.near(place - 1, place)))  # "us faig arribar les dades"
        is_wanted = chain.wants and Tag.IMPERATIVE not in tags and is_of_list(parsed, place)
        return (Stand.AGAINST, Concept.STAYING) if is_wanted and not is_sent else None
    if not (chain.wants or chain.stops or Tag.IMPERATIVE in tags):
        return None
    return WISH if is_of_all(parsed, place) else (Stand.UNKNOWN, Concept.MESSAGE)


def of_staying(parsed: Parsed, place: int, tags: frozenset[Tag]) -> Found | None:
    """A wish where staying on the list is denied once; against it where it is wanted or told."""
    after = parsed.near(place + 1, place + 2)
    if after and (after[0] in NOUNS or (Tag.FIRST in tags and after[0] in _FOLLOWED)):
        return None  # "ser baixa", "segueixo el canal de …"
    if _goes_on_behind(parsed, place):
        return None
    chain = chain_of(parsed, place)
    is_listed = is_of_list(parsed, place)
    if Tag.FIRST in tags and not chain.nots and (parsed.ends_at(place + 1) or is_listed):
        return Stand.AGAINST, Concept.STAYING
    is_here = is_listed or "hi" in parsed.near(place - 3, place + 3)
    if not chain.wants or not is_here or chain.asked or chain.told:
        return None
    return WISH if chain.denials == 1 and not chain.broken else (Stand.AGAINST, Concept.STAYING)


def _goes_on_behind(parsed: Parsed, place: int) -> bool:
    """Whether what goes on is said behind: "continuo rebent", which is a frame of its own."""
    found = (parsed.form(j) for j in range(place + 1, min(place + 5, len(parsed.tokens))))
    return any(
        form is not None and (form.act is Act.RECEIVE or Tag.PARTICIPLE in form.tags) for form in found
    )
