"""One message as the rules see it: bytes in, a Mail out, never an exception.

Headers are capped on the raw bytes before any parser sees them, and each field
is decoded by itself, so that one bad field loses only itself.
"""

import codecs
import hashlib
from dataclasses import dataclass, field, replace
from typing import Final

from rules.findings import Because, Why
from rules.mail.addresses import mailboxes, message_ids, only_mailbox, path_of
from rules.mail.bodies import Attachment, Body, Page, is_report, read_body
from rules.mail.charsets import is_disguised
from rules.mail.headers import Head, decode_words, spelled, split_head
from rules.mail.quotation import Words, without_answered
from rules.mail.renderings import Later
from rules.text.patterns import word_set
from rules.text.tokens import Text

__all__ = ["LONGEST_MESSAGE", "Attachment", "Mail", "Words", "read_head", "read_mail"]

LONGEST_MESSAGE: Final = 25 * 1024 * 1024
"""Bytes of raw message above which nothing but the header block is read."""

MOST_REFERENCES: Final = 50

_CHUNK: Final = 1024 * 1024

EMPTY: Final = Because("mail-empty")
TOO_BIG: Final = Because("mail-too-big")
NO_FIELDS: Final = Because("no-fields")
"""Why a message cannot be read."""

_HUMAN: Final = word_set("from to cc reply-to sender subject comments keywords organization thread-topic")
"""Fields that people read. What machines write for machines stays as it came: a trick in it is no code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message, decoded once.

    `sender` is None unless there is exactly one From field with one plain
    address (RFC 5322 3.6.2); `named` are the plain addresses of whatever
    From fields there are, which prove nothing; `envelope_from` is "" for the null return path
    and None where no Return-Path was seen. `answers` are the ids of the mail
    that this one answers or passes on, the last of `references` where
    In-Reply-To names none. `recipients` are the plain addresses in To and Cc;
    `unclear_recipients`: there are others, or may be. `unreadable` says why a person
    must look at the raw message; then the other fields hold what could be saved.
    `page` is the HTML part, `known_flaws` are those of all the rest.
    `flaws` holds "invisible" where characters that nobody sees stand inside words, or some
    programs show text that others hide, "charset" where a label could not be believed,
    "header" where a field was cut to its cap (`cut` are those), "line ends" where they are not
    those of mail, "hidden" where HTML holds text that nobody sees (it is not read).
    """

    sha256: str
    content_key: str
    headers: tuple[tuple[str, str], ...] = ()
    cut: frozenset[tuple[str, str]] = frozenset()
    message_id: str | None = None
    references: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    sender: str | None = None
    named: frozenset[str] = frozenset()
    sender_name: str = ""
    reply_to: str | None = None
    envelope_from: str | None = None
    recipients: tuple[str, ...] = ()
    unclear_recipients: bool = False
    subject: str = ""
    plain: Words | None = None
    page: Later[Page] | None = field(default=None, compare=False)
    attachments: tuple[Attachment, ...] = ()
    report: bool = False
    truncated: bool = False
    unreadable: Why | None = None
    known_flaws: tuple[str, ...] = ()

    @property
    def html(self) -> Words | None:
        """The HTML part, which is rendered for this."""
        return self.page.value.words if self.page else None

    @property
    def flaws(self) -> tuple[str, ...]:
        """All that is odd about it; the HTML part is rendered for this."""
        return tuple(dict.fromkeys((*self.known_flaws, *(self.page.value.flaws if self.page else ()))))

    @property
    def authors(self) -> frozenset[str]:
        """Everybody who may have written it, by its word alone: the sender, else whom From names."""
        return self.named if self.sender is None else frozenset({self.sender})

    @property
    def words(self) -> Words:
        """The text to read: the plain part, or the HTML part where there is no plain text."""
        if self.plain is not None and (self.plain.own or self.plain.forwarded or self.page is None):
            return self.plain
        return self.html or Words()

    def is_only_to(self, addresses: frozenset[str]) -> bool:
        """Whether To and Cc name somebody of *addresses*, and certainly nobody else."""
        return bool(self.recipients) and not self.unclear_recipients and addresses.issuperset(self.recipients)

    def values(self, name: str) -> tuple[str, ...]:
        """Every value of the header field `name` (any case), topmost first."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)

    def value(self, name: str) -> str:
        """The topmost value of the header field `name`, or ""."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")


def read_mail(raw: bytes, *, size: int | None = None) -> Mail:
    """Read a whole message, or the first part of one of *size* bytes. Never raises."""
    total = max(len(raw), size or 0)
    mended = _with_line_ends(raw)
    head = split_head(mended)
    text = mended[head.length :]
    fault = _fault(mended, head, total)
    body = Body(fault=fault) if fault else read_body(head, text, is_cut=total > len(raw))
    if mended is not raw:
        body = replace(body, flaws=("line ends", *body.flaws))
    return _mail(head, body, raw=raw, text=text)


def _with_line_ends(raw: bytes) -> bytes:
    """A message without any LF has old Macintosh line ends; a byte order mark is no field."""
    if b"\n" not in raw and b"\r" in raw[:LONGEST_MESSAGE]:
        raw = raw.replace(b"\r", b"\n")
    return raw.removeprefix(codecs.BOM_UTF8)


def read_head(header_block: bytes, *, size: int) -> Mail:
    """Read what the header block alone says; the fields of the body stay empty. Never raises."""
    head = split_head(header_block)
    body = Body(fault=_fault(header_block, head, size))
    return _mail(head, body, raw=header_block, text=b"")


def _fault(raw: bytes, head: Head, size: int) -> Why | None:
    if not raw or raw.isspace():
        return EMPTY
    if size > LONGEST_MESSAGE:
        return TOO_BIG
    return head.fault or (None if head.fields else NO_FIELDS)


def _mail(head: Head, body: Body, *, raw: bytes, text: bytes) -> Mail:
    headers = tuple((key, decode_words(value) if key in _HUMAN else value) for key, value in head.fields)
    name, sender = only_mailbox(head.values("from"))
    addressees = _addresses(head, "to", "cc")
    answered = head.values("in-reply-to")
    references = message_ids(" ".join(head.values("references") + answered))[-MOST_REFERENCES:]
    cut = {name for name, _ in head.cut}

    def own_of(page: Page) -> Page:
        return page._replace(words=without_answered(page.words, writer=name))

    odd = (("invisible", is_disguised(spelled(head.value("subject")))), ("header", bool(cut)))
    flaws = (*(flaw for flaw, there in odd if there), *body.flaws)
    return Mail(
        sha256=hashlib.sha256(raw).hexdigest(),
        content_key=_content_key(head, text),
        headers=headers,
        cut=head.cut,
        message_id=_message_id(head),
        references=references,
        answers=message_ids(" ".join(answered)) or references[-1:],
        sender=None if head.values("from ") else sender,
        named=frozenset(filter(None, _addresses(head, "from", "from "))),
        sender_name=name,
        reply_to=only_mailbox(head.values("reply-to"))[1],
        envelope_from=path_of(head.value("return-path")) if head.values("return-path") else None,
        recipients=tuple(dict.fromkeys(filter(None, addressees))),
        unclear_recipients=None in addressees,
        subject=Text(next((value for key, value in headers if key == "subject"), "")),
        plain=body.plain and without_answered(body.plain, writer=name),
        page=body.page and body.page.then(own_of),
        attachments=body.attachments,
        report=body.report or is_report(head.value("content-type")),
        truncated=body.cut or "subject" in cut,
        unreadable=body.fault,
        known_flaws=tuple(dict.fromkeys(flaws)),
    )


def _addresses(head: Head, *names: str) -> tuple[str | None, ...]:
    """Everybody in the fields of these names; None for who has no plain address."""
    return tuple(address for name in names for raw in head.values(name) for _, address in mailboxes(raw))


def _message_id(head: Head) -> str | None:
    """The message id in angle brackets, also where its writer forgot them."""
    raw = head.value("message-id").strip()[:300]
    first = next(iter(raw.strip("<> ").split()), "")
    return next(iter(message_ids(raw) or message_ids(f"<{first}>")), None)


def _content_key(head: Head, body: bytes) -> str:
    """What two deliveries of one message share: its own fields and its text, not its journey."""
    digest = hashlib.sha256()
    for name in ("from", "to", "date", "subject", "message-id"):
        for raw in head.values(name):
            digest.update(f"{name}:{decode_words(raw)}\n".encode("utf-8", "surrogatepass"))
    digest.update(b"\n")
    for place in range(0, len(body), _CHUNK):  # a copy of all of it would double the memory
        chunk = body[place : place + _CHUNK].replace(b"\r", b"")
        digest.update(chunk if place + _CHUNK < len(body) else chunk.rstrip(b"\n"))
    return digest.hexdigest()
