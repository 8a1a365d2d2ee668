"""Frames of joining: who is to be put on the list, by the chain that reads leaving.

A refusal, a condition, what was done already, and a question come from the chain, whatever the verb.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from rules.intent.beside import is_asked_of_one, said_against, says_if_possible
from rules.intent.chain import OF_LIST, chain_of, is_of_list
from rules.intent.frame import Frame, Stand
from rules.intent.striking import giving
from rules.lexicon.conjugation import Tag
from rules.lexicon.parsed import MOST_VERBS, Parsed
from rules.lexicon.verbs import JOIN_NOUNS, JOINS, NOUNS, Act
from rules.lexicon.words import Concept


def joinings(parsed: Parsed) -> Iterator[Frame]:
    """The frames of joining in a sentence, in its order; `why` is STAYING where it may be to be anywhere."""
    if _OF_JOINING.isdisjoint(parsed.words):
        return
    places = (place for place, word in enumerate(parsed.words) if word in _OF_JOINING)
    for place in islice(places, MOST_VERBS):
        word, stand = parsed.words[place], _stand(parsed, place)
        # Who joins later, or by a neighbour's word, joins all the same: their consent is waited for.
        if stand is Stand.WISH and said_against(parsed, place) in {Concept.IF, Concept.MAYBE}:
            stand = Stand.AGAINST
        if stand is not None:
            token = parsed.tokens[place]
            is_there = word in _BEING and not any(here & OF_LIST for here in parsed.concepts)
            why = Concept.STAYING if is_there else None
            yield Frame(stand, token.word, token.start, token.end, why)


def _stand(parsed: Parsed, place: int) -> Stand | None:
    word = parsed.words[place]
    if word in JOIN_NOUNS:
        return _of_noun(parsed, place)
    form = parsed.joining(place)
    if form.act is not None:
        is_put = form.act is not Act.PUT or _is_onto_list(parsed, place)
        is_leave = bool(NOUNS & set(parsed.near(place + 1, place + 4)))  # "apunteu la meva baixa"
        return _of_verb(parsed, place, form.tags) if is_put and not is_leave else None
    return _of_being(parsed, place)


def _of_verb(parsed: Parsed, place: int, tags: frozenset[Tag]) -> Stand:
    chain = chain_of(parsed, place)
    if tags == {Tag.PAST} or (chain.told and not chain.wants):
        return Stand.TOLD
    if chain.denials:
        return Stand.AGAINST
    if chain.asked:  # "com m'apunto?"
        is_asked = parsed.is_question or any(map(parsed.has, (Concept.ASK, Concept.NOT, Concept.WANT)))
        return Stand.WISH if is_asked and _is_of_writer(parsed, place) else Stand.TOLD
    if tags <= {Tag.PARTICIPLE} and not parsed.has(Concept.DO, range(place - 2, place)):
        return Stand.TOLD
    if chain.wants:
        is_of_others = Tag.INFINITIVE not in tags and "s" in parsed.near(place - 2, place)
        return Stand.UNKNOWN if chain.broken or is_of_others else Stand.WISH
    if is_asked_of_one(parsed, place, tags):
        return Stand.WISH
    is_writers = _is_of_writer(parsed, place)
    if Tag.FIRST in tags:
        return Stand.WISH if is_writers and not chain.broken else Stand.TOLD
    if Tag.IMPERATIVE in tags:
        return Stand.WISH if parsed.is_joined(place + 1) or not chain.broken else Stand.TOLD
    is_alone = Tag.INFINITIVE in tags and not chain.broken and not chain.subordinate
    return Stand.WISH if is_alone and is_writers else Stand.TOLD


def _is_of_writer(parsed: Parsed, place: int) -> bool:
    beside = range(place - 3, place + 2)  # "com m'hi puc apuntar?"
    return parsed.words[place].endswith(("me", "nos")) or parsed.has(Concept.ME, beside)


def _of_noun(parsed: Parsed, place: int) -> Stand:
    given = giving(parsed, place)
    if given is not None:
        return _of_verb(parsed, given, parsed.forms[given].tags)
    chain = chain_of(parsed, place)
    if chain.asked or (chain.told and not chain.wants):
        return Stand.TOLD
    if chain.denials:
        return Stand.AGAINST
    # "L'alta la vaig fer" and "altes:" speak of one that is known.
    is_known = parsed.word(place - 1) in {"l", "el", "la", "les", "las", "d", "de"}
    is_alone = parsed.words[place] == "alta" and not (is_known or chain.subordinate)
    return Stand.WISH if not chain.broken and (chain.wants or is_alone) else Stand.UNKNOWN


_BEING: Final = frozenset({"ser", "esser", "estar", "formar", "figurar", "constar", "be"})
_GETTING: Final = frozenset({"rebre", "recibir", "recevoir", "receive", "get"})
_OF_JOINING: Final = JOIN_NOUNS | JOINS.keys() | _BEING | _GETTING
"""Words that a frame may be of."""
_ONTO: Final = frozenset({"a", "al", "als", "en", "dins", "hi", "part", "on", "to", "de", "del"})


def _of_being(parsed: Parsed, place: int) -> Stand | None:
    """What wanting to get the messages, or to be on the list, comes to; None where it is no such wish."""
    chain = chain_of(parsed, place)
    if not chain.wants or chain.denials or chain.told or chain.broken:
        return None
    out = NOUNS | {"fora", "fuera", "informada", "informat", "informado"}
    if any(parsed.words[j] in out or parsed.forms[j].act is Act.STRIKE for j in parsed.behind(place)):
        return None  # "ser eliminada de la llista", "rebre la baixa"
    is_getting = parsed.words[place] in _GETTING
    if not (is_of_list(parsed, place) if is_getting else _is_onto_list(parsed, place)):
        return None
    return Stand.TOLD if chain.asked else Stand.WISH


def _is_onto_list(parsed: Parsed, place: int) -> bool:
    """Whether it is the list that somebody is put on: "poseu-m'hi", "posar el meu mòbil al grup"."""
    if not (parsed.words[place] in _BEING or _puts_somebody(parsed, place)):
        return False
    if says_if_possible(parsed, place) or not {"fora", "fuera"}.isdisjoint(parsed.near(place + 1, place + 4)):
        return False
    if {"hi", "it"} & set(parsed.near(place - 3, place + 4)):
        return True
    behind = parsed.behind(place)
    onto = next((j for j in behind if parsed.words[j] in _ONTO), behind.stop)
    return any(parsed.concepts[j] & OF_LIST for j in range(onto, behind.stop))


def _puts_somebody(parsed: Parsed, place: int) -> bool:
    """Whether it is a person or a number that is put on the list, and no news."""
    is_in_word = parsed.words[place].endswith(("me", "nos"))
    if is_in_word or (parsed.is_done_to_another(place) and parsed.word(place + 1) != "ho"):
        return True
    of_somebody = {Concept.ME, Concept.KIN, Concept.OWN}
    return any(
        parsed.concepts[j] & of_somebody or parsed.words[j] == "#" or _is_somebodys(parsed, j)
        for j in (*range(max(0, place - 2), place), *parsed.behind(place))
        if not parsed.concepts[j] & OF_LIST
    )


def _is_somebodys(parsed: Parsed, place: int) -> bool:
    """Whether a word may be a name, or is the number that is new: "posar el nou a la llista".

    A capital that only begins the sentence makes no name: "Podeu posar al canal que …".
    """
    is_number = parsed.words[place] in {"nou", "nuevo"} and parsed.word(place + 1) in _ONTO
    return is_number or (parsed.tokens[place].capital and not parsed.concepts[place])


_OTHERS: Final = frozenset({"aquest", "aquesta", "aquell", "ese", "esa", "este", "esta"})


def refuses(parsed: Parsed, *, is_anothers: bool = False) -> bool:
    """Whether a sentence refuses what was asked: "no m'hi apunteu", "ja no vull".

    Not one of another number, or of another person; who asks for a relative may refuse it for themselves.
    """
    whose = _OTHERS | {"jo", "yo", "mi"} if is_anothers else _OTHERS
    for j, here in enumerate(parsed.concepts):
        if Concept.NOT not in here:
            continue
        if whose & set(parsed.near(j - 2, j)) or parsed.has(Concept.KIN, range(j - 3, j)):
            return False
        if parsed.has(Concept.WANT, range(j + 1, j + 3)):
            return True
    return any(frame.stand is Stand.AGAINST for frame in joinings(parsed))
