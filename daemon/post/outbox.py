"""The outbox: claims one letter, hands it over, records what came of it.

No transaction is open while we talk to the server. The phase `data` is committed
before DATA, so that a letter found there after a crash is known to be in doubt;
a crash at any other moment loses nothing and sends nothing twice.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, assert_never

import structlog
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Update,
    bindparam,
    case,
    delete,
    exists,
    func,
    select,
    true,
    update,
)

from daemon.books.store import Store, Transaction
from daemon.books.tables import cases, contents, outbox
from daemon.errors import StoreError
from daemon.faults import around
from daemon.letters.smtp_answers import answer_words
from daemon.ports import Mailer
from daemon.post.queueing import SET_ASIDE
from rules.transport.delivery import (
    LONGEST_WAIT,
    Answer,
    Audience,
    Fate,
    Kind,
    Phase,
    Retry,
    Verdict,
    is_about_server,
    judge,
    others_wait_until,
    recovered,
)

log = structlog.get_logger()

_CLOCKS_DIFFER: Final = timedelta(minutes=1)

_RETURNED: Final = "el servidor de destí l'ha retornada"

_FORSAKEN: Final = timedelta(hours=1)
"""Longer than any try can take by its timeouts: nobody is sending what was claimed before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of the letters of one pass.

    `trouble` says, in Catalan, why the pass ended before its time; "" if it did
    not. `reached` is None where there was nothing to send.
    """

    sent: int = 0
    retried: int = 0
    failed: int = 0
    unknown: int = 0
    reached: bool | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claimed:
    """A letter in our hands. `attempts` counts this try and tells it from any other."""

    id: int
    recipient: str
    audience: Audience
    template: str
    envelope_sender: str
    raw: bytes
    phase: Phase
    attempts: int
    first_tried_at: datetime


_PULL_BACK: Final = (
    update(outbox)
    .where(
        outbox.c.state == "waiting",
        (outbox.c.created_at > bindparam("future"))
        | ((outbox.c.attempts > 0) & (outbox.c.due_at > bindparam("too_late"))),
    )
    .values(due_at=bindparam("now"))
)


async def deliver_due(
    store: Store,
    mailer: Mailer,
    *,
    clock: Callable[[], datetime],
    go_on: Callable[[], bool] = lambda: True,
    templates: Collection[str] | None = None,
) -> Delivered:
    """Try every due letter once, oldest first, while *go_on*; the connection stays as it is.

    Letters to one resident leave in the order in which they were written; staff mail waits for none.
    With *templates*, those alone: all others go on waiting.

    Ends early when the server is out of reach, silent or closing: the rest waits a
    few minutes. An exception of the store or the mailer leaves the letter at hand
    as a crash would, for `recover`.
    """
    tally = Delivered()
    started = clock()
    with store.begin("outbox.settle") as tx:
        _pull_back(tx, now=started)
        _recover(tx, now=started, claimed_before=started - _FORSAKEN)
    letter = _claim(store, now=clock(), templates=templates) if go_on() else None
    while letter is not None:
        answer = await _hand_over(store, mailer, letter)
        verdict, following = _record(
            store, letter, answer, now=clock(), templates=templates, is_last=not go_on()
        )
        tally = _count(tally, verdict, answer)
        letter = following
    return tally


def _pull_back(tx: Transaction, *, now: datetime) -> None:
    """What was written in the future, or waits longer than any wait, was put off by a wrong clock."""
    ahead = {"future": now + _CLOCKS_DIFFER, "too_late": now + LONGEST_WAIT, "now": now}
    tx.connection.execute(_PULL_BACK, ahead)


def recover(store: Store, *, now: datetime) -> None:
    """Settle every letter found being sent: what surely did not go waits again, the rest is in doubt.

    Only for who alone sends from this store, and is not sending now.
    """
    with store.begin("outbox.recover") as tx:
        _recover(tx, now=now, claimed_before=None)


def _recover(tx: Transaction, *, now: datetime, claimed_before: datetime | None) -> None:
    found = select(outbox).where(outbox.c.state == "sending")
    if claimed_before is not None:
        found = found.where(outbox.c.claimed_at < claimed_before)
    for row in tx.connection.execute(found).all():
        phase = Phase(row.phase)
        verdict = recovered(phase, audience=Audience(row.audience), now=now)
        values = _values(verdict, phase=phase, now=now)
        tx.connection.execute(update(outbox).where(outbox.c.id == row.id).values(values))
        _forget(tx, row.id, row.template, verdict, now=now)
        log.warning("letter_recovered", letter=row.id, phase=phase.value, state=values["state"])


def sent_letters_among(tx: Transaction, message_ids: Collection[str]) -> list[str]:
    """Which of these are letters of ours that have left."""
    if not message_ids:
        return []
    left = outbox.c.message_id.in_(message_ids) & outbox.c.state.in_(["sent", "unknown"])
    return list(tx.connection.execute(select(outbox.c.message_id).where(left)).scalars())


def note_returned(tx: Transaction, message_ids: Collection[str]) -> None:
    """Note that these letters, which had left, came back and reached nobody."""
    if message_ids:
        ours = update(outbox).where(outbox.c.message_id.in_(message_ids))
        tx.connection.execute(ours.values(state="failed", answer=_RETURNED))


def hasten(tx: Transaction, template: str, *, now: datetime) -> None:
    """Let what waits of *template* go now, before what is owed next."""
    waits = (outbox.c.template == template) & (outbox.c.state == "waiting") & (outbox.c.due_at > now)
    tx.connection.execute(update(outbox).where(waits).values(due_at=now))


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterState:
    """How a letter of a case is; `said` what a server said of it that did not take it, if one did."""

    template: str
    state: str
    said: str | None


def letters_of_case(tx: Transaction, ref: str) -> list[LetterState]:
    """Each letter of the case *ref*, in the order in which they were written."""
    wanted = select(outbox.c.template, outbox.c.state, outbox.c.server_words.label("said"))
    theirs = wanted.join(cases, outbox.c.case_id == cases.c.id).where(cases.c.ref == ref)
    rows = tx.connection.execute(theirs.order_by(outbox.c.id)).mappings()
    return [LetterState(**row) for row in rows]


def letters_waiting(tx: Transaction) -> int:
    """How many letters have not left yet."""
    owed = select(func.count()).select_from(outbox).where(outbox.c.state.in_(["waiting", "sending"]))
    return int(tx.connection.execute(owed).scalar_one())


def _claim(store: Store, *, now: datetime, templates: Collection[str] | None) -> _Claimed | None:
    """Take the letter that is due first; None if none is."""
    with store.begin("outbox.claim") as tx:
        return _take_first(tx, now, templates)


def _first_due(among: ColumnElement[bool], before: ColumnElement[bool]) -> Update:
    """Takes what is due first and may leave: where it is not a resident's, or none to them is *before* it."""
    in_turn = (outbox.c.audience != Audience.RESIDENT) | ~exists().where(before)
    due = (outbox.c.state == "waiting") & (outbox.c.due_at <= bindparam("now")) & among
    first = select(outbox.c.id).where(due, in_turn).order_by(outbox.c.due_at, outbox.c.id).limit(1)
    is_again = outbox.c.phase == Phase.ENVELOPE_AGAIN.value
    return (
        update(outbox)
        .where(outbox.c.id == first.scalar_subquery())
        .values(
            state="sending",
            phase=case((is_again, Phase.ENVELOPE_AGAIN.value), else_=Phase.ENVELOPE.value),
            attempts=outbox.c.attempts + 1,
            claimed_at=bindparam("now"),
            first_tried_at=func.coalesce(outbox.c.first_tried_at, bindparam("now")),
        )
        .returning(*(outbox.c[name] for name in _CLAIMED))
    )


_CLAIMED: Final = (
    "id", "recipient", "audience", "template", "envelope_sender", "phase", "attempts", "first_tried_at",
)  # fmt: skip

# Of the letters to one resident only the one written first leaves, however long it waits: the last that
# they read must be the last that was written. What is not to leave now holds nothing back.
_EARLIER: Final = outbox.alias()
_IS_EARLIER: Final = (
    (_EARLIER.c.recipient == outbox.c.recipient)
    & _EARLIER.c.state.in_(["waiting", "sending"])
    & (_EARLIER.c.id < outbox.c.id)
    & (_EARLIER.c.audience == Audience.RESIDENT)
)
_TEMPLATES: Final[BindParameter[str]] = bindparam("templates", expanding=True)
_TAKE: Final = _first_due(true(), _IS_EARLIER)
_TAKE_OF: Final = _first_due(
    outbox.c.template.in_(_TEMPLATES), _IS_EARLIER & _EARLIER.c.template.in_(_TEMPLATES)
)
_SAYS: Final = select(contents.c.raw).where(contents.c.letter_id == bindparam("letter"))


def _take_first(tx: Transaction, now: datetime, templates: Collection[str] | None) -> _Claimed | None:
    if templates is None:
        found = tx.connection.execute(_TAKE, {"now": now})
    else:
        found = tx.connection.execute(_TAKE_OF, {"now": now, "templates": list(templates)})
    row = found.mappings().first()
    if row is None:
        return None
    audience, phase = Audience(row["audience"]), Phase(row["phase"])
    raw = tx.connection.execute(_SAYS, {"letter": row["id"]}).scalar_one()
    return _Claimed(**{**row, "audience": audience, "phase": phase, "raw": raw})


async def _hand_over(store: Store, mailer: Mailer, letter: _Claimed) -> Answer:
    with around("outbox.hand_over"):
        return await mailer.hand_over(
            envelope_sender=letter.envelope_sender,
            recipient=letter.recipient,
            raw=letter.raw,
            entering_data=lambda: _enter_data(store, letter),
        )


def _enter_data(store: Store, letter: _Claimed) -> None:
    """Commit that the letter may be gone from now on; raises StoreError if it is no longer ours."""
    with store.begin("outbox.data") as tx:
        if not _set(tx, letter, phase=letter.phase.entering_data.value):
            msg = f"letter {letter.id} is no longer ours: does a second altabaixa send from this store?"
            raise StoreError(msg)


def _record(
    store: Store,
    letter: _Claimed,
    answer: Answer,
    *,
    now: datetime,
    templates: Collection[str] | None,
    is_last: bool,
) -> tuple[Verdict, _Claimed | None]:
    """Write what came of the letter, and take the next one in the same commit, unless it is the last."""
    verdict = judge(
        answer,
        attempts=letter.attempts,
        first_try_at=letter.first_tried_at,
        now=now,
        audience=letter.audience,
        again=letter.phase.again,
    )
    reached = letter.phase.entering_data if answer.phase is Phase.DATA else letter.phase
    values = _values(verdict, phase=reached, now=now)
    with store.begin("outbox.record") as tx:
        said = {"answer": answer_words(answer), "server_words": answer.words or None}
        if _set(tx, letter, **values, **said):
            _forget(tx, letter.id, letter.template, verdict, now=now)
        if is_about_server(answer):
            _put_off(tx, now=now, until=others_wait_until(attempts=letter.attempts, now=now))
        following = None if is_last else _take_first(tx, now, templates)
    log.info(
        "letter_tried",
        letter=letter.id,
        attempts=letter.attempts,
        state=values["state"],
        answer=answer.trouble.value if answer.trouble else f"{answer.code} {answer.enhanced}".strip(),
    )
    return verdict, following


def _set(tx: Transaction, letter: _Claimed, **values: object) -> bool:
    """Write to the letter's row if this try still owns it."""
    ours = {"letter": letter.id, "tried": letter.attempts}
    return tx.connection.execute(_OURS, ours | values).rowcount == 1


_OURS: Final = update(outbox).where(
    outbox.c.id == bindparam("letter"),
    outbox.c.state == "sending",
    outbox.c.attempts == bindparam("tried"),
)


def _put_off(tx: Transaction, *, now: datetime, until: datetime) -> None:
    """Let every other due letter wait as long: one server serves them all."""
    due = (outbox.c.state == "waiting") & (outbox.c.due_at <= now)
    tx.connection.execute(update(outbox).where(due).values(due_at=until))


def _values(verdict: Verdict, *, phase: Phase, now: datetime) -> dict[str, object]:
    """The columns that say *verdict*; `phase` is how far the try came."""
    match verdict:
        case Fate.SENT:
            return {"state": "sent", "phase": phase.value, "sent_at": now}
        case Retry(at=at, again=again):
            return {"state": "waiting", "phase": Phase.ENVELOPE_AGAIN.value if again else "", "due_at": at}
        case Fate.FAILED:
            return {"state": "failed", "phase": phase.value}
        case Fate.UNKNOWN:
            return {"state": "unknown", "phase": phase.value}
        case _:
            assert_never(verdict)


def _forget(tx: Transaction, letter: int, template: str, verdict: Verdict, *, now: datetime) -> None:
    """Erase a letter that is not kept any longer: what it says is only to be had in the mailbox."""
    if template == SET_ASIDE and not isinstance(verdict, Retry):
        tx.connection.execute(delete(contents).where(contents.c.letter_id == letter))
        tx.connection.execute(update(outbox).where(outbox.c.id == letter).values(erased_at=now))


def _count(tally: Delivered, verdict: Verdict, answer: Answer) -> Delivered:
    trouble = answer_words(answer) if is_about_server(answer) else ""
    counted = replace(tally, reached=answer.kind is Kind.ANSWERED, trouble=trouble)
    match verdict:
        case Fate.SENT:
            return replace(counted, sent=tally.sent + 1)
        case Retry():
            return replace(counted, retried=tally.retried + 1)
        case Fate.FAILED:
            return replace(counted, failed=tally.failed + 1)
        case Fate.UNKNOWN:
            return replace(counted, unknown=tally.unknown + 1)
        case _:
            assert_never(verdict)
