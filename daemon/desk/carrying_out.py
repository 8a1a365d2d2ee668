"""Does what a staff order says, by the functions of the command line; RefusedError says why not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, Final

from sqlalchemy import select

from daemon.books import cases, event_log, ledger, subscribers
from daemon.books.store import Transaction
from daemon.books.tables import cases as cases_table
from daemon.configuration.settings import Settings
from daemon.desk import histories
from daemon.desk.approving import answer_card, leave, move, record_of, settle
from daemon.desk.outcome_letters import outsider
from daemon.errors import RefusedError
from daemon.letters.chats import ChatLink
from daemon.letters.sentences import in_catalan
from daemon.letters.wording import day, phone
from daemon.post.phone_files import reconciled
from daemon.post.queueing import Post
from rules.books.decision import Reason, Request
from rules.books.subscription import State, Subscription, What
from rules.calendar.retention import BLOCKED
from rules.desk import objections
from rules.desk.choices import Choice, discarded
from rules.desk.proposals import restoring, undoing
from rules.desk.reconciling import Reconciliation
from rules.findings import Because, Entry, Kind, Person, Why
from rules.mail.mail import Mail
from rules.staff.grammar import Order, Verb
from rules.staff.items import FIELD_NAMES


@dataclass(frozen=True, slots=True)
class Reopened:
    """The case that a mail is which was set aside; `told`: who wrote it is told that we have it."""

    ref: str
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where the orders of *mail* are done; the clock of `mark` is the town's.

    `reopen` makes a case of a mail that was set aside, `whole` gives a mail with all that is attached, by its
    number in the ledger; None where the mailbox does not have it any more.
    """

    tx: Transaction
    mark: subscribers.Mark
    settings: Settings
    mail: Mail
    reopen: Callable[[ledger.Line], Reopened | None]
    whole: Callable[[int], Mail | None]

    @property
    def outsider(self) -> Why | None:
        """Why the sender may not be told of people; None where they may."""
        return outsider(self.mark.by, self.settings)

    def called(self, held: Subscription) -> str:
        """The reference, and the name for whoever may know it: they see whether they named the right one."""
        return f"{held.ref} ({held.name})" if held.name and not self.outsider else held.ref


@dataclass(frozen=True, slots=True)
class Summary:
    """Effect: who ordered it is owed the digest as it is now; the day's own is another."""


@dataclass(frozen=True, slots=True)
class Differences:
    """Effect: who ordered it is owed how the contacts that their mail brings differ from the books."""

    found: Reconciliation


@dataclass(frozen=True, slots=True)
class SetAside:
    """Effect: who ordered it is owed the list of the mails that were set aside of late."""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Effect: who ordered it is owed all that is kept of the person of the subscription *ref*."""

    ref: str


Owed = Summary | Differences | SetAside | PersonalData


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in Catalan, with what was asked and is `owed`; `undo` takes it back, `chat` tells it."""

    sentence: str
    details: tuple[str, ...] = ()
    owed: Owed | None = None
    undo: tuple[Choice, ...] = ()
    chat: ChatLink | None = None


class AlreadyError(RefusedError):
    """It was done before; the sentence says by whom and when."""


def refuse(*found: Why | None) -> None:
    """RefusedError with the first objection that was *found*; nothing where there is none."""
    for objection in (why for why in found if why is not None):
        raise RefusedError(in_catalan(objection))


# --- on the phone, off it, leaving ----------------------------------------------------------------


def _moves(what: What, done: str) -> Callable[[Desk, Order], Done]:
    """The order that moves a subscription by *what*; the cards that ask for just that are settled by it."""

    def ordered(desk: Desk, order: Order) -> Done:
        held = found(desk, order)
        refuse(
            objections.wrong_name(held, order.text),
            objections.impossible_day(held, what, order.day, desk.settings.tz),
        )
        mark = replace(desk.mark, today=order.day) if order.day else desk.mark
        answers = case_of(desk, order.case) if order.case else None
        try:
            settled = move(desk.tx, held, what, mark, Post(desk.settings), answers=answers)
        except RefusedError as refused:
            hint = in_catalan(objections.HINTS.get((what, held.state), ""))
            raise RefusedError(f"{refused}{hint}") from refused
        moved = subscribers.find(desk.tx, held.ref)
        if moved.state is held.state and answers is None:
            raise AlreadyError(_already(desk, held, what))
        since = f" des del {day(order.day)}" if order.day else ""
        place = f" (llista {moved.list_number})" if what is What.ACTIVATED and moved.list_number else ""
        sentence = " ".join((f"{desk.called(moved)}: {done}{place}{since}.", *told(settled)))
        return Done(sentence, undo=(*undoing(order.verb, moved, now=mark.now), *_rest_of(desk, answers)))

    return ordered


def _rest_of(desk: Desk, answered: cases.Case | None) -> Sequence[Choice]:
    """That there is nothing to do for the others of a card that was answered for one of them."""
    is_open = answered and cases.find(desk.tx, answered.ref).state != "closed"
    return (discarded(answered.ref, Because("is-done-already")),) if answered and is_open else ()


def told(settled: Sequence[str]) -> list[str]:
    """What became of cards, as one sentence; none where there were none."""
    told = "; ".join(settled)
    return [f"{told[:1].upper()}{told[1:]}."] if told else []


def _already(desk: Desk, held: Subscription, what: What) -> str:
    """That it was done before, by whom and when."""
    told = histories.happened(desk.tx, held.ref, desk.mark, what=[what.value])[-1:]
    who = held.ref if held.state in BLOCKED else desk.called(held)
    return "; ".join((f"Ja estava fet: {who} {in_catalan(held.state)}", *told))


def done_before(desk: Desk, order: Order) -> str | None:
    """That what is ordered of a subscription holds already, by whom and since when; None if it does not."""
    if order.verb is Verb.OURS:
        return _is_case(desk, order)
    found = histories.of_item(desk.tx, order.item) if order.item.startswith("A-") else []
    what = objections.needless(order.verb, found[0], now=desk.mark.now) if found else None
    return _already(desk, found[0], what) if what else None


def close_answered(desk: Desk, order: Order) -> list[str]:
    """Close the card that *order* answers, where what it orders holds already; what became of it."""
    case = cases.find(desk.tx, order.case) if order.case else None
    what = objections.LEADS_TO.get(order.verb)
    if case is None or what is None or case.state == "closed":
        return []
    held = histories.of_item(desk.tx, order.item)[0]
    return answer_card(desk.tx, case, held, what, desk.mark, Post(desk.settings))


def _undo(desk: Desk, order: Order) -> Done:
    """A leave is undone; of somebody on the list, the note that they were put on the phone."""
    held = found(desk, order)
    if held.state is not State.ACTIVE:
        return _moves(What.UNDO, "la baixa s'ha desfet")(desk, order)
    last = histories.last_of(desk.tx, held.ref, What.ACTIVATED, What.UNDO)
    if last and last[0] is What.UNDO:
        raise AlreadyError(_already(desk, held, What.UNDO))
    refuse(objections.late_undoing(held, last[1] if last else None, now=desk.mark.now))
    moved = subscribers.advance(desk.tx, held, What.NOT_YET, desk.mark)
    return Done(f"{desk.called(moved)}: desfet, encara no és al telèfon; {in_catalan(moved.state)}.")


def _leave(desk: Desk, order: Order) -> Done:
    if order.deposit is None:
        return _moves(What.BAIXA, "la baixa queda anotada")(desk, order)
    request = Request(kind=Kind.BAIXA, person=order.deposit.person, at=desk.mark.now)
    verdict, settled = leave(desk.tx, request, desk.mark, Post(desk.settings))
    sentence = f"Baixa anotada: {in_catalan(verdict.reason)} ({', '.join(s.ref for s in verdict.about)})."
    left = (subscribers.find(desk.tx, each.ref) for each in verdict.about)
    undo = tuple(choice for held in left for choice in undoing(order.verb, held, now=desk.mark.now))
    return Done(" ".join((sentence, *told(settled))), undo=undo)


# --- cases ----------------------------------------------------------------------------------------


def case_of(desk: Desk, item: str) -> cases.Case:
    """The open case that an order names; RefusedError where there is none, AlreadyError if it is closed."""
    if desk.tx.connection.execute(select(cases_table.c.id).where(cases_table.c.ref == item)).first() is None:
        raise RefusedError(f"no tenim cap cas {item}")
    case = cases.find(desk.tx, item)
    if case.state == "closed":
        told = histories.happened(desk.tx, item, desk.mark, what=["case-closed"])[-1:]
        raise AlreadyError("; ".join((f"{item} ja estava tancat ({case.closed_because or 'fet'})", *told)))
    return case


# --- data -----------------------------------------------------------------------------------------


def _correct(desk: Desk, order: Order) -> Done:
    held = found(desk, order)
    refuse(objections.invalid(order))
    fields: dict[str, Any] = dict(order.fields)
    corrected = replace(held, **fields)
    refuse(objections.wrong_correction(held, corrected, subscribers.alike(desk.tx, corrected)))
    case = case_of(desk, order.case) if order.case else None
    if objections.changes_number(held, corrected):
        done = _change_number(desk, case, held, corrected)
    else:
        before = "; ".join(f"{FIELD_NAMES[name]}: abans {getattr(held, name) or 'res'}" for name in fields)
        subscribers.complete(desk.tx, held, "corrected", replace(desk.mark, note=before), **fields)
        changed = ", ".join(FIELD_NAMES[name] for name in fields)
        undo = () if desk.outsider else restoring(held, fields)
        done = Done(f"{desk.called(corrected)}: corregit ({changed}).", undo=undo)
    closed = answer_card(desk.tx, case, held, None, desk.mark, Post(desk.settings)) if case else []
    return replace(done, sentence=" ".join((done.sentence, *told(closed))))


def _change_number(desk: Desk, case: cases.Case | None, held: Subscription, corrected: Subscription) -> Done:
    """Who is on the phone has another number: the old contact is to come off it, the new one to go on it."""
    mark = replace(desk.mark, case_id=case.id) if case else desk.mark
    fresh = subscribers.change_number(
        desk.tx, replace(corrected, phone=held.phone), corrected.phone or "", mark
    )
    old, new = ("", "") if desk.outsider else (f"{phone(held.phone)} ", f"{phone(fresh.phone)} ")
    return Done(
        f"Número canviat: traieu del telèfon el {old}d'{held.ref}"
        f" i poseu-hi el {new}d'{desk.called(fresh)}. El consentiment continua."
    )


def _join(desk: Desk, order: Order) -> Done:
    if order.item:
        return _moves(What.ALTA, "l'ALTA queda anotada")(desk, order)
    person = order.deposit.person if order.deposit else Person()
    verdict = settle(desk.tx, Request(kind=Kind.ALTA, person=person, at=desk.mark.now), desk.mark)
    return Done(" ".join((f"{in_catalan(verdict.reason)}.", *record_of(desk.tx, verdict, desk.called))))


def _consent(desk: Desk, order: Order) -> Done:
    """A consent on paper: of somebody whose data are given, or who is in the books already."""
    deposit = order.deposit
    if deposit is None or deposit.on is None:
        raise RefusedError("hi falta la data de registre")
    person = deposit.person
    if order.item:
        held = found(desk, order)
        person = Person(name=held.name, id_document=held.id_document, phone=held.phone)
    presented = datetime.combine(deposit.on, deposit.at or time(), tzinfo=desk.settings.tz)
    refuse(objections.date_to_come(presented, now=desk.mark.now))
    entry = Entry(number=deposit.number, registered_at=presented)
    request = Request(kind=Kind.CONSENT, person=person, entry=entry, at=presented)
    verdict = settle(desk.tx, request, desk.mark)
    sentence = (
        f"Consentiment {entry.number} del {day(presented.date(), year=True)}: {in_catalan(verdict.reason)}."
    )
    return Done(" ".join((sentence, *record_of(desk.tx, verdict, desk.called))))


def _reason(desk: Desk, order: Order) -> Done:
    held = found(desk, order)
    event_log.explain_delay(desk.tx, held, order.text, desk.mark)
    return Done(f"{desk.called(held)}: motiu del retard anotat.")


def _ours(desk: Desk, order: Order) -> Done:
    """A mail that was set aside is a case after all."""
    line = ledger.line(desk.tx, mail_number(order))
    known = _is_case(desk, order)
    if known is not None:
        raise AlreadyError(known)
    reason = Reason[line.reason] if line else None
    refuse(objections.not_ours(order.item, reason))
    made = desk.reopen(line) if line else None
    if made is None:
        raise RefusedError(in_catalan(Because("mail-gone", (order.item,))))
    told = " A qui l'ha escrit li diem que l'hem rebut." if made.told else ""
    sentence = f"{order.item}: ara és el cas {made.ref}, per decidir.{told}"
    return Done(sentence, undo=(discarded(made.ref, Because("is-not-ours")),))


def mail_number(order: Order) -> int:
    """The number in the ledger of the mail that *order* names."""
    return int(order.item.removeprefix("M-"))


def _is_case(desk: Desk, order: Order) -> str | None:
    """That the mail is a case already, and what happened to that; None where it is none."""
    case = cases.of_message(desk.tx, mail_number(order))
    if case is None:
        return None
    return "; ".join((f"Ja és el cas {case.ref}", *histories.happened(desk.tx, case.ref, desk.mark)[-1:]))


# --- what staff ask to be told --------------------------------------------------------------------


def _record(desk: Desk, order: Order) -> Done:
    refuse(desk.outsider, objections.wrong_thing(order))
    found = histories.of_item(desk.tx, order.item) if order.item else histories.of_name(desk.tx, order.text)
    refuse(objections.crowd(found))
    details = [line for held in found for line in histories.record(desk.tx, held, desk.mark)]
    return Done("Això és el que hi consta.", tuple(details))


def _summary(desk: Desk, _order: Order) -> Done:
    refuse(desk.outsider)
    return Done("Us enviem el resum en un altre correu.", owed=Summary())


def _set_aside(desk: Desk, _order: Order) -> Done:
    refuse(desk.outsider)
    return Done("Us diem quins són en un altre correu.", owed=SetAside())


def _reconcile(desk: Desk, _order: Order) -> Done:
    refuse(desk.outsider)
    found = reconciled(desk.mail, subscribers.everyone(desk.tx), desk.settings)
    many = len(found.differences)
    gaps = "1 diferència" if many == 1 else f"{many} diferències" if many else "cap diferència"
    return Done(f"Recompte fet: {gaps}. Us l'enviem en un altre correu.", owed=Differences(found))


OF_BOOKS: Final[Mapping[Verb, Callable[[Desk, Order], Done]]] = {
    Verb.ACTIVATED: _moves(What.ACTIVATED, "ara consta que és al telèfon"),
    Verb.TAKEN_OFF: _moves(What.TAKEN_OFF, "ara consta que és fora del telèfon"),
    Verb.UNDO: _undo,
    Verb.LEAVE: _leave,
    Verb.CORRECT: _correct,
    Verb.JOIN: _join,
    Verb.CONSENT: _consent,
    Verb.REASON: _reason,
    Verb.RECORD: _record,
    Verb.SUMMARY: _summary,
    Verb.SET_ASIDE: _set_aside,
    Verb.OURS: _ours,
    Verb.RECOUNT: _reconcile,
    Verb.HELP: lambda _desk, _order: Done("Aquí sota hi ha totes les ordres."),
}


def found(desk: Desk, order: Order) -> Subscription:
    """Whom the order names; RefusedError where that is nobody, or more than one."""
    refuse(objections.wrong_thing(order))
    meant = objections.likely(order.verb, histories.of_item(desk.tx, order.item))
    refuse(objections.unclear(order.item, meant))
    return meant[0]
