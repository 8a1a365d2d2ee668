"""Who was asked for data and does not answer: one reminder, then a person of the town hall looks.

What is due is told by the store at each round, never by memory: a restart forgets nothing,
and the outbox's key lets no second reminder of a conversation in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

import structlog
from sqlalchemy import Row, Select, func, select, update

from daemon.books import cases, closing, subscribers
from daemon.books.store import Store, Transaction
from daemon.books.tables import cases as cases_table
from daemon.books.tables import events, folders, messages, outbox, requests
from daemon.configuration.calendar import calendar
from daemon.configuration.settings import Settings
from daemon.letters.sentences import in_catalan
from daemon.post.drafting import to_resident
from daemon.post.queueing import Asked, Occasion, Post
from daemon.post.rationing import facts_for
from rules.books.answering import withheld
from rules.books.decision import Letter, Outcome, Reason, Template
from rules.books.leaving import left_meanwhile
from rules.calendar.cadence import REMIND_AFTER, WAIT_FOR, over_at
from rules.findings import Kind, Reading

log = structlog.get_logger()

_ASKS: Final = [Template.MISSING.value, Template.PARTLY.value, Template.CONFIRM.value]
_GONE: Final = ("sent", "unknown")
"""A letter that may have been read: nobody is reminded of one that never left."""

_Act = Callable[[Transaction, Row[Any], datetime], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """Goes round what waits for residents; the clock is an argument."""

    store: Store
    settings: Settings
    post: Post
    clock: Callable[[], datetime]

    def round(self) -> bool:
        """Remind who has been silent for three working days; hand over after five, and who cannot be reached.

        True if letters are owed.
        """
        now = self.clock()
        with self.store.read() as tx:  # most rounds find nothing, and need not wait for a writer
            if not self._due(tx, now):
                return False
        with self.store.begin("reminding.round") as tx:
            done = [act(tx, row, now) for row, act in self._due(tx, now)]
        return any(done)

    def _due(self, tx: Transaction, now: datetime) -> list[tuple[Row[Any], _Act]]:
        """What is to be done now, and in which case."""
        waiting = tx.connection.execute(_WAITING).all()
        if not waiting:
            return []
        days = calendar(self.settings, range(min(row.opened_at.year for row in waiting), now.year + 2))
        over = partial(over_at, calendar=days, tz=self.settings.tz)
        due: list[tuple[Row[Any], _Act]] = []
        for row in waiting:
            is_late = now >= over(row.opened_at, WAIT_FOR)
            if row.state == "failed" or (is_late and row.state not in _GONE):
                due.append((row, partial(_hand_over, Reason.UNREACHED)))
            elif is_late:
                due.append((row, partial(_hand_over, _silence(tx, row))))
            elif row.state in _GONE and not row.reminded:
                silent_at = over(row.sent_at or row.opened_at, REMIND_AFTER)
                if now >= silent_at and self._has_read_since(tx, silent_at):
                    due.append((row, self._remind))
        return [(row, _close if _left_meanwhile(tx, row) else act) for row, act in due]

    def _has_read_since(self, tx: Transaction, at: datetime) -> bool:
        """Whether the mailbox was read to its end since then: an answer may lie there."""
        ours = folders.c.name.in_(self.settings.mailbox.folders)
        read_at = tx.connection.execute(select(func.min(folders.c.synced_at)).where(ours)).scalar()
        return read_at is not None and read_at >= at

    def _remind(self, tx: Transaction, row: Row[Any], now: datetime) -> bool:
        asked_for = [v for v in cases.with_id(tx, row.id).requests if v.outcome is Outcome.WAITING]
        people = tuple(v.request.person for v in asked_for if v.request)
        is_to_confirm = any(v.reason is Reason.UNCONFIRMED for v in asked_for)
        letter = Letter(
            template=Template.CONFIRM if is_to_confirm else Template.REMINDER,
            to=row.sender,
            language=row.language or "ca",
            missing=tuple(p for p in people if not (is_to_confirm and p.id_document and p.phone)),
            leaving=people if is_to_confirm else (),
        )
        facts = facts_for(tx, row.sender, self.settings, now=now)
        reading = Reading(kind=Kind.BAIXA, authenticated=True if row.authenticated else None)
        if withheld(letter, reading, facts) is not None:
            return False  # a day's cap: the next day has its own
        asked = Asked(
            case_id=row.id,
            ref=row.ref,
            mail_id=row.mail_id,
            letter_id=row.letter_id,
            known=row.authenticated,
        )
        draft = to_resident(tx, Occasion.REMINDER, row.conversation, letter, asked, self.settings, now=now)
        self.post.owe(tx, draft, now=now)
        _note(tx, row.id, "reminded", now)
        log.info("resident_reminded", case=row.id)
        return True


def _silence(tx: Transaction, row: Row[Any]) -> Reason:
    """Why a person looks now: the question that was not answered."""
    asked = (v.reason for v in cases.with_id(tx, row.id).requests if v.outcome is Outcome.WAITING)
    return Reason.NOT_CONFIRMED if Reason.UNCONFIRMED in asked else Reason.UNANSWERED


def _left_meanwhile(tx: Transaction, row: Row[Any]) -> bool:
    """Whether all who are asked for data in a case have left by another mail, or by the counter."""
    asked = [v.request for v in cases.with_id(tx, row.id).requests if v.outcome is Outcome.WAITING]
    return all(
        each and left_meanwhile(each.person, subscribers.sharing(tx, [each.person]), since=row.opened_at)
        for each in asked
    )


def _close(tx: Transaction, row: Row[Any], now: datetime) -> bool:
    closing.close_requests(tx, cases.with_id(tx, row.id), because=cases.LEFT_MEANWHILE, by="clock", now=now)
    return False  # who left was told so


def _hand_over(reason: Reason, tx: Transaction, row: Row[Any], now: datetime) -> bool:
    """What waited for the resident is a card from now on; an answer still completes it."""
    unanswered = update(requests).where(requests.c.case_id == row.id, requests.c.outcome == Outcome.WAITING)
    tx.connection.execute(unanswered.values(outcome=Outcome.CARD, reason=reason.name))
    ours = update(cases_table).where(cases_table.c.id == row.id, cases_table.c.state == "resident")
    tx.connection.execute(ours.values(state="staff", reason=in_catalan(reason)))
    _note(tx, row.id, reason.name.lower(), now)
    log.info("case_handed_over", case=row.id)
    return False  # nobody is written to: it stands in the next digest


def _note(tx: Transaction, case_id: int, what: str, now: datetime) -> None:
    tx.connection.execute(events.insert().values(at=now, what=what, by="clock", case_id=case_id))


_REMINDER: Final = outbox.alias("reminder")
_ASKING: Final = outbox.alias("asking")
_QUESTION: Final = (
    select(func.max(_ASKING.c.id))
    .where(_ASKING.c.case_id == cases_table.c.id, _ASKING.c.template.in_(_ASKS))
    .correlate(cases_table)
    .scalar_subquery()
)
_WAITING: Final[Select[Any]] = (
    select(
        cases_table.c.id,
        cases_table.c.ref,
        cases_table.c.conversation,
        cases_table.c.sender,
        cases_table.c.language,
        cases_table.c.opened_at,
        messages.c.message_id.label("mail_id"),
        outbox.c.message_id.label("letter_id"),
        outbox.c.state,
        outbox.c.sent_at,
        outbox.c.authenticated,
        select(_REMINDER.c.id)
        .where(_REMINDER.c.key == "reminder/" + cases_table.c.conversation)
        .exists()
        .label("reminded"),
    )
    .select_from(
        cases_table.outerjoin(messages, cases_table.c.message_id == messages.c.id).outerjoin(
            outbox, outbox.c.id == _QUESTION
        )
    )
    .where(
        cases_table.c.state.in_(["staff", "resident"]),
        select(requests.c.id)
        .where(requests.c.case_id == cases_table.c.id, requests.c.outcome == Outcome.WAITING)
        .exists(),
    )
    .order_by(cases_table.c.id)
)
