"""Listens to the mailbox: one connection, in one thread, for ever.

Correct by polling, fast by IDLE: every wake-up and every slice ends with a look into
each folder, so that a wake-up that got lost costs seconds and no mail. Whatever goes
wrong, it is tried again; how soon, `rules.transport.reconnection` says.
"""

import random
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from daemon.books import disk_space, health
from daemon.books.health import Loop
from daemon.counting import counted
from daemon.errors import AltabaixaError, MailboxError, SettingsError, StoreError
from daemon.mailbox.intake import Intake, StoppedError, Taken
from daemon.mailbox.sync import Sync, note_beginning
from daemon.ports import Mailbox
from daemon.service.logs import what_and_where
from daemon.service.watchdog import Progress
from rules.transport.reconnection import Cause, clock_error, pause

log = structlog.get_logger()

SLICE_SECONDS: Final = 10.0
"""How long a lost wake-up, or a connection that died in silence, can stay unseen."""

_STEP_SECONDS: Final = 600.0
"""Longer than the most that is fetched at once takes on a slow line, and than a message takes to be read."""

_ERRAND_SECONDS: Final = 300.0

_LAGS: Final = 5


@dataclass(slots=True, kw_only=True)
class Listener:
    """Reads what comes in, until `stop`.

    `errands` are done on the connection before each wait; `changed` is called when the
    mailbox comes into reach or goes out of it.
    """

    intake: Intake
    connect: Callable[[], Mailbox]
    stop: threading.Event
    progress: Progress
    errands: Callable[[Mailbox], None] = lambda _mailbox: None
    changed: Callable[[], None] = lambda: None
    slice_seconds: float = SLICE_SECONDS
    _began_at: datetime = field(init=False)
    _said_at: float = 0.0
    _failures: int = 0
    _trouble: str | None = None
    _junk_trouble: str | None = None
    _errands_from: float = 0.0
    _listening: bool = False
    _lags: deque[timedelta] = field(default_factory=lambda: deque(maxlen=_LAGS))
    _clock_off: timedelta | None = None

    def run(self) -> None:
        """Listen until `stop`; no failure ends it."""
        self._began_at = self.intake.clock()
        self._remember_clock()
        while not self.stop.is_set():
            try:
                self._session()
            except StoppedError:
                return
            except AltabaixaError as error:
                if self.stop.is_set():  # another may listen by now, and hear
                    return
                self._failed(error)
            except Exception as error:  # noqa: BLE001 - whatever it is, the mailbox must not stay unread
                log.critical("listener_broke", **what_and_where(error))
                self._failed(MailboxError(f"internal error {type(error).__name__}, see the journal"))

    def _session(self) -> None:
        """One connection, from its beginning to its end."""
        self._listening = False
        self.progress.made(within=_STEP_SECONDS)
        disk_space.require(self.intake.settings)
        with closing(self.connect()) as mailbox:
            self._said_at = time.monotonic()
            while not self.stop.is_set():
                # What comes while we read is announced to nobody: so we look until there is nothing new.
                while self._look(mailbox):
                    self._between()
                self._do_errands(mailbox)
                self.progress.made(within=_STEP_SECONDS + self.slice_seconds)
                mailbox.wait(self.slice_seconds, self.stop)
                self._failures = 0

    def _do_errands(self, mailbox: Mailbox) -> None:
        """What is ours to put into the mailbox; what a folder does not take is tried again after a while."""
        if time.monotonic() < self._errands_from:
            return
        self.progress.made(within=_STEP_SECONDS)
        try:
            self.errands(mailbox)
        except MailboxError as error:
            if error.cause is not Cause.FOLDER:
                raise
            log.warning("errand_refused", why=str(error))
            self._errands_from = time.monotonic() + _ERRAND_SECONDS

    def _look(self, mailbox: Mailbox) -> bool:
        """Read every folder to its end; returns whether there was anything new."""
        self.progress.made(within=_STEP_SECONDS)
        found = False
        intake = replace(self.intake, watch=self._taken)
        try:
            done = Sync(intake, mailbox, between=self._between).read_all()
        except MailboxError as error:
            # The connection is well, and the other folders are read.
            if error.cause is not Cause.FOLDER:
                raise
            self._note_down(error.cause, str(error))
        else:
            found = done.found > 0
            if not found or self._trouble != "":  # else we look again at once, and letters wait to leave
                self._note_up()
            self._note_junk(done.junk_trouble)
        self._listening = True
        return found

    def _between(self) -> None:
        """Between two messages: the place to stop at, for the one before is handled whole."""
        self.progress.made(within=_STEP_SECONDS)
        if self.stop.is_set():
            raise StoppedError
        if time.monotonic() - self._said_at > self.slice_seconds:  # a long backlog is no silence
            self._said_at = time.monotonic()
            health.note_alive(self.intake.store, [Loop.MAILBOX], now=self.intake.clock())

    def _taken(self, taken: Taken) -> None:
        if self._listening and taken.received_at is not None:
            self._lags.append(self.intake.clock() - taken.received_at)
            self._check_clock()
        self.intake.watch(taken)

    def _remember_clock(self) -> None:
        """What was said of the clock before we started holds until mail says otherwise."""
        try:
            with self.intake.store.read() as tx:
                if not health.pulse_of(tx, Loop.CLOCK).up:
                    self._clock_off = timedelta()
        except StoreError as error:
            log.warning("clock_not_remembered", why=str(error))

    def _check_clock(self) -> None:
        off = clock_error(self._lags)
        if (off is None) == (self._clock_off is None):
            return
        self._clock_off = off
        now = self.intake.clock()
        if off is None:
            health.note_up(self.intake.store, Loop.CLOCK, now=now)
            return
        minutes = counted(abs(round(off.total_seconds() / 60)), "minute")
        how = f"{minutes} {'ahead of' if off > timedelta() else 'behind'}"
        trouble = f"this machine's clock is {how} the mail server's: is time synchronisation (NTP) on?"
        log.warning("clock_is_off", why=trouble)
        health.note_down(self.intake.store, Loop.CLOCK, cause="", trouble=trouble, now=now)

    def _note_up(self) -> None:
        was, self._trouble = self._trouble, ""
        self._said_at = time.monotonic()
        if health.note_up(self.intake.store, Loop.MAILBOX, now=self.intake.clock()):
            log.info("mailbox_back")
        if was != "":
            self.changed()

    def _note_junk(self, trouble: str) -> None:
        """A junk folder that is gone is no dead mailbox, but somebody must mend it."""
        was, self._junk_trouble = self._junk_trouble, trouble
        now = self.intake.clock()
        if trouble:
            if was != trouble:
                log.warning("junk_folder_failed", why=trouble)
            health.note_down(self.intake.store, Loop.JUNK, cause=Cause.FOLDER.name, trouble=trouble, now=now)
        elif was != "":  # at the first look the store may hold what was said before
            health.note_up(self.intake.store, Loop.JUNK, now=now)
        if was is not None and was != trouble:
            self.changed()

    def _failed(self, error: AltabaixaError) -> None:
        """Note why, and wait; the wait is progress."""
        self._failures += 1
        cause, asked = _handling_time(error)
        # Who gives access tokens is spared by `Tokens`: to look whether there is one costs nothing.
        patience = Cause.SIGN_IN_AWAY if cause.is_of_sign_in else cause
        waited = pause(patience, failures=self._failures, asked=asked, chance=random.random()).total_seconds()  # noqa: S311 - no secret
        try:
            self._note_down(cause, str(error))
        except StoreError as failed:
            log.warning("outage_not_noted", why=str(failed))
        self.progress.made(within=waited + _STEP_SECONDS)
        self.stop.wait(waited)

    def _note_down(self, cause: Cause, trouble: str) -> None:
        if self._trouble is None:  # the mailbox was never in reach
            note_beginning(self.intake, self._began_at)
        was, self._trouble = self._trouble, trouble
        if was != trouble:  # the same line every few seconds would bury the others
            log.warning("mailbox_failed", cause=cause.name, why=trouble)
        now = self.intake.clock()
        health.note_down(self.intake.store, Loop.MAILBOX, cause=cause.name, trouble=trouble, now=now)
        if was != trouble:
            self.changed()


def _handling_time(error: AltabaixaError) -> tuple[Cause, timedelta | None]:
    match error:
        case MailboxError():
            return error.cause, error.asked
        case StoreError():
            return Cause.DISK if error.full else Cause.STORE, None
        case SettingsError():  # the password's file
            return Cause.REFUSED, None
        case _:
            return Cause.AWAY, None
