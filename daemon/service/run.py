"""The living daemon: it listens in a thread, sends on the event loop, and beats.

READY means that configuration, store and calendar are good; whether the mailbox and
the mail server are in reach is STATUS. The watchdog is fed only while every loop goes
on; waiting for a server that is away is going on. SIGTERM finishes the message in hand;
SIGHUP takes the configuration as it now stands, or leaves all as it was.
"""

import asyncio
import signal
import threading
import time
from collections.abc import Callable
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import Final
from zlib import crc32

import structlog

from daemon.books import backup, health
from daemon.books.health import Loop
from daemon.errors import AltabaixaError, StoreError
from daemon.mailbox.intake import Taken
from daemon.post.outbox import recover
from daemon.service.app import App
from daemon.service.beat import Beat
from daemon.service.listener import Listener
from daemon.service.logs import what_and_where
from daemon.service.publishing import Publishing
from daemon.service.status import note_start
from daemon.service.unwritable import Unwritable, kept_in
from daemon.service.watchdog import Manager, Progress
from daemon.service.way_out import WayOut
from daemon.version import VERSION

log = structlog.get_logger()

_TICK_SECONDS: Final = 10
_TICK_PATIENCE: Final = 120.0
_LETTERS_EVERY_SECONDS: Final = 20
_LETTER_PATIENCE: Final = 20 * 60.0
"""A letter may take long by its timeouts alone: a minute a command, ten after the dot."""

_FAREWELL_SECONDS: Final = 12.0
"""What the message and the letter in hand get to be finished; well within TimeoutStopSec."""

_COPY_MISSED_SECONDS: Final = 6 * 3600
"""How often it is looked whether last night's copy was made: the machine may be off by night."""

_JUMP_SECONDS: Final = 30.0


class Service:
    """Runs *app* until SIGTERM. `reload` gives the App of the configuration as it now stands."""

    def __init__(
        self,
        app: App,
        *,
        reload: Callable[[], App],
        still_alone: Callable[[], None],
        manager: Manager | None = None,
    ) -> None:
        """Put the loops together; nothing runs yet."""
        self._app = app
        self._reload: Final = reload
        self._still_alone: Final = still_alone
        self._manager: Final = manager or Manager()
        self._sending: Final = Progress("sending")
        self._beating: Final = Progress("beat")
        self._publishing: Final = Publishing()
        self._tasks: Final[set[asyncio.Task[None]]] = set()
        self._stop: Final = asyncio.Event()
        self._owed: Final = asyncio.Event()
        self._listener: Listener | None = None
        self._thread: threading.Thread | None = None
        self._failure: StoreError | None = None
        self._unwritable: Final = Unwritable(
            file=kept_in(app.settings, watches_only=app.watches_only), store=app.store, clock=app.clock
        )
        self._refused, self._broken = "", ""
        self._reading_again: Final = asyncio.Lock()

    async def run(self) -> None:
        """Serve until a signal says stop; raises StoreError where another took the store from us."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, self._hang_up, loop)
        recover(self._app.store, now=self._app.clock())
        note_start(self._app.store, version=VERSION, now=self._app.clock())
        beat = self._beat(loop)
        self._listen()
        sending = loop.create_task(self._send())
        feeding = loop.create_task(self._feed(beat))
        beat.start()
        log.info("started", version=VERSION, store=self._app.store.engine_version)
        self._manager.ready("started")
        await self._stop.wait()
        self._manager.stopping()
        feeding.cancel()
        beat.stop()
        await self._take_leave(sending)
        if self._failure is not None:
            raise self._failure

    def _beat(self, loop: asyncio.AbstractEventLoop) -> Beat:
        beat = Beat(self._app.settings.tz)
        beat.every(_TICK_SECONDS, "tick", lambda: self._tick(loop))
        beat.every(_LETTERS_EVERY_SECONDS, "letters", lambda: self._wake(loop))
        if not self._app.watches_only:
            beat.nightly(3, 30 + self._own_minute(), "copy", self._copy)
            beat.every(_COPY_MISSED_SECONDS, "missed copy", self._copy_if_missed)
        return beat

    def _own_minute(self) -> int:
        """One of thirty, always the same: the towns of one machine do not all copy at once."""
        return crc32(self._app.settings.store_url.encode()) % 30

    def _copy(self) -> None:
        backup.back_up(self._app.settings.store_url, now=self._app.clock())

    def _copy_if_missed(self) -> None:
        backup.back_up_if_missed(self._app.settings.store_url, now=self._app.clock())

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        """Have the letters sent now; from any thread."""
        with suppress(RuntimeError):  # the loop is closed: nobody sends any more
            loop.call_soon_threadsafe(self._owed.set)

    # ---- the listener

    def _listen(self) -> None:
        """Begin to listen, by the configuration at hand."""
        app, loop = self._app, asyncio.get_running_loop()

        def taken(message: Taken) -> None:
            if message.decision.letter is not None:
                self._wake(loop)
            app.watch(message)

        self._listener = Listener(
            intake=replace(app, watch=taken).intake,
            connect=app.mailbox,
            stop=threading.Event(),
            progress=Progress("listener"),
            errands=app.errands,
            changed=lambda: self._manager.status(self._status()),
        )
        self._thread = threading.Thread(target=self._listener.run, name="listener", daemon=True)
        self._thread.start()

    async def _stop_listening(self) -> None:
        """Ask the listener to come to its end; one that hangs on a silent server is left behind."""
        if self._listener is None or self._thread is None:
            return
        self._listener.stop.set()
        await asyncio.to_thread(self._thread.join, _FAREWELL_SECONDS)

    # ---- the letters

    async def _send(self) -> None:
        async with aclosing(WayOut()) as way_out:
            while not self._stop.is_set():
                self._owed.clear()
                self._sending.made(within=_LETTER_PATIENCE)
                await self._send_what_is_due(way_out)
                self._sending.made(within=6 * _LETTERS_EVERY_SECONDS)
                await way_out.wait(self._owed)

    async def _send_what_is_due(self, way_out: WayOut) -> None:
        try:
            if not await self._unwritable.tell(self._app.settings):
                await self._app.send(way_out, go_on=self._may_send)
        except AltabaixaError as error:
            log.warning("letters_not_sent", why=str(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, the other letters must leave
            log.critical("sender_broke", **what_and_where(error))

    def _may_send(self) -> bool:
        self._sending.made(within=_LETTER_PATIENCE)
        return not self._stop.is_set()

    # ---- the beat

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        """Do what time brings, and say that we live."""
        try:
            self._still_alone()
        except StoreError as error:
            self._failure = error
            loop.call_soon_threadsafe(self._stop.set)
            return
        try:
            if self._do_duties():
                self._wake(loop)
            if self._stop.is_set():  # our leave was taken
                return
            health.note_alive(self._app.store, [Loop.SERVICE], now=self._app.clock())
            self._unwritable.works()
            self._manager.status(self._status())
            self._publishing.keep(self._app)
        except StoreError as error:
            log.warning("tick_failed", why=str(error))
            self._unwritable.failed(error, self._app.settings)
            self._wake(loop)
            self._manager.status(f"in trouble: {error}")
            self._publishing.in_trouble(self._app, f"in trouble: {error}")
        self._beating.made(within=_TICK_PATIENCE)

    def _do_duties(self) -> bool:
        """Do each duty, whatever becomes of the others; True if letters are owed."""
        owed, broken = False, []
        for name, duty in self._app.duties().items():
            try:
                owed |= duty()
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - a digest that breaks must not silence the alarms
                log.critical("duty_broke", duty=name, **what_and_where(error))
                broken.append(name)
        self._broken = f"BROKEN, see the journal: {', '.join(broken)}; " if broken else ""
        return owed

    def _status(self) -> str:
        watching = "only watching; " if self._app.watches_only else ""
        return watching + self._refused + self._broken + self._app.in_one_line()

    async def _feed(self, beat: Beat) -> None:
        """Tell the manager that we live, while we do; and see whether somebody moved the clock."""
        pause = min(_TICK_SECONDS, (self._manager.patience or _TICK_SECONDS) / 3)
        drift = time.time() - time.monotonic()
        while True:
            self._note_alive()
            moved = time.time() - time.monotonic() - drift
            if abs(moved) > _JUMP_SECONDS:
                log.warning("clock_moved", seconds=round(moved))
                drift += moved
                beat.plan()
            await asyncio.sleep(pause)

    def _note_alive(self) -> None:
        listening = [self._listener.progress] if self._listener else []
        still = [each.name for each in (*listening, self._sending, self._beating) if each.stands_still]
        if still:
            log.error("loop_stands_still", loops=still)
        else:
            self._manager.alive()

    # ---- reading the configuration again, and the end

    def _hang_up(self, loop: asyncio.AbstractEventLoop) -> None:
        task = loop.create_task(self._reload_settings())
        self._tasks.add(task)  # the loop itself holds a task only weakly
        task.add_done_callback(self._tasks.discard)

    async def _reload_settings(self) -> None:
        """Go on by the configuration as it now stands, if all of it is good; one SIGHUP after another."""
        async with self._reading_again:
            await self._reload_one_at_a_time()

    async def _reload_one_at_a_time(self) -> None:
        self._manager.reloading()
        try:
            app = await asyncio.to_thread(self._reload)
        except Exception as error:  # noqa: BLE001 - whatever it is, all stays as it was
            why = str(error) if isinstance(error, AltabaixaError) else type(error).__name__
            log.warning("configuration_refused", why=why)
            self._refused = f"configuration NOT read again: {why}; ".replace("\n", "; ")
            self._publishing.read_again(self._app, why)
            self._manager.ready(self._status())
            return
        self._refused = ""
        await self._stop_listening()
        self._app = app
        self._owed.set()  # the way out may be another
        self._publishing.read_again(app)
        if not self._stop.is_set():
            self._listen()
        log.info("configuration_read_again")
        self._manager.ready("configuration read again")

    async def _take_leave(self, sending: asyncio.Task[None]) -> None:
        self._owed.set()
        await asyncio.gather(self._stop_listening(), asyncio.wait([sending], timeout=_FAREWELL_SECONDS))
        if not sending.done():
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending
        with suppress(StoreError):
            health.note_stopped(self._app.store)
        self._publishing.take_leave(self._app)
        log.info("stopped")
