"""`altabaixa status`: how the service is, the most urgent first."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final

import typer
from rich.text import Text

from daemon.books.backup import STALE
from daemon.books.migrations import HEAD
from daemon.books.read_only import open_read_only
from daemon.cli.options import AsJson, ConfigFile, Shadow, out, plain, print_json
from daemon.configuration.settings import Settings, load
from daemon.configuration.sign_in import SOON_DAYS, Grant
from daemon.counting import counted
from daemon.errors import ForbiddenError
from daemon.service.app import now
from daemon.service.shadow import shadow_url
from daemon.service.status import Status, status_of
from daemon.service.status_without_books import StatusWithoutBooks, status_without_books
from daemon.version import VERSION
from rules.books.subscription import State

_COLUMN: Final = 12
_LISTED: Final = 5
_RESTART: Final = "systemctl restart altabaixa"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that is not as it should be; `mend` is empty where the sentence has the way out itself."""

    what: str
    mend: str = ""
    urgent: bool = False


def status(as_json: AsJson = False, shadow: Shadow = False, config: ConfigFile = None) -> None:
    """Say how the service is; needs neither passwords nor network, and changes nothing.

    Users who may not read the books are told what systemd and the file of figures know.
    Exit 0 if a daemon lives, takes mail in, and the books are whole; else 1.
    """
    settings = load(config)
    try:
        with open_read_only(shadow_url(settings) if shadow else settings.store_url) as tx:
            found = status_of(tx, settings, now=now())
    except ForbiddenError as error:
        _from_outside(settings, str(error), as_json=as_json)
        return
    if as_json:
        print_json(for_programs(found, settings.tz))
    else:
        _show(found, settings.tz)
    if not found.well:
        raise typer.Exit(1)


def _from_outside(settings: Settings, why: str, *, as_json: bool) -> None:
    """What who may not read the books can be told, and *why* it is not all."""
    found = status_without_books(settings, now=now())
    if as_json:
        print_json(_outside_for_programs(found, why, settings.tz))
    else:
        out.print(Text(f"! {why}\n", style="yellow"))
        for subject, fact in _outside_facts(found, settings.tz):
            out.print(Text.assemble((f"{subject:<{_COLUMN}}", "dim"), fact))
    if not found.well:
        raise typer.Exit(1)


def _outside_for_programs(found: StatusWithoutBooks, why: str, tz: tzinfo) -> dict[str, Any]:
    """As `for_programs`, null where only the books could tell."""

    def at(name: str) -> Any:
        return plain(found.moment(name), tz)

    letters, waiting = found.counted("letters"), found.counted("cases")
    subscribers = found.counted("subscribers")
    connected = found.figure("mailbox_connected")
    return {
        "well": found.well,
        "daemon": {"alive": found.alive, "since": at("start"), "version": None},
        "mailbox": {
            "connected": None if connected is None else bool(connected),
            "last_sync_at": at("mailbox_sync"),
            "uid": None,
            "dead": found.intake_dead,
            "last_mail_at": at("last_mail"),
        },
        "outbox": {state: letters.get(state) for state in ("waiting", "failed", "unknown")},
        "cases": {state: waiting.get(state) for state in ("staff", "resident")},
        "subscribers": {state.value: subscribers.get(state) for state in State},
        "digest": {"next_at": at("next_digest")},
        "copy": {"made_at": at("copy")},
        "unit": asdict(found.unit) if found.unit else None,
        "troubles": [{"said": why, "mend": "", "urgent": False}],
    }


def _outside_facts(found: StatusWithoutBooks, tz: tzinfo) -> Iterator[tuple[str, str]]:
    alive = {
        True: "alive",
        False: "not alive",
        None: "not known: neither systemd nor a fresh file of figures tells of it",
    }
    since = found.moment("start")
    yield "program", f"altabaixa {VERSION}"
    yield "daemon", alive[found.alive] + (f" since {_moment(since, tz)}" if since else "")
    if found.unit is not None:
        yield "systemd", f"{found.unit.name}: {found.unit.status or 'says nothing'}"
    if not found.figures:
        return
    state = "no mail comes in" if found.intake_dead else "mail comes in"
    yield "mailbox", f"{state}, last read to its end {_moment(found.moment('mailbox_sync'), tz)}"
    letters, waiting = found.counted("letters"), found.counted("cases")
    yield "letters", ", ".join(f"{number} {state}" for state, number in letters.items())
    yield "cases", ", ".join(f"{number} {state}" for state, number in waiting.items())
    yield "digest", f"next {_moment(found.moment('next_digest'), tz)}"


def troubles(found: Status, tz: tzinfo) -> list[Trouble]:
    """What is not as it should be, the most urgent first."""
    return sorted([*_of_the_service(found, tz), *_of_the_work(found)], key=lambda t: not t.urgent)


def _of_the_service(found: Status, tz: tzinfo) -> Iterator[Trouble]:
    if not found.alive:
        mend = "systemctl start altabaixa (journalctl -u altabaixa says why it stopped, or cannot write)"
        yield Trouble(what="no daemon is alive", mend=mend, urgent=True)
    if found.copied.damaged:
        yield Trouble(what=found.copied.trouble, urgent=True)
    yield from _of_the_mailbox(found, tz)
    if found.sending.down_since is not None:
        since = _moment(found.sending.down_since, tz)
        what = f"no letter goes out since {since}: {found.sending.trouble}"
        yield Trouble(what=what, mend="altabaixa check says more", urgent=True)
    yield from _of_the_sign_in(found, tz)
    if not found.canary.up:
        yield Trouble(what=found.canary.trouble, mend="altabaixa check says more", urgent=True)
    if not found.clock.up:
        yield Trouble(what=found.clock.trouble, urgent=True)
    if found.full:
        what = f"{_megabytes(found.free_bytes or 0)} are free for the books: no mail is read"
        yield Trouble(what=what, mend="make room; it is read again by itself", urgent=True)
    if found.version not in {None, VERSION}:
        what = f"the daemon is of version {found.version}, this program of {VERSION}"
        yield Trouble(what=what, mend=_RESTART)
    yield from _of_the_copy(found)


def _of_the_sign_in(found: Status, tz: tzinfo) -> Iterator[Trouble]:
    if found.sign_in.down_since is not None:
        what, _, mend = found.sign_in.trouble.partition("; ")
        since = _moment(found.sign_in.down_since, tz)
        yield Trouble(what=f"no new access token since {since}: {what}", mend=mend, urgent=True)
    today = found.now.astimezone(tz).date()
    left = found.grant.days_left(today) if found.grant else None
    if found.grant and left is not None and left <= SOON_DAYS:
        what = f"the client secret of oauth holds until {found.grant.secret_expires} ({counted(left, 'day')})"
        mend = "make a new one, write it into oauth.client_secret_file and its end into oauth.secret_expires"
        yield Trouble(what=what, mend=mend, urgent=left < 0)


def _of_the_mailbox(found: Status, tz: tzinfo) -> Iterator[Trouble]:
    down = found.mailbox.down_since
    if down is not None:
        what = f"the mailbox cannot be read since {_moment(down, tz)}: {found.mailbox.trouble}"
        yield Trouble(what=what, urgent=found.intake_dead)
    if not found.junk.up:
        yield Trouble(what=f"a junk folder cannot be read: {found.junk.trouble}")
    if found.hanging_since is not None:
        what = f"the mail server has not answered for a letter since {_moment(found.hanging_since, tz)}"
        yield Trouble(what=what, mend="it is given up after ten minutes at most; altabaixa check says more")
    if down is None and found.alive and not found.connected and found.silent_since is None:
        yield Trouble(what="the mailbox has not answered for half a minute, or is not reached yet")
    if down is None and found.alive and found.silent_since is not None:
        since = _moment(found.silent_since, tz)
        yield Trouble(what=f"nobody has looked into the mailbox since {since}", mend=_RESTART, urgent=True)


def _of_the_copy(found: Status) -> Iterator[Trouble]:
    if not found.copies or found.copied.damaged:
        return
    if found.copied.trouble:
        yield Trouble(what=f"the nightly copy failed: {found.copied.trouble}", mend="then: altabaixa backup")
    elif found.copied.made_at is None:
        yield Trouble(what="there is no checked copy of the books", mend="altabaixa backup makes one")
    elif found.now - found.copied.made_at > STALE:
        what = f"the last checked copy of the books is {_age(found.now - found.copied.made_at)} old"
        yield Trouble(what=what, mend="altabaixa backup makes one")


def _of_the_work(found: Status) -> Iterator[Trouble]:
    if found.overdue:
        what = f"{counted(found.overdue, 'deadline is', 'deadlines are')} overdue"
        yield Trouble(what=what, mend="altabaixa digest says whose", urgent=True)
    if found.in_doubt:
        cases = f"{counted(len(found.in_doubt), 'case')}: {', '.join(found.in_doubt[:_LISTED])}"
        more = "…" if len(found.in_doubt) > _LISTED else ""
        mend = "altabaixa cases show REF, and tell these people by other means"
        yield Trouble(what=f"letters failed, or may not have arrived, in {cases}{more}", mend=mend)
    for year in found.unconfirmed_years:
        mend = f"add the local holidays of {year} and the year to [calendar], then systemctl reload altabaixa"
        yield Trouble(what=f"nobody has confirmed the calendar of {year}", mend=mend)


def for_programs(found: Status, tz: tzinfo) -> dict[str, Any]:
    """The same for programs; instants on the town's clocks."""

    def at(instant: datetime | None) -> Any:
        return plain(instant, tz)

    return {
        "well": found.well,
        "daemon": {"alive": found.alive, "since": at(found.since), "version": found.version},
        "mailbox": {
            "connected": found.connected,
            "last_sync_at": at(found.last_sync_at),
            "uid": found.uid,
            "dead": found.intake_dead,
            "down_since": at(found.mailbox.down_since),
            "cause": found.mailbox.cause.lower() or None,
            "trouble": found.mailbox.trouble,
            "last_mail_at": at(found.last_mail_at),
            "vanished": found.vanished,
        },
        "smtp": {"failing_since": at(found.sending.down_since), "trouble": found.sending.trouble},
        "clock": {"trouble": found.clock.trouble},
        "sign_in": _sign_in_for_programs(found, at),
        "outbox": {**found.letters, "in_doubt": list(found.in_doubt)},
        "cases": {"staff": found.cases["staff"], "resident": found.cases["resident"]},
        "subscribers": dict(found.subscribers),
        "deadlines": {"overdue": found.overdue, "unconfirmed_years": list(found.unconfirmed_years)},
        "digest": {"next_at": at(found.next_digest_at)},
        "copy": {
            "made_at": at(found.copied.made_at),
            "tried_at": at(found.copied.at),
            "damaged": found.copied.damaged,
            "trouble": found.copied.trouble,
        },
        "store": {"schema": HEAD, "free_bytes": found.free_bytes},
        "troubles": [
            {"said": trouble.what, "mend": trouble.mend, "urgent": trouble.urgent}
            for trouble in troubles(found, tz)
        ],
    }


def _sign_in_for_programs(found: Status, at: Callable[[datetime | None], Any]) -> dict[str, Any] | None:
    grant = found.grant
    if grant is None:
        return None
    return {
        "provider": grant.provider,
        "down_since": at(found.sign_in.down_since),
        "cause": found.sign_in.cause.lower() or None,
        "trouble": found.sign_in.trouble,
        "grant_renewed_at": at(grant.renewed_at),
        "secret_expires": grant.secret_expires.isoformat() if grant.secret_expires else None,
    }


def _show(found: Status, tz: tzinfo) -> None:
    all_troubles = troubles(found, tz)
    for trouble in all_troubles:
        mark, style = ("✗", "bold red") if trouble.urgent else ("!", "yellow")
        way_out = f"\n  → {trouble.mend}" if trouble.mend else ""
        out.print(Text(f"{mark} {trouble.what}{way_out}", style=style))
    if not all_troubles:
        out.print(Text("✓ all is well", style="bold green"))
    out.print()
    for subject, fact in _facts(found, tz):
        out.print(Text.assemble((f"{subject:<{_COLUMN}}", "dim"), fact))


def _facts(found: Status, tz: tzinfo) -> Iterator[tuple[str, str]]:
    yield "program", f"altabaixa {VERSION}"
    yield "daemon", _daemon(found, tz)
    yield "mailbox", _mailbox(found, tz)
    if found.grant is not None:
        yield "sign-in", _sign_in(found, found.grant, tz)
    waiting, failed, unknown = (found.letters[state] for state in ("waiting", "failed", "unknown"))
    yield "letters", f"{waiting} waiting, {failed} failed, {unknown} of unknown fate"
    staff, resident = found.cases["staff"], found.cases["resident"]
    yield "cases", f"{counted(staff, 'waits', 'wait')} for staff, {resident} for a resident"
    yield "subscribers", ", ".join(f"{found.subscribers[state]} {state}" for state in _TOLD)
    yield "digest", f"next {_moment(found.next_digest_at, tz)}"
    yield "copy", _copy(found, tz)
    free = "" if found.free_bytes is None else f", {_megabytes(found.free_bytes)} free"
    yield "store", f"schema {HEAD}{free}"


_TOLD: Final = (State.ACTIVE, State.DUE, State.CONSENTED, State.REQUESTED, State.LEAVING, State.LEFT)


def _daemon(found: Status, tz: tzinfo) -> str:
    if not found.alive:
        last = found.service.alive_at
        return f"not alive, last heard of {_moment(last, tz)}" if last else "not alive"
    return f"alive since {_moment(found.since, tz)}, version {found.version or '?'}"


def _mailbox(found: Status, tz: tzinfo) -> str:
    state = "connected" if found.connected else "not connected"
    if found.last_sync_at is None:
        return f"{state}, never read to its end"
    read = f"read to UID {found.uid or 0} at {_moment(found.last_sync_at, tz)}"
    mail = f"last mail of {_moment(found.last_mail_at, tz)}" if found.last_mail_at else "no mail yet"
    return f"{state}, {read}, {mail}, {found.vanished} vanished unread"


def _sign_in(found: Status, grant: Grant, tz: tzinfo) -> str:
    parts = [f"by {grant.provider}", "tokens are renewed" if found.sign_in.up else "tokens are NOT renewed"]
    if grant.renewed_at is not None:
        parts.append(
            f"refresh token of {_moment(grant.renewed_at, tz)} ({_age(found.now - grant.renewed_at)} old)"
        )
    if grant.secret_expires is not None:
        parts.append(f"client secret until {grant.secret_expires}")
    return ", ".join(parts)


def _copy(found: Status, tz: tzinfo) -> str:
    if not found.copies:
        return "none here: this is PostgreSQL, whose server's own backup has to take the books (pg_dump)"
    made_at = found.copied.made_at
    return f"whole, of {_moment(made_at, tz)} ({_age(found.now - made_at)} ago)" if made_at else "none"


def _age(past: timedelta) -> str:
    hours = max(int(past.total_seconds() // 3600), 0)
    return counted(hours, "hour") if hours < 48 else f"{hours // 24} days"


def _moment(instant: datetime | None, tz: tzinfo) -> str:
    return f"{instant.astimezone(tz):%Y-%m-%d %H:%M}" if instant else "never"


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:,.0f} MB"
