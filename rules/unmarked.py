"""The letter that is answered where the mail program put no mark between: it greets who writes now.

"… Salut, Pere Vall / Vall Enginyers / Bon dia Pere, / Et confirmo que …": nobody greets himself.
"""

import re
from typing import Final

from rules.folding import clean, fold
from rules.quotation import Words

_GREETING: Final = re.compile(
    r"[ \t>]{0,6}(?:bon dia|bona tarda|bon vespre|bones|hola|benvolgu(?:t|da)|estima(?:t|da)|apreciat|"
    r"apreciada|"
    r"senyora?|sra?\.?|"
    r"buenos dias|buenas tardes|buenas|estimad[oa]|querid[oa]|hello|hi|dear|bonjour|cher|chere)"
    r"(?:,? (?:senyora?|sra?\.?|en|na|la|el|mr|mrs|ms|m\.|mme|madame|"
    r"monsieur))? (?P<whom>[a-z][a-z' .-]{1,60})[,:.!]?\s{0,3}$"
)


def without_answered(words: Words, *, writer: str) -> Words:
    """The words; what follows a greeting of the *writer*, below his own name, is history."""
    given = fold(clean(writer)).split()
    if not given or not words.own:
        return words
    lines = words.own.split("\n")
    folded = [fold(clean(line)) for line in lines]
    for place in range(2, len(lines) - 1):
        match = _GREETING.match(folded[place])
        if match is None or not match["whom"].split() or match["whom"].split()[0] != given[0]:
            continue
        signed = any(line.strip().startswith(given[0]) for line in folded[1:place])
        if signed and any(line.strip() for line in folded[place + 1 :]):
            rest = "\n".join(lines[place:]).strip("\n")
            quoted = f"{rest}\n{words.quoted}" if words.quoted else rest
            own = "\n".join(lines[:place]).rstrip()
            return Words(own=own, signature=words.signature, quoted=quoted, forwarded=words.forwarded)
    return words
