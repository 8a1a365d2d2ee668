"""What the line of an order names: references, mobiles and documents, a day; a person with an entry; fields.

Rule 1: what may be a date, a mobile or a document is no reference.
Rule 2: a bare number is a reference only where one can stand: first, after a comma, after its like.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from rules.findings import Because, Person, Why
from rules.people.documents import find_documents, normal_document
from rules.people.found import Found as Number
from rules.people.gathering import gather
from rules.people.name_forms import key_words
from rules.people.telephones import find_phones, normal_phone
from rules.registry.fields import number_in, prose_number
from rules.text.dates import find_dates
from rules.text.folding import fold
from rules.text.patterns import valued, word_set
from rules.text.tokens import as_text

_JOINS: Final = (",", ";", "&", "+", " i", " y", " e")
_ARTICLES: Final = word_set("el la els les los las fitxa fitxes num numero numeros n")
_RANGE: Final = word_set("a al fins hasta entre")
"""What stands between the ends of a range."""

_MASKED: Final = re.compile(r"\w{0,8}\*{2}[\w*]{0,8}|(?<![\w*])[\w*]{0,8}\*{2}\w{0,8}")
"""A document as the digest shows it, pasted from there."""
_DAY: Final = re.compile(r"(?<![\w/.-])(\d{1,2})/(\d{1,2})(?![/\w-])")
_A_DAY_PERHAPS: Final = word_set("dia el del de fins a al")
WEEKDAYS: Final = valued("""
    0 dilluns lunes | 1 dimarts martes | 2 dimecres miercoles | 3 dijous jueves | 4 divendres viernes |
    5 dissabte sabado | 6 diumenge domingo
""")
_WEEKDAY: Final = re.compile(rf"(?<![\w-])({'|'.join(WEEKDAYS)})\b")
_YEAR_AHEAD: Final = 364
NUMBER: Final = re.compile(r"(?<![\w/.:-])0*(\d{1,5})(?![\w/:-]|\.\d)")
A_REF: Final = re.compile(r"(?<![\w-])a(?: ?- ?0*(?=\d)|0*(?=\d{3})| 0+(?=\d{2}))(\d{1,6})(?![\w-])")
C_REF: Final = re.compile(r"(?<![\w-])c-([a-z0-9]{2,12})(?![\w-])")
D_REF: Final = re.compile(r"(?<![\w-])d-0*(\d{1,6})(?![\w-])")
M_REF: Final = re.compile(r"(?<![\w-])m-(\d{1,9})(?![\w-])")


def names_record_or_case(folded: str) -> bool:
    """Whether the whole reference of a record or of a case stands in the text."""
    return bool(A_REF.search(folded) or C_REF.search(folded))


def as_reference(found: re.Match[str]) -> str:
    """The reference that a pattern found, as we write it; a bare number is a record's."""
    match found[0][0], found[1]:
        case "c", code:
            return f"C-{code.upper()}"
        case "d", number:
            return f"D-{int(number):04d}"
        case _, number:
            return f"A-{int(number):04d}"


@dataclass(slots=True)
class Found:
    """What a line names: items with their places, a day, the words left over, and what is not plain."""

    items: list[tuple[int, int, str]]
    day: date | None = None
    left: str = ""
    why: Why = ""

    def take(self, text: str, items: list[tuple[int, int, str]]) -> str:
        """Add *items*, and blank them out of *text*."""
        self.items += items
        return _blanked(text, items)

    def date(self, days: list[date], today: date, *, ahead: bool) -> None:
        """Date it, if it is one day and on the right side of today."""
        if len(days) > 1:
            self.why = Because("several-days")
        elif days and ahead and days[0] <= today:
            self.why = Because("the-day-gone", (days[0],))
        elif days and ahead and days[0] > today + timedelta(days=_YEAR_AHEAD):
            self.why = Because("the-day-too-far")
        elif days and not ahead and days[0] > today:
            self.why = Because("the-day-to-come", (days[0],))
        elif days:
            self.day = days[0]


def items_in(rest: str, today: date, *, ahead: bool = False) -> Found:
    """The things that *rest* names, left to right; what is a date, a mobile or a document is no number.

    Its day is the last such one, or with *ahead* the next.
    """
    found = Found(items=[])
    text = _MASKED.sub(lambda m: " " * len(m.group()), rest)
    text = found.take(text, _valid(find_documents(text)))
    days = list(days_ahead(text, today) if ahead else _days(text, today))
    text = _blanked(text, days)
    text = found.take(text, _valid(find_phones(text)))
    folded = fold(text)
    references = [one for each in (A_REF, C_REF, D_REF) for one in each.finditer(folded)]
    text = found.take(text, [(*one.span(), as_reference(one)) for one in references])
    if re.search(r"\d\s*-\s*\d", text):
        found.why = Because("one-by-one")
    found.left = _numbered(found, rest, text)
    found.items.sort()
    between = fold(found.left[found.items[0][1] : found.items[-1][0]]) if found.items else ""
    if ".." in between or not _RANGE.isdisjoint(between.split()):
        found.why = Because("one-by-one")
    found.date(sorted({day for _, _, day in days}), today, ahead=ahead)
    return found


def _numbered(found: Found, rest: str, text: str) -> str:
    """Take the bare numbers of *text* that stand where an item can; returns what is left over."""
    numbers = list(NUMBER.finditer(text))
    taken = sorted(found.items)
    bare = []
    for number in numbers:
        before = fold(text[: number.start()]).split()[-1:]
        if not _A_DAY_PERHAPS.isdisjoint(before) or not _follows(rest, number.start(), taken, numbers):
            found.why = Because("record-or-day", (number.group(),))
        else:
            bare.append((*number.span(), as_reference(number)))
    left = found.take(text, bare)
    words = (word.strip(".,;:") for word in fold(left).split())
    if bare and any(len(word) > 1 and word.isalpha() and word not in _ARTICLES for word in words):
        found.why = Because("whole-record")
    if re.search(r"\d", left) and not found.why:
        found.why = Because("a-number-not-understood")
    return left


def _follows(rest: str, start: int, taken: list[tuple[int, int, str]], numbers: list[re.Match[str]]) -> bool:
    """Whether a bare number stands where an item can: first, after a joint or after its like."""
    ends = [end for _, end, _ in taken if end <= start] + [n.end() for n in numbers if n.end() <= start]
    last = max(ends, default=0)
    is_after_reference = any(end == last for _, end, _ in taken)
    between = fold(rest[last:start])
    if between.rstrip().endswith(_JOINS):
        return True
    return not is_after_reference and _ARTICLES.issuperset(between.replace(".", " ").split())


def _days(text: str, today: date) -> Iterator[tuple[int, int, date]]:
    for written in find_dates(text, today=today):
        yield written.start, written.end, written.on
    for match in _DAY.finditer(text):
        on = _latest(int(match[2]), int(match[1]), today)
        if on is not None:
            yield match.start(), match.end(), on


def days_ahead(text: str, today: date) -> Iterator[tuple[int, int, date]]:
    """The days to come: one without its year is the next such, a day of the week that of the next seven.

    With a capital letter, Domingo is somebody's name.
    """
    yield from _days(text, today + timedelta(days=_YEAR_AHEAD))
    for match in _WEEKDAY.finditer(fold(text)):
        if text.startswith("Domingo", match.start()):
            continue
        ahead = (WEEKDAYS[match[1]] - today.weekday() - 1) % 7 + 1
        yield match.start(), match.end(), today + timedelta(days=ahead)


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


def _valid(found: Iterable[Number]) -> list[tuple[int, int, str]]:
    """Where the valid ones of documents or mobiles stand, and their values."""
    return [(one.start, one.end, one.value) for one in found if one.value]


def _blanked(text: str, spans: Iterable[tuple[int, int, object]]) -> str:
    for start, end, _ in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


# --- a person with an entry -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposited:
    """A person, and the registry entry beside them; what is not validly given is None."""

    person: Person
    number: str | None
    on: date | None
    at: time | None


_LABELS: Final = word_set("""
    nom noms cognom cognoms dni nie nif document mobil movil telefon tel registre registrat reg num numero n
    data entrada assentament presentat presentada presentacio amb dia el del de a les h i
    """)
_BETWEEN: Final = re.compile(r"[,;:|()]|(?<![lL])·|·(?![lL])| {2,}")
_WITH_DIGIT: Final = re.compile(r"(?<!\S)[^\s,;]{0,30}\d[^\s,;]{0,30}")


def person_in(rest: str, today: date) -> Deposited:
    """Whom *rest* names, in any order: name, document, mobile, entry number and date."""
    documents = _valid(find_documents(rest))
    text = _blanked(rest, documents)
    number = prose_number(text)
    text = text.replace(number, " " * len(number)) if number else text
    dates = find_dates(text, today=today)
    days = [(each.start, each.end, each.on) for each in dates] or list(_days(text, today))
    text = _blanked(text, days)
    phones = _valid(find_phones(text))
    text = _blanked(text, phones)
    if number is None and (rough := _WITH_DIGIT.search(text)):
        number = number_in(rough.group())
        text = _blanked(text, [(*rough.span(), None)])
    return Deposited(
        person=Person(
            name=_fuller(_name_in(text), rest),
            id_document=documents[0][2] if len(documents) == 1 else None,
            phone=phones[0][2] if len(phones) == 1 else None,
        ),
        number=number,
        on=days[0][2] if days else None,
        at=dates[0].at if dates else None,
    )


def _name_in(text: str) -> str | None:
    """The longest piece that is made of words only, without the labels around it."""
    pieces = [_unlabelled(piece) for piece in _BETWEEN.split(text)]
    words = [piece for piece in pieces if piece and not re.search(r"[^\w\s'·.-]|\d", piece)]
    return max(words, key=len, default="") or None


def _fuller(name: str | None, text: str) -> str | None:
    """The name as a mail's reader finds it, where that holds all of it: "Coll Roca, Anna" is Anna's."""
    found = (one.value for one in gather(as_text(text), own_numbers=frozenset()).names)
    return next((one for one in found if name and key_words(one) >= key_words(name)), name)


def _unlabelled(piece: str) -> str:
    words = piece.split()
    for end in (0, -1):
        while words and fold(words[end]).strip(" .:-") in _LABELS | {""}:
            del words[end]
    return " ".join(words).strip(" .-")


# --- fields ---------------------------------------------------------------------------------------

_FIELD_NAME: Final = {
    "nom": "name",
    "nombre": "name",
    "dni": "id_document",
    "nie": "id_document",
} | dict.fromkeys(("mobil", "movil", "telefon", "tel", "numero"), "phone")
_FIELD: Final = re.compile(
    rf"\b(?:el |la )?({'|'.join(_FIELD_NAME)})\b[ .:=]{{0,3}}(?:(?:es|a|per|correcte) (?:el )?)?[ .:=]{{0,3}}"
)
FIELD_NAMES: Final = {"name": "nom", "id_document": "DNI", "phone": "mòbil"}
"""What the fields that can be corrected are called."""


def names_field(line: str) -> bool:
    """Whether a line says which of the data it gives, be it that those stand below."""
    return _FIELD.search(fold(line)) is not None


def fields_in(rest: str) -> tuple[tuple[str, str | None], ...]:
    """Each field that *rest* fills in, with its value; None for a document or a mobile that is none."""
    marks = list(_FIELD.finditer(fold(rest)))
    ends = [*(mark.start() for mark in marks[1:]), len(rest)]
    found = []
    for mark, end in zip(marks, ends, strict=False):
        field = _FIELD_NAME[mark[1]]
        written = re.sub(r"[ ,;]+(?:i|y)?[ ,;]*$", "", rest[mark.end() : end])
        written = re.sub(r"^ {0,3}(?:de|d') {0,3}:", "", written).strip(" .,;:")
        if not written:
            continue
        value = {"name": _as_name, "id_document": normal_document, "phone": normal_phone}[field](written)
        found.append((field, value))
    return tuple(found)


def _as_name(text: str) -> str | None:
    return text if re.search(r"[^\W\d_]{2}", text) and not re.search(r"\d|[<>@=]", text) else None
