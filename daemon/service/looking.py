"""How the service of one configuration is: by its books, or by its state file for who may not read them."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from daemon.books.read_only import open_read_only
from daemon.configuration.places import unit_of
from daemon.configuration.settings import Settings, load
from daemon.errors import ClosedConfigurationError, ForbiddenError, StoreError
from daemon.language import Sentence, _
from daemon.service import state_file
from daemon.service.instances import unit_for
from daemon.service.places import beside, shadow_url
from daemon.service.report import report
from daemon.service.state_file import State
from daemon.service.status import status_of


def look(config: Path | None, *, shadow: bool, now: datetime) -> Mapping[str, Any]:
    """What `status --json` prints; SettingsError or StoreError where not even a state file helps."""
    try:
        settings = load(config)
    except ClosedConfigurationError as error:
        told = _from_outside(error.file, shadow=shadow, now=now)
        if told is None:
            raise
        return _with(told, str(error), error.file)
    found = _by_the_books(settings, shadow=shadow, now=now)
    return found if shadow else _while_it_is_watched(found, settings.path, now=now)


def _by_the_books(settings: Settings, *, shadow: bool, now: datetime) -> Mapping[str, Any]:
    url = shadow_url(settings) if shadow else settings.store_url
    try:
        with open_read_only(url) as tx:
            told = report(status_of(tx, settings, now=now), settings)
    except ForbiddenError as error:
        seen = _from_outside(settings.path, shadow=shadow, now=now, beside=_beside(url, settings))
        return _with(seen or _nobody(settings), str(error), settings.path)
    except StoreError as error:
        seen = _from_outside(settings.path, shadow=shadow, now=now, beside=_beside(url, settings))
        why = state_file.trouble(str(error), urgent=True)
        unread = seen or _nobody(settings)
        return {**unread, "well": False, "troubles": [why, *unread["troubles"]]}
    ours = [
        each for each in _states(settings.path, shadow=shadow) if each.is_fresh(now) and not each.is_faulty
    ]
    if not ours:
        return told
    # What the books do not know.
    refused = ours[0].own_troubles()[:1] if ours[0].refused else []
    troubles = state_file.urgent_first([*refused, *told["troubles"]])
    return {**told, "ping": ours[0].report["ping"], "troubles": troubles}


def _while_it_is_watched(told: Mapping[str, Any], config: Path | None, *, now: datetime) -> Mapping[str, Any]:
    """The same: where a daemon lives that only watches, starting one is not the way out."""
    watching = [each for each in _states(config, shadow=True) if each.shadow and each.is_fresh(now)]
    if told["daemon"]["alive"] or not watching:
        return told
    said = Sentence("only `run --shadow` is alive, which does nothing")
    first = state_file.trouble(said, Sentence("altabaixa status --shadow tells of it"), urgent=True)
    missing = state_file.no_daemon(unit_of(config))
    return {**told, "troubles": [first, *(each for each in told["troubles"] if each != missing)]}


def _nobody(settings: Settings) -> dict[str, Any]:
    return state_file.unknown(False, state_file.no_daemon(unit_of(settings.path)))


def _beside(url: str, settings: Settings) -> list[State]:
    file = beside(url)
    found = state_file.read(file) if file else None
    return [found] if found and found.config in {str(settings.path), ""} else []


def _from_outside(
    config: Path | None, *, shadow: bool, now: datetime, beside: list[State] | None = None
) -> dict[str, Any] | None:
    """What the daemon of *config* wrote for everybody; None where there is no such file.

    One that cannot be read, and so not be told whose it is, is told of in its place.
    """
    ours = [*_states(config, shadow=shadow), *(beside or [])]
    nobodys = [each for each in state_file.states() if each.is_faulty and not each.config]
    freshest = sorted(ours or nobodys, key=lambda each: not each.is_fresh(now))
    return freshest[0].seen_at(now) if freshest else None


def _states(config: Path | None, *, shadow: bool) -> list[State]:
    """What daemons of *config* wrote in their units."""
    wanted = config and os.path.realpath(config)
    of_it = [each for each in state_file.states() if each.config and os.path.realpath(each.config) == wanted]
    return [each for each in of_it if each.shadow == shadow or each.is_faulty]


def _with(told: Mapping[str, Any], why: str, config: Path | None) -> dict[str, Any]:
    """The same, saying why it is less than all; and what the service manager knows, as anybody may."""
    less = state_file.trouble(_("this is not all: {why}", why=why))
    unit = unit_for(config)
    seen = {**told, "unit": unit.for_programs() if unit else None}
    return {**seen, "troubles": state_file.urgent_first([less, *told["troubles"]])}
