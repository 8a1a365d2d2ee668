"""Whose list: the words for the town's WhatsApp list and for the lists of others, for folded text."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches
from typing import Final

from rules.text.folding import fold
from rules.text.patterns import alternatives, any_of
from rules.vocabulary.name_words import GIVEN_NAMES

HOME: Final = "nostrepoble"
"""Stands for the municipality's name in the texts that are matched, so that the rules are of no one town."""


_GLUED: Final = re.compile(r"\bl ?(ajuntament)\b")


def at_home(folded: str, place: str) -> str:
    """The folded text with HOME for the name of the municipality, and the town hall as it is spelt."""
    folded = _GLUED.sub(r"l'\1", _BY_EAR.sub(_spelt, folded))
    if not place:
        return folded
    own = fold(place)
    return _TOWN_HALL_OF.sub(lambda match: _respelt(match, own), folded.replace(own, HOME))


_BY_EAR: Final = re.compile(r"\b(?P<article>l'?)?(?P<hall>a(?!just|punt|mont|ssent)\w{0,3}un?t\w{3,7})\b")
"""What may be the town hall: "lajuntamen", "alluntamiento"; an "ajustament" or an "apuntament" is another."""


def _spelt(match: re.Match[str]) -> str:
    """The town hall, where the word is that but for a slip of the pen or of the ear."""
    near = get_close_matches(match["hall"], ("ajuntament", "ayuntamiento"), n=1, cutoff=_NEAR)
    return ("l'" if match["article"] else "") + near[0] if near else match.group()


_TOWN_HALL_OF: Final = re.compile(
    r"\b(?P<hall>ajuntament|ayuntamiento) de (?P<one>[a-z]{3,20})(?P<two> [a-z]{3,20})?"
)
_NEAR: Final = 0.85
"""How like its name a town's must be to be that name with a slip of the pen."""


def _respelt(match: re.Match[str], own: str) -> str:
    """The town hall of a municipality whose name is ours but for a slip: "Ajuntament de Set Cases"."""
    one, two = match["one"], match["two"] or ""
    for name, rest in ((one + two.strip(), ""), (one, two)):
        if len(own) > _SHORT and SequenceMatcher(None, name, own).ratio() >= _NEAR:
            return f"{match['hall']} de {HOME}{rest}"
    return match.group()


_SHORT: Final = 5


_SPELT_WHATSAPP: Final = (
    *(r"w+h?[au]h?t?s?h?[ -]?s?app?s?", "wh?ats[ae]?p{0,2}s?", "w[au]ss?[ae]pp?s?"),
    *("gu?[ai]t?s?s?[ -]?app?s?", "uu?[ai]t?s?s?[ -]?app?s?", "gu?[ai]t?s+[ae]p+s?", "guas+ap?s?"),
    *("uas+aps?", "wass?ap+s?", "whats?", "wapp?s?", "wapps?", "wa", "watsapp?s?", "wats", "whassapp?"),
    *("whatssap+", "guasapp?s?", "guatsapp?s?", "vatsap+", "w[sz]pp?s?", "wpp?s?"),
)
_NOTICE: Final = "avis(?:os|o|(?<!e[lu]s avis)(?<!nostres avis))"
"""A notice, or several; the grandparents are "els avis"."""
WHATSAPP: Final = alternatives(*_SPELT_WHATSAPP)
LIST_WORDS: Final = alternatives(
    *_SPELT_WHATSAPP,
    *("ll?[iy]st(?:a|as|e|es|ats?|ado|ing)?", "difus+i?on?", "difu[cs]i[oó]n?", "diffusion"),
    *("broadcast", "mailing", "xats?", "chats?", "grups?", "grupos?", "groupe", "group", "canals?"),
    *("canales", _NOTICE, "alertes", "alertas", r"missatg\w*", r"missatxe\w*", r"mensaj\w*"),
    *("messages?", "sms", "notificacions?", "notificaciones", "notifications?", "novetats"),
    *("novedades", "comunicats", "comunicacions", "ban municipal", "bans", "subscripcio", "suscripcion"),
    "info(?:rmacio(?:n|ns)?)? (?:de l'|del |de |municipal|del )?"
    "(?:ajuntament|ayuntamiento|nostrepoble|municipal|poble|pueblo)",
    "informacio (?:al|pel|per) (?:meu )?(?:mobil|telefon)",
    "informacion (?:al|por el|en el|en mi) movil",
    *("informacio ajuntament", "info ajuntament", "difusora?"),
    *(
        rf"{service} (?:municipal )?d[e']? ?(?:informacio|informacion|avisos|missatgeria|{WHATSAPP})"
        for service in ("servei", "servicio", "service", "systeme")
    ),
)
LIST_WORD: Final = re.compile(rf"\b{LIST_WORDS}\b")
"""Words for the town's list and for what comes over it."""

OFFICIAL: Final = re.compile(
    rf"\b(?:informacio|informacion|info)\b[ ,:.-]{{0,3}}(?:de l'|del |de )?(?:ajuntament|ayuntamiento|"
    rf"ajuntamen|ajuntment)|"
    rf"\b(?:ajuntament|ayuntamiento|municipal|nostrepoble|poble|ajuntamen)\b.{{0,30}}\b{WHATSAPP}\b|"
    rf"\b{WHATSAPP}\b.{{0,30}}\b(?:ajuntament|ayuntamiento|municipal|nostrepoble|poble|mairie|commune)\b|"
    rf"\b(?:llista|lista|liste|llistat)\b.{{0,25}}\b(?:difusi?on?|diffusion|{WHATSAPP})\b"
)
"""The town's own list, named so that no other is meant."""

_BY_MEANS: Final = re.compile(
    r"(?:\b(?:per|pel|via|por|by|par|mitjancant|preferi\w{1,4}|contact[eo]|resposta)(?: el| l'| la| mi| un|"
    r" whatsapp)?"
    r" ?:? ?(?:missatge de |mensaje de |grup de |grupo de )?|"
    r"\b(?:vist|visto|dit|dicho|posat|puesto|publicat|publicado|llegit|leido|envi\w{1,4}|escri\w{1,4}|"
    r"(?<!any )(?<!mes )(?<!setmana )(?<!estiu )(?<!ano )pass\w{1,4}|"
    r"contest\w{1,4}|respon\w{1,4}|truc\w{1,4}|localitz\w{1,4}|contact(?:ar|eu|in|en|ad)|parl\w{1,4}|"
    r"preguntat|avis\w{1,4}|deieu|poseu|anunci\w{1,4})\b"
    r"(?:(?!\b(?:baixa|baja|tre[iu]|tragu|esborr|borr|quit|elimin|desapunt|sortir|pleg|marxar|fora|"
    r"salir|nou|nuevo|numero|mobil|movil|telefon|meu|mio))[^.,;:]){0,25}\b(?:al|a l'|en el|a la|del|pel) ?"
    r"(?:grup de |grupo de )?"
    r"|\b(?:pass|envi|escri|man|mand|fe[sum]|faci|haz|haga|hazme|pon|pos|deix|dej|send|drop|reb|rebi)\w{0,5}"
    r"(?:[-']?(?:me|nos|li|m|ns))? (?:(?:me|us|os|li|hi) )?(?:un|una) ?(?:missatge |mensaje )?(?:de |per |"
    r"por )?"
    r"|\b(?:teu|tu) (?:numero|number) (?:de |d'|of )?"
    r"|\d ?\((?:tambe |tambien |i |y |o |amb |con |te |tiene ){0,2})$"
)
"""Before a word for the list: it is only the means by which something is told."""


def named_itself(folded: str) -> re.Match[str] | None:
    """The first word for the list in a folded text that is no mere means ("aviseu-me per WhatsApp")."""
    return next(namings(LIST_WORD, folded), None)


def names_by_office(folded: str) -> bool:
    """Whether a folded text names the list as the town hall's, and not as a mere means."""
    return any(namings(OFFICIAL, folded))


def names_list(folded: str) -> bool:
    """Whether a folded text has a word for the list, and not as a mere means of answering."""
    return named_itself(folded) is not None or names_by_office(folded)


def namings(pattern: re.Pattern[str], folded: str) -> Iterator[re.Match[str]]:
    """What of a pattern for the list stands in a folded text, and not as a mere means."""
    return (match for match in pattern.finditer(folded) if not _is_means(match))


_LABEL_OF_MEANS: Final = re.compile(r" (?:per|por|via) ?:")


def _is_means(match: re.Match[str]) -> bool:
    """Whether the word tells how to answer, or how something was told, and not what is left."""
    start, end = match.span()
    is_by = _BY_MEANS.search(match.string, max(0, start - 50), start)
    return bool(is_by or _LABEL_OF_MEANS.match(match.string, end))


_TOWN_HALL: Final = "(?:ajuntament|ayuntamiento|nostrepoble|poble|pueblo|mairie|commune|town|village)"
_TOWN_HALLS: Final = (
    r"\b(?:llist\w{1,3}|lista|liste|list|grups?|grupo|groupe|group|canals?|channel|info|servei|servicio|"
    rf"subscripcio|suscripcion)\b[^.,;:\n]{{0,30}}\b{_TOWN_HALL}\b"
    r"|\b(?:ajuntament|nostrepoble|town hall|village|council)(?:'s)? (?:list|group|channel)\b"
)
_SURE_LIST: Final = re.compile(
    rf"\b(?:{WHATSAPP}|difus+i?on?|difu[cs]i[oó]n?|diffusion|broadcast|{_NOTICE}|alert[ae]s|"
    rf"missat[gx]\w*|"
    r"mensaj\w*|messages?|sms|notificacions?|notificaciones|notifications?|novetats|novedades|comunicats|"
    r"comunicaci\w{1,5}|bans?|"
    rf"informaci\w{{1,5}})\b|{_TOWN_HALLS}"
)
"""What says of a list or a group that it is the town hall's; a library has lists and groups as well."""


def surely_named(folded: str) -> bool:
    """Whether a folded text names a list that is the town hall's, and not as a mere means."""
    return any(namings(_SURE_LIST, folded))


_OURS_HERE: Final = (
    r"(?:ajuntament|ayuntamiento|nostrepoble|municipal|poble|perque|porque|ja|i|y|mairie|commune)"
)
_LIST_HEAD: Final = (
    rf"\b(?:{WHATSAPP}|llist\w{{1,3}}|lista|liste|difusio|difusion|grup|grupo|groupe|canal|avisos|missatges|"
    r"mensajes)\b"
)
_STEPS: Final = rf"(?: (?!{_OURS_HERE}\b)[\w'·-]{{1,20}}){{0,4}}?"
_LINK: Final = r" (?:del |dels |de la |de les |de l'|de los |d'en |d'|de |des |du |of the )"
_BY_OWNER: Final = re.compile(rf"\b{LIST_WORDS}{_LINK}{_TOWN_HALL}\b|{_TOWN_HALLS}")


def named_by_owner(folded: str) -> bool:
    """Whether a folded text says of a list, or of what comes over it, that it is the town hall's."""
    return bool(_BY_OWNER.search(folded))


FOREIGN_LIST: Final = any_of(
    rf"{_LIST_HEAD}{_STEPS}{_LINK}(?:la |les |l')?(?:\w{{2,12}} (?:de |d'|del )?)?(?P<whose>club|penya|ampa|"
    rf"afa|escola|institut|"
    r"cacador\w{0,3}|caca|casal|coral|associacio\w{0,2}|asociacion|entitat|esqui|futbol|excursionista|"
    r"parroquia|comunitat|"
    r"comunidad|escala|bloc|urbanitzacio|feina|familia|joves|gent gran|jubilats|llar d'infants|guarderia|"
    r"gimnas|botiga|hotel|"
    r"restaurant|empresa|mossos|consell comarcal|diputacio|generalitat|adf|bombers|voluntaris|boletaires|"
    r"ioga|yoga|zumba|gimnastica|gimnasia|pilates|pares|padres|madres|families|familias|alumn\w{1,3}|"
    r"transporte?|classes?|clases?|"
    r"mares|colla|comissio|festes|biblioteca|teatre|treballadors|ramaders|pagesos|cooperativa|farmacia|"
    r"ambulatori|banc|companyia)\b"
    rf"|{_LIST_HEAD} (?:afa|ampa|club|adf|penya|cacadors|escola)\b"
    r"|\bgrup (?:dels |de )(?:petits|mitjans|grans|menuts|nens|infants|p\d)\b"
)
"""A list that is somebody else's."""

_OURS_TOO: Final = (
    r"(?!(?:ese|esa|este|esta|aquest|aquesta|aquell|dicho|dit) (?:aj|ay|municip|consist|corpor|pobl|"
    r"puebl|vil))"
    r"(?!ajuntament|ayuntamiento|ayunta\b|ajunt\b|ayto|ajto|ayu\b|aju\b|nostrepoble|poble|pueblo|vila|"
    r"municip|"
    r"consistori|casa|difusi|difu\b|diffusi|aviso|"
    r"avis|missatg|mensaj|ustedes\b|vostes\b|vosaltres\b|vosotros\b|vous\b|you\b|"
    r"message|informaci|servei|servicio|telefon|mobil|movil|ban\b|bans\b|qual|quals|que\b|agenda|notici|"
    r"alert|town|mairie|"
    r"commune|comuna\b|corporaci|alcaldia|mare|pare\b|madre|padre|marit|marido|dona\b|avi\b|avia|iai|"
    r"fill|germ|sogr|"
    r"tiet|hij|herman|abuel|suegr|difunt|papa|mama|"
    r"(?:veins|veines|vecinos)(?: i veines)? de(?:l| l')? ?(?:nostrepoble|poble|municipi)|comunicaci|"
    r"text|tot|"
    r"tipus|info|vostre|tant|divers|spam|emergenci|ciudad|gent|llist|lista|grup|canal|"
    r"aplicacio|app|numero|carrer|contact|"
    r"tres\b|quatre\b|cuatro\b|cinc\b|cinco\b|distribu|enviament|envio|subscri|suscri|usuari|destinat|"
    r"persones|personas|tots|dos\b|dues\b|ambdos|"
    r"ambdues|l'|la\b|"
    r"el\b|les\b|los\b|las\b|els\b|un\b|\d|"
    r"vostr|vuestr|"
    r"seu\b(?! electr)|"
    r"seus|seva|nostr|meu|"
    rf"meva|mi\b|meus|aquest|un cop|una (?:vegada|vez)|cop\b|sobte\b|matinada|nit\b|dia\b|"
    rf"tant\b|{WHATSAPP}\b)"
)
_CONTENT: Final = (
    r"(?!(?:avisos|missatges|mensajes|alertes|alertas|noticies|noticias|comunicats|notificacions|"
    r"notificaciones) "
    r"(?:del |dels |de la |de las |de les |de l'|de los |de |d')(?:neu|neva|neva|niev|nevad|llevaneu|"
    r"quitaniev|"
    r"carreter|aigu|agua|llum|luz|vent|viento|plu[jv]|lluvi|temporal|allau|alud|gel|glac|hielo|incend|fest|"
    r"fiest|"
    r"agend|tall|cort|obr|escombr|basur|mercat|mercad|pist|bolet|seta|mobl|mueble|trast|poda|temps|tiempo|"
    r"meteo|trans|bus\b))"
)
"""What the town hall's messages are about says of nobody whose they are."""
UNKNOWN_LIST: Final = re.compile(
    rf"\b{_CONTENT}(?:{WHATSAPP}|llista|lista|liste|grup|grupo|groupe|canal|avisos|missatges|mensajes|"
    rf"notificacions|"
    rf"notificaciones|alertes|alertas|subscripcio|suscripcion|comunicats|comunicacions|comunicaciones|"
    rf"noticies|"
    rf"noticias|messages?)\b(?: publicit\w{{3,6}})?"
    rf"(?: (?:de )?(?:difusio|difusion|diffusion|avisos|informatiu|{WHATSAPP})){{0,2}}"
    rf" (?:del |dels |de la |de les |de l'|de los |d'en |de |d'|(?<=cio )al |"
    rf"(?<=cio )a la |(?<=cion )a la )(?:de |del |d')?{_OURS_TOO}(?P<whose>\w{{3,30}})"
    rf"|\b(?:grup|grupo|canal|llista|lista)(?: de)?(?: {WHATSAPP})? [\"«“](?!info|ajunt|nostrepoble|avis)\w"
    r"|\bcanal etic\b|\bcanal de (?:you ?tube|telegram)\b|\b(?:waiting|volunteers?|mailing) list\b|"
    r"\bliste (?:d'attente|electorale)\b|"
    r"\b(?:list|group) (?:of|for) (?!(?:the |our |your )?(?:town|village|nostrepoble|"
    r"council|municip|ajunt|whats|mess|info|resid|neigh))\w{3}|\b(?:club|school|gym|library|"
    r"team)(?:'s)? (?:\w{2,10} )?"
    r"(?:list|group)\b"
)
"""A list said to be of somebody who may or may not be the town hall."""

_TITLES: Final = frozenset(["senyora", "senyor", "senora", "senor", "sra", "sr"])
_NO_SURNAME: Final = frozenset(
    ["i", "y", "al", "el", "la", "de", "del", "d", "que", "dni", "nie", "amb", "con", "per", "tel"]
)


def stranger_in(folded: str) -> re.Match[str] | None:
    """The first list in a folded text of somebody who may not be the town hall, and is no resident."""
    return next((match for match in namings(UNKNOWN_LIST, folded) if not _is_of_resident(match)), None)


def _is_of_resident(match: re.Match[str]) -> bool:
    """Whether given name and surname say whose: "la baixa del WhatsApp de Roser Vilalta"."""
    behind = match.string[match.end() : match.end() + _NEXT].split()[:1]
    is_name = match["whose"] in GIVEN_NAMES and bool(behind) and behind[0].isalpha()
    is_name = (
        is_name and behind[0] not in _NO_SURNAME and not match.group().startswith(("gru", "gro", "canal"))
    )
    return match["whose"] in _TITLES or is_name


_NEXT: Final = 24

OTHER_CHANNEL: Final = re.compile(
    r"\b(?:baixa|baja) (?:de |del |dels |de la |de les |de los |de las )(?:vostres |vuestros )?"
    r"(?:correus?(?: electronics?)?|correos?|"
    r"e-?mails?|newsletter|facebook|instagram|telegram|twitter|revista|diari|web|pagina web|app|aplicacio)\b"
    rf"(?! (?:de |del )?{WHATSAPP})"
)
"""Leaving another channel of the town hall."""

OTHER_TOWN: Final = re.compile(
    r"\b(?:ajuntament|ayuntamiento|llista|difusio|informa|whatsapp|grup|canal|avisos) (?:de l'|del |de |"
    r"d')?(?:ajuntament de )?"
    r"(?P<town>camprodon|llanars|mollo|vilallonga|queralbs|ribes|ripoll|ogassa|olot|girona|figueres|vic|"
    r"barcelona|"
    r"sant (?:joan|pau|hilari|feliu)\w*|campdevanol|planoles|puigcerda|toses|gombren|vallfogona|les llosses|"
    r"banyoles|besalu|tortella|beget|rocabruna|prats)\b|\bripoll informa\b"
    r"|\b(?:ajuntament|ayuntamiento|ajuntamen|mairie) (?:de |d')(?!nostrepoble\b|manera|forma|un\b|"
    r"una\b|fa\b|molt|veritat|debo|nou|bon|franc|immediat|ara\b|avui|pressa|sempre|fet|tant|res\b|dilluns|"
    r"whats|"
    r"difusi|info|"
    r"la\b|el\b|l'|les\b|los\b|tot|seguida|part|gracies|vos|no\b|aqui|all[ai]\b|aquest|moment|cap\b|dalt|"
    r"baix|que\b)"
    r"(?P<stranger>[a-z]{3,20})\b"
)
