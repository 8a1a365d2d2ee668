"""What the page on the town's notice says holds it is there."""

import re
from pathlib import Path

from tests.failures import none_missed

_ROOT = Path(__file__).parents[1]
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")


def test_each_test_that_the_page_names_is_there() -> None:
    page = (_ROOT / "docs" / "notice.ca.md").read_text("utf-8")
    named = _TEST.findall(page)

    assert len(named) > 30
    none_missed(f"{file}::{test}" for file, test in named if not _is_there(_ROOT / file, test))


def _is_there(file: Path, test: str) -> bool:
    return file.is_file() and (not test or f"def {test}(" in file.read_text("utf-8"))
