"""Whether words are addressed to the list, and not only mention it.

Rule 1: a subject that has the list's name apart heads what is told to it; one that only answers does not.
Rule 2: so does a sentence that says for whom it is ("per al canal de WhatsApp: …", "Al canal de
        l'Ajuntament:"), or that its writer tells something by the list now ("us escric pel canal", "com que
        la llista serveix per avisar").
Rule 3: what was said or seen over the list before is told in passing, and so is by which means to answer.
"""

from collections.abc import Iterable
from typing import Final

from rules.intent.chain import OF_ONESELF
from rules.lexicon.matters import Matter
from rules.lexicon.words import Concept
from rules.text.patterns import word_set
from rules.topics.sentence import Said

_ARTICLES: Final = word_set("""
    el la l els les los las vostre vostra nostre nostra vuestro vuestra aquest aquesta este esta seu seva su
""")
_OF_A_NAME: Final = word_set("""
    llista lista canal xat chat grup grupo numero servei servicio de del d difusio difusion incidencia
    incidencies incidencias avisos informacio informacion missatges mensajes
""")
_BY: Final = frozenset({"pel", "al", "via", "mitjancant", "mediante"})
_BY_THE: Final = frozenset({"per", "por", "a", "de", "en"})
_PAST: Final = word_set("""
    vaig vam varem van va vau vareu he hem han heu ha hemos habeis habia havia haviem havieu fui envie escribi
    mande vist visto llegit leido posava posaven deia deieu dieu deis diu poseu_que sortia sale
""")


def is_addressed(said: Iterable[Said]) -> bool:
    """Whether a mail's own words say that they are for the list, or told by it."""
    return any(_of_sentence(one) for one in said)


def is_headed(said: Iterable[Said]) -> bool:
    """Whether the subject is the list's name, or has it apart from the rest: "Canal de WhatsApp: branca"."""
    return any(one.in_subject and any(_is_apart(one, name) for name in one.channels) for one in said)


def _is_apart(one: Said, name: range) -> bool:
    parsed = one.parsed
    is_first = _begins(one, name.start) and parsed.ends_at(name.stop)
    is_last = name.stop >= len(parsed.words) and name.start > 0 and parsed.tokens[name.start - 1].is_mark
    is_by = by_list(one, name.start) and parsed.ends_at(name.stop)
    return (is_first or is_last or is_by) and not _is_told_before(one, name.start)


def _begins(one: Said, place: int) -> bool:
    return all(word in _ARTICLES | _OF_A_NAME | _BY | _BY_THE for word in one.parsed.words[:place])


def _of_sentence(one: Said) -> bool:
    if any(is_for(one, name.start) and not _is_told_before(one, name.start) for name in one.channels):
        return True
    if any(is_for(one, name.start) and _heads(one, name) for name in one.loose_channels):
        return True
    if any(_opens(one, name) for name in one.channels):
        return True
    return any(_is_told_by(one, name) or _serves(one, name) for name in one.channels)


def _opens(one: Said, name: range) -> bool:
    """Whether a letter opens with whom it is to: "Al canal de l'Ajuntament:"."""
    words = one.parsed.words
    before, end = words[: name.start], next((j for j, t in enumerate(one.parsed.tokens) if t.is_mark), None)
    is_name = _ARTICLES | _OF_A_NAME | _TOWN_HALL | {"al", *one.name}
    return end is not None and "al" in before and is_name.issuperset((*before, *words[name.stop : end]))


_TOWN_HALL: Final = frozenset({"ajuntament", "ayuntamiento", "poble", "pueblo", "municipal"})


def _heads(one: Said, name: range) -> bool:
    """Whether nothing but the address stands before the mark behind it: "per a la llista: …"."""
    return one.parsed.ends_at(name.stop) and name.stop < len(one.parsed.words) and name.start <= _FEW


_FEW: Final = 4


def _governor(one: Said, place: int) -> int:
    """The place of the word that governs the name at *place*: articles and its own parts are passed."""
    at = place - 1
    while at >= 0 and one.parsed.words[at] in _ARTICLES | _OF_A_NAME:
        at -= 1
    return at


def is_for(one: Said, place: int) -> bool:
    """Whether "per a", "per al" or "para" stands before the name at *place*."""
    at = _governor(one, place)
    words = one.parsed.words
    if at < 0 or _denied(one, at) or one.has(Matter.DATA):
        return False
    return words[at] in {"para", "pal"} or (words[at] in {"a", "al"} and one.parsed.word(at - 1) == "per")


def by_list(one: Said, place: int) -> bool:
    """Whether the name at *place* is where something is told: "pel canal"; "per WhatsApp" is only a means."""
    at = _governor(one, place)
    if at < 0:
        return False
    is_article = one.parsed.words[at + 1] in _ARTICLES
    return one.parsed.words[at] in _BY or (is_article and one.parsed.words[at] in _BY_THE)


def _denied(one: Said, place: int) -> bool:
    clause = one.parsed.clause(place)
    return any(
        one.parsed.has(concept, range(clause.start, place)) for concept in (Concept.NOT, Concept.IF)
    ) and not one.parsed.has(Concept.POLITE, clause)


def _is_told_before(one: Said, place: int) -> bool:
    """Whether what stands before the name in its clause is of the past, or was said by the town hall."""
    clause = one.parsed.clause(place)
    return any(one.parsed.words[j] in _PAST for j in range(clause.start, place))


def _is_told_by(one: Said, name: range) -> bool:
    """Whether the writer tells something by the list now: "us escric pel canal", "aviso al WhatsApp"."""
    clause = one.parsed.clause(name.start)
    if not by_list(one, name.start) or _is_told_before(one, name.start) or _denied(one, name.start):
        return False
    told = (j for j in range(clause.start, name.start) if Matter.TELL in one.matters[j])
    return any(not one.parsed.words[j].endswith(_INFINITIVE) or _is_wanted(one, j) for j in told)


def _is_wanted(one: Said, place: int) -> bool:
    """Whether the writer wants to do what the infinitive at *place* says: "voldria avisar"."""
    before = range(max(0, place - 2), place)
    wants = (one.parsed.has(concept, before) for concept in (Concept.WANT, Concept.WANT_PAST))
    return any(wants) or not OF_ONESELF.isdisjoint(one.parsed.words[before.start : before.stop])


_INFINITIVE: Final = ("ar", "er", "ir", "re")


def _serves(one: Said, name: range) -> bool:
    """Whether the list is said to be there for telling: "el canal serveix per avisar d'incidències"."""
    if not (one.says(Concept.BECAUSE) or _SAYS.intersection(one.parsed.words)):
        return False  # as the notice itself says
    behind = range(name.stop, min(name.stop + _NEAR, len(one.parsed.words)))
    is_there = any(Matter.SERVES in one.matters[j] for j in behind)
    return is_there and any({Matter.TELL, Matter.TROUBLE} & one.matters[j] for j in behind)


_NEAR: Final = 8
_SAYS: Final = frozenset({"dieu", "diu", "diuen", "deis", "dice", "dicen"})
