"""The line of the ledger that a message gets, by what was read and decided of it."""

import hashlib

from daemon.books import cases, ledger
from daemon.letters.sentences import in_catalan
from daemon.ports import Head
from rules.books.decision import Decision, Outcome, Reason
from rules.findings import Kind, Reading
from rules.mail.mail import Mail


def digest_of(head: Head) -> str:
    """What a header block is known by."""
    return hashlib.sha256(head.block).hexdigest()


def entry_of(
    head: Head, mail: Mail, reading: Reading | None, decision: Decision, *, by_head: bool = False
) -> ledger.Entry:
    """The line of a message; nothing of a mail that is none of ours tells whose it is."""
    first_time = reading is not None and decision.leading.reason is not Reason.AGAIN
    return ledger.Entry(
        head=head,
        head_sha256=digest_of(head),
        sha256=None if by_head or mail.truncated else mail.sha256,
        content_key=mail.content_key if first_time else None,
        message_id=mail.message_id,
        sender=mail.sender if decision.outcome is not Outcome.ASIDE else None,
        kind=reading.kind if reading else _kind_unread(decision),
        outcome=decision.outcome,
        reason=decision.leading.reason.name,
        reasons=_reasons(reading, decision),
    )


def _kind_unread(decision: Decision) -> Kind:
    """What a message is that was not read: a card where it cannot be, else none of ours."""
    if decision.outcome is Outcome.CARD:
        return Kind.UNSURE
    return Kind.AUTOMATIC if decision.leading.reason in {Reason.ROBOT, Reason.PROBE} else Kind.OTHER


def _reasons(reading: Reading | None, decision: Decision) -> list[str]:
    reasons = [*map(in_catalan, reading.reasons)] if reading else []
    reasons += [cases.reason_of(verdict) for verdict in decision.verdicts]
    if decision.unanswered:
        reasons.append(f"sense resposta: {in_catalan(decision.unanswered)}")
    if decision.postponed:
        reasons.append(f"{in_catalan(decision.postponed)}: la resposta surt un altre dia")
    return list(dict.fromkeys(reasons))
