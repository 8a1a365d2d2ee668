"""What everybody may read of the service: its state file, and the file of figures where one is named.

Both are of the same moment. A file that cannot be written is said once, and hurts nothing else.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import structlog

from daemon.configuration.settings import Settings
from daemon.errors import StoreError
from daemon.language import Sentence
from daemon.service import state_file
from daemon.service.app import App
from daemon.service.logs import redacted, what_and_where
from daemon.service.ping import Ping
from daemon.service.places import beside, shadow_url
from daemon.service.prometheus import figures_file, rendered
from daemon.service.report import ping_told, report, words_of_the_daemon
from daemon.service.status import status_of

log = structlog.get_logger()


@dataclass(slots=True)
class Publishing:
    """Keeps the files of one daemon fresh."""

    _troubles: dict[Path, str] = field(default_factory=dict)
    _last: Mapping[str, Any] | None = None
    _reloads: int = 0
    _refused: str = ""
    _ping: Ping = field(default_factory=Ping)
    _one_at_a_time: Lock = field(default_factory=Lock)
    _has_left: bool = False

    def keep(self, app: App) -> None:
        """Write what holds at this moment; raises StoreError, and nothing else: the beat goes on."""
        try:
            self._keep(app)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - who watches over the service must not end it
            log.critical("publishing_broke", **what_and_where(error))

    def _keep(self, app: App) -> None:
        with app.store.read() as tx:
            found = status_of(tx, app.settings, now=app.clock())
        if file := figures_file(app.settings):
            self._write(file, rendered(found))
        if found.well and found.connected and found.can_tell:
            self._ping.round(app.settings.monitoring.ping_url, clock=app.clock)
        pings = ping_told(self._ping, app.settings)
        self._last = _redacted(report(found, app.settings, public=True) | {"ping": pings})
        self._state(app, self._last)

    def in_trouble(self, app: App, why: str) -> None:
        """Say what keeps the daemon, which lives, from its books; and what it knew of them last."""
        if self._last is not None:
            troubles = [
                state_file.trouble(words_of_the_daemon(redacted(why)), urgent=True),
                *self._last["troubles"],
            ]
            self._state(app, {**self._last, "well": False, "troubles": troubles})

    def read_again(self, app: App, refused: str = "") -> None:
        """Say that the configuration was read again, or why it was *refused* and the old one holds."""
        self._reloads, self._refused = self._reloads + 1, redacted("; ".join(refused.splitlines()))
        if self._last is not None:
            self._state(app, self._last)

    def take_leave(self, app: App) -> None:
        """Leave no state behind, nor what a beat that has not ended yet would say: no daemon lives."""
        with self._one_at_a_time:
            self._has_left = True
            if file := _state_file(app.settings, watches_only=app.watches_only):
                with suppress(OSError):
                    file.unlink(missing_ok=True)

    def _state(self, app: App, told: Mapping[str, Any]) -> None:
        file = _state_file(app.settings, watches_only=app.watches_only)
        if file is None:
            return
        with self._one_at_a_time:  # a state that is older never takes a newer one's place
            if self._has_left:
                return
            text = state_file.state(
                config=app.settings.path,
                town=app.settings.town_hall.name,
                shadow=app.watches_only,
                written_at=app.clock(),
                reloads=self._reloads,
                refused=self._refused,
                report=told,
            )
            self._write(file, text)

    def _write(self, file: Path, text: str) -> None:
        try:
            state_file.write(file, text)
        except OSError as error:
            why = f"{file}: {error.strerror}"
            if self._troubles.get(file) != why:
                log.warning("public_file_not_written", why=why)
            self._troubles[file] = why
        else:
            if self._troubles.pop(file, ""):
                log.info("public_file_written_again", file=str(file))


def _redacted(told: Any) -> Any:
    """Without what may name somebody in the words of servers, as the log has them."""
    if isinstance(told, Mapping):
        return {key: _redacted(value) for key, value in told.items()}
    if isinstance(told, list):
        return [_redacted(value) for value in told]
    if isinstance(told, Sentence):
        return told.with_each(_redacted)
    return redacted(told) if isinstance(told, str) else told


def _state_file(settings: Settings, *, watches_only: bool) -> Path | None:
    """In the unit's own folder, which goes with it; without a unit beside the store, if that is a file."""
    if ours := state_file.of_this_unit():
        return ours
    return beside(shadow_url(settings) if watches_only else settings.store_url)
