"""`run --shadow`: the whole service on a copy of the books, of which nothing comes out but a daily report.

The town's store is only read, once, for the copy; the mailbox is only looked at; of the
letters that are written none leaves but those to the technician. So what is
reported is what the service would have done, for it is what the service did.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import structlog
from sqlalchemy import Select, Table, false, func, make_url, select

from daemon.books.read_only import open_read_only
from daemon.books.store import Store, Transaction
from daemon.books.tables import cases, contents, messages, metadata, outbox, pulses
from daemon.books.tables import digests as digest_rows
from daemon.configuration.settings import Settings
from daemon.desk.digests import Digests
from daemon.errors import SettingsError
from daemon.language import _
from daemon.letters import for_staff
from daemon.letters.headline import headline
from daemon.letters.sentences import in_catalan
from daemon.letters.shadow_report import ObservedMail
from daemon.post.drafting import alike
from daemon.post.queueing import Draft, Occasion, Post
from daemon.service.places import shadow_url
from rules.books.decision import Outcome, Reason
from rules.findings import Kind

log = structlog.get_logger()

TEMPLATES: Final = frozenset({"shadow", "outage"})
"""The only letters that leave while we watch, all of them to the technician."""

_REPORTED: Final = "shadow"
_COPIED: Final = "copied"
"""When the copy was made: the first report tells of what came since."""


def shadow_settings(settings: Settings) -> Settings:
    """The same town, whose staff are all the technician; SettingsError where none is named."""
    technician = settings.staff.technician
    if not technician:
        msg = _(
            "{path}: staff.technician: name the reader of the daily report of --shadow", path=settings.path
        )
        raise SettingsError(msg)
    staff = settings.staff.model_copy(update={"digest_to": (technician,), "deputies": ()})
    mailbox = settings.mailbox.model_copy(update={"sent_folder": ""})
    return settings.model_copy(update={"staff": staff, "mailbox": mailbox})


def open_shadow(settings: Settings, *, now: datetime) -> Store:
    """The copy, made at the first start and gone on with at the next; the town's store is not touched."""
    url = shadow_url(settings)
    is_new = not Path(make_url(url).database or "").exists()
    store = Store(url)
    if is_new:
        try:
            _copy(settings.store_url, store)
            _note_copied(store, now)
        except BaseException:
            store.close()
            with suppress(OSError):
                Path(make_url(url).database or "").unlink()
            raise
    return store


def _note_copied(store: Store, now: datetime) -> None:
    with store.begin("shadow.copied") as tx:
        # A moment before: what is handled in this very instant is news.
        row = {"kind": _COPIED, "on": now.date(), "queued_at": now - timedelta(seconds=1)}
        tx.connection.execute(digest_rows.insert().values(row))


def _copy(source: str, into: Store) -> None:
    if (file := make_url(source)).get_backend_name() == "sqlite" and not Path(file.database or "").exists():
        return  # a town that has not begun: its books are empty
    with open_read_only(source) as books, into.begin("shadow.copy") as copy:
        for table in metadata.sorted_tables:
            rows = [dict(row) for row in books.connection.execute(_copied(table)).mappings()]
            if rows:
                copy.connection.execute(table.insert(), rows)


_HAS_LEFT: Final = outbox.c.state.not_in(["waiting", "sending"])


def _copied(table: Table) -> Select[Any]:
    """What is owed to others goes to them from the town's own books; and no daemon lives in the copy yet."""
    wanted = select(table)
    if table is outbox:
        return wanted.where(_HAS_LEFT)
    if table is contents:
        return wanted.join(outbox).where(_HAS_LEFT)
    return wanted.where(false()) if table is pulses else wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Makes the technician's daily report; the clock is an argument."""

    store: Store
    settings: Settings
    post: Post
    digests: Digests
    clock: Callable[[], datetime]

    def queue(self, on: date) -> bool:
        """Owe the technician the report of *on*; once a date."""
        now = self.clock()
        with self.store.begin("shadow.report") as tx:
            made = select(digest_rows.c.on).where(digest_rows.c.kind == _REPORTED, digest_rows.c.on == on)
            if tx.connection.execute(made).first():
                return False
            since = tx.connection.execute(_LAST).scalar()
            rendered = for_staff.shadow_report(
                _watched(tx, since),
                town=self.settings.town(),
                since=since,
                until=now,
                headline=headline(self.digests.of(tx, on)),
            )
            tx.connection.execute(digest_rows.insert().values(kind=_REPORTED, on=on, queued_at=now))
            draft = Draft(occasion=Occasion.SHADOW, about=on.isoformat(), written=alike(rendered))
            self.post.owe(tx, draft, now=now)
        log.info("report_queued", on=on.isoformat())
        return True


_LAST: Final = select(func.max(digest_rows.c.queued_at)).where(digest_rows.c.kind.in_([_REPORTED, _COPIED]))


def _watched(tx: Transaction, since: datetime | None) -> list[ObservedMail]:
    wanted = (
        select(messages, func.coalesce(outbox.c.template, "").label("letter"))
        .select_from(messages.outerjoin(cases, cases.c.message_id == messages.c.id).outerjoin(
            outbox, outbox.c.case_id == cases.c.id
        ))
        .order_by(messages.c.received_at, messages.c.id)
    )  # fmt: skip
    if since is not None:
        wanted = wanted.where(messages.c.handled_at > since)
    return [
        ObservedMail(
            received_at=row.received_at,
            folder=row.folder,
            uid=row.uid,
            kind=Kind(row.kind),
            outcome=Outcome(row.outcome),
            # The reason alone: its details may name somebody.
            reason=in_catalan(Reason[row.reason]),
            letter=row.letter,
        )
        for row in tx.connection.execute(wanted)
    ]
