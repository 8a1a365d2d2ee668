"""A photograph without what it says beside its picture: where and when it was taken, by which telephone.

Only what shows the picture is kept, so that what nobody knows yet is left out as well. What is cut, or is
no photograph, is none: it goes nowhere.
"""

from typing import Final

MOST_BYTES: Final = 6 * 1024 * 1024
"""Bytes of a photograph that is passed on."""

_JPEG: Final = b"\xff\xd8"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_KEPT: Final = {
    b"IHDR": 13, b"PLTE": 768, b"tRNS": 256, b"IDAT": MOST_BYTES, b"IEND": 0, b"gAMA": 4, b"sRGB": 1,
    b"pHYs": 9,
}  # fmt: skip
"""The chunks that show the picture, and how long each may be."""
_SCAN, _END = 0xDA, 0xD9
_SHOWS: Final = frozenset({*range(0xC0, 0xD0), 0xDB, _SCAN, 0xDC, 0xDD}) - {0xC8}
"""The segments without which no viewer shows the picture: frames, tables, scans, restarts."""
_APPLICATION: Final = {0xE0: (b"JFIF\x00", 14), 0xEE: (b"Adobe", 12)}
"""The two applications' segments that say how its colours are read: how each begins, and its length."""
_RESTARTS: Final = range(0xD0, 0xD8)


def bare(data: bytes) -> tuple[str, bytes] | None:
    """The media type and the bytes of a photograph without its metadata; None for what is no whole one."""
    if len(data) > MOST_BYTES:
        return None
    for start, media_type, without_metadata in (
        (_JPEG, "image/jpeg", _bare_jpeg),
        (_PNG, "image/png", _bare_png),
    ):
        if data.startswith(start) and (found := without_metadata(data)):
            return media_type, found
    return None


def _bare_jpeg(data: bytes) -> bytes | None:
    kept, at = [_JPEG], len(_JPEG)
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == _END:
            return b"".join((*kept, data[at : at + 2]))
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(data):
            return None
        if marker == _SCAN:
            end = _end_of_scan(data, end)
        kept.append(_shown(marker, data[at:end]))
        at = end
    is_ended = data[at : at + 2] == bytes([0xFF, _END])
    return b"".join((*kept, data[at : at + 2])) if is_ended else None


def _shown(marker: int, segment: bytes) -> bytes:
    """What is needed of a segment to see the picture: no small picture of it, and nothing that is unknown."""
    if marker in _SHOWS:
        return segment
    begins, length = _APPLICATION.get(marker, (b"", 0))
    said = segment[4 : 4 + length]
    if not begins or len(said) < length or not said.startswith(begins):
        return b""
    if marker == 0xE0:
        said = said[:12] + bytes(2)  # as wide and as high as no small picture
    return segment[:2] + (length + 2).to_bytes(2, "big") + said


def _end_of_scan(data: bytes, start: int) -> int:
    """Where the next segment begins behind a scan's own bytes."""
    at = data.find(b"\xff", start)
    while 0 <= at < len(data) - 1 and (data[at + 1] == 0 or data[at + 1] in _RESTARTS):
        at = data.find(b"\xff", at + 2)
    return at if at >= 0 else len(data)


def _bare_png(data: bytes) -> bytes | None:
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if end > len(data):
            return None
        if end - at - 12 <= _KEPT.get(kind, -1):
            kept.append(data[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    return None
