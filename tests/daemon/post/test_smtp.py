"""SMTP: one letter at a time, and the answer always says whether the content surely did not go."""

import asyncio
import logging
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from daemon.letters.smtp_answers import answer_words
from daemon.post.smtp import SmtpMailer, Timeouts
from rules.transport.delivery import Answer, Kind, Phase, Trouble
from tests.smtp_server import CLOSE, HANG, LOOPBACK, RESET, Act, Scripted, Sink, certificates

RAW = b"From: info@setcases.cat\r\nSubject: prova\r\n\r\nBon dia\r\n"
QUICK = Timeouts(connect=1.0, command=1.0, dot=1.0, quit=1.0)
PASSWORD = "la-contrasenya-de-prova"

ENVELOPE, DATA = Phase.ENVELOPE, Phase.DATA


def mailer(port: int, **other: Any) -> SmtpMailer:
    return SmtpMailer(
        **{"host": LOOPBACK, "port": port, "tls": "none", "sender": "info@setcases.cat"} | other
    )


def secured(server: Scripted | Sink, ca_file: Path, **other: Any) -> SmtpMailer:
    tls = "implicit" if server.implicit else "starttls"
    login = {"user": "info@setcases.cat", "password": lambda: PASSWORD}
    return mailer(server.port, **{"tls": tls, "ca_file": str(ca_file)} | login | other)


async def hand(
    to: SmtpMailer,
    recipient: str = "merce.puig@example.cat",
    *,
    sender: str = "info@setcases.cat",
    raw: bytes = RAW,
    entering_data: Callable[[], None] = lambda: None,
) -> Answer:
    return await to.hand_over(
        envelope_sender=sender, recipient=recipient, raw=raw, entering_data=entering_data
    )


# What a server can do, and what we say of it


@pytest.mark.parametrize(
    ("script", "kind", "phase", "code"),
    [
        pytest.param({}, Kind.ANSWERED, DATA, 250, id="taken"),
        pytest.param({"greeting": ["421 4.3.2 closing"]}, Kind.UNREACHABLE, ENVELOPE, 421, id="421 greeting"),
        pytest.param({"greeting": ["554 5.7.1 not you"]}, Kind.UNREACHABLE, ENVELOPE, 554, id="554 greeting"),
        pytest.param({"greeting": [CLOSE]}, Kind.UNREACHABLE, ENVELOPE, None, id="close at greeting"),
        pytest.param({"greeting": [HANG]}, Kind.UNREACHABLE, ENVELOPE, None, id="silent at greeting"),
        pytest.param({"greeting": ["hello?"]}, Kind.UNREACHABLE, ENVELOPE, -1, id="nonsense at greeting"),
        pytest.param({"EHLO": ["550 5.7.1 no"]}, Kind.UNREACHABLE, ENVELOPE, 550, id="EHLO refused"),
        pytest.param({"EHLO": [HANG]}, Kind.UNREACHABLE, ENVELOPE, None, id="silent at EHLO"),
        pytest.param({"MAIL": ["451 4.3.0 later"]}, Kind.ANSWERED, ENVELOPE, 451, id="451 at MAIL"),
        pytest.param(
            {"MAIL": ["552 5.3.4 too big"]}, Kind.ANSWERED, ENVELOPE, 552, id="size refused at MAIL"
        ),
        pytest.param({"MAIL": ["550 5.7.1 not yours"]}, Kind.UNREACHABLE, ENVELOPE, 550, id="sender refused"),
        pytest.param({"MAIL": ["530 5.7.0 log in"]}, Kind.UNREACHABLE, ENVELOPE, 530, id="login demanded"),
        pytest.param({"MAIL": [CLOSE]}, Kind.BROKEN, ENVELOPE, None, id="close at MAIL"),
        pytest.param({"MAIL": [HANG]}, Kind.BROKEN, ENVELOPE, None, id="silent at MAIL"),
        pytest.param({"RCPT": ["450 4.7.1 greylisted"]}, Kind.ANSWERED, ENVELOPE, 450, id="greylisted"),
        pytest.param({"RCPT": ["550 5.1.1 nobody"]}, Kind.ANSWERED, ENVELOPE, 550, id="550 at RCPT"),
        pytest.param({"RCPT": [CLOSE]}, Kind.BROKEN, ENVELOPE, None, id="close at RCPT"),
        pytest.param({"RCPT": [RESET]}, Kind.BROKEN, ENVELOPE, None, id="reset at RCPT"),
        pytest.param({"RCPT": [HANG]}, Kind.BROKEN, ENVELOPE, None, id="silent at RCPT"),
        pytest.param({"RCPT": ["nonsense"]}, Kind.BROKEN, ENVELOPE, None, id="nonsense at RCPT"),
        pytest.param({"DATA": ["451 4.3.0 later"]}, Kind.ANSWERED, ENVELOPE, 451, id="451 at DATA"),
        pytest.param({"DATA": ["554 5.5.1 no"]}, Kind.ANSWERED, ENVELOPE, 554, id="554 at DATA"),
        pytest.param({"DATA": ["250 strange"]}, Kind.ANSWERED, ENVELOPE, 250, id="250 at DATA is no sending"),
        pytest.param({"DATA": [CLOSE]}, Kind.BROKEN, ENVELOPE, None, id="close at DATA"),
        pytest.param({"DATA": [HANG]}, Kind.BROKEN, ENVELOPE, None, id="silent at DATA"),
        pytest.param({"content": [CLOSE]}, Kind.BROKEN, DATA, None, id="close within the content"),
        pytest.param({"dot": ["451 4.3.0 later"]}, Kind.ANSWERED, DATA, 451, id="451 at the dot"),
        pytest.param({"dot": ["554 5.7.1 spam"]}, Kind.ANSWERED, DATA, 554, id="554 at the dot"),
        pytest.param({"dot": [CLOSE]}, Kind.BROKEN, DATA, None, id="close after the dot"),
        pytest.param({"dot": [RESET]}, Kind.BROKEN, DATA, None, id="reset after the dot"),
        pytest.param({"dot": [HANG]}, Kind.BROKEN, DATA, None, id="silent after the dot"),
        pytest.param({"dot": ["nonsense"]}, Kind.BROKEN, DATA, None, id="nonsense after the dot"),
        pytest.param({"QUIT": [HANG]}, Kind.ANSWERED, DATA, 250, id="silent at QUIT"),
        pytest.param({"QUIT": [CLOSE]}, Kind.ANSWERED, DATA, 250, id="close at QUIT"),
    ],
)
async def test_every_step_that_fails_says_how_and_in_which_phase(
    script: dict[str, list[str | Act]], kind: Kind, phase: Phase, code: int | None
) -> None:
    async with Scripted(script).running() as server:
        sending = mailer(server.port, timeouts=QUICK)
        answer = await hand(sending)
        await sending.close()

    assert (answer.kind, answer.phase, answer.code) == (kind, phase, code)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "dot"])
async def test_each_step_has_its_own_patience(step: str) -> None:
    patient = {"connect": 30.0, "command": 30.0, "dot": 30.0, "quit": 30.0}
    patience = Timeouts(**patient | {"dot" if step == "dot" else "command": 0.1})
    async with Scripted({step: [HANG]}).running() as server, asyncio.timeout(25):
        answer = await hand(mailer(server.port, timeouts=patience))

    assert answer.kind is Kind.BROKEN


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(
            {"RCPT": ["553 5.7.1 <info@setcases.cat>: Sender address rejected: not owned by user web"]},
            id="at RCPT",
        ),
        pytest.param({"dot": ["554 5.2.252 SendAsDenied; web@setcases.cat"]}, id="after the dot"),
        pytest.param({"dot": ["550 5.7.60 SMTP; no permissions to send as this sender"]}, id="5.7.60"),
    ],
)
async def test_our_address_refused_late_says_nothing_of_the_letter(
    script: dict[str, list[str | Act]],
) -> None:
    async with Scripted(script).running() as server:
        answer = await hand(mailer(server.port))

    assert (answer.kind, answer.phase, answer.trouble) == (Kind.UNREACHABLE, ENVELOPE, Trouble.SENDER)


async def test_a_null_return_path_refused_late_gives_way_to_our_address() -> None:
    script: dict[str, list[str | Act]] = {"RCPT": ["550 5.7.1 <>: Sender address rejected: no null sender"]}
    async with Scripted(script).running() as server:
        sending = mailer(server.port)
        first = await hand(sending, sender="")
        second = await hand(sending, sender="")

    assert (first.kind, first.phase) == (Kind.UNREACHABLE, ENVELOPE)
    assert second.code == 250
    assert [line.split()[1] for line in server.heard("MAIL")] == ["FROM:<>", "FROM:<info@setcases.cat>"]


async def test_nobody_listening_is_unreachable() -> None:
    async with Scripted().running() as server:
        port = server.port

    answer = await hand(mailer(port, timeouts=QUICK))

    assert answer == Answer(kind=Kind.UNREACHABLE, phase=ENVELOPE, trouble=Trouble.NO_CONNECTION)


async def test_what_the_server_said_is_kept_apart_from_what_an_answer_tells() -> None:
    """A server's own text names the address, sometimes the person."""
    script = {"RCPT": ["550 5.1.1 <merce.puig@example.cat>: no hi ha cap Mercè Puig"]}
    async with Scripted(script).running() as server:
        answer = await hand(mailer(server.port))

    assert answer_words(answer) == "550 5.1.1: l'adreça no existeix"
    assert answer.words == "550 5.1.1 <merce.puig@example.cat>: no hi ha cap Mercè Puig"
    assert "puig" not in repr(answer)


# The phase


async def test_the_phase_is_told_after_the_envelope_is_accepted_and_before_DATA() -> None:  # noqa: N802
    async with Scripted().running() as server:
        heard_before: list[str] = []
        await hand(mailer(server.port), entering_data=lambda: heard_before.extend(server.lines))

    assert [line.split()[0] for line in heard_before] == ["EHLO", "MAIL", "RCPT"]
    assert "DATA" in server.lines


async def test_a_refused_recipient_never_enters_the_data_phase() -> None:
    entered: list[bool] = []
    async with Scripted({"RCPT": ["550 5.1.1 no"]}).running() as server:
        await hand(mailer(server.port), entering_data=lambda: entered.append(True))

    assert not entered


async def test_where_the_phase_cannot_be_written_nothing_is_sent() -> None:
    def disk_full() -> None:
        raise OSError(28, "No space left on device")

    async with Scripted().running() as server:
        sending = mailer(server.port)
        with pytest.raises(OSError, match="No space left"):
            await hand(sending, entering_data=disk_full)
        again = await hand(sending)

    assert again.code == 250
    assert server.connections == 2  # the half-made envelope went with its connection
    assert len(server.contents) == 1


async def test_a_try_that_is_broken_off_leaves_no_connection_behind() -> None:
    async with Scripted({"dot": [HANG]}).running() as server:
        sending = mailer(server.port)
        begun = asyncio.Event()
        server.at = {"dot": begun.set}
        task = asyncio.create_task(hand(sending))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (await hand(sending)).code == 250

    assert server.connections == 2


# What goes over the wire


@pytest.mark.parametrize(
    ("raw", "content"),
    [
        pytest.param(b"A: b\r\n\r\nx\r\n", b"A: b\r\n\r\nx\r\n.\r\n", id="as it is"),
        pytest.param(b"A: b\n\nx\n", b"A: b\r\n\r\nx\r\n.\r\n", id="bare LF"),
        pytest.param(b"A: b\r\n\r\nx\ry", b"A: b\r\n\r\nx\r\ny\r\n.\r\n", id="bare CR, no last line end"),
        pytest.param(b"A: b\r\n\r\n.\r\n", b"A: b\r\n\r\n..\r\n.\r\n", id="a lone dot"),
        pytest.param(b"A: b\r\n\r\n..x\r\ny.\r\n", b"A: b\r\n\r\n...x\r\ny.\r\n.\r\n", id="dots"),
        pytest.param(
            b"A: b\r\n\r\nx\n.\nMAIL FROM:<e@x>\n", b"A: b\r\n\r\nx\r\n..\r\nMAIL FROM:<e@x>\r\n.\r\n",
            id="smuggling by bare LF",
        ),
        pytest.param(
            b"A: b\r\n\r\nx\r.\rRCPT TO:<e@x.cat>\r", b"A: b\r\n\r\nx\r\n..\r\nRCPT TO:<e@x.cat>\r\n.\r\n",
            id="smuggling by bare CR",
        ),
    ],
)  # fmt: skip
async def test_the_content_ends_its_lines_by_crlf_and_doubles_leading_dots(
    raw: bytes, content: bytes
) -> None:
    async with Scripted().running() as server:
        sending = mailer(server.port)
        await hand(sending, raw=raw)
        await sending.close()

    assert server.contents == [content]
    assert [line.split()[0] for line in server.lines] == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


async def test_another_mans_server_receives_the_very_bytes() -> None:
    raw = RAW + b".\r\n..\r\n.. x\r\n"
    async with Sink().running() as server:
        await hand(mailer(server.port), raw=raw)

    assert server.letters[0].content == raw
    assert server.letters[0].recipients == ["merce.puig@example.cat"]


UNMAILABLE = [
    "merce@example.cat>\r\nRCPT TO:<e@x.cat",
    '"a\r\nRCPT TO:<e@x.test>"@x.test',
    "merce@example.cat SIZE=1",
    "merce@example.cat,e@x.cat",
    "<e@x.cat>merce@example.cat",
    "mercè@example.cat",
    "merce@example.cat\n",
    "merce@example.cat\x00",
    "merce",
]


@pytest.mark.parametrize(
    ("recipient", "sender"),
    [(address, "info@setcases.cat") for address in [*UNMAILABLE, ""]]
    + [("merce@example.cat", address) for address in UNMAILABLE],
)
async def test_an_address_that_is_not_plain_opens_no_connection(recipient: str, sender: str) -> None:
    async with Scripted().running() as server:
        answer = await hand(mailer(server.port), recipient, sender=sender)

    assert server.connections == 0
    assert (answer.kind, answer.phase, answer.code) == (Kind.ANSWERED, ENVELOPE, 553)


async def test_mail_and_rcpt_hold_the_stored_addresses_and_the_size_as_sent() -> None:
    async with Scripted().running() as server:
        await hand(mailer(server.port), "o'connor+llista=1@mail.example.cat", sender="", raw=b"A: b\n\n.\n")

    size = len(server.contents[0])
    assert server.heard("MAIL") == [f"MAIL FROM:<> SIZE={size}"]
    assert server.heard("RCPT") == ["RCPT TO:<o'connor+llista=1@mail.example.cat>"]


async def test_no_size_is_told_to_a_server_that_does_not_ask() -> None:
    async with Scripted(extensions=()).running() as server:
        await hand(mailer(server.port))

    assert server.heard("MAIL") == ["MAIL FROM:<info@setcases.cat>"]


async def test_ehlo_names_our_domain_and_not_the_machine() -> None:
    async with Scripted().running() as server:
        await hand(mailer(server.port))

    assert server.heard("EHLO") == ["EHLO setcases.cat"]


# The null return path


async def test_a_server_that_refuses_the_null_return_path_gets_our_address_from_then_on() -> None:
    async with Scripted({"MAIL": ["550 5.7.60 no null sender"]}).running() as server:
        sending = mailer(server.port)
        answers = [await hand(sending, sender="") for _ in range(2)]

    assert [answer.code for answer in answers] == [250, 250]
    assert [line.split(" ")[1] for line in server.heard("MAIL")] == [
        "FROM:<>", "FROM:<info@setcases.cat>", "FROM:<info@setcases.cat>",
    ]  # fmt: skip


async def test_a_null_return_path_put_off_is_not_taken_for_refused() -> None:
    async with Scripted({"MAIL": ["451 4.3.0 later"]}).running() as server:
        answer = await hand(mailer(server.port), sender="")

    assert answer.code == 451
    assert len(server.heard("MAIL")) == 1


# One connection for many letters


async def test_letters_share_a_connection_until_it_has_carried_fifty() -> None:
    async with Scripted().running() as server:
        sending = mailer(server.port)
        for _ in range(51):
            assert (await hand(sending)).code == 250
        assert (server.connections, len(server.heard("QUIT"))) == (2, 1)
        await sending.close()


async def test_a_refused_letter_leaves_nothing_of_its_envelope_to_the_next() -> None:
    async with Scripted({"RCPT": ["550 5.1.1 no"]}).running() as server:
        sending = mailer(server.port)
        await hand(sending, "ningu@example.cat")
        await hand(sending)

    assert server.connections == 1
    assert [line.split()[0] for line in server.lines] == [
        "EHLO", "MAIL", "RCPT", "RSET", "MAIL", "RCPT", "DATA",
    ]  # fmt: skip


@pytest.mark.parametrize("answer", ["500 5.5.1 what?", CLOSE, HANG], ids=["refused", "close", "silent"])
async def test_a_connection_that_cannot_be_reset_is_not_used_again(answer: str | Act) -> None:
    async with Scripted({"RCPT": ["550 5.1.1 no"], "RSET": [answer]}).running() as server:
        sending = mailer(server.port, timeouts=QUICK)
        refused = await hand(sending, "ningu@example.cat")
        taken = await hand(sending)

    assert (refused.code, taken.code, server.connections) == (550, 250, 2)


@pytest.mark.parametrize(
    ("step", "answer"),
    [("RCPT", "421 4.7.0 closing"), ("RCPT", "452 4.5.3 too many"), ("dot", "421 4.3.0 closing")],
)
async def test_after_421_or_452_the_next_letter_gets_a_fresh_connection(step: str, answer: str) -> None:
    async with Scripted({step: [answer]}).running() as server:
        sending = mailer(server.port)
        first, second = await hand(sending), await hand(sending)

    assert (first.code, second.code, server.connections) == (int(answer[:3]), 250, 2)


@pytest.mark.parametrize(
    "turn",
    [
        pytest.param("452 4.5.3 too many messages on this connection", id="used up"),
        pytest.param("421 4.4.2 idle too long", id="about to close"),
        pytest.param("454 4.7.0 log in again", id="login over"),
        pytest.param("530 5.7.0 log in", id="login over for good"),
        pytest.param(CLOSE, id="closed"),
        pytest.param(HANG, id="dead"),
    ],
)
async def test_a_kept_connection_that_went_stale_costs_a_letter_nothing(turn: str | Act) -> None:
    async with Scripted({"MAIL": ["250 ok", turn]}).running() as server:
        sending = mailer(server.port, timeouts=QUICK)
        first, second = await hand(sending), await hand(sending)

    assert (first.code, second.code, server.connections) == (250, 250, 2)


async def test_a_fresh_connection_that_answers_421_is_not_tried_over_and_over() -> None:
    async with Scripted({"MAIL": ["421 4.3.2 busy"] * 5}).running() as server:
        answer = await hand(mailer(server.port))

    assert (answer.code, server.connections) == (421, 1)


async def test_closing_twice_or_unconnected_is_nothing() -> None:
    sending = mailer(1)
    await sending.close()
    await sending.close()


# Encryption and login


@pytest.mark.parametrize("way", ["implicit", "starttls"])
async def test_a_letter_goes_over_a_verified_connection_after_login(way: str, tmp_path: Path) -> None:
    given = certificates(tmp_path)
    sink = Sink(**{way: given.server}, login=("info@setcases.cat", PASSWORD))
    async with sink.running():
        sending = secured(sink, given.ca_file)
        answer = await hand(sending, sender="")
        await sending.close()

    assert answer.code == 250
    assert sink.letters[0].sender == ""
    assert sink.tries == [("PLAIN", "info@setcases.cat", PASSWORD)]


async def test_a_wrong_password_is_tried_once_and_refuses_no_letter(tmp_path: Path) -> None:
    given = certificates(tmp_path)
    sink = Sink(implicit=given.server, login=("info@setcases.cat", "another"))
    async with sink.running():
        answer = await hand(secured(sink, given.ca_file))

    assert answer.kind is Kind.UNREACHABLE
    assert answer.trouble is Trouble.LOGIN
    assert len(sink.tries) == 1


@pytest.mark.parametrize(
    ("extensions", "script", "trouble"),
    [
        pytest.param(("AUTH GSSAPI",), {}, Trouble.NO_LOGIN, id="no way we know"),
        pytest.param((), {}, Trouble.NO_LOGIN, id="no login at all"),
        pytest.param(("AUTH PLAIN",), {"AUTH": [CLOSE]}, Trouble.CUT_OFF, id="close at AUTH"),
        pytest.param(("AUTH PLAIN",), {"AUTH": [HANG]}, Trouble.SILENT, id="silent at AUTH"),
        pytest.param(("AUTH PLAIN",), {"AUTH": ["454 4.7.0 later"]}, Trouble.LOGIN, id="temporary"),
    ],
)
async def test_a_login_that_fails_is_told_apart(
    extensions: tuple[str, ...], script: dict[str, list[str | Act]], trouble: Trouble, tmp_path: Path
) -> None:
    given = certificates(tmp_path)
    async with Scripted(script, implicit=given.server, extensions=extensions).running() as server:
        answer = await hand(secured(server, given.ca_file, timeouts=QUICK))

    assert answer.kind is Kind.UNREACHABLE
    assert answer.trouble is trouble


@pytest.mark.parametrize("shown", [PASSWORD, f"\0info@setcases.cat\0{PASSWORD}"], ids=["plain", "SASL"])
async def test_a_server_that_repeats_the_password_is_not_quoted(shown: str, tmp_path: Path) -> None:
    given = certificates(tmp_path)
    said = shown if shown == PASSWORD else b64encode(shown.encode()).decode()
    script: dict[str, list[str | Act]] = {"AUTH": [f"535 5.7.8 not taken: {said}"]}
    async with Scripted(script, implicit=given.server, extensions=("AUTH PLAIN",)).running() as server:
        answer = await hand(secured(server, given.ca_file))

    assert answer.words == "535 5.7.8 not taken: ***"


async def test_a_password_that_cannot_be_read_refuses_no_letter(tmp_path: Path) -> None:
    given = certificates(tmp_path)
    async with Scripted(implicit=given.server, extensions=("AUTH PLAIN",)).running() as server:
        answer = await hand(secured(server, given.ca_file, password=(tmp_path / "absent").read_text))

    assert answer.trouble is Trouble.PASSWORD_MISSING
    assert not server.heard("AUTH")


async def test_starttls_that_is_not_offered_ends_the_talk_before_the_password(tmp_path: Path) -> None:
    given = certificates(tmp_path)
    async with Scripted(extensions=("AUTH PLAIN LOGIN",)).running() as server:
        answer = await hand(secured(server, given.ca_file))

    assert (answer.kind, answer.trouble) == (Kind.UNREACHABLE, Trouble.NO_ENCRYPTION)
    assert {line.split()[0] for line in server.lines} == {"EHLO"}


async def test_starttls_that_is_refused_ends_the_talk_before_the_password(tmp_path: Path) -> None:
    given = certificates(tmp_path)
    script = {"STARTTLS": ["454 4.7.0 not now"]}
    async with Scripted(script, starttls=given.server, extensions=("AUTH PLAIN",)).running() as server:
        answer = await hand(secured(server, given.ca_file))

    assert answer.kind is Kind.UNREACHABLE
    assert {line.split()[0] for line in server.lines} == {"EHLO", "STARTTLS"}


async def test_what_is_said_in_clear_before_starttls_holds_no_login_and_no_letter(tmp_path: Path) -> None:
    given = certificates(tmp_path)
    async with Scripted(starttls=given.server, extensions=("AUTH PLAIN",)).running() as server:
        answer = await hand(secured(server, given.ca_file))

    assert answer.code == 250
    assert [line.split()[0] for line in server.in_clear] == ["EHLO", "STARTTLS"]


@pytest.mark.parametrize("way", ["implicit", "starttls"])
@pytest.mark.parametrize("fault", ["another name", "another authority", "expired"])
async def test_a_certificate_that_does_not_hold_ends_the_talk_before_the_password(
    way: str, fault: str, tmp_path: Path
) -> None:
    names = ["mail.elsewhere.cat"] if fault == "another name" else [LOOPBACK]
    given = certificates(tmp_path, *names, expired=fault == "expired")
    trusted = given.ca_file
    if fault == "another authority":
        (tmp_path / "other").mkdir()
        trusted = certificates(tmp_path / "other").ca_file
    server = Scripted(extensions=("AUTH PLAIN",), **{way: given.server})
    async with server.running():
        answer = await hand(secured(server, trusted))

    assert answer == Answer(kind=Kind.UNREACHABLE, phase=ENVELOPE, trouble=Trouble.CERTIFICATE)
    assert not server.heard("AUTH")


@pytest.mark.parametrize("host", ["smtp.example.cat", "192.0.2.1", "10.0.0.1", "localhost.example.cat"])
def test_clear_text_to_another_machine_is_refused(host: str) -> None:
    with pytest.raises(ValueError, match=f"would send mail and password to {host} in clear"):
        SmtpMailer(host=host, port=25, tls="none")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_clear_text_to_this_machine_is_allowed(host: str) -> None:
    SmtpMailer(host=host, port=25, tls="none")


@pytest.mark.parametrize("content", [None, "not a certificate"], ids=["absent", "no certificate"])
def test_a_ca_file_that_cannot_be_read_is_named(content: str | None, tmp_path: Path) -> None:
    ca_file = tmp_path / "ca.pem"
    if content is not None:
        ca_file.write_text(content)
    with pytest.raises(ValueError, match=r"ca\.pem cannot be read"):
        SmtpMailer(host="smtp.example.cat", port=465, tls="implicit", ca_file=str(ca_file))


async def test_no_log_holds_password_or_address(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    given = certificates(tmp_path)
    sink = Sink(implicit=given.server, login=("info@setcases.cat", PASSWORD))
    async with sink.running():
        sending = secured(sink, given.ca_file)
        await hand(sending)
        ours = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.log")]

    assert sink.letters
    assert not [line for line in ours if PASSWORD in line or "merce" in line]


# Knocking


async def test_knocking_logs_in_and_sends_nothing(tmp_path: Path) -> None:
    given = certificates(tmp_path)
    async with Scripted(implicit=given.server, extensions=("AUTH PLAIN", "SIZE 1000")).running() as server:
        welcome = await secured(server, given.ca_file).probe()

    assert (welcome.entry.kind, welcome.largest) == (Kind.ANSWERED, 1000)
    assert [line.split()[0] for line in server.lines] == [
        "EHLO", "AUTH", "MAIL", "RCPT", "RSET", "MAIL", "RCPT", "RSET", "QUIT",
    ]  # fmt: skip


async def test_knocking_tells_of_an_address_that_is_refused_only_at_rcpt() -> None:
    refused = "553 5.7.1 <info@setcases.cat>: Sender address rejected: not owned by user web"
    async with Scripted({"RCPT": [refused, "550 5.1.1 nobody here"]}).running() as server:
        welcome = await mailer(server.port).probe()

    assert welcome.sender is not None
    assert welcome.null_path is not None
    assert (welcome.sender.code, welcome.null_path.code) == (553, 250)


async def test_knocking_tells_how_our_address_and_none_at_all_are_taken() -> None:
    async with Scripted({"MAIL": ["550 5.7.1 not you", "451 4.3.0 later"]}).running() as server:
        welcome = await mailer(server.port).probe()

    assert welcome.sender is not None
    assert welcome.null_path is not None
    assert (welcome.sender.code, welcome.null_path.code) == (550, 451)


async def test_knocking_at_a_closed_door_says_so() -> None:
    async with Scripted().running() as server:
        port = server.port

    assert (await mailer(port).probe()).entry.kind is Kind.UNREACHABLE
