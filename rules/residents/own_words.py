"""The writer's own words, and whose data stand in them: what every rule of a resident's mail asks first."""

import re
from typing import Final

from rules.findings import Person, known, with_other
from rules.mail.message import Incoming
from rules.mail.small_print import without_feet
from rules.people.persons import read_people
from rules.registry.papers import agree
from rules.text.folding import clean, fold


def said_in(incoming: Incoming) -> str:
    """Subject and own words, folded, without feet."""
    return fold(clean(f"{incoming.subject}\n{incoming.own.flowing.once(without_feet)}"))


def whole_of(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Those who give both a document and a mobile."""
    return tuple(person for person in people if person.id_document and person.phone)


def people_of(incoming: Incoming) -> tuple[Person, ...]:
    """The people of the writer's own words, completed by the papers that come along."""
    people = incoming.own_people
    forms = "\n".join(paper.said for paper in incoming.papers)
    if not forms:
        return people
    theirs = read_people(forms, below=incoming.words.own, own_numbers=incoming.own_numbers)
    if not known(people):
        return theirs
    if len(people) == 1 == len(theirs) and agree(people[0], theirs[0]):
        return (with_other(people[0], theirs[0]),)
    return people


def is_above_our_notice(incoming: Incoming) -> bool:
    """Whether the town's own notice, with the list's name, stands below."""
    below = fold(clean(incoming.words.quoted))
    channel = fold(clean(incoming.town.channel))
    near = (below[max(0, m.start() - _NEAR) : m.end() + _NEAR] for m in _HOW_TO_LEAVE.finditer(below))
    return any(channel in said for said in near)


_NEAR: Final = 300
"""Characters about "donar-se de baixa" in which the town's notice names the list."""


_HOW_TO_LEAVE: Final = re.compile(r"\bdonar(?:-se|-vos|-te)? de baixa\b|\bdar(?:se|te|os)? de baja\b")
