"""Whether an order by mail may be done: who vouches for its sender, and what its code is worth.

Rule 1: staff's authenticated mail, or mail that the town's own server marked, acts without a code
        where it is meant for us: it answers our mail to staff, or is a new mail to us alone; and
        where its place in the mail tells that the clerk wrote it;
        else each order needs a code of its own, issued to that address.
Rule 2: a code is for one order about one thing as it was then: what changed since is told, never done over.
Rule 3: a code that is not what it says it is does nothing, whoever sends it.
"""

from dataclasses import dataclass
from enum import Enum


class Standing(Enum):
    """What an order's sender and code are worth."""

    TRUSTED = "trusted"
    FORGED = "the sender's authentication failed"
    UNPROVED = "not proved to be the clerk's, and no code"
    NOT_TO_US = "no answer to us nor to us alone, and no code"
    PASTED = "perhaps of somebody else's text, and no code"
    UNKNOWN = "none of our codes"
    ANOTHERS = "a code sent to another address"
    MISFIT = "a code of another order"
    EXPIRED = "an expired code"
    USED = "a used code"
    CHANGED = "something changed since the code was sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """A code of ours that came with an order.

    `fits`: it is for this order about this thing. `own`: it was issued to who sends it. `changed`: something
    has happened to the thing since.
    """

    fits: bool
    own: bool
    used: bool
    expired: bool
    changed: bool


def is_doubtful(standing: Standing) -> bool:
    """Whether a person should look at the mail: it may not be the clerk's."""
    return standing not in {Standing.TRUSTED, Standing.MISFIT, Standing.USED, Standing.CHANGED}


def standing_of(
    *,
    authenticated: bool | None,
    marked: bool,
    has_code: bool,
    code: Presented | None,
    to_us: bool = True,
    is_own: bool = True,
) -> Standing:
    """What an order is worth. *code* is None where it is none of ours; *to_us*: the mail is meant for us;
    *is_own*: nobody but the clerk can have written the order.
    """
    if authenticated is False:
        return Standing.FORGED
    is_known = authenticated is True or marked
    is_proved = is_known and to_us
    if not has_code:
        if is_proved:
            return Standing.TRUSTED if is_own else Standing.PASTED
        return Standing.NOT_TO_US if is_known else Standing.UNPROVED
    if code is None:
        return Standing.UNKNOWN
    against = (
        (not code.own and not is_proved, Standing.ANOTHERS),
        (not code.fits, Standing.MISFIT),
        (code.used, Standing.USED),
        (code.changed, Standing.CHANGED),
        (code.expired and not is_proved, Standing.EXPIRED),
    )
    return next((standing for holds, standing in against if holds), Standing.TRUSTED)


def may_be_answered(*, authenticated: bool | None, marked: bool, codes: tuple[Presented | None, ...]) -> bool:
    """Whether the sender may be told what became of the orders: known, or holding a code we sent there."""
    if authenticated is False:
        return False
    return authenticated is True or marked or any(code is not None and code.own for code in codes)
