"""A listener that is left behind, for it hung when the configuration was read again, does nothing twice."""

from contextlib import suppress

from sqlalchemy import func, select

from daemon.books.store import Store
from daemon.books.tables import cases, outbox
from daemon.mailbox.intake import Place, StoppedError
from daemon.ports import Folder, Head
from daemon.service.app import App
from tests.daemon.conftest import NOW, settings

_PLACE = Place(Folder(name="INBOX", uidvalidity=1, uidnext=3))


def _leave(uid: int) -> tuple[Head, bytes]:
    block = f"From: a{uid}@veins.example\r\nTo: info@setcases.cat\r\nSubject: BAIXA WhatsApp {uid}\r\n\r\n"
    raw = f"{block}Vull donar-me de baixa de la llista. Soc l'Anna.\r\n".encode()
    return Head(uid=uid, size=len(raw), received_at=NOW, block=block.encode()), raw


def test_what_another_took_in_meanwhile_is_passed_over_and_the_rest_taken_in(store: Store) -> None:
    intake = App(settings=settings(), store=store, clock=lambda: NOW).intake
    with suppress(StoppedError), intake.together(_PLACE) as take_in:
        take_in(*_leave(1))
        take_in(*_leave(2))
        with intake.together(_PLACE) as take_in_first:
            take_in_first(*_leave(1))
        raise StoppedError

    with store.read() as tx:
        counts = [
            tx.connection.execute(select(func.count()).select_from(each)).scalar() for each in (cases, outbox)
        ]
    assert counts == [2, 2]
