"""A reply to one of our letters: thanks, a leave taken back, or anything else, which may be a request."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from rules.mail.subjects import is_reply
from rules.old_reading.phrases import BAIXA, CLITIC
from rules.old_reading.turns import REFUSAL, TAKE_BACK
from rules.text.folding import clean, fold
from rules.text.patterns import any_of
from rules.text.sentences import flowing
from rules.vocabulary.name_words import GIVEN_NAMES

_THANKS: Final = re.compile(
    r"\b(?:gracies|gracias|merci|merces|thanks|thank you|d'acord|de acuerdo|perfecte|perfecto|entesos|"
    r"entesa|rebut|recibido|ok|okay|vale|molt be|muy bien)\b"
)
_WORD: Final = re.compile(r"[^\W_]+")
_BESIDE_THANKS: Final = """
hola bon bona bones bons dia tarda tardes nit vespre buenos buenas dias hi hello benvolguts senyors
senyores moltes moltissimes muchas molt muy mil gran tot tots totes todo todos todas per por la el els
les l de del d a al i y en us os vos li ho lo ja ya jo yo tan be bien si que es son esteu sou amables
amable amabilitat amabilidad eficients eficiencia rapidesa rapidez rapids rapid rapido atencio atencion
feina trabajo ajuda ayuda resposta respuesta contestar respondre responder avisar informar informacio
informacion dades gestio gestion tramit tramite paciencia molesties molestias temps tiempo servei
servicio vostra vostre vuestra su so much very for your help salut salutacions salutacio saludo saludos
cordial cordials cordialment cordialmente atentament atentamente atte abracada adeu adios miro mirare
mirarem fins aviat una un vagi vaya cap setmana fin semana lot genial fantastic estupend estupendo
excellent disculpeu disculpin disculpen disculpe perdoneu perdo perdon sort suerte records recuerdos petons
besos
"""
COURTESIES: Final = frozenset(_BESIDE_THANKS.split())
"""All that may stand beside thanks: courtesies, and nothing that happens or is wanted. No "no"."""

_ANSWERED: Final = """
    carnet carne siau adeu-siau ai oh telefon mobil
    perdoneu perdo perdon perdona perdonin disculpeu disculpa disculpes disculpin disculpad disculpe
    disculpen sorry retard retraso descuidat descuidar descuidada oblidat oblidar oblidada olvidado
    olvidar olvide deixat dejado vaig va he hem havia habia hemos aqui teniu tens tiene tienen adjunto
    envio enviem envie passo paso poso pongo afegeixo aporto dono faltava faltaba falta faltaven
    faltaban falten faltan demaneu demanaveu demanavau demanat demanada pedian pedia piden pide pedido
    correcte correcto bo bueno sencer entero amb con lletra letra mes mas direu confirmo confirmacio
    confirmacion espero com antes aviat millor possible posible feu-ho haganlo llista lista difusio
    difusion whatsapp ajuntament ayuntamiento missatges mensajes sortir salir treure esborrar
    esborreu-me traieu-me borrar quitar borrenme aquest este ara ahora ah my id is the number mobile
    phone here it you asked for missing i forgot please yes mon ma voici le numero est bonjour merci oui
    je suis cap setmana semana fin avancat avanzado te tambe tambien ok okay vale perfecte perfecto
    entesos rebut recibido acord casa responent respondiendo vostre vuestro correu correo facilito
    facilitem sol·licitada sol·licitat sol·licitades sollicitada solicitada solicitado solicitados
"""
OF_ANSWERS: Final = COURTESIES.union(_ANSWERED.split())
"""What may stand beside the data of an answer: no "no", no "but", nothing that happens or is wanted."""

OF_RECEIPTS: Final = frozenset(
    [
        "rebut",
        "rebuda",
        "recibido",
        "received",
        "correcte",
        "correcta",
        "correcto",
        "perfecte",
        "perfecto",
        "entesos",
    ]
)
"""What says that something came: no data, and no wish, though all the data of a signature stand below."""


def is_only_thanks(text: str, *, names: Iterable[str | None] = ()) -> bool:
    """Does a reply say thank you, or that it was received, and nothing else? An empty one says nothing.

    Whoever is of *names* may sign. A word that is no courtesy may be a request.
    """
    said = fold(clean(text))
    if not any(char.isalnum() or char == "?" for char in said):
        return True
    if not _THANKS.search(said) or re.search(r"[\d?]", said):
        return False
    return is_courtesy(said, names=names)


def is_courtesy(text: str, *, names: Iterable[str | None] = ()) -> bool:
    """Does every word of it belong to courtesies, to a yes, or to *names*?"""
    known = COURTESIES.union(GIVEN_NAMES, _words_of(names))
    return all(word in known for word in _WORD.findall(_THANKS.sub(" ", fold(clean(text)))))


_CONFIRMS: Final = any_of(
    r"\b(?:si,? )?(?:jo |yo )?(?:soc|som|he estat|hem estat|he sigut|vaig ser|he sido|fui|era|soy)"
    r"(?: la que| el que| qui)? (?:jo|yo|nosaltres|nosotros)"
    r"(?: (?:qui|la que|el que) (?:ho |la |us )?(?:ha|va) (?:demana[tr]|escrit|escriure|envia[tr]))?\b",
    r"\b(?:ho|l'|la|lo) ?(?:he|hem|vaig|vam) (?:demana[tr]|demanada|escrit|enviat|pedido|escrito|enviado)"
    r"(?: (?:jo|yo|nosaltres|nosotros))?\b",
    rf"\b(?:si,? )?(?:vull|volem|volia|voliem|quiero|queremos|queria) "
    rf"(?:(?:la |aquesta |esta )?{BAIXA}|(?:donar-me|donar-nos|darme|darnos) de {BAIXA})"
    r"(?: de la (?:llista|lista))?\b",
    rf"\b(?:us |os )?(?:confirmo|confirmem|confirmamos)(?: (?:la |aquesta |mi )?(?:meva )?{BAIXA})?\b",
    r"\b(?:es )?(?:correcte|correcto)\b",
)
"""What says that it was she, and that the leave is right."""


def is_confirmation(text: str, subject: str = "", *, names: Iterable[str | None] = ()) -> bool:
    """Does a reply to our word on a leave say that it is right, and nothing else but courtesies?"""
    said = flowing(text if is_reply(subject) else f"{subject}.\n{text}")
    rest = _CONFIRMS.sub(" ", said)
    return rest != said and not re.search(r"[\d?]", rest) and is_courtesy(rest, names=names)


def _words_of(names: Iterable[str | None]) -> frozenset[str]:
    return frozenset(word for name in names if name for word in _WORD.findall(fold(name)))


class Retraction(StrEnum):
    """Whether a reply says that the leave is not wanted that we told of."""

    NONE = "none"
    UNCLEAR = "unclear"
    PLAIN = "plain"


_THIS: Final = (
    rf"(?: (?:jo|yo|nosaltres|nosotros|mai|nunca|pas|aixo|esto|res|nada|"
    rf"(?:la |cap |aquesta |esta |ninguna |la meva |mi )?{BAIXA}|(?:donar-me|darme) de {BAIXA}))?\b"
)
_DO_NOT: Final = r"(?<!\bno )(?<!\bno em )(?<!\bno la )(?<!\bno ho )(?<!\bno lo )"

_ONES_LEAVE: Final = rf"(?:(?:la|aquesta|esta) {BAIXA},? )?"
_ANY_MAIL: Final = (
    r"(?: (?:res|nada|mai|nunca|aixo|esto|"
    r"(?:cap|aquest|aquell|ningun|este|ese) (?:correu|missatge|mail|e-mail|correo|mensaje)))"
)
_TO_LEAVE: Final = (
    rf"(?:,? (?:per|para|demanant|pidiendo)(?: (?:demanar|pedir))?"
    rf"(?: (?:donar-me|donar-nos|darme|darnos) de| (?:la|cap|ninguna))? {BAIXA})?"
)
_WHO_WROTE: Final = (
    rf"(?:,? (?:qui|quien|la que|el que) (?:us |ho |la |us ho |us la |os |lo |os lo )?(?:ha|va) "
    rf"(?:escrit|escriure|enviat|enviar|demanat|demanar|escrito|enviado|pedido)"
    rf"(?: (?:aixo|esto|res|(?:aquest|el|este) (?:correu|missatge|correo|mensaje)|"
    rf"(?:la |aquesta |esta ){BAIXA}))?)"
)
_AGAIN: Final = r" (?:altra vegada|una altra vegada|un altre cop|altre cop|de nou|novament|otra vez|de nuevo)"
_ON_THE_LIST: Final = r"(?: (?:a|en) la (?:llista|lista))?"

_WHO_ASKED: Final = (
    rf"(?:,? (?:qui|la que|el que) (?:ho |la )?(?:ha|va) (?:demanat|demanar|sol.{{0,3}}licitat|enviat|enviar)"
    rf"(?: la {BAIXA}(?: de la llista)?)?)?"
)

_BETTER: Final = (
    r"\bm'(?:ho he|hi he|he) repensat\b|\bens (?:ho|hi) hem repensat\b|\bm'ho he pensat millor\b",
    r"\b(?:he|hem) canviat d'(?:opinio|idea|parer)\b|\b(?:he|hemos) cambiado de (?:opinion|idea|parecer)\b",
    r"\bme lo he pensado mejor\b|\bnos lo hemos pensado mejor\b|\bi(?:'ve| have)? changed my mind\b",
    r"\b(?:me n'he|m'he|m'en he|me'n he) penedit\b|\b(?:m'en|me'n|em) penedeixo\b",
    r"\bme (?:he arrepentido|arrepiento)\b",
)
"""She thought better of it: where a "no" stands before, of what?"""

_NOT_WANTED: Final = (
    # it was not she
    rf"\b(?:jo |yo )?no (?:h?e|hem) (?:estat|sigut)(?: pas)? (?:jo|nosaltres){_WHO_ASKED}\b",
    rf"\b(?:jo|nosaltres) no (?:h?e|hem) (?:estat|sigut){_WHO_ASKED}\b",
    rf"\bno (?:era|vaig ser|vam ser)(?: pas)? (?:jo|nosaltres){_WHO_ASKED}\b",
    r"\b(?:jo no ho|no ho) he fet(?: pas)?(?: jo)?\b",
    rf"\b(?:jo |yo |nosaltres )?no (?:soc|som|soy)(?: pas)? (?:jo|yo|nosaltres){_WHO_WROTE}?\b",
    rf"\b(?:jo|yo) no (?:soc|soy)(?: pas)?{_WHO_WROTE}\b",
    rf"\b(?:jo |nosaltres )?no (?:us |vos |ho )?(?:he|hem) (?:pas )?escrit(?: pas)?{_ANY_MAIL}?{_TO_LEAVE}\b",
    rf"\b(?:jo |nosaltres )?no (?:us |vos )?(?:vaig|vam) (?:pas )?escriure(?: pas)?{_ANY_MAIL}?{_TO_LEAVE}\b",
    rf"\b(?:jo |nosaltres )?no (?:us |vos )?(?:he|hem) (?:pas )?enviat(?: pas)?{_ANY_MAIL}{_TO_LEAVE}\b",
    rf"\bjo no he fet (?:aixo|res d'aixo|cap {BAIXA})\b",
    rf"\b(?:yo )?no (?:os |les )?he escrito{_ANY_MAIL}?{_TO_LEAVE}\b",
    rf"\b(?:yo )?no (?:os |les )?he enviado{_ANY_MAIL}{_TO_LEAVE}\b",
    (
        rf"\b(?:jo )?no en (?:se|sabem|sabia) (?:pas )?res"
        rf"(?: (?:de |d')(?:tot )?(?:aixo|(?:la |aquesta |cap ){BAIXA}))?\b"
    ),
    rf"\b(?:yo )?no se nada de (?:esto|eso|(?:la|esta|esa|ninguna) {BAIXA})\b",
    r"\bi (?:did not|didn't|never) (?:write|send) (?:to )?(?:you|this|that)(?: (?:this|that|anything))?\b",
    r"\bno (?:he sido|hemos sido|fui|fuimos|era) (?:yo|nosotros|nosotras)\b|\byo no (?:he sido|fui)\b",
    r"\b(?:it was not|it wasn't|wasn't|was not) me\b|\bce n'(?:est|etait) pas moi\b",
    # she did not ask for it
    (
        rf"\b{_ONES_LEAVE}(?:jo |nosaltres )?no (?:ho |la |l'|us |en |n')?(?:he |hem |vaig |vam )(?:pas )?"
        rf"(?:demana[tr]|demanada|sol.{{0,3}}licita[tr])(?: pas)?{_THIS}"
    ),
    rf"\b{_ONES_LEAVE}(?:yo |nosotros )?no (?:lo |la |os |les )?(?:he |hemos )(?:pedido|solicitado){_THIS}",
    r"\bi (?:did not|didn't|never) (?:ask|asked|request|requested)(?: for)? (?:this|it|that)\b",
    r"\bje (?:n'ai|ne l'ai) (?:rien|pas|jamais) demande(?: (?:ca|cela|de tel))?\b",
    rf"\b(?:jo |nosaltres )?no (?:m'he|ens hem) (?:pas )?donat(?: pas| mai)? de {BAIXA}(?: de res)?\b",
    rf"\b(?:jo |nosaltres )?no (?:em vaig|ens vam) (?:pas )?donar(?: pas| mai)? de {BAIXA}(?: de res)?\b",
    rf"\b(?:yo )?no me (?:he dado|di)(?: nunca)? de {BAIXA}(?: de nada)?\b",
    # she does not want to leave
    rf"\bno (?:em |ens )?(?:vull|volem|volia|voliem)(?: pas)? (?:donar|donar-me|donar-nos) de {BAIXA}\b",
    rf"\bno (?:me |nos )?(?:quiero|queremos|queria|queriamos) (?:dar|darme|darnos) de {BAIXA}\b",
    (
        rf"\bno (?:em |ens |me |nos )(?:doneu|dongueu|donin|donguin|donis|den|deis)(?: pas)? de {BAIXA}"
        rf"(?: (?:de la llista|de la lista))?\b"
    ),
    rf"\bno (?:vull|volem|volia|quiero|queremos|queria)(?: pas)? (?:la |aquesta |esta |cap )?{BAIXA}\b",
    (
        r"\b(?:vull|volem|voldria|prefereixo|quiero|queremos|prefiero) "
        r"(?:seguir|continuar|quedar-me|quedarme|tornar a|volver a)"
        r"(?: (?:rebre|rebent|recibir|recibiendo|ser|estar|apunta[dt][ao]?|inscri\w{1,4}|"
        r"a la llista|en la lista|els? (?:missatges|avisos)|"
        r"los? (?:mensajes|avisos))){0,3}\b"
    ),
    r"\b(?:em quedo|ens quedem|me quedo|nos quedamos)(?: (?:a|en) la (?:llista|lista))?\b",
    rf"\bno era la meva intencio (?:donar-me|que em donessiu) de {BAIXA}\b",
    r"\bi want to stay(?: on the list)?\b",
    # undo it
    (
        rf"{_DO_NOT}\b(?:podeu |podrieu )?desf(?:eu|er|aci|acin){CLITIC}"
        rf"(?: (?:la |aquesta |la meva )?{BAIXA})?\b"
    ),
    (
        rf"{_DO_NOT}\b(?:pueden |podeis |podrian )?des(?:hagan|haced|hacer){CLITIC}(?:lo|la)?"
        rf"(?: (?:la |esta )?{BAIXA})?\b"
    ),
    (
        rf"{_DO_NOT}\b(?:anul|cancel).{{0,3}}(?:eu|ar|in|en|ad)\w{{0,3}}{CLITIC} "
        rf"(?:la meva |la |aquesta |esta |mi )?{BAIXA}\b"
    ),
    (
        rf"{_DO_NOT}\b(?:poseu-me|deixeu-(?:me|nos|ho)|deixin-(?:me|ho)|dejen(?:me|lo)|pongan(?:me)?|"
        r"dejad(?:me|lo))(?: tot| todo)? (?:com|como) (?:estava|estaba)(?: abans| antes)?\b"
    ),
    r"\b(?:vull|volem|voldria|quiero|queremos) (?:tornar-hi|(?:tornar|volver) (?:a la llista|a la lista))\b",
    (
        rf"{_DO_NOT}\b(?:torn(?:eu|ar|in)|vuelvan|volved|volver){CLITIC} a "
        rf"(?:donar|dar(?:me|nos)?){CLITIC} (?:d'|de )alta\b"
    ),
    r"\b(?<!not )put me back(?: on(?: the list)?)?\b",
    (
        rf"{_DO_NOT}\b(?:torn(?:eu|ar|in)|vuelvan|volved|volver){CLITIC} a (?:posar|apuntar|afegir|incloure|"
        r"poner|incluir|anadir)\w{0,4}(?: (?:a|en) la (?:llista|lista))?\b"
    ),
    (
        rf"{_DO_NOT}\b(?:(?:apunteu|poseu|afegiu|apuntin|posin)-me|m'hi (?:apunteu|poseu)|"
        rf"apuntadme|apuntenme|ponganme|(?:doneu-me|denme|dadme) (?:d'|de )alta)"
        rf"{_ON_THE_LIST}{_AGAIN}{_ON_THE_LIST}\b"
    ),
    rf"\b(?:la )?{BAIXA} (?:ha estat|va ser|es|ha sido|fue) (?:un error|per error|por error)\b",
)
_FIRM: Final = any_of(*_NOT_WANTED)
_PLAIN: Final = any_of(*_BETTER, *_NOT_WANTED)
_NO_FIRST: Final = re.compile(
    r"^\W*(?:(?:hola|bon dia|bona tarda|bon vespre|bona nit|bones|buenos dias|buenas(?: tardes)?|hello|"
    r"perdo|perdoneu|ui|ep)\W+){0,3}(?:no ?[,.!;:]\W{0,4}){1,3}"
)
"""A "no" for itself, before what says what is not wanted: "No! Vull continuar …"."""
_ONLY_NO: Final = re.compile(r"\bno\b")
_ANOTHER_DID: Final = re.compile(
    r"\b(?:ha (?:estat|sigut|sido)|han (?:estat|sigut|sido)|va ser|van ser|fue|fueron) "
    r"(?:(?:el|la|els|les|l'|mi|mis|un|una|cosa|coses|d'|del|de)[ ']?){0,3}(?:(?:meu|meva|meus|meves) )?"
    r"(?:nets?|neta|netes|nens?|nena|nenes|fills?|filla|filles|canalla|criatur\w{1,2}|nebot|neboda|nebots|"
    r"niet[oa]s?|hij[oa]s?|nin[oa]s?)\b"
)
"""A child did it, with her telephone."""
_MISTAKE: Final = re.compile(
    r"\b(?:error|errada|equivoca\w{0,4}|equivoque|malentes|malentendido|sense voler|sin querer)\b"
)
"""Whose mistake, and in what, a person must see, where nothing else says it."""
_A_MISTAKE: Final = re.compile(
    r"\b(?:m'he|ens hem|me he|nos hemos) equivoca(?:t|do)\b|"
    r"\b(?:ha (?:estat|sigut|sido)|va ser|fue|era|es) un (?:error|malentes|malentendido)\b"
)
"""Beside what takes the leave back plainly it is only its reason."""

# All that may stand beside it: greetings, courtesy, and words that say nothing. No "no", no "but".
_PLEASE: Final = re.compile(
    r"\b(?:perdoneu|perdonin|perdoni|perdo|disculpeu|disculpin|disculpi|ho sento|perdonen|perdon|lo siento|"
    r"disculpen),? (?:pero|es que)\b|"
    r"\b(?:si us plau|sisplau|si plau|siusplau|per favor|por favor|please)\b"
)
_NOTHING_MORE: Final = """
hola bon bona bones bons dia tarda tardes nit vespre vespres buenos buenas dias tarde tardes noches hello hi
benvolguts benvolgudes benvolgut benvolguda senyors senyores estimats apreciats estimados
gracies gracias merci merces thanks thank you moltes molt muchas mil per por tot todo
perdo perdoneu perdon disculpeu disculpes disculpen disculpad sorry lamento sento molestia molesties
salutacions salut saludos cordials cordialment cordialmente atentament atentamente atte
jo yo i y aixo esto doncs pues mireu escolteu miren oigan finalment finalmente al final ja la el a de d
l en us llista lista difusio difusion whatsapp missatges mensajes avisos rebre rebent ajuntament ayuntamiento
soc soy em dic me llamo nom nombre it undo
"""
_BESIDE: Final = frozenset(_NOTHING_MORE.split())


_SMALL_PRINT: Final = re.compile(
    r"^\W{0,6}(?![^\n]*(?:desf|deshag|baixa|baja|llista|lista|whats))"
    r"(?:abans d'imprimir|antes de imprimir|(?:avis|aviso|nota|clausula) (?:legal|de confidencial)|"
    r"confidencialitat\W*$|confidencialidad\W*$|"
    r"si (?:l'heu|ho heu|lo ha) (?:rebut|recibido) per error[^\n]{0,40}\b(?:esborr|elimin|borr|comuni)|"
    r"(?:aquest|este) (?:missatge|correu|mensaje|correo)\b[^\n.]{0,120}\bconfidencial)[^\n]*$",
    re.MULTILINE,
)
"""A line of the small print that programs put below; what speaks of our matter is none."""


def taking_back(text: str, subject: str = "", *, names: Iterable[str | None] = ()) -> Retraction:
    """Does a reply to our word on a leave say that it was not she, or that she does not want it?

    Plain is what says so and nothing else but courtesies and the *names* of who writes or left. Whatever
    else stands there might turn its meaning. The subject counts where she wrote it.
    """
    said = _SMALL_PRINT.sub(" ", flowing(text if is_reply(subject) else f"{subject}.\n{text}"))
    plea = _PLEASE.sub(" ", said)
    if _FIRM.search(plea):
        plea = _NO_FIRST.sub(" ", plea)
    rest = _PLAIN.sub(" ", plea)
    if rest == plea:
        return Retraction.UNCLEAR if _is_hinted(said, names) else Retraction.NONE
    known = _BESIDE | _words_of(names)
    is_plain = "?" not in said and all(word in known for word in _WORD.findall(_A_MISTAKE.sub(" ", rest)))
    return Retraction.PLAIN if is_plain else Retraction.UNCLEAR


def _is_hinted(said: str, names: Iterable[str | None]) -> bool:
    """Whether a person must see if it takes the leave back; a bare "no" may answer something else."""
    is_bare_no = _ONLY_NO.search(said) and is_courtesy(_ONLY_NO.sub(" ", said), names=names)
    hints = (REFUSAL, TAKE_BACK, _MISTAKE, _ANOTHER_DID)
    return bool(is_bare_no or any(hint.search(said) for hint in hints))
