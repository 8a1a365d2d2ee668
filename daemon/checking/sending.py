"""The way out: the mail server, the login, and whether it takes our address as a sender.

No letter is sent; `roundtrip` does that, on demand.
"""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from daemon.checking.connection import PATIENCE, reach
from daemon.checking.findings import Finding, bad, good, holds, warning, write_password
from daemon.checking.sign_in import told
from daemon.configuration.settings import Settings
from daemon.errors import SettingsError, TokenError
from daemon.language import _
from daemon.mailbox.accounts import mailer
from daemon.oauth.claims import doubt
from daemon.post.smtp import SmtpMailer, Timeouts, Welcome
from rules.transport.delivery import Answer, Kind, Trouble, refuses_us

_TIMEOUTS: Final = Timeouts(connect=PATIENCE, command=PATIENCE, dot=4 * PATIENCE)
_SMALLEST: Final = 1_000_000
"""Bytes that a letter of ours never has: a digest of a bad day is a tenth of it."""


def check_sending(settings: Settings) -> list[Finding]:
    """Try the mail server as the daemon will use it. Never raises for what servers do."""
    found = reach(settings, "smtp")
    if not holds(found):
        return found
    try:
        settings.require_sign_in("smtp")
    except SettingsError as error:
        mend = write_password(settings.secret_file("smtp"))
        return [*found, bad("smtp.login", _("not tried: {error}", error=error), mend)]
    return [*found, *_received(settings, asyncio.run(open_mailer(settings).probe()))]


def open_mailer(settings: Settings) -> SmtpMailer:
    """The daemon's way out, with the patience of somebody at a terminal."""
    return mailer(settings, timeouts=_TIMEOUTS)


def codes(answer: Answer) -> str:
    """The server's own numbers: its words are told in Catalan elsewhere, and may name people."""
    if answer.code is None:
        return _("no answer")
    return f"{answer.code} {answer.enhanced}".strip()


def _received(settings: Settings, welcome: Welcome) -> Iterator[Finding]:
    """What came of each step, as far as it went."""
    user = settings.smtp.user
    if welcome.entry.kind is not Kind.ANSWERED:
        yield bad("smtp.login", *_no_entry(settings, welcome.entry))
        return
    yield good(
        "smtp.login", _("logged in as {user}", user=user) if user else _("no login is configured (smtp.user)")
    )
    if welcome.sender is not None:
        yield _sender(settings, welcome.sender)
    if welcome.null_path is not None:
        yield _null_path(settings, welcome.null_path)
    size = welcome.largest
    said = _("the server takes letters up to {size:.1f} MB", size=size / 1000000)
    if 0 < size < _SMALLEST:
        mend = _("have it raised to 1 MB at least: a long digest could be refused")
        yield warning("smtp.size", said, mend)
    else:
        yield good("smtp.size", said if size else _("the server names no limit for the size of a letter"))


def _no_entry(settings: Settings, answer: Answer) -> tuple[str, str]:
    """Why the server does not let us in, after it could be reached, and the way out."""
    smtp, why = settings.smtp, answer.trouble
    if why is Trouble.TOKEN_MISSING:
        tokens = settings.tokens("smtp")
        return told((tokens.trouble if tokens else None) or TokenError(_("there is no access token")))
    if why is Trouble.LOGIN and settings.tokens("smtp"):
        return _(
            "{host} refuses the access token for {user} ({answer})",
            host=smtp.host,
            user=smtp.user,
            answer=codes(answer),
        ), _of_token(settings)
    if why is Trouble.LOGIN:
        mend = _(
            "correct smtp.user, or write the right password into {password_file}; Microsoft 365 "
            "takes a password only where SMTP AUTH is allowed for the account",
            password_file=smtp.password_file,
        )
        return _(
            "{host} refuses the login of {user} ({answer})",
            host=smtp.host,
            user=smtp.user,
            answer=codes(answer),
        ), mend
    if why is Trouble.NO_LOGIN and settings.tokens("smtp"):
        mend = _("is it the submission port (465 or 587), and does the server know OAuth 2?")
        return _(
            "{host} offers no login by XOAUTH2 or OAUTHBEARER on port {port}", host=smtp.host, port=smtp.port
        ), mend
    if why is Trouble.NO_LOGIN:
        mend = _('is it the submission port (465 or 587)? a server without login takes smtp.user = ""')
        return _(
            "{host} offers no login by PLAIN, LOGIN or CRAM-MD5 on port {port}",
            host=smtp.host,
            port=smtp.port,
        ), mend
    mend = _("try again in some minutes, and look into the log of the mail server")
    if why is Trouble.SILENT:
        said = _(
            "{host} gave no answer in time while we greeted it and logged in ({codes})",
            host=smtp.host,
            codes=codes(answer),
        )
    else:
        said = _(
            "{host} broke off while we greeted it and logged in ({codes})",
            host=smtp.host,
            codes=codes(answer),
        )
    return said, mend


def _of_token(settings: Settings) -> str:
    """Why a token may be refused, by what it says of itself."""
    user, tokens, found = settings.smtp.user, settings.tokens("smtp"), ""
    with suppress(TokenError):
        if tokens is not None:
            found = doubt(tokens.token().value, user=user, server="SMTP", now=datetime.now(UTC))
    return found or (
        _(
            "is SMTP AUTH allowed for {user} (Set-CASMailbox -SmtpClientAuthenticationDisabled "
            "$false), and has the token's owner a right to send as it?",
            user=user,
        )
    )


def _sender(settings: Settings, answer: Answer) -> Finding:
    subject, sender, user = "smtp.sender", settings.smtp.sender, settings.smtp.user
    if (answer.code or 0) // 100 == 2:
        return good(subject, _("{sender} is accepted as sender", sender=sender))
    if answer.code == 530 and not user:
        mend = _("set smtp.user, and write the password into smtp.password_file")
        return bad(
            subject,
            _("the server demands a login before it takes {sender} as sender (530)", sender=sender),
            mend,
        )
    if refuses_us(answer):
        mend = _(
            "allow {user} to send as {sender}, or correct smtp.sender",
            user=user or "this machine",
            sender=sender,
        )
        return bad(
            subject,
            _("the server refuses {sender} as sender ({answer})", sender=sender, answer=codes(answer)),
            mend,
        )
    mend = _("try again in some minutes: a 4xx is for now only")
    return bad(
        subject,
        _("the server does not take {sender} as sender now ({answer})", sender=sender, answer=codes(answer)),
        mend,
    )


def _null_path(settings: Settings, answer: Answer) -> Finding:
    subject = "smtp.null_path"
    if (answer.code or 0) // 100 == 2:
        return good(subject, _("answers can go out without a return path (MAIL FROM:<>), as RFC 3834 asks"))
    return warning(
        subject,
        _(
            "the server refuses letters without a return path ({answer}): answers go out with "
            "{sender} as theirs; bounces then come into the mailbox, and are set aside",
            answer=codes(answer),
            sender=settings.smtp.sender,
        ),
        _("nothing has to be done; if the server can allow MAIL FROM:<> for this account, let it"),
    )
