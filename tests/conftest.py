"""What every test may ask for."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dovecot import Dovecot, running_dovecot


@pytest.fixture(scope="session")
def dovecot_installed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Dovecot from Debian's packages, installed where it is missing and we may."""
    if shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        pytest.fail("Dovecot is missing: as root, apt-get install dovecot-imapd", pytrace=False)
    # The package would start its service; policy-rc.d says no, and is put back as it was.
    policy = Path("/usr/sbin/policy-rc.d")
    had = policy.exists()
    if not had:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment, capture_output=True)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "dovecot-imapd"],
            check=True, env=environment, capture_output=True,
        )  # fmt: skip
    finally:
        if not had:
            policy.unlink()


@pytest.fixture
def dovecot(dovecot_installed: None) -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server
