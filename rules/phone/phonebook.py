"""The address book of the phone that the list is sent from: its contacts, their names, and files of them.

Rule 1: a number is one contact, whoever it serves; its name names them all.
Rule 2: what a stranger wrote is one visible line, so that no address book and no
        spreadsheet takes it for more than a name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from rules.books.subscription import Subscription
from rules.text.content_lines import escaped, file_of
from rules.text.folding import clean, fold

_Value = TypeVar("_Value")
LONGEST_NAME: Final = 80
_NAMELESS: Final = "(sense nom)"

TO_ADD: Final = "altes"
TO_REMOVE: Final = "baixes"
MISSING: Final = "falten"
EVERYBODY: Final = "tots"
"""The files of a day: contacts to take in, those to delete, those that should be there, and all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """An entry of an address book; `phones` as they stand there, in ours one in E.164."""

    name: str
    phones: tuple[str, ...] = ()
    note: str = ""


def grouped(pairs: Iterable[tuple[str | None, _Value]]) -> dict[str, list[_Value]]:
    """The values by their numbers or documents, in their order; who has none is left out."""
    by_key: dict[str, list[_Value]] = {}
    for key, value in pairs:
        if key:
            by_key.setdefault(key, []).append(value)
    return by_key


def contacts(numbers: Iterable[str | None], holders: Iterable[Subscription]) -> tuple[Contact, ...]:
    """One contact for each of *numbers* in their order, named after those of *holders* whom it serves."""
    served = grouped((held.phone, held) for held in holders)
    wanted = dict.fromkeys(number for number in numbers if number in served)
    return tuple(
        Contact(
            name=named([held.name for held in served[number]]),
            phones=(number,),
            note=", ".join(held.ref for held in served[number]),
        )
        for number in wanted
    )


def named(names: Iterable[str]) -> str:
    """Several names as that of one contact: "Joan Puig, Pere Roca i Maria Riera"; each once."""
    lines = (_line(name) for name in names)
    each = list({fold(line): line for line in lines if line}.values())
    return " i ".join(filter(None, (", ".join(each[:-1]), *each[-1:]))) or _NAMELESS


def is_ours(contact: Contact, prefix: str) -> bool:
    """Whether the contact's name begins with the word *prefix*, in whatever case and accents."""
    name, word = fold(_line(contact.name)), fold(_line(prefix))
    return name == word or name.startswith(f"{word} ")


def _line(name: str) -> str:
    visible = "".join(char if char.isprintable() else " " for char in clean(name[: 4 * LONGEST_NAME]))
    return " ".join(visible.split())[:LONGEST_NAME]


def file_name(what: str, on: date) -> str:
    """Return the name of the file of the contacts *what* on that day: "altes-2026-05-04.vcf"."""
    return f"{what}-{on.isoformat()}.vcf"


def written(contacts: Iterable[Contact], *, prefix: str) -> bytes:
    """Return *contacts* as one file of vCards, each name after the word *prefix*, to be found on the phone.

    Version 3.0 (RFC 2426), which Android and iPhone import with one touch: UTF-8, CRLF,
    lines folded at 75 bytes, one number each.
    """
    return file_of(line for contact in contacts for line in _card(contact, prefix))


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
