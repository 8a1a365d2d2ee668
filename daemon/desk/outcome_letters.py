"""Whose mail became a card is told by letter what staff have done of it: once, and nobody else."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, Select, select

from daemon.books.cases import Case, with_id
from daemon.books.store import Transaction
from daemon.books.subscribers import Mark, sharing
from daemon.books.tables import NEW_NUMBER, events, messages, outbox, subscriptions
from daemon.books.tables import cases as cases_table
from daemon.configuration.settings import Settings
from daemon.letters.sentences import in_catalan
from daemon.post.drafting import to_resident
from daemon.post.queueing import Asked, Occasion, Post
from daemon.post.rationing import facts_for
from rules.books.answering import postponed, settled, withheld
from rules.books.decision import Letter, Outcome, Reason, Template, Verdict
from rules.books.facts import Facts
from rules.books.subscription import GONE, Subscription, What
from rules.desk import objections
from rules.findings import Kind, Person, Reading, Why


def outsider(by: str, settings: Settings) -> Why | None:
    """Why who gives an order may not be told of people; None where they may, or it is no mail's."""
    allowed = settings.staff.allow_external or "@" not in by
    return objections.outsider(by, domain=settings.domain, allow_external=allowed)


def told_or_to_tell(
    tx: Transaction, case: Case, verdicts: Sequence[Verdict], post: Post, mark: Mark
) -> list[str]:
    """Tell who asked for *case* by letter, as `tell`; else say to staff whom to tell themselves.

    Who wrote it is said only to who may know of people.
    """
    asked = [v for v in verdicts if v.request is not None and v.request.kind in OF_LEAVES]
    if verdicts and not asked:
        return []  # of consents and ALTAs nobody is told until they are on the phone
    every = (*_done_before(tx, case), *asked)
    told = tell(tx, case, [v for v in every if _agrees(v)], post, now=mark.now)
    if told:
        return told
    who = (
        f" ({case.sender})" if case.sender_known is not None and not outsider(mark.by, post.settings) else ""
    )
    return [f"no escrivim a qui ho va demanar{who}: digueu-l'hi vós"]


def told_of_part(tx: Transaction, case: Case, post: Post, mark: Mark) -> list[str]:
    """As `told_or_to_tell`, of what staff did of *case* before they closed the rest; empty for nothing."""
    return told_or_to_tell(tx, case, [], post, mark) if any(v.about for v in _done_before(tx, case)) else []


OF_LEAVES: Final = frozenset({Kind.BAIXA, Kind.UNDO})
"""A leave, and its undoing: who asked for it is told, and no other order is an answer to it."""


def _done_before(tx: Transaction, case: Case) -> Iterator[Verdict]:
    """What staff did of *case* while the rest of it waited: nobody was told of it yet."""
    for verdict in case.requests:
        asked = verdict.request
        is_done = verdict.outcome is Outcome.DONE and verdict.reason.outcome is not Outcome.DONE
        if is_done and asked is not None and asked.kind in OF_LEAVES:
            given = (asked.person.id_document, asked.person.phone)
            held = [s for s in sharing(tx, [asked.person]) if (s.id_document, s.phone) == given]
            is_leave = asked.kind is Kind.BAIXA
            theirs = [s for s in held if (s.state in GONE) is is_leave]
            reason = Reason.LEFT if is_leave else Reason.UNDONE
            yield replace(verdict, reason=reason, about=tuple(theirs[-1:]))


def _agrees(verdict: Verdict) -> bool:
    """Whether who wrote gave the very data of whom it was done to: nobody else is told of it."""
    given = verdict.request.person if verdict.request else Person()
    return bool(verdict.about) and all(
        held.id_document in {None, given.id_document} and held.phone in {None, given.phone}
        for held in verdict.about
    )


def tell(tx: Transaction, case: Case, verdicts: Sequence[Verdict], post: Post, *, now: datetime) -> list[str]:
    """Owe who asked for *case* the letter that its *verdicts* are done; what staff hear of that, in Catalan.

    Nothing where it was not a resident's own mail that may be answered, or where there is nothing to tell.
    """
    if case.sender_known is None:
        return []
    facts = facts_for(tx, case.sender, post.settings, now=now)
    letter = settled(verdicts, facts, language=_asked(tx, case).language or "ca")
    return _owe(tx, Occasion.SETTLED, case.ref, letter, case, facts, post) if letter else []


def tell_of_right(
    tx: Transaction, case: Case, about: str, letter: Letter, post: Post, *, now: datetime
) -> list[str]:
    """Owe who claims a right by *case* the *letter*, in their language; what staff hear of that.

    Once for each *about*. Where no letter may go, staff are to tell it themselves.
    """
    if case.sender_known is None or not case.sender:
        return ["no hi podem escriure: digueu-l'hi vós"]
    wrote = select(outbox.c.id).where(outbox.c.key == f"{Occasion.SETTLED}/{about}")
    if tx.connection.execute(wrote).first():
        return ["ja l'hi havíem dit per correu"]
    facts = facts_for(tx, case.sender, post.settings, now=now)
    letter = replace(letter, language=_asked(tx, case).language or "ca")
    return _owe(tx, Occasion.SETTLED, about, letter, case, facts, post)


def tell_answer(tx: Transaction, case: Case, say: str, post: Post, *, now: datetime) -> list[str]:
    """Owe who wrote of *case* by mail what staff *say*; what staff hear of that; nothing if it cannot go."""
    if case.sender_known is None:
        return []
    letter = Letter(
        template=Template.ANSWERED,
        to=case.sender or "",
        language=_asked(tx, case).language or "ca",
        say=say,
        written_at=case.received_at or case.opened_at,
        news=True,
    )
    facts = facts_for(tx, case.sender, post.settings, now=now)
    told = _owe(tx, Occasion.SETTLED, f"{case.ref}/answer", letter, case, facts, post)
    return [line for line in told if line.startswith(_TELLS)]


def tell_off_phone(
    tx: Transaction, held: Subscription, post: Post, *, now: datetime, case: Case | None = None
) -> list[str]:
    """Owe who asked for the leave of *held* by mail, and was told of it, the letter that it is finished.

    Of a *case* in which who left wrote that messages still come, its sender. What staff hear of that.
    """
    if case is None:
        case = _case_of(tx, held, What.BAIXA, told=(Template.DONE, Template.PARTLY))
    person = _named_in(case, held) if case else None
    if case is None or person is None or case.sender_known is None or held.left_at is None:
        return []
    return _tell_last(tx, case, person, Template.OFF_PHONE, held, post, now)


def tell_welcome(tx: Transaction, held: Subscription, post: Post, *, now: datetime) -> list[str]:
    """Owe who joined by a mail of their own the letter that they are on the list; what staff hear of it."""
    for what in (NEW_NUMBER, What.CONSENT, What.ALTA):
        case = _case_of(tx, held, what)
        person = _named_in(case, held) if case else None
        if case and person and case.sender_known is not None:
            return _tell_last(tx, case, person, Template.WELCOME, held, post, now)
    return []


def _tell_last(
    tx: Transaction,
    case: Case,
    person: Person,
    template: Template,
    held: Subscription,
    post: Post,
    now: datetime,
) -> list[str]:
    letter = Letter(
        template=template,
        to=case.sender or "",
        language=_asked(tx, case).language or "ca",
        done=(person,) if held.left_at else (),
        left_at=(held.left_at,) if held.left_at else (),
        news=True,
    )
    about = f"{held.ref}/{template.value}/{now.date().isoformat()}"
    to_them = (outbox.c.recipient == case.sender) & outbox.c.key.startswith(f"{Occasion.LAST}/{about}/")
    if tx.connection.execute(select(outbox.c.id).where(to_them)).first():
        return [_TELLS]
    facts = facts_for(tx, case.sender, post.settings, now=now)
    return _owe(tx, Occasion.LAST, f"{about}/{case.ref}", letter, case, facts, post)


def _named_in(case: Case, held: Subscription) -> Person | None:
    """The person of *case* who gave the very data of *held*: nobody else is told of it."""
    asked = (verdict.request.person for verdict in case.requests if verdict.request)
    wanted = (held.id_document, held.phone)
    return next((p for p in asked if (p.id_document, p.phone) == wanted and all(wanted)), None)


def _case_of(tx: Transaction, held: Subscription, what: str, *, told: Sequence[Template] = ()) -> Case | None:
    """The case by which *what* happened to *held* last; None where staff did it, or *told* nobody of it."""
    last = (
        select(events.c.case_id)
        .join(subscriptions, events.c.subscription_id == subscriptions.c.id)
        .where(subscriptions.c.ref == held.ref, events.c.what == what)
        .order_by(events.c.id.desc())
        .limit(1)
    )
    key = tx.connection.execute(last).scalar()
    if key is None:
        return None
    wrote = select(outbox.c.id).where(outbox.c.case_id == key, outbox.c.template.in_(told)).limit(1)
    return with_id(tx, key) if not told or tx.connection.execute(wrote).first() else None


def _owe(
    tx: Transaction, occasion: Occasion, about: str, letter: Letter, case: Case, facts: Facts, post: Post
) -> list[str]:
    """Owe *letter* in the thread of *case*, today or when there is room; what staff hear of that."""
    now, known = facts.received_at, case.sender_known or False
    reading = Reading(kind=Kind.BAIXA, authenticated=known or None)
    kept_back = withheld(letter, reading, facts)
    if kept_back is not None:
        return [f"no s'escriu a qui ho va demanar: {in_catalan(kept_back)}"]
    asked = _asked(tx, case)
    thread = Asked(
        case_id=case.id, ref=case.ref, mail_id=case.message_id, letter_id=asked.letter_id, known=known
    )
    later = postponed(letter, reading, facts)
    letter = replace(letter, put_off=later is not None)
    draft = to_resident(tx, occasion, about, letter, thread, post.settings, now=now)
    post.owe(tx, draft, now=now)
    return [f"{_TELLS} un altre dia: {in_catalan(later)}" if later else _TELLS]


_TELLS: Final = "ho fem saber per correu a qui ho va demanar"


def _asked(tx: Transaction, case: Case) -> Row[Any]:
    """The language of *case*, and the letter that answered its mail."""
    return tx.connection.execute(_ASKED.where(cases_table.c.id == case.id)).one()


_ASKED: Final[Select[Any]] = select(
    cases_table.c.language,
    select(outbox.c.message_id)
    .select_from(messages)
    .where(messages.c.id == cases_table.c.message_id, outbox.c.key == "answer/" + messages.c.content_key)
    .correlate(cases_table)
    .scalar_subquery()
    .label("letter_id"),
)
