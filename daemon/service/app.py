"""The composition root: the one place where the parts are put together.

The clock and the wire are arguments, so that a month can be tested in seconds.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import aclosing, closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import structlog

from daemon.books import cases, health
from daemon.books.health import Loop
from daemon.books.retention import Retention
from daemon.books.store import Store
from daemon.configuration.settings import Settings
from daemon.counting import counted
from daemon.desk.broadcast_reminders import BroadcastReminders
from daemon.desk.digests import Digests
from daemon.desk.monthly import Months
from daemon.desk.reminding import Reminders
from daemon.errors import AltabaixaError, MailboxError, SettingsError
from daemon.mailbox.accounts import mailer, open_mailbox
from daemon.mailbox.intake import Intake, StoppedError, Taken
from daemon.mailbox.sync import Sync, note_beginning
from daemon.ports import UNSEEN, Mailbox, Progress
from daemon.post.filing import KEPT_FOR_FILING, file_sent, unfiled
from daemon.post.outbox import Delivered, deliver_due, letters_waiting, recover
from daemon.post.queueing import Post
from daemon.service.alarms import Alarms
from daemon.service.canary import Canary
from daemon.service.shadow import TEMPLATES, Reports
from daemon.service.sign_in import SignIn
from daemon.service.way_out import WayOut
from rules.transport.reconnection import Cause

log = structlog.get_logger()

_COMPANY: Final = timedelta(minutes=2)
"""How long a leave waits for others of its household, so that staff get one notice."""


def now() -> datetime:
    """This moment, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The service, put together. Closing the store is the caller's.

    With `watches_only` nothing comes out of it but reports to the technician (`daemon.service.shadow`).
    """

    settings: Settings
    store: Store
    clock: Callable[[], datetime] = now
    watch: Callable[[Taken], None] = lambda _taken: None
    watches_only: bool = False

    @property
    def digests(self) -> Digests:
        """What makes the digests."""
        return Digests(store=self.store, settings=self.settings, post=Post(self.settings), clock=self.clock)

    @property
    def months(self) -> Months:
        """What makes the reports of the months."""
        return Months(store=self.store, settings=self.settings, post=Post(self.settings), clock=self.clock)

    @property
    def alarms(self) -> Alarms:
        """What tells people of the service itself."""
        return Alarms(
            store=self.store,
            settings=self.settings,
            post=Post(self.settings),
            digests=self.digests,
            clock=self.clock,
        )

    @property
    def reminders(self) -> Reminders:
        """What asks again who did not answer, and hands over to staff."""
        return Reminders(store=self.store, settings=self.settings, post=Post(self.settings), clock=self.clock)

    @property
    def broadcasts(self) -> BroadcastReminders:
        """What tells staff to send what is to be broadcast."""
        return BroadcastReminders(
            store=self.store, settings=self.settings, post=Post(self.settings), clock=self.clock
        )

    @property
    def canary(self) -> Canary:
        """What mails to ourselves, to see whether it arrives."""
        return Canary(store=self.store, settings=self.settings, post=Post(self.settings), clock=self.clock)

    @property
    def sign_in(self) -> SignIn:
        """What keeps the access tokens fresh."""
        return SignIn(store=self.store, settings=self.settings, clock=self.clock)

    @property
    def retention(self) -> Retention:
        """What erases what is over."""
        return Retention(store=self.store, settings=self.settings, clock=self.clock)

    @property
    def intake(self) -> Intake:
        """What takes mail in."""
        return Intake(
            store=self.store,
            settings=self.settings,
            post=Post(self.settings),
            clock=self.clock,
            watch=self.watch,
        )

    def mailbox(self) -> Mailbox:
        """A fresh connection to the town's mailbox."""
        return open_mailbox(self.settings)

    def run_once(self, stop: threading.Event | None = None, progress: Progress = UNSEEN) -> None:
        """Handle all that waits: mail, a digest that is due, letters; after *stop* only what is in hand.

        Raises MailboxError or StoreError; even with the mailbox out of reach, digest and letters go out.
        """
        _ = self.settings.texts  # unsound letters are found before a message is read
        began_at = self.clock()
        recover(self.store, now=began_at)
        unreached: AltabaixaError | None = None
        try:
            with closing(self.mailbox()) as mailbox:
                sync = Sync(self.intake, mailbox, between=partial(_go_on, stop), progress=progress)
                done = sync.read_all()
            health.note_up(self.store, Loop.MAILBOX, now=self.clock())
            self._note_junk(done.junk_trouble)
        except (MailboxError, SettingsError) as error:
            unreached = error
            self._note_down(error, began_at=began_at)
        except StoppedError:
            return
        self.sign_in.round()
        self._send_probe()
        self.alarms.ring()
        self.reminders.round()
        self.broadcasts.round()
        self.digests.queue_leaves()
        while self.retention.round() and (stop is None or not stop.is_set()):
            pass
        self.deliver(stop)  # before the digest counts what still waits
        if self._queue_digest():
            self.deliver(stop)
        self._do_errands()
        if unreached is not None:
            raise unreached

    def _note_junk(self, trouble: str) -> None:
        if trouble:
            health.note_down(
                self.store, Loop.JUNK, cause=Cause.FOLDER.name, trouble=trouble, now=self.clock()
            )
        else:
            health.note_up(self.store, Loop.JUNK, now=self.clock())

    def duties(self) -> dict[str, Callable[[], bool]]:
        """What time brings, by name; each duty says whether letters are owed."""
        return {
            "sign-in": self.sign_in.round,
            "canary": self._send_probe,
            "alarms": self.alarms.ring,
            "reminders": self.reminders.round,
            "broadcasts": self.broadcasts.round,
            "leaves": lambda: self.digests.queue_leaves(grouped_for=_COMPANY) > 0,
            "retention": self._erase,
            "digest": self._queue_digest,
        }

    def _erase(self) -> bool:
        self.retention.round()
        return False

    def _send_probe(self) -> bool:
        return not self.watches_only and self.canary.round()

    def _queue_digest(self) -> bool:
        """Owe the day's digest and the month's report if they are due; also what was only watched."""
        on = self.digests.queue_due()
        reported = self.months.queue_due()
        if on is not None and self.watches_only:
            self._reports.queue(on)
        return on is not None or reported is not None

    @property
    def _reports(self) -> Reports:
        return Reports(
            store=self.store,
            settings=self.settings,
            post=Post(self.settings),
            digests=self.digests,
            clock=self.clock,
        )

    def in_one_line(self) -> str:
        """Say how the service is, for the service manager: STATUS in systemd's words."""
        with self.store.read() as tx:
            mailbox, sending = health.pulse_of(tx, Loop.MAILBOX), health.pulse_of(tx, Loop.SENDING)
            junk, sign_in = health.pulse_of(tx, Loop.JUNK), health.pulse_of(tx, Loop.SIGN_IN)
            waiting, cards = letters_waiting(tx), cases.counts(tx).get("staff", 0)
        heard = "mailbox connected" if mailbox.is_fresh(self.clock()) else "waiting for the mailbox"
        if not mailbox.up:
            heard = f"{health.TROUBLE.get(mailbox.cause, health.OUT_OF_REACH)}: {mailbox.trouble}"
        sent = "" if sending.up else f"; SMTP FAILS: {sending.trouble}"
        sent += "" if sign_in.up else f"; NO NEW ACCESS TOKEN: {sign_in.trouble}"
        sent += "" if junk.up else f"; junk folder: {junk.trouble}"
        letters = counted(waiting, "letter waits", "letters wait")
        return f"{heard}{sent}; {letters}, {counted(cards, 'card')} for staff"

    def _note_down(self, error: MailboxError | SettingsError, *, began_at: datetime) -> None:
        note_beginning(self.intake, began_at)
        cause = error.cause if isinstance(error, MailboxError) else Cause.REFUSED
        health.note_down(self.store, Loop.MAILBOX, cause=cause.name, trouble=str(error), now=self.clock())

    def _do_errands(self) -> None:
        """What is ours to put into the mailbox: a courtesy, which no round fails for."""
        if not self._has_errands():
            return
        try:
            with closing(self.mailbox()) as mailbox:
                self.errands(mailbox)
        except (MailboxError, SettingsError) as error:
            log.warning("letters_not_filed", why=str(error))

    def _has_errands(self) -> bool:
        if self.watches_only:
            return False
        return self.alarms.digest_is_due_in_the_mailbox() or self._has_unfiled()

    def errands(self, mailbox: Mailbox) -> None:
        """Put the copies of sent letters into the Sent folder, and the digest where SMTP takes none."""
        if self.watches_only:
            return
        self.alarms.lay_digest_into(mailbox)
        if self._has_unfiled():
            folder = self.settings.mailbox.sent_folder
            file_sent(self.store, mailbox, folder, since=self.clock() - KEPT_FOR_FILING)

    def _has_unfiled(self) -> bool:
        if not self.settings.mailbox.sent_folder:
            return False
        return bool(unfiled(self.store, since=self.clock() - KEPT_FOR_FILING))

    def deliver(self, stop: threading.Event | None = None) -> None:
        """Try every letter that is due, until *stop*."""

        async def once() -> None:
            async with aclosing(WayOut()) as way_out:
                await self.send(way_out, go_on=lambda: stop is None or not stop.is_set())

        asyncio.run(once())

    async def send(self, way_out: WayOut, *, go_on: Callable[[], bool] = lambda: True) -> Delivered:
        """Try every letter that is due, while *go_on*; note whether the server was in reach."""
        try:
            mailer = await way_out.by(self.settings)
        except SettingsError as error:
            health.note_down(self.store, Loop.SENDING, cause="", trouble=str(error), now=self.clock())
            raise
        delivered = await deliver_due(
            self.store,
            mailer,
            clock=self.clock,
            go_on=go_on,
            templates=TEMPLATES if self.watches_only else None,
        )
        if delivered.reached:
            way_out.was_of_use()
        self._note_sending(delivered)
        return delivered

    def _note_sending(self, delivered: Delivered) -> None:
        if delivered.reached is None:
            return
        if delivered.reached:
            health.note_up(self.store, Loop.SENDING, now=self.clock())
        else:
            health.note_down(self.store, Loop.SENDING, cause="", trouble=delivered.trouble, now=self.clock())


def _go_on(stop: threading.Event | None) -> None:
    if stop is not None and stop.is_set():
        raise StoppedError


def checked_app(settings: Settings, store: Store) -> App:
    """An App whose calendar, letters, passwords and certificates are good as files; else SettingsError."""
    app = App(settings=settings, store=store)
    _ = settings.texts
    app.digests.calendar(app.clock())
    settings.require_sign_in("imap")
    settings.require_sign_in("smtp")
    mailer(settings)
    return app
