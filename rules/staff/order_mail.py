"""A clerk's mail that orders something: by a line of their own, or by its subject.

What they pass on in the same mail is no order, and is not lost either: then a person looks.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rules.chats.chat import before_chat
from rules.findings import Because, Kind, Reading, Voice, Why
from rules.mail.message import Incoming
from rules.staff.grammar import Line, Order, Unread, Verb
from rules.staff.orders import orders_of, read_orders
from rules.staff.own_words import is_ours


def staff_order(incoming: Incoming) -> Reading | None:
    """What a clerk orders; None where they order nothing, or type ALTAs only."""
    lines = orders_of(incoming.mail, today=incoming.today or date.max)
    orders = _orders(lines)
    passed = incoming.words.forwarded
    if passed.strip() and not is_ours(passed):
        reading = Reading(kind=Kind.UNSURE, voice=Voice.STAFF)
        return _beside(reading, orders, Because("what-is-forwarded")) if orders else None
    unread = [one for one in lines if isinstance(one, Unread)]
    if not orders and not any(one.is_plain for one in unread):
        return None
    why_not = (Because("no-staff-order", (one.why, one.line)) for one in unread)
    return Reading(kind=Kind.COMMAND, voice=Voice.STAFF, reasons=(*_understood(lines), *why_not))


def with_orders(reading: Reading, incoming: Incoming) -> Reading:
    """The reading of a chat, for a person where the clerk also orders something above it."""
    above = before_chat(incoming.words.own)
    orders = _orders(read_orders(incoming.mail.subject, above, today=incoming.today or date.max))
    return _beside(reading, orders, Because("a-chat")) if orders else reading


def _orders(lines: Sequence[Line]) -> list[Order]:
    """The orders; an ALTA is one only by its code, and else decided like those that a clerk passes on."""
    return [
        one for one in lines if isinstance(one, Order) and (one.verb is not Verb.JOIN or one.code or one.item)
    ]


def _beside(reading: Reading, orders: Sequence[Order], what: Why) -> Reading:
    first, *others = (Because("order-beside", (what, one.line)) for one in orders)
    held = reading.held(first)
    return replace(held, reasons=(*held.reasons, *others))


def _understood(lines: Sequence[Line]) -> tuple[Why, ...]:
    """A reason for each line that orders, with what was read from it."""
    read: dict[str, list[str]] = {}
    for one in lines:
        if isinstance(one, Order):
            read.setdefault(one.line, []).append(one.standard_form)
    return tuple(
        Because("staff-order", (line,))
        if understood == [line]
        else Because("staff-order-as", (", ".join(understood), line))
        for line, understood in read.items()
    )
