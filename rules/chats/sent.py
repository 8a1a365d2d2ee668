"""What the town hall wrote in a chat, and when: by that is known what was sent to the list."""

from datetime import datetime

from rules.chats.chat import is_office, messages_of
from rules.findings import Posted
from rules.text.dates import find_dates
from rules.text.folding import fold
from rules.town import Town


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
    return _letters(one) == _letters(other) != ""


def _letters(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())
