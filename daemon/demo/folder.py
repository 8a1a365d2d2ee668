"""The folder that a demo leaves behind: nobody else's to read, and kept until the next demo."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Final

_PREFIX: Final = "altabaixa-demo-"


@contextmanager
def kept_folder() -> Iterator[Path]:
    """Make a new folder; when the demo in it has ended well, those of earlier demos of this user go.

    One in which a demo still runs stays.
    """
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    with _taken(folder):
        yield folder
    for old in folder.parent.glob(f"{_PREFIX}*"):
        if old != folder:
            with _taken(old) as is_ours:
                if is_ours:
                    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _taken(folder: Path) -> Iterator[bool]:
    """Hold *folder*, and say so; not where it is somebody else's, a link, or held by another demo."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        yield False
        return
    try:
        flock(handle, LOCK_EX | LOCK_NB)
        is_ours = os.fstat(handle).st_uid == os.geteuid()
    except BlockingIOError:
        is_ours = False
    try:
        yield is_ours
    finally:
        os.close(handle)
