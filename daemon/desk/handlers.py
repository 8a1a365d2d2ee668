"""What does each order: those of the books and their cases, and those of what is told to the list."""

from collections.abc import Callable, Mapping
from typing import Final

from daemon.desk import broadcasting, incidents, rights
from daemon.desk.carrying_out import OF_BOOKS, Desk, Done
from daemon.desk.deciding import OF_CARDS
from rules.findings import Topic
from rules.staff.grammar import Order, Verb

_Handler = Callable[[Desk, Order], Done]


def _or_broadcast(of_broadcast: _Handler, of_others: _Handler) -> _Handler:
    """The order that means something else of a broadcast."""
    return lambda desk, order: (of_broadcast if order.item.startswith("D-") else of_others)(desk, order)


HANDLERS: Final[Mapping[Verb, _Handler]] = {
    **OF_BOOKS,
    **OF_CARDS,
    Verb.ACTIVATED: _or_broadcast(broadcasting.sent, OF_BOOKS[Verb.ACTIVATED]),
    Verb.DISCARD: _or_broadcast(broadcasting.dropped, OF_CARDS[Verb.DISCARD]),
    Verb.BROADCAST: broadcasting.ordered,
    Verb.DATA: rights.data,
    Verb.PROOF: rights.ask_for_proof,
    Verb.EXTEND: rights.extend,
    Verb.ATTENDED: rights.attended,
    Verb.SEND: incidents.send,
    Verb.ANSWER: incidents.answer,
    Verb.INCIDENT: incidents.noted(Topic.INCIDENT),
    Verb.ANNOUNCEMENT: incidents.noted(Topic.ANNOUNCEMENT),
    Verb.TRAINING: incidents.noted(Topic.TRAINING),
}
