"""A bar at a terminal for what takes long; nothing in a file, in a pipe, or for what is done at once."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

SLOW = """
import time
from daemon.cli.progress import bar
with bar("importing") as progress:
    progress.expect(40)
    for _ in range(40):
        time.sleep({seconds} / 40)
        progress.advance()
    print("done")
"""


def run(seconds: float, *, term: str, terminal: bool) -> tuple[str, str]:
    """What such a program writes: to stdout, and to a terminal or a pipe as its stderr."""
    ours, theirs = pty.openpty() if terminal else os.pipe()
    done = subprocess.run(
        [sys.executable, "-c", SLOW.format(seconds=seconds)],
        stdout=subprocess.PIPE, stderr=theirs, text=True, timeout=60, check=True,
        cwd=Path(__file__).parents[3], env={**os.environ, "TERM": term, "COLUMNS": "80"},
    )  # fmt: skip
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:  # how a terminal ends
        pass
    os.close(ours)
    return done.stdout, said.decode()


def test_at_a_terminal_a_bar_counts_and_what_is_piped_on_is_piped_on() -> None:
    out, err = run(2, term="xterm", terminal=True)

    assert out == "done\n"
    assert "importing" in err
    assert "/40" in err


@pytest.mark.parametrize(
    ("seconds", "term", "terminal"),
    [
        pytest.param(0.1, "xterm", True, id="done at once"),
        pytest.param(1.5, "xterm", False, id="a pipe"),
        pytest.param(1.5, "dumb", True, id="a terminal that cannot"),
    ],
)
def test_where_nobody_looks_on_nothing_is_written(seconds: float, term: str, terminal: bool) -> None:
    assert run(seconds, term=term, terminal=terminal) == ("done\n", "")
