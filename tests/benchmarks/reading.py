"""What it costs to read an ordinary message and to decide on it, stage by stage.

`make benchmark`, or `python -m tests.benchmarks.reading [FOLDER]` for the messages of a folder.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from types import ModuleType
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from rules import reading
from rules.books import policy
from rules.books.facts import Facts
from rules.mail import bodies, mail
from tests.processor import forget
from tests.rules.messages import TOWN

_OWN: Final = Path(__file__).parents[1] / "rules" / "messages"
_ROUNDS: Final = 15
"""How often each message is read; its fastest time is that of the work, the others' that of the machine."""
_AT: Final = datetime(2026, 5, 6, 9, tzinfo=UTC)

_STAGES: Final = {
    "head": ((mail, "split_head"), (mail, "_headed")),
    "mime": ((bodies, "parts_of"),),
    "quotation": ((bodies, "cut"),),
    "words": ((mail, "read_body"),),
    "reading": ((reading, "read"),),
    "deciding": ((policy, "decide"),),
}
"""The functions whose time is a stage's; `words` is what `read_body` takes besides mime and quotation."""


class Clock:
    """The seconds spent in each stage."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys(_STAGES, 0.0)
        for stage, functions in _STAGES.items():
            for module, name in functions:
                self._listen(stage, module, name)

    def _listen(self, stage: str, module: ModuleType, name: str) -> None:
        function: Callable[..., Any] = getattr(module, name)

        def timed(*args: Any, **more: Any) -> Any:
            began = perf_counter()
            try:
                return function(*args, **more)
            finally:
                self.spent[stage] += perf_counter() - began

        setattr(module, name, timed)

    def of(self, raw: bytes) -> dict[str, float]:
        """The milliseconds of each stage for one message, read as if never before, and of all of it."""
        forget()
        self.spent = dict.fromkeys(_STAGES, 0.0)
        began = perf_counter()
        message = mail.read_mail(raw)
        policy.decide(reading.read(message, TOWN), Facts(received_at=_AT, sender=message.sender))
        total = perf_counter() - began
        self.spent["words"] -= self.spent["mime"] + self.spent["quotation"]
        rest = total - sum(self.spent.values())
        return {
            stage: 1000 * seconds for stage, seconds in {**self.spent, "rest": rest, "all": total}.items()
        }


def main(folder: Path) -> None:
    """Print the table for the messages of *folder*."""
    clock = Clock()
    files = sorted(folder.glob("*.eml"))
    best = {
        path.name: min((clock.of(raw) for _ in range(_ROUNDS)), key=lambda spent: spent["all"])
        for path in files
        for raw in [path.read_bytes()]
    }
    whole = [spent["all"] for spent in best.values()]
    table = Table(title=f"{len(files)} messages, milliseconds")
    for title in ("stage", "median", "share"):
        table.add_column(title, justify="right" if table.columns else "left")
    for stage in (*_STAGES, "rest"):
        share = sum(spent[stage] for spent in best.values()) / sum(whole)
        table.add_row(stage, f"{median(spent[stage] for spent in best.values()):.3f}", f"{share:.0%}")
    table.add_section()
    table.add_row("all", f"{median(whole):.3f}", "100%")
    slowest = max(best, key=lambda name: best[name]["all"])
    Console().print(table)
    Console().print(
        f"95 of 100 under {quantiles(whole, n=20)[-1]:.3f}, the slowest {best[slowest]['all']:.3f}: {slowest}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else _OWN)
