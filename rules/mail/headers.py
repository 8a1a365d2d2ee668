"""The header block: split and capped on its raw bytes, before any parser sees a field.

Lines end at LF only: a bare CR is no line end to a mail server, so it must not
start a field here that the server could not see and strip. The block ends at
the first line that is no field, as it does for the server.
"""

import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from rules.findings import Because, Why
from rules.mail.charsets import decode, from_base64, on_one_line

MOST_FIELDS: Final = 200
LONGEST_BLOCK: Final = 64 * 1024
LONGEST_FIELD: Final = 8 * 1024
LONGEST_CONTENT_FIELD: Final = 2 * 1024
FARTHEST: Final = 1024 * 1024
"""Bytes of a header block that are looked at, however long it is."""

_FIELD: Final = re.compile(rb"([!-9;-~]{1,200})([ \t]*):([^\n]*(?:\n[ \t][^\n]*)*)\n?")
_MBOX: Final = (b"From ", b">From ")
_PRECIOUS: Final = frozenset({"from", "content-type", "content-transfer-encoding"})

_WORD: Final = re.compile(
    r"=\?([!-<>@-~]{1,60})\?([bBqQ])\?([^?=]*(?:(?:\?(?!=(?![0-9A-Fa-f]{2}))|=(?!\?[^=]))[^?=]*)*)"
    r"\?=(?![0-9A-Fa-f]{2})"
)
"""An encoded word; a bare "?" before an escape is no end of it."""

TOO_MANY: Final = Because("many-fields", (MOST_FIELDS,))
TOO_LONG: Final = Because("head-too-long")
"""Why a header block cannot be trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A header block: lower-case names with their unfolded, undecoded values, topmost first.

    `fault` is the reason why it cannot be trusted, `cut` are those
    fields that were cut to their cap, `length` the bytes up to the body.
    """

    fields: tuple[tuple[str, str], ...] = ()
    cut: frozenset[tuple[str, str]] = frozenset()
    fault: Why | None = None
    length: int = 0

    def values(self, name: str) -> tuple[str, ...]:
        """Every raw value of a lower-case field name."""
        return tuple(value for key, value in self.fields if key == name)

    def value(self, name: str) -> str:
        """The topmost raw value, or ""."""
        return next((value for key, value in self.fields if key == name), "")


def split_head(raw: bytes, *, part: bool = False) -> Head:
    """The header block at the start of *raw*. Never raises; reads at most `FARTHEST` bytes.

    A part may have no fields: then it begins with a blank line. A message has
    some, and blank lines before them mean nothing.
    """
    block = raw[:FARTHEST]
    start = 0 if part else len(block) - len(block.lstrip(b"\r\n"))
    lines, length, ended = _folded_lines(block, start)
    fields: list[tuple[str, str]] = []
    cut: set[tuple[str, str]] = set()
    total = 0
    for name, value in lines[:MOST_FIELDS]:
        cap = LONGEST_CONTENT_FIELD if name.startswith("content-") else LONGEST_FIELD
        is_cut = len(value) > cap and name not in {"to", "cc"}  # who it is for is read to the end
        text, _ = decode(value[: cap if is_cut else LONGEST_BLOCK])
        fields.append((name, text.replace("\n", "").replace("\r", " ").strip()))
        if is_cut:
            cut.add(fields[-1])
        total += min(len(value), cap)
    return Head(
        fields=tuple(fields),
        cut=frozenset(cut),
        fault=_fault(len(lines), total, {name for name, _ in cut}, ended=ended),
        length=length,
    )


def _fault(count: int, total: int, cut: set[str], *, ended: bool) -> Why | None:
    if count > MOST_FIELDS:
        return TOO_MANY
    if total > LONGEST_BLOCK or not ended:
        return TOO_LONG
    precious = sorted(cut & _PRECIOUS)
    return Because("field-too-long", (precious[0],)) if precious else None


def _folded_lines(raw: bytes, place: int) -> tuple[list[tuple[str, bytes]], int, bool]:
    """Fields as name and folded value, where the body starts, and whether the end was found."""
    fields: list[tuple[str, bytes]] = []
    while place < len(raw) and len(fields) <= MOST_FIELDS:
        end = raw.find(b"\n", place) + 1 or len(raw)
        if not raw[place:end].strip(b"\r\n"):
            return fields, end, True
        if match := _FIELD.match(raw, place):
            # "Name :" is old syntax that servers may not strip: it is never taken for the field itself.
            value = match[3].replace(b"\r\n", b"\n")
            fields.append((match[1].decode("ascii").lower() + (" " if match[2] else ""), value))
            end = match.end()
        elif not raw.startswith(_MBOX, place) or len(fields) > 1:
            return fields, place, True
        place = end
    return fields, place, len(raw) < FARTHEST


def decode_words(raw: str) -> str:
    """A raw field value as people see it: encoded words decoded, clean, on one line."""
    return on_one_line(spelled(raw))


def spelled(raw: str) -> str:
    """The decoded value before anything invisible is taken out of it.

    Each run of encoded words of one charset is decoded as one, since some split characters.
    """
    between, *words = _WORD.split(raw)
    said, run, charset = "", b"", ""
    for label, way, inner, after in zip(*[iter(words)] * 4, strict=True):
        of_word = label.partition("*")[0].lower()  # RFC 2231: a language may follow
        is_adjoining = run and not between.strip()
        if not is_adjoining or of_word != charset:
            said += decode(run, charset)[0] + ("" if is_adjoining else between)
            run, charset = b"", of_word
        data = inner.encode("utf-8", "replace")
        run += binascii.a2b_qp(data, header=True) if way in "qQ" else from_base64(data)
        between = after
    return said + decode(run, charset)[0] + between


def moment_in(value: str) -> datetime | None:
    """The moment that a Date field writes, naive where it names no zone; None where it writes none."""
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
