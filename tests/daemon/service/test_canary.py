"""A probe to ourselves is due, comes back and is nobody's mail; one that gets lost is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import contents, messages, outbox
from daemon.letters.health import alarms
from daemon.service.app import App
from daemon.service.status import status_of
from rules.books.decision import Outcome, Reason
from tests.daemon.conftest import settings
from tests.daemon.talking import Desk

OURS = "info@setcases.cat"
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(sqlite: Store) -> Desk:
    return Desk(sqlite, settings=settings(monitoring={"canary_hours": 6}))


def app(desk: Desk) -> App:
    return App(settings=desk.settings, store=desk.store, clock=lambda: desk.at)


def told(desk: Desk) -> list[str]:
    with desk.store.read() as tx:
        keys = select(outbox.c.key).where(outbox.c.template == "outage").order_by(outbox.c.id)
        return [key.partition("/2026")[0] for key in tx.connection.execute(keys).scalars()]


def comes_back(desk: Desk) -> None:
    with desk.store.read() as tx:
        raw = (
            select(contents.c.raw).join(outbox).where(outbox.c.recipient == OURS).order_by(outbox.c.id.desc())
        )
        newest = tx.connection.execute(raw).scalars().first()
    assert newest is not None
    desk.take(newest)


def goes_on(desk: Desk, after: timedelta) -> None:
    """Letters leave, the mailbox is read to its end, and time brings what it brings."""
    desk.deliver()
    desk.at += after
    desk.read()
    for _ in range(2):
        app(desk).canary.round()
        app(desk).alarms.ring()


def test_there_is_none_unless_the_town_wants_it(sqlite: Store) -> None:
    desk = Desk(sqlite)

    assert not app(desk).canary.round()
    assert desk.letters(OURS) == []


def test_it_is_sent_as_often_as_wanted(desk: Desk) -> None:
    owed = []
    for _ in range(13):
        owed.append(app(desk).canary.round())
        desk.at += HOUR

    assert owed == [True, *[False] * 5] * 2 + [True]


def test_one_that_comes_back_is_set_aside_and_counted_nowhere(desk: Desk) -> None:
    goes_on(desk, HOUR)
    desk.deliver()
    comes_back(desk)

    goes_on(desk, 3 * HOUR)

    assert desk.taken[-1].decision.leading.reason is Reason.PROBE
    assert desk.taken[-1].decision.outcome is Outcome.ASIDE
    with desk.store.read() as tx:
        made = app(desk).digests.of(tx, desk.at.date())
        assert tx.connection.execute(select(messages.c.reason)).scalars().all() == ["PROBE"]
    assert (made.health.set_aside, made.health.well, told(desk)) == (0, True, [])
    assert len(desk.letters(OURS)) == 1  # and it is not answered


def test_one_that_gets_lost_is_told_once_and_its_end_once(desk: Desk) -> None:
    goes_on(desk, HOUR)
    goes_on(desk, HOUR + timedelta(minutes=1))
    goes_on(desk, timedelta(minutes=6))
    goes_on(desk, HOUR)

    assert told(desk) == ["outage/canary"]
    with desk.store.read() as tx:
        made = app(desk).digests.of(tx, desk.at.date())
        found = status_of(tx, desk.settings, now=desk.at)
    (alarm,) = alarms(made.health, desk.settings.tz)
    assert "no arriba correu" in alarm
    assert not found.canary.up

    goes_on(desk, 6 * HOUR)  # another is sent
    desk.deliver()
    comes_back(desk)
    goes_on(desk, timedelta(minutes=1))
    goes_on(desk, timedelta(minutes=1))

    assert told(desk) == ["outage/canary", "arriving"]


def test_while_the_mailbox_is_not_read_nothing_is_said_of_it(desk: Desk) -> None:
    goes_on(desk, HOUR)
    desk.deliver()
    desk.at += 3 * HOUR  # an outage of the mailbox has its own alarm

    app(desk).canary.round()
    desk.at += HOUR
    app(desk).alarms.ring()

    assert told(desk) == []


def test_a_mail_that_only_looks_like_it_is_none(desk: Desk) -> None:
    app(desk).canary.round()
    (probe,) = desk.letters(OURS)
    probe.replace_header("Message-ID", "<0123456789abcdef0123456789abcdef@setcases.cat>")

    taken = desk.take(probe.as_bytes().replace(b"\n", b"\r\n"))

    assert taken.decision.leading.reason is Reason.ROBOT


def test_a_town_that_turns_it_off_is_well_again(desk: Desk) -> None:
    goes_on(desk, HOUR)
    goes_on(desk, HOUR + timedelta(minutes=1))
    desk.settings = settings()

    app(desk).canary.round()

    with desk.store.read() as tx:
        assert status_of(tx, desk.settings, now=desk.at).canary.up
