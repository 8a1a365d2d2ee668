"""The address of `monitoring.ping_url`: asked while all is well, so that somebody notices when it is not.

It is asked by a thread of its own, at most once a minute, and says nothing but that we live. Whatever
becomes of it stops and delays nothing; failures are counted, and alarm nobody.
"""

import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from threading import Thread
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import structlog

from daemon.language import _, of_the_system

log = structlog.get_logger()

_EVERY_SECONDS: Final = 60.0
_PATIENCE_SECONDS: Final = 10.0


class Ping:
    """Asks one address again and again, and counts."""

    def __init__(self, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Nobody was asked yet."""
        self._monotonic: Final = monotonic
        self._next = monotonic()
        self._thread: Thread | None = None
        self.answered_at: datetime | None = None
        self.failures = 0
        self.trouble = ""

    def round(self, url: str, *, clock: Callable[[], datetime]) -> None:
        """Ask *url* unless that was done within the last minute; one that never ends its answer failed."""
        if not url or self._monotonic() < self._next:
            return
        self._next = self._monotonic() + _EVERY_SECONDS
        if self._thread is not None and self._thread.is_alive():
            self._note(_("no answer in time"))
            return
        self._thread = Thread(target=self._ask, args=(url, clock), name="ping", daemon=True)
        self._thread.start()

    def _ask(self, url: str, clock: Callable[[], datetime]) -> None:
        trouble = ask(url)
        if not trouble:
            self.answered_at = clock()
        self._note(trouble)

    def _note(self, trouble: str) -> None:
        before, self.trouble = self.trouble, trouble
        if not trouble:
            return
        self.failures += 1
        if not before:
            log.warning("ping_not_answered", why=self.trouble)


def ask(url: str) -> str:
    """Ask *url* once; "" if it answered well, else why not, without the address, which is a secret."""
    from http.client import HTTPConnection, HTTPException, HTTPSConnection  # noqa: PLC0415 - few towns ask anybody

    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    try:
        with closing(kind(parts.hostname or "", parts.port, timeout=_PATIENCE_SECONDS)) as connection:
            target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
            connection.request("GET", target, headers={"User-Agent": "altabaixa"})
            status = connection.getresponse().status
    except TimeoutError:
        return _("no answer in time")
    except OSError as error:
        return _("no connection: {why}", why=of_the_system(error))
    except (HTTPException, ValueError) as error:
        return _("no HTTP answer ({kind})", kind=type(error).__name__)
    return "" if status // 100 == 2 else f"HTTP {status}"
