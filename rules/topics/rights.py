"""Which right over their data a sentence claims, and whether its writer speaks for somebody else."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from rules.findings import Right
from rules.lexicon.matters import Matter
from rules.text.folding import fold
from rules.text.patterns import word_set
from rules.topics.law import erases_all, mends_data
from rules.topics.sentence import Said
from rules.vocabulary.introductions import KIN

_NAMES: Final[Mapping[Right, frozenset[str]]] = {
    Right.ERASURE: word_set("supressio supresion oblit olvido"),
    Right.RECTIFICATION: word_set("rectificacio rectificacion 16"),
    Right.RESTRICTION: word_set("limitacio limitacion limiteu limiten 18"),
    Right.OBJECTION: word_set("oposicio oposicion oposo opongo 21"),
    Right.ACCESS: word_set("acces accedir acceso acceder portabilitat portabilidad 15"),
}
"""The words of its name, or the number of its article, within a turn that claims a right."""


def right_in(said: Iterable[Said]) -> Right | None:
    """The right that is claimed, by its name first; None where no sentence says which."""
    said = tuple(said)
    by_name = next(
        (right for right, words in _NAMES.items() if any(_names(one, words) for one in said)), None
    )
    if by_name is not None:
        return by_name
    if any(erases_all(one) for one in said):
        return Right.ERASURE
    if any(mends_data(one) for one in said):
        return Right.RECTIFICATION
    return None if any(one.has(Matter.LAW) for one in said) else Right.ACCESS


def _names(one: Said, words: frozenset[str]) -> bool:
    return any(one.parsed.words[place] in words for place in one.places(Matter.LAW))


_FOR_ANOTHER: Final = re.compile(
    rf"""\b(?:
        (?:en|a)\ (?:nom|nombre)\ (?:de|d)\b | en\ representaci(?:o|on)\ d | represent(?:o|ant|ante|amos|em)\b
        | (?:mandatari|apoderad|apoderat|advocad|advocat|abogad|procurador|gestor)\w{{0,4}}
        | (?:la\ meva|el\ meu|els\ meus|mon|ma|mi|mis|la\ nostra|el\ nostre)\ (?:{KIN}|client\w{{0,2}})
    )""",
    re.VERBOSE,
)


def speaks_for_another(text: str) -> bool:
    """Whether a lawyer, a relative or whoever else writes for somebody."""
    return _FOR_ANOTHER.search(" ".join(fold(text).replace("'", " ").replace("’", " ").split())) is not None
