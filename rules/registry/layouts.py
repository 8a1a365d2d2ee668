"""A notice's text as labelled lines: rows under a row of headings, and labels as programs spell them.

Every other line stays as it was.
"""

import re
from collections.abc import Iterator
from typing import Final

from rules.registry.labels import is_label
from rules.text.folding import fold

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
