"""Names of people: is the name in a message that of the person in the books?

A name never proves who somebody is: the DNI and the mobile do. It can only say that
the mail speaks of somebody else, and in a village that is a sister, a father, a cousin.

Rule 1: what people leave out or write otherwise is forgiven: accents, particles, a surname,
        the order of given name and surnames, an initial, everyday and Spanish forms, a slip.
Rule 2: every word of the shorter name stands in the longer one, in the same turn.
Rule 3: two given names are two people, however alike: Maria is not Marta, nor Marià.
Rule 4: nobody goes by the second name alone, but for the many called Maria first.
"""

import unicodedata
from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import OSA

from rules.findings import Person
from rules.text.patterns import word_set
from rules.vocabulary.name_words import FORM_OF, GIVEN_NAMES

_LONGEST: Final = 200
"""Characters of a name that are looked at."""

_PARTICLES: Final = word_set("i y e de del d la las les el els los en na l da dos")
_TITLES: Final = frozenset({"sr", "sra", "srta", "dr", "dra", "don", "dona", "senyor", "senyora"})

# Without their accent these are women: Marià and Maria, Julià and Júlia.
_MEN_BY_ACCENT: Final = word_set("maria julia emilia aurelia octavia lucia llucia valeria cecilia flavia")

_KNOWN: Final = GIVEN_NAMES | FORM_OF.keys()

# Maria Josep is never called Josep, as Maria Mercè is called Mercè.
_GO_WITH_MARIA: Final = frozenset({"josep", "jesus"})


def words_of(name: str) -> tuple[str, ...]:
    """The bare words of a name: no case, accents, particles or titles; what follows a comma comes first."""
    surnames, _, given = name[:_LONGEST].partition(",")
    text = unicodedata.normalize("NFKC", f"{given} {surnames}").casefold()
    text = text.replace("l·l", "ll").replace("l.l", "ll").replace("l•l", "ll")
    words = "".join(c if c.isalpha() or unicodedata.combining(c) else " " for c in text).split()
    bare = (_bare(word) for word in words)
    return tuple(word for word in bare if word and word not in _PARTICLES and word not in _TITLES)


def _bare(word: str) -> str:
    """The word without accents, but for the one that tells a man's name from a woman's."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if bare in _MEN_BY_ACCENT and word[-1] in "àá":
        return f"{bare[:-1]}ano"
    return bare


def compatible(given: str | None, known: str | None) -> bool:
    """Can *given* be the name of the person known as *known*? True where either is not given."""
    shorter, longer = sorted((words_of(given or ""), words_of(known or "")), key=len)
    if not shorter:
        return True
    turns = (longer[i:] + longer[:i] for i in range(len(longer)))
    return any(_stands_in(shorter, turn) for turn in turns) and not _drops_first_name(shorter, longer)


def may_be_one(asked: Person, complete: Person) -> bool:
    """Can who was *asked* for data be the person who gave *complete* ones? Nothing that both gave differs."""
    pairs = ((asked.id_document, complete.id_document), (asked.phone, complete.phone))
    return all(a is None or a == b for a, b in pairs) and compatible(asked.name, complete.name)


def _stands_in(words: Sequence[str], others: Sequence[str]) -> bool:
    """Every word has its like among the others, in the same order."""
    rest = iter(others)
    return all(any(_alike(word, other) for other in rest) for word in words)


def _drops_first_name(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    """The shorter has a given name, but not the one that the longer begins with: Maria for Josep Maria."""
    first = longer[0]
    if first not in _KNOWN or any(_alike(word, first) for word in shorter):
        return False
    if _form(first) == "maria" and _form(longer[1]) not in _GO_WITH_MARIA:
        return False
    return any(word in _KNOWN for word in shorter)


def _alike(one: str, other: str) -> bool:
    if min(len(one), len(other)) == 1:  # an initial
        return one[0] == other[0]
    return _form(one) == _form(other) or _is_slip(one, other)


def _form(word: str) -> str:
    return FORM_OF.get(word, word)


def _is_slip(one: str, other: str) -> bool:
    """One wrong, missing, doubled or swapped letter of a long word, but never the last one."""
    if min(len(one), len(other)) < 5 or {one, other} <= _KNOWN:
        return False
    if one[:-1] in {other, other[:-1]} or other[:-1] == one:
        return False
    return OSA.distance(one, other, score_cutoff=1) == 1
