"""The composition root: the one place where the parts are put together.

The clock and the wire are arguments, so that a month can be tested in seconds.
"""

import asyncio
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import structlog

from daemon.digests import Digests
from daemon.errors import AltabaixaError, MailboxError, SettingsError
from daemon.filing import KEPT_FOR_FILING, file_sent, unfiled
from daemon.imap import ImapMailbox
from daemon.intake import Intake, Taken
from daemon.outbox import deliver_due, recover
from daemon.ports import Mailbox
from daemon.post import Post
from daemon.sections import Smtp
from daemon.settings import Settings
from daemon.smtp import SmtpMailer
from daemon.store import Store
from daemon.sync import Sync

log = structlog.get_logger()

_EVERY_SECONDS: Final = 60.0
_LONGEST_WAIT: Final = 900.0


def now() -> datetime:
    """This moment, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The service, put together. Closing the store is the caller's."""

    settings: Settings
    store: Store
    clock: Callable[[], datetime] = now
    watch: Callable[[Taken], None] = lambda _taken: None

    @property
    def digests(self) -> Digests:
        """What makes the digests."""
        return Digests(store=self.store, settings=self.settings, post=Post(self.settings), clock=self.clock)

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
        box = self.settings.mailbox
        return ImapMailbox(
            host=box.host,
            port=box.port,
            tls=box.tls,
            ca_file=self.settings.ca_file("imap"),
            user=box.user,
            password=self.settings.secret("imap"),
        )

    def mailer(self) -> SmtpMailer:
        """The town's way out for mail."""
        smtp = self.settings.smtp
        try:
            return self._mailer(smtp)
        except ValueError as error:
            msg = f"{self.settings.path}: [smtp]: {error}"
            raise SettingsError(msg) from error

    def _mailer(self, smtp: Smtp) -> SmtpMailer:
        return SmtpMailer(
            host=smtp.host,
            port=smtp.port,
            tls=smtp.tls,
            ca_file=str(self.settings.ca_file("smtp") or ""),
            user=smtp.user,
            password=(lambda: self.settings.secret("smtp")) if smtp.user else None,
            sender=smtp.sender,
        )

    def run_once(self) -> None:
        """Handle all that waits: mail, a digest that is due, letters.

        Raises MailboxError or StoreError; even with the mailbox out of reach, digest and letters go out.
        """
        recover(self.store, now=self.clock())
        unreached: AltabaixaError | None = None
        try:
            with closing(self.mailbox()) as mailbox:
                Sync(self.intake, mailbox).read_all()
        except (MailboxError, SettingsError) as error:
            unreached = error
        self.digests.queue_leaves()
        self.deliver()  # before the digest counts what still waits
        if self.digests.queue_due():
            self.deliver()
        self._file_sent()
        if unreached is not None:
            raise unreached

    def _file_sent(self) -> None:
        """Copies for the Sent folder: a courtesy, which no round fails for."""
        folder, since = self.settings.mailbox.sent_folder, self.clock() - KEPT_FOR_FILING
        if not folder or not unfiled(self.store, since=since):
            return
        try:
            with closing(self.mailbox()) as mailbox:
                file_sent(self.store, mailbox, folder, since=since)
        except (MailboxError, SettingsError) as error:
            log.warning("letters_not_filed", why=str(error))

    def deliver(self) -> None:
        """Try every letter that is due."""
        asyncio.run(self._deliver())

    async def _deliver(self) -> None:
        mailer = self.mailer()
        try:
            await deliver_due(self.store, mailer, clock=self.clock)
        finally:
            await mailer.close()

    def run(self, stop: threading.Event) -> None:
        """Do it again and again until *stop*; what cannot be reached is tried ever more seldom."""
        wait = _EVERY_SECONDS
        while not stop.is_set():
            try:
                self.run_once()
                wait = _EVERY_SECONDS
            except AltabaixaError as error:
                log.warning("round_failed", why=str(error))
                wait = min(wait * 2, _LONGEST_WAIT)
            stop.wait(wait)
