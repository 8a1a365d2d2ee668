"""The body as words: which parts are the writer's text, which are attached, and what cannot be read.

Rule 1: a body that is not empty never reads as empty without a fault that says so.
Rule 2: parts that follow one another are one text; of alternatives there is one plain
        and one HTML rendering, and both are kept.
Rule 3: an attached message is passed on, but the message inside a report is evidence only.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rules.findings import Because, Why
from rules.mail.charsets import clean, decode
from rules.mail.headers import Head, decode_words
from rules.mail.markup import Page as Shown
from rules.mail.parts import MESSAGES, Limits, Part, Span, parts_of
from rules.mail.quotation import Line, Words, cut, passed_on, plain_lines
from rules.mail.renderings import MOST_TEXT, NO_TEXT, Later, Notes, Rendering, render

HIDDEN_TEXT: Final = Because("all-hidden")
SEALED: Final = Because("sealed")
PARTIAL: Final = Because("partial")
"""Why a body cannot be read."""

_SCAFFOLD: Final = re.compile(r"--|[A-Za-z-]{3,40}:\s|\s{1,20}boundary=|this is a multi-?part", re.IGNORECASE)
_STUB: Final = re.compile(
    r"(?:support|suport|soport|compatible|viewer|visuali|enabled|habilit)[^.]{0,80}html|"
    r"html[^.]{0,80}(?:support|suport|soport|compatible|viewer|visuali|enabled|habilit)",
    re.IGNORECASE,
)
_REPORTS: Final = frozenset(
    {"multipart/report", "message/delivery-status", "message/disposition-notification"}
    | {"message/feedback-report", "message/global-delivery-status", "message/global-disposition-notification"}
)
_UNREAD: Final = {
    "multipart/encrypted": SEALED, "application/pkcs7-mime": SEALED, "application/x-pkcs7-mime": SEALED,
    "message/partial": PARTIAL,
}  # fmt: skip
_NOT_TEXT: Final = frozenset(
    {"text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/rtf", "text/csv", "text/xml"}
    | {"text/css", "text/rfc822-headers", "text/javascript"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A part that is not the message's own text. `data` is decoded; `filename` may lie.

    `shown`: the text shows it in its place, as it does a logo.
    """

    filename: str
    content_type: str
    data: bytes
    shown: bool = False


class Page(NamedTuple):
    """The HTML rendering of a body, and what is to be known of it."""

    words: Words
    flaws: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What the body holds. `fault` is the reason why it cannot be trusted."""

    plain: Words | None = None
    page: Later[Page] | None = None
    attachments: tuple[Attachment, ...] = ()
    report: bool = False
    cut: bool = False
    fault: Why | None = None
    flaws: tuple[str, ...] = ()


@dataclass(slots=True)
class _Findings(Notes):
    """What is found besides the text while the tree is read."""

    attachments: list[Attachment] = field(default_factory=list)
    forwarded: list[Words] = field(default_factory=list)


def is_report(content_type: str) -> bool:
    """Whether a raw Content-Type is that of a report about a message."""
    return content_type.partition(";")[0].strip().lower() in _REPORTS


def read_body(head: Head, body: bytes, *, is_cut: bool = False) -> Body:
    """Read the body under *head*, or the beginning of one that *is_cut*. Never raises."""
    subject = decode_words(head.value("subject"))
    limits = Limits()
    root = parts_of(head, Span(body, 0, len(body)), limits)
    report = any(part.content_type in _REPORTS for part in (root, *root.children))
    found = _Findings(cut=is_cut)
    lines = _read(root, found, report=report, top=True)
    if not (_says_something(lines.either(found)) or found.forwarded or lines.seen(found)):
        lines = _second_way(root, found) or lines
    forwarded = tuple(found.forwarded)

    def page_of(shown: Shown) -> Page:
        words = cut(shown.lines, subject=subject)
        is_unsure = shown.is_unsure or (shown.is_unsure_below and bool(words.forwarded))
        return Page(_joined([words, *forwarded]), shown._replace(is_unsure=is_unsure).flaws)

    plain = None if lines.plain is None else _joined([cut(lines.plain, subject=subject), *forwarded])
    if forwarded and not lines:
        plain = _joined(forwarded)
    page = lines.html.then(page_of) if lines.html else None
    if plain and page and _is_stub(plain) and page.value.words:
        plain = None
    if not (plain and (plain.own or plain.forwarded)):
        lines.seen(found)
    return Body(
        plain=plain,
        page=page,
        attachments=tuple(found.attachments),
        report=report,
        cut=found.cut,
        fault=limits.fault or found.fault or _silence(root, found, plain, page),
        flaws=tuple(found.flaws),
    )


def _says_something(lines: Sequence[Line]) -> bool:
    return any(line.text.strip() for line in lines)


def _is_stub(words: Words) -> bool:
    """Whether a plain rendering says only that there is another one."""
    return len(words.own) < 300 and not words.forwarded and _STUB.search(words.own) is not None


def _second_way(root: Part, found: _Findings) -> Rendering:
    """Text where no part is plainly the body: an inline part with a name, or what broken parts leave over."""
    named = next(
        (part for part in _leaves(root) if part.content_type == "text/plain" and part.filename), None
    )
    if named is not None and not named.attached:
        return render(named, found)
    if not root.content_type.startswith("multipart/") or found.attachments:
        return Rendering()
    text, _ = decode(root.raw(MOST_TEXT))
    kept = [line for line in plain_lines(clean(text)) if not _SCAFFOLD.match(line.text)]
    return Rendering(plain=kept) if _says_something(kept) else Rendering()


def _leaves(part: Part) -> Iterator[Part]:
    if part.children:
        for child in part.children:
            yield from _leaves(child)
    else:
        yield part


def _silence(root: Part, found: _Findings, plain: Words | None, page: Later[Page] | None) -> Why | None:
    """Why a body that says nothing does so, if it is not simply empty."""
    words = plain or (page and page.value.words)
    if words:
        return SEALED if words.own.startswith("-----BEGIN PGP MESSAGE-----") else None
    if any(_UNREAD.get(part.content_type) is SEALED for part in found.attachments):
        return SEALED
    if "hidden" in found.flaws:
        return HIDDEN_TEXT
    is_empty = plain is not None or page or found.attachments or not root.raw(MOST_TEXT).strip()
    return None if is_empty else NO_TEXT


def _joined(several: Sequence[Words]) -> Words:
    if len(several) == 1:
        return several[0]
    return Words(
        own="\n".join(words.own for words in several if words.own),
        signature="\n".join(words.signature for words in several if words.signature),
        quoted="\n".join(words.quoted for words in several if words.quoted),
        forwarded="\n\n".join(words.forwarded for words in several if words.forwarded),
    )


def _read(part: Part, found: _Findings, *, report: bool, top: bool = False) -> Rendering:
    """The text of a part; what is no text goes to the findings."""
    if part.children and part.content_type.startswith("multipart/"):
        return _several(part, found, report=report)
    if part.content_type in MESSAGES and part.children and not report:
        _pass_on(part.children[0], found)
        return Rendering()
    if _is_text(part, top=top):
        return render(part, found)
    if top:
        found.fault = found.fault or _UNREAD.get(part.content_type)
    found.attachments.append(
        Attachment(
            filename=part.filename,
            content_type=part.content_type,
            data=part.data(),
            shown=bool(part.head.value("content-id")) and not part.attached,
        )
    )
    return Rendering()


def _is_text(part: Part, *, top: bool) -> bool:
    if not part.content_type.startswith("text/") or part.content_type in _NOT_TEXT:
        return False
    return top or not (part.attached or part.filename)


def _several(part: Part, found: _Findings, *, report: bool) -> Rendering:
    """Alternatives are chosen from, everything else follows one another."""
    if part.content_type == "multipart/encrypted":
        found.fault = SEALED
    texts = [lines for child in part.children if (lines := _read(child, found, report=report))]
    if part.content_type == "multipart/alternative":
        plain = next((lines.plain for lines in texts if lines.plain is not None), None)
        return Rendering(
            plain, next((lines.html for lines in reversed(texts) if lines.html is not None), None)
        )
    both = Rendering()
    if any(lines.plain is not None for lines in texts):
        both.plain = [line for lines in texts for line in lines.either(found)]
    if any(lines.html is not None for lines in texts):
        both.html = Later(lambda: _one_after_another(texts))
    return both


def _one_after_another(texts: Sequence[Rendering]) -> Shown:
    shown = [text.html.value if text.html else Shown(text.plain or []) for text in texts]
    lines, *said = zip(*shown, strict=True)
    return Shown([line for one in lines for line in one], *map(any, said))


def _pass_on(part: Part, found: _Findings) -> None:
    """The words of an attached message, under its From, Date and Subject."""
    fields = [(name, part.head.value(name.lower())) for name in ("From", "Date", "Subject")]
    header = [Line(f"{name}: {decode_words(value)}") for name, value in fields if value]
    lines = _read(part, found, report=False, top=True)
    found.forwarded.append(passed_on([*header, Line(""), *lines.either(found)]))
