"""What mail servers say to an access token, as Exchange and Gmail do: what becomes of it, in one line."""

import asyncio
from base64 import b64encode
from contextlib import closing, nullcontext
from datetime import timedelta
from typing import Any

import pytest

from daemon.configuration.settings import Settings, parse
from daemon.errors import MailboxError
from daemon.mailbox.accounts import mailer, open_mailbox
from daemon.mailbox.imap import ImapMailbox
from daemon.oauth.tokens import Tokens
from rules.transport.delivery import Trouble
from rules.transport.reconnection import Cause
from tests import smtp_server
from tests.daemon.oauth.conftest import TOWN
from tests.imap_server import Scripted, Turn
from tests.smtp_server import LOOPBACK

USER = "info@setcases.cat"
TOKEN = "ya29.a-token"
OPENING = b64encode(f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01".encode()).decode()
BOTH = b" AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER"


def settings(port: int) -> Settings:
    """A town whose two servers are on *port*, and whose command always prints the same token."""
    by_token: dict[str, Any] = {
        "host": LOOPBACK, "tls": "none", "port": port, "user": USER, "token_command": ["/bin/echo", TOKEN]
    }  # fmt: skip
    return parse({**TOWN, "mailbox": by_token, "smtp": by_token | {"sender": USER}})


def refused(script: dict[str, list[Turn]], offers: bytes = BOTH) -> MailboxError:
    with Scripted({}, script, offers=offers).running() as server, pytest.raises(MailboxError) as caught:
        open_mailbox(settings(server.port))
    said = str(caught.value)
    assert "\n" not in said
    assert TOKEN not in said
    assert len(server.shown) <= 1  # one that is of this moment is shown once
    return caught.value


def test_exchange_that_opens_no_mailbox_is_waited_for() -> None:
    error = refused({"AUTHENTICATE": [b"{tag} NO User is authenticated but not connected.\r\n"]})
    assert error.cause is Cause.BUSY


def test_exchange_that_asks_for_a_pause_gets_it() -> None:
    said = b"{tag} NO Request is throttled. Suggested Backoff Time: 120000 milliseconds\r\n"
    error = refused({"AUTHENTICATE": [said]})
    assert (error.cause, error.asked) == (Cause.BUSY, timedelta(minutes=2))


def test_a_bare_no_of_exchange_names_the_way_out() -> None:
    error = refused({"AUTHENTICATE": [b"{tag} NO AUTHENTICATE failed.\r\n"]})
    assert error.cause is Cause.REFUSED
    assert f"right to the mailbox of {USER}" in str(error)


def test_what_gmail_holds_against_a_token_is_said() -> None:
    complaint = b'{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}'
    script = {"complaint": [complaint], "AUTHENTICATE": [b"{tag} NO [AUTHENTICATIONFAILED] Invalid\r\n"]}
    error = refused(script)
    assert "status 400, scope https://mail.google.com/" in str(error)
    assert error.cause is Cause.REFUSED


@pytest.mark.parametrize("shown", [TOKEN, b64encode(TOKEN.encode()).decode(), OPENING])
def test_a_server_that_repeats_the_token_is_not_quoted(shown: str) -> None:
    error = refused({"AUTHENTICATE": [f"{{tag}} NO bad token {shown}\r\n".encode()]})
    assert shown not in str(error)

    async def words() -> str:
        server = smtp_server.Scripted({"AUTH": [f"535 bad token {shown}"]}, extensions=("AUTH XOAUTH2",))
        async with server.running():
            return (await mailer(settings(server.port)).probe()).entry.words

    assert asyncio.run(words()) == "535 bad token ***"


def test_a_server_that_takes_no_tokens_is_said_to_be_so() -> None:
    error = refused({}, offers=b" AUTH=PLAIN")
    assert "neither XOAUTH2 nor OAUTHBEARER" in str(error)
    assert error.cause is Cause.REFUSED


@pytest.mark.parametrize(("offers", "shown"), [(b" LOGINDISABLED", 0), (b" LOGINDISABLED AUTH=PLAIN", 1)])
def test_a_server_that_disables_login_is_not_shown_a_password_by_it(offers: bytes, shown: int) -> None:
    with Scripted({}, offers=offers).running() as server:
        given: dict[str, Any] = {"host": LOOPBACK, "port": server.port, "tls": "none", "ca_file": None}
        with pytest.raises(MailboxError, match="LOGINDISABLED") if not shown else nullcontext():
            ImapMailbox(**given, user=USER, password="a-password").close()
    assert server.heard("LOGIN ") == []
    assert len(server.shown) == shown


def test_a_user_outside_ascii_signs_in_as_well() -> None:
    with Scripted({}, offers=b" AUTH=OAUTHBEARER").running() as server:
        found = settings(server.port)
        box = found.mailbox.model_copy(update={"user": "bústia@setcases.cat"})
        with closing(open_mailbox(found.model_copy(update={"mailbox": box}))):
            assert len(server.shown) == 1


def kept(found: Settings) -> Tokens:
    """The tokens of *found*, one of which lies there from before."""
    tokens = found.tokens("imap")
    assert tokens is not None
    tokens.token()
    return tokens


@pytest.mark.parametrize(
    ("answers", "trouble", "tries"),
    [
        (["235 2.7.0 ok"], None, 1),
        (["535 5.7.3 Authentication unsuccessful", "235 2.7.0 ok"], None, 2),
        (["535 5.7.3 Authentication unsuccessful"] * 3, Trouble.LOGIN, 2),
        (["535 5.7.139 SmtpClientAuthentication is disabled for the Tenant"] * 3, Trouble.LOGIN, 2),
        (["454 4.7.0 Temporary authentication failure"] * 3, Trouble.LOGIN, 1),
        (["432 4.3.2 Concurrent connections limit exceeded"] * 3, Trouble.LOGIN, 1),
    ],
)
def test_a_kept_token_that_smtp_refuses_is_replaced_once(
    answers: list[str], trouble: Trouble | None, tries: int
) -> None:
    async def probe() -> tuple[Trouble | None, int]:
        server = smtp_server.Scripted({"AUTH": answers}, extensions=("AUTH LOGIN XOAUTH2",))
        async with server.running():
            found = settings(server.port)
            tokens = found.tokens("smtp")
            assert tokens is not None
            await asyncio.to_thread(tokens.token)
            welcome = await mailer(found).probe()
            return welcome.entry.trouble, len(server.heard("AUTH"))

    assert asyncio.run(probe()) == (trouble, tries)


def test_a_kept_token_that_imap_refuses_is_replaced_once() -> None:
    no = b"{tag} NO AUTHENTICATE failed.\r\n"
    with Scripted({}, {"AUTHENTICATE": [no]}, offers=BOTH).running() as server:
        found = settings(server.port)
        kept(found)
        with closing(open_mailbox(found)):
            assert len(server.shown) == 2
    with Scripted({}, {"AUTHENTICATE": [no] * 9}, offers=BOTH).running() as server:
        found = settings(server.port)
        kept(found)
        with pytest.raises(MailboxError):
            open_mailbox(found)
        assert len(server.shown) == 2
