"""The header block: split and capped on its raw bytes, before any parser sees a field.

Lines end at LF only: a bare CR is no line end to a mail server, so it must not
start a field here that the server could not see and strip. The block ends at
the first line that is no field, as it does for the server.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from rules.findings import Because, Why
from rules.mail.charsets import decode, from_base64, from_quoted, on_one_line

MOST_FIELDS: Final = 200
LONGEST_BLOCK: Final = 64 * 1024
LONGEST_FIELD: Final = 8 * 1024
LONGEST_CONTENT_FIELD: Final = 2 * 1024
FARTHEST: Final = 1024 * 1024
"""Bytes of a header block that are looked at, however long it is."""

_FIELD: Final = re.compile(rb"([!-9;-~]{1,200})([ \t]*):")
_MBOX: Final = (b"From ", b">From ")
_PRECIOUS: Final = frozenset({"from", "content-type", "content-transfer-encoding"})

_WORD_START: Final = re.compile(r"=\?([!-<>@-~]{1,60})\?([bBqQ])\?")
_HEX: Final = re.compile("[0-9A-Fa-f]{2}")

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

    def value(self, name: str) -> str | None:
        """The topmost raw value, or None."""
        return next((value for key, value in self.fields if key == name), None)


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
        fields.append((name, _unfolded(value[: cap if is_cut else LONGEST_BLOCK])))
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
    fields: list[tuple[str, list[bytes]]] = []
    while place < len(raw) and len(fields) <= MOST_FIELDS:
        end = raw.find(b"\n", place) + 1 or len(raw)
        line = raw[place:end].rstrip(b"\r\n")
        if not line:
            return _joined(fields), end, True
        if line[:1] in {b" ", b"\t"} and fields:
            fields[-1][1].append(line)
        elif match := _FIELD.match(line):
            # "Name :" is old syntax that servers may not strip: it is never taken for the field itself.
            name = match[1].decode("ascii").lower() + (" " if match[2] else "")
            fields.append((name, [line[match.end() :]]))
        elif not (line.startswith(_MBOX) and len(fields) < 2):
            return _joined(fields), place, True
        place = end
    return _joined(fields), place, len(raw) < FARTHEST


def _joined(fields: list[tuple[str, list[bytes]]]) -> list[tuple[str, bytes]]:
    return [(name, b"\n".join(lines)) for name, lines in fields]


def _unfolded(value: bytes) -> str:
    text, _ = decode(value)
    return text.replace("\n", "").replace("\r", " ").strip()


def decode_words(raw: str) -> str:
    """A raw field value as people see it: encoded words decoded, clean, on one line."""
    return on_one_line(_decoded(raw)) if "=?" in raw else on_one_line(raw)


def spelled(raw: str) -> str:
    """The decoded value before anything invisible is taken out of it."""
    return _decoded(raw)


def _decoded(raw: str) -> str:
    """The value with each run of encoded words of one charset decoded as one, since some split characters."""
    out: list[str] = []
    run: list[bytes] = []
    charset, place = "", 0
    for start, end, label, data in _encoded_words(raw):
        between = raw[place:start]
        adjoining = bool(run) and not between.strip()
        if run and not (adjoining and label == charset):
            out.append(decode(b"".join(run), charset)[0])
            run = []
        if not adjoining:
            out.append(between)
        run.append(data)
        charset, place = label, end
    if run:
        out.append(decode(b"".join(run), charset)[0])
    return "".join([*out, raw[place:]])


def _encoded_words(raw: str) -> list[tuple[int, int, str, bytes]]:
    """Place, charset and bytes of each encoded word; what is malformed stays text."""
    found: list[tuple[int, int, str, bytes]] = []
    place = 0
    while match := _WORD_START.search(raw, place):
        end = _word_end(raw, match.end(), quoted=match[2] in "qQ")
        if end < 0:
            break
        charset = match[1].partition("*")[0].lower()  # RFC 2231: a language may follow
        inner = raw[match.end() : end].encode("utf-8", "replace")
        data = from_quoted(inner, header=True) if match[2] in "qQ" else from_base64(inner)
        found.append((match.start(), end + 2, charset, data))
        place = end + 2
    return found


def _word_end(raw: str, place: int, *, quoted: bool) -> int:
    """Where the "?=" of an encoded word stands; a bare "?" before an escape is no end of it."""
    end = raw.find("?=", place)
    while quoted and end >= 0 and _HEX.match(raw, end + 2):
        end = raw.find("?=", end + 2)
    return end


def moment_in(value: str) -> datetime | None:
    """The moment that a Date field writes, naive where it names no zone; None where it writes none."""
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
