"""The tree of MIME parts, cut on the raw bytes within limits.

Rule 1: limits hold while cutting, not after: 20 levels, 200 parts, and so many
        lines that only look like a boundary.
Rule 2: a multipart whose boundary is missing or wrong is cut by the one that its
        own body shows; if there is none, it is text as it stands.
Rule 3: the standard library (compat32) reads the parameters of a Content-* field,
        which was capped before, and nothing else.
"""

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from email.message import Message
from email.utils import unquote
from functools import lru_cache
from typing import Any, Final, NamedTuple

from rules.findings import Because, Why
from rules.mail.charsets import decode, from_base64, on_one_line
from rules.mail.headers import FARTHEST, Head, decode_words, split_head

DEEPEST: Final = 20
MOST_PARTS: Final = 200
_MOST_MISSES: Final = 20_000
"""Places that look like a boundary and are none: more of them are an attack on the splitter."""

TOO_MANY_PARTS: Final = Because("many-parts", (MOST_PARTS, DEEPEST))
"""Why a body is not read to its end."""

MESSAGES: Final = frozenset({"message/rfc822", "message/global"})
_GUESS: Final = re.compile(rb"^--([!-~][^\r\n]{0,100})\r?\nContent-", re.MULTILINE | re.IGNORECASE)
_GUESS_WITHIN: Final = 64 * 1024
_NOT_BASE64: Final = re.compile(rb"[^A-Za-z0-9+/=\r\n\t ]|[A-Za-z0-9+/] +[A-Za-z0-9+/]")
_UU_BEGIN: Final = re.compile(rb"^begin [0-7]{3,4} [^\r\n]{0,200}\r?\n", re.MULTILINE)


class Span(NamedTuple):
    """A stretch of the message: parts inside parts share its bytes instead of copying them."""

    source: bytes
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part: what its Content-* fields say, its raw bytes, and what is inside it."""

    head: Head
    content_type: str
    charset: str | None = None
    flowed: bool = False
    delsp: bool = False
    filename: str = ""
    attached: bool = False
    encoding: str = ""
    span: Span
    children: tuple["Part", ...] = ()

    @property
    def length(self) -> int:
        """How many bytes stand in the message."""
        return self.span.end - self.span.start

    def raw(self, most: int | None = None) -> bytes:
        """The first *most* bytes as they stand, or all."""
        end = self.span.end if most is None else min(self.span.end, self.span.start + most)
        return self.span.source[self.span.start : end]

    def data(self, most: int | None = None) -> bytes:
        """The bytes of `raw` with the transfer encoding taken off."""
        return _decoded(self.raw(most), self.encoding)


@dataclass(slots=True)
class Limits:
    """What is used up of the limits, and why the cutting stopped."""

    parts: int = 0
    misses: int = 0
    fault: Why | None = None


def parts_of(head: Head, body: Span, limits: Limits, *, default: str = "text/plain", depth: int = 0) -> Part:
    """The tree of parts under *head*. Never raises; *limits* says whether it is whole."""
    limits.parts += 1
    part = _leaf(head, body, default)
    if depth >= DEEPEST or limits.parts > MOST_PARTS:
        limits.fault = TOO_MANY_PARTS
        return replace(part, content_type="application/octet-stream")
    if part.content_type.startswith("multipart/"):
        return _multipart(part, limits, depth)
    if part.content_type in MESSAGES:
        return replace(part, children=(_headed(_inside(part), limits, depth=depth + 1, is_part=False),))
    return part


def _headed(
    span: Span, limits: Limits, *, depth: int, default: str = "text/plain", is_part: bool = True
) -> Part:
    """The tree of parts of what begins with its own header block."""
    head = split_head(span.source[span.start : min(span.end, span.start + FARTHEST)], part=is_part)
    body = span._replace(start=span.start + head.length)
    return parts_of(head, body, limits, default=default, depth=depth)


def _inside(part: Part) -> Span:
    """Where an attached message stands; it is copied only if it is encoded, which is not allowed but done."""
    if part.encoding in {"base64", "quoted-printable"}:
        data = part.data()
        return Span(data, 0, len(data))
    return part.span


def _multipart(part: Part, limits: Limits, depth: int) -> Part:
    default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    _, fields = _read_field(part.head.value("content-type"))
    boundary = _parameter(fields, "boundary").encode("utf-8", "replace")
    pieces = _pieces(part.span, boundary, limits) if boundary else []
    if not pieces and (guess := _GUESS.search(part.raw(_GUESS_WITHIN))):
        pieces = _pieces(part.span, guess[1].rstrip(), limits)
    if not pieces:
        return replace(part, content_type="text/plain", attached=False, filename="")
    children = [_headed(piece, limits, depth=depth + 1, default=default) for piece in pieces]
    return replace(part, children=tuple(children))


def _pieces(body: Span, boundary: bytes, limits: Limits) -> list[Span]:
    """What stands between the delimiter lines; to the end where the closing one is missing."""
    pieces: list[Span] = []
    start = -1
    for place, after, is_last in _delimiters(body, b"--" + boundary, limits):
        if start >= 0:
            pieces.append(Span(body.source, start, max(start, _before(body, place))))
            limits.fault = TOO_MANY_PARTS if limits.parts + len(pieces) > MOST_PARTS else limits.fault
        start = after
        if limits.fault is not None or is_last:
            return pieces
    if 0 <= start < body.end:
        pieces.append(Span(body.source, start, body.end))
    return pieces


def _delimiters(body: Span, delimiter: bytes, limits: Limits) -> Iterator[tuple[int, int, bool]]:
    """Where each delimiter line begins, where the line after it does, and whether it is the closing one."""
    source, place = body.source, body.start
    while (place := source.find(delimiter, place, body.end)) >= 0 and limits.fault is None:
        if place == body.start or source[place - 1] in b"\n":
            end = source.find(b"\n", place, body.end) + 1 or body.end
            rest = source[place + len(delimiter) : min(end, place + len(delimiter) + 200)].strip()
            if rest in {b"", b"--"}:
                yield place, end, bool(rest)
                place = end
                continue
        limits.misses += 1
        limits.fault = TOO_MANY_PARTS if limits.misses > _MOST_MISSES else None
        place += 1


def _before(body: Span, place: int) -> int:
    """The line end before a delimiter belongs to the delimiter."""
    place -= body.source.endswith(b"\n", body.start, place)
    return place - body.source.endswith(b"\r", body.start, place)


def _leaf(head: Head, body: Span, default: str) -> Part:
    given, disposed = head.value("content-type"), head.value("content-disposition")
    content_type, fields = _read_field(given)
    filename = _parameter(_read_field(disposed)[1], "filename") or _parameter(fields, "name")
    return Part(
        head=head,
        content_type=content_type if given else default,
        charset=_parameter(fields, "charset") or None,
        flowed=_parameter(fields, "format").lower() == "flowed",
        delsp=_parameter(fields, "delsp").lower() == "yes",
        filename=decode_words(filename)[:255],
        attached=disposed.lower().startswith("attachment"),
        encoding=head.value("content-transfer-encoding").strip().lower(),
        span=body,
    )


@lru_cache(maxsize=64)  # mail programs write the same few on every part
def _read_field(value: str) -> tuple[str, Mapping[str, Any]]:
    """The type and the parameters of a capped Content-* field, quoted as they came; none that are broken."""
    message = Message()
    message["content-type"] = value
    try:
        given = message.get_params([], unquote=False)
    except (LookupError, ValueError, TypeError, AttributeError):  # broken RFC 2231 pieces
        given = []
    # The first of a name counts.
    return message.get_content_type(), {key.lower(): value for key, value in reversed(given)}


def _parameter(fields: Mapping[str, Any], name: str) -> str:
    """A parameter in whichever of the three ways it is written, "" if it cannot be read."""
    value = fields.get(name, "")
    try:
        if isinstance(value, str):
            return on_one_line(unquote(value))
        charset, _, text = value
        return on_one_line(decode(unquote(text).encode("latin-1"), charset)[0])
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""


def _decoded(raw: bytes, encoding: str) -> bytes:
    """The bytes behind a transfer encoding; as they are where the label lies."""
    if encoding == "base64":
        return raw if _NOT_BASE64.search(raw[:2000].strip().partition(b"=")[0]) else from_base64(raw)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(raw)
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"} and (begin := _UU_BEGIN.search(raw)):
        return _uudecoded(raw[begin.end() :])
    return raw


def _uudecoded(lines: bytes) -> bytes:
    out: list[bytes] = []
    for line in lines.split(b"\n"):
        if line.strip() in {b"end", b"`", b""}:
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:  # a line with trailing rubbish
            break
    return b"".join(out)
