"""One text part as lines: the bytes believed, the page shown, the paragraphs whole.

Rule 1: labels are believed as far as the bytes agree: what is labelled a page but has
        no tags is text, and what begins as a page is one.
Rule 2: what is cut, disguised or hidden is noted, so that somebody can be told.
Rule 3: a page is read when somebody asks for it: beside a plain text, few do.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Final, Generic, TypeVar

from rules.findings import Because, Why
from rules.mail.charsets import clean, decode, is_disguised
from rules.mail.markup import MOST_LINES, Page, is_bomb, read_page
from rules.mail.parts import Part
from rules.mail.quotation import Line, plain_lines, unmarked
from rules.text.folding import compared_length

MOST_TEXT: Final = 512 * 1024
"""Bytes of decoded text that are read; the rest is cut and said to be."""

MOST_WORDS: Final = 128 * 1024
"""Characters of a part, as they are compared, that are read: a book has been said by then."""

_MOST_RAW: Final = 16 * MOST_TEXT
"""Bytes of a text part that are decoded: pictures may stand in an HTML page before its text."""

_NEVER_BLANK: Final = 4096
"""Bytes of a plain text that cannot all be padding: if nothing of them can be read, that is a fault."""

NO_TEXT: Final = Because("no-text")
ODD_HTML: Final = Because("odd-html")
"""Why a text cannot be read."""

_META_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_INLINE_DATA: Final = re.compile(rb"data:[a-z/+.-]{0,60};base64,[A-Za-z0-9+/=\s%]{100,}", re.IGNORECASE)
_PAGE: Final = re.compile(r"\s{0,20}<(?:!doctype html|html)\b", re.IGNORECASE)
_TAG: Final = re.compile(r"<[a-zA-Z/!]")
_ENRICHED: Final = re.compile(r"<[^<>]{0,80}>")

_Value = TypeVar("_Value")
_Other = TypeVar("_Other")


class Later(Generic[_Value]):
    """A value that is worked out when it is first asked for."""

    def __init__(self, make: Callable[[], _Value]) -> None:
        """Keep how the value is made."""
        self._make = make

    @cached_property
    def value(self) -> _Value:
        """The value."""
        return self._make()

    def then(self, change: Callable[[_Value], _Other]) -> "Later[_Other]":
        """What *change* makes of the value, as late."""
        return Later(lambda: change(self.value))


@dataclass(slots=True)
class Notes:
    """What is noticed while texts are rendered, and how much of the limit is used up."""

    text: int = 0
    cut: bool = False
    fault: Why | None = None
    flaws: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class Rendering:
    """The lines of a text: its plain and its HTML rendering, None where there is none."""

    plain: list[Line] | None = None
    html: Later[Page] | None = None

    def __bool__(self) -> bool:
        """Whether there is any rendering, be it empty."""
        return self.plain is not None or self.html is not None

    def seen(self, notes: Notes) -> list[Line]:
        """The lines of the page, what is to be known of them noted."""
        if self.html is None:
            return []
        page = self.html.value
        notes.flaws.update(dict.fromkeys(page.flaws))
        notes.cut = notes.cut or page.is_cut
        return page.lines

    def either(self, notes: Notes) -> list[Line]:
        """The plain rendering, or else the other."""
        return self.seen(notes) if self.plain is None else self.plain


def render(part: Part, notes: Notes) -> Rendering:
    """The lines of a text part."""
    html = part.content_type == "text/html"
    text = _decoded(part, notes, html=html)
    if html != bool(_PAGE.match(text)):
        html = not html or _TAG.search(text) is not None
    if html and is_bomb(text):
        notes.fault = ODD_HTML
        return Rendering()
    if html:
        return Rendering(html=Later(partial(_shown, text)))
    if is_disguised(text):
        notes.flaws["invisible"] = None
    seen = clean(text)
    if not seen.strip() and part.length > _NEVER_BLANK:
        notes.fault = NO_TEXT
    lines, cut = _shortened(_plain(seen, part))
    notes.cut = notes.cut or cut
    return Rendering(plain=lines)


def _decoded(part: Part, notes: Notes, *, html: bool) -> str:
    """The text of the part, as much of it as there is room for."""
    data = part.data(_MOST_RAW)
    if html and b"base64," in data:
        data = _INLINE_DATA.sub(b"data:,", data)
    room = max(0, MOST_TEXT - notes.text)
    notes.cut = notes.cut or len(data) > room or part.length > _MOST_RAW
    data = data[:room]
    notes.text += len(data)
    text, honest = decode(data, part.charset or (_charset_of_page(data) if html else None))
    if not honest:
        notes.flaws["charset"] = None
    if not text.strip() and part.encoding != "quoted-printable":  # there a blank is written "=20"
        return decode(part.raw(MOST_TEXT))[0]  # the labels lie: read it as it stands
    return text


def _charset_of_page(data: bytes) -> str | None:
    match = _META_CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None


def _shortened(lines: list[Line]) -> tuple[list[Line], bool]:
    """As many of *lines* as are read, and whether any are left out."""
    if len(lines) <= MOST_LINES and compared_length("\n".join(line.text for line in lines)) <= MOST_WORDS:
        return lines, False
    room, kept = MOST_WORDS, list[Line]()
    for line in lines[:MOST_LINES]:
        if room <= 0:
            break
        length, whole = compared_length(line.text), len(line.text)
        kept.append(line if length <= room else line._replace(text=line.text[: whole * room // length]))
        room -= length + 1
    return kept, len(kept) < len(lines) or room < -1


def _shown(html: str) -> Page:
    page = read_page(html)
    is_unsure = page.is_unsure or is_disguised("\n".join(line.text for line in page.lines))
    lines, is_cut = _shortened([line._replace(text=clean(line.text)) for line in page.lines])
    return page._replace(
        lines=[unmarked(line) for line in lines], is_unsure=is_unsure, is_cut=is_cut or page.is_cut
    )


def _plain(text: str, part: Part) -> list[Line]:
    if part.content_type in {"text/enriched", "text/richtext"}:
        text = _ENRICHED.sub("", text)
    lines = plain_lines(text)
    return _unflowed(lines, delsp=part.delsp) if part.flowed else lines


def _unflowed(lines: Sequence[Line], *, delsp: bool) -> list[Line]:
    """Paragraphs of format=flowed (RFC 3676) put together again; "-- " is no paragraph's end."""
    out: list[Line] = []
    open_line = False
    for line in lines:
        text = line.text[1:] if line.text.startswith(" ") and not line.depth else line.text
        if open_line and out[-1].depth == line.depth and text != "-- ":
            held = out[-1].text[:-1] if delsp else out[-1].text
            out[-1] = line._replace(text=held + text)
        else:
            out.append(line._replace(text=text))
        open_line = text.endswith(" ") and text != "-- "
    return out
