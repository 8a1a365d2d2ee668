"""The machine's clock: everything that has a date rests on it.

IMAP and SMTP tell no time of day, so what can be known is this: whether the system keeps the
clock by NTP; and whether mail lies in the mailbox that arrived, by the server's clock, in our
future. A clock that is ahead shows only when a letter makes the round trip (`check --send`).
"""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from daemon.checking.findings import Finding, bad, good, warning
from daemon.configuration.settings import Settings
from daemon.language import _, later, plural
from daemon.ports import Head
from rules.mail.headers import moment_in
from rules.mail.mail import read_head
from rules.transport.reconnection import CLOCK_TOLERANCE

_YEARS: Final = range(2026, 2100)
_SET_IT: Final = later("`timedatectl set-ntp true` keeps it right (package systemd-timesyncd or chrony)")
_SECONDS: Final = 5


def check_clock(settings: Settings, *, now: datetime) -> Iterator[Finding]:
    """Look at the clock, its zone, and what keeps it."""
    local = now.astimezone(settings.tz)
    zone = settings.tz.key
    if local.year in _YEARS:
        said = _("it is {local:%Y-%m-%d %H:%M} in {zone} (UTC{local:%z})", local=local, zone=zone)
        yield good("clock.now", said)
    else:
        said = _(
            "it is {local:%Y-%m-%d %H:%M} in {zone} (UTC{local:%z}), which cannot be", local=local, zone=zone
        )
        yield bad("clock.now", said, _("set the clock: {way}", way=_(_SET_IT)))
    program = shutil.which("timedatectl")
    if program is None:  # as in a container
        return
    with suppress(OSError, subprocess.TimeoutExpired):
        asked = subprocess.run(  # noqa: S603  # a fixed command of the system
            [program, "show", "--property=NTPSynchronized", "--value"],
            capture_output=True, text=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
        yield from by_ntp(asked.stdout.strip())


def by_ntp(answer: str) -> list[Finding]:
    """Say what systemd's *answer* means; any but yes or no means nothing."""
    if answer == "yes":
        return [good("clock.ntp", _("the clock is kept by NTP"))]
    if answer == "no":
        said = _("nothing keeps the clock right: NTP is not synchronized")
        return [warning("clock.ntp", said, _(_SET_IT))]
    return []


def by_arrivals(heads: Sequence[Head], *, now: datetime) -> list[Finding]:
    """Name a clock that is behind the mail server's: messages arrived in our future.

    INTERNALDATE alone proves nothing, for programs that file a message choose it; so the
    server's own topmost Received must say the same. An old message says nothing at all.
    """
    latest = max(map(_delivered_at, heads), default=now)
    if latest <= now + CLOCK_TOLERANCE:
        return []
    return [off(now - latest)]


def off(error: timedelta) -> Finding:
    """Name a clock that is off the mail server's by *error*; positive: ours is ahead."""
    minutes = round(abs(error).total_seconds() / 60)
    said = (
        plural(
            "this machine's clock is {number} minute ahead of the mail server's",
            "this machine's clock is {number} minutes ahead of the mail server's",
            minutes,
        )
        if error > timedelta()
        else plural(
            "this machine's clock is {number} minute behind the mail server's",
            "this machine's clock is {number} minutes behind the mail server's",
            minutes,
        )
    )
    return bad("clock.mailbox", said, _("see which of the two is right; {way}", way=_(_SET_IT)))


def _delivered_at(head: Head) -> datetime:
    """The earlier of INTERNALDATE and the topmost Received; long ago where there is no such field."""
    stamp = read_head(head.block, size=head.size).value("received").rpartition(";")[2]
    received = moment_in(" ".join(stamp.split()))
    if received is None:
        return datetime.min.replace(tzinfo=UTC)
    return min(received if received.tzinfo else received.replace(tzinfo=UTC), head.received_at)
