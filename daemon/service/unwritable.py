"""Books that cannot be written, as on a full disk: staff are told without them, for the outbox is there.

Once an outage; when the books can be written again it is handed over to them, so that what tells of any
other outage's end tells of this one's.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import select, update

from daemon.books import disk_space, health
from daemon.books.health import Loop
from daemon.books.store import Store, Transaction
from daemon.books.tables import outbox
from daemon.configuration.settings import Settings
from daemon.errors import StoreError
from daemon.letters import for_staff
from daemon.letters.smtp_answers import answer_words
from daemon.mailbox.accounts import mailer
from daemon.post.drafting import alike
from daemon.post.queueing import Draft, Occasion, Post
from rules.transport.delivery import Audience, Fate, Retry, judge
from rules.transport.reconnection import Cause, is_told

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """Since when, why, and how often it was tried in vain."""

    since: datetime
    cause: Cause
    trouble: str
    failures: int


@dataclass(slots=True, kw_only=True)
class _Letter:
    """One reader's letter, on its way without a row in the outbox."""

    reader: str
    raw: bytes
    due_at: datetime
    first_try_at: datetime
    attempts: int = 0
    again: bool = False
    waits: bool = True


@dataclass(slots=True, kw_only=True)
class Unwritable:
    """What is known of such an outage, in memory; the clock is an argument.

    `failed` and `works` are the beat's, which writes every few seconds; `tell` is who sends.
    """

    store: Store
    clock: Callable[[], datetime]
    outage: Outage | None = None
    _letters: list[_Letter] = field(default_factory=list)
    _is_told: bool = False

    def failed(self, error: StoreError, settings: Settings) -> None:
        """The books could not be written once more."""
        before = self.outage
        self.outage = Outage(
            since=before.since if before else self.clock(),
            cause=Cause.DISK if error.full or disk_space.is_short(settings) else Cause.STORE,
            trouble=str(error),
            failures=before.failures + 1 if before else 1,
        )

    def works(self) -> None:
        """The books can be written: an outage that people were told of goes on there, until mail is read."""
        outage = self.outage
        if outage is None:
            return
        if self._is_told:
            with self.store.begin("unwritable.over") as tx:
                _hand_over(tx, outage, now=self.clock())
        self._letters, self._is_told, self.outage = [], False, None

    async def tell(self, settings: Settings) -> bool:
        """Tell staff of the outage if it is time; whether there is one."""
        outage, now = self.outage, self.clock()
        if outage is None:
            return False
        if not is_told(outage.cause, failures=outage.failures, since=outage.since, now=now):
            return True
        if not self._letters and not self._is_told:
            if await asyncio.to_thread(self._was_told):
                self._is_told = True
                return True
            self._letters = _written(outage, settings, now)
            log.warning("outage_told_without_the_books", cause=outage.cause.name)
        await self._send(settings)
        return True

    async def _send(self, settings: Settings) -> None:
        due = [letter for letter in self._letters if letter.waits and letter.due_at <= self.clock()]
        if not due:
            return
        way_out = mailer(settings)
        try:
            for letter in due:
                answer = await way_out.hand_over(
                    envelope_sender=settings.smtp.sender,
                    recipient=letter.reader,
                    raw=letter.raw,
                    entering_data=lambda: None,
                )
                letter.attempts += 1
                verdict = judge(
                    answer,
                    attempts=letter.attempts,
                    first_try_at=letter.first_try_at,
                    now=self.clock(),
                    audience=Audience.STAFF,
                    again=letter.again,
                )
                log.info(
                    "letter_tried",
                    letter="outage",
                    attempts=letter.attempts,
                    answer=answer_words(answer),
                )
                self._is_told |= verdict is Fate.SENT
                letter.waits = isinstance(verdict, Retry)
                if isinstance(verdict, Retry):
                    letter.due_at, letter.again = verdict.at, verdict.again
        finally:
            await way_out.close()

    def _was_told(self) -> bool:
        """Whether the books say that people know by now, of a disk that was nearly full for one."""
        try:
            with self.store.read() as tx:
                mailbox = health.pulse_of(tx, Loop.MAILBOX)
                is_owed = tx.connection.execute(_OWED).first() is not None
        except StoreError:
            return False
        return mailbox.down_since is not None and mailbox.told_of == mailbox.down_since and not is_owed


def _written(outage: Outage, settings: Settings, now: datetime) -> list[_Letter]:
    rendered = for_staff.outage(
        town=settings.town(), since=outage.since, cause=outage.cause, detail=outage.trouble
    )
    draft = Draft(occasion=Occasion.OUTAGE, about=outage.since.isoformat(), written=alike(rendered))
    return [
        _Letter(reader=reader, raw=raw, due_at=now, first_try_at=now)
        for reader, raw in Post(settings).letters(draft, now=now)
    ]


def _hand_over(tx: Transaction, outage: Outage, *, now: datetime) -> None:
    """Note the outage as one of the mailbox, which was not read meanwhile; what was owed of it is told."""
    mailbox = health.pulse_of(tx, Loop.MAILBOX)
    health.note_outage_told(tx, mailbox, since=outage.since, cause=outage.cause.name, trouble=outage.trouble)
    sent: Final = {"state": "sent", "sent_at": now, "answer": "dit sense poder-ho anotar"}
    tx.connection.execute(update(outbox).where(outbox.c.id.in_(_OWED)).values(sent))


_OWED: Final = select(outbox.c.id).where(
    outbox.c.key.startswith(f"outage/{Loop.MAILBOX}/"), outbox.c.state == "waiting"
)
