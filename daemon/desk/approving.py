"""Staff approve a case: its requests are decided again, with what only a person can judge settled."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import assert_never

from daemon.books import asked_leaves, cases, closing, conversations, noted_consents, subscribers
from daemon.books.cases import Case
from daemon.books.store import Transaction
from daemon.desk.outcome_letters import OF_LEAVES, outsider, tell_off_phone, tell_welcome, told_or_to_tell
from daemon.errors import RefusedError
from daemon.letters.sentences import in_catalan
from daemon.post.queueing import Post
from rules.books.decision import Advance, Outcome, Reason, Request, Verdict
from rules.books.facts import Facts
from rules.books.policy import decide_request
from rules.books.subscription import State, Subscription, What
from rules.findings import Kind, Person
from rules.people.masking import masked
from rules.people.names import compatible


def approve(
    tx: Transaction,
    case: Case,
    mark: subscribers.Mark,
    post: Post,
    *,
    corrected: Mapping[str, str] | None = None,
    called: Callable[[Subscription], str] = attrgetter("ref"),
) -> list[str]:
    """Do every open request of *case*, close it and let who asked know; returns what was done, in Catalan.

    *corrected* are the data of its one person that staff put right; *called* says whom it was done to.
    RefusedError, with nothing done, where one of them is impossible.
    """
    cases.demand_open(case)
    _demand_something_to_do(case)
    open_ones = _open_requests(case)
    asked = open_ones
    if corrected:
        open_ones = [_corrected(case, open_ones, corrected)]
    if not open_ones:
        raise RefusedError(
            f"{case.ref}: no hi ha cap acció preparada; tanqueu-lo amb `altabaixa cases close`"
        )
    mark = replace(mark, case_id=case.id)
    done = [settle(tx, each, mark, case=case) for each in open_ones]
    cases.mark_requests_done(tx, case)
    closing.close_requests(tx, case, because=cases.APPROVED, by=mark.by, now=mark.now)
    return [
        *(f"{case.ref}: {_became(tx, each, called)}" for each in done),
        *told_or_to_tell(tx, case, _as_asked(done, asked), post, mark),
    ]


def _became(tx: Transaction, verdict: Verdict, called: Callable[[Subscription], str]) -> str:
    """What was done, and to whom."""
    did = "la baixa queda anotada" if verdict.reason is Reason.LEFT else in_catalan(verdict.reason)
    person = verdict.request.person if verdict.request else Person()
    new = subscribers.sharing(tx, [Person(id_document=person.id_document)])[-1:]
    about = [subscribers.find(tx, held.ref) for held in verdict.about] or new
    return f"{did} ({', '.join(map(called, about))})" if about else did


def record_of(tx: Transaction, verdict: Verdict, called: Callable[[Subscription], str]) -> list[str]:
    """Whose record it is now, by the document; and where they are, of which *verdict* changed nothing."""
    person = verdict.request.person if verdict.request else Person()
    held = [s for s in subscribers.sharing(tx, [Person(id_document=person.id_document)]) if s.living]
    if verdict.effects:
        return [f"És la fitxa {called(s)}." for s in held[-1:]]
    return [f"{called(s)} {in_catalan(s.state)}." for s in held[-1:]]


def _as_asked(done: Sequence[Verdict], asked: Sequence[Request]) -> list[Verdict]:
    """What was done, with the data that the mail gave: they say who may be told."""
    return [replace(verdict, request=each) for verdict, each in zip(done, asked, strict=True)]


def _corrected(case: Case, open_ones: Sequence[Request], fields: Mapping[str, str]) -> Request:
    """The one request of *case* with its person's data as staff put them right."""
    if len(open_ones) != 1:
        raise RefusedError(f"{case.ref}: parla de més d'una persona; feu-les una per una, amb la fitxa")
    return replace(open_ones[0], person=replace(open_ones[0].person, flaws=(), **fields))


def answer_card(
    tx: Transaction, case: Case, held: Subscription, what: What | None, mark: subscribers.Mark, post: Post
) -> list[str]:
    """Close *case*, which staff answered by *what* they did to *held*; returns what became of it, in Catalan.

    None is that they put their data right.
    Where it asks the same for other people too, or for something else, it stays open for that.
    """
    cases.demand_open(case)
    asked = _open_requests(case)
    theirs = _about_them([v.request for v in case.requests if v.request], held) or asked[:1]
    theirs = [each for each in theirs if each in asked]
    is_answer = _is_answered(case, theirs, held, what)
    for each in theirs if is_answer else ():
        cases.mark_requests_done(tx, case, of=each.person)
    rest = [each for each in asked if not (is_answer and each in theirs)]
    if rest:
        who = f"{len(rest)} més" if outsider(mark.by, post.settings) else _named(rest)
        return [f"{case.ref} segueix obert: hi falta {who}"]
    closing.close_requests(tx, case, because=f"{cases.DONE_BY_HAND} ({held.ref})", by=mark.by, now=mark.now)
    if what is What.TAKEN_OFF:
        told = tell_off_phone(tx, held, post, now=mark.now, case=case)
        return [f"{case.ref}: tancat", *(told or told_or_to_tell(tx, case, [], post, mark))]
    kind = Kind.UNDO if what is What.UNDO else Kind.BAIXA
    reason = Reason.UNDONE if what is What.UNDO else Reason.LEFT
    done = [Verdict(request=each, reason=reason, about=(held,)) for each in theirs if each.kind is kind]
    return [f"{case.ref}: tancat", *told_or_to_tell(tx, case, done, post, mark)]


def _is_answered(case: Case, theirs: Sequence[Request], held: Subscription, what: What | None) -> bool:
    """Whether what staff did is what is asked; a leave that waits is no other order's to close."""
    asked = {each.kind for each in theirs}
    match what:
        case What.TAKEN_OFF:
            is_of_phone = any(v.reason is Reason.STILL_COMING for v in case.requests)
            return is_of_phone or Kind.BAIXA not in asked or bool(_about_them(theirs, held))
        case What.UNDO:
            return Kind.BAIXA not in asked
        case None | What.ACTIVATED | What.CONSENT | What.ALTA | What.NOT_YET:
            return asked.isdisjoint(OF_LEAVES)
        case What.BAIXA:
            return True
        case _:
            assert_never(what)


def _about_them(requests: Sequence[Request], held: Subscription) -> Sequence[Request]:
    """Those of *requests* that are of *held*: the document tells, else the mobile, else the name."""
    of_document = [each for each in requests if held.id_document in {each.person.id_document} - {None}]
    of_phone = [each for each in requests if held.phone in {each.person.phone} - {None}]
    named = [each for each in requests if each.person.name and held.name]
    likely = (each for each in (*of_phone, *named) if compatible(each.person.name, held.name))
    return of_document or [*likely, *of_phone][:1]


def _named(requests: Sequence[Request]) -> str:
    return ", ".join(each.person.name or "algú sense nom" for each in requests)


def settle(tx: Transaction, request: Request, mark: subscribers.Mark, *, case: Case | None = None) -> Verdict:
    """Do what staff ask for by hand, as the rules decide it. RefusedError where it is impossible."""
    verdict = _allowed(tx, request, case)
    _do(tx, verdict, mark)
    return verdict


def _allowed(tx: Transaction, request: Request, case: Case | None = None) -> Verdict:
    """What *request* does where staff ask for it. RefusedError where it is impossible."""
    verdict = _decided(tx, request, case)
    if verdict.outcome is not Outcome.DONE:
        where = f"{case.ref}: " if case else ""
        raise RefusedError(f"{where}no es pot aplicar{_to_whom(request)}: {cases.reason_of(verdict)}")
    return verdict


def _do(tx: Transaction, verdict: Verdict, mark: subscribers.Mark) -> None:
    for effect in verdict.effects:
        subscribers.apply(tx, effect, mark)


def prospects(tx: Transaction, case: Case) -> tuple[Verdict, ...]:
    """What approving *case* would do, as the books are now; empty where it would be refused. Does nothing."""
    if _expired(case) or _moves_number(case):
        return ()
    verdicts = tuple(_decided(tx, each, case) for each in _open_requests(case))
    return verdicts if all(v.outcome is Outcome.DONE for v in verdicts) else ()


def leave(tx: Transaction, request: Request, mark: subscribers.Mark, post: Post) -> tuple[Verdict, list[str]]:
    """Do a leave that staff give by hand with its data, as `settle`; beside it what `move` returns."""
    verdict = _allowed(tx, request)
    settled = _settle_asking(tx, _moves([verdict]), mark, post)
    if not settled:
        _do(tx, verdict, mark)
    return verdict, settled


def move(
    tx: Transaction,
    held: Subscription,
    what: What,
    mark: subscribers.Mark,
    post: Post,
    *,
    answers: Case | None = None,
) -> list[str]:
    """Do *what* to *held*, by order of staff; returns what became of the cards that ask for it, in Catalan.

    Of those whose approval does just that one is approved, so that its writer is told; the others are
    closed, and tell nobody. The card that the order *answers* is closed whatever its approval would do.
    RefusedError, with nothing done, where it is impossible.
    """
    leaving = _leaving_with(tx, held) if what is What.TAKEN_OFF else []
    settled = _settle_asking(tx, frozenset({(held.ref, what)}), mark, post)
    if not settled:
        mark = replace(mark, case_id=answers.id) if answers else mark
        subscribers.advance(tx, held, what, mark)
    moved = subscribers.find(tx, held.ref)
    looked_at = _of_phone(tx, held) if what is What.TAKEN_OFF else []
    for card in {case.ref: case for case in (*looked_at, *((answers,) if answers else ()))}.values():
        if cases.find(tx, card.ref).state != "closed":
            settled += answer_card(tx, card, moved, what, mark, post)
    if what is What.ACTIVATED:
        settled += tell_welcome(tx, moved, post, now=mark.now)
    told = (tell_off_phone(tx, subscribers.find(tx, each.ref), post, now=mark.now) for each in leaving)
    return list(dict.fromkeys((*settled, *(line for lines in told for line in lines))))


def _of_phone(tx: Transaction, held: Subscription) -> list[Case]:
    """The cards which say that messages still come to *held*, who has left."""
    return [
        case
        for case in cases.listed(tx, states=["staff"])
        if held.ref in case.subscribers and any(v.reason is Reason.STILL_COMING for v in case.requests)
    ]


def _leaving_with(tx: Transaction, held: Subscription) -> list[Subscription]:
    """Who comes off the phone with the number of *held*."""
    sharing = subscribers.sharing(tx, [Person(phone=held.phone)]) if held.phone else (held,)
    return [each for each in sharing if each.state is State.LEAVING]


_Moves = frozenset[tuple[str, What] | None]
"""What happens to whom; None stands for anything else than that a subscription moves."""


def _settle_asking(tx: Transaction, moves: _Moves, mark: subscribers.Mark, post: Post) -> list[str]:
    """Do *moves* by the cards that ask for just them; empty, with nothing done, where none does."""
    asking = _asking_for(tx, moves)
    if not asking:
        return []
    first, *others = asking
    lines = approve(tx, first, mark, post)
    for other in others:
        # Whoever repeated it, it was asked for again: a consent older than the last of them revives nobody.
        if prospects(tx, other):
            cases.mark_requests_done(tx, other)
        closing.close_requests(tx, other, because=cases.DONE_ALREADY, by=mark.by, now=mark.now)
    return [*lines, *(f"{other.ref}: {cases.DONE_ALREADY}" for other in others)]


def _asking_for(tx: Transaction, moves: _Moves) -> list[Case]:
    """The cards whose approval does just *moves*; first the one whose writer is to be told.

    Of a leave's undoing that is who asked for the leave; else, the oldest of who may be told at all.
    """
    if not all(each and each[1] in {What.BAIXA, What.UNDO} for each in moves) or not moves:
        return []  # no card asks for anything else
    found = [case for case in cases.listed(tx, states=["staff"]) if _moves(prospects(tx, case)) == moves]
    undone = [each[0] for each in moves if each and each[1] is What.UNDO]
    left = {conversations.leave_sender(tx, ref) for ref in undone} - {None}
    return sorted(found, key=lambda case: (case.sender not in left, case.sender_known is None))


def _moves(verdicts: Iterable[Verdict]) -> _Moves:
    effects = (effect for verdict in verdicts for effect in verdict.effects)
    return frozenset(
        (each.ref, each.what) if isinstance(each, Advance) and each.ref else None for each in effects
    )


def _open_requests(case: Case) -> list[Request]:
    return [v.request for v in case.requests if v.outcome in {Outcome.CARD, Outcome.WAITING} and v.request]


def _decided(tx: Transaction, request: Request, case: Case | None) -> Verdict:
    """What the rules say to *request*, what only a person can judge being settled."""
    person = [request.person]
    facts = Facts(
        received_at=request.at,
        sender=case.sender if case else None,
        approved=True,
        subscriptions=subscribers.sharing(tx, person),
        consents=noted_consents.consent_keys(tx, [request]),
        history=(*asked_leaves.leaves_done(tx, person), *noted_consents.consents_of(tx, person)),
    )
    return decide_request(request, facts)


def _expired(case: Case) -> bool:
    return any(v.reason is Reason.OLD_REQUEST and v.outcome is Outcome.CARD for v in case.requests)


def _moves_number(case: Case) -> bool:
    return any(v.reason is Reason.NEW_NUMBER for v in case.requests)


def _demand_something_to_do(case: Case) -> None:
    """A request that grew old asks for nothing: only the consent, or a person's reason, ends it.

    Of a changed number, approving is no answer: which it is is ordered.
    """
    if _moves_number(case):
        ref = next(iter(case.subscribers), "A-…")
        raise RefusedError(f"{case.ref}: digueu-ne el número nou (CORREGEIX {ref} mòbil 612345678)")
    if _expired(case):
        ref = next(iter(case.subscribers), "REF")
        raise RefusedError(
            f"{case.ref}: no hi ha res per aprovar; tanqueu-lo amb un motiu (`altabaixa cases close`) "
            f"o anoteu-ne el consentiment (`altabaixa subscribers consent {ref}`)"
        )


def _to_whom(request: Request) -> str:
    """The masked document, to tell several people of a case apart; a refusal names nobody."""
    document = request.person.id_document
    return f" al DNI {masked(document)}" if document else ""
