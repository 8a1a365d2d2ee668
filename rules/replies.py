"""A reply to one of our letters: thanks, a leave taken back, or anything else, which may be a request."""

import re
from enum import StrEnum
from typing import Final

from rules.folding import fold
from rules.hesitation import hesitation
from rules.phrases import BAIXA, CLITIC, any_of
from rules.turns import CHANGE, CONDITION, FUTURE, MAYBE, REFUSAL, TAKE_BACK
from rules.wishes import flowing, is_reply, leaving, sentences

_THANKS: Final = re.compile(
    r"\b(?:gracies|gracias|merci|merces|thanks|thank you|d'acord|de acuerdo|perfecte|perfecto|entesos|"
    r"entesa|rebut|recibido|ok|okay|vale|molt be|muy bien)\b"
)
_ASKS: Final = re.compile(
    r"\d|\?|\b(?:no|ni|pero|error|equivoca\w*|desf\w*|deshac\w*|torn\w*|vuelv\w*|qued\w*|repens\w*|pensad\w*|"
    r"baixa|baja|alta|llista|lista|era|encara|todavia|tambe|tambien|si us plau|sisplau|por favor|vull|"
    r"quiero)\b"
)
_SHORT: Final = 25  # words


def is_only_thanks(text: str) -> bool:
    """Does a reply say thank you, or that it was received, and nothing else? An empty one says nothing."""
    said = fold(text)
    if not said.strip():
        return True
    return len(said.split()) <= _SHORT and bool(_THANKS.search(said)) and not _ASKS.search(said)


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

_NOT_WANTED: Final = (
    # it was not she
    r"\b(?:jo |yo )?no (?:he|hem) (?:estat|sigut) (?:jo|nosaltres)\b",
    r"\b(?:jo|nosaltres) no (?:he|hem) (?:estat|sigut)\b",
    r"\bno (?:era|vaig ser|vam ser) (?:jo|nosaltres)\b",
    r"\bno (?:he sido|hemos sido|fui|fuimos|era) (?:yo|nosotros|nosotras)\b|\byo no (?:he sido|fui)\b",
    r"\b(?:it was not|it wasn't|wasn't|was not) me\b|\bce n'(?:est|etait) pas moi\b",
    # she did not ask for it
    (
        r"\b(?:jo |nosaltres )?no (?:ho |la |l'|us |en |n')?(?:he |hem |vaig |vam )(?:pas )?"
        rf"(?:demana[tr]|demanada|sol.{{0,3}}licita[tr])(?: pas)?{_THIS}"
    ),
    rf"\b(?:yo |nosotros )?no (?:lo |la |os |les )?(?:he |hemos )(?:pedido|solicitado){_THIS}",
    r"\bi (?:did not|didn't|never) (?:ask|asked|request|requested)(?: for)? (?:this|it|that)\b",
    # she thought better of it
    r"\bm'(?:ho he|he) repensat\b|\bens ho hem repensat\b|\bm'ho he pensat millor\b",
    r"\b(?:he|hem) canviat d'(?:opinio|idea|parer)\b|\b(?:he|hemos) cambiado de (?:opinion|idea|parecer)\b",
    r"\bme lo he pensado mejor\b|\bnos lo hemos pensado mejor\b|\bi(?:'ve| have) changed my mind\b",
    r"\b(?:me n'he|m'he|m'en he|me'n he) penedit\b|\b(?:m'en|me'n) penedeixo\b",
    r"\bme (?:he arrepentido|arrepiento)\b",
    # she does not want to leave
    rf"\bno (?:em |ens )?(?:vull|volem|volia|voliem)(?: pas)? (?:donar|donar-me|donar-nos) de {BAIXA}\b",
    rf"\bno (?:me |nos )?(?:quiero|queremos|queria|queriamos) (?:dar|darme|darnos) de {BAIXA}\b",
    rf"\bno (?:vull|volem|volia|quiero|queremos|queria)(?: pas)? (?:la |aquesta |esta |cap )?{BAIXA}\b",
    (
        r"\b(?:vull|volem|voldria|prefereixo|quiero|queremos|prefiero) "
        r"(?:seguir|continuar|quedar-me|quedarme|tornar a|volver a)"
        r"(?: (?:rebre|rebent|recibir|recibiendo|ser|estar|apunta[dt][ao]?|inscri\w{1,4}|"
        r"a la llista|en la lista|els? (?:missatges|avisos)|"
        r"los? (?:mensajes|avisos))){0,3}\b"
    ),
    # undo it
    rf"{_DO_NOT}\b(?:podeu |podrieu )?desf(?:eu|er|aci|acin){CLITIC}(?: (?:la |aquesta )?{BAIXA})?\b",
    (
        rf"{_DO_NOT}\b(?:pueden |podeis |podrian )?des(?:hagan|haced|hacer){CLITIC}(?:lo|la)?"
        rf"(?: (?:la |esta )?{BAIXA})?\b"
    ),
    rf"{_DO_NOT}\banul.{{0,3}}(?:leu|lar|lin|en|ad|ar)\w{{0,3}}{CLITIC} (?:la |aquesta |esta )?{BAIXA}\b",
    (
        rf"{_DO_NOT}\b(?:torn(?:eu|ar|in)|vuelvan|volved|volver){CLITIC} a (?:posar|apuntar|afegir|incloure|"
        r"poner|incluir|anadir)\w{0,4}(?: (?:a|en) la (?:llista|lista))?\b"
    ),
    rf"\b(?:la )?{BAIXA} (?:ha estat|va ser|es|ha sido|fue) (?:un error|per error|por error)\b",
)
_PLAIN: Final = any_of(*_NOT_WANTED)
_MISTAKE: Final = re.compile(
    r"\b(?:error|errada|equivoca\w{0,4}|equivoque|malentes|malentendido|sense voler|sin querer)\b"
)
"""Whose mistake, and in what, a person must see."""

# What beside it leaves room for another meaning.
_ROOM: Final = re.compile(
    r"[\d?]|\b(?:no cal|no fa falta|no hace falta|ja esta be|ya esta bien|igualment|igualmente|tant es|"
    r"da igual|pero|sino|nomes|sols|solo|unicament|tambe|tambien|perque|si be|malgrat|"
    r"(?:meva|meu|meus|meves|mi|mis|seva|seu|su|nostra|nostre) \w+|germa\w{0,2}|fill\w{0,2}|pare|mare|"
    r"marit|dona|hij\w{1,2}|herman\w{1,2}|padre|madre|marido|mujer)\b"
)
_LONGEST: Final = 60  # words


def taking_back(text: str, subject: str = "") -> Retraction:
    """Does a reply to our word on a leave say that it was not she, or that she does not want it?

    Plain is what says so, in few words, and beside it nothing that could mean something else:
    no question, number, condition, time, or other person. The subject counts where she wrote it.
    """
    said = flowing(text if is_reply(subject) else f"{subject}.\n{text}")
    rest = _PLAIN.sub(" ", said)
    if rest == said:
        hints = (REFUSAL, TAKE_BACK, _MISTAKE)
        return Retraction.UNCLEAR if any(hint.search(said) for hint in hints) else Retraction.NONE
    room = (_ROOM, CONDITION, FUTURE, MAYBE, CHANGE)
    is_roomy = any(other.search(rest) for other in room) or hesitation(rest) is not None
    wants_out = any(next(leaving(sentence, is_about_list=True), None) for sentence in sentences(rest))
    if is_roomy or wants_out or len(said.split()) > _LONGEST:
        return Retraction.UNCLEAR
    return Retraction.PLAIN
