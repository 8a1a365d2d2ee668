"""The labels of a notice with their values, and its number where only a sentence gives it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from rules.people.documents import find_documents
from rules.registry.labels import (
    EXIT_SHAPE,
    NUMBER_SHAPE,
    ON_BEHALF,
    ONLY_MARKED,
    PROSE_NUMBER,
    Field,
    bare_labelled,
    field_of,
    labelled,
)
from rules.text.dates import find_dates
from rules.text.folding import fold
from rules.vocabulary.clause import is_about_list


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A label, what it stands for, and its value. `is_marked` where a colon or a gap stands between."""

    what: Field
    label: str
    value: str
    is_marked: bool = True


def labelled_values(text: str) -> list[Labelled]:
    """Every label with its value: the rest of its line, or the next line where the label stands alone."""
    folded = fold(text)
    marked = list(labelled().finditer(folded))
    is_bare = len({field_of(m["label"]) for m in marked} & _TELLING) < 2
    matches = _with_bare(marked, folded, only_dates=not is_bare)
    labels: list[Labelled] = []
    for i, match in enumerate(matches):
        end = matches[i + 1].start() if i + 1 < len(matches) else len(text)
        what = field_of(match["label"])
        values = _listed(text[match.end() : end]) if what is Field.NAME else ()
        labels += [
            Labelled(what=what, label=match["label"], value=value, is_marked=match in marked)
            for value in values or (_value(text, match.end(), end),)
        ]
    has_sender = any(one.label == "remitent" for one in labels)
    return [_as_matter(one, has_sender=has_sender) for one in _typed(labels)]


_PASSPORT: Final = ("passaport", "pasaporte", "passport")


def _typed(labels: list[Labelled]) -> Iterator[Labelled]:
    """The labels; a document said above to be a passport is labelled as one: nothing else vouches for it."""
    is_passport = False
    for one in labels:
        if one.label.startswith("tip") and ("doc" in one.label or "identific" in one.label):
            value = fold(one.value)
            is_passport = value.startswith(_PASSPORT) or value == "pas"
        elif one.what is Field.DOCUMENT and is_passport:
            is_passport = False
            yield replace(one, label="passaport")
            continue
        yield one


def _as_matter(one: Labelled, *, has_sender: bool) -> Labelled:
    """A "name" that names the clause, or stands beside who sent it, is the entry's and not a person's."""
    is_named = has_sender and one.label == "nom"
    is_title = one.what is Field.NAME and (is_about_list(one.value) or is_named)
    return replace(one, what=Field.MATTER) if is_title and not find_documents(one.value) else one


_TELLING: Final = frozenset({Field.NUMBER, Field.PRESENTED, Field.ENTERED, Field.NAME, Field.DOCUMENT})


def _with_bare(marked: list[re.Match[str]], folded: str, *, only_dates: bool) -> list[re.Match[str]]:
    """The labels of lines that print no colons: "NOM …", "DNI …"; always those before a date."""
    taken = [(m.start(), m.end()) for m in marked]
    bare = [
        m
        for m in bare_labelled().finditer(folded)
        if m["label"] not in ONLY_MARKED
        and _stands_first(folded, m)
        and all(m.end() <= s or m.start() >= e for s, e in taken)
        and (not only_dates or _is_plain(folded, m))
    ]
    return sorted([*marked, *bare], key=lambda m: m.start())


_DATES: Final = frozenset({Field.PRESENTED, Field.ENTERED})


def _is_plain(folded: str, match: re.Match[str]) -> bool:
    """Whether what follows the label without a mark is plainly its value: a date, a number of a register."""
    what = field_of(match["label"])
    if what is Field.NUMBER:
        return bool(NUMBER_SHAPE.match(folded, match.end()) or _ALONE.match(folded, match.end()))
    return what in _DATES and folded[match.end()].isdigit()


_ALONE: Final = re.compile(r"(?=[^\n]{0,12}\d{3})[a-z]{0,3}\d{1,7}(?:[/-]\d{1,7}){0,2}[ .]{0,3}(?:\n|$)")
"""What is alone on its line after the word for a number."""


def _stands_first(folded: str, match: re.Match[str]) -> bool:
    """Whether the label begins its line, or is a time after a date."""
    before = folded[folded.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" *·-|")
    is_counted = before[:-1].isdigit() and before[-1] in ".)"
    return not before or is_counted or (field_of(match["label"]) is Field.TIME and before[-1].isdigit())


def _listed(rest: str) -> tuple[str, ...]:
    """The persons of a list under one label: several documents, on lines of their own or in a row."""
    lines = [line.strip(" -*·|") for line in rest.split("\n") if find_documents(line)]
    if ON_BEHALF.search(fold(rest)):
        return ()
    parts = tuple(part for line in lines for part in _in_a_row(line))
    return parts if len(parts) > 1 else ()


_PARTING: Final = (";", ")", " i ", " y ", " e ", ",")


def _in_a_row(line: str) -> list[str]:
    """A line cut between its documents, at the first mark that parts two persons."""
    documents = find_documents(line)
    cuts = [0]
    for one, following in pairwise(documents):
        between = line[one.end : following.start].lower()
        mark = next((mark for mark in _PARTING if mark in between), None)
        cuts += [] if mark is None else [one.end + between.index(mark) + len(mark)]
    return [
        line[a:b].strip(" ,;").removeprefix("i ").removeprefix("y ") for a, b in pairwise([*cuts, len(line)])
    ]


def _is_drawn(line: str) -> bool:
    """Whether a line is what is drawn under a heading, which may be a label."""
    return len(line.strip()) > 2 and not line.strip(" =_~*-")


def _value(text: str, start: int, end: int) -> str:
    lines = (line.strip(" |\t*") for line in text[start:end].split("\n") if not _is_drawn(line))
    return next(filter(None, lines), "")[:400]


_NUMBER: Final = re.compile(
    r"(?:(?:num\.?|no\.?|n\.|nº|#) ?)?([A-Za-z]{0,7}[ ]?[/-]?[ ]?\d[\w]{0,22}(?:[ ]?[/.-][ ]?\w{1,12}){0,4})",
    re.IGNORECASE,
)


def number_in(value: str) -> str | None:
    """The registry number that a value begins with, but for spaces; None for dates, exits and words."""
    value = value.strip(" :.-")
    shape = NUMBER_SHAPE.search(value)
    if shape:
        return shape.group()
    match = _NUMBER.match(value)
    if match is None or EXIT_SHAPE.match(value):
        return None
    beside = next(
        (d.start for d in find_dates(value) if match.start(1) < d.start < match.end(1)), match.end(1)
    )
    number = "".join(value[match.start(1) : beside].split()).rstrip(".-/")
    if find_dates(number) or re.fullmatch(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?", number):
        return None
    return number


def number_of(line: str) -> str | None:
    """The number of the entry that a line tells of."""
    label = next((one for one in labelled_values(line) if one.what is Field.NUMBER), None)
    return (number_in(label.value) if label else None) or prose_number(line) or listed_number(line)


def prose_number(text: str) -> str | None:
    """The number that a sentence gives: a known shape, or what follows the word for a register."""
    shape = NUMBER_SHAPE.search(text)
    if shape:
        return shape.group()
    for match in PROSE_NUMBER.finditer(fold(text)):
        number = text[match.start("number") : match.end("number")].rstrip(".-/,")
        if (
            not find_dates(number)
            and not EXIT_SHAPE.match(number)
            and not re.fullmatch(r"(?:19|20)\d{2}", number)
        ):
            return "".join(number.split())
    dated = (m for m in _DATED_NUMBER.finditer(fold(text)) if _is_date(text[m.end() : m.end() + 30]))
    return next((match["number"] for match in dated), None)


_DATED_NUMBER: Final = re.compile(
    r"\b(?:num|no|n)\b\.? ?(?P<number>\d{1,7})[ ,(]{1,3}(?:del? |de data |el )?(?=\d)"
)
"""A number with a date right after it: "núm. 901, 28/10/2026 10:12"."""


def _is_date(text: str) -> bool:
    found = find_dates(text)
    return bool(found) and found[0].start == 0


_HEADING_NUMBER: Final = re.compile(r"^[ *·>-]{0,6}(?P<number>\d{2,7}(?:/\d{2,7})?)[ ,;:(|-]{1,4}(?=\d)")


def listed_number(text: str) -> str | None:
    """The number that heads a line and has a date right after it, as in a list of entries."""
    match = _HEADING_NUMBER.match(text)
    if match is None or find_dates(match["number"]) or not _is_date(text[match.end() : match.end() + 40]):
        return None
    return match["number"]
