"""The scenario: which mail comes when, who is on the list before, and the configuration that holds.

The demo's own mails are handled at one fixed moment, so that each run is the same; somebody's
own mail is handled now. Either way each message arrives when its Date says, never in the future.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from daemon.access import reason
from daemon.configuration.default_town import DEFAULT_TOWN
from daemon.configuration.settings import Settings
from daemon.demo.servers import LOOPBACK, USER, PostOffice
from daemon.errors import AltabaixaError
from daemon.language import _
from daemon.mailbox.explain import messages
from daemon.setup.template import toml
from rules.mail.headers import moment_in
from rules.mail.mail import read_head

MOMENT: Final = datetime(2026, 5, 11, 8, 30, tzinfo=ZoneInfo("Europe/Madrid"))
"""When the demo's own mails are handled: a Monday after a local holiday, an hour after the digest's."""

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
class Scenario:
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


def built_in_scenario(settings: Settings) -> Scenario:
    """The demo's own ten mails and its residents; their senders are those whom *settings* trust."""
    swaps = dict(_swaps(settings))
    old = re.compile(b"|".join(map(re.escape, sorted(swaps, key=len, reverse=True))))
    raws = (old.sub(lambda found: swaps[found[0]], raw) for raw in _contents(_HERE / "mails"))
    return Scenario(
        mail=_by_arrival(raws, now=MOMENT),
        roster=_HERE / _ROSTER,
        clock=lambda: MOMENT,
        about_the_clock=_(" (a fixed moment: the same story every day)"),
    )


def scenario_from(folder: Path, clock: Callable[[], datetime]) -> Scenario:
    """The .eml files in *folder*; its residents.csv is the list, else the demo's own.

    AltabaixaError where there is none, or one that cannot be read.
    """
    mail = _by_arrival(_contents(folder), now=clock())
    theirs = folder / _ROSTER
    return Scenario(mail=mail, roster=theirs if theirs.exists() else _HERE / _ROSTER, clock=clock)


def configuration(settings: Settings, office: PostOffice) -> str:
    """The TOML file of the demo's service: the town of *settings*, and every server an embedded one."""
    tables = settings.model_dump(by_alias=True, include=_KEPT)
    at = {"host": LOOPBACK, "tls": "none"}
    tables["mailbox"] = at | {
        "port": office.imap_port,
        "user": USER,
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
        raise AltabaixaError(
            _("{folder} is no folder: --mail wants one that holds .eml files", folder=folder)
        )
    contents = []
    for file, content in messages([folder]):
        if isinstance(content, OSError):
            raise AltabaixaError(_("{file}: cannot be read: {why}", file=file, why=reason(content)))
        contents.append(content)
    if not contents:
        raise AltabaixaError(
            _(
                "there is no .eml file in {folder}: save a message there as .eml, or leave --mail out",
                folder=folder,
            )
        )
    return contents


def _by_arrival(raws: Iterable[bytes], *, now: datetime) -> tuple[Message, ...]:
    mail = (Message(raw=raw, arrived_at=_arrival(raw, now=now)) for raw in raws)
    return tuple(sorted(mail, key=lambda message: message.arrived_at))


def _arrival(raw: bytes, *, now: datetime) -> datetime:
    at = moment_in(read_head(raw[:_HEAD_BYTES], size=len(raw)).value("date")) or now
    at = at if at.tzinfo else at.replace(tzinfo=now.tzinfo)
    return at if _LONG_AGO < at <= now else now


def _swaps(settings: Settings) -> Iterator[tuple[bytes, bytes]]:
    """Each address in the demo's mails, and the one that the configuration trusts in its place."""
    yield DEFAULT_TOWN["smtp"]["sender"].encode(), settings.smtp.sender.encode()
    for old, new in zip(DEFAULT_TOWN["trust"]["authserv_ids"], settings.trust.authserv_ids, strict=False):
        yield old.encode(), new.encode()
    senders = zip(DEFAULT_TOWN["registry"]["senders"][:1], settings.registry.senders, strict=False)
    staff = zip(DEFAULT_TOWN["staff"]["orders_from"][:1], settings.staff.orders_from, strict=False)
    for old, new in (*senders, *staff):
        yield old.encode(), new.encode()
        for key in ("header.d=", "header.from="):  # as their domains stand in an authentication result
            yield (key + old.partition("@")[2]).encode(), (key + new.partition("@")[2]).encode()
