"""The forms of a verb, each with its tag, from a short notation. Folded: lower case, no accents.

`esborr-ar` gives all forms of the class; `pleg-ar/plegu` names the stem before e and i too;
`exclu-ir` is plain, `suprim-ir+eix` has the infix; irregular verbs give their forms one by one, by tag:
`inf=treure imp=traieu,tregui ppl=tret …`.
"""

from collections.abc import Iterator, Mapping
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

_CLASSES: Final = {
    ("ca", "ar"): (
        "inf=ar ppl=at,ada,ats,ades ger=ant one=o third=a cond=aria,aries,ariem,arieu,arien "
        "past=ava,aves,avem,aveu,aven fut=are,aras,ara,arem,areu,aran "
        "| imp=eu,i,in,is,essiu,essin,essis,assiu one=em third=en"
    ),
    ("ca", "ir"): (
        "inf=ir imp=iu,issiu,issin,issis ppl=it,ida,its,ides ger=int one=im "
        "cond=iria,iries,iriem,irieu,irien past=ia,ies,iem,ieu,ien fut=ire,iras,ira,irem,ireu,iran "
        "| imp=i,in,is one=o third=,en"
    ),
    ("es", "ar"): (
        "inf=ar imp=ad ppl=ado,ada,ados,adas ger=ando one=o,amos third=a,an,ais "
        "cond=aria,arias,ariamos,ariais,arian past=aba,abas,abamos,aban,aron,asteis "
        "fut=are,aras,ara,aremos,areis,aran "
        "| imp=e,en,es,eis,aran,aras,arais,asen,aseis"
    ),
    ("es", "ir"): (
        "inf=ir imp=id,iera,ieran,ierais ppl=ido,ida,idos,idas ger=iendo one=imos "
        "cond=iria,irias,iriamos,iriais,irian past=ia,ias,iamos,ian,io,ieron "
        "fut=ire,iras,ira,iremos,ireis,iran "
        "| imp=a,an,as,ais one=o third=e,en"
    ),
}
"""The endings behind the stem, and behind a bar those of the stem before e and i, or with its infix."""
_PRONOUNS: Final = {
    "ca": ("me", "nos", "lo", "la", "los", "les"),
    "es": ("me", "nos", "lo", "la", "los", "las", "le", "les", "se", "te", "os", "selo", "noslo", "melo"),
}
"""Pronouns written on to a form without a hyphen: Spanish always, Catalan by phone."""


def forms(notation: str, language: str) -> Mapping[str, frozenset[Tag]]:
    """Every form that the notation gives, folded, with its tags; also those with a pronoun written on."""
    found: dict[str, set[Tag]] = {}
    for tag, form in _forms(notation, language):
        found.setdefault(form, set()).add(tag)
        if tag in ASKED or (language == "es" and tag in {Tag.GERUND, Tag.THIRD}):
            said = Tag.IMPERATIVE if tag is Tag.THIRD else tag  # "bórrame" is a command
            for base in (form, form.removesuffix("d")):  # "daos", "dadme"
                for pronoun in _PRONOUNS.get(language, ()):
                    found.setdefault(base + pronoun, set()).add(said)
    return {form: frozenset(tags) for form, tags in found.items()}


def _forms(notation: str, language: str) -> Iterator[tuple[Tag, str]]:
    for part in notation.split():
        yield from _listed(part) if "=" in part else _of_class(part, language)


def _listed(notation: str, stem: str = "") -> Iterator[tuple[Tag, str]]:
    """The forms that are listed by tag, behind a stem."""
    for part in notation.split():
        tag, _, endings = part.partition("=")
        yield from ((Tag(tag), stem + ending) for ending in endings.split(","))


def _of_class(part: str, language: str) -> Iterator[tuple[Tag, str]]:
    stem, _, ending = part.partition("-")
    ending, _, soft = ending.partition("/")
    ending, _, infix = ending.partition("+")
    if (language, ending) not in _CLASSES:
        raise ValueError(f"no conjugation class {ending!r} in {language!r}: {part!r}")
    plain, changed = _CLASSES[language, ending].split("|")
    yield from _listed(plain, stem)
    yield from _listed(changed, (soft or stem) + infix)
