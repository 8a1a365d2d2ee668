"""A WhatsApp chat as text: the export of a telephone, or lines copied from WhatsApp Web.

Every client writes `date, time, author: text` in its own order. System lines and
media have no words of a person and are dropped; a line without a head goes on with
the message above it; what stands before the first head is no message.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Final

from rules.findings import Posted
from rules.people.documents import find_documents
from rules.people.telephones import find_phones
from rules.text.dates import find_dates
from rules.text.folding import clean, fold, is_wrapped
from rules.text.patterns import word_set
from rules.text.tokens import as_text
from rules.town import Town

_DATE: Final = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}"
_TIME: Final = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[ap]\.? ?m\.?)?"
_HEAD: Final = re.compile(
    rf"^[ \t>*]{{0,4}}(?:\[{_DATE},? {_TIME}\] ?|\[{_TIME},? {_DATE}\] ?|{_DATE},? {_TIME} - )(?P<rest>.*)$",
    re.IGNORECASE,
)
_MEDIA: Final = re.compile(
    r"<[^<>\n]{0,120}>|\b(?:imatge|video|audio|sticker|document|imagen|image) (?:om[ei]\w{2,5})\b"
    r"|\S{1,80} \((?:(?:fitxer|arxiu|archivo) adjunto?|file attached)\)"
    r"|\b(?:has|s'ha) suprimit aquest missatge\b|\b(?:se elimino|eliminaste) este mensaje\b"
    r"|\beste mensaje fue eliminado\b|\bthis message was deleted\b"
)
_SYSTEM: Final = (
    *("d'extrem a extrem", "de extremo a extremo", "end-to-end encrypted", "codi de seguretat"),
    *("codigo de seguridad", "compte d'empresa", "cuenta de empresa", "trucada perduda", "llamada perdida"),
)
_TITLE: Final = re.compile(
    r"(?:[xc]h?at (?:de )?whatsapp|whatsapp chat) (?:amb|con|with|-) (?P<whom>.{1,60}?)(?:\.txt|\.zip|\"|$)"
)

_OFFICE: Final = word_set("""
    ajuntament ajunt ajt aj ayuntamiento ayunt ayto info informa informacio oficina secretaria consistori
    """)
"""What the town hall calls itself beside its municipality's name."""
_LINKS: Final = word_set("l el la de del d")
POSTS: Final = tuple(
    word_set("secretari alcald batlle regidor administrati auxiliar interventor tecnic arxiver")
)
"""How the words for posts at a town hall begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one author wrote at once; `head` is what stands before it, with its date and hour."""

    author: str
    text: str
    head: str = ""


def messages_of(text: str) -> tuple[Message, ...]:
    """The messages of a chat, system lines and media left out; none if *text* is no chat."""
    found: list[Message] = []
    is_open = False
    for before, line in pairwise(["", *clean(text).split("\n")]):
        head = _HEAD.match(line)
        if head is not None:
            author, colon, said = head["rest"].partition(": ")
            is_of_system = any(words in fold(head["rest"]) for words in _SYSTEM)
            is_open = bool(author and colon) and len(author) <= 60 and not is_of_system
            if is_open:
                when = line[: head.start("rest")]
                found.append(Message(author=author.strip(" ~"), text=said.strip(), head=when))
        elif is_open and line.strip():
            join = " " if is_wrapped(before, line) else "\n"
            found[-1] = replace(found[-1], text=f"{found[-1].text}{join}{line.strip()}")
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


def is_office(author: str, town: Town) -> bool:
    """Whether the author is the town hall: by its channel's name, as an office, or by its number."""
    folded = fold(clean(author))
    names = {fold(clean(name)) for name in (town.channel, town.name)}
    if folded in {"tu", "you", "jo", "vos"} or any(name in folded for name in names):
        return True
    words = set(words_in(folded)) - _LINKS
    if _OFFICE & words and (words <= _OFFICE or (town.place and fold(clean(town.place)) in folded)):
        return True
    return any(p.value == town.whatsapp for p in find_phones(clean(author)))


def words_in(text: str) -> list[str]:
    """The words of a text, without its marks."""
    return [one.word for sentence in as_text(text).sentences for one in sentence if not one.is_mark]


def without_foot(text: str) -> str:
    """A pasted chat without the clerk's signature: a last paragraph that says an office or a post."""
    lines = clean(text).rstrip().split("\n")
    last = max((i for i, line in enumerate(lines) if _HEAD.match(line)), default=len(lines))
    blank = next((i for i in range(last, len(lines)) if not lines[i].strip()), None)
    foot = "\n".join(lines[blank:]) if blank is not None else ""
    is_of_clerk = any(word in _OFFICE or word.startswith(POSTS) for word in words_in(foot))
    return "\n".join(lines[:blank]) if is_of_clerk and not find_documents(foot) else text


def partner(title: str) -> str:
    """Whom a chat is with, from the name of its file or the subject of its mail; "" if neither says."""
    cleaned = clean(title)
    match = _TITLE.search(fold(cleaned))
    if match is None:
        return ""
    return cleaned[match.start("whom") : match.end("whom")].strip(" .\"'")


# --- what the town hall wrote in a chat, and when: by that is known what was sent to the list -----


def posted_in(text: str, town: Town) -> tuple[Posted, ...]:
    """The town hall's own messages of an export; one without a date and an hour that can be is left out."""
    return tuple(
        Posted(text=each.text, at=at)
        for each in messages_of(text)
        if is_office(each.author, town) and (at := _moment(each.head)) is not None
    )


def _moment(head: str) -> datetime | None:
    """When, as a head has it: "[4/5/26, 10:02:11]", the day first."""
    found = next(iter(find_dates(head)), None)
    return datetime.combine(found.on, found.at) if found and found.at else None


def same_text(one: str, other: str) -> bool:
    """Whether two texts are the same but for what a telephone, or a mail program, changes of one."""
    one, other = ("".join(filter(str.isalnum, fold(text))) for text in (one, other))
    return one == other != ""
