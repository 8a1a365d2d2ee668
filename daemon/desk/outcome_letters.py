"""Whose mail became a card is told by letter what staff have done of it: once, and nobody else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, select

from daemon.books.cases import Case
from daemon.books.store import Transaction
from daemon.books.tables import cases as cases_table
from daemon.books.tables import messages, outbox
from daemon.letters.sentences import in_catalan
from daemon.post.drafting import to_resident
from daemon.post.queueing import Asked, Occasion, Post
from daemon.post.rationing import facts_for
from rules.books.answering import postponed, settled, withheld
from rules.books.decision import Verdict
from rules.findings import Kind, Person, Reading


def told_or_to_tell(
    tx: Transaction, case: Case, verdicts: Sequence[Verdict], post: Post, *, now: datetime
) -> list[str]:
    """Tell who asked for *case* by letter, as `tell`; else say to staff whom to tell themselves."""
    asked = [v for v in verdicts if v.request is not None and v.request.kind in _TOLD_OF]
    if verdicts and not asked:
        return []  # of consents and ALTAs nobody is told until they are on the phone
    told = tell(tx, case, [v for v in asked if _agrees(v)], post, now=now)
    if told:
        return told
    who = f" ({case.sender})" if case.sender and case.sender_known is not None else ""
    return [f"no escrivim a qui ho va demanar{who}: digueu-l'hi vós"]


_TOLD_OF: Final = frozenset({Kind.BAIXA, Kind.UNDO})


def _agrees(verdict: Verdict) -> bool:
    """Whether who wrote gave the very data of whom it was done to: nobody else is told of it."""
    given = verdict.request.person if verdict.request else Person()
    return all(
        held.id_document in {None, given.id_document} and held.phone in {None, given.phone}
        for held in verdict.about
    )


def tell(tx: Transaction, case: Case, verdicts: Sequence[Verdict], post: Post, *, now: datetime) -> list[str]:
    """Owe who asked for *case* the letter that its *verdicts* are done; what staff hear of that, in Catalan.

    Nothing where it was not a resident's own mail that may be answered, or where there is nothing to tell.
    """
    if case.sender_known is None:
        return []
    asked = tx.connection.execute(_ASKED.where(cases_table.c.id == case.id)).one()
    facts = facts_for(tx, case.sender, post.settings, now=now)
    letter = settled(verdicts, facts, language=asked.language or "ca")
    if letter is None:
        return []
    reading = Reading(kind=Kind.BAIXA, authenticated=case.sender_known or None)
    kept_back = withheld(letter, reading, facts)
    if kept_back is not None:
        return [f"no s'escriu a qui ho va demanar: {in_catalan(kept_back)}"]
    thread = Asked(
        case_id=case.id,
        ref=case.ref,
        mail_id=case.message_id,
        letter_id=asked.letter_id,
        known=case.sender_known,
    )
    later = postponed(letter, reading, facts)
    letter = replace(letter, put_off=later is not None)
    draft = to_resident(tx, Occasion.SETTLED, case.ref, letter, thread, post.settings, now=now)
    post.owe(tx, draft, now=now)
    return [
        "ho fem saber per correu a qui ho va demanar"
        + (f" un altre dia: {in_catalan(later)}" if later else "")
    ]


_ASKED: Final[Select[Any]] = select(
    cases_table.c.language,
    select(outbox.c.message_id)
    .select_from(messages)
    .where(messages.c.id == cases_table.c.message_id, outbox.c.key == "answer/" + messages.c.content_key)
    .correlate(cases_table)
    .scalar_subquery()
    .label("letter_id"),
)
