"""How the service is, as `status --json` prints it and the state file has it: one tree of plain values.

What is in it for everybody to read names nobody and no case: `public` says whether that is so.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final

from daemon.books.backup import STALE
from daemon.books.migrations import HEAD
from daemon.configuration.places import unit_of
from daemon.configuration.settings import Settings
from daemon.configuration.sign_in import SOON_DAYS
from daemon.language import Sentence
from daemon.service.ping import Ping
from daemon.service.state_file import no_daemon, other_version, restart, trouble, urgent_first
from daemon.service.status import Status
from daemon.version import VERSION

_LISTED: Final = 5
_HOURS_ARE_DAYS: Final = 48


def report(found: Status, settings: Settings, *, public: bool = False) -> dict[str, Any]:
    """Everything, for programs; instants on the town's clocks, the most urgent trouble first."""

    def at(instant: datetime | None) -> str | None:
        return instant.astimezone(settings.tz).isoformat(timespec="seconds") if instant else None

    return {
        "well": found.well,
        "daemon": {
            "alive": found.alive,
            "since": at(found.since),
            "heard_at": at(found.service.alive_at),
            "version": found.version,
        },
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
        "sign_in": _sign_in(found, at),
        "outbox": {**found.letters, "in_doubt": None if public else list(found.in_doubt)},
        "cases": {"staff": found.cases["staff"], "resident": found.cases["resident"]},
        "subscribers": dict(found.subscribers),
        "deadlines": {"overdue": found.overdue, "unconfirmed_years": list(found.unconfirmed_years)},
        "digest": {"next_at": at(found.next_digest_at)},
        "copy": {
            "made_here": found.copies,
            "made_at": at(found.copied.made_at),
            "tried_at": at(found.copied.at),
            "damaged": found.copied.damaged,
            "trouble": found.copied.trouble,
        },
        "ping": {"answered_at": None, "failures": None, "trouble": None},  # the daemon's own
        "store": {"schema": HEAD, "free_bytes": found.free_bytes},
        "troubles": troubles(found, settings, public=public),
    }


def ping_told(ping: Ping, settings: Settings) -> dict[str, Any]:
    """What became of asking `monitoring.ping_url`, as far as this daemon has."""
    at = ping.answered_at
    return {
        "answered_at": at.astimezone(settings.tz).isoformat(timespec="seconds") if at else None,
        "failures": ping.failures if settings.monitoring.ping_url else None,
        "trouble": ping.trouble if settings.monitoring.ping_url else None,
    }


def troubles(found: Status, settings: Settings, *, public: bool = False) -> list[dict[str, Any]]:
    """What is not as it should be, the most urgent first."""
    unit = unit_of(settings.path)
    of_the_service = _of_the_service(found, settings.tz, unit)
    return urgent_first([*of_the_service, *_of_the_work(found, unit, public=public)])


def _of_the_service(found: Status, tz: tzinfo, unit: str) -> Iterator[dict[str, Any]]:
    if not found.alive:
        yield no_daemon(unit)
    if found.copied.damaged:
        yield trouble(words_of_the_daemon(found.copied.trouble), urgent=True)
    yield from _of_the_mailbox(found, tz, unit)
    if found.sending.down_since is not None:
        since = _moment(found.sending.down_since, tz)
        why = found.sending.trouble
        what = Sentence("no letter goes out since {since}: {trouble}", since=since, trouble=why)
        yield trouble(what, Sentence("altabaixa check says more"), urgent=True)
    yield from _of_the_sign_in(found, tz)
    if not found.canary.up:
        what = words_of_the_daemon(found.canary.trouble)
        yield trouble(what, Sentence("altabaixa check says more"), urgent=True)
    if not found.clock.up:
        yield trouble(words_of_the_daemon(found.clock.trouble), urgent=True)
    if found.full:
        room = (found.free_bytes or 0) / 1024**2
        what = Sentence("{room:,.0f} MB are free for the books: no mail is read", room=room)
        yield trouble(what, Sentence("make room; it is read again by itself"), urgent=True)
    if found.version and found.version != VERSION:
        yield other_version(found.version, unit)
    yield from _of_the_copy(found)


def _of_the_sign_in(found: Status, tz: tzinfo) -> Iterator[dict[str, Any]]:
    if found.sign_in.down_since is not None:
        why, _comma, mend = found.sign_in.trouble.partition("; ")
        since = _moment(found.sign_in.down_since, tz)
        what = Sentence("no new access token since {since}: {why}", since=since, why=why)
        yield trouble(what, words_of_the_daemon(mend) if mend else "", urgent=True)
    today = found.now.astimezone(tz).date()
    left = found.grant.days_left(today) if found.grant else None
    if found.grant and left is not None and left <= SOON_DAYS:
        what = Sentence(
            "the client secret of oauth holds until {end} ({number} day)",
            "the client secret of oauth holds until {end} ({number} days)",
            number=left,
            end=str(found.grant.secret_expires),
        )
        mend = Sentence(
            "make a new one, write it into oauth.client_secret_file and its end into oauth.secret_expires"
        )
        yield trouble(what, mend, urgent=left < 0)


def _sign_in(found: Status, at: Callable[[datetime | None], str | None]) -> dict[str, Any] | None:
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


def _of_the_mailbox(found: Status, tz: tzinfo, unit: str) -> Iterator[dict[str, Any]]:
    down = found.mailbox.down_since
    if down is not None:
        why = found.mailbox.trouble
        what = Sentence(
            "the mailbox cannot be read since {down}: {trouble}", down=_moment(down, tz), trouble=why
        )
        yield trouble(what, urgent=found.intake_dead)
    if not found.junk.up:
        yield trouble(Sentence("a junk folder cannot be read: {trouble}", trouble=found.junk.trouble))
    if found.hanging_since is not None:
        since = _moment(found.hanging_since, tz)
        what = Sentence("the mail server has not answered for a letter since {since}", since=since)
        mend = Sentence("it is given up after ten minutes at most; altabaixa check says more")
        yield trouble(what, mend)
    if down is None and found.alive and not found.connected and found.silent_since is None:
        what = Sentence("the mailbox has not answered for half a minute, or is not reached yet")
        yield trouble(what)
    if down is None and found.alive and found.silent_since is not None:
        since = _moment(found.silent_since, tz)
        what = Sentence("nobody has looked into the mailbox since {since}", since=since)
        yield trouble(what, restart(unit), urgent=True)


def _of_the_copy(found: Status) -> Iterator[dict[str, Any]]:
    if not found.copies or found.copied.damaged:
        return
    if found.copied.trouble:
        what = Sentence("the nightly copy failed: {trouble}", trouble=found.copied.trouble)
        yield trouble(what, Sentence("then: altabaixa backup"))
    elif found.copied.made_at is None:
        what = Sentence("there is no checked copy of the books")
        yield trouble(what, Sentence("altabaixa backup makes one"))
    elif found.now - found.copied.made_at > STALE:
        yield trouble(_old(found.now - found.copied.made_at), Sentence("altabaixa backup makes one"))


def _old(past: timedelta) -> Sentence:
    hours = past // timedelta(hours=1)
    if hours < _HOURS_ARE_DAYS:
        return Sentence(
            "the last checked copy of the books is {number} hour old",
            "the last checked copy of the books is {number} hours old",
            number=hours,
        )
    return Sentence(
        "the last checked copy of the books is {number} day old",
        "the last checked copy of the books is {number} days old",
        number=hours // 24,
    )


def _of_the_work(found: Status, unit: str, *, public: bool) -> Iterator[dict[str, Any]]:
    if found.overdue:
        what = Sentence(
            "{number} deadline is overdue", "{number} deadlines are overdue", number=found.overdue
        )
        yield trouble(what, Sentence("altabaixa digest says whose"), urgent=True)
    if found.in_doubt:
        mend = Sentence("altabaixa cases show REF, and tell these people by other means")
        yield trouble(_in_doubt(found.in_doubt, public=public), mend)
    for year in found.unconfirmed_years:
        what = Sentence("nobody has confirmed the calendar of {year}", year=year)
        mend = Sentence(
            "add the local holidays of {year} and the year to [calendar], then systemctl reload {unit}",
            year=year,
            unit=unit,
        )
        yield trouble(what, mend)


def _in_doubt(cases: Sequence[str], *, public: bool) -> Sentence:
    if public:
        return Sentence(
            "letters failed, or may not have arrived, in {number} case",
            "letters failed, or may not have arrived, in {number} cases",
            number=len(cases),
        )
    return Sentence(
        "letters failed, or may not have arrived, in {number} case: {refs}",
        "letters failed, or may not have arrived, in {number} cases: {refs}",
        number=len(cases),
        refs=", ".join(cases[:_LISTED]) + ("…" if len(cases) > _LISTED else ""),
    )


def words_of_the_daemon(words: str) -> Sentence:
    """What stands in the books or the log, which is English: in another language it is a quotation."""
    return Sentence("{words}", words=words)


def _moment(instant: datetime, tz: tzinfo) -> str:
    return f"{instant.astimezone(tz):%Y-%m-%d %H:%M}"
