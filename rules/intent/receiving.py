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
    is_whole = is_of_all(parsed, place) and _is_of_messages(parsed, place) and not _is_of_today(parsed, place)
    return WISH if is_whole else (Stand.UNKNOWN, Concept.MESSAGE)


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
    if not (chain.wants or chain.stops or Tag.IMPERATIVE in tags) or (chain.wants and not chain.wills):
        return None
    if chain.nots and chain.wants and not chain.asks:
        return Stand.UNKNOWN, Concept.CAN  # "no em poden arribar els missatges"
    is_plain = chain.wants or chain.stops or parsed.has(Concept.MORE, parsed.clause(place))
    if not is_plain or _is_of_today(parsed, place):
        return Stand.UNKNOWN, Concept.MORE  # "ja no m'envieu els missatges" tells as well
    is_whole = is_of_all(parsed, place) and (not chain.wants or _is_of_messages(parsed, place))
    return WISH if is_whole else (Stand.UNKNOWN, Concept.MESSAGE)


def _is_of_messages(parsed: Parsed, place: int) -> bool:
    """Whether it is of messages or of the list: "no necessito més informació" may be of an answer."""
    behind = list(parsed.behind(place))
    said = [j for j in parsed.clause(place) if parsed.concepts[j] & OF_LIST]
    is_anything = any(parsed.words[j] in _ANYTHING for j in behind) and not set(said) & set(behind)
    return not is_anything and (not said or any(parsed.words[j] not in _VAGUE for j in said))


_ANYTHING: Final = frozenset({"res", "nada", "rien", "nothing"})
_VAGUE: Final = frozenset({"informacio", "informacions", "informacion", "informaciones", "information"})
_TODAY: Final = frozenset({"avui", "hoy", "today"})
_FROM: Final = frozenset({"d", "de", "des", "desde", "from"})


def _is_of_today(parsed: Parsed, place: int) -> bool:
    """Whether no messages are wanted for a day: "per avui", and not "des d'avui"."""
    return any(
        parsed.words[j] in _TODAY and not _FROM & set(parsed.near(j - 1, j)) for j in parsed.clause(place)
    )


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
    if parsed.has(Concept.NOT, range(place + 1, parsed.clause(place).stop)):
        return Stand.AGAINST, Concept.STAYING  # "no vull quedar-me sense"
    if chain.denials == 1 and not chain.broken:
        return WISH if is_of_all(parsed, place) else (Stand.UNKNOWN, Concept.MESSAGE)
    return Stand.AGAINST, Concept.STAYING


def _goes_on_behind(parsed: Parsed, place: int) -> bool:
    """Whether what goes on is said behind: "continuo rebent", which is a frame of its own."""
    found = (parsed.form(j) for j in range(place + 1, min(place + 5, len(parsed.tokens))))
    return any(
        form is not None and (form.act is Act.RECEIVE or Tag.PARTICIPLE in form.tags) for form in found
    )
