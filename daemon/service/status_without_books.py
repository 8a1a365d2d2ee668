"""What can be told of the service without its books: by who may not read them.

The service manager knows whether the daemon lives, and has its own status line; the
file of figures, where the town keeps one, has the numbers. Neither names anybody.
"""

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from daemon.books.health import FRESH, OUT_OF_REACH, TROUBLE
from daemon.configuration.settings import Settings
from daemon.service.prometheus import figures_file
from rules.transport.reconnection import Cause

_PATIENCE_SECONDS: Final = 10
_UNITS: Final = "altabaixa*.service"
_SAMPLE: Final = re.compile(r'altabaixa_(?P<name>\w+)(?:\{\w+="(?P<label>[^"]*)"\})? (?P<value>\S+)')

_DEAD: Final = (OUT_OF_REACH, TROUBLE[Cause.DISK.name])
"""What the daemon's own line says while no mail comes in."""

Figures = Mapping[tuple[str, str], float]
"""Each number of the file of figures, by its name and its label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The service manager's unit that runs with this configuration; `status` is the daemon's own line."""

    name: str
    active: bool
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWithoutBooks:
    """How the service is as seen from outside its books; None is what nobody there tells.

    `figures` are empty where they are not written, not to be read, or of a daemon that is no more.
    """

    unit: Unit | None
    figures: Figures

    @property
    def alive(self) -> bool | None:
        """Whether a daemon lives."""
        if self.figures:
            return True
        return self.unit.active if self.unit else None

    @property
    def intake_dead(self) -> bool | None:
        """Whether no mail comes in."""
        if self.figures:
            return bool(self.figure("mailbox_dead"))
        if self.unit is None or not self.unit.active:
            return None
        return any(words in self.unit.status for words in _DEAD)

    @property
    def well(self) -> bool:
        """What the exit code of `status` says; what cannot be told is not well."""
        return self.alive is True and self.intake_dead is False and not self.figure("store_damaged")

    def figure(self, name: str, label: str = "") -> float | None:
        """One number, if it is known."""
        return self.figures.get((name, label))

    def moment(self, name: str) -> datetime | None:
        """One instant, if it is known."""
        at = self.figure(f"{name}_timestamp_seconds")
        return None if at is None else datetime.fromtimestamp(at, UTC)

    def counted(self, name: str) -> dict[str, int]:
        """The numbers of one name, by their labels."""
        return {label: int(number) for (each, label), number in self.figures.items() if each == name}


def status_without_books(settings: Settings, *, now: datetime) -> StatusWithoutBooks:
    """Ask the service manager, and read the file of figures."""
    return StatusWithoutBooks(unit=_unit(settings.path), figures=_figures(figures_file(settings), now))


def _figures(file: Path | None, now: datetime) -> Figures:
    try:
        text = file.read_text(encoding="utf-8") if file else ""
        found = {
            (line["name"], line["label"] or ""): float(line["value"])
            for line in map(_SAMPLE.fullmatch, text.splitlines())
            if line
        }
    except (OSError, ValueError):
        return {}
    beat = found.get(("heartbeat_timestamp_seconds", ""), 0.0)
    return found if abs(now.timestamp() - beat) <= FRESH.total_seconds() else {}


def _unit(config: Path | None) -> Unit | None:
    """The unit whose command names *config*; None where there is none, or no systemd."""
    wanted = "--property=Id,ActiveState,StatusText,ExecStart"
    try:
        told = subprocess.run(  # noqa: S603 - fixed words
            ["systemctl", "show", "--no-pager", wanted, _UNITS],  # noqa: S607 - wherever this system has it
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE_SECONDS,
            check=False,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    for each in told.split("\n\n"):
        unit = dict(line.split("=", 1) for line in each.splitlines() if "=" in line)
        if config and str(config) in re.split(r"[\s;=]+", unit.get("ExecStart", "")):
            active = unit.get("ActiveState") in {"active", "reloading"}
            return Unit(name=unit.get("Id", ""), active=active, status=unit.get("StatusText", ""))
    return None
