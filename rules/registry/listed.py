"""The entries of a notice or of a clerk's list that stand in a line or a sentence each.

What a row says is of one person and one number. Below the last one stands the mail's
end, which is no entry's; a row of another matter, or of nobody, is never a consent.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from rules.people.documents import find_documents
from rules.people.gathering import gather
from rules.registry.fields import Labelled, number_of
from rules.registry.labels import Field
from rules.text.dates import find_dates
from rules.text.folding import clean, fold
from rules.text.tokens import as_text
from rules.vocabulary.clause import is_about_list
from rules.vocabulary.other_meanings import find_other


@dataclass(frozen=True, slots=True)
class Listed:
    """Entries that stand in a line or a sentence each, and the heading that names the clause above them.

    `is_mixed` where one of them may be another matter's.
    """

    rows: tuple[str, ...] = ()
    head: str = ""
    is_mixed: bool = False


def listed_entries(text: str, labels: list[Labelled], subject: str, today: date | None) -> Listed:
    """The text cut at its entries; none where it has only one.

    Of a list whose heading does not name the clause, only the entries that do are kept.
    """
    if any(one.what in _IN_BLOCKS and one.is_marked for one in labels):
        return Listed()
    starts: list[int] = []
    numbers: set[str] = set()
    position = 0
    for line in text.split("\n"):
        number = number_of(line)
        if number is not None and number not in numbers:
            numbers.add(number)
            starts.append(position)
        position += len(line) + 1
    if len(starts) < 2:
        return Listed()
    head, cut = _cut(text, starts)
    rows = tuple(_dated(row, head, today) for row in cut if tells_of_somebody(row))
    ours = tuple(row for row in rows if is_about_list(row))
    if is_about_list(head) or not ours:
        is_mixed = any(is_of_another_matter(row) for row in rows)
        return Listed(rows, head if is_about_list(head) else "", is_mixed)
    if not is_about_list(subject):
        return Listed(ours)
    return Listed(rows, "", not all(row in ours or says_likewise(row) for row in rows))


def _cut(text: str, starts: list[int]) -> tuple[str, list[str]]:
    """The heading and the rows, whose numbers stand in the lines that begin at *starts*.

    Each person stands below their number, or all stand above theirs.
    """
    head = text[: starts[0]]
    places = [one.start for one in find_documents(text)]
    if not places or not places[0] < starts[0] or places[-1] > starts[-1]:
        return head, [_of_one_person(text[a:b]) for a, b in pairwise([*starts, len(text)])]
    first = head.rfind("\n", 0, places[0]) + 1
    ends = [first]
    for start in starts:
        blank = BLANK_LINE.search(text, start)
        told = next((place for place in places if place > start), len(text))
        ends.append(min(blank.start() if blank else len(text), text.rfind("\n", start, told) + 1 or told))
    return text[:first], [text[a:b] for a, b in pairwise(ends)]


def says_likewise(text: str) -> bool:
    """Whether an entry says that it is of what the one above it is."""
    folded = fold(clean(text))
    words = {word.strip(".,;:()") for word in folded.split()}
    return bool(words & _LIKEWISE) or "el mateix" in folded or "lo mismo" in folded


_LIKEWISE: Final = frozenset({"tambe", "tambien", "idem", "igual"})
_LONGEST_NUMBER: Final = 40
"""Characters of a line that gives a number and its label alone."""

BLANK_LINE: Final = re.compile(r"\n[ ]*\n")


def _of_one_person(row: str) -> str:
    """A row until the end of the paragraph that gives the document: below it stands the mail's end.

    Without a document it ends with its first paragraph, unless that is no more than the number.
    """
    ends = [match.start() for match in BLANK_LINE.finditer(row)]
    told = next((document.end for document in find_documents(row)), _LONGEST_NUMBER)
    return row[: next((end for end in ends if end >= told), len(row))]


def tells_of_somebody(row: str) -> bool:
    """Whether a row names a person: "E/000902-2026 is an invoice" does not."""
    if find_documents(row):
        return True
    found = gather(as_text(row), own_numbers=frozenset())
    return bool(found.names or found.phones)


def is_of_another_matter(entry: str) -> bool:
    """Whether an entry names another matter than ours, beside the names of people."""
    text = as_text(entry)
    if find_other(text.folded) is None or is_about_list(text):
        return False
    names = sorted((name.start, name.end) for name in gather(text, own_numbers=frozenset()).names)
    return find_other(text.cleaned.filled(names).folded) is not None


def _dated(row: str, head: str, today: date | None) -> str:
    """An entry with the date that its list's heading gives, where it has none of its own."""
    told = next(iter(find_dates(head) or find_dates(head, today=today)), None)
    if told is None or find_dates(row, today=today):
        return row
    return f"{clean(head)[told.start : told.end]} {row}"


_IN_BLOCKS: Final = frozenset({Field.PRESENTED, Field.ENTERED, Field.NAME, Field.DOCUMENT})
"""Labels that show an entry of several lines."""
