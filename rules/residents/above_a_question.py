"""Data given above the town hall's question, for the leave that stands below it.

What is quoted never acts by itself: it only tells what the few words above are an answer to.
"""

from typing import Final

from rules.findings import identified
from rules.intent.answer import answer_of
from rules.lexicon.parsed import Parsed, parsed_of
from rules.lexicon.verbs import NOUNS, Act
from rules.lexicon.words import Concept
from rules.mail.message import Incoming
from rules.text.folding import fold
from rules.text.tokens import Text
from rules.vocabulary.lists import surely_named
from rules.vocabulary.other_meanings import other_matter

_FEW: Final = 45
"""Words of an answer that gives whole data and tells of nothing else."""
_ASKING: Final = frozenset(
    {Concept.HANDING, Concept.ASK, Concept.WANT, Concept.CAN, Concept.NOT}  # "no hi consta el vostre DNI"
)
_DIGITS: Final = 9
"""Of the list's own telephone, as people write it."""


def answers_the_town_hall(incoming: Incoming) -> bool:
    """Whether an answer gives data, and little more, above the town hall's question for those of a leave."""
    own, below = incoming.own, incoming.quoted
    if incoming.mail.attachments or not (_is_of_our_list(below, incoming) and _asks_who_leaves(below)):
        return False
    people = incoming.known_people
    names = (incoming.mail.sender_name, *(person.name for person in people))
    said = answer_of(own, names=names, data=incoming.found, of_kin=True)
    is_one = len({person.id_document for person in people}) == 1
    is_whole = is_one and identified(people) == people
    return bool(people) and (said.gives_data or (is_whole and not said.denies and _says_little(own)))


def _says_little(own: Text) -> bool:
    """Whether a text is of few words, none of which may turn a wish or make it one of another matter."""
    parsed = parsed_of(own)
    is_limited = any(Concept.LESS in here for each in parsed for here in each.concepts)
    is_long = sum(word.isalpha() for each in parsed for word in each.words) > _FEW
    is_of_another = any(_names_leave(each) and other_matter(" ".join(each.words)) for each in parsed)
    return not (is_limited or is_long or is_of_another or "?" in own)


def _is_of_our_list(below: Text, incoming: Incoming) -> bool:
    said, town = below.flowing, incoming.town
    if not (any(address in said for address in town.addresses) or fold(town.name) in said):
        return False
    return surely_named(said) or town.whatsapp[-_DIGITS:] in "".join(filter(str.isdigit, said))


def _asks_who_leaves(below: Text) -> bool:
    """Whether the question below names a leave, and asks for data."""
    parsed = parsed_of(below)
    return any(map(_names_leave, parsed)) and any(map(_asks_for_data, parsed))


def _names_leave(parsed: Parsed) -> bool:
    return bool(NOUNS.intersection(parsed.words)) or Act.STRIKE in parsed.acts


def _asks_for_data(parsed: Parsed) -> bool:
    here = frozenset[Concept]().union(*parsed.concepts)
    return Concept.LABEL in here and (bool(here & _ASKING) or Act.RECEIVE in parsed.acts)
