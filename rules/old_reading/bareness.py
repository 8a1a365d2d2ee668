"""A BAIXA and nothing but who: a text so short of words that it can mean no other matter.

The town hall's notice asks for three things: a name, a DNI, a mobile. Who sends these
and the word BAIXA, and not one word that could be of something else, has answered the
notice. A closed list of words, not of matters: what is not known here is a doubt.
"""

import re
from collections.abc import Collection
from typing import Final

from rapidfuzz import fuzz, process

from rules.old_reading.phrases import BAIXA, with_baixa_spelt
from rules.people.behalf import without_signer
from rules.people.gathering import Gathered
from rules.people.name_forms import key_words
from rules.text.folding import clean, fold
from rules.vocabulary.dialects import as_standard
from rules.vocabulary.lists import HOME, LIST_WORD, at_home

_SAID: Final = """
    a al als amb con de del dels d el els em en es i jo l la las les los m me mi mis na ne nos ns per por
    que sa se seu seva si su sus un una us vos y yo hola ei bon bona bons bones dia dies nit tarda tardes
    vespre buen buena buenas buenos dias noches senyors senyores senyor senyora senores benvolguts
    benvolgudes gracies gracias merci moltes muchas salut saludo saludos records recuerdos petons besos
    salutacio salutacions abracada
    adeu cordial cordials cordialment cordialmente atentament atentamente atte plau plis sisplau favor
    avanc antemano endavant urgent soc som dic diem diuen llamo soy nom noms nombre nombres cognom cognoms
    apellido apellidos complet completo document documento identitat identidad dni nif nie passaport
    pasaporte num numero numeros mobil mobils movil moviles telefon telefons telefono telefonos tel telf
    tlf tf mob mov titular dades datos meu meva meus meves nostre nostra nostres persona interessat
    interessada interesado interesada vull volem voldria voldriem demano demanem quiero queremos quisiera
    deseo ruego solicito solicitamos sollicito sollicitem sol.licito sol.licitem sol·licito sol·licitem
    peticio peticion sollicitud sol.licitud sol·licitud solicitud donar donar-me donar-nos donarme doneu
    doneu-me doneu-nos doni donin dar darme darnos den denme fer feu tramitar tramiteu tramitin cursar
    causar immediata immediatament avui ara ja mateix podeu podrieu podries podria podrien poden podeis
    podriais podrian pueden puede possible posible seria fer-ho dais dan donessiu espero quedo espera
    resposta confirmacio confirmacion vostra respuesta perdoneu perdonin perdonen disculpeu disculpin
    disculpen molestia molesties molestias le tfno mbl please unsubscribe my name is am hello hi dear sir
    madam thanks thank regards kind best many passport phone mobile bonjour suis cordialement prenom
    portable svp desinscrire sr sra don dona
"""
_WORDS: Final = frozenset(_SAID.split())
_POLITE: Final = re.compile(
    r"\b(?:podeu|podrieu|podries|podria|podrien|poden|podeis|podriais|podrian|pueden|puede|em doneu|me dais|"
    r"me dan|ens doneu|nos dan|nos dais|em treieu|em traieu|em desapunteu|possible|posible)\b"
)
_BAIXA: Final = re.compile(BAIXA)
_WORD: Final = re.compile(r"[^\W\d_]+(?:['·.-][^\W\d_]+){0,4}")
_SAIDOF_LIST: Final = """
    informacio informacion informacions informativa informatiu info ajuntament ayuntamiento municipal
    poble pueblo vila mairie town hall llista llistat lista liste list difusio difusion diffusion grup
    grupo pel groupe group canal servei servicio service avis avisos missatge missatges missatgeria
    mensaje mensajes mensajeria message messages comunicacio comunicacions comunicacion notificacions
    notificaciones alertes alertas bans ban subscripcio suscripcion subscription inscripcio whatsapp
    whatsapps consentiment consentimiento autoritzacio revocacio revocacion retirada retirar retiro revoco
    renuncia cancellar cancelar cancellacio eliminar esborrar esborreu esborreu-me borrar treure treieu-me
    traieu traieu-me desapuntar desapuntar-me desinscriure desinscription desabonnement
    desabonner quitar quitarme borrarme sacarme salir salirme esborrar-me remove stop leave removal
    distribution from deixar dejar rebre recibir no mes mas prou sortir marxar salir fora voler usuari
    usuaria usuario vei veina resident segona segundo tercera cop vegada vez altre reiteracio recordatori
    recordatorio definitiva definitivament total mort defuncio difunt difunta fallecido fallecida mare pare
    pares home marit
    filla fill fills germa germana germans avi avia iaia iaio padri padrina tiet tieta oncle sogre sogra
    nebot neboda net neta cunyat cunyada hermano hermana abuela suegro suegra tio tia nieto nieta padre
    madre marido mujer hijo hija abuelo ambdos dos tres dues the of and to for re fwd rv correu correo
    tema assumpte asunto llistes altres digital tan aviat familia familiar electronic electronica persones
    personas tots totes enviar lloc cosa escrit falten encara faltan todavia com como how comment dono
    donem doy damos dret drets derecho exercici supressio supresion oblit olvido oposicio oposicion personals
    rgpd lopd tractament tratamiento reglament reglamento article articulo art ya now urgente hoy
    inmediata definitiva ens et us em
    hi ho dada una falta manca lacking missing vostres vostre vostra des votre vos du ma mon mes je
    ne pas plus
    vous veux souhaite demande merci supprimer suppression retrait retirer numero please want take taking
    off me us radiation demande souhaiter desabonnement votre vos
    copio both all updates update news from broadcast village
    ourselves myself family couple wife husband our my we i would like
"""
OF_LIST: Final = frozenset(_SAIDOF_LIST.split())
"""What the subject of a leave may say beside `_SAID`; what is not known here may be of another matter."""

_SLIPS: Final = tuple(sorted(word for word in _WORDS | OF_LIST if len(word) >= 6))
CASE_REFERENCE: Final = re.compile(r"\bC-[2-9A-Z]{8}\b", re.IGNORECASE)
"""That of a case, which an answer to our letter brings back."""
_ANOTHERS_REFERENCE: Final = re.compile(
    r"[\[(](?:ref[^\])]{1,30}|(?=[^\])]{0,30}\d)[a-z0-9#:/. -]{2,30})[\])]"
)
_LONG: Final = 7
"""Letters of a word that may hold a slip of the pen."""


_WHY: Final = re.compile(
    r"(?<=[a-z]{3}) (?:per (?!whats|el |la )|por (?!whats|el |la )|perque |porque |ja que ).*"
)
_DOCTOR: Final = re.compile(r"\b(?:dra?|doctora?|metge|metgessa|medico|(?<!quin )cap(?! de setmana)|mutua)\b")


def strange_word(subject: str, *, named: Collection[str], place: str) -> str | None:
    """The first word of *subject* that is nothing a leave's subject says, and no part of what is *named*."""
    names = frozenset(part for name in named for part in key_words(name))
    known = _WORDS | OF_LIST | names | {HOME}
    said = with_baixa_spelt(at_home(as_standard(fold(clean(subject)).replace("_", " ")), place))
    said = _WHY.sub("", _ANOTHERS_REFERENCE.sub(" ", CASE_REFERENCE.sub(" ", said)))
    words: list[str] = _WORD.findall(said)
    parts = (part for word in words for part in ([word] if word in known else re.split(r"['.]", word)))
    strange = (part for part in parts if part not in known and not _is_known_shape(part))
    return next((part for part in strange if fuzz.ratio(part, fold(place)) < _NEAR), None)


def _is_known_shape(word: str) -> bool:
    """Whether it is the list, a baixa, or one of their words with a slip of the pen."""
    if len(word) == 1 or _BAIXA.fullmatch(word) or LIST_WORD.fullmatch(word):
        return True
    return (
        len(word) >= _LONG
        and process.extractOne(word, _SLIPS, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None
    )


_ALIKE: Final = 80
"""How like a known word, of a hundred, a long one must be to be that word with a slip of the pen."""
_NEAR: Final = 85
"""How like the town's name a word must be to be that name with a slip of the pen."""

_MOST: Final = 60
"""Words of a text that can be nothing but data and courtesy."""


def says_only_who(text: str, found: Gathered, *, place: str, beside: Collection[str] = ()) -> bool:
    """Whether *text* holds a BAIXA's bare words and what was *found* in it, and nothing else at all.

    Words *beside*, folded, may stand there as well.
    """
    rest = list(clean(text))
    places = [(n.start, n.end) for n in found.names] + [(f.start, f.end) for f in found.numbers]
    for start, end in places:
        rest[start:end] = " " * (end - start)
    folded = fold("".join(rest)).replace(fold(place), "~") if place else fold("".join(rest))
    words = _WORD.findall(folded)
    known = _WORDS.union(beside, *(key_words(name.value) for name in found.names))
    return bool(
        len(words) <= _MOST
        and not _DOCTOR.search(fold(clean(text)))
        and not re.search(r"\d", folded)
        and ("?" not in folded or _POLITE.search(folded))
        and all(
            part in known or part.replace(".", "") in known or _BAIXA.fullmatch(part)
            for word in words
            for part in word.split("'")
        )
    )


def words_beside(folded: str, known: Collection[str]) -> int:
    """How many words of a folded text are neither courtesy nor *known*. Numbers are none."""
    parts = (part for word in _WORD.findall(folded) for part in re.split("['.]", word))
    return sum(len(part) > 1 and part not in _WORDS and part not in known for part in parts)


_JOINING: Final = """
    tambe tambien ella ell ambdues respectivament respectivamente parella company companya esposa espos
    nosaltres nosotros son tenen tenim tinc te tiene primer primera corresponent corresponents seguent
    seguents viuda vidu cosi cosina mateixa anys anos propi propia propio domicili adreca carrer email
    mail alhora junts conjunta wife husband both also daughter cel celular
"""
_PARTING: Final = "no ni mes prou stop altres altre lloc encara todavia dades falten leave from"
_PARTS: Final = frozenset(_PARTING.split())
_JOINS: Final = (_WORDS | OF_LIST).union(_JOINING.split()) - _PARTS
"""What stands between people who all leave: what is not known here may be said of one of them alone."""
_MAIL: Final = re.compile(r"[^\s@]{1,64}@[^\s@]{1,128}")
_NO_CARD: Final = re.compile(
    r"\b(?:(?:encara|aun|todavia|ara) )?no (?:en |hi |el |lo |la )?(?:te|tiene|tenim|tenemos|ten|ha tret)"
    r"(?: (?:encara|aun|todavia))?(?: (?:el |la )?(?:seu |su )?(?:dni|nie|carnet|document\w?))?"
    r"(?: (?:a ma|a mano))?(?= ?[\n,;.)])|"
    r"\((?:pendent|pendiente|falta|desconegut|no (?:el|ho|lo) (?:se|sabem|tinc|tenim|"
    r"sabemos))\b[^\n\t)]{0,40}\)"
)
"""That one of them has no card yet, or not at hand: he is asked for it."""
_STOP: Final = re.compile(r"[.!?\n]")


_TWO: Final = (
    r"\bambd(?:os|ues)\b|\bambos\b|\bambas\b|\bboth\b|\b(?:dona|home|marit|parella|mujer|marido|esposa|"
    r"germa(?:na)?) i jo\b|"
    r"\b(?:esposa|mujer|marido|pareja|hermana?|hermano) y yo\b|\bjo i (?:el|la|l')|\byo y (?:mi|el|la)\b|"
    r"\b(?:dona|home|marit|parella|mujer|marido|esposa|germa(?:na)?|mare|pare|madre|padre),? (?:i|y) "
    r"(?:a |per a |para |per |de |del |el |la |els |meu |meva ){0,2}(?:mi|meu|meva)\b|"
    r"\b(?:mi|meva|meu) (?:i|y) (?:a |de |per a |para )?(?:la |el |al |del |l')?"
    r"(?:meva |meu |mi |nostra |nostre )?(?:dona|home|marit|parella|mujer|marido|esposa|germa(?:na)?|"
    r"hermana?|filla?|hij[oa]|nen[ae]?|mare|pare|madre|padre)\b|"
    r"\bmy (?:wife|husband|partner) and (?:i|me)\b|\bma femme et moi\b|\bmon mari et moi\b|"
)
_NUMBERS: Final = ("dos|dues|two|deux", "tres|three|trois", "quatre|cuatro|four", "cinc|cinco|five|cinq")
_COUNTED: Final = tuple(
    re.compile(
        rf"{_TWO if number == 2 else ''}"
        rf"\b(?:tots|totes|todos|todas|els|les|los|las|tous|toutes|all|nosaltres|nosotros)(?: (?:els|les|"
        rf"los|las))?"
        rf"(?: altres)? (?:{words}|{number})\b|"
        rf"\b(?:{words}|{number}) (?:persones|personas|people|personnes|companys?|companyes|membres|socis|"
        rf"socies|veins|"
        r"veines|familiars|vecinos|familiares|germans|germanes|hermanos|hermanas|numeros|mobils|moviles|"
        r"noms|baixes|bajas)\b"
    )
    for number, words in enumerate(_NUMBERS, start=2)
)


def counts(folded: str, people: int) -> bool:
    """Whether a folded text says for how many it asks, and it is as many as *people*: "tots tres"."""
    place = people - 2
    return 0 <= place < len(_COUNTED) and bool(_COUNTED[place].search(_THERE.sub("~", folded)))


def asks_for(folded: str) -> int:
    """For how many people a folded sentence asks: "tots tres", "la meva dona i jo"; 0 if it does not say."""
    said = _THERE.sub("~", folded)
    return next((number for number, of in reversed(list(enumerate(_PEOPLE, start=2))) if of.search(said)), 0)


_PEOPLE: Final = tuple(
    re.compile(
        rf"{_TWO if number == 2 else ''}"
        rf"\b(?:tots|totes|nosaltres|nosotros) (?:els |les )?(?:{words})\b"
        r"(?! (?:els |les )?(?:numeros|mobils|telefons))|"
        rf"\b(?:{words}|{number}) (?:persones|personas|people|personnes)\b"
    )
    for number, words in enumerate(_NUMBERS, start=2)
)


def lists_all(folded: str, found: Gathered) -> bool:
    """Whether a folded text asks "for:", and lists below it, line by line, all documents that it holds."""
    documents = [d.start for d in found.documents if d.value]
    asks = next((m for m in _ASKS_FOR.finditer(folded) if documents and m.end() <= documents[0]), None)
    if asks is None or len(documents) < 2:
        return False
    lines = folded[asks.end() : documents[-1] + _LINE].split("\n")
    rows = [line for line in lines if line.strip()][: len(documents)]
    return sum(bool(re.search(r"\d{4}", row)) for row in rows) == len(documents)


_ASKS_FOR: Final = re.compile(
    rf"\b(?:{BAIXA}|baj[ae]|trag\w{{1,6}}|trai\w{{1,4}}|trei\w|esborr\w{{1,4}}|elimin\w{{1,4}}|"
    rf"borr\w{{1,4}}|quit\w{{1,4}})\b[^\n:]{{0,120}}:[ ]*\n"
)
_LINE: Final = 80
"""Characters of a row behind its document."""
_THERE: Final = re.compile(
    r"\b(?:[\w']{1,12} ){0,6}(?:som|somos|hi som|hi ha|hay|estem|estamos|tenim|tenemos|rebem|recibimos|"
    r"we are|"
    r"there are)\b(?: [\w']{1,12}){0,4} (?:a la llista|al grup|al canal|a la difusio|al whats\w*|"
    r"apuntad\w{1,2}|"
    r"apuntats|inscrit\w{1,2}|a casa|en la lista|en el grupo|en casa|on the list|els (?:missatges|avisos|"
    r"whats\w*)|"
    r"los (?:mensajes|avisos|whats\w*))"
)
"""How many are on the list, or get its messages, says nothing of how many leave."""


_NUMERO: Final = re.compile(r"\bno?[.°]? ?$", re.IGNORECASE)


def parting_word(text: str, found: Gathered, *, place: str, counted: bool = False) -> str | None:
    """The first word that may part the people of *text*: one to leave, another only spoken of.

    It is looked for from the first number to the end of the last one's sentence: "…, no en Pere, …".
    Where they are *counted*, only what denies or sets apart does.
    """
    clear = clean(text)
    rest = list(clear)
    found = without_signer(found, fold(clear))
    places = [(n.start, n.end) for n in found.names] + [(f.start, f.end) for f in found.numbers]
    for start, end in places:
        rest[start:end] = " " * (end - start)
    for number in found.numbers:  # the "nº" of a passport is no "no"
        mark = _NUMERO.search(clear, max(0, number.start - 6), number.start)
        if mark:
            rest[mark.start() : mark.end()] = " " * len(mark.group())
    first, last = min(f.end for f in found.numbers), max(f.end for f in found.numbers)
    stop = _STOP.search(clear, last)
    region = _MAIL.sub(" ", at_home(fold("".join(rest[first : stop.end() if stop else len(rest)])), place))
    region = _NO_CARD.sub(" ", region)
    known = _JOINS.union({HOME}, *(key_words(n.value) for n in found.names))
    parts = (
        part for word in _WORD.findall(region) for part in ([word] if word in known else word.split("'"))
    )
    strange = (p for p in parts if p not in known and (p in _PARTS or not _is_known_shape(p)))
    return next((p for p in strange if p in _PARTS or not counted), None)
