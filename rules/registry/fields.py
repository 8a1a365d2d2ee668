"""The labels of a notice with their values, whatever its layout, and its number where a sentence gives it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from rules.people.documents import find_documents
from rules.registry.labels import (
    EXIT_SHAPE,
    NUMBER_SHAPE,
    ON_BEHALF,
    PROSE_NUMBER,
    Field,
    Label,
    bare_labels_in,
    is_label,
    labels_in,
)
from rules.text.dates import find_dates
from rules.text.folding import fold
from rules.vocabulary.clause import is_about_list

_TELLING: Final = frozenset({Field.NUMBER, Field.PRESENTED, Field.ENTERED, Field.NAME, Field.DOCUMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A label, what it stands for, and its value."""

    what: Field
    label: str
    value: str


def labelled_values(text: str) -> list[Labelled]:
    """Every label with its value: the rest of its line, or the next line where the label stands alone."""
    found = _labels_in(fold(text))
    ends = [match.start() for match, _ in found[1:]] + [len(text)]
    labels = [
        Labelled(what=what, label=match["label"], value=_value(what, text[match.end() : end]))
        for (match, what), end in zip(found, ends, strict=False)
    ]
    has_sender = any(one.label == "remitent" for one in labels)
    return [_as_matter(one, has_sender=has_sender) for one in _typed(labels)]


def _typed(labels: list[Labelled]) -> Iterator[Labelled]:
    """The labels; a document said above to be a passport is labelled as one: nothing else vouches for it."""
    for above, one in zip((None, *labels), labels, strict=False):
        is_passport = above and above.label.startswith("tip") and fold(above.value).startswith("pas")
        yield replace(one, label="passaport") if is_passport and one.what is Field.DOCUMENT else one


def _as_matter(one: Labelled, *, has_sender: bool) -> Labelled:
    """A "name" that names the clause, or stands beside who sent it, is the entry's and not a person's."""
    is_named = has_sender and one.label == "nom"
    is_title = one.what is Field.NAME and (is_about_list(one.value) or is_named)
    return replace(one, what=Field.MATTER) if is_title and not find_documents(one.value) else one


def _labels_in(folded: str) -> list[Label]:
    """The labels with a mark, and of lines that print none, "NOM …", "DNI …": always those before a date."""
    marked = labels_in(folded)
    only_dates = len({what for _, what in marked} & _TELLING) > 1
    bare = [
        (match, what)
        for match, what in bare_labels_in(folded)
        if _stands_first(match, what)
        and all(match.end() <= one.start() or match.start() >= one.end() for one, _ in marked)
        and (not only_dates or _is_plain(match, what))
    ]
    return sorted([*marked, *bare], key=lambda label: label[0].start())


def _is_plain(match: re.Match[str], what: Field) -> bool:
    """Whether what follows the label without a mark is plainly its value: a date, a number of a register."""
    if what is Field.NUMBER:
        return NUMBER_SHAPE.match(match.string, match.end()) is not None
    return what in {Field.PRESENTED, Field.ENTERED} and match.string[match.end()].isdigit()


def _stands_first(match: re.Match[str], what: Field) -> bool:
    """Whether the label begins its line, or is a time after a date."""
    start = match.string.rfind("\n", 0, match.start()) + 1
    before = match.string[start : match.start()].strip(" *·-|")
    is_counted = before[:-1].isdigit() and before[-1] in ".)"
    return not before or is_counted or (what is Field.TIME and before[-1].isdigit())


def _value(what: Field, rest: str) -> str:
    """What stands behind a label: its line, or the lines of all whom a list under it names."""
    lines = [line.strip(" |\t*") for line in rest.split("\n") if not _is_drawn(line)]
    listed = [line for line in lines if find_documents(line)] if what is Field.NAME and not lines[0] else []
    if len(listed) > 1 and not ON_BEHALF.search(fold(rest)):
        return "\n".join(listed)
    return next(filter(None, lines), "")[:400]


def _is_drawn(line: str) -> bool:
    """Whether a line is what is drawn under a heading, which may be a label."""
    return len(line.strip()) > 2 and not line.strip(" =_~*-")


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
    labels = {one.what: one.value for one in reversed(labelled_values(line))}
    number = number_in(labels.get(Field.NUMBER, ""))
    is_of_others = Field.SECOND_NUMBER in labels or Field.NOTHING in labels
    return number or (None if is_of_others else prose_number(line))


def prose_number(text: str) -> str | None:
    """The number that a sentence gives: of a known shape, after a word for a register, or before a date."""
    shape = NUMBER_SHAPE.search(text)
    if shape:
        return shape.group()
    folded = fold(text)
    for match in (*PROSE_NUMBER.finditer(folded), *_DATED_NUMBER.finditer(folded)):
        number = text[match.start("number") : match.end("number")].rstrip(".-/,")
        is_year = len(number) == 4 and number.startswith(("19", "20"))
        if not (is_year or find_dates(number) or EXIT_SHAPE.match(number)):
            return "".join(number.split())
    return None


_DATED_NUMBER: Final = re.compile(
    r"(?:^[ *·>([#-]{0,6}(?:[0-2]?\d[:.h][0-5]\d(?: ?h)?[ ,;:)·-]{1,6})?|\b(?:num|no|n)\b\.? ?)"
    r"(?P<number>\d{1,7}(?:/\d{2,8})?)[] ,;:(|)·-]{1,5}(?:del? |de data |el )?"
    r"(?=[0-2]?\d(?:[:.][0-5]\d| ?h\b)|\d{1,4}[/.-]\d{1,2}[/.-]\d|\d{1,2} (?:de |d'|[a-z]{3}))",
    re.MULTILINE,
)
"""A number at the head of a line, or after its word, with a date or an hour right after it."""


# --- a text as labelled lines ------------------------------------------------------------------------

_CELLS: Final = re.compile(r" {3,}| {0,3}\| {0,3}|;")
_LEAST_CELLS: Final = 3
"""Headings of a table: with fewer, two labels on a line are a label and its value."""

_LONGEST_LABEL: Final = 60
_HUMP: Final = re.compile(r"(?<=[^\W\d_]{2})(?=\d)|(?<=[a-zà-ú])(?=[A-ZÀ-Ú])")


def labelled_lines(text: str) -> str:
    """The cleaned text with every label where the reader of labels looks for it."""
    return "\n".join(_unrolled(text.split("\n")))


def _unrolled(lines: list[str]) -> Iterator[str]:
    """The lines, each row under a row of headings as one line for each cell."""
    heads: list[str] = []
    for i, line in enumerate(lines):
        cells = _CELLS.split(line.strip(" |"))
        following = next((below for below in lines[i + 1 : i + 3] if below.strip()), "")
        if _are_headings(cells) and len(_CELLS.split(following.strip(" |"))) == len(cells):
            heads = cells
        elif heads and len(cells) == len(heads):
            yield from (f"{head.strip(' :')}: {cell}" for head, cell in zip(heads, cells, strict=True))
            yield ""
        else:
            heads = heads if not line.strip() else []
            yield _spelled(line)


def _are_headings(cells: list[str]) -> bool:
    """Whether all cells are labels; of four or more one may be strange."""
    known = sum(is_label(fold(cell).strip(" :")) for cell in cells)
    strange = 1 if len(cells) > _LEAST_CELLS else 0
    return len(cells) >= _LEAST_CELLS and known >= len(cells) - strange and ":" not in "".join(cells[:-1])


def _spelled(line: str) -> str:
    """The line with its label's words apart, "dataPresentacio: …", or its label from its value, "NIF41…"."""
    label, colon, value = line.partition(":")
    if colon and label.strip().isalpha():
        return f"{_HUMP.sub(' ', label)}:{value}"
    humps = (hump.start() for hump in _HUMP.finditer(line, 0, _LONGEST_LABEL))
    end = next((hump for hump in humps if is_label(fold(line[:hump]))), None)
    return line if end is None else f"{line[:end]}: {line[end:]}"
