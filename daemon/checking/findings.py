"""What a check found: one sentence for people, a stable name for programs, and the way out."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from daemon.access import barrier
from daemon.language import _


class Verdict(StrEnum):
    """How good what was found is: only BAD keeps the service from its work."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was tried. `mend` is empty only where nothing is to be mended."""

    subject: str
    verdict: Verdict
    said: str
    mend: str = ""


def good(subject: str, said: str) -> Finding:
    """Make a finding that all is well."""
    return Finding(subject=subject, verdict=Verdict.GOOD, said=said)


def warning(subject: str, said: str, mend: str) -> Finding:
    """Make a finding that the service works with, but not as well as it could."""
    return Finding(subject=subject, verdict=Verdict.WARNING, said=said, mend=mend)


def bad(subject: str, said: str, mend: str) -> Finding:
    """Make a finding that keeps the service from its work."""
    return Finding(subject=subject, verdict=Verdict.BAD, said=said, mend=mend)


def holds(findings: Iterable[Finding]) -> bool:
    """Whether the service could work with what was found."""
    return all(finding.verdict is not Verdict.BAD for finding in findings)


def write_password(file: Path) -> str:
    """Return the way out where the password in *file* cannot be read."""
    closed = barrier(file)
    write = _("write the password into that file, alone on one line, and chmod 600 it")
    return closed.mend if closed else write
