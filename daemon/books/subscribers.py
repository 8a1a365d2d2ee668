"""The books: subscriptions and consents, read as values and moved by the rules' one table.

Every move is written with its event in the caller's transaction.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, Select, bindparam, func, literal, select, update

from daemon.books import keyed_hashes
from daemon.books.cases import in_parts
from daemon.books.noted_consents import consent_keys
from daemon.books.store import Transaction
from daemon.books.tables import NEW_NUMBER, consents, events, subscriptions
from daemon.errors import RefusedError, UnknownReferenceError
from daemon.language import _
from daemon.letters.sentences import in_catalan
from rules.books.decision import Advance, Attest, Effect, Request
from rules.books.joining import consent_key
from rules.books.subscription import Refusal, State, Subscription, What, step
from rules.desk import objections
from rules.findings import Entry, Kind, Person
from rules.phone.broadcasts import Lists, placed, wants_list
from rules.town import LIST_SIZE

_FIELDS: Final = (
    "ref", "name", "id_document", "phone", "state", "consent_number", "consent_at", "alta_at", "activated_on",
    "without_alta", "left_at", "left_from", "taken_off_on", "restored_on", "list_number", "opened_at",
)  # fmt: skip
_COLUMNS: Final = [subscriptions.c[name] for name in _FIELDS]

_SHARING: Final = (
    select(*_COLUMNS)
    .where(
        subscriptions.c.id_document.in_(bindparam("documents", expanding=True))
        | subscriptions.c.phone.in_(bindparam("phones", expanding=True))
    )
    .order_by(subscriptions.c.id)
)
_ERASED: Final = (
    select(*_COLUMNS, subscriptions.c.person_key)
    .where(subscriptions.c.person_key.in_(bindparam("keys", expanding=True)))
    .order_by(subscriptions.c.id)
)
_OF_REF: Final = select(*_COLUMNS).where(subscriptions.c.ref == bindparam("of"))
_SAVE: Final = (
    update(subscriptions).where(subscriptions.c.ref == bindparam("of")).returning(subscriptions.c.id)
)
_EVENT: Final = events.insert()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Who did something, when, and because of which message or case.

    `list_size`: how many contacts the town puts into one broadcast list on the phone.
    """

    by: str
    now: datetime
    today: date
    message_id: int | None = None
    case_id: int | None = None
    note: str = ""
    list_size: int = LIST_SIZE


def _value(row: Mapping[str, Any] | RowMapping) -> Subscription:
    held = dict(row)
    held["state"] = State(held["state"])
    held["left_from"] = State(held["left_from"]) if held["left_from"] else None
    return Subscription(**held)


def everyone(tx: Transaction) -> list[Subscription]:
    """Every subscription there ever was, in the order they were opened."""
    return _values(tx, select(*_COLUMNS))


def standing(tx: Transaction, states: Iterable[State]) -> list[Subscription]:
    """Those that stand where *states* say, in the order they were opened."""
    return _values(tx, select(*_COLUMNS).where(subscriptions.c.state.in_(states)))


def left_before(tx: Transaction, before: datetime) -> list[Subscription]:
    """Who is off the phone and left before then, or nobody knows when."""
    left_at = subscriptions.c.left_at
    gone = (subscriptions.c.state == State.LEFT) & ((left_at < before) | left_at.is_(None))
    return _values(tx, select(*_COLUMNS).where(gone))


def concerned(
    tx: Transaction, *, states: Iterable[State] = (), refs: Iterable[str] = ()
) -> list[Subscription]:
    """Who stands where *states* say or has one of *refs*, and who shares a document or a mobile with them.

    In the order they were opened.
    """
    found = _by_id(tx, subscriptions.c.state.in_(list(states)))
    for part in in_parts(list(refs)):
        found |= _by_id(tx, subscriptions.c.ref.in_(part))
    for some in in_parts(list(found.values())):
        documents = {held.id_document for held in some if held.id_document}
        phones = {held.phone for held in some if held.phone}
        found |= _by_id(tx, _has(documents, phones))
    return [found[key] for key in sorted(found)]


def _by_id(tx: Transaction, which: ColumnElement[bool]) -> dict[int, Subscription]:
    rows = tx.connection.execute(select(subscriptions.c.id, *_COLUMNS).where(which)).mappings()
    return {row["id"]: _value({name: row[name] for name in _FIELDS}) for row in rows}


def contacts_by_list(tx: Transaction) -> dict[int, int]:
    """How many contacts are in each broadcast list on the phone."""
    of_list = subscriptions.c.list_number
    counted = select(of_list, func.count(subscriptions.c.phone.distinct())).where(of_list.is_not(None))
    return {row[0]: row[1] for row in tx.connection.execute(counted.group_by(of_list))}


def counts(tx: Transaction) -> dict[State, int]:
    """How many subscriptions there are, by state."""
    by_state = select(subscriptions.c.state, func.count().label("n")).group_by(subscriptions.c.state)
    counted = {State(row.state): row.n for row in tx.connection.execute(by_state)}
    return {state: counted.get(state, 0) for state in State}


def _values(tx: Transaction, chosen: Select[Any]) -> list[Subscription]:
    rows = tx.connection.execute(chosen.order_by(subscriptions.c.id)).mappings()
    return [_value(row) for row in rows]


def sharing(tx: Transaction, people: Iterable[Person]) -> tuple[Subscription, ...]:
    """All subscriptions, living or not, with a document or a phone of any of *people*.

    Also of who left so long ago that they are only known again by what is given now.
    """
    known = list(people)
    return (*with_data_of(tx, known), *_erased(tx, known))


def with_data_of(tx: Transaction, people: Iterable[Person]) -> list[Subscription]:
    """All subscriptions that are not erased with a document or a phone of any of *people*."""
    known = list(people)
    documents = {p.id_document for p in known if p.id_document}
    phones = {p.phone for p in known if p.phone}
    if not documents and not phones:
        return []
    given = {"documents": sorted(documents), "phones": sorted(phones)}
    return [_value(row) for row in tx.connection.execute(_SHARING, given).mappings()]


def _has(documents: Iterable[str], phones: Iterable[str]) -> ColumnElement[bool]:
    return subscriptions.c.id_document.in_(sorted(documents)) | subscriptions.c.phone.in_(sorted(phones))


def alike(tx: Transaction, held: Subscription) -> tuple[Subscription, ...]:
    """All subscriptions with the document or the phone of *held*, as it is given."""
    return sharing(tx, [Person(id_document=held.id_document, phone=held.phone)])


def _erased(tx: Transaction, people: Iterable[Person]) -> Iterator[Subscription]:
    by_key = keyed_hashes.of_people(tx, people)
    if not by_key:
        return
    for row in tx.connection.execute(_ERASED, {"keys": list(by_key)}).mappings():
        person = by_key[row["person_key"]]
        held = _value({name: row[name] for name in _FIELDS})
        yield replace(held, id_document=person.id_document, phone=person.phone)


def erased_among(tx: Transaction, people: Iterable[Person]) -> frozenset[Person] | None:
    """Those of *people*, each with a document and a mobile, who were erased; None where nobody ever was."""
    anybody = select(subscriptions.c.id).where(subscriptions.c.state == State.ERASED).limit(1)
    if tx.connection.execute(anybody).first() is None:
        return None
    found = _erased(tx, people)
    return frozenset(Person(id_document=held.id_document, phone=held.phone) for held in found)


def find(tx: Transaction, ref: str) -> Subscription:
    """The subscription *ref*; UnknownReferenceError says how to find the right one."""
    row = tx.connection.execute(_OF_REF, {"of": ref.upper()}).mappings().one_or_none()
    if row is None:
        msg = _("there is no subscription {ref!r}: `altabaixa subscribers list` shows them all", ref=ref)
        raise UnknownReferenceError(msg)
    return _value(row)


def erased_at(tx: Transaction, ref: str) -> datetime | None:
    """When the data of *ref* were erased; None while they are kept."""
    at: datetime | None = tx.connection.execute(
        select(subscriptions.c.erased_at).where(subscriptions.c.ref == ref)
    ).scalar()
    return at


def apply(tx: Transaction, effect: Effect, mark: Mark) -> None:
    """Do one effect of a decision."""
    match effect:
        case Advance(ref=ref, what=what, request=request):
            if ref is None:
                open_subscription(tx, what, request, mark)
            else:
                advance(tx, find(tx, ref), what, mark, request=request)
        case Attest(ref=ref, request=request):
            _attest(tx, ref, request, mark)


def open_subscription(tx: Transaction, what: What, request: Request, mark: Mark) -> str:
    """Begin a new subscription by *what*; an older one of the same person stays as proof. Returns its ref."""
    person = request.person
    twin = next((s for s in sharing(tx, [person]) if s.living and _same(s, person)), None)
    if twin is not None:  # two entries of one person in one message
        return advance(tx, twin, what, mark, request=request).ref
    fresh = Subscription(
        ref=next_ref(count(tx) + 1),
        name=person.name or "",
        id_document=person.id_document,
        phone=person.phone,
        state=State.CONSENTED if what is What.CONSENT else State.REQUESTED,
        opened_at=mark.now,
        **_dated(what, request),
    )
    insert(tx, fresh, what.value, mark)
    return fresh.ref


def insert(tx: Transaction, fresh: Subscription, what: str, mark: Mark) -> None:
    """Write a subscription as it stands, with the event that brought it."""
    insert_all(tx, [_placed(tx, fresh, mark)], what, mark)


def insert_all(tx: Transaction, fresh: Sequence[Subscription], what: str, mark: Mark) -> None:
    """Write subscriptions as they stand, each with the event that brought it; they have their lists."""
    if not fresh:
        return
    last = count(tx)
    tx.connection.execute(
        subscriptions.insert(), [{name: getattr(held, name) for name in _FIELDS} for held in fresh]
    )
    said = {"at": mark.now, "what": what, "by": mark.by, "note": mark.note}
    said |= {"message_id": mark.message_id, "case_id": mark.case_id}
    told = (literal(value, events.c[name].type) for name, value in said.items())
    came = select(*told, subscriptions.c.state, subscriptions.c.id).where(subscriptions.c.id > last)
    came = came.order_by(subscriptions.c.id)
    tx.connection.execute(events.insert().from_select([*said, "after", "subscription_id"], came))


def next_ref(number: int) -> str:
    """The reference of the *number*th subscription."""
    return f"A-{number:04d}"


def count(tx: Transaction) -> int:
    """How many subscriptions were ever opened; none is ever deleted."""
    return int(tx.connection.execute(select(func.coalesce(func.max(subscriptions.c.id), 0))).scalar_one())


def advance(
    tx: Transaction, held: Subscription, what: What, mark: Mark, *, request: Request | None = None
) -> Subscription:
    """Move *held* by the rules' table, and say in which state it is then. RefusedError says why not."""
    at = request.at if request else mark.now
    after = step(held, what, at=at)
    match after:
        case Refusal():
            raise RefusedError(f"{held.ref}: {in_catalan(after)}")
        case State() as to:
            moved = replace(held, state=to, **_changes(held, what, to, at, mark), **_filled(held, request))
            if what is What.UNDO and (twin := objections.twin(moved, alike(tx, moved))):
                raise RefusedError(in_catalan(twin))
            moved = _save(tx, held, moved, what, mark)
            if to is State.ACTIVE or what is What.TAKEN_OFF:
                _settle_take_offs(tx, moved, mark)
            return moved
        case None:
            lacking = _filled(held, request)
            return complete(tx, held, what, mark, **lacking) if "id_document" in lacking else held
        case _:
            raise RefusedError(f"{held.ref}: {in_catalan(Refusal.LEFT_FOR_GOOD)}")


def change_number(tx: Transaction, held: Subscription, phone: str, mark: Mark) -> Subscription:
    """Take *held*, who is active, off the phone with the old number and owe them the new one.

    The old one is proof as of any leave; the consent goes on with the new one, which is returned.
    """
    left = advance(tx, held, What.BAIXA, replace(mark, case_id=None))  # nobody has asked to leave
    fresh = replace(
        held,
        ref=next_ref(count(tx) + 1),
        phone=phone,
        state=State.DUE,
        activated_on=None,
        restored_on=mark.today,
        list_number=None,
        opened_at=mark.now,
    )
    insert(tx, fresh, NEW_NUMBER, replace(mark, note=left.ref))
    return find(tx, fresh.ref)


def _changes(held: Subscription, what: What, to: State, at: datetime, mark: Mark) -> dict[str, Any]:
    match what:
        case What.BAIXA:
            return {"left_at": at, "left_from": held.state, "taken_off_on": None}
        case What.ACTIVATED:
            return {"activated_on": mark.today, "without_alta": held.alta_at is None, "restored_on": None}
        case What.TAKEN_OFF:
            return {"taken_off_on": mark.today}
        case What.UNDO:
            back_on_phone = held.state is State.LEFT and to is State.DUE
            return {
                "left_at": None,
                "left_from": None,
                "taken_off_on": None,
                "restored_on": mark.today if back_on_phone else held.restored_on,
            }
        case What.NOT_YET:
            return {"activated_on": None, "without_alta": False}
        case What.CONSENT | What.ALTA:
            return {}


def _dated(what: What, request: Request) -> dict[str, Any]:
    if what is What.ALTA:
        return {"alta_at": request.at}
    entry = request.entry or Entry()
    return {"consent_number": entry.number, "consent_at": entry.registered_at}


def _filled(held: Subscription, request: Request | None) -> dict[str, Any]:
    """What the request brings that the subscription lacks; what it has, it keeps.

    But for the mobile: an ALTA comes from it, so that it counts and not what the consent's form says.
    """
    if request is None or request.kind is Kind.BAIXA or not held.living:
        return {}
    person = request.person
    brought = {"name": person.name or "", "id_document": person.id_document, "phone": person.phone}
    if request.kind is Kind.ALTA or _may_be_theirs(held, request.entry or Entry()):
        brought |= _dated(What(request.kind.value), request)
    lacking = {name: value for name, value in brought.items() if value and not getattr(held, name)}
    is_moved = request.kind is Kind.ALTA and held.state is State.CONSENTED and person.phone
    return lacking | ({"phone": person.phone} if is_moved else {})


def _may_be_theirs(held: Subscription, entry: Entry) -> bool:
    """A number and a date belong together: half of one entry never completes half of another."""
    pairs = ((held.consent_number, entry.number), (held.consent_at, entry.registered_at))
    return all(kept is None or kept == brought for kept, brought in pairs)


def complete(tx: Transaction, held: Subscription, what: str, mark: Mark, **lacking: Any) -> Subscription:
    """Fill in what *held* lacks, with an event; nothing moves. Returns it as it is then."""
    if not lacking:
        return held
    return _save(tx, held, replace(held, **lacking), what, mark)


def _save(tx: Transaction, before: Subscription, after: Subscription, what: str, mark: Mark) -> Subscription:
    after = _placed(tx, after, mark)
    values = {name: getattr(after, name) for name in _FIELDS}
    if what == What.UNDO:
        values["staff_told_at"] = None
    saved = tx.connection.execute(_SAVE, {"of": before.ref, **values})
    _note(tx, str(what), mark, subscription_id=saved.scalar_one(), before=before.state, after=after.state)
    return after


def _placed(tx: Transaction, held: Subscription, mark: Mark) -> Subscription:
    """With its broadcast list; those of the others are looked at only where one is to be given."""
    if not wants_list(held):
        return placed(held, Lists(()))
    with_number = _values(tx, select(*_COLUMNS).where(subscriptions.c.phone == held.phone))
    return placed(held, Lists(with_number, mark.list_size, filled=contacts_by_list(tx)))


def _settle_take_offs(tx: Transaction, moved: Subscription, mark: Mark) -> None:
    """A number that is off the phone, or active again, is off or not for all who left with it."""
    off = mark.today if moved.state is State.LEFT else None
    for other in sharing(tx, [Person(phone=moved.phone)]):
        if other.state is State.LEAVING:
            _save(
                tx,
                other,
                replace(other, state=State.LEFT, taken_off_on=off),
                What.TAKEN_OFF,
                replace(mark, note=f"{moved.ref}"),
            )


def _same(held: Subscription, person: Person) -> bool:
    return held.id_document == person.id_document and held.phone == person.phone


def _attest(tx: Transaction, ref: str | None, request: Request, mark: Mark) -> None:
    """Keep a consent as evidence; fill in what its subscription lacks, but never its first date."""
    person, entry = request.person, request.entry or Entry()
    key = consent_key(request)
    if consent_keys(tx, [request]):
        return
    held = (
        find(tx, ref)
        if ref
        else next((s for s in sharing(tx, [person]) if s.living and _same(s, person)), None)
    )
    if held is not None:
        complete(tx, held, What.CONSENT, mark, **_filled(held, request))
    tx.connection.execute(
        consents.insert().values(
            key=key,
            number=entry.number,
            registered_at=entry.registered_at or request.at,
            name=person.name or "",
            id_document=person.id_document,
            phone=person.phone,
            subscription_id=_id_of(tx, held.ref) if held else None,
            message_id=mark.message_id,
            noted_at=mark.now,
        )
    )


def _id_of(tx: Transaction, ref: str) -> int:
    wanted = select(subscriptions.c.id).where(subscriptions.c.ref == ref)
    return int(tx.connection.execute(wanted).scalar_one())


def _note(
    tx: Transaction, what: str, mark: Mark, *, subscription_id: int, before: State | None, after: State
) -> None:
    event = {
        "at": mark.now,
        "what": what,
        "by": mark.by,
        "before": before,
        "after": after,
        "note": mark.note,
        "subscription_id": subscription_id,
        "message_id": mark.message_id,
        "case_id": mark.case_id,
    }
    tx.connection.execute(_EVENT, event)
