"""What is written by WhatsApp to one number: texts that staff send by hand, and the links that open them.

Whoever holds the number reads them, so they name nobody; a link may be kept by any
program on its way, so that no document ever stands in one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import quote

from daemon.letters.texts import LANGUAGES, Texts
from daemon.letters.wording import phone
from rules.books.subscription import State
from rules.town import Town

LONGEST: Final = 2000
"""Characters of a link that opens everywhere: Windows takes 2,083. In it a space is three of them, a letter
with an accent six, an emoji twelve."""


class Chat(StrEnum):
    """When such a text is sent; the value is the name of its file."""

    WELCOME = "chat-welcome"
    LEAVE = "chat-leave"
    ALTA = "chat-alta"
    CONSENT = "chat-consent"
    HOW_IT_WORKS = "chat-how-it-works"
    WHERE_TO_TURN = "chat-where-to-turn"
    ANSWER = "chat-answer"


_SENT_TO: Final[Mapping[State, Chat | None]] = {
    State.REQUESTED: Chat.CONSENT,
    State.CONSENTED: Chat.ALTA,
    State.DUE: Chat.WELCOME,
    State.ACTIVE: None,
    State.LEAVING: Chat.LEAVE,
    State.LEFT: None,
    State.ERASED: None,
}
_LABELS: Final[Mapping[Chat, str]] = {
    Chat.WELCOME: "Benvinguda",
    Chat.ALTA: "Demana l’ALTA",
    Chat.CONSENT: "Demana el consentiment",
    Chat.LEAVE: "Pregunta-l’hi",
    Chat.HOW_IT_WORKS: "Contesta-li",
    Chat.WHERE_TO_TURN: "Contesta-li",
    Chat.ANSWER: "Digues-l’hi",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatLink:
    """What opens WhatsApp on somebody's number: `url` with the text in it, `bare` without."""

    chat: Chat
    language: str
    url: str
    bare: str

    @property
    def label(self) -> str:
        """What it is for."""
        return _LABELS[self.chat]


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastLink:
    """What opens WhatsApp with a text for everybody: who opens it picks the list."""

    url: str
    bare: str = "https://wa.me/"
    label: str = "Envia’l a la llista"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chats:
    """The town's texts for WhatsApp; `address` is where residents write to leave."""

    texts: Texts
    town: Town
    address: str

    def text(self, chat: Chat, language: str, say: str = "") -> str:
        """The words to send; an ANSWER holds what staff *say*."""
        values = {
            "ajuntament": self.town.name,
            "poble": self.town.place,
            "llista": self.town.channel,
            "whatsapp": phone(self.town.whatsapp),
            "correu": self.address,
            "formulari": self.town.form_url,
            "seu": self.town.office_url,
            "telefon": self.town.office_phone,
            **({"resposta": say} if chat is Chat.ANSWER else {}),
        }
        return self.texts.written(chat.value, language, values)

    def link(self, number: str | None, state: State, language: str | None) -> ChatLink | None:
        """What can be sent to who has that number and is in that state; None for nothing.

        *language* is that of the mail that it comes of, None for none: then nobody is asked about a mail.
        """
        chat = _SENT_TO[state]
        if chat is None or not number or (chat is Chat.LEAVE and language is None):
            return None
        known = language if language in LANGUAGES else LANGUAGES[0]
        return self.to(number, chat, known)

    def to(self, number: str, chat: Chat, language: str) -> ChatLink:
        """What opens WhatsApp with the text, to *number*, or to whom is chosen there where it is ""."""
        url = chat_link(number, self.text(chat, language))
        return ChatLink(chat=chat, language=language, url=url, bare=url.partition("?")[0])

    def answer(self, number: str, say: str) -> ChatLink:
        """What tells who wrote from *number* what staff *say*."""
        language = LANGUAGES[0]
        url = chat_link(number, self.text(Chat.ANSWER, language, say))
        return ChatLink(chat=Chat.ANSWER, language=language, url=url, bare=url.partition("?")[0])


def chat_link(number: str, text: str) -> str:
    """Return what opens WhatsApp with *text* written to *number* (E.164); nothing is sent by it.

    Without a number, "", whom it goes to is chosen there. What no link holds is to be copied there.
    """
    bare = f"https://wa.me/{number.removeprefix('+')}"
    return f"{bare}?text={quote(text, safe='')}" if is_held(text) else bare


def broadcast_link(text: str) -> BroadcastLink | None:
    """Return what opens WhatsApp with *text* for everybody; None for one that no link holds."""
    return BroadcastLink(url=chat_link("", text)) if is_held(text) else None


def is_held(text: str) -> bool:
    """Whether a link holds *text*, beside what it takes to say whom it is for."""
    return len(quote(text, safe="")) <= LONGEST - _BESIDE


_BESIDE: Final = 100
