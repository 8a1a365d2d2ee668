"""The set phrases with which mail systems begin bounces and automatic answers.

Only the beginning of a subject or of a text is looked at, and only phrases that a
program prints. Catalan, Spanish, English, French, German, Italian, Portuguese.
"""

import re
from typing import Final

from rules.text.patterns import alternatives

_I: Final = re.IGNORECASE


_BOUNCE_SUBJECT: Final = re.compile(
    r"\W{0,5}"
    + alternatives(
        *("undeliver", "returned (?:mail|message)"),
        "(?:mail )?delivery (?:fail|status|notif|report|has failed)",
        *("failure notice", "(?:mail|message) (?:could )?not (?:be )?deliver"),
        "mail (?:delivery|failure|system error)",
        *("unable to deliver", "non-?deliver", "failed mail", "could not send"),
        "warning: (?:could not send|message)",
        *("no se puede entregar", "no se ha podido entregar", "error de entrega", "no entregado", "devuelto"),
        *("(?:correo|mensaje) devuelto", "notificaci[oó]n de(?:l)? estado de (?:la )?entrega"),
        "fall[oa] (?:en|de) la entrega",
        *("no s.ha pogut lliurar", "no es pot lliurar", "no lliurat", "(?:correu|missatge) retornat"),
        *("error de lliurament", "notificaci[oó] de(?: l.|l )?estat de(?:l)? lliurament"),
        *("non remis", "[eé]chec de (?:la )?remise", "retour de mail", "message non distribu"),
        *("unzustellbar", "non recapitabile", "mancato recapito", "mensagem devolvida"),
        "n[aã]o foi poss[ií]vel entregar",
    ),
    _I,
)
_BOUNCE_TEXT: Final = re.compile(
    alternatives(
        *("could ?n[o']t be delivered", "delivery (?:to the following|has failed|failed|error)"),
        "undeliverable",
        *("this message was created automatically by mail", "the mail system", "unable to deliver"),
        *("returned to sender", "permanent (?:fatal )?error", "(?:user|address) unknown"),
        "(?:no such|unknown) user",
        *("mailbox (?:is )?(?:full|unavailable|disabled)", "did not reach"),
        "recipients? (?:rejected|unknown|could)",
        *("(?:was not|not able to be) delivered", "failed permanently", "transcript of session"),
        r"\b[45]\.\d\.\d{1,3}\b",
        *("message has been delayed", "invalid user address", "no se ha podido entregar"),
        "no se pudo entregar",
        *("error de entrega", "no se encontr[oó] la direcci[oó]n", "no s.ha pogut lliurar"),
        "no s.ha lliurat",
        *("no s.ha trobat l.adre[cç]a", "error de lliurament", "[eé]chec de la remise"),
        "konnte nicht zugestellt",
        *("n.a pas pu [eê]tre (?:remis|distribu|d[eé]livr)", "unzustellbar"),
        "non [eè] stato possibile recapitare",
        "n[aã]o p[oô]de ser entregue",
    ),
    _I,
)
_AUTO_SUBJECT: Final = re.compile(
    r"\W{0,5}"
    + alternatives(
        *("auto(?:matic)?[- ]?(?:reply|response|responder)", "automated (?:reply|response)"),
        "auto-r[eé]pondeur",
        *("resposta autom[aàá]tica", "respuesta autom[aá]tica", "contestaci[oó]n? autom[aàá]tica"),
        *("r[eé]ponse automatique", "automatische antwort", "auto-antwort", "automatisch antwoord"),
        "risposta automatica",
    )
    + r"\s{0,2}(?:[:(\[–-]|$)|\W{0,5}report domain: \S{3,100} submitter: ",  # RFC 7489, 7.2.1.1
    _I,
)
_AUTO_SENTENCE: Final = re.compile(
    alternatives(
        r"this is an? auto\w{0,9}[- ](?:reply|response|answer)",
        r"this (?:e-?mail|message) is an? auto\w{0,9}[- ](?:reply|response)",
        *(r"auto\w{0,9} (?:reply|response) to your (?:e-?mail|message)", "automatic reply from"),
        *("aix[oò] [eé]s una resposta autom[aà]tica", "aquesta [eé]s una resposta autom[aà]tica"),
        *(
            "aquest (?:missatge|correu) [eé]s una resposta autom",
            "(?:[eé]sta|[eé]sto) es una respuesta autom",
        ),
        *("[eé]ste (?:mensaje|correo) es una respuesta autom", "ceci est une r[eé]ponse automatique"),
        *("ce message est une r[eé]ponse automatique", "dies ist eine automatisch"),
        "diese nachricht wurde automatisch",
        "questa [eè] una risposta automatica",
    ),
    _I,
)
_AUTO_HEADING: Final = re.compile(
    r"\W{0,10}"
    + alternatives(
        *("resposta autom[aà]tica", "respuesta autom[aá]tica", "r[eé]ponse automatique"),
        "automatische antwort",
        *("automatic reply", "auto-?reply", "automatic response", "contestador autom[aàá]tico?"),
        "autoresponder",
    )
    + r"\W{0,10}(?:\n|$)",
    _I,
)
_ABSENCE_SUBJECT: Final = re.compile(
    r"(?:\W{0,5}|.{1,60} is )"
    + alternatives(
        *(r"out[- ]of[- ](?:the[- ])?office", "away from", "on (?:holiday|vacation|leave)", r"\bvacation"),
        r"\boof\b",
        *(r"\babsence", r"\babsent", "abwesen", "nicht im (?:b[uü]ro|haus)", "urlaub", r"\bcong[eé]s?\b"),
        *("fuera de (?:la )?oficina", r"\bausen", "vacaciones", "fora de l.oficina", r"\babs[eè]n[ct]"),
        "vacances",
        *("fuori (?:ufficio|sede)", "assenza"),
    ),
    _I,
)
_AWAY_EN: Final = (
    r"(?:i am|i.m|i will be|i.ll be|will be|am currently) (?:\w{1,12} )?"
    r"(?:out of|away|on (?:annual |sick |maternity |paternity )?(?:leave|vacation|holiday))"
)
_AWAY_CA: Final = (
    r"(?:s[oó]c|estic|estar[eé]|em trobo|em trobar[eé]|romandr[eé]) (?:\w{1,12} )?"
    r"(?:fora|absent|de vacances|de baixa|de perm[ií]s|de viatge)"
)
_AWAY_ES: Final = (
    r"(?:estoy|estar[eé]|me encuentro|me encontrar[eé]|permanecer[eé]) (?:\w{1,12} )?"
    r"(?:fuera|ausente|de vacaciones|de baja|de permiso|de viaje)"
)
_AWAY_FR: Final = (
    r"je (?:suis|serai) (?:\w{1,20} )?(?:absente?|en cong|en vacances|en d[eé]placement|hors du)"
)
_AWAY_DE: Final = (
    r"ich (?:bin|befinde mich|werde) .{0,40}(?:nicht|abwesend|im urlaub|au(?:ss|ß)er haus|nicht im b[uü]ro)"
)
_ABSENT: Final = re.compile(
    alternatives(
        *(_AWAY_EN, _AWAY_CA, _AWAY_ES, _AWAY_FR, _AWAY_DE),
        *("no (?:ser[eé]|s[oó]c|estar[eé]) (?:a|en) (?:l.|la )oficina", "sono (?:fuori|assente|in ferie)"),
        "estou (?:fora|ausente|de f[eé]rias)",
    ),
    _I,
)
_ASKING: Final = re.compile(
    alternatives(
        *("whats", "wasap", "guas", "difusi", r"\bllista", r"\blista", r"\bliste"),
        *(r"\bdone[ou]", r"\bdonar-me", r"\btrei?eu", r"\besborr", r"\bdarme", r"\bd[eé]n?me de baja"),
        r"\bb[oó]rr",
        *(r"\bvull\b", r"\bquiero\b", r"sol.?licit", r"\bsolicito\b", r"\bdemano\b", r"\bje veux\b"),
        r"\bremove me\b",
    ),
    _I,
)


def bounce_subject(subject: str) -> bool:
    """Whether the subject begins as a mail system's about a message that did not arrive."""
    return _BOUNCE_SUBJECT.match(subject[:300]) is not None


def bounce_text(opening: str) -> bool:
    """Whether the text begins as a mail system's about a message that did not arrive."""
    return _BOUNCE_TEXT.search(opening[:1500]) is not None


def answers_automatically(subject: str, opening: str) -> bool:
    """Whether the program says that it answers: the subject's set prefix, or the text's first lines."""
    if _AUTO_SUBJECT.match(subject[:300]) or _AUTO_HEADING.match(opening[:200]):
        return True
    return _AUTO_SENTENCE.search(opening[:600]) is not None


def absence_subject(subject: str) -> bool:
    """Whether the subject begins with an absence. People write such subjects too: it never decides alone."""
    return _ABSENCE_SUBJECT.match(subject[:300]) is not None


def says_absent(opening: str) -> bool:
    """Whether the text begins by saying that its writer is away."""
    return _ABSENT.search(opening[:600]) is not None


def asks(text: str) -> bool:
    """Whether the text names the broadcast list or asks for something, which no absence notice does."""
    return _ASKING.search(text[:2000]) is not None
