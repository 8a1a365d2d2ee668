"""The mailbox: the way there, the login, each folder, and what the server can do.

Nothing is changed: folders are only examined, and of messages no more than heads are read.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Final

from daemon.checking.clock import by_arrivals
from daemon.checking.connection import plain, reach
from daemon.checking.findings import Finding, bad, good, holds, warning, write_password
from daemon.checking.sign_in import told
from daemon.configuration.settings import Settings
from daemon.errors import MailboxError, SettingsError
from daemon.language import _
from daemon.mailbox.accounts import open_mailbox
from daemon.mailbox.imap import ImapMailbox
from daemon.ports import Head
from daemon.safe_text import without_secrets
from rules.transport.reconnection import Cause

_PATIENCE_SECONDS: Final = 15.0
_NEWEST: Final = 10
_MOST_NAMED: Final = 12
_UNCONNECTED: Final = "authenticated but not connected"
_NOISE: Final = re.compile(r"^select failed: | \([\d.]+ \+ [\d. +]+ secs\)\.?$")


def check_mailbox(settings: Settings, *, now: datetime | None = None) -> list[Finding]:
    """Try the mailbox as the daemon will use it. Never raises for what servers do."""
    found = reach(settings, "imap")
    if not holds(found):
        return found
    try:
        settings.require_sign_in("imap")
        mailbox = open_mailbox(settings, patience=_PATIENCE_SECONDS)
    except SettingsError as error:
        mend = write_password(settings.secret_file("imap"))
        return [*found, bad("imap.login", _("not tried: {error}", error=error), mend)]
    except MailboxError as error:
        return [*found, _no_login(settings, error)]
    with closing(mailbox):
        found += [good("imap.login", _("logged in as {user}", user=settings.mailbox.user)), _idle(mailbox)]
        found += [*_folders(settings, mailbox), *_clock(settings, mailbox, now or datetime.now(UTC))]
    return found


def _no_login(settings: Settings, error: MailboxError) -> Finding:
    subject, user, host = "imap.login", settings.mailbox.user, settings.mailbox.host
    if error.cause.is_of_sign_in:
        return bad(subject, *told(error))
    said = words(settings, error)
    if _UNCONNECTED in said:
        return bad(subject, *_unconnected(user))
    if error.cause is Cause.REFUSED and settings.tokens("imap"):
        mend = str(error).rpartition("; ")[2]
        return bad(
            subject,
            _("{host} refuses the access token for {user}: {said}", host=host, user=user, said=said),
            mend,
        )
    if error.cause is Cause.REFUSED:
        mend = _(
            "correct mailbox.user, or write the right password into {password_file}; where the "
            "account has two-factor login, it takes a password made for this program",
            password_file=settings.mailbox.password_file,
        )
        return bad(
            subject, _("{host} refuses the login of {user}: {said}", host=host, user=user, said=said), mend
        )
    mend = _("try again in some minutes: too many tries in a row make servers close the door for a while")
    return bad(
        subject, _("{host} did not finish the login of {user}: {said}", host=host, user=user, said=said), mend
    )


def _unconnected(user: str) -> tuple[str, str]:
    """Say what is behind Exchange's "User is authenticated but not connected"."""
    return (
        _(
            'the sign-in of {user} is right, but the server opens no mailbox for it ("User is '
            'authenticated but not connected")',
            user=user,
        )
    ), (
        _(
            "have the administrator allow IMAP for {user}; if it is a shared mailbox, give it a "
            "login of its own; if it happens only now and then, the server is throttling and it "
            "ends by itself",
            user=user,
        )
    )


def words(settings: Settings, error: MailboxError) -> str:
    """What the server said, on one line; should it repeat the password, that is left out."""
    said = _NOISE.sub("", plain(str(error.__cause__ or error))) or _("no reason given")
    if isinstance(error.__cause__, TimeoutError):
        said = _("no answer in time")
    if settings.tokens("imap"):
        return without_secrets(said)
    try:
        return said.replace(settings.secret("imap"), "***")
    except SettingsError:
        return said


def _idle(mailbox: ImapMailbox) -> Finding:
    if mailbox.idles:
        return good("imap.idle", _("the server tells of new mail at once (IDLE)"))
    return warning(
        "imap.idle",
        _("the server does not tell of new mail (no IDLE): the mailbox is polled instead"),
        _("nothing has to be done; answers just leave some seconds later"),
    )


def _folders(settings: Settings, mailbox: ImapMailbox) -> Iterator[Finding]:
    box = settings.mailbox
    keys = dict.fromkeys(box.folders, "mailbox.folders")
    keys |= dict.fromkeys(box.junk_folders, "mailbox.junk_folders")
    for name, key in keys.items():
        yield _folder("imap.folder", key, name, settings, mailbox)
    if box.sent_folder:
        yield _folder("imap.sent_folder", "mailbox.sent_folder", box.sent_folder, settings, mailbox)


def _folder(subject: str, key: str, name: str, settings: Settings, mailbox: ImapMailbox) -> Finding:
    try:
        mailbox.open(name)
    except MailboxError as error:
        said = words(settings, error)
    else:
        return good(subject, _("{name!r} can be opened ({key})", name=name, key=key))
    if _UNCONNECTED in said:
        return bad(subject, *_unconnected(settings.mailbox.user))
    names: list[str] = []
    with suppress(MailboxError):
        names = mailbox.folder_names()
    if not names:
        mend = _("is the mailbox there at all? the server names no folder")
    elif name in names:
        mend = _("the folder is there: has {key} a right to read it?", key=key)
    else:
        near = _nearest(name, names)
        listed = ", ".join(map(repr, names[:_MOST_NAMED])) + (", …" if len(names) > _MOST_NAMED else "")
        mend = (
            _(
                "did you mean {near!r}? the folders are {listed}: correct {key}",
                near=near,
                listed=listed,
                key=key,
            )
            if near
            else _("the folders are {listed}: correct {key}", listed=listed, key=key)
        )
    said = _("{key}: {name!r} cannot be opened: {said}", key=key, name=name, said=said)
    return bad(subject, said, mend)


def _nearest(name: str, names: Sequence[str]) -> str | None:
    """The existing folder that was probably meant, whatever its case and its place in the tree."""
    folded = {each.casefold(): each for each in names}
    last = {each.casefold().replace(".", "/").rpartition("/")[2]: each for each in names}
    wanted = name.casefold()
    close = get_close_matches(wanted, [*folded, *last], n=1)
    return ({**last, **folded})[close[0]] if close else None


def _clock(settings: Settings, mailbox: ImapMailbox, now: datetime) -> list[Finding]:
    """What the newest messages say of our clock; nothing where they cannot be read."""
    try:
        folder = mailbox.open(settings.mailbox.folders[0])
        uids = mailbox.uids(max(1, folder.uidnext - _NEWEST), folder)
        heads = [head for head in mailbox.heads(uids).values() if isinstance(head, Head)]
    except MailboxError:
        return []
    return by_arrivals(heads, now=now)
