"""Writing for somebody else: the data of a daughter who writes for her father are not his.

Rule 1: it is for a relative only where the text says so, speaks of him as "he", and asks
        nothing for "me" or "us".
Rule 2: the writer's are what "I am" introduces, what "my DNI" or "my telephone" names, and
        what stands under the closing words; they are left out where the relative's remain.
"""

import re
from dataclasses import replace
from typing import Final

from rules.folding import fold
from rules.gathering import Gathered
from rules.given import GIVEN_NAMES
from rules.identity import Found
from rules.nameforms import Named, key_words
from rules.names import compatible
from rules.phrases import any_of, one_of

_KIN: Final = one_of(
    r"""
    mare pare pares home dona marit parella filla? germa germana avi avia iai[oa] padrina? sogre sogra tiet
    tieta oncle neta? nebot neboda cosi cosina cunyat cunyada madre padre padres marido mujer esposa espos
    hij[oa]
    herman[oa] abuel[oa] yay[oa] suegr[oa] tio tia niet[oa] sobrin[oa] pareja mere pere mari femme fils fille
    frere soeur mother father mum dad husband wife son daughter brother sister grandmother grandfather
    difunt\w{0,2}
    """
)
_YOUNGER: Final = one_of(
    "filla? jove nora gendre neta? nebot neboda hij[oa] niet[oa] sobrin[oa] fille fils daughter son"
)
_OWN: Final = r"(?:meva|meu|mi|ma|mon|my|nostra|nostre|nuestr[oa])"
_HIS: Final = r"(?:seva|seu|su|his|her|son)"
_NUMBER: Final = one_of(
    """
    numero number num telefon telefono mobil movil dni nie nif phone mobile portable contacte
    """
)
_CARD: Final = one_of("carnet document documento identitat passaport pasaporte passeport passport")

_KINS: Final = (
    r"\b(?:meus|meves|mis|nostres|nuestr[oa]s|mes|nos|seus|sus|my|our) (?:\w{3,8} )?(?:pares|padres|parents|"
    r"avis|iaios|padrins|abuelos|fills|filles|hij[oa]s|germa(?:ns|nes)|herman[oa]s|sogres|suegros|tiets|"
    r"tios)\b"
)
_STRIKING: Final = r"(?:esborr|tregu|trei|treu|trai|borr|quit|elimin|remov|retir)\w{0,5}"
_ANY_KIN: Final = re.compile(rf"\b{_KIN}\b|{_KINS}")
_SEVERAL: Final = re.compile(_KINS)
_OF_KIN: Final = any_of(
    _KINS,
    rf"\b(?:{_OWN}|seva|seu|su) (?:\w{{3,8}} )?{_KIN}\b",
    rf"\b(?:{_YOUNGER}|tutora?|cuidadora?|marit|dona|viud[oa]|vidua?) (?:legal )?(?:de|d'|del|of)\b",
    rf"\b(?:la |el |les |els |l'){_KIN} (?:va|ha|es|esta|ja|no|vol|te|viu)\b",
    rf"(?:^|\n)\W{{0,3}}(?:el |la )?{_KIN}\s?:",
    rf"\b(?:la |el |l')(?:meva |meu )?{_KIN}(?:, (?:en |na |la |el |l'|n'|que )| \()",
    rf"\((?:el |la )?{_OWN} {_KIN}\b",
    rf"(?:^|[.:;\n] ?)(?:la |el |l'){_KIN}, ",
    rf"\b{_STRIKING} (?:a )?(?:la |el |l'|al ){_KIN}\b",
    rf"\b(?:de la|del|de l') ?{_KIN}\s?:",
    rf"\b(?:escric|escribo) (?:per|pel|por|para|de part de|en nom de) (?:a )?(?:la |el |l'|mi )?{_KIN}\b",
)
"""A relative, of whom the text speaks."""

_STRIKE_HIM: Final = one_of(
    """
    traieu tragueu traguessiu doneu donessiu doni donin esborreu elimineu den quiten borren treieu treguin
    enviin enviis envieu
    """
)
_OF_HIM: Final = any_of(
    r"\b(?:don|tre|trai|trag|esborr|elimin|borr|quit|sac|suprim|d|desapunt)\w{0,8}[-']?l[oa]s?\b",
    rf"\b(?:el|la|que l[ao']|que el|lo|li|se li) ?{_STRIKE_HIM}\b",
    rf"\b(?:la |el |l'){_KIN} (?:marxa|surt|plega|deixa|en marxa|se'n va|sale|deja)\b",
    r"\b(?:vol|volia|quiere|queria|desitja|desea|demana|pide|wants|souhaite|veut)\b",
    r"\b(?:en|a) (?:nom|nombre) de|\bde parte? d|\bper encarrec d|\ben representacio\w?",
    r"\b(?:au nom de|on behalf)\b",
    r"\b(?:take|remove|delete|unsubscribe) (?:him|her|them)\b",
    r"\b(?:le|la|les) (?:retirer|supprimer|desinscrire)\b",
    rf"\b(?:baixa|baja)\b[^.\n]{{0,30}}\b(?:del?|per al?|per a|para) (?:la |el )?(?:{_OWN} )?{_KIN}\b",
    r"\b(?:don|tre|trai|trag|esborr|elimin|borr|quit|sac|suprim|den|dar|dad|remove|"
    r"retir)\w{0,8}\b[^.\n]{0,60}"
    rf"(?:\b(?:el |la |a )?{_OWN} {_KIN}\b|{_KINS})",
    rf"\b{_STRIKING} (?:a )?(?:la |el |l'|al ){_KIN}\b",
    r"\b(?:el|la|els|les|lo|los|las|le|li) (?:pod\w{1,6}|pued\w{1,3}|voldri\w{1,4}) "
    r"(?:esborr|elimin|treu|tre|borr|quit|don|dar|sac|suprim)",
    r"\b(?:al cel sigui|que en pau|q\.?e\.?p\.?d|e\.?p\.?d|que en paz|ja no hi es)\b",
    rf"\b(?:per|per a|al|a la|a|para|pour|for) (?:al |la |el |l')?{_OWN} {_KIN}\b",
    r"\b(?:va morir|ha mort|morta?|difunt\w{0,2}|va faltar|ens ha deixat|ens va deixar|traspass\w{0,3})\b",
    r"\b(?:murio|ha muerto|fallec\w{1,5}|decede\w?|est mort|died|passed away|late)\b",
    r"\b(?:tutora?|cuidadora?) (?:legal )?(?:de|d')",
    rf"\b{_HIS} (?:numero |telefon |num )?(?:de |d')?{_NUMBER}\b",
    r"\b(?:seva|su|his|her) (?:baixa|baja)\b",
    r"\b(?:baixa|baja)\b[^.\n]{0,30}\b(?:dels|de les|de) (?:meus|meves|mis|nostres|nuestr[oa]s)\b",
    r"\b(?:dni|mobil|telefon|movil) (?:seu|d'ell|d'ella|suyo)\b",
    r"\b(?:es deia|se llamaba|es diu|se llama)\b",
    r"\bm'(?:ho )?ha (?:dit|demanat|encarregat)\b|\bme (?:lo )?ha (?:dicho|pedido|encargado)\b",
    r"\b(?:lo|ho) (?:solicita|pide|demana|sol.?licita|vol|quiere) (?:el|ell|ella)(?: mism[oa]| mateix\w?)?\b",
    r"\b(?:qui|quien) (?:us |os |ho |lo )?(?:escriu|escribe|demana|pide)\b",
)
"""What is asked is asked for him, or he cannot ask any more."""

_FOR_US: Final = one_of(
    """
    donar-nos doneu-nos darnos dennos
    traieu-nos treure'ns esborreu-nos ambdos ambdues nous respectivament
    """
)
_FOR_ME: Final = one_of(
    r"""
    donar-me donar-me'n donarme doneu-me darme denme donessiu-me traieu-me treure'm m'esborr\w{1,4}
    """
)
_NOT_ME: Final = r"(?<!\bmi no )(?<!\bjo no )(?<!\byo no )"
_OF_US: Final = any_of(
    rf"{_NOT_ME}\b(?:{_FOR_US}|{_FOR_ME})\b",
    r"\b(?:esborrar|eliminar|desapuntar|suprimir|retirar|borrar|quitar|sacar|treure|traure|"
    r"desinscriure)-?(?:me|nos|'m|'ns)\b",
    (
        r"\b(?:demanem|solicitamos|volem|voldriem|voliem|queremos|quisieramos)\b(?! que (?:la|el|li|"
        r"les|els|lo|le|se le|l)\b)"
    ),
    r"\b(?:ens doneu|ens voldriem|los dos|las dos|tots (?:dos|tres|quatre|cinc)|totes (?:dues|tres))\b",
    _NOT_ME + r"\b(?:em|me) (?:trai?eu|tragu\w{1,4}|treieu|doneu|don\w{1,7}|esborr\w{1,4}|elimin\w{1,4}|"
    r"desapunt\w{1,3}|den|"
    r"quit\w{1,3}|borr\w{1,3}|saqu\w{1,3}|retirer|desinscrire|supprimer|desabonner|enlever|radier)\b",
    r"\b(?:vull|voldria|demano|quiero|pido)\sque\s(?:em|me)\b",
    r"\bje (?:souhaite|veux|voudrais|desire|demande)\b(?! que)",
    r"\b(?:jo tambe|yo tambien|tambe jo|jo mateix\w?|yo mism[oa]|la nostra baixa|nuestra baja)\b",
    r"\b(?:em doneu|me den|em donessiu|em vull|vull la baixa|la meva baixa|mi baja|remove (?:me|us|both))\b",
    r"\b(?:i a mi|y a mi|i de mi)\b|\bi jo\b(?! no\b| (?:em|si|conti|segu|vull))",
    r"\by yo\b(?! no\b| (?:si|soy|me|sigo))",
)
"""The writer asks for herself too."""

_SIGNS: Final = r"(?:signat|signa|firma|firmado)"
_I_AM: Final = any_of(
    r"\b(?:em dic|jo soc|soc|som|me llamo|mi nombre es|yo soy|soy|je suis|je m'appelle|my name is|i am|i'm|"
    rf"escriu|signat|firmado|jo,|yo,|{_SIGNS} ?:|"
    r"(?:qui|quien) (?:us |os |ho |lo )?(?:escriu|escribe|demana|pide|signa|firma|"
    r"sol.?licita)(?: es)? ?:?)[ ]{1,2}"
    rf"(?:(?:la |el |su |seva |seu |la seva |el seu |his |her )?{_KIN},? )?(?:en |na |la |el |l'|n')?$",
    rf"\b(?:{_HIS}|sa|la|el) {_YOUNGER}[,:]?[ \n]{{1,3}}$",
    rf"\b(?:soc|som|soy|escriu|escribe),? (?:la |el |una? )?{_KIN} (?:de |d')[^.!?\n,;]{{1,40}}, "
    r"(?:en |na |la |el |l'|n')?$",
    rf"\bcom a (?:bon[ao]? )?(?:la )?(?:seva )?{_KIN}(?: seva| seu| seua)?(?: que soc)?, ?(?:en |na |la |"
    rf"el |l')?$",
    r"\b(?:tru[cq]|contact|llam|parl|digu|dieu|demaneu|pregunt|avis|call|appele|locali[tz]|adre[cç]|"
    r"dirigi)[^.;\n]{0,40}"
    r"\b(?:a mi|amb mi|conmigo|me|em|moi)[ ,:(]{1,3}"
    rf"(?:(?:soc |soy )?(?:la |el |su |seva |seu |la seva |el seu )?{_KIN},? )?(?:en |na |la |el |l'|n')?$",
)
"""Before the name of who writes: "soc la seva filla, …", "truqueu-me a mi, …"."""

_MINE: Final = any_of(
    rf"\b(?:meu|meva|mi|mon|my|jo|yo) (?:own |propi |propio )?(?:(?:{_NUMBER}|{_CARD})\b[ .,:]{{0,2}}){{1,3}}"
    r"[^\n.;]{0,40}$",
    r"\b(?:meu|meva|mio|mia|mien|mienne|mine) (?:es|est|is)(?: el| la| le)? ?:? ?$",
    r"\b(?:meu|meva|mio|mia|mien|mienne|mine),? (?:per si|por si|si|au cas)\b[a-z ']{0,16}[:,]? ?$",
    r"\b(?:jo soc|yo soy|je suis|i'm on|i am on) (?:el|le|al) ?:? ?$",
    r"\b(?:al|el|del|pel) (?:meu|mio)(?: (?:es|propi|propio))?[ ,:(]{1,3}(?:(?:que )?es )?(?:el |al |"
    r"numero )?$",
)
"""Before a document or a telephone of who writes."""

_MINE_AFTER: Final = re.compile(
    r"[ ,.(-]{1,4}(?:(?:i |y |pero )?(?:que )?(?:aquest|este|ese|this one) (?:ja |ya )?(?:no|not)"
    r"(?=[ ]?[,.):!]|(?: (?:l'|el |lo |em |me )?(?:heu|hau|cal|han|toqu|tragu|trai|esborr|borr|quit)))|"
    r"(?:(?:i|y|que|perque|porque) )?(?:aquest |este |ese |this )?(?:es|is) (?:el )?(?:meu|mio|mine|"
    r"my own)\b)"
)
"""After a document or a telephone of who writes: "… (aquest no, és el meu)"."""

_CLOSING_WORD: Final = re.compile(
    r"\b(?:gracies|merces|merci|gracias|thanks|thank you|salutacio(?:ns)?|saludos?|regards|cordial\w{0,8}|"
    r"atentament\w?|atte|abracada|abrazo|records|adeu|"
    r"fins (?:aviat|ara)|a reveure|que vagi be|petons|besos|(?:vostra|seva|vuestra|su|entera) disposicion?|"
    r"agra(?:i(?!ri)|eix)\w{1,6}(?! que)|"
    r"amb (?:tot )?(?:el (?:meu|nostre) )?agraiment|agraits? per endavant|agradecid[oa]s? de antemano)\b"
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
    return bool(_OF_KIN.search(folded) and _OF_HIM.search(folded)) and not _OF_US.search(folded)


_DEPUTY: Final = re.compile(
    r"\b(?:representant|sol.{0,3}licitant|solicitante|representante|presentador|contacte|contacto|"
    r"interlocutor\w?|"
    r"tutora?|cuidadora?|gestora?)\b ?[:(]|\b(?:dades|datos) (?:del?|de la) "
    r"(?:representant|sol.{0,3}licitant|solicitante|contact[eo])"
)
_ITS_WRITER: Final = re.compile(r"(?:seva|seu|su|son|sa|his|her)\b")


def may_name_writer(folded: str, people: int) -> bool:
    """Whether one of the *people* of a text that asks for others may be who writes it."""
    if people < 2 or _OF_US.search(folded):
        return False
    if _DEPUTY.search(folded):
        return True
    return is_for_kin(folded) and people > _kin_in(folded)


def _kin_in(folded: str) -> int:
    """For how many relatives of the writer a text asks: "her daughter" is the writer."""
    return sum(2 if _SEVERAL.fullmatch(kin) else 1 for kin in _of_kin(folded))


_IS_WRITER: Final = re.compile(r"\b(?:soc|som|soy|escriu|escribe|jo|yo),? (?:la |el |l')?$")


def _of_kin(folded: str) -> set[str]:
    """The words for relatives that are not who writes: neither "her daughter" nor "I am the daughter of"."""
    return {
        match.group().strip()
        for match in _OF_KIN.finditer(folded)
        if not _ITS_WRITER.match(match.group())
        and not _IS_WRITER.search(folded, max(0, match.start() - 16), match.start())
    }


def without_writer(found: Gathered, folded: str, *, subject: str = "", writer: str = "") -> Gathered:
    """What was *found* in a text, without what is the writer's where he is not who leaves.

    *subject*, folded, may name the relative of whom the text speaks; *writer* is the sender's name.
    """
    found = without_signer(found, folded)
    is_for_kin_here = is_for_kin(folded)
    is_said_above = not is_for_kin_here and bool(_OF_KIN.search(subject) and _OF_HIM.search(folded))
    if not is_for_kin_here and (not is_said_above or _OF_US.search(folded)):
        return found
    mine = _mine(found, folded, writer)
    rest = Gathered(
        names=tuple(n for n in found.names if n.start not in mine) or found.names,
        documents=tuple(d for d in found.documents if d.start not in mine),
        phones=tuple(p for p in found.phones if p.start not in mine),
    )
    if (is_said_above and not _is_whole(rest, len(folded))) or _is_turned(rest, mine, found, folded):
        return found
    if rest.is_empty:  # "I am Anna. The DNI is …": the name alone is hers
        return replace(found, names=rest.names)
    return rest


def _is_turned(rest: Gathered, mine: set[int], found: Gathered, folded: str) -> bool:
    """Whether what would remain stands before any relative is named, and what would go stands after that.

    Then the writer may have given herself first, and what looks like a signature is the relative.
    """
    kin = next((match.start() for match in _OF_KIN.finditer(folded)), None)
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
    before = _MINE.search(folded, max(0, number.start - 80), number.start)
    return before is not None or _MINE_AFTER.match(folded, number.end) is not None


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
    rf"(?:\b{_KIN}\b[^.!?]{{0,40}}|\b(?:es|era|es deia|es diu|se llama|se llamaba|nom|nombre|(?:d'|de )ell|"
    r"(?:d'|de )ella|seves dades)(?: son)? ?:?\s?)(?:\b(?:la|en|na|el) |\b[ln]')?$"
)
_RELATIVE_OF: Final = re.compile(
    rf"\b(?:{_KIN}|nora|gendre|tutora?|cuidadora?|vidua?|viud[oa])(?: legal)? (?:de |d')(?:(?:la|el|en|na) |"
    rf"[ln]')?$"
)
_HIS_AFTER: Final = re.compile(rf"[^.!?\n]{{0,40}}\b(?:{_HIS}|d'ell|d'ella)\b")


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
    return not _ANY_KIN.search(signed["who"]) and len(signed["who"].split()) <= 4


def _places(name: Named, folded: str) -> list[int]:
    """Where a name stands, each time it is said in the same words."""
    again = re.finditer(rf"\b{re.escape(fold(name.value))}\b", folded)
    return sorted({name.start, *(match.start() for match in again)})


def _kin_places(folded: str) -> list[int]:
    return [match.start() for match in _OF_KIN.finditer(folded)]


def names_kin(folded: str) -> bool:
    """Whether a folded text has a word for a relative."""
    return bool(_ANY_KIN.search(folded))


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
    kins = {word.group() for kin in _of_kin(folded) for word in _ANY_KIN.finditer(kin)}
    return len(kins) < 2 and not _SEVERAL.search(folded) and not _says_as_well(folded)


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
    return any(who is None or who in GIVEN_NAMES or _ANY_KIN.fullmatch(who) for who in others)


def _last_closing(found: Gathered, folded: str) -> int:
    """Where the last closing words end; 0 if there are none. A long line closes only under whole data."""
    last = max((match.end() for match in _CLOSING.finditer(folded)), default=0)
    long = (match.end() for match in _LONG_CLOSING.finditer(folded) if _is_whole(found, match.start()))
    return max(long, default=last)


def without_signer(found: Gathered, folded: str) -> Gathered:
    """Without the telephone under the closing words, where the text before them has all that is due."""
    closing = max(_last_closing(found, folded), _office(found, folded))
    said = tuple(p for p in found.phones if p.start < closing)
    is_whole = any(p.value for p in said) and any(d.value for d in found.documents)
    if not is_whole or len(said) == len(found.phones) or any(d.end > closing for d in found.documents):
        return found
    is_list = len(said) == len(found.documents) > 1  # of people, each with all that is due
    between = folded[closing : found.phones[-1].start]
    is_signature = _is_near(between) or (is_list and not _TOO.search(between))
    return replace(found, phones=said) if is_signature else found


_OFFICE: Final = re.compile(
    r"[\n,] ?(?:el |la )?(?:vice)?(?:president[ae]?|secretari[ao]?|vocal|tresorer[ao]?|tesorer[ao]|gerente?|"
    r"administra\w{3,6}|director[ae]?|directriu|coordinador[ae]?|delegad?[ta]?|apoderad?[ta]?)\b"
)


def _office(found: Gathered, folded: str) -> int:
    """Where the line stands in which who signs says what he is of a club or a firm; 0 if none does."""
    below = max((d.end for d in found.documents), default=len(folded))
    office = _OFFICE.search(folded, below)
    return office.start() if office else 0


def _is_near(between: str) -> bool:
    """Whether nothing but a signature stands between the closing words and a telephone."""
    return len(between.split()) <= _SIGNED_BY and not _TOO.search(between)
