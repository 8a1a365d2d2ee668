"""Who is meant: documents, telephones and names of a text, put together into persons.

What stands in equal numbers belongs together in order ("A i B, amb DNI … i …,
respectivament"); else a new person begins where something is said a second time.
Names are joined when one is a shorter form of the other.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from rules.findings import Flaw, Person
from rules.folding import clean, fold
from rules.identity import Found, find_documents, find_phones
from rules.naming import Named, find_names, key_words

TOO_MANY: Final = 5
"""People in one message above which a clerk must look."""

_CONTACT: Final = re.compile(
    r"(?:truc\w*|truqueu|contact\w*|localitz\w*|localizar\w*|llam\w*|telefonar|appeler|joindre|call me|fix|fixe|fijo|"
    r"urgencies|qualsevol (?:cosa|dubte)|cualquier (?:cosa|duda)|nou (?:numero|mobil|telefon)|nuevo (?:numero|movil))"
    r"[^.\n;]{0,40}$"
)
"""Before a number that is only there to ring, not to be taken off."""

_KIN: Final = (
    r"(?:mare|pare|home|dona|marit|filla?|germana?|avia?|padrin[a]?|sogra?|sogre|tieta?|oncle|madre|padre|marido|mujer|"
    r"esposa|hij[oa]|herman[oa]|abuel[oa]|suegr[oa]|tio|tia|mere|pere|mari|femme|mother|father|husband|wife|difunt\w*|nebot|neboda)"
)
_FOR_KIN: Final = re.compile(rf"\b(?:meva|meu|mi|ma|mon|my|nostra|nostre|seva|seu) {_KIN}\b")
_WRITER: Final = re.compile(
    r"\b(?:em dic|soc|som|me llamo|soy|je suis|je m'appelle|my name is|i am|i'm|mi nombre es)[ ]{1,2}(?:en |na |la |el |l'|n')?$"
)
_SHARED: Final = re.compile(
    r"\b(?:compartit|compartim|compartido|el mateix (?:mobil|numero|telefon)|tots dos|ambdos|los dos|mismo (?:movil|numero))\b"
)


@dataclass(slots=True)
class _Draft:
    """A person being put together."""

    name: Named | None = None
    document: Found | None = None
    phone: Found | None = None
    order: int = 0
    kinds: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a text holds: in the order of the text, each thing once."""

    names: tuple[Named, ...]
    documents: tuple[Found, ...]
    phones: tuple[Found, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a document nor a telephone."""
        return not self.documents and not self.phones


def gather(text: str, *, own_numbers: frozenset[str]) -> Gathered:
    """The names, documents and telephones of a text, without the town's own numbers."""
    text = clean(text)
    documents = find_documents(text)
    without_documents = _blanked(text, documents)
    phones = [p for p in find_phones(without_documents) if p.value not in own_numbers]
    documents = [d for d in documents if d.value or not _is_inside(d, phones)]
    places = [(f.start, f.end) for f in (*documents, *phones)]
    names = _merged(find_names(text, sorted(places)))
    folded = fold(text)
    return Gathered(
        names=tuple(_without_writer(names, folded, documents)),
        documents=tuple(_best(documents)),
        phones=tuple(_best(_without_contacts(phones, folded))),
    )


def _blanked(text: str, found: Iterable[Found]) -> str:
    for one in found:
        if one.value:
            text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _is_inside(one: Found, others: Iterable[Found]) -> bool:
    return any(other.start <= one.start and one.end <= other.end for other in others)


def _best(found: list[Found]) -> list[Found]:
    """Each value once; what is not valid only where nothing valid of its kind was found."""
    valid = [f for f in found if f.value]
    seen: set[str | None] = set()
    unique = [f for f in valid if not (f.value in seen or seen.add(f.value))]  # type: ignore[func-returns-value]
    return unique or found[:1]


def _without_contacts(phones: list[Found], folded: str) -> list[Found]:
    """The telephones, without those given only to be rung at, if others are left."""
    rest = [p for p in phones if not _CONTACT.search(folded, max(0, p.start - 70), p.start)]
    return rest if any(p.value for p in rest) else phones


def _without_writer(names: list[Named], folded: str, documents: list[Found]) -> list[Named]:
    """The names without the writer's own, where he writes for one relative who is named."""
    if len(names) < 2 or len({d.value for d in documents}) > 1 or not _FOR_KIN.search(folded):
        return names
    rest = [n for n in names if not _WRITER.search(folded, max(0, n.start - 24), n.start)]
    return rest or names


def _merged(names: list[Named]) -> list[Named]:
    """Each person's name once: the fullest form, at the place of the first."""
    kept: list[Named] = []
    for name in names:
        words = key_words(name.value)
        same = next((i for i, k in enumerate(kept) if _is_one_person(key_words(k.value), words)), None)
        if same is None:
            kept.append(name)
        elif len(words) > len(key_words(kept[same].value)):
            kept[same] = replace(kept[same], value=name.value)
    return kept


def _is_one_person(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and (one <= other or other <= one)


def persons(found: Gathered, text: str) -> tuple[Person, ...]:
    """The persons of what was gathered from *text*, at least one, each with what it lacks."""
    drafts = _drafts(found, fold(clean(text)))
    return tuple(_person(draft) for draft in drafts) or (_person(_Draft()),)


def _drafts(found: Gathered, folded: str) -> list[_Draft]:
    numbers = max(len(found.documents), len(found.phones))
    names = _split_pairs(list(found.names), numbers)
    if numbers <= 1:
        return _one_or_named(names, found)
    if _belongs_in_order(names, found, numbers):
        return _in_order(names, found, numbers)
    if len(found.documents) <= 1 and len(names) <= 1:
        return _several_phones(names, found)
    return _by_place(names, found, folded)


def _one_or_named(names: list[Named], found: Gathered) -> list[_Draft]:
    """One person; the name nearest to the document or telephone if several are named."""
    document = next(iter(found.documents), None)
    phone = next(iter(found.phones), None)
    anchor = document or phone
    if anchor is not None and len(names) > 1:
        names = sorted(names, key=lambda n: (not n.is_said, abs(n.start - anchor.start)))
    elif len(names) > 1:
        return [_Draft(name=name) for name in names]
    return [_Draft(name=next(iter(names), None), document=document, phone=phone)]


def _belongs_in_order(names: list[Named], found: Gathered, numbers: int) -> bool:
    counts = (len(names), len(found.documents), len(found.phones))
    return all(count in {0, numbers} for count in counts)


def _in_order(names: list[Named], found: Gathered, numbers: int) -> list[_Draft]:
    return [
        _Draft(
            name=names[i] if names else None,
            document=found.documents[i] if found.documents else None,
            phone=found.phones[i] if found.phones else None,
        )
        for i in range(numbers)
    ]


def _several_phones(names: list[Named], found: Gathered) -> list[_Draft]:
    """One person with several telephones."""
    name = next(iter(names), None)
    document = next(iter(found.documents), None)
    return [_Draft(name=name, document=document, phone=phone) for phone in found.phones]


def _by_place(names: list[Named], found: Gathered, folded: str) -> list[_Draft]:
    """Persons in the order of the text: a new one begins where the present one already has the thing."""
    items: list[tuple[int, str, Named | Found]] = [
        *((n.start, "name", n) for n in names),
        *((d.start, "document", d) for d in found.documents),
        *((p.start, "phone", p) for p in found.phones),
    ]
    drafts: list[_Draft] = []
    for _, kind, item in sorted(items, key=lambda i: i[0]):
        if not drafts or getattr(drafts[-1], kind) is not None:
            drafts.append(_Draft())
        setattr(drafts[-1], kind, item)
    drafts = [d for d in drafts if d.document or d.phone or len(drafts) == 1]
    if _SHARED.search(folded) and len(found.phones) == 1:
        for draft in drafts:
            draft.phone = found.phones[0]
    return drafts


_AND: Final = re.compile(r" (?:i|y|e|et|and|&) (?:(?:en|na|la|el) |l'|n')?", re.IGNORECASE)


def _split_pairs(names: list[Named], wanted: int) -> list[Named]:
    """Names joined by "i" taken apart where that gives as many names as there are numbers."""
    if wanted < 2 or len(names) >= wanted:
        return names
    parted = [part for name in names for part in _parted(name)]
    return parted if len(parted) <= wanted else names


def _parted(name: Named) -> list[Named]:
    """The name cut at the "i" whose right side begins like a name: at least two words on each side."""
    joints = list(_AND.finditer(name.value))
    good = [
        j
        for j in joints
        if len(name.value[: j.start()].split()) >= 2 and len(name.value[j.end() :].split()) >= 2
    ]
    if not good:
        return [name]
    middle = len(name.value) / 2
    joint = min(good, key=lambda j: abs((j.start() + j.end()) / 2 - middle))
    left = replace(name, value=name.value[: joint.start()], end=name.start + joint.start())
    right = replace(name, value=name.value[joint.end() :], start=name.start + joint.end())
    return [left, right]


def _person(draft: _Draft) -> Person:
    flaws = [
        _flaw(draft.document, Flaw.DOCUMENT_MISSING),
        _flaw(draft.phone, Flaw.PHONE_MISSING),
        None if draft.name else Flaw.NAME_MISSING,
    ]
    return Person(
        name=draft.name.value if draft.name else None,
        id_document=draft.document.value if draft.document else None,
        phone=draft.phone.value if draft.phone else None,
        flaws=tuple(flaw for flaw in flaws if flaw),
    )


def _flaw(found: Found | None, missing: Flaw) -> Flaw | None:
    return missing if found is None else found.flaw


def complete(people: tuple[Person, ...]) -> bool:
    """Whether every person has a document and a telephone."""
    return all(p.id_document and p.phone for p in people)


def read_people(
    own: str, *, below: str = "", subject: str = "", own_numbers: frozenset[str]
) -> tuple[Person, ...]:
    """The persons of the writer's own words; signature (*below*) and subject only fill what is lacking.

    A signature is the writer's, not always the leaver's: its numbers count only
    where the text has none of that kind, its name only where the text has none.
    """
    found = gather(own, own_numbers=own_numbers)
    for more in (subject, below):
        found = _filled(found, gather(more, own_numbers=own_numbers)) if more.strip() else found
    return persons(found, own)


def _filled(found: Gathered, more: Gathered) -> Gathered:
    return Gathered(
        names=_names_filled(found, more),
        documents=_numbers_filled(found.documents, more.documents),
        phones=_numbers_filled(found.phones, more.phones),
    )


def _numbers_filled(found: tuple[Found, ...], more: tuple[Found, ...]) -> tuple[Found, ...]:
    if any(f.value for f in found):
        return found
    return more if any(f.value for f in more) or not found else found


def _names_filled(found: Gathered, more: Gathered) -> tuple[Named, ...]:
    """The text's names; one that *more* has in full replaces its short form."""
    if not found.names:
        return more.names[:1] if len(found.documents) <= 1 and len(found.phones) <= 1 else more.names
    merged = _merged([*found.names, *more.names])
    return tuple(merged[: len(found.names)])
