"""What does each order: those of the books and their cases, and those of what is told to the list."""

from collections.abc import Callable, Mapping
from typing import Final

from daemon.desk import incidents, rights
from daemon.desk.carrying_out import OF_BOOKS, Desk, Done
from rules.findings import Topic
from rules.staff.grammar import Order, Verb

HANDLERS: Final[Mapping[Verb, Callable[[Desk, Order], Done]]] = {
    **OF_BOOKS,
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
