"""A registry notice: which deposit, of when, and whose.

Any register of the country is read by the labels it prints (`labels`), not by its
name. The presentation is the date that counts; where it is not given, the entry.
What is not plainly an entry of our clause is never read as one.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final

from rules.dates import find_dates, find_time
from rules.findings import Entry, Flaw, Person
from rules.folding import clean, fold
from rules.identity import find_documents
from rules.labels import BARE_LABELLED, EXIT_SHAPE, LABELLED, NUMBER_SHAPE, PROSE_NUMBER, Field, field_of
from rules.naming import labelled_value
from rules.people import gather, persons


@dataclass(slots=True)
class _Holder:
    """A person as the labels give them."""

    name: str | None = None
    surnames: str | None = None
    document: str | None = None
    has_bad_document: bool = False
    phone: str | None = None
    phone_flaw: Flaw | None = None


@dataclass(slots=True)
class _Block:
    """One entry of a notice, being read."""

    number: str | None = None
    second_number: str | None = None
    presented: datetime | None = None
    entered: datetime | None = None
    lacks_time: bool = False
    holders: list[_Holder] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def is_begun(self) -> bool:
        return bool(self.number and (self.holders or self.presented or self.entered))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """One person of one entry."""

    person: Person
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a notice says: its deposits, the words of its matter, and what the person asks."""

    deposits: tuple[Deposit, ...]
    matter: str
    plea: str
    kind: str
    state: str
    has_labels: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    what: Field
    label: str
    value: str


def read_notice(
    text: str, *, subject: str, tz: tzinfo, today: date | None, own_numbers: frozenset[str]
) -> Notice:
    """What the text of a notice holds. Nothing found leaves the deposit's fields None."""
    text = clean(text)
    said = _labelled_values(text)
    blocks = _blocks(said, tz, today, own_numbers)
    _complete(blocks, text, clean(subject), tz, today)
    deposits = tuple(
        d for block in blocks for d in _deposits(block, text, own_numbers, alone=len(blocks) == 1)
    )
    return Notice(
        deposits=deposits,
        matter=_values(said, Field.MATTER),
        plea=_values(said, Field.PLEA),
        kind=_values(said, Field.TYPE),
        state=_values(said, Field.STATE),
        has_labels=any(s.what in {Field.NUMBER, Field.PRESENTED, Field.ENTERED} for s in said),
    )


def _values(said: list[_Said], what: Field) -> str:
    return "\n".join(s.value for s in said if s.what is what)


# --- labels and values ----------------------------------------------------------------------------


def _labelled_values(text: str) -> list[_Said]:
    """Every label with its value: the rest of its line, or the next line where the label stands alone."""
    folded = fold(text)
    matches = list(LABELLED.finditer(folded))
    if len({field_of(m["label"]) for m in matches} & _TELLING) < 2:
        matches = _with_bare(matches, folded)
    said: list[_Said] = []
    for i, match in enumerate(matches):
        end = matches[i + 1].start() if i + 1 < len(matches) else len(text)
        said.append(
            _Said(what=field_of(match["label"]), label=match["label"], value=_value(text, match.end(), end))
        )
    return said


_TELLING: Final = frozenset({Field.NUMBER, Field.PRESENTED, Field.ENTERED, Field.NAME, Field.DOCUMENT})


def _with_bare(matches: list[re.Match[str]], folded: str) -> list[re.Match[str]]:
    """The labels of lines that print no colons: "NOM …", "DNI …"."""
    taken = [(m.start(), m.end()) for m in matches]
    bare = [
        m
        for m in BARE_LABELLED.finditer(folded)
        if _stands_first(folded, m) and all(m.end() <= s or m.start() >= e for s, e in taken)
    ]
    return sorted([*matches, *bare], key=lambda m: m.start())


def _stands_first(folded: str, match: re.Match[str]) -> bool:
    """Whether the label begins its line, or is a time after a date."""
    before = folded[folded.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" *·-|")
    return not before or (field_of(match["label"]) is Field.TIME and before[-1].isdigit())


def _value(text: str, start: int, end: int) -> str:
    rest = text[start:end]
    line, _, following = rest.lstrip(" ").partition("\n")
    value = line.strip(" |\t*") or next(
        (part.strip(" |\t*") for part in following.split("\n") if part.strip()), ""
    )
    return value[:400]


# --- entries --------------------------------------------------------------------------------------


def _blocks(said: list[_Said], tz: tzinfo, today: date | None, own_numbers: frozenset[str]) -> list[_Block]:
    blocks = [_Block()]
    is_deputy = False
    for one in said:
        if one.what in {Field.DEPUTY, Field.PERSON_HEAD}:
            is_deputy = one.what is Field.DEPUTY and not _names_somebody(one.value)
            continue
        if one.what in {Field.NUMBER, Field.PRESENTED, Field.ENTERED, Field.MATTER} or _is_person_label(one):
            is_deputy = False
        if (
            one.what is Field.NUMBER
            and blocks[-1].is_begun
            and _number(one.value) not in {None, blocks[-1].number}
        ):
            blocks.append(_Block())
        if not (is_deputy and one.what in {Field.NAME, Field.SURNAMES, Field.DOCUMENT, Field.PHONE}):
            _take(blocks[-1], one, tz, today, own_numbers)
    return blocks


def _is_person_label(one: _Said) -> bool:
    return one.what is Field.NAME and bool(
        re.search(r"interessa|interesad|titular|licitant|declarant", one.label)
    )


def _names_somebody(value: str) -> bool:
    """Whether the deputy's own line holds the name, so that no section follows."""
    return bool(value) and labelled_value(value, 0) is not None


def _take(block: _Block, one: _Said, tz: tzinfo, today: date | None, own_numbers: frozenset[str]) -> None:
    match one.what:
        case Field.NUMBER:
            block.number = block.number or _number(one.value)
        case Field.SECOND_NUMBER:
            block.second_number = block.second_number or _number(one.value)
        case Field.PRESENTED | Field.ENTERED:
            _take_date(block, one, tz, today)
        case Field.TIME:
            _take_time(block, find_time(one.value))
        case Field.NAME | Field.SURNAMES | Field.DOCUMENT | Field.PHONE:
            block.lines.append(one.value)
            _take_person(block, one, own_numbers)
        case _:
            pass


_NUMBER: Final = re.compile(
    r"(?:(?:num\.?|no\.?|n\.|nº|#) ?)?([A-Za-z]{0,7}[ ]?[/-]?[ ]?\d[\w]{0,22}(?:[ ]?[/.-][ ]?\w{1,12}){0,4})",
    re.IGNORECASE,
)


def _number(value: str) -> str | None:
    """The registry number that a value begins with, as read but for spaces; None for dates, exits and words."""
    value = value.strip(" :.-")
    shape = NUMBER_SHAPE.search(value)
    if shape:
        return shape.group()
    match = _NUMBER.match(value)
    if match is None or EXIT_SHAPE.match(value):
        return None
    number = "".join(match.group(1).split()).rstrip(".-/")
    if find_dates(number) or re.fullmatch(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?", number):
        return None
    return number


def _take_date(block: _Block, one: _Said, tz: tzinfo, today: date | None) -> None:
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


_TIED: Final = re.compile(
    r"\(?\b(?:nif|dni|nie|d\.n\.i\.?|n\.i\.f\.?|doc\.?|document|tel\.?|mobil|amb|con)\b[ :.]{0,3}",
    re.IGNORECASE,
)


def _take_person(block: _Block, one: _Said, own_numbers: frozenset[str]) -> None:
    found = gather(one.value if one.what is not Field.PHONE else f"tel {one.value}", own_numbers=own_numbers)
    document = next((d for d in found.documents), None)
    phone = next((p for p in found.phones), None)
    name = _name_value(one) if one.what in {Field.NAME, Field.SURNAMES} else None
    if not block.holders or _is_next(block.holders[-1], one, name, document.value if document else None):
        block.holders.append(_Holder())
    holder = block.holders[-1]
    if one.what is Field.SURNAMES:
        holder.surnames = holder.surnames or name
    elif one.what is Field.NAME:
        holder.name = holder.name or name
    if document is not None and one.what is not Field.PHONE:
        holder.document = holder.document or document.value
        holder.has_bad_document = holder.has_bad_document or document.value is None
    elif one.what is Field.DOCUMENT and re.search(r"\d", one.value):
        holder.has_bad_document = True
    if phone is not None and one.what is not Field.DOCUMENT:
        holder.phone = holder.phone or phone.value
        holder.phone_flaw = holder.phone_flaw or phone.flaw


def _is_next(holder: _Holder, one: _Said, name: str | None, document: str | None) -> bool:
    """Whether a label begins a second person: a second name, or a second document."""
    if one.what is Field.NAME:
        return bool(name and holder.name and holder.document)
    if one.what is Field.SURNAMES:
        return bool(name and holder.surnames and holder.document)
    return one.what is Field.DOCUMENT and bool(document and holder.document and document != holder.document)


def _name_value(one: _Said) -> str | None:
    """The name in a value, without the document or telephone that may stand in it."""
    value = one.value
    for document in reversed(find_documents(value)):
        value = f"{value[: document.start]} {value[document.end :]}"
    value = _TIED.sub(" ", value).strip(" -,;:/|()·")
    named = labelled_value(value, len(value) - len(value.lstrip()))
    return named.value if named else None


# --- what labels did not say ----------------------------------------------------------------------


def _complete(blocks: list[_Block], text: str, subject: str, tz: tzinfo, today: date | None) -> None:
    """Number and date of a single entry from its subject and its sentences."""
    if len(blocks) != 1:
        return
    block = blocks[0]
    if block.number is None:
        block.number = _prose_number(f"{text}\n{subject}") or block.second_number
    if block.presented is None and block.entered is None:
        dates = find_dates(_without_header(text), today=today)
        best = next((d for d in dates if d.at), next(iter(dates), None))
        if best is not None:
            at = None if best.at else find_time(text[best.end : best.end + 60])
            block.entered = best.instant(tz, at=at)


_HEADER_LINE: Final = re.compile(
    r"^\s{0,4}(?:de|from|data|date|fecha|enviat|enviat el|enviado|per a|para|to|a|cc|assumpte|subject|asunto|tema) ?:.*$",
    re.IGNORECASE | re.MULTILINE,
)


def _without_header(text: str) -> str:
    """The text without the header lines of a forwarded message: their date is not the register's."""
    return _HEADER_LINE.sub("", text) if "@" in text else text


def _prose_number(text: str) -> str | None:
    shape = NUMBER_SHAPE.search(text)
    if shape:
        return shape.group()
    for match in PROSE_NUMBER.finditer(fold(text)):
        number = text[match.start("number") : match.end("number")].rstrip(".-/,")
        if (
            not find_dates(number)
            and not EXIT_SHAPE.match(number)
            and not re.fullmatch(r"(?:19|20)\d{2}", number)
        ):
            return "".join(number.split())
    return None


def _deposits(block: _Block, text: str, own_numbers: frozenset[str], *, alone: bool) -> list[Deposit]:
    entry = Entry(number=block.number, registered_at=block.presented or block.entered)
    people = [
        _person(holder)
        for holder in block.holders
        if holder.name or holder.surnames or holder.document or holder.has_bad_document
    ]
    if alone and not any(p.id_document or p.name for p in people):
        people = list(persons(gather(_without_deputy(text), own_numbers=own_numbers), text))
    elif alone and len(people) == 1:
        people = [_filled(people[0], _without_deputy(text), own_numbers)]
    return [Deposit(person=person, entry=entry) for person in people]


_DEPUTY_LINE: Final = re.compile(
    r"^.{0,12}\b(?:representan\w*|presentador\w*|autoritza(?:t|da)|apodera\w*|gestor\w*|tramitat per|registrat per)\b.{0,200}$",
    re.IGNORECASE | re.MULTILINE,
)


def _without_deputy(text: str) -> str:
    return _DEPUTY_LINE.sub("", text)


def _filled(person: Person, text: str, own_numbers: frozenset[str]) -> Person:
    """The person with what only the sentences of the notice give."""
    found = gather(text, own_numbers=own_numbers)
    document = person.id_document or next((d.value for d in found.documents), None)
    phone = person.phone or next((p.value for p in found.phones), None)
    name = person.name or next((n.value for n in found.names), None)
    return _with_flaws(name, document, phone, person.flaws)


def _person(holder: _Holder) -> Person:
    name = " ".join(part for part in (holder.name, holder.surnames) if part) or None
    flaws = tuple(
        flaw
        for flaw in (Flaw.DOCUMENT_INVALID if holder.has_bad_document else None, holder.phone_flaw)
        if flaw
    )
    return _with_flaws(name, holder.document, holder.phone, flaws)


def _with_flaws(name: str | None, document: str | None, phone: str | None, known: tuple[Flaw, ...]) -> Person:
    bad_document = Flaw.DOCUMENT_INVALID if Flaw.DOCUMENT_INVALID in known else Flaw.DOCUMENT_MISSING
    bad_phone = next((f for f in known if f in {Flaw.PHONE_INVALID, Flaw.PHONE_LANDLINE}), Flaw.PHONE_MISSING)
    flaws = [
        None if document else bad_document,
        None if phone else bad_phone,
        None if name else Flaw.NAME_MISSING,
    ]
    return Person(name=name, id_document=document, phone=phone, flaws=tuple(f for f in flaws if f))


def fill_from(
    deposits: tuple[Deposit, ...], attached: tuple[str, ...], own_numbers: frozenset[str]
) -> tuple[Deposit, ...]:
    """The deposits with what only the attached form says; only where there is one person."""
    if len(deposits) > 1 or not attached:
        return deposits
    entry = deposits[0].entry if deposits else Entry()
    person = deposits[0].person if deposits else _with_flaws(None, None, None, ())
    for text in attached:
        form = read_notice(text, subject="", tz=UTC, today=None, own_numbers=own_numbers).deposits
        if form and _agrees(person, form[0].person):
            person = _with_flaws(
                person.name or form[0].person.name,
                person.id_document or form[0].person.id_document,
                person.phone or form[0].person.phone,
                (*person.flaws, *form[0].person.flaws),
            )
    return (Deposit(person=person, entry=entry),)


def _agrees(person: Person, other: Person) -> bool:
    return not (person.id_document and other.id_document and person.id_document != other.id_document)
