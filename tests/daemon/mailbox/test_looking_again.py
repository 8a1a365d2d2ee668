"""The promise: what the mailbox does while we look again loses no order, and shows no mail for another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from daemon.books import ledger
from daemon.books.store import Store
from daemon.books.tables import contents, messages, outbox
from daemon.errors import MailboxError
from daemon.ports import Folder, Head
from rules.books.decision import Reason
from rules.desk.set_aside import NONE_OF_OURS
from rules.transport.reconnection import Cause
from tests.daemon.conftest import settings
from tests.daemon.mailbox.test_sync import NOON, OddMailbox, _mail, _read

CLERK = "secretaria@setcases.cat"
TOWN = settings(mailbox={"since": "all"}, trust={"authserv_ids": ["mx.setcases.cat"]})


def order(words: str) -> bytes:
    head = f"From: {CLERK}\r\nTo: info@setcases.cat\r\nSubject: {words}\r\n"
    proof = "Authentication-Results: mx.setcases.cat; dmarc=pass header.from=setcases.cat\r\n"
    return f"{head}{proof}\r\n\r\n".encode()


@dataclass
class Shaken(OddMailbox):
    """A server that does something on the *at*-th opening of a folder: hangs up, or numbers it anew."""

    at: int = 0
    hangs_up: bool = False
    opened: int = 0

    def open(self, folder: str) -> Folder:
        self.opened += 1
        if self.hangs_up and self.opened == self.at:
            raise MailboxError("IMAP: the connection was closed", cause=Cause.AWAY)
        validity = 2 if self.at and not self.hangs_up and self.opened >= self.at else 1
        return Folder(name=folder, uidvalidity=validity, uidnext=self.uidnext)

    def heads(self, uids: Sequence[int]) -> dict[int, Head | None]:
        return OddMailbox.heads(self, [uid for uid in uids if uid in self.mails])


def sent(store: Store, template: str) -> list[str]:
    wanted = select(contents.c.raw).join(outbox).where(outbox.c.template == template).order_by(outbox.c.id)
    with store.read() as tx:
        letters = [
            message_from_bytes(raw, policy=policy.default) for raw in tx.connection.execute(wanted).scalars()
        ]  # type: ignore[arg-type]
    return [str(letter.get_body(("plain",)).get_content()) for letter in letters]  # type: ignore[union-attr]


@pytest.mark.parametrize("hangs_up", [True, False], ids=["hangs up", "numbers anew"])
@pytest.mark.parametrize("at", [3, 4])
def test_an_order_that_the_mailbox_interrupts_is_done_once_afterwards(
    store: Store, hangs_up: bool, at: int
) -> None:
    mailbox = Shaken()
    mailbox.put(1, _mail(1))
    _read(mailbox, store, TOWN)
    mailbox.put(2, order("APARTATS"))
    mailbox.at, mailbox.hangs_up = (
        at,
        hangs_up,
    )  # the second opening reads on, the third looks, the fourth returns

    with pytest.raises(MailboxError):
        _read(mailbox, store, TOWN)
    _read(mailbox, store, TOWN)

    (told,) = sent(store, "set-aside")
    assert len(sent(store, "ordered")) == 1
    assert "1 correu no era per a la llista" in told


def test_another_mail_that_has_the_number_now_is_not_shown(sqlite: Store) -> None:
    mailbox = Shaken()
    mailbox.put(1, _mail(1))
    _read(mailbox, sqlite, TOWN)
    mailbox.put(1, _mail(7))
    mailbox.put(2, order("APARTATS"))
    _read(mailbox, sqlite, TOWN)

    (told,) = sent(sqlite, "set-aside")
    assert "n7" not in told
    assert "Ja no és a la bústia" in told


def test_people_come_before_robots_and_what_was_taken_in_before_is_not_listed(store: Store) -> None:
    row = {
        "folder": "INBOX", "uidvalidity": 1, "size": 1, "received_at": NOON, "handled_at": NOON,
        "kind": "other", "outcome": "aside", "reasons": [],
    }  # fmt: skip
    reasons = [Reason.ELSEWHERE, Reason.ROBOT, Reason.AGAIN, Reason.DECLINED, Reason.BEFORE_START]
    with store.begin() as tx:
        for uid, reason in enumerate(reasons, 1):
            tx.connection.execute(
                messages.insert().values(uid=uid, head_sha256=str(uid), reason=reason.name, **row)
            )
        since = NOON - timedelta(days=7)
        listed = ledger.set_aside(tx, NONE_OF_OURS, since=since, most=2)
        assert [line.reason for line in listed] == ["DECLINED", "ELSEWHERE"]
        assert ledger.count_set_aside(tx, NONE_OF_OURS, since=since) == 3
        assert ledger.count_set_aside(tx, NONE_OF_OURS, since=NOON) == 0
