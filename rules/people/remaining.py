"""Who and what is said to stay on the list, beside who leaves: "my husband, …, stays", "leave the other".

And who asks to join while another leaves; and whose data are given for another matter of the mail:
"the water's (holder: my brother, …)".

Rule 1: only the numbers and the name of the very sentence that says so, if it asks for nobody's leave.
Rule 2: only where a number of the same kind remains; and never where the text is for a relative, of
        whom "goes on" may be said because they are to be taken off.
"""

import re
from dataclasses import replace
from typing import Final

from rules.people.behalf import is_for_kin
from rules.people.found import Found
from rules.people.gathering import Gathered
from rules.text.patterns import any_of
from rules.vocabulary.kin import STRIKING
from rules.vocabulary.other_meanings import WEAK, find_other

_STAYS: Final = any_of(
    r"\b(?:de(?:ix|j)\w{1,4}-?l[oa]|(?:el|l[ao]) de(?:ix|j)\w{1,4}|no (?:el|l[ao]) (?:toqu|trai)\w{1,5})\b",
    r"\b(?:(?:es|em|se|me|hi) qued[ao]|continu[ao]|segueixo?|sigu?[eo]|seguira|stays?|reste|(?:vol|vull|"
    r"quiero) (?:continuar|seguir))\b(?! (?:sense|sin|without|sans|rebent|recibiendo|receiving|arribant|"
    r"llegando|sent|siendo|vivint|viviendo))",
)
_STRIKE: Final = re.compile(rf"{STRIKING}|\b(?:surt|marx|encara|aun|todavia|still|m[ou]r[it]|fallec|died)")
_BREAK: Final = re.compile(r"[.!?](?: |$)|[;\n]")
_LONGEST: Final = 240
"""Characters of a sentence before and after the words that say it."""


def without_who_remains(found: Gathered, folded: str) -> Gathered:
    """What was *found* in a folded text, without what it says to stay, where somebody else is to leave."""
    stays = _sentences_of_staying(folded)
    if not stays or is_for_kin(folded):
        return found
    documents = tuple(d for d in found.documents if not _is_in(d.start, stays))
    phones = tuple(p for p in found.phones if not _is_in(p.start, stays))
    left = replace(
        found,
        documents=documents if _are_any(documents) else found.documents,
        phones=phones if _are_any(phones) else found.phones,
    )
    names = tuple(n for n in found.names if not _is_in(n.start, stays))
    is_less = len(left.numbers) < len(found.numbers)
    return replace(left, names=names) if is_less and names else left


def _are_any(numbers: tuple[Found, ...]) -> bool:
    return any(number.value for number in numbers)


def _is_in(place: int, sentences: list[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in sentences)


def _sentences_of_staying(folded: str) -> list[tuple[int, int]]:
    """Where the sentences stand that say of somebody or of a number that it stays, and ask for no leave."""
    spans = []
    for match in _STAYS.finditer(folded):
        low = max(0, match.start() - _LONGEST)
        start = max((m.end() for m in _BREAK.finditer(folded, low, match.start())), default=low)
        after = _BREAK.search(folded, match.end(), match.end() + _LONGEST)
        end = after.start() if after else min(len(folded), match.end() + _LONGEST)
        if not _STRIKE.search(folded, start, match.start()) and not _STRIKE.search(folded, match.end(), end):
            spans.append((start, end))
    return spans


_JOINS_HERSELF: Final = any_of(
    r"\b(?:apunt\w{1,4}|poseu|add)-?m?(?:'?-?hi)? (?:up )?(?:a mi|jo|me)\b",
    r"\b(?:m'hi|em|me|m') ?(?!v[ao]|ha|he|hi )(?:\w{2,9} ){0,2}"
    r"(?:apunt|afegi|inscri|d\w{1,5} (?:d'|de )?alta)",
    r"\b(?:apunt|afegi|inscri)\w{0,5}-?me?(?:'?-?hi)?\b|\b(?:donar|doneu|dar|den)-?me d['e] ?alta\b",
    r"\b[jy]o\b[^.!?;\n]{0,30}\bapunt(?!at|ad)",
    r"\balta (?:meva|mia|para mi)\b|\bla meva alta\b",
)
_PARAGRAPH: Final = re.compile(r"\n\n")


def without_who_joins(found: Gathered, folded: str) -> Gathered:
    """What was *found* in a folded text, without who asks to join while somebody else is to leave.

    Only where the whole data of who leaves, and the words that ask for it, stand elsewhere.
    """
    match = _JOINS_HERSELF.search(folded)
    if match is None:
        return found
    low = max(0, match.start() - _LONGEST)
    start = max((m.end() for m in _BREAK.finditer(folded, low, match.start())), default=low)
    struck = [m.end() for m in _STRIKE.finditer(folded, start, match.start())]
    start = match.start() if struck else start
    gap = _PARAGRAPH.search(folded, match.end())
    struck = [m.start() for m in _STRIKE.finditer(folded, match.end(), gap.start() if gap else len(folded))]
    end = struck[0] if struck else gap.start() if gap else len(folded)
    rest = Gathered(
        names=tuple(n for n in found.names if not start <= n.start < end),
        documents=tuple(d for d in found.documents if not start <= d.start < end),
        phones=tuple(p for p in found.phones if not start <= p.start < end),
    )
    asks = _STRIKE.search(folded, 0, start) or _STRIKE.search(folded, end)
    is_whole = _are_any(rest.documents) and _are_any(rest.phones)
    return rest if asks and is_whole else found


_CLAUSE: Final = re.compile(r"[^;\n]{1,600}")
_OUR_LIST: Final = re.compile(r"whats|llista|lista\b|liste\b|difusi|missatges|mensajes|messages")
_OF_A_MATTER: Final = re.compile(r"\b(?:baixa|baja|alta|rebuts?)\b")


def without_other_matters(found: Gathered, folded: str) -> Gathered:
    """What was *found* in a folded text, without who is named only in a clause of another matter.

    Only where another clause names the list and a document of who leaves it.
    """
    if sum(1 for d in found.documents if d.value) < 2:
        return found
    clauses = [(m.group(), m.span()) for m in _CLAUSE.finditer(folded)]
    others = [span for words, span in clauses if not _OUR_LIST.search(words) and _is_of_a_matter(words)]
    ours = [span for words, span in clauses if _OUR_LIST.search(words)]
    if not others or not any(d.value and _is_in(d.start, ours) for d in found.documents):
        return found
    return replace(
        found,
        names=tuple(n for n in found.names if not _is_in(n.start, others)),
        documents=tuple(d for d in found.documents if not _is_in(d.start, others)),
        phones=tuple(p for p in found.phones if not _is_in(p.start, others)),
    )


def _is_of_a_matter(clause: str) -> bool:
    match = find_other(clause)
    return match is not None and match.group() not in WEAK and _OF_A_MATTER.search(clause) is not None
