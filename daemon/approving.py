"""Staff approve a case: its requests are decided again, with what only a person can judge settled."""

from dataclasses import replace

from daemon import books, cases
from daemon.cases import Case
from daemon.errors import RefusedError
from daemon.post import Post
from daemon.store import Transaction
from daemon.telling import tell
from rules.decision import Advance, Outcome, Reason, Request, Verdict
from rules.facts import Facts
from rules.masking import masked
from rules.policy import decide_request
from rules.subscription import What


def approve(tx: Transaction, case: Case, mark: books.Mark, post: Post) -> list[str]:
    """Do every open request of *case*, close it and let who asked know; returns what was done, in Catalan.

    RefusedError, with nothing done, where one of them is impossible.
    """
    cases.demand_open(case)
    _demand_something_to_do(case)
    open_ones = _open_requests(case)
    if not open_ones:
        raise RefusedError(
            f"{case.ref}: no hi ha cap acció preparada; tanqueu-lo amb `altabaixa cases close`"
        )
    mark = replace(mark, case_id=case.id)
    done = [settle(tx, each, mark, case=case) for each in open_ones]
    cases.note_done(tx, case)
    cases.close(tx, case, because=cases.APPROVED, by=mark.by, now=mark.now)
    return [*(f"{case.ref}: {each.reason.value}" for each in done), *tell(tx, case, done, post, now=mark.now)]


def settle(tx: Transaction, request: Request, mark: books.Mark, *, case: Case | None = None) -> Verdict:
    """Do what staff ask for by hand, as the rules decide it. RefusedError where it is impossible."""
    verdict = _decided(tx, request, case)
    if verdict.outcome is not Outcome.DONE:
        where = f"{case.ref}: " if case else ""
        raise RefusedError(f"{where}no es pot aplicar{_to_whom(request)}: {cases.said(verdict)}")
    for effect in verdict.effects:
        books.apply(tx, effect, mark)
    return verdict


def prospects(tx: Transaction, case: Case) -> tuple[Verdict, ...]:
    """What approving *case* would do, as the books are now; empty where it would be refused. Does nothing."""
    if _grew_old(case):
        return ()
    verdicts = tuple(_decided(tx, each, case) for each in _open_requests(case))
    return verdicts if all(v.outcome is Outcome.DONE for v in verdicts) else ()


def asking_for(tx: Transaction, ref: str, what: What) -> Case | None:
    """The oldest card that asks for *what* of the subscription *ref*, and whose approval does just that."""
    for case in cases.listed(tx, states=["staff"]):
        effects = {effect for verdict in prospects(tx, case) for effect in verdict.effects}
        moves = {(each.ref, each.what) if isinstance(each, Advance) else None for each in effects}
        if moves == {(ref, what)}:
            return case
    return None


def _open_requests(case: Case) -> list[Request]:
    return [v.request for v in case.requests if v.outcome in {Outcome.CARD, Outcome.WAITING} and v.request]


def _decided(tx: Transaction, request: Request, case: Case | None) -> Verdict:
    """What the rules say to *request*, what only a person can judge being settled."""
    facts = Facts(
        received_at=request.at,
        sender=case.sender if case else None,
        approved=True,
        subscriptions=books.sharing(tx, [request.person]),
        consents=books.consent_keys(tx, [request]),
        history=(*cases.leaves_done(tx, [request.person]), *books.consents_of(tx, [request.person])),
    )
    return decide_request(request, facts)


def _grew_old(case: Case) -> bool:
    return any(v.reason is Reason.OLD_REQUEST and v.outcome is Outcome.CARD for v in case.requests)


def _demand_something_to_do(case: Case) -> None:
    """A request that grew old asks for nothing: only the consent, or a person's reason, ends it."""
    if _grew_old(case):
        ref = next(iter(case.subscribers), "REF")
        raise RefusedError(
            f"{case.ref}: no hi ha res per aprovar; tanqueu-lo amb un motiu (`altabaixa cases close`) "
            f"o anoteu-ne el consentiment (`altabaixa subscribers consent {ref}`)"
        )


def _to_whom(request: Request) -> str:
    """The masked document, to tell several people of a case apart; a refusal names nobody."""
    document = request.person.id_document
    return f" al DNI {masked(document)}" if document else ""
