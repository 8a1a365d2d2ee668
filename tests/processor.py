"""A limit on the processor's time, so that what never ends is a failure and no silence."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


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
