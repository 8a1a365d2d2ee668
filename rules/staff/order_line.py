"""One line of a clerk's mail: the orders it gives, or why it gives none.

Rule 1: it orders only if it begins with an order word, or ends with one after nothing but references.
Rule 2: one order word, one order: a line with several is read as several.
Rule 3: what stands between and behind the references is no "no", no range, no question and no number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any, Final

from rules.findings import Because, Why
from rules.people.documents import find_documents
from rules.people.telephones import find_phones
from rules.staff.grammar import BY_WORD, LONGEST_LINE, ONLY_WITH_REFERENCE, Form, Line, Order, Unread, Verb
from rules.staff.items import A_REF, C_REF, FIELD_NAMES, fields_in, items_in, person_in
from rules.staff.remarks import holds_back
from rules.text.folding import fold
from rules.text.patterns import word_set
from rules.text.tokens import Text, Token
from rules.vocabulary.name_words import GIVEN_NAMES

REASON_LABEL: Final = re.compile(
    r"^\s*(?:i )?(?:el )?(?:moti[uv]o?|perqu[eè]|porque)\b\s*[:.-]?\s*", re.IGNORECASE
)
"""How a reason is introduced."""

_OF_A_PERSON: Final = frozenset({Verb.JOIN, Verb.LEAVE})
_LEAD: Final = re.compile(r"^[\s\-–*·>#.)\d]{0,6}?(?=[A-Za-z])")
_WORD: Final = re.compile(r"([a-z]{3,14})\b[ ,:#-]{0,4}")
_CODE: Final = re.compile(
    r"[ ·]([2-9bcdfghjklmnpqrstvwxz]{13})[ .]{0,3}$|·[ ]{0,3}([a-z0-9]{4,24})[ .]{0,3}$"
)
_CODE_WITHIN: Final = re.compile(r"[ ·]{1,4}((?=\d{0,12}[a-z])[2-9bcdfghjklmnpqrstvwxz]{13})(?=[ .,:;])")
"""A code as we write it, and after it what the clerk was to add: a reason, a day."""
_NOT_PLAIN: Final = word_set("""
    no menys excepte tret salvo menos encara falta quan dema potser crec dilluns dimarts dimecres dijous
    divendres dissabte diumenge lunes martes miercoles jueves viernes
    """)


_NOTHING: Final = frozenset({"", "si us plau", "sisplau", "per favor", "gracies"})
_OFFERED: Final = re.compile(r"«[^»]{0,16}\b[ac]-\w")
"""An order as we offer it, in a line of ours that was quoted."""


def read_line(line: str, today: date) -> tuple[Line, ...]:
    """The orders of one line; nothing where it is a sentence to people."""
    if len(line) > LONGEST_LINE:
        return ()
    text = _LEAD.sub("", line.strip(), count=1).strip()
    folded = fold(text)
    word = _WORD.match(folded)
    form = BY_WORD.get(word.group(1)) if word else None
    if _OFFERED.search(folded):
        is_pasted = text.startswith("«")
        return (Unread(line=_without_code(text), why=Because("copy-without-quotes")),) if is_pasted else ()
    names_something = bool(A_REF.search(folded) or C_REF.search(folded))
    if form is None or word is None:
        turned = _TURNED.fullmatch(folded)
        if turned is not None and BY_WORD[turned["verb"]].about == "items":
            start, end = turned.span("verb")
            return read_line(f"{text[start:end]} {text[:start]} {text[end:]}", today)
        return (
            (Unread(line=_without_code(text), why=Because("begins-with-no-order")),)
            if names_something
            else ()
        )
    cut = _next_order(form, folded, word.end())
    if cut is not None:
        return (*read_line(text[:cut], today), *read_line(text[cut:], today))
    rest, code = _parted_code(text[word.end() :])
    found = _Said(form=form, rest=rest, code=code, line=_without_code(text), today=today)
    if word.group(1) in ONLY_WITH_REFERENCE and not names_something:
        return found.of_person()
    return found.orders()


_TURNED: Final = re.compile(
    rf"(?:a ?- ?\d{{1,6}}|a ?0\d{{3,5}}|[ ,;:+-]|\bi\b){{1,60}}(?P<verb>{'|'.join(BY_WORD)})\b.{{0,40}}"
)
"""The references first: "A-0042 fet"."""

_VERB: Final = re.compile(
    rf"(?:[;,.+]|\b[iye]\b) {{0,3}}(?P<verb>{'|'.join(BY_WORD)})\b[ :]{{0,3}}(?=[ac] ?-? ?\w|\d)"
)


def _next_order(form: Form, folded: str, start: int) -> int | None:
    """Where in a line of references the next order begins."""
    if form.about != "items":
        return None
    match = _VERB.search(folded, start)
    return match.start("verb") if match else None


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
                return (self._order(),) if fold(self.rest).strip(" .,!") in _NOTHING else ()
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
        if self.form.verb not in _OF_A_PERSON or _is_in_a_sentence(fold(self.rest)):
            return ()
        if self.rest.rstrip().endswith(":"):  # it heads a list of people
            return ()
        found = person_in(self.rest, self.today)
        has_both = found.person.id_document and found.person.phone
        if not has_both or found.number or found.on:
            is_meant = found.person.has_data
            # It may as well head what somebody passes on.
            why = Because("both-or-record")
            return (Unread(line=self.line, why=why),) if is_meant else ()
        return (self._order(deposit=person_in(_without_remark(self.rest), self.today)),)

    def _order(self, item: str = "", **more: Any) -> Order:
        return Order(verb=self.form.verb, item=item, code=self.code, line=self.line, **more)

    def _unread(self, why: Why) -> Unread:
        rest = fold(self.rest)
        is_plain = bool(_SOMETHING.search(rest)) or not _SENTENCE.search(rest)
        return Unread(line=self.line, why=why, is_plain=is_plain)

    def _about_items(self) -> Iterator[Line]:
        found = items_in(self.rest, self.today)
        unclear = _not_plain(found.left) or holds_back(found.left)
        if not found.items:
            if _A_NUMBER.search(self.rest) or len(self.rest.split()) <= _FEW:
                yield self._unread(Because("which-record-or-case"))
        elif unclear:
            yield self._unread(Because("it-says", (unclear,)))
        elif found.why:
            yield self._unread(found.why)
        elif found.day and not self.form.dated:
            yield self._unread(Because("bears-no-day"))
        else:
            alone = len(found.items) == 1
            beside = " ".join(found.left.split()).strip(" .,;:·-()!") if alone else ""
            for _, _, item in found.items:
                yield self._order(item, day=found.day, text=beside)

    def _with_text(self) -> tuple[Line, ...]:
        """An order about one thing, and the words that follow it."""
        found = items_in(self.rest, self.today)
        if not found.items:
            is_meant = _A_NUMBER.search(self.rest)
            return (self._unread(Because("which-record-or-case")),) if is_meant else ()
        start, end, item = found.items[0]
        parts = (part.strip(" .,:;·-") for part in (self.rest[:start], self.rest[end:]))
        return (self._order(item, text=REASON_LABEL.sub("", " ".join(filter(None, parts)))),)

    def _with_fields(self) -> tuple[Line, ...]:
        reference = A_REF.search(fold(self.rest))
        if reference is None:
            return (self._unread(Because("which-record")),) if _A_NUMBER.search(self.rest) else ()
        fields = fields_in(f"{self.rest[: reference.start()]} {self.rest[reference.end() :]}")
        if not fields:
            return (self._unread(Because("corrects-nothing")),)
        wrong = [FIELD_NAMES[field] for field, value in fields if value is None]
        if wrong:
            return (self._unread(Because("new-one-invalid", (wrong[0],))),)
        kept = tuple((field, value) for field, value in fields if value is not None)
        return (self._order(f"A-{int(reference[1]):04d}", fields=kept),)

    def _of_deposit(self) -> tuple[Line, ...]:
        """A consent: whose, and its entry; of a reference only the entry."""
        folded = fold(self.rest)
        if _is_in_a_sentence(folded) or not _A_NUMBER.search(self.rest):
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
            (Because("the-name"), item or found.person.name),
            (Because("a-valid-document"), item or found.person.id_document),
            (Because("the-entry-number"), found.number),
            (Because("the-entry-date"), found.on),
        )
        lacks: list[Why] = [what for what, given in needed if not given]
        if lacks:
            return (self._unread(Because("it-lacks", (reduce(_and, lacks),))),)
        return (self._order(item, deposit=found),)

    def _about_anybody(self) -> tuple[Line, ...]:
        found = items_in(self.rest, self.today)
        if found.items:
            return tuple(self._order(item) for _, _, item in found.items)
        if _LONG_NUMBER.search(self.rest):
            return (self._unread(Because("number-not-understood")),)
        name = _OF.sub("", self.rest.strip(" .!"))
        is_name = (
            self.line.startswith(self.form.verb.value)
            or _A_NAME.fullmatch(name) is not None
            or (_WORDS.fullmatch(name) is not None and fold(name.split()[0]) in GIVEN_NAMES)
        )
        return (self._order(text=name),) if name and is_name and not re.search(r"\d", name) else ()


def _not_plain(left: str) -> str | None:
    """The first word that makes of what stands beside the references more than an order."""
    if "?" in left:
        return "?"
    words = [token for sentence in Text(left).sentences for token in sentence]
    not_plain = (one.word for at, one in enumerate(words) if one.word in _NOT_PLAIN or _is_if(words[at:]))
    return next(not_plain, None)


def _is_if(words: Sequence[Token]) -> bool:
    """Whether a condition begins with these words, and neither a "sí" nor a "si us plau"."""
    said = [token.word for token in words[:3]]
    is_yes = words[0].accented or not any(map(str.isalpha, said[1:2]))
    return said[0] == "si" and not is_yes and said[1:] != ["us", "plau"]


def _and(first: Why, second: Why) -> Why:
    return Because("and", (first, second))


_SOMETHING: Final = re.compile(r"\b[a-z]{1,2} ?- ?[a-z\d]{2}|\d{6}|\d{3} \d{2}")
_SENTENCE: Final = re.compile(r"[^\W\d_]{3}")
_FEW: Final = 2
"""Words behind an order word that are no sentence yet."""

_A_NUMBER: Final = re.compile(r"\d|[A-Za-z]-\w")
_IN_A_SENTENCE: Final = word_set("""
    de del dels en a al i y o per que si no la el els les signat registrat informat voluntari voluntaria
    """)


def _is_in_a_sentence(rest: str) -> bool:
    """Whether a sentence goes on behind an order word: "baixa de la Pia", "consentiment signat"."""
    return rest.lstrip().startswith("d'") or not _IN_A_SENTENCE.isdisjoint(rest.split()[:1])


_OF: Final = re.compile(r"^(?:d'|de |del |de l'|de la |d'en )(?:la |l')?", re.IGNORECASE)
_LONG_NUMBER: Final = re.compile(r"\d{6}|\d(?:[ .]\d{3}){2}")
_WORDS: Final = re.compile(r"[^\W\d_][\w'·-]{1,20}(?: [^\W\d_][\w'·-]{0,20}){1,3}")
_A_NAME: Final = re.compile(r"[A-ZÀ-Ý][\w'·.-]+(?:,? (?:(?:de|del|la|i|d') ){0,3}[A-ZÀ-Ý][\w'·.-]+){0,5}")


_REMARK: Final = re.compile(r"[.;!] {1,3}(?=[^\W\d_]{2})")


def _without_remark(rest: str) -> str:
    """What gives a person, without the sentence that follows their name and both their numbers."""
    both = (find_documents(rest), find_phones(rest))
    ends = [next((one.end for one in found if one.value), 0) for found in both]
    end = _REMARK.search(rest, max(ends)) if all(ends) else None
    is_named = end and _A_NAME.search(rest[: end.start()])
    return rest[: end.start()] if end and is_named else rest


def _without_code(text: str) -> str:
    return _parted_code(text)[0].strip()


def _parted_code(text: str) -> tuple[str, str | None]:
    folded = fold(text)
    match = _CODE.search(folded)
    if match is not None:
        return text[: match.start()].rstrip(" ·?Â|*-"), (match[1] or match[2]).upper()
    within = _CODE_WITHIN.search(folded)
    if within is not None:
        return f"{text[: within.start()]} {text[within.end() :].lstrip()}", within[1].upper()
    return text, None
