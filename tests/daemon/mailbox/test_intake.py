"""Messages are taken in together, and each is apart: one that fails takes nothing from the others."""

from sqlalchemy import func, select

from daemon.books import subscribers
from daemon.books.store import Store
from daemon.books.tables import messages, outbox
from daemon.mailbox.intake import Intake, Place, Taken
from daemon.ports import Folder, Head
from daemon.post.queueing import Post
from rules.findings import Person
from tests.daemon.conftest import NOW
from tests.daemon.talking import PERE, ROSER, Desk

_PLACE = Place(Folder(name="INBOX", uidvalidity=1, uidnext=99))
_LAIA = Person(name="Laia Ferrer Pont", id_document="34567890V", phone="+34600555666")

# The letter is the last that is written of a message: all else of it has been done by then.
_REFUSES = """CREATE TRIGGER refuses BEFORE INSERT ON outbox WHEN NEW.recipient = 'pere@veins.example'
BEGIN SELECT RAISE(ABORT, 'refused'); END"""


def _leave(person: Person, sender: str) -> bytes:
    head = f"From: {sender}\r\nTo: info@setcases.cat\r\nSubject: BAIXA\r\nMessage-ID: <{sender}>\r\n"
    text = f"BAIXA\r\n{person.name}\r\nDNI {person.id_document}\r\nTel. {person.phone}\r\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{text}".encode()


def _take_in(intake: Intake, *mails: bytes) -> None:
    with intake.together(_PLACE) as take:
        for uid, raw in enumerate(mails, start=1):
            block = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            take(Head(uid=uid, size=len(raw), received_at=NOW, block=block), raw)


def test_a_message_that_fails_half_done_is_a_card_and_the_others_are_done(sqlite: Store) -> None:
    desk = Desk(sqlite)
    for person in (ROSER, PERE, _LAIA):
        desk.hold(person)
    with sqlite.begin() as tx:
        tx.connection.exec_driver_sql(_REFUSES)

    _take_in(
        desk.intake,
        _leave(ROSER, "roser@veins.example"),
        _leave(PERE, "pere@veins.example"),
        _leave(_LAIA, "laia@veins.example"),
    )

    with sqlite.read() as tx:
        states = {held.name: held.state.value for held in subscribers.everyone(tx)}
        reasons = list(tx.connection.execute(select(messages.c.reason).order_by(messages.c.uid)).scalars())
        written = set(tx.connection.execute(select(outbox.c.recipient)).scalars())
    assert states == {ROSER.name: "leaving", PERE.name: "active", _LAIA.name: "leaving"}
    assert reasons == ["LEFT", "UNREADABLE", "LEFT"]
    assert {"roser@veins.example", "laia@veins.example"} <= written
    assert len(desk.cases("staff")) == 1


def test_who_watches_is_told_of_what_is_in_the_books_for_good(sqlite: Store) -> None:
    desk = Desk(sqlite)
    desk.hold(ROSER)
    seen: list[int] = []

    def watch(_taken: Taken) -> None:
        with sqlite.read() as tx:
            seen.append(tx.connection.execute(select(func.count()).select_from(messages)).scalar_one())

    intake = Intake(
        store=sqlite, settings=desk.settings, post=Post(desk.settings), clock=lambda: NOW, watch=watch
    )
    _take_in(intake, _leave(ROSER, "roser@veins.example"), _leave(PERE, "pere@veins.example"))

    assert seen == [2, 2]
