"""The machine's clock: everything that has a date rests on it.

IMAP and SMTP tell no time of day, so what can be known is this: whether the system keeps the
clock by NTP; and whether mail lies in the mailbox that arrived, by the server's clock, in our
future. A clock that is ahead shows only when a letter makes the round trip (`check --send`).
"""

import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from daemon.checking.findings import Finding, bad, good, warning
from daemon.configuration.settings import Settings
from daemon.ports import Head
from rules.mail.mail import read_head
from rules.transport.reconnection import CLOCK_TOLERANCE

_FIRST_YEAR: Final = 2026
_LAST_YEAR: Final = 2099
_SET_IT: Final = "`timedatectl set-ntp true` keeps it right (package systemd-timesyncd or chrony)"
_SECONDS: Final = 5


def check_clock(settings: Settings, *, now: datetime) -> list[Finding]:
    """Look at the clock, its zone, and what keeps it."""
    return [_year(settings, now), *_kept()]


def _year(settings: Settings, now: datetime) -> Finding:
    local = now.astimezone(settings.tz)
    said = f"it is {local:%Y-%m-%d %H:%M} in {settings.tz.key} (UTC{local:%z})"
    if _FIRST_YEAR <= local.year <= _LAST_YEAR:
        return good("clock.now", said)
    return bad("clock.now", f"{said}, which cannot be", f"set the clock: {_SET_IT}")


def _kept() -> list[Finding]:
    """What systemd says of NTP; nothing where it is not there to be asked, as in a container."""
    program = shutil.which("timedatectl")
    if program is None:
        return []
    try:
        asked = subprocess.run(  # noqa: S603  # a fixed command of the system
            [program, "show", "--property=NTPSynchronized", "--value"],
            capture_output=True, text=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return []
    return by_ntp(asked.stdout.strip())


def by_ntp(answer: str) -> list[Finding]:
    """Say what systemd's *answer* means; any but yes or no means nothing."""
    if answer == "yes":
        return [good("clock.ntp", "the clock is kept by NTP")]
    if answer == "no":
        said = "nothing keeps the clock right: NTP is not synchronized"
        return [warning("clock.ntp", said, _SET_IT)]
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
    side = "ahead of" if error > timedelta() else "behind"
    return bad(
        "clock.mailbox",
        f"this machine's clock is {minutes} minutes {side} the mail server's",
        f"see which of the two is right; {_SET_IT}",
    )


def _delivered_at(head: Head) -> datetime:
    """The earlier of INTERNALDATE and the topmost Received; long ago where there is no such field."""
    stamp = read_head(head.block, size=head.size).value("received").rpartition(";")[2]
    try:
        received = parsedate_to_datetime(" ".join(stamp.split()))
    except (ValueError, IndexError, TypeError):
        return datetime.min.replace(tzinfo=UTC)
    aware = received if received.tzinfo else received.replace(tzinfo=UTC)
    return min(aware, head.received_at)
