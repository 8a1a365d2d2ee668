"""An address book as a telephone or Google exports it: vCards, or a CSV with whatever columns.

vCards are read in any version: 2.1 with quoted-printable, as Android exports it, 3.0 (RFC 2426),
and 4.0 with numbers as links (RFC 6350).

What cannot be read whole is refused: a contact that was lost would look like one that
is not on the phone.
"""

import codecs
import csv
import io
import re
from binascii import a2b_qp
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from rules.mail.charsets import decode
from rules.people.telephones import find_phones
from rules.phone.phonebook import Contact
from rules.text.folding import clean, fold

MOST: Final = 50_000
"""Contacts and numbers of one export that are looked at."""


class Unreadable(Enum):
    """Why a file gives no contacts."""

    EMPTY = "empty"
    NO_CONTACTS = "no export of contacts"
    CUT_OFF = "cut off"
    NONE = "no contact in it"
    TOO_MANY = "too many numbers for a phone"
    NONE_OURS = "no contact begins with our prefix"


class UnreadableError(ValueError):
    """The file gives no contacts; `why` says so to staff."""

    def __init__(self, why: Unreadable) -> None:
        """Say *why*."""
        super().__init__(why.value)
        self.why = why


def read_export(data: bytes) -> tuple[Contact, ...]:
    """Return the contacts of an exported address book, in its order; UnreadableError says why not."""
    if not data.strip():
        raise UnreadableError(Unreadable.EMPTY)
    text = _text(data)
    if "BEGIN:VCARD" in text.upper():
        found = tuple(_of_cards(text))
    elif any(mark in text[:_LOOKED_AT] for mark in _DELIMITERS) and "\0" not in text:
        found = tuple(_of_table(text))
    else:
        raise UnreadableError(Unreadable.NO_CONTACTS)
    if not found:
        raise UnreadableError(Unreadable.NONE)
    if sum(max(len(contact.phones), 1) for contact in found) > MOST:
        raise UnreadableError(Unreadable.TOO_MANY)
    return found


_LOOKED_AT: Final = 10_000
_DELIMITERS: Final = ",;\t"

_PHONES: Final = ("phone", "mobile", "mobil", "movil", "cell", "whatsapp", "tel", "tlf", "numero")
_WHOLE: Final = frozenset({
    "name", "full name", "display name", "nom complet", "nombre completo", "nom i cognoms",
    "nombre y apellidos",
})  # fmt: skip
_PARTS: Final = (
    "first name", "given name", "nom", "nombre", "middle name", "additional name",
    "last name", "family name", "cognom", "cognoms", "apellido", "apellidos",
)  # fmt: skip


def _text(data: bytes) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return decode(data, "utf-16" if wide else None)[0].replace("\r\n", "\n").replace("\r", "\n")


def _of_table(text: str) -> Iterator[Contact]:
    header = text.lstrip().partition("\n")[0]
    lines = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=header.count), strict=True
    )
    try:
        rows = [row for row in lines if any(map(str.strip, row))]
    except csv.Error:
        raise UnreadableError(Unreadable.NO_CONTACTS) from None
    named = [fold(clean(name)).strip() for name in rows[0]]
    phones = [
        place for place, name in enumerate(named) if any(word.startswith(_PHONES) for word in name.split())
    ]
    if phones:
        return _of_columns(rows[1:], named, phones)
    if mobiles(rows[0]):
        return _of_bare_rows(rows)
    raise UnreadableError(Unreadable.NO_CONTACTS)


def _of_columns(
    rows: Sequence[Sequence[str]], named: Sequence[str], phones: Sequence[int]
) -> Iterator[Contact]:
    wholes = [place for place, name in enumerate(named) if name in _WHOLE]
    parts = [named.index(name) for name in _PARTS if name in named]
    for row in rows:
        cells = [*row, *[""] * (len(named) - len(row))]
        whole = next((cells[place].strip() for place in wholes if cells[place].strip()), "")
        name = whole or " ".join(filter(None, (cells[place].strip() for place in parts)))
        yield Contact(name=name, phones=tuple(cells[place] for place in phones if cells[place].strip()))


def _of_bare_rows(rows: Sequence[Sequence[str]]) -> Iterator[Contact]:
    """A table without a header: what is a mobile is one, the rest is the name."""
    for row in rows:
        numbers = {cell for cell in row if mobiles([cell])}
        name = " ".join(cell.strip() for cell in row if cell not in numbers)
        yield Contact(name=name, phones=tuple(cell for cell in row if cell in numbers))


def mobiles(phones: Sequence[str]) -> list[str]:
    """The mobiles among the numbers of a contact, in E.164, each once."""
    found = (one.value for phone in phones for one in find_phones(clean(phone)))
    return list(dict.fromkeys(value for value in found if value))


# --- vCards ---------------------------------------------------------------------------------------

_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_PART: Final = re.compile(r"(?<!\\);")


def _of_cards(text: str) -> Iterator[Contact]:
    """The contacts of a file of vCards, whatever else is in it."""
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
    if depth:  # what came after it is not there either
        raise UnreadableError(Unreadable.CUT_OFF)


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
        value = decode(a2b_qp(value.encode()), charset)[0]
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
