"""Catalan as it is spoken: the articles of the islands and the Costa Brava, and how short messages spell.

For folded text that is matched: what is said there is put as the rules know it ("llevar-me de sa
llista": "treure'm de la llista"). A text is taken for dialect where a word says so that the standard
does not have there: an article before the list, "vos deman", "eixe".
"""

import re
from typing import Final

from rules.text.patterns import any_of
from rules.vocabulary.lists import WHATSAPP

_SPOKEN: Final = re.compile(
    r"\b(?:sa (?:llista|baixa|difusio|informacio|meva|nostra)|s'ajuntament|"
    rf"(?:es|des|d'es|an es|ets) (?:{WHATSAPP}|grup|canal|missatges|avisos|ajuntament)|"
    r"a s'illa|som (?:en|na) [a-z]+|vos (?:deman|don|escri)\w{1,3}|eixe|aci|servicis?|este servici|"
    r"ses meves|es meu (?:dni|mobil|numero|telefon|carnet|nom))\b"
)
_AS_STANDARD: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\b(?:des|d'es) (?!d'|del?\b|que\b)(?=[a-z])", "del "),
        (r"\ban es (?=[a-z])", "al "),
        (r"\bets (?=[a-z])", "els "),
        (r"\bses (?=[a-z])", "les "),
        (r"\bsa (?=[a-z])", "la "),
        (
            (
                rf"\bes (?={WHATSAPP}\b|grup|canal|missatge|avis|ajuntament|meu|nostre|vostre|dni|carnet|"
                r"mobil|numero|telefon)"
            ),
            "el ",
        ),
        (r"\bs'(?=ajuntament|illa)|(?<=\bde )s'(?=[aeiouh])", "l'"),
        (r"\bmos (?=[a-z])", "ens "),
        (r"\b(qued|pens|deman|torn)am\b", r"\1em"),
        (r"\bdeman (?=que|la|sa|es)", "demano "),
        (r"\bme (?=pod|don|tre|trai|envi|arrib|feu|fe[iu]|llev)", "em "),
        (r"\bllev(?:areu|assen|ar|au|eu|en|a|in)(?=[-']?(?:me|nos|m|ns|la|lo|los|les)?\b)", "treure"),
    )
)
_SHORT_SPELLINGS: Final = (
    (r"\bbxa\b", "baixa"),
    (r"\bdl\b", "del"),
    (r"\bxo\b", "pero"),
    (r"\bx ?favor\b", "per favor"),
    (r"\bxfa\b|\bpf\b", "si us plau"),
    (r"(?<=[a-z] )[kq](?= [a-z'])", "que"),
    (r"\bke\b", "que"),
    (r"\bkit(ar|en|a|ad)(me|nos)?\b", r"quit\1\2"),
    (r"\bnse\b", "no se"),
    (r"\b(?:mensage|mensatge|mesaje|mensaxe)(s?)\b", r"mensaje\1"),
    (r"\b(?:mis+a[tc]?[gjx]e|missa[jg]e|missatje|mesatge)(s?)\b", r"missatge\1"),
    (r"\bm (?=pod|tre|trai|envi|don)", "em "),
    (r"\bservicis?\b", "servei"),
    (r"\b(?:x[kq]|pq)\b", "perque"),
    (
        (
            r"\b(vull|vui|voldria|podeu|podrieu|poden|pots) (treure|esborrar|borrar|donar|desapuntar|"
            r"eliminar)(m|ns)\b"
        ),
        r"\1 \2'\3",
    ),
)
_IS_SHORT: Final = any_of(*(pattern for pattern, _ in _SHORT_SPELLINGS))
_SHORT: Final = tuple((re.compile(pattern), words) for pattern, words in _SHORT_SPELLINGS)


def as_standard(folded: str) -> str:
    """The folded text with the words of dialect and of short messages that the rules know in another form."""
    short = _SHORT if _IS_SHORT.search(folded) else ()
    spoken = _AS_STANDARD if _SPOKEN.search(folded) else ()
    for pattern, words in (*short, *spoken):
        folded = pattern.sub(words, folded)
    return folded
