"""Lists of somebody we do not know: a club's, a school's, another town's."""

import re
from typing import Final

from rules.old_reading.said import Said
from rules.old_reading.senses import Leave, Sense
from rules.old_reading.wishes import About, Wish, names_list, turns_to_ours
from rules.vocabulary.lists import OFFICIAL, UNKNOWN_LIST
from rules.vocabulary.name_words import GIVEN_NAMES


def of_strangers(said: Said) -> Leave | None:
    """A list of somebody we do not know, unless the subject is the official one."""
    if not said.is_about_leaving:
        return None
    is_official = said.subject_is_ours and OFFICIAL.search(said.head)
    asked = (_where_asked(w) for w in said.wishes)
    texts = (*(() if is_official else (said.head,)), *(text for text in asked if not _names_both(text)))
    match = next((found for text in texts if (found := stranger_in(text))), None)
    if match and _is_what_comes(said, match):
        return None
    if (
        match
        and _CONTENT.match(match.group())
        and any(OFFICIAL.search(w.sentence) for w in said.wished(About.OURS))
    ):
        return None  # what the messages of ours are about: "missatges de balls"
    return Leave(sense=Sense.OTHER_LIST, words=match.group()) if match else None


_BOTH: Final = re.compile(r"\btanto?\b[^.;:!?]{0,80}?\bcomo?\b(?P<ours>[^.;:!?]{0,80})")


def _names_both(sentence: str) -> bool:
    """Whether another list is left as well as ours: "tant de la llista de correu com del WhatsApp"."""
    both = _BOTH.search(sentence)
    return both is not None and names_list(both["ours"]) and stranger_in(both["ours"]) is None


def _is_what_comes(said: Said, match: re.Match[str]) -> bool:
    """Whether it is what ours brings, told after its name: "… i no em calen els avisos de la carretera"."""
    words = match.group()
    if not _SENT.match(words):
        return False
    asked = ((w.sentence, OFFICIAL.search(w.sentence)) for w in said.wished(About.OURS))
    return any(named and named.start() < sentence.find(words) for sentence, named in asked)


def _where_asked(wish: Wish) -> str:
    """The sentence of a wish, without what it tells of another list before it, or as a reason."""
    start = wish.sentence.find(wish.words)
    asked = wish.sentence[start:] if turns_to_ours(wish.sentence, start) else wish.sentence
    enough = _HAS_ENOUGH.search(asked)
    return asked[: enough.start()] if enough else asked


_HAS_ENOUGH: Final = re.compile(
    r"\b(?:perque|que|porque|ja que|ya que) (?:ja |ya )?(?:(?:en )?(?:tinc|tenim) prou (?:amb|de)|"
    r"tengo (?:bastante|"
    r"suficiente) con)\b"
)
"""What she has enough of is no list that she leaves here."""


_SENT: Final = re.compile(
    r"(?:avisos|missatges|mensajes|notificacions|notificaciones|alertes|alertas|comunicats|noticies|"
    r"noticias)\b"
)
_CONTENT: Final = re.compile(
    r"(?:avisos|missatges|mensajes|notificacions|notificaciones|alertes|alertas|comunicats|comunicacions|"
    r"comunicaciones|noticies|noticias|messages?) (?:de (?!l[aeo]s? |l')|d')"
)
_SURNAME: Final = re.compile(
    r" (?!(?:i|y|al|el|la|de|del|d|que|dni|nie|amb|con|per|tel|mobil|movil)\b)[a-z]{2,20}\b"
)
_CIRCLE: Final = re.compile(r"\b(?:grups?|grupos?|groupe|canals?)\b")


def stranger_in(text: str) -> re.Match[str] | None:
    """The first list in *text* of somebody we do not know."""
    found = (m for m in UNKNOWN_LIST.finditer(text) if not _is_of_resident(m))
    return next(
        (m for m in found if not _BY_MEANS.search(text, max(0, m.start() - _LONGEST_MEANS), m.start())), None
    )


_LONGEST_MEANS: Final = 30
_BY_MEANS: Final = re.compile(r"\b(?:avis|inform|envi|mand)\w{1,5}(?:-me|-nos|me|nos)? (?:per|por|via) $")
"""Before "WhatsApp de les nevades": how it is told, and of what."""


_TITLES: Final = frozenset(["senyora", "senyor", "senora", "senor", "sra", "sr"])


def _is_of_resident(match: re.Match[str]) -> bool:
    """Whether given name and surname say whose: "la baixa del WhatsApp de Roser Vilalta"."""
    is_circle = bool(_CIRCLE.search(match.group()))
    is_name = match["whose"] in GIVEN_NAMES and bool(_SURNAME.match(match.string, match.end()))
    return not is_circle and (is_name or match["whose"] in _TITLES)
