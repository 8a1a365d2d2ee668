"""A list of persons, one a line or one a block: what stands in a row is of one person.

A clerk's list may lack a document here and a telephone there; read as one text, the
telephone of one would be put to the document of the next.
"""

import re
from typing import Final

from rules.findings import Person
from rules.people.gathering import gather
from rules.people.persons import persons
from rules.text.folding import clean, fold
from rules.text.tokens import as_text

_BLANK: Final = re.compile(r"\n[ \t]*\n")


def people_by_rows(text: str, *, own_numbers: frozenset[str]) -> tuple[Person, ...] | None:
    """The persons of a list, in order; None where the text is none, or has numbers outside its rows."""
    text = clean(text)
    for rows in (text.split("\n"), _BLANK.split(text)):
        people = _read(rows, text, own_numbers)
        if people is not None:
            return people
    return None


def _read(rows: list[str], text: str, own_numbers: frozenset[str]) -> tuple[Person, ...] | None:
    found = [(row, gather(as_text(row), own_numbers=own_numbers)) for row in rows]
    told = [(row, one) for row, one in found if one.numbers]
    is_list = len(told) > 1 and all(len(one.names) == 1 and len(one.documents) <= 1 for _, one in told)
    if not is_list or len({fold(one.names[0].value) for _, one in told}) < len(told):
        return None
    whole = gather(as_text(text), own_numbers=own_numbers)
    if sum(len(one.numbers) for _, one in told) < len(whole.numbers):
        return None
    return tuple(person for row, one in told for person in persons(one, as_text(row)))
