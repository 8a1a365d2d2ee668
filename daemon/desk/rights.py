"""Who claims a right over their data: until when they are answered, and what staff order of it.

Nothing of the books is told by letter: each is the same for who is in them and for who is not.
"""

from datetime import date, datetime, tzinfo
from typing import Final

from daemon.books import cases, closing
from daemon.books.cases import Case
from daemon.configuration.calendar import calendar
from daemon.desk.carrying_out import Desk, Done, PersonalData, case_of, found, refuse
from daemon.desk.outcome_letters import tell_of_right
from daemon.errors import RefusedError
from daemon.letters.deadlines import answer_explained
from daemon.letters.wording import day
from daemon.post.queueing import Post
from rules.books.decision import Letter, Template
from rules.books.topics import HANDLED
from rules.calendar.retention import BLOCKED
from rules.calendar.workdays import EXTENDED, Calendar, Deadline, answer_by
from rules.desk import objections
from rules.findings import Right, Topic, Why
from rules.staff.grammar import Order

CLOSED: Final = "atès"
"""Why a case is closed by which somebody claimed a right, and staff attended to it."""


def months_of(case: Case) -> int | None:
    """How many months the law gives to answer *case*, None where it says nothing of it."""
    months = HANDLED[Topic(case.topic)].months if case.topic else None
    return EXTENDED if months and case.extended_at else months


def limit_of(case: Case, days: Calendar, tz: tzinfo) -> Deadline | None:
    """Until when *case* is to be answered by law; None for any other, and outside the calendar."""
    return _limit(case, months_of(case), days, tz)


def _limit(case: Case, months: int | None, days: Calendar, tz: tzinfo) -> Deadline | None:
    if months is None:
        return None
    try:
        return answer_by(case.received_at or case.opened_at, days, tz, months=months)
    except ValueError:  # a year that the calendar does not hold
        return None


def explained(case: Case, limit: Deadline) -> str:
    """Until when, and how that is counted, for the card."""
    said = answer_explained(limit, months=months_of(case) or 0)
    return f"{said[:1].upper()}{said[1:]}"


def can_extend(case: Case, days: Calendar, tz: tzinfo, *, on: date) -> bool:
    """Whether the time to answer *case* can be extended on the day *on*."""
    first = _first_limit(case, days, tz)
    return first is not None and not _objection(case, first, on)


def _first_limit(case: Case, days: Calendar, tz: tzinfo) -> Deadline | None:
    return _limit(case, HANDLED[Topic.RIGHTS].months if case.topic == Topic.RIGHTS else None, days, tz)


def _objection(case: Case, first: Deadline, on: date) -> Why | None:
    return objections.cannot_extend(
        first_ends=first.due_on, today=on, is_extended=case.extended_at is not None
    )


# --- orders ------------------------------------------------------------------------------------------


def data(desk: Desk, order: Order) -> Done:
    """All that is kept of somebody, for the clerk alone, who hands it over to whom they are sure of."""
    refuse(desk.outsider)
    held = found(desk, order)
    who = held.ref if held.state in BLOCKED else desk.called(held)
    said = "Us enviem en un altre correu les dades"
    return Done(f"{said} d'{who}, per lliurar-les en mà.", owed=PersonalData(held.ref))


def ask_for_proof(desk: Desk, order: Order) -> Done:
    """Who claims a right is asked by letter to prove who they are; the time to answer goes on."""
    case = _claim(desk, order)
    told = _tell(desk, case, Template.RIGHTS_PROOF)
    cases.note(desk.tx, case, "asked-for-proof", by=desk.mark.by, now=desk.mark.now)
    return Done(f"{case.ref}: {told}. El cas queda obert, i el termini corre igual.")


def extend(desk: Desk, order: Order) -> Done:
    """The time to answer is extended by two months, and who asked is told so, and why."""
    case = _claim(desk, order)
    if not order.text:
        raise RefusedError("hi falta el motiu, que es diu a qui ho va demanar")
    days, tz, today = _days(desk), desk.settings.tz, desk.mark.now.date()
    first = _first_limit(case, days, tz)
    refuse(_objection(case, first, today) if first else None)
    later = _limit(case, EXTENDED, days, tz)
    told = _tell(desk, case, Template.RIGHTS_LATER, say=order.text, answer_by=later.due_on if later else None)
    cases.extend(desk.tx, case, because=order.text, by=desk.mark.by, now=desk.mark.now)
    until = f" fins al {day(later.due_on, year=True)}" if later else ""
    return Done(f"{case.ref}: termini ampliat{until}; {told}.")


def attended(desk: Desk, order: Order) -> Done:
    """What was claimed is attended to: who asked is told so by letter, and the case is closed."""
    case = _claim(desk, order)
    told = _tell(desk, case, Template.RIGHTS_DONE)
    closing.close_told(desk.tx, case, because=CLOSED, by=desk.mark.by, now=desk.mark.now)
    return Done(f"{case.ref}: tancat, {CLOSED}; {told}.")


def _claim(desk: Desk, order: Order) -> Case:
    refuse(objections.wrong_thing(order))
    case = case_of(desk, order.item)
    if case.topic != Topic.RIGHTS:
        raise RefusedError(f"{case.ref}: ningú no hi exerceix cap dret sobre les seves dades")
    return case


def _tell(desk: Desk, case: Case, template: Template, *, say: str = "", answer_by: date | None = None) -> str:
    """Owe who claims the right the letter; what staff hear of that."""
    letter = Letter(
        template=template,
        to=case.sender or "",
        language="",
        right=Right(case.claims) if case.claims else None,
        say=say,
        answer_by=answer_by,
        news=True,
    )
    about = f"{case.ref}/{template.value}"
    return "; ".join(tell_of_right(desk.tx, case, about, letter, Post(desk.settings), now=desk.mark.now))


def _days(desk: Desk) -> Calendar:
    now: datetime = desk.mark.now
    return calendar(desk.settings, range(2016, now.year + 3))
