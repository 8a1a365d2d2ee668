"""Who is meant: documents, telephones and names of a text, put together into persons.

What stands in equal numbers belongs together in order ("A i B, amb DNI … i …,
respectivament"); else a new person begins where something is said a second time.
Names are joined when one is a shorter form of the other.
"""

import re
from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from typing import Any, Final

from rules.findings import Person, with_flaws
from rules.people.found import Found
from rules.people.gathering import Gathered, gather, is_beside, merged
from rules.people.name_forms import Named, heads_a_name
from rules.people.owners import leaving
from rules.text.folding import clean, fold
from rules.text.tokens import Text, as_text

TOO_MANY: Final = 5
"""People in one message above which a clerk must look."""

_SHARED: Final = (
    *("compartit", "compartim", "compartido", "tots dos", "ambdos", "los dos"),
    *("mateix mobil", "mateix numero", "mateix telefon", "mismo movil", "mismo numero"),
)


@dataclass(slots=True)
class _Draft:
    """A person being put together."""

    name: Named | None = None
    document: Found | None = None
    phone: Found | None = None


def persons(found: Gathered, text: Text) -> tuple[Person, ...]:
    """The persons of what was gathered from *text*, at least one, each with what it lacks."""
    drafts = _drafts(found, text.folded)
    return tuple(_person(draft) for draft in drafts) or (_person(_Draft()),)


def _drafts(found: Gathered, folded: str) -> list[_Draft]:
    numbers = max(len(found.documents), len(found.phones))
    names = _split_pairs(list(found.names), numbers)
    if numbers <= 1:
        return _at_one_phone(names, found, folded) or _of_one(names, found)
    if all(len(things) in {0, numbers} for things in (names, found.documents, found.phones)):
        found = _told_apart(names, found, folded)
    if len(found.documents) <= 1 and len(names) <= 1:
        return _of_one(names, found)
    drafts = _by_place(names, found, numbers)
    if len(found.phones) == 1 and (
        any(phrase in folded for phrase in _SHARED) or _is_of_each(found.phones[0], drafts, folded)
    ):
        for draft in drafts:
            draft.phone = found.phones[0]
    return drafts


def _at_one_phone(names: list[Named], found: Gathered, folded: str) -> list[_Draft]:
    """Several people without documents, each with the same telephone written out."""
    phone = next(iter(found.phones), None)
    if found.documents or phone is None or len(names) < 2:
        return []
    return [_Draft(name=name, phone=phone) for name in names] if _is_of_each(phone, names, folded) else []


def _is_of_each(phone: Found, people: Sized, folded: str) -> bool:
    """Whether the telephone is written out as often as there are people."""
    if phone.value is None:
        return False
    return "".join(filter(str.isalnum, folded)).count(phone.value[-9:]) == len(people)


def _of_one(names: list[Named], found: Gathered) -> list[_Draft]:
    """One person, with each telephone: of several names, the one nearest to the document or telephone."""
    if not found.numbers:
        return [_Draft(name=name) for name in names]
    first = found.numbers[0].start
    name = min(
        names,  # "sóc la Conxita, vull dir, Concepció Mauri": what they are called is no full name
        key=lambda n: (" " not in n.value, not n.is_said, abs(n.start - first)),
        default=None,
    )
    document = next(iter(found.documents), None)
    return [_Draft(name=name, document=document, phone=phone) for phone in found.phones or (None,)]


def _told_apart(names: list[Named], found: Gathered, folded: str) -> Gathered:
    """Documents and telephones in the order of the names, where each says by a given name whose it is."""
    heads = [fold(name.value).split()[0] for name in names]
    return replace(
        found,
        documents=_by_head(found.documents, heads, folded),
        phones=_by_head(found.phones, heads, folded),
    )


def _by_head(numbers: tuple[Found, ...], heads: list[str], folded: str) -> tuple[Found, ...]:
    """The numbers in the order of the given names beside them, if there is one of each beside each."""
    owned = {_whose(number, heads, folded): number for number in numbers}
    is_told = len(owned) == len(numbers) and owned.keys() == set(heads)
    return tuple(owned[head] for head in heads) if is_told else numbers


_BESIDE: Final = 24
"""Characters before and behind a number in which a given name says whose it is."""


def _whose(number: Found, heads: Sequence[str], folded: str) -> str:
    """The given name beside a number that says whose it is: "el d'en Joan: …", "… (Joan)"."""
    before = folded[max(0, number.start - _BESIDE) : number.start].rpartition("\n")[2].split()
    after = folded[number.end : number.end + _BESIDE].lstrip(" ")
    while before and before[-1].strip(":-") in {"", "el", "es"}:
        before.pop()
    is_behind = after.startswith(("(", "- ", "es "))
    said = (*before[-1:], *(after.split()[:4] if is_behind else ()))
    return next((word for each in said if (word := each.strip("(:-),.").removeprefix("d'")) in heads), "")


def _by_place(names: list[Named], found: Gathered, numbers: int) -> list[_Draft]:
    """What is there for each of so many in order, the rest by where it stands."""
    kinds: dict[str, Sequence[Any]] = {"name": names, "document": found.documents, "phone": found.phones}
    if sum(len(things) == numbers for things in kinds.values()) < 2:
        return _by_turns(kinds)
    drafts = [_Draft() for _ in range(numbers)]
    spans = [[things[i].start for things in kinds.values() if len(things) == numbers] for i in range(numbers)]
    are_apart = all(max(spans[i]) < min(spans[i + 1]) for i in range(numbers - 1))
    for kind, things in kinds.items():
        leads = bool(things) and things[0].start < min(spans[0])
        for i, thing in enumerate(things):
            if len(things) == numbers:
                setattr(drafts[i], kind, thing)
            elif are_apart and (owner := _owner(thing.start, spans, leads=leads)) is not None:
                there = getattr(drafts[owner], kind)
                if there is None or (kind == "name" and _is_nearer(thing, there, found)):
                    setattr(drafts[owner], kind, thing)
    return drafts


def _is_nearer(name: Named, other: Named, found: Gathered) -> bool:
    return is_beside(name, found.numbers) and not is_beside(other, found.numbers)


def _owner(place: int, spans: list[list[int]], *, leads: bool) -> int | None:
    """Whose a thing is by where it stands: it *leads* the numbers it belongs to, or follows them."""
    if leads:
        return next((n for n, span in enumerate(spans) if place < min(span)), None)
    return max((n for n, span in enumerate(spans) if min(span) <= place), default=0)


def _by_turns(kinds: Mapping[str, Sequence[Any]]) -> list[_Draft]:
    """Persons in the order of the text: a new one begins where the present one already has the thing."""
    items = [(kind, thing) for kind, things in kinds.items() for thing in things]
    drafts: list[_Draft] = []
    last = ""
    for kind, item in sorted(items, key=lambda each: each[1].start):
        if not drafts or getattr(drafts[-1], kind) is not None:
            is_second = kind == last == "phone" and drafts[-1].document is not None
            drafts.append(replace(drafts[-1], phone=None) if is_second else _Draft())
        setattr(drafts[-1], kind, item)
        last = kind
    return [d for d in drafts if d.document or d.phone or len(drafts) == 1]


_AND: Final = frozenset({"i", "y", "e", "et", "and", "&"})


def _split_pairs(names: list[Named], wanted: int) -> list[Named]:
    """Names joined by "i" taken apart where that gives as many names as there are numbers."""
    if wanted < 2 or len(names) >= wanted:
        return names
    parted = [part for name in names for part in _parted(name)]
    return parted if len(parted) <= wanted else names


def _parted(name: Named) -> list[Named]:
    """The name cut at the "i" whose right side begins like a name: at least two words on each side."""
    words = name.value.split()
    cuts = [(words[:at], _bare(words[at + 1 :])) for at, word in enumerate(words) if fold(word) in _AND]
    halves = [(" ".join(left), " ".join(right)) for left, right in cuts if len(left) > 1 < len(right)]
    if not halves:
        return [name]
    left, right = min(halves, key=lambda cut: (not heads_a_name(cut[1]), abs(len(cut[0]) - len(cut[1]))))
    return [
        replace(name, value=left, end=name.start + len(left)),
        replace(name, value=right, start=name.start + len(name.value) - len(right)),
    ]


def _bare(words: list[str]) -> list[str]:
    """The words of a name without the article before it."""
    head, *rest = words or [""]
    if fold(head) in {"en", "na", "la", "el"}:
        return rest
    return [head[2:] if fold(head[:2]) in {"l'", "n'"} else head, *rest]


def _person(draft: _Draft) -> Person:
    return with_flaws(
        draft.name.value if draft.name else None,
        draft.document.value if draft.document else None,
        draft.phone.value if draft.phone else None,
        tuple(one.flaw for one in (draft.document, draft.phone) if one and one.flaw),
    )


def read_people(
    own: str, *, below: str = "", subject: str = "", writer: str = "", own_numbers: frozenset[str]
) -> tuple[Person, ...]:
    """The persons of the writer's own words; signature (*below*) and subject only fill what is lacking.

    A signature is the writer's, not always the leaver's: its numbers count only
    where the text has none of that kind, its name only where the text has none.
    *writer* is the name that the mail's sender goes by.
    """
    text, title = as_text(own), as_text(subject)
    found = leaving(gather(text, own_numbers=own_numbers), text.cleaned, subject=title, writer=writer)
    first = gather(title, own_numbers=own_numbers)
    begun = text.unwrapped.folded.lstrip(" \n.,;:-")
    if begun.startswith(_ALSO) and _are_two(first, found):
        return (*persons(first, title), *persons(found, text))
    if title.strip():
        found = _filled(found, first)
    if below.strip():
        found = _filled(found, gather(as_text(below), own_numbers=own_numbers))
    return persons(found, text)


_ALSO: Final = (
    *("tambe", "i tambe", "tambien", "y tambien", "also", "et aussi"),
    *("i el meu", "i la meva", "i meu", "i meva", "y la mia", "y mi ", "y mia"),
)
"""How a text begins that goes on with another person than the subject's."""


def _are_two(first: Gathered, second: Gathered) -> bool:
    """Whether each gives a document and a telephone, and none of them twice."""
    values = [f.value for found in (first, second) for f in found.numbers if f.value]
    return len(values) == 4 == len(set(values)) and bool(first.documents and second.documents)


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
    fullest = merged([*found.names, *more.names])
    return tuple(fullest[: len(merged(found.names))])


# --- a list of persons, one a line or one a block --------------------------------------------------------

BLANK_LINE: Final = re.compile(r"\n[ \t]*\n")


def people_by_rows(text: str, *, own_numbers: frozenset[str]) -> tuple[Person, ...] | None:
    """The persons of a list, in order; None where the text is none, or has numbers outside its rows.

    What stands in a row is of one person: it may lack a document here and a telephone there, and read as one
    text, the telephone of one would be put to the document of the next.
    """
    text = clean(text)
    by_line = _read_rows(text.split("\n"), text, own_numbers)
    return by_line or _read_rows(BLANK_LINE.split(text), text, own_numbers)


def _read_rows(rows: list[str], text: str, own_numbers: frozenset[str]) -> tuple[Person, ...] | None:
    found = [(row, gather(as_text(row), own_numbers=own_numbers)) for row in rows]
    told = [(row, one) for row, one in found if one.numbers]
    is_list = len(told) > 1 and all(len(one.names) == 1 and len(one.documents) <= 1 for _, one in told)
    if not is_list or len({fold(one.names[0].value) for _, one in told}) < len(told):
        return None
    whole = gather(as_text(text), own_numbers=own_numbers)
    if sum(len(one.numbers) for _, one in told) < len(whole.numbers):
        return None
    return tuple(person for row, one in told for person in persons(one, as_text(row)))
