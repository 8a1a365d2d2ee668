"""Room on the disk of the books: below a floor no mail is read, for on its server it is safe.

What is in hand goes on: letters leave, orders of the command line are done, the digest is made.
"""

import shutil
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from daemon.configuration.settings import Settings
from daemon.errors import MailboxError
from daemon.language import _
from rules.transport.reconnection import Cause

_MB: Final = 1024**2


def free(url: str) -> int | None:
    """Bytes that are free on the disk of the books; None for a database server's disk."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        return None
    try:
        return shutil.disk_usage(Path(place.database or "").absolute().parent).free
    except OSError:
        return None


def floor(settings: Settings) -> int:
    """Bytes that are to stay free (`store.min_free_mb`)."""
    return settings.store.min_free_mb * _MB


def is_short(settings: Settings) -> bool:
    """Whether there is too little room to read mail."""
    left = free(settings.store_url)
    return left is not None and left < floor(settings)


def require(settings: Settings) -> None:
    """MailboxError, with Cause.DISK, where there is too little room to read mail."""
    left = free(settings.store_url)
    if left is not None and left < floor(settings):
        raise MailboxError(
            _(
                "{left} MB are free on the disk of the books, and mail is read only from "
                "{least} MB on (store.min_free_mb): make room",
                left=left // _MB,
                least=settings.store.min_free_mb,
            ),
            cause=Cause.DISK,
        )
