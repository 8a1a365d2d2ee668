"""The set phrases with which mail systems begin bounces and automatic answers.

Only the beginning of a subject or of a text is looked at, and only phrases that a
program prints. Catalan, Spanish, English, French, German, Italian, Portuguese.
"""

import re
from typing import Final

from rules.text.tokens import as_text

_BOUNCE_SUBJECT: Final = (
    "undeliver", "returned mail", "returned message", "delivery fail", "delivery status", "delivery notif",
    "delivery report", "delivery has failed", "mail delivery", "mail failure", "mail system error",
    "failure notice", "message not deliver", "mail not deliver", "message could not be deliver",
    "mail could not be deliver", "unable to deliver", "non-deliver", "nondeliver", "failed mail",
    "warning: could not send", "no se puede entregar", "no se ha podido entregar", "error de entrega",
    "no entregado", "devuelto", "correo devuelto", "mensaje devuelto", "notificacion de estado de la entrega",
    "fallo en la entrega", "no s'ha pogut lliurar", "no es pot lliurar", "no lliurat", "correu retornat",
    "missatge retornat", "error de lliurament", "notificacio de l'estat del lliurament", "non remis",
    "echec de la remise", "retour de mail", "message non distribu", "unzustellbar", "mancato recapito",
    "mensagem devolvida",
)  # fmt: skip
_BOUNCE_TEXT: Final = (
    *("couldn't be delivered", "could not be delivered", "was not delivered", "undeliverable"),
    *("delivery to the following", "delivery has failed", "delivery failed", "delivery error"),
    *("this message was created automatically by mail", "the mail system", "unable to deliver"),
    *("returned to sender", "permanent error", "permanent fatal error", "user unknown", "address unknown"),
    *("no such user", "unknown user", "mailbox full", "mailbox is full", "mailbox unavailable"),
    *("did not reach", "recipient rejected", "failed permanently", "transcript of session"),
    *("message has been delayed", "invalid user address", "no se ha podido entregar", "no se pudo entregar"),
    *("error de entrega", "no se encontro la direccion", "no s'ha pogut lliurar", "no s'ha lliurat"),
    *("no s'ha trobat l'adreca", "error de lliurament", "echec de la remise", "konnte nicht zugestellt"),
    *("n'a pas pu etre", "unzustellbar"),
)
_STATUS: Final = re.compile(r"\b[45]\.\d\.\d{1,3}\b")
"""An enhanced status code: "5.1.1"."""
_AUTOMATIC: Final = (
    *("auto-reply", "autoreply", "auto reply", "automatic reply", "automatic response", "automated reply"),
    *("automated response", "auto-response", "autoresponder", "resposta automatica", "respuesta automatica"),
    *("contestacio automatica", "contestador automatic", "contestador automatico", "reponse automatique"),
    *("automatische antwort", "automatisch", "risposta automatica"),
)
_INTRODUCES: Final = (
    *("this is an ", "message is an ", "mail is an ", "aixo es una ", "aquesta es una ", "missatge es una "),
    *("correu es una ", "esta es una ", "mensaje es una ", "correo es una ", "ceci est une "),
    *("message est une ", "dies ist eine ", "questa e una "),
)
_ABSENCE_SUBJECT: Final = (
    *("out of office", "out of the office", "away from", "on holiday", "on vacation", "on leave", "vacation"),
    *("oof", "absence", "absent", "abwesen", "urlaub", "conge", "fuera de la oficina", "fuera de oficina"),
    *("ausen", "vacaciones", "fora de l'oficina", "absencia", "vacances", "fuori ufficio", "assenza"),
)
_ABSENT: Final = re.compile(
    r"\b(?:i am|i'm|will be|soc|estic|estare|em trobo|estoy|me encuentro|je suis|je serai|ich bin|sono) "
    r"(?:[\w.]{1,20} ){0,4}?(?:out of|away|on (?:\w+ )?(?:leave|vacation|holiday)|fora|absent|"
    r"de (?:va|baixa|baja|permi|via)|fuera|ausente|en conge|en vacances|nicht|abwesend|im url|fuori|assente)"
)
_ASKING: Final = (
    *("whats", "wasap", "guas", "difusi", "llista", "lista", "liste", "donar-me", "done", "tre", "esborr"),
    *("darme", "borr", "vull", "quiero", "sol·licit", "solicit", "demano", "remove"),
)


_MARKS: Final = " \n*=_-[](){}<>#!·\"'~:."


def _opening(text: str, most: int) -> str:
    """The first letters of a text, folded, from its first word on."""
    return as_text(text).folded[:most].lstrip(_MARKS)


def bounce_subject(subject: str) -> bool:
    """Whether the subject begins as a mail system's about a message that did not arrive."""
    return _opening(subject, 300).startswith(_BOUNCE_SUBJECT)


def bounce_text(opening: str) -> bool:
    """Whether the text begins as a mail system's about a message that did not arrive."""
    text = _opening(opening, 1500)
    return any(phrase in text for phrase in _BOUNCE_TEXT) or _STATUS.search(text) is not None


def answers_automatically(subject: str, opening: str) -> bool:
    """Whether the program says that it answers: the subject's set prefix, or the text's first lines."""
    if subject.lower().startswith("report domain: ") and " submitter: " in subject.lower():
        return True  # RFC 7489, 7.2.1.1
    if "auto" not in f"{subject[:300]}\n{opening[:600]}".lower():  # as in nearly all mail
        return False
    text = _opening(opening, 600)
    heading = text.partition("\n")[0].rstrip(_MARKS)
    if heading in _AUTOMATIC or _is_prefix(_opening(subject, 300)):
        return True
    behind = (text.partition(words)[2] for words in _INTRODUCES)
    return any(rest.startswith(_AUTOMATIC) for rest in behind) or text.startswith("automatic reply from")


def _is_prefix(subject: str) -> bool:
    """Whether a subject is a set phrase alone, or one with a mark behind it."""
    phrases = (phrase for phrase in _AUTOMATIC if subject.startswith(phrase))
    return any(subject[len(phrase) :].lstrip()[:1] in {"", ":", "(", "[", "-"} for phrase in phrases)


def says_absent(subject: str, opening: str) -> bool:
    """Whether subject and text begin with their writer's absence.

    People write so too: who asks for something, or names the broadcast list, is one of them.
    """
    heading = _opening(subject, 300).replace("-", " ")
    if not any(each.startswith(_ABSENCE_SUBJECT) for each in (heading, heading.partition(" is ")[2])):
        return False
    words = (word.lstrip(_MARKS) for word in _opening(opening, 2000).split())
    is_absent = _ABSENT.search(_opening(opening, 600)) is not None
    return is_absent and not any(word.startswith(_ASKING) for word in words)
