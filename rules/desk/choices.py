"""What staff can answer to an entry of the digest: the order to write, and what it does.

Only what the books allow now is offered: nobody is to be refused what we proposed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Final

from rules.books.decision import Advance, Reason, Verdict
from rules.books.subscription import State, Subscription, What
from rules.findings import Because, Person, Right, Why
from rules.staff.grammar import bound_to
from rules.staff.items import FIELD_NAMES


@dataclass(frozen=True, slots=True)
class Choice:
    """One order about one item; `does` is what it does, `needs` what is to be written after it, or "".

    `case` is the card that it answers, where it is about somebody. `likely`: what staff are waited for, where
    nothing speaks against it; `minor`: what is always possible, and shown smaller. `refs` are all the cards
    that it answers at once, the first of them `ref`; empty for one. `says` are words that go with the order
    and that no code is bound to: a reason, a day; `mendable`: they are a clerk's line, to be put right.
    `fields` are data that its mail asks for or shows for correction, `text` is what its mail says.
    """

    verb: str
    ref: str
    does: tuple[Why, ...]
    _: KW_ONLY
    case: str = ""
    needs: str = ""
    likely: bool = False
    minor: bool = False
    refs: tuple[str, ...] = ()
    says: Why = ""
    mendable: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    text: str = ""

    @property
    def order(self) -> str:
        """The words to write: "FET A-0042"."""
        return " ".join(filter(None, (self.verb, self.ref, self.case)))

    @property
    def bound_to(self) -> str:
        """What its code is bound to."""
        return " ".join(self.refs) or bound_to(self.ref, self.case)


_APPLIED: Final[Mapping[Reason, Why]] = {  # of whatever reason a person's request is done for
    Reason.LEFT: Because("does-leave"),
    Reason.ALREADY_LEFT: Because("had-left"),
    Reason.CONSENT_STARTS: Because("notes-consent"),
    Reason.CONSENT_COMPLETES: Because("notes-consent"),
    Reason.CONSENT_KNOWN: Because("keeps-consent"),
    Reason.CONSENT_BEFORE_LEAVE: Because("keeps-consent"),
    Reason.ALTA_STARTS: Because("notes-alta"),
    Reason.ALTA_COMPLETES: Because("notes-alta"),
    Reason.ALTA_KNOWN: Because("was-known"),
    Reason.ALTA_BEFORE_LEAVE: Because("revives-nobody"),
    Reason.UNDONE: Because("undoes-leave"),
}


def for_person(ref: str, state: State, *, phone: str | None, can_wait: bool = False) -> tuple[Choice, ...]:
    """Return what can be answered about somebody to be put on the phone or taken off it, or half joined.

    *can_wait*: something speaks against taking them off it.
    """
    ends = Choice("BAIXA", ref, (Because("joins-no-more"),))
    match state:
        case State.LEAVING:
            return (
                Choice("TRETA", ref, (Because("is-off-phone"),), likely=not can_wait),
                Choice("DESFÉS", ref, (Because("leave-unwanted"),)),
            )
        case State.DUE:
            return (Choice("FET", ref, (Because("is-on-phone"),), likely=True),)
        case State.REQUESTED:
            return (ends,)
        case State.CONSENTED if phone is None:
            shown = (("phone", ""),)
            return (Choice("CORREGEIX", ref, (Because("gives-mobile"),), likely=True, fields=shown), ends)
        case State.CONSENTED:
            return (Choice("FET", ref, (Because("is-on-phone-without-alta"),)), ends)
        case State.ACTIVE | State.LEFT | State.ERASED:
            return ()


def for_delay(ref: str) -> tuple[Choice, ...]:
    """Return what can be answered about a missed deadline, whose reason nobody has said."""
    return (Choice("MOTIU", ref, (Because("reason-of-delay"),), needs="el motiu"),)


def for_new_number(ref: str, held: Sequence[str], phone: str, later: date | None) -> tuple[Choice, ...]:
    """Return what can be answered to a card that gives the new number of one of *held*."""
    says, is_one = Because("new-mobile", (phone,)), len(held) == 1
    does = [Because("changes-number-of", (each, phone)) for each in held]
    if is_one:
        does = [Because("changes-number", (phone,))]
    changed = (
        Choice("CORREGEIX", each, (why,), case=ref, likely=is_one, says=says)
        for each, why in zip(held, does, strict=True)
    )
    leaves = (_leave_of(each, ref, minor=True) for each in held)  # it may say that beside
    return (*changed, *leaves, *put_away(ref, later))


def _leave_of(held: str, ref: str, *, minor: bool = False) -> Choice:
    return Choice("BAIXA", held, (Because("is-leave-of", (held,)),), case=ref, minor=minor)


def for_card(
    ref: str,
    prospects: Sequence[Verdict],
    *,
    leavers: Iterable[str] = (),
    is_asked: bool = True,
    joiners: Iterable[str] = (),
    off_phone: Iterable[str] | None = None,
    to_correct: Person | None = None,
    later: date | None = None,
) -> tuple[Choice, ...]:
    """Return what can be answered to a card.

    *prospects* is what approving it would do, empty for nothing; *leavers* are, for a leave, the living
    subscriptions that it may be about: then one of them can be taken off by hand; *joiners* are, for an
    ALTA, who waits for one. Not *is_asked*: the mail may ask for something else, or nothing. *to_correct*
    are the data of the one person it asks for, where those keep it from being done. *off_phone* are who left,
    where the phone is to be looked at and nothing else; nobody, where their number is to stay on it. *later*
    is the day that it can be put off to by a tap.
    """
    if off_phone is not None:
        does = (Because("is-off-phone"),)
        looked = (Choice("TRETA", each, does, case=ref, likely=True) for each in off_phone)
        return (*looked, *put_away(ref, later))
    if prospects:
        done = dict.fromkeys(_done(verdict) for verdict in prospects)
        offered = [Choice("APLICA", ref, tuple(done), likely=is_asked)]
        offered += _one_by_one(ref, prospects)
    else:
        offered = [Choice("ALTA", each, (Because("is-alta-of", (each,)),), case=ref) for each in joiners]
        offered += [_leave_of(each, ref) for each in leavers]
    if to_correct is not None and not offered:
        shown = tuple((field, getattr(to_correct, field) or "") for field in FIELD_NAMES)
        offered = [Choice("APLICA", ref, (Because("does-it-corrected"),), fields=shown)]
    return (*offered, *put_away(ref, later))


def in_own_words(ref: str) -> Choice:
    """The answer to who wrote, in the clerk's words, which closes the card."""
    return Choice("RESPON", ref, (Because("answers-writer"),), needs="la resposta")


def for_incident(
    ref: str, *, send_to: Sequence[str] = (), is_blank: bool = False, later: date | None = None
) -> tuple[Choice, ...]:
    """Return what can be answered to the card *ref* of an incident; *send_to* as for `passing_on`."""
    return (*passing_on(ref, send_to, is_blank=is_blank), in_own_words(ref), *put_away(ref, later))


def passing_on(ref: str, send_to: Sequence[str], *, is_blank: bool = False) -> tuple[Choice, ...]:
    """Return how the incident of the card *ref* is passed on: to each address of *send_to*.

    *is_blank*: no words of it may go, so that the clerk has to write them.
    """
    return tuple(
        Choice(
            "ENVIA",
            ref,
            (Because("sends-on", (address,)),),
            needs="les paraules" if is_blank else "",
            likely=not is_blank,
            says=address,
        )
        for address in send_to
    )


def for_no_messages(held: Iterable[str]) -> tuple[Choice, ...]:
    """Return what can be asked of who gets no messages, and may be one of *held*: how those stand."""
    return tuple(Choice("FITXA", each, (Because("asks-record"),)) for each in held)


def for_training(ref: str) -> tuple[Choice, ...]:
    """Return what can be answered of somebody who would learn to use the list: that they have."""
    return (discarded(ref, Because("has-learned"), likely=True),)


def for_announcement(
    ref: str, topic: str, text: str, *, is_over: bool, is_plain: bool, later: date | None
) -> tuple[Choice, ...]:
    """Return what can be answered to an activity that somebody would have broadcast.

    *text* is what is proposed, "" for nothing; *is_over*: it says a day that was;
    *is_plain*: one that comes, and nobody's data.
    """
    away = tuple(put_away(ref, later))
    if is_over:
        return (discarded(ref, Because("event-is-over"), likely=True), *away)
    if not text:
        return away
    return (Choice("DIFON", ref, (Because("plans-it"),), says=topic, text=text, likely=is_plain), *away)


def for_broadcast(ref: str, *, is_due: bool) -> tuple[Choice, ...]:
    """Return what can be answered about a broadcast; *is_due*: its minute has come."""
    sent = Choice("FET", ref, (Because("is-sent"),), likely=True)
    dropped = Choice("DESCARTA", ref, (Because("is-not-to-be-sent"),))
    return (sent, dropped) if is_due else (dropped,)


def discarded(ref: str, why: Why, *, likely: bool = False, minor: bool = False) -> Choice:
    """That there is nothing to do about a card, and why."""
    return Choice("DESCARTA", ref, (why,), says=why, likely=likely, minor=minor)


_NOTHING_TO_DO: Final = (Because("is-done-already"), Because("is-repeated"), Because("is-not-ours"))
"""Why there is nothing to do, as it most often is."""


def put_away(ref: str, later: date | None) -> Iterator[Choice]:
    """What is possible of every card: that there is nothing to do, and why; that it waits for another day."""
    yield from (discarded(ref, why, minor=True) for why in _NOTHING_TO_DO)
    if later is not None:
        until, day = Because("waits-until", (later,)), Because("on-day", (later,))
        yield Choice("AJORNA", ref, (until,), says=day, minor=True)


def for_group(refs: Sequence[str]) -> tuple[Choice, ...]:
    """Return what can be answered to all cards of a group at once; the first of *refs* names it."""
    does, why = (Because("closes-cases", (len(refs),)),), Because("alike-mails")
    return (Choice("DESCARTA", refs[0], does, refs=tuple(refs), says=why),)


def for_right(
    ref: str, right: Right | None, about: Sequence[Subscription], *, can_extend: bool
) -> tuple[Choice, ...]:
    """Return what can be answered to the card *ref*, by which somebody claims *right* over their data.

    The same whoever is in the books; only about those in them who agree with the data given, *about*, there
    is more. Nothing is told by mail: who is sure of the person hands over in person, or by the register.
    """
    extends = Because("extends-by-two-months")
    return (
        *(choice for held in about for choice in _of_claimant(right, held)),
        Choice("ACREDITA", ref, (Because("asks-for-proof"),), likely=True),
        Choice("RESOLT", ref, (Because("is-attended"),)),
        *([Choice("AMPLIA", ref, (extends,), needs="el motiu")] if can_extend else []),
    )


def _of_claimant(right: Right | None, held: Subscription) -> Iterator[Choice]:
    """What there is to do about *held*, who may be who wrote."""
    match right:
        case Right.ACCESS | None:
            yield Choice("DADES", held.ref, (Because("hands-over", (held.ref,)),))
        case Right.RECTIFICATION if held.living:
            # The document is shown masked.
            fields = (("name", held.name), ("id_document", ""), ("phone", held.phone or ""))
            does = (Because("corrects-data-of", (held.ref,)),)
            yield Choice("CORREGEIX", held.ref, does, fields=fields)
        case Right.ERASURE | Right.OBJECTION | Right.RESTRICTION if held.living:
            yield Choice("BAIXA", held.ref, (Because("leaves-list", (held.ref,)),))


def _one_by_one(ref: str, prospects: Sequence[Verdict]) -> Iterator[Choice]:
    """Doing it for one of several people: the card stays open for the others."""
    moves = [each for verdict in prospects for each in verdict.effects if isinstance(each, Advance)]
    for each in moves if len(prospects) > 1 else ():
        if each.ref and each.what is What.BAIXA:
            yield Choice("BAIXA", each.ref, (Because("leaves-alone", (each.ref,)),), case=ref)
        elif each.ref and each.what is What.UNDO:
            yield Choice("DESFÉS", each.ref, (Because("stays-alone", (each.ref,)),), case=ref)


def _done(verdict: Verdict) -> Why:
    refs = [effect.ref for effect in verdict.effects if isinstance(effect, Advance) and effect.ref]
    done = _APPLIED[verdict.reason]
    return Because("done-to", (done, ", ".join(refs))) if refs else done
