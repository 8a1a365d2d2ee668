"""A letter of ours that comes back is noted and told of in the digest; the books do not move for it."""

from datetime import timedelta

import pytest

from daemon.books.store import Store
from daemon.books.tables import outbox
from daemon.desk.digests import Digests
from daemon.letters.sentences import in_catalan
from daemon.post.queueing import Post
from rules.books.decision import Reason
from tests.daemon.books.test_conversations import ASKS, HERS, NO_DNI, SUBJECT, left
from tests.daemon.talking import PERE, ROSER, Desk

_REPORT = """From: Mail Delivery System <MAILER-DAEMON@mx.veins.example>
To: info@setcases.cat
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Return-Path: <>
Message-ID: <{n}@mx.veins.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered. No he estat jo.

--b
Content-Type: message/{kind}

Reporting-MTA: dns; mx.veins.example

Final-Recipient: rfc822; roser@veins.example
Action: {action}
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

From: info@setcases.cat
To: roser@veins.example
Message-ID: {message_id}
Subject: Llista de WhatsApp

--b--
"""


@pytest.fixture
def desk(sqlite: Store) -> Desk:
    desk = Desk(sqlite)
    desk.hold(ROSER)
    desk.hold(PERE)
    return desk


def report(message_id: str, action: str = "failed", kind: str = "delivery-status", n: int = 1) -> bytes:
    written = _REPORT.format(message_id=message_id, action=action, kind=kind, n=n)
    return written.replace("\n", "\r\n").encode()


def failed(desk: Desk) -> int:
    """How many letters the day's digest says have failed."""
    digests = Digests(
        store=desk.store, settings=desk.settings, post=Post(desk.settings), clock=lambda: desk.at
    )
    with desk.store.read() as tx:
        return digests.of(tx, desk.at.date()).health.letters_failed


def test_a_done_letter_that_came_back_stands_in_the_digest_and_moves_nothing(desk: Desk) -> None:
    letter = left(desk)
    desk.deliver()

    taken = desk.take(report(letter["Message-ID"]))

    assert taken.decision.leading.reason is Reason.ROBOT
    assert taken.decision.letter is None
    assert desk.states() == ["leaving", "active"]
    assert [case.state for case in desk.cases()] == ["closed"]
    assert failed(desk) == 1
    assert desk.templates() == ["done"]


def test_a_question_that_came_back_is_with_staff(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    desk.deliver()

    desk.take(report(desk.letters()[0]["Message-ID"]))
    assert not desk.reminders()

    (card,) = desk.cases("staff")
    assert card.reason == in_catalan(Reason.UNREACHED)


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        pytest.param("delayed", "delivery-status", id="only late"),
        pytest.param("displayed", "disposition-notification", id="a receipt"),
        pytest.param("delivered", "delivery-status", id="delivered"),
    ],
)
def test_what_is_late_or_was_read_has_not_failed(desk: Desk, action: str, kind: str) -> None:
    letter = left(desk)
    desk.deliver()

    desk.take(report(letter["Message-ID"], action, kind))

    assert failed(desk) == 0


def test_a_strangers_report_is_about_no_letter_of_ours(desk: Desk) -> None:
    left(desk)
    desk.deliver()

    desk.take(report("<0123456789abcdef0123456789abcdef@setcases.cat>"))
    desk.take(report("<0123456789abcdef0123456789abcdef@altre.example>", n=2))

    assert failed(desk) == 0


def test_a_person_who_forwards_the_id_fails_no_letter(desk: Desk) -> None:
    letter = left(desk)
    desk.deliver()

    desk.answer(f"Action: failed\n{letter['Message-ID']}", letter)

    assert failed(desk) == 0


def test_a_letter_that_waits_is_not_touched(desk: Desk) -> None:
    letter = left(desk)

    desk.take(report(letter["Message-ID"]))

    with desk.store.read() as tx:
        assert tx.connection.execute(outbox.select()).one().state == "waiting"


def test_a_report_twice_is_told_once(desk: Desk) -> None:
    letter = left(desk, f"{ASKS}\n{HERS}")
    desk.deliver()

    for n in (1, 2):
        desk.at += timedelta(hours=1)
        desk.take(report(letter["Message-ID"], n=n))

    assert failed(desk) == 1
