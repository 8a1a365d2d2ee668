"""Who does not answer is reminded once after three working days, and goes to staff after five."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from daemon.books import cases
from daemon.books.store import Store
from daemon.books.tables import events, outbox
from daemon.desk.approving import approve
from daemon.desk.digests import Digests
from daemon.errors import RefusedError
from daemon.letters.sentences import in_catalan
from daemon.post.queueing import Post
from daemon.service.app import App
from rules.books.decision import Outcome, Reason
from tests.daemon.books.test_conversations import ASKS, BOTH, NO_DNI, SUBJECT
from tests.daemon.conftest import NOW, mark, settings
from tests.daemon.talking import FROM_ROSER, PERE, ROSER, Desk, text_of

MONDAY = NOW  # 4 May 2026, 10:00 in Setcases; Friday the 8th is a local holiday


@pytest.fixture
def desk(store: Store) -> Desk:
    desk = Desk(store)
    desk.hold(ROSER)
    desk.hold(PERE)
    desk.mail(NO_DNI, subject=SUBJECT)
    return desk


def at(desk: Desk, *, days: float) -> bool:
    """So many days later the clock comes round."""
    desk.at = MONDAY + timedelta(days=days)
    return desk.reminders()


def test_after_three_working_days_she_is_reminded_once_in_her_thread(desk: Desk) -> None:
    (asked,) = desk.letters()
    assert not at(desk, days=2.99)

    assert at(desk, days=3)
    assert not at(desk, days=3.01)
    assert not at(desk, days=4)

    _, reminder = desk.letters()
    assert desk.templates() == ["missing", "reminder"]
    assert reminder["In-Reply-To"] == "<1@veins.example>"
    assert reminder["References"].split() == ["<1@veins.example>", asked["Message-ID"]]
    assert reminder["Auto-Submitted"] == "auto-generated"
    assert reminder["X-Loop"] == "info@setcases.cat"
    assert "lletra" in text_of(reminder)  # it names again what is missing


def test_staff_see_in_the_digest_and_in_the_case_that_she_was_reminded(desk: Desk) -> None:
    at(desk, days=3)

    digests = Digests(
        store=desk.store, settings=desk.settings, post=Post(desk.settings), clock=lambda: desk.at
    )
    with desk.store.read() as tx:
        (item,) = digests.of(tx, desk.at.date()).waiting_residents
    assert "Se li va recordar el dijous 7 de maig" in item.details
    assert desk.cases()[0].reminded_at == desk.at


def test_the_letter_goes_under_the_same_reference_and_its_answer_completes(desk: Desk) -> None:
    at(desk, days=3)
    (case,) = desk.cases("resident")
    assert case.ref in desk.letters()[-1]["Subject"]

    desk.answer("12345678Z", desk.letters()[-1])

    assert desk.states() == ["leaving", "active"]
    assert desk.cases("staff", "resident") == []


def test_weekends_and_local_holidays_are_not_counted(desk: Desk) -> None:
    # Tue, Wed, Thu, (Fri the holiday, Sat, Sun), Mon, Tue
    at(desk, days=3)
    assert not at(desk, days=7.99)
    assert desk.cases("staff") == []

    at(desk, days=8)

    assert [case.reason for case in desk.cases("staff")] == [in_catalan(Reason.UNANSWERED)]


def test_after_five_working_days_staff_look_and_nothing_is_lost(desk: Desk) -> None:
    at(desk, days=3)
    at(desk, days=8)
    at(desk, days=30)

    (card,) = desk.cases("staff")
    assert [v.request.person.phone for v in card.requests if v.request] == ["+34600111222"]
    assert desk.templates() == ["missing", "reminder"]
    with desk.store.read() as tx:
        told = tx.connection.execute(select(events.c.what).where(events.c.by == "clock")).scalars().all()
    assert told == ["reminded", "unanswered"]


def test_she_may_still_answer_when_staff_have_it(desk: Desk) -> None:
    at(desk, days=8)

    desk.answer("12345678Z", desk.letters()[0])

    assert desk.states() == ["leaving", "active"]
    assert desk.cases("staff", "resident") == []


def test_staff_may_not_approve_what_still_lacks_its_dni(desk: Desk) -> None:
    at(desk, days=8)
    (card,) = desk.cases("staff")

    with desk.store.begin() as tx, pytest.raises(RefusedError):
        approve(tx, card, mark(desk.at), Post(desk.settings))


def test_after_a_long_stop_staff_look_and_nobody_is_reminded(desk: Desk) -> None:
    at(desk, days=20)

    assert desk.templates() == ["missing"]
    assert len(desk.cases("staff")) == 1


def test_a_question_that_has_not_left_is_not_reminded_of(desk: Desk) -> None:
    desk.at = MONDAY + timedelta(days=3)
    desk.read()
    round_ = desk.reminding().round
    assert not round_()
    assert desk.templates() == ["missing"]


def test_who_could_not_be_asked_is_with_staff_at_once(desk: Desk) -> None:
    with desk.store.begin() as tx:
        tx.connection.execute(outbox.update().values(state="failed"))

    assert not desk.reminders()

    (card,) = desk.cases("staff")
    assert card.reason == in_catalan(Reason.UNREACHED)


def test_nobody_is_reminded_while_her_answer_may_lie_unread(desk: Desk) -> None:
    desk.deliver()
    desk.at = MONDAY + timedelta(days=2)
    desk.read()
    desk.at = MONDAY + timedelta(days=3)
    assert not desk.reminding().round()

    desk.answer("12345678Z", desk.letters()[0])
    assert not desk.reminders()
    assert desk.templates() == ["missing", "done"]


def test_one_reminder_a_conversation(desk: Desk) -> None:
    at(desk, days=3)
    desk.deliver()
    desk.answer("El DNI és 12345678A", desk.letters()[0])
    assert desk.templates() == ["missing", "reminder", "missing"]

    assert not at(desk, days=10)
    at(desk, days=20)

    assert desk.templates() == ["missing", "reminder", "missing"]
    assert len(desk.cases("staff")) == 1


def test_who_is_answered_is_reminded_of_nothing(desk: Desk) -> None:
    desk.answer("12345678Z", desk.letters()[0])

    assert not at(desk, days=3)
    at(desk, days=20)

    assert desk.templates() == ["missing", "done"]
    assert desk.cases("staff", "resident") == []


def test_a_reminder_that_has_not_left_when_she_answers_never_does(desk: Desk) -> None:
    at(desk, days=3)

    desk.answer("12345678Z", desk.letters()[0])

    assert desk.templates() == ["missing", "done"]


def test_a_reminder_that_has_not_left_when_staff_close_the_case_never_does(desk: Desk) -> None:
    at(desk, days=3)

    with desk.store.begin() as tx:
        cases.close(tx, desk.cases("resident")[0], because="ha trucat", by="staff", now=desk.at)

    assert desk.templates() == ["missing"]


def test_staff_are_told_where_the_question_never_left(desk: Desk) -> None:
    desk.at = MONDAY + timedelta(days=8)
    desk.reminding().round()

    (card,) = desk.cases("staff")
    assert card.reason == in_catalan(Reason.UNREACHED)


def test_the_living_service_does_it_as_one_of_its_duties(desk: Desk) -> None:
    desk.deliver()
    desk.at = MONDAY + timedelta(days=3)
    desk.read()
    duties = App(settings=desk.settings, store=desk.store, clock=lambda: desk.at).duties()

    assert duties["reminders"]()
    assert not duties["reminders"]()
    assert desk.templates() == ["missing", "reminder"]


def test_thanks_are_no_answer(desk: Desk) -> None:
    desk.answer("D'acord, gràcies", desk.letters()[0])

    assert at(desk, days=3)


def test_a_days_cap_puts_the_reminder_off(store: Store) -> None:
    desk = Desk(store, settings=settings(replies={"per_sender_per_day": 1}))
    desk.mail(NO_DNI, subject=SUBJECT)
    desk.at = MONDAY + timedelta(days=3)
    desk.mail("Doneu-me de baixa de la llista", subject=SUBJECT, sender=FROM_ROSER)
    assert desk.templates() == ["missing", "missing"]

    assert not desk.reminders()
    assert at(desk, days=4)
    assert desk.templates() == ["missing", "missing", "reminder"]


def test_what_waits_beside_a_card_is_reminded_too(desk: Desk) -> None:
    """One of two lacks a DNI; the other is nobody's, and is with staff already."""
    desk.at = MONDAY
    desk.mail(
        f"{BOTH}\nLa Roser no la trobo; el Pere és el 23456789D".replace("600 333 444", "600 999 888"),
        subject=SUBJECT, sender="pere@veins.example",
    )  # fmt: skip
    mixed = [case for case in desk.cases("staff") if Outcome.WAITING in {v.outcome for v in case.requests}]
    assert len(mixed) == 1

    at(desk, days=3)
    assert desk.templates("pere@veins.example")[-1] == "reminder"
    at(desk, days=8)
    assert {v.outcome for v in desk.cases("staff")[1].requests} == {Outcome.CARD}


def test_a_spanish_speaker_is_reminded_in_spanish(store: Store) -> None:
    desk = Desk(store)
    desk.mail("Hola, quiero darme de baja de la lista de WhatsApp, mi móvil es 600 111 222", subject="baja")

    at(desk, days=3)

    assert "Responda a este" in text_of(desk.letters()[-1]) or "responder" in text_of(desk.letters()[-1])


def test_the_clock_change_makes_no_hour_of_difference(store: Store) -> None:
    desk = Desk(store, at=datetime(2026, 3, 26, 9, 0, tzinfo=UTC))  # a Thursday, 10:00; summer time on Sunday
    desk.mail(NO_DNI, subject=SUBJECT)

    desk.at = datetime(2026, 3, 31, 7, 59, tzinfo=UTC)
    assert not desk.reminders()
    desk.at = datetime(2026, 3, 31, 8, 0, tzinfo=UTC)  # Tuesday, 10:00
    assert desk.reminders()


def test_who_left_meanwhile_by_another_mail_is_asked_for_nothing_more(desk: Desk) -> None:
    desk.mail(f"{ASKS}\nRoser Vilalta Camps\nDNI 12345678Z\nMòbil 600 111 222", sender="neta@altre.example")
    assert desk.states() == ["leaving", "active"]

    assert not at(desk, days=3)

    assert desk.templates() == ["missing"]
    assert desk.cases("staff", "resident") == []
    assert desk.cases("closed")[0].closed_because == "la baixa ja s'ha fet per una altra via"


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param("Pere Camprubí Soler\nDNI 23456789D\nMòbil 600 333 444", id="somebody else left"),
        pytest.param("Roser Vilalta Camps\nMòbil 600 111 222", id="asked again, and not done"),
    ],
)
def test_who_did_not_leave_is_reminded(desk: Desk, meanwhile: str) -> None:
    desk.mail(f"{ASKS}\n{meanwhile}", sender="neta@altre.example")

    at(desk, days=3)

    assert desk.templates() == ["missing", "reminder"]


def test_who_joined_again_is_asked_on(desk: Desk) -> None:
    """She left by another mail and is on the list again: what she asked for may be the new one."""
    desk.mail(f"{ASKS}\nRoser Vilalta Camps\nDNI 12345678Z\nMòbil 600 111 222", sender="neta@altre.example")
    desk.hold(ROSER)

    at(desk, days=3)

    assert desk.templates() == ["missing", "reminder"]
