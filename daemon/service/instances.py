"""Every town that this machine serves: by the state files of daemons, by configurations, by units."""

import os
import re
import subprocess
import tomllib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from daemon.access import barrier
from daemon.configuration.places import ETC, FILE, UNIT, unit_of
from daemon.language import _
from daemon.service.state_file import no_daemon, restart, states, trouble, unknown

_UNITS: Final = (f"{UNIT}.service", f"{UNIT}@*.service")
_PROPERTIES: Final = "--property=Id,LoadState,ActiveState,SubState,StatusText,Result,ExecStart"
_PATIENCE_SECONDS: Final = 10
_RUNS: Final = frozenset({"active", "reloading"})
_ALIVE: Final = _RUNS | {"activating"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One town: its configuration, the unit that runs it, and how it is."""

    town: str
    config: str
    unit: str | None = None
    version: str = ""
    shadow: bool = False
    report: dict[str, Any]

    def for_programs(self) -> dict[str, Any]:
        """As `status --json` has one, and whose it is."""
        return {
            "town": self.town,
            "config": self.config,
            "unit": self.unit,
            "shadow": self.shadow,
            **self.report,
        }

    @property
    def badness(self) -> tuple[bool, int, int, str]:
        """What comes first where the worst does."""
        urgent = sum(bool(each["urgent"]) for each in self.report["troubles"])
        return bool(self.report["well"]), -urgent, -len(self.report["troubles"]), self.town


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What the service manager knows of a unit of ours."""

    name: str
    config: str
    active: str
    result: str
    says: str

    def for_programs(self) -> dict[str, Any]:
        """As `status --json` has it for who may not read the books; `status` is the daemon's own line."""
        return {"name": self.name, "active": self.active in _RUNS, "status": self.says}


def instances(*, now: datetime, named: Path | None = None) -> tuple[list[Instance], list[str]]:
    """All of them, and the one that is *named*, the worst first; and what kept this user from others."""
    known: dict[tuple[str, bool], Instance] = {}
    for state in states():
        seen = Instance(
            town=state.town or state.file.parent.name,
            config=state.config,
            version=state.version,
            shadow=state.shadow,
            report=state.seen_at(now),
        )
        known[(state.config or str(state.file), state.shadow)] = seen
    units = _units()
    there = [file for file in (ETC / FILE, *ETC.glob(f"*/{FILE}")) if os.path.lexists(file)]
    wanted = [*map(str, there), *([str(named.absolute())] if named else []), *units]
    alive = {config for config, _ in known}
    for config in dict.fromkeys(wanted):
        if config not in alive:
            told = _silent(Path(config), units.get(config))
            known[(config, False)] = Instance(town=_town(Path(config)), config=config, report=told)
    found = known.values()
    every = [replace(each, unit=units[each.config].name if each.config in units else None) for each in found]
    closed = barrier(ETC)
    return sorted(every, key=lambda each: each.badness), [str(closed)] if closed else []


def unit_for(config: Path | None) -> Unit | None:
    """The unit that runs with *config*; None where there is none, or no systemd."""
    return _units().get(str(config)) if config else None


def _silent(config: Path, unit: Unit | None) -> dict[str, Any]:
    """Of a town whose daemon has left no state file."""
    if unit is None:
        return unknown(False, no_daemon(unit_of(config)))
    again = _("{restart} (journalctl -u {unit} says why)", restart=restart(unit.name), unit=unit.name)
    if unit.active in _ALIVE:
        said = _("{unit} is {active}, and has written no state file yet", unit=unit.name, active=unit.active)
        return unknown(None, trouble(said, again, urgent=True))
    said = _("{unit} is {active}", unit=unit.name, active=unit.active)
    if unit.result not in {"", "success"}:
        said = _("{unit} is {active}: {result}", unit=unit.name, active=unit.active, result=unit.result)
    return unknown(False, trouble(said, again, urgent=True))


def _town(config: Path) -> str:
    """Its name by its configuration, as far as that can be read; else that of its folder."""
    try:
        name = tomllib.loads(config.read_text("utf-8-sig"))["town"]["name"]
    except (OSError, ValueError, KeyError, TypeError):
        name = None
    return name if isinstance(name, str) and name else config.parent.name


def _units() -> dict[str, Unit]:
    """Our units by their configurations; none where there is no systemd, or it says nothing to this user."""
    command = ["systemctl", "show", "--no-pager", _PROPERTIES, *_UNITS]
    try:
        told = subprocess.run(  # noqa: S603 - fixed words
            command, capture_output=True, text=True, errors="replace", timeout=_PATIENCE_SECONDS, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return {}
    found = {}
    for lines in told.split("\n\n"):
        unit = dict(line.split("=", 1) for line in lines.splitlines() if "=" in line)
        config = re.search(r"--config[ =]([^\s;]+)", unit.get("ExecStart", ""))
        active = unit.get("ActiveState", "")
        if not config or unit.get("LoadState") != "loaded":
            continue
        # Where every town is an instance, altabaixa.service is there too, and nobody configured it.
        if active != "inactive" or os.path.lexists(config[1]):
            found[config[1]] = Unit(
                name=unit["Id"],
                config=config[1],
                active=active,
                result=unit.get("Result", ""),
                says=unit.get("StatusText", ""),
            )
    return found
