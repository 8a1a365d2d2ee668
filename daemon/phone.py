"""The files for the phone that the list is sent from: contacts to take in, and those to take off it."""

from collections.abc import Sequence

from daemon.compose import Enclosure
from daemon.letters import Chats
from daemon.settings import Settings
from rules.digest import Digest
from rules.phonebook import Contact
from rules.vcards import TO_ADD, TO_REMOVE, file_name, written


def chats(settings: Settings) -> Chats:
    """Return what is sent by WhatsApp by hand, in the town's words."""
    return Chats(texts=settings.texts, town=settings.town(), address=settings.smtp.sender)


def vcards(digest: Digest, settings: Settings) -> tuple[Enclosure, ...]:
    """Return the files that go with *digest*: none where nobody is to be added, or nobody taken off."""
    kinds: Sequence[tuple[str, tuple[Contact, ...]]] = (
        (TO_ADD, digest.to_add),
        (TO_REMOVE, digest.to_remove),
    )
    return tuple(
        Enclosure(
            filename=file_name(what, digest.on),
            content_type="text/vcard",
            data=written(people, prefix=settings.prefix),
        )
        for what, people in kinds
        if people
    )
