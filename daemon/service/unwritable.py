"""Books that cannot be written, or not even opened: staff are told without them, for the outbox is there.

Once an outage, be it that each start of the service fails for it; when the books can be written again it is
handed over to them, so that what tells of any other outage's end tells of this one's.
"""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import select, update

from daemon.access import reason
from daemon.books import disk_space, health
from daemon.books.backup import books_file
from daemon.books.health import Loop
from daemon.books.store import Store, Transaction
from daemon.books.tables import outbox
from daemon.configuration.settings import Settings
from daemon.errors import AltabaixaError, StoreError
from daemon.letters import for_staff
from daemon.letters.smtp_answers import answer_words
from daemon.mailbox.accounts import mailer
from daemon.post.drafting import alike
from daemon.post.queueing import Draft, Occasion, Post
from daemon.service import state_file
from rules.transport.delivery import Audience, Fate, Retry, judge
from rules.transport.reconnection import Cause, is_told

log = structlog.get_logger()

_NAME: Final = "outage.json"
_PRIVATE: Final = 0o600


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


@dataclass(slots=True)
class _Telling:
    """How far one outage is told: whether anybody got the letter, and who needs none any more."""

    is_told: bool = False
    done: list[str] = field(default_factory=list)
    letters: list[_Letter] | None = None


@dataclass(slots=True, kw_only=True)
class Unwritable:
    """What is known of such an outage, also in a file for the next start; the clock is an argument.

    `failed` and `works` are the beat's, which writes every few seconds; `tell` is who sends. There is no
    `store` where it could not be opened.
    """

    file: Path
    store: Store | None
    clock: Callable[[], datetime]
    outage: Outage | None = None
    _telling: _Telling = field(default_factory=_Telling)

    def __post_init__(self) -> None:
        """Go on from what the last start of the service knew."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            self.outage, self._telling = _kept(self.file)

    def failed(self, error: StoreError, settings: Settings) -> bool:
        """The books could not be written once more; whether the next start will know."""
        before, now = self.outage, self.clock()
        self.outage = Outage(
            since=min(before.since, now) if before else now,
            cause=Cause.DISK if error.full or disk_space.is_short(settings) else Cause.STORE,
            trouble=str(error),
            failures=before.failures + 1 if before else 1,
        )
        return self._keep()

    def works(self) -> None:
        """The books can be written: an outage that people were told of goes on there, until mail is read."""
        outage = self.outage
        if outage is None or self.store is None:
            return
        if self._telling.is_told:
            with self.store.begin("unwritable.over") as tx:
                _hand_over(tx, outage, now=self.clock())
        self._telling, self.outage = _Telling(), None
        with suppress(OSError):
            self.file.unlink(missing_ok=True)

    async def tell(self, settings: Settings) -> bool:
        """Tell staff of the outage if it is time; whether there is one."""
        outage, telling, now = self.outage, self._telling, self.clock()
        if outage is None:
            return False
        if not is_told(outage.cause, failures=outage.failures, since=outage.since, now=now):
            return True
        if telling.letters is None:
            if not telling.is_told and await asyncio.to_thread(self._was_told):
                telling.is_told, telling.letters = True, []
                return True
            telling.letters = _written(outage, settings, now, but=telling.done)
        await self._send(telling, settings)
        return True

    async def _send(self, telling: _Telling, settings: Settings) -> None:
        letters = telling.letters or []
        due = [letter for letter in letters if letter.waits and letter.due_at <= self.clock()]
        if not due:
            return
        log.warning("outage_told_without_the_books", cause=self.outage and self.outage.cause.name)
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
                telling.is_told |= verdict is Fate.SENT
                letter.waits = isinstance(verdict, Retry)
                if isinstance(verdict, Retry):
                    letter.due_at, letter.again = verdict.at, verdict.again
                else:
                    telling.done.append(letter.reader)
                self._keep()
        finally:
            await way_out.close()

    def _keep(self) -> bool:
        """Note for the next start what is known; whether that could be done."""
        outage, telling = self.outage, self._telling
        if outage is None:
            return False
        known = {
            "since": outage.since.isoformat(),
            "cause": outage.cause.name,
            "trouble": outage.trouble,
            "failures": outage.failures,
            "told": telling.is_told,
            "done": telling.done,
        }
        try:
            state_file.write(self.file, json.dumps(known, ensure_ascii=False), mode=_PRIVATE)
        except OSError as error:
            if outage.failures == 1:
                log.warning("outage_not_kept", file=str(self.file), why=reason(error))
            return False
        return True

    def _was_told(self) -> bool:
        """Whether the books say that people know by now, of a disk that was nearly full for one."""
        if self.store is None:
            return False
        try:
            with self.store.read() as tx:
                mailbox = health.pulse_of(tx, Loop.MAILBOX)
                is_owed = tx.connection.execute(_OWED).first() is not None
        except StoreError:
            return False
        return mailbox.down_since is not None and mailbox.told_of == mailbox.down_since and not is_owed


def tell_of_a_failed_start(error: StoreError, settings: Settings, *, clock: Callable[[], datetime]) -> None:
    """Note that the service could not start once more for its books, and tell staff once it is time.

    Where nothing can be noted for the next start it is not told either: each would tell it anew.
    """
    alarm = Unwritable(file=kept_in(settings), store=None, clock=clock)
    if alarm.failed(error, settings):
        try:
            asyncio.run(alarm.tell(settings))
        except AltabaixaError as trouble:
            log.warning("letters_not_sent", why=str(trouble))


def kept_in(settings: Settings) -> Path:
    """Where an outage is noted: beside the books, in the service's own folder for those of a server."""
    books = books_file(settings.store_url)
    return Path(f"{books}.{_NAME}") if books else settings.state_folder / f"altabaixa.{_NAME}"


def _kept(file: Path) -> tuple[Outage, _Telling]:
    known = json.loads(file.read_text(encoding="utf-8"))
    outage = Outage(
        since=datetime.fromisoformat(known["since"]).astimezone(UTC),
        cause=Cause[known["cause"]],
        trouble=str(known["trouble"]),
        failures=int(known["failures"]),
    )
    return outage, _Telling(known["told"] is True, [str(reader) for reader in known["done"]])


def _written(outage: Outage, settings: Settings, now: datetime, *, but: Sequence[str]) -> list[_Letter]:
    rendered = for_staff.outage(
        town=settings.town(), since=outage.since, cause=outage.cause, detail=outage.trouble
    )
    draft = Draft(occasion=Occasion.OUTAGE, about=outage.since.isoformat(), written=alike(rendered))
    return [
        _Letter(reader=reader, raw=raw, due_at=now, first_try_at=outage.since)
        for reader, raw in Post(settings).letters(draft, now=now)
        if reader not in but
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
