"""How tests fail: with every case of many that went wrong; and, as a plugin of pytest's, named at once."""

from collections.abc import Iterable

import pytest


def none_missed(misses: Iterable[str]) -> None:
    """Fail, naming each of *misses* in a line, unless there are none."""
    if found := list(misses):
        pytest.fail("\n".join([f"{len(found)} missed: {found[0]}", *found[1:]]), pytrace=False)


class NamedAtOnce:
    """Writes which test failed and the first line of why, as it fails: a run that is cut has no summary."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            why = str(crash.message if crash else report.longrepr).strip()
            terminal = self._config.pluginmanager.get_plugin("terminalreporter")
            terminal.write_line("")
            terminal.write_line(f"FAILED {report.nodeid} - {why.splitlines()[0]}")
            terminal.flush()


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # who hands out the tests tells of them
        config.pluginmanager.register(NamedAtOnce(config))
