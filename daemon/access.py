"""Who runs this program, and what keeps them from a file."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from daemon.language import _, of_the_system


@dataclass(frozen=True, slots=True)
class Barrier:
    """What keeps somebody from a file, and the way out."""

    why: str
    mend: str

    def __str__(self) -> str:
        """Both, in one line."""
        return f"{self.why}; {self.mend}"


def user() -> str:
    """Who runs this program, for people."""
    number = os.geteuid()
    try:
        return _("the user {name}", name=pwd.getpwuid(number).pw_name)
    except KeyError:
        return _("the user {name}", name=number)


def reason(error: OSError) -> str:
    """What the system said, and whom it refused."""
    why = of_the_system(error)
    return _("{why} for {user}", why=why, user=user()) if isinstance(error, PermissionError) else why


def barrier(file: Path, *, writing: bool = False) -> Barrier | None:
    """What keeps this user from reading *file*, or from *writing* it as well; None if nothing does.

    Nothing keeps anybody from reading a file that is not there.
    """
    folders = file.absolute().parents
    for folder in reversed(folders):
        if not os.path.lexists(folder):
            return None
        if not _may(folder, os.X_OK):
            return _refused(_("{user} may not look into the folder {folder}", user=user(), folder=folder))
    if not os.path.lexists(file):
        return _unwritable(folders[0]) if writing else None
    if not _may(file, os.R_OK | (os.X_OK if os.path.isdir(file) else 0)):
        return _refused(_("{user} may not read {file}", user=user(), file=file))
    return _unwritable(file) if writing else None


def barrier_to_books(file: Path, *, writing: bool = False) -> Barrier | None:
    """The same of an SQLite database: its log and its index are files beside it."""
    every = (file, *(Path(f"{file}{end}") for end in ("-wal", "-shm")))
    return next((found for each in every if (found := barrier(each, writing=writing))), None)


def _unwritable(path: Path) -> Barrier | None:
    if _may(path, os.W_OK):
        return None
    if os.statvfs(path).f_flag & os.ST_RDONLY:
        why = _("the file system of {path} is read-only", path=path)
        return Barrier(why, _("mount it so that it can be written"))
    return _refused(_("{user} may not write to {path}", user=user(), path=path))


def _refused(why: str) -> Barrier:
    return Barrier(why, _("run this as root (sudo altabaixa …), or as the user that it belongs to"))


def _may(path: Path, mode: int) -> bool:
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def holds_something(file: Path) -> bool:
    """Whether *file* is there, and holds more than a lone line end."""
    try:
        return file.stat().st_size > 1
    except OSError:
        return False
