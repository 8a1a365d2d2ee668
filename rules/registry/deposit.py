"""A registry notice: which deposit, of when, and whose.

Any register of the country is read by the labels it prints (`labels`), not by its
name. The presentation is the date that counts; where it is not given, the entry.
What is not plainly an entry of our clause is never read as one.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, tzinfo
from typing import Final

from rules.findings import Entry, Person, with_flaws, with_other
from rules.mail.message import Incoming
from rules.mail.set_phrases import label_in
from rules.people.gathering import gather, numbers_of
from rules.people.name_forms import labelled_value
from rules.people.persons import persons
from rules.registry.fields import Labelled, labelled_values, listed_number, number_in, prose_number
from rules.registry.holders import Holder, person_of, take_person
from rules.registry.labels import NUMBER_SHAPE, Field
from rules.registry.layouts import labelled_lines
from rules.registry.listed import listed_entries
from rules.registry.presenters import own_part, told_apart, without_bringer
from rules.registry.summaries import Summary, summary_of
from rules.text.dates import find_dates, find_time
from rules.text.folding import clean
from rules.text.tokens import Text, as_text
from rules.vocabulary.clause import is_about_list


@dataclass(slots=True)
class _Block:
    """One entry of a notice, being read."""

    number: str | None = None
    second_number: str | None = None
    presented: datetime | None = None
    entered: datetime | None = None
    lacks_time: bool = False
    holders: list[Holder] = field(default_factory=list)
    deputy: list[str] = field(default_factory=list)
    labels: list[Labelled] = field(default_factory=list)

    @property
    def is_begun(self) -> bool:
        return bool(self.number and (self.holders or self.presented or self.entered))

    def values(self, *whats: Field) -> str:
        """What its labels of a kind say, a line each."""
        return "\n".join(one.value for one in self.labels if one.what in whats)

    @property
    def is_ours(self) -> bool | None:
        """Whether it is about the list, by its matter; None where it does not say."""
        words = self.values(Field.MATTER, Field.PLEA)
        return is_about_list(words) if words.strip() else None

    @property
    def is_mixed(self) -> bool:
        """Whether two persons' matters stand in it, of which one is ours and one is not: badly cut."""
        matters = [is_about_list(value) for value in self.values(Field.MATTER).split("\n")]
        documents = {holder.document for holder in self.holders if holder.document}
        return len(documents) > 1 and len(set(matters)) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """One person of one entry."""

    person: Person
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a notice says of us: its deposits, the words of their matter, and what the person asks.

    `is_outgoing` where the only number it prints is that of an exit. `rows` are its
    entries about the list, where each stands in a line; "" where labels tell them apart.
    `is_mixed` where entries could not be told apart. `parts` are the entries of a summary, each a
    notice of its own, and `outside` what stands around them.
    """

    deposits: tuple[Deposit, ...]
    matter: str
    plea: str
    kind: str
    state: str
    has_labels: bool
    is_outgoing: bool = False
    rows: str = ""
    is_mixed: bool = False
    parts: tuple["Part", ...] = ()
    outside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An entry of a summary: its notice, its text, and the heading that gives its matter, or ""."""

    notice: Notice
    text: str
    heading: str


def read_notice(
    text: str, *, subject: str, tz: tzinfo, today: date | None, own_numbers: frozenset[str]
) -> Notice:
    """What the text of a notice holds. Nothing found leaves the deposit's fields None."""
    text = without_bringer(labelled_lines(clean(text.replace("\t", _TAB))))
    summary = summary_of(text, clean(subject), today)
    if summary is not None and (parts := _parts(summary, tz, today, own_numbers)):
        return Notice(
            deposits=tuple(d for part in parts for d in part.notice.deposits),
            matter="\n".join(part.notice.matter for part in parts),
            plea="",
            kind="",
            state="",
            has_labels=True,
            is_mixed=summary.is_mixed or any(part.notice.is_mixed for part in parts),
            parts=parts,
            outside=summary.outside,
        )
    labels = labelled_values(text)
    listed = listed_entries(text, labels, clean(subject), today)
    if listed.rows:
        notices = [
            read_notice(row, subject="", tz=tz, today=today, own_numbers=own_numbers) for row in listed.rows
        ]
        deposits = tuple(d for n in notices for d in n.deposits)
        words = "\n".join((listed.head, *listed.rows))
        return replace(notices[0], deposits=deposits, has_labels=True, rows=words, is_mixed=listed.is_mixed)
    blocks = _of_us(_blocks(labels, tz, today, own_numbers))
    _complete(blocks, text, clean(subject), tz, today)
    deposits = tuple(
        d for block in blocks for d in _deposits(block, text, own_numbers, alone=len(blocks) == 1)
    )
    return Notice(
        deposits=deposits,
        matter="\n".join(block.values(Field.MATTER) for block in blocks),
        plea="\n".join(block.values(Field.PLEA) for block in blocks),
        kind="\n".join(block.values(Field.TYPE) for block in blocks),
        state="\n".join(block.values(Field.STATE) for block in blocks),
        has_labels=any(s.what in _ENTRY_LABELS for s in labels),
        is_outgoing=_is_outgoing(labels, f"{subject}\n{text}"),
        is_mixed=any(block.is_mixed for block in blocks),
    )


def notice_in(incoming: Incoming, text: str, subject: str | None = None) -> Notice:
    """What the text holds as a notice; the mail's subject stands for its own unless one is given."""
    return read_notice(
        text,
        subject=incoming.mail.subject if subject is None else subject,
        tz=incoming.town.tz,
        today=incoming.today,
        own_numbers=incoming.own_numbers,
    )


def _parts(summary: Summary, tz: tzinfo, today: date | None, own_numbers: frozenset[str]) -> tuple[Part, ...]:
    """The entries of a summary, each read by itself."""
    return tuple(
        Part(
            notice=read_notice(cut.text, subject="", tz=tz, today=today, own_numbers=own_numbers),
            text=cut.text,
            heading=cut.heading,
        )
        for cut in summary.entries
    )


_ENTRY_LABELS: Final = frozenset({Field.NUMBER, Field.PRESENTED, Field.ENTERED})
_OUT: Final = ("sortida", "salida", "notificacio", "diposit", "puesta a disposicion")


def _is_outgoing(labels: list[Labelled], text: str) -> bool:
    """Whether its labels are those of what the town hall sends out."""
    is_out = any(one.what is Field.NOTHING and any(word in one.label for word in _OUT) for one in labels)
    is_entry = any(one.what is Field.PRESENTED or _numbers_entry(one) for one in labels)
    return is_out and not (is_entry or NUMBER_SHAPE.search(text))


def _numbers_entry(one: Labelled) -> bool:
    return one.what is Field.NUMBER and number_in(one.value) is not None


_TAB: Final = "    "  # a gap that a label may stand before


# --- entries --------------------------------------------------------------------------------------


def _blocks(
    labels: list[Labelled], tz: tzinfo, today: date | None, own_numbers: frozenset[str]
) -> list[_Block]:
    blocks = [_Block()]
    first = next((one.label for one in labels if one.what in _HEADS), None)
    for one in told_apart(labels):
        if _begins_another(blocks[-1], one, first):
            blocks.append(_Block())
        blocks[-1].labels.append(one)
        _take(blocks[-1], one, tz, today, own_numbers)
    return _joined(blocks)


_HEADS: Final = _ENTRY_LABELS | {Field.MATTER, Field.NAME, Field.TYPE}


def _begins_another(block: _Block, one: Labelled, first: str | None) -> bool:
    """Whether a label begins the next entry: another number, or the label that every entry begins with."""
    if not block.is_begun:
        return False
    if one.what is Field.NUMBER:
        return number_in(one.value) not in {None, block.number}
    return one.label == first and any(each.label == first for each in block.labels)


def _joined(blocks: list[_Block]) -> list[_Block]:
    """The blocks, what is no entry of its own joined to the one above it."""
    kept: list[_Block] = []
    for block in blocks:
        if kept and not block.number and not (block.presented or block.entered):
            kept[-1].labels += block.labels
            kept[-1].holders += block.holders
        else:
            kept.append(block)
    return kept


def _of_us(blocks: list[_Block]) -> list[_Block]:
    """The entries of a notice that are about the list, where it prints several and says of each."""
    if len(blocks) == 1 or not any(block.is_ours for block in blocks):
        return blocks
    return [block for block in blocks if block.is_ours is not False]


def _take(block: _Block, one: Labelled, tz: tzinfo, today: date | None, own_numbers: frozenset[str]) -> None:
    match one.what:
        case Field.NUMBER:
            block.number = block.number or number_in(one.value)
        case Field.SECOND_NUMBER:
            block.second_number = block.second_number or number_in(one.value)
        case Field.PRESENTED | Field.ENTERED:
            _take_date(block, one, tz, today)
        case Field.TIME:
            _take_time(block, find_time(one.value))
        case Field.DEPUTY:
            block.deputy += [one.value] if one.value else []
        case Field.NAME | Field.SURNAMES | Field.DOCUMENT | Field.PHONE:
            take_person(block.holders, one, own_numbers)
        case _:
            pass


def _take_date(block: _Block, one: Labelled, tz: tzinfo, today: date | None) -> None:
    written = next(iter(find_dates(one.value, today=today)), None)
    if written is None:
        return
    instant = written.instant(tz)
    if one.what is Field.PRESENTED and block.presented is None:
        block.presented, block.lacks_time = instant, written.at is None
    elif one.what is Field.ENTERED and block.entered is None:
        block.entered = instant
        block.lacks_time = block.lacks_time if block.presented else written.at is None


def _take_time(block: _Block, at: time | None) -> None:
    """A time in a field of its own belongs to the date above it that has none."""
    if at is None or not block.lacks_time:
        return
    block.lacks_time = False
    if block.presented is not None:
        block.presented = block.presented.replace(hour=at.hour, minute=at.minute, second=at.second)
    elif block.entered is not None:
        block.entered = block.entered.replace(hour=at.hour, minute=at.minute, second=at.second)


# --- what labels did not say ----------------------------------------------------------------------


def _complete(blocks: list[_Block], text: str, subject: str, tz: tzinfo, today: date | None) -> None:
    """Number and date of a single entry from its subject and its sentences."""
    if len(blocks) != 1:
        return
    block = blocks[0]
    if block.number is None:
        block.number = prose_number(f"{text}\n{subject}") or block.second_number or listed_number(text)
    if block.presented is None and block.entered is None:
        dates = find_dates(_without_header(text), today=today)
        best = next((d for d in dates if d.at), next(iter(dates), None))
        if best is not None:
            at = None if best.at else find_time(text[best.end : best.end + 60])
            block.entered = best.instant(tz, at=at)
        else:
            headed = next((d for d in find_dates(subject) if d.at), None)
            block.entered = headed.instant(tz) if headed else None


def _without_header(text: str) -> str:
    """The text without the header lines of a forwarded message: their date is not the register's."""
    if "@" not in text:
        return text
    return "\n".join(line for line in text.split("\n") if label_in(line) is None)


def _deposits(block: _Block, text: str, own_numbers: frozenset[str], *, alone: bool) -> list[Deposit]:
    entry = Entry(number=block.number, registered_at=block.presented or block.entered)
    people = [
        person_of(holder)
        for holder in block.holders
        if holder.name or holder.surnames or holder.document or holder.has_bad_document
    ]
    if alone and not any(p.id_document or p.name for p in people):
        people = list(
            persons(gather(Text(_without_deputy(text, block)), own_numbers=own_numbers), as_text(text))
        )
    elif alone and len(people) == 1:
        people = [_filled(people[0], _without_deputy(text, block), own_numbers)]
    return [Deposit(person=person, entry=entry) for person in _once_each(people)]


def _once_each(people: list[Person]) -> list[Person]:
    """The persons, each once: a notice may print a summary and then the details."""
    kept: list[Person] = []
    for person in people:
        at = next((i for i, one in enumerate(kept) if _is_same(one, person)), None)
        if at is None:
            kept.append(person)
        else:
            kept[at] = with_other(kept[at], person)
    return kept


def _is_same(one: Person, other: Person) -> bool:
    if one.id_document and other.id_document:
        return one.id_document == other.id_document
    return one.name is not None and one.name == other.name


_DEPUTY_LINE: Final = re.compile(
    r"^.{0,12}\b(?:(?:representan|presentador|autoritza[td]|apodera|gestor)\w*|"
    r"(?:tramita|registra)t per)\b.*$",
    re.IGNORECASE | re.MULTILINE,
)


def _without_deputy(text: str, block: _Block) -> str:
    """The text without what it says of whoever presented the paper for the person."""
    for value in block.deputy:
        text = text.replace(value, " ")
    return _DEPUTY_LINE.sub("", own_part(text))


def _filled(person: Person, text: str, own_numbers: frozenset[str]) -> Person:
    """The person with what only the sentences of the notice give."""
    said = as_text(text)
    documents, phones = numbers_of(said, own_numbers=own_numbers)
    document = person.id_document or next((d.value for d in documents), None)
    phone = person.phone or next((p.value for p in phones), None)
    names = () if person.name else gather(said, own_numbers=own_numbers).names
    name = person.name or next((n.value for n in names), None) or _titled(text)
    return with_flaws(name, document, phone, person.flaws)


_TITLE: Final = re.compile(r"\b(?:sra?|srta|senyora?|senora?)\b\.? (?=[a-z])")


def _titled(text: str) -> str | None:
    """The name that a title vouches for: "la Sra. Rosaura Mendizábal"."""
    text = clean(text)
    text = as_text(text)
    names = (labelled_value(text, match.end()) for match in _TITLE.finditer(text.folded))
    return next((name.value for name in names if name and " " in name.value), None)
