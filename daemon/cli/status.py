"""`altabaixa status`: how the service is, the most urgent first."""

from collections.abc import Iterator
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
from daemon.errors import ForbiddenError
from daemon.language import _, code, plural
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
        True: _("alive"),
        False: _("not alive"),
        None: _("not known: neither systemd nor a fresh file of figures tells of it"),
    }
    state, since = alive[found.alive], found.moment("start")
    yield _("program"), f"altabaixa {VERSION}"
    yield _("daemon"), _("{state} since {since}", state=state, since=_moment(since, tz)) if since else state
    if found.unit is not None:
        yield "systemd", f"{found.unit.name}: {found.unit.status or _('says nothing')}"
    if not found.figures:
        return
    state, read = _intake(dead=found.intake_dead), _moment(found.moment("mailbox_sync"), tz)
    yield _("mailbox"), _("{state}, last read to its end {read}", state=state, read=read)
    letters, waiting = found.counted("letters"), found.counted("cases")
    yield _("letters"), ", ".join(f"{number} {code(state)}" for state, number in letters.items())
    yield _("cases"), ", ".join(f"{number} {code(state)}" for state, number in waiting.items())
    yield _("digest"), _("next {at}", at=_moment(found.moment("next_digest"), tz))


def _intake(*, dead: bool | None) -> str:
    return _("no mail comes in") if dead else _("mail comes in")


def troubles(found: Status, tz: tzinfo) -> list[Trouble]:
    """What is not as it should be, the most urgent first."""
    return sorted([*_of_the_service(found, tz), *_of_the_work(found)], key=lambda t: not t.urgent)


def _of_the_service(found: Status, tz: tzinfo) -> Iterator[Trouble]:
    if not found.alive:
        mend = _("systemctl start altabaixa (journalctl -u altabaixa says why it stopped, or cannot write)")
        yield Trouble(what=_("no daemon is alive"), mend=mend, urgent=True)
    if found.copied.damaged:
        yield Trouble(what=found.copied.trouble, urgent=True)
    yield from _of_the_mailbox(found, tz)
    if found.sending.down_since is not None:
        since = _moment(found.sending.down_since, tz)
        trouble = found.sending.trouble
        what = _("no letter goes out since {since}: {trouble}", since=since, trouble=trouble)
        yield Trouble(what=what, mend=_("altabaixa check says more"), urgent=True)
    if not found.canary.up:
        yield Trouble(what=found.canary.trouble, mend=_("altabaixa check says more"), urgent=True)
    if not found.clock.up:
        yield Trouble(what=found.clock.trouble, urgent=True)
    if found.full:
        what = _(
            "{room} are free for the books: no mail is read",
            room=_megabytes(found.free_bytes or 0),
        )
        yield Trouble(what=what, mend=_("make room; it is read again by itself"), urgent=True)
    if found.version not in {None, VERSION}:
        what = _(
            "the daemon is of version {theirs}, this program of {ours}", theirs=found.version, ours=VERSION
        )
        yield Trouble(what=what, mend=_RESTART)
    yield from _of_the_copy(found)


def _of_the_mailbox(found: Status, tz: tzinfo) -> Iterator[Trouble]:
    down = found.mailbox.down_since
    if down is not None:
        what = _(
            "the mailbox cannot be read since {down}: {trouble}",
            down=_moment(down, tz),
            trouble=found.mailbox.trouble,
        )
        yield Trouble(what=what, urgent=found.intake_dead)
    if not found.junk.up:
        yield Trouble(what=_("a junk folder cannot be read: {trouble}", trouble=found.junk.trouble))
    if found.hanging_since is not None:
        what = _(
            "the mail server has not answered for a letter since {hanging_since}",
            hanging_since=_moment(found.hanging_since, tz),
        )
        yield Trouble(
            what=what, mend=_("it is given up after ten minutes at most; altabaixa check says more")
        )
    if down is None and found.alive and not found.connected and found.silent_since is None:
        yield Trouble(what=_("the mailbox has not answered for half a minute, or is not reached yet"))
    if down is None and found.alive and found.silent_since is not None:
        since = _moment(found.silent_since, tz)
        yield Trouble(
            what=_("nobody has looked into the mailbox since {since}", since=since),
            mend=_RESTART,
            urgent=True,
        )


def _of_the_copy(found: Status) -> Iterator[Trouble]:
    if not found.copies or found.copied.damaged:
        return
    if found.copied.trouble:
        yield Trouble(
            what=_("the nightly copy failed: {trouble}", trouble=found.copied.trouble),
            mend=_("then: altabaixa backup"),
        )
    elif found.copied.made_at is None:
        yield Trouble(what=_("there is no checked copy of the books"), mend=_("altabaixa backup makes one"))
    elif found.now - found.copied.made_at > STALE:
        what = _(
            "the last checked copy of the books is {age} old", age=_age(found.now - found.copied.made_at)
        )
        yield Trouble(what=what, mend=_("altabaixa backup makes one"))


def _of_the_work(found: Status) -> Iterator[Trouble]:
    if found.overdue:
        what = plural("{number} deadline is overdue", "{number} deadlines are overdue", found.overdue)
        yield Trouble(what=what, mend=_("altabaixa digest says whose"), urgent=True)
    if found.in_doubt:
        refs = ", ".join(found.in_doubt[:_LISTED]) + ("…" if len(found.in_doubt) > _LISTED else "")
        what = plural(
            "letters failed, or may not have arrived, in {number} case: {refs}",
            "letters failed, or may not have arrived, in {number} cases: {refs}",
            len(found.in_doubt),
            refs=refs,
        )
        mend = _("altabaixa cases show REF, and tell these people by other means")
        yield Trouble(what=what, mend=mend)
    for year in found.unconfirmed_years:
        mend = _(
            "add the local holidays of {year} and the year to [calendar], then systemctl reload altabaixa",
            year=year,
        )
        yield Trouble(what=_("nobody has confirmed the calendar of {year}", year=year), mend=mend)


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


def _show(found: Status, tz: tzinfo) -> None:
    all_troubles = troubles(found, tz)
    for trouble in all_troubles:
        mark, style = ("✗", "bold red") if trouble.urgent else ("!", "yellow")
        way_out = f"\n  → {trouble.mend}" if trouble.mend else ""
        out.print(Text(f"{mark} {trouble.what}{way_out}", style=style))
    if not all_troubles:
        out.print(Text(_("✓ all is well"), style="bold green"))
    out.print()
    for subject, fact in _facts(found, tz):
        out.print(Text.assemble((f"{subject:<{_COLUMN}}", "dim"), fact))


def _facts(found: Status, tz: tzinfo) -> Iterator[tuple[str, str]]:
    yield _("program"), f"altabaixa {VERSION}"
    yield _("daemon"), _daemon(found, tz)
    yield _("mailbox"), _mailbox(found, tz)
    letters = {state: found.letters[state] for state in ("waiting", "failed", "unknown")}
    yield _("letters"), _("{waiting} waiting, {failed} failed, {unknown} of unknown fate", **letters)
    staff, resident = found.cases["staff"], found.cases["resident"]
    yield (
        _("cases"),
        plural(
            "{number} waits for staff, {resident} for a resident",
            "{number} wait for staff, {resident} for a resident",
            staff,
            resident=resident,
        ),
    )
    yield _("subscribers"), ", ".join(f"{found.subscribers[state]} {code(state)}" for state in _TOLD)
    yield _("digest"), _("next {at}", at=_moment(found.next_digest_at, tz))
    yield _("copy"), _copy(found, tz)
    yield _("store"), _store(found.free_bytes)


def _store(free: int | None) -> str:
    if free is None:
        return _("schema {head}", head=HEAD)
    return _("schema {head}, {free} free", head=HEAD, free=_megabytes(free))


_TOLD: Final = (State.ACTIVE, State.DUE, State.CONSENTED, State.REQUESTED, State.LEAVING, State.LEFT)


def _daemon(found: Status, tz: tzinfo) -> str:
    if not found.alive:
        last = found.service.alive_at
        return _("not alive, last heard of {last}", last=_moment(last, tz)) if last else _("not alive")
    since = _moment(found.since, tz)
    return _("alive since {since}, version {version}", since=since, version=found.version or "?")


def _mailbox(found: Status, tz: tzinfo) -> str:
    state = _("connected") if found.connected else _("not connected")
    if found.last_sync_at is None:
        return _("{state}, never read to its end", state=state)
    last = found.last_mail_at
    mail = _("last mail of {at}", at=_moment(last, tz)) if last else _("no mail yet")
    return _(
        "{state}, read to UID {uid} at {at}, {mail}, {vanished} vanished unread",
        state=state,
        uid=found.uid or 0,
        at=_moment(found.last_sync_at, tz),
        mail=mail,
        vanished=found.vanished,
    )


def _copy(found: Status, tz: tzinfo) -> str:
    if not found.copies:
        return _("none here: this is PostgreSQL, whose server's own backup has to take the books (pg_dump)")
    made_at = found.copied.made_at
    return (
        _("whole, of {made_at} ({age} ago)", made_at=_moment(made_at, tz), age=_age(found.now - made_at))
        if made_at
        else _("none")
    )


def _age(past: timedelta) -> str:
    hours = max(int(past.total_seconds() // 3600), 0)
    if hours < 48:
        return plural("{number} hour", "{number} hours", hours)
    return plural("{number} day", "{number} days", hours // 24)


def _moment(instant: datetime | None, tz: tzinfo) -> str:
    return f"{instant.astimezone(tz):%Y-%m-%d %H:%M}" if instant else _("never")


def _megabytes(size: int) -> str:
    return _("{size:,.0f} MB", size=size / 1024**2)
