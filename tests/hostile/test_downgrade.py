"""Somebody between us and the mail server hears no password, and is not believed what they say in clear."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from daemon.errors import MailboxError
from daemon.mailbox.imap import ImapMailbox
from rules.transport.delivery import Kind
from tests.daemon.post.test_smtp import hand, secured
from tests.smtp_server import LOOPBACK, Certificates, Scripted, certificates

PASSWORD = "una contrasenya"
OFFERS = "* CAPABILITY IMAP4rev1 STARTTLS IDLE\r\n"


@dataclass
class Between:
    """An IMAP server, or who passes for one: what it says in clear, and every byte it hears so."""

    greeting: str = "* OK hello"
    capability: str = OFFERS
    starttls: str = "{tag} OK begin"
    encrypts: ssl.SSLContext | None = None
    in_clear: list[str] = field(default_factory=list)
    encrypted: list[str] = field(default_factory=list)
    port: int = 0

    @contextmanager
    def running(self) -> Iterator["Between"]:
        with socket.create_server((LOOPBACK, 0)) as listening:
            self.port = listening.getsockname()[1]
            thread = threading.Thread(target=self._talk, args=(listening,))
            thread.start()
            yield self
        thread.join(10)
        assert not thread.is_alive()

    def _talk(self, listening: socket.socket) -> None:
        line, _ = listening.accept()
        with line, suppress(OSError):
            line.settimeout(10)
            line.sendall(f"{self.greeting}\r\n".encode())
            if self._listen(line, self.in_clear) and self.encrypts:
                with self.encrypts.wrap_socket(line, server_side=True) as hidden:
                    self._listen(hidden, self.encrypted)

    def _listen(self, line: socket.socket, heard: list[str]) -> bool:
        """Answer until STARTTLS is granted; whether it was."""
        while said := line.recv(4096).decode("latin-1"):
            for text in said.splitlines():
                heard.append(text)
                tag, _, verb = text.partition(" ")
                line.sendall(self._answer(tag, verb.split(" ")[0].upper()).encode())
                if verb.upper() == "STARTTLS":
                    return "OK" in self.starttls
        return False

    def _answer(self, tag: str, verb: str) -> str:
        said = {
            "CAPABILITY": f"{self.capability}{{tag}} OK done",
            "STARTTLS": self.starttls,
            "LOGOUT": "* BYE bye\r\n{tag} OK done",
        }.get(verb, "{tag} OK done")
        return said.replace("{tag}", tag) + "\r\n"


def log_in(server: Between, ca_file: Path, tls: str = "starttls") -> None:
    ImapMailbox(
        host=LOOPBACK, port=server.port, tls=tls, ca_file=ca_file, user="info@setcases.cat",
        password=PASSWORD, patience=5,
    ).close()  # fmt: skip


def verbs(lines: list[str]) -> set[str]:
    return {line.split(" ")[1].upper() for line in lines if " " in line}


@pytest.fixture
def given(tmp_path: Path) -> Certificates:
    return certificates(tmp_path)


@pytest.mark.parametrize(
    "server",
    [
        pytest.param({"capability": "* CAPABILITY IMAP4rev1\r\n"}, id="STARTTLS is stripped"),
        pytest.param({"starttls": "{tag} NO not now"}, id="STARTTLS is refused"),
        pytest.param({"starttls": "{tag} BAD what?"}, id="STARTTLS is unknown"),
        pytest.param({"greeting": "* PREAUTH welcome info"}, id="we are said to be in already"),
        pytest.param({"greeting": "* PREAUTH [CAPABILITY IMAP4rev1] in"}, id="and nothing is offered"),
        pytest.param({"greeting": "* BYE go away"}, id="sent away"),
        pytest.param({}, id="begun, and no TLS follows"),
    ],
)
def test_a_mailbox_that_does_not_encrypt_gets_no_password(
    server: dict[str, str], given: Certificates
) -> None:
    with Between(**server).running() as between, pytest.raises(MailboxError):
        log_in(between, given.ca_file)

    assert verbs(between.in_clear) <= {"CAPABILITY", "STARTTLS", "LOGOUT"}
    assert PASSWORD not in "".join(between.in_clear)


@pytest.mark.parametrize("greeting", ["* PREAUTH welcome info", "* OK hello"])
def test_a_server_in_clear_where_tls_is_due_hears_nothing(greeting: str, given: Certificates) -> None:
    with Between(greeting=greeting).running() as between, pytest.raises(MailboxError):
        log_in(between, given.ca_file, tls="implicit")

    assert PASSWORD not in "".join(between.in_clear)


@pytest.mark.parametrize(
    "injected",
    [
        pytest.param("* CAPABILITY IMAP4rev1 LOGINDISABLED X-EVIL", id="capabilities"),
        pytest.param("* PREAUTH in", id="a greeting"),
        pytest.param("* BYE go away", id="a farewell"),
        pytest.param("A1 OK done\r\n* 1 EXISTS", id="an answer"),
    ],
)
def test_what_is_slipped_in_before_tls_begins_is_not_heard(injected: str, given: Certificates) -> None:
    said = f"{{tag}} OK begin\r\n{injected}"
    with Between(starttls=said, encrypts=given.server).running() as between:
        log_in(between, given.ca_file)

    assert verbs(between.in_clear) <= {"CAPABILITY", "STARTTLS"}
    assert "LOGIN" in verbs(between.encrypted)


@pytest.mark.parametrize("fault", ["another name", "another authority", "expired"])
def test_a_certificate_that_does_not_hold_gets_no_password(fault: str, tmp_path: Path) -> None:
    names = ["mail.elsewhere.cat"] if fault == "another name" else [LOOPBACK]
    shown = certificates(tmp_path, *names, expired=fault == "expired")
    trusted = shown.ca_file
    if fault == "another authority":
        (tmp_path / "other").mkdir()
        trusted = certificates(tmp_path / "other").ca_file

    with Between(encrypts=shown.server).running() as between, pytest.raises(MailboxError):
        log_in(between, trusted)

    assert between.encrypted == []
    assert PASSWORD not in "".join(between.in_clear)


@pytest.mark.parametrize("injected", ["235 2.7.0 welcome", "250 mail.example.cat\r\n250 AUTH PLAIN"])
async def test_what_is_slipped_in_before_tls_is_no_word_of_the_way_out(
    injected: str, given: Certificates
) -> None:
    script = {"STARTTLS": [f"220 2.0.0 go ahead\r\n{injected}"]}
    server = Scripted(script, starttls=given.server, extensions=("AUTH PLAIN",))
    async with server.running():
        answer = await hand(secured(server, given.ca_file))

    assert {line.split()[0] for line in server.in_clear} <= {"EHLO", "STARTTLS"}
    assert answer.kind is Kind.UNREACHABLE or server.heard("AUTH")
