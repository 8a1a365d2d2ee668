"""Names in a table: what stands behind "Nom", and under it behind "Cognoms"."""

import re
from collections.abc import Iterator
from typing import Final

from rules.people.name_forms import Named, labelled_value
from rules.text.tokens import Text

_CELL: Final = re.compile(r"[^|\t]{1,80}")


def names_in_columns(text: Text, folded: str) -> Iterator[Named]:
    """The names in the rows of a table; *folded* is *text* folded, of one length."""
    position = 0
    for line in folded.split("\n"):
        cells = [
            (m.start() + position, m.end() + position) for m in _CELL.finditer(line) if m.group().strip()
        ]
        position += len(line) + 1
        if len(cells) > 2 and _ACROSS.fullmatch(folded[cells[0][0] : cells[0][1]].strip(" *:.")):
            yield from (one for start, _ in cells[1:] for one in _named([labelled_value(text, start)]))
    for rows in _ROWS.finditer(folded):
        places = (rows.start("given"), rows.start("surnames"))
        yield from _named([labelled_value(text, place, is_surname=True) for place in places])


_ACROSS: Final = re.compile(
    r"(?:nom|nombre)(?: (?:i|y) (?:cognoms|apellidos)| complet| completo)?|full name|name"
)
"""The head of a row in a table whose columns are people."""
_ROWS: Final = re.compile(
    r"(?:^|\n)[ *·-]{0,4}(?:nom|nombre)(?:[ \t]{1,12}|[ \t]{0,4}\n)(?P<given>[a-z][^\n:=\d]{0,40})\n{1,3}"
    r"[ *·-]{0,4}(?:cognoms?|apellidos?)(?:[ \t]{1,12}|[ \t]{0,4}\n)(?P<surnames>[a-z])"
)
"""A table whose rows were pasted without marks: "Nom Marta", and under it "Cognoms Roca Pla"."""


def _named(parts: list[Named | None]) -> Iterator[Named]:
    given = [part for part in parts if part]
    if given and len(given) == len(parts):
        value = " ".join(part.value for part in given)
        start, end = min(part.start for part in given), max(part.end for part in given)
        words = frozenset().union(*(part.words for part in given))
        yield Named(start=start, end=end, value=value, words=words, is_said=True)
