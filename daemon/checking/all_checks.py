"""Everything that can be tried, in the order a technician mends it: what needs no network first."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from daemon.access import reason
from daemon.checking.attachments import check_attachments
from daemon.checking.books import check_store
from daemon.checking.clock import check_clock
from daemon.checking.dates import check_calendar
from daemon.checking.files import check_files
from daemon.checking.findings import Finding, bad
from daemon.checking.letters import check_letters
from daemon.checking.mailbox import check_mailbox
from daemon.checking.ping import check_ping
from daemon.checking.second_reader import check_second_reader
from daemon.checking.sending import check_sending
from daemon.checking.sign_in import check_sign_in
from daemon.checking.trust import check_trust
from daemon.configuration.settings import Settings
from daemon.language import _


def check_all(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Try everything; each part is tried whatever the others found, and told when it is done."""
    parts: dict[str, Callable[[], Iterable[Finding]]] = {
        "config": lambda: check_files(settings),
        "clock": lambda: check_clock(settings, now=now),
        "calendar": lambda: check_calendar(settings, now=now),
        "letters": lambda: check_letters(settings, now=now),
        "attachments": lambda: [check_attachments()],
        "reader": lambda: [check_second_reader()],
        "trust": lambda: check_trust(settings),
        "store": lambda: check_store(settings),
        "oauth": lambda: check_sign_in(settings, now=now),
        "imap": lambda: check_mailbox(settings, now=now),
        "smtp": lambda: check_sending(settings),
        "ping": lambda: check_ping(settings),
    }
    for name, part in parts.items():
        try:
            yield from part()
        except OSError as error:  # a file that the system refuses is a finding too
            said = f"{error.filename or 'this machine'}: {reason(error)}"
            yield bad(f"{name}.access", said, _("run the check as root, or as the daemon's user"))
