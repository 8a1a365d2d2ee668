"""A test that fails is named at once, and with each case that went wrong."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Timer

import pytest

from tests.failures import none_missed

ROOT = Path(__file__).parents[1]
TESTS = """
def test_fails():
    assert 1 == 2, "said in one line"

def test_goes_on():
    open({fifo!r}).close()
"""


@pytest.mark.parametrize("processes", ["-n0", "-n1"])
def test_a_failure_is_named_while_the_run_goes_on(tmp_path: Path, processes: str) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    (tmp_path / "test_it.py").write_text(TESTS.format(fifo=str(fifo)))
    words = [
        "pytest",
        "-q",
        processes,
        "-p",
        "no:cacheprovider",
        "-p",
        "tests.failures",
        "--rootdir",
        tmp_path,
    ]
    with subprocess.Popen(
        [sys.executable, "-m", *words, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        patience = Timer(120, run.kill)
        patience.start()
        named = next(line for line in run.stdout if line.startswith("FAILED"))
        with fifo.open("w"):  # the second test waited for it
            summary = run.stdout.read()
        patience.cancel()

    assert named == "FAILED test_it.py::test_fails - AssertionError: said in one line\n"
    assert "1 failed, 1 passed" in summary


def test_every_case_that_went_wrong_is_named() -> None:
    none_missed([])
    with pytest.raises(pytest.fail.Exception, match=r"^2 missed: one\ntwo$"):
        none_missed(["one", "two"])
