"""Content lines, as contacts and calendars are made of: escaped values, folded at 75 bytes, CRLF.

RFC 2426 and RFC 5545 write them alike.
"""

import re
from collections.abc import Iterable
from typing import Final

_FOLD_AT: Final = 75
_LINE_ENDS: Final = re.compile("\r\n?|[\u0085\u2028\u2029]")
_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f]")
_ESCAPED: Final = str.maketrans({"\\": r"\\", ",": r"\,", ";": r"\;", "\n": r"\n"})


def escaped(text: str) -> str:
    """Return *text* as a value: no character of it ends the value or its line."""
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", text)).translate(_ESCAPED)


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
