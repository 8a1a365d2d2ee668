"""Named fault points: where a test kills the program, to see that nothing is lost or done twice.

One stands before and after each commit, fetch and hand-over, and around SMTP's final dot.
Nothing in the daemon arms them, and no mail, option, file or variable can: only a program
that holds the interpreter itself, as a test does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_fault: Callable[[str], None] | None = None


def arm(fault: Callable[[str], None] | None) -> None:
    """Have *fault* called with the name of each point that is passed; None: nobody."""
    global _fault  # noqa: PLW0603 - one process has one fate
    _fault = fault


def point(name: str) -> None:
    """Pass the point *name*: nothing happens."""
    if _fault is not None:
        _fault(name)


@contextmanager
def around(name: str) -> Iterator[None]:
    """Pass `name.before`, and `name.after` where what stands between did not fail."""
    point(f"{name}.before")
    yield
    point(f"{name}.after")
