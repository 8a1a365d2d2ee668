"""A limit on the processor's time, so that what never ends is a failure and no silence."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

Given = TypeVar("Given")


@contextmanager
def at_most(seconds: float, what: str) -> Iterator[None]:
    """Raise TimeoutError with *what* as soon as the block has taken *seconds* of the processor."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} seconds of the processor: {what}")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def within(seconds: float, what: str, work: Callable[[], Given]) -> Given:
    """What *work* gives; TimeoutError if each of three times it takes more than *seconds* of the processor.

    Where the machine's neighbours are busy, a second of the processor does less now and then.
    """
    for _ in range(2):
        with suppress(TimeoutError), at_most(seconds, what):
            return work()
    with at_most(seconds, what):
        return work()
