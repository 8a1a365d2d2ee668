"""A bar for what takes long: only where somebody looks on at a terminal, and not for what is done at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Timer
from typing import TYPE_CHECKING, Final

from daemon.cli.options import err, out
from daemon.ports import UNSEEN
from daemon.ports import Progress as Told

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_AT_ONCE_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class _Bar:
    progress: "Progress"
    task: "TaskID"

    def expect(self, more: int) -> None:
        total = self.progress.tasks[0].total or 0
        self.progress.update(self.task, total=total + more)

    def advance(self, done: int = 1) -> None:
        self.progress.advance(self.task, done)


@contextmanager
def bar(what: str) -> Iterator[Told]:
    """Show on stderr how far *what* has come, once it takes more than a second.

    Until somebody says how much there is, it only moves.
    """
    if not err.is_terminal or err.is_dumb_terminal:
        yield UNSEEN
        return
    # Half a megabyte, where nobody looks on.
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    # What goes into a file or a pipe has to go there, and not above the bar.
    progress = Progress(*columns, console=err, transient=True, redirect_stdout=out.is_terminal)
    task = progress.add_task(what, total=None)
    later = Timer(_AT_ONCE_SECONDS, progress.start)
    later.daemon = True
    later.start()
    try:
        yield _Bar(progress, task)
    finally:
        later.cancel()
        later.join()
        if progress.live.is_started:
            progress.stop()
