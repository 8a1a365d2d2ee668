"""A month of joins and leaves, done on the phone as the digest says: at its end phone and books agree."""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage

import pytest

from daemon.books import subscribers
from daemon.books.store import Store
from daemon.desk.digests import Digests
from daemon.post.queueing import Post
from rules.books.subscription import State, Subscription
from rules.findings import Person
from rules.phone.exports import mobiles, read_export
from rules.phone.phonebook import Contact, written
from tests.daemon.conftest import NOW, mark, settings
from tests.daemon.desk.test_recount import mailed
from tests.daemon.ordering import CLERK, Office
from tests.daemon.talking import PASSES, text_of
from tests.rules.persons import dni

LIST_SIZE = 6
SETTINGS = settings(
    trust={"authserv_ids": ["mx.setcases.cat"]},
    staff={"digest_to": [CLERK], "orders_from": [CLERK]},
    phone={"list_size": LIST_SIZE},
    replies={"per_sender_per_day": 100},
)


@dataclass
class Town:
    """A town hall, its phone, and the people who come and go."""

    office: Office
    chance: random.Random
    phone: dict[str, str] = field(default_factory=dict)
    people: int = 0

    def book(self) -> list[Subscription]:
        return self.office.book()

    def joins(self) -> None:
        """Somebody new, or with the number of somebody known, or who had left."""
        known = [s for s in self.book() if s.phone]
        kind = self.chance.random()
        number = f"+34600{self.people:06}" if kind >= 0.2 or not known else self.chance.choice(known).phone
        gone = [s for s in known if not s.living]
        self.people += 1
        person = Person(
            name=f"Veïna Número{self.people}", id_document=dni(40_000_000 + self.people), phone=number
        )
        if kind > 0.85 and gone:
            back = self.chance.choice(gone)
            person = Person(name=back.name, id_document=back.id_document, phone=back.phone)
            if any(s.living and s.id_document == back.id_document for s in known):
                return
        with self.office.store.begin() as tx:
            ref = subscribers.next_ref(subscribers.count(tx) + 1)
            fresh = Subscription(
                ref=ref, name=person.name or "", id_document=person.id_document, phone=person.phone,
                state=State.DUE, consent_at=self.office.at, alta_at=self.office.at, opened_at=self.office.at,
            )  # fmt: skip
            subscribers.insert(tx, fresh, "alta", mark(self.office.at))

    def leaves(self) -> None:
        there = [s for s in self.book() if s.living]
        if there:
            one = self.chance.choice(there)
            self.office.mail(
                f"Vull la baixa de la llista de WhatsApp.\n{one.name}\n{one.id_document}\n{one.phone}",
                subject="BAIXA",
                sender=f"{one.ref.lower()}@veins.example",
                Authentication_Results=PASSES,
            )

    def morning(self) -> None:
        """The clerk does on the phone what the digest says, and answers it."""
        digests = Digests(
            store=self.office.store, settings=SETTINGS, post=Post(SETTINGS), clock=lambda: self.office.at
        )
        on = digests.queue_due()
        if on is None:
            return
        with self.office.store.read() as tx:
            told = digests.of(tx, on)
        self.takes_in(self.office.of_template("digest")[-1])
        lines = [f"FET {item.ref}" for item in (*told.overdue, *told.due_today)]
        lines += [f"TRETA {item.ref}" for item in told.take_off]
        if lines:
            self.office.order("\n".join(lines))

    def takes_in(self, digest: EmailMessage) -> None:
        for part in digest.iter_attachments():
            name, data = part.get_filename() or "", part.get_payload(decode=True)
            if name.endswith(".vcf") and isinstance(data, bytes):
                for contact in read_export(data):
                    (number,) = mobiles(contact.phones)
                    if name.startswith("altes"):
                        self.phone[number] = contact.name
                    else:
                        self.phone.pop(number, None)  # who was due may never have been there

    def export(self) -> bytes:
        contacts = [Contact(name=n.removeprefix("Setcases "), phones=(p,)) for p, n in self.phone.items()]
        return written(contacts, prefix="Setcases")


@pytest.mark.parametrize("seed", range(3))
def test_who_does_what_the_digest_says_has_a_phone_that_agrees_with_the_books(
    sqlite: Store, seed: int
) -> None:
    town = Town(Office(sqlite, settings=SETTINGS), random.Random(seed))
    for day in range(40):
        town.office.at = NOW.replace(hour=6) + timedelta(days=day)
        if day < 30:
            for _ in range(town.chance.randint(0, 4)):
                town.joins()
            for _ in range(town.chance.randint(0, 2)):
                town.leaves()
        town.morning()
        assert_lists_hold(town.book())

    active = {s.phone for s in town.book() if s.state is State.ACTIVE}
    assert len(active) > LIST_SIZE
    assert set(town.phone) == active
    town.office.take(mailed(("contactes.vcf", "text/vcard", town.export())))
    (told,) = town.office.of_template("recount")
    assert "El telèfon i la llista coincideixen" in text_of(told)


def assert_lists_hold(book: list[Subscription]) -> None:
    placed = {(s.phone, s.list_number) for s in book if s.list_number}
    numbers = [number for _, number in placed]
    assert len({phone for phone, _ in placed}) == len(placed)  # no number in two lists
    assert all(numbers.count(number) <= LIST_SIZE for number in numbers)
    assert all(s.list_number for s in book if s.state is State.ACTIVE)
