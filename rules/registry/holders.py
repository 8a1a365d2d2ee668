"""The persons of a registry entry, put together from the labels that name them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from rules.findings import Flaw, Person, with_flaws
from rules.people.documents import find_documents
from rules.people.found import Found
from rules.people.gathering import gather, numbers_of
from rules.people.name_forms import labelled_value
from rules.people.names_in_text import given_first
from rules.people.persons import persons
from rules.registry.fields import Labelled
from rules.registry.labels import PERSONAL, Field
from rules.text.folding import fold
from rules.text.tokens import Text, as_text
from rules.vocabulary.name_words import GIVEN_NAMES


@dataclass(slots=True)
class _Holder:
    """A person as the labels give them."""

    name: str | None = None
    surnames: str | None = None
    document: str | None = None
    phone: str | None = None
    flaws: list[Flaw] = field(default_factory=list)


def people_of_labels(labels: Iterable[Labelled], own_numbers: frozenset[str]) -> list[Person]:
    """The persons whom labels name, with what each lacks."""
    people: list[Person] = []
    holders: list[_Holder] = []
    for one in labels:
        if one.what is Field.NAME and len(find_documents(one.value)) > 1:
            value = as_text(one.value)
            people += persons(gather(value, own_numbers=own_numbers), value)
        elif one.what in PERSONAL:
            _take(holders, one, own_numbers)
    return people + [
        with_flaws(
            " ".join(filter(None, (one.name, one.surnames))) or None,
            one.document,
            one.phone,
            tuple(one.flaws),
        )
        for one in holders
        if one.name or one.surnames or one.document or Flaw.DOCUMENT_INVALID in one.flaws
    ]


_TIED: Final = re.compile(
    r"\(?\b(?:nif|dni|nie|d\.n\.i|doc(?:ument)?|tel|amb|con)\b[ :.]{0,3}", re.IGNORECASE
)


def _take(holders: list[_Holder], one: Labelled, own_numbers: frozenset[str]) -> None:
    """Take what a label says of a person: of the last one, or of a new one where it says a thing again."""
    text = Text(f"tel {one.value}" if one.what is Field.PHONE else one.value)
    documents, phones = numbers_of(text, own_numbers=own_numbers)
    documents = documents if any(d.value for d in documents) else _passport(one) or documents
    document = next(iter(documents), None) if one.what is not Field.PHONE else None
    phone = next(iter(phones), None) if one.what is not Field.DOCUMENT else None
    name = _name_value(one) if one.what in {Field.NAME, Field.SURNAMES} else None
    if not holders or _is_next(holders[-1], one, name, document.value if document else None):
        holders.append(_Holder())
    holder = holders[-1]
    if one.what is Field.SURNAMES:
        is_second = _is_second(one) and holder.surnames and name
        holder.surnames = f"{holder.surnames} {name}" if is_second else holder.surnames or name
    else:
        holder.name = holder.name or name
    is_bad = document is None and one.what is Field.DOCUMENT and any(map(str.isdigit, one.value))
    holder.document = holder.document or (document.value if document else None)
    holder.phone = holder.phone or (phone.value if phone else None)
    holder.flaws += [Flaw.DOCUMENT_INVALID] if is_bad else []
    holder.flaws += [found.flaw for found in (document, phone) if found and found.flaw]


def _is_second(one: Labelled) -> bool:
    return one.label.startswith("seg") or "2" in one.label


def _passport(one: Labelled) -> tuple[Found, ...]:
    """The passport in the value of a label that says it is one, or that begins with the registers' "PAS"."""
    is_marked = one.value[:3].upper() == "PAS" and one.value[3:4] in {" ", ".", ":"}
    if one.what is not Field.DOCUMENT or not (is_marked or "passa" in one.label or "pasap" in one.label):
        return ()
    return tuple(find_documents(f"passaport {one.value[3:].lstrip(' .:') if is_marked else one.value}"))


def _is_next(holder: _Holder, one: Labelled, name: str | None, document: str | None) -> bool:
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
    if named is None:
        return None
    is_turned = value.isupper() and "," not in value and named.value.count(" ") > 1
    return (
        given_first(named.value)
        if is_turned and fold(named.value).split()[-1] in GIVEN_NAMES
        else named.value
    )
