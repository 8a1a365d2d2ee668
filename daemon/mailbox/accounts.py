"""The town's two accounts, by its configuration: the mailbox, and the way out for mail."""

from typing import Final

from daemon.configuration.settings import Settings
from daemon.errors import SettingsError
from daemon.mailbox.imap import PATIENCE_SECONDS, ImapMailbox
from daemon.post.smtp import SmtpMailer, Timeouts

_PATIENT: Final = Timeouts()


def open_mailbox(settings: Settings, *, patience: float = PATIENCE_SECONDS) -> ImapMailbox:
    """Connect and log in; MailboxError or SettingsError where that fails. *patience* is for each answer."""
    box = settings.mailbox
    return ImapMailbox(
        host=box.host,
        port=box.port,
        tls=box.tls,
        ca_file=settings.ca_file("imap"),
        user=box.user,
        password=settings.secret("imap"),
        patience=patience,
    )


def mailer(settings: Settings, *, timeouts: Timeouts = _PATIENT) -> SmtpMailer:
    """The way out, not yet connected; SettingsError where its certificates cannot be read."""
    smtp = settings.smtp
    try:
        return SmtpMailer(
            host=smtp.host,
            port=smtp.port,
            tls=smtp.tls,
            ca_file=str(settings.ca_file("smtp") or ""),
            user=smtp.user,
            password=(lambda: settings.secret("smtp")) if smtp.user else None,
            sender=smtp.sender,
            timeouts=timeouts,
        )
    except ValueError as error:
        msg = f"{settings.path}: [smtp]: {error}"
        raise SettingsError(msg) from error
