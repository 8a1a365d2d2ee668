"""The promise: who writes a code of the rules into a text hears of it from `make check`."""

import re
from pathlib import Path

from mypy import api

ROOT = Path(__file__).parents[1]
SOURCE = """\
from enum import Enum
from rules.findings import Because, Why
class Colour(Enum):
    RED = "red"
def say(colour: Colour, because: Because, why: Why | None, many: list[Colour], words: str) -> None:
    f"{colour}"  # refused
    f"so {words}: {because!s:>9}"  # refused
    f"{why or words}"  # refused
    f"{many}"  # refused
    str(because)  # refused
    "{}".format(colour)  # refused
    print(words, colour)  # refused
    f"{colour.value} {colour.name} {words} {len(many)}"
    str(words), "".join([words]), print(words)
"""


def test_a_code_in_a_text_is_an_error_of_types(tmp_path: Path) -> None:
    file = tmp_path / "saying.py"
    file.write_text(SOURCE)

    out, err, _ = api.run(
        ["--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(ROOT / ".mypy_cache"), str(file)]
    )

    refused = [n for n, line in enumerate(SOURCE.splitlines(), 1) if line.endswith("# refused")]
    assert [int(line) for line in re.findall(r":(\d+): error: .* in a text", out)] == refused
    assert (out.count("error:"), err) == (len(refused), "")
