"""The way out for mail as the daemon holds it: a connection stays open for a while after it was of use.

Letters come in small groups, and to connect, encrypt and log in takes longer than to hand one over. It is
not kept for longer: servers close what says nothing, and certificates may be others by the next letter.
"""

import asyncio
import time
from contextlib import suppress
from typing import Final

from daemon.configuration.settings import Settings
from daemon.faults import around
from daemon.mailbox.accounts import mailer
from daemon.ports import Mailer

KEPT_SECONDS: Final = 30.0


class WayOut:
    """One mailer for many passes, of which only one runs at a time."""

    def __init__(self, *, kept_seconds: float = KEPT_SECONDS) -> None:
        """Connect to nobody yet."""
        self._kept_seconds: Final = kept_seconds
        self._settings: Settings | None = None
        self._mailer: Mailer | None = None
        self._until = 0.0

    async def by(self, settings: Settings) -> Mailer:
        """The mailer of these *settings*, closing that of any other; SettingsError as `mailer` raises it."""
        if self._mailer is None or self._settings is not settings:
            await self.aclose()
            self._mailer, self._settings = mailer(settings), settings
            self.was_of_use()
        return self._mailer

    def was_of_use(self) -> None:
        """Keep it open from now on for a while."""
        self._until = time.monotonic() + self._kept_seconds

    async def wait(self, owed: asyncio.Event) -> None:
        """Wait until letters are *owed*; what was of no use for long enough is closed meanwhile."""
        if self._mailer is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(owed.wait(), max(self._until - time.monotonic(), 0))
                return
            await self.aclose()
        await owed.wait()

    async def aclose(self) -> None:
        """Take leave of the server, if connected; the next letter finds another connection."""
        held, self._mailer = self._mailer, None
        if held is not None:
            with around("way_out.close"):
                await held.close()
