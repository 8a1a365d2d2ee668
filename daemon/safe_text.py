"""Text that somebody else wrote, on a screen: no character of it moves, hides or colours anything."""

import json
import re
import unicodedata
from base64 import b64encode
from collections.abc import Iterable
from typing import Any, Final

_REPLACED: Final = "\N{REPLACEMENT CHARACTER}"


def printable(text: str, *, keep: str = "") -> str:
    """Return *text* without control and invisible characters but for those to *keep*."""
    return "".join(char if char.isprintable() or char in keep else _instead(char) for char in text)


def one_line(text: str, longest: int = 160) -> str:
    """A server's or program's words as they may stand in a sentence: one line, printable, not too long."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _instead(char: str) -> str:
    return " " if unicodedata.category(char) == "Zs" else _REPLACED


def as_json(value: Any, *, indent: int | None = None) -> str:
    """Return *value* as JSON that reads back the same, with nothing in it but printable characters.

    JSON itself leaves those as they are that turn a line (U+202E) or end one (U+0085, U+2028).
    """
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    return _NOT_PLAIN.sub(
        lambda char: char[0] if char[0].isprintable() else json.dumps(char[0])[1:-1], written
    )


def without_secrets(text: str) -> str:
    """Return *text* with every long word masked that could be a secret; a GUID is none."""
    return _SECRETS.sub("***", text)


def without(text: str, secrets: Iterable[str]) -> str:
    """Return *text* with these *secrets* masked, in base64 as well: some servers repeat what they refuse."""
    for secret in filter(None, secrets):
        for form in (secret, b64encode(secret.encode()).decode()):
            text = text.replace(form, "***")
    return text


_SECRETS: Final = re.compile(r"(?!\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b)[\w~+=-]{24,}")
_NOT_PLAIN: Final = re.compile(r"[^\n\x20-\x7e]")
