"""Is a registry notice one of our clause, and does it give or take back the consent?

Only an entry of the clause that stands is a consent. Drafts, exits, annulments and
changes of state are not; what asks to be taken off is a leave that a person confirms.
"""

import re
from enum import StrEnum
from typing import Final

from rules.clause import CLAUSE, LIST, is_about_list
from rules.enclosures import Opened
from rules.folding import clean, fold
from rules.labels import EXIT_SHAPE
from rules.leave import read_leave
from rules.registry import Notice
from rules.senses import Sense


class Bearing(StrEnum):
    """What a notice means for the list. The value is said to staff."""

    CONSENT = "és el registre de la clàusula de consentiment"
    REVOCATION = "demana que el consentiment quedi sense efecte"
    EXIT = "és un registre de sortida"
    DRAFT = "encara no s'ha presentat"
    ANNULLED = "és una anul·lació o un canvi d'estat"
    BOTH = "parla d'alta i de baixa alhora"
    OTHER_CLAUSE = "és un consentiment per a una altra finalitat"
    ELSEWHERE = "és un altre tràmit"
    GENERIC = "és una instància que no diu de què"
    UNSAID = "no diu de quin tràmit és"
    MENTION = "l'annex parla de la llista sense que quedi clar què demana"


NOT_OURS: Final = frozenset({Bearing.ELSEWHERE, Bearing.GENERIC})
"""Nothing of it speaks of the clause or the list."""

_OTHER_PURPOSE: Final = re.compile(
    r"\b(?:imatge|imatges|imagen|imagenes|fotografi\w{1,4}|casal|llar d'infants|guarderia|escola|menjador|"
    r"esportiu\w{0,2}|activitats? extraescolar\w*|informat\b|"
    r"medic\w{0,2}|sanitari\w{0,2}|notificacio\w{0,2} electronic\w{1,3}|videovigilancia|consulta de dades|"
    r"padro|tributari\w{0,3}|butlleti|piscina|biblioteca|colonies|"
    r"ajuts?|subvenci\w{1,4}|menors|arbre|obres?|llicencia|cookies)\b"
)
_DRAFT: Final = re.compile(
    r"\b(?:esborrany|borrador|draft|pendent de (?:signar|signatura|presentar|presentacio|registrar)|"
    r"pendiente de (?:firma|firmar|presentar|presentacion|registro)|"
    r"no presentat|no presentada|sense presentar|sense registrar|no s'ha presentat|no s'ha registrat|"
    r"no se ha presentado|iniciat i no|no te (?:encara )?numero de registre|"
    r"fins que no se? ?(?:signa|presenta|registra)|tramit(?:e|acio)? iniciad[oa]|tramit iniciat|incomplet)\b"
)
_ANNULLED: Final = re.compile(
    r"\b(?:anul.{0,3}l?a(?:t|da|cio|do|cion)\b|annul\w{3,6}|rebutja(?:t|da)|rechazad[oa]|refusa(?:t|da)|"
    r"desisti\w{1,4}|desistiment|invalida(?:t|da)|canvia(?:t|da)? d'estat|canvi d'estat|"
    r"cambio de estado|cambiado de estado|requeriment d'esmena|esmenar|subsanacion|subsanar|arxivat|"
    r"archivado|retornat|devuelto|caducat|per error|por error)"
)
_REVOKED: Final = re.compile(
    r"\b(?:revoc\w{1,8}|retir\w{1,6}|sense efecte|sin efecto|baixa|baja|desistiment del consentiment|"
    r"no (?:seguir |continuar |tornar a |volver a )?(?:rebre|rebent|recibir|recibiendo)|"
    r"no (?:se |em |me |m')?(?:li |le )?(?:envi\w{1,4}|mand\w{1,4})|no (?:vull|vol|vulgui|desitj\w{1,3}|"
    r"quiere|quiero|desea|deseo)"
    r"(?: [\w']{1,12}){0,2} (?:rebre|seguir|continuar|recibir|mes)|deix\w{1,3} de rebre|deje de recibir|"
    r"dejar de recibir|cancel.?l?a\w{0,5}|supr\w{3,9}|esborr\w{1,5}|elimin\w{1,7}|oposicio|oposicion|"
    r"anul.?l?\w{0,5} (?:el |del |la )?(?:consentim\w*|clausula|autoritzacio))\b"
)
_RIGHTS: Final = re.compile(
    r"en qualsevol moment|en cualquier momento|podeu|podra|podran|pot exercir|puede ejercer|drets d'acces|"
    r"derechos de acceso|dret a retirar|us informem que"
)
_ALTA: Final = re.compile(r"\b(?:alta|altes)\b(?! tensio)")
_BAIXA: Final = re.compile(r"\b(?:baixa|baixes|baja)\b")


_GENERIC: Final = re.compile(
    r"(?:(?:tramit|procediment|presentacio|registre)\w{0,2} )?(?:d'|de |d'una |una )?"
    r"(?:instancia|sol.?licitud|solicitud|peticio|peticion|escrit|escrito|tramit|formulari|formulario|"
    r"documents?|documentacio|documentacion)"
    r"(?: (?:generica?|generico|general|(?:amb|de) caracter general|adjunt[ao]?|annexa?))*"
)
"""A matter that says only that something was presented."""


def _is_generic(matter: str, text: str) -> bool:
    lines = [line.strip(" .:-") for line in matter.split("\n") if line.strip()]
    if not lines:
        return bool(
            re.search(r"\b(?:instancia|sol.?licitud|solicitud)(?: \w{2,4})? (?:generica|general)\b", text)
        )
    return all(_GENERIC.fullmatch(line) for line in lines)


_HEADING: Final = 6
"""Lines of a paper that say what it is; what follows are people's data and small print."""
_TITLE: Final = re.compile(
    r"^[^:\n]{0,60}\b(?:cl[au]{1,3}[sz]{1,2}[uo]l{1,2}\w{0,3}|co[nm]s?[sc]ent\w{2,9})", re.MULTILINE
)
_PLEADS: Final = re.compile(
    r"^\W{0,4}(?:instancia|exposo?|expone|sol.?lici[toa]{1,3}|demano?)\b", re.MULTILINE
)
_REFUSES: Final = re.compile(r"^.{0,200}(?:autoritz|autoriz|consent|accept|acept).{0,200}: no$", re.MULTILINE)


def refuses(paper: Opened) -> bool:
    """Whether the form leaves its box of consent unticked; those of other purposes do not count."""
    found = _REFUSES.findall(fold(clean(paper.fields)))
    return any(not _OTHER_PURPOSE.search(line) for line in found)


def bearing_of(paper: Opened) -> Bearing:
    """What an attached paper means: the clause of the list by its heading, or one that speaks of the list."""
    lines = [
        line for line in fold(clean(paper.text)).split("\n") if line.strip() and not _RIGHTS.search(line)
    ]
    heading, fields = "\n".join(lines[:_HEADING]), fold(clean(paper.fields))
    if not LIST.search("\n".join((*lines, fields))):
        return Bearing.ELSEWHERE
    is_clause = _TITLE.search(heading) and not _OTHER_PURPOSE.search(heading)
    if not is_clause or _PLEADS.search("\n".join(lines)) or refuses(paper):
        return Bearing.MENTION
    return _asked(f"{heading}\n{fields}")


def bearing(notice: Notice, *, subject: str, text: str, files: tuple[str, ...]) -> Bearing:
    """What the notice means; *text* is read where no label gives the matter."""
    subject, text = fold(clean(subject)), fold(clean(text))
    names = fold(clean(" ".join(files))).replace("_", " ").replace("-", " ")
    matter = fold(notice.matter)
    plea = "\n".join(line for line in fold(notice.plea).split("\n") if not _RIGHTS.search(line))
    named = f"{subject}\n{matter}\n{plea}\n{names}"
    if not (LIST.search(named) or CLAUSE.search(named)) and (matter or not is_about_list(text)):
        if _says_nothing(notice, subject, text):
            return Bearing.UNSAID
        return Bearing.GENERIC if _is_generic(matter, f"{subject}\n{text}") else Bearing.ELSEWHERE
    whole = f"{named}\n{text}" if not matter else named
    if _OTHER_PURPOSE.search(named) and not LIST.search(whole):
        return Bearing.OTHER_CLAUSE
    if _is_exit(notice, subject):
        return Bearing.EXIT
    if _DRAFT.search(f"{subject}\n{text}"):
        return Bearing.DRAFT
    if _is_annulled(notice, f"{subject}\n{text}"):
        return Bearing.ANNULLED
    return _asked(f"{subject}\n{matter}\n{plea}" if matter or plea else f"{subject}\n{_without_rights(text)}")


_EMPTY_WORDS: Final = re.compile(
    r"\b(?:nou|nova|nuevo|avis|aviso|registre|registro|entrada|assentament|asiento|registral|anotacio|"
    r"justificant|electronic\w?|de|d|del|al|el|num|numero|"
    r"general|s'ha|creat|registrat|una|un|rebut|rebuts|element|elements|tramit|bustia|distribucio|la|el|les|a|en|te|teniu|ajuntament|eres|eacat|e-tram|etram|gestiona|r?e?)\b|"
    r"[\W\d_]+|\bregage\w+"
)


def _says_nothing(notice: Notice, subject: str, text: str) -> bool:
    """Whether neither label nor subject nor a sentence says what was presented."""
    if notice.matter.strip() or notice.plea.strip() or not (notice.has_labels or "://" in text):
        return False
    return not _EMPTY_WORDS.sub("", subject) and len(text) < 400


def _without_rights(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not _RIGHTS.search(line))


def _asked(asked: str) -> Bearing:
    if _ALTA.search(asked) and _BAIXA.search(asked):
        return Bearing.BOTH
    is_leave = _REVOKED.search(asked) or read_leave("", asked, has_data=True, place="").sense is Sense.REQUEST
    return Bearing.REVOCATION if is_leave else Bearing.CONSENT


def _is_exit(notice: Notice, subject: str) -> bool:
    kind = fold(notice.kind)
    if notice.is_outgoing or re.search(r"\b(?:sortida|salida)\b", kind):
        return True
    return bool(re.search(r"\b(?:sortida|salida)\b", subject) or EXIT_SHAPE.search(subject.upper()))


def _is_annulled(notice: Notice, text: str) -> bool:
    if _ANNULLED.search(text):
        return True
    return bool(notice.state.strip()) and bool(
        re.search(r"\b(?:anul|rebutj|rechaz|tanca|esborr|borrador)", fold(notice.state))
    )
