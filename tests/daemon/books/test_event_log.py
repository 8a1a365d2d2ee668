"""What the events tell: who was late and why, for the digest and for whoever asks later."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from daemon.books import codes, event_log, subscribers
from daemon.books.store import Store
from daemon.errors import RefusedError
from rules.books.subscription import State, What
from rules.desk.digest import Digest
from tests.daemon.books.test_subscribers import held, put
from tests.daemon.conftest import NOW, Command, mark
from tests.daemon.desk.test_digests import Staff
from tests.daemon.talking import PASSES, PERE, ROSER, Desk

LONG_AGO = datetime(2026, 4, 20, 8, tzinfo=UTC)


@pytest.fixture
def staff(store: Store) -> Staff:
    staff = Staff(store)
    with store.begin() as tx:
        put(tx, held(State.DUE, consent_at=LONG_AGO, alta_at=LONG_AGO))
    return staff


def made(staff: Staff) -> Digest:
    with staff.store.read() as tx:
        return staff.digests.of(tx, staff.at.date())


def explain(staff: Staff, why: str) -> None:
    with staff.store.begin() as tx:
        event_log.explain_delay(tx, subscribers.find(tx, "A-0001"), why, mark(staff.at))


def test_what_was_done_late_asks_for_its_reason_until_it_is_said(staff: Staff) -> None:
    staff.does("A-0001", What.ACTIVATED)

    assert [(late.ref, late.due_on) for late in made(staff).unexplained] == [("A-0001", date(2026, 4, 27))]
    explain(staff, "  el telèfon era\na reparar ")
    assert made(staff).unexplained == ()


def test_a_reason_that_was_given_before_is_not_asked_for_again(staff: Staff) -> None:
    explain(staff, "primer")
    explain(staff, "segon")
    assert made(staff).overdue[0].late_because == "segon"
    staff.does("A-0001", What.ACTIVATED)

    assert made(staff).unexplained == ()


def test_who_was_put_back_on_the_phone_the_next_day_was_not_late(staff: Staff) -> None:
    staff.does("A-0001", What.ACTIVATED, What.BAIXA, What.TAKEN_OFF, What.UNDO)
    staff.at += timedelta(days=1)
    staff.does("A-0001", What.ACTIVATED)

    assert made(staff).unexplained == ()


def test_a_leave_undone_before_it_came_to_the_phone_moves_no_deadline(staff: Staff) -> None:
    staff.does("A-0001", What.BAIXA, What.UNDO, What.ACTIVATED)

    assert [late.due_on for late in made(staff).unexplained] == [date(2026, 4, 27)]


def test_no_words_are_no_reason(staff: Staff) -> None:
    with pytest.raises(RefusedError, match="cal dir el motiu"):
        explain(staff, " \n")


def test_the_digest_says_and_asks_for_reasons(staff: Staff) -> None:
    staff.digests.queue_due()
    explain(staff, "el telèfon <b>era</b> a reparar")
    staff.at += timedelta(days=1)
    staff.digests.queue_due()

    before, after = (" ".join(text.split()) for text in staff.texts("digest"))
    assert "No consta el motiu del retard." in before
    assert "Roser: el motiu del retard: «MOTIU A-0001 ·" in before
    assert "El motiu del retard: el telèfon <b>era</b> a reparar" in after


def test_the_command_keeps_a_reason_and_shows_it(command: Command, config: Path) -> None:
    url = f"sqlite:///{config.parent / 'books.db'}"
    store = Store(url)
    with store.begin() as tx:
        put(tx, held(State.DUE, consent_at=NOW, alta_at=NOW))
    store.close()

    assert command("subscribers", "late", "a-0001", "era festa").code == 0
    assert "era festa" in command("subscribers", "show", "A-0001").out
    assert "era festa" in command("subscribers", "export", "A-0001").out


def test_who_left_by_mail_is_asked_in_its_language_and_who_left_by_hand_of_no_mail(store: Store) -> None:
    desk = Desk(store)
    desk.hold(ROSER)
    desk.hold(PERE)
    desk.mail(
        f"Hola, quiero darme de baja de la lista de WhatsApp.\n{ROSER.name}\n12345678Z\n600 111 222",
        subject="BAIXA",
        Authentication_Results=PASSES,
    )
    with store.begin() as tx:
        subscribers.advance(tx, subscribers.find(tx, "A-0002"), What.BAIXA, mark())
        event_log.explain_delay(tx, subscribers.find(tx, "A-0001"), "no mou res", mark())
        assert event_log.languages(tx, ["A-0001", "A-0002"]) == {"A-0001": "es"}

    Staff(store).digests.queue_leaves()

    (told,) = Staff(store).texts("leaves")
    assert "Pregunta-l’hi per WhatsApp: https://wa.me/34600111222" in " ".join(told.split())
    assert "wa.me/34600333444" not in told
    assert "Hemos recibido por correo electrónico" in told


def test_the_links_of_a_digest_still_work_once_the_reason_is_said(staff: Staff) -> None:
    with staff.store.read() as tx:
        before = codes.version_of(tx, "A-0001")
    explain(staff, "era festa")
    with staff.store.read() as tx:
        assert codes.version_of(tx, "A-0001") == before
    staff.does("A-0001", What.ACTIVATED)
    with staff.store.read() as tx:
        assert codes.version_of(tx, "A-0001") > before
