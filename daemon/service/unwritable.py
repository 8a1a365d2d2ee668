"""Books that cannot be written, or not even opened: staff are told without them, for the outbox is there.

Once an outage, be it that each start of the service fails for it; when the books can be written again it is
handed over to them, so that what tells of any other outage's end tells of this one's.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import structlog
from sqlalchemy import select, update

from daemon.access import reason
from daemon.books import disk_space, health
from daemon.books.backup import books_file, own_as
from daemon.books.health import Loop, Pulse
from daemon.books.store import Store, Transaction
from daemon.books.tables import outbox
from daemon.configuration.settings import Settings
from daemon.errors import AltabaixaError, StoreError
from daemon.letters import for_staff
from daemon.letters.smtp_answers import answer_words
from daemon.mailbox.accounts import mailer
from daemon.ports import Mailer
from daemon.post.drafting import alike
from daemon.post.queueing import Draft, Occasion, Post
from daemon.service import state_file
from daemon.service.places import shadow_url
from rules.transport.delivery import Answer, Audience, Fate, Retry, back_off, is_about_server, judge
from rules.transport.reconnection import Cause, is_told

log = structlog.get_logger()

_NAME: Final = "outage.json"
_PRIVATE: Final = 0o600
_PATIENCE: Final = 60
"""Seconds that a start which failed stays to tell of it: its manager waits for it."""


@dataclass(slots=True, kw_only=True)
class _Letter:
    """One reader's letter, on its way without a row in the outbox; `again`: a try before may have arrived."""

    reader: str
    raw: bytes
    due_at: datetime
    first_try_at: datetime
    attempts: int = 0
    again: bool = False
    waits: bool = True


@dataclass(slots=True, kw_only=True)
class Outage:
    """Since when, why, how often it was tried in vain, and how far it is told."""

    since: datetime
    cause: Cause = Cause.STORE
    trouble: str = ""
    failures: int = 0
    is_told: bool = False
    letters: list[_Letter] | None = None


@dataclass(slots=True, kw_only=True)
class Unwritable:
    """What is known of such an outage, also in a file for the next start; the clock is an argument.

    `failed` and `works` are the beat's, which writes every few seconds; `tell` is who sends. There is no
    `store` where it could not be opened. What kept earlier starts from their books waits until the
    mailbox was tried: then its end can be told.
    """

    file: Path
    store: Store | None
    clock: Callable[[], datetime]
    outage: Outage | None = None
    _earlier: Outage | None = None
    _began_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Go on from what the last start of the service knew."""
        self._began_at = self.clock()
        with suppress(OSError, ValueError, TypeError, KeyError):
            self._earlier = _read(self.file)

    def failed(self, error: StoreError, settings: Settings) -> None:
        """The books could not be written once more."""
        now = self.clock()
        outage = self.outage or self._earlier or Outage(since=now)
        outage.since = min(outage.since, now)
        outage.cause = Cause.DISK if error.full or disk_space.is_short(settings) else Cause.STORE
        outage.trouble, outage.failures = str(error), outage.failures + 1
        self.outage, self._earlier = outage, None
        self._keep(outage)

    def works(self) -> None:
        """The books can be written: an outage that people were told of goes on there, until mail is read."""
        outage = self.outage or self._earlier
        if outage is None or self.store is None:
            return
        with self.store.begin("unwritable.over") as tx:
            mailbox = health.pulse_of(tx, Loop.MAILBOX)
            if self._earlier and not (mailbox.alive_at and mailbox.alive_at >= self._began_at):
                return
            if outage.is_told:
                _hand_over(tx, outage, mailbox, is_over=self._earlier is not None, now=self.clock())
        self.outage = self._earlier = None
        with suppress(OSError):
            self.file.unlink(missing_ok=True)

    async def tell(self, settings: Settings) -> bool:
        """Tell staff of the outage if it is time; whether there is one."""
        outage, now = self.outage, self.clock()
        if outage is None:
            return False
        if not is_told(outage.cause, failures=outage.failures, since=outage.since, now=now):
            return True
        if outage.letters is None:
            if await asyncio.to_thread(self._was_told):
                outage.is_told, outage.letters = True, []
                return True
            outage.letters = _written(outage, settings, now)
            log.warning("outage_told_without_the_books", cause=outage.cause.name)
        await self._send(outage, settings)
        return True

    async def _send(self, outage: Outage, settings: Settings) -> None:
        due = [each for each in outage.letters or () if each.waits and each.due_at <= self.clock()]
        if not due:
            return
        way_out = mailer(settings)
        try:
            for letter in due:
                answer = await self._try(outage, letter, way_out, settings.smtp.sender)
                if is_about_server(answer):
                    for each in due:
                        each.due_at = max(each.due_at, letter.due_at)
                    self._keep(outage)
                    return
        finally:
            await way_out.close()

    async def _try(self, outage: Outage, letter: _Letter, way_out: Mailer, sender: str) -> Answer:
        """Try one letter once; whatever ends this process, the next knows how far it came."""
        again = letter.again

        def entering_data() -> None:
            letter.again = True
            self._keep(outage)

        letter.attempts += 1
        letter.due_at = self.clock() + back_off(letter.attempts)
        self._keep(outage)
        answer = await way_out.hand_over(
            envelope_sender=sender, recipient=letter.reader, raw=letter.raw, entering_data=entering_data
        )
        verdict = judge(
            answer,
            attempts=letter.attempts,
            first_try_at=letter.first_try_at,
            now=self.clock(),
            audience=Audience.STAFF,
            again=again,
        )
        log.info("letter_tried", letter="outage", attempts=letter.attempts, answer=answer_words(answer))
        outage.is_told |= verdict is Fate.SENT
        letter.waits = isinstance(verdict, Retry)
        if isinstance(verdict, Retry):
            letter.due_at, letter.again = verdict.at, verdict.again
        self._keep(outage)
        return answer

    def _keep(self, outage: Outage) -> None:
        """Note for the next start what is known."""
        if outage is not self.outage:  # it is over by now
            return
        try:
            state_file.write(self.file, json.dumps(asdict(outage), default=_plain), mode=_PRIVATE)
            own_as(self.file, self.file.parent)
        except OSError as error:
            if outage.failures == 1:
                log.warning("outage_not_kept", file=str(self.file), why=reason(error))

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


def tell_of_a_failed_start(
    error: StoreError, settings: Settings, stop: threading.Event, *, clock: Callable[[], datetime]
) -> None:
    """Note that the service could not start once more for its books, and tell staff once it is time.

    It takes a minute at most, and ends on *stop*. Where nothing can be noted for the next start it is not
    told either: each is the first one then.
    """
    alarm = Unwritable(file=kept_in(settings), store=None, clock=clock)
    alarm.failed(error, settings)

    async def telling() -> None:
        told = asyncio.ensure_future(alarm.tell(settings))
        over = asyncio.ensure_future(asyncio.to_thread(stop.wait, _PATIENCE))
        await asyncio.wait({told, over}, return_when=asyncio.FIRST_COMPLETED)
        stop.set()  # nobody waits for it any longer
        while not told.done():  # one that connects just then would not hear it
            told.cancel()
            await asyncio.wait({told}, timeout=1)
        with suppress(asyncio.CancelledError):
            await told

    try:
        asyncio.run(telling())
    except AltabaixaError as trouble:
        log.warning("letters_not_sent", why=str(trouble))


def kept_in(settings: Settings, *, watches_only: bool = False) -> Path:
    """Where an outage is noted: beside the books, in the service's own folder for those of a server."""
    books = books_file(shadow_url(settings) if watches_only else settings.store_url)
    return Path(f"{books}.{_NAME}") if books else settings.state_folder / f"altabaixa.{_NAME}"


def _plain(value: datetime | Cause | bytes) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.name if isinstance(value, Cause) else value.decode("latin-1")


def _read(file: Path) -> Outage:
    """What the last start noted; an error of its own for what is no such note."""
    known = json.loads(file.read_text(encoding="utf-8"))
    letters = known["letters"]
    return Outage(
        since=_moment(known["since"]),
        cause=Cause[known["cause"]],
        trouble=str(known["trouble"]),
        failures=int(known["failures"]),
        is_told=known["is_told"] is True,
        letters=letters if letters is None else [_letter(each) for each in letters],
    )


def _letter(known: Mapping[str, Any]) -> _Letter:
    return _Letter(
        reader=str(known["reader"]),
        raw=known["raw"].encode("latin-1"),
        due_at=_moment(known["due_at"]),
        first_try_at=_moment(known["first_try_at"]),
        attempts=int(known["attempts"]),
        again=known["again"] is True,
        waits=known["waits"] is True,
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _written(outage: Outage, settings: Settings, now: datetime) -> list[_Letter]:
    rendered = for_staff.outage(
        town=settings.town(), since=outage.since, cause=outage.cause, detail=outage.trouble
    )
    draft = Draft(occasion=Occasion.OUTAGE, about=outage.since.isoformat(), written=alike(rendered))
    return [
        _Letter(reader=reader, raw=raw, due_at=now, first_try_at=now)
        for reader, raw in Post(settings).letters(draft, now=now)
    ]


def _hand_over(tx: Transaction, outage: Outage, mailbox: Pulse, *, is_over: bool, now: datetime) -> None:
    """Note the outage as one of the mailbox, which was not read meanwhile; what was owed of it is told."""
    if is_over and mailbox.up:
        health.note_told(tx, Loop.MAILBOX, outage.since)
    else:
        health.note_outage_told(
            tx, mailbox, since=outage.since, cause=outage.cause.name, trouble=outage.trouble
        )
    sent: Final = {"state": "sent", "sent_at": now, "answer": "dit sense poder-ho anotar"}
    tx.connection.execute(update(outbox).where(outbox.c.id.in_(_OWED)).values(sent))


_OWED: Final = select(outbox.c.id).where(
    outbox.c.key.startswith(f"outage/{Loop.MAILBOX}/"), outbox.c.state.in_(("waiting", "sending"))
)
