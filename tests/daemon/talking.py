"""A town hall that takes mail in and writes letters, on a real store, with the clock in the test's hands."""

from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count

from sqlalchemy import select, update

from daemon.books import cases, ledger, subscribers
from daemon.books.store import Store
from daemon.books.tables import contents, outbox
from daemon.configuration.settings import Settings
from daemon.desk.reminding import Reminders
from daemon.mailbox.intake import Intake, Place, Taken
from daemon.ports import Folder, Head
from daemon.post.queueing import Post
from rules.books.subscription import State, Subscription
from rules.findings import Person
from tests.daemon.conftest import NOW, mark, settings

ROSER = Person(name="Roser Vilalta Camps", id_document="12345678Z", phone="+34600111222")
PERE = Person(name="Pere Camprubí Soler", id_document="23456789D", phone="+34600333444")
FROM_ROSER = "roser@veins.example"
PASSES = "mx.setcases.cat; dmarc=pass header.from={domain}"
FAILS = "mx.setcases.cat; dmarc=fail header.from={domain}"


@dataclass
class Desk:
    """The town hall's desk: what comes in at `at`, and what it owes and holds then."""

    store: Store
    at: datetime = NOW
    settings: Settings = field(default_factory=lambda: settings(trust={"authserv_ids": ["mx.setcases.cat"]}))
    taken: list[Taken] = field(default_factory=list)
    _uids: "count[int]" = field(default_factory=lambda: count(1))

    def hold(self, person: Person, state: State = State.ACTIVE, ref: str = "") -> None:
        """Somebody is in the books."""
        with self.store.begin() as tx:
            fresh = Subscription(
                ref=ref or subscribers.next_ref(subscribers.count(tx) + 1),
                name=person.name or "",
                id_document=person.id_document,
                phone=person.phone,
                state=state,
                opened_at=NOW,
            )
            subscribers.insert(tx, fresh, "import", mark())

    def mail(
        self, text: str, *, sender: str = FROM_ROSER, subject: str = "", html: str = "", **headers: str
    ) -> Taken:
        """A mail comes in, with *html* as its other rendering; says what became of it."""
        uid = next(self._uids)
        message = EmailMessage(policy=policy.SMTP)
        message["From"] = sender
        message["To"] = "info@setcases.cat"
        message["Subject"] = subject
        message["Message-ID"] = f"<{uid}@veins.example>"
        for name, value in headers.items():
            message[name.replace("_", "-")] = value.format(domain=sender.rpartition("@")[2])
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype="html")
        return self.take(message.as_bytes(), uid=uid)

    def answer(self, text: str, letter: EmailMessage, *, subject: str | None = None, **more: str) -> Taken:
        """Somebody answers *letter*, as a mail program does, in its thread."""
        subject = f"Re: {letter['Subject']}" if subject is None else subject
        return self.mail(text, subject=subject, **{"In_Reply_To": letter["Message-ID"], **more})

    def take(self, raw: bytes, *, uid: int | None = None, junk: bool = False) -> Taken:
        """The message's bytes come in."""
        head = Head(
            uid=uid or next(self._uids),
            size=len(raw),
            received_at=self.at,
            block=raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n",
        )
        place = Place(Folder(name="Junk" if junk else "INBOX", uidvalidity=1, uidnext=head.uid + 1), junk)
        before = len(self.taken)
        with self.intake.together(place) as take_in:
            for left in self.intake.settle_by_heads(place, [head], since=None):
                take_in(left, raw)
        (taken,) = self.taken[before:]
        return taken

    @property
    def intake(self) -> Intake:
        return Intake(
            store=self.store, settings=self.settings, post=Post(self.settings), clock=lambda: self.at,
            watch=self.taken.append,
        )  # fmt: skip

    def reminders(self) -> bool:
        """What the clock brings, once all letters have left and the mailbox was read; are letters owed?"""
        self.deliver()
        self.read()
        return self.reminding().round()

    def reminding(self) -> Reminders:
        return Reminders(
            store=self.store, settings=self.settings, post=Post(self.settings), clock=lambda: self.at
        )

    def deliver(self) -> None:
        """Every letter that is owed leaves."""
        with self.store.begin() as tx:
            waits = update(outbox).where(outbox.c.state == "waiting")
            tx.connection.execute(waits.values(state="sent", sent_at=outbox.c.created_at))

    def read(self) -> None:
        """The mailbox is read to its end."""
        folder = Folder(name="INBOX", uidvalidity=1, uidnext=99)
        with self.store.begin() as tx:
            if ledger.cursor_of(tx, "INBOX") is None:
                ledger.begin(
                    tx,
                    ledger.Cursor(
                        name="INBOX", uidvalidity=1, last_uid=0, baseline_at=None, by_instant=False
                    ),
                )
            ledger.advance(tx, folder, 98, vanished=0, finished_at=self.at)

    def letters(self, to: str = FROM_ROSER) -> list[EmailMessage]:
        """The letters owed to a resident so far."""
        wanted = select(contents.c.raw).join(outbox).where(outbox.c.recipient == to).order_by(outbox.c.id)
        with self.store.read() as tx:
            return [
                message_from_bytes(raw, policy=policy.default)  # type: ignore[arg-type]
                for raw in tx.connection.execute(wanted).scalars()
            ]

    def templates(self, to: str = FROM_ROSER) -> list[str]:
        """Which letters those are."""
        wanted = select(outbox.c.template).where(outbox.c.recipient == to).order_by(outbox.c.id)
        with self.store.read() as tx:
            return list(tx.connection.execute(wanted).scalars())

    def states(self) -> list[str]:
        """The state of every subscription, in the order of the books."""
        with self.store.read() as tx:
            return [held.state.value for held in subscribers.everyone(tx)]

    def cases(self, *states: str) -> list[cases.Case]:
        """The cases in these states, all by default."""
        with self.store.read() as tx:
            return cases.listed(tx, states=states or ("staff", "resident", "closed"))


def text_of(letter: EmailMessage) -> str:
    """What a reader of the plain text reads, on one line."""
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())
