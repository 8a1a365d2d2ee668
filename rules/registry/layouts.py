"""A notice's text as labelled lines, whichever layout printed it.

Tables with a row of headings, names as programs spell them ("dataPresentacio",
"Numero_Registro"), labels that touch their value, and labels that somebody
mistyped become "label: value" lines; every other line stays as it was.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from rapidfuzz import fuzz, process

from rules.registry.labels import ANY_LABEL, is_label, labels
from rules.text.folding import fold

_CELLS: Final = re.compile(r" {3,}| {0,3}\| {0,3}|;")
_LEAST_CELLS: Final = 3
"""Headings of a table: with fewer, two labels on a line are a label and its value."""

_ENOUGH_ALIKE: Final = 88
"""Likeness, of a hundred, at which a label is a mistyped one; the likest label is taken."""

_BEFORE_COLON: Final = re.compile(
    r"^(?P<lead>[ *·>|-]{0,8})(?P<label>[^\W\d][^:\n=]{5,39}?)(?=[ .]{0,60}[:=])"
)
_PROGRAM_NAME: Final = re.compile(r"^( {0,8})([^\W\d]{3,80})(?= ?[:=] ?\S|$)")
_HUMP: Final = re.compile(r"_|(?<=[a-z])(?=[A-Z])")


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
            yield from (_spelled(f"{h.strip(' :')}: {cell}") for h, cell in zip(heads, cells, strict=True))
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
    """The line with its label as registers print it."""
    name = _PROGRAM_NAME.match(line)
    if name and _HUMP.search(name[2].strip("_")):
        line = f"{name[1]}{_HUMP.sub(' ', name[2])}{line[name.end() :]}"
    glued = _glued().match(fold(line))
    if glued and _touches(line, glued.end()):
        return f"{line[: glued.end()]}: {line[glued.end() :]}"
    label = _BEFORE_COLON.match(line)
    if label is None or is_label(key := fold(label["label"]).strip(" .")):
        return line
    likest = process.extractOne(key, labels(), scorer=fuzz.ratio, score_cutoff=_ENOUGH_ALIKE)
    return f"{label['lead']}{likest[0]}{line[label.end() :]}" if likest else line


@cache
def _glued() -> re.Pattern[str]:
    """A label at the beginning of a line, and what may be its value right after it."""
    return re.compile(rf"^ {{0,8}}(?P<label>{ANY_LABEL})(?=[a-z0-9])")


def _touches(line: str, end: int) -> bool:
    """Whether a label ends where a value begins without a space: "NIF41276305E", "TitularMaria"."""
    before, after = line[end - 1], line[end]
    return (before.isalpha() and after.isdigit()) or (before.islower() and after.isupper())
