"""Writing for somebody else: the data of a daughter who writes for a father are not the father's.

Rule 1: it is for a relative only where the text says so, speaks of him as "he", and asks
        nothing for "me" or "us".
Rule 2: the writer's are what "I am" introduces, what "my DNI" or "my telephone" names, and
        what stands under the closing words; they are left out where the relative's remain.
"""

import re
from dataclasses import replace
from typing import Final

from rules.people.found import Found
from rules.people.gathering import Gathered
from rules.people.name_forms import Named, key_words
from rules.people.names import compatible
from rules.text.folding import fold
from rules.text.patterns import any_of, one_of
from rules.vocabulary.kin import ANY_KIN, CARD, HIS, KIN, NUMBER, OF_HIM, OF_KIN, OF_US, SEVERAL, YOUNGER
from rules.vocabulary.name_words import GIVEN_NAMES

_I_AM: Final = any_of(
    r"\b(?:em dic|soc|som|soy|me llamo|mi nombre es|je suis|je m'appelle|my name is|i am|i'm|[jy]o,|"
    r"(?:signat|signa|firmado?) ?:|qui(?:en)? (?:us |os |ho |lo )?(?:escri|demana|pide|sign|"
    r"firma)\w{0,2}(?: es)? ?:?)"
    rf"[ ]{{1,2}}(?:(?:la |el |su |la seva |el seu )?{KIN},? )?(?:en |na |la |el |l'|n')?$",
    rf"\b(?:{HIS}|la|el) {YOUNGER}[,:]?[ \n]{{1,3}}$",
    rf"\b(?:soc|soy|escri(?:u|be)),? (?:la |el )?{KIN} d['e][^.!?\n,;]{{1,40}}, (?:en |la )?$",
    rf"\bcom a (?:bon[ao]? )?(?:la )?(?:seva )?{KIN}(?: seu| seva)?(?: que soc)?, ?$",
    rf"\b(?:tru[cq]|contact|parl|llam|call)[^.;\n]{{0,40}}\b(?:a mi|amb mi|conmigo|"
    rf"me)[ ,:(]{{1,3}}(?:{KIN},? )?$",
)
"""Before the name of who writes: "soc la seva filla, …", "truqueu-me a mi, …"."""

_MY_OWN: Final = r"\b(?:meu|meva|mi[oa]|mien|mienne|mine)"
_MINE: Final = any_of(
    rf"\b(?:meu|mi|mon|my) (?:(?:{NUMBER}|{CARD})\b[ .,:]{{0,2}}){{1,3}}[^\n.;]{{0,40}}$",
    rf"{_MY_OWN} (?:es|est|is)(?: el)? ?:? ?$",
    rf"{_MY_OWN},? (?:p[eo]r si|si|au cas)\b[a-z ']{{0,16}}[:,]? ?$",
    r"\b(?:jo soc|yo soy) el ?:? ?$",
    r"\b(?:al|del|el) (?:meu|mio)(?: es)?[ ,:(]{1,3}(?:(?:que )?es )?(?:el )?$",
)
"""Before a document or a telephone of who writes."""

_CLOSINGS: Final = one_of(
    r"""
    gracies merces merci gracias thanks salutacio(?:ns)? saludos? regards cordial\w{0,8} atentament\w?
    abracada abrazo records adeu petons besos agra(?:i(?!ri)|eix)\w{1,6}(?!\sque)
    """
)
_CLOSING_WORD: Final = re.compile(
    rf"\b(?:{_CLOSINGS}|thank you|fins (?:aviat|ara)|que vagi be|vostra disposicion?|"
    r"amb (?:tot )?(?:el (?:meu|nostre) )?agraiment)\b"
)
_CLOSING: Final = re.compile(rf"{_CLOSING_WORD.pattern}[^\n]{{0,40}}\n")
_LONG_CLOSING: Final = re.compile(
    rf"\n[^\n]{{0,24}}{_CLOSING_WORD.pattern}"
    r"(?![^\n]{0,160}\b(?:tambe|tambien|baixa|baja|tre|trai|trag|esborr|borr|quit))[^\n:]{0,160}\n"
)
_CLOSES: Final = re.compile(rf"{_CLOSING_WORD.pattern}$")
_SIGNING: Final = 40
_TOO: Final = re.compile(r"\b(?:tambe|tambien|aussi|also|altre|otro|baixa|baja|i el|y el)\b")
_SIGNED_BY: Final = 10
"""Words at most between the closing words and the telephone of who signs."""


def is_for_kin(folded: str) -> bool:
    """Whether a folded text asks for a relative, and nothing for the writer."""
    return bool(OF_KIN.search(folded) and OF_HIM.search(folded)) and not OF_US.search(folded)


_ITS_WRITER: Final = re.compile(r"(?:seva|seu|su|son|sa|his|her)\b")


_IS_WRITER: Final = re.compile(r"\b(?:soc|som|soy|escri(?:u|be)|[jy]o),? (?:la |el |l')?$")


def _of_kin(folded: str) -> set[str]:
    """The words for relatives that are not who writes: neither "her daughter" nor "I am the daughter of"."""
    return {
        match.group().strip()
        for match in OF_KIN.finditer(folded)
        if not _ITS_WRITER.match(match.group())
        and not _IS_WRITER.search(folded, max(0, match.start() - 16), match.start())
    }


def without_writer(found: Gathered, folded: str, *, subject: str = "", writer: str = "") -> Gathered:
    """What was *found* in a text, without what is the writer's where they are not who leaves.

    *subject*, folded, may name the relative of whom the text speaks; *writer* is the sender's name.
    """
    found = without_signer(found, folded)
    is_for_kin_here = is_for_kin(folded)
    is_said_above = not is_for_kin_here and bool(OF_KIN.search(subject) and OF_HIM.search(folded))
    if not is_for_kin_here and (not is_said_above or OF_US.search(folded)):
        return found
    mine = _mine(found, folded, writer)
    rest = Gathered(
        names=tuple(n for n in found.names if n.start not in mine) or found.names,
        documents=tuple(d for d in found.documents if d.start not in mine),
        phones=tuple(p for p in found.phones if p.start not in mine),
    )
    if (is_said_above and not _is_whole(rest, len(folded))) or _is_turned(rest, mine, found, folded):
        return found
    if rest.is_empty:  # "I am Anna. The DNI is …": the name alone is the writer's
        return replace(found, names=rest.names)
    return rest


def _is_turned(rest: Gathered, mine: set[int], found: Gathered, folded: str) -> bool:
    """Whether what would remain stands before any relative is named, and what would go stands after that.

    Then the writer may have named themselves first, and what looks like a signature is the relative.
    """
    kin = next((match.start() for match in OF_KIN.finditer(folded)), None)
    gone = [f.start for f in found.numbers if f.start in mine]
    if kin is None or rest.is_empty or not gone:
        return False
    is_introduced = any(
        introduces(folded, place) for n in found.names if n.start in mine for place in _places(n, folded)
    )
    return not is_introduced and all(f.start < kin for f in rest.numbers) and max(gone) > kin


def _mine(found: Gathered, folded: str, writer: str) -> set[int]:
    """Where the writer's own name, documents and telephones stand."""
    mine = {f.start for f in found.numbers if _is_mine(f, folded)}
    places = {name.start: _places(name, folded) for name in found.names}
    limits = sorted([place for each in places.values() for place in each] + _kin_places(folded))
    for name in found.names:
        signs = (introduces(folded, place) or _signs(found, folded, place) for place in places[name.start])
        if not any(signs) and not _is_senders(name, found, folded, writer):
            continue
        mine.add(name.start)
        for place in places[name.start]:
            end = next((limit for limit in limits if limit > place), len(folded))
            mine |= {f.start for f in found.numbers if place <= f.start < end}
    signed = max((m.end() for m in _CLOSING_WORD.finditer(folded)), default=0)
    if found.phones and found.phones[0].start < signed:
        mine |= {p.start for p in found.phones if p.start > signed and _is_near(folded[signed : p.start])}
    if len(found.documents) == 1 and len(found.phones) > 1 and not mine & {p.start for p in found.phones}:
        last_line = folded.rstrip().rfind("\n")
        mine |= {p.start for p in found.phones[1:] if p.start > last_line > found.phones[0].start}
        mine |= {p.start for p in found.phones[1:] if _ends_signed(folded, p.start, p.end)}
    return mine


def _is_mine(number: Found, folded: str) -> bool:
    """Whether the words beside a document or a telephone say "mine"."""
    return _MINE.search(folded, max(0, number.start - 80), number.start) is not None


def _is_senders(name: Named, found: Gathered, folded: str, writer: str) -> bool:
    """Whether a name is the sender's own, under the whole data of the only relative there is."""
    if len(key_words(writer)) < 2 or not compatible(name.value, writer):
        return False
    return _is_under_kin(found, folded, name.start) and not any(
        compatible(n.value, writer) for n in found.names if n.start < name.start
    )


def _is_under_kin(found: Gathered, folded: str, place: int) -> bool:
    """Whether the whole data of the only relative, introduced as such, stand before the name at *place*."""
    return (
        _is_whole(found, place)
        and _is_of_one(folded)
        and any(_is_kins(name, folded) for name in found.names if name.start < place)
    )


_HIS_NAME: Final = re.compile(
    rf"(?:\b{KIN}\b[^.!?]{{0,40}}|\b(?:es|era|es deia|es diu|se llama|se llamaba|nom|nombre|(?:d'|de )ell|"
    r"(?:d'|de )ella|seves dades)(?: son)? ?:?\s?)(?:\b(?:la|en|na|el) |\b[ln]')?$"
)
_RELATIVE_OF: Final = re.compile(
    rf"\b(?:{KIN}|nora|gendre|tutora?|cuidadora?|vidua?|viud[oa])(?: legal)? (?:de |d')(?:(?:la|el|en|na) |"
    rf"[ln]')?$"
)
_HIS_AFTER: Final = re.compile(rf"[^.!?\n]{{0,40}}\b(?:{HIS}|d'ell|d'ella)\b")


def _is_kins(name: Named, folded: str) -> bool:
    """Whether the words beside a name say that it is the relative's."""
    for place in _places(name, folded):
        is_of = _RELATIVE_OF.search(folded, max(0, place - 40), place)
        if is_of and "," not in folded[place : place + len(name.value)]:  # "the daughter of Rosa, Marta Vila"
            return True
        before = _HIS_NAME.search(folded, max(0, place - 80), place)
        if before and _IS_WRITER.search(folded, max(0, before.start() - 16), before.start()):
            continue
        is_his = before or _HIS_AFTER.match(folded, place + len(name.value))
        if is_his and not introduces(folded, place):
            return True
    return False


_SIGNED: Final = re.compile(r"[.!?\n] ?(?P<who>[a-z' ·-]{2,30}), ?$")


def _ends_signed(folded: str, start: int, end: int) -> bool:
    """Whether the text ends with somebody's name and this number: "… Traieu-lo. Gemma, 622 …"."""
    signed = _SIGNED.search(folded, max(0, start - 40), start)
    if signed is None or folded[end:].strip(" .!)\n"):
        return False
    return not ANY_KIN.search(signed["who"]) and len(signed["who"].split()) <= 4


def _places(name: Named, folded: str) -> list[int]:
    """Where a name stands, each time it is said in the same words."""
    again = re.finditer(rf"\b{re.escape(fold(name.value))}\b", folded)
    return sorted({name.start, *(match.start() for match in again)})


def _kin_places(folded: str) -> list[int]:
    return [match.start() for match in OF_KIN.finditer(folded)]


def introduces(folded: str, place: int) -> bool:
    """Whether the name at *place* is that of who writes: "soc la seva filla, …"."""
    return bool(_I_AM.search(folded, max(0, place - 60), place))


def _signs(found: Gathered, folded: str, place: int) -> bool:
    """Whether the name at *place* signs: under the closing words, or last with less than a leaver's data."""
    closing = _last_closing(found, folded)
    if (closing and place >= closing) or _is_foot(found, folded, place):
        return True
    kinds = {f in found.documents for f in found.numbers if f.start > place}
    before = folded[max(0, place - _SIGNING) : place].rstrip(" ,")
    begins = before[-1:] in {".", "\n", "!"} or bool(_CLOSES.search(before))
    is_last = len(found.names) > 1 and place > max(name.start for name in found.names[:-1])
    return begins and is_last and len(kinds) < 2


def _is_foot(found: Gathered, folded: str, place: int) -> bool:
    """Whether the name at *place* stands under a text that has all that is due of its only relative."""
    above = folded[len(folded[:place].rstrip()) : place]
    return above.count("\n") > 1 and _is_under_kin(found, folded, place)


def _is_whole(found: Gathered, end: int) -> bool:
    """Whether a document and a telephone stand before the place *end*."""
    return any(d.value and d.end < end for d in found.documents) and any(
        p.value and p.end < end for p in found.phones
    )


def _is_of_one(folded: str) -> bool:
    """Whether a text speaks of one relative, and of nobody else who may be to leave as well."""
    kins = {word.group() for kin in _of_kin(folded) for word in ANY_KIN.finditer(kin)}
    return len(kins) < 2 and not SEVERAL.search(folded) and not _says_as_well(folded)


_AS_WELL: Final = re.compile(
    r"\b(?:tambe|tambien|aussi|also|as well|igualment|tots (?:dos|tres)|ambdos|los (?:dos|tres)|"
    r"both|a mes|ademas|i en|y a|and)\b"
)
"""Words by which somebody else may be to leave as well."""
_AND_WHO: Final = re.compile(
    r"\b(?:i|y) (?:a |de )?(?:la |el |l'|su |mi )(?:(?:meva|meu|seva|seu) )?(?P<who>[a-z]{2,20})?"
)


def _says_as_well(folded: str) -> bool:
    """Whether a text has a word for another who may be to leave: "també", "i la Maria", "i la meva mare"."""
    if _AS_WELL.search(folded):
        return True
    others = (m["who"] for m in _AND_WHO.finditer(folded))
    return any(who is None or who in GIVEN_NAMES or ANY_KIN.fullmatch(who) for who in others)


def _last_closing(found: Gathered, folded: str) -> int:
    """Where the last closing words end; 0 if there are none. A long line closes only under whole data."""
    last = max((match.end() for match in _CLOSING.finditer(folded)), default=0)
    long = (match.end() for match in _LONG_CLOSING.finditer(folded) if _is_whole(found, match.start()))
    return max(long, default=last)


def without_signer(found: Gathered, folded: str) -> Gathered:
    """Without the telephone under the closing words, where the text before them has all that is due."""
    closing = max(_last_closing(found, folded), _office(found, folded))
    above = tuple(p for p in found.phones if p.start < closing)
    is_whole = any(p.value for p in above) and any(d.value for d in found.documents)
    if not is_whole or len(above) == len(found.phones) or any(d.end > closing for d in found.documents):
        return found
    is_list = len(above) == len(found.documents) > 1  # of people, each with all that is due
    between = folded[closing : found.phones[-1].start]
    is_signature = _is_near(between) or (is_list and not _TOO.search(between))
    return replace(found, phones=above) if is_signature else found


_OFFICE: Final = re.compile(
    r"[\n,] ?(?:vice)?(?:president[ae]?|secretari[ao]?|gerente?|administra\w{3,6}|director[ae]?)\b"
)


def _office(found: Gathered, folded: str) -> int:
    """Where the line stands in which who signs says what they are of a club or a firm; 0 if none does."""
    below = max((d.end for d in found.documents), default=len(folded))
    office = _OFFICE.search(folded, below)
    return office.start() if office else 0


def _is_near(between: str) -> bool:
    """Whether nothing but a signature stands between the closing words and a telephone."""
    return len(between.split()) <= _SIGNED_BY and not _TOO.search(between)
