"""Staff orders by mail: what a clerk's own words order, line by line.

Rule 1: a line orders something only if it begins with an order word and names what it is about.
Rule 2: what is not plain is no order: a "no", an exception, a question, a number that may be a day.
Rule 3: a subject that answers or passes on another orders nothing: those words were said before.
Rule 4: a line that is no order is kept, with why, where it was meant as one.

The grammar is one table, `grammar`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from typing import Any, Final

from rules.asides import above_closing, holds_back, until_closing
from rules.folding import clean, fold
from rules.grammar import FORM_OF, FORMS, Form, Line, Order, Unread, Verb
from rules.items import A_REF, C_REF, FIELD_NAMES, fields_in, items_in, person_in
from rules.wishes import bare_subject, is_reply

MOST_ORDERS: Final = 60
"""Orders of one mail that are done; more than these are told of, and left."""

_LONGEST_LINE: Final = 600
_MOST_UNREAD: Final = 12


_BY_WORD: Final = {word: form for form in FORMS for word in form.words.split()}
_NEVER_DONE: Final = frozenset({"reprendre", "atura"})
_OF_A_PERSON: Final = frozenset({Verb.JOIN, Verb.LEAVE})
_ONLY_WITH_REFERENCE: Final = frozenset({"alta", "altes", "baixa", "baixes", "motiu", "motius", "motivo"})
"""Words with which staff also begin a sentence to people, or pass on what a resident wants."""

ORDERS: Final = (frozenset(_BY_WORD) | _NEVER_DONE) - _ONLY_WITH_REFERENCE
"""The words by which a mail is known to order something, folded."""


def order_word(subject: str, text: str) -> str | None:
    """The order word that the clerk's mail begins with, or None."""
    lines = [line.strip() for line in fold(clean(text)).split("\n") if line.strip()]
    is_said_in_full = len(" ".join(lines).split()) > _LONGEST_ASIDE
    return _order(lines[0] if lines else "") or _order(bare_subject(subject), needs_item=is_said_in_full)


_ALONE: Final = frozenset({"fet", "resum", "recompte", "ajuda", "desfes", "estat", "llista"})
_ITEM: Final = re.compile(r"\d|#|\b[a-z]{1,3}-[a-z0-9]{2,12}\b|@")
_LONGEST_ASIDE: Final = 4
"""Words of a text beside an order in the subject; with more, the subject "Fet" is no order."""

_LONGEST_NOTE: Final = 30
"""Words beside an order that comes with a file."""

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
    above = above_closing(until_closing(_above_ours(clean(own))))
    said = [line for line in above.split("\n") if line.strip()]
    titled = _TAGS.sub("", clean(subject).replace("\n", " "))
    in_subject = () if is_reply(titled) else _read_line(titled, today)
    asks_why = any(_is_open(one) for one in in_subject)
    in_body = [(line, () if asks_why and _is_reason(line) else _read_line(line, today)) for line in said]
    comment = "\n".join(line for line, found in in_body if not found)
    lines = [*_completed(in_subject, comment), *(one for _, found in in_body for one in found)]
    words = len(comment.split())  # a heading of a longer mail is no order
    lines = [one for one in lines if isinstance(one, Unread) or words <= _longest_beside(one)]
    if words > _LONGEST_ASIDE:
        lines = [_unless_passed_on(one) for one in lines]
    held = holds_back(comment)
    doubted = {item: one for one in lines if isinstance(one, Unread) for item in _named(one, today)}
    return tuple(_bounded([_unless_held(_unless_doubted(one, doubted), held) for one in lines]))


def _longest_beside(order: Order) -> float:
    return {"": _LONGEST_ASIDE, "file": _LONGEST_NOTE}.get(FORM_OF[order.verb].about, inf)


def _unless_passed_on(one: Line) -> Line:
    """The order; a BAIXA of somebody by name, among other words, may be what a resident wrote."""
    if isinstance(one, Order) and one.verb is Verb.LEAVE and one.deposit is not None:
        return Unread(line=one.line, why="amb més paraules al costat, digueu-ne la fitxa (BAIXA A-0042)")
    return one


def without_codes(text: str) -> str:
    """The text with the codes of its orders blanked out: they are for nobody else's eyes."""
    return _ANY_CODE.sub("…", text)


_ANY_CODE: Final = re.compile(r"(?<![\w-])[2-9BCDFGHJKLMNPQRSTVWXZ]{13}(?![\w-])", re.IGNORECASE)


def _named(unread: Unread, today: date) -> Iterator[str]:
    for _, _, item in items_in(unread.line, today).items:
        yield item


def _unless_doubted(one: Line, doubted: Mapping[str, Unread]) -> Line:
    """The order; none where another line speaks of the same thing, and nobody knows what it says."""
    other = doubted.get(one.item) if isinstance(one, Order) else None
    return one if other is None else Unread(line=one.line, why=f"també en parla la línia «{other.line}»")


_OURS: Final = re.compile(
    r"^.{0,160} · (?:resum del? .{4,40} de \d{4}|avis de baixa|resposta a les vostres ordres|"
    r"recompte del telefon\b.{0,40})$",
    re.MULTILINE,
)
"""The title of what we write to staff: what stands below it is ours, however it was quoted."""


def is_ours(text: str) -> bool:
    """Whether *text* is what we write to staff ourselves."""
    return _OURS.search(fold(clean(text))) is not None


def _above_ours(text: str) -> str:
    match = _OURS.search(fold(text))
    return text[: match.start()] if match else text


def _unless_held(one: Line, held: str | None) -> Line:
    """The order; none where the words beside it say to wait. What takes free words has them as its reason."""
    if held is None or isinstance(one, Unread) or FORM_OF[one.verb].about == "item and text":
        return one
    return Unread(line=one.line, why=f"al costat hi diu «{held}»")


_TAGS: Final = re.compile(r"^ {0,3}(?:\[[^\]]{1,24}\] {0,3}){1,3}")
"""What a gateway puts before a subject that comes from outside: "[EXTERN]"."""


def _completed(orders: tuple[Line, ...], comment: str) -> Iterator[Line]:
    """The orders of a subject: a reason that is asked for in the mail's text is taken from there."""
    reason = " ".join(_REASON_LABEL.sub("", line).strip() for line in comment.split("\n")).strip()
    for one in orders:
        yield replace(one, text=reason[:_LONGEST_LINE]) if isinstance(one, Order) and _is_open(one) else one


def _is_open(one: Line) -> bool:
    """Whether it takes free words, and has none."""
    return isinstance(one, Order) and FORM_OF[one.verb].about == "item and text" and not one.text


def _is_reason(line: str) -> bool:
    match = _REASON_LABEL.match(line)
    return match is not None and match.group().rstrip().endswith(":")


_REASON_LABEL: Final = re.compile(
    r"^\s*(?:el )?(?:motiu|motivo|perqu[eè]|porque)\b\s*[:.-]?\s*", re.IGNORECASE
)


def _bounded(lines: list[Line]) -> Iterator[Line]:
    """Each order and each complaint once; no more of either than anybody reads."""
    orders = unread = 0
    first: dict[Line, Line] = {}
    for one in lines:
        first.setdefault(replace(one, line="") if isinstance(one, Order) else one, one)
    for one in first.values():
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
_CODE: Final = re.compile(
    r"[ ·]([2-9bcdfghjklmnpqrstvwxz]{13})[ .]{0,3}$|·[ ]{0,3}([a-z0-9]{4,24})[ .]{0,3}$"
)
_NOT_PLAIN: Final = re.compile(
    r"\?|\b(?:no|menys|excepte|tret de|salvo|menos|encara|falta|quan|dema|potser|crec|si (?:us|et|li|hi))\b"
)


_OFFERED: Final = re.compile(r"«[^»]{0,16}\b[ac]-\w")
"""An order as we offer it, in a line of ours that was quoted."""


def _read_line(line: str, today: date) -> tuple[Line, ...]:
    """The orders of one line; nothing where it is a sentence to people."""
    if len(line) > _LONGEST_LINE:
        return ()
    text = _LEAD.sub("", line.strip(), count=1).strip()
    folded = fold(text)
    word = _WORD.match(folded)
    form = _BY_WORD.get(word.group(1)) if word else None
    if _OFFERED.search(folded):
        is_pasted = text.startswith("«")
        return (Unread(line=_without_code(text), why="copieu-la sense les cometes «»"),) if is_pasted else ()
    names_something = bool(A_REF.search(folded) or C_REF.search(folded))
    if form is None or word is None:
        return (Unread(line=_without_code(text), why="no comença amb cap ordre"),) if names_something else ()
    rest, code = _parted_code(text[word.end() :])
    said = _Said(form=form, rest=rest, code=code, line=_without_code(text), today=today)
    if word.group(1) in _ONLY_WITH_REFERENCE and not names_something:
        return said.of_person()
    return said.orders()


@dataclass(frozen=True, slots=True)
class _Said:
    """A line that begins with an order word: its form, what follows, and its code."""

    form: Form
    rest: str
    code: str | None
    line: str
    today: date

    def orders(self) -> tuple[Line, ...]:
        match self.form.about:
            case "" | "file":
                return (self._order(),) if not self.rest.strip(" .!") else ()
            case "items":
                return tuple(self._about_items())
            case "item and text":
                return self._with_text()
            case "item and fields":
                return self._with_fields()
            case "deposit":
                return self._of_deposit()
            case "person":
                return self.of_person()
            case _:
                return self._about_anybody()

    def of_person(self) -> tuple[Line, ...]:
        """An ALTA or a BAIXA of somebody whose document and mobile the clerk gives; else nothing."""
        if self.form.verb not in _OF_A_PERSON or _IN_A_SENTENCE.match(fold(self.rest)):
            return ()
        found = person_in(self.rest, self.today)
        if found.person.id_document is None or found.person.phone is None or found.number or found.on:
            return ()
        return (self._order(deposit=found),)

    def _order(self, item: str = "", **more: Any) -> Order:
        return Order(verb=self.form.verb, item=item, code=self.code, line=self.line, **more)

    def _unread(self, why: str) -> Unread:
        return Unread(line=self.line, why=why)

    def _about_items(self) -> Iterator[Line]:
        found = items_in(self.rest, self.today)
        unclear = _NOT_PLAIN.search(fold(found.left)) or holds_back(found.left)
        if not found.items:
            if _A_NUMBER.search(self.rest) or not self.rest.strip(" .!"):
                yield self._unread("no diu de quina fitxa o de quin cas")
        elif unclear:
            said = unclear if isinstance(unclear, str) else unclear.group()
            yield self._unread(f"hi diu «{said}»")
        elif found.why:
            yield self._unread(found.why)
        elif found.day and not self.form.dated:
            yield self._unread("aquesta ordre no porta dia")
        else:
            beside = " ".join(found.left.split()).strip(" .,;:·-")
            for _, _, item in found.items:
                yield self._order(item, day=found.day, text=beside)

    def _with_text(self) -> tuple[Line, ...]:
        """An order about one thing, and the words that follow it."""
        found = items_in(self.rest, self.today)
        if not found.items:
            is_meant = _A_NUMBER.search(self.rest)
            return (self._unread("no diu de quina fitxa o de quin cas"),) if is_meant else ()
        start, end, item = found.items[0]
        parts = (part.strip(" .,:;·-") for part in (self.rest[:start], self.rest[end:]))
        return (self._order(item, text=_REASON_LABEL.sub("", " ".join(filter(None, parts)))),)

    def _with_fields(self) -> tuple[Line, ...]:
        reference = A_REF.search(fold(self.rest))
        if reference is None:
            return (self._unread("no diu de quina fitxa"),) if _A_NUMBER.search(self.rest) else ()
        fields = fields_in(self.rest[reference.end() :])
        if not fields:
            return (self._unread("no diu què s'ha de corregir: nom, DNI o mòbil"),)
        wrong = [FIELD_NAMES[field] for field, value in fields if value is None]
        if wrong:
            return (self._unread(f"el {wrong[0]} nou no és vàlid"),)
        kept = tuple((field, value) for field, value in fields if value is not None)
        return (self._order(f"A-{int(reference[1]):04d}", fields=kept),)

    def _of_deposit(self) -> tuple[Line, ...]:
        """A consent: whose, and its entry; of a reference only the entry."""
        folded = fold(self.rest)
        if _IN_A_SENTENCE.match(folded) or not _A_NUMBER.search(self.rest):
            return ()
        reference = A_REF.search(folded)
        rest, item = self.rest, ""
        if reference is not None:
            rest, item = (
                f"{rest[: reference.start()]} , {rest[reference.end() :]}",
                f"A-{int(reference[1]):04d}",
            )
        found = person_in(rest, self.today)
        needed = (
            ("el nom", item or found.person.name),
            ("un DNI vàlid", item or found.person.id_document),
            ("el número de registre", found.number),
            ("la data de registre", found.on),
        )
        lacks = [what for what, given in needed if not given]
        if lacks:
            return (self._unread(f"hi falta {' i '.join(lacks)}"),)
        return (self._order(item, deposit=found),)

    def _about_anybody(self) -> tuple[Line, ...]:
        found = items_in(self.rest, self.today)
        if found.items:
            return tuple(self._order(item) for _, _, item in found.items)
        name = self.rest.strip(" .!")
        is_name = self.line.startswith(self.form.verb.value) or _A_NAME.fullmatch(name) is not None
        return (self._order(text=name),) if name and is_name and not re.search(r"\d", name) else ()


_A_NUMBER: Final = re.compile(r"\d|[A-Za-z]-\w")
_IN_A_SENTENCE: Final = re.compile(
    r" {0,3}(?:d'|(?:de|del|dels|en|a|al|i|y|o|per|que|si|no|la|el|els|les|signat|registrat|informat|"
    r"voluntari\w?)\b(?!-))"
)
_A_NAME: Final = re.compile(r"[A-ZÀ-Ý][\w'·.-]+(?:,? (?:(?:de|del|la|i|d') ){0,3}[A-ZÀ-Ý][\w'·.-]+){0,5}")


def _without_code(text: str) -> str:
    return _parted_code(text)[0].strip()


def _parted_code(text: str) -> tuple[str, str | None]:
    match = _CODE.search(fold(text))
    if match is None:
        return text, None
    return text[: match.start()].rstrip(" ·?Â|*-"), (match[1] or match[2]).upper()
