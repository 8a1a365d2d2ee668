"""A limit on the processor's time, so that what never ends is a failure and no silence."""

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import thread_time
from typing import Final, TypeVar

Given = TypeVar("Given")

_TRIES: Final = 3
_NEVER_ENDS: Final = 60
"""Seconds of the processor after which nobody waits for what is measured."""


@contextmanager
def at_most(seconds: float, what: str) -> Iterator[None]:
    """Raise TimeoutError with *what* as soon as the block has taken *seconds* of the processor."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} seconds of the processor: {what}")

    before = signal.signal(signal.SIGVTALRM, stop)
    # Said again each second: an error that meets a callback of the interpreter's is swallowed there.
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def _without_what_other_tests_left() -> Iterator[None]:
    """The collector looks through what the block makes alone: it is the work's own, not the test run's."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def forget() -> None:
    """What the rules remember of the texts at hand is forgotten: the next reading is the first."""
    for name, module in list(sys.modules.items()):
        if name.startswith("rules."):
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()


def within(seconds: float, what: str, work: Callable[[], Given]) -> Given:
    """What *work* gives; TimeoutError if each of three times it takes more than *seconds* of the processor.

    Each time the rules read as if never before.

    Where the machine's neighbours are busy, a second of the processor does less now and then.
    """
    took: list[float] = []
    while len(took) < _TRIES:
        forget()
        with at_most(_NEVER_ENDS, what), _without_what_other_tests_left():
            began = thread_time()
            given = work()
            took.append(thread_time() - began)
        if took[-1] <= seconds:
            return given
    raise TimeoutError(f"more than {seconds} seconds of the processor, {min(took):.2f} at best: {what}")
