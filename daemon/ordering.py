"""Staff orders by mail: whom they come from and what they are worth, then each of them done or answered.

Everything happens in the caller's transaction, by the functions that the command line uses; an order that
fails changes nothing, and keeps no other from being done.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Final

from sqlalchemy import select

from daemon import books, cases, codes
from daemon.approving import approve
from daemon.errors import AltabaixaError, RefusedError
from daemon.letters import Answer
from daemon.store import Transaction
from daemon.tables import cases as cases_table
from daemon.tables import events, subscriptions
from rules.authentication import internally_marked
from rules.findings import Person, Reading
from rules.mail import Mail
from rules.order import Order, Unread, Verb, read_orders
from rules.subscription import State, Subscription, What
from rules.town import Town
from rules.vouching import Presented, Standing, may_be_answered, standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One order of a mail, and what its sender and code are worth."""

    order: Order
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What one mail orders, line by line; `answerable`: its sender may be told what became of it."""

    sender: str
    lines: tuple[Given | Unread, ...]
    answerable: bool

    @property
    def standings(self) -> tuple[Standing, ...]:
        """What each order is worth."""
        return tuple(one.standing for one in self.lines if isinstance(one, Given))

    @property
    def needs_help(self) -> bool:
        """Help was asked for, or nothing could be made of it."""
        asked = any(isinstance(one, Given) and one.order.verb is Verb.HELP for one in self.lines)
        return asked or not self.standings


def gather(tx: Transaction, mail: Mail, reading: Reading, town: Town, *, at: datetime) -> Brief:
    """What *mail* orders, and what each order is worth; nothing is changed."""
    sender = mail.sender or ""
    marked = internally_marked(mail, town)
    found: list[Given | Unread] = []
    shown: list[Presented | None] = []
    for line in read_orders(mail.subject, mail.words.own, today=at.astimezone(town.tz).date()):
        if isinstance(line, Unread):
            found.append(line)
            continue
        code = codes.presented(tx, line, sender=sender, now=at)
        shown.append(code)
        standing = standing_of(
            authenticated=reading.authenticated, marked=marked, has_code=line.code is not None, code=code
        )
        found.append(Given(order=line, standing=standing))
    answerable = may_be_answered(authenticated=reading.authenticated, marked=marked, codes=tuple(shown))
    return Brief(sender=sender, lines=tuple(found), answerable=answerable)


def carry_out(tx: Transaction, brief: Brief, mark: books.Mark, tz: tzinfo) -> tuple[Answer, ...]:
    """Do every order of *brief* that may be done; an answer for each of its lines, in their order."""
    return tuple(
        _answered(_Desk(tx, mark, tz), one)
        if isinstance(one, Given)
        else Answer(line=one.line, said=f"No s'ha entès, i no s'ha fet res: {one.why}.")
        for one in brief.lines
    )


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where orders are done."""

    tx: Transaction
    mark: books.Mark
    tz: tzinfo

    def dated(self, on: date | None) -> books.Mark:
        return replace(self.mark, today=on) if on else self.mark


def _answered(desk: _Desk, given: Given) -> Answer:
    order = given.order
    if given.standing is not Standing.TRUSTED:
        return Answer(line=order.line, said=_not_done(desk, given))
    try:
        with desk.tx.connection.begin_nested():
            said = _DOERS[order.verb](desk, order)
            codes.use(desk.tx, order, by=desk.mark.by, now=desk.mark.now)
    except AltabaixaError as refused:
        return Answer(line=order.line, said=f"No s'ha fet: {refused}.")
    return Answer(line=order.line, said=said, done=True)


def _not_done(desk: _Desk, given: Given) -> str:
    said = f"No s'ha fet: {given.standing.value}."
    if given.standing not in {Standing.USED, Standing.CHANGED}:
        return said
    since = codes.version_known(desk.tx, given.order) or 0
    happened = _history(desk, given.order.item, since=since)
    return f"{said} {happened[-1]}" if happened else said


# --- the orders -----------------------------------------------------------------------------------


def _moves(what: What, done: str, already: frozenset[State]) -> Callable[[_Desk, Order], str]:
    """The order that moves a subscription by *what*."""

    def move(desk: _Desk, order: Order) -> str:
        held = _found(desk, order, what)
        _demand_possible_day(held, what, order.day, desk.tz)
        if held.state in already:
            raise RefusedError(_already(desk, held, what))
        try:
            moved = books.advance(desk.tx, held, what, desk.dated(order.day))
        except RefusedError as refused:
            raise RefusedError(f"{refused}{_HINTS.get((what, held.state), '')}") from refused
        return f"{_called(moved)}: {done}{_on(order.day)}."

    return move


_HINTS: Final[Mapping[tuple[What, State], str]] = {
    (What.ACTIVATED, State.LEAVING): " (TRETA, quan ja en sigui fora)",
    (What.TAKEN_OFF, State.ACTIVE): " (BAIXA, si ha demanat de sortir-ne)",
}


def _apply(desk: _Desk, order: Order) -> str:
    case = _case(desk, order)
    return "Fet. " + " ".join(f"{line}." for line in approve(desk.tx, case, desk.mark))


def _discard(desk: _Desk, order: Order) -> str:
    if not order.text:
        raise RefusedError(f"cal un motiu (per exemple: DESCARTA {order.item} era una prova)")
    case = _case(desk, order)
    cases.close(desk.tx, case, because=order.text, by=desk.mark.by, now=desk.mark.now)
    return f"{case.ref}: tancat sense fer res. Motiu anotat: {order.text}."


def _help(_desk: _Desk, _order: Order) -> str:
    return "Aquí sota hi ha totes les ordres."


_DOERS: Final[Mapping[Verb, Callable[[_Desk, Order], str]]] = {
    Verb.ACTIVATED: _moves(What.ACTIVATED, "ara consta que és al telèfon", frozenset({State.ACTIVE})),
    Verb.TAKEN_OFF: _moves(What.TAKEN_OFF, "ara consta que és fora del telèfon", frozenset({State.LEFT})),
    Verb.LEAVE: _moves(What.BAIXA, "la baixa queda anotada", frozenset({State.LEAVING, State.LEFT})),
    Verb.UNDO: _moves(What.UNDO, "la baixa s'ha desfet", frozenset()),
    Verb.APPLY: _apply,
    Verb.DISCARD: _discard,
    Verb.HELP: _help,
}

_EXPECTED: Final[Mapping[What, frozenset[State]]] = {
    What.ACTIVATED: frozenset({State.CONSENTED, State.DUE, State.REQUESTED}),
    What.TAKEN_OFF: frozenset({State.LEAVING}),
    What.UNDO: frozenset({State.LEAVING, State.LEFT}),
    What.BAIXA: frozenset({State.REQUESTED, State.CONSENTED, State.DUE, State.ACTIVE}),
}


def _found(desk: _Desk, order: Order, what: What) -> Subscription:
    """Whom the order names; RefusedError where that is nobody, or more than one."""
    item = order.item
    if item.startswith("C-"):
        raise RefusedError(f"{item} és un cas, no una fitxa (APLICA o DESCARTA)")
    if item.startswith("A-"):
        known = desk.tx.connection.execute(
            select(subscriptions.c.ref).where(subscriptions.c.ref == item)
        ).scalar()
        if known is None:
            raise RefusedError(f"no tenim cap fitxa {item}")
        return books.find(desk.tx, item)
    person = Person(phone=item) if item.startswith("+") else Person(id_document=item)
    found = [s for s in books.sharing(desk.tx, [person]) if s.state is not State.ERASED]
    likely = [s for s in found if s.state in _EXPECTED[what]] or found[-1:]
    if not likely:
        raise RefusedError("no tenim ningú amb aquestes dades")
    if len(likely) > 1:
        raise RefusedError(f"n'hi ha més d'una ({', '.join(s.ref for s in likely[:5])}): digueu quina")
    return likely[0]


def _case(desk: _Desk, order: Order) -> cases.Case:
    item = order.item
    if not item.startswith("C-"):
        raise RefusedError("aquesta ordre és per a un cas (C-…)")
    known = desk.tx.connection.execute(select(cases_table.c.ref).where(cases_table.c.ref == item)).scalar()
    if known is None:
        raise RefusedError(f"no tenim cap cas {item}")
    case = cases.find(desk.tx, item)
    if case.state == "closed":
        raise RefusedError(
            " ".join((f"{item} ja està tancat: {case.closed_because or 'fet'}.", *_history(desk, item)[-1:]))
        )
    return case


def _demand_possible_day(held: Subscription, what: What, day: date | None, tz: tzinfo) -> None:
    """What is done on the phone follows what it is done for."""
    since = held.consent_at if what is What.ACTIVATED else held.left_at
    if day is not None and since is not None and day < since.astimezone(tz).date():
        name = "el consentiment" if what is What.ACTIVATED else "la baixa"
        raise RefusedError(
            f"{held.ref}: el {day:%d/%m/%Y} és abans que {name} ({since.astimezone(tz):%d/%m/%Y})"
        )


def _already(desk: _Desk, held: Subscription, what: What) -> str:
    done = (
        select(events.c.by, events.c.at)
        .join(subscriptions, events.c.subscription_id == subscriptions.c.id)
        .where(subscriptions.c.ref == held.ref, events.c.what == what.value)
        .order_by(events.c.id.desc())
        .limit(1)
    )
    last = desk.tx.connection.execute(done).one_or_none()
    state = _STATES[held.state]
    if last is None:
        return f"{held.ref} ja {state}"
    return f"{held.ref} ja {state}: ho va fer {_who(desk, last.by)} el {last.at.astimezone(desk.tz):%d/%m/%Y}"


_STATES: Final = {
    State.ACTIVE: "constava com a posada al telèfon",
    State.LEFT: "constava com a fora de la llista",
    State.LEAVING: "constava com a baixa, pendent de treure del telèfon",
}
_HAPPENED: Final = {
    What.ACTIVATED.value: "va quedar anotada al telèfon",
    What.TAKEN_OFF.value: "va quedar anotada fora del telèfon",
    What.BAIXA.value: "s'hi va anotar la baixa",
    What.UNDO.value: "se'n va desfer la baixa",
    What.CONSENT.value: "s'hi va anotar el consentiment",
    What.ALTA.value: "s'hi va anotar l'ALTA",
    "case-closed": "es va tancar",
}


def _history(desk: _Desk, item: str, *, since: int = 0) -> list[str]:
    """What happened to a subscription or a case after the event *since*, a sentence each."""
    happened = (
        select(events.c.what, events.c.by, events.c.at, events.c.note)
        .outerjoin(subscriptions, events.c.subscription_id == subscriptions.c.id)
        .outerjoin(cases_table, events.c.case_id == cases_table.c.id)
        .where((subscriptions.c.ref == item) | (cases_table.c.ref == item), events.c.id > since)
        .order_by(events.c.id)
    )
    return [
        f"{item}: {_HAPPENED.get(row.what, row.what)} el {row.at.astimezone(desk.tz):%d/%m/%Y} "
        f"({_who(desk, row.by)})."
        for row in desk.tx.connection.execute(happened)
    ]


def _who(desk: _Desk, by: str) -> str:
    if by == desk.mark.by:
        return "vós"
    return {"mail": "un correu", "command line": "el tècnic", "import": "la importació"}.get(by, by)


def _called(held: Subscription) -> str:
    return f"{held.ref} ({held.name})" if held.name else held.ref


def _on(day: date | None) -> str:
    return f" des del {day:%d/%m/%Y}" if day else ""
