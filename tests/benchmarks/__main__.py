"""`make bench`: what it costs, each figure beside its floor in the same run; as a table, and as JSON.

`python -m tests.benchmarks [--tries N] [--json FILE] [--long] [WORD…]`: only the rows whose names hold a
WORD; with `--long` those alone that take long.
"""

import argparse
import json
import os
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import general_mail, growing, leaving, starting, wire
from tests.benchmarks.workbench import Figure, Row, measured

ROWS: tuple[Row, ...] = (*leaving.ROWS, *starting.ROWS, *wire.ROWS, *growing.ROWS, *general_mail.ROWS)


def table(figures: list[Figure]) -> Table:
    """The figures as people read them."""
    shown = Table("figure", box=None)
    for title in ("unit", "ours", "floor", "goal"):
        shown.add_column(title, justify="right")
    for each in figures:
        shown.add_row(each.name, each.unit, *(_short(n) for n in (each.ours, each.floor, each.goal)))
    return shown


def _short(number: float | None) -> str:
    return "" if number is None else f"{number:.3g}"


def main() -> None:
    """Measure, and print."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    asked.add_argument("--tries", type=int, default=5)
    asked.add_argument("--json", type=Path)
    asked.add_argument("--long", action="store_true")
    asked.add_argument("words", nargs="*")
    given = asked.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # where it is installed, its modules are compiled
    rows = [row for row in ROWS if row.long == given.long]
    wanted = [r for r in rows if not given.words or any(word in r.name for word in given.words)]
    figures = [measured(row, tries=given.tries) for row in wanted]
    load = os.getloadavg()[0]
    Console(width=110).print(table(figures))
    print(f"least of {given.tries}; load {load:.1f} at the end")
    if given.json is not None:
        said = {"tries": given.tries, "load": load, "figures": [asdict(each) for each in figures]}
        given.json.write_text(json.dumps(said, indent=2) + "\n")


if __name__ == "__main__":
    main()
