"""What every test may ask for."""

import logging
import os
import sys
import threading
import warnings
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

from tests.dovecot import Dovecot, running_dovecot
from tests.installing import found, installed
from tests.privacy import EARS, leaks, log_lines


def pytest_addoption(parser: pytest.Parser) -> None:
    hostile = parser.getgroup("hostile mail")
    hostile.addoption("--mutants", type=int, default=5000, help="how many broken messages are read")
    hostile.addoption("--histories", type=int, default=8, help="how many random histories are lived")
    hostile.addoption("--mail", action="append", default=[], help="a folder whose messages are broken too")
    hostile.addoption("--foreign", action="append", default=[], help="a folder of mail that asks us nothing")


def pytest_configure(config: pytest.Config) -> None:
    # An example that takes long says that the machine is busy; what a text costs is measured elsewhere.
    # In CI the examples are the same on each run: what fails there is of the change that it runs on.
    settings.register_profile(
        "busy",
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize="CI" in os.environ,
    )
    settings.load_profile("busy")
    EARS.listen()
    config.pluginmanager.import_plugin("tests.failures")


@pytest.hookimpl(tryfirst=True)  # before the names of groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no process waits at the end for one that has just begun it."""
    items.sort(key=_turn)
    for item in items:
        made = [known[-1] for known in item._fixtureinfo.name2fixturedefs.values()]  # type: ignore[attr-defined]
        if any(fixture.scope == "module" for fixture in made):
            # It is made once: where it was made, all its tests run (`--dist loadgroup`).
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


_LONGEST_FIRST: Final = ("torture", "journeys", "hostile", "corpus", "daemon")


def _turn(item: pytest.Item) -> int:
    named = item.path.relative_to(Path(__file__).parent).parts[0]
    return _LONGEST_FIRST.index(named) if named in _LONGEST_FIRST else len(_LONGEST_FIRST)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test whose log names a resident is an error, whatever it was about."""
    report = yield
    if report.when == "teardown":
        # What a program wrote that had our own stderr is in the report.
        told = leaks(EARS.take() + "\n" + log_lines(report.capstderr))
        if told:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid}: the log names residents: {', '.join(told)}"
    return report


@pytest.fixture(autouse=True)
def hooks_as_they_were() -> Iterator[None]:
    """Take back what a command run in this process does to the interpreter's hooks and to logging."""
    root = logging.getLogger()
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning)
    handlers, level, complains = root.handlers[:], root.level, logging.raiseExceptions
    yield
    sys.excepthook, threading.excepthook, sys.unraisablehook, warnings.showwarning = before
    root.handlers[:], logging.raiseExceptions = handlers, complains
    root.setLevel(level)


@pytest.fixture(scope="session")
def dovecot_installed() -> None:
    """Dovecot from Debian's packages."""
    installed(lambda: found("dovecot"), package="dovecot-imapd")


@pytest.fixture
def dovecot(dovecot_installed: None) -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server
