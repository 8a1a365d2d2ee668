"""`altabaixa reload`: what `systemctl reload` runs, so that a configuration that is refused fails it."""

import os
import signal
import time
from pathlib import Path
from typing import Final

from daemon.errors import AltabaixaError
from daemon.language import log_in_english
from daemon.service.state_file import State, of_this_unit, read, refusal

_PATIENCE_SECONDS: Final = 60.0
_PAUSE_SECONDS: Final = 0.05


def reload() -> None:
    """Have the daemon of this unit read its configuration again, and say whether it took it.

    Exit 1 with its sentence if it did not: then the old configuration stays in force.
    """
    log_in_english()
    file, process = of_this_unit(), os.environ.get("MAINPID", "")
    if file is None or not process.isdigit():
        raise AltabaixaError(
            "this is for the service manager: run `systemctl reload altabaixa`, or altabaixa@NAME"
        )
    deadline = time.monotonic() + _PATIENCE_SECONDS
    before = _state(file, deadline)
    os.kill(int(process), signal.SIGHUP)
    while (after := _state(file, deadline)).reloads == before.reloads:
        time.sleep(_PAUSE_SECONDS)
    if after.refused:
        raise AltabaixaError(refusal(after.refused))


def _state(file: Path, deadline: float) -> State:
    """What the daemon wrote last; waited for where it has just started."""
    while time.monotonic() < deadline:
        found = read(file)
        if found is not None and not found.is_faulty:
            return found
        time.sleep(_PAUSE_SECONDS)
    raise AltabaixaError(f"the daemon does not answer: its state file {file} was not written in time")
