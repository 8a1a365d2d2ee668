"""A WhatsApp chat as text: the export of a telephone, or lines copied from WhatsApp Web.

Every client writes `date, time, author: text` in its own order. System lines and
media have no words of a person and are dropped; a line without a head goes on with
the message above it; what stands before the first head is no message.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from rules.people.documents import find_documents
from rules.people.telephones import find_phones
from rules.text.folding import clean, fold, is_wrapped
from rules.town import Town

_DATE: Final = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
_TIME: Final = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]\.? ?m\.?)?"
_HEAD: Final = re.compile(
    rf"^[ \t>*]{{0,4}}(?:\[{_DATE},? {_TIME}\] ?|\[{_TIME},? {_DATE}\] ?|{_DATE},? {_TIME} - )(?P<rest>.*)$",
    re.IGNORECASE,
)
_AUTHOR: Final = re.compile(r"^~? ?(?P<author>[^:\n]{1,60}?|[^\n]{1,60}?): (?P<text>.*)$")
_MEDIA: Final = re.compile(
    r"<[^<>\n]{0,120}>|\b(?:imatge|video|audio|sticker|adhesiu|document|gif|contacte|imagen|image) (?:omes|"
    r"omesa|omitido|omitida|omitted)\b"
    r"|\S{1,80} \((?:fitxer adjunt|arxiu adjunt|archivo adjunt[oa]d?o?|file attached)\)"
    r"|\b(?:has suprimit aquest missatge|s'ha suprimit aquest missatge|este mensaje fue eliminado|"
    r"se elimino este mensaje|"
    r"eliminaste este mensaje|this message was deleted)\b"
)
_SYSTEM: Final = re.compile(
    r"xifrats? d'extrem a extrem|cifrad[oa]s de extremo a extremo|end-to-end encrypted|codi de seguretat|"
    r"codigo de seguridad|security code|"
    r"compte d'empresa|cuenta de empresa|business account|trucada perduda|llamada perdida|missed (?:voice|"
    r"video) call"
)
_TITLE: Final = re.compile(
    r"(?:xat|chat) (?:de|of)?[ ]?whatsapp (?:amb|con|with|avec) (?P<whom>.{1,60}?)(?:\.txt|\.zip|\"|$)|"
    r"whatsapp chat (?:with|-) (?P<who>.{1,60}?)(?:\.txt|\.zip|\"|$)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one author wrote at once."""

    author: str
    text: str


def messages_of(text: str) -> tuple[Message, ...]:
    """The messages of a chat, system lines and media left out; none if *text* is no chat."""
    found: list[Message] = []
    is_open = False
    before = ""
    for line in clean(text).split("\n"):
        head = _HEAD.match(line)
        if head is None:
            if is_open and line.strip():
                join = " " if is_wrapped(before, line) else "\n"
                found[-1] = replace(found[-1], text=f"{found[-1].text}{join}{line.strip()}")
            before = line
            continue
        before = line
        parts = _AUTHOR.match(head["rest"])
        is_open = parts is not None and not _SYSTEM.search(fold(head["rest"]))
        if is_open and parts is not None:
            found.append(Message(author=parts["author"].strip(" ~"), text=parts["text"].strip()))
    return tuple(replace(m, text=_without_media(m.text)) for m in found)


def _without_media(text: str) -> str:
    folded = fold(text)
    for match in reversed(list(_MEDIA.finditer(folded))):
        text = text[: match.start()] + text[match.end() :]
    return text.strip()


def is_chat(text: str) -> bool:
    """Whether the text holds at least one message of a chat."""
    return bool(messages_of(text))


def before_chat(text: str) -> str:
    """What stands above the first message of a chat: the words of who passes it on."""
    lines = clean(text).split("\n")
    first = next((i for i, line in enumerate(lines) if _HEAD.match(line)), len(lines))
    return "\n".join(lines[:first])


_OFFICE: Final = re.compile(
    r"\b(?:ajuntament|ajunt|ajt|aj|ayuntamiento|ayunt|ayto|info|informa|informacio|oficina|oficinas|"
    r"secretaria|consistori)\b"
)
"""What the town hall calls itself beside its municipality's name."""


def is_office(author: str, town: Town) -> bool:
    """Whether the author is the town hall: by its channel's name or by its number."""
    folded = fold(clean(author))
    names = {fold(clean(name)) for name in (town.channel, town.name)}
    if folded in names or folded in {"tu", "you", "jo", "vos"} or any(n in folded for n in names):
        return True
    if fold(clean(town.place)) in folded and town.place and _OFFICE.search(folded):
        return True
    return any(p.value == town.whatsapp for p in find_phones(clean(author)))


_POST: Final = re.compile(
    r"\b(?:secretari\w{0,6}|alcald\w{1,4}|batlle|batllessa|regidor\w{0,4}|administrati\w{1,3}|auxiliar|"
    r"interventor\w?|"
    r"atencio ciutadana|avis legal|aviso legal)\b"
)


def without_foot(text: str) -> str:
    """A pasted chat without the clerk's signature: a last paragraph that says an office or a post."""
    lines = clean(text).rstrip().split("\n")
    last = max((i for i, line in enumerate(lines) if _HEAD.match(line)), default=len(lines))
    blank = next((i for i in range(last, len(lines)) if not lines[i].strip()), None)
    foot = fold("\n".join(lines[blank:])) if blank is not None else ""
    is_of_clerk = (_POST.search(foot) or _OFFICE.search(foot)) and not find_documents(foot)
    return "\n".join(lines[:blank]) if is_of_clerk else text


def partner(title: str) -> str:
    """Whom a chat is with, from the name of its file or the subject of its mail; "" if neither says."""
    cleaned = clean(title)
    match = _TITLE.search(fold(cleaned))
    if match is None:
        return ""
    group = "whom" if match["whom"] else "who"
    return cleaned[match.start(group) : match.end(group)].strip(" .\"'")
