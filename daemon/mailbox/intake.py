"""Takes each message in exactly once: read → gather (`gathering`) → decide → apply (`applying`).

The ledger's line, the change in the books, the case and the letter owed are of one
transaction, so that a crash anywhere leaves all of it or none. What waits is taken in by the
dozen, each message apart within the transaction of all. Whatever goes wrong with a message
makes that message a card for staff.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

import structlog
from sqlalchemy import select

from daemon.books import ledger
from daemon.books.store import Store, Transaction
from daemon.books.tables import outbox
from daemon.configuration.settings import Settings
from daemon.desk.digests import Digests
from daemon.errors import StoreError
from daemon.faults import around
from daemon.mailbox import looking_again
from daemon.mailbox.applying import Applying
from daemon.mailbox.attachments.opening import read_whole
from daemon.mailbox.entries import digest_of, entry_of
from daemon.mailbox.gathering import Gathered, Gathering
from daemon.mailbox.looking_again import Seen, Wanted, Whole
from daemon.ports import BODY_LIMIT, Folder, Head, Mailbox
from daemon.post.queueing import PROBE, Post
from rules.books.decision import Decision, Reason
from rules.books.policy import decide, of_nobody, without_body
from rules.findings import Kind, Reading
from rules.mail.mail import Mail, read_head, read_mail
from rules.staff.orders import orders_of

log = structlog.get_logger()

_TOGETHER: Final = 16
"""How many messages share a transaction: until its end all they say is held, and other writers wait."""

_NOTHING: Final = Seen()


class StoppedError(Exception):
    """We were asked to stop between two messages: what gives them to `Intake.together` may raise it."""


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

    def settle_by_heads(self, place: Place, heads: Sequence[Head], *, since: datetime | None) -> list[Head]:
        """Take in those of *heads* whose header block alone decides them; returns those whose body is needed.

        What arrived before *since* is from before our time.
        """
        left: list[Head] = []
        taken: list[Taken] = []
        with self.store.begin("intake.heads") as tx:
            for head in heads:
                if ledger.is_known(tx, place.folder, head.uid):
                    continue
                mail, decision = self._by_head(tx, head, since=since)
                if decision is None:
                    left.append(head)
                else:
                    entry = entry_of(head, mail, None, decision, by_head=True)
                    taken.append(self._record(tx, place, entry, mail, decision))
        self._tell(taken)
        return left

    @contextmanager
    def together(
        self, place: Place, mailbox: Mailbox | None = None
    ) -> Iterator[Callable[[Head, bytes], None]]:
        """Gives what takes a message in, from its bytes or the first of them; all are in at the end.

        So is what was given until somebody asked to stop. What a message orders to be looked at in the
        *mailbox* is looked at first, once all before it is in; without one, nothing is there.
        """
        read: list[Whole] = []

        def take(head: Head, raw: bytes) -> None:
            found = self._read(head, raw)
            orders = found.reading is not None and found.reading.kind is Kind.COMMAND
            if orders or len(read) == _TOGETHER:
                self._take_in(place, read)
                read.clear()
            read.append(found)
            if orders:
                self._take_in(place, read, self._looked_at(place, found, mailbox))
                read.clear()

        try:
            yield take
        except StoppedError:
            self._take_in(place, read)
            raise
        self._take_in(place, read)

    def _take_in(self, place: Place, read: Sequence[Whole], seen: Seen = _NOTHING) -> None:
        if not read:
            return
        with self.store.begin("intake.messages") as tx:
            # Who listened before the configuration was read again may be late: then they are in by now.
            new = [each for each in read if not ledger.is_known(tx, place.folder, each.head.uid)]
            taken = [self._taken(tx, place, each, seen) for each in new]
        self._tell(taken)

    def _taken(self, tx: Transaction, place: Place, read: Whole, seen: Seen) -> Taken:
        try:
            with around("intake.message"), self.store.apart(tx):
                return self._decide_and_apply(tx, place, read, seen)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the message must not be lost
            _report("message_not_applied", read.head, error)
            decision = of_nobody(Reason.UNREADABLE, f"error intern {type(error).__name__}")
            entry = entry_of(read.head, read.mail, None, decision)
            return self._record(tx, place, entry, read.mail, decision)

    def take_in_unseen(self, place: Place, uid: int) -> None:
        """Make a card of a message that the server names but does not show; once."""
        with self.store.read() as tx:
            if ledger.is_known(tx, place.folder, uid):
                return
        head = Head(uid=uid, size=0, received_at=self.clock(), block=b"", dated_by_us=True)
        mail = read_mail(b"")
        decision = of_nobody(
            Reason.UNREADABLE, "el servidor de correu diu que hi és, però no el deixa llegir"
        )
        entry = entry_of(head, mail, None, decision, by_head=True)
        with self.store.begin("intake.unseen") as tx:
            taken = self._record(tx, place, entry, mail, decision)
        self._tell([taken])

    def _tell(self, taken: Iterable[Taken]) -> None:
        for each in taken:
            self.watch(each)

    def _is_probe(self, tx: Transaction, mail: Mail) -> bool:
        """Whether it is the mail that we sent to ourselves, by the Message-ID that nobody else knows."""
        ours = select(outbox.c.id).where(outbox.c.message_id == mail.message_id, outbox.c.template == PROBE)
        return tx.connection.execute(ours).first() is not None

    def _by_head(
        self, tx: Transaction, head: Head, *, since: datetime | None
    ) -> tuple[Mail, Decision | None]:
        same_head = ledger.head_known(tx, digest_of(head), head)
        try:
            mail = read_head(head.block, size=head.size)
            if self.settings.monitoring.canary_hours and self._is_probe(tx, mail):
                return mail, of_nobody(Reason.PROBE)
            # Without a Message-ID two mails may well have one head: then the body must tell.
            if same_head and mail.message_id is not None:
                return mail, of_nobody(Reason.AGAIN)
            if since is not None and head.received_at < since:
                return mail, of_nobody(Reason.BEFORE_START)
            return mail, without_body(mail, self.settings.town())
        except Exception as error:  # noqa: BLE001 - a head that defeats us is a card
            _report("head_unreadable", head, error)
            return read_mail(b""), of_nobody(Reason.UNREADABLE, f"error intern {type(error).__name__}")

    def _read(self, head: Head, raw: bytes, *, said_ours: bool = False) -> Whole:
        """What the message says; no reading where a person must look, because it cannot be read.

        *said_ours*: staff say that it is for us.
        """
        mail, reading = read_mail(b""), None
        try:
            mail = read_mail(raw, size=head.size if len(raw) >= BODY_LIMIT else None)
            if mail.unreadable is None:
                town, at = self.settings.town(), head.received_at
                reading = read_whole(mail, town, received_at=at, said_ours=said_ours)
        except Exception as error:  # noqa: BLE001 - a message that defeats us is a card
            _report("message_unreadable", head, error)
        return Whole(head=head, raw=raw, mail=mail, reading=reading)

    def _looked_at(self, place: Place, message: Whole, mailbox: Mailbox | None) -> Seen:
        """What the message's orders want to be looked at in the *mailbox*."""
        if mailbox is None:
            return Seen()
        wanted = self._wanted(place, message)
        return looking_again.look(mailbox, place.folder, wanted, partial(self._read, said_ours=True))

    def _wanted(self, place: Place, message: Whole) -> Wanted:
        """What its orders want to be looked at; nothing of one that defeats us."""
        head, mail, reading = message.head, message.mail, message.reading
        try:
            today = head.received_at.astimezone(self.settings.tz).date()
            if reading is None or not looking_again.may_look(orders_of(mail, today=today)):
                return Wanted()
            with self.store.read() as tx:
                brief = self._gathering(tx, place, head, mail).gather(reading, message.raw).brief
                return looking_again.wanted(tx, brief, now=self.clock()) if brief else Wanted()
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - what is wrong with it comes out where it is decided
            _report("orders_not_read", head, error)
            return Wanted()

    def _decide_and_apply(self, tx: Transaction, place: Place, message: Whole, seen: Seen) -> Taken:
        """Look up, decide, change the books, owe the letter, enter the ledger's line.

        What was taken in is what the mail says where it stands: an answer says more than by itself.
        """
        head, mail, reading, gathered = message.head, message.mail, message.reading, None
        if reading is None:
            decision = of_nobody(Reason.UNREADABLE, mail.unreadable or "el text no s'ha pogut interpretar")
        elif ledger.content_known(tx, mail.content_key):
            decision = of_nobody(Reason.AGAIN)
        else:
            gathered = self._gathering(tx, place, head, mail).gather(reading, message.raw)
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

    def _record(
        self, tx: Transaction, place: Place, entry: ledger.Entry, mail: Mail, decision: Decision
    ) -> Taken:
        self._apply(tx, place, entry, mail, None, decision)
        return Taken(mail, None, decision, entry.head.received_at)

    def _apply(
        self,
        tx: Transaction,
        place: Place,
        entry: ledger.Entry,
        mail: Mail,
        reading: Reading | None,
        decision: Decision,
        gathered: Gathered | None = None,
        seen: Seen = _NOTHING,
    ) -> None:
        """Enter the ledger's line, and all that follows of the decision."""
        now = self.clock()
        row = ledger.enter(tx, place.folder, entry, now=now)
        digests = Digests(store=self.store, settings=self.settings, post=self.post, clock=self.clock)
        applying = Applying(tx=tx, row=row, mail=mail, digests=digests, now=now, seen=seen)
        applying.apply(decision, reading, gathered)


def _report(event: str, head: Head, error: Exception) -> None:
    # No traceback and no sentence of the error: they may hold personal data.
    log.error(event, uid=head.uid, error=type(error).__name__)
