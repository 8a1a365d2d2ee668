"""What staff can answer to who claims a right over their data, and what speaks against it.

Rule 1: nothing is told by mail: who is sure of the person hands over in person, or by the register.
Rule 2: the same answers are possible whoever is in the books; only about somebody who is, there are more.
Rule 3: it is extended once, within the first month, and with a reason that is told.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from rules.books.subscription import Subscription
from rules.desk.choices import Choice
from rules.findings import Because, Right, Why


def for_right(
    ref: str, right: Right | None, about: Sequence[Subscription], *, can_extend: bool
) -> tuple[Choice, ...]:
    """Return what can be answered to the card *ref*, by which somebody claims *right*.

    *about* are those in the books who agree with the data that were given.
    """
    extends = Because("extends-by-two-months")
    return (
        *(choice for held in about for choice in _of_somebody(right, held)),
        Choice(verb="ACREDITA", ref=ref, does=(Because("asks-for-proof"),), likely=True),
        Choice(verb="RESOLT", ref=ref, does=(Because("is-attended"),)),
        *((Choice(verb="AMPLIA", ref=ref, does=(extends,), needs="el motiu"),) if can_extend else ()),
    )


def _of_somebody(right: Right | None, held: Subscription) -> Iterator[Choice]:
    """What there is to do about *held*, who may be who wrote."""
    match right:
        case Right.ACCESS | None:
            yield Choice(verb="DADES", ref=held.ref, does=(Because("hands-over", (held.ref,)),))
        case Right.RECTIFICATION if held.living:
            fields = (
                ("name", held.name),
                ("id_document", ""),  # which is shown masked
                ("phone", held.phone or ""),
            )
            yield Choice(
                verb="CORREGEIX",
                ref=held.ref,
                does=(Because("corrects-data-of", (held.ref,)),),
                fields=fields,
            )
        case Right.ERASURE | Right.OBJECTION | Right.RESTRICTION if held.living:
            yield Choice(verb="BAIXA", ref=held.ref, does=(Because("leaves-list", (held.ref,)),))
        case _:
            return


def cannot_extend(*, first_ends: date, today: date, is_extended: bool) -> Why | None:
    """That the time to answer was extended before, or that the month within which it can be is over."""
    if is_extended:
        return Because("extended-before")
    return Because("too-late-to-extend", (first_ends,)) if today > first_ends else None
