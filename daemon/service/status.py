"""How the service is, as one value: for a person, for monitoring, for the file of figures.

It is read from the books, and needs neither secrets nor network. Whether the daemon lives
is what it said of itself within the last seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import func, select, update

from daemon.books import backup, cases, disk_space, health, ledger, subscribers
from daemon.books.health import Loop, Pulse
from daemon.books.store import Store, Transaction
from daemon.books.tables import cases as cases_table
from daemon.books.tables import folders, messages, outbox, pulses
from daemon.books.told import is_spoken_of, last_digest
from daemon.configuration.calendar import calendar
from daemon.configuration.settings import Settings
from daemon.configuration.sign_in import Grant
from daemon.post.outbox import letters_waiting
from rules.calendar.cadence import digest_due
from rules.calendar.workdays import Calendar, is_working_day, next_working_day
from rules.desk.digest import AWAITED, Health, digest
from rules.transport.reconnection import SMTP_PATIENCE, TELL_AFTER, Cause, is_told

_DECEMBER: Final = 12
_FIRST_YEAR: Final = 2016


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Everything `status` tells. `since` and `version` are the living daemon's own, else None."""

    now: datetime
    since: datetime | None
    version: str | None
    service: Pulse
    mailbox: Pulse
    junk: Pulse
    sending: Pulse
    clock: Pulse
    canary: Pulse
    sign_in: Pulse
    grant: Grant | None
    last_sync_at: datetime | None
    uid: int | None
    folders: int
    hanging_since: datetime | None
    last_mail_at: datetime | None
    vanished: int
    letters: Mapping[str, int]
    in_doubt: tuple[str, ...]
    cases: Mapping[str, int]
    subscribers: Mapping[str, int]
    overdue: int
    next_digest_at: datetime | None
    unconfirmed_years: tuple[int, ...]
    copies: bool
    copied: backup.BackupResult
    free_bytes: int | None
    floor_bytes: int

    @property
    def alive(self) -> bool:
        """A daemon said within the last seconds that it lives."""
        return self.service.is_fresh(self.now)

    @property
    def connected(self) -> bool:
        """The living daemon said within the last seconds that it reads the mailbox."""
        return self.alive and self.mailbox.up and self.mailbox.is_fresh(self.now)

    @property
    def can_tell(self) -> bool:
        """Letters leave, or have failed to for so short a time that the digest is not laid in the mailbox."""
        down = self.sending.down_since
        return down is None or self.now - down < SMTP_PATIENCE

    @property
    def intake_dead(self) -> bool:
        """No mail comes in, by an outage that people are told of or by the listener's own silence."""
        down = self.mailbox.down_since
        if down is not None:
            cause = Cause[self.mailbox.cause]
            if cause is Cause.FOLDER and self.folders > 1:
                return False  # the others are read
            return is_told(cause, failures=self.mailbox.failures, since=down, now=self.now)
        return self.alive and self.silent_since is not None

    @property
    def silent_since(self) -> datetime | None:
        """Since when who reads the mailbox has said nothing, neither good nor bad, if that is too long."""
        heard = self.mailbox.alive_at or self.since
        if self.mailbox.down_since is not None or heard is None:
            return None
        return heard if self.now - heard > TELL_AFTER else None

    @property
    def well(self) -> bool:
        """What the exit code of `status` says: a daemon lives, takes mail in, and its books are whole."""
        comes_in = not self.intake_dead and self.canary.up
        return self.alive and comes_in and not self.copied.damaged and not self.full

    @property
    def full(self) -> bool:
        """There is so little room on the disk that no mail is read."""
        return self.free_bytes is not None and self.free_bytes < self.floor_bytes


def note_start(store: Store, *, version: str, now: datetime) -> None:
    """Note that the daemon of *version* starts to live *now*."""
    health.note_alive(store, [Loop.SERVICE], now=now)
    with store.begin("status.start") as tx:
        ours = update(pulses).where(pulses.c.loop == Loop.SERVICE)
        tx.connection.execute(ours.values(since=now, version=version))


def status_of(tx: Transaction, settings: Settings, *, now: datetime) -> Status:
    """Gather it all from the books of one moment."""
    days = calendar(settings, range(_FIRST_YEAR, now.year + 3))
    service = health.pulse_of(tx, Loop.SERVICE)
    since, version = _life(tx) if service.is_fresh(now) else (None, None)
    file = backup.backup_path(settings.store_url)
    return Status(
        now=now,
        since=since,
        version=version,
        service=service,
        mailbox=health.pulse_of(tx, Loop.MAILBOX),
        junk=health.pulse_of(tx, Loop.JUNK),
        sending=health.pulse_of(tx, Loop.SENDING),
        clock=health.pulse_of(tx, Loop.CLOCK),
        canary=health.pulse_of(tx, Loop.CANARY),
        sign_in=health.pulse_of(tx, Loop.SIGN_IN),
        grant=settings.grant,
        last_sync_at=_last_sync(tx, settings),
        uid=_uid(tx, settings),
        folders=len(settings.mailbox.folders),
        hanging_since=_hanging_since(tx, now),
        last_mail_at=tx.connection.execute(_LAST_MAIL).scalar(),
        vanished=ledger.vanished(tx),
        letters=_letters(tx),
        in_doubt=tuple(tx.connection.execute(_IN_DOUBT.where(is_spoken_of(now))).scalars()),
        cases={"staff": 0, "resident": 0, "closed": 0} | cases.counts(tx),
        subscribers={state.value: number for state, number in subscribers.counts(tx).items()},
        overdue=_overdue(tx, settings, days, now),
        next_digest_at=_next_digest(tx, settings, days, now),
        unconfirmed_years=_unconfirmed(settings, now),
        copies=file is not None,
        copied=backup.last_result(settings.store_url),
        free_bytes=disk_space.free(settings.store_url),
        floor_bytes=disk_space.floor(settings),
    )


def _life(tx: Transaction) -> tuple[datetime | None, str | None]:
    row = tx.connection.execute(
        select(pulses.c.since, pulses.c.version).where(pulses.c.loop == Loop.SERVICE)
    ).one()
    return row.since, row.version


def _last_sync(tx: Transaction, settings: Settings) -> datetime | None:
    """When the folder that was read longest ago was; None while one of them never was."""
    wanted = {*settings.mailbox.folders, *settings.mailbox.junk_folders}
    rows = tx.connection.execute(select(folders.c.synced_at).where(folders.c.name.in_(wanted))).scalars()
    seen = [at for at in rows if at is not None]
    return min(seen) if len(seen) == len(wanted) else None


def _uid(tx: Transaction, settings: Settings) -> int | None:
    cursor = ledger.cursor_of(tx, settings.mailbox.folders[0])
    return cursor.last_uid if cursor else None


def _hanging_since(tx: Transaction, now: datetime) -> datetime | None:
    """Since when the letter in hand has been so, if that is longer than a server takes that is well."""
    claimed = select(func.min(outbox.c.claimed_at)).where(outbox.c.state == "sending")
    at = tx.connection.execute(claimed).scalar()
    return at if at is not None and now - at > health.FRESH else None


def _letters(tx: Transaction) -> dict[str, int]:
    counted = {row.state: row.n for row in tx.connection.execute(_LETTERS)}
    in_doubt = {state: counted.get(state, 0) for state in ("failed", "unknown")}
    return {"waiting": letters_waiting(tx), **in_doubt}


def _overdue(tx: Transaction, settings: Settings, days: Calendar, now: datetime) -> int:
    """How many, as the digest of today counts them: nobody else of the books is in that number."""
    today = now.astimezone(settings.tz).date()
    made = digest(
        on=today,
        subscriptions=subscribers.standing(tx, AWAITED),
        cards=(),
        waiting=(),
        health=Health(),
        calendar=days,
        tz=settings.tz,
        town=settings.town(),
    )
    return len(made.overdue)


def _next_digest(tx: Transaction, settings: Settings, days: Calendar, now: datetime) -> datetime | None:
    """When the next digest is due; None where no calendar reaches so far."""
    at, today = settings.staff.digest_at, now.astimezone(settings.tz).date()
    last = last_digest(tx, today)
    try:
        if digest_due(now=now, tz=settings.tz, at=at, calendar=days, last=last):
            return now
        hour = datetime.combine(today, at, settings.tz)
        to_come = now < hour and last != today and is_working_day(today, days)
        on: date = today if to_come else next_working_day(today, days)
    except ValueError:
        return None
    return datetime.combine(on, at, settings.tz)


def _unconfirmed(settings: Settings, now: datetime) -> tuple[int, ...]:
    """This year and, from December on, the next one, where nobody has confirmed their holidays."""
    today = now.astimezone(settings.tz).date()
    years = {today.year} | ({today.year + 1} if today.month == _DECEMBER else set())
    return tuple(sorted(years - set(settings.calendar.confirmed_years)))


_LAST_MAIL: Final = select(func.max(messages.c.received_at))
_LETTERS: Final = select(outbox.c.state, func.count().label("n")).group_by(outbox.c.state)
_IN_DOUBT: Final = (
    select(cases_table.c.ref)
    .join(outbox, outbox.c.case_id == cases_table.c.id)
    .where(outbox.c.state.in_(["failed", "unknown"]))
    .group_by(cases_table.c.id, cases_table.c.ref)
    .order_by(cases_table.c.id)
)
