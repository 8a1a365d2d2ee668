"""Everything that can be tried, in the order a technician mends it: what needs no network first."""

from collections.abc import Iterator
from datetime import datetime

from daemon.checking.attachments import check_attachments
from daemon.checking.books import check_store
from daemon.checking.clock import check_clock
from daemon.checking.dates import check_calendar
from daemon.checking.files import check_files
from daemon.checking.findings import Finding
from daemon.checking.letters import check_letters
from daemon.checking.mailbox import check_mailbox
from daemon.checking.sending import check_sending
from daemon.checking.trust import check_trust
from daemon.settings import Settings


def check_all(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Try everything; each part is tried whatever the others found, and told when it is done."""
    yield from check_files(settings)
    yield from check_clock(settings, now=now)
    yield from check_calendar(settings, now=now)
    yield from check_letters(settings, now=now)
    yield check_attachments()
    yield from check_trust(settings)
    yield from check_store(settings)
    yield from check_mailbox(settings, now=now)
    yield from check_sending(settings)
