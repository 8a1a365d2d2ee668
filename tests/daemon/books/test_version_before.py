"""A store that the program wrote before its packages had themes opens, is read, and goes on."""

import json
import re
import shutil
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from daemon.books.store import Store
from daemon.post.outbox import deliver_due
from daemon.post.smtp import SmtpMailer
from tests.daemon.conftest import NOW, Command
from tests.daemon.ordering import Office
from tests.daemon.talking import text_of
from tests.smtp_server import LOOPBACK, Scripted

MADE = Path(__file__).with_name("version_before.sqlite")  # by its own commands and intake, as a backup


@pytest.fixture
def made(tmp_path: Path) -> Path:
    file = tmp_path / "books.db"
    shutil.copyfile(MADE, file)
    file.chmod(0o600)
    return file


async def test_a_store_of_the_version_before_opens_and_goes_on(command: Command, made: Path) -> None:
    listed = json.loads(command("cases", "list", "--json").out)
    assert [(case["state"], case["reason"]) for case in listed] == [
        ("resident", "falten dades: s'han demanat a qui ha escrit"),
        ("staff", "les dades són completes però no són de ningú de la llista"),
    ]
    assert "erased on 2026-05-04" in command("subscribers", "show", "A-0001").out
    assert json.loads(command("status", "--json").out)["outbox"]["waiting"] == 3

    with closing(Store(f"sqlite:///{made}")) as store:
        office = Office(store, at=NOW + timedelta(hours=1), _uids=count(3))
        code = re.search("FET A-0002 · [A-Z0-9]+", text_of(office.of_template("digest")[0]))
        (letter,) = office.of_template("missing", "pere@veins.example")
        assert code
        office.order(subject=code[0], proof=None)
        office.answer("El meu DNI és 23456789D", letter, sender="pere@veins.example")
        async with Scripted().running() as server:
            mailer = SmtpMailer(host=LOOPBACK, port=server.port, tls="none", sender="info@setcases.cat")
            await deliver_due(store, mailer, clock=lambda: office.at)
        assert office.states() == ["erased", "active", "leaving"]
        assert [case.state for case in office.cases()][:2] == ["closed", "staff"]
        assert letter["Message-ID"].encode() in b"".join(server.contents)
