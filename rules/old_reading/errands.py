"""Who writes of the list and neither leaves nor joins: news to be told over it, another office that asks."""

import re
from typing import Final

from rules.mail.message import Case
from rules.old_reading.phrases import HIM_OFF, OUT_ME
from rules.text.folding import clean, fold
from rules.vocabulary.lists import HOME, at_home

_BROADCASTS: Final = re.compile(
    r"\b(?:pass|anunci|difon|difond|publi[cq]|compart|penj|enviar|enviessiu|envieu|pos|fe[ur] correr|"
    r"fer-ne difusio|difus)\w{0,6}"
    r"(?:-\w{1,3})?(?: [\w']{1,14}){0,6} (?:per|pel|por|a|al|en) (?:la |el |l')?(?:vostra |vostre |vuestra )?"
    r"(?:llista|lista|whats\w*|grup|grupo|canal|difusio)\b"
)
"""That something be told over the list."""


def asks_to_tell(said: str) -> bool:
    """Whether folded text wants something told over the list, and nobody taken off it."""
    return bool(_BROADCASTS.search(said)) and not (OUT_ME.search(said) or HIM_OFF.search(said))


_OTHER_OFFICE: Final = re.compile(
    rf"^(?![^\n]{{0,40}}\b(?:carrer|calle|c/|avinguda|av\.|placa|plaza)\b)[^\n?!.]{{0,40}}\b(?:(?:ajuntament|"
    rf"ayuntamiento|"
    rf"mairie) (?:de |d'|vei)(?!{HOME}\b)|consell comarcal|diputacio|consorci|mancomunitat)[^\n?!]{{0,40}}$",
    re.MULTILINE,
)
_SIGNING: Final = 4
"""Lines at the end of a text in which its writer signs."""


def is_colleague(case: Case) -> bool:
    """Whether another administration signs: it asks how the service is run, and leaves nothing."""
    last = [line for line in case.words.own.rstrip().split("\n") if line.strip()][1:][-_SIGNING:]
    signed = "\n".join((case.mail.sender_name, *last, *case.words.signature.split("\n")[:_SIGNING]))
    return bool(_OTHER_OFFICE.search(at_home(fold(clean(signed)), case.town.place)))
