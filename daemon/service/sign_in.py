"""Renews access tokens before anybody needs them: a refusal is told while the last one still holds."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from daemon.books import health
from daemon.books.health import Loop
from daemon.books.store import Store
from daemon.configuration.settings import Settings
from daemon.errors import TokenError

log = structlog.get_logger()

_REPEATED: Final = timedelta(minutes=5)
"""How often it is written down that all is still well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What keeps the tokens fresh; the clock is an argument."""

    store: Store
    settings: Settings
    clock: Callable[[], datetime]

    def round(self) -> bool:
        """Renew what nears its end and note how it went; no letter is owed by that alone."""
        now, error = self.clock(), self._trouble()
        with self.store.read() as tx:
            before = health.pulse_of(tx, Loop.SIGN_IN)
        if error is not None:
            if before.trouble != str(error):
                log.warning("no_access_token", cause=error.cause.name, why=str(error))
            health.note_down(self.store, Loop.SIGN_IN, cause=error.cause.name, trouble=str(error), now=now)
        elif before.up and (not self.settings.all_tokens or _is_recent(before.alive_at, now)):
            return False
        elif health.note_up(self.store, Loop.SIGN_IN, now=now):
            log.info("access_tokens_back")
        return False

    def _trouble(self) -> TokenError | None:
        """Why a token could not be renewed, be it that an older one holds; what needs a person first."""
        found = []
        for tokens in self.settings.all_tokens:
            with suppress(TokenError):
                tokens.token()
            if (trouble := tokens.trouble) is not None:
                found.append(trouble)
        return min(found, key=lambda error: not error.cause.needs_a_person, default=None)


def _is_recent(at: datetime | None, now: datetime) -> bool:
    return at is not None and abs(now - at) < _REPEATED
