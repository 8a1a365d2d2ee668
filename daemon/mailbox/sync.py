"""Reads every folder to its end, from where the ledger says we stopped.

Correct by polling: a UID cursor and the ledger are the truth. No transaction is
open while we talk to the mailbox. A folder that cannot be opened keeps no other
from being read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

import structlog

from daemon.books import disk_space, ledger
from daemon.errors import MailboxError
from daemon.faults import around
from daemon.mailbox.intake import Intake, Place
from daemon.ports import BODY_LIMIT, UNSEEN, Folder, Head, Mailbox, Progress
from rules.transport.reconnection import Cause

log = structlog.get_logger()

_AT_ONCE: Final = 100
_BODIES_AT_ONCE: Final = 8 * BODY_LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round found: how many messages were new, and why a junk folder could not be read, or ""."""

    found: int
    junk_trouble: str


@dataclass(frozen=True, slots=True)
class Sync:
    """One round through the mailbox.

    `between` is called before each message, and may raise StoppedError to end it; `progress` is told of
    each.
    """

    intake: Intake
    mailbox: Mailbox
    between: Callable[[], None] = lambda: None
    progress: Progress = UNSEEN

    def read_all(self) -> Round:
        """Read every configured folder, the first one last: it stays open, to listen to.

        A junk folder that cannot be read is only told of. Raises the MailboxError of a folder
        after all others were read; at once where the connection itself fails.
        """
        disk_space.require(self.intake.settings)
        box = self.intake.settings.mailbox
        failed, junk_trouble, found = [], "", 0
        for name in box.junk_folders:
            try:
                found += self._read_folder(name, junk=True)
            except MailboxError as error:
                _raise_unless_folder(error)
                junk_trouble = str(error)
        for name in reversed(box.folders):
            try:
                found += self._read_folder(name, junk=False)
            except MailboxError as error:
                _raise_unless_folder(error)
                failed.append(error)
        if failed:
            raise failed[0]
        return Round(found=found, junk_trouble=junk_trouble)

    def _read_folder(self, name: str, *, junk: bool) -> int:
        """Read one folder to its end; returns how many messages were new there."""
        with around("sync.open"):
            place = Place(self.mailbox.open(name), junk)
        cursor, resumed = self._cursor(place.folder)
        since = cursor.baseline_at if cursor.by_instant else None
        last, gone, noted = cursor.last_uid, 0, 0
        with around("sync.uids"):
            uids = self.mailbox.uids(last + 1, place.folder)
            if resumed and len(uids) < place.folder.uidnext - 1 - last:
                # Asked twice before we say that people moved it: not every server finds at once what it has.
                uids = sorted({*uids, *self.mailbox.uids(last + 1, place.folder)})
        self.progress.expect(len(uids))
        for start in range(0, len(uids), _AT_ONCE):
            batch = uids[start : start + _AT_ONCE]
            vanished = self._read_batch(place, batch, since=since)
            # UIDs that nobody answers to were moved or deleted before we came by.
            vanished += batch[-1] - last - len(batch) if resumed else 0
            last, gone = batch[-1], gone + vanished
            if last != uids[-1]:  # the last of them is noted with the end
                self._note(place.folder, last, gone - noted)
                noted = gone
        end = max(place.folder.uidnext - 1, last)
        gone += end - last if resumed else 0
        self._note(place.folder, end, gone - noted, finished=True)
        if uids or gone:
            log.info("folder_read", messages=len(uids), vanished=gone)
        return len(uids)

    def _read_batch(self, place: Place, uids: Sequence[int], *, since: datetime | None) -> int:
        """Take in *uids*; returns how many were gone by the time we asked for them."""
        heads = self._heads(uids)
        vanished = len(uids) - len(heads)
        for uid in (uid for uid, head in heads.items() if head is None):
            self.intake.take_in_unseen(place, uid)
        seen = [head for _, head in sorted(heads.items()) if head is not None]
        self._go_on()
        left = self.intake.settle_by_heads(place, seen, since=since)
        self.progress.advance(len(seen) - len(left))
        return vanished + sum(self._read_group(place, group) for group in _groups(left))

    def _read_group(self, place: Place, heads: Sequence[Head]) -> int:
        """Take in the messages of *heads*, whole; returns how many were gone."""
        bodies = self._bodies(heads)
        with self.intake.together(place, self.mailbox) as take_in:
            for head in heads:
                self._go_on()
                if (raw := bodies.get(head.uid)) is not None:
                    take_in(head, raw)
                elif head.uid in bodies:
                    self.intake.take_in_unseen(place, head.uid)
                self.progress.advance()
        return sum(head.uid not in bodies for head in heads)

    def _go_on(self) -> None:
        """Between two messages: we may be asked to stop, and the disk may have filled up."""
        self.between()
        disk_space.require(self.intake.settings)

    def _heads(self, uids: Sequence[int]) -> dict[int, Head | None]:
        """The heads; what the server withholds or leaves out is asked for once more."""
        with around("sync.heads"):
            shown = self.mailbox.heads(uids)
            found = {uid: head for uid, head in shown.items() if head is not None}
            lacking = [uid for uid in uids if uid not in found]
            return found | (self.mailbox.heads(lacking) if lacking else {})

    def _bodies(self, heads: Sequence[Head]) -> dict[int, bytes | None]:
        with around("sync.bodies"):
            shown = self.mailbox.bodies([head.uid for head in heads])
            found = {uid: raw for uid, raw in shown.items() if raw is not None}
            lacking = [head.uid for head in heads if head.uid not in found]
            return found | (self.mailbox.bodies(lacking) if lacking else {})

    def _note(self, folder: Folder, uid: int, vanished: int, *, finished: bool = False) -> None:
        now = self.intake.clock() if finished else None
        with self.intake.store.begin("sync.cursor") as tx:
            ledger.advance(tx, folder, uid, vanished=vanished, finished_at=now)

    def _cursor(self, folder: Folder) -> tuple[ledger.Cursor, bool]:
        """Where to read on, and whether we resume: then a missing UID means a message moved away.

        Before a folder was once read to its end, it may have been missing long before we came.
        """
        store = self.intake.store
        with store.read() as tx:
            cursor = ledger.cursor_of(tx, folder.name)
        if cursor is not None and cursor.uidvalidity == folder.uidvalidity:
            return cursor, not cursor.by_instant
        if cursor is None or cursor.uidvalidity == ledger.UNREAD:
            cursor = self._baseline(folder, cursor.baseline_at if cursor else None)
        else:
            log.warning("folder_renumbered", uidvalidity=folder.uidvalidity)
            cursor = ledger.Cursor(
                name=folder.name,
                uidvalidity=folder.uidvalidity,
                last_uid=0,
                baseline_at=cursor.baseline_at,
                by_instant=True,
            )
        with store.begin("sync.folder") as tx:
            ledger.begin(tx, cursor)
        return cursor, False

    def _baseline(self, folder: Folder, began_at: datetime | None) -> ledger.Cursor:
        """Where `mailbox.since` has us begin in a folder that we never read.

        *began_at* is when we would have begun, had the folder been in reach.
        """
        settings = self.intake.settings
        since = settings.mailbox.since
        if since == "all":
            return _beginning(folder, last_uid=0, at=None, by_instant=True)
        if isinstance(since, date):
            began_at = datetime.combine(since, time(), tzinfo=settings.tz)
        if began_at is None:
            now = self.intake.clock().replace(microsecond=0)
            return _beginning(folder, last_uid=folder.uidnext - 1, at=now)
        # A day early: the server counts days in a zone of its own. What is too old is set aside.
        with around("sync.since"):
            first = self.mailbox.first_uid_since(began_at.date() - timedelta(days=1))
        last_uid = (first or folder.uidnext) - 1
        return _beginning(folder, last_uid=last_uid, at=began_at, by_instant=True)


def _raise_unless_folder(error: MailboxError) -> None:
    if error.cause is not Cause.FOLDER:
        raise error


def note_beginning(intake: Intake, at: datetime) -> None:
    """Note that we began at *at*, though the mailbox was out of reach: what arrives from then on is ours."""
    box = intake.settings.mailbox
    if box.since == "now":
        with intake.store.begin("sync.beginning") as tx:
            # INTERNALDATE has no fractions: what arrives within this second is ours.
            ledger.note_beginning(tx, [*box.folders, *box.junk_folders], at.replace(microsecond=0))


def _beginning(
    folder: Folder, *, last_uid: int, at: datetime | None, by_instant: bool = False
) -> ledger.Cursor:
    return ledger.Cursor(
        name=folder.name,
        uidvalidity=folder.uidvalidity,
        last_uid=last_uid,
        baseline_at=at,
        by_instant=by_instant,
    )


def _groups(heads: Sequence[Head]) -> Iterator[list[Head]]:
    """Cut *heads* so that no group's bodies are more than some megabytes."""
    group: list[Head] = []
    size = 0
    for head in heads:
        size += min(head.size, BODY_LIMIT)
        if group and size > _BODIES_AT_ONCE:
            yield group
            group, size = [], min(head.size, BODY_LIMIT)
        group.append(head)
    if group:
        yield group
