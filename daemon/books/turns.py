"""Threads of this process write to the books one after the other, each as soon as it can.

Left to itself SQLite sleeps before it looks again whether another has finished, longer each time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


@contextmanager
def in_turn(lock: Lock, *, patience: float) -> Iterator[None]:
    """Hold *lock*; after so many seconds in vain go on without: the database says what is in the way."""
    is_ours = lock.acquire(timeout=patience)
    try:
        yield
    finally:
        if is_ours:
            lock.release()
