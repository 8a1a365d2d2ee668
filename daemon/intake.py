"""Takes each message in exactly once: read → gather → decide → apply.

The ledger's line, the change in the books, the case and the letter owed are one
transaction, so that a crash anywhere leaves all of it or none. No transaction is
open while we talk to the mailbox. Whatever goes wrong with one message makes
that message a card for staff, and the rest goes on.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import structlog

from daemon import books, cases, ledger
from daemon.errors import StoreError
from daemon.imap import BODY_LIMIT
from daemon.ports import Folder, Head, Mailbox
from daemon.post import Post, local_midnight, sent_today
from daemon.settings import Settings
from daemon.store import Store, Transaction
from rules.authentication import internally_marked
from rules.decision import Decision, Outcome, Reason
from rules.facts import Caps, Facts, requests_of
from rules.findings import Kind, Reading
from rules.mail import Mail, read_head, read_mail
from rules.policy import decide, set_aside, unreadable, without_body
from rules.reading import read

log = structlog.get_logger()

_AT_ONCE = 500
_BODIES_AT_ONCE = 8 * BODY_LIMIT
_KIND_BY_HEAD = {Reason.ROBOT: Kind.AUTOMATIC, Reason.UNREADABLE: Kind.UNSURE}


@dataclass(frozen=True, slots=True)
class Taken:
    """One message that was taken in: for who watches, not for the books."""

    mail: Mail
    reading: Reading | None
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What taking mail in needs; `watch` is told of every message after its commit."""

    store: Store
    settings: Settings
    post: Post
    clock: Callable[[], datetime]
    watch: Callable[[Taken], None] = lambda _taken: None

    def sync(self, mailbox: Mailbox) -> int:
        """Read every configured folder to its end; returns how many messages were taken in."""
        folders = [(name, False) for name in self.settings.mailbox.folders]
        folders += [(name, True) for name in self.settings.mailbox.junk_folders]
        return sum(self._sync_folder(mailbox, name, junk=junk) for name, junk in folders)

    def _sync_folder(self, mailbox: Mailbox, name: str, *, junk: bool) -> int:
        folder = mailbox.open(name)
        cursor, counts_gaps = self._cursor(mailbox, folder)
        uids = mailbox.uids(cursor.last_uid + 1, folder)
        taken = vanished = 0
        for start in range(0, len(uids), _AT_ONCE):
            wanted = uids[start : start + _AT_ONCE]
            heads = mailbox.heads(wanted)
            vanished += len(wanted) - len(heads)
            for head, raw in self._with_bodies(
                mailbox, folder, cursor, [heads[u] for u in wanted if u in heads]
            ):
                if raw is None:
                    vanished += 1
                else:
                    self._take_in(folder, head, raw, junk=junk)
                    taken += 1
            with self.store.begin() as tx:
                ledger.advance(tx, folder, wanted[-1])
        if counts_gaps:
            vanished += folder.uidnext - 1 - cursor.last_uid - len(uids)
        with self.store.begin() as tx:
            ledger.advance(tx, folder, folder.uidnext - 1)
            ledger.synced(tx, folder, at=self.clock(), vanished=max(vanished, 0))
        if taken or vanished:
            log.info("folder_synced", taken=taken, vanished=vanished)
        return taken

    def _cursor(self, mailbox: Mailbox, folder: Folder) -> tuple[ledger.Cursor, bool]:
        """Where to read on, and whether a missing UID means that somebody moved a message away."""
        with self.store.read() as tx:
            cursor = ledger.cursor_of(tx, folder.name)
        if cursor is not None and cursor.uidvalidity == folder.uidvalidity:
            return cursor, True
        baseline = self._baseline(mailbox, folder) if cursor is None else None
        with self.store.begin() as tx:
            if baseline is not None:
                uid, at = baseline
                ledger.begin_folder(tx, folder, baseline_uid=uid, baseline_at=at)
            else:
                log.warning("folder_renumbered", uidvalidity=folder.uidvalidity)
                ledger.renumber(tx, folder)
            cursor = ledger.cursor_of(tx, folder.name)
        assert cursor is not None  # noqa: S101 - written above
        return cursor, False

    def _baseline(self, mailbox: Mailbox, folder: Folder) -> tuple[int, datetime | None]:
        since = self.settings.mailbox.since
        if since == "all":
            return 0, None
        if isinstance(since, date):
            # A day early: the server counts days in a zone of its own. What is too old is set aside.
            first = mailbox.first_uid_since(since - timedelta(days=1))
            begin = datetime.combine(since, time(), tzinfo=self.settings.town().tz)
            return (first or folder.uidnext) - 1, begin
        return folder.uidnext - 1, self.clock()

    def _with_bodies(
        self, mailbox: Mailbox, folder: Folder, cursor: ledger.Cursor, heads: Sequence[Head]
    ) -> Iterator[tuple[Head, bytes | None]]:
        """Each message that is still to be taken in, with its body; None where it is gone by now.

        What the head decides is entered here; its body is never fetched.
        """
        left = [head for head in heads if not self._settled_by_head(folder, cursor, head)]
        for group in _groups(left):
            bodies = mailbox.bodies([head.uid for head in group])
            for head in group:
                yield head, bodies.get(head.uid)

    def _settled_by_head(self, folder: Folder, cursor: ledger.Cursor, head: Head) -> bool:
        digest = hashlib.sha256(head.block).hexdigest()
        with self.store.read() as tx:
            if ledger.places_known(tx, folder, [head.uid]):
                return True
            again = ledger.head_known(tx, digest, head)
        mail = read_head(head.block, size=head.size)
        if again:
            decision: Decision | None = set_aside(Reason.AGAIN)
        elif cursor.baseline_at is not None and head.received_at < cursor.baseline_at:
            decision = set_aside(Reason.BEFORE_START)
        else:
            decision = without_body(mail, self.settings.town())
        if decision is None:
            return False
        kind = _KIND_BY_HEAD.get(decision.verdicts[0].reason, Kind.OTHER)
        with self.store.begin() as tx:
            self._enter(tx, folder, _entry(head, mail, None, decision, kind), mail, None, decision)
        self.watch(Taken(mail, None, decision))
        return True

    def _take_in(self, folder: Folder, head: Head, raw: bytes, *, junk: bool) -> None:
        mail = read_mail(raw, size=head.size if head.size > len(raw) else None)
        reading = self._read(mail, head)
        try:
            decision = self._decide_and_apply(folder, head, mail, reading, junk=junk)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the message must not be lost
            decision = unreadable(f"error intern {type(error).__name__}")
            # No traceback: it may hold personal data.
            log.error("message_not_applied", uid=head.uid, error=type(error).__name__)  # noqa: TRY400
            with self.store.begin() as tx:
                self._enter(tx, folder, _entry(head, mail, None, decision), mail, None, decision)
        self.watch(Taken(mail, reading, decision))

    def _read(self, mail: Mail, head: Head) -> Reading | None:
        """What the message says; None where a person must look, because it cannot be read."""
        if mail.unreadable is not None:
            return None
        try:
            return read(mail, self.settings.town(), received_at=head.received_at)
        except Exception as error:  # noqa: BLE001 - a message that defeats us is a card
            log.error("message_unreadable", uid=head.uid, error=type(error).__name__)  # noqa: TRY400
            return None

    def _decide_and_apply(
        self, folder: Folder, head: Head, mail: Mail, reading: Reading | None, *, junk: bool
    ) -> Decision:
        """One transaction: look up, decide, change the books, owe the letter, enter the ledger's line."""
        with self.store.begin() as tx:
            if reading is None:
                decision = unreadable(mail.unreadable or "el text no s'ha pogut interpretar")
            elif ledger.content_known(tx, mail.content_key):
                decision = set_aside(Reason.AGAIN)
            else:
                decision = decide(reading, self._facts(tx, mail, reading, head, junk=junk))
            self._enter(tx, folder, _entry(head, mail, reading, decision), mail, reading, decision)
        return decision

    def _facts(self, tx: Transaction, mail: Mail, reading: Reading, head: Head, *, junk: bool) -> Facts:
        town, replies = self.settings.town(), self.settings.replies
        bare = Facts(received_at=head.received_at)
        today = self.clock().astimezone(town.tz).date()
        return Facts(
            received_at=head.received_at,
            sender=mail.sender,
            junk=junk,
            marked_inside=internally_marked(mail, town),
            subscriptions=books.sharing(tx, reading.people),
            consents=books.consent_keys(tx, requests_of(reading, bare))
            if reading.kind is Kind.CONSENT
            else frozenset(),
            leaves=cases.leaves_of_nobody(tx, reading.people) if reading.kind is Kind.CONSENT else (),
            history=(*cases.leaves_done(tx, reading.people), *books.consents_of(tx, reading.people)),
            sent=sent_today(tx, mail.sender, since=local_midnight(today, self.settings)),
            caps=Caps(
                per_sender=replies.per_sender_per_day,
                unauthenticated=replies.per_day_unauthenticated,
                all=replies.per_day,
            ),
        )

    def _enter(
        self,
        tx: Transaction,
        folder: Folder,
        entry: ledger.Entry,
        mail: Mail,
        reading: Reading | None,
        decision: Decision,
    ) -> None:
        now = self.clock()
        row = ledger.enter(tx, folder, entry, now=now)
        if decision.outcome is not Outcome.ASIDE:
            self._apply(tx, row, mail, reading, decision, now)

    def _apply(
        self,
        tx: Transaction,
        row: int,
        mail: Mail,
        reading: Reading | None,
        decision: Decision,
        now: datetime,
    ) -> None:
        ref = cases.new_reference()
        case_id = cases.open_case(tx, decision, ref=ref, sender=mail.sender, message_id=row, now=now)
        today = now.astimezone(self.settings.town().tz).date()
        mark = books.Mark(by="mail", now=now, today=today, message_id=row, case_id=case_id)
        for verdict in decision.verdicts:
            for effect in verdict.effects:
                books.apply(tx, effect, mark)
        if decision.letter is not None and reading is not None:
            known = reading.authenticated is True
            self.post.answer(tx, decision.letter, mail, reference=ref, case_id=case_id, known=known, now=now)


def _entry(
    head: Head, mail: Mail, reading: Reading | None, decision: Decision, kind: Kind | None = None
) -> ledger.Entry:
    by_head_alone = kind is not None
    first_time = reading is not None and decision.verdicts[0].reason is not Reason.AGAIN
    return ledger.Entry(
        head=head,
        head_sha256=hashlib.sha256(head.block).hexdigest(),
        sha256=mail.sha256 if not (by_head_alone or mail.truncated) else None,
        content_key=mail.content_key if first_time else None,
        message_id=mail.message_id,
        sender=mail.sender,
        kind=kind or (reading.kind if reading else Kind.UNSURE),
        outcome=decision.outcome,
        reason=decision.leading.reason.name,
        reasons=_reasons(reading, decision),
    )


def _reasons(reading: Reading | None, decision: Decision) -> Iterable[str]:
    said = list(reading.reasons) if reading else []
    said += [cases.said(verdict) for verdict in decision.verdicts]
    if decision.unanswered:
        said.append(f"sense resposta: {decision.unanswered}")
    return said


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
