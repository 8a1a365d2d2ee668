"""A town hall with a real mailbox and a real way out, and the service between them."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from typer.testing import CliRunner, Result

from daemon.books.store import Store
from daemon.cli import app
from daemon.configuration.settings import load
from daemon.service.app import App
from daemon.service.shadow import open_shadow, shadow_settings
from tests.dovecot import PASSWORD, USER, Dovecot, free_port
from tests.postgresql import postgresql
from tests.supervisor import PATIENCE

__all__ = ["postgresql"]

ALTABAIXA = Path(sys.executable).with_name("altabaixa")

_CONFIG = """
[town]
name = "Ajuntament de Setcases"
channel = "Informació Ajuntament de Setcases"
whatsapp = "+34683331383"
[calendar]
confirmed_years = [2026]
local_holidays = [
  {{ date = 2026-05-08, name = "Aparició de Sant Miquel" }},
  {{ date = 2026-09-29, name = "Sant Miquel" }},
]
[mailbox]
host = "127.0.0.1"
port = {imap}
ca_file = "{ca}"
user = "{user}"
addresses = ["info@setcases.cat"]
since = "all"
{junk}
[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
sender = "info@setcases.cat"
[store]
url = "sqlite:///books.db"
[staff]
digest_to = ["secretaria@setcases.cat"]
orders_from = ["secretaria@setcases.cat"]
[registry]
senders = ["no-reply@registre.example.cat"]
[trust]
authserv_ids = ["mx.setcases.cat"]
"""


class Sink:
    """An SMTP server that takes every letter, or does what the test says at MAIL."""

    def __init__(self) -> None:
        self.letters: list[tuple[str | None, str, EmailMessage]] = []
        self.arrived = threading.Condition()
        self.kill: int | None = None
        self.talks: list[object] = []
        self.quits = 0

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.quits += 1
        return "221 Bye"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.kill is not None:
            os.kill(self.kill, signal.SIGKILL)
            return "421 4.3.0 gone"
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        letter = message_from_bytes(envelope.content, policy=policy.default)  # type: ignore[arg-type]
        with self.arrived:
            self.talks.append(session.peer)
            self.letters.append((envelope.mail_from, envelope.rcpt_tos[0], letter))  # type: ignore[arg-type]
            self.arrived.notify_all()
        return "250 2.0.0 OK"

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for _, recipient, letter in self.letters if recipient == address]

    def wait_for(self, address: str, *, letters: int = 1) -> None:
        """Wait until so many letters have come for *address*."""
        assert self.gets(address, letters=letters, seconds=PATIENCE), f"no letter for {address}"

    def gets(self, address: str, *, seconds: float, letters: int = 1) -> bool:
        """Whether so many letters come for *address* within *seconds*."""
        with self.arrived:
            return self.arrived.wait_for(lambda: len(self.to(address)) >= letters, timeout=seconds)


def text_of(letter: EmailMessage) -> str:
    """What a reader of the plain text reads, without its line ends."""
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


class TownHall:
    """Everything a journey needs; `at` is the clock of runs in this process."""

    def __init__(self, folder: Path, dovecot: Dovecot, sink: Sink, port: int) -> None:
        self.folder = folder
        self.dovecot = dovecot
        self.sink = sink
        self.port = port
        self.at = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
        self.config = folder / "altabaixa.toml"
        self.configure()
        (folder / "imap-password").write_text(PASSWORD + "\n")

    def configure(self, junk: str = "", smtp: int | None = None, more: str = "") -> None:
        self.config.write_text(
            _CONFIG.format(
                imap=self.dovecot.port, ca=self.dovecot.ca, user=USER, smtp=smtp or self.port, junk=junk
            )
            + more
        )

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command as a program of its own."""
        return subprocess.run(
            [ALTABAIXA, *words, "--config", self.config],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def run_once(self, *, shadow: bool = False) -> None:
        settings = load(self.config)
        store = open_shadow(settings, now=self.at) if shadow else Store(settings.store_url)
        if shadow:
            settings = shadow_settings(settings)
        try:
            App(settings=settings, store=store, clock=lambda: self.at, watches_only=shadow).run_once()
        finally:
            store.close()

    def residents(self, *rows: str) -> None:
        file = self.folder / "roster.csv"
        header = "name,id_document,phone,state,consent_number,consent_at,activated_on"
        file.write_text("\n".join([header, *rows]) + "\n")
        self._told("subscribers", "import", str(file))

    def subscribers(self) -> list[dict[str, Any]]:
        return json.loads(self._told("subscribers", "list", "--json"))

    def messages(self) -> list[dict[str, Any]]:
        return json.loads(self._told("messages", "list", "--json"))

    def cases(self) -> list[dict[str, Any]]:
        return json.loads(self._told("cases", "list", "--all", "--json"))

    def here(self, *words: str) -> Result:
        """Run a command in this process, where it starts at once."""
        done = CliRunner().invoke(app, [*words, "--config", str(self.config)], catch_exceptions=False)
        structlog.reset_defaults()  # a command logs to where its output went, which is closed now
        return done

    def _told(self, *words: str) -> str:
        done = self.here(*words)
        assert done.exit_code == 0, done.stderr
        return done.stdout

    def states(self) -> dict[str, str]:
        return {s["phone"]: s["state"] for s in self.subscribers()}

    def mail(
        self, text: str, *, sender: str, subject: str, at: datetime | None = None, **headers: str
    ) -> None:
        """Deliver a plain mail; its arrival is *at*, else the clock's moment."""
        raw = self.written(text, sender=sender, subject=subject, **headers)
        self.dovecot.deliver(raw, at=at or self.at)

    def written(self, text: str, *, sender: str, subject: str, **headers: str) -> bytes:
        message = EmailMessage(policy=policy.SMTP)
        message["From"] = sender
        message["To"] = "info@setcases.cat"
        message["Subject"] = subject
        message["Message-ID"] = headers.pop(
            "message_id", f"<{len(text)}.{abs(hash(text + subject))}@veins.example>"
        )
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        return message.as_bytes()


@pytest.fixture
def sink() -> Iterator[tuple[Sink, int]]:
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield handler, controller.port
    finally:
        controller.stop()


@pytest.fixture
def town_hall(tmp_path: Path, dovecot: Dovecot, sink: tuple[Sink, int]) -> TownHall:
    handler, port = sink
    return TownHall(tmp_path, dovecot, handler, port)
