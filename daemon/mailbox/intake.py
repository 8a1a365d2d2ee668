"""Takes one message in exactly once: read → gather (`gathering`) → decide → apply (`applying`).

The ledger's line, the change in the books, the case and the letter owed are one
transaction, so that a crash anywhere leaves all of it or none. Whatever goes wrong
with a message makes that message a card for staff.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import select

from daemon.books import ledger
from daemon.books.store import Store, Transaction
from daemon.books.tables import outbox
from daemon.configuration.settings import Settings
from daemon.desk.digests import Digests
from daemon.errors import StoreError
from daemon.mailbox import looking_again
from daemon.mailbox.applying import Applying
from daemon.mailbox.attachments.opening import read_whole
from daemon.mailbox.entries import digest_of, entry_of
from daemon.mailbox.gathering import Gathered, Gathering
from daemon.mailbox.looking_again import Seen, Wanted
from daemon.ports import BODY_LIMIT, Folder, Head, Mailbox
from daemon.post.queueing import PROBE, Post
from rules.books.decision import Decision, Reason
from rules.books.policy import decide, set_aside, unreadable, without_body
from rules.findings import Kind, Reading
from rules.mail.mail import Mail, read_head, read_mail
from rules.staff.orders import orders_of

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Taken:
    """One message that was taken in: for who watches, not for the books."""

    mail: Mail
    reading: Reading | None
    decision: Decision
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message lies, and whether that is a junk folder."""

    folder: Folder
    junk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What taking mail in needs; `watch` is told of every message after its commit."""

    store: Store
    settings: Settings
    post: Post
    clock: Callable[[], datetime]
    watch: Callable[[Taken], None] = lambda _taken: None

    def settled_by_head(self, place: Place, head: Head, *, since: datetime | None) -> bool:
        """Take *head*'s message in if its header block alone decides it; else its body is needed.

        What arrived before *since* is from before our time.
        """
        with self.store.read() as tx:
            if ledger.is_known(tx, place.folder, head.uid):
                return True
            same_head = ledger.head_known(tx, digest_of(head), head)
        mail, decision = self._by_head(head, since=since, same_head=same_head)
        if self.settings.monitoring.canary_hours and self._is_probe(mail):
            decision = set_aside(Reason.PROBE)
        if decision is None:
            return False
        self._record(place, entry_of(head, mail, None, decision, by_head=True), mail, decision)
        return True

    def take_in(self, place: Place, head: Head, raw: bytes, mailbox: Mailbox | None = None) -> None:
        """Take a message in, from its bytes or the first of them.

        What it orders to be looked at in the *mailbox* is looked at first; without one, nothing is there.
        """
        mail, reading = self._read(head, raw)
        seen = Seen()
        if mailbox is not None and reading is not None and reading.kind is Kind.COMMAND:
            what = self._wanted(place, head, mail, reading, raw)
            seen = looking_again.look(mailbox, place.folder, what, partial(self._read, said_ours=True))
        try:
            taken = self._decide_and_apply(place, head, mail, reading, raw, seen)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the message must not be lost
            _report("message_not_applied", head, error)
            decision = unreadable(f"error intern {type(error).__name__}")
            self._record(place, entry_of(head, mail, None, decision), mail, decision)
            return
        self.watch(taken)

    def take_in_unseen(self, place: Place, uid: int) -> None:
        """Make a card of a message that the server names but does not show; once."""
        with self.store.read() as tx:
            if ledger.is_known(tx, place.folder, uid):
                return
        head = Head(uid=uid, size=0, received_at=self.clock(), block=b"", dated_by_us=True)
        mail = read_mail(b"")
        decision = unreadable("el servidor de correu diu que hi és, però no el deixa llegir")
        self._record(place, entry_of(head, mail, None, decision, by_head=True), mail, decision)

    def _is_probe(self, mail: Mail) -> bool:
        """Whether it is the mail that we sent to ourselves, by the Message-ID that nobody else knows."""
        ours = select(outbox.c.id).where(outbox.c.message_id == mail.message_id, outbox.c.template == PROBE)
        with self.store.read() as tx:
            return tx.connection.execute(ours).first() is not None

    def _by_head(
        self, head: Head, *, since: datetime | None, same_head: bool
    ) -> tuple[Mail, Decision | None]:
        try:
            mail = read_head(head.block, size=head.size)
            # Without a Message-ID two mails may well have one head: then the body must tell.
            if same_head and mail.message_id is not None:
                return mail, set_aside(Reason.AGAIN)
            if since is not None and head.received_at < since:
                return mail, set_aside(Reason.BEFORE_START)
            return mail, without_body(mail, self.settings.town())
        except Exception as error:  # noqa: BLE001 - a head that defeats us is a card
            _report("head_unreadable", head, error)
            return read_mail(b""), unreadable(f"error intern {type(error).__name__}")

    def _read(self, head: Head, raw: bytes, *, said_ours: bool = False) -> tuple[Mail, Reading | None]:
        """What the message says; no reading where a person must look, because it cannot be read.

        *said_ours*: staff say that it is for us.
        """
        mail = read_mail(b"")
        try:
            mail = read_mail(raw, size=head.size if len(raw) >= BODY_LIMIT else None)
            if mail.unreadable is not None:
                return mail, None
            town, at = self.settings.town(), head.received_at
            return mail, read_whole(mail, town, received_at=at, said_ours=said_ours)
        except Exception as error:  # noqa: BLE001 - a message that defeats us is a card
            _report("message_unreadable", head, error)
            return mail, None

    def _wanted(self, place: Place, head: Head, mail: Mail, reading: Reading, raw: bytes) -> Wanted:
        """What the mail's orders want to be looked at in the mailbox; nothing of one that defeats us."""
        try:
            today = head.received_at.astimezone(self.settings.tz).date()
            if not looking_again.may_look(orders_of(mail, today=today)):
                return Wanted()
            with self.store.read() as tx:
                brief = self._gathering(tx, place, head, mail).gather(reading, raw).brief
                return looking_again.wanted(tx, brief, now=self.clock()) if brief else Wanted()
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - what is wrong with it comes out where it is decided
            _report("orders_not_read", head, error)
            return Wanted()

    def _decide_and_apply(
        self, place: Place, head: Head, mail: Mail, reading: Reading | None, raw: bytes, seen: Seen
    ) -> Taken:
        """One transaction: look up, decide, change the books, owe the letter, enter the ledger's line.

        What was taken in is what the mail says where it stands: an answer says more than by itself.
        """
        gathered = None
        with self.store.begin("intake.message") as tx:
            if reading is None:
                decision = unreadable(mail.unreadable or "el text no s'ha pogut interpretar")
            elif ledger.content_known(tx, mail.content_key):
                decision = set_aside(Reason.AGAIN)
            else:
                gathered = self._gathering(tx, place, head, mail).gather(reading, raw)
                reading = gathered.reading
                decision = decide(reading, gathered.facts)
            entry = entry_of(head, mail, reading, decision)
            self._apply(tx, place, entry, mail, reading, decision, gathered, seen)
        return Taken(mail, reading, decision, head.received_at)

    def _gathering(self, tx: Transaction, place: Place, head: Head, mail: Mail) -> Gathering:
        return Gathering(
            tx=tx,
            settings=self.settings,
            mail=mail,
            received_at=head.received_at,
            junk=place.junk,
            now=self.clock(),
        )

    def _record(self, place: Place, entry: ledger.Entry, mail: Mail, decision: Decision) -> None:
        with self.store.begin("intake.line") as tx:
            self._apply(tx, place, entry, mail, None, decision)
        self.watch(Taken(mail, None, decision, entry.head.received_at))

    def _apply(
        self,
        tx: Transaction,
        place: Place,
        entry: ledger.Entry,
        mail: Mail,
        reading: Reading | None,
        decision: Decision,
        gathered: Gathered | None = None,
        seen: Seen | None = None,
    ) -> None:
        """Enter the ledger's line, and all that follows of the decision."""
        now = self.clock()
        row = ledger.enter(tx, place.folder, entry, now=now)
        digests = Digests(store=self.store, settings=self.settings, post=self.post, clock=self.clock)
        applying = Applying(tx=tx, row=row, mail=mail, digests=digests, now=now, seen=seen or Seen())
        applying.apply(decision, reading, gathered)


def _report(event: str, head: Head, error: Exception) -> None:
    # No traceback and no sentence of the error: they may hold personal data.
    log.error(event, uid=head.uid, error=type(error).__name__)
