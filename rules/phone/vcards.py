"""vCards: the one form of contacts that every telephone takes in, and gives out.

Written as version 3.0 (RFC 2426), which Android and iPhone import with one touch: UTF-8, CRLF,
lines folded at 75 bytes, one number each. Read in any version: 2.1 with quoted-printable, as
Android exports it, 3.0, and 4.0 with numbers as links (RFC 6350).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from rules.mail.charsets import decode, from_quoted
from rules.phone.phonebook import Contact
from rules.text.content_lines import escaped, file_of

TO_ADD: Final = "altes"
TO_REMOVE: Final = "baixes"
MISSING: Final = "falten"
EVERYBODY: Final = "tots"
"""The files of a day: contacts to take in, those to delete, those that should be there, and all."""


def file_name(what: str, on: date) -> str:
    """Return the name of the file of the contacts *what* on that day: "altes-2026-05-04.vcf"."""
    return f"{what}-{on.isoformat()}.vcf"


def written(contacts: Iterable[Contact], *, prefix: str) -> bytes:
    """Return *contacts* as one file; each name begins with the word *prefix*, to be found on the phone."""
    lines = (line for contact in contacts for line in _card(contact, prefix))
    return file_of(lines)


def _card(contact: Contact, prefix: str) -> Iterator[str]:
    name = escaped(f"{prefix} {contact.name}")
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield f"FN:{name}"
    yield f"N:;{name};;;"
    for phone in contact.phones:
        yield f"TEL;TYPE=CELL:{phone}"
    if contact.note:
        yield f"NOTE:{escaped(contact.note)}"
    yield "END:VCARD"


_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_PART: Final = re.compile(r"(?<!\\);")


class CutOffError(ValueError):
    """A card begins and does not end: what came after it is not there either."""


def read(text: str) -> Iterator[Contact]:
    """Yield the contacts of a file of vCards, whatever else is in it; CutOffError where it is not whole.

    Lines end with "\\n" alone.
    """
    depth = 0
    card: dict[str, list[str]] = {}
    for line in _unfolded(text):
        mark = line.strip().upper()
        if mark == "BEGIN:VCARD":
            depth += 1
            card = {} if depth == 1 else card
        elif mark == "END:VCARD" and depth:
            depth -= 1
            if not depth:
                yield _contact(card)
        elif depth == 1:
            name, value = _property(line)
            card.setdefault(name, []).append(value)
    if depth:
        raise CutOffError


def _contact(card: dict[str, list[str]]) -> Contact:
    full, parts, firm = (card.get(name, [""])[0] for name in ("FN", "N", "ORG"))
    family, given, middle, *_ = (*map(_plain, _PART.split(parts)), "", "", "")
    name = _plain(full) or " ".join(filter(None, (given, middle, family))) or _plain(firm)
    return Contact(name=name, phones=tuple(map(_number, card.get("TEL", ()))))


def _plain(value: str) -> str:
    return _ESCAPE.sub(lambda match: " " if match[1] in "nN" else match[1], value).strip()


def _number(value: str) -> str:
    """A number as it stands, or out of a link: tel:+34-600-111-222;ext=1."""
    return value[4:].partition(";")[0] if value[:4].lower() == "tel:" else _plain(value)


def _property(line: str) -> tuple[str, str]:
    """The name of a property, in capitals, and its value."""
    head, _, value = line.partition(":")
    name, *said = head.upper().split(";")
    if _is_quoted(line):
        charset = next((one[8:].strip('"') for one in said if one.startswith("CHARSET=")), None)
        value = decode(from_quoted(value.encode()), charset)[0]
    return name.rpartition(".")[2], value


def _is_quoted(line: str) -> bool:
    return ";" in line and "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def _unfolded(text: str) -> Iterator[str]:
    """The lines of *text* as they were before they were folded, or broken after a "=" of quoted-printable."""
    whole: list[str] = []
    is_quoted = False
    for line in text.split("\n"):
        if is_quoted and whole[-1].endswith("="):
            whole[-1] = whole[-1][:-1]
            whole.append(line)
        elif whole and line[:1] in {" ", "\t"}:
            whole.append(line[1:])
        else:
            if whole:
                yield "".join(whole)
            whole = [line]
            is_quoted = _is_quoted(line)
    yield "".join(whole)
