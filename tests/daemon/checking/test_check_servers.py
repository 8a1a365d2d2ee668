"""What a mail server does wrong is named in one line, with the way out, and no secret is in it."""

import asyncio
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from daemon.checking import connection
from daemon.checking.findings import Finding, Verdict, holds
from daemon.checking.mailbox import check_mailbox
from daemon.checking.roundtrip import send_letter
from daemon.checking.sending import check_sending
from daemon.configuration.settings import Settings
from tests.daemon.conftest import settings
from tests.smtp_server import CLOSE, HANG, LOOPBACK, Act, Scripted, Sink, certificates

GOOD, WARNING, BAD = Verdict.GOOD, Verdict.WARNING, Verdict.BAD
PASSWORD = "la-contrasenya-de-prova"


@pytest.fixture(autouse=True)
def _secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("imap-password", "smtp-password"):
        (tmp_path / name).touch(0o600)
        (tmp_path / name).write_text(PASSWORD)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))


def smtp(port: int, **other: Any) -> Settings:
    return settings(smtp={"port": port, **other})


async def sending(port: int, **other: Any) -> list[Finding]:
    return await asyncio.to_thread(check_sending, smtp(port, **other))


def subjects(found: list[Finding]) -> dict[str, Verdict]:
    assert not [f for f in found if PASSWORD in f.said + f.mend or "\n" in f.said + f.mend]
    assert not [f for f in found if f.verdict is not GOOD and not f.mend]
    return {finding.subject: finding.verdict for finding in found}


# SMTP


async def test_a_server_that_takes_us_is_good_and_gets_no_letter(tmp_path: Path) -> None:
    given = certificates(tmp_path)
    async with Scripted(
        implicit=given.server, extensions=("AUTH PLAIN", "SIZE 30000000")
    ).running() as server:
        found = await sending(server.port, tls="implicit", ca_file=str(given.ca_file), user="info")

    assert subjects(found) == dict.fromkeys(
        ["smtp.connection", "smtp.tls", "smtp.login", "smtp.sender", "smtp.null_path", "smtp.size"], GOOD
    )
    assert server.contents == []
    assert server.heard("MAIL") == ["MAIL FROM:<info@setcases.cat>", "MAIL FROM:<>"]
    assert len(server.heard("RSET")) == 2
    assert (
        len(server.heard("AUTH")) == 1
    )  # one try: each one more with a wrong password brings a lock-out nearer


@pytest.mark.parametrize(
    ("script", "subject", "verdict", "words"),
    [
        pytest.param(
            {"MAIL": ["550 5.7.1 merce@example.cat no"]}, "smtp.sender", BAD, "550 5.7.1", id="sender refused"
        ),
        pytest.param(
            {"MAIL": ["530 5.7.0 log in"]}, "smtp.sender", BAD, "demands a login", id="login demanded"
        ),
        pytest.param({"MAIL": ["451 4.3.0 later"]}, "smtp.sender", BAD, "451 4.3.0", id="not now"),
        pytest.param({"MAIL": [CLOSE]}, "smtp.sender", BAD, "no answer", id="hangs up at MAIL"),
        pytest.param(
            {"MAIL": ["250 ok", "550 5.7.60 no null"]},
            "smtp.null_path",
            WARNING,
            "550 5.7.60",
            id="null path",
        ),
        pytest.param(
            {"greeting": ["554 5.7.1 not you"] * 2}, "smtp.connection", BAD, "554 5.7.1 not you", id="554"
        ),
        pytest.param({"greeting": ["* OK IMAP"] * 2}, "smtp.connection", BAD, "as SMTP", id="other protocol"),
        pytest.param({"greeting": [CLOSE]}, "smtp.connection", BAD, "serve us", id="hangs up at once"),
    ],
)
async def test_what_a_mail_server_refuses_is_named(
    script: Mapping[str, list[str | Act]], subject: str, verdict: Verdict, words: str
) -> None:
    async with Scripted(script).running() as server:
        found = await sending(server.port)

    assert subjects(found)[subject] is verdict
    said = " ".join(f.said for f in found if f.subject == subject)
    assert words in said
    assert "merce" not in said


async def test_a_small_limit_for_letters_is_a_warning() -> None:
    async with Scripted(extensions=("SIZE 50000",)).running() as server:
        assert subjects(await sending(server.port))["smtp.size"] is WARNING


async def test_a_wrong_smtp_password_is_named_and_tried_once(tmp_path: Path) -> None:
    given = certificates(tmp_path)
    sink = Sink(implicit=given.server, login=("info", "another"))
    async with sink.running():
        found = await sending(sink.port, tls="implicit", ca_file=str(given.ca_file), user="info")

    assert subjects(found)["smtp.login"] is BAD
    assert "refuses the login of info (535 5.7.8)" in found[-1].said
    assert "smtp-password" in found[-1].mend
    assert len(sink.tries) == 1


async def test_a_server_without_any_login_we_know_is_named(tmp_path: Path) -> None:
    given = certificates(tmp_path)
    async with Scripted(implicit=given.server, extensions=("AUTH GSSAPI",)).running() as server:
        found = await sending(server.port, tls="implicit", ca_file=str(given.ca_file), user="info")

    assert "offers no login" in found[-1].said


async def test_no_password_is_sent_where_starttls_is_not_offered(tmp_path: Path) -> None:
    given = certificates(tmp_path)
    async with Scripted(extensions=("AUTH PLAIN",)).running() as server:
        found = await sending(server.port, tls="starttls", ca_file=str(given.ca_file), user="info")

    assert subjects(found) == {"smtp.connection": GOOD, "smtp.tls": BAD}
    assert "does not offer STARTTLS" in found[-1].said
    assert {line.split()[0].upper() for line in server.lines} == {"EHLO"}


@pytest.mark.parametrize("way", ["implicit", "starttls"])
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("another name", "is for mail.elsewhere.cat, not for 127.0.0.1"),
        ("another authority", "signed by an authority that is not trusted"),
        ("expired", "has expired"),
    ],
)
async def test_a_certificate_that_does_not_hold_says_why(
    way: str, fault: str, words: str, tmp_path: Path
) -> None:
    names = ["mail.elsewhere.cat"] if fault == "another name" else [LOOPBACK]
    given = certificates(tmp_path, *names, expired=fault == "expired")
    trusted = given.ca_file
    if fault == "another authority":
        (tmp_path / "other").mkdir()
        trusted = certificates(tmp_path / "other").ca_file
    async with Scripted(extensions=("AUTH PLAIN",), **{way: given.server}).running() as server:
        found = await sending(server.port, tls=way, ca_file=str(trusted), user="info")

    assert (found[-1].subject, found[-1].verdict, words in found[-1].said) == ("smtp.tls", BAD, True), found
    assert not server.heard("AUTH")


async def test_a_port_that_speaks_no_tls_is_named() -> None:
    async with Scripted().running() as server:
        found = await sending(server.port, tls="implicit")

    assert "does not speak TLS" in found[-1].said
    assert 'smtp.tls = "starttls"' in found[-1].mend


async def test_a_silent_server_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.2)
    async with Scripted({"greeting": [HANG]}).running() as server, asyncio.timeout(25):
        found = await sending(server.port)

    assert "gave no answer within" in found[-1].said


def test_a_host_that_is_not_found_is_named() -> None:
    found = check_sending(smtp(465, host="no-such-host.invalid", tls="implicit"))

    assert "no-such-host.invalid" in found[-1].said
    assert "smtp.host" in found[-1].mend


async def test_a_test_letter_that_is_refused_is_named() -> None:
    async with Scripted({"RCPT": ["550 5.1.1 nobody here"]}).running() as server:
        found = await asyncio.to_thread(send_letter, smtp(server.port), "ningu@example.cat")

    assert subjects(found) == {"send.handed_over": BAD}
    assert "550 5.1.1" in found[0].said


async def test_a_test_letter_to_another_mailbox_bears_our_marks_and_says_where_to_look() -> None:
    async with Scripted().running() as server:
        found = await asyncio.to_thread(send_letter, smtp(server.port), "tecnic@consell.example")

    assert subjects(found) == {"send.handed_over": GOOD, "send.arrived": GOOD}
    (content,) = server.contents
    assert b"Subject: Prova d'altabaixa\r\n" in content
    assert b"Auto-Submitted: auto-generated\r\n" in content
    assert b"X-Loop: info@setcases.cat\r\n" in content


# IMAP: what Dovecot cannot be made to say


_USUAL = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1 IDLE\r\n{tag} OK done",
    "LOGIN": "{tag} OK in",
    "LIST": '* LIST () "/" INBOX\r\n{tag} OK done',
    "EXAMINE": "* 0 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 1] x\r\n{tag} OK [READ-ONLY] done",
    "LOGOUT": "* BYE bye\r\n{tag} OK done",
}


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server: Any = self.server
        self.wfile.write(server.answers.get("greeting", "* OK hello").encode() + b"\r\n")
        while line := self.rfile.readline().decode():
            server.lines.append(line.rstrip())
            tag, _, rest = line.partition(" ")
            verb, _, given = rest.strip().partition(" ")
            answer = server.answers.get(verb.upper(), "{tag} BAD unknown")
            self.wfile.write(answer.replace("{tag}", tag).replace("{given}", given).encode() + b"\r\n")


@contextmanager
def imap(**answers: str) -> Iterator[tuple[Settings, list[str]]]:
    """A server that answers as told; the settings that name it, and what it heard."""
    with socketserver.ThreadingTCPServer((LOOPBACK, 0), _Talk) as server:
        server.answers = _USUAL | answers  # type: ignore[attr-defined]
        server.lines = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield settings(mailbox={"port": server.server_address[1]}), server.lines  # type: ignore[attr-defined]
        finally:
            server.shutdown()
            thread.join()


def test_a_mailbox_as_it_should_be_is_only_looked_at() -> None:
    with imap() as (town, lines):
        found = check_mailbox(town)

    assert set(subjects(found).values()) == {GOOD}
    verbs = {line.split(" ")[1].upper() for line in lines}
    assert verbs <= {"CAPABILITY", "LOGIN", "EXAMINE", "LOGOUT", "UID", "LIST"}


def test_a_server_without_idle_is_a_warning() -> None:
    with imap(CAPABILITY="* CAPABILITY IMAP4rev1\r\n{tag} OK done") as (town, _):
        found = check_mailbox(town)

    assert subjects(found)["imap.idle"] is WARNING
    assert holds(found)


@pytest.mark.parametrize("verb", ["LOGIN", "EXAMINE"])
def test_exchanges_unconnected_user_is_put_into_words(verb: str) -> None:
    with imap(**{verb: "{tag} BAD User is authenticated but not connected."}) as (town, _):
        found = check_mailbox(town)

    (bad,) = [f for f in found if f.verdict is BAD]
    assert "opens no mailbox for it" in bad.said
    assert "allow IMAP for info@setcases.cat" in bad.mend


def test_a_server_that_repeats_the_password_does_not_get_it_printed() -> None:
    with imap(LOGIN="{tag} NO [AUTHENTICATIONFAILED] wrong: {given}") as (town, lines):
        found = check_mailbox(town)

    assert any(PASSWORD in line for line in lines)
    assert subjects(found)["imap.login"] is BAD
    assert "***" in found[-1].said


def test_a_server_that_is_busy_is_not_taken_for_a_wrong_password() -> None:
    with imap(LOGIN="{tag} NO [UNAVAILABLE] too many connections") as (town, _):
        found = check_mailbox(town)

    assert "did not finish the login" in found[-1].said


def test_no_password_goes_to_a_mailbox_that_offers_no_starttls() -> None:
    with imap() as (town, lines):
        box = town.mailbox.model_copy(update={"tls": "starttls"})
        found = check_mailbox(town.model_copy(update={"mailbox": box}))

    assert subjects(found) == {"imap.connection": GOOD, "imap.tls": BAD}
    assert not [line for line in lines if "LOGIN" in line]


def test_a_server_of_another_protocol_is_named() -> None:
    with imap(greeting="220 mail ESMTP") as (town, _):
        assert "as IMAP" in check_mailbox(town)[-1].said


def test_a_mailbox_that_cannot_be_looked_into_keeps_the_test_letter_at_home() -> None:
    with imap(LOGIN="{tag} NO [AUTHENTICATIONFAILED] no") as (town, _):
        found = send_letter(town, "info@setcases.cat")

    assert subjects(found) == {"send.arrived": BAD}
    assert "nothing was sent" in found[0].said
