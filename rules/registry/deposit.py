"""A registry notice: which deposit, of when, and whose.

Any register of the country is read by the labels it prints (`labels`), not by its
name. The presentation is the date that counts; where it is not given, the entry.
What is not plainly an entry of our clause is never read as one.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Final

from rules.findings import Entry, Person, with_other
from rules.mail.message import Incoming
from rules.mail.set_phrases import label_in
from rules.people.gathering import gather
from rules.people.name_forms import labelled_value
from rules.people.names import compatible
from rules.people.persons import persons
from rules.registry.fields import Labelled, labelled_lines, labelled_values, number_in, prose_number
from rules.registry.holders import people_of_labels
from rules.registry.labels import NUMBER_SHAPE, Field
from rules.registry.presenters import own_part, told_apart
from rules.registry.summaries import numbers_told, summary_of
from rules.text.dates import find_dates, find_time
from rules.text.folding import clean
from rules.text.tokens import Text, as_text

_OUT: Final = ("sortida", "salida", "notificacio", "diposit", "puesta a disposicion")
_TITLE: Final = re.compile(r"\b(?:sra?|srta|senyora?|senora?)\b\.? (?=[a-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """One person of one entry."""

    person: Person
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a notice says of us: its deposits, the words of their matter, and what the person asks.

    `is_outgoing` where the only number it prints is that of an exit, `is_mixed` where
    entries could not be told apart. `parts` are the entries of a summary, each a notice with
    the heading that gives its matter as its subject, and `outside` what stands around them.
    """

    deposits: tuple[Deposit, ...]
    matter: str
    plea: str = ""
    kind: str = ""
    state: str = ""
    has_labels: bool = True
    is_outgoing: bool = False
    is_mixed: bool = False
    parts: tuple["Notice", ...] = ()
    outside: str = ""
    subject: str = ""
    text: str = ""


def notice_in(incoming: Incoming, text: str, subject: str | None = None) -> Notice:
    """What the text holds as a notice; the mail's subject stands for its own unless one is given.

    What is not found leaves the deposit's fields None.
    """
    subject = clean(incoming.mail.subject if subject is None else subject)
    lines = labelled_lines(clean(text.replace("\t", "    ")))  # a gap that a label may stand before
    summary = summary_of(lines, subject, incoming.today)
    if summary is None:
        return replace(_single(incoming, lines, subject), subject=subject, text=text)
    parts = tuple(
        replace(_single(incoming, entry, ""), subject=heading, text=entry)
        for entry, heading in summary.entries
    )
    return Notice(
        deposits=tuple(deposit for part in parts for deposit in part.deposits),
        matter="\n".join(part.matter for part in parts),
        is_mixed=summary.is_mixed or any(part.is_mixed for part in parts),
        parts=parts,
        outside=summary.outside,
        subject=subject,
        text=text,
    )


def _single(incoming: Incoming, text: str, subject: str) -> Notice:
    """The notice of one entry, in labelled lines."""
    tz, today, own_numbers = incoming.town.tz, incoming.today, incoming.own_numbers
    labels = list(told_apart(labelled_values(text)))

    def values(*whats: Field) -> list[str]:
        return [one.value for one in labels if one.what in whats]

    numbers = (*map(number_in, values(Field.NUMBER)), prose_number(f"{text}\n{subject}"))
    entry = Entry(
        number=next(filter(None, (*numbers, *map(number_in, values(Field.SECOND_NUMBER)))), None),
        registered_at=_labelled_instant(labels, tz, today) or _told_instant(text, subject, tz, today),
    )
    people = people_of_labels(labels, own_numbers)
    if len(people) < 2:
        people = _filled(people, _without_deputies(text, values(Field.DEPUTY)), own_numbers)
    return Notice(
        deposits=tuple(Deposit(person=person, entry=entry) for person in _once_each(people)),
        matter="\n".join(values(Field.MATTER)),
        plea="\n".join(values(Field.PLEA)),
        kind="\n".join(values(Field.TYPE)),
        state="\n".join(values(Field.STATE)),
        has_labels=any(one.what in {Field.NUMBER, Field.PRESENTED, Field.ENTERED} for one in labels),
        is_outgoing=_is_outgoing(labels, f"{subject}\n{text}"),
        is_mixed=len(people) > 1 and len(numbers_told(text)) > 1,
    )


def _is_outgoing(labels: list[Labelled], text: str) -> bool:
    """Whether its labels are those of what the town hall sends out."""
    is_out = any(one.what is Field.NOTHING and any(word in one.label for word in _OUT) for one in labels)
    is_entry = any(
        one.what is Field.PRESENTED or (one.what is Field.NUMBER and number_in(one.value)) for one in labels
    )
    return is_out and not (is_entry or NUMBER_SHAPE.search(text))


# --- the instant ----------------------------------------------------------------------------------


def _labelled_instant(labels: list[Labelled], tz: tzinfo, today: date | None) -> datetime | None:
    """The instant that labels give; a time in a field of its own belongs to the date above that has none."""
    for what in (Field.PRESENTED, Field.ENTERED):
        for i, one in enumerate(labels):
            written = next(iter(find_dates(one.value, today=today)), None) if one.what is what else None
            if written is not None:
                below = (other.value for other in labels[i:] if other.what is Field.TIME)
                times = map(find_time, (one.value[written.end :], *below))
                return written.instant(tz, at=next(filter(None, times), None))
    return None


def _told_instant(text: str, subject: str, tz: tzinfo, today: date | None) -> datetime | None:
    """The instant that sentences give, else the subject."""
    text = _without_header(text)
    dates = find_dates(text, today=today)
    best = next((d for d in dates if d.at), next(iter(dates), None))
    if best is not None:
        return best.instant(tz, at=find_time(text[best.end : best.end + 60]))
    headed = next((d for d in find_dates(subject) if d.at), None)
    return headed.instant(tz) if headed else None


def _without_header(text: str) -> str:
    """The text without the header lines of a forwarded message: their date is not the register's."""
    if "@" not in text:
        return text
    return "\n".join(line for line in text.split("\n") if label_in(line) is None)


# --- the persons ----------------------------------------------------------------------------------


def _filled(people: list[Person], text: str, own_numbers: frozenset[str]) -> list[Person]:
    """The person of the labels with what only sentences give, or the persons of the sentences."""
    said = as_text(text)
    told = persons(gather(said, own_numbers=own_numbers), said)
    people = [with_other(people[0], told[0])] if people and len(told) == 1 else people or list(told)
    return [with_other(people[0], Person(name=_titled(said)))] if len(people) == 1 else people


def _titled(text: Text) -> str | None:
    """The name that a title vouches for: "la Sra. Rosaura Mendizábal"."""
    names = (labelled_value(text, match.end()) for match in _TITLE.finditer(text.folded))
    return next((name.value for name in names if name and " " in name.value), None)


def _without_deputies(text: str, deputies: list[str]) -> str:
    """The text without what it says of whoever presented the paper for the person."""
    for deputy in filter(None, deputies):
        text = text.replace(deputy, " ")
    return own_part(text)


def _once_each(people: list[Person]) -> list[Person]:
    """The persons, each once: a notice may print a summary and then the details."""
    kept: list[Person] = []
    for person in people:
        at = next((i for i, one in enumerate(kept) if agree(one, person)), None)
        if at is None:
            kept.append(person)
        else:
            kept[at] = with_other(kept[at], person)
    return kept


def agree(person: Person, other: Person) -> bool:
    """Whether two accounts may be of one person: no two documents, no two names."""
    if person.id_document and other.id_document:
        return person.id_document == other.id_document
    return compatible(person.name, other.name)
