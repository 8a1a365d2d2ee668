"""What cannot be read or sent is told once, by the way that still works, and nothing is lost meanwhile."""

import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from tests.dovecot import PASSWORD, free_port
from tests.journeys.conftest import ALTABAIXA, TownHall, text_of
from tests.journeys.test_listening import question
from tests.supervisor import Supervisor, supervised

STAFF, TECHNICIAN = "secretaria@setcases.cat", "tecnic@setcases.cat"


@pytest.fixture
def town_hall(town_hall: TownHall) -> TownHall:
    name_technician(town_hall)
    return town_hall


def name_technician(town_hall: TownHall) -> None:
    text = town_hall.config.read_text()
    town_hall.config.write_text(text.replace("[registry]", f'technician = "{TECHNICIAN}"\n[registry]'))


def subjects(town_hall: TownHall, address: str) -> list[str]:
    return [str(letter["Subject"]) for letter in town_hall.sink.to(address)]


def notices(town_hall: TownHall, address: str) -> list[EmailMessage]:
    """The letters to *address* about the mailbox; a digest may have come as well."""
    return [letter for letter in town_hall.sink.to(address) if "bústia" in str(letter["Subject"])]


@pytest.fixture
def refused(town_hall: TownHall) -> Iterator[Supervisor]:
    town_hall.dovecot.set_password("una-altra")
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        yield daemon


def test_a_wrong_password_is_told_at_once_and_its_end_too(town_hall: TownHall, refused: Supervisor) -> None:
    said = refused.wait_for("MAILBOX OUT OF REACH")
    assert "cannot log in" in said
    assert "mailbox.password_file" in said  # the way out
    town_hall.sink.wait_for(TECHNICIAN)
    town_hall.sink.wait_for(STAFF)
    (alarm,) = notices(town_hall, TECHNICIAN)
    text = text_of(alarm)
    assert "no ens deixa entrar" in text
    assert "cannot log in" in text

    town_hall.dovecot.set_password(PASSWORD)
    refused.signal(signal.SIGHUP)

    refused.wait_for("configuration read again")
    town_hall.sink.wait_for(TECHNICIAN, letters=2)
    refused.stop()
    assert [str(n["Subject"]).partition(" ·")[0] for n in notices(town_hall, TECHNICIAN)] == [
        "No podem llegir la bústia",
        "La bústia torna a funcionar",
    ]


def test_mail_that_comes_before_the_mailbox_is_in_reach_for_the_first_time_is_ours(
    town_hall: TownHall,
) -> None:
    text = town_hall.config.read_text().replace('since = "all"', 'since = "now"')
    town_hall.config.write_text(text)
    old, raw = question(town_hall)
    town_hall.dovecot.deliver(raw, at=datetime.now(UTC) - timedelta(hours=1))
    town_hall.dovecot.set_password("una-altra")
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        daemon.wait_for("MAILBOX OUT OF REACH")
        fresh, raw = question(town_hall)
        town_hall.dovecot.drop(raw)
        town_hall.dovecot.set_password(PASSWORD)
        daemon.signal(signal.SIGHUP)

        town_hall.sink.wait_for(fresh)

    assert not town_hall.sink.to(old)


def test_a_folder_that_is_gone_keeps_no_other_from_being_read(town_hall: TownHall) -> None:
    town_hall.configure(junk='junk_folders = ["Brossa"]')
    name_technician(town_hall)
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        said = daemon.wait_for("junk folder: IMAP")
        assert "mailbox connected" in said
        assert "'Brossa'" in said
        sender, raw = question(town_hall)
        town_hall.dovecot.deliver(raw)
        town_hall.sink.wait_for(sender)

        town_hall.sink.wait_for(TECHNICIAN)

    text = text_of(notices(town_hall, TECHNICIAN)[0])
    assert "Falta una carpeta de la bústia" in text
    assert "La resta de la bústia es llegeix com sempre." in text


def test_a_server_that_restarts_is_told_to_nobody(town_hall: TownHall) -> None:
    town_hall.dovecot.kill()
    with pytest.raises(Exception, match="cannot connect"):
        town_hall.run_once()
    town_hall.dovecot.start()

    town_hall.at += timedelta(minutes=3)
    town_hall.run_once()

    assert notices(town_hall, STAFF) == []


def test_an_outage_is_told_once_however_often_the_daemon_starts(town_hall: TownHall) -> None:
    town_hall.dovecot.kill()
    for _ in range(4):
        with pytest.raises(Exception, match="cannot connect"):
            town_hall.run_once()
        town_hall.at += timedelta(minutes=4)

    assert len(notices(town_hall, STAFF)) == 1
    assert "dilluns 4 de maig a les 10.00 h" in text_of(notices(town_hall, STAFF)[0])

    town_hall.dovecot.start()
    town_hall.run_once()
    town_hall.run_once()
    assert len(notices(town_hall, STAFF)) == 2


def in_the_inbox(town_hall: TownHall) -> list[tuple[EmailMessage, tuple[bytes, ...]]]:
    with town_hall.dovecot.client() as client:
        client.select_folder("INBOX", readonly=True)
        found = client.fetch(client.search("ALL"), ["BODY.PEEK[]", "FLAGS"])
    return [
        (message_from_bytes(data[b"BODY[]"], policy=policy.default), data[b"FLAGS"])  # type: ignore[misc]
        for data in found.values()
    ]


def test_while_no_mail_leaves_the_digest_is_laid_into_the_mailbox_once_a_day(town_hall: TownHall) -> None:
    sender, raw = question(town_hall)
    town_hall.dovecot.deliver(raw, at=town_hall.at)
    town_hall.configure(smtp=free_port())  # nobody listens there
    town_hall.run_once()
    town_hall.at += timedelta(minutes=20)
    town_hall.run_once()
    assert len(in_the_inbox(town_hall)) == 1

    town_hall.at += timedelta(minutes=15)
    for _ in range(3):
        town_hall.run_once()

    laid = [
        (m, flags) for m, flags in in_the_inbox(town_hall) if m["From"].addresses[0].domain == "setcases.cat"
    ]
    ((digest, flags),) = laid
    assert b"\\Seen" not in flags  # people are to find it
    assert str(digest["Subject"]).startswith("el servei no funciona")
    assert "No podem enviar correu des del dilluns 4 de maig" in text_of(digest)

    town_hall.at += timedelta(days=1)
    town_hall.run_once()
    assert len(in_the_inbox(town_hall)) == 3

    town_hall.configure()
    town_hall.at += timedelta(minutes=30)
    town_hall.run_once()
    assert town_hall.sink.to(sender)  # nothing was lost
    assert len(town_hall.sink.to(STAFF)) == 2  # the digests of both days
    # Of what is set aside only the key is kept, and no sender.
    assert sorted((m["outcome"], bool(m["sender"])) for m in town_hall.messages()) == [
        ("aside", False), ("aside", False), ("resident", True),
    ]  # fmt: skip
