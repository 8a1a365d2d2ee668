"""What a wrong clock would erase is kept, with a real mailbox or without one."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from daemon.books.importing import import_roster, read_roster
from daemon.books.store import Store
from daemon.books.subscribers import Mark
from daemon.configuration.settings import load
from daemon.errors import MailboxError
from rules.calendar.retention import NIGHT
from tests.journeys.conftest import TownHall
from tests.journeys.test_restoring import copy, restore

_HOUR = datetime.now(ZoneInfo("Europe/Madrid")).time()
NOW = datetime.now(UTC) - timedelta(hours=4 if _HOUR < NIGHT else 0)
"""After an hour at which what is over is erased; the mail server dates no mail later than its own clock."""
YEARS = timedelta(days=1500)
HEADER = "name,id_document,phone,state,consent_number,consent_at,activated_on"
ROSER_LEFT = "Roser Vilalta Camps,12345678Z,+34600111222,left,,,"


@pytest.fixture
def town_hall(town_hall: TownHall) -> TownHall:
    """Roser left 1,500 days ago."""
    town_hall.at = NOW - YEARS
    settings = load(town_hall.config)
    file = town_hall.folder / "roster.csv"
    file.write_text(f"{HEADER}\n{ROSER_LEFT}\n")
    with closing(Store(settings.store_url)) as store:
        mark = Mark(by="test", now=town_hall.at, today=town_hall.at.date())
        import_roster(store, read_roster(file, settings.tz), mark)
    return town_hall


def _mail(town_hall: TownHall, what: str, *, at: datetime) -> None:
    town_hall.mail(f"Bon dia, demà hi ha {what}.", sender="coral@veins.example", subject=what, at=at)


def test_a_clock_years_ahead_erases_nobody_while_the_mailbox_is_out_of_reach(town_hall: TownHall) -> None:
    town_hall.at += YEARS
    town_hall.dovecot.kill()

    with pytest.raises(MailboxError):
        town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "left"}
    digest = town_hall.command("digest").stdout
    assert "No s’han esborrat encara 1 persona que va deixar la llista" in " ".join(digest.split())
    assert "altabaixa retention confirm" in " ".join(digest.split())


def test_mail_tells_a_clock_that_is_right_from_one_that_is_years_ahead(town_hall: TownHall) -> None:
    _mail(town_hall, "assaig", at=town_hall.at)
    town_hall.at += YEARS
    town_hall.run_once()
    assert town_hall.states() == {"+34600111222": "left"}

    _mail(town_hall, "concert", at=town_hall.at)
    town_hall.run_once()

    assert town_hall.states() == {None: "erased"}


def test_who_was_erased_after_a_copy_that_is_put_back_is_erased_again(town_hall: TownHall) -> None:
    copy(town_hall)
    kept = town_hall.folder / "backup" / "books.db"
    elsewhere = kept.read_bytes()  # our own copy forgets with the books
    town_hall.at += YEARS
    _mail(town_hall, "assaig", at=town_hall.at)
    town_hall.run_once()
    assert town_hall.states() == {None: "erased"}

    kept.write_bytes(elsewhere)
    restore(town_hall)
    assert town_hall.states() == {"+34600111222": "left"}
    town_hall.run_once()

    assert town_hall.states() == {None: "erased"}


def test_what_is_held_back_is_erased_once_somebody_confirms_it(town_hall: TownHall) -> None:
    assert town_hall.command("retention", "confirm").returncode == 1  # nobody answered
    assert town_hall.states() == {"+34600111222": "left"}

    done = town_hall.command("retention", "confirm", "--yes")

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Erased: 1 person")
    assert town_hall.states() == {None: "erased"}
