"""Composition: the final bytes of a letter, which are what is sent, sent again and filed.

Every header line is either a fixed word, a value of a strict shape or encoded by
RFC 2047, so that nothing a stranger wrote can begin a line of its own. We write
them ourselves: the standard library folds long Message-IDs into encoded words
and loses spaces of long display names. The bytes are 7-bit, for the letter is
fixed before we know what the server can take.
"""

import re
import secrets
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime
from typing import Final, Literal

from rules.transport.delivery import is_domain, mailable

LOOP_HEADER: Final = "X-Loop"
"""Our own mark: mail that bears it with our domain is our own echo."""

LONGEST_THREAD: Final = 2000
"""Bytes of References at most; the oldest but the first are left out."""

_CRLF: Final = compat32.clone(linesep="\r\n")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MESSAGE_ID: Final = re.compile(
    r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,240}@[A-Za-z0-9!#$%&'*+/=?^_`{|}~.:\[\]-]{1,240}>"
)
_PLAIN_SUBJECT: Final = re.compile(r"[!-~](?:[ -~]{0,58}[!-~])?")
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9'](?:[A-Za-z0-9' -]{0,48}[A-Za-z0-9'])?")
_MEDIA_TYPE: Final = re.compile(r"[A-Za-z0-9.+-]{1,64}/[A-Za-z0-9.+-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that goes with a letter. `content_type` is bare ("text/csv"); text is UTF-8."""

    filename: str
    content_type: str
    data: bytes


def new_message_id(domain: str, random: bytes = b"") -> str:
    """Make a Message-ID of *domain* that nobody can guess and that says nothing; of *random*, if given."""
    if not is_domain(domain):
        msg = f"not a domain for a Message-ID: {domain!r}"
        raise ValueError(msg)
    return f"<{(random or secrets.token_bytes(16))[:16].hex()}@{domain}>"


def compose(  # noqa: PLR0913 - a letter has that many parts, all named
    *,
    sender: str,
    sender_name: str,
    recipient: str,
    subject: str,
    text: str,
    html: str | None = None,
    message_id: str,
    date: datetime,
    auto: Literal["replied", "generated"] = "generated",
    bulk: bool = False,
    attachments: Sequence[Enclosure] = (),
    in_reply_to: str | None = None,
    references: Sequence[str] = (),
) -> bytes:
    """Make the final bytes of a letter: CRLF, 7-bit, plain text before HTML.

    Raises ValueError for a control character in a header, an address that cannot
    be mailed as it stands, or a naive date. Foreign Message-IDs that are not of the
    strict form are left out, for they are only a courtesy to the reader's program.
    """
    _demand_shapes(message_id=message_id, date=date)
    lines = [
        f"From: {_mailbox(sender_name, sender)}",
        f"To: {_mailbox('', recipient)}",
        f"Subject: {_subject(subject)}",
        f"Date: {format_datetime(date)}",
        f"Message-ID: {message_id}",
        *_threading(in_reply_to, references),
        f"Auto-Submitted: auto-{auto}",
        "X-Auto-Response-Suppress: All",
        f"{LOOP_HEADER}: {sender.lower()}",
        *(["Precedence: bulk"] if bulk else []),
    ]
    head = "".join(f"{line}\r\n" for line in lines).encode("ascii")
    return head + _content(text, html, attachments).as_bytes(policy=_CRLF)


def _demand_shapes(*, message_id: str, date: datetime) -> None:
    if not _MESSAGE_ID.fullmatch(message_id):
        msg = f"not a Message-ID: {message_id!r}"
        raise ValueError(msg)
    if date.tzinfo is None:
        msg = "a letter's date must be aware"
        raise ValueError(msg)


def _mailbox(name: str, address: str) -> str:
    if not mailable(address):
        # The address stays out of the message: it would end up in a log.
        msg = "the address cannot be mailed as it stands"
        raise ValueError(msg)
    _demand_printable(name)
    if not name.strip():
        return address
    if _PLAIN_NAME.fullmatch(name):
        return f"{name} <{address}>"
    return f"{_encoded(name, before=len('From: '))}\r\n <{address}>"


def _subject(subject: str) -> str:
    _demand_printable(subject)
    if _PLAIN_SUBJECT.fullmatch(subject) and "=?" not in subject:
        return subject
    return _encoded(subject, before=len("Subject: "))


def _demand_printable(value: str) -> None:
    if _CONTROL.search(value):
        msg = "a header may hold no line break or other control character"
        raise ValueError(msg)


def _encoded(value: str, *, before: int) -> str:
    """Encode by RFC 2047, folded, the first line shorter by what stands *before* it."""
    return Header(value, "utf-8", maxlinelen=75, header_name=" " * (before - 2)).encode(linesep="\r\n")


def _threading(in_reply_to: str | None, references: Sequence[str]) -> Iterator[str]:
    """Give the two threading headers, an id a line: a folded id is a broken id."""
    if in_reply_to is not None and _MESSAGE_ID.fullmatch(in_reply_to):
        yield f"In-Reply-To: {in_reply_to}"
        references = (*references, in_reply_to)
    kept = _fitting([each for each in dict.fromkeys(references) if _MESSAGE_ID.fullmatch(each)])
    if kept:
        yield "References: " + "\r\n ".join(kept)


def _fitting(ids: Sequence[str]) -> Sequence[str]:
    """Keep the first id, which names the thread, and as many of the newest as fit."""
    left = LONGEST_THREAD - len("References: ") - sum(len(each) + 3 for each in ids[:1])
    newest: list[str] = []
    for each in reversed(ids[1:]):
        left -= len(each) + 3
        if left < 0:
            break
        newest.append(each)
    return [*ids[:1], *reversed(newest)]


def _content(text: str, html: str | None, attachments: Sequence[Enclosure]) -> Message:
    """Parts of the plain kind of the standard library: its other one parses each header that it is given."""
    body = _body(text, "plain")
    if html is not None:
        body = _joined("alternative", [body, _body(html, "html")])
    if attachments:
        body = _joined("mixed", [body, *map(_attached, attachments)])
    body["MIME-Version"] = "1.0"
    return body


def _joined(how: str, parts: Sequence[Message]) -> Message:
    whole = Message()
    # Neither encoding of the parts has such a line (RFC 2045 6.7, 6.8).
    whole["Content-Type"] = f'multipart/{how}; boundary="=_{how}_altabaixa"'
    for part in parts:
        whole.attach(part)
    return whole


def _body(text: str, subtype: str) -> Message:
    """One kind of line end, and a question mark for half a character: no letter is lost for it."""
    lines = text.encode("utf-8", "replace").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    body = Message()
    body["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    body["Content-Transfer-Encoding"] = "quoted-printable"
    body.set_payload(b2a_qp(lines).decode("ascii"))
    return body


def _attached(enclosure: Enclosure) -> Message:
    _demand_printable(enclosure.filename)
    if not _MEDIA_TYPE.fullmatch(enclosure.content_type):
        msg = f"not a media type: {enclosure.content_type!r}"
        raise ValueError(msg)
    is_text = enclosure.content_type.startswith("text/")
    part = Message()
    part["Content-Type"] = enclosure.content_type + ('; charset="utf-8"' if is_text else "")
    part["Content-Transfer-Encoding"] = "base64"
    # RFC 2231 where it is not plain.
    name = enclosure.filename if enclosure.filename.isascii() else ("utf-8", "", enclosure.filename)
    part.add_header("Content-Disposition", "attachment", filename=name)
    part.set_payload(encodebytes(enclosure.data).decode("ascii"))
    return part
