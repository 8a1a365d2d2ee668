"""The daemon hears of every mail within seconds, whatever becomes of the server in between."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from daemon.books import health
from daemon.books.health import Loop
from daemon.books.store import Store
from daemon.configuration.settings import load
from daemon.mailbox.imap import ImapMailbox
from daemon.ports import Mailbox
from daemon.service.app import App
from daemon.service.listener import Listener
from daemon.service.watchdog import Progress
from tests.dovecot import PASSWORD, USER
from tests.journeys.conftest import ALTABAIXA, TownHall
from tests.supervisor import PATIENCE, Supervisor, supervised

NUMBERS = count(1)


@pytest.fixture
def listening(town_hall: TownHall) -> Iterator[Supervisor]:
    town_hall.at = datetime.now(UTC)
    # Dovecot makes the maildir for the first message, and watches only one that is there.
    town_hall.dovecot.deliver(question(town_hall)[1])
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        daemon.wait_for("mailbox connected")
        yield daemon


def question(town_hall: TownHall) -> tuple[str, bytes]:
    """A fresh resident who asks to leave without saying who she is: she is asked."""
    number = next(NUMBERS)
    sender = f"veina{number}@veins.example"
    text = f"Bon dia, em vull donar de baixa de la llista de WhatsApp. Gràcies ({number})\n"
    raw = town_hall.written(text, sender=sender, subject="BAIXA Informació Ajuntament de Setcases WhatsApp")
    return sender, raw


_SELDOM = """
import sys
from daemon.service.listener import Listener
Listener.__init__.__kwdefaults__["slice_seconds"] = 3600.0
sys.argv = ["altabaixa", "run", "--config", {config!r}]
from daemon.cli import main
main()
"""


def test_a_letter_leaves_with_the_wake_up_not_with_the_slice(town_hall: TownHall) -> None:
    town_hall.dovecot.deliver(question(town_hall)[1])
    program = _SELDOM.format(config=str(town_hall.config))
    with supervised([sys.executable, "-c", program]) as daemon:
        daemon.wait_for("mailbox connected")
        for _ in range(4):  # a wake-up is lost now and then: the next mail makes another
            sender, raw = question(town_hall)
            town_hall.dovecot.deliver(raw)
            if town_hall.sink.gets(sender, seconds=30):
                return
    pytest.fail("four mails woke nobody up")


def test_a_server_that_was_stopped_is_heard_again(town_hall: TownHall, listening: Supervisor) -> None:
    town_hall.dovecot.kill()
    listening.wait_for("MAILBOX OUT OF REACH")
    sender, raw = question(town_hall)
    town_hall.dovecot.drop(raw)

    town_hall.dovecot.start()

    town_hall.sink.wait_for(sender)


def test_a_server_that_froze_is_heard_again(town_hall: TownHall, listening: Supervisor) -> None:
    town_hall.dovecot.freeze()
    sender, raw = question(town_hall)
    town_hall.dovecot.drop(raw)
    said = len(listening.said)
    listening.wait_for("STATUS=", after=said + 2)  # time goes by, and the daemon lives

    town_hall.dovecot.thaw()

    town_hall.sink.wait_for(sender)


def test_a_server_that_froze_and_was_killed_is_heard_again(
    town_hall: TownHall, listening: Supervisor
) -> None:
    town_hall.dovecot.freeze()
    town_hall.dovecot.kill_at_once()
    sender, raw = question(town_hall)
    town_hall.dovecot.drop(raw)

    town_hall.dovecot.start()

    town_hall.sink.wait_for(sender)


def test_a_connection_that_was_cut_is_made_again(town_hall: TownHall, listening: Supervisor) -> None:
    town_hall.dovecot.cut()
    sender, raw = question(town_hall)
    town_hall.dovecot.drop(raw)

    town_hall.sink.wait_for(sender)


def test_a_server_without_idle_is_looked_into_again_and_again(town_hall: TownHall) -> None:
    town_hall.dovecot.configure("imap_capability = IMAP4rev1 LITERAL+ UIDPLUS\n")
    town_hall.dovecot.kill()
    town_hall.dovecot.start()
    with town_hall.dovecot.client() as client:
        assert not client.has_capability("IDLE")
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        daemon.wait_for("mailbox connected")
        sender, raw = question(town_hall)
        town_hall.dovecot.deliver(raw)

        town_hall.sink.wait_for(sender)


class GapMailbox(ImapMailbox):
    """A mailbox into which mail comes at the worst moment: after the last look, before IDLE."""

    comes: Callable[[], None]

    def wait(self, seconds: float, stop: threading.Event) -> None:
        self.comes()
        super().wait(seconds, stop)


def test_mail_that_comes_between_the_last_look_and_idle_waits_a_slice_at_most(town_hall: TownHall) -> None:
    settings, number = load(town_hall.config), count()
    stop, taken = threading.Event(), threading.Semaphore(0)

    def comes() -> None:
        if next(number) < 3:
            town_hall.dovecot.deliver(question(town_hall)[1])

    def connect() -> Mailbox:
        mailbox = GapMailbox(
            host="127.0.0.1", port=town_hall.dovecot.port, tls="implicit", ca_file=town_hall.dovecot.ca,
            user=USER, password=PASSWORD,
        )  # fmt: skip
        mailbox.comes = comes
        return mailbox

    with closing(Store(settings.store_url)) as store:
        app = App(settings=settings, store=store, watch=lambda _: taken.release())
        listener = Listener(
            intake=app.intake, connect=connect, stop=stop, progress=Progress("test"), slice_seconds=2.0
        )
        thread = threading.Thread(target=listener.run)
        thread.start()
        try:
            assert all(taken.acquire(timeout=PATIENCE) for _ in range(3))
        finally:
            stop.set()
            thread.join(30)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    ("off", "mails", "said"),
    [
        pytest.param(-timedelta(hours=1), 1, "60 minutes behind", id="behind: one mail tells"),
        pytest.param(timedelta(hours=1), 3, "60 minutes ahead of", id="ahead: three tell"),
    ],
)
def test_a_clock_that_is_an_hour_off_is_told_by_the_mail(
    town_hall: TownHall, off: timedelta, mails: int, said: str
) -> None:
    settings = load(town_hall.config)
    stop, looked = threading.Event(), threading.Semaphore(0)
    with closing(Store(settings.store_url)) as store:
        app = App(settings=settings, store=store, clock=lambda: datetime.now(UTC) + off)
        listener = Listener(
            intake=app.intake, connect=app.mailbox, stop=stop, progress=Progress("test"), slice_seconds=0.5,
            errands=lambda _: looked.release(),
        )  # fmt: skip
        thread = threading.Thread(target=listener.run)
        thread.start()
        try:
            assert looked.acquire(timeout=PATIENCE)
            for _ in range(mails):
                town_hall.dovecot.deliver(question(town_hall)[1])
            assert all(looked.acquire(timeout=PATIENCE) for _ in range(4))
        finally:
            stop.set()
            thread.join(30)
        with store.read() as tx:
            clock = health.pulse_of(tx, Loop.CLOCK)

    assert not clock.up
    assert said in clock.trouble
