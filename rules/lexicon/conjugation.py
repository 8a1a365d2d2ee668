"""The forms of a verb, each with its tag, from a short notation. Folded: lower case, no accents.

`esborr-ar` gives all forms of the class; `pleg-ar/plegu` names the stem before e and i too;
`exclu-ir` is plain, `suprim-ir+eix` has the infix; irregular verbs give their forms one by one, by tag:
`inf=treure imp=traieu,tregui ppl=tret …`.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Final


class Tag(StrEnum):
    """What a form of a verb is used for."""

    INFINITIVE = "inf"
    IMPERATIVE = "imp"  # commands, and the subjunctive that stands for them
    PARTICIPLE = "ppl"
    GERUND = "ger"
    FIRST = "one"  # first person of the present: who says it does it
    THIRD = "third"  # third person of the present, which may be a command to one person as well
    CONDITIONAL = "cond"
    PAST = "past"
    FUTURE = "fut"


ASKED: Final = frozenset({Tag.IMPERATIVE, Tag.INFINITIVE})
"""What is used to ask that something be done."""

_CATALAN_AR: Final = {
    Tag.INFINITIVE: ("ar",),
    Tag.PARTICIPLE: ("at", "ada", "ats", "ades"),
    Tag.GERUND: ("ant",),
    Tag.FIRST: ("o",),
    Tag.THIRD: ("a",),
    Tag.CONDITIONAL: ("aria", "aries", "ariem", "arieu", "arien"),
    Tag.PAST: ("ava", "aves", "avem", "aveu", "aven"),
    Tag.FUTURE: ("are", "aras", "ara", "arem", "areu", "aran"),
}
_CATALAN_AR_SOFT: Final = {
    Tag.IMPERATIVE: ("eu", "i", "in", "is", "essiu", "essin", "essis", "assiu"),
    Tag.FIRST: ("em",),
    Tag.THIRD: ("en",),
}
_CATALAN_IR: Final = {
    Tag.INFINITIVE: ("ir",),
    Tag.IMPERATIVE: ("iu", "issiu", "issin", "issis"),
    Tag.PARTICIPLE: ("it", "ida", "its", "ides"),
    Tag.GERUND: ("int",),
    Tag.FIRST: ("im",),
    Tag.CONDITIONAL: ("iria", "iries", "iriem", "irieu", "irien"),
    Tag.PAST: ("ia", "ies", "iem", "ieu", "ien"),
    Tag.FUTURE: ("ire", "iras", "ira", "irem", "ireu", "iran"),
}
_CATALAN_IR_STRESSED: Final = {
    Tag.IMPERATIVE: ("i", "in", "is"),
    Tag.FIRST: ("o",),
    Tag.THIRD: ("", "en"),
}
_SPANISH_AR: Final = {
    Tag.INFINITIVE: ("ar",),
    Tag.IMPERATIVE: ("ad",),
    Tag.PARTICIPLE: ("ado", "ada", "ados", "adas"),
    Tag.GERUND: ("ando",),
    Tag.FIRST: ("o", "amos"),
    Tag.THIRD: ("a", "an", "ais"),
    Tag.CONDITIONAL: ("aria", "arias", "ariamos", "ariais", "arian"),
    Tag.PAST: ("aba", "abas", "abamos", "aban", "aron", "asteis"),
    Tag.FUTURE: ("are", "aras", "ara", "aremos", "areis", "aran"),
}
_SPANISH_AR_SOFT: Final = {
    Tag.IMPERATIVE: ("e", "en", "es", "eis", "aran", "aras", "arais", "asen", "aseis"),
}
_SPANISH_IR: Final = {
    Tag.INFINITIVE: ("ir",),
    Tag.IMPERATIVE: ("id", "iera", "ieran", "ierais"),
    Tag.PARTICIPLE: ("ido", "ida", "idos", "idas"),
    Tag.GERUND: ("iendo",),
    Tag.FIRST: ("imos",),
    Tag.CONDITIONAL: ("iria", "irias", "iriamos", "iriais", "irian"),
    Tag.PAST: ("ia", "ias", "iamos", "ian", "io", "ieron"),
    Tag.FUTURE: ("ire", "iras", "ira", "iremos", "ireis", "iran"),
}
_SPANISH_IR_STRESSED: Final = {
    Tag.IMPERATIVE: ("a", "an", "as", "ais"),
    Tag.FIRST: ("o",),
    Tag.THIRD: ("e", "en"),
}
_JOINED: Final = {Tag.INFINITIVE, Tag.IMPERATIVE, Tag.GERUND, Tag.THIRD}
_PRONOUNS: Final = {
    "ca": ("me", "nos", "lo", "la", "los", "les"),
    "es": ("me", "nos", "lo", "la", "los", "las", "le", "les", "se", "te", "os", "selo", "noslo", "melo"),
    "en": (),
    "fr": (),
}
"""Pronouns written on to a form without a hyphen: Spanish always, Catalan by phone."""


def forms(notation: str, language: str) -> Mapping[str, frozenset[Tag]]:
    """Every form that the notation gives, folded, with its tags; also those with a pronoun written on."""
    found: dict[str, set[Tag]] = {}
    for tag, form in _forms(notation, language):
        found.setdefault(form, set()).add(tag)
        if tag in _JOINED and (language == "es" or tag in {Tag.INFINITIVE, Tag.IMPERATIVE}):
            for pronoun in _PRONOUNS[language]:
                found.setdefault(form + pronoun, set()).add(_with_pronoun(tag))
                if form.endswith("d"):  # "daos", "dadme"
                    found.setdefault(form[:-1] + pronoun, set()).add(_with_pronoun(tag))
    return {form: frozenset(tags) for form, tags in found.items()}


def _with_pronoun(tag: Tag) -> Tag:
    """ "Bórrame" is a command."""
    return Tag.IMPERATIVE if tag is Tag.THIRD else tag


def _forms(notation: str, language: str) -> Iterator[tuple[Tag, str]]:
    for part in notation.split():
        tag, is_list, words = part.partition("=")
        if is_list:
            yield from ((Tag(tag), word) for word in words.split(","))
        else:
            yield from _of_class(part, language)


def _of_class(part: str, language: str) -> Iterator[tuple[Tag, str]]:
    stem, _, ending = part.partition("-")
    ending, _, soft = ending.partition("/")
    ending, _, infix = ending.partition("+")
    soft = soft or stem
    match language, ending:
        case "ca", "ar":
            yield from _joined(stem, _CATALAN_AR)
            yield from _joined(soft, _CATALAN_AR_SOFT)
        case "ca", "ir":
            yield from _joined(stem, _CATALAN_IR)
            yield from _joined(soft + infix, _CATALAN_IR_STRESSED)
        case "es", "ar":
            yield from _joined(stem, _SPANISH_AR)
            yield from _joined(soft, _SPANISH_AR_SOFT)
        case "es", "ir":
            yield from _joined(stem, _SPANISH_IR)
            yield from _joined(soft, _SPANISH_IR_STRESSED)
        case _:
            raise ValueError(f"no conjugation class {ending!r} in {language!r}: {part!r}")


def _joined(stem: str, endings: Mapping[Tag, Iterable[str]]) -> Iterator[tuple[Tag, str]]:
    for tag, group in endings.items():
        yield from ((tag, stem + ending) for ending in group)
