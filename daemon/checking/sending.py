"""The way out: the mail server, the login, and whether it takes our address as a sender.

No letter is sent; `roundtrip` does that, on demand.
"""

import asyncio
from collections.abc import Iterator
from typing import Final

from daemon.checking.findings import Finding, bad, good, holds, warning
from daemon.checking.wire import PATIENCE, reach
from daemon.configuration.settings import Settings
from daemon.errors import SettingsError
from daemon.mailbox.accounts import mailer
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
    if settings.smtp.user:
        try:
            settings.secret("smtp")
        except SettingsError as error:
            mend = "write the password into that file, alone on one line, and chmod 600 it"
            return [*found, bad("smtp.login", f"not tried: {error}", mend)]
    return [*found, *_received(settings, asyncio.run(open_mailer(settings).knock()))]


def open_mailer(settings: Settings) -> SmtpMailer:
    """The daemon's way out, with the patience of somebody at a terminal."""
    return mailer(settings, timeouts=_TIMEOUTS)


def _received(settings: Settings, welcome: Welcome) -> Iterator[Finding]:
    """What came of each step, as far as it went."""
    user = settings.smtp.user
    if welcome.entry.kind is not Kind.ANSWERED:
        yield no_entry(settings, welcome.entry)
        return
    yield good("smtp.login", f"logged in as {user}" if user else "no login is configured (smtp.user)")
    if welcome.sender is not None:
        yield _sender(settings, welcome.sender)
    if welcome.null_path is not None:
        yield _null_path(settings, welcome.null_path)
    yield _largest(welcome.largest)


def no_entry(settings: Settings, answer: Answer) -> Finding:
    """Say why the server does not let us in, after it could be reached."""
    user, host = settings.smtp.user, settings.smtp.host
    if answer.text.startswith(Trouble.LOGIN):
        return bad(
            "smtp.login",
            f"{host} refuses the login of {user} ({codes(answer)})",
            f"correct smtp.user, or write the right password into {settings.smtp.password_file}; "
            "Microsoft 365 takes a password only where SMTP AUTH is allowed for the account",
        )
    if answer.text.startswith(Trouble.NO_LOGIN):
        return bad(
            "smtp.login",
            f"{host} offers no login by PLAIN, LOGIN or CRAM-MD5 on port {settings.smtp.port}",
            'is it the submission port (465 or 587)? a server without login takes smtp.user = ""',
        )
    said = "gave no answer in time" if answer.text.startswith(Trouble.SILENT) else "broke off"
    return bad(
        "smtp.login",
        f"{host} {said} while we greeted it and logged in ({codes(answer)})",
        "try again in some minutes, and look into the log of the mail server",
    )


def codes(answer: Answer) -> str:
    """The server's own numbers: its words are told in Catalan elsewhere, and may name people."""
    if answer.code is None:
        return "no answer"
    number, _, enhanced = answer.text.rpartition("(")[2].partition(":")[0].partition(" ")
    return f"{number} {enhanced}".strip() if number == str(answer.code) else str(answer.code)


def _sender(settings: Settings, answer: Answer) -> Finding:
    sender, user = settings.smtp.sender, settings.smtp.user
    if answer.code is not None and answer.code // 100 == 2:
        return good("smtp.sender", f"{sender} is accepted as sender")
    if answer.code == 530 and not user:
        return bad(
            "smtp.sender",
            f"the server demands a login before it takes {sender} as sender (530)",
            "set smtp.user, and write the password into smtp.password_file",
        )
    if refuses_us(answer):
        mend = f"allow {user or 'this machine'} to send as {sender}, or correct smtp.sender"
        return bad("smtp.sender", f"the server refuses {sender} as sender ({codes(answer)})", mend)
    return bad(
        "smtp.sender",
        f"the server does not take {sender} as sender now ({codes(answer)})",
        "try again in some minutes: a 4xx is for now only",
    )


def _null_path(settings: Settings, answer: Answer) -> Finding:
    if answer.code is not None and answer.code // 100 == 2:
        return good(
            "smtp.null_path", "answers can go out without a return path (MAIL FROM:<>), as RFC 3834 asks"
        )
    return warning(
        "smtp.null_path",
        f"the server refuses letters without a return path ({codes(answer)}): "
        f"answers go out with {settings.smtp.sender} as theirs; bounces then come into the mailbox, "
        "and are set aside",
        "nothing has to be done; if the server can allow MAIL FROM:<> for this account, let it",
    )


def _largest(size: int) -> Finding:
    if size == 0:
        return good("smtp.size", "the server names no limit for the size of a letter")
    said = f"the server takes letters up to {size / 1_000_000:.1f} MB"
    if size >= _SMALLEST:
        return good("smtp.size", said)
    return warning("smtp.size", said, "have it raised to 1 MB at least: a long digest could be refused")
