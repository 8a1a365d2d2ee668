"""One line of a clerk's mail: the orders it gives, or why it gives none.

Rule 1: it orders only if it begins with an order word, or ends with one after nothing but references.
Rule 2: one order word, one order: a line with several is read as several.
Rule 3: what stands between and behind the references is no "no", no range, no question and no number.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from string import ascii_lowercase
from typing import Any, Final

from rules.findings import Because, Why
from rules.people.documents import find_documents
from rules.people.telephones import find_phones
from rules.staff.grammar import BY_WORD, LONGEST_LINE, LONGEST_TOLD, Form, Line, Order, Unread, Verb
from rules.staff.items import (
    A_REF,
    C_REF,
    D_REF,
    FIELD_NAMES,
    M_REF,
    as_reference,
    fields_in,
    items_in,
    names_record_or_case,
    person_in,
)
from rules.staff.remarks import holds_back, not_plain, unclear, without_greeting, without_thanks
from rules.text.folding import fold
from rules.text.patterns import word_set
from rules.vocabulary.name_words import GIVEN_NAMES, PARTICLES

REASON_LABEL: Final = re.compile(
    r"^\s*(?:i )?(?:el |la )?(?:moti[uv]o?|perqu[eè]|porque|"
    r"(?:resposta|paraules)(?=\s*(?::|$)))\b\s*[:.-]?\s*",
    re.IGNORECASE,
)
"""How a reason is introduced, or an answer where a tap asks for one."""

_VERB: Final = re.compile(rf"(?<![\w-])({'|'.join(BY_WORD)})\b")
_OF_A_PERSON: Final = frozenset({Verb.JOIN, Verb.LEAVE})
_LEAD: Final = " \t-–*·>#.)0123456789"
_CODE: Final = re.compile(
    r"[ ·]{1,4}(?=\d{0,12}[a-z])(?P<ours>[2-9bcdfghjklmnpqrstvwxz]{13})(?=[ .,:;]|$)|"
    r"·[ ]{0,3}(?P<other>[a-z0-9]{4,24})[ .]{0,3}$"
)
"""A code as we write it, be it before what the clerk was to add, a reason or a day; or what may be one."""
_OF_PHONE: Final = word_set("""
    de d del dels el els la l telefon mobil contactes agenda llista whatsapp avui
    """)
"""What a file is said to be of: "Recompte del telèfon"."""
_NOTHING: Final = frozenset({"", "si us plau", "sisplau", "per favor", "gracies"})
_IN_A_SENTENCE: Final = word_set("""
    del dels de en a al i y o per que si no la el els les signat registrat informat voluntari voluntaria
""")
"""How a sentence goes on behind an order word: "baixa de la Pia", "consentiment signat"."""
_SOMETHING: Final = re.compile(r"\d|[^\s-]-+[^\s-]")
"""A number, or what may be a reference: "A-X"."""
_LONG_NUMBER: Final = re.compile(r"\d(?:[ .]*\d){5}")
_FEW: Final = 2
"""Words behind an order word that are no sentence yet."""
_WORD: Final = re.compile(r"\w+")
_JOINTS: Final = word_set("i y e")
_OF: Final = re.compile(r"^(?:d'en )?(?:d')?(?:del )?(?:de )?(?:l')?(?:la )?", re.IGNORECASE)
"""What stands before a name: "de la Pia", "d'en Joan"."""
_REMARK: Final = re.compile(r"[.;!] {1,3}(?=[^\W\d_]{2})")


def read_line(line: str, today: date) -> tuple[Line, ...]:
    """The orders of one line; nothing where it is a sentence to people."""
    if len(line) > LONGEST_LINE and not _tells_people(line):
        return ()
    text = bare_line(line)
    folded = fold(text)
    word = first_word(folded)
    form = BY_WORD.get(word)
    if _is_offered(folded):
        is_pasted = text.startswith("«")
        return (Unread(line=without_code(text), why=Because("copy-without-quotes")),) if is_pasted else ()
    names_something = names_record_or_case(folded) or D_REF.search(folded)
    if form is None:
        if not names_something:
            return ()
        verb = _VERB.search(folded)
        if verb is not None and _is_turned(folded, verb):
            start, end = verb.span()
            return read_line(f"{text[start:end]} {text[:start]} {text[end:]}", today)
        return (Unread(line=without_code(text), why=Because("begins-with-no-order")),)
    cut = _next_order(form, folded, len(word))
    if cut is not None:
        return (*read_line(text[:cut], today), *read_line(text[cut:], today))
    rest, code = parted_code(text[len(word) :].lstrip(" ,:#-"))
    said = _Said(form=form, rest=without_thanks(rest), code=code, line=without_code(text), today=today)
    if form.opens_sentences and not names_something:
        return said.of_person()
    return tuple(_READ_BY[form.about](said))


def word_alone(line: str) -> Verb | None:
    """The order of which a line says the word, and thanks at most: beside the order it is nothing new."""
    form = BY_WORD.get(fold(without_thanks(line)).strip(" .,!"))
    return form.verb if form else None


def is_bare_order(line: str) -> bool:
    """Whether a line is an order word with references or numbers of the list, and nothing else."""
    word, *named = re.findall(r"[^\s,.;:!]+", fold(without_thanks(bare_line(line)))) or [""]
    return word in BY_WORD and bool(named) and all(map(_is_named, named))


def _is_named(word: str) -> bool:
    return word in {"i", "y"} or (word.isdecimal() and len(word) <= 4) or bool(names_record_or_case(word))


def _tells_people(line: str) -> bool:
    """Whether a long line begins with an order whose words somebody is told, which may need them all."""
    form = BY_WORD.get(first_word(fold(bare_line(line[:LONGEST_LINE]))))
    return form is not None and form.tells_people and len(line) <= LONGEST_TOLD


def bare_line(line: str) -> str:
    """The line without what begins an item of a list ("1. ", "> - "), or the greeting before an order."""
    whole = line.strip()
    text = whole.lstrip(_LEAD)
    is_item = len(whole) - len(text) <= 6 and text[:1].isascii() and text[:1].isalpha()
    if not is_item or fold(text).strip(" .!") in BY_WORD:  # "1 feta": the number is whom it is about
        text = whole
    behind = without_greeting(text)
    return behind if first_word(fold(behind)) in BY_WORD else text


def first_word(folded: str) -> str:
    """The letters that a folded line begins with, where they are a word of their own."""
    rest = folded.lstrip(ascii_lowercase)
    return "" if rest.startswith("_") or rest[:1].isalnum() else folded[: len(folded) - len(rest)]


def _is_in_sentence(rest: str) -> bool:
    folded = fold(rest).lstrip()
    return folded.startswith("d'") or not _IN_A_SENTENCE.isdisjoint(folded.split(maxsplit=1)[:1])


def _is_offered(folded: str) -> bool:
    """Whether an order stands in a line as we offer it: "«FET A-0042»"."""
    quoted = (behind.partition("»")[0] for behind in folded.split("«")[1:])
    return any(reference.search(words) for words in quoted for reference in (A_REF, C_REF, D_REF, M_REF))


def _is_turned(folded: str, verb: re.Match[str]) -> bool:
    """Whether references alone stand before an order word, and little behind it: "A-0042 fet"."""
    before, behind = folded[: verb.start()], folded[verb.end() :]
    are_references = A_REF.search(before) and set(A_REF.sub("", before).split()) <= set("i,;:+-")
    return bool(are_references) and BY_WORD[verb[1]].about == "items" and len(behind) <= 40


def _next_order(form: Form, folded: str, start: int) -> int | None:
    """Where in a line of references the next order begins: behind a mark or an "and", before a number."""
    if form.about != "items":
        return None
    for verb in _VERB.finditer(folded, start):
        before, behind = folded[start : verb.start()].rstrip(), folded[verb.end() :].lstrip(" :")
        is_joined = before.endswith((";", ",", ".", "+", " i", " y", " e"))
        if is_joined and (behind[:1].isdigit() or A_REF.match(behind) or C_REF.match(behind)):
            return verb.start()
    return None


@dataclass(frozen=True, slots=True)
class _Said:
    """A line that begins with an order word: its form, what follows, and its code."""

    form: Form
    rest: str
    code: str | None
    line: str
    today: date

    def alone(self) -> tuple[Line, ...]:
        """What names nothing, and says no more than of what the file is that comes with it."""
        rest = fold(self.rest)
        is_of_phone = self.form.about == "file" and _OF_PHONE.issuperset(_WORD.findall(rest))
        return (self._order(),) if is_of_phone or rest.strip(" .,!") in _NOTHING else ()

    def of_person(self) -> tuple[Line, ...]:
        """An ALTA or a BAIXA of somebody whose document and mobile the clerk gives; else nothing."""
        if self.form.verb is Verb.JOIN and A_REF.search(fold(self.rest)):
            return tuple(self.about_items())
        heads_list = self.rest.rstrip().endswith(":")
        if self.form.verb not in _OF_A_PERSON or _is_in_sentence(self.rest) or heads_list:
            return ()
        found = person_in(self.rest, self.today)
        has_both = found.person.id_document and found.person.phone
        if not has_both or found.number or found.on:
            # It may as well head what somebody passes on.
            return (Unread(line=self.line, why=_lacking(self.rest)),) if found.person.has_data else ()
        return (self._order(deposit=person_in(_without_remark(self.rest), self.today)),)

    def put_off(self) -> tuple[Line, ...]:
        """A card that is to come back on a day."""
        found = items_in(self.rest, self.today, ahead=True)
        if not found.items:
            return self._unless_sentence(Because("which-record-or-case"))
        if found.day is None:
            return (self._unread(found.why or Because("until-which-day")),)
        return tuple(self._order(item, day=found.day) for _, _, item in found.items)

    def _order(self, item: str = "", **more: Any) -> Order:
        return Order(verb=self.form.verb, item=item, code=self.code, line=self.line, **more)

    def _unread(self, why: Why) -> Unread:
        rest = fold(self.rest)
        is_sentence = any(sum(map(str.isalpha, word)) > _FEW for word in rest.split())
        is_plain = not is_sentence or "-" in rest.strip(" -") or bool(_LONG_NUMBER.search(rest))
        return Unread(line=self.line, why=why, is_plain=is_plain)

    def _unless_sentence(self, why: Why) -> tuple[Line, ...]:
        """That it names nothing that it could; nothing where it is a sentence to people."""
        return (self._unread(why),) if _SOMETHING.search(self.rest) else ()

    def about_items(self) -> Iterator[Line]:
        found = items_in(self.rest, self.today)
        said = unclear(found.left, undoes=self.form.verb is Verb.UNDO)
        if not found.items:
            if _SOMETHING.search(self.rest) or len(self.rest.split()) <= _FEW:
                yield self._unread(Because("which-record-or-case"))
        elif said:
            yield self._unread(Because("it-says", (said,)))
        elif found.why:
            yield self._unread(found.why)
        elif found.day and not self.form.dated:
            yield self._unread(Because("bears-no-day"))
        elif self.form.of_cases and not all(item.startswith("C-") for _, _, item in found.items):
            yield self._unread(Because("for-a-case"))
        else:
            items, case = _answering(self.form, [item for _, _, item in found.items])
            beside = " ".join(found.left.split()).strip(" .,;:·-()!") if len(items) == 1 else ""
            for item in items:
                yield self._order(item, case=case, day=found.day, text=beside)

    def about_mails(self) -> tuple[Line, ...]:
        """Mails that were set aside: what names none is a sentence, unless it is short and gives a number."""
        rest = fold(self.rest)
        mails = [f"M-{int(found[1])}" for found in M_REF.finditer(rest)]
        if not mails:
            is_meant = len(rest.split()) <= _FEW and _SOMETHING.search(rest)
            return (self._unread(Because("which-mail")),) if is_meant else ()
        left = M_REF.sub(" ", rest)
        if said := not_plain(left) or holds_back(left):
            return (self._unread(Because("it-says", (said,))),)
        return tuple(self._order(item) for item in dict.fromkeys(mails))

    def of_text(self) -> tuple[Line, ...]:
        """What a clerk passes on in their own words; a sentence that only begins with that word is none."""
        word = self.line.split(maxsplit=1)[0].strip(":.-")
        text = self.rest.strip(" :.-")
        if word != word.upper():
            return ()
        return (self._order(text=text) if len(text.split()) > 1 else self._unread(Because("what-was-told")),)

    def with_text(self) -> tuple[Line, ...]:
        """An order about one thing, or several in a row, and the words that follow."""
        several = self.form.about == "items and text"
        found = items_in(self.rest, self.today)
        if not found.items:
            return self._unless_sentence(Because("which-record-or-case"))
        first = found.items[0][0]
        items: list[tuple[int, str]] = []
        for start, end, item in found.items:
            between = fold(self.rest[items[-1][0] : start]) if items else ""
            if items and not (several and _JOINTS.issuperset(_WORD.findall(between))):
                break
            items.append((end, item))
        parts = (part.strip(" .,:;·-") for part in (self.rest[:first], self.rest[items[-1][0] :]))
        text = REASON_LABEL.sub("", " ".join(filter(None, parts)))
        return tuple(self._order(item, text=text) for _, item in items)

    def with_fields(self) -> tuple[Line, ...]:
        rest = fold(self.rest)
        reference, case = A_REF.search(rest), C_REF.search(rest)
        if reference is None:
            return self._unless_sentence(Because("which-record"))
        named = sorted(each.span() for each in (reference, case) if each)
        starts, ends = [0, *(end for _, end in named)], [*(start for start, _ in named), len(rest)]
        fields = fields_in(" ".join(self.rest[start:end] for start, end in zip(starts, ends, strict=True)))
        order = self._order(as_reference(reference), case=as_reference(case) if case else "")
        if not fields:  # of a tap they stand in the mail's text
            return (order if self.code else self._unread(Because("corrects-nothing")),)
        return (corrected(order, fields),)

    def of_deposit(self) -> tuple[Line, ...]:
        """A consent: whose, and its entry; of a reference only the entry."""
        folded = fold(self.rest)
        if _is_in_sentence(self.rest) or not _SOMETHING.search(self.rest):
            return ()
        reference = A_REF.search(folded)
        rest, item = self.rest, ""
        if reference is not None:
            item = as_reference(reference)
            rest = f"{rest[: reference.start()]} , {rest[reference.end() :]}"
        found = person_in(rest, self.today)
        needed = (
            (Because("the-name"), item or found.person.name),
            (Because("a-valid-document"), item or found.person.id_document),
            (Because("the-entry-number"), found.number),
            (Because("the-entry-date"), found.on),
        )
        lacks: list[Why] = [what for what, given in needed if not given]
        if lacks:
            what = reduce(lambda first, second: Because("and", (first, second)), lacks)
            return (self._unread(Because("it-lacks", (what,))),)
        return (self._order(item, deposit=found),)

    def about_anybody(self) -> tuple[Line, ...]:
        found = items_in(self.rest, self.today)
        if found.items:
            return tuple(self._order(item) for _, _, item in found.items)
        if _LONG_NUMBER.search(self.rest):
            return (self._unread(Because("number-not-understood")),)
        name = _OF.sub("", self.rest.strip(" .!"))
        is_name = self.line.startswith(self.form.verb.value) or _is_name(name.split())
        return (self._order(text=name),) if name and is_name and not any(map(str.isdigit, name)) else ()


_READ_BY: Final[Mapping[str, Callable[[_Said], Iterable[Line]]]] = {
    "": _Said.alone,
    "file": _Said.alone,
    "items": _Said.about_items,
    "items and text": _Said.with_text,
    "item and text": _Said.with_text,
    "items and day": _Said.put_off,
    "item and fields": _Said.with_fields,
    "mails": _Said.about_mails,
    "broadcast": lambda _: (),  # more than a line (`broadcast_order`)
    "text": _Said.of_text,
    "deposit": _Said.of_deposit,
    "person": _Said.of_person,
    "anybody": _Said.about_anybody,
}
"""How the line is read, by what its order is about."""


def corrected(order: Order, fields: Sequence[tuple[str, str | None]]) -> Line:
    """The order with the data that it puts right, "" for what is not valid; without a code, none then."""
    wrong = [FIELD_NAMES[field] for field, value in fields if value is None]
    if wrong and order.code is None:
        return Unread(line=order.line, why=Because("new-one-invalid", (wrong[0],)), is_plain=True)
    return replace(order, fields=tuple((field, value or "") for field, value in fields))


def _answering(form: Form, items: Sequence[str]) -> tuple[Sequence[str], str]:
    """The things that an order is about, and the one card that it answers beside them, or ""."""
    cases = [item for item in items if item.startswith("C-")]
    if form.of_cases or len(cases) != 1 or len(items) == 1:
        return items, ""
    return [item for item in items if item not in cases], cases[0]


def _lacking(rest: str) -> Why:
    """What keeps an ALTA or a BAIXA from being of somebody."""
    if any(not one.value for one in find_documents(rest)):
        return Because("document-wrong")
    if any(not one.value for one in find_phones(rest)):
        return Because("mobile-wrong")
    return Because("both-or-record")


def _is_name(words: Sequence[str]) -> bool:
    """Whether words that a clerk writes behind "FITXA" are a name: a known one, or with its capitals."""
    bare = [word for word in words if word not in PARTICLES]
    is_known = 1 < len(words) < 10 and fold(words[0]) in GIVEN_NAMES
    return bool(bare) and words[0] == bare[0] and (is_known or all(word[0].isupper() for word in bare))


def _without_remark(rest: str) -> str:
    """What gives a person, without the sentence that follows their name and both their numbers."""
    both = (find_documents(rest), find_phones(rest))
    ends = [next((one.end for one in found if one.value), 0) for found in both]
    end = _REMARK.search(rest, max(ends)) if all(ends) else None
    is_named = end and any(word[0].isupper() and word[1:2].isalpha() for word in rest[: end.start()].split())
    return rest[: end.start()] if end and is_named else rest


def without_code(text: str) -> str:
    """A line without its code: it is for nobody else's eyes."""
    return parted_code(text)[0].strip()


def parted_code(text: str) -> tuple[str, str | None]:
    """A line and its code, apart."""
    folded = fold(text)
    code = _CODE.search(folded)
    if code is not None:
        rest = text[code.end() :].lstrip()
        return f"{text[: code.start()].rstrip(' ·?Â|*-')} {rest}".rstrip(" ."), (code[1] or code[2]).upper()
    return text, None
