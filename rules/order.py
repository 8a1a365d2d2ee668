"""Staff orders by mail: what a clerk's own words order, line by line.

Rule 1: a line orders something only if it begins with an order word and names what it is about.
Rule 2: what is not plain is no order: a "no", an exception, a question, a number that may be a day.
Rule 3: a subject that answers or passes on another orders nothing: those words were said before.
Rule 4: a line that is no order is kept, with why, where it was meant as one.

The grammar is one table, from which the help is printed too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rules.asides import holds_back, until_closing
from rules.dates import find_dates
from rules.folding import clean, fold
from rules.identity import find_documents, find_phones
from rules.wishes import bare_subject, is_reply

MOST_ORDERS: Final = 60
"""Orders of one mail that are done; more than these are told of, and left."""

_LONGEST_LINE: Final = 600
_MOST_UNREAD: Final = 12


class Verb(StrEnum):
    """What can be ordered. The value is the word that we write ourselves."""

    ACTIVATED = "FET"
    TAKEN_OFF = "TRETA"
    UNDO = "DESFÉS"
    APPLY = "APLICA"
    DISCARD = "DESCARTA"
    LEAVE = "BAIXA"
    HELP = "AJUDA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How an order is written: its words (folded), an example, and in Catalan what it does.

    `about` says what it names: "items" (references, mobiles or documents, several in a line),
    "item and text" (one, and free words) or "" (nothing).
    """

    verb: Verb
    words: str
    about: str
    example: str
    does: str
    dated: bool = False


FORMS: Final = (
    Form(
        verb=Verb.ACTIVATED,
        words="fet feta fets fetes activat activada activats activades activa activar hecho hecha",
        about="items",
        example="FET A-0042 · FET 12, 14 i 15 · FET A-0042 7/11",
        does="ja és al telèfon (si hi poseu el dia, consta el dia que es va fer)",
        dated=True,
    ),
    Form(
        verb=Verb.TAKEN_OFF,
        words="treta tret trets tretes treure treu quitado quitada",
        about="items",
        example="TRETA A-0007",
        does="ja és fora del telèfon",
        dated=True,
    ),
    Form(
        verb=Verb.UNDO,
        words="desfes desfer desfeu",
        about="items",
        example="DESFÉS A-0007",
        does="desfà una baixa, fins a deu dies després",
    ),
    Form(
        verb=Verb.APPLY,
        words="aplica aplicar apliqueu aplicat aplicada",
        about="items",
        example="APLICA C-7KQ4M2XZ",
        does="fa el que demana el cas: ja l'heu mirat",
    ),
    Form(
        verb=Verb.DISCARD,
        words="descarta descartar descarteu descartat descartada tanca tancar tanqueu",
        about="item and text",
        example="DESCARTA C-7KQ4M2XZ era una prova",
        does="tanca el cas sense fer res; el motiu queda anotat",
    ),
    Form(
        verb=Verb.LEAVE,
        words="baixa baixes",
        about="items",
        example="BAIXA A-0042",
        does="anota una baixa que no ha vingut per correu",
    ),
    Form(
        verb=Verb.HELP,
        words="ajuda ayuda ajut",
        about="",
        example="AJUDA",
        does="us torna aquesta explicació",
    ),
)
"""Every order there is."""

_BY_WORD: Final = {word: form for form in FORMS for word in form.words.split()}
FORM_OF: Final = {form.verb: form for form in FORMS}

_NOT_YET_DONE: Final = frozenset({"corregeix", "corregir", "consentiment", "fitxa", "resum", "resumen"})
_NEVER_DONE: Final = frozenset({"llista", "estat", "reprendre", "atura"})
_ALSO_RESIDENTS: Final = frozenset({"baixa", "baixes"})
"""Words with which staff also pass on what a resident wants: orders only before a reference."""

ORDERS: Final = (frozenset(_BY_WORD) | _NOT_YET_DONE | _NEVER_DONE) - _ALSO_RESIDENTS
"""The words by which a mail is known to order something, folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing ordered. `item` is a reference (A-0042, C-…), a mobile in E.164 or a document; "" for none.

    `day` is when it was really done, `text` free words, `code` what stood after the order, upper case;
    `line` is what the clerk wrote, without the code.
    """

    verb: Verb
    item: str = ""
    day: date | None = None
    text: str = ""
    code: str | None = None
    line: str = ""

    @property
    def said(self) -> str:
        """The order as we understood it."""
        day = f"{self.day:%d/%m/%Y}" if self.day else ""
        return " ".join(filter(None, (self.verb.value, self.item, day)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A line that was meant as an order, and in Catalan why it is none."""

    line: str
    why: str


Line = Order | Unread


def order_word(subject: str, text: str) -> str | None:
    """The order word that the clerk's mail begins with, or None."""
    lines = [line.strip() for line in fold(clean(text)).split("\n") if line.strip()]
    is_said_in_full = len(" ".join(lines).split()) > _LONGEST_ASIDE
    return _order(lines[0] if lines else "") or _order(bare_subject(subject), needs_item=is_said_in_full)


_ALONE: Final = frozenset({"fet", "resum", "ajuda", "desfes", "estat", "llista"})
_ITEM: Final = re.compile(r"\d|#|\b[a-z]{1,3}-[a-z0-9]{2,12}\b|@")
_LONGEST_ASIDE: Final = 4
"""Words of a text beside an order in the subject; with more, the subject "Fet" is no order."""

_FIRST: Final = re.compile(r"^[\W_]{0,4}([a-z]{3,12})\b[ ,:#-]{0,4}(.{0,120})")


def _order(line: str, *, needs_item: bool = False) -> str | None:
    match = _FIRST.match(line)
    if match is None or match.group(1) not in ORDERS:
        return None
    rest = match.group(2).strip(" .!")
    if not rest:
        return match.group(1) if match.group(1) in _ALONE and not needs_item else None
    is_about_item = bool(_ITEM.search(rest)) and len(rest.split()) <= 10
    return match.group(1) if is_about_item else None


# --- the lines ------------------------------------------------------------------------------------


def read_orders(subject: str, own: str, *, today: date) -> tuple[Line, ...]:
    """What a clerk orders in the subject and in her own words above her closing; in the order written.

    *today* is the day of the mail: a day without a year is the last such one.
    """
    said = [line for line in until_closing(clean(own)).split("\n") if line.strip()]
    in_subject = () if is_reply(subject) else _read_line(clean(subject).replace("\n", " "), today)
    in_body = [(line, _read_line(line, today)) for line in said]
    comment = "\n".join(line for line, found in in_body if not any(isinstance(o, Order) for o in found))
    lines = [*_completed(in_subject, comment), *(one for _, found in in_body for one in found)]
    held = holds_back(comment)
    return tuple(_bounded([_unless_held(one, held) for one in lines]))


def _unless_held(one: Line, held: str | None) -> Line:
    """The order; none where the words beside it say to wait. What takes free words has them as its reason."""
    if held is None or isinstance(one, Unread) or FORM_OF[one.verb].about == "item and text":
        return one
    return Unread(line=one.line, why=f"al costat hi diu «{held}»")


def _completed(orders: tuple[Line, ...], comment: str) -> Iterator[Line]:
    """The orders of a subject: a reason that is asked for in the mail's text is taken from there."""
    reason = " ".join(_REASON_LABEL.sub("", line).strip() for line in comment.split("\n")).strip()
    for one in orders:
        is_open = isinstance(one, Order) and FORM_OF[one.verb].about == "item and text" and not one.text
        yield replace(one, text=reason[:_LONGEST_LINE]) if is_open and isinstance(one, Order) else one


_REASON_LABEL: Final = re.compile(
    r"^\s*(?:el )?(?:motiu|motivo|perqu[eè]|porque)\b\s*[:.-]?\s*", re.IGNORECASE
)


def _bounded(lines: list[Line]) -> Iterator[Line]:
    """Each order and each complaint once; no more of either than anybody reads."""
    orders = unread = 0
    for one in dict.fromkeys(lines):
        if isinstance(one, Order):
            orders += 1
            if orders > MOST_ORDERS:
                yield Unread(line=one.line, why=f"només en fem {MOST_ORDERS} d'un sol correu")
                return
            yield one
        elif (unread := unread + 1) <= _MOST_UNREAD:
            yield one


_LEAD: Final = re.compile(r"^[\s\-–*·>#.)\d]{0,6}?(?=[A-Za-z])")
_WORD: Final = re.compile(r"([a-z]{3,14})\b[ ,:#-]{0,4}")
_A_REF: Final = re.compile(r"(?<![\w-])a(?: ?- ?0*(?=\d)|0*(?=\d{3}))(\d{1,6})(?![\w-])")
_C_REF: Final = re.compile(r"(?<![\w-])c-([a-z0-9]{2,12})(?![\w-])")
_NUMBER: Final = re.compile(r"(?<![\w/.,:-])0*(\d{1,5})(?![\w/:-]|[.,]\d)")
_JOINT: Final = re.compile(r"(?:[,;&+]|\b(?:i|y|e))\s*$")
_BEFORE_NUMBER: Final = re.compile(
    r"\s*(?:l[ae]s?|els?|fitx(?:a|es)|num(?:ero)?s?\.?|n\.?)?\s*(?:fitx(?:a|es))?\s*"
)
_MASKED: Final = re.compile(r"\w{0,8}\*{2}[\w*]{0,8}|(?<![\w*])[\w*]{0,8}\*{2}\w{0,8}")
"""A document as the digest shows it, pasted from there."""
_DAY: Final = re.compile(r"(?<![\w/.-])(\d{1,2})/(\d{1,2})(?![/\w-])")
_A_DAY_PERHAPS: Final = re.compile(r"\b(?:dia|el|del|de|fins|a|al)\s*$")
_CODE: Final = re.compile(
    r"[ ·]([2-9bcdfghjklmnpqrstvwxz]{13})[ .]{0,3}$|·[ ]{0,3}([a-z0-9]{4,24})[ .]{0,3}$"
)
_NOT_PLAIN: Final = re.compile(
    r"\?|\b(?:no|menys|excepte|tret de|salvo|menos|encara|falta|quan|dema|potser|crec|si (?:us|et|li|hi))\b"
)


def _read_line(line: str, today: date) -> tuple[Line, ...]:
    """The orders of one line; nothing where it is a sentence to people."""
    if len(line) > _LONGEST_LINE:
        return ()
    text = _LEAD.sub("", line.strip(), count=1).strip()
    folded = fold(text)
    word = _WORD.match(folded)
    form = _BY_WORD.get(word.group(1)) if word else None
    names_something = bool(_A_REF.search(folded) or _C_REF.search(folded))
    if form is None or word is None:
        return (Unread(line=_without_code(text), why="no comença amb cap ordre"),) if names_something else ()
    if form.about == "":
        return (Order(verb=form.verb, line=text),) if not folded[word.end() :].strip(" .!") else ()
    rest, code = _parted_code(text[word.end() :])
    shown = _without_code(text)
    if form.about == "item and text":
        return _with_text(form, rest, code, shown, today)
    return tuple(_about_items(form, rest, code, shown, today)) or ()


def _without_code(text: str) -> str:
    return _parted_code(text)[0].strip()


def _parted_code(text: str) -> tuple[str, str | None]:
    match = _CODE.search(fold(text))
    if match is None:
        return text, None
    return text[: match.start()].rstrip(" ·"), (match[1] or match[2]).upper()


def _with_text(form: Form, rest: str, code: str | None, line: str, today: date) -> tuple[Line, ...]:
    """An order about one thing, and the words that follow it."""
    found = _items(rest, today)
    first = found.items[:1]
    if not first:
        return (
            (Unread(line=line, why="no diu de quina fitxa o de quin cas"),) if _A_NUMBER.search(rest) else ()
        )
    start, end, item = first[0]
    text = " ".join(part.strip(" .,:;·-") for part in (rest[:start], rest[end:]) if part.strip(" .,:;·-"))
    return (Order(verb=form.verb, item=item, text=_REASON_LABEL.sub("", text), code=code, line=line),)


_A_NUMBER: Final = re.compile(r"\d|[A-Za-z]-\w")


def _about_items(form: Form, rest: str, code: str | None, line: str, today: date) -> Iterator[Line]:
    found = _items(rest, today)
    if form.verb is Verb.LEAVE:
        found.items = [one for one in found.items if one[2].startswith("A-")]
    unclear = _NOT_PLAIN.search(fold(found.left)) or holds_back(found.left)
    if not found.items:
        if form.verb.value.lower() not in _ALSO_RESIDENTS and (
            _A_NUMBER.search(rest) or not rest.strip(" .!")
        ):
            yield Unread(line=line, why="no diu de quina fitxa o de quin cas")
        return
    if unclear:
        said = unclear if isinstance(unclear, str) else unclear.group()
        yield Unread(line=line, why=f"hi diu «{said}»")
    elif found.why:
        yield Unread(line=line, why=found.why)
    elif found.day and not form.dated:
        yield Unread(line=line, why="aquesta ordre no porta dia")
    else:
        for _, _, item in found.items:
            yield Order(verb=form.verb, item=item, day=found.day, code=code, line=line)


@dataclass(slots=True)
class _Found:
    """What a line names: items with their places, a day, the words left over, and what is not plain."""

    items: list[tuple[int, int, str]]
    day: date | None = None
    left: str = ""
    why: str = ""

    def take(self, text: str, items: list[tuple[int, int, str]]) -> str:
        """Add *items*, and blank them out of *text*."""
        self.items += items
        return _blanked(text, items)

    def date(self, days: list[date], today: date) -> None:
        """Date it, if it is one day and not one to come."""
        if len(days) > 1:
            self.why = "hi ha més d'un dia"
        elif days and days[0] > today:
            self.why = f"el dia {days[0]:%d/%m/%Y} encara ha de venir"
        elif days:
            self.day = days[0]


def _items(rest: str, today: date) -> _Found:
    """The things that *rest* names, left to right; what is a date, a mobile or a document is no number."""
    found = _Found(items=[])
    text = _MASKED.sub(lambda m: " " * len(m.group()), rest)
    text = found.take(text, [(d.start, d.end, d.value) for d in find_documents(text) if d.value])
    days = list(_days(text, today))
    text = _blanked(text, [(start, end, "") for start, end, _ in days])
    text = found.take(text, [(p.start, p.end, p.value) for p in find_phones(text) if p.value])
    folded = fold(text)
    text = found.take(text, [(m.start(), m.end(), f"A-{int(m[1]):04d}") for m in _A_REF.finditer(folded)])
    text = found.take(text, [(m.start(), m.end(), f"C-{m[1].upper()}") for m in _C_REF.finditer(folded)])
    if re.search(r"\d\s*-\s*\d", text):
        found.why = "les fitxes s'han de dir una per una"
    found.left = _numbered(found, rest, text)
    found.items.sort()
    found.date(sorted({day for _, _, day in days}), today)
    return found


def _numbered(found: _Found, rest: str, text: str) -> str:
    """Take the bare numbers of *text* that stand where an item can; returns what is left over."""
    numbers = list(_NUMBER.finditer(text))
    taken = sorted(found.items)
    bare = []
    for number in numbers:
        before = fold(text[: number.start()])
        if _A_DAY_PERHAPS.search(before) or not _follows(rest, number.start(), taken, numbers):
            found.why = f"no queda clar si «{number.group()}» és una fitxa o un dia (el dia, com 7/11)"
        else:
            bare.append((number.start(), number.end(), f"A-{int(number[1]):04d}"))
    left = found.take(text, bare)
    if re.search(r"\d", left) and not found.why:
        found.why = "hi ha un número que no s'entén"
    return left


def _follows(rest: str, start: int, taken: list[tuple[int, int, str]], numbers: list[re.Match[str]]) -> bool:
    """Whether a bare number stands where an item can: first, after a joint or after its like."""
    ends = [end for _, end, _ in taken if end <= start] + [n.end() for n in numbers if n.end() <= start]
    last = max(ends, default=0)
    is_after_reference = any(end == last for _, end, _ in taken)
    between = fold(rest[last:start])
    if _JOINT.search(between):
        return True
    return not is_after_reference and _BEFORE_NUMBER.fullmatch(between) is not None


def _days(text: str, today: date) -> Iterator[tuple[int, int, date]]:
    for written in find_dates(text, today=today):
        yield written.start, written.end, written.on
    for match in _DAY.finditer(text):
        on = _latest(int(match[2]), int(match[1]), today)
        if on is not None:
            yield match.start(), match.end(), on


def _latest(month: int, day: int, today: date) -> date | None:
    """The last such day that is not after tomorrow: a mail may be written just before midnight."""
    for year in (today.year, today.year - 1):
        try:
            on = date(year, month, day)
        except ValueError:
            continue
        if on <= today + timedelta(days=1):
            return on
    return None


def _blanked(text: str, spans: list[tuple[int, int, str]]) -> str:
    for start, end, _ in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
