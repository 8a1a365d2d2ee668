"""The systemd unit: shut tight, with a reason for each gap, and at one with the program that it runs."""

import ctypes
import itertools
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from daemon.configuration.sections import Mailbox, Smtp, StoreSection
from daemon.configuration.settings import PLACES
from tests.installing import found, installed

REPOSITORY: Final = Path(__file__).parent.parent
UNIT: Final = REPOSITORY / "systemd" / "altabaixa.service"
EXAMPLE: Final = REPOSITORY / "docs" / "altabaixa.example.toml"

EXPOSURE: Final = 12
"""At most 1.2 of 10, in tenths as --threshold= counts them."""

MDWE: Final = 65
"""PR_SET_MDWE of prctl(2): what MemoryDenyWriteExecute= forbids, forbidden by the kernel itself."""


@pytest.fixture(scope="session")
def analyze() -> str:
    return str(installed(lambda: found("systemd-analyze"), package="systemd"))


def security(analyze: str, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [analyze, "security", "--offline=yes", "--no-pager", *words, str(UNIT)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def directives(unit: str) -> list[tuple[str, str]]:
    """Each `Name=value` line of *unit*, in order."""
    return [(name, value) for name, value in re.findall(r"^([A-Z]\w+)=(.*)$", unit, re.MULTILINE)]


def values(name: str) -> list[str]:
    return [value for key, value in directives(UNIT.read_text()) if key == name]


def value(name: str) -> str:
    (only,) = values(name)
    return only


def complaints(analyze: str, folder: Path, unit: str, name: str) -> str:
    """What systemd says against *unit*, put into *folder* with a program that is here."""
    here = re.sub(r"(?<==)altabaixa(?= )", sys.executable, unit)
    file = folder / name
    file.write_text(here)
    done = subprocess.run([analyze, "verify", "--man=no", file], check=False, capture_output=True, text=True)
    return (done.stdout + done.stderr) or ("" if done.returncode == 0 else f"exit {done.returncode}")


def test_the_service_is_no_more_exposed_than_we_promise(analyze: str) -> None:
    done = security(analyze, f"--threshold={EXPOSURE}")
    assert done.returncode == 0, done.stdout + done.stderr


def test_systemd_has_no_complaint_about_the_unit(analyze: str, tmp_path: Path) -> None:
    assert complaints(analyze, tmp_path, UNIT.read_text(), UNIT.name) == ""


def test_the_template_for_several_towns_is_a_good_unit_of_which_no_two_towns_share_anything(
    analyze: str, tmp_path: Path
) -> None:
    made = subprocess.run(
        ["sed", "-f", UNIT.with_name("instances.sed"), UNIT], check=True, capture_output=True, text=True
    ).stdout
    assert complaints(analyze, tmp_path, made, "altabaixa@setcases.service") == ""
    own = re.compile(r"(/etc/|/run/|Directory=)altabaixa(?![-/]%i)")
    shared = [name for name, value in directives(made) if own.search(f"{name}={value}")]
    assert shared == [], "two towns would share it"
    assert ("User", "altabaixa-%i") in directives(made), "by default all instances are one user"


def lax(analyze: str) -> Iterator[str]:
    """The directives by which the service could be shut tighter, as systemd has it."""
    rows = json.loads(security(analyze, "--json=short").stdout)
    for row in rows:
        if row["exposure"] is not None and float(row["exposure"]) > 0:
            yield row["name"].partition("=")[0]


def test_each_line_that_could_be_stricter_has_its_reason_above(analyze: str) -> None:
    lines = UNIT.read_text().splitlines()
    above = {line.partition("=")[0]: before for before, line in itertools.pairwise(lines)}
    loose = set(lax(analyze))
    assert "PrivateNetwork" in loose, "systemd-analyze no longer says what it finds as we read it"
    without = [name for name in sorted(loose) if not above.get(name, "").startswith("# ")]
    assert without == []


def test_the_service_starts_the_command_with_a_configuration_that_commands_find_too() -> None:
    program, *words = shlex.split(value("ExecStart"))
    assert words[:2] == ["run", "--config"]
    assert Path(words[2]) in PLACES
    assert program == "altabaixa"


def test_the_books_lie_in_the_folder_that_only_the_service_may_enter() -> None:
    url = StoreSection().url
    assert Path(url.removeprefix("sqlite:///")).parent == Path("/var/lib", value("StateDirectory"))
    assert value("StateDirectoryMode") == "0700"
    assert value("UMask") == "0077"


def test_the_service_is_given_each_secret_and_starts_without_one() -> None:
    """An SMTP server that wants no login has no password file, and must not keep the service down."""
    folder = PLACES[-1].parent
    names = [section.model_fields["password_file"].default for section in (Mailbox, Smtp)]
    # As the example of the configuration and init call them: none is there by default.
    names += ["oauth-client-secret", "oauth-refresh-token", "oauth-service-account"]
    assert all(f'"{name}"' in EXAMPLE.read_text("utf-8") for name in names)
    assert values("LoadCredential") == [f"{name}:{folder}/{name}" for name in names]
    assert values("SetCredential") == [rf"{name}:\n" for name in names]


def wrong_configuration() -> int:
    environment = {"PATH": os.environ["PATH"], "ALTABAIXA_CONFIG": "/nowhere/altabaixa.toml"}
    command = [sys.executable, "-m", "daemon", "run"]
    return subprocess.run(
        command, check=False, env=environment, cwd=REPOSITORY, capture_output=True
    ).returncode


def test_a_wrong_configuration_is_not_tried_again_for_ever_and_all_else_is() -> None:
    assert value("RestartPreventExitStatus").split() == [str(wrong_configuration())]
    assert value("Restart") == "always"
    assert value("StartLimitIntervalSec") == "0"
    assert int(value("RestartSteps")) > 0
    assert int(value("RestartMaxDelaySec")) <= 60


def test_the_manager_hears_the_daemon_and_watches_it() -> None:
    assert value("Type") == "notify"
    assert value("NotifyAccess") == "main"
    assert 0 < int(value("WatchdogSec")) <= 300


def test_stopping_leaves_a_child_that_reads_an_attachment_to_the_daemon() -> None:
    assert value("KillMode") == "mixed"
    assert int(value("TimeoutStopSec")) <= 30


def forbid_writing_what_is_executed() -> None:
    if ctypes.CDLL(None).prctl(MDWE, 1, 0, 0, 0) != 0:
        os._exit(77)


def test_the_whole_service_runs_where_no_memory_is_both_written_and_executed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "daemon", "demo"],
        check=False, cwd=REPOSITORY, capture_output=True, text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)}, preexec_fn=forbid_writing_what_is_executed,
    )  # fmt: skip
    if done.returncode == 77:
        pytest.skip("this kernel is older than 6.3 and cannot forbid it")
    assert done.returncode == 0, done.stderr
    assert value("MemoryDenyWriteExecute") == "yes"
