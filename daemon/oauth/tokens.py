"""One source of access tokens as everybody in the daemon shares it: the cache, the renewal, the back-off.

Lifetimes are counted on a clock that nobody sets: a provider says how long a token lives, not until when.
"""

import logging
import random
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, Protocol

from daemon.errors import SettingsError, TokenError
from daemon.language import _
from rules.transport.reconnection import Cause, pause

FETCH_SECONDS: Final = 20.0
"""How long whoever gives tokens may take in all, however its answer drips; well within TimeoutStopSec."""

_LONGEST_MARGIN: Final = 300.0
_MARGIN: Final = 3
"""What part of its life a token still has when it is renewed: time to tell of a refusal by the old one."""

_TOKEN: Final = re.compile(r"[\x21\x23-\x3b\x3d\x3f-\x7a\x7c\x7e]{1,20000}")
"""No blanks, and nothing that only JSON and HTML have: quotation marks, braces, angle brackets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a source gave: the token, and for how many seconds it holds."""

    value: str
    seconds: float


class Source(Protocol):
    """Whoever gives tokens: a provider or a command."""

    def fetch(self) -> Fetched:
        """Ask for a token; TokenError says why there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An access token. `is_kept`: it is not of this moment, so a server may rightly refuse it."""

    value: str
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    value: str
    renew_at: float
    until: float


def _boot_clock() -> float:
    """Seconds that nobody sets, and that go on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(slots=True, kw_only=True)
class Tokens:
    """The tokens of one *source*; from any thread."""

    source: Source
    seconds: Callable[[], float] = _boot_clock
    _kept: _Kept | None = None
    _trouble: TokenError | None = None
    _failures: int = 0
    _again_at: float = 0.0
    _pending: threading.Thread | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def token(self) -> Token:
        """Return a token that holds; TokenError where none does, and none can be had now.

        One that nears its end is renewed; while that fails, it is used to its end.
        """
        with self._lock:
            kept, now = self._kept, self.seconds()
            if kept is not None and now < kept.renew_at:
                return Token(value=kept.value, is_kept=True)
            try:
                value = self._renewed(now)
            except TokenError:
                if kept is None or now >= kept.until:
                    raise
                return Token(value=kept.value, is_kept=True)
            return Token(value=value, is_kept=False)

    def forget(self, token: Token) -> None:
        """A server refused *token*: it is not given out again."""
        with self._lock:
            if self._kept is not None and self._kept.value == token.value:
                self._kept = None

    @property
    def left(self) -> float:
        """For how many seconds the token at hand still holds; 0 where there is none."""
        return max(self._kept.until - self.seconds(), 0) if self._kept else 0

    @property
    def trouble(self) -> TokenError | None:
        """Why the last try to get a token failed; None where it did not."""
        return self._trouble

    def _renewed(self, now: float) -> str:
        """A fresh token; who failed is left alone for a while, whoever asks."""
        if self._trouble is not None and now < self._again_at:
            raise self._trouble.with_traceback(None)
        try:
            fetched = self._fetched()
        except TokenError as error:
            self._failures += 1
            chance = random.random()  # noqa: S311 - no secret
            waited = pause(error.cause, failures=self._failures, asked=error.asked, chance=chance)
            self._trouble, self._again_at = error, self.seconds() + waited.total_seconds()
            raise
        self._trouble, self._failures = None, 0
        margin = min(fetched.seconds / _MARGIN, _LONGEST_MARGIN)
        self._kept = _Kept(
            value=fetched.value, renew_at=now + fetched.seconds - margin, until=now + fetched.seconds
        )
        return fetched.value

    def _fetched(self) -> Fetched:
        """What the source gives within FETCH_SECONDS; one that is still being asked is not asked twice."""
        if self._pending is not None and self._pending.is_alive():
            raise _silent()
        came: list[Fetched | Exception] = []

        def ask() -> None:
            try:
                came.append(self.source.fetch())
            except Exception as error:  # noqa: BLE001 - it is raised again by who waits
                came.append(error)

        self._pending = threading.Thread(target=ask, name="token", daemon=True)
        self._pending.start()
        self._pending.join(FETCH_SECONDS)
        if not came:
            raise _silent()
        self._pending = None
        match came[0]:
            case TokenError() as error:
                raise error
            case SettingsError() as error:  # a file that is not there, or holds something else
                raise TokenError(_("no access token: {error}", error=error)) from error
            case Exception() as error:
                logging.getLogger(__name__).error("token_source_broke", exc_info=error)
                msg = _("no access token: internal error {kind}, see the journal", kind=type(error).__name__)
                raise TokenError(msg, cause=Cause.SIGN_IN_AWAY) from error
            case fetched:
                return _checked(fetched)


def _checked(fetched: Fetched) -> Fetched:
    if not _TOKEN.fullmatch(fetched.value):
        raise TokenError(
            _(
                "no access token: what came is not one (it must be one line of ASCII without "
                "blanks); is it the right program or address?"
            )
        )
    return fetched


def _silent() -> TokenError:
    waited = timedelta(seconds=FETCH_SECONDS).seconds
    return TokenError(
        _("no access token: no answer within {waited} seconds; it is tried again by itself", waited=waited),
        cause=Cause.SIGN_IN_AWAY,
    )
