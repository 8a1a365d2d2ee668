"""No dependency is older than the release that closed a hole we know of."""

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT: Final = Path(__file__).parents[1]

FLOORS: Final = {
    "aiosmtpd": (
        "1.4.6",
        "CVE-2024-27305: mail smuggled within mail; CVE-2024-34083: words in clear before TLS",
    ),
    "aiosmtplib": (
        "5.1.3",
        "CVE-2026-53533: commands and parameters in an address; GHSA-vxj7-4xrp-5vr4: words before TLS",
    ),
    "cryptography": ("48.0.1", "GHSA-537c-gmf6-5ccf; CVE-2026-34073: name constraints; GHSA-p423-j2cm-9vmq"),
    "idna": ("3.15", "CVE-2024-3651 and CVE-2026-45409: a name that takes for ever"),
    "imapclient": ("4.1.0", "STARTTLS without a context of one's own did not verify the server"),
    "jinja2": ("3.1.6", "CVE-2024-56201, CVE-2024-56326, CVE-2025-27516: out of the sandbox"),
    "mako": ("1.3.12", "CVE-2026-41205 and CVE-2026-44307: templates from outside their folder"),
    "markdown-it-py": ("2.2.0", "CVE-2023-26302 and CVE-2023-26303: a text that crashes it"),
    "pydantic": ("2.4.0", "CVE-2024-3772: an address that takes for ever"),
    "pygments": ("2.20.0", "CVE-2026-4539: a text that takes for ever"),
    "pypdf": (
        "7.1.1",
        "CVE-2026-119203 to -119209, and a bomb closed by nearly every release: keep it the newest",
    ),
    "pytest": ("9.0.3", "CVE-2025-71176: a temporary folder that others may enter"),
}
"""The oldest release of each that may be installed, and why."""


def locked(lock: str = "requirements-dev.lock") -> dict[str, Version]:
    """What is pinned, by name; the developers' lock has all that the other has."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {
        canonicalize_name(name): Version(version)
        for name, version in re.findall(r"^([\w.-]+)==([\w.!+]+)", text, re.MULTILINE)
    }


def asked_for() -> list[Requirement]:
    """What the project itself asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lists = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    return [Requirement(line) for each in lists for line in each if isinstance(line, str)]


def test_what_is_tested_is_what_runs() -> None:
    assert locked("requirements.lock").items() <= locked().items()


def test_what_runs_brings_no_tools_of_developers() -> None:
    assert not locked("requirements.lock").keys() & {"pytest", "ruff", "mypy", "hypothesis", "import-linter"}


@pytest.mark.parametrize("name", FLOORS)
def test_what_is_pinned_has_the_hole_closed(name: str) -> None:
    floor, why = FLOORS[name]

    assert locked()[name] >= Version(floor), why


@pytest.mark.parametrize("name", sorted({canonicalize_name(r.name) for r in asked_for()} & set(FLOORS)))
def test_whoever_installs_without_the_lock_gets_no_release_with_the_hole(name: str) -> None:
    """The newest one below the floor is not let in by what the project asks for."""
    floor, why = FLOORS[name]
    (asked,) = [r for r in asked_for() if canonicalize_name(r.name) == name]

    least = [Version(part.version) for part in asked.specifier if part.operator in {">=", "=="}]
    assert max(least) >= Version(floor), why
