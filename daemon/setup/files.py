"""Files that appear whole, together and with their rights, or not at all."""

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from errno import EISDIR
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from daemon.errors import AltabaixaError
from daemon.language import _, of_the_system

SECRET: Final = 0o600
PUBLIC: Final = 0o644
_FOLDER: Final = 0o755


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A file to be: where, with what in it, and who may read it."""

    path: Path
    content: bytes
    mode: int


def refuse_unwritable(path: Path) -> None:
    """Raise AltabaixaError where the file *path* could not be written, before anybody answers a question."""
    folder = next(parent for parent in path.parents if parent.exists())
    if path.is_dir() or not folder.is_dir():
        raise AltabaixaError(
            _("{path}: there is a folder of that name, or its folder is a file; name another", path=path)
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise AltabaixaError(
            _("{folder}: cannot be written to; run it as root, or name a place with --config", folder=folder)
        )


def write_all(planned: Sequence[Planned]) -> None:
    """Write all of *planned*, in order; AltabaixaError says why not, and then the old files stand."""
    with ExitStack() as undo:
        try:
            staged = [_staged(file, undo) for file in planned]
            with _uninterrupted():
                for temporary, file in zip(staged, planned, strict=True):
                    os.replace(temporary, file.path)
        except OSError as error:
            where = error.filename or planned[0].path.parent
            raise AltabaixaError(
                _("{where}: cannot be written: {why}", where=where, why=of_the_system(error))
            ) from error


def _staged(file: Planned, undo: ExitStack) -> Path:
    """Put the content beside its place, complete and on the disk; *undo* takes away what is left of it."""
    _make(file.path.parent)
    if file.path.is_dir():  # which would only show when the others stand already
        raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(file.path))
    with NamedTemporaryFile(prefix=f".{file.path.name}-", dir=file.path.parent, delete=False) as stream:
        staged = Path(stream.name)
        undo.callback(staged.unlink, missing_ok=True)
        stream.write(file.content)
        stream.flush()
        # Made 0600; opened to others only when it is complete, whatever the umask.
        os.fchmod(stream.fileno(), file.mode)
        os.fsync(stream.fileno())
    return staged


def _make(folder: Path) -> None:
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir()
    folder.chmod(_FOLDER)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait for the few renames, so that no file stands without the others."""
    waiting = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, waiting)
