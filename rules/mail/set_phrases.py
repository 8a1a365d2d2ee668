"""The set phrases by which mail programs mark answers, history, forwards, signatures and legal notices.

Catalan, Spanish, English, French, German, Italian and Portuguese, as the
programs print them. Each test looks at one line of at most 400 characters (an
attribution: three), and no pattern nests quantifiers.
"""

import re
from collections.abc import Sequence
from typing import Final

from rules.text.folding import clean, fold
from rules.text.patterns import alternatives
from rules.text.tokens import Text, as_text

_I: Final = re.IGNORECASE


_VERB: Final = alternatives(
    *("va escriure", "ha escrit", "escrigu[eé]", "escribi[oó]", "ha escrito", "wrote", "a [eé]crit"),
    "schrieb",
    *("ha scritto", "escreveu"),
)
_OPENING: Final = re.compile(
    r"[*\s]{0,3}(?:el|la|on|le|il|em|en|no|am|a|missatge de|mensaje de|message de|de)\s", _I
)
_WROTE: Final = re.compile(rf"{_VERB}\b[^:]{{0,200}}:[*\s]{{0,3}}$", _I)
_MESSAGE_OF: Final = re.compile(r"(?:missatge|mensaje) de .{1,200} del (?:dia|d[ií]a) [^@]{1,80}:\s?$", _I)
_WHEN: Final = re.compile(r"\d{1,2}[:.h]\d{2}|@", _I)
_QUOTING: Final = re.compile(
    rf"{_VERB}|@|\d{{1,2}}[/.:-]\d{{2}}|quoting|cit[ao]nt|citando|zitat von|missatge de|mensaje de", _I
)

_FORWARD_WORDS: Final = alternatives(
    *("forwarded message", "missatge reenviat", "mensaje reenviado", "correu reenviat", "correo reenviado"),
    *("message transf[eé]r[eé]", "message r[eé]exp[eé]di[eé]", "weitergeleitete nachricht"),
    *("messaggio inoltrato", "mensagem encaminhada"),
    *("reenviat per", "reenviado por", "forwarded by", "transmis par"),
)
_FORWARD_RULE: Final = re.compile(rf"[-_=*>\s]{{2,40}}{_FORWARD_WORDS}\b", _I)
_FORWARD_OPENING: Final = alternatives(
    *("inici del missatge reenviat", "inicio del mensaje reenviado", "begin forwarded message"),
    *("d[eé]but du message r[eé]exp[eé]di[eé]", "d[eé]but du message transf[eé]r[eé]"),
    *("anfang der weitergeleiteten nachricht", "inizio messaggio inoltrato"),
    "in[ií]cio da mensagem (?:re)?encaminhada",
)
_FORWARD_START: Final = re.compile(rf"[*\s]{{0,3}}{_FORWARD_OPENING}\s?:", _I)
_ORIGINAL_WORDS: Final = alternatives(
    *("missatge original", "mensaje original", "correu original", "correo original", "original message"),
    *("message original", "message d.origine", "urspr[uü]ngliche nachricht", "original-nachricht"),
    *("messaggio originale", "mensagem original", "original appointment"),
)
_ORIGINAL: Final = re.compile(rf"[-_=*\s]{{2,40}}{_ORIGINAL_WORDS}[-_=*\s:]{{2,40}}$", _I)

_LABELS: Final = {
    "from": "de from von da van de_la expéditeur",
    "sent": """
        enviats enviat enviat_el enviado enviado_el sent envoyé envoye envoyé_le gesendet inviato enviada
        enviada_em data fecha date datum verzonden trimis
    """,
    "to": """
        per_a per para to à a an aan către catre cc a/c c/c cco bcc copia còpia respon_a reply-to
    """,
    "subject": "assumpte tema asunto subject objet betreff oggetto assunto onderwerp subiect",
}
_KIND_OF: Final = {
    label.replace("_", " "): kind for kind, labels in _LABELS.items() for label in labels.split()
}


def label_in(line: str) -> str | None:
    """The kind of a mail's heading that a line begins with: from, sent, to, subject; None where with none."""
    label, colon, value = line.partition(":")
    is_label = colon and value[:1].strip(" *\t\xa0") == ""
    return _KIND_OF.get(label.strip(" *>\t\xa0").lower()) if is_label else None


_START: Final = r"[\s>*]{0,4}"
_SENT: Final = alternatives("enviat", "enviado", "enviada", "sent", "envoy[eé]", "inviato", "gesendet")
_BY: Final = alternatives("des", "de", "from", "amb", "con", "with", "via", "da", "a trav", "von", "mit")
_DEVICE: Final = alternatives(
    *("iphone", "ipad", "android", "galaxy", "samsung", "huawei", "xiaomi", "redmi", "oppo", "motorola"),
    "nokia",
    *("m[oòó]bil", "m[oó]vil", "mobile", "tel[eèé]fon", "phone", "smartphone", "tablet", "tauleta"),
    "portable",
    *("outlook", "yahoo", "gmail", "correu", "correo", "mail", "windows", "blackberry", "proton"),
    *("dispositiu", "dispositivo"),
)
_SENT_FROM: Final = re.compile(rf"{_START}{_SENT}\s{_BY}.{{0,60}}\b{_DEVICE}", _I)
_GET: Final = alternatives(
    *("obt[eé]n", "obtenir", "obtener", "obteniu", "get", "t[eé]l[eé]charge[rz]", "holen sie sich"),
    "scarica",
    "descarrega",
)
_GET_APP: Final = re.compile(rf"{_START}{_GET}\s.{{0,20}}outlook\b", _I)
_FROM_MY: Final = re.compile(rf"{_START}von meinem .{{0,40}}\b{_DEVICE}.{{0,40}} gesendet", _I)
_VIRUS_FREE: Final = re.compile(
    rf"{_START}(?:lliure de virus|libre de virus|virus-free|sin virus|garanti sans virus)\b", _I
)
_LONG_NUMBER: Final = re.compile(r"\d{5}")

_LEGAL_OPENING: Final = alternatives(
    *("av[ií]s legal", "aviso legal", "advert[eè]ncia legal", "legal notice", "nota legal"),
    *("av[ií]so? de confidenciali", "nota de confidenciali", "confidenciali"),
    *("confidentiality", "disclaimer", "cl[aà]usula de confidenciali"),
    *("aquest missatge", "aquest correu", "este mensaje", "este correo", "este e-?mail", "aquest e-?mail"),
    *("this e-?mail", "this message", "ce message", "ce courriel", "diese e-?mail", "diese nachricht"),
    *("la informaci[oó]n? cont", "el contingut d", "el contenido d", "en compliment d", "en cumplimiento d"),
    *("de conformitat amb", "de conformidad con", "d.acord amb", "de acuerdo con"),
    *("si heu rebut aquest", "si ha recibido este", "abans d.imprimir", "antes de imprimir"),
    "please consider",
)
_LEGAL_START: Final = re.compile(rf"{_START}(?:av[ií]so?\s?:\s?)?{_LEGAL_OPENING}", _I)
_LEGAL_WORD: Final = re.compile(
    alternatives(
        *("confiden", "vertraulich", "privileg", "destinat[aà]ri", "destinataire", "recipient", "intended"),
        *("rgpd", "gdpr", "2016/679", "lopd", "15/1999", "3/2018", "protecci[oó]n? de da"),
        *("(?:rebut|recibido|received) .{0,20}(?:error|mistake)", "fitxer", "fichero", "responsab"),
        *("divulg", "reprodu", "imprimi", "medi ambient", "medio ambiente", "environment", "virus"),
    ),
    _I,
)
_BUSINESS: Final = re.compile(
    alternatives(
        *(r"sol.?licit[oe]", r"solicit(?:o|amos)\b", r"deman(?:o|em)\b(?! que (?:l'|el |la |ho |ens |en ))"),
        *(r"pido\b", r"vull\b", r"vol(?:em|dria)\b"),
        *(r"quiero\b", r"quisiera\b", r"exerc(?:eixo|im)\b", r"ejerzo\b", r"em dono\b", r"me doy\b"),
        r"retiro\b",
        *(r"revoco\b", r"whats", r"difusi[oó]n? d", r"cl[aà]usula de consentim", r"registr"),
        r"(?<![A-Z\d])\d{6}",
    ),
    _I,
)


_RULED: Final = re.compile(r"^-{2,6} (.{1,400}?)(?::| -{2,6}:?)$")
"""An attribution between drawn lines ("---- El mar, 10 nov 2026 …, X escribió ----")."""


def is_attribution(text: str) -> bool:
    """Whether *text* is how a program introduces history ("El 3/11/26 a les 13:20, X va escriure:")."""
    text = _RULED.sub(r"\1:", text.strip())
    if not text.endswith(":") or len(text) > 500 or not _OPENING.match(text):
        return False
    # A comma or an address: "El dia 3 a les 13:20 la Maria em va escriure:" is somebody's own sentence.
    return (
        bool(_WHEN.search(text))
        and ("," in text or "<" in text)
        and bool(_WROTE.search(text) or _MESSAGE_OF.match(text))
    )


def introduces_quote(text: str) -> bool:
    """Whether a line right before a citation belongs to it."""
    return len(text) <= 300 and text.rstrip(" *").endswith(":") and bool(_QUOTING.search(text))


_SAYS: Final = alternatives(
    *("va (?:escriure|dir|enviar|respondre)", "ha (?:escrit|dit|enviat|respost)", "escrigu[eé]", "escriu"),
    *("diu", "ha (?:escrito|dicho|enviado|respondido)", "escribi[oóu]", "escribe", "envi[oó]", "dijo"),
    "dice",
    *("wrote", "writes", "said", "says", "a [eé]crit", "schrieb", "schreibt", "schreef", "ha scritto"),
    *("escreveu", "a scris", "idatzi"),
)
_SAYING: Final = re.compile(rf"\b{_SAYS}\b", _I)
_SAID_LAST: Final = re.compile(rf"\b{_SAYS}[\W_]{{0,10}}$", _I)
_ON: Final = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}[:.h]\d{2}")
_TABLE: Final = re.compile(r"\s{3}(?:to|cc|subject|para|per a|asunto|assumpte)\s*$", _I)
_DRAWN: Final = re.compile(r"\s{0,8}[-_=*~]{5,}|\s{0,8}[-_=*~]{2,}[^\n]{1,80}[-_=*~]{2,}\s*$")


def names_writer(text: str) -> bool:
    """Whether a line may tell who wrote what stands below it, in whatever shape a program gives that.

    Broader than `is_attribution`: somebody's own sentence may look like this.
    """
    ends = text.rstrip(" *_\t\xa0").endswith(":")
    if ends and _WHEN.search(text):
        return True
    if _SAYING.search(text) and (ends or _ON.search(text) or _SAID_LAST.search(text)):
        return True
    return label_in(text) == "from"


def is_label(text: str) -> bool:
    """Whether a line is one of a mail's heading, be it that of a table without colons."""
    return label_in(text) is not None or bool(_TABLE.search(text))


def may_head(text: str) -> bool:
    """Whether a line may be of the heading of another mail: a label, an address, a drawn rule."""
    return is_label(text) or bool(_DRAWN.match(text) or "@" in text)


def is_forward_marker(text: str) -> bool:
    """Whether a program says here that a message passed on begins."""
    return bool(_FORWARD_RULE.match(text) or _FORWARD_START.match(text))


def is_original_marker(text: str) -> bool:
    """Whether a program says here that the original message begins, or draws the rule before its header."""
    return bool(_ORIGINAL.match(text))


def is_rule(text: str) -> bool:
    """Whether the line is blank or nothing but a drawn rule."""
    return not text.strip(" \t_-=*")


def header_block(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines of the header block that begins with the first of *lines*: a From and two more kinds."""
    kinds: set[str] = set()
    end = loose = 0
    for place, text in enumerate(lines, start=1):
        kind = label_in(text)
        if not text.strip() and kinds and label_in("".join(lines[place : place + 1])):
            continue  # a program that spaces every line doubly
        loose = 0 if kind else loose + 1
        if not text.strip() or not (kind or kinds) or loose > 2:  # a long list of addressees may fold
            break
        if kind:
            kinds.add(kind)
            end = place
    return tuple(lines[:end]) if "from" in kinds and len(kinds) >= 3 else ()


def inner_subject(header: Sequence[str]) -> str:
    """The subject that a header block gives, or ""."""
    given = (line.partition(":")[2].strip(" *") for line in header if label_in(line) == "subject")
    return next(given, "")


def is_signature_mark(text: str) -> bool:
    """Whether the line is the signature delimiter."""
    return text.strip() in {"--", "—"}


def is_mobile_line(text: str) -> bool:
    """Whether a phone or an app wrote the line ("Enviat des del meu iPhone")."""
    if len(text) > 120 or _LONG_NUMBER.search(text):
        return False
    return any(pattern.match(text) for pattern in (_SENT_FROM, _GET_APP, _FROM_MY, _VIRUS_FREE))


def starts_legal_notice(text: str) -> bool:
    """Whether a legal notice may begin with this line."""
    return bool(_LEGAL_START.match(text))


def is_legal_notice(paragraph: str) -> bool:
    """Whether the paragraph is a disclaimer, and not somebody who cites the law to ask for something."""
    paragraph = paragraph[:4000]
    if len(paragraph) < 80 or _BUSINESS.search(paragraph):
        return False
    return len({match.lower() for match in _LEGAL_WORD.findall(paragraph)}) >= 2


# --- the subject, apart from the marks before it when somebody answers or forwards --------------------

_OF_ANSWERS: Final = frozenset({"re", "r", "aw", "rif", "sv", "antw", "resp", "ref", "resposta", "respuesta"})
_OF_FORWARDS: Final = frozenset(
    {"fw", "fwd", "rv", "rm", "tr", "wg", "enc", "i", "reenv", "reenviat", "reenviado", "reenvia"}
)
_TAG: Final = re.compile(r"\[[^\]]{1,30}\]")
"""What stands about a mark: "[EXTERN] Re[2]:"."""
_MOST: Final = 4
"""Marks that are taken off, one before another."""
_NONE: Final = frozenset(
    {
        *("sense assumpte", "cap assumpte", "sin asunto", "no subject", "sans objet", "sense tema"),
    }
)
"""What a mail program writes where nobody wrote a subject."""


def is_reply(subject: str) -> bool:
    """Whether the subject says that the message answers or passes on another."""
    return _unmarked(clean(subject)) is not None


def forwards(subject: str) -> bool | None:
    """True for a subject of a message passed on, False for that of an answer, None for neither."""
    mark = _parted(clean(subject))[0]
    if mark in _OF_FORWARDS:
        return True
    return False if mark in _OF_ANSWERS else None


def bare_case(subject: str) -> Text:
    """The subject without the marks of replies and forwards, its case kept."""
    title = as_text(subject)
    text = title.cleaned.strip()
    for _ in range(_MOST):
        rest = _unmarked(text)
        if rest is None:
            break
        text = rest
    bare = title.edited(text.strip())
    return Text() if bare.folded.strip("()[]<>-.* ") in _NONE else bare


def bare_subject(subject: str) -> str:
    """The subject, folded, without the marks of replies and forwards."""
    return bare_case(subject).folded.replace("_", " ").strip()


_CASE: Final = re.compile(r"\(?\bC-[2-9A-Z]{8}\b\)?", re.IGNORECASE)


def without_reference(text: str) -> str:
    """The text without the references of cases, which an answer to our letter brings back."""
    return _CASE.sub(" ", text)


def _unmarked(text: str) -> str | None:
    """What stands behind a mark; None where no mark stands before it."""
    mark, rest = _parted(text)
    return rest if mark in _OF_ANSWERS | _OF_FORWARDS else None


def _parted(text: str) -> tuple[str, str]:
    """The mark before the first colon, folded, and what stands behind it."""
    mark, colon, rest = text.partition(":")
    return fold(_TAG.sub("", mark)).strip(" .") if colon else "", rest.lstrip()
