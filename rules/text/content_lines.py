"""Content lines, as contacts and calendars are made of: escaped values, folded at 75 bytes, CRLF.

RFC 2426 and RFC 5545 write them alike.
"""

from collections.abc import Iterable
from typing import Final

_FOLD_AT: Final = 75
_ESCAPED: Final = str.maketrans(
    dict.fromkeys(map(chr, (*range(0x20), 0x7F)), "") | {"\\": r"\\", ",": r"\,", ";": r"\;", "\n": r"\n"}
)


def escaped(text: str) -> str:
    """Return *text* as a value: no character of it ends the value or its line."""
    return "\n".join(text.splitlines()).translate(_ESCAPED)


def file_of(lines: Iterable[str]) -> bytes:
    """Return the bytes of a file of *lines*, UTF-8."""
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def folded(line: str) -> str:
    """Break *line* where 75 bytes are full, never within a character; what goes on begins with a blank."""
    parts, room = [""], _FOLD_AT
    for char in line:
        size = len(char.encode())
        if size > room:
            parts.append(" ")
            room = _FOLD_AT - 1
        parts[-1] += char
        room -= size
    return "\r\n".join(parts)
