"""Programs that the tests need: installed from Debian's packages where they are missing and we may."""

import os
import shutil
import subprocess
from collections.abc import Callable
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import TypeVar

import pytest

Found = TypeVar("Found")


def found(program: str) -> Path | None:
    """Where *program* is; an administrator's programs are not on everybody's path."""
    path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/bin")
    return Path(path) if path else None


def installed(look: Callable[[], Found | None], *, package: str) -> Found:
    """What *look* finds, once *package* is installed if need be; else the test fails in one line."""
    seen = look()
    if seen is None and os.geteuid() == 0 and shutil.which("apt-get"):
        with Path(__file__).open("rb") as lock:  # several processes test at once
            flock(lock, LOCK_EX)
            if look() is None:
                _install(package)
        seen = look()
    if seen is None:
        pytest.fail(f"missing here: as root, apt-get install {package}", pytrace=False)
    return seen


def _install(package: str) -> None:
    # A package would start its server; policy-rc.d says no, and is put back as it was.
    policy = Path("/usr/sbin/policy-rc.d")
    had = policy.exists()
    if not had:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
            subprocess.run(["apt-get", *words], check=True, env=environment, capture_output=True)
    finally:
        if not had:
            policy.unlink()
