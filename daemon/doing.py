"""Does what a staff order says, by the functions of the command line; RefusedError says why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import select

from daemon import books, cases, histories, record
from daemon.approving import approve, settle
from daemon.errors import RefusedError
from daemon.settings import Settings
from daemon.store import Transaction
from daemon.tables import cases as cases_table
from rules.decision import Request
from rules.findings import Entry, Kind, Person
from rules.grammar import Order, Verb
from rules.items import FIELD_NAMES
from rules.names import compatible, words_of
from rules.retention import BLOCKED
from rules.subscription import UNDO_WITHIN, Refusal, State, Subscription, What


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where orders are done; the clock of `mark` is the town's. `summary` owes the sender today's digest,
    `recount` how the contacts that the mail brings differ from the books; it gives how many differences.
    """

    tx: Transaction
    mark: books.Mark
    settings: Settings
    summary: Callable[[], None]
    recount: Callable[[], int]

    @property
    def is_inside(self) -> bool:
        """Whether the sender may be told of people: at our own domain, or allowed by the configuration."""
        domain = self.mark.by.rpartition("@")[2]
        return domain == self.settings.domain or self.settings.staff.allow_external

    def called(self, held: Subscription) -> str:
        """The reference, and the name for who may know it: she sees whether she named the right one."""
        return f"{held.ref} ({held.name})" if held.name and self.is_inside else held.ref


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in a Catalan sentence, and what was asked to be told."""

    said: str
    details: tuple[str, ...] = ()


class AlreadyError(RefusedError):
    """It was done before; the sentence says by whom and when."""


# --- on the phone, off it, leaving ----------------------------------------------------------------


def _moves(what: What, done: str, expected: frozenset[State]) -> Callable[[Desk, Order], Done]:
    """The order that moves a subscription by *what*; *expected* are the states it is meant for."""

    def move(desk: Desk, order: Order) -> Done:
        held = _found(desk, order, expected)
        _demand_same_name(held, order.text)
        _demand_possible_day(desk, held, what, order.day)
        mark = replace(desk.mark, today=order.day) if order.day else desk.mark
        try:
            moved = books.advance(desk.tx, held, what, mark)
        except RefusedError as refused:
            raise RefusedError(f"{refused}{_HINTS.get((what, held.state), '')}") from refused
        if moved.state is held.state:
            raise AlreadyError(_already(desk, held, what))
        since = f" des del {order.day:%d/%m/%Y}" if order.day else ""
        place = f" (llista {moved.list_number})" if what is What.ACTIVATED and moved.list_number else ""
        return Done(f"{desk.called(moved)}: {done}{place}{since}.")

    return move


_HINTS: Final[Mapping[tuple[What, State], str]] = {
    (What.ACTIVATED, State.LEAVING): " (quan ja en sigui fora: TRETA)",
    (What.TAKEN_OFF, State.ACTIVE): " (si ha demanat de sortir-ne: BAIXA)",
}
_GONE: Final = frozenset({State.LEAVING, State.LEFT})
_BEFORE_LEAVING: Final = frozenset({State.REQUESTED, State.CONSENTED, State.DUE, State.ACTIVE})


def _already(desk: Desk, held: Subscription, what: What) -> str:
    """That it was done before, by whom and when."""
    told = histories.happened(desk.tx, held.ref, desk.mark, what=[what.value])[-1:]
    who = held.ref if held.state in BLOCKED else desk.called(held)
    return "; ".join((f"Ja estava fet: {who} {histories.state_of(held)}", *told))


_ENDS: Final[Mapping[Verb, tuple[What, frozenset[State]]]] = {
    Verb.ACTIVATED: (What.ACTIVATED, frozenset({State.ACTIVE})),
    Verb.TAKEN_OFF: (What.TAKEN_OFF, frozenset({State.LEFT})),
    Verb.LEAVE: (What.BAIXA, _GONE),
}
"""Where the orders about a subscription lead: who is there needs none."""


def done_before(desk: Desk, order: Order) -> str | None:
    """That what is ordered of a subscription holds already, by whom and since when; None if it does not."""
    end = _ENDS.get(order.verb)
    found = histories.of_item(desk.tx, order.item) if order.item.startswith("A-") else []
    if end is None or not found or found[0].state not in end[1]:
        return None
    return _already(desk, found[0], end[0])


def _demand_same_name(held: Subscription, beside: str) -> None:
    """A name written beside the reference is that person's: a wrong number is found out."""
    is_name = len(words_of(beside)) > 1 and all(
        word[:1].isupper() for word in beside.split() if len(word) > 3
    )
    if is_name and not compatible(beside, held.name):
        raise RefusedError(f"{held.ref} no és {beside}: mireu si la fitxa és aquesta")


def _demand_possible_day(desk: Desk, held: Subscription, what: What, day: date | None) -> None:
    """What is done on the phone follows what it is done for."""
    since = held.consent_at if what is What.ACTIVATED else held.left_at
    if day is None or since is None:
        return
    first = since.astimezone(desk.settings.tz).date()
    if day < first:
        name = "el consentiment" if what is What.ACTIVATED else "la baixa"
        raise RefusedError(f"{held.ref}: el {day:%d/%m/%Y} és abans que {name} ({first:%d/%m/%Y})")


def _undo(desk: Desk, order: Order) -> Done:
    """A leave is undone; of who is on the list, that she was put on the phone."""
    held = _found(desk, order, _GONE)
    if held.state is not State.ACTIVE:
        return _moves(What.UNDO, "la baixa s'ha desfet", _GONE)(desk, order)
    at = histories.last_at(desk.tx, held.ref, What.ACTIVATED)
    if at is None or desk.mark.now - at > UNDO_WITHIN:
        raise RefusedError(f"{held.ref}: no s'ha donat de baixa, ni s'ha dit fa poc que fos al telèfon")
    moved = books.advance(desk.tx, held, What.NOT_YET, desk.mark)
    return Done(f"{desk.called(moved)}: desfet, encara no és al telèfon; {histories.state_of(moved)}.")


def _leave(desk: Desk, order: Order) -> Done:
    if order.deposit is None:
        return _moves(What.BAIXA, "la baixa queda anotada", _BEFORE_LEAVING)(desk, order)
    request = Request(kind=Kind.BAIXA, person=order.deposit.person, at=desk.mark.now)
    verdict = settle(desk.tx, request, desk.mark)
    return Done(f"Baixa anotada: {verdict.reason.value} ({', '.join(s.ref for s in verdict.about)}).")


# --- cases ----------------------------------------------------------------------------------------


def _apply(desk: Desk, order: Order) -> Done:
    lines = approve(desk.tx, _case(desk, order), desk.mark)
    return Done(f"Fet. {'; '.join(lines)}.")


def _discard(desk: Desk, order: Order) -> Done:
    if not order.text:
        raise RefusedError(f"cal dir-ne el motiu (per exemple: DESCARTA {order.item} era una prova)")
    if order.item.startswith("C-"):
        case = _case(desk, order)
        cases.close(desk.tx, case, because=order.text, by=desk.mark.by, now=desk.mark.now)
        return Done(f"{case.ref}: tancat sense fer res. Motiu anotat: {order.text}.")
    held = _found(desk, order, frozenset({State.REQUESTED, State.CONSENTED}))
    if held.state not in {State.REQUESTED, State.CONSENTED}:
        raise RefusedError(f"{held.ref} {histories.state_of(held)}: per treure-la, BAIXA")
    books.advance(desk.tx, held, What.BAIXA, replace(desk.mark, note=order.text))
    return Done(f"{desk.called(held)}: descartada. Motiu anotat: {order.text}.")


def _case(desk: Desk, order: Order) -> cases.Case:
    item = order.item
    if not item.startswith("C-"):
        raise RefusedError("aquesta ordre és per a un cas (C-…)")
    if desk.tx.connection.execute(select(cases_table.c.id).where(cases_table.c.ref == item)).first() is None:
        raise RefusedError(f"no tenim cap cas {item}")
    case = cases.find(desk.tx, item)
    if case.state == "closed":
        told = histories.happened(desk.tx, item, desk.mark, what=["case-closed"])[-1:]
        raise AlreadyError("; ".join((f"{item} ja estava tancat ({case.closed_because or 'fet'})", *told)))
    return case


# --- data -----------------------------------------------------------------------------------------


def _correct(desk: Desk, order: Order) -> Done:
    held = _found(desk, order, _BEFORE_LEAVING)
    fields: dict[str, Any] = dict(order.fields)
    if not held.living:
        raise RefusedError(
            f"{held.ref} {histories.state_of(held)}: el que hi consta és la prova, i no es toca"
        )
    if held.state is State.ACTIVE and fields.get("phone", held.phone) != held.phone and held.phone:
        raise RefusedError(
            f"{held.ref} és al telèfon amb l'altre mòbil: primer BAIXA i TRETA, i després l'ALTA amb el nou"
        )
    person = Person(
        id_document=fields.get("id_document", held.id_document), phone=fields.get("phone", held.phone)
    )
    twins = [s for s in books.sharing(desk.tx, [person]) if s.living and s.ref != held.ref]
    if any((s.id_document, s.phone) == (person.id_document, person.phone) for s in twins):
        raise RefusedError(f"{held.ref}: {Refusal.HELD_BY_ANOTHER.value}")
    before = "; ".join(f"{FIELD_NAMES[name]}: abans {getattr(held, name) or 'res'}" for name in fields)
    books.complete(desk.tx, held, "corrected", replace(desk.mark, note=before), **fields)
    changed = ", ".join(FIELD_NAMES[name] for name in fields)
    return Done(f"{desk.called(replace(held, **fields))}: corregit ({changed}).")


def _join(desk: Desk, order: Order) -> Done:
    person = order.deposit.person if order.deposit else Person()
    verdict = settle(desk.tx, Request(kind=Kind.ALTA, person=person, at=desk.mark.now), desk.mark)
    return Done(" ".join((f"{verdict.reason.value}.", *where_stands(desk, person))))


def where_stands(desk: Desk, person: Person) -> list[str]:
    """Where somebody is in the books now, by the document."""
    held = [s for s in books.sharing(desk.tx, [Person(id_document=person.id_document)]) if s.living]
    return [f"{desk.called(s)} {histories.state_of(s)}." for s in held[-1:]]


def _consent(desk: Desk, order: Order) -> Done:
    """A consent on paper: of somebody whose data are given, or who is in the books already."""
    deposit = order.deposit
    if deposit is None or deposit.on is None:
        raise RefusedError("hi falta la data de registre")
    person = deposit.person
    if order.item:
        held = _found(desk, order, frozenset(State))
        person = Person(name=held.name, id_document=held.id_document, phone=held.phone)
    presented = datetime.combine(deposit.on, deposit.at or time(), tzinfo=desk.settings.tz)
    if presented > desk.mark.now:
        raise RefusedError(f"el {presented:%d/%m/%Y} encara ha de venir")
    entry = Entry(number=deposit.number, registered_at=presented)
    request = Request(kind=Kind.CONSENT, person=person, entry=entry, at=presented)
    verdict = settle(desk.tx, request, desk.mark)
    said = f"Consentiment {entry.number} del {presented:%d/%m/%Y}: {verdict.reason.value}."
    return Done(" ".join((said, *where_stands(desk, person))))


def _reason(desk: Desk, order: Order) -> Done:
    held = _found(desk, order, frozenset(State))
    record.explain_delay(desk.tx, held, order.text, desk.mark)
    return Done(f"{desk.called(held)}: motiu del retard anotat.")


# --- what staff ask to be told --------------------------------------------------------------------


def _record(desk: Desk, order: Order) -> Done:
    _demand_inside(desk)
    named = bool(order.item)
    if order.item.startswith("C-"):
        raise RefusedError(f"{order.item} és un cas, i surt al resum del dia (RESUM)")
    found = histories.of_item(desk.tx, order.item) if named else histories.of_name(desk.tx, order.text)
    if not found:
        raise RefusedError("no tenim ningú amb aquestes dades")
    if histories.is_too_common(found):
        raise RefusedError(f"n'hi ha {len(found)} que se'n diuen: doneu-ne el DNI, el mòbil o la fitxa")
    details = [line for held in found for line in histories.record(desk.tx, held, desk.mark)]
    return Done("Això és el que hi consta.", tuple(details))


def _summary(desk: Desk, _order: Order) -> Done:
    _demand_inside(desk)
    desk.summary()
    return Done("Us enviem el resum en un altre correu.")


def _recount(desk: Desk, _order: Order) -> Done:
    _demand_inside(desk)
    found = desk.recount()
    gaps = "1 diferència" if found == 1 else f"{found} diferències" if found else "cap diferència"
    return Done(f"Recompte fet: {gaps}. Us l'enviem en un altre correu.")


def _demand_inside(desk: Desk) -> None:
    if not desk.is_inside:
        raise RefusedError("les dades dels veïns només s'envien a adreces de l'Ajuntament")


def _help(_desk: Desk, _order: Order) -> Done:
    return Done("Aquí sota hi ha totes les ordres.")


DOERS: Final[Mapping[Verb, Callable[[Desk, Order], Done]]] = {
    Verb.ACTIVATED: _moves(
        What.ACTIVATED,
        "ara consta que és al telèfon",
        frozenset({State.REQUESTED, State.CONSENTED, State.DUE}),
    ),
    Verb.TAKEN_OFF: _moves(What.TAKEN_OFF, "ara consta que és fora del telèfon", frozenset({State.LEAVING})),
    Verb.UNDO: _undo,
    Verb.LEAVE: _leave,
    Verb.APPLY: _apply,
    Verb.DISCARD: _discard,
    Verb.CORRECT: _correct,
    Verb.JOIN: _join,
    Verb.CONSENT: _consent,
    Verb.REASON: _reason,
    Verb.RECORD: _record,
    Verb.SUMMARY: _summary,
    Verb.RECOUNT: _recount,
    Verb.HELP: _help,
}


def _found(desk: Desk, order: Order, expected: frozenset[State]) -> Subscription:
    """Whom the order names; RefusedError where that is nobody, or more than one."""
    item = order.item
    if item.startswith("C-"):
        raise RefusedError(f"{item} és un cas, no una fitxa (APLICA o DESCARTA)")
    found = histories.of_item(desk.tx, item)
    likely = [held for held in found if held.state in expected] or found[-1:]
    if not likely:
        raise RefusedError(
            f"no tenim cap fitxa {item}" if item.startswith("A-") else "no tenim ningú amb aquestes dades"
        )
    if len(likely) > 1:
        refs = ", ".join(held.ref for held in likely[:5])
        raise RefusedError(f"n'hi ha més d'una ({refs}): digueu quina")
    return likely[0]
