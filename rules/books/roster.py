"""A roster's rows: what a spreadsheet says of a subscriber, checked field by field.

Spreadsheets eat leading zeros and plus signs; they are put back where only one
reading is possible. A bad row is an error that names field and value.

A person is on the list once: a row that says what is known adds nothing, and one that
brings the DNI or the mobile that somebody lacks completes that one. Of who left it revives nobody.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Final, Self, TypeVar

from rules.books.subscription import State, Subscription
from rules.people.documents import normal_document
from rules.people.names import compatible
from rules.people.telephones import normal_phone
from rules.text.folding import fold

COLUMNS: Final = ("name", "id_document", "phone", "state", "consent_number", "consent_at", "activated_on")
"""The header of an import file."""

_Value = TypeVar("_Value")
_STATES: Final = (State.REQUESTED, State.CONSENTED, State.DUE, State.ACTIVE, State.LEFT)
_NEED_CONSENT: Final = {State.CONSENTED, State.DUE}
_GUARDED: Final = ("'=", "'+", "'-", "'@", "'\t", "'\r")
"""What programs make of a cell that begins as a formula does, so that no spreadsheet works it out."""

_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T](\d{1,2})(:\d{2}(?::\d{2})?))?")


class Complaint(str):
    """What is wrong with a cell, in English; `sentence` and `values` are for other languages."""

    __slots__ = ("sentence", "values")
    sentence: str
    values: Mapping[str, object]

    def __new__(cls, sentence: str, **values: object) -> Self:
        """Say *sentence* with its *values*."""
        made = super().__new__(cls, sentence.format(**values))
        made.sentence, made.values = sentence, values
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row as read: the subscription it describes, what it lacks, and what is wrong with it."""

    subscription: Subscription | None = None
    flags: tuple[Complaint, ...] = ()
    errors: tuple[Complaint, ...] = ()


class Listed:
    """Who is in the books, to be asked row by row of an import."""

    def __init__(self, subscriptions: Iterable[Subscription]) -> None:
        """Hold *subscriptions*, living or not."""
        self._by_datum: defaultdict[str, dict[str, Subscription]] = defaultdict(dict)
        for held in subscriptions:
            self.add(held)

    def add(self, held: Subscription) -> None:
        """Somebody more is in the books; or the same with more data."""
        for datum in _data(held):
            self._by_datum[datum][held.ref] = held

    def knows(self, row: Subscription) -> bool:
        """Whether the row says nothing new: this very person, or one with a datum more."""
        return any(_identity(held) == _identity(row) or _completes(held, row) for held in self._sharing(row))

    def completed_by(self, row: Subscription) -> Subscription | None:
        """The one on the list that lacks the DNI or the mobile that this row of the same name gives."""
        if not row.living or row.id_document is None or row.phone is None:
            return None
        found = [held for held in self._sharing(row) if held.living and _completes(row, held)]
        return found[0] if len(found) == 1 else None

    def left_as(self, row: Subscription) -> bool:
        """Whether somebody of that name left who had given only some of these data."""
        return any(not held.living and _completes(row, held) for held in self._sharing(row))

    def _sharing(self, row: Subscription) -> list[Subscription]:
        return [held for datum in _data(row) for held in self._by_datum[datum].values()]


def brought(held: Subscription, row: Subscription) -> dict[str, Any]:
    """What the row gives that *held* lacks; a consent's number and date go together."""
    names = ["id_document", "phone", "activated_on"]
    if held.consent_number is None and held.consent_at is None:
        names += ["consent_number", "consent_at"]
    lacking = {name: getattr(row, name) for name in names if getattr(held, name) is None}
    return {name: value for name, value in lacking.items() if value is not None}


def _identity(held: Subscription) -> tuple[str | None, ...]:
    """By what a row is there already. A mobile alone is not enough: a family may share it."""
    if held.id_document:
        return held.id_document, held.phone
    return None, held.phone, fold(held.name)


def _data(held: Subscription) -> list[str]:
    return [datum for datum in (held.id_document, held.phone) if datum]


def _completes(fuller: Subscription, other: Subscription) -> bool:
    """Whether *fuller* is of the same name as *other*, with a datum more, and no other one."""
    pairs = ((fuller.id_document, other.id_document), (fuller.phone, other.phone))
    has_all = all(b is None or a == b for a, b in pairs) and len(_data(fuller)) > len(_data(other))
    return has_all and bool(fuller.name and other.name) and compatible(fuller.name, other.name)


def read_row(
    fields: Mapping[str, str], *, tz: tzinfo, own_number: str | None = None, today: date | None = None
) -> Row:
    """Check one row; with any error there is no subscription. Empty state means active.

    *own_number* is the town's, which no resident has; after *today* nothing has happened yet.
    """
    cells = {name: fields.get(name, "").strip() for name in COLUMNS}
    cells = {name: cell[cell.startswith(_GUARDED) :] for name, cell in cells.items()}
    cells["state"] = cells["state"].lower() or State.ACTIVE
    errors: list[Complaint] = []

    def read(name: str, how: Callable[[str], _Value | None], wrong: Complaint) -> _Value | None:
        found = how(cells[name]) if cells[name] else None
        if cells[name] and found is None:
            errors.append(wrong)
        return found

    def instant(field: str) -> datetime | None:
        wrong = Complaint(
            "{field}: {text!r} is no date: write it as 2026-05-04 or 2026-05-04T10:15",
            field=field,
            text=cells[field],
        )
        return read(field, lambda text: _instant(text, tz), wrong)

    text = cells["id_document"]
    wrong = Complaint(
        "id_document: {text!r} is no valid DNI or NIE (8 digits and their own letter)", text=text
    )
    document = read("id_document", _document, wrong)
    text = cells["phone"]
    wrong = Complaint(
        "phone: {text!r} is no mobile number (9 digits from 6 or 7 on, or +country code)", text=text
    )
    phone = read("phone", _phone, wrong)
    wrong = Complaint("state: {text!r} is none of {states}", text=cells["state"], states=", ".join(_STATES))
    state = read("state", lambda text: State(text) if text in _STATES else None, wrong)
    consent_at, activated_at = instant("consent_at"), instant("activated_on")
    if state in _NEED_CONSENT and not cells["consent_at"]:
        errors.append(
            Complaint("consent_at: a subscription that is {state} needs the date of its consent", state=state)
        )
    if phone is not None and phone == own_number:
        errors.append(Complaint("phone: {phone} is the town hall's own number", phone=phone))
    for field, at in (("consent_at", consent_at), ("activated_on", activated_at)):
        if at is not None and today is not None and at.astimezone(tz).date() > today:
            day = at.astimezone(tz).date()
            errors.append(Complaint("{field}: {day} is still to come", field=field, day=day))
    if not document and not phone and not errors:
        errors.append(Complaint("id_document, phone: one of the two must be given"))
    if errors or state is None:
        return Row(errors=tuple(errors))
    given = Subscription(
        ref="",
        name=" ".join(cells["name"].split()),
        id_document=document,
        phone=phone,
        state=state,
        consent_number=cells["consent_number"] or None,
        consent_at=consent_at,
        activated_on=activated_at.astimezone(tz).date() if activated_at else None,
    )
    lacking = [name for name, value in (("id_document", document), ("phone", phone)) if not value]
    return Row(subscription=given, flags=tuple(Complaint("no {field}", field=name) for name in lacking))


def _document(text: str) -> str | None:
    """Without the zeros in front, the letter still tells which number it was."""
    return normal_document(text) or normal_document(text.zfill(9))


def _phone(text: str) -> str | None:
    bare = text.removesuffix(".0")  # a number column
    return normal_phone(bare) or (normal_phone(f"+{bare}") if bare.isdigit() and len(bare) > 9 else None)


def _instant(text: str, tz: tzinfo) -> datetime | None:
    day_first = _DAY_FIRST.fullmatch(text)
    try:
        if day_first:
            day, month, year, hour, rest = day_first.groups()
            text = f"{date(int(year), int(month), int(day))}T{(hour or '0').zfill(2)}{rest or ':00'}"
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read.replace(tzinfo=tz) if read.tzinfo is None else read
