"""Leaves that were asked for: those that were done, and those that were found nobody's."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Select, bindparam, select

from daemon.books.cases import verdict_of
from daemon.books.store import Transaction
from daemon.books.tables import cases, requests
from rules.books.decision import Outcome, Reason, Request
from rules.findings import Kind, Person

_SOMEBODYS: Final = [Reason.NAME_OF_ANOTHER.name, Reason.TWICE.name, Reason.OLDER_THAN_JOINING.name]


def unmatched_leaves(tx: Transaction, people: Sequence[Person]) -> tuple[Request, ...]:
    """The complete leaves with a document or phone of *people* that were found nobody's, card closed or not.

    Also those that wait for staff of which the books were not asked: who wrote, and what do they want?
    """
    return _leaves(tx, people, _UNMATCHED)


def leaves_done(tx: Transaction, people: Sequence[Person]) -> tuple[Request, ...]:
    """The leaves with a document or phone of *people* that were done, also those that found them gone."""
    return _leaves(tx, people, _DONE)


_LEAVES: Final = (
    select(requests)
    .join(cases, requests.c.case_id == cases.c.id)
    .where(
        requests.c.kind == Kind.BAIXA,
        requests.c.id_document.in_(bindparam("documents", expanding=True))
        | requests.c.phone.in_(bindparam("phones", expanding=True)),
    )
)
_DONE: Final = _LEAVES.where(requests.c.outcome == Outcome.DONE)
_UNMATCHED: Final = _LEAVES.where(
    (cases.c.state == "staff") | (requests.c.reason == Reason.NOBODY.name),
    requests.c.outcome == Outcome.CARD,
    requests.c.id_document.is_not(None),
    requests.c.phone.is_not(None),
    requests.c.reason.not_in(_SOMEBODYS),
)


def _leaves(tx: Transaction, people: Sequence[Person], which: Select[Any]) -> tuple[Request, ...]:
    documents = [p.id_document for p in people if p.id_document]
    phones = [p.phone for p in people if p.phone]
    rows = tx.connection.execute(which, {"documents": documents, "phones": phones})
    return tuple(asked for row in rows if (asked := verdict_of(row).request) is not None)
