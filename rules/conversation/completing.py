"""What a resident answers to our question, put together with what they gave before.

Rule 1: what was given once is not asked again.
Rule 2: data go to the person they are tied to: the same DNI or mobile, a name, or the only
        one who lacks them. Where that is not plain, nobody gets them.
Rule 3: nothing contradicts: another DNI or mobile than the one given before is another person's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from rules.findings import Flaw, Person, with_other
from rules.people.names import compatible

_SAYS_NOTHING: Final = frozenset({Flaw.DOCUMENT_MISSING, Flaw.PHONE_MISSING, Flaw.NAME_MISSING})


def completed(waiting: Sequence[Person], given: Iterable[Person]) -> tuple[Person, ...] | None:
    """The people *waiting* with what is *given* now, then whoever is new; None where that is not plain.

    Somebody new is only taken with DNI and mobile.
    """
    people, new = list(waiting), []
    for one in (g for g in given if says_something(g)):
        places = _places(people, one)
        if len(places) == 1:
            person = people[places[0]]  # wrong is what was given last, else before
            people[places[0]] = replace(with_other(one, person), name=person.name or one.name)
        elif not places and one.id_document and one.phone and all(_is_another(p, one) for p in people):
            new.append(one)
        else:
            return None
    return (*people, *new)


def says_something(person: Person) -> bool:
    """Whether anything was written of this person, be it that it is not valid."""
    return bool(person.name or person.has_data or set(person.flaws) - _SAYS_NOTHING)


def _places(people: Sequence[Person], one: Person) -> list[int]:
    """Where *one* may belong: where it is tied; else to whom nothing contradicts and something is lacking."""
    fitting = [n for n, person in enumerate(people) if _agrees(person, one)]
    tied = [n for n in fitting if _is_tied(people[n], one)]
    return tied or [n for n in fitting if len(people) == 1 or _gains(people[n], one)]


def _is_another(person: Person, one: Person) -> bool:
    """Whether *one* is plainly somebody else: of another DNI or name. A second mobile proves nothing."""
    other_document = person.id_document is not None and person.id_document != one.id_document
    return other_document or not compatible(person.name, one.name)


def _agrees(person: Person, one: Person) -> bool:
    """Whether nothing that both give differs: what is not given contradicts nothing."""
    both = ((person.id_document, one.id_document), (person.phone, one.phone))
    return all(a == b for a, b in both if a and b) and compatible(person.name, one.name)


def _is_tied(person: Person, one: Person) -> bool:
    """Whether two who agree both give a document, a mobile or a name."""
    both = ((person.id_document, one.id_document), (person.phone, one.phone), (person.name, one.name))
    return any(a and b for a, b in both)


def _gains(person: Person, one: Person) -> bool:
    """Whether *one* says something of what *person* lacks, be it that it is not valid."""
    gives_document = one.id_document is not None or Flaw.DOCUMENT_INVALID in one.flaws
    is_wrong = Flaw.PHONE_INVALID in one.flaws or Flaw.PHONE_LANDLINE in one.flaws
    gives_phone = one.phone is not None or is_wrong
    return (person.id_document is None and gives_document) or (person.phone is None and gives_phone)
