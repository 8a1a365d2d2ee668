"""A release is the same bytes whoever builds it, and holds all that the program loads."""

import os
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple
from zipfile import ZipFile

import pytest

ROOT: Final = Path(__file__).parents[1]
VERSION: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
WHEEL: Final = f"altabaixa-{VERSION}-py3-none-any.whl"
SOURCE: Final = f"altabaixa-{VERSION}.tar.gz"


class Releases(NamedTuple):
    """What was built here, what was built elsewhere from its source archive, and where that was unpacked."""

    here: Path
    again: Path
    unpacked: Path


def built(source: Path, into: Path, *, umask: int) -> Path:
    """`make dist` in *source*, by the Python that runs the tests."""
    made_by = f"VENV={Path(sys.executable).parents[1]}"
    installed = f"--old-file={Path(sys.executable).parents[1]}/runs"
    subprocess.run(
        ["make", "dist", f"DIST={into}", made_by, installed],
        cwd=source,
        umask=umask,
        env={"PATH": os.environ["PATH"], "TZ": "Asia/Tokyo" if umask else "UTC"},
        check=True,
        capture_output=True,
    )
    return into


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    folder = tmp_path_factory.mktemp("release")
    here = built(ROOT, folder / "here", umask=0o022)
    subprocess.run(["tar", "xzf", here / SOURCE], cwd=folder, umask=0o077, check=True)
    unpacked = folder / f"altabaixa-{VERSION}"
    subprocess.run(["chmod", "-R", "go=", unpacked], check=True)
    return Releases(here, built(unpacked, folder / "again", umask=0o077), unpacked)


@pytest.fixture(scope="module")
def installed(releases: Releases) -> Path:
    """The wheel alone in a folder, with nothing of the project beside it."""
    target = releases.here.parent / "installed"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    wheel = releases.here / WHEEL
    subprocess.run([*pip, "--no-deps", "--no-index", "--target", target, wheel], check=True)
    return target


def run(installed: Path, *arguments: str, **more: str) -> str:
    """What the installed program prints."""
    environment: Mapping[str, str] = {"PATH": "", "PYTHONPATH": str(installed), **more}
    command = [sys.executable, "-P", "-m", "daemon", *arguments]
    done = subprocess.run(
        command, cwd=installed.parent, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def test_what_runs_is_what_was_installed(installed: Path) -> None:
    code = "import daemon, rules; print(daemon.__file__, rules.__file__)"
    environment = {"PYTHONPATH": str(installed)}
    where = subprocess.run(
        [sys.executable, "-P", "-c", code], env=environment, check=True, capture_output=True, text=True
    ).stdout

    assert where.split() == [f"{installed}/daemon/__init__.py", f"{installed}/rules/__init__.py"]


def test_it_is_the_same_bytes_from_another_folder_umask_and_time_zone(releases: Releases) -> None:
    assert sorted(path.name for path in releases.here.iterdir()) == [WHEEL, SOURCE]
    for name in (WHEEL, SOURCE):
        assert (releases.again / name).read_bytes() == (releases.here / name).read_bytes(), name


def test_the_wheel_holds_all_that_the_packages_hold(releases: Releases) -> None:
    with ZipFile(releases.here / WHEEL) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}

    assert held == {
        str(path.relative_to(ROOT))
        for tree in ("daemon", "rules")
        for path in (ROOT / tree).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_everybody_may_read_what_is_in_them(releases: Releases) -> None:
    with ZipFile(releases.again / WHEEL) as wheel, tarfile.open(releases.again / SOURCE) as source:
        modes = {entry.external_attr >> 16 & 0o777 for entry in wheel.infolist()}
        modes |= {entry.mode for entry in source.getmembers() if entry.isfile()}

    assert modes == {0o644, 0o755}


def test_the_wheel_alone_runs(installed: Path, tmp_path: Path) -> None:
    """The demo loads all there is: weights, migrations, letters, pages, mails."""
    mail = ROOT / "daemon" / "demo" / "mails" / "04-baixa.eml"

    assert run(installed, "--version") == f"altabaixa {VERSION}\n"
    assert "BAIXA" in run(installed, "explain", str(mail))
    assert "A second round: 0 messages, 0 letters." in run(installed, "demo", TMPDIR=str(tmp_path))


def test_the_changelog_opens_with_this_version() -> None:
    headings = [
        line for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines() if line[:3] == "## "
    ]

    assert next(line for line in headings if line != "## Unreleased").startswith(f"## {VERSION}, ")
