"""The scene: which mail comes when, who is on the list before, and the configuration that holds.

The demo's own story happens at one fixed moment, so that it is the same on every day; somebody's
own mail is handled now. Either way each message arrives when its Date says, never in the future.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from daemon.configuration.setcases import SETCASES
from daemon.configuration.settings import Settings
from daemon.demo.servers import LOOPBACK, USER, PostOffice
from daemon.errors import AltabaixaError
from daemon.mailbox.explain import messages
from daemon.setup.template import toml
from rules.mail.mail import read_head

MOMENT: Final = datetime(2026, 5, 11, 8, 30, tzinfo=ZoneInfo("Europe/Madrid"))
"""When the demo's own story is told: a Monday after a local holiday, an hour after the digest's."""

PASSWORD_FILE: Final = "imap-password"  # noqa: S105  # the name of a file

_HERE: Final = Path(__file__).parent
_ROSTER: Final = "residents.csv"
_HEAD_BYTES: Final = 64 * 1024
_LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=ZoneInfo("UTC"))
_KEPT: Final = {"town_hall", "calendar", "staff", "registry", "trust", "replies"}


class Message(NamedTuple):
    """One message and when it arrived."""

    raw: bytes
    arrived_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What the service will find: its mail in the order of arrival, and the list before the first of it.

    `about_the_clock` is to be said after the moment at which it all happens.
    """

    mail: tuple[Message, ...]
    roster: Path
    clock: Callable[[], datetime]
    about_the_clock: str = ""

    @property
    def opened_at(self) -> datetime:
        """The moment before the first mail: when the list was as the roster says."""
        return self.mail[0].arrived_at - timedelta(minutes=1)


def own_scene(settings: Settings) -> Scene:
    """The demo's own ten mails and its residents; their senders are those whom *settings* trust."""
    raws = _contents(_HERE / "mails")
    readdressed = _Readdressing(settings)
    mail = _by_arrival((readdressed.of(raw) for raw in raws), now=MOMENT)
    return Scene(
        mail=mail,
        roster=_HERE / _ROSTER,
        clock=lambda: MOMENT,
        about_the_clock=" (a fixed moment: the same story every day)",
    )


def somebodys_scene(folder: Path, clock: Callable[[], datetime]) -> Scene:
    """The .eml files in *folder*; its residents.csv is the list, else the demo's own.

    AltabaixaError where there is none, or one that cannot be read.
    """
    mail = _by_arrival(_contents(folder), now=clock())
    theirs = folder / _ROSTER
    return Scene(mail=mail, roster=theirs if theirs.exists() else _HERE / _ROSTER, clock=clock)


def configuration(settings: Settings, office: PostOffice) -> str:
    """The TOML file of the demo's service: the town of *settings*, and every server an embedded one."""
    tables = settings.model_dump(by_alias=True, include=_KEPT)
    at = {"host": LOOPBACK, "tls": "none"}
    tables["mailbox"] = at | {
        "port": office.imap_port,
        "user": USER,
        "password_file": PASSWORD_FILE,
        "addresses": sorted(settings.addresses),
        "since": "all",
    }
    tables["smtp"] = at | {"port": office.smtp_port, "sender": settings.smtp.sender}
    tables["store"] = {"url": "sqlite:///books.db"}
    return "\n".join(
        f"[{name}]\n" + "".join(f"{key} = {toml(value)}\n" for key, value in table.items())
        for name, table in tables.items()
    )


def _contents(folder: Path) -> list[bytes]:
    if not folder.is_dir():
        msg = f"{folder} is no folder: --mail wants one that holds .eml files"
        raise AltabaixaError(msg)
    found = list(messages([folder]))
    for file, content in found:
        if isinstance(content, OSError):
            msg = f"{file}: cannot be read: {content.strerror or content}"
            raise AltabaixaError(msg)
    if not found:
        msg = f"there is no .eml file in {folder}: save a message there as .eml, or leave --mail out"
        raise AltabaixaError(msg)
    return [content for _, content in found if isinstance(content, bytes)]


def _by_arrival(raws: Iterable[bytes], *, now: datetime) -> tuple[Message, ...]:
    mail = (Message(raw=raw, arrived_at=_arrival(raw, now=now)) for raw in raws)
    return tuple(sorted(mail, key=lambda message: message.arrived_at))


def _arrival(raw: bytes, *, now: datetime) -> datetime:
    said = read_head(raw[:_HEAD_BYTES], size=len(raw)).value("date")
    try:
        at = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError, IndexError):
        return now
    at = at if at.tzinfo else at.replace(tzinfo=now.tzinfo)
    return at if _LONG_AGO < at <= now else now


class _Readdressing:
    """Puts the addresses that a configuration trusts in place of those in the demo's mails."""

    def __init__(self, settings: Settings) -> None:
        registry, staff = settings.registry.senders, settings.staff.orders_from
        pairs = [
            (SETCASES["smtp"]["sender"], settings.smtp.sender),
            *_swaps(SETCASES["registry"]["senders"], registry),
            *_swaps(SETCASES["staff"]["orders_from"], staff),
            *zip(SETCASES["trust"]["authserv_ids"], settings.trust.authserv_ids, strict=False),
        ]
        self._swaps = {old.encode(): new.encode() for old, new in pairs}
        longest_first = sorted(self._swaps, key=len, reverse=True)
        self._old = re.compile(b"|".join(map(re.escape, longest_first)))

    def of(self, raw: bytes) -> bytes:
        """The message *raw* as this town would get it."""
        return self._old.sub(lambda found: self._swaps[found[0]], raw)


def _swaps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The first address of each, and how their domains stand in an authentication result."""
    for address, other in zip(old[:1], new[:1], strict=False):
        yield address, other
        for key in ("header.d=", "header.from="):
            yield key + address.partition("@")[2], key + other.partition("@")[2]
