"""Staff approve a case: its requests are decided again, with what only a person can judge settled."""

from daemon import books, cases
from daemon.cases import Case
from daemon.errors import RefusedError
from daemon.store import Transaction
from rules.decision import Outcome, Request, Verdict
from rules.facts import Facts
from rules.policy import decide_request


def approve(tx: Transaction, case: Case, mark: books.Mark) -> list[str]:
    """Do every open request of *case* and close it; returns a line for each, in Catalan.

    RefusedError, with nothing done, where one of them is impossible.
    """
    if case.state == "closed":
        raise RefusedError(f"{case.ref} ja està tancat: {case.closed_because or 'fet'}")
    open_ones = [
        v.request for v in case.requests if v.outcome in {Outcome.CARD, Outcome.WAITING} and v.request
    ]
    if not open_ones:
        raise RefusedError(
            f"{case.ref}: no hi ha cap acció preparada; tanqueu-lo amb `altabaixa cases close`"
        )
    lines = [f"{case.ref}: {settle(tx, each, mark, case=case).reason.value}" for each in open_ones]
    cases.close(tx, case, because=cases.APPROVED, by=mark.by, now=mark.now)
    return lines


def settle(tx: Transaction, request: Request, mark: books.Mark, *, case: Case | None = None) -> Verdict:
    """Do what staff ask for by hand, as the rules decide it. RefusedError where it is impossible."""
    facts = Facts(
        received_at=request.at,
        sender=case.sender if case else None,
        approved=True,
        subscriptions=books.sharing(tx, [request.person]),
        consents=books.consent_keys(tx, [request]),
        history=(*cases.leaves_done(tx, [request.person]), *books.consents_of(tx, [request.person])),
    )
    verdict = decide_request(request, facts)
    if verdict.outcome is not Outcome.DONE:
        who = request.person.name or request.person.phone or request.person.id_document or "?"
        where = f"{case.ref}: " if case else ""
        raise RefusedError(f"{where}no es pot aplicar a {who}: {cases.said(verdict)}")
    for effect in verdict.effects:
        books.apply(tx, effect, mark)
    return verdict
