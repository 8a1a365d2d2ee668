"""What a sentence says in so many words: a right over one's data is claimed, or no messages come.

Of whom claims a right also whether they speak for somebody else.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rules.findings import Right
from rules.lexicon.conjugation import ASKED, Tag
from rules.lexicon.matters import Matter
from rules.lexicon.verbs import Act
from rules.lexicon.words import Concept
from rules.text.folding import fold
from rules.text.patterns import word_set
from rules.topics.sentence import OF, Said
from rules.vocabulary.introductions import KIN

_NAMES: Final[Mapping[Right, frozenset[str]]] = {
    Right.ERASURE: word_set("supressio supresion oblit olvido"),
    Right.RECTIFICATION: word_set("rectificacio rectificacion"),
    Right.RESTRICTION: word_set("limitacio limitacion limiteu limiten"),
    Right.OBJECTION: word_set("oposicio oposicion oposo opongo"),
    Right.ACCESS: word_set("acces accedir acceso acceder portabilitat portabilidad"),
}
"""The words of its name within a turn that claims a right."""


def right_in(said: Sequence[Said]) -> Right | None:
    """The right that is claimed, by its name first; None where no sentence says which."""
    of_law = {one.parsed.words[place] for one in said for place in one.places(Matter.LAW)}
    by_name = next((right for right, words in _NAMES.items() if words & of_law), None)
    if by_name:
        return by_name
    if any(map(_erases_data, said)):
        return Right.ERASURE
    if any(map(_mends_data, said)):
        return Right.RECTIFICATION
    return None if of_law else Right.ACCESS


def claims_right(one: Said) -> bool:
    """Whether a sentence beside a wish to leave claims more than that."""
    return one.has(Matter.LAW) or _asks_what_is_held(one) or _erases_data(one)


def is_of_rights(one: Said) -> bool:
    """Whether a sentence claims a right, be it by asking whether its writer is on the list."""
    return claims_right(one) or _asks_whether_entered(one)


def _asks_what_is_held(one: Said) -> bool:
    if not one.has(Matter.DATA) or one.parsed.has(Concept.NOT):
        return False
    words = one.parsed.words
    is_which = one.has(Matter.HELD) and any(
        word in {"quines", "quina", "cuales"} or (word == "que" and _DATA.issuperset(words[i + 1 : i + 2]))
        for i, word in enumerate(words)
    )
    is_copy = one.has(Matter.COPY) and not _OWN.isdisjoint(words)
    is_asked = one.parsed.is_question or any(
        map(one.parsed.has, (Concept.WANT, Concept.WANT_PAST, Concept.ASK, Concept.CAN))
    )
    return is_which or (is_copy and is_asked)


_DATA: Final = word_set("dades datos informacio informacion")
_OWN: Final = word_set("meves meva mis mi nostres nuestros")


def _erases_data(one: Said) -> bool:
    """Whether all data are to be erased: "esborreu totes les meves dades", "supressió de dades"."""
    data, words = one.places(Matter.DATA), one.parsed.words
    if not data or one.parsed.has(Concept.NOT) or one.parsed.has(Concept.IF):
        return False
    erasing = [place for place, word in enumerate(words) if word in _ERASING]
    if any(at - each in range(2, 5) and words[each + 1] in OF for at in data for each in erasing):
        return True
    is_all = any(at - each in range(1, 4) for at in data for each in one.places(Matter.ALL))
    strikes = any(form.act is Act.STRIKE and form.tags & ASKED for form in one.parsed.forms)
    return is_all and (strikes or bool(erasing))


_ERASING: Final = word_set("supressio eliminacio esborrament esborrat supresion eliminacion borrado")


def _asks_whether_entered(one: Said) -> bool:
    words = one.parsed.words
    is_asked = one.parsed.is_question or (one.parsed.has(Concept.IF) and not _KNOW.isdisjoint(words))
    is_state = not _BEING.isdisjoint(words)
    if not (is_asked and is_state) or one.has(Matter.MANNER) or one.parsed.has(Concept.HOW):
        return False
    lists = (*one.channels, *one.loose_channels)
    is_on_one = any(words[name.start - 3 : name.start] in _ON for name in lists)
    is_entered = (
        is_on_one or one.has(Matter.ENTERED) or not {"consta", "figura"}.isdisjoint(words)
    )  # of somebody's number
    return bool(lists) and is_entered


_ON: Final = frozenset({
    *((being, "a", "la") for being in ("es", "soc", "estic", "esta")),
    ("estoy", "en", "la"),
})  # fmt: skip
"""Before "llista", of who is, or is not, on it."""
_KNOW: Final = word_set("""
    saber explicar dir decir informacio informacion explicareu expliqueu diguessiu dieu sabeu explicarme
    decirme se demano demanem pregunto preguntem pido pedimos
""")
_BEING: Final = word_set("estic esta estem estan soc consto figuro som estoy consta figura hi es")


def _mends_data(one: Said) -> bool:
    """Whether data in the books are to be put right; a changed number is another matter."""
    is_of_data = not _MENDED.isdisjoint(one.parsed.words)
    return one.has(Matter.MEND_DATA) and is_of_data and not one.parsed.has(Concept.IF)


_MENDED: Final = word_set("nom cognom cognoms nombre apellido apellidos dades datos dni nie lletra")


_STANDS_FOR: Final = re.compile(
    r"""\b(?:
        (?:en|a)\ (?:nom|nombre)\ (?:de|d)\b | en\ representaci(?:o|on)\ d | represent(?:o|ant|ante|amos|em)\b
        | (?:mandatari|apoderad|apoderat|advocad|advocat|abogad|procurador|gestor)\w{0,4}
    )""",
    re.VERBOSE,
)
_NEAR: Final = re.compile(
    rf"\b(?:la meva|el meu|els meus|mon|ma|mi|mis|la nostra|el nostre) (?:{KIN}|client\w{{0,2}})"
)
_WHOSE: Final = re.compile(
    r"\b(?:(?:la|les|el|els|del|dels|al|als) (?:me(?:va|ves|u|us)|nostr(?:a|es|e))|mis?(?= ex\b)) (\w+)"
)
_OWN_THINGS: Final = word_set(
    """
    dades dada informacio nom cognom cognoms numero numeros telefon telefons mobil mobils correu adreca dni
    nie document documents lletra fitxa baixa alta inscripcio subscripcio peticio solicitud part situacio
    """
)
"""What a person says is theirs; of who else is, they speak for another: "la meva ex", "el meu llogater"."""
_I: Final = word_set("jo yo estic soc estoy consto figuro meves meva meu mis")


def speaks_for_another(text: str, said: Iterable[Said]) -> bool:
    """Whether a lawyer, a relative or whoever else writes for somebody.

    Who asks of themselves in so many words may name a relative beside: "estic apuntada? La meva dona sí".
    """
    folded = " ".join(fold(text).replace("'", " ").replace("’", " ").split())
    claims = [one.parsed.words for one in said if is_of_rights(one)]
    if _STANDS_FOR.search(folded) or any(_is_of_another(" ".join(words)) for words in claims):
        return True
    is_own = bool(claims) and not any(map(_I.isdisjoint, claims))
    return _NEAR.search(folded) is not None and not is_own


def _is_of_another(claim: str) -> bool:
    return bool(_NEAR.search(claim)) or any(noun not in _OWN_THINGS for noun in _WHOSE.findall(claim))


# --- messages that do not come ---------------------------------------------------------------------------


def misses_messages(one: Said) -> bool:
    """Whether the writer of the sentence gets no messages."""
    return any(_does_not_get(one, place) for place in range(len(one.parsed.words)))


def _does_not_get(one: Said, place: int) -> bool:
    parsed, words = one.parsed, one.parsed.words
    form, clause = parsed.forms[place], parsed.clause(place)
    if form.act is not Act.RECEIVE or Tag.IMPERATIVE in form.tags:
        return False
    before = range(clause.start, place)
    if any(parsed.concepts[at] & _OTHERWISE and words[at] not in {"fa", "hace"} for at in before):
        return False
    said = {words[at] for at in before}
    is_mine = (
        Tag.FIRST in form.tags
        or parsed.has(Concept.ME, clause)
        or bool({"he", "hem", "hemos", "estic", "estem", "estoy"} & said)
    )
    is_denied = parsed.has(Concept.NOT, before) and Tag.INFINITIVE not in form.tags
    is_nothing = any(words[at] in {"res", "nada", "cap", "ningun"} for at in clause)
    is_of_list = is_nothing or bool(one.channels) or parsed.has(Concept.MESSAGE, clause)
    return is_mine and is_of_list and (is_denied or bool({"deixat", "deixen", "dejado", "dejan"} & said))


_OTHERWISE: Final = frozenset({
    Concept.WANT, Concept.WANT_PAST, Concept.THEY_WANT, Concept.ASK, Concept.CAN, Concept.IF,
})  # fmt: skip
"""What makes of it something else: a wish, a question, a condition; "fa un mes que …" says since when."""
