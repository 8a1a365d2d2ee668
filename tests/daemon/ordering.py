"""A desk whose clerk gives orders: what the tests of orders by mail stand on."""

from collections.abc import Mapping
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from daemon.books import cases, codes, subscribers
from daemon.books.store import Store
from daemon.books.tables import contents, outbox
from daemon.desk.digests import Digests
from daemon.mailbox.intake import Taken
from daemon.post.queueing import Post
from rules.books.decision import Reason
from rules.books.subscription import State, Subscription
from rules.desk.choices import Choice
from rules.findings import Person
from tests.daemon.books.test_cases import opened, verdict
from tests.daemon.conftest import settings
from tests.daemon.talking import PASSES, PERE, ROSER, Desk, text_of

CLERK, MAYOR = "secretaria@setcases.cat", "alcaldia@setcases.cat"
TODAY = date(2026, 5, 4)


class Office(Desk):
    """A desk whose clerk gives orders."""

    def order(
        self,
        text: str = "",
        *,
        subject: str = "",
        sender: str = CLERK,
        proof: str | None = PASSES,
        **more: str,
    ) -> Taken:
        headers = {"Authentication_Results": proof} if proof else {}
        return self.mail(text, sender=sender, subject=subject, **headers, **more)

    def answers(self, to: str = CLERK) -> list[str]:
        """The answers to orders that *to* got, as read."""
        return [text_of(letter) for letter in self.of_template("ordered", to)]

    def of_template(self, template: str, to: str = CLERK) -> list[EmailMessage]:
        wanted = (
            select(contents.c.raw).join(outbox).where(outbox.c.recipient == to, outbox.c.template == template)
        )
        with self.store.read() as tx:
            return [
                message_from_bytes(raw, policy=policy.default)  # type: ignore[arg-type]
                for raw in tx.connection.execute(wanted.order_by(outbox.c.id)).scalars()
            ]

    def code(self, verb: str, ref: str, recipient: str = CLERK) -> str:
        with self.store.begin() as tx:
            choice = Choice(verb=verb, ref=ref, does=())
            return codes.issue(tx, [choice], recipient=recipient, now=self.at)[choice.order]

    def book(self) -> list[Subscription]:
        with self.store.read() as tx:
            return subscribers.everyone(tx)

    def digest(self) -> EmailMessage:
        """The digest that the clerk gets now."""
        made = Digests(
            store=self.store, settings=self.settings, post=Post(self.settings), clock=lambda: self.at
        )
        made.queue_now(self.at.date())
        return self.of_template("digest")[-1]


def office_of(store: Store, people: Mapping[Person, State]) -> Office:
    """An office whose clerk and mayor may order, with these people in the books."""
    given = settings(
        trust={"authserv_ids": ["mx.setcases.cat"], "internal_marks": ["X-Intern: si"]},
        staff={"digest_to": [CLERK], "orders_from": [CLERK, MAYOR]},
    )
    desk = Office(store, settings=given)
    for person, state in people.items():
        desk.hold(person, state)
    return desk


@pytest.fixture
def office(sqlite: Store) -> Office:
    return office_of(sqlite, {ROSER: State.DUE, PERE: State.LEAVING})


def card(office: Office, reason: Reason = Reason.PASSED_ON) -> str:
    """A card with a leave of Roser's ready; its reference."""
    with office.store.begin() as tx:
        opened(tx, verdict(reason=reason))
        return cases.listed(tx)[-1].ref


def offered(office: Office, to: str = CLERK) -> list[str]:
    """What the taps of the last answer to orders would send, first to last: their texts, else subjects."""
    html = office.of_template("ordered", to)[-1].get_body(("html",))
    assert html is not None
    links = [
        parse_qs(urlsplit(node.attributes["href"] or "").query)
        for node in LexborHTMLParser(html.get_content()).css("a[href^='mailto:']")
    ]
    return [(link.get("body") or link["subject"])[0] for link in links]


def quoted(letter: EmailMessage, mark: str = "> ") -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return "".join(f"{mark}{line}\n" for line in body.get_content().splitlines())
