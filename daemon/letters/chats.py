"""What is written by WhatsApp to one number: texts that staff send by hand, and the links that open them.

Whoever holds the number reads them, so they name nobody; a link may be kept by any
program on its way, so that no document ever stands in one.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import quote

from daemon.letters.texts import Texts
from daemon.letters.wording import phone
from rules.town import Town

LONGEST: Final = 1000
"""Characters of one such text: with each of them escaped, a link still opens everywhere."""


class Chat(StrEnum):
    """When such a text is sent; the value is the name of its file."""

    WELCOME = "chat-welcome"
    LEAVE = "chat-leave"
    ALTA = "chat-alta"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chats:
    """The town's texts for WhatsApp; `address` is where residents write to leave."""

    texts: Texts
    town: Town
    address: str

    def text(self, chat: Chat, language: str) -> str:
        """The words to send."""
        values = {
            "ajuntament": self.town.name,
            "poble": self.town.place,
            "llista": self.town.channel,
            "whatsapp": phone(self.town.whatsapp),
            "correu": self.address,
        }
        return self.texts.written(chat.value, language, values)


def chat_link(number: str, text: str) -> str:
    """Return what opens WhatsApp with *text* written to *number* (E.164); nothing is sent by it."""
    return f"https://wa.me/{number.removeprefix('+')}?text={quote(text, safe='')}"
