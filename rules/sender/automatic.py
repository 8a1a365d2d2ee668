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
    is_reply = _answers_automatically(mail.subject, opening) or _says_absent(mail.subject, opening)
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
    is_titled = _beginning(mail.subject, 300).startswith(_BOUNCE_SUBJECT)
    marks = (is_titled, _has_bounce_text(_opening(mail)))
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


# --- set phrases that programs print at the beginning of a subject or a text, in seven languages ---------

_BOUNCE_SUBJECT: Final = (
    "undeliver", "returned mail", "returned message", "delivery fail", "delivery status", "delivery notif",
    "delivery report", "delivery has failed", "mail delivery", "mail failure", "mail system error",
    "failure notice", "message not deliver", "mail not deliver", "message could not be deliver",
    "mail could not be deliver", "unable to deliver", "non-deliver", "nondeliver", "failed mail",
    "warning: could not send", "no se puede entregar", "no se ha podido entregar", "error de entrega",
    "no entregado", "devuelto", "correo devuelto", "mensaje devuelto", "notificacion de estado de la entrega",
    "fallo en la entrega", "no s'ha pogut lliurar", "no es pot lliurar", "no lliurat", "correu retornat",
    "missatge retornat", "error de lliurament", "notificacio de l'estat del lliurament", "non remis",
    "echec de la remise", "retour de mail", "message non distribu", "unzustellbar", "mancato recapito",
    "mensagem devolvida",
)  # fmt: skip
_BOUNCE_TEXT: Final = (
    *("couldn't be delivered", "could not be delivered", "was not delivered", "undeliverable"),
    *("delivery to the following", "delivery has failed", "delivery failed", "delivery error"),
    *("this message was created automatically by mail", "the mail system", "unable to deliver"),
    *("returned to sender", "permanent error", "permanent fatal error", "user unknown", "address unknown"),
    *("no such user", "unknown user", "mailbox full", "mailbox is full", "mailbox unavailable"),
    *("did not reach", "recipient rejected", "failed permanently", "transcript of session"),
    *("message has been delayed", "invalid user address", "no se ha podido entregar", "no se pudo entregar"),
    *("error de entrega", "no se encontro la direccion", "no s'ha pogut lliurar", "no s'ha lliurat"),
    *("no s'ha trobat l'adreca", "error de lliurament", "echec de la remise", "konnte nicht zugestellt"),
    *("n'a pas pu etre", "unzustellbar"),
)
_STATUS: Final = re.compile(r"\b[45]\.\d\.\d{1,3}\b")
"""An enhanced status code: "5.1.1"."""
_AUTOMATIC: Final = (
    *("auto-reply", "autoreply", "auto reply", "automatic reply", "automatic response", "automated reply"),
    *("automated response", "auto-response", "autoresponder", "resposta automatica", "respuesta automatica"),
    *("contestacio automatica", "contestador automatic", "contestador automatico", "reponse automatique"),
    *("automatische antwort", "automatisch", "risposta automatica"),
)
_INTRODUCES: Final = (
    *("this is an ", "message is an ", "mail is an ", "aixo es una ", "aquesta es una ", "missatge es una "),
    *("correu es una ", "esta es una ", "mensaje es una ", "correo es una ", "ceci est une "),
    *("message est une ", "dies ist eine ", "questa e una "),
)
_ABSENCE_SUBJECT: Final = (
    *("out of office", "out of the office", "away from", "on holiday", "on vacation", "on leave", "vacation"),
    *("oof", "absence", "absent", "abwesen", "urlaub", "conge", "fuera de la oficina", "fuera de oficina"),
    *("ausen", "vacaciones", "fora de l'oficina", "absencia", "vacances", "fuori ufficio", "assenza"),
)
_ABSENT: Final = re.compile(
    r"\b(?:i am|i'm|will be|soc|estic|estare|em trobo|estoy|me encuentro|je suis|je serai|ich bin|sono) "
    r"(?:[\w.]{1,20} ){0,4}?(?:out of|away|on (?:\w+ )?(?:leave|vacation|holiday)|fora|absent|"
    r"de (?:va|baixa|baja|permi|via)|fuera|ausente|en conge|en vacances|nicht|abwesend|im url|fuori|assente)"
)
_ASKING: Final = (
    *("whats", "wasap", "guas", "difusi", "llista", "lista", "liste", "donar-me", "done", "tre", "esborr"),
    *("darme", "borr", "vull", "quiero", "sol·licit", "solicit", "demano", "remove"),
)
_MARKS: Final = " \n*=_-[](){}<>#!·\"'~:."


def _beginning(text: str, most: int) -> str:
    """The first letters of a text, folded, from its first word on."""
    return as_text(text).folded[:most].lstrip(_MARKS)


def _has_bounce_text(opening: str) -> bool:
    """Whether the text begins as a mail system's about a message that did not arrive."""
    text = _beginning(opening, 1500)
    return any(phrase in text for phrase in _BOUNCE_TEXT) or _STATUS.search(text) is not None


def _answers_automatically(subject: str, opening: str) -> bool:
    """Whether the program says that it answers: the subject's set prefix, or the text's first lines."""
    if subject.lower().startswith("report domain: ") and " submitter: " in subject.lower():
        return True  # RFC 7489, 7.2.1.1
    if "auto" not in f"{subject[:300]}\n{opening[:600]}".lower():  # as in nearly all mail
        return False
    text = _beginning(opening, 600)
    heading = text.partition("\n")[0].rstrip(_MARKS)
    if heading in _AUTOMATIC or _is_prefix(_beginning(subject, 300)):
        return True
    behind = (text.partition(words)[2] for words in _INTRODUCES)
    return any(rest.startswith(_AUTOMATIC) for rest in behind) or text.startswith("automatic reply from")


def _is_prefix(subject: str) -> bool:
    """Whether a subject is a set phrase alone, or one with a mark behind it."""
    phrases = (phrase for phrase in _AUTOMATIC if subject.startswith(phrase))
    return any(subject[len(phrase) :].lstrip()[:1] in {"", ":", "(", "[", "-"} for phrase in phrases)


def _says_absent(subject: str, opening: str) -> bool:
    """Whether subject and text begin with their writer's absence.

    People write so too: who asks for something, or names the broadcast list, is one of them.
    """
    heading = _beginning(subject, 300).replace("-", " ")
    if not any(each.startswith(_ABSENCE_SUBJECT) for each in (heading, heading.partition(" is ")[2])):
        return False
    words = (word.lstrip(_MARKS) for word in _beginning(opening, 2000).split())
    is_absent = _ABSENT.search(_beginning(opening, 600)) is not None
    return is_absent and not any(word.startswith(_ASKING) for word in words)
