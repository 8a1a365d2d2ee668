"""Whose list: the words for the town's WhatsApp list and for the lists of others, for folded text."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches
from typing import Final

from rules.text.patterns import alternatives, any_of, one_of, word_set

HOME: Final = "nostrepoble"
"""Stands for the municipality's name in the texts that are matched, so that the rules are of no one town."""

NAME: Final = "informacio ajuntament"
"""The commonest name of a town's list, in folded text."""


def named_as_list(folded: str, name: str) -> str:
    """A folded text with the town's own *name* for its list, folded, replaced by the commonest."""
    return folded.replace(name, NAME) if name else folded


def at_home(folded: str, place: str) -> str:
    """The folded text with HOME for *place*, the municipality's name, and the town hall as it is spelt."""
    folded = _BY_EAR.sub(_spelt, folded)
    if not place:
        return folded
    return _TOWN_HALL_OF.sub(lambda match: _respelt(match, place), folded.replace(place, HOME))


_BY_EAR: Final = re.compile(r"\b(?P<article>l[' ]?)?(?P<hall>a(?!punt)\w{0,3}un?t\w{3,7})\b")
"""What may be the town hall: "lajuntamen", "alluntamiento"; an "ajustament" or an "apuntament" is another."""


def _spelt(match: re.Match[str]) -> str:
    """The town hall, where the word is that but for a slip of the pen or of the ear."""
    if match["hall"] in _HALLS:
        near = [match["hall"]]
    else:
        near = get_close_matches(match["hall"], _HALLS, n=1, cutoff=_NEAR)
    return ("l'" if match["article"] else "") + near[0] if near else match.group()


_HALLS: Final = ("ajuntament", "ayuntamiento")
_TOWN_HALL_OF: Final = re.compile(
    r"\b(?P<hall>ajuntament|ayuntamiento) de (?P<one>[a-z]{3,20})(?P<two> [a-z]{3,20})?"
)
_NEAR: Final = 0.85
"""How like its name a town's must be to be that name with a slip of the pen."""


def _respelt(match: re.Match[str], own: str) -> str:
    """The town hall of a municipality whose name is ours but for a slip: "Ajuntament de Set Cases"."""
    one, two = match["one"], match["two"] or ""
    for name, rest in ((one + two.strip(), ""), (one, two)):  # of few letters many a word is like another
        if len(own) > 5 and SequenceMatcher(None, name, own).ratio() >= _NEAR:
            return f"{match['hall']} de {HOME}{rest}"
    return match.group()


WHATSAPP: Final = r"(?:(?:w+h?|v|gu|u+)[au]h?t?h?s{0,2}[ -]?s?[ae]?p{1,2}s?|w(?:hats?|ats|a|s?p{1,2}s?))"
"""WhatsApp, as it is heard and spelt: "guasap", "uatsap", "wp"."""
LIKE_WHATSAPP: Final = re.compile(WHATSAPP)
_NOTICE: Final = "avis(?:os|o|(?<!e[lu]s avis)(?<!nostres avis))"
"""A notice, or several; the grandparents are "els avis"."""
_SURE_WORDS: Final = alternatives(
    *("dif+u[cs]+i?on?", "broadcast", _NOTICE, "alert[ae]s", r"missat[gx]\w*", r"mensaj\w*", "messages?"),
    *("sms", r"notificaci\w{1,4}", "novetats", "comunicats", "comunicacions", "bans", "ban municipal"),
)
"""Words for what only the town hall sends to everybody."""
LIST_WORDS: Final = alternatives(
    WHATSAPP,
    _SURE_WORDS,
    *("ll?[iy]st(?:a|as|e|es|ats?)?", "xats?", "chats?", "grupo?s?", "groupe?", "canale?s?"),
    *("su[bs]scripcion?", "informacion? (?:al|en el|pel) (?:meu )?(?:mobil|movil|telefon)"),
    "info(?:rmacion?)? (?:de l'|del |de )?(?:ajuntament|ayuntamiento|nostrepoble|municipal)",
    rf"(?:servei|servicio) d[e']? ?(?:informacion?|avisos|missatgeria|{WHATSAPP})",
)
LIST_WORD: Final = re.compile(rf"\b{LIST_WORDS}\b")
"""Words for the town's list and for what comes over it."""

_BY_MEANS: Final = re.compile(
    r"(?:\b(?:per|pel|por|par|preferi\w{1,4})(?: el| l'| la| whatsapp)? ?:? ?|\b(?:vist|dit|posat|"
    r"envi\w{1,4}|escri\w{1,4}|(?<!any )(?<!mes )(?<!setmana )(?<!estiu )(?<!ano )pass\w{1,4}|"
    r"contest\w{1,4}|avis\w{1,4}|deieu|poseu|anunci\w{1,4})\b(?:(?!\b(?:baixa|baja|tre[iu]|tragu|esborr|"
    "borr|quit|elimin|desapunt|sortir|pleg|marxar|fora|salir|nou|nuevo|numero|mobil|movil|telefon|meu|"
    r"mio))[^.,;:]){0,25}\b(?:al|a la|del|pel) ?(?:grup de )?|\b(?:envi|man|reb)\w{0,5}(?:[-']?(?:me|m))? "
    r"(?:(?:me|us|os|li|hi) )?un ?|\d ?\((?:tambe ){0,2})$"
)
"""Before a word for the list: it is only the means by which something is told."""


def named_itself(folded: str) -> re.Match[str] | None:
    """The first word for the list in a folded text that is no mere means ("aviseu-me per WhatsApp")."""
    return next(namings(LIST_WORD, folded), None)


def names_list(folded: str) -> bool:
    """Whether a folded text has a word for the list, and not as a mere means of answering."""
    return named_itself(folded) is not None or any(namings(BY_OFFICE, folded))


def namings(pattern: re.Pattern[str], folded: str) -> Iterator[re.Match[str]]:
    """What of a pattern for the list stands in a folded text, and not as a mere means."""
    return (match for match in pattern.finditer(folded) if not _is_means(match))


def _is_means(match: re.Match[str]) -> bool:
    """Whether the word tells how to answer, or how something was told, and not what is left."""
    start, end = match.span()
    is_by = _BY_MEANS.search(match.string, max(0, start - 50), start)
    return is_by is not None or match.string.startswith((" per:", " per :"), end)


_TOWN_HALL: Final = "(?:ajuntament|ayuntamiento|nostrepoble|poble|pueblo|mairie|commune|town)"
_TOWN_HALLS: Final = (
    rf"\b(?:ll?ist\w{{0,3}}|grupo?s?|group|canals?|info|servei|servicio)\b[^.,;:\n]{{0,30}}\b{_TOWN_HALL}\b|"
    r"\btown hall(?:'s)? list\b"
)
_SURE_LIST: Final = re.compile(
    rf"\b(?:{WHATSAPP}|{_SURE_WORDS}|(?:informaci|comunicaci)\w{{1,5}}|ban)\b|{_TOWN_HALLS}"
)
"""What says of a list or a group that it is the town hall's; a library has lists and groups as well."""


def surely_named(folded: str) -> bool:
    """Whether a folded text names a list that is the town hall's, and not as a mere means."""
    return any(namings(_SURE_LIST, folded))


_OURS_HERE: Final = (
    r"(?:ajuntament|ayuntamiento|nostrepoble|municipal|poble|perque|porque|ja|i|y|mairie|commune)"
)
_LIST_HEAD: Final = rf"\b(?:{WHATSAPP}|llist\w{{1,3}}|grup|grupo|canal|avisos|missatges|mensajes)\b"
_STEPS: Final = rf"(?: (?!{_OURS_HERE}\b)[\w'·-]{{1,20}}){{0,4}}?"
_LINK: Final = " (?:de s'|de l[ae]s? |de l'|dels? |d'|des? |du |of the )"
_BY_OWNER: Final = re.compile(rf"\b{LIST_WORDS}{_LINK}{_TOWN_HALL}\b")
BY_OFFICE: Final = re.compile(rf"\b{_TOWN_HALL}\b[^.\n]{{0,20}}\b{WHATSAPP}\b")


def named_by_owner(folded: str) -> bool:
    """Whether a folded text says of a list, or of what comes over it, that it is the town hall's."""
    return bool(_BY_OWNER.search(folded))


_OTHERS: Final = one_of(
    r"""
    club penya ampa afa escola institut cacador\w{0,3} caca casal coral associacio\w{0,2} asociacion entitat
    esqui futbol excursionista parroquia comuni[td]a[td] escala bloc urbanitzacio feina families? familias?
    joves jubilats llar guarderia gimnas botiga hotel restaurant empresa mossos diputacio generalitat adf
    bombers voluntaris boletaires [iy]oga zumba gimnastica gimnasia pilates pares padres madres mares
    alumn\w{1,3} transporte? classes? clases? colla comissio festes biblioteca teatre treballadors ramaders
    pagesos cooperativa farmacia ambulatori banc companyia
    """
)
FOREIGN_LIST: Final = any_of(
    rf"{_LIST_HEAD}{_STEPS}{_LINK}(?:l[ae]s? |l')?(?:\w{{2,12}} (?:de |d'|del )?)?"
    rf"(?:(?<!llibre de )(?<!libro de )(?:{_OTHERS})|consell comarcal|gent gran)\b",
    rf"{_LIST_HEAD} (?:afa|ampa|club|adf|penya|cacadors|escola)\b",
)
"""A list that is somebody else's."""

UNKNOWN_LIST: Final = re.compile(
    rf"\b(?P<head>{WHATSAPP}|ll?ist(?:a|e|es)|grupo?|canal|avisos|missatges|mensajes|alertes|subscripcio|"
    rf"comunica\w{{2,5}}|messages?)\b(?: publicit\w{{3,6}})?(?: (?:de )?{WHATSAPP}){{0,2}}"
    rf"(?:{_LINK}|(?<=cio) al )(?:de |del |d')?(?P<whose>\w{{1,30}})"
    rf"|\bgrup(?: de)?(?: {WHATSAPP})? [\"«“](?!info|ajunt)\w"
    r"|\bcanal etic\b|\b(?:waiting|volunteers?) list\b|\bliste electorale\b"
    r"|\bclub(?:'s)? (?:\w{2,10} )?list\b"
    r"|\b(?:list|group) (?:of|for) (?!(?:the )?(?:town|village|council))\w{3}"
)
"""A list said to be of somebody who may or may not be the town hall."""
_OURS: Final = tuple(
    word_set("""
        ajunt alert aquest avis ayto ayun comm comu contact dif distribu emergen enviament fill germ herman
        hij inform list llist mairie mensaj messag meu mev missatg mobil movil municip nostr notif numer pobl
        puebl servei servici subscri tant telef tot town vostr vuestr
    """)
)
"""How the words begin that say of no list that it is another's."""
_NOBODYS: Final = word_set("""
    ban bans canal casa chat cop dia dona dos dues el els grup grupo les lista llista los las ese esa este
    esta la mare pare part parte madre padre mama papa marit marido avi avia iaia sogra tieta matinada nit
    qual quals que seus seva sobte tres quatre un ustedes vosaltres vostes xat
    """)
_EVENTS: Final = tuple(
    word_set("""
        agend agua aigu allau alud avar aver bus carreter cort desperf fest fiest gel incid llum luz neu
        nev niev obr plu poda tall temporal temps text tiempo transit vent veu voz
    """)
)
"""What the town hall's messages are about says of nobody whose they are."""


def stranger_in(folded: str) -> re.Match[str] | None:
    """The first list in a folded text of somebody who may not be the town hall."""
    return next((match for match in namings(UNKNOWN_LIST, folded) if not _may_be_ours(match)), None)


def _may_be_ours(match: re.Match[str]) -> bool:
    whose = match["whose"]
    if whose is None:
        return False
    if (
        len(whose) < _NAMELESS
        or whose.startswith(_OURS)
        or whose in _NOBODYS
        or LIKE_WHATSAPP.fullmatch(whose)
    ):
        return True
    is_of_messages = match["head"].startswith(("avis", "missat", "mensaj", "alert", "comunic", "messag"))
    return is_of_messages and whose.startswith(_EVENTS)


_NAMELESS: Final = 3
"""Letters that a word has at least which may say whose a list is."""


_OTHER_TOWN: Final = re.compile(
    r"\b(?:difusio|whatsapp) (?:de l'|de )?(?:camprodon|llanars|mollo|ripoll|girona)\b|\bripoll informa\b"
    r"|\b(?:ajuntament|ayuntamiento|mairie) (?:de |d')(?!nostrepoble|aqui|alla|"
    r"aquest|est|un|e?l[aeo]?s?\b|ara\b|avui|manera|forma|moment|tot|cap\b|que\b|whats|difusi|info)"
    r"[a-z]{3,20}\b"
)


_OF_WRITERS: Final = re.compile(
    r"\bn(?:ostr[ae]s?|uestr[oa]s?) (?:grupo?s?|xats?|chats?)\b"
    rf"(?!(?: (?:de )?{WHATSAPP})?{_LINK}{_TOWN_HALL}\b)(?: (?:de )?{WHATSAPP})?"
)


def names_own_alone(folded: str) -> bool:
    """Whether the only list that a folded text names is one that its writer calls theirs."""
    rest = _OF_WRITERS.sub("", folded)
    return rest != folded and LIST_WORD.search(rest) is None


def names_another(folded: str) -> bool:
    """Whether a folded text names the list of somebody else, or of another town."""
    return FOREIGN_LIST.search(folded) is not None or names_another_town(folded)


def names_another_town(folded: str) -> bool:
    """Whether a folded text names the list, or the town hall, of another town."""
    return _OTHER_TOWN.search(folded) is not None


def without_strangers(folded: str) -> str:
    """A folded text without the lists in it that are, or may be, somebody else's."""

    def kept(match: re.Match[str]) -> str:
        return match.group() if _is_means(match) or _may_be_ours(match) else ""

    return UNKNOWN_LIST.sub(kept, FOREIGN_LIST.sub("", folded))
