"""A case of two matters: what is done of the one leaves the other open."""

from datetime import datetime

from sqlalchemy import update

from daemon.books import incidents
from daemon.books.cases import Case, close, demand_open, note
from daemon.books.store import Transaction
from daemon.books.tables import cases, requests
from rules.books.decision import Outcome
from rules.findings import Kind, Topic


def told_waits(case: Case) -> bool:
    """Whether staff have yet to see to what was told in a case beside what it asks for."""
    return any(each.request is None and each.outcome is Outcome.CARD for each in case.requests)


def close_requests(tx: Transaction, case: Case, *, because: str, by: str, now: datetime) -> None:
    """Close a case whose requests are done; a right that is claimed beside, or an incident, still waits."""
    if case.topic in {Topic.RIGHTS, Topic.INCIDENT} and case.state == "staff" and told_waits(case):
        note(tx, case, "requests-done", by=by, now=now, said=because)
    else:
        close(tx, case, because=because, by=by, now=now)


def close_told(tx: Transaction, case: Case, *, because: str, by: str, now: datetime) -> None:
    """Close what was told in a case; what its writer is asked beside still waits for their answer."""
    if case.topic is None or all(verdict.outcome is not Outcome.WAITING for verdict in case.requests):
        close(tx, case, because=because, by=by, now=now)
        return
    demand_open(case)
    is_told = (requests.c.case_id == case.id) & (requests.c.kind == Kind.UNSURE)  # it asks for nothing
    tx.connection.execute(update(requests).where(is_told).values(outcome=Outcome.DONE))
    tx.connection.execute(update(cases).where(cases.c.id == case.id).values(state="resident"))
    incidents.forget(tx, [case.id])
    note(tx, case, "told-done", by=by, now=now, said=because)
