"""Whoever watches over the daemon: what `status` and the figures say while it lives, and once it does not."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import ALTABAIXA, TownHall
from tests.journeys.test_run_once import FROM_ROSER, LEAVE, ROSER, SUBJECT
from tests.supervisor import Supervisor, supervised


@pytest.fixture
def figures(town_hall: TownHall) -> Path:
    """Where the daemon is to keep its figures."""
    with town_hall.config.open("a") as config:
        config.write('[monitoring]\nprometheus_file = "altabaixa.prom"\n')
    return town_hall.folder / "altabaixa.prom"


@pytest.fixture
def service(town_hall: TownHall, figures: Path) -> Iterator[Supervisor]:
    town_hall.at = datetime.now(UTC)
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        daemon.wait_for("mailbox connected")
        yield daemon


def status(town_hall: TownHall) -> tuple[int, dict[str, Any]]:
    done = town_hall.command("status", "--json")
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def test_a_daemon_at_work_is_seen_and_one_that_stopped_too(town_hall: TownHall, service: Supervisor) -> None:
    code, told = status(town_hall)
    assert (code, told["well"], told["daemon"]["alive"]) == (0, True, True)
    assert told["mailbox"]["connected"]
    assert (datetime.now(UTC) - datetime.fromisoformat(told["mailbox"]["last_sync_at"])).total_seconds() < 30

    assert service.stop() == 0

    code, told = status(town_hall)
    assert (code, told["daemon"]["alive"], told["mailbox"]["connected"]) == (1, False, False)


def test_mail_that_came_in_moves_the_cursor_and_the_last_mail(town_hall: TownHall) -> None:
    town_hall.residents(ROSER)
    town_hall.mail(LEAVE, sender=FROM_ROSER, subject=SUBJECT)
    town_hall.run_once()

    _, told = status(town_hall)

    assert told["mailbox"]["uid"] == 1
    assert datetime.fromisoformat(told["mailbox"]["last_mail_at"]) == town_hall.at
    assert told["subscribers"] == {
        "requested": 0, "consented": 0, "due": 0, "active": 0, "leaving": 1, "left": 0, "erased": 0,
    }  # fmt: skip


def test_its_start_makes_the_copy_that_the_night_missed(town_hall: TownHall, service: Supervisor) -> None:
    service.wait_for("mailbox connected", after=len(service.said))  # a tick later

    _, told = status(town_hall)

    assert told["copy"]["made_at"] is not None
    assert (town_hall.folder / "backup" / "books.db").is_file()


def test_the_figures_are_kept_by_each_tick(figures: Path, service: Supervisor) -> None:
    service.wait_for("mailbox connected", after=len(service.said))
    service.wait_for("mailbox connected", after=len(service.said))

    assert "\naltabaixa_mailbox_connected 1.0\n" in figures.read_text()


def test_a_command_may_copy_while_the_daemon_lives(town_hall: TownHall, service: Supervisor) -> None:
    done = town_hall.command("backup", str(town_hall.folder / "usb.db"))

    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("usb.db is whole\n")
