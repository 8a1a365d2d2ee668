"""Wishes, sentence by sentence: the phrases that ask to leave or to join, and what they are about.

What a phrase is about is what its own clause names first, else what the sentence
names. A phrase that names nothing is bare: the message has to say of what.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from rules.old_reading.phrases import (
    BAIXA,
    CONSENT_BACK,
    JOIN,
    LEAVE,
    NO_MORE,
    OTHER_POST,
    OUT,
    OUT_ME,
    OUT_OF,
    THING,
)
from rules.old_reading.wanting import is_wanted
from rules.vocabulary.lists import (
    FOREIGN_LIST,
    LIST_WORD,
    LIST_WORDS,
    OFFICIAL,
    OTHER_CHANNEL,
    OTHER_TOWN,
    WHATSAPP,
    named_itself,
    names_by_office,
)
from rules.vocabulary.name_words import GIVEN_NAMES
from rules.vocabulary.other_meanings import WEAK, find_other, other_matter


class About(Enum):
    """What a wish is about."""

    OURS = auto()
    NOTHING_SAID = auto()
    OTHER_LIST = auto()
    OTHER_MATTER = auto()
    BOTH = auto()
    UNKNOWN = auto()  # an object that is neither
    TOLD = auto()  # nobody asks for it here: it is feared, thanked for, said by others


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A phrase, what it is about, and the sentence it stands in."""

    words: str
    about: About
    sentence: str


_CLAUSE_END: Final = re.compile(
    r"[,;:(\n]| perque | ja que | porque | ya que | puesto que | com que | i que | pero | car | since |"
    r" because | i el meu | dni| amb dni"
)
_WINDOW: Final = 90
"""Characters of a clause that are looked at on either side of a phrase."""


def leaving(sentence: str, *, is_about_list: bool = False) -> Iterator[Wish]:
    """The wishes to leave in a sentence; *is_about_list*: the message speaks of the list elsewhere."""
    for pattern in (LEAVE, NO_MORE, CONSENT_BACK):
        for match in _untold(pattern, sentence):
            wish = _wish(sentence, match)
            is_post = OTHER_POST.search(sentence[match.end() :])
            what = About.UNKNOWN if is_about_list else About.OTHER_MATTER
            if is_post:
                yield replace(wish, about=what)
            else:
                yield _if_wanted(wish, match) if pattern is LEAVE else wish
    for match in OUT.finditer(sentence):
        if _is_out_of_list(sentence, match) and not _is_told(sentence, match):
            yield _if_wanted(_wish(sentence, match), match)
    if is_about_list or names_list(sentence):
        for match in OUT_ME.finditer(sentence):
            yield _if_wanted(_wish(sentence, match), match)


def _if_wanted(wish: Wish, match: re.Match[str]) -> Wish:
    """The wish, as told of only where nothing in its sentence wants it."""
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    is_of_list = wish.about in {About.OURS, About.NOTHING_SAID}
    is_done = bool(_WE_DO.match(wish.words) and _THEM.search(wish.sentence, 0, start))
    is_told = is_of_list and (is_done or not is_wanted(wish.sentence, start, wish.words))
    return replace(wish, about=About.TOLD) if is_told else wish


_WE_DO: Final = re.compile(r"(?:donem|damos) de ")
_THEM: Final = re.compile(r"\b(?<!que )(?:el|la|els|les|lo|los|las|us|os|li|le) $")
"""Who strikes others off herself: "les donem de baixa des d'aquí"."""


def _untold(pattern: re.Pattern[str], sentence: str) -> Iterator[re.Match[str]]:
    """The phrases but those told of the past: "m'hi vaig apuntar però vull donar-me de baixa" has one."""
    match = pattern.search(sentence)
    while match:
        is_told = _is_told(sentence, match)
        if not is_told:
            yield match
        match = pattern.search(sentence, match.start() + 1 if is_told else match.end())


def _wish(sentence: str, match: re.Match[str]) -> Wish:
    return Wish(words=match.group().strip(), about=about(sentence, match), sentence=sentence)


_TOLD: Final = re.compile(
    r"\b(?:vaig|va|van|vam|vau|he|ha|hem|han|heu|havia|s'ha|m'ha|m'he|s'han|haver(?:-\w{2,3})?|haberme|"
    r"haberse|haber|estic|estigui|estem|estiguem|estoy|estamos|estava|estaba)(?: ja| ya)? ?$"
)
_ASKED_ONCE: Final = re.compile(
    r"\b(?:vaig|vam|he|hem|havia|haviem|habia) (?:demanar|demanat|dir|dit|escriure|"
    r"escrit)(?:-vos)? que (?:em |m'|ens )?$"
)
_STILL_ASKED: Final = re.compile(
    r"\b(?:ja|encara|torno|cop|vegada|insist\w{1,3}|repet\w{1,3}|continu\w{1,3}|segu\w{1,5})\b"
)
"""… and goes on asking: "us vaig demanar que em traguéssiu i encara els rebo"."""
_OF_PEOPLE: Final = re.compile(r"^(?:donar|dar)[-']?(?:se|vos|te|os)\b|^daros\b")
_OF_SOMEBODY: Final = re.compile(
    r"\b(?:vol|volen|volia|voldria|desitja|desitgen|quiere|quieren|desea|desean|demana|sol.?licita|"
    r"solicita)(?: que)? $"
)


def _is_told(sentence: str, match: re.Match[str]) -> bool:
    """Whether the phrase tells of the past, or of people in general: "per donar-se de baixa cal…"."""
    before = sentence[max(0, match.start() - 24) : match.start()]
    if _TOLD.search(before) or (_ASKED_ONCE.search(before) and not _STILL_ASKED.search(sentence)):
        return True
    return bool(_OF_PEOPLE.search(match.group())) and not _OF_SOMEBODY.search(before)


_WHERE: Final = re.compile(r"\b(?:on|donde|where) $")


_OF_IT: Final = re.compile(
    r" (?:del |de la |de l'|de el |d'aquesta |from the |from your |du |de votre )(?:vostr[ae] |vuestr[ao] )?"
    rf"(?:{WHATSAPP}|llista|lista|liste|list|grup|grupo|canal|difusi\w{{1,3}})\b"
    rf"| (?:dels|de los|de les|de las) (?:avisos|missatges|mensajes|alertes|alertas|notificacions|"
    rf"notificaciones) "
    rf"(?:(?:de |del |per |por |pel )?{WHATSAPP}|(?:de l'|del )(?:ajuntament|ayuntamiento))\b"
)


def _is_out_of_list(sentence: str, match: re.Match[str]) -> bool:
    if CONSENT_BACK.match(sentence, match.start()) or _WHERE.search(sentence[: match.start()]):
        return False
    tail = sentence[match.end() : match.end() + 2 * _WINDOW]
    is_named = _OF_IT.match(tail)  # "tragueu-la del WhatsApp, que no sap esborrar els missatges"
    return bool(is_named or (OUT_OF.search(tail) and not THING.search(tail)))


_DENIED: Final = re.compile(
    r"\b(?:no|ni|sense|sin|tampoc)(?: (?:em|me|ja|ya|hi|m(?=')))?(?: cal que| hace falta que| vull que|"
    r" quiero que)?(?: (?:el|la|els|les|lo|los|las|hi)| l)?[ ']$"
)
_LATER: Final = re.compile(r"\b(?:torna|volve)(?:re|rem|remos|ria|riem|riamos)(?:-?(?:me|nos))? a $|\bqui $")
_UNDONE: Final = re.compile(r"\b(?:anul|cancel|revoc|retir)")
_OF_OTHERS: Final = re.compile(
    r"\bsi (?:em|me|ens|nos) $|"
    r"\b(?:estan|esta|estem|estic|estiguin|estigui|son|figuren|consten|estan dados) (?:donats |donades |"
    r"dados |dadas )?"
    r"(?:d'|de )$|"
    r"\b(?:donat|donada|donats|donades|dado|dada|dados|dadas) (?:d'|de )$"
    r"|\bs'(?:il|elle) (?:veut|voulait|souhaite) (?:s'|se |m'|etre )?$"
    r"|\bsi (?:ell |ella |el |ells |mai |un dia |algun dia )?(?:es |s'|se )?(?:vol|volen|volgues|volguessin|"
    r"quiere|quieren|quisiera|desitja|desea) (?:s'|se )?$"
    r"|\b(?:anul|cancel|revoc|retir)\S{1,8} (?:la |el |mi )?(?:meva |meu )?$"
    r"|\bs'hi (?:vol|volen|vulgui|volgues) $|\b(?:cuando|quan) [^.;:!?]{1,40} (?:ya |ja )?$"
    r"|\b(?:vindra|vindran|vendra|vendran|passara|passaran|anira|aniran|iran|ira) (?:a|per|por) $"
    r"|\b(?:ho|lo) (?:podrieu |podeu |podries |pots |podria |podriais |podeis |pueden )?$"
    r"|\bif (?:he|she|they) (?:wants?|likes?|wish(?:es)?) to (?:be )?$"
)
"""Before a phrase of joining: what was, or what somebody else may want: "s'il veut s'inscrire"."""


def joining(sentence: str) -> Iterator[re.Match[str]]:
    """The phrases of joining in a sentence that are not denied: not part of "no vull rebre més"."""
    denied = [(m.start(), m.end()) for m in NO_MORE.finditer(sentence)]
    for match in JOIN.finditer(sentence):
        is_denied = _DENIED.search(sentence, max(0, match.start() - 24), match.start())
        is_later = _LATER.search(sentence, max(0, match.start() - 24), match.start())
        is_of_others = _OF_OTHERS.search(sentence, max(0, match.start() - 40), match.start())
        if is_denied or is_later or is_of_others or _UNDONE.search(match.group()):
            continue
        if all(match.end() <= start or match.start() >= end for start, end in denied):
            yield match


def names_list(folded: str) -> bool:
    """Whether a folded text has a word for the list, and not as a mere means of answering."""
    return bool(named_itself(folded) or names_by_office(folded))


def _our_word(text: str, other: re.Match[str] | None) -> re.Match[str] | None:
    """The first word for the list that is not part of the other matter's name ("llista electoral")."""
    for pattern in (LIST_WORD, OFFICIAL):
        for match in pattern.finditer(text):
            if other is None or match.start() >= other.end() or match.end() <= other.start():
                return match
    return None


_OBJECT: Final = re.compile(
    r"^ ?(?:(?:de la|del|dels|de les|de los|de|el|la|els|les|los|las|al servei de|al servei de la) |"
    r"(?:de |al servei de )?l'|(?:al servei )?d'|(?:d'|de )?(?:aquest|aquesta|este|esta|ese|esa) (?!de\b|"
    r"del\b))"
    r"(?P<what>[a-z]{2,24})\b"
)
_NO_STRANGER: Final = re.compile(
    r"(?:coses|cosas|mism[oa]|mateix\w?|num|rebre|recibir|tota|toda|todos?|todas|ambdos|ambdues|"
    r"ambos|ambas|"
    r"meu|meva|meus|meves|mi|mis|seu|seva|"
    r"seus|seves|su|sus|dos|dues|tres|quatre|cinc|cuatro|cinco|tots|"
    r"totes|jo|ell|ella|ells|dit|dita|les|el|la|un|una|en|na|sr|sra|don|dona|aixo|tot|qui|algu|cop|vegada|"
    r"veritat|moment|part|mare|"
    r"pare|mares|pares|home|marit|fill|filla|fills|avi|avia|avis|base|que|me|nos|us|mon|ma|mes|my|the|our|"
    r"your|votre|notre|vell|vella|mujer|compte|perfil)\b"
    r"|numero|telefon|mobil|movil|contact|servei|servicio|nostr|nuestr|titular|persona|usuari|lini|quant|"
    r"forma|manera|aquest|senyor|famili|portable|informati|informaci|difu|supress|supres|oposici|oblit|olvid|"
    r"esment|mencion|susdit|avantdit|destinatar|"
    r"referi[dt]|citat|citad|subscrip|suscrip|inscrip|"
    r"registr|informaci|comunicaci|notici|publicaci|anunci|agenda|immediat|inmediat|urgen|seguida|dades|"
    r"datos|germa|sogr|vostr|"
    r"vuestr|fitxer|fichero|tiet|oncle|madre|padre|marido|hij|herman|abuel|suegr|difunt|antic|viejo|antiguo"
)


_IS_LIST: Final = re.compile(
    rf" {LIST_WORD.pattern}|(?<=enviaments) (?:de la |del |de )(?:{LIST_WORD.pattern})|"
    rf"(?<=relacio) de persones (?:destinat|usuari|inscrit|subscri|que reb)"
)
_SERVICE: Final = re.compile(
    r"^ ?(?:del|al|de|el)? ?(?:servei|servicio) (?:municipal |public )?(?:de la |de l'|de |d')"
    r"(?!informaci|avis|missat|mensaj|whats|difusi|nostrepoble|l'ajunt|ajunt|comunicaci|notific)[a-z]{3}"
)


_AS_WHAT: Final = re.compile(
    r" (?:com a|com|como) (?!a?\b ?(?:usuari|subscri|suscri|vei|vecin|membre|miembro|destinat|titular|"
    r"receptor|"
    r"persona|integrant|dema|diu|dice|indica|explica|posa|ja\b|ya\b|us\b|vaig|sempre|siempre|mes|mas|abans|"
    r"cal\b|toca|pugu|pued|vulgu))[a-z]{4}"
)
"""In what capacity somebody is struck off: "com a director d'execució"."""
_ITS_NUMBER: Final = re.compile(
    r" (?:el |la |mi |meu )?(?:carnet|dni|nie|nif)(?: d'identitat| de identidad)?(?: es| num|"
    r" numero)?(?: el| la)?[ :]{1,2}\d"
)
"""What goes on, without a stop, with the writer's own number."""


def _has_strange_object(tail: str) -> bool:
    """Whether the phrase goes on with a thing that is neither the list nor a person nor a number."""
    if _SERVICE.search(tail):
        return True
    if _ITS_NUMBER.match(tail):
        return False
    if _AS_WHAT.match(tail):
        return True
    match = _OBJECT.search(tail)
    if match is None or LIST_WORD.match(match["what"]) or _IS_LIST.match(tail, match.end()):
        return False
    return not _NO_STRANGER.match(match["what"]) and match["what"] not in GIVEN_NAMES


@lru_cache(maxsize=16)
def _is_of_others(sentence: str) -> bool:
    """Whether the sentence speaks of another list, town or channel; each of its wishes asks."""
    sentence = _FAMILYS_NUMBERS.sub("~", sentence)
    return any(p.search(sentence) for p in (FOREIGN_LIST, OTHER_TOWN, OTHER_CHANNEL))


_FAMILYS_NUMBERS: Final = re.compile(
    r"\b(?:telefons|telefonos|numeros|mobils|moviles|noms|nombres|membres|miembros|persones|personas) de "
    r"(?:(?:tota )?(?:la|mi|nuestra) (?:nostra |meva )?(?:familia|casa))\b"
)
"""Whose the numbers are that leave, and not whose the list is."""
_OURS_SAID: Final = re.compile(rf"\b(?:vostra|vuestra|vostre|vuestro|your|votre) {LIST_WORDS}\b")


def turns_to_ours(sentence: str, start: int) -> bool:
    """Whether the wish, told of another list before, is of ours: "de la de l'escola, i ara de la vostra"."""
    tail = sentence[start:]
    is_ours = OFFICIAL.search(tail) or _OURS_SAID.search(tail)
    return bool(is_ours) and not _is_of_others(tail) and not _LIKED.search(tail)


_LIKED: Final = re.compile(
    r"\b(?:content\w{0,2}|encantad\w|m'agrad\w{1,2}|me gusta\w?|(?:em|m'hi|me) quedo|la vull|la quiero|"
    r"hi continuo|happy)\b"
)


def about(sentence: str, match: re.Match[str]) -> About:
    """What the phrase is about."""
    if _is_of_others(sentence) and not turns_to_ours(sentence, match.start()):
        return About.OTHER_LIST
    tail = sentence[match.end() : match.end() + _WINDOW]
    end = _CLAUSE_END.search(tail)
    clause = match.group() + (tail[: end.start()] if end else tail)
    other = find_other(_before_its_reason(clause, len(match.group())))
    ours = _our_word(clause, other)
    if other and other.group() in WEAK and (ours or names_list(sentence)):
        return About.OURS
    if other and ours and _OF.fullmatch(clause, ours.end(), other.start()):
        return About.BOTH  # "la subscripció a la revista"
    if other and ours:
        return About.OURS if ours.start() < other.start() else About.BOTH
    if ours and ours.start() >= len(match.group()) and _has_strange_object(tail):
        return About.BOTH  # "doneu de baixa l'expedient i aviseu per WhatsApp"
    if not other and _is_paper(match) and not _OF_LIST.match(tail):
        return About.UNKNOWN
    if _has_strange_purpose(match, tail):
        return About.UNKNOWN
    if ours and _TO_GET.search(clause):
        return About.BOTH
    if other or ours:
        return About.OTHER_MATTER if other else About.OURS
    return _about_elsewhere(sentence, match, tail)


_TO_GET: Final = re.compile(
    rf"\b(?:{WHATSAPP}|llista|lista|grup|grupo|list) (?:per|para|to) (?:a )?(?:poder )?(?:llogar|alquilar|"
    rf"rent|reservar|"
    r"comprar|buy|book|jugar|participar|optar|accedir|acceder|anar|vendre|vender|aconseguir|conseguir)\b"
)
"""A list that one is on to get or to do something: it is no list of ours."""
_PAPER: Final = re.compile(
    rf"(?!dono de )(?:envi[oe]m?|enviar|mando|mandamos|passo|faig arribar|faig|presento|presentem|dono|"
    rf"necess?it\w{{1,2}}|confirm\w{{1,3}})(?: (?:la|una|el|mi|meva|foto|de|document|us|os)){{0,4}} {BAIXA}$"
)


def _is_paper(match: re.Match[str]) -> bool:
    """Whether the baixa is sent or needed, as a paper is: "us envio la baixa"."""
    return bool(_PAPER.match(match.group().strip()))


_OF_LIST: Final = re.compile(
    rf" (?:del?|d'|dels|de la|de les|de los|al|als|a la|en la|en el) (?:\w{{2,12}} (?:de |"
    rf"d')?){{0,2}}{LIST_WORD.pattern}"
)
_PURPOSE: Final = re.compile(
    r"^,? ?(?:per|pel|para|perque|que|de|del|d|a|al|to|for|sobre|como|com)[ '](?:a |que |la |el |l'|the |my |"
    r"les |els |me |em |"
    r"m'|no |se |es |los |las |un |una |poder |vuestros |vostres ){0,3}(?P<what>[a-z-]{3,20})"
)
_OF_CONSENT: Final = re.compile(
    r"(?:empar|ampar|virtu|supres|oposici|oblit|olvid|reb|recib|recev|receiv|envi|mand|"
    r"tract|trat|trait|process|us\b|uso|utilit|usar|use|comunic|contact|dad|dat|"
    r"form|estar|ser|segu|contin|rest|pert|perten|difus|difon|missat|mensaj|messag|avis|notif|inform|llist|"
    r"list|"
    r"grup|servei|servic|canal|whats|wh?ats|wass|guas|meu|meva|meus|meves|mis?\b|ajunt|ayunt|motiu|favor|"
    r"donat|dado|prest|atorg|otorg|havi|hav|en su dia|en el seu dia|en mi dia|"
    r"signat|vaig|firm|ara|hoy|avui|aquest|este|part|privac|protecci|persona|number|telefon|mobil|numero)"
)


def _has_strange_purpose(match: re.Match[str], tail: str) -> bool:
    """Whether it is consent to something else that is taken back: to publish a picture, to be called."""
    if not CONSENT_BACK.fullmatch(match.group()):
        return False
    purpose = _PURPOSE.match(tail)
    return purpose is not None and not _OF_CONSENT.match(purpose["what"])


_OF: Final = re.compile(
    r" (?:de |del |dels |de la |de les |de l'|d'|a la |al |a l'|sobre )(?:el |la |l'|les |els )?"
)
_REASON: Final = re.compile(
    r" (?:per|por|pour|degut|debido|a causa|ates|atesa|donat que|dado que|des que|desde que|quan|ara que) "
)


def _before_its_reason(clause: str, start: int) -> str:
    """The clause without the reason that it gives: what stands there is not what is left."""
    reason = _REASON.search(clause, start)
    return clause[: reason.start()] if reason else clause


def _about_elsewhere(sentence: str, match: re.Match[str], tail: str) -> About:
    """What the sentence speaks of before a phrase whose own clause names nothing."""
    before = sentence[max(0, match.start() - _WINDOW) : match.start()]
    if _has_strange_object(tail):
        return About.UNKNOWN
    if named_itself(before) or (named_itself(sentence) and not other_matter(before)):
        return About.OURS
    other = find_other(before)
    return (
        About.UNKNOWN if other and not _TOLD_BEFORE.search(before, 0, other.start()) else About.NOTHING_SAID
    )


_TOLD_BEFORE: Final = re.compile(
    r"\b(?:hem|he|hemos|habiendo|havent|vam|vaig|ha) (?:venut|vendido|vendre|deixat|dejado|tancat|cerrado|"
    r"canviat|cambiado|acabat|terminado|llogat|alquilado|marxat|plegar|plegat|marxar) "
)
"""What was sold or left behind is only why somebody leaves."""
