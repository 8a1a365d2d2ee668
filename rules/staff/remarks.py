"""What staff say above what they pass on: a word that holds it back goes before what is passed on.

Only phrases that plainly hold back are known; whatever else stands there ("per a
vosaltres", "apunteu-la, sisplau") lets what is passed on speak for itself.
"""

import re
from itertools import pairwise
from typing import Final

from rules.people.documents import find_documents
from rules.text.folding import clean, fold
from rules.vocabulary.name_words import GIVEN_NAMES

_NOT: Final = """
    cal|fa falta|hace falta|es necessari|es necesario|feu|facis|facin|fem|hagais|haced|hagas|toqueu|toquis
    tramiteu|tramitis|l'apunteu|l[ae]? doneu|el doneu|l'heu|en feu|n'hem|es per|va per|ens toca|es nostr[ae]
    es (?:d'aquesta|la nostra) llista|hi ha res|hay que|fer-(?:ne|ho|la|lo)|hacer(?:lo|le)? caso|hagais caso
    don(?:eu|is|em|in) d'alta|d(?:eis|es|emos) de alta|l[ae]s? d(?:oneu|eis) (?:d'|de )alta
    apliqu[a-z]{1,3}|activ[a-z]{1,3}
    (?:l[aeo]s?|els?|l'|ho) ?(?:poseu|afegiu|feu|apunteu|inclogueu|activeu|pongais|anadais|apunteis|hagais)
"""
_ALREADY: Final = """
    esta(?! registrad| presentad| signad| entrad)|estan|hi es|hi son|hi era|hi eren
    (?:la|el|els|les|ho) tenim|ho (?:hem|he|vam|vaig)|l'hem|l'he
    (?:la|el|els|les) (?:vam|vaig|hem)|n'es|consta|consten|fet|feta|fets|(?:lo|la|le) (?:hemos|he)|lo tenemos
    figura|va ser|l'havi(?:em|a)|(?:el|la|els|les|ho) teniem|(?:lo|la|los|las) ten(?:emos|iamos)
"""
_OTHERS: Final = (
    r"(?:l'|una |un |la |el )?(?:altr[ae]|otr[ao])|"
    r"(?:(?:grup|llista|grupo|lista) )?(?:de la |de l'|del |dels |de |d')?(?:l'|el |la )?"
    r"(?:afa|ampa|casal|club|escola|cacadors|consell comarcal)"
)
_LEAVE_IT: Final = """
    descarteu|descarta|ignoreu|ignora|ignorad|elimineu|oblideu|passeu-ne|deixeu-ho|no en feu cas|cas omis
    caso omiso|ni caso?|espereu|esperem|esperad|esperamos|atureu|pareu|stop|alto(?=[,.!])|repe
    deixe[mu]-ho (?:estar|correr)|dejadlo|(?:per|para) (?:arxivar|archivar)|broma
    nomes perque (?:ho )?sapigueu|solo para que (?:lo )?sep(?:ais|as)|falta (?:confirma|comprova|comproba)r
    no es (?:del (?:poble|pueblo|municipi)|d'aqui|de aqui|vei|veina|vecin[oa]|resident|empadronad[oa])
    de momento? no|per ara no|por ahora no|hold on|don't|do not
    pend(?:ent|iente) de (?:confirma|parla|verifica|comprova|mira|habla|comproba)[a-z]{0,4}
    abans de (?:fer|res|donar|apuntar|posar)[a-z'-]{0,4}|antes de (?:hacer|nada|dar|apuntar|poner)[a-z]{0,4}
    (?:aquest[as]?|este|esta) no(?=[ ]{0,2}(?:[,.;:!)\\n]|$)| que )
    s'ha equivocat|s'equivoca|es va equivocar|(?:per|por) error|era (?:una )?prova
    es una (?:prova|prueba)|duplicat|duplicada|duplicado|repetit|repetida|(?:ja|ya) no ho vol|ya no quiere
    s'h[oa] (?:ha )?repensat|no ho vol|s'ha desdit|ha canviat d'opinio|fyi
"""
_NOT_YET: Final = (
    r"(?:encara|todavia|aun) no\b(?!.{0,40}\b(?:clausula|consentiment|formulari|papers?|papel(?:es)?|"
    r"documents?|signa(?:t|da)|firmad[oa]))"
)
_OF_PAPER: Final = re.compile(
    r"\b(?:clausul[ae]|consentiment|consentimiento|formulari|formulario|paper|papel|document|documento)"
    r"(?:e?s)?(?: signa(?:t|da|des|ts)| firmad[oa]s?)?[ :,-]{1,3}(?:encara|todavia|aun) no\b"
)
"""What is still to come is the consent, as it mostly is: nothing that holds an ALTA back."""
_LOOK: Final = """
    sabeu|sabes|sabeis|que en fem|que fem|que hem de fer|que hago|que hacemos|us consta|os consta
    (?:podeu )?comprov(?:ar|eu|a)|mireu si|mira si|mireu-ho|a veure si|no se si
    no estic segura?|em sembla que no|dubto|dubte
"""


def _any(lines: str) -> str:
    return "|".join(line.strip() for line in lines.strip().split("\n"))


_HOLDS_BACK: Final = re.compile(
    rf"\b(?:no (?:{_any(_NOT)})|(?:ja|ya) (?:{_any(_ALREADY)})|"
    rf"(?:es|son|era|va) (?:per|para|de|d') ?(?:als? |a la |a l'|a )?(?:{_OTHERS})|"
    rf"(?:nomes|solo) (?:per|para) (?:la )?(?:vostra )?(?:constancia|informacio|informacion|arxiu|arxivar)|"
    rf"{_any(_LEAVE_IT)}|{_NOT_YET}|{_any(_LOOK)})\b"
)


_OF_THE_OTHERS: Final = re.compile(
    r"\b(?:entrat|arribat|vingut|adrecat|llegado|entrado) (?:a|al|aqui) [^.;!?]{0,30}\b(?:per|por) error\b|"
    r"\b(?:els|les|los|las|l')[ ]?(?:altres|otr[oa]s|altr[ea])(?: (?:dos|dues|tres|quatre|"
    r"cuatro))?(?: de casa)? (?:ja|ya) \S+"
    r"(?: (?:son|es|estan|esta|tenim|tenemos|consten|consta))?"
    r"|\b(?:(?:el|la|l'|els|les) ?(?:seu|seva|seus|seves)|su|sus|la resta de|el resto de) "
    r"(?:marit|dona|muller|parella|fill[as]?|filles|germ(?:a|ana|ans|anes)|mare|pares?|avi|avia|avis|iai[oa]|"
    r"sogr[ea]s?|net[as]?|cunyat|cunyada|gendre|nora|familia|casa|la casa|marido|mujer|espos[oa]|pareja|"
    r"hij[oa]s?|herman[oa]s?|madre|padres?|abuel[oa]s?|suegr[oa]s?) (?:ja|ya) \S+"
    r"(?: (?:son|es|estan|esta|tenim|tenemos|consten|consta))?"
)
"""Who is on the list already are others than who is passed on."""


def holds_back(comment: str) -> str | None:
    """The words of a clerk's comment that say not to act on what is passed on, or to look first."""
    text = _OF_PAPER.sub("~", _OF_THE_OTHERS.sub("~", fold(clean(comment))))
    match = _HOLDS_BACK.search(text)
    return match.group().strip() if match else None


def asks_back(comment: str) -> str | None:
    """A question in a clerk's comment that is no order: somebody must answer before anything is done."""
    asked = (match.group().strip() for match in _QUESTION.finditer(fold(clean(comment))))
    return next((one for one in asked if not _ASKS_TO_DO.search(one)), None)


_QUESTION: Final = re.compile(r"[^.!?\n]{3,200}\?")
_ASKS_TO_DO: Final = re.compile(
    r"\b(?:pod(?:eu|rieu|ries|ria|eis|riais|rias)|pots?|puedes?|us (?:sembla|va)|apunt\w{1,4}|pos(?:eu|es|a)|"
    r"don(?:eu|es|a|em)|afegi\w{1,4}|feu|fas|tramit\w{1,3}|inscri\w{1,5}|pon(?:eis|es)|dais|das|haceis|haces|"
    r"oi|eh|d'acord|vale?|ok|entesos|com (?:esteu|estas|va|anem)|que tal)\b"
)
"""A question that is an order, or a greeting: "l'apunteu, sisplau?"."""


_CLOSING: Final = re.compile(
    r"^[^\w\n]{0,3}(?:(?:moltes |ben |molt |una |un |bona |muchas )?(?:salutacio\w{0,2}|salut|saludos?|"
    r"cordialment|atentament|atentamente|gracies|merci|gracias|records|abracad\w{1,2}|tarda|"
    r"setmana)\b.{0,25})$",
    re.MULTILINE,
)


_OWN_NAME: Final = re.compile(r"^[A-ZÀ-Ý][\w'·-]+(?: (?:[a-z]{1,3} )?[A-ZÀ-Ý][\w'·.-]+){1,4}$")
_GREETING: Final = re.compile(
    r"\W{0,3}(?:hola|ei|bon dia|bona (?:tarda|nit)|bon vespre|bones|buen[oa]s(?: dias| tardes| noches)?|"
    r"benvolgu\w{1,3}|estima\w{1,3})\b(?P<whom>.{0,40})$"
)
_TO_ALL: Final = frozenset(["a", "i", "y", "tots", "totes", "tothom", "todos", "todas"])


def is_greeting(line: str) -> bool:
    """Whether a line only greets: it may name whom, and says nothing else."""
    match = _GREETING.match(fold(clean(line)).strip())
    if match is None:
        return False
    words = re.findall(r"[^\W_]+", match["whom"])
    return all(word in _TO_ALL or word in GIVEN_NAMES for word in words) or (
        len(words) == 1 and match["whom"].startswith(f" {words[0]}")
    )


def is_name(line: str) -> bool:
    """Whether a line is nothing but a full name, as who signs writes it."""
    return _OWN_NAME.match(line.strip()) is not None


_OWN_ROLE: Final = re.compile(
    r"\b(?:secretari\w{0,3}|auxiliar|administrati\w{1,3}|alcald\w{1,6}|regidor\w?|tecnic\w?|interventor\w?|"
    r"arxiver\w?|oficina|ajuntament|ayuntamiento)\b"
)


def until_closing(text: str) -> str:
    """A cleaned text above its closing, whatever stands below it."""
    match = _CLOSING.search(fold(text), pos=min(len(text), 1))
    return text[: match.start()] if match else text


def above_closing(text: str) -> str:
    """A clerk's words above their closing, or their name and office: what stands below are their own data."""
    cleaned = clean(text)
    above = until_closing(cleaned)
    ends = [len(above)] if above != cleaned else []
    lines = cleaned.split("\n")
    for i, (line, following) in enumerate(pairwise(lines)):
        if _OWN_NAME.match(line.strip()) and _OWN_ROLE.search(fold(following)):
            ends.append(sum(len(one) + 1 for one in lines[:i]))
            break
    head, below = (cleaned[: min(ends)], cleaned[min(ends) :]) if ends else (cleaned, "")
    is_signature = bool(_DIGITS.search(head.replace(" ", "")) or _OWN_ROLE.search(fold(below)))
    # A clerk signs with their telephone, never with a document.
    return head if is_signature and not find_documents(below) else cleaned


_DIGITS: Final = re.compile(r"\d{7}")
