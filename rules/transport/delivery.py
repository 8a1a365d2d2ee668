"""Delivery: what an SMTP answer means for a letter, and when it is tried again.

Rule 1: what surely did not go is tried again; what surely went never is.
Rule 2: from the first byte of the content until the server's answer nobody knows.
        A resident's letter found there is `unknown`, for staff to see; mail to staff
        goes once more under the same Message-ID, for twice is better than never.
Rule 3: a server that will not serve us at all (down, TLS, login, our own address)
        says nothing about the letter: it refuses no letter for good.
Rule 4: after five days of trying it is said that it failed.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from typing import Final


class Audience(StrEnum):
    """Whom a letter is for: it decides what doubt does to it."""

    RESIDENT = "resident"
    STAFF = "staff"


class Phase(StrEnum):
    """How far a try has come. The two `*_AGAIN` are those of the one resend that doubt allows."""

    ENVELOPE = "envelope"  # the content surely did not go
    DATA = "data"  # it may have gone
    ENVELOPE_AGAIN = "envelope-again"
    DATA_AGAIN = "data-again"

    @property
    def again(self) -> bool:
        """An earlier try may have arrived."""
        return self in {Phase.ENVELOPE_AGAIN, Phase.DATA_AGAIN}

    @property
    def entering_data(self) -> "Phase":
        """The phase to write down before the content goes."""
        return Phase.DATA_AGAIN if self.again else Phase.DATA


class Kind(StrEnum):
    """How a try ended."""

    ANSWERED = "answered"
    BROKEN = "broken"  # closed, silent, or talking nonsense
    UNREACHABLE = "unreachable"  # nobody there, or not serving us: nothing about this letter


class Trouble(Enum):
    """Why a try got no answer about the letter."""

    NO_CONNECTION = "no connection"
    CERTIFICATE = "certificate not trusted"
    NO_ENCRYPTION = "no encryption offered"
    NOT_SERVING = "not serving us"
    PASSWORD_MISSING = "password file unreadable"  # noqa: S105 - a code
    TOKEN_MISSING = "no access token"  # noqa: S105 - a code
    LOGIN = "login refused"
    NO_LOGIN = "no way to log in that we know"
    SENDER = "our address refused as sender"
    CUT_OFF = "connection cut off"
    SILENT = "no answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one try: the server's codes (`enhanced`: RFC 3463) and our `trouble`.

    `phase` is ENVELOPE or DATA; `code` is None where the server gave none. `words` are the server's own
    of a refusal, which may name people: they go to the books alone.
    """

    kind: Kind
    phase: Phase
    code: int | None = None
    enhanced: str = ""
    trouble: Trouble | None = None
    words: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """The letter waits until `at`. `again`: an earlier try may have arrived."""

    at: datetime
    again: bool = False


class Fate(Enum):
    """How a letter ends."""

    SENT = "the server took it on"
    FAILED = "refused for good, or given up"  # staff are told
    UNKNOWN = "may have arrived"  # never sent again by itself; staff are told


Verdict = Retry | Fate

GIVE_UP_AFTER: Final = timedelta(days=5)
"""How long a letter is tried, from its first try."""

_BACK_OFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240))
LONGEST_WAIT: Final = _BACK_OFF[-1]
"""No letter waits longer than so: one that is to wait longer was put off by a clock that went wrong."""

_ENHANCED: Final = re.compile(r"\d{1,3}\.\d{1,3}\.\d{1,3}(?!\S)")
_LONGEST_WORDS: Final = 300
_AFTER_4XX: Final = timedelta(minutes=5)  # a greylist wants the repeat, but not at once
_WHILE_AWAY: Final = timedelta(minutes=5)  # a server that is back must not wait for us for hours


def back_off(attempts: int) -> timedelta:
    """Say how long to wait after the *attempts*-th try; never shorter for more tries."""
    return _BACK_OFF[min(max(attempts, 1), len(_BACK_OFF)) - 1]


def judge(
    answer: Answer,
    *,
    attempts: int,
    first_try_at: datetime,
    now: datetime,
    audience: Audience,
    again: bool = False,
) -> Verdict:
    """Say what becomes of a letter after its *attempts*-th try. `again`: an earlier one is in doubt."""
    said = (answer.code or 0) // 100 if answer.kind is Kind.ANSWERED else 0
    may_have_gone = answer.phase is Phase.DATA
    if said == 5:
        return Fate.FAILED
    if said == 2 and may_have_gone:
        return Fate.SENT
    if said != 4 and may_have_gone:
        is_unknown = again or audience is Audience.RESIDENT
        return Fate.UNKNOWN if is_unknown else Retry(at=now + back_off(attempts), again=True)
    if now - first_try_at >= GIVE_UP_AFTER:
        # Given up, but the earlier try in doubt may have arrived all the same.
        return Fate.UNKNOWN if again else Fate.FAILED
    if answer.kind is Kind.ANSWERED:
        return Retry(at=now + max(back_off(attempts), _AFTER_4XX), again=again)
    if answer.kind is Kind.UNREACHABLE:
        return Retry(at=others_wait_until(attempts=attempts, now=now), again=again)
    return Retry(at=now + back_off(attempts), again=again)  # longer than the others: it may be its doing


def recovered(phase: Phase, *, audience: Audience, now: datetime) -> Verdict:
    """Say what becomes of a letter that was being sent when the daemon stopped."""
    may_have_gone = phase is phase.entering_data
    is_unknown = may_have_gone and (phase.again or audience is Audience.RESIDENT)
    return Fate.UNKNOWN if is_unknown else Retry(at=now, again=may_have_gone or phase.again)


def is_about_server(answer: Answer) -> bool:
    """Whether every other letter would fare the same.

    A server that went silent, hung up or is closing (421) would do so to the next
    letter as well, and after the dot that means one more letter in doubt.
    """
    return answer.kind is not Kind.ANSWERED or answer.code == 421


def others_wait_until(*, attempts: int, now: datetime) -> datetime:
    """Say until when letters wait after such an answer to one's *attempts*-th try."""
    return now + min(back_off(attempts), _WHILE_AWAY)


def answered(code: int, message: str, phase: Phase) -> Answer:
    """The server's own answer; of a refusal its words too, on one line, as many as say why."""
    match = _ENHANCED.match(message.lstrip())
    enhanced = match[0] if match else ""
    words = "" if code // 100 in {2, 3} else _on_one_line(f"{code} {message}")
    return Answer(kind=Kind.ANSWERED, phase=phase, code=code, enhanced=enhanced, words=words)


def _on_one_line(text: str) -> str:
    plain = "".join(char if char.isprintable() else " " for char in text[: 4 * _LONGEST_WORDS])
    line = " ".join(plain.split())
    return line if len(line) <= _LONGEST_WORDS else f"{line[: _LONGEST_WORDS - 1]}…"


def unreachable(why: Trouble, refusal: Answer | None = None) -> Answer:
    """The server does not serve us, perhaps with the *refusal* it gave."""
    given = refusal or Answer(kind=Kind.UNREACHABLE, phase=Phase.ENVELOPE)
    return replace(given, kind=Kind.UNREACHABLE, phase=Phase.ENVELOPE, trouble=why)


def refuses_us(mail: Answer) -> bool:
    """Whether this answer to MAIL refuses our address or login for good, not the letter's size."""
    return mail.code is not None and mail.code // 100 == 5 and mail.code != 552


_SENDER_STATUS: Final = frozenset({"5.1.7", "5.1.8", "5.2.252", "5.7.60"})
"""What is wrong with the sender (RFC 3463 3.2), and how Exchange says that we may not send as them."""


def refuses_sender(answer: Answer, sender: str) -> bool:
    """Whether this answer to RCPT or to the content refuses *sender* for good, as every other letter's.

    Postfix waits with it for RCPT, in these words; Exchange for the content.
    """
    is_named = f"<{sender}>: sender address rejected" in answer.words.lower()
    return (answer.code or 0) // 100 == 5 and (is_named or answer.enhanced in _SENDER_STATUS)


# The lookaheads are limits of RFC 5321 and of domains; a last label of digits alone is an IP address.
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
_DOMAIN: Final = rf"(?=.{{1,253}}\Z)(?:{_LABEL}\.)+(?![0-9]+\Z){_LABEL}"
_ADDRESS: Final = rf"(?=.{{1,254}}\Z)(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_DOMAIN}"


def mailable(address: str) -> bool:
    """Whether *address* is a plain addr-spec that goes into RCPT exactly as it stands.

    A dot-atom and a domain of letters, digits and hyphens; no quotes, comments,
    literals, controls or anything outside ASCII, and at most 254 characters.
    """
    return re.fullmatch(_ADDRESS, address) is not None


def is_domain(text: str) -> bool:
    """Whether *text* is a host name of at least two labels; an IP address is not."""
    return re.fullmatch(_DOMAIN, text) is not None
