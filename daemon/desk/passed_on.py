"""What a clerk is told who passes on what the notice's own rules answer: the text to send by WhatsApp."""

from typing import Final

from daemon.configuration.settings import Settings
from daemon.letters.chats import Chat
from daemon.letters.orders import Answer
from daemon.letters.sentences import in_catalan
from daemon.post.phone_files import chats
from rules.books.decision import Decision
from rules.books.topics import if_untold, letter_of
from rules.findings import Reading, Voice

_SEND: Final = "No queda res per decidir. A qui us ho ha escrit li podeu enviar aquest text per WhatsApp:"


def answer_to(decision: Decision, reading: Reading, settings: Settings) -> Answer | None:
    """The text that answers what a clerk passed on; None where it is nothing that a text answers."""
    reason = decision.leading.reason
    letter = letter_of(reason)
    if reading.voice is Voice.WRITER or reading.topic is None or letter is None or if_untold(reason) is None:
        return None
    chat, texts = Chat(f"chat-{letter}"), chats(settings)
    return Answer(
        line=in_catalan(reading.topic),
        outcome=_SEND,
        done=True,
        details=tuple(line for line in texts.text(chat, reading.language).split("\n") if line),
        chat=texts.to("", chat, reading.language),
    )
