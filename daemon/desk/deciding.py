"""What staff decide of a card: it is approved, closed with nothing done, or put off."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from daemon.books import cases, closing, codes, subscribers
from daemon.desk.approving import approve
from daemon.desk.carrying_out import AlreadyError, Desk, Done, case_of, found, refuse, told
from daemon.desk.outcome_letters import told_of_part
from daemon.errors import RefusedError
from daemon.letters.wording import day
from daemon.post.queueing import Post
from rules.books.subscription import State, What
from rules.desk import objections
from rules.desk.proposals import undoing
from rules.staff.grammar import Order, Verb

_MOST_LISTED: Final = 5
"""References in an answer: the next digest has them all."""


def _apply(desk: Desk, order: Order) -> Done:
    refuse(objections.wrong_thing(order), objections.invalid(order))
    case = case_of(desk, order.item)
    living = {held.ref for held in subscribers.everyone(desk.tx) if held.living}
    fields, post = dict(order.fields), Post(desk.settings)
    approved = approve(desk.tx, case, desk.mark, post, corrected=fields, called=desk.called)
    now = [held for held in subscribers.everyone(desk.tx) if held.ref in living]
    undo = tuple(choice for held in now for choice in undoing(Verb.LEAVE, held, now=desk.mark.now))
    return Done(f"Fet. {'; '.join(approved)}.", undo=undo)


def _discard(desk: Desk, order: Order) -> Done:
    together = codes.answered_together(desk.tx, order)
    why = order.text or cases.NOTHING_TO_DO
    if together is not None:
        return _discard_all(desk, why, together)
    if order.item.startswith("C-"):
        case = case_of(desk, order.item)
        freed = close_told(desk, case, why)
        before = told_of_part(desk.tx, case, Post(desk.settings), desk.mark)
        rest = "més" if before else "res"
        said = told([*before, *freed])
        return Done(" ".join((f"{case.ref}: tancat sense fer {rest}. Motiu anotat: {why}.", *said)))
    held = found(desk, order)
    refuse(objections.undiscardable(held, order))
    subscribers.advance(desk.tx, held, What.BAIXA, replace(desk.mark, note=order.text))
    return Done(f"{desk.called(held)}: descartada. Motiu anotat: {order.text}.")


def close_told(desk: Desk, case: cases.Case, why: str) -> list[str]:
    """Close what was told in *case*; that those whom it kept on the phone are to be taken off it now."""
    kept = [ref for ref, by in cases.denied(desk.tx).items() if by == case.ref]
    closing.close_told(desk.tx, case, because=why, by=desk.mark.by, now=desk.mark.now)
    denied = cases.denied(desk.tx)
    freed = [subscribers.find(desk.tx, ref) for ref in kept if ref not in denied]
    leaving = ", ".join(desk.called(held) for held in freed if held.state is State.LEAVING)
    return [f"traieu del telèfon {leaving}"] if leaving else []


def _discard_all(desk: Desk, reason: str, together: codes.Together) -> Done:
    """Close the cards of a group that are as they were when it was shown, and say how many are not."""
    closed = cases.close_all(
        desk.tx,
        together.refs,
        unless_after=together.version,
        because=reason,
        by=desk.mark.by,
        now=desk.mark.now,
    )
    changed = cases.still_open(desk.tx, together.refs)
    if not closed and not changed:
        raise AlreadyError(f"Ja estava fet: tots {len(together.refs)} casos ja estaven tancats")
    kept = f"hi ha hagut canvis, i segueixen oberts: {_listed(changed)}"
    if not closed:
        raise RefusedError(kept)
    before = len(together.refs) - len(closed) - len(changed)
    sentences = (
        f"{len(closed)} {'cas tancat' if len(closed) == 1 else 'casos tancats'} sense fer res.",
        f"Motiu anotat: {reason}.",
        f"Ja ho {'estava' if before == 1 else 'estaven'}: {before}." if before else "",
        f"{kept[:1].upper()}{kept[1:]}." if changed else "",
    )
    return Done(" ".join(filter(None, sentences)))


def _listed(refs: Sequence[str]) -> str:
    """Some of them, and how many more there are."""
    rest = len(refs) - _MOST_LISTED
    return f"{', '.join(refs[:_MOST_LISTED])}{f' i {rest} més' if rest > 0 else ''}"


def _put_off(desk: Desk, order: Order) -> Done:
    refuse(objections.wrong_thing(order))
    case = case_of(desk, order.item)
    if order.day is None:
        raise RefusedError("hi falta el dia")
    cases.put_off(desk.tx, case, order.day, by=desk.mark.by, now=desk.mark.now)
    return Done(f"{case.ref}: ajornat fins al {day(order.day)}. Aquell dia tornarà a sortir.")


OF_CARDS: Final[Mapping[Verb, Callable[[Desk, Order], Done]]] = {
    Verb.APPLY: _apply,
    Verb.DISCARD: _discard,
    Verb.POSTPONE: _put_off,
}
