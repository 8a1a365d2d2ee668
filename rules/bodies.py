"""The body as words: which parts are the writer's text, which are attached, and what cannot be read.

Rule 1: a body that is not empty never reads as empty without a fault that says so.
Rule 2: parts that follow one another are one text; of alternatives there is one plain
        and one HTML rendering, and both are kept.
Rule 3: an attached message is passed on, but the message inside a report is evidence only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from rules.charsets import clean, decode, is_disguised
from rules.headers import Head, decode_words
from rules.markup import MarkupError, html_lines
from rules.parts import MESSAGES, Limits, Part, Span, parts_of
from rules.quotation import Line, Words, cut, passed_on, plain_lines

MOST_TEXT: Final = 512 * 1024
MOST_LINES: Final = 10_000
"""Bytes and lines of decoded text that are read; the rest is cut and said to be."""

_MOST_RAW: Final = 16 * MOST_TEXT
"""Bytes of a text part that are decoded: pictures may stand in an HTML page before its text."""

_NEVER_BLANK: Final = 4096
"""Bytes of a plain text that cannot all be padding: if nothing of them can be read, that is a fault."""

NO_TEXT: Final = "el cos del missatge no està buit però no se'n pot llegir cap text"
HIDDEN_TEXT: Final = "tot el text del missatge està amagat"
SEALED: Final = "el missatge està xifrat, o signat de manera que no es pot llegir"
PARTIAL: Final = "és només un tros d'un missatge partit"
ODD_HTML: Final = "l'HTML del missatge està fet de manera que no es pot llegir"
"""Catalan reasons why a body cannot be read."""

_META_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE
)
_INLINE_DATA: Final = re.compile(rb"data:[a-z/+.-]{0,60};base64,[A-Za-z0-9+/=\s%]{100,}", re.IGNORECASE)
_SCAFFOLD: Final = re.compile(r"--|[A-Za-z-]{3,40}:\s|\s{1,20}boundary=|this is a multi-?part", re.IGNORECASE)
_ENRICHED: Final = re.compile(r"<[^<>]{0,80}>")
_REPORTS: Final = frozenset(
    {"multipart/report", "message/delivery-status", "message/disposition-notification"}
    | {"message/feedback-report", "message/global-delivery-status", "message/global-disposition-notification"}
)
_SEALED: Final = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_NOT_TEXT: Final = frozenset(
    {"text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/rtf", "text/csv", "text/xml"}
    | {"text/css", "text/rfc822-headers", "text/javascript"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part that is not the message's own text. `data` is decoded; `filename` may lie."""

    filename: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the body holds. `fault` is the Catalan reason why it cannot be trusted."""

    plain: Words | None = None
    html: Words | None = None
    attachments: tuple[Attachment, ...] = ()
    report: bool = False
    cut: bool = False
    fault: str | None = None
    flaws: tuple[str, ...] = ()


@dataclass(slots=True)
class _Lines:
    """A text under way: the lines of each rendering, None where there is none."""

    plain: list[Line] | None = None
    html: list[Line] | None = None

    def __bool__(self) -> bool:
        return self.plain is not None or self.html is not None

    @property
    def either(self) -> list[Line]:
        return self.plain if self.plain is not None else self.html or []


@dataclass(slots=True)
class _Findings:
    """What is found besides the text while the tree is read."""

    text: int = 0
    cut: bool = False
    hides: bool = False
    fault: str | None = None
    flaws: dict[str, None] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    forwarded: list[Words] = field(default_factory=list)


def is_report(content_type: str) -> bool:
    """Whether a raw Content-Type is that of a report about a message."""
    return content_type.partition(";")[0].strip().lower() in _REPORTS


def read_body(head: Head, body: bytes, *, subject: str = "") -> Body:
    """Read the body under *head*. Never raises."""
    limits = Limits()
    root = parts_of(head, Span(body, 0, len(body)), limits)
    report = root.content_type in _REPORTS or any(child.content_type in _REPORTS for child in root.children)
    found = _Findings()
    lines = _read(root, found, report=report, top=True)
    if not lines and not found.forwarded:
        lines = _second_way(root, found)
    words = [_words(side, found, subject) for side in (lines.plain, lines.html)]
    if found.forwarded and not lines:
        words[0] = _joined(found.forwarded)
    return Body(
        plain=words[0],
        html=words[1],
        attachments=tuple(found.attachments),
        report=report,
        cut=found.cut,
        fault=limits.fault or found.fault or _silence(root, found, words),
        flaws=tuple(found.flaws),
    )


def _second_way(root: Part, found: _Findings) -> _Lines:
    """Text where no part is plainly the body: an inline part with a name, or what broken parts leave over."""
    named = next(
        (part for part in _leaves(root) if part.content_type == "text/plain" and not part.attached), None
    )
    if named is not None:
        return _text(named, found)
    if not root.content_type.startswith("multipart/") or found.attachments:
        return _Lines()
    text, _ = decode(root.raw(MOST_TEXT))
    kept = [line for line in plain_lines(clean(text)) if not _SCAFFOLD.match(line.text)]
    return _Lines(plain=kept) if any(line.text.strip() for line in kept) else _Lines()


def _leaves(part: Part) -> Iterator[Part]:
    if part.children:
        for child in part.children:
            yield from _leaves(child)
    else:
        yield part


def _silence(root: Part, found: _Findings, words: Sequence[Words | None]) -> str | None:
    """Why a body that says nothing does so, if it is not simply empty."""
    if any(words):
        text = next((side.own for side in words if side), "")
        return SEALED if text.startswith("-----BEGIN PGP MESSAGE-----") else None
    if root.content_type in _SEALED:
        return SEALED
    if found.hides:
        return HIDDEN_TEXT
    empty = any(side is not None for side in words) or found.attachments or not root.raw(MOST_TEXT).strip()
    return None if empty else NO_TEXT


def _words(lines: list[Line] | None, found: _Findings, subject: str) -> Words | None:
    return None if lines is None else _joined([cut(lines, subject=subject), *found.forwarded])


def _joined(several: Sequence[Words]) -> Words:
    if len(several) == 1:
        return several[0]
    return Words(
        own="\n".join(words.own for words in several if words.own),
        signature="\n".join(words.signature for words in several if words.signature),
        quoted="\n".join(words.quoted for words in several if words.quoted),
        forwarded="\n\n".join(words.forwarded for words in several if words.forwarded),
    )


def _read(part: Part, found: _Findings, *, report: bool, top: bool = False) -> _Lines:
    """The text of a part; what is no text goes to the findings."""
    if part.children and part.content_type.startswith("multipart/"):
        return _several(part, found, report=report)
    if part.content_type in MESSAGES and part.children and not report:
        _pass_on(part.children[0], found)
        return _Lines()
    if _is_text(part, top=top):
        return _text(part, found)
    if top:
        found.fault = SEALED if part.content_type in _SEALED else None
        found.fault = PARTIAL if part.content_type == "message/partial" else found.fault
    found.attachments.append(
        Attachment(filename=part.filename, content_type=part.content_type, data=part.data())
    )
    return _Lines()


def _is_text(part: Part, *, top: bool) -> bool:
    if not part.content_type.startswith("text/") or part.content_type in _NOT_TEXT:
        return False
    return top or not (part.attached or part.filename)


def _several(part: Part, found: _Findings, *, report: bool) -> _Lines:
    """Alternatives are chosen from, everything else follows one another."""
    if part.content_type == "multipart/encrypted":
        found.fault = SEALED
    texts = [lines for child in part.children if (lines := _read(child, found, report=report))]
    if part.content_type == "multipart/alternative":
        plain = next((lines.plain for lines in texts if lines.plain is not None), None)
        return _Lines(plain, next((lines.html for lines in reversed(texts) if lines.html is not None), None))
    both = _Lines()
    if any(lines.plain is not None for lines in texts):
        both.plain = [line for lines in texts for line in lines.either]
    if any(lines.html is not None for lines in texts):
        both.html = [
            line for lines in texts for line in (lines.plain if lines.html is None else lines.html) or ()
        ]
    return both


def _pass_on(part: Part, found: _Findings) -> None:
    """The words of an attached message, under its From, Date and Subject."""
    fields = [(name, part.head.value(name.lower())) for name in ("From", "Date", "Subject")]
    header = [Line(f"{name}: {decode_words(value)}") for name, value in fields if value]
    lines = _read(part, found, report=False, top=True)
    found.forwarded.append(passed_on([*header, Line(""), *lines.either]))


def _text(part: Part, found: _Findings) -> _Lines:
    data = part.data(_MOST_RAW)
    html = part.content_type == "text/html"
    if html and b"base64," in data:
        data = _INLINE_DATA.sub(b"data:,", data)
    room = max(0, MOST_TEXT - found.text)
    found.cut = found.cut or len(data) > room or part.length > _MOST_RAW
    data = data[:room]
    found.text += len(data)
    charset = part.charset
    if html and charset is None and (match := _META_CHARSET.search(data[:4096])):
        charset = match[1].decode("ascii")
    text, honest = decode(data, charset)
    if not honest:
        found.flaws["charset"] = None
    if not text.strip() and data.strip():
        text, _ = decode(part.raw(MOST_TEXT))  # the labels lie: read it as it stands
    if html:
        return _html(text, found)
    _note_disguise(text, found)
    if not text.strip() and part.length > _NEVER_BLANK:
        found.fault = NO_TEXT
    return _Lines(plain=_shortened(_plain(clean(text), part), found))


def _shortened(lines: list[Line], found: _Findings) -> list[Line]:
    found.cut = found.cut or len(lines) > MOST_LINES
    return lines[:MOST_LINES]


def _html(text: str, found: _Findings) -> _Lines:
    try:
        lines, hides = html_lines(text)
    except MarkupError:
        found.fault = ODD_HTML
        return _Lines()
    found.hides = found.hides or hides
    _note_disguise("\n".join(line.text for line in lines), found)
    return _Lines(html=[line._replace(text=clean(line.text)) for line in _shortened(lines, found)])


def _note_disguise(text: str, found: _Findings) -> None:
    if is_disguised(text):
        found.flaws["invisible"] = None


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
