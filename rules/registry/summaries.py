"""The counter's summary of a day: several entries of the register in one mail, each cut out by its number.

Paragraphs, blocks, rows and tables are all cut alike. What a heading says of the
entries below it, the day or the matter, each of them inherits; remarks, totals and
greetings outside the entries are no entry's. A text that cannot be cut so that every
person stands with one number is none of this module's.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from rules.people.documents import find_documents
from rules.people.gathering import gather
from rules.people.persons import BLANK_LINE
from rules.people.telephones import find_phones
from rules.registry.fields import Labelled, labelled_values, number_of
from rules.registry.labels import PERSONAL, Field
from rules.text.dates import find_dates, find_time
from rules.text.folding import fold
from rules.text.tokens import as_text
from rules.vocabulary.clause import is_about_list
from rules.vocabulary.other_meanings import find_other

_THE_REST: Final = ("la resta", "altre", "otro", "otra", "el resto")
_LIKEWISE: Final = re.compile(
    r"(?<!\S)[.,;:()]*(?:tambe|tambien|idem|igual)[.,;:()]*(?!\S)|el mateix|lo mismo"
)
"""How an entry says, in folded text, that it is of what the one above it is."""
_COMPANY: Final = re.compile(r"\b[a-hjnp-suvw]-?\d{8}\b")
"""The number of a company, in folded text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The entries that may be about the list, each with its heading, and what stands outside all entries.

    `is_mixed` where one of them may be another matter's, or holds two persons' rows.
    """

    entries: tuple[tuple[str, str], ...]
    outside: str
    is_mixed: bool


def summary_of(text: str, subject: str, today: date | None) -> Summary | None:
    """The labelled lines of a mail cut at its entries; None where there are none of ours, or no clean cut."""
    lines = [line if line.strip(" -=_*~·.#") else "" for line in text.split("\n")]
    numbers = numbers_told("\n".join(lines))
    if len(numbers) < 2:
        return None
    for spans in (_paragraphs(lines, numbers), _from_numbers(lines, numbers)):
        if spans and _hold_everybody(lines, spans):
            return _summary(lines, spans, numbers, subject, today)
    return None


def numbers_told(text: str) -> dict[int, str]:
    """The line of each entry's number, the first time that it is given."""
    found: dict[int, str] = {}
    for i, line in enumerate(text.split("\n")):
        number = number_of(line) if any(map(str.isdigit, line)) else None
        if number and len(number) > 1 and number not in found.values():
            found[i] = number
    return found


# --- where the entries stand ----------------------------------------------------------------------

_Span = tuple[int, int]
"""The first line of an entry and the one after its last."""


def _blocks(lines: list[str]) -> list[_Span]:
    ends = [-1, *(i for i, line in enumerate(lines) if not line.strip()), len(lines)]
    return [(a + 1, b) for a, b in pairwise(ends) if a + 1 < b]


def _paragraphs(lines: list[str], numbers: dict[int, str]) -> list[_Span] | None:
    """The paragraphs that give a number, if none gives two; below what heads them and tells of nobody."""
    spans: list[_Span] = []
    for start, end in _blocks(lines):
        inside = [i for i in numbers if start <= i < end]
        if len(inside) > 1:
            return None
        spans += [(start if any(map(_tells, lines[start:number])) else number, end) for number in inside]
    return spans


def _from_numbers(lines: list[str], numbers: dict[int, str]) -> list[_Span] | None:
    """From each number to the next; the last as many paragraphs long as the longest of the others."""
    blocks = _blocks(lines)
    begin = min(numbers)
    first = next(start for start, end in blocks if start <= begin < end)
    above = begin - first if any(map(_tells, lines[first:begin])) else 0
    starts = [number - above for number in numbers]
    if above and len({lines[start].partition(":")[0] for start in starts}) > 1:
        return None
    spans = [(a, _without_heading(lines, a, b)) for a, b in pairwise(starts)]
    longest = max(sum(a < end and start < b for start, end in blocks) for a, b in spans)
    ends = [end for _, end in blocks if end > starts[-1]][:longest]
    return [*spans, (starts[-1], ends[-1])]


def _without_heading(lines: list[str], start: int, end: int) -> int:
    """The end of an entry above the paragraph that heads the next one."""
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    blank = next((i for i in range(end - 1, start, -1) if not lines[i].strip()), None)
    if blank is None or any(map(_tells, lines[blank + 1 : end])):
        return end
    return blank if any(map(_heads, lines[blank + 1 : end])) else end


def _tells(line: str) -> bool:
    """Whether a line gives a person's data or an entry's matter."""
    if find_documents(line) or find_phones(line):
        return True
    return any(one.what in {*PERSONAL, Field.MATTER} and one.value for one in labelled_values(line))


def _heads(line: str) -> bool:
    return bool(find_dates(line)) or line.rstrip().endswith(":")


def _hold_everybody(lines: list[str], spans: list[_Span]) -> bool:
    """Whether no document stands outside the entries, and at least two entries tell of somebody."""
    inside = {i for a, b in spans for i in range(a, b)}
    if any(find_documents(line) for i, line in enumerate(lines) if i not in inside):
        return False
    return sum(_tells_of_somebody("\n".join(lines[a:b])) for a, b in spans) > 1


# --- what each entry says, and what it inherits ---------------------------------------------------


def _summary(
    lines: list[str], spans: list[_Span], numbers: dict[int, str], subject: str, today: date | None
) -> Summary | None:
    cuts: list[_Entry] = []
    outside: list[str] = []
    heading, day = "", _day_in([subject], today)
    position = 0
    for start, end in spans:
        above = lines[position:start]
        outside += above
        heading, day = _matter_in(above, heading), _day_in(above, today) or day
        number = next(number for i, number in numbers.items() if start <= i < end)
        cuts.append(_Entry("\n".join(lines[start:end]), number, heading, day))
        position = end
    outside += lines[position:]
    ours = _ours(cuts, subject)
    if not ours:
        return None
    return Summary(
        entries=tuple(one.labelled(subject, today) for one in ours),
        outside="\n".join(outside),
        is_mixed=_is_mixed(cuts, ours),
    )


def _day_in(lines: list[str], today: date | None) -> str:
    """The only day that headings give; "" where they give none or several."""
    text = "\n".join(lines)
    days = {one.on for one in find_dates(text) or find_dates(text, today=today)}
    return days.pop().strftime("%d/%m/%Y") if len(days) == 1 else ""


def _matter_in(lines: list[str], known: str) -> str:
    """The last heading that names the list or another matter, else the one *known* from above."""
    for i, line in reversed(list(enumerate(lines))):
        if is_about_list(line):
            begin = next((k + 1 for k in range(i, -1, -1) if not lines[k].strip()), 0)
            return " ".join(one.strip() for one in lines[begin : i + 1])  # a sentence may be wrapped
        if line.rstrip().endswith(":") and (
            find_other(fold(line)) or fold(line).lstrip(" -*·").startswith(_THE_REST)
        ):
            return line.strip()
    return known


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry's text with its number and what the headings above it give."""

    text: str
    number: str
    heading: str
    day: str

    @property
    def has_labelled_matter(self) -> bool:
        """Whether a label gives what it is about."""
        return any(one.what is Field.MATTER and one.value for one in labelled_values(self.text))

    @property
    def is_of_another_matter(self) -> bool:
        """Whether one that is not of the list names a matter, beside the names of people."""
        if self.has_labelled_matter:
            return True
        text = as_text(self.text)
        names = sorted((name.start, name.end) for name in gather(text, own_numbers=frozenset()).names)
        return find_other(text.cleaned.filled(names).folded) is not None

    @property
    def inherits(self) -> bool:
        """Whether the heading above it is the list's."""
        return is_about_list(self.heading)

    @property
    def has_two_rows(self) -> bool:
        """Whether a row without a number is in it: two paragraphs give documents, or two labels hours."""
        labels = labelled_values(self.text)
        if sum(one.what is Field.TIME for one in labels) > 1:
            return True
        if any(one.what is Field.DEPUTY for one in labels):
            return False
        text = self.text.replace(self.number, "")
        parts = BLANK_LINE.split(text) if _tell_apart(labels) else text.split("\n")
        return sum(bool(find_documents(part) or _COMPANY.search(fold(part))) for part in parts) > 1

    def labelled(self, subject: str, today: date | None) -> tuple[str, str]:
        """The entry under its number and instant as labels, and what above it gives its matter, or ""."""
        head = f"Número de registre: {self.number}\n"
        if self.day and not find_dates(self.text, today=today):
            at = find_time(self.text)
            head += f"Data: {self.day}{f' {at:%H:%M:%S}' if at else ''}\n"
        above = self.heading if self.inherits else subject
        return head + self.text, above if is_about_list(above) and not is_about_list(self.text) else ""


def _tell_apart(labels: list[Labelled]) -> bool:
    """Whether labels tell two persons of one entry apart: a presenter and the interested, "interessats"."""
    whose = {one.label for one in labels if one.what is Field.NAME}
    return len(whose) > 1 or any(label.endswith("s") for label in whose)


def _ours(entries: list[_Entry], subject: str) -> list[_Entry]:
    """The entries that say that they are of the list, or say nothing where a heading or the subject does."""
    is_told = is_about_list(subject)
    return [
        one
        for one in entries
        if is_about_list(one.text)
        or (
            (one.inherits or (is_told and not one.heading))
            and not one.is_of_another_matter
            and _tells_of_somebody(one.text)
        )
    ]


def _is_mixed(entries: list[_Entry], ours: list[_Entry]) -> bool:
    """Whether one may be another matter's: its words, or its silence, are against what stands above all."""
    told = [one for one in ours if is_about_list(one.text)]
    strays = [one for one in entries if one not in ours and not one.has_labelled_matter]
    is_stray = any(find_documents(one.text) and (one.inherits or not (told or one.heading)) for one in strays)
    is_silent = any(
        not (one.inherits or _LIKEWISE.search(fold(one.text))) for one in ours if told and one not in told
    )
    return is_stray or is_silent or any(one.has_two_rows for one in ours)


def _tells_of_somebody(row: str) -> bool:
    """Whether a row names a person: "E/000902-2026 is an invoice" does not."""
    if find_documents(row):
        return True
    found = gather(as_text(row), own_numbers=frozenset())
    return bool(found.names or found.phones)
