"""What staff can answer to an entry of the digest: the order to write, and what it does.

Only what the books allow now is offered: nobody is to be refused what we proposed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from rules.books.decision import Advance, Reason, Verdict
from rules.books.subscription import State
from rules.findings import Because, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One order about one item; `does` is what it does, `needs` what is to be written after it, or "".

    `likely`: what staff are waited for, where nothing speaks against it. `refs` are all the cards that it
    answers at once, the first of them `ref`; empty for one. `proposed` is what is written of what it needs.
    """

    verb: str
    ref: str
    does: tuple[Why, ...]
    needs: str = ""
    likely: bool = False
    refs: tuple[str, ...] = ()
    proposed: Why = ""

    @property
    def order(self) -> str:
        """The words to write: "FET A-0042"."""
        return f"{self.verb} {self.ref}"


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
    """Return what can be answered about somebody to be put on the phone, or taken off it.

    *can_wait*: something speaks against taking them off it.
    """
    match state:
        case State.LEAVING:
            return (
                Choice(verb="TRETA", ref=ref, does=(Because("is-off-phone"),), likely=not can_wait),
                Choice(verb="DESFÉS", ref=ref, does=(Because("leave-unwanted"),)),
            )
        case State.DUE:
            return (Choice(verb="FET", ref=ref, does=(Because("is-on-phone"),), likely=True),)
        case State.CONSENTED:
            return (Choice(verb="FET", ref=ref, does=(Because("is-on-phone"),)),) if phone else ()
        case State.REQUESTED | State.ACTIVE | State.LEFT | State.ERASED:
            return ()
        case _:
            assert_never(state)


def for_delay(ref: str) -> tuple[Choice, ...]:
    """Return what can be answered about a missed deadline, whose reason nobody has said."""
    return (Choice(verb="MOTIU", ref=ref, does=(Because("reason-of-delay"),), needs="motiu"),)


def for_card(
    ref: str, prospects: Sequence[Verdict], *, leavers: Iterable[str] = (), is_asked: bool = True
) -> tuple[Choice, ...]:
    """Return what can be answered to a card.

    *prospects* is what approving it would do, empty for nothing; *leavers* are, for a leave, the living
    subscriptions that it may be about: then one of them can be taken off by hand. Not *is_asked*: the mail
    may ask for something else, or nothing.
    """
    by_hand = [Choice(verb="BAIXA", ref=each, does=(Because("is-leave-of", (each,)),)) for each in leavers]
    closing = Choice(verb="DESCARTA", ref=ref, does=(Because("closes-case"),), needs="motiu")
    return (*(_approval(ref, prospects, is_asked) if prospects else by_hand), closing)


def for_group(refs: Sequence[str]) -> tuple[Choice, ...]:
    """Return what can be answered to all cards of a group at once; the first of *refs* names it."""
    return (
        Choice(
            verb="DESCARTA",
            ref=refs[0],
            does=(Because("closes-cases", (len(refs),)),),
            needs="motiu",
            refs=tuple(refs),
            proposed=Because("alike-mails"),
        ),
    )


def _approval(ref: str, prospects: Sequence[Verdict], is_asked: bool) -> tuple[Choice, ...]:
    done = dict.fromkeys(_done(verdict) for verdict in prospects)
    return (Choice(verb="APLICA", ref=ref, does=tuple(done), likely=is_asked),)


def _done(verdict: Verdict) -> Why:
    refs = [effect.ref for effect in verdict.effects if isinstance(effect, Advance)]
    done = _APPLIED[verdict.reason]
    return Because("done-to", (done, ", ".join(refs))) if refs else done
