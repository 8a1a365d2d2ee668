"""All that is kept of one person: what they may ask for (GDPR art. 15), and nothing of anybody else.

A person is known by the document; a mobile may serve a whole family. Of a message in
which several people were named only their own request is theirs, and neither who wrote
it nor what was answered.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, case, or_, select

from daemon.books import subscribers
from daemon.books.store import Transaction
from daemon.books.tables import (
    LATE_REASON,
    cases,
    consents,
    events,
    messages,
    outbox,
    requests,
    subscriptions,
)
from daemon.letters.sentences import in_catalan
from rules.books.decision import Reason
from rules.books.subscription import State, Subscription
from rules.findings import Person

_CONSENT: Final = (
    consents.c.number,
    consents.c.registered_at,
    consents.c.name,
    consents.c.id_document,
    consents.c.phone,
    consents.c.noted_at,
)
_REQUEST: Final = (
    requests.c.kind,
    requests.c.at,
    requests.c.name,
    requests.c.id_document,
    requests.c.phone,
    requests.c.number,
    requests.c.registered_at,
    requests.c.outcome,
    requests.c.reason,
    requests.c.case_id,
    requests.c.subscribers,
    cases.c.ref.label("case"),
    cases.c.opened_at,
    cases.c.closed_at,
    cases.c.closed_because,
)


def personal_data_of(tx: Transaction, held: Subscription) -> dict[str, Any]:
    """Everything about the person of *held*, as plain rows by what they are."""
    theirs = _subscriptions(tx, held)
    refs = {s.ref for s in theirs}
    asked = [row for row in _requests(tx, held) if _is_theirs(row, held, refs)]
    return {
        "subscriptions": [asdict(s) for s in theirs],
        "consents": _consents(tx, held, refs),
        "events": events_of(tx, refs),
        "requests": [_request(row) for row in asked],
        **_correspondence(tx, {row["case_id"] for row in asked}, held, refs),
    }


def events_of(tx: Transaction, refs: Iterable[str]) -> list[dict[str, Any]]:
    """All that happened to the subscriptions *refs*, in order."""
    rows = tx.connection.execute(
        select(
            subscriptions.c.ref,
            events.c.at,
            events.c.what,
            events.c.before,
            events.c.after,
            events.c.by,
            # Other notes may name other people's references.
            case((events.c.what == LATE_REASON, events.c.note), else_="").label("note"),
        )
        .join(subscriptions, events.c.subscription_id == subscriptions.c.id)
        .where(subscriptions.c.ref.in_(list(refs)))
        .order_by(events.c.id)
    )
    return _dicts(rows.mappings())


def _subscriptions(tx: Transaction, held: Subscription) -> list[Subscription]:
    if held.id_document is None or held.state is State.ERASED:
        return [held]
    return list(subscribers.sharing(tx, [Person(id_document=held.id_document)]))


def _consents(tx: Transaction, held: Subscription, refs: Iterable[str]) -> list[dict[str, Any]]:
    mine: ColumnElement[bool] = subscriptions.c.ref.in_(list(refs))
    if held.id_document is not None:
        mine = mine | (consents.c.id_document == held.id_document)
    joined = consents.outerjoin(subscriptions, consents.c.subscription_id == subscriptions.c.id)
    rows = tx.connection.execute(select(*_CONSENT).select_from(joined).where(mine).order_by(consents.c.id))
    return _dicts(rows.mappings())


def _requests(tx: Transaction, held: Subscription) -> list[RowMapping]:
    """The person's requests, and those without a document that could be theirs."""
    could_be = or_(requests.c.id_document == held.id_document, requests.c.id_document.is_(None))
    joined = requests.join(cases, requests.c.case_id == cases.c.id)
    rows = tx.connection.execute(
        select(*_REQUEST).select_from(joined).where(could_be).order_by(requests.c.id)
    )
    return list(rows.mappings())


def _is_theirs(row: RowMapping, held: Subscription, refs: set[str]) -> bool:
    if row["id_document"] is not None:
        return bool(row["id_document"] == held.id_document)
    return bool(row["subscribers"]) and set(row["subscribers"]) <= refs


def _request(row: RowMapping) -> dict[str, Any]:
    kept = {str(name): value for name, value in row.items() if name not in {"case_id", "subscribers"}}
    return {**kept, "reason": in_catalan(Reason[row["reason"]])}


def _correspondence(
    tx: Transaction, case_ids: set[int], held: Subscription, refs: set[str]
) -> dict[str, list[dict[str, Any]]]:
    """The messages and letters of those cases in which nobody else is named."""
    everybody = select(requests.c.case_id, requests.c.id_document, requests.c.subscribers)
    rows = tx.connection.execute(everybody.where(requests.c.case_id.in_(case_ids))).mappings()
    alone = case_ids - {row["case_id"] for row in rows if not _is_theirs(row, held, refs)}
    wrote = (
        select(
            messages.c.message_id,
            messages.c.sender,
            messages.c.received_at,
            messages.c.outcome,
            cases.c.excerpt,
        )
        .join(cases, cases.c.message_id == messages.c.id)
        .where(cases.c.id.in_(alone))
    )
    answered = select(
        outbox.c.recipient,
        outbox.c.template,
        outbox.c.created_at,
        outbox.c.sent_at,
        outbox.c.state,
        outbox.c.server_words,
    ).where(outbox.c.case_id.in_(alone))
    return {
        "messages": _dicts(tx.connection.execute(wrote.order_by(messages.c.id)).mappings()),
        "letters": _dicts(tx.connection.execute(answered.order_by(outbox.c.id)).mappings()),
    }


def _dicts(rows: Iterable[RowMapping]) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows]
