"""Killed anywhere, the program loses nothing and does nothing twice; `make torture` kills it 10,000 times."""

import subprocess
import sys


def test_a_few_hundred_kills_lose_nothing_and_double_nothing() -> None:
    tortured = subprocess.run(
        [sys.executable, "-m", "tests.torture", "--kills", "200", "--least", "1"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )

    assert tortured.returncode == 0, tortured.stdout + tortured.stderr
