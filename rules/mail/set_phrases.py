"""The set phrases by which mail programs mark answers, history, forwards, signatures and legal notices.

Catalan, Spanish, English, French, German, Italian and Portuguese, as the
programs print them. Each test looks at one line of at most 400 characters (an
attribution: three), and no pattern nests quantifiers.
"""

import re
from collections.abc import Sequence
from typing import Final

from rules.text.folding import clean, fold
from rules.text.patterns import word_set
from rules.text.tokens import Text, as_text

_I: Final = re.IGNORECASE

_VERB: Final = r"(?:va escriure|ha escrit|escribi[oó]|wrote|a [eé]crit|schrieb)"
_OPENING: Final = re.compile(r"[*\s]{0,3}(?:el|la|on|le|em|en|no|am|a|missatge de|de)\s", _I)
_WROTE: Final = re.compile(
    rf"{_VERB}\b[^:]{{0,200}}:[*\s]{{0,3}}$|^(?:missatge|mensaje) de .{{1,200}} del d[ií]a [^@]{{1,80}}:\s?$",
    _I,
)
_WHEN: Final = re.compile(r"\d{1,2}[:.h]\d{2}|@", _I)
_QUOTING: Final = re.compile(rf"{_VERB}|@|\d{{1,2}}[/.:-]\d{{2}}", _I)

_FORWARDED: Final = (
    *("forwarded message", "missatge reenviat", "mensaje reenviado", "correu reenviat", "correo reenviado"),
    *("message transfere", "message reexpedie", "weitergeleitete nachricht", "forwarded by"),
)
_FORWARD_BEGINS: Final = (
    *("inici del missatge reenviat", "inicio del mensaje reenviado", "begin forwarded message"),
    "debut du message reexpedie",
)
_ORIGINAL: Final = frozenset({
    "missatge original", "mensaje original", "original message", "message d'origine",
    "ursprungliche nachricht",
})  # fmt: skip
_RULE: Final = "-_=*> \t:"
"""What a rule is drawn with."""

_LABELS: Final = {
    "from": "de from von da van de_la expéditeur",
    "sent": """
        enviats enviat enviat_el enviado enviado_el sent envoyé envoye envoyé_le gesendet inviato enviada
        enviada_em data fecha date datum verzonden trimis
    """,
    "to": "per_a per para to à a an aan către catre cc a/c c/c cco bcc copia còpia respon_a reply-to",
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


_SENT: Final = frozenset({"enviat", "enviado", "sent", "envoyé", "inviato", "gesendet"})
_BY: Final = frozenset({"des", "desde", "de", "from", "amb", "con", "with", "via", "depuis", "da"})
_DEVICES: Final = (
    *("iphone", "ipad", "android", "galaxy", "samsung", "huawei", "xiaomi", "mòbil", "móvil", "mobil"),
    *("mobile", "telèfon", "teléfon", "telefon", "phone", "outlook", "yahoo", "gmail", "correu", "correo"),
    *("mail", "windows", "blackberry", "dispositi"),
)
_GET: Final = frozenset({"obtén", "obtenir", "obtener", "obteniu", "get"})
_APPENDED: Final = ("lliure de virus", "libre de virus", "virus-free", "von meinem ")
_LONG_NUMBER: Final = re.compile(r"\d{5}")

_LEGAL: Final = (
    *("avís legal", "avis legal", "aviso legal", "avís de conf", "aviso de conf", "avís:", "nota legal"),
    *("confidencial", "confidential", "legal notice", "disclaimer", "aquest missatge", "aquest correu"),
    *("este mensaje", "este correo", "this message", "this e-mail", "this email", "ce message"),
    *("d'acord amb", "d’acord amb", "de acuerdo con", "de conformitat amb", "de conformidad con"),
    *("en compliment d", "en cumplimiento d", "abans d'imprimir", "abans d’imprimir", "antes de imprimir"),
    *("protecció de dades", "protección de datos", "informació bàsica", "información básica"),
)

_RULED: Final = re.compile(r"^-{2,6} (.{1,400}?)(?::| -{2,6}:?)$")
"""An attribution between drawn lines ("---- El mar, 10 nov 2026 …, X escribió ----")."""


def is_attribution(text: str) -> bool:
    """Whether *text* is how a program introduces history ("El 3/11/26 a les 13:20, X va escriure:")."""
    text = text.strip()
    if not text.endswith((":", "-")):
        return False
    text = _RULED.sub(r"\1:", text)
    if not text.endswith(":") or len(text) > 500 or not _OPENING.match(text):
        return False
    # A comma or an address: "El dia 3 a les 13:20 la Maria em va escriure:" is somebody's own sentence.
    return bool(_WHEN.search(text) and ("," in text or "<" in text) and _WROTE.search(text))


def introduces_quote(text: str) -> bool:
    """Whether a line right before a citation belongs to it."""
    return len(text) <= 300 and text.rstrip(" *").endswith(":") and bool(_QUOTING.search(text))


_SAYING: Final = re.compile(
    rf"\b(?:{_VERB}|va (?:dir|enviar)|ha (?:dit|enviat)|escriu|diu|dice|envi[oó])\b[\W_]{{0,10}}(?P<ends>$)?",
    _I,
)
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
    says = list(_SAYING.finditer(text))
    if says and (ends or _ON.search(text) or says[-1]["ends"] is not None):
        return True
    return label_in(text) == "from"


def is_label(text: str) -> bool:
    """Whether a line is one of a mail's heading, be it that of a table without colons."""
    return label_in(text) is not None or bool(_TABLE.search(text))


def may_head(text: str) -> bool:
    """Whether a line may be of the heading of another mail: a label, an address, a drawn rule."""
    return is_label(text) or bool(_DRAWN.match(text) or "@" in text)


def _within_rule(text: str) -> tuple[str, int]:
    """The folded words of a line without the rule drawn about them, and how long that is before them."""
    words = text.lstrip(_RULE)
    drawn = len(text) - len(words)
    may_mark = drawn > 1 or text.rstrip(" *").endswith(":")  # as few lines do
    return fold(words).rstrip(_RULE) if may_mark else "", drawn


def is_forward_marker(text: str) -> bool:
    """Whether a program says here that a message passed on begins."""
    words, drawn = _within_rule(text)
    is_drawn = drawn > 1 and words.startswith(_FORWARDED)
    return is_drawn or (words.startswith(_FORWARD_BEGINS) and text.rstrip(" *").endswith(":"))


def is_original_marker(text: str) -> bool:
    """Whether a program says here that the original message begins, or draws the rule before its header."""
    words, drawn = _within_rule(text)
    return drawn > 1 and words in _ORIGINAL and len(text) > drawn + len(words) + 1


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


def is_mobile_line(text: str) -> bool:
    """Whether a phone or an app wrote the line ("Enviat des del meu iPhone")."""
    if len(text) > 120 or _LONG_NUMBER.search(text):
        return False
    line = text.strip(" >*\t").lower()
    words = line.split()
    if words[:1] and words[0] in _SENT:
        return not _BY.isdisjoint(words[1:2]) and any(device in line for device in _DEVICES)
    return line.startswith(_APPENDED) or (bool(words) and words[0] in _GET and "outlook" in line[:40])


def starts_legal_notice(text: str) -> bool:
    """Whether a legal notice may begin with this line."""
    return text.lstrip(" >*\t").lower().startswith(_LEGAL)


# --- the subject, apart from the marks before it when somebody answers or forwards --------------------

_OF_ANSWERS: Final = frozenset({"re", "r", "aw", "rif", "sv", "antw", "resp", "ref", "resposta", "respuesta"})
_OF_FORWARDS: Final = word_set("fw fwd rv rm tr wg enc i reenv reenviat reenviado reenvia")
_TAG: Final = re.compile(r"\[[^\]]{1,30}\]")
"""What stands about a mark: "[EXTERN] Re[2]:"."""
_MOST: Final = 4
"""Marks that are taken off, one before another."""
_NONE: Final = frozenset({
    "sense assumpte", "cap assumpte", "sin asunto", "no subject", "sans objet", "sense tema",
})  # fmt: skip
"""What a mail program writes where nobody wrote a subject."""


def is_reply(subject: str) -> bool:
    """Whether the subject says that the message answers or passes on another."""
    return forwards(subject) is not None


def forwards(subject: str) -> bool | None:
    """True for a subject of a message passed on, False for that of an answer, None for neither."""
    mark, _ = _parted(clean(subject))
    if mark in _OF_FORWARDS:
        return True
    return False if mark in _OF_ANSWERS else None


def bare_case(subject: str) -> Text:
    """The subject without the marks of replies and forwards, its case kept."""
    title = as_text(subject)
    text = title.cleaned.strip()
    for _ in range(_MOST):
        mark, rest = _parted(text)
        if mark not in _OF_ANSWERS | _OF_FORWARDS:
            break
        text = rest
    bare = title.edited(text.strip())
    return Text() if bare.folded.strip("()[]<>-.* ") in _NONE else bare


def answers_letter(subject: str) -> bool:
    """Whether a subject is that of an answer to a letter of ours, which has a case's reference."""
    return is_reply(subject) and _CASE.search(subject) is not None


_CASE: Final = re.compile(r"\(?\bC-[2-9A-Z]{8}\b\)?", re.IGNORECASE)


def without_reference(text: str) -> str:
    """The text without the references of cases, which an answer to our letter brings back."""
    return _CASE.sub(" ", text)


def _parted(text: str) -> tuple[str, str]:
    """The mark before the first colon, folded, and what stands behind it."""
    mark, colon, rest = text.partition(":")
    return fold(_TAG.sub("", mark)).strip(" .") if colon else "", rest.lstrip()
