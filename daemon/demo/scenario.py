"""The scenario: which mail comes when, who is on the list before, and the configuration that holds.

The demo's own mails are handled at one fixed moment, so that each run is the same; somebody's
own mail is handled now. Either way each message arrives when its Date says, never in the future.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
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
from daemon.language import _, plural
from daemon.mailbox.saved import messages
from daemon.setup.template import toml
from rules.mail.headers import moment_in
from rules.mail.mail import read_head

MOMENT: Final = datetime(2026, 5, 11, 8, 30, tzinfo=ZoneInfo("Europe/Madrid"))
"""When the demo's own mails are handled: a Monday after a local holiday, an hour after the digest's."""

_HERE: Final = Path(__file__).parent
_ROSTER: Final = "residents.csv"
_NAMED: Final = 5
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

    `about_the_clock` is to be said after the moment at which it all happens, `left_out` of what was no mail
    or could not be read.
    """

    mail: tuple[Message, ...]
    roster: Path
    clock: Callable[[], datetime]
    about_the_clock: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def opened_at(self) -> datetime:
        """The moment before the first mail: when the list was as the roster says."""
        return self.mail[0].arrived_at - timedelta(minutes=1)


def built_in_scenario(settings: Settings) -> Scenario:
    """The demo's own ten mails and its residents; their senders are those whom *settings* trust."""
    swaps = dict(_swaps(settings))
    old = re.compile(b"|".join(map(re.escape, sorted(swaps, key=len, reverse=True))))
    mails = (mail.read_bytes() for mail in sorted((_HERE / "mails").iterdir()))
    raws = (old.sub(lambda found: swaps[found[0]], raw) for raw in mails)
    return Scenario(
        mail=_by_arrival(raws, now=MOMENT),
        roster=_HERE / _ROSTER,
        clock=lambda: MOMENT,
        about_the_clock=_(" (a fixed moment: the same story every day)"),
    )


def scenario_from(path: Path, clock: Callable[[], datetime]) -> Scenario:
    """The mail saved in *path*; the residents.csv in that folder is the list, else the demo's own.

    AltabaixaError where there is no mail that can be read.
    """
    raws, no_mail, unreadable = list[bytes](), list[str](), list[str]()
    for name, content in messages([path]):
        if isinstance(content, bytes):
            raws.append(content)
        elif content is not None:
            unreadable.append(_("{name} cannot be read: {why}.", name=name, why=reason(content)))
        elif Path(name).name != _ROSTER:
            no_mail.append(Path(name).name)
    if not raws:
        why = "".join(f"{each} " for each in unreadable)
        none = _(
            "there is no mail to read in {path}: save some there as .eml, mbox or Maildir, "
            "or leave --mail out",
            path=path,
        )
        raise AltabaixaError(f"{why}{none}")
    theirs = path / _ROSTER
    return Scenario(
        mail=_by_arrival(raws, now=clock()),
        roster=theirs if theirs.exists() else _HERE / _ROSTER,
        clock=clock,
        left_out=(*unreadable, *_named(no_mail)),
    )


def _named(no_mail: Sequence[str]) -> Iterator[str]:
    if no_mail:
        names, more = ", ".join(no_mail[:_NAMED]), len(no_mail) - _NAMED
        yield (
            plural(
                "Left out, for it is neither .eml nor mbox nor Maildir: {names} and {number} more.",
                "Left out, for it is neither .eml nor mbox nor Maildir: {names} and {number} more.",
                more,
                names=names,
            )
            if more > 0
            else _("Left out, for it is neither .eml nor mbox nor Maildir: {names}.", names=names)
        )


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
