"""Staff orders by mail: whom they come from and what they are worth, then each of them done or answered.

Everything happens in the caller's transaction, by the functions that the command line uses; an order that
fails changes nothing, and keeps no other from being done.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from daemon.books import codes
from daemon.books.cases import reason_of
from daemon.books.store import Transaction
from daemon.desk import histories
from daemon.desk.carrying_out import (
    HANDLERS,
    AlreadyError,
    Desk,
    Owed,
    close_answered,
    done_before,
    person_record,
)
from daemon.errors import AltabaixaError, StoreError
from daemon.letters import Answer
from daemon.letters.sentences import in_catalan
from rules.books.decision import Decision, Outcome, Verdict
from rules.findings import Reading
from rules.mail.mail import Mail
from rules.sender.authentication import internally_marked
from rules.sender.vouching import Presented, Standing, may_be_answered, standing_of
from rules.staff.grammar import Order, Unread, Verb
from rules.staff.orders import orders_of
from rules.town import Town


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


def gather(
    tx: Transaction, mail: Mail, reading: Reading, town: Town, *, answers_us: bool, at: datetime
) -> Brief:
    """What *mail* orders, and what each order is worth; nothing is changed. *answers_us*: a mail to staff."""
    sender = mail.sender or ""
    marked = internally_marked(mail, town)
    found: list[Given | Unread] = []
    shown: list[Presented | None] = []
    is_new = not (mail.answers or reading.to_others)
    for line in orders_of(mail, today=at.astimezone(town.tz).date()):
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
    answerable = may_be_answered(authenticated=reading.proof, marked=marked, codes=tuple(shown))
    return Brief(sender=sender, lines=tuple(found), answerable=answerable)


def carry_out(line: Given | Unread, desk: Desk) -> tuple[Answer, Owed | None]:
    """Do what one line orders if it may be done; what it is answered, and what is owed beside the answer."""
    if isinstance(line, Unread):
        return Answer(
            line=line.line, outcome=f"No s'ha entès, i no s'ha fet res: {in_catalan(line.why)}."
        ), None
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
        return Answer(line=order.line, outcome=f"No s'ha fet: {refused}."), None
    except IntegrityError:  # what the schema itself refuses: nobody is there twice
        refusal = "No s'ha fet: ja hi ha una altra fitxa amb aquestes dades."
        return Answer(line=order.line, outcome=refusal), None
    return Answer(line=order.line, outcome=done.sentence, details=done.details, done=True), done.owed


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
    return " ".join((f"{reason}.", *person_record(desk, verdict.request.person)))


def _not_done(desk: Desk, given: Given) -> Answer:
    """Why nothing was done; of a thing that changed since what happened to it, or that it was done before."""
    order = given.order
    refusal = f"No s'ha fet: {in_catalan(given.standing)}"
    if given.standing not in {Standing.USED, Standing.CHANGED}:
        return Answer(line=order.line, outcome=f"{refusal}.")
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
    return Answer(line=order.line, outcome=f"{'; '.join((refusal, *told))}.")
