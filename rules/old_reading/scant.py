"""How little a text says: what is left of it when the data and the courtesies are taken out.

A matter of the town hall's takes words. A text that names none that we know, and has
hardly a word left, is of no other matter: what it is of must be found out by a person.
"""

import re
from collections.abc import Iterable
from typing import Final

from rules.old_reading.bareness import OF_LIST, words_beside
from rules.people.gathering import gather
from rules.people.name_forms import key_words
from rules.text.folding import clean, fold
from rules.vocabulary.clause import LIST, OTHER_PURPOSE, TITLE
from rules.vocabulary.lists import FOREIGN_LIST, LIST_WORD, UNKNOWN_LIST, WHATSAPP, namings
from rules.vocabulary.name_words import GIVEN_NAMES
from rules.vocabulary.other_meanings import WEAK, find_other, without_adjectives

_A_MATTER: Final = 20
"""Words that a matter takes which has no word of its own here: a branch, a noise, a hole in the road."""
_A_THING: Final = 2
"""Words at most of what is said of no thing at all: "No vull.", "Oblideu-vos del meu número"."""
_OF_ME: Final = re.compile(
    r"\b(?:em|me|ens|nos|meu|meva|meus|meves|nostr[ae]s?|mi|mis|nuestr[oa]s?|my|our)\b|\bm'|[-'](?:me|nos|m|ns)\b"
)
"""What is done to the writer, or is the writer's own."""


def says_little(folded: str, *, names: Iterable[str | None] = ()) -> bool:
    """Whether a folded text names no other matter, and has too few words, beside *names*, to tell of one."""
    return _left(folded, names) <= _A_MATTER and not names_matter(folded)


def is_of_oneself(folded: str, *, names: Iterable[str | None] = ()) -> bool:
    """Whether a folded text says little, and that of its writer, or of nothing at all."""
    is_of_nothing = _left(folded, names) <= _A_THING
    return says_little(folded, names=names) and (is_of_nothing or bool(_OF_ME.search(folded)))


def _left(folded: str, names: Iterable[str | None]) -> int:
    return words_beside(folded, OF_LIST.union(*(key_words(name) for name in names if name)))


def names_matter(folded: str) -> bool:
    """Whether a folded text surely names another matter: not by a word that may be of a subscriber too."""
    other = find_other(folded)
    return other is not None and other.group() not in WEAK


_HANDED: Final = """
    document documents documento documentos doc docs docx odt full fulls paper papers hoja hojas papel
    papeles foto fotos fotografia fotografies fotografias imatge imatges imagen imagenes captura img image
    photo fitxer fitxers fichero ficheros archivo archivos arxiu arxius annex annexos anexo anexos adjunt
    adjunts adjunta adjuntes adjunto adjuntos adjuntem adjuntamos excel xls xlsx pdf word jpg jpeg png heic
    scan scanner scanned escaner escanner escaneig escanejat escanejada escanejats escanejades escaneado
    numeritzat copia copies copias original originals formulari formularis formulario carpeta llibre libro
    sheet book file passo passem paso pasamos envio enviem enviamos enviat enviada enviats reenvio reenviem
    faig fem arribar portat portada portats portades portar deixat deixada donat donada rebut rebuda rebuts
    arribat arribada entrat entrada signat signada signats signades firmat firmada firmado firmada mireu
    mira mirar mireu-ho guardeu guardar aixo aixi aquest aquesta aquests aquestes aqui allo esto este esta
    estos estas aqui tot tota tots totes hi ho li lo et vos vosaltres nosaltres voste un una uns unes sense
    qui quan com no ni o ha han he hem va van vaig es era ser te tenen tens teniu tenim tinc fa fet feta mati
    migdia nou nova nous noves nuevo nueva avis aviso registre registro assentament anotacio justificant
    electronic electronica general creat registrat rebut tramit bustia re fw fwd rv important urgent
    coneixement constancia efectes oportuns corresponents senyor senyora
"""
_OF_HANDING: Final = frozenset(_HANDED.split()) | GIVEN_NAMES
"""What is said of a paper, and of who brought it, by who does not say what it is."""


def names_nothing(text: str, *, own_numbers: frozenset[str]) -> bool:
    """Whether no word of *text* could be a matter: it only says that a paper comes along, and whose."""
    names = (key_words(name.value) for name in gather(text, own_numbers=own_numbers).names)
    return not words_beside(fold(clean(text)).replace("_", " "), _OF_HANDING.union(*names))


_OF_WHATSAPP: Final = re.compile(rf"\bdel (?:{WHATSAPP})\b")
_ALTA_OR_BAIXA: Final = re.compile(r"\b(?:alt(?:a|es|as)|baix(?:a|es)|bajas?)\b")
_NAMED_BY_WHATSAPP: Final = re.compile(r"\bwhats ?app (?:image|imagen|imatge|video|audio|document)\b")
"""The name that the telephone gives to whatever is kept from any conversation."""


def speaks_of_list(text: str) -> bool:
    """Whether a clerk's text speaks of the list, a consent, an alta or a baixa, and of no other matter."""
    folded = _NAMED_BY_WHATSAPP.sub("~", fold(clean(text)).replace("_", " "))
    if TITLE.search(folded) and not OTHER_PURPOSE.search(folded):
        return True
    named = list(namings(LIST_WORD, folded))
    if _OF_WHATSAPP.search(folded) or any(LIST.fullmatch(match.group()) for match in named):
        return True
    if find_other(folded) or FOREIGN_LIST.search(folded) or UNKNOWN_LIST.search(folded):
        return False
    return bool(named) or bool(_ALTA_OR_BAIXA.search(without_adjectives(folded)))
