"""The foot of newsletters and the small print under a mail: what is said to any reader is nobody's wish.

A sentence is a foot only where it speaks to its reader ("si no voleu rebre…", "dona't de baixa") or lists
links; words of the first person before that make it the writer's own.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from rules.people.documents import find_documents
from rules.text.patterns import alternatives, word_set
from rules.text.tokens import Text, as_folded, as_text
from rules.vocabulary.other_meanings import without_adjectives


def without_feet(text: Text) -> Text:
    """The text, its wrapped lines joined, with feet and small print blanked out ("~")."""
    flow = text.unwrapped
    bare = flow.folded.replace("_", " ")
    lines = re.finditer(r"[^\n]+", bare)
    small = [line.span() for line in lines if _is_menu(line[0]) or is_small_print(line[0])]
    kept = flow.filled(small, "~")
    return kept.filled(_feet(kept), "~")


def _feet(text: Text) -> Iterator[tuple[int, int]]:
    """The places of the sentences that are feet."""
    heads = [match.start() for match in _MAY_BE_FOOT.finditer(text.folded.replace("_", " "))]
    is_asked = False  # "No voleu rebre'n més? Donar-se de baixa"
    for sentence in text.sentences if heads else ():
        first = bisect_left(heads, sentence[0].start)
        if first == bisect_left(heads, sentence[-1].end):
            is_asked = False
            continue
        words = [token.word for token in sentence if token.word != "_"]
        if _is_foot(words) or (is_asked and _is_leaving(words, 0)):
            last = sentence[-1]
            yield sentence[0].start, last.start if last.word.startswith("\n") else last.end
        is_asked = words[-1] == "?" and any(_is_leaving(words, j) for j in range(len(words)))


def meant(text: Text) -> Text:
    """The text, cleaned, without what is said to any reader and each "baixa" that means low or ill."""
    kept = text.once(without_feet).once(without_adjectives)
    return text.cleaned.filled(match.span() for match in re.finditer("~+", kept))


def has_feet(text: str) -> bool:
    """Whether a text tells its reader how to leave, or ends in small print."""
    text = as_text(text)
    return text.once(without_feet) != text.unwrapped


# --- feet ------------------------------------------------------------------------------------------

_FIRST_PERSON: Final = word_set("""
    em me m jo yo meu meva meus meves mi mis vull voldria voldriem volem quiero queremos quisiera desitjo
    deseo demano sol·licito sol.licito solicito soc soy tinc tengo escric escrivim escribo escribimos adreco
    adrecem agrairia agrairem agraire agrairiem agradeceria prego ruego je darme
""")
_TO_SELF: Final = word_set("donar darse darte daros causar cursar tramitar sol·licitar solicitar")
_SELF: Final = frozenset({"se", "vos", "te", "s", "n", "t", "la", "su", "d", "alta", "o", "de"})
_YOURSELF: Final = frozenset(
    [("dona", "t"), ("doneu", "vos"), ("doni", "s"), ("desapunta", "t"), ("desapunteu", "vos")]
)
_YOURSELF_AT_ONCE: Final = frozenset({"date", "dese", "daos"})
_BAIXA: Final = frozenset({"baixa", "baja"})
_GET: Final = frozenset({"rebre", "rebent", "recibir", "recibiendo", "receive"})
_WANTS: Final = ("vol", "quier", "quer", "desitj", "desitg", "dese", "wish", "want")
_CANCEL: Final = ("cancel", "anul")
_OFF: Final = ("unsubscri", "desabonn", "desinscri", "opt")
_FOR: Final = frozenset({"per", "para", "pour", "to", "si", "cas", "caso", "if"})
_DOING: Final = (
    *("clic", "cliqu", "prem", "pols", "puls", "aqui", "enllac", "enlace", "here", "ici", "respon"),
    *("contest", "envi", "escri", "comuni", "dirig", "adrec", "cal", "heu", "debe", "pod"),
    *("pued", "pot", "http"),
)
_GOT: Final = ("reps", "rebs", "rebeu", "rep", "recib", "rebut", "receiv", "received", "recevez")
_THIS: Final = frozenset({"aquest", "este", "esta", "this", "ce", "cet"})
_BECAUSE: Final = frozenset({"perque", "porque", "ja", "ya", "because", "car"})
_MAY: Final = ("pode", "podr", "pot", "pued", "teniu", "tiene", "te")
_RIGHTS: Final = ("drets", "derechos", "rectific", "supres", "oposici")
_MAILINGS: Final = ("butllet", "bolet", "newsletter", "correu", "correo", "comunicac", "enviam", "envio")
_NEAR: Final = 8
_HEADS: Final = alternatives(
    *_GOT, *_RIGHTS, *_CANCEL, *_OFF, *sorted(_TO_SELF - {"donar"}), *sorted(_YOURSELF_AT_ONCE), "deixar",
    "dejar",
)  # fmt: skip
_MAY_BE_FOOT: Final = re.compile(
    rf"\b{_HEADS}|\bdonar[^a-z\d]{{1,9}}(?:se|vos|te|s)\b|\bdon(?:a|eu|i)[^a-z\d]{{1,9}}(?:t|vos|s)\b|\bdesapunt|"
    rf"\bno[^a-z\d]{{1,9}}(?:{'|'.join((*_WANTS, *sorted(_GET)))})"
)
"""A word that every foot holds, as the beginning of what `_is_foot` looks for: most mails have none."""


def _is_foot(words: Sequence[str]) -> bool:
    end = _told_to_reader(words)
    if end is None or any(word in _FIRST_PERSON for word in words[:end]):
        return False
    return words[-1][0] != "?" or _begins_one(words, ("http",))


def _told_to_reader(words: Sequence[str]) -> int | None:
    """Where it ends that a sentence tells its reader how to leave, why they get it, or their rights."""
    if words[0].startswith("unsubscribe"):
        return 1
    for j, word in enumerate(words):
        if tuple(words[j : j + 2]) in _YOURSELF:
            return j + 2
        if word in _YOURSELF_AT_ONCE and _BAIXA & set(words[j + 1 : j + 4]):
            return j + 1
    got = _first_beginning(words, _GOT)
    if got is not None and _THIS & set(words[got + 1 : got + 3]) and _BECAUSE & set(words[got:]):
        return got + 2
    may = _first_beginning(words, _MAY)
    if may is not None and _begins_one(words[may : may + 2 * _NEAR], _RIGHTS):
        return may + 1
    return _how_to_leave(words)


def _how_to_leave(words: Sequence[str]) -> int | None:
    """Where the leaving ends of "per donar-vos de baixa, responeu …" and "podeu clicar per …"."""
    leaving = next((j for j in range(len(words)) if _is_leaving(words, j)), None)
    if leaving is None:
        return None
    if "http" in "".join(words[leaving : leaving + _NEAR]) and ":" in words[leaving : leaving + _NEAR]:
        return leaving + 1
    if leaving == 0 and len(words) <= _NEAR and _begins_one(words, _MAILINGS):
        return 1
    is_for = bool(_FOR & set(words[max(0, leaving - _NEAR) : leaving + 1]))
    return leaving + 1 if is_for and _begins_one([*words[:leaving], *words[leaving + 3 :]], _DOING) else None


def _is_leaving(words: Sequence[str], place: int) -> bool:
    """Whether a phrase of leaving that is of anybody begins at *place*."""
    word, behind = words[place], list(words[place + 1 : place + 1 + _NEAR])
    if word in _TO_SELF:
        noun = next((j for j, follower in enumerate(behind) if follower in _BAIXA), None)
        is_of_anybody = word != "donar" or any(w in {"se", "vos", "te", "s"} for w in behind[:1])
        return noun is not None and is_of_anybody and all(w in _SELF for w in behind[:noun])
    if word in {"deixar", "dejar"} and _GET & set(behind[:2]):
        return True
    if word == "no":
        is_asked = behind[:1] and behind[0].startswith(_WANTS) and _GET & set(behind[1:4])
        return bool(is_asked or (_GET & set(behind[:1]) and {"mes", "mas"} & set(behind[1:2])))
    if word.startswith(_CANCEL):
        return _begins_one(behind[:4], ("subscri", "suscri"))
    return word.startswith(_OFF[:3]) or (word == "opt" and behind[:1] == ["out"])


def _first_beginning(words: Sequence[str], heads: tuple[str, ...]) -> int | None:
    return next((j for j, word in enumerate(words) if word.startswith(heads)), None)


def _begins_one(words: Sequence[str], heads: tuple[str, ...]) -> bool:
    return _first_beginning(words, heads) is not None


# --- small print -----------------------------------------------------------------------------------

_NOTICE: Final = ("avis", "aviso", "nota", "clausula")
_LAW: Final = ("rgpd", "gdpr", "lopd", "reglament", "organica", "proteccio")
_BY_LAW: Final = word_set("compliment cumplimiento conformitat conformidad acord acuerdo segons segun")
_PHRASES: Final = frozenset([
    ("informacio", "basica"), ("informacion", "basica"), ("abans", "d", "imprimir"),
    ("antes", "de", "imprimir"), ("responsable", "del", "tractament"), ("responsable", "del", "tratamiento"),
    ("informacio", "confidencial"), ("informacion", "confidencial"), ("avis", "legal"), ("aviso", "legal"),
])  # fmt: skip
_ASKS: Final = (
    "retir", "revoc", "demanem", "demana", "sol·licit", "solicit", "exerc", "ejerc", "baixa", "baja",
)  # fmt: skip
_READER: Final = ("pode", "pot", "podra", "pued", "vostr", "sus", "preguem", "rogamos")
_MAIL: Final = ("missatge", "correu", "comunicaci", "mensaje", "correo", "e", "email", "message")
_SHORTEST: Final = 60
_HEADING: Final = 25
"""Words of a line in which small print says that it is."""

_OWN: Final = _FIRST_PERSON - {"prego", "ruego"}
"""Words of who writes; a notice may beg as well."""
_WHAT_IT_SAYS: Final = word_set("informacio informacion contingut contenido")
_CONFIDENTIAL: Final = ("confidencial", "privileg", "confidential", "exclusiv")
_MAY_BE_SMALL_PRINT: Final = re.compile(
    "|".join({*_LAW, *_CONFIDENTIAL, *(p[-1] for p in _PHRASES), "error"})
)
"""A word that all small print holds."""


def is_of_law(line: str) -> bool:
    """Whether a folded line begins as the small print under a mail does, or tells of data in general."""
    is_like_it = _MAY_BE_SMALL_PRINT.search(line) is not None
    return is_like_it and _tells_of_law([token.word for cut in as_folded(line).sentences for token in cut])


def _tells_of_law(words: Sequence[str]) -> bool:
    for j, word in enumerate(words):
        if any(tuple(words[j : j + n]) in _PHRASES for n in (2, 3)):
            return True
        behind = words[j + 1 : j + 12]
        if word in _BY_LAW and _begins_one(behind, _LAW):
            return True
        if word.startswith(_NOTICE) and _begins_one(behind[:2], ("confidencial",)):
            return True
        if word in {"rebut", "recibido"} and "error" in behind[:4]:
            return True
    return False


def is_small_print(line: str, *, is_begun: bool = False) -> bool:
    """Whether a folded line is small print: long, and nobody's own words.

    It *is_begun* where a legal notice may begin so: then it need not say of what law.
    """
    if len(line) <= _SHORTEST or "whats" in line or not _MAY_BE_SMALL_PRINT.search(line):
        return False
    words = [token.word for cut in as_folded(line).sentences for token in cut]
    named = words[2:5] if words[1:2] and words[1] in _WHAT_IT_SAYS else words[1:4]
    is_of_mail = words[:1] and words[0] in _THIS | {"el", "la", "aquesta"} and _begins_one(named, _MAIL)
    if is_of_mail and _begins_one(words[:20], _CONFIDENTIAL) and not _OWN & set(words):
        return True
    if _FIRST_PERSON & set(words):
        return False
    is_of_reader = not _begins_one(words, _ASKS) or _begins_one(words, _READER)
    return is_begun or (is_of_reader and _tells_of_law(words[:_HEADING]))


_BETWEEN: Final = re.compile(r" ?[|·•] ?| - ")
_LINKS: Final = (
    *("uneix", "unete", "uniu", "segueix", "seguiu", "sigue", "join", "follow", "preferenc", "navegador"),
    *("politica", "privac", "contact", "unsubscribe", "reenvi", "compart", "gestion", "subscri", "suscri"),
    *("legal", "facebook", "instagram", "twitter", "condici", "view", "veure"),
)
_INVITES: Final = _LINKS[:8]
_LEAVE_LINK: Final = ("baixa", "baja", "unsubscribe", "desabonner")
_LONGEST_LINK: Final = 12


def _is_menu(line: str) -> bool:
    """Whether a line is a row of links, one of them for leaving: nobody's data stand in it."""
    if not any(link in line for link in _LEAVE_LINK):
        return False
    links = [link for link in _BETWEEN.split(line) if link.strip()]
    if len(links) < 2 or any(len(link.split()) > _LONGEST_LINK for link in links):
        return False
    words = line.replace("'", " ").replace("-", " ").split()
    if not (_begins_one(words, _LEAVE_LINK) and _begins_one(words, _LINKS)):
        return False
    return not any(letter.isdigit() for letter in line) or (
        _begins_one(words, _INVITES) and not find_documents(line)
    )
