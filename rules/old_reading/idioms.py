"""Everyday sayings whose words are those of a leave, of its refusal or of its terms, and that mean none.

"Ja no em treuen la son", "no em feu fer més voltes", "bon Nadal si no ens veiem": struck out before
any rule looks for what the writer wants. For folded text, as long after it as before.
"""

import re
from typing import Final

_TOOK: Final = r"(?:tret|quitado|quito|quitaron)"
_THING: Final = (
    r"(?:mobil|movil|telefon|telefono|aparell|aparato|carnet|son|gana|ganes|guix|vesicula|punts|queixal|"
    r"muela|clau|llaves?)\b"
)
_IDIOM: Final = re.compile(
    "|".join(
        (
            # what keeps nobody awake, or makes nobody hungry
            (
                r"\bno (?:pas )?(?:em |me |ens |nos |m')(?:tre[uv]\w{0,4}|quit\w{1,3}) (?:pas )?(?:ja )?"
                r"(?:la|el|les) (?:son|sueno|gana|ganes|alegria|pau|paz)\b"
            ),
            # impatience: "no em feu fer més voltes", "no me hagan volver a escribir"
            (
                r"\bno (?:em|me|ens|nos) (?:feu|fagi\w{0,2}|facin|hag\w{1,4}) (?:pas )?(?:mes |mas )?(?:fer|"
                r"perdre|tornar|esperar|donar|repetir|insistir|anar|hacer|perder|volver|dar|"
                r"ir)\b(?! de (?:baixa|"
                r"baja)| d'alta| de alta)"
            ),
            r"\bno (?:em|me|ens|nos) (?:maregeu|maregin|mareen|mareeis)\b",
            # a teacher's work
            r"\bcorr[ei]gi\w{1,4} (?:redaccions|examens|treballs|deures|textos|proves|trabajos|deberes)\b",
            # what was taken from somebody that is no list: "el fill m'ha tret el mòbil"
            (
                rf"\b(?:m'|em |li |ens |me |le |nos )(?:(?:ha|han|va|van|hem|he) )?{_TOOK} "
                rf"(?:el |la |l'|els |les |los |las |un |una ){_THING}"
            ),
            # goodbyes with an "if"
            (
                r"\b(?:bon|bona|bones|bons|feliz|felices|felic|salut|adeu|"
                r"records)\b[^.!?;\n]{0,24} si no (?:ens veiem|ens veurem|nos vemos)\b"
            ),
            (
                r"\bsi (?:deu vol(?! que)|deu ho vol|dios quiere(?! que)|la salut (?:ens |m'|"
                r"em )?(?:acompanya|ho permet|"
                r"deixa))\b"
            ),
            # what she does not know how to do with the messages themselves
            (
                r"\b(?:que |i )?no (?:ho )?(?:se|sabem|sabia) (?:pas |ni )?com (?:es fa|s'ha de fer|"
                r"fer-ho) per (?:a )?"
                r"(?:esborr|treur|silenci|apag|desinstal|obrir|llegi)\w{1,6}(?:-\w{1,3}|'\w{1,3})?"
            ),
        )
    )
)


def without_idioms(folded: str) -> str:
    """The folded text with such sayings blanked out."""
    return _IDIOM.sub(lambda match: "~" * len(match.group()), folded)
