"""What papers add to a notice, or to a resident's own words: who filled in the form, and the receipt's entry.

Rule 1: a paper fills in what the notice lacks; it never overrules it.
Rule 2: where both name a person and not the same one, a person must look.
"""

from datetime import time
from typing import Final

from rules.findings import Entry, Person, known, with_flaws, with_other
from rules.mail.message import Incoming
from rules.people.persons import read_people
from rules.registry.deposit import Deposit, agree, notice_in
from rules.registry.labels import NUMBER_SHAPE

_NOBODY: Final = with_flaws(None, None, None, ())


def filled_from(deposits: tuple[Deposit, ...], incoming: Incoming) -> tuple[tuple[Deposit, ...], bool]:
    """The deposits of one notice with what only its papers say, and whether one is about somebody else too.

    Those of several persons stay as they are.
    """
    if len(deposits) > 1:
        return deposits, False
    entry = deposits[0].entry if deposits else Entry()
    people: tuple[Person, ...] = (deposits[0].person,) if deposits else (_NOBODY,)
    differs = False
    for paper in incoming.papers:
        read = notice_in(incoming, paper.said.replace("_", " "), "").deposits
        entry = _with_receipt(entry, read)
        theirs = tuple(d.person for d in read if d.person.id_document or (d.person.name and d.person.phone))
        if not theirs:
            continue
        if not any(person.name or person.has_data for person in people):
            people = theirs
        elif len(people) == 1:
            (person,) = people
            same = next((one for one in theirs if agree(person, one)), None)
            people = (with_other(person, same),) if same else people
            differs = differs or same is None or len({one.id_document for one in theirs}) > 1
    return tuple(Deposit(person=person, entry=entry) for person in people), differs


def gives_data(incoming: Incoming) -> bool:
    """Whether anybody's document or mobile is given, papers included; names are read only where it may be."""
    may_give = bool(incoming.papers) or incoming.has_document or incoming.has_mobile
    return may_give and any(person.has_data for person in people_of(incoming))


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


def _with_receipt(entry: Entry, read: tuple[Deposit, ...]) -> Entry:
    """The entry with what a receipt says: a number of a register's shape, or the notice's own, and an hour.

    The date that a person writes on a form is none of an entry.
    """
    for given in (d.entry for d in read):
        if given.number is None or given.registered_at is None or given.registered_at.time() == time():
            continue
        if entry.number is None and not NUMBER_SHAPE.fullmatch(given.number):
            continue
        if entry.number in {None, given.number}:
            return Entry(number=given.number, registered_at=entry.registered_at or given.registered_at)
    return entry
