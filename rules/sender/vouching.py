"""Whether an order by mail may be done: who vouches for its sender, and what its code is worth.

Rule 1: staff's authenticated mail, or mail that the town's own server marked, acts without a code
        where it is meant for us: it answers our mail to staff, or is a new mail to us alone; and
        where its place in the mail tells that the clerk wrote it;
        else each order needs a code of its own, issued to that address.
Rule 2: a code is for one order about one thing as it was then: what changed since is told, never done over.
Rule 3: a code that is not what it says it is does nothing, whoever sends it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class Standing(StrEnum):
    """What an order's sender and code are worth. The value says to staff why it is not done."""

    TRUSTED = "es pot fer"
    FORGED = "el correu no ve de qui diu: l'autenticació del remitent ha fallat"
    UNPROVED = "no s'ha pogut comprovar que el correu sigui vostre, i l'ordre no porta codi"
    NOT_TO_US = "el correu no respon cap dels nostres ni és només per a nosaltres, i l'ordre no porta codi"
    PASTED = (
        "l'ordre pot ser d'un text d'algú altre, i no porta codi: "
        "escriviu-la al text, a dalt de tot, o toqueu-ne el botó del resum"
    )
    UNKNOWN = "el codi no és cap dels nostres"
    ANOTHERS = "el codi es va enviar a una altra adreça"
    MISFIT = "el codi és d'una altra ordre"
    EXPIRED = "el codi ha caducat: feu servir el del resum d'avui"
    USED = "aquest codi ja s'havia fet servir"
    CHANGED = "des que es va enviar el codi hi ha hagut canvis"


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
    match standing:
        case Standing.FORGED | Standing.UNPROVED | Standing.NOT_TO_US | Standing.PASTED:
            return True
        case Standing.UNKNOWN | Standing.ANOTHERS | Standing.EXPIRED:
            return True
        case Standing.TRUSTED | Standing.MISFIT | Standing.USED | Standing.CHANGED:
            return False
        case _:
            assert_never(standing)


def standing_of(
    *,
    authenticated: bool | None,
    marked: bool,
    has_code: bool,
    code: Presented | None,
    to_us: bool = True,
    is_hers: bool = True,
) -> Standing:
    """What an order is worth. *code* is None where it is none of ours; *to_us*: the mail is meant for us;
    *is_hers*: nobody but the clerk can have written the order.
    """
    if authenticated is False:
        return Standing.FORGED
    is_known = authenticated is True or marked
    is_proved = is_known and to_us
    if not has_code:
        if is_proved:
            return Standing.TRUSTED if is_hers else Standing.PASTED
        return Standing.NOT_TO_US if is_known else Standing.UNPROVED
    if code is None:
        return Standing.UNKNOWN
    for holds, standing in (
        (not code.own and not is_proved, Standing.ANOTHERS),
        (not code.fits, Standing.MISFIT),
        (code.used, Standing.USED),
        (code.changed, Standing.CHANGED),
        (code.expired and not is_proved, Standing.EXPIRED),
    ):
        if holds:
            return standing
    return Standing.TRUSTED


def may_be_answered(*, authenticated: bool | None, marked: bool, codes: tuple[Presented | None, ...]) -> bool:
    """Whether the sender may be told what became of the orders: known, or holding a code we sent there."""
    if authenticated is False:
        return False
    return authenticated is True or marked or any(code is not None and code.own for code in codes)
