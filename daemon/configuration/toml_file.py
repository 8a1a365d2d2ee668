"""A TOML file read, with one line for each way in which it cannot be."""

import tomllib
from pathlib import Path
from typing import Any

from daemon.access import barrier, reason
from daemon.errors import ClosedConfigurationError, SettingsError
from daemon.language import _


def read_tables(file: Path) -> dict[str, Any]:
    """The tables of a TOML file, unchecked; SettingsError where it is none."""
    data = data_of(file)
    if data is None:
        raise SettingsError(_("{file}: there is no such file", file=file))
    return tables_in(data, file)


def data_of(file: Path) -> bytes | None:
    """What stands in the file, None where there is none; SettingsError where it may not be read."""
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        why = _("{file}: cannot be read: {why}", file=file, why=barrier(file) or reason(error))
        closed = isinstance(error, PermissionError)
        raise (ClosedConfigurationError(why, file=file) if closed else SettingsError(why)) from None


def tables_in(data: bytes, file: Path) -> dict[str, Any]:
    """The tables of what was read from *file*; SettingsError names the line that is no TOML."""
    try:
        # Windows editors put a BOM before UTF-8, which TOML does not know.
        text = data.decode("utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            _("{file}: line {line}: not UTF-8; save the file with that encoding", file=file, line=line)
        ) from None
    except tomllib.TOMLDecodeError as error:
        end = f"line {text.count(chr(10)) + 1}, the end of the file"
        why = str(error).replace("end of document", end)
        raise SettingsError(_("{file}: not TOML: {why}", file=file, why=why)) from None
