"""vCards: the one form of contacts that every telephone takes in.

Written as version 3.0 (RFC 2426), which Android and iPhone import with one touch: UTF-8, CRLF,
lines folded at 75 bytes, one number each.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

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
