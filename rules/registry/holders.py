"""The persons of a registry entry, put together from the labels that name them."""

import re
from dataclasses import dataclass
from typing import Final

from rules.findings import Flaw, Person, with_flaws
from rules.people.documents import find_documents
from rules.people.found import Found
from rules.people.gathering import numbers_of
from rules.people.name_forms import labelled_value
from rules.registry.fields import Labelled
from rules.registry.labels import Field
from rules.text.folding import fold
from rules.text.tokens import Text, as_text
from rules.vocabulary.name_words import GIVEN_NAMES


@dataclass(slots=True)
class Holder:
    """A person as the labels give them."""

    name: str | None = None
    surnames: str | None = None
    document: str | None = None
    has_bad_document: bool = False
    phone: str | None = None
    phone_flaw: Flaw | None = None

    def take_document(self, document: Found | None, *, is_due: bool) -> None:
        """Keep the first valid document; *is_due* says that the label promised one."""
        if document is not None:
            self.document = self.document or document.value
        self.has_bad_document = self.has_bad_document or (document.value is None if document else is_due)

    def take_phone(self, phone: Found | None) -> None:
        """Keep the first mobile, and why another number is none."""
        if phone is not None:
            self.phone = self.phone or phone.value
            self.phone_flaw = self.phone_flaw or phone.flaw


_TIED: Final = re.compile(
    r"\(?\b(?:nif|dni|nie|d\.n\.i|doc(?:ument)?|tel|amb|con)\b[ :.]{0,3}", re.IGNORECASE
)


def take_person(holders: list[Holder], one: Labelled, own_numbers: frozenset[str]) -> None:
    """Take what a label says of a person: of the last one, or of a new one where it says a thing again."""
    text = Text(f"tel {one.value}" if one.what is Field.PHONE else one.value)
    documents, phones = numbers_of(text, own_numbers=own_numbers)
    documents = documents if any(d.value for d in documents) else _passport(one) or documents
    document = next(iter(documents), None) if one.what is not Field.PHONE else None
    phone = next(iter(phones), None) if one.what is not Field.DOCUMENT else None
    name = _name_value(one) if one.what in {Field.NAME, Field.SURNAMES} else None
    if not holders or _is_next(holders[-1], one, name, document.value if document else None):
        holders.append(Holder())
    holder = holders[-1]
    if one.what is Field.SURNAMES:
        is_second = _is_second(one) and holder.surnames and name
        holder.surnames = f"{holder.surnames} {name}" if is_second else holder.surnames or name
    else:
        holder.name = holder.name or name
    holder.take_document(document, is_due=one.what is Field.DOCUMENT and bool(re.search(r"\d", one.value)))
    holder.take_phone(phone)


def _is_second(one: Labelled) -> bool:
    return one.label.startswith("seg") or "2" in one.label


_PASSPORT_MARK: Final = re.compile(r"^pas(?:\.|:)? ?:? ?", re.IGNORECASE)


def _passport(one: Labelled) -> tuple[Found, ...]:
    """The passport in the value of a label that says it is one, or that begins with the registers' "PAS"."""
    mark = _PASSPORT_MARK.match(one.value)
    if one.what is not Field.DOCUMENT or not (mark or "passa" in one.label or "pasap" in one.label):
        return ()
    return tuple(find_documents(f"passaport {one.value[mark.end() if mark else 0 :]}"))


def _is_next(holder: Holder, one: Labelled, name: str | None, document: str | None) -> bool:
    """Whether a label begins a second person: a second name, or a second document."""
    if one.what is Field.NAME:
        return bool(name and holder.name and holder.document)
    if one.what is Field.SURNAMES:
        return bool(name and holder.surnames and holder.document) and not _is_second(one)
    return one.what is Field.DOCUMENT and bool(document and holder.document and document != holder.document)


_TITLE: Final = re.compile(
    r"^(?:(?:sra?|sr/a|srta|d|dn?a|don|do[nñ]a|se(?:ny|ñ)ora?)\b[./]{0,2}ª?a?\.? ){1,2}", re.IGNORECASE
)
"""What is said before a name: "Sra.", "D.", "Dª."."""


def _name_value(one: Labelled) -> str | None:
    """The name in a value, without the document or telephone that may stand in it."""
    value = one.value
    for document in reversed(find_documents(value)):
        value = f"{value[: document.start]} {value[document.end :]}"
    value = _TITLE.sub("", _TIED.sub(" ", value).strip(" -,;:/|()·"))
    named = labelled_value(as_text(value), 0, is_surname=one.what is Field.SURNAMES)
    return _given_first(value, named.value) if named else None


def _given_first(value: str, name: str) -> str:
    """A name that a register prints in capitals, surnames first, with the given name in front."""
    words = name.split()
    known = [fold(word) in GIVEN_NAMES for word in words]
    is_turned = value.isupper() and "," not in value and len(words) > 2 and known[-1] and not known[0]
    if not is_turned:
        return name
    given = 2 if known[-2] and len(words) > 3 else 1
    return " ".join([*words[-given:], *words[:-given]])


def person_of(holder: Holder) -> Person:
    """The person that the labels gave, with what is lacking."""
    name = " ".join(part for part in (holder.name, holder.surnames) if part) or None
    flaws = tuple(
        flaw
        for flaw in (Flaw.DOCUMENT_INVALID if holder.has_bad_document else None, holder.phone_flaw)
        if flaw
    )
    return with_flaws(name, holder.document, holder.phone, flaws)
