"""Robots: mail that no person wrote, senders who must never get a letter, and letters that came back.

Rule 1: a robot is known by what its program wrote (headers, structure, set phrases
        at the start), never by a subject that merely speaks of absence.
Rule 2: what is in doubt is a person's mail, but is not answered: silence is wider
        than robot, so that no request is lost and no loop begins.
Rule 3: a list that is our own address (a group mailbox) makes nobody a robot.
"""

import re
from email.message import Message
from typing import Final

from flufl.bounce import all_failures

from rules.findings import Because, Why
from rules.mail.mail import Mail
from rules.sender.authentication import envelope_seen
from rules.sender.robot_phrases import answers_automatically, bounce_subject, bounce_text, says_absent
from rules.text.tokens import Text, as_text
from rules.town import Town

LOOP_HEADER: Final = "X-Loop"
"""The header that our own letters carry, with the town's address as value."""

REPORT: Final = Because("delivery-report")
BOUNCE: Final = Because("bounce")
DECLARED: Final = Because("declared")
LOOP: Final = Because("loop-mark")
BULK: Final = Because("bulk")
LIST: Final = Because("mailing-list")
AUTO_REPLY: Final = Because("auto-reply")
NULL_PATH: Final = Because("null-path")
"""Why a message is automatic."""

NO_SENDER: Final = Because("no-sender")
OURS: Final = Because("our-address")
OUR_ID: Final = Because("our-id")
SUPPRESSED: Final = Because("suppressed")
NO_REPLY: Final = Because("no-reply")
REPLY_TO_ROBOT: Final = Because("reply-to-robot")
NOT_TO_US: Final = Because("not-to-our-address")
"""Why a sender gets no letter."""

UNANSWERABLE: Final = frozenset({NO_SENDER, OURS, NULL_PATH, NO_REPLY, REPLY_TO_ROBOT})
"""Why not even the town hall's own staff are answered: nobody would read it, or we would ourselves."""

_LIST_FIELDS: Final = frozenset(
    {"list-id", "list-post", "list-help", "list-owner", "list-archive", "list-subscribe", "list-unsubscribe"}
    | {"mailing-list", "x-mailing-list", "x-beenthere", "x-mailman-version", "x-listserver", "x-list-name"}
    | {"x-ml-name", "x-mlserver", "x-listserv-version", "x-listname", "x-listmember", "x-ezmlm"}
)
_AUTO_FIELDS: Final = frozenset(
    {"x-autoreply", "x-autorespond", "x-autoreply-from", "x-mail-autoreply", "x-auto-reply-from"}
    | {"x-autoresponder", "x-vacation", "x-fc-machinegenerated"}
)
_BOUNCE_FIELDS: Final = frozenset({"x-failed-recipients", "x-ms-exchange-message-is-ndr"})
_BULK: Final = frozenset({"bulk", "list", "junk", "auto_reply", "auto-reply"})
_SUPPRESS: Final = frozenset({"all", "oof", "autoreply"})
_MOST_SCANNED: Final = 64 * 1024
_COMMENT: Final = re.compile(r"\([^()]{0,500}\)")
_DAEMON: Final = re.compile(r"(?:^|[<\"\s])mailer[-_]?daemon(?:@|>|\"|\s|$)", re.IGNORECASE)
_DELIVERY_NAME: Final = re.compile(
    r"mail delivery|mailer[- ]daemon|delivery subsystem|postmaster", re.IGNORECASE
)
_SYSTEMS: Final = frozenset({"postmaster", "post_master", "mailer-daemon", "maildaemon", "mdaemon"})
_LIST_LOCAL: Final = re.compile(r"owner-.{1,60}|.{1,60}-(?:owner|request|bounces?)(?:[+=].{0,60})?")
_NO_REPLY: Final = re.compile(
    r"(?:no|not|do-?not|do_not|never|ne)[-_.]?(?:reply|respon|contest|repond|answer).{0,60}|"
    r"nepasrepondre.{0,60}|unattended.{0,60}"
)
_UNREAD: Final = re.compile(
    r"(?:mailer-?daemon|post_?master|abuse|root|listserv|majordomo|mdaemon|daemon|nobody|auto-?reply|"
    r"autorespon.{0,10})"
    r"|bounces?(?:[+=.-].{0,60})?|prvs=.{1,60}|srs[01][=+-].{1,60}|.{1,60}-confirm"
)
_MOST_OF_REPORT: Final = 256 * 1024
_ACTION: Final = re.compile(rb"^action:[ \t]{0,20}([a-z]{1,20})", re.IGNORECASE | re.MULTILINE)
_OUR_LETTER: Final = re.compile(rb"<[0-9a-f]{32}@([A-Za-z0-9.-]{1,255})>")
_LATE: Final = re.compile(rb"delayed|will (?:keep|continue) trying|warning message only", re.IGNORECASE)


def robot(mail: Mail, town: Town) -> Why | None:
    """The reason why nobody wrote this mail, or None. A registry notice often has one too."""
    told = header_robot(mail, town)
    if told is not None:
        return told
    if _is_bounce(mail):
        return BOUNCE
    opening = _opening(mail)
    is_reply = answers_automatically(mail.subject, opening) or says_absent(mail.subject, opening)
    return AUTO_REPLY if is_reply else None


def header_robot(mail: Mail, town: Town) -> Why | None:
    """What `robot` can say before the body is there."""
    fields = {name for name, _ in mail.headers}
    if mail.report:
        return REPORT
    if fields & _BOUNCE_FIELDS or _DAEMON.search(mail.value("from")[:500]):
        return BOUNCE
    if any(address in value.lower() for value in mail.values(LOOP_HEADER) for address in town.addresses):
        return LOOP
    if _declares_itself(mail):
        return DECLARED
    if any(_is_auto_field(name, value.lower()) for name, value in mail.headers):
        return AUTO_REPLY
    if (fields & _LIST_FIELDS or _is_of_list(mail)) and not _is_our_list(mail, town):
        return LIST
    if _is_bulk(mail, town):
        return BULK
    return NULL_PATH if _has_null_path(mail, town) else None


def silence(mail: Mail, town: Town) -> Why | None:
    """The reason why the sender of this mail must never get a letter, or None."""
    if mail.sender is None or "." not in mail.sender.partition("@")[2]:
        return NO_SENDER
    if town.addresses & {mail.sender, mail.envelope_from}:
        return OURS
    if _has_our_id(mail, town):
        return OUR_ID
    if _suppresses(mail):
        return SUPPRESSED
    if mail.values(LOOP_HEADER):  # a forwarder of a person's mail may put its own mark there
        return LOOP
    if mail.envelope_from == "":
        return NULL_PATH
    if _is_unread(mail.sender) or _is_unread(mail.envelope_from):
        return NO_REPLY
    if mail.reply_to in town.addresses or _is_unread(mail.reply_to):
        return REPLY_TO_ROBOT
    return robot(mail, town) if town.addresses & set(mail.recipients) else NOT_TO_US


def _declares_itself(mail: Mail) -> bool:
    word = _COMMENT.sub("", mail.value("auto-submitted")).split(";")[0].strip().lower()
    return word not in {"", "no"}


def _is_auto_field(name: str, text: str) -> bool:
    if name in _AUTO_FIELDS:
        return text not in {"no", "false"}
    if name == "x-notes-item":
        return "outofoffice" in text.replace(" ", "")
    return name in {"delivered-to", "x-post-messageclass"} and "autoresponder" in text


def _is_of_list(mail: Mail) -> bool:
    """Whether an address of its sender is one that programs of lists write from."""
    return any(_LIST_LOCAL.fullmatch(_local(address)) for address in (mail.sender, mail.envelope_from))


def _local(address: str | None) -> str:
    return (address or "").partition("@")[0][:64]


def _is_unread(address: str | None) -> bool:
    return any(pattern.fullmatch(_local(address)) for pattern in (_UNREAD, _NO_REPLY, _LIST_LOCAL))


def _is_our_list(mail: Mail, town: Town) -> bool:
    """Whether the list is one of our own addresses: a mailbox that is run as a group."""
    post = mail.value("list-post").lower()
    id_ = mail.value("list-id").lower()
    return any(
        f"mailto:{address}>" in post or f"<{address.replace('@', '.')}>" in id_ for address in town.addresses
    )


def _is_bulk(mail: Mail, town: Town) -> bool:
    word = mail.value("precedence").strip().lower()
    return word in _BULK and not (word == "list" and _is_our_list(mail, town))


def _has_null_path(mail: Mail, town: Town) -> bool:
    """The null path, unless our own server saw the sender in the envelope: some stores forget it."""
    return mail.envelope_from == "" and (mail.sender is None or envelope_seen(mail, town) != mail.sender)


_LONGEST_OPENING: Final = 2000


def _opening(mail: Mail) -> Text:
    """The first words of the body, but for what somebody passes on."""
    words = mail.words
    text = as_text(words.own or words.signature or words.quoted).cleaned
    return text if len(text) <= _LONGEST_OPENING else text.part(0, _LONGEST_OPENING)


def _is_bounce(mail: Mail) -> bool:
    """A mail system's address, and its set phrases or a detector's word."""
    is_system = _local(mail.sender) in _SYSTEMS or _DELIVERY_NAME.search(mail.sender_name[:200]) is not None
    if not is_system and not _is_unread(mail.sender):
        return False  # people write about what did not arrive, in the same words
    marks = (bounce_subject(mail.subject), bounce_text(_opening(mail)))
    is_marked = any(marks) if is_system else all(marks)
    return is_marked or _is_known_bounce(mail)


def _is_known_bounce(mail: Mail) -> bool:
    """Whether flufl.bounce finds an address that failed."""
    message = Message()
    for name in ("from", "to", "subject", "x-mailer"):
        if value := mail.value(name):
            message[name] = value[:998]
    words = mail.words
    text = f"{words.own}\n\n{words.signature}\n\n{words.quoted}\n\n{words.forwarded}"[:_MOST_SCANNED]
    message.set_payload(text.encode("ascii", "replace").decode("ascii"))
    try:
        return any(all_failures(message))
    except (ValueError, LookupError, TypeError, AttributeError):  # its detectors trust their input
        return False


def _has_our_id(mail: Mail, town: Town) -> bool:
    """A Message-ID of our domain on mail that is neither ours nor our staff's is an echo."""
    domain = (mail.message_id or "").rpartition("@")[2].rstrip(">").lower()
    ours = {address.partition("@")[2] for address in town.addresses}
    return domain in ours and mail.sender not in town.staff | town.registry


def _suppresses(mail: Mail) -> bool:
    words = (
        word.strip() for value in mail.values("x-auto-response-suppress") for word in value.lower().split(",")
    )
    return any(word in _SUPPRESS for word in words)


def returned_letters(raw: bytes, mail: Mail, town: Town) -> frozenset[str]:
    """The Message-IDs of our letters that this report of a mail system (RFC 3464, or older) says failed.

    Delays are no failures, and a receipt ("read", "displayed") is none either. What the report
    says of the books, or of anybody, is not believed: it only tells that nobody got the letter.
    """
    why = robot(mail, town)
    if why not in {BOUNCE, REPORT}:
        return frozenset()
    text = raw[:_MOST_OF_REPORT]
    actions = {match[1].lower() for match in _ACTION.finditer(text)}
    failed = b"failed" in actions if actions else why == BOUNCE and not _LATE.search(text)
    if not failed:
        return frozenset()
    ours = {address.rpartition("@")[2] for address in town.addresses}
    found = (match for match in _OUR_LETTER.finditer(text) if match[1].decode().lower() in ours)
    return frozenset(match[0].decode() for match in found)
