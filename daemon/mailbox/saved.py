"""Saved mail: a message a file (.eml), a mailbox that is one file (mbox), and Maildir folders.

A folder is walked to its end. What cannot be read is said, and the others go on; nothing is changed.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from mailbox import mbox
from pathlib import Path
from typing import Final, TypeAlias

Content: TypeAlias = bytes | OSError | None
"""A message; why it could not be read; or None for a file of a folder that is no mail."""

_MESSAGE: Final = ".eml"
_MAILBOX: Final = ".mbox"
_OPENS_A_MAILBOX: Final = b"From "
_MAILDIR: Final = {"cur", "new"}


def messages(paths: Iterable[Path]) -> Iterator[tuple[str, Content]]:
    """Every message of these files and folders, sorted by name; one of an mbox is called FILE:NUMBER."""
    for path in paths:
        if not path.is_dir():
            yield from _of_file(path)
            continue
        unreadable: list[OSError] = []
        for file in _files(path, unreadable):
            if _is_mail(file):
                yield from _of_file(file)
            else:
                yield str(file), None
        for error in unreadable:
            yield str(error.filename), error


def _files(folder: Path, unreadable: list[OSError]) -> list[Path]:
    walked = os.walk(folder, onerror=unreadable.append)
    return sorted(Path(root, name) for root, _, names in walked for name in names if name[0] != ".")


def _is_mail(file: Path) -> bool:
    return file.suffix.lower() == _MESSAGE or _is_in_maildir(file) or _is_mailbox(file)


def _is_in_maildir(file: Path) -> bool:
    folder = file.absolute().parent
    return folder.name in _MAILDIR and all((folder.parent / name).is_dir() for name in _MAILDIR)


def _is_mailbox(file: Path) -> bool:
    """By its first bytes: Thunderbird's have no suffix."""
    if file.suffix.lower() == _MESSAGE or not file.is_file():
        return False
    try:
        with file.open("rb") as opened:
            return opened.read(len(_OPENS_A_MAILBOX)) == _OPENS_A_MAILBOX
    except OSError:
        return file.suffix.lower() == _MAILBOX


def _of_file(file: Path) -> Iterator[tuple[str, Content]]:
    try:
        if not _is_mailbox(file):
            yield str(file), file.read_bytes()
            return
        with closing(mbox(file, create=False)) as opened:
            for number, key in enumerate(opened.keys(), start=1):
                yield f"{file}:{number}", opened.get_bytes(key)
    except OSError as error:
        yield str(file), error
