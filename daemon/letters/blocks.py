"""A letter's plain text taken apart, so that its HTML is the same words in another dress.

Blank lines part the blocks; lines of a list begin with "- ", those of a form with four
spaces; a line of hyphens makes a heading of the one above it, or, alone, begins the small print.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["paragraph", "heading", "list", "form", "rule", "small"]

_FORM: Final = "    "
_BULLET: Final = "- "


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines that belong together, without the marks that said of what kind they are."""

    kind: Kind
    lines: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of *text* in their order; every word of it is in one of them."""
    small = False
    for part in text.split("\n\n"):
        lines = [line for line in part.split("\n") if line.strip()]
        if lines:
            block = _block(lines, small=small)
            small = small or block.kind == "rule"
            yield block


def _block(lines: Sequence[str], *, small: bool) -> Block:
    if not lines[-1].strip("-"):
        return Block(kind="heading" if lines[:-1] else "rule", lines=tuple(lines[:-1]))
    for mark, kind in _MARKS.items():
        if all(line.startswith(mark) for line in lines):
            return Block(kind=kind, lines=tuple(line.removeprefix(mark) for line in lines))
    return Block(kind="small" if small else "paragraph", lines=tuple(lines))


_MARKS: Final[dict[str, Kind]] = {_BULLET: "list", _FORM: "form"}
