"""Staff orders by mail: whom they come from and what they are worth, then each of them done or answered.

Everything happens in the caller's transaction, by the functions that the command line uses; an order that
fails changes nothing, and keeps no other from being done.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy.exc import IntegrityError

from daemon.books import codes
from daemon.books.cases import reason_of
from daemon.books.store import Transaction
from daemon.configuration.calendar import calendar
from daemon.configuration.settings import Settings
from daemon.desk import histories
from daemon.desk.approving import record_of
from daemon.desk.broadcasting import again
from daemon.desk.cards import a_week_later
from daemon.desk.carrying_out import (
    AlreadyError,
    Desk,
    Owed,
    close_answered,
    done_before,
)
from daemon.desk.handlers import HANDLERS
from daemon.desk.proposing import Asking
from daemon.errors import AltabaixaError, StoreError
from daemon.letters.orders import Answer
from daemon.letters.sentences import in_catalan
from daemon.post.rationing import may_ask_clerk
from rules.books.decision import Decision, Outcome, Verdict
from rules.books.subscription import UNDO_WITHIN, State, Subscription, What
from rules.desk import objections
from rules.findings import Reading
from rules.mail.mail import Mail
from rules.mail.set_phrases import is_reply
from rules.sender.authentication import internally_marked
from rules.sender.automatic import UNANSWERABLE
from rules.sender.vouching import Presented, Standing, may_be_answered, standing_of
from rules.staff.grammar import ONLY_ASKS, Line, Order, Unread, Verb
from rules.staff.meaning import has_data, is_begun, meant_by, meant_of
from rules.staff.orders import is_courteous, is_remark, lines_of, orders_of
from rules.staff.own_words import above_ours, heads, is_ours, parted
from rules.text.folding import clean


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One order of a mail, and what its sender and code are worth."""

    order: Order
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What one mail orders, line by line.

    `proved`: its sender may be told what became of it; `answerable`: they may be asked, too, what they meant.
    `beside`: it says more, of somebody perhaps, than what is answered.
    """

    sender: str
    lines: tuple[Given | Unread, ...]
    proved: bool
    answerable: bool
    beside: bool = False

    @property
    def standings(self) -> tuple[Standing, ...]:
        """What each order is worth."""
        return tuple(one.standing for one in self.lines if isinstance(one, Given))

    def needs_help(self, answers: Sequence[Answer]) -> bool:
        """Help was asked for, or nothing could be made of it."""
        asked = any(isinstance(one, Given) and one.order.verb is Verb.HELP for one in self.lines)
        return asked or not (self.standings or any(answer.choices for answer in answers))


def waits_for_answer(
    tx: Transaction, mail: Mail, *, of_nobody: bool, of_list: bool, to_others: bool, today: date
) -> bool:
    """Whether a clerk's *mail* that is no order as it stands is meant for us, and passes nothing on.

    *of_nobody*: no data of anybody were read in it; then an order's word with a number is enough, whatever
    stands beside. *of_list*: it is known to speak of the list, which a mail *to_others* does to those.
    """
    if mail.attachments or _holds_others(mail):
        return False
    asking = Asking(tx=tx, is_named=True, beside=_short(mail), of_list=of_list)
    lines, beside = _heard(asking, mail, today=today)
    meant = [meant_by(one.line, today=today) for one in lines]
    is_ours = any(map(asking.is_ours, meant)) or any(isinstance(one, Order) for one in lines)
    is_plain = any(one.is_named or (of_nobody and one.is_attempt and one.items) for one in meant)
    if is_ours and (not beside or is_plain):
        return True
    return of_list and not to_others and bool(lines_of(mail, today=today))


def gather(
    tx: Transaction, mail: Mail, reading: Reading, settings: Settings, *, answers_us: bool, at: datetime
) -> Brief:
    """What *mail* orders, and what each order is worth; nothing is changed. *answers_us*: a mail to staff."""
    sender, town = mail.sender or "", settings.town()
    marked = internally_marked(mail, town)
    found: list[Given | Unread] = []
    shown: list[Presented | None] = []
    is_new = not (mail.answers or reading.to_others)
    today = at.astimezone(town.tz).date()
    lines, beside = _heard(Asking(tx=tx, is_named=True, beside=_short(mail)), mail, today=today)
    for line in lines or lines_of(mail, today=today)[:_MOST_UNHEARD]:
        if isinstance(line, Unread):
            found.append(line)
            continue
        code = codes.presented(tx, line, sender=sender, now=at)
        shown.append(code)
        standing = standing_of(
            authenticated=reading.proof,
            marked=marked,
            has_code=line.code is not None,
            code=code,
            to_us=answers_us or is_new,
            is_own=line.is_own,
        )
        found.append(Given(order=line, standing=standing))
    proved = may_be_answered(authenticated=reading.proof, marked=marked, codes=tuple(shown))
    may_ask = reading.proof is not False and sender in town.staff
    return Brief(
        sender=sender,
        lines=tuple(found),
        proved=proved,
        answerable=reading.silence not in UNANSWERABLE
        and (proved or (may_ask and may_ask_clerk(tx, sender, settings, on=today))),
        beside=beside or _holds_others(mail),
    )


def _heard(asking: Asking, mail: Mail, *, today: date) -> tuple[list[Line], bool]:
    """The lines of *mail* that are answered, and whether it says more than those."""
    every = lines_of(mail, today=today)
    kept = [one for one in every if not is_remark(one) or asking.is_ours(meant_by(one.line, today=today))]
    rest = [one.line for one in every if one not in kept and one.line not in mail.subject]
    # A question, or an order that is none, is said back to who wrote it, and nobody else waits for it.
    said_back = [] if kept else [line for line in rest if _only_asks(line) or is_begun(line, today=today)]
    return kept, not all(asking.is_known(line) for line in rest if line not in said_back)


def _only_asks(line: str) -> bool:
    """Whether a line is a clerk's question without data of anybody."""
    return line.rstrip().endswith("?") and not has_data(line)


_MOST_UNHEARD: Final = 3
"""Lines of a mail that says nothing we know which are said back."""


def _holds_others(mail: Mail) -> bool:
    """Whether words of somebody else stand in *mail*: quoted, passed on, or below what may begin them."""
    words = mail.words
    others = (words.forwarded, words.quoted)
    is_passed = any(text.strip() and not is_ours(text) for text in others)
    below = parted(clean(above_ours(words.own)))[1]
    return is_passed or not all(is_courteous(line) or heads(line) for line in below.split("\n"))


def _short(mail: Mail) -> str:
    """All that a mail of a few words says: its subject may name who its text is about, or the other way."""
    said = f"{'' if is_reply(mail.subject) else mail.subject}\n{above_ours(mail.words.own)}"
    return said if len(said.split()) <= _FEW else ""


_FEW: Final = 16


def carry_out(line: Given | Unread, desk: Desk) -> tuple[Answer, Owed | None]:
    """Do what one line orders if it may be done; what it is answered, and what is owed beside the answer."""
    if isinstance(line, Unread):
        return _not_understood(desk, line), None
    order = line.order
    if line.standing is not Standing.TRUSTED:
        return _not_done(desk, line), None
    try:
        with desk.tx.connection.begin_nested():
            done = HANDLERS[order.verb](desk, order)
            codes.use(desk.tx, order, by=desk.mark.by, now=desk.mark.now)
    except StoreError:
        raise
    except AlreadyError as done_before:
        return Answer(line=order.line, outcome=f"{done_before}.", already=True), None
    except AltabaixaError as refused:
        answer = Answer(line=order.line, outcome=f"No s'ha fet: {refused}.")
        if back := _back(desk, _off(desk, order)):
            return _stay(answer, desk, back), None
        offered = _with_proposals(answer, desk, order)
        others = tuple(
            each for each in offered.choices if each.verb != order.verb.value or each.fields or each.needs
        )
        return replace(offered, choices=others) if others else answer, None
    except IntegrityError:  # what the schema itself refuses: nobody is there twice
        refusal = "No s'ha fet: ja hi ha una altra fitxa amb aquestes dades."
        return Answer(line=order.line, outcome=refusal), None
    outcome = done.sentence if order.verb in ONLY_ASKS else f"Fet. {done.sentence.removeprefix('Fet. ')}"
    return Answer(
        line=order.line, outcome=outcome, details=done.details, done=True, choices=done.undo, chat=done.chat
    ), done.owed


def _not_understood(desk: Desk, line: Unread) -> Answer:
    """That a line orders nothing as it stands, and what it may mean."""
    meant, asking = meant_by(line.line, today=desk.mark.today), _asking(desk)
    about = asking.whom(meant)
    if len(about) == 1 and meant.verb is not None:
        before = done_before(desk, Order(verb=meant.verb, item=about[0].ref))
        if before is not None:
            return Answer(line=line.line, outcome=f"{before}.", already=True)
    back = _back(desk, about) if meant.verb is Verb.TAKEN_OFF else []
    stay = {held.ref for held in back}
    choices = tuple(each for each in asking.offered(meant) if each.ref not in stay)
    if back:
        asks = _MEANT if choices else ""
        kept = Answer(line=line.line, outcome="No s'ha fet res.", asks=asks, choices=choices)
        return _stay(kept, desk, back)
    if not choices:
        unknown = [each for each in meant.items if not about and meant.verb and each[:2] != "C-"]
        why = objections.unclear(unknown[0], ()) if unknown else None
        told = f"No s'ha entès, i no s'ha fet res: {in_catalan(why or line.why)}."
        return Answer(line=line.line, outcome=told)
    why = "" if line.is_remark else f": {in_catalan(line.why)}"
    return Answer(line=line.line, outcome=f"No s'ha fet res{why}.", asks=_MEANT, choices=choices)


_MEANT: Final = "Volíeu dir…?"


def _off(desk: Desk, order: Order) -> Sequence[Subscription]:
    """Of whom the order says that they are off the phone."""
    return histories.of_item(desk.tx, order.item) if order.verb is Verb.TAKEN_OFF else ()


def _back(desk: Desk, about: Sequence[Subscription]) -> list[Subscription]:
    """Those on the list whose leave was taken back of late."""
    last = {held.ref: histories.last_of(desk.tx, held.ref, What.BAIXA, What.UNDO) for held in about}
    undone = {
        ref
        for ref, found in last.items()
        if found and found[0] is What.UNDO and desk.mark.now - found[1] <= UNDO_WITHIN
    }
    return [held for held in about if held.state is State.ACTIVE and held.ref in undone]


def _stay(answer: Answer, desk: Desk, back: Sequence[Subscription]) -> Answer:
    """The answer to TRETA of who is *back*: they stay, and no tap for another leave of theirs is meant."""
    said = (
        f"{desk.called(held)} es queda a la llista: si ja l'heu tret del telèfon, torneu-l'hi a posar."
        for held in back
    )
    return replace(answer, outcome=" ".join((answer.outcome, *said)))


def _with_proposals(answer: Answer, desk: Desk, order: Order, asks: str = _MEANT) -> Answer:
    """The answer to an order that was not done, with what can be done of it or instead."""
    choices = again(order) or tuple(
        replace(each, case=order.case) if each.verb == order.verb.value and not each.case else each
        for each in _asking(desk).offered(meant_of(order))
    )
    return replace(answer, asks=asks, choices=choices) if choices else answer


def _asking(desk: Desk) -> Asking:
    today = desk.mark.today
    later = a_week_later(today, calendar(desk.settings, range(today.year, today.year + 2)))
    return Asking(
        tx=desk.tx,
        is_named=desk.outsider is None,
        beside=_short(desk.mail),
        later=later,
        send_to=desk.settings.incidents.send_to,
    )


def answers_to_altas(decision: Decision, mail: Mail, desk: Desk) -> tuple[Answer, ...]:
    """What a clerk who typed ALTAs is answered, line by line; nothing where the mail is not just those.

    They were decided like those that the clerk passes on.
    """
    lines = orders_of(mail, today=desk.mark.today)
    asked = [one for one in lines if isinstance(one, Order) and one.verb is Verb.JOIN]
    if len(asked) != len(lines) or len(asked) != len(decision.verdicts):
        return ()
    return tuple(
        Answer(line=order.line, outcome=_noted(verdict, desk), done=verdict.outcome is Outcome.DONE)
        for order, verdict in zip(asked, decision.verdicts, strict=True)
    )


def _noted(verdict: Verdict, desk: Desk) -> str:
    reason = reason_of(verdict)
    if verdict.outcome is not Outcome.DONE or verdict.request is None:
        return f"No s'ha fet, i queda per decidir: {reason}."
    return " ".join((f"{reason}.", *record_of(desk.tx, verdict, desk.called)))


def _not_done(desk: Desk, given: Given) -> Answer:
    """Why nothing was done; of a thing that changed since what happened to it, or that it was done before."""
    order = given.order
    refusal = f"No s'ha fet: {in_catalan(given.standing)}"
    if given.standing not in {Standing.USED, Standing.CHANGED}:
        asks = "Si ho heu escrit vós, toqueu-ho:"
        return _with_proposals(Answer(line=order.line, outcome=f"{refusal}."), desk, order, asks)
    before = done_before(desk, order)
    if before is not None:
        answered = close_answered(desk, order) if given.standing is Standing.CHANGED else []
        return Answer(line=order.line, outcome=f"{'; '.join((before, *answered))}.", already=True)
    since = codes.version_known(desk.tx, order) or 0
    told = [
        line
        for ref in filter(None, (order.item, order.case))
        for line in histories.happened(desk.tx, ref, desk.mark, after=since)[-1:]
    ]
    answer = Answer(line=order.line, outcome=f"{'; '.join((refusal, *told))}.")
    if back := _back(desk, _off(desk, order)):
        return _stay(answer, desk, back)
    return answer if given.standing is Standing.USED else _with_proposals(answer, desk, order)
