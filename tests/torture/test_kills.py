"""Killed anywhere, the program loses nothing and does nothing twice; `make torture` kills it 10,000 times."""

import subprocess
import sys


def _tortured(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.torture", *words],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def test_a_few_hundred_kills_lose_nothing_and_double_nothing() -> None:
    done = _tortured("--kills", "200", "--least", "1")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_audit_finds_what_a_worse_program_loses_or_doubles() -> None:
    done = _tortured("--sabotage")

    assert done.returncode == 0, done.stdout + done.stderr
