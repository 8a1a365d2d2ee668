"""An address book as a telephone or Google exports it: vCards, or a CSV with whatever columns.

What cannot be read whole is refused: a contact that was lost would look like one that
is not on the phone.
"""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import Final

from rules.mail.charsets import decode
from rules.people.telephones import find_phones
from rules.phone import vcards
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
        found = _cards(text)
    elif any(mark in text[:_LOOKED_AT] for mark in _DELIMITERS) and "\0" not in text:
        found = _rows(text)
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


def _cards(text: str) -> tuple[Contact, ...]:
    try:
        return tuple(vcards.read(text))
    except vcards.CutOffError:
        raise UnreadableError(Unreadable.CUT_OFF) from None


def _rows(text: str) -> tuple[Contact, ...]:
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
        return tuple(_of_columns(rows[1:], named, phones))
    if mobiles(rows[0]):
        return tuple(_of_bare_rows(rows))
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
        is_number = [bool(mobiles([cell])) for cell in row]
        yield Contact(
            name=" ".join(cell.strip() for cell, number in zip(row, is_number, strict=True) if not number),
            phones=tuple(cell for cell, number in zip(row, is_number, strict=True) if number),
        )


def mobiles(phones: Sequence[str]) -> list[str]:
    """The mobiles among the numbers of a contact, in E.164, each once."""
    found = (one.value for phone in phones for one in find_phones(clean(phone)))
    return list(dict.fromkeys(value for value in found if value))
