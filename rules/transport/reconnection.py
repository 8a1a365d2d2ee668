"""Reconnection: why the mailbox is out of reach, when to try again, when to tell people.

Rule 1: it is tried for ever. A server that is away costs nothing to knock at, and is
        knocked at every few seconds, so that mail waits for us no longer than that.
Rule 2: a server that refuses us is asked ever more seldom: each wrong password
        brings a lock-out nearer.
Rule 3: a server that asks for a pause gets it.
Rule 4: what only a person can mend is told at once; what may be a restart, after some minutes.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Final


class Cause(Enum):
    """Why the mailbox could not be read."""

    AWAY = "server away"
    BUSY = "server asks for a pause"
    REFUSED = "server refuses us"
    FOLDER = "a folder is missing"
    STORE = "the store cannot be written"
    DISK = "disk nearly full"
    SIGN_IN_AWAY = "who gives access tokens is away"
    SIGN_IN_REFUSED = "who gives access tokens refuses us"
    LOST = "our own probe did not arrive"

    @property
    def needs_a_person(self) -> bool:
        """Waiting does not mend it."""
        return self in {Cause.REFUSED, Cause.FOLDER, Cause.DISK, Cause.SIGN_IN_REFUSED}

    @property
    def is_of_sign_in(self) -> bool:
        """The mail server itself has nothing to do with it."""
        return self in {Cause.SIGN_IN_AWAY, Cause.SIGN_IN_REFUSED}


_FIRST: Final = dict.fromkeys(Cause, timedelta(seconds=5)) | {Cause.AWAY: timedelta(seconds=1)}
_LONGEST: Final = {
    **dict.fromkeys(Cause, timedelta(minutes=1)),
    Cause.AWAY: timedelta(seconds=8),
    **dict.fromkeys((Cause.BUSY, Cause.REFUSED, Cause.SIGN_IN_REFUSED), timedelta(minutes=15)),
}
_LONGEST_ASKED: Final = timedelta(hours=1)
_JITTER: Final = 0.25

TELL_AFTER: Final = timedelta(minutes=5)
"""How long an outage that may end by itself lasts before people are told of it."""
SMTP_PATIENCE: Final = timedelta(minutes=30)
"""How long SMTP may fail before the digest is laid into the mailbox instead."""

MANY_REFUSALS: Final = 2
"""A single refusal may be a server in the middle of its start."""

# RFC 5530's response codes, and what providers say without one.
_REFUSALS: Final = (
    *("[authenticationfailed]", "[authorizationfailed]", "[expired]", "[privacyrequired]"),
    "[contactadmin]",
)
_BUSY: Final = (
    *("[unavailable]", "[inuse]", "[limit]", "[serverbug]", "throttl", "too many", "rate limit"),
    *("backoff time", "authenticated but not connected", "temporar", "try again"),
)
_BACKOFF: Final = re.compile(r"backoff time:?\s*(\d{1,9})\s*milli", re.IGNORECASE)


def refusal(text: str, otherwise: Cause = Cause.REFUSED) -> Cause:
    """Say what a server's words at a failure mean: that it will not have us, a pause, or *otherwise*."""
    said = text.lower()
    if any(words in said for words in _REFUSALS):
        return Cause.REFUSED
    return Cause.BUSY if any(words in said for words in _BUSY) else otherwise


def asked_pause(text: str) -> timedelta | None:
    """Return the pause that a throttling server asks for (Exchange: in milliseconds); None if it does not."""
    asked = _BACKOFF.search(text)
    return min(timedelta(milliseconds=int(asked[1])), _LONGEST_ASKED) if asked else None


def pause(cause: Cause, *, failures: int, asked: timedelta | None, chance: float) -> timedelta:
    """Say how long to wait after the *failures*-th failure in a row.

    *chance*, from 0 to 1, spreads the tries of many towns; what a server asked for is a floor, up to an hour.
    """
    doubled = _FIRST[cause] * 2 ** min(max(failures, 1) - 1, 16)
    waited: timedelta = min(doubled, _LONGEST[cause]) * (1 + _JITTER * (2 * chance - 1))
    return max(waited, min(asked, _LONGEST_ASKED)) if asked else waited


def is_told(cause: Cause, *, failures: int, since: datetime, now: datetime) -> bool:
    """Whether people are to be told now of an outage that began at *since*."""
    if cause is Cause.SIGN_IN_REFUSED:  # an answer of its own, and while the last token holds, it can be told
        return True
    if cause.needs_a_person and failures >= MANY_REFUSALS:
        return True
    return now - since >= TELL_AFTER


CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""What mail may take on its way, and clocks differ, before it is said that our clock is wrong."""

_LATE_MAILS: Final = 3


def clock_error(lags: Sequence[timedelta]) -> timedelta | None:
    """Say by how much our clock is off, from how long after its arrival each mail was seen; None: not.

    *lags* are of mails seen while we were listening, the newest last. One from the future is
    proof enough. Late ones may have been moved in by hand, but then each is late in its own
    way; positive: our clock is ahead.
    """
    if lags and lags[-1] < -CLOCK_TOLERANCE:
        return lags[-1]
    last = list(lags)[-_LATE_MAILS:]
    alike = len(last) == _LATE_MAILS and max(last) - min(last) <= CLOCK_TOLERANCE
    return min(last) if alike and min(last) > CLOCK_TOLERANCE else None
