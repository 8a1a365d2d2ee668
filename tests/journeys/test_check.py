"""A technician's mistakes with a real mailbox and mail server: each is named in one line with the way out."""

import json
import os
import select
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from daemon.books.store import Store
from daemon.checking.roundtrip import send_letter
from daemon.configuration.settings import load
from tests.dovecot import PASSWORD, USER, Dovecot, free_port
from tests.journeys.conftest import TownHall

Found = dict[str, dict[str, str]]


@pytest.fixture(autouse=True)
def _private_password(town_hall: TownHall) -> None:
    (town_hall.folder / "imap-password").chmod(0o600)


def check(town: TownHall, *words: str, code: int) -> Found:
    """What `check --json` found, by subject; nowhere in it is the password."""
    done = town.here("check", "--json", *words)
    assert (done.exit_code, done.stderr) == (code, ""), done
    assert PASSWORD not in done.stdout
    return {finding["subject"]: finding for finding in json.loads(done.stdout)}


def change(town: TownHall, old: str, new: str) -> None:
    text = town.config.read_text()
    assert old in text
    town.config.write_text(text.replace(old, new, 1))


def family(dovecot: Dovecot) -> list[int]:
    """The processes of the server."""
    assert dovecot._process is not None
    parent = dovecot._process.pid
    return [parent, *map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())]


def stop(dovecot: Dovecot) -> None:
    """End the server and wait for its children too: they hold its ports a little longer."""
    dovecot.wait_until_it_lets_in()  # one that is still starting does not hear that it is to end
    with dovecot.client():
        _, *children = family(dovecot)
    ends = []
    for child in children:
        with suppress(ProcessLookupError):
            ends.append(os.pidfd_open(child))
    dovecot.kill()
    for end in ends:
        assert select.select([end], [], [], 10)[0]
        os.close(end)


def certify(dovecot: Dovecot, *names: str, **dates: Any) -> None:
    """Give the server another certificate, by an authority that we trust."""
    stop(dovecot)
    authority = trustme.CA()
    issued = authority.issue_cert(*names, **dates)
    authority.cert_pem.write_to_path(dovecot.ca)
    issued.private_key_pem.write_to_path(dovecot.folder / "key.pem")
    issued.cert_chain_pems[0].write_to_path(dovecot.folder / "cert.pem")
    dovecot.start()


def listen(dovecot: Dovecot, *, ssl: str) -> int:
    """Open the plain IMAP port too, with STARTTLS (`ssl = yes`) or without."""
    port = free_port()
    file = dovecot.folder / "dovecot.conf"
    text = file.read_text().replace("port = 0", f"port = {port}").replace("ssl = yes", f"ssl = {ssl}")
    stop(dovecot)  # before it can read what is written now: it reads anew whenever it likes
    file.write_text(text)
    dovecot.start()
    return port


def test_a_town_hall_that_is_set_up_well_is_told_so_and_nothing_is_changed(town_hall: TownHall) -> None:
    town_hall.mail("Bon dia", sender="merce@example.org", subject="Una pregunta")
    before = (town_hall.dovecot.files(), sorted(os.listdir(town_hall.folder)))

    found = check(town_hall, code=0)

    assert {f["verdict"] for f in found.values()} <= {"good", "warning"}
    assert {"imap.login", "imap.idle", "imap.folder", "smtp.sender", "smtp.null_path"} <= set(found)
    assert "clock.mailbox" not in found
    assert (town_hall.dovecot.files(), sorted(os.listdir(town_hall.folder))) == before
    assert town_hall.sink.letters == []


def test_a_wrong_password_is_named_and_the_way_out_is_checked_all_the_same(town_hall: TownHall) -> None:
    (town_hall.folder / "imap-password").write_text("equivocada")

    found = check(town_hall, code=1)

    assert f"refuses the login of {USER}" in found["imap.login"]["said"]
    assert "imap-password" in found["imap.login"]["mend"]
    assert "equivocada" not in json.dumps(found)
    assert found["smtp.sender"]["verdict"] == "good"


def test_a_folder_that_was_renamed_is_named_with_the_ones_that_are_there(town_hall: TownHall) -> None:
    with town_hall.dovecot.client() as client:
        client.create_folder("Baixes")
        client.create_folder("Correu brossa")
    change(
        town_hall, 'since = "all"', 'since = "all"\nfolders = ["INBOX/baixes"]\nsent_folder = "Correu Brossa"'
    )

    found = check(town_hall, code=1)

    assert "'INBOX/baixes' cannot be opened" in found["imap.folder"]["said"]
    assert "did you mean 'Baixes'?" in found["imap.folder"]["mend"]
    assert "'INBOX'" in found["imap.folder"]["mend"]
    assert "did you mean 'Correu brossa'?" in found["imap.sent_folder"]["mend"]


@pytest.mark.parametrize(
    ("names", "dates", "verdict", "words"),
    [
        pytest.param(
            ["imap.hosting.cat"], {}, "bad", "is for imap.hosting.cat, not for 127.0.0.1", id="name"
        ),
        pytest.param(
            ["127.0.0.1"],
            {"not_before": datetime(2020, 1, 1, tzinfo=UTC), "not_after": datetime(2020, 1, 2, tzinfo=UTC)},
            "bad",
            "has expired",
            id="expired",
        ),
        pytest.param(["127.0.0.1"], {"days": 9}, "warning", "(8 days)", id="soon"),
    ],
)  # fmt: skip
def test_a_certificate_is_named_by_what_is_wrong_with_it(
    town_hall: TownHall, names: list[str], dates: dict[str, Any], verdict: str, words: str
) -> None:
    if days := dates.pop("days", None):
        dates = {"not_after": datetime.now(UTC) + timedelta(days=days)}
    certify(town_hall.dovecot, *names, **dates)

    found = check(town_hall, code=1 if verdict == "bad" else 0)

    assert (found["imap.tls"]["verdict"], words in found["imap.tls"]["said"]) == (verdict, True), found
    assert ("imap.login" in found) is (verdict == "warning")


def test_an_unknown_authority_is_named(town_hall: TownHall) -> None:
    change(town_hall, str(town_hall.dovecot.ca), "")

    found = check(town_hall, code=1)

    assert "by an authority that is not trusted" in found["imap.tls"]["said"]
    assert "mailbox.ca_file" in found["imap.tls"]["mend"]


def test_starttls_is_used_where_it_is_offered(town_hall: TownHall) -> None:
    port = listen(town_hall.dovecot, ssl="yes")
    change(town_hall, f"port = {town_hall.dovecot.port}", f'port = {port}\ntls = "starttls"')

    found = check(town_hall, code=0)

    assert "encrypted" in found["imap.tls"]["said"]


def test_starttls_that_is_not_offered_is_named_and_no_password_goes_in_clear(town_hall: TownHall) -> None:
    port = listen(town_hall.dovecot, ssl="no")
    change(town_hall, f"port = {town_hall.dovecot.port}", f'port = {port}\ntls = "starttls"')

    found = check(town_hall, code=1)

    assert "does not offer STARTTLS" in found["imap.tls"]["said"]
    assert "imap.login" not in found


def test_a_plain_port_spoken_to_with_tls_is_named(town_hall: TownHall) -> None:
    change(town_hall, f"port = {town_hall.dovecot.port}", f"port = {town_hall.port}")

    found = check(town_hall, code=1)

    assert "does not speak TLS" in found["imap.tls"]["said"]


def test_a_server_that_is_down_or_frozen_is_named_in_seconds(town_hall: TownHall) -> None:
    group = family(town_hall.dovecot)
    signal_each(group, signal.SIGSTOP)
    try:
        silent = check(town_hall, code=1)["imap.connection"]
    finally:
        signal_each(group, signal.SIGCONT)
    stop(town_hall.dovecot)
    absent = check(town_hall, code=1)["imap.connection"]

    assert "gave no answer within 15 seconds" in silent["said"]
    assert "refuses the connection" in absent["said"]


def signal_each(processes: Iterable[int], what: signal.Signals) -> None:
    """Send a signal to each process that is still there."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, what)


def test_a_clock_that_is_an_hour_behind_is_named(town_hall: TownHall) -> None:
    later = datetime.now(UTC) + timedelta(hours=1)
    stamp = f"from a.example by mx.setcases.cat; {later:%a, %d %b %Y %H:%M:%S} +0000"
    town_hall.mail("Bon dia", sender="merce@example.org", subject="Hola", at=later, Received=stamp)

    found = check(town_hall, code=1)

    assert "60 minutes behind the mail server's" in found["clock.mailbox"]["said"]


def test_a_daemon_that_is_running_is_no_trouble(town_hall: TownHall) -> None:
    with closing(Store(load(town_hall.config).store_url)) as store, store.exclusive():
        found = check(town_hall, code=0)

    assert "WAL, synchronous FULL" in found["store.open"]["said"]
    assert "daemon is running" in found["store.daemon"]["said"]


# The round trip


class Delivering:
    """A mail server that puts what it takes into the mailbox, or into a folder, some time later."""

    def __init__(self, dovecot: Dovecot, folder: str, late: timedelta) -> None:
        self.dovecot, self.folder, self.late = dovecot, folder, late
        self._under_way: list[threading.Timer] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = bytes(envelope.content or b"")
        at = datetime.now(UTC) + self.late
        deliver = threading.Timer(0.5, self.dovecot.deliver, [content], {"at": at, "folder": self.folder})
        self._under_way.append(deliver)
        deliver.start()
        return "250 2.0.0 OK"

    def finish(self) -> None:
        """Wait for what is still being delivered, before the mailbox goes."""
        for deliver in self._under_way:
            deliver.join()


@pytest.fixture
def delivering(town_hall: TownHall) -> Iterator[Delivering]:
    handler = Delivering(town_hall.dovecot, "INBOX", timedelta())
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    town_hall.configure(smtp=controller.port)
    try:
        yield handler
    finally:
        controller.stop()
        handler.finish()


def test_a_letter_to_ourselves_is_seen_to_arrive_and_the_daemon_sets_it_aside(
    town_hall: TownHall, delivering: Delivering
) -> None:
    old = EmailMessage()
    old["Subject"] = "Prova d'altabaixa"
    town_hall.dovecot.deliver(old.as_bytes())

    found = check(town_hall, "--send", "info@setcases.cat", code=0)

    assert "it was in 'INBOX'" in found["send.arrived"]["said"]
    assert "agree" in found["clock.mailbox"]["said"]
    town_hall.at = datetime.now(UTC)
    town_hall.run_once()
    told = town_hall.messages()
    assert {message["outcome"] for message in told if "X-Loop" in json.dumps(message)} == {"aside"}
    assert town_hall.cases() == []


def test_a_letter_that_lands_in_junk_is_said(town_hall: TownHall, delivering: Delivering) -> None:
    with town_hall.dovecot.client() as client:
        client.create_folder("Junk")
    town_hall.configure(junk='junk_folders = ["Junk"]', smtp=_smtp_port(town_hall))
    delivering.folder = "Junk"

    found = check(town_hall, "--send", "info@setcases.cat", code=0)

    assert (found["send.arrived"]["verdict"], "junk" in found["send.arrived"]["said"]) == ("warning", True)


@pytest.mark.parametrize(("late", "words"), [(1, "60 minutes behind"), (-1, "60 minutes ahead of")])
def test_the_round_trip_shows_a_clock_that_is_an_hour_off(
    town_hall: TownHall, delivering: Delivering, late: int, words: str
) -> None:
    delivering.late = timedelta(hours=late)

    assert words in check(town_hall, "--send", "info@setcases.cat", code=1)["clock.mailbox"]["said"]


def test_a_letter_that_does_not_arrive_is_said(town_hall: TownHall) -> None:
    found = send_letter(load(town_hall.config), "info@setcases.cat", patience=0.5)

    assert [f.subject for f in found] == ["send.handed_over", "send.arrived"]
    assert "was not in 'INBOX'" in found[-1].said
    assert len(town_hall.sink.to("info@setcases.cat")) == 1


def _smtp_port(town: TownHall) -> int:
    return load(town.config).smtp.port
