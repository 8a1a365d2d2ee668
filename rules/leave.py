"""A BAIXA: does the writer ask, now and for this list, to be taken off?

The law: a wish to leave is believed when a phrase says so and its object is the
town's list, or nothing else. Where the sentence refuses, asks, hesitates, sets a
condition or takes back, it is not a request, whatever words it holds. Everything
is read sentence by sentence on folded text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rules.findings import Doubt
from rules.folding import clean, fold
from rules.matters import other_matter, without_adjectives
from rules.phrases import (
    CHANGE,
    CONDITION,
    CONSENT_BACK,
    CORRECTION,
    FUTURE,
    GRATITUDE,
    HOW,
    JOIN,
    LEAVE,
    MAYBE,
    NO_MORE,
    OUT,
    POLITE,
    REFUSAL,
    STILL,
    TAKE_BACK,
)
from rules.wording import FOREIGN_LIST, LIST_WORD, OFFICIAL, OTHER_TOWN


class Sense(StrEnum):
    """What a text says about leaving. The value is said to staff."""

    REQUEST = "demana la baixa de la llista"
    BARE = "demana una baixa sense dir de què"
    MIXED = "demana una baixa i una alta alhora"
    QUESTION = "pregunta per la baixa"
    REFUSAL = "diu que no vol la baixa, o es queixa d'haver-la tinguda"
    TAKE_BACK = "es fa enrere d'una petició"
    CONDITION = "posa una condició a la baixa"
    MAYBE = "encara no ha decidit donar-se de baixa"
    CHANGE = "diu que ha canviat de número"
    CORRECTION = "vol corregir dades"
    OTHER_LIST = "parla d'una llista que no és la de l'Ajuntament"
    OTHER_MATTER = "parla d'una altra mena de baixa"
    BOTH_MATTERS = "parla de la llista i d'una altra mena de baixa"
    THANKS = "dona les gràcies o respon, sense demanar res"
    MENTION = "parla de baixes o de la llista sense que quedi clar què demana"
    NONE = "no parla de deixar la llista"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """What a message says about leaving; `words` are those that decided."""

    sense: Sense
    words: str = ""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """One phrase of leaving in one sentence, and what it is about."""

    words: str
    about: Sense  # REQUEST (our list), BARE, OTHER_LIST, OTHER_MATTER
    sentence: str


_BREAK: Final = re.compile(r"[.!?;…]+(?=\s|$|[\"')»”])|\n{1,3}|(?<=\w)\?(?=\w)")
_REPLY: Final = re.compile(r"^\s{0,3}(?:re|rv|fw|fwd|tr|aw|r|rm|reenv|sv|resposta|respuesta) ?: ?")
_SOFT_BREAK: Final = re.compile(r"(?<=[^\n.:;!?])\n(?=[a-z0-9(\"'])")
_CLAUSE_END: Final = re.compile(
    r"[,;:(\n]| perque | ja que | porque | ya que | puesto que | com que | i que | pero | car | since | because | car je | i el meu | dni| amb dni"
)
_WINDOW: Final = 90


def flowing(text: str) -> str:
    """Cleaned, folded text whose wrapped lines are joined: a long line that goes on in lower case."""
    folded = fold(clean(text))
    lines = folded.split("\n")
    parts: list[str] = []
    for i, line in enumerate(lines):
        parts.append(line)
        following = lines[i + 1] if i + 1 < len(lines) else ""
        is_wrapped = len(line) >= 55 and following[:1].isalnum() and line[-1:] not in ".!?:;"
        parts.append(" " if is_wrapped else "\n")
    return "".join(parts).strip()


def sentences(folded: str) -> Iterator[str]:
    """The sentences of flowing text, each with the mark that ended it."""
    start = 0
    for match in _BREAK.finditer(folded):
        yield folded[start : match.end()].strip()
        start = match.end()
    yield folded[start:].strip()


def bare_subject(subject: str) -> str:
    """A subject, folded, without the marks of replies and forwards."""
    folded = fold(clean(subject)).strip()
    for _ in range(4):
        folded = _REPLY.sub("", folded, count=1)
    return folded.strip()


def is_reply(subject: str) -> bool:
    """Whether the subject says that the message answers or passes on another."""
    return bool(_REPLY.match(fold(clean(subject))))


def read_leave(subject: str, text: str, *, place: str, has_data: bool) -> Leave:
    """What the writer's own words say about leaving the list of *place*.

    *has_data* says whether they hold a document or a telephone: with the official
    subject, data alone are a request.
    """
    head = without_adjectives(bare_subject(subject))
    body = without_adjectives(flowing(text))
    wishes = [w for s in sentences(body) for w in _wishes(s)]
    head_wish = next(iter(_wishes(head)), None)
    for rule in _RULES:
        leave = rule(_Material(head=head, body=body, wishes=wishes, head_wish=head_wish, has_data=has_data,
                               is_reply=is_reply(subject), place=fold(place)))  # fmt: skip
        if leave is not None:
            return leave
    return Leave(sense=Sense.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Material:
    head: str
    body: str
    wishes: list[_Wish]
    head_wish: _Wish | None
    has_data: bool
    is_reply: bool
    place: str

    @property
    def all(self) -> str:
        return f"{self.head}\n{self.body}"

    @property
    def is_about_list(self) -> bool:
        return bool(LIST_WORD.search(self.all) or OFFICIAL.search(self.all))

    @property
    def is_about_leaving(self) -> bool:
        return bool(self.wishes or self.head_wish or _LEAVING_WORD.search(self.all))

    @property
    def subject_is_ours(self) -> bool:
        return self.head_wish is not None and self.head_wish.about is Sense.REQUEST


_LEAVING_WORD: Final = re.compile(r"\b(?:baixa|baja|unsubscribe|desapuntar\w*)\b")


# --- the wishes of one sentence -------------------------------------------------------------------


def _wishes(sentence: str) -> Iterator[_Wish]:
    for pattern in (LEAVE, NO_MORE, CONSENT_BACK):
        for match in pattern.finditer(sentence):
            yield _Wish(words=match.group().strip(), about=about(sentence, match), sentence=sentence)
    for match in OUT.finditer(sentence):
        if LIST_WORD.search(sentence) or OFFICIAL.search(sentence):
            yield _Wish(words=match.group().strip(), about=about(sentence, match), sentence=sentence)


def about(sentence: str, match: re.Match[str]) -> Sense:
    """What the phrase is about: what its clause names first, else what the sentence names."""
    if _is_foreign(sentence):
        return Sense.OTHER_LIST
    tail = sentence[match.end() : match.end() + _WINDOW]
    end = _CLAUSE_END.search(tail)
    near = match.group() + (tail[: end.start()] if end else tail)
    ours = LIST_WORD.search(near) or OFFICIAL.search(near)
    other = other_matter(near[1:])
    if other and not (ours and ours.start() < near.find(other)):
        return Sense.OTHER_MATTER
    if ours:
        return Sense.REQUEST
    before = sentence[max(0, match.start() - _WINDOW) : match.start()]
    if LIST_WORD.search(sentence) and not other_matter(before):
        return Sense.REQUEST
    return Sense.OTHER_MATTER if other_matter(before) and not LIST_WORD.search(before) else Sense.BARE


def _is_foreign(sentence: str) -> bool:
    return bool(FOREIGN_LIST.search(sentence) or OTHER_TOWN.search(sentence))


# --- the rules, in their order --------------------------------------------------------------------


def _takes_back(m: _Material) -> Leave | None:
    match = TAKE_BACK.search(m.body)
    if match and m.is_about_leaving and not _is_striking_wish(m, match):
        return Leave(sense=Sense.TAKE_BACK, words=match.group())
    return None


def _is_striking_wish(m: _Material, match: re.Match[str]) -> bool:
    """Whether the words are those of a wish to leave ("anul·leu la subscripció")."""
    return any(
        match.group() in w.words or w.words in match.group() for w in m.wishes if w.about is Sense.REQUEST
    ) and (not _LEAVING_WORD.search(match.group()))


def _refuses(m: _Material) -> Leave | None:
    for sentence in sentences(m.body):
        match = REFUSAL.search(sentence)
        if match and not _is_no_more(sentence, match) and (m.is_about_leaving or m.is_about_list):
            return Leave(sense=Sense.REFUSAL, words=match.group())
    return None


def _is_no_more(sentence: str, refusal: re.Match[str]) -> bool:
    """Whether the "no" of the refusal belongs to "no vull rebre més"."""
    return any(m.start() <= refusal.start() < m.end() for m in NO_MORE.finditer(sentence))


def _joins_too(m: _Material) -> Leave | None:
    leaving = [w for w in m.wishes if w.about in {Sense.REQUEST, Sense.BARE}]
    joined = next((j for s in sentences(m.body) for j in [JOIN.search(s)] if j), None)
    if leaving and joined and not _is_reason(m.body, joined):
        return Leave(sense=Sense.MIXED, words=joined.group())
    return None


_PAST: Final = re.compile(
    r"\b(?:vaig|va|van|vam|vas|vau|em va|me|he|hem|ha|han|havia|quan|cuando|un dia|alguna vegada)[ '](?:[\w'-]{1,12} ){0,3}$|\bd'ençà que\b"
)


def _is_reason(body: str, joined: re.Match[str]) -> bool:
    """Whether the joining is told of the past: "la meva filla em va apuntar"."""
    place = body.find(joined.group())
    return bool(_PAST.search(body, max(0, place - 40), place)) or bool(
        re.search(r"\b(?:apuntat|apuntada|apuntado|inscrit|subscrit|afegit|inclos)", joined.group())
    )


def _changes_number(m: _Material) -> Leave | None:
    match = CHANGE.search(m.all)
    asks = [w for w in m.wishes if w.about is Sense.REQUEST or w.about is Sense.BARE]
    if match and (m.is_about_list or m.is_about_leaving) and (not asks or _NEW_ONE.search(m.body)):
        return Leave(sense=Sense.CHANGE, words=match.group())
    return None


_NEW_ONE: Final = re.compile(
    r"\b(?:el nou|la nova|nou numero|numero nou|nou mobil|nou telefon|el nuevo|nuevo numero|new number|ara es|ara tinc|ahora es|ahora tengo)\b"
)


def _corrects(m: _Material) -> Leave | None:
    match = CORRECTION.search(m.all)
    if match and not _asks(m) and (m.is_about_list or m.is_about_leaving):
        return Leave(sense=Sense.CORRECTION, words=match.group())
    return None


def _asks(m: _Material) -> bool:
    return any(w.about is Sense.REQUEST for w in m.wishes)


def _hesitates(m: _Material) -> Leave | None:
    for sentence in sentences(m.body):
        match = MAYBE.search(sentence)
        if match and (_LEAVING_WORD.search(sentence) or any(_wishes(sentence))):
            return Leave(sense=Sense.MAYBE, words=match.group())
    return None


def _only_asks(m: _Material) -> Leave | None:
    """A question about leaving, and no sentence beside it that wants to leave."""
    questions = [w for w in m.wishes if _is_question(w.sentence)]
    rest = [w for w in m.wishes if w not in questions and w.about is not Sense.OTHER_MATTER]
    if questions and not rest:
        return Leave(sense=Sense.QUESTION, words=questions[0].sentence[:80])
    asked = next((s for s in sentences(m.body) if s.endswith("?") and _is_question(s)), None)
    if asked and not rest and m.subject_is_ours and not m.has_data:
        return Leave(sense=Sense.QUESTION, words=asked[:80])
    return None


_QUESTION_HEAD: Final = re.compile(
    r"^\W{0,4}(?:(?:hola|bon dia|bona tarda|bones|buenas|buenos dias|i|y|pero|una pregunta|consulta|duda|dubte)[ ,:.!]{1,3}){0,3}"
)


def _is_question(sentence: str) -> bool:
    """Whether the sentence asks for information; "em podeu esborrar?" asks for the deed."""
    head = _QUESTION_HEAD.sub("", sentence)
    how = HOW.search(head[:60])
    polite = POLITE.search(head)
    if not sentence.endswith("?"):
        return bool(
            how
            and how.start() == 0
            and re.match(
                r"(?:com|como|how|comment) (?:em|me|ens|es|puc|puedo|ho|s'|he|can|do|faig|hago|se)\b", head
            )
        )
    if how is None:
        return not polite and not re.search(r"\b(?:vull|voldria|quiero|doneu|den|si us plau)\b", head)
    return polite is None or how.start() < polite.start()


def _has_condition(m: _Material) -> Leave | None:
    for wish in m.wishes:
        match = CONDITION.search(wish.sentence)
        if match and wish.about in {Sense.REQUEST, Sense.BARE}:
            return Leave(sense=Sense.CONDITION, words=match.group(), doubts=(Doubt.CONDITION,))
    return None


def _is_elsewhere(m: _Material) -> Leave | None:
    """Another list or another kind of baixa; together with ours a person must look."""
    all_wishes = [*m.wishes, *([m.head_wish] if m.head_wish else [])]
    other = next((w for w in all_wishes if w.about in {Sense.OTHER_LIST, Sense.OTHER_MATTER}), None)
    if other is None:
        return None
    if any(w.about is Sense.REQUEST for w in all_wishes):
        return Leave(sense=Sense.BOTH_MATTERS, words=other.words)
    return Leave(sense=other.about, words=other.words)


def _requests(m: _Material) -> Leave | None:
    wish = next((w for w in m.wishes if w.about is Sense.REQUEST), None)
    if wish is None and m.subject_is_ours:
        wish = next((w for w in m.wishes if w.about is Sense.BARE), None)
    if wish is None:
        return None
    return Leave(sense=Sense.REQUEST, words=wish.words, doubts=_doubts(m))


def _doubts(m: _Material) -> tuple[Doubt, ...]:
    doubts = (
        [Doubt.FUTURE] if any(FUTURE.search(w.sentence) for w in m.wishes) or FUTURE.search(m.head) else []
    )
    if any(_is_question(s) and _LEAVING_WORD.search(s) for s in sentences(m.body) if s.endswith("?")):
        doubts.append(Doubt.QUESTION)
    return tuple(doubts)


def _says_thanks(m: _Material) -> Leave | None:
    """An answer to our letter that gives no data and wants nothing."""
    if m.wishes or m.has_data or not m.is_reply:
        return None
    match = GRATITUDE.search(m.body)
    if match and "?" not in m.body:
        return Leave(sense=Sense.THANKS, words=match.group())
    return None


def _by_subject(m: _Material) -> Leave | None:
    """The official subject, and a text that says nothing against it."""
    if not m.subject_is_ours or m.head_wish is None:
        return None
    if m.is_reply and not m.has_data:
        return Leave(sense=Sense.MENTION, words=m.head_wish.words)
    if _is_question(m.head) or MAYBE.search(m.head):
        return Leave(sense=Sense.QUESTION, words=m.head)
    return Leave(sense=Sense.REQUEST, words=m.head[:80], doubts=_doubts(m))


def _bare(m: _Material) -> Leave | None:
    """A baixa of nothing said: ours if the text speaks of the list, else in doubt, and only with data."""
    wish = next((w for w in m.wishes if w.about is Sense.BARE), None) or (
        m.head_wish if m.head_wish and m.head_wish.about is Sense.BARE else None
    )
    if wish is None:
        return None
    if m.is_about_list:
        return Leave(sense=Sense.REQUEST, words=wish.words, doubts=_doubts(m))
    if other_matter(m.all):
        return Leave(sense=Sense.MENTION, words=wish.words)
    return Leave(sense=Sense.BARE, words=wish.words, doubts=_doubts(m))


def _still_come(m: _Material) -> Leave | None:
    match = STILL.search(m.body)
    if match and m.is_about_leaving and m.is_about_list:
        return Leave(sense=Sense.MENTION, words=match.group())
    return None


def _mentions(m: _Material) -> Leave | None:
    if _LEAVING_WORD.search(m.all) and m.is_about_list:
        return Leave(sense=Sense.MENTION, words="baixa")
    return None


_RULES: Final = (
    _takes_back,
    _refuses,
    _joins_too,
    _changes_number,
    _corrects,
    _hesitates,
    _only_asks,
    _is_elsewhere,
    _has_condition,
    _requests,
    _says_thanks,
    _by_subject,
    _bare,
    _still_come,
    _mentions,
)
"""Read downwards: the first that speaks decides. What is against acting stands before what is for it."""
