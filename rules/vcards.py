"""vCards: the one form of contacts that every telephone takes in, and gives out.

Written as version 3.0 (RFC 2426), which Android and iPhone import with one touch: UTF-8, CRLF,
lines folded at 75 bytes, one number each.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from rules.phonebook import Contact

TO_ADD: Final = "altes"
TO_REMOVE: Final = "baixes"
"""The two files of a day: contacts to take in, and those to delete."""

_FOLD_AT: Final = 75
_ESCAPED: Final = str.maketrans({"\\": r"\\", ",": r"\,", ";": r"\;", "\n": r"\n"})


def file_name(what: str, on: date) -> str:
    """Return the name of the file of the contacts *what* on that day: "altes-2026-05-04.vcf"."""
    return f"{what}-{on.isoformat()}.vcf"


def written(contacts: Iterable[Contact], *, prefix: str) -> bytes:
    """Return *contacts* as one file; each name begins with the word *prefix*, to be found on the phone."""
    lines = (line for contact in contacts for line in _card(contact, prefix))
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _card(contact: Contact, prefix: str) -> Iterator[str]:
    name = f"{prefix} {contact.name}".translate(_ESCAPED)
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"FN:{name}"
    yield f"N:;{name};;;"
    for phone in contact.phones:
        yield f"TEL;TYPE=CELL:{phone}"
    if contact.note:
        yield f"NOTE:{contact.note.translate(_ESCAPED)}"
    yield "END:VCARD"


def _folded(line: str) -> str:
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
