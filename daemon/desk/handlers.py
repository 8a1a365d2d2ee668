"""What does each order: those of the books and their cases, and those of what is told to the list."""

from collections.abc import Callable, Mapping
from typing import Final

from daemon.desk import rights
from daemon.desk.carrying_out import OF_BOOKS, Desk, Done
from rules.staff.grammar import Order, Verb

HANDLERS: Final[Mapping[Verb, Callable[[Desk, Order], Done]]] = {
    **OF_BOOKS,
    Verb.DATA: rights.data,
    Verb.PROOF: rights.ask_for_proof,
    Verb.EXTEND: rights.extend,
    Verb.ATTENDED: rights.attended,
}
