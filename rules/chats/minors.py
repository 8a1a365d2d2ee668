"""For whom nobody joins unseen: a child, who cannot consent alone, and who gives a mobile of somebody else.

Under fourteen a consent is that of who has custody (LOPDGDD, art. 7). An age is read where it is
said of a person, and never where it tells how long ago something was.
"""

from typing import Final

from rules.findings import Doubt
from rules.mail.small_print import without_feet
from rules.text.patterns import alternatives, any_of, one_of
from rules.text.tokens import as_text
from rules.vocabulary.introductions import KIN

_WORDS: Final = """
    un dos tres quatre cinc sis set vuit nou deu onze dotze tretze cuatro cinco seis siete ocho nueve diez
    once doce trece
"""
_UNDER_FOURTEEN: Final = alternatives("1[0-3]", "[1-9]", *_WORDS.split())
_YEARS: Final = rf"(?<![\d.,]){_UNDER_FOURTEEN} (?:anys?|anos?|years?)\b"
_AS_YET: Final = "(?:(?:ara|ya|ja|nomes|solo|encara|only) )?"
_NOT_AN_AGE: Final = "(?! (?:d'|de |que|fa|enrere|atras|ago))"
_YOUNG: Final = one_of(
    """
    filla? hij[oa] neta? niet[oa] nebot neboda germana? herman[oa] nena? nin[oa] noia? nan[oa] xica? chic[oa]
    criatura child boy girl daughter fille fils
    """
)
_SAYS_AGE: Final = any_of(
    rf"\b(?:tinc|tengo|faig|cumplo|i am) {_AS_YET}{_YEARS}{_NOT_AN_AGE}",
    rf"\b{_YOUNG}\b(?:,? [\w'·-]{{1,20}}){{0,3}}?(?:,? \(?(?:de |d')|,? \(|, ){_YEARS}",
    r"\b(?:edat|edad|age) ?[:=]? ?(?:1[0-3]|[1-9])\b(?! ?\d)",
    r"(?<!cas de )(?<!caso de )(?<!si es )\bmenor (?:d'edat|de edad)\b",
)
"""How old somebody says that they are, or that the child is for whom they write."""
_A_CHILD: Final = one_of(
    "nens? nen[ae] nenes nin[oa]s? criatur[ae]s? mainada xiquet[ae]?s? child children kids?"
)
_FILIAL: Final = one_of("fill filla fills filles hij[oa]s? daughter fille fils")
_OF_WHOM: Final = one_of(
    """
    a al als el la els les los las de del dels d' en na un una meu meva meus meves mi mis my nostr[ae]s? seu
    seva su sus petit petita
    """
)
_JOINING: Final = one_of(
    r"""
    alta altes per para for pour apunt\w{1,5} pos(?:eu|ar|a) afegi\w{1,4} anad\w{1,4} inscri\w{1,5}
    inclo\w{1,6}
    """
)
_FOR_CHILD: Final = any_of(
    rf"\b{_JOINING}(?: {_OF_WHOM}){{0,4}} (?:{_A_CHILD}|{_FILIAL})\b",
    rf"\b(?:es|soc|soy) (?:d')?una? {_A_CHILD}\b",
    r"\b(?:una?|del|de la) menor\b(?! (?:de|que|cost|temps|tiempo))",
    rf"\b(?:te|tiene|is) {_AS_YET}{_YEARS}{_NOT_AN_AGE}",
    rf"[,(;\n] ?{_YEARS}{_NOT_AN_AGE}",
)
"""Who is to join is a child."""
_OTHERS: Final = one_of("nen[ae]? amic amiga amig[oa] vei veina vecin[oa] company companya")
_OWNER: Final = (
    r"(?:del?|de la|de l'|d'en|d['e] ?una?|of) ?(?:(?:meu|meva|seu|seva|mi|su|my|nostr[ae]) )?"
    rf"(?:{KIN}|{_OTHERS}|altr[ae] persona|otra persona)\b"
)
_MOBILE: Final = one_of("mobile? movil telefono? tel tlf numero num whatsapp phone")
_WRITES_WITH: Final = "(?<!des del )(?<!desde el )(?<!con el )(?<!amb el )"
_ANOTHERS: Final = any_of(
    rf"{_WRITES_WITH}\b{_MOBILE}\b[^.;\n]{{0,30}}?\b(?:es )?(?:el )?{_OWNER}",
    rf"\d[ ,(:-]{{1,4}}(?:(?:que )?es )?(?:el )?(?:{_MOBILE} )?{_OWNER}",
    rf"\b{_MOBILE}\b[^.;\n]{{0,30}}?\bno es (?:el )?(?:meu|seu|mio|suyo)\b",
)


def told_of(text: str, *, joins: bool) -> tuple[Doubt, ...]:
    """What *text* says of who leaves, or *joins*, so that a person must look."""
    words = as_text(text).once(without_feet).folded
    is_minor = _SAYS_AGE.search(words) or (joins and _FOR_CHILD.search(words))
    found = {Doubt.MINOR: is_minor, Doubt.ANOTHERS_PHONE: joins and _ANOTHERS.search(words)}
    return tuple(doubt for doubt, holds in found.items() if holds)
