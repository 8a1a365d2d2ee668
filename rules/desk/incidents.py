"""What staff can answer to the card of an incident: pass it on, answer who told it, or nothing."""

from collections.abc import Sequence
from datetime import date

from rules.desk.choices import Choice, in_own_words, put_away
from rules.findings import Because


def for_incident(ref: str, *, send_to: Sequence[str] = (), later: date | None = None) -> tuple[Choice, ...]:
    """Return what can be answered to the card *ref*; *send_to* is to whom it can be passed on."""
    passed_on = (
        Choice(verb="ENVIA", ref=ref, does=(Because("sends-on", (address,)),), likely=True, says=address)
        for address in send_to
    )
    answer = in_own_words(ref)
    return (*passed_on, answer, *put_away(ref, later))
