"""The town's two accounts, by its configuration: the mailbox, and the way out for mail."""

from typing import Final

from imapclient.exceptions import LoginError

from daemon.configuration.settings import Settings
from daemon.errors import MailboxError, SettingsError, TokenError
from daemon.mailbox.imap import PATIENCE_SECONDS, ImapMailbox
from daemon.oauth.tokens import Token, Tokens
from daemon.post.smtp import SmtpMailer, Timeouts

_PATIENT: Final = Timeouts()


def open_mailbox(settings: Settings, *, patience: float = PATIENCE_SECONDS) -> ImapMailbox:
    """Connect and log in; MailboxError or SettingsError where that fails. *patience* is for each answer.

    A token of some time ago that is refused says nothing of the next: that is tried, once.
    """
    tokens = settings.tokens("imap")
    if tokens is None:
        return _opened(settings, patience, password=settings.secret("imap"))
    token = _token(tokens)
    try:
        return _opened(settings, patience, token=token.value)
    except MailboxError as error:
        if not (token.is_kept and isinstance(error.__cause__, LoginError)):
            raise
    tokens.forget(token)
    return _opened(settings, patience, token=_token(tokens).value)


def _token(tokens: Tokens) -> Token:
    try:
        return tokens.token()
    except TokenError as error:
        raise MailboxError(str(error), cause=error.cause, asked=error.asked) from error


def _opened(settings: Settings, patience: float, *, password: str = "", token: str = "") -> ImapMailbox:
    box = settings.mailbox
    return ImapMailbox(
        host=box.host,
        port=box.port,
        tls=box.tls,
        ca_file=settings.ca_file("imap"),
        user=box.user,
        password=password,
        token=token,
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
            tokens=settings.tokens("smtp"),
            sender=smtp.sender,
            timeouts=timeouts,
        )
    except ValueError as error:
        msg = f"{settings.path}: [smtp]: {error}"
        raise SettingsError(msg) from error
