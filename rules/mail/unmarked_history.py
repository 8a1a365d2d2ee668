"""The letter that is answered where the mail program put no mark between: it greets who writes now.

"… Salut, Pere Vall / Vall Enginyers / Bon dia Pere, / Et confirmo que …": nobody greets themselves.
"""

import re
from dataclasses import replace
from typing import Final

from rules.mail.quotation import Words
from rules.text.folding import clean, fold

_GREETING: Final = re.compile(
    r"[ \t>]{0,6}(?:bon dia|bona tarda|bon vespre|bones|hola|benvolgu(?:t|da)|estima(?:t|da)|apreciat|"
    r"apreciada|"
    r"senyora?|sra?\.?|"
    r"buenos dias|buenas tardes|buenas|estimad[oa]|querid[oa]|hello|hi|dear|bonjour|cher|chere)"
    r"(?:,? (?:senyora?|sra?\.?|en|na|la|el|mr|mrs|ms|m\.|mme|madame|"
    r"monsieur))? (?P<whom>[a-z][a-z' .-]{1,60})[,:.!]?\s{0,3}$"
)


_TOWN_HALL: Final = re.compile(r"^\W{0,4}(?:ajuntament|ayuntamiento|mairie|town hall)\b", re.MULTILINE)
"""A line of who signs."""


def without_answered(words: Words, *, writer: str) -> Words:
    """The words; what follows a greeting of the *writer*, below their own name, is history.

    Only where the town hall signs it: a clerk may have the writer's name, and be greeted again above
    what takes everything back.
    """
    given = fold(clean(writer)).split()
    if not given or not words.own:
        return words
    if not _TOWN_HALL.search(fold(clean(words.own))):
        return words
    lines = words.own.split("\n")
    folded = [fold(clean(line)) for line in lines]
    for place in range(2, len(lines) - 1):
        match = _GREETING.match(folded[place])
        if match is None or match["whom"].split()[:1] != given[:1]:
            continue
        is_signed = any(line.strip().startswith(given[0]) for line in folded[1:place])
        if is_signed and _TOWN_HALL.search("\n".join(folded[place + 1 :])):
            rest = "\n".join(lines[place:]).strip("\n")
            quoted = f"{rest}\n{words.quoted}" if words.quoted else rest
            return replace(words, own="\n".join(lines[:place]).rstrip(), quoted=quoted)
    return words
