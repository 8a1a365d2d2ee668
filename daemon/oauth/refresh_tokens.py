"""The refresh token: the one that was put into a file, or the last one that the provider gave in its place.

A provider may give a new one with each access token, and take the old one no more. So it is on the
disk, whole, before anybody goes on by it; and only one process asks at a time.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

import structlog

log = structlog.get_logger()

STORED: Final = "oauth-refresh-token.json"
"""The file in the service's own folder that holds the last one."""


@dataclass(slots=True, kw_only=True)
class RefreshTokens:
    """`given` reads the one that a person put there; *folder* keeps those that follow it, None: nowhere."""

    given: Callable[[], str]
    folder: Path | None
    _unsaved: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def in_turn(self) -> Iterator[str]:
        """The token to go by, while no other process renews it."""
        given = self.given()
        with _alone(self.folder):
            yield self._unsaved.get(_mark(given)) or self._stored(given) or given

    def store(self, token: str) -> None:
        """Keep *token*, which came in place of the one before; in memory, where the disk takes none."""
        mark = _mark(self.given())
        if self.folder is None:
            self._unsaved = {mark: token}
            return
        try:
            _write(self.folder / STORED, {"follows": mark, "token": token})
        except OSError as error:
            self._unsaved = {mark: token}
            log.warning("refresh_token_not_stored", why=error.strerror, file=str(self.folder / STORED))
        else:
            self._unsaved = {}

    def _stored(self, given: str) -> str:
        """The last one that came of *given*; "" where a person has put another one there since.

        By what it came of and not by the files' times: systemd copies credentials anew at each start.
        """
        try:
            kept = json.loads((self.folder / STORED).read_text("utf-8")) if self.folder else {}
            return str(kept["token"]) if kept["follows"] == _mark(given) else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""


def stored_at(folder: Path) -> datetime | None:
    """When the provider last gave a refresh token; None where it never did, or nobody may look."""
    try:
        return datetime.fromtimestamp((folder / STORED).stat().st_mtime, UTC)
    except OSError:
        return None


def _mark(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@contextmanager
def _alone(folder: Path | None) -> Iterator[None]:
    """Wait for whoever else renews, such as `altabaixa check`; a folder that cannot be opened has nobody."""
    descriptor = None
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY) if folder else None
    if descriptor is None:
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write(file: Path, content: dict[str, str]) -> None:
    """Whole or not at all, for the folder's owner alone, whoever writes."""
    owner = file.parent.stat()
    for left in file.parent.glob(f".{file.name}-*"):  # by who was killed half-way
        left.unlink(missing_ok=True)
    with NamedTemporaryFile("w", prefix=f".{file.name}-", dir=file.parent, delete=False) as stream:
        staged = Path(stream.name)
        try:
            json.dump(content, stream)
            stream.flush()
            if os.geteuid() == 0:
                os.fchown(stream.fileno(), owner.st_uid, owner.st_gid)
            os.fsync(stream.fileno())
            os.replace(staged, file)
        except BaseException:
            staged.unlink(missing_ok=True)
            raise
    descriptor = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
