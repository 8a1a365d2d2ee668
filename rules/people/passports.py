"""Passports and the identity cards of other countries: free strings, for which only a word vouches.

No letter proves them. What follows such a word is the document if it looks like one,
and neither like a date, nor like a telephone of ours, nor like a DNI written wrong.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from rules.text.patterns import one_of

MOST: Final = 100
"""Documents of this kind that are read of one text."""

_CARD: Final = (
    r"(?:passaports?|pasaportes?|passeports?|passports?|reisepass|cni|carte (?:nationale )?d'identite|"
    r"carta d'identita|carta (?:nacional )?d'identitat|(?:national )?(?:identity|id) card|personalausweis|"
    r"ausweis|cartao de cidadao|cedula(?: de identidad)?)"
)
_COUNTRIES: Final = one_of(
    """
    franc ital angl ingl brit alem german deutsch portug roma ruman ucra ukra marroq maroc moroc andorr holand
    neerl neder nether dutch belg suis suiz swiss argent colomb xile chile equat ecuat peru boliv hondur urug
    venez mexic brasil brazil cuba polon polish polac rus bulg irland irel irish americ estat unit regne reino
    kingdom uk usa eeuu xin chin pakist seneg gamb estrang extranj foreign europe
    """
)
_OF_COUNTRY: Final = f"(?:{_COUNTRIES}[a-z]{{0,10}})"
_IN_BRACKETS: Final = one_of("nl fr uk gb de it be pt us ch ie ro ma ar ad")
_NUMBERED: Final = one_of(
    "n no num nr nº numero number nummer nombre amb con with dels? de d' of la el es is est ist"
)
_FILLER: Final = rf"(?:{_OF_COUNTRY}|{_IN_BRACKETS}(?=\))|{_NUMBERED})"
_MARK: Final = r"(?:[ :#(),°ª-]|\.(?! ))"
_STATE: Final = r"(?:[a-z]{2}[ -](?=\d{1,3}[a-z][a-z0-9]{6}))?"  # "FR 18CV12345": the country, not the number
_FREE: Final = (
    rf"(?!{_FILLER}\b|(?:i|y|et|and|tel|mob)\b)"
    r"[a-z]{1,3}(?: (?=[a-z]{0,2}\d)[a-z0-9]{1,5}){2,3}(?!\w|[ -]\d)|"
    r"[a-z]{2}(?=[a-z]{0,2}\d)[a-z0-9]{3} (?=[a-z]{0,3}\d)[a-z0-9]{4}(?!\w)|"
    r"\d{3} ?\d{3}[a-z](?!\w)|"
    r"[0-5]\d{2} \d{3} \d{3}(?!\d| \d)|"  # no telephone of ours begins so
    r"\d{2}[ -]?[a-z]{2}[ -]?\d{2}[ -]?\d{3}(?!\w)|"
    r"[a-z]{1,2}[ -]?\d{3}[ -]\d{3,4}(?!\w|[ -]\d)|"
    r"(?=[a-z -]{0,4}\d|[a-z]\d)(?:[a-z0-9]{1,3}[ -])?(?:[a-z]{2}[ -])?[a-z0-9]{5,13}(?!\w)"
)
_AT_ONCE: Final = re.compile(
    rf"\b{_CARD}\b(?:{_MARK}{{1,3}}{_FILLER}(?!\w)\.?){{0,5}}"
    rf"(?:{_MARK}{{0,4}} ?|[ ]?\.{{2,60}}[ ]?){_STATE}({_FREE})"
)
_IN_A_SENTENCE: Final = re.compile(
    rf"\b{_CARD}\b[^.;:\n\d]{{1,50}}"
    r"(?::| es(?: el)?| is| est(?: le)?) ?([0-5]\d{8})(?!\d)"
)
"""In a sentence: "my passport when I joined: 531184027"; no telephone begins so."""

_OTHER_THING: Final = one_of(
    """
    mob mov tel tf tlf whats port phone cell trucar llam caduc expir exp valid venc fins hasta until data
    fecha date dia any ano perd lost matric sense sin dni nie nif nass naix nacim ni i y et and ou? or no
    """
)
_BETWEEN: Final = rf"(?:{_FILLER}|(?!{_OTHER_THING})[a-z'·-]{{3,16}})(?!\w)"
_LETTERED: Final = re.compile(
    rf"\b{_CARD}\b(?:[ :(),'-]{{1,3}}{_BETWEEN}){{1,5}}[ :(),-]{{1,4}}{_STATE}"
    rf"((?!(?:is|es|est|ist) )(?=[a-z]{{1,3}}[ -]?\d|\d{{2}}[ -]?[a-z])(?:{_FREE}))"
)
"""Other words between, as long as they name no other thing: "passaport del Principat P0482917"."""
_ANY_CARD: Final = re.compile(rf"\b{_CARD}\b")
_SAID: Final = ("passap", "pasap", "passep", "passp", "ausweis", "cartao", "cedula", "ident", "cni", "id ")
"""A part of each of the words: most texts hold none, and fewer a word."""


def find_passports(text: str, folded: str) -> Iterator[tuple[int, int, str]]:
    """Where each foreign document of a text, *folded* as well, stands, and its letters and digits."""
    if not (any(part in folded for part in _SAID) and _ANY_CARD.search(folded)):
        return
    for pattern in (_AT_ONCE, _IN_A_SENTENCE, _LETTERED):
        for match in islice(pattern.finditer(folded), MOST):
            value = "".join(c for c in match.group(1).upper() if c.isalnum())
            if _is_document(value, text[match.start(1) : match.end(1)]):
                yield match.start(1), match.end(1), value


def _is_document(value: str, written: str) -> bool:
    """Whether letters and digits are enough for a document; a new French card has few digits."""
    digits = sum(c.isdigit() for c in value)
    is_enough = digits >= 4 or (digits >= 2 and len(value) == 9 and written.isupper())
    ours = value[1:-1] if value[0] in "XYZKLM" else value[:-1]
    is_like_ours = value[-1].isalpha() and ours.isdigit() and len(ours) in {7, 8}
    return is_enough and len(value) >= 6 and not is_like_ours
