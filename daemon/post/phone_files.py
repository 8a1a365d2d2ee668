"""The phone that the list is sent from: the files for it, what is written on it, and what it exports."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from daemon.configuration.settings import Settings
from daemon.errors import RefusedError
from daemon.letters.chats import Chats
from daemon.letters.sentences import in_catalan
from daemon.post.compose import Enclosure
from rules.books.subscription import State, Subscription
from rules.desk.digest import Digest
from rules.desk.reconciling import Reconciliation, reconcile
from rules.mail.bodies import Attachment
from rules.mail.mail import Mail
from rules.phone.exports import Unreadable, UnreadableError, read_export
from rules.phone.phonebook import EVERYBODY, MISSING, TO_ADD, TO_REMOVE, Contact, contacts, file_name, written


def vcards(digest: Digest, settings: Settings) -> tuple[Enclosure, ...]:
    """Return the files that go with *digest*: none where nobody is to be added, or nobody taken off."""
    return (
        *_file(TO_ADD, digest.to_add, digest.on, settings),
        *_file(TO_REMOVE, digest.to_remove, digest.on, settings),
    )


def everybody(held: Sequence[Subscription], on: date, settings: Settings) -> tuple[Enclosure, ...]:
    """Return the file of all who are on the list, for a new phone."""
    active = [each for each in held if each.state is State.ACTIVE]
    return _file(EVERYBODY, contacts((each.phone for each in active), active), on, settings)


def chats(settings: Settings) -> Chats:
    """Return what is sent by WhatsApp by hand, in the town's words."""
    return Chats(texts=settings.texts, town=settings.town(), address=settings.smtp.sender)


def reconciled(mail: Mail, held: Sequence[Subscription], settings: Settings) -> Reconciliation:
    """Compare the contacts that *mail* brings with those *held*; RefusedError says why it cannot be done."""
    if mail.truncated:
        raise RefusedError("el correu és massa gros per llegir-lo sencer; exporteu els contactes sense fotos")
    exports = [each for each in mail.attachments if _is_export(each)]
    if not exports:
        raise RefusedError("el correu no porta cap exportació dels contactes, un fitxer adjunt .vcf o .csv")
    try:
        saved = [contact for each in exports for contact in read_export(each.data)]
        return reconcile(saved, held, prefix=settings.prefix, own_number=settings.town_hall.whatsapp)
    except UnreadableError as error:
        whose = f", «{settings.prefix}»" if error.why is Unreadable.NONE_OURS else ""
        raise RefusedError(f"{in_catalan(error.why)}{whose}") from None


def missing(found: Reconciliation, on: date, settings: Settings) -> tuple[Enclosure, ...]:
    """Return the file of who should be on the phone and is not; none where nobody is."""
    return _file(MISSING, found.absent, on, settings)


def _is_export(attachment: Attachment) -> bool:
    is_named = attachment.filename.lower().endswith((".vcf", ".csv", ".vcard"))
    return is_named or attachment.content_type in _EXPORTS


_EXPORTS: Final = frozenset(
    {"text/vcard", "text/x-vcard", "text/directory", "text/csv", "text/comma-separated-values"}
)


def _file(what: str, people: Sequence[Contact], on: date, settings: Settings) -> tuple[Enclosure, ...]:
    data = written(people, prefix=settings.prefix)
    named = Enclosure(filename=file_name(what, on), content_type="text/vcard", data=data)
    return (named,) if people else ()
