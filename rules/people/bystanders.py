"""Telephones and documents that a text gives of nobody who leaves: to ring, at work, a firm's, of who stays.

Rule 1: they are left out only where another of their kind remains.
Rule 2: what the same sentence asks to take off is never left out, whatever else it says of it.
"""

import re
from collections.abc import Sequence
from typing import Final

from rules.findings import Flaw
from rules.people.found import Found
from rules.text.patterns import any_of, one_of
from rules.vocabulary.kin import KIN, STRIKING

_CONTACT: Final = re.compile(
    r"\b(?:tru[cq]\w{1,6}|contact\w{1,8}|localitz\w{1,7}|llam\w{1,6}|telefoni\w{0,4}|appele[rz]|joindre|"
    r"(?:call|ring|reach|try) me|prov[ae]u|em trobar\w{1,4}|fixe?|fijo|urgencies|reserv[ae]s|comandes|"
    r"pedidos|encarrecs|oficina|centralita|n(?:ou|uevo) (?:numero|mobil|movil|telefon)|qualsevol (?:cosa|"
    r"dubte)|cualquier (?:cosa|duda))"
    r"\b[^.\n;]{0,40}$"
)
"""Before a number that is only there to ring, not to be taken off."""
_NEW_BEFORE: Final = re.compile(
    r"\b(?:pos[ae][ur]-?hi|afegiu-?hi|pon(?:ga|e)[nd]?)(?: el)?(?: nou| nuevo)? ?$"
)
_NEW_AFTER: Final = re.compile(
    r" ?,? ?\(?(?:es|is|est) (?:ja )?(?:el |the |le )?(?:(?:meu|my|numero|mobil|movil) )?"
    r"(?:nou|nuevo|new|nouveau)\b"
)
"""A number that takes the place of one that is to be taken off: it comes, it does not go."""

_NOT_BEFORE: Final = re.compile(r"\b(?:no(?: pas)?|not|pas) (?:el|al|del|the|le) ?$")
_ONLY_BEFORE: Final = re.compile(r"\b(?:nomes|solo|only|seulement) (?:(?:el|the|le) )?(?:\w{5,6} )?$")
"""Before the one number of several that is to be taken off, and before one that is not."""

_WORK: Final = one_of(
    """
    feina treball trabajo oficina empresa despatx despacho botiga tienda taller fabrica hotel restaurant
    ambulatori cap electricista lampista fontanero? paleta administradora? gestora? cuidadora assistenta
    taxista veterinari advocada? abogad[oa] constructor metge medico doctora? hospital escola institut banc
    travail work office
    """
)
_OF: Final = "(?:del?|de la|de l'|d'|du|at|a la|al) ?"
_NUMBER: Final = one_of("telefono? telf? tel mobile? movil numero num number fixe? fijo phone portable")
_OTHERS_BEFORE: Final = any_of(
    rf"(?:^|[.,;(\n] ?)(?:el |la |mi |my )?(?:meu )?{_NUMBER}[.:]? {_OF}{_WORK}\b[^.\n;\d]{{0,24}}$",
    rf"(?:^|[.,;(\n -] ?){_NUMBER} (?:empresa|la feina|trabajo|oficina)\b[^.\n;\d]{{0,12}}$",
    rf"(?:^|[.,;(\n] ?)(?:at |my )?work (?:{_NUMBER})? ?[^.\n;\d]{{0,12}}$",
    r"\b(?:escriura|escribira|ecrira|write)\b[^.\n;\d]{0,20}"
    r"\b(?:el(?:l|la)? m\w{4,5}|lui-meme|himself|herself)\b[^.\n;]{0,40}$",
    r"\b(?:si (?:us |os )?(?:cal|falta|hace falta|conve|necessiteu)|p[eo]r si)\b[^.\n;\d]{0,60}$",
)
_OTHERS_AFTER: Final = any_of(
    rf" ?[,(]? ?(?:que )?(?:es|is|est) (?:el |the |le )?(?:{_NUMBER} )?{_OF}{_WORK}\b",
    rf" ?,? ?(?:que )?(?:es|era|is) {_OF}(?:mi )?[a-z' ]{{2,30}},? (?:el meu|la meva|mi|my) "
    rf"(?:ex\w{{0,8}}|{KIN})\b",
    r" ?,? ?(?:que (?:us |os )?(?:vaig|he|puse)[^.,;\n]{0,20} )?no (?:es|era) (?:el )?(?:meu|mio)\b",
    r" ?[,(]? ?(?:ja |ya )?no (?:us|os|vos|se) (?:el|lo) (?:vaig|he|hem|havia|di|dimos)\b",
)
_ABROAD: Final = re.compile(r"\d ?\((?:i )?(?:en|al?|els?|in|desde) [a-z' ]{2,20}:? ?$")
"""A second number of another country in brackets: "693 … (en Chile +56 …)"."""
_STRIKE: Final = re.compile(STRIKING)
_BREAK: Final = re.compile(r"[.!?] |[;\n]")


def without_contacts(phones: list[Found], folded: str, *, of_one: bool = True) -> list[Found]:
    """The telephones, without those of nobody who leaves, if another is given, be it mistyped.

    *of_one* says that no second person's document stands in the text.
    """
    rest = [p for p in phones if not _CONTACT.search(folded, max(0, p.start - 70), p.start)]
    rest = [p for p in rest if "\n" not in folded[rest[0].end : p.start] or not _is_firms(p, folded)]
    rest = rest if _is_any_left(rest) else phones
    if len(rest) < 2:
        return rest
    own = (
        (of_one and _labelled(rest, folded))
        or _only(rest, folded)
        or [p for p in rest if not _is_anothers(p, folded)]
    )
    return own if any(p.value for p in own) else rest


_FIRMS_LINE: Final = re.compile(r"\bwww\.|\bregistre mercantil\b|\bcol\. ?\d")


def without_firms(documents: Sequence[Found], folded: str) -> Sequence[Found]:
    """The documents, without that in the line of a firm's web page, if another is given."""
    rest = [d for d in documents if not _is_firms_own(_line_of(d, folded))]
    return rest if any(d.value for d in rest) else documents


def _is_firms_own(line: str) -> bool:
    """Whether a line with a document is a firm's: with its web page or its register, and no mobile."""
    return bool(_FIRMS_LINE.search(line)) and not re.search(r"\b[67]\d{2}[ .-]?\d", line)


def _line_of(one: Found, folded: str) -> str:
    end = folded.find("\n", one.end)
    return folded[folded.rfind("\n", 0, one.start) + 1 : end if end >= 0 else len(folded)][:_LINES]


def _is_any_left(phones: list[Found]) -> bool:
    return any(p.value or p.flaw is Flaw.PHONE_INVALID for p in phones)


def _labelled(phones: list[Found], folded: str) -> list[Found]:
    """The telephones that a label gives as those to be taken off."""
    return [p for p in phones if p.value and _LABELLED.search(folded, max(0, p.start - 60), p.start)]


def _only(phones: list[Found], folded: str) -> list[Found]:
    """The telephones that alone are asked to be taken off: "only 622 … and 633 …"."""
    only: list[Found] = []
    for phone in phones:
        is_next = bool(only) and _JOINT.fullmatch(folded[only[-1].end : phone.start])
        if phone.value and (is_next or _is_only(phone, folded)):
            only.append(phone)
    return only or _counted(phones, folded)


_LABELLED: Final = re.compile(
    r"\b(?:mobil|movil)\b[^.\n:;\d]{0,14} (?:a (?:a )?donar|que se da de "
    r"baja)\b[^.\n:;\d]{0,14}:? ?(?:el )?(?:\+?\d{2,3} )?$"
)
"""Before the number that a label gives as the one to be taken off."""


_ORDINAL: Final = re.compile(
    r"\b(?:el|al|the|le) (?:(?P<first>primero?|first|premier)|(?:segon|segundo|second|deuxieme))\b"
    r"(?! (?:cognom|apellido|piso?|numero|cop|dia|lloc))"
)


def _counted(phones: list[Found], folded: str) -> list[Found]:
    """The one of two telephones that is asked to be taken off by its place: "the second"."""
    values = dict.fromkeys(p.value for p in phones)
    distinct = [next(p for p in phones if p.value == value) for value in values]
    if len(distinct) != 2 or None in {p.value for p in distinct}:
        return []
    for match in _ORDINAL.finditer(folded, distinct[-1].end):
        if _STRIKE.search(folded, max(0, match.start() - 40), match.start()):
            return [distinct[0] if match["first"] else distinct[1]]
    return []


_JOINT: Final = re.compile(" ?i (?:el )?")


def _is_only(phone: Found, folded: str) -> bool:
    """Whether a telephone is the only one that its sentence asks to take off."""
    low = max(0, phone.start - _SENTENCE)
    start = max((m.end() for m in _BREAK.finditer(folded, low, phone.start)), default=low)
    only = _ONLY_BEFORE.search(folded, start, phone.start)
    return only is not None and _STRIKE.search(folded, start, only.start()) is not None


def _is_anothers(phone: Found, folded: str) -> bool:
    """Whether its sentence says that a telephone is new, at work, abroad, or somebody else's."""
    start = max(
        (m.end() for m in _BREAK.finditer(folded, max(0, phone.start - _SENTENCE), phone.start)), default=0
    )
    start = max(start, phone.start - _SENTENCE)
    after = _BREAK.search(folded, phone.end, phone.end + _SENTENCE)
    end = after.start() if after else min(len(folded), phone.end + _SENTENCE)
    before, behind = folded[start : phone.start], folded[phone.end : end]
    if _NOT_BEFORE.search(before):
        return True
    struck = max((m.end() for m in _STRIKE.finditer(before)), default=None)
    if struck is not None:  # of two numbers the first is struck; the second may be new
        is_second = re.search(r"\d{3}", before[struck:])
        return bool(is_second and (_NEW_AFTER.match(behind) or _NEW_BEFORE.search(before)))
    if _STRIKE.search(behind):
        return False
    if _ABROAD.search(before) and not (phone.value or "").startswith("+34"):
        return True
    return bool(_OTHERS_BEFORE.search(before) or _OTHERS_AFTER.match(behind))


_SENTENCE: Final = 160
"""Characters on either side of a telephone in which its sentence is looked for."""
_FIRM: Final = re.compile(
    r"\bt\.? ?9\d\d|\b(?:advocad\w|abogad\w|advocat)\b|\bcol\. ?\w{0,5} ?\d|\bs\.? ?l\.? ?[pu]?\b|"
    r"\bc\.?i\.?f\b|\bwww\.|\btel[.:ef]{0,3}\w{0,3} ?:? ?9\d\d|\bfax\b|\bc/ ?[a-z]"
)


def _is_firms(phone: Found, folded: str) -> bool:
    """Whether a telephone stands in the lines that a firm puts under a mail, with its name or address."""
    end = folded.find("\n", phone.end)
    if _A_PERSONS.search(folded, max(folded.rfind("\n", 0, phone.start), phone.start - _LINES), phone.start):
        return False
    return bool(_FIRM.search(folded, max(0, phone.start - _LINES), end if end >= 0 else len(folded)))


_A_PERSONS: Final = re.compile(r"\b\d{7,8}[ -]?[a-z]\b")
_LINES: Final = 110
