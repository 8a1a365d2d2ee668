"""The promise: from an empty folder, one session at a real mailbox ends in a service that works."""

import os
import pty
import select
import signal
import stat
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.dovecot import PASSWORD, USER, Dovecot
from tests.journeys.conftest import ALTABAIXA, Sink
from tests.supervisor import PATIENCE

TOWN = ["Ajuntament de Vilaprova", "", "600 111 222", "", "info@vila.localhost"]
REST = [
    "secretaria@vila.localhost",
    "",
    "tecnica@vila.localhost",
    "no-reply@registre.example",
    "",
    "",
    "",
    "",
    "yes",
]


def mailbox(dovecot: Dovecot) -> list[str]:
    """A certificate nobody knows, then a wrong password, then the right one."""
    first = ["127.0.0.1", "implicit", str(dovecot.port), USER, "wrong"]
    as_before = ["", "", "", ""]
    return [*first, "change", *as_before, "", str(dovecot.ca), "change", *as_before, PASSWORD]


def sending(port: int) -> list[str]:
    return ["127.0.0.1", "none", str(port), "no", "", ""]


@pytest.fixture
def lived_in(dovecot: Dovecot) -> Dovecot:
    """A mailbox with folders and mail, as the town's own server marks it."""
    with dovecot.client() as client:
        client.create_folder("Junk")
        client.create_folder("Sent")
    vouched = b"Authentication-Results: mx.vila.example; spf=pass smtp.mailfrom=a@b.example\r\n"
    for _ in range(3):
        dovecot.deliver(vouched + b"From: a@b.example\r\nSubject: Hola\r\n\r\nHola\r\n")
    return dovecot


def command(folder: Path, *words: str | Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ALTABAIXA, *words, "--config", folder / "altabaixa.toml"],
        input=typed, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip


def test_a_session_ends_in_a_service_that_answers_its_first_mail(
    lived_in: Dovecot, sink: tuple[Sink, int], tmp_path: Path
) -> None:
    letters, port = sink
    before = lived_in.files()
    answers = [*TOWN, *mailbox(lived_in), *sending(port), "yes", "yes", "yes", *REST]

    done = command(tmp_path / "etc", "init", typed="".join(f"{line}\n" for line in answers))

    assert (done.returncode, done.stderr) == (0, "")
    said = " ".join(done.stdout.split())
    order = [
        "signed by an authority that is not trusted",
        "refuses the login of info",
        "logged in as info",
        "info@vila.localhost is accepted as sender",
        "Read the folder “Junk” too?",
        "“mx.vila.example” is on top in 3 of the 3 newest messages",
        "Everything, once more",
        "What is next",
    ]
    assert [said.find(part) for part in order] == sorted(said.find(part) for part in order)
    assert -1 not in [said.find(part) for part in order], said
    assert PASSWORD not in done.stdout
    assert lived_in.files() == before
    assert letters.letters == []

    _works(tmp_path / "etc", lived_in, letters)


ANSWERS = """
[town]
name = "Ajuntament de Vilaprova"
whatsapp = "600 111 222"
[mailbox]
host = "127.0.0.1"
port = {imap}
ca_file = "{ca}"
user = "{user}"
password = "{password}"
junk_folders = ["Junk"]
sent_folder = "Sent"
[smtp]
host = "127.0.0.1"
tls = "none"
port = {smtp}
user = ""
sender = "info@vila.localhost"
[staff]
digest_to = ["secretaria@vila.localhost"]
technician = "tecnica@vila.localhost"
[registry]
senders = ["no-reply@registre.example"]
[trust]
authserv_ids = ["mx.vila.example"]
[calendar]
confirmed_years = []
"""


def test_a_file_of_answers_ends_in_a_service_that_answers_its_first_mail(
    lived_in: Dovecot, sink: tuple[Sink, int], tmp_path: Path
) -> None:
    letters, port = sink
    file = tmp_path / "vilaprova.toml"
    file.write_text(
        ANSWERS.format(imap=lived_in.port, ca=lived_in.ca, user=USER, password=PASSWORD, smtp=port)
    )

    done = command(tmp_path / "etc", "init", "--answers", file)

    assert (done.returncode, done.stderr) == (0, "")
    assert "logged in as info" in done.stdout
    assert PASSWORD not in done.stdout
    _works(tmp_path / "etc", lived_in, letters)


def _works(folder: Path, dovecot: Dovecot, sink: Sink) -> None:
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert files == {"altabaixa.toml": 0o644, "imap-password": 0o600}
    text = (folder / "altabaixa.toml").read_text(encoding="utf-8")
    for line in (
        'junk_folders = ["Junk"]',
        'sent_folder = "Sent"',
        'authserv_ids = ["mx.vila.example"]',
        'technician = "tecnica@vila.localhost"',
        'senders = ["no-reply@registre.example"]',
        "confirmed_years = []",
    ):
        assert line in text
    assert PASSWORD not in text

    assert command(folder, "run", "--once").returncode == 0
    dovecot.deliver(
        b"From: Pere <pere@veins.example>\r\nTo: info@vila.localhost\r\nMessage-ID: <1@veins.example>\r\n"
        b"Subject: BAIXA WhatsApp Ajuntament\r\n\r\nPere Prova, 12345678Z, 600222333\r\n"
    )
    assert command(folder, "run", "--once").returncode == 0
    assert len(sink.to("pere@veins.example")) == 1


class Terminal:
    """What a person at a terminal sees and types."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._unread = ""
        self.screen = ""

    def answer(self, question: str, text: str) -> None:
        """Type *text* once *question* and the prompt after it are there."""
        self.wait_for(question, "> ")
        os.write(self._descriptor, f"{text}\n".encode())

    def interrupt(self, process: "subprocess.Popen[bytes]") -> None:
        """Do as Ctrl-C does; again where it came between the prompt and the wait for keys, as people do."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            process.send_signal(signal.SIGINT)
            if select.select([self._descriptor], [], [], 1)[0]:
                return
        pytest.fail("nothing came of Ctrl-C: was this run started where it is ignored?")

    def wait_for(self, *parts: str) -> None:
        """Read until *parts* were seen, in this order."""
        until = time.monotonic() + PATIENCE
        for part in parts:
            while part not in self._unread:
                assert time.monotonic() < until, f"no {part!r} in {self._unread!r}"
                self._read()
            self._unread = self._unread.partition(part)[2]

    def _read(self) -> None:
        if select.select([self._descriptor], [], [], 1)[0]:
            read = os.read(self._descriptor, 4096).decode(errors="replace")
            self._unread += read
            self.screen += read


@contextmanager
def at_a_terminal(folder: Path) -> Iterator[tuple[Terminal, "subprocess.Popen[bytes]"]]:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        # A run of the tests that was started in the background ignores Ctrl-C, and so would its children.
        ["env", "--default-signal=INT", ALTABAIXA, "init", "--config", folder / "altabaixa.toml"],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={**os.environ, "TERM": "dumb", "COLUMNS": "200"},
    )  # fmt: skip
    os.close(theirs)
    try:
        yield Terminal(ours), process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        process.wait(timeout=10)
        os.close(ours)


def test_at_a_terminal_the_password_is_not_shown_and_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    with at_a_terminal(tmp_path / "etc") as (terminal, process):
        for question, text in (
            ("Name of the town hall", "Ajuntament de Vilaprova"),
            ("Name of the WhatsApp list", ""),
            ("Number of the WhatsApp list", "600111222"),
            ("Web page", ""),
            ("Mail address of the town hall", "info@vila.localhost"),
            ("IMAP server", "127.0.0.1"),
            ("Encryption", "none"),
            ("Port", "9"),
            ("User name", "info"),
            ("Password of the mailbox", "clau-secreta"),
        ):
            terminal.answer(question, text)
        terminal.wait_for("What now?", "> ")
        terminal.interrupt(process)
        terminal.wait_for("nothing was written")

        assert process.wait(timeout=PATIENCE) == 130
        assert "600111222" in terminal.screen
        assert "clau-secreta" not in terminal.screen
    assert list(tmp_path.iterdir()) == []
