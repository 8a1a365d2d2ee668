"""Each row of the bench gives its figure, on books and mail of a small town: no time is asked for."""

from dataclasses import replace

import pytest

from tests.benchmarks.__main__ import ROWS
from tests.benchmarks.workbench import Row, measured

_SMALL = {"people": 100, "mails": 4}


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_each_row_gives_its_figure(row: Row) -> None:
    sizes = {name: min(size, _SMALL.get(name, 12)) for name, size in row.sizes.items()}
    small = replace(row, sizes=sizes)

    figure = measured(small, tries=1)

    assert figure.ours > 0 or row.unit == "MB", "what it grows by may be nothing"
    assert (figure.floor is None) == (row.floor is None)
