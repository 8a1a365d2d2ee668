"""What is owed to a subscription, until when, and why until then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from typing import Final

from rules.books.subscription import State, Subscription
from rules.calendar.retention import BLOCKED
from rules.calendar.workdays import Calendar, deadline, next_working_day, working_days_between
from rules.desk.record import Record
from rules.findings import Because, Why
from rules.phone.phonebook import grouped

_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
_NO_CALENDAR: Final = Because("no-calendar")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A date owed, and why it is that one; `on` is None where it could not be counted.

    `confirmed` is false where it crosses a year whose calendar nobody has confirmed.
    """

    on: date | None
    why: Why
    confirmed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """Somebody who was put on the phone `days` working days late; `reason` is what staff said of it.

    Who left since has no name any more.
    """

    ref: str
    name: str
    due_on: date
    done_on: date
    days: int
    reason: str = ""


def activation(held: Subscription, calendar: Calendar, tz: tzinfo) -> Due:
    """Until when *held* is to be on the phone."""
    if held.restored_on is not None:
        return _next_day(held.restored_on, calendar, Because("restored", (held.restored_on,)))
    if held.consent_at is None:
        return Due(on=None, why=Because("no-registry-date"))
    try:
        counted = deadline(held.consent_at, calendar, tz)
    except ValueError:  # a year that the calendar does not hold: better on top without a date than not at all
        return Due(on=None, why=_NO_CALENDAR)
    return Due(on=counted.due_on, why=Because("counted", (counted,)), confirmed=counted.confirmed)


def removal(
    held: Subscription, record: Record, calendar: Calendar, tz: tzinfo, *, after: Subscription | None = None
) -> Due:
    """Until when the number of *held* is to be off the phone: what the letter told who left.

    The day after the leave was noted, which for one that staff decided is later than it was asked for.
    *after*: with which other number, where only that was changed.
    """
    if held.left_at is None:
        return Due(on=None, why="")
    left_on = held.left_at.astimezone(tz).date()
    noted_on = max(left_on, record.left.get(held.ref, left_on))
    asked = (
        Because("asked-to-leave", (left_on,))
        if noted_on == left_on
        else Because("leave-noted", (left_on, noted_on))
    )
    return _next_day(noted_on, calendar, Because("has-number-now", (after.phone,)) if after else asked)


def to_take_off(
    subscriptions: Sequence[Subscription], denied: Mapping[str, str]
) -> dict[Subscription, str | None]:
    """Who left and is to be taken off the phone, the first to leave first, each with the card that denies it.

    A number that somebody living on the list holds stays on it; one that several left with is named once, by
    the first of them. *denied* are the open cards which may say that a leave was not wanted, by whose leave
    they speak of: until the card of one who left with it is closed, a number stays on the phone.
    """
    held = {s.phone for s in subscriptions if s.living and s.phone}
    leaving = (s for s in subscriptions if s.state is State.LEAVING and s.phone not in held)
    by_number = grouped((s.phone or s.ref, s) for s in leaving)
    by_first = {min(each, key=_by_leave): each for each in by_number.values()}
    return {
        first: next((denied[s.ref] for s in (first, *by_first[first]) if s.ref in denied), None)
        for first in sorted(by_first, key=_by_leave)
    }


def _by_leave(left: Subscription) -> tuple[datetime, str]:
    return left.left_at or _EARLIEST, left.ref


def delay(held: Subscription, record: Record, calendar: Calendar, tz: tzinfo) -> Delay | None:
    """How late *held* was put on the phone; None where it was in time, not yet, or the date is not known.

    When a leave was undone last before that only the *record* tells: the books forget it then.
    """
    if held.activated_on is None:
        return None
    due = activation(replace(held, restored_on=record.restored.get(held.ref)), calendar, tz)
    if due.on is None or held.activated_on <= due.on:
        return None
    days = working_days_between(due.on, held.activated_on, calendar)
    return Delay(
        ref=held.ref,
        name="" if held.state in BLOCKED else held.name,
        due_on=due.on,
        done_on=held.activated_on,
        days=max(days, 1),
        reason=record.reasons.get(held.ref, ""),
    )


def _next_day(day: date, calendar: Calendar, why: Why) -> Due:
    try:
        following = next_working_day(day, calendar)
    except ValueError:
        return Due(on=None, why=_NO_CALENDAR)
    return Due(on=following, why=why, confirmed={day.year, following.year} <= calendar.confirmed_years)
