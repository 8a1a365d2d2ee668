"""The Debian package: less than the environment that it is made of, and all that the program needs.

`make test-package` builds, installs and upgrades it on a machine.
"""

import os
import runpy
import subprocess
import sys
import sysconfig
from importlib.metadata import version
from pathlib import Path
from typing import Final

import pytest
from typer.main import get_command

from daemon.cli import app
from tests.installing import found, installed

REPOSITORY: Final = Path(__file__).parent.parent
PACKAGING: Final = REPOSITORY / "systemd" / "debian"

_EVERYTHING: Final = """
import importlib, pkgutil, daemon, rules, sys
import google.auth.transport.requests, google.oauth2.credentials, google.oauth2.service_account, msal, psycopg
for package in (daemon, rules):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith(("__main__", "migrations.env")):
            importlib.import_module(module.name)
"""


@pytest.fixture(scope="module")
def pruned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment of processes that see the pruned packages, and none of those that test."""
    site = tmp_path_factory.mktemp("package") / "site"
    copied = subprocess.run(
        ["cp", "--archive", "--link", sysconfig.get_path("purelib"), site], check=False, capture_output=True
    )
    if copied.returncode:  # on another disk
        subprocess.run(["cp", "--archive", sysconfig.get_path("purelib"), site], check=True)
    before = sum(1 for _ in site.rglob("*"))
    runpy.run_path(str(PACKAGING / "build.py"))["prune"](site)
    assert sum(1 for _ in site.rglob("*")) < before / 1.2
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"}


def python(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-S", *words],
        cwd=REPOSITORY,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_left_is_all_that_the_program_loads(pruned: dict[str, str]) -> None:
    python(pruned, "-c", _EVERYTHING)


def test_the_whole_service_runs_on_what_is_left(pruned: dict[str, str], tmp_path: Path) -> None:
    said = python({**pruned, "TMPDIR": str(tmp_path)}, "-m", "daemon", "demo")
    assert "A second round: 0 messages, 0 letters." in said


def test_the_manual_has_each_command_and_is_good_roff(tmp_path: Path) -> None:
    page = tmp_path / "altabaixa.1"
    page.write_text(
        subprocess.run(
            [sys.executable, PACKAGING / "manual.py"], check=True, capture_output=True, text=True,
            env={**os.environ, "SOURCE_DATE_EPOCH": "0", "PYTHONPATH": str(REPOSITORY)},
        ).stdout
    )  # fmt: skip
    mandoc = installed(lambda: found("mandoc"), package="mandoc")
    lint = subprocess.run(
        [mandoc, "-T", "lint", "-W", "warning", page], check=False, capture_output=True, text=True
    )
    assert (lint.stdout, lint.returncode) == ("", 0)
    shown = subprocess.run([mandoc, "-T", "ascii", page], check=True, capture_output=True, text=True).stdout
    group = get_command(app)
    names = [name for name in group.list_commands(None) if not group.get_command(None, name).hidden]  # type: ignore[attr-defined, arg-type]
    assert [name for name in names if f"altabaixa {name}" not in _plain(shown)] == []
    assert "altabaixa subscribers taken-off" in _plain(shown)


def _plain(text: str) -> str:
    """Without what a typewriter did for bold: a letter, a step back, the letter again."""
    return "".join(
        letter for letter, after in zip(text, text[1:] + " ", strict=True) if "\b" not in {letter, after}
    )


def test_a_shell_completes_the_commands() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("altabaixa")], check=True, capture_output=True, text=True,
        env={**os.environ, "_ALTABAIXA_COMPLETE": "complete_bash", "COMP_WORDS": "altabaixa sub",
             "COMP_CWORD": "1"},
    )  # fmt: skip
    assert done.stdout.split() == ["subscribers"]


@pytest.mark.parametrize("page", ["README.md", "docs/install.md"])
def test_the_pages_name_the_package_of_this_version(page: str) -> None:
    named = f"apt-get install ./altabaixa_{version('altabaixa')}_amd64.deb"
    assert named in (REPOSITORY / page).read_text()


@pytest.mark.parametrize("script", ["prerm", "postinst", "postrm"])
def test_the_scripts_of_the_package_are_good_shell(script: str) -> None:
    subprocess.run(["sh", "-n", PACKAGING / script], check=True)
    assert (PACKAGING / script).stat().st_mode & 0o111
