"""Signing in by access tokens, on a real Dovecot whose tokens end: by command, Microsoft's way, Google's."""

import asyncio
import json
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from daemon.books.store import Store
from daemon.configuration.settings import load
from daemon.errors import MailboxError
from daemon.mailbox.accounts import mailer, open_mailbox
from daemon.service.app import App
from rules.transport.reconnection import Cause
from tests.dovecot import USER, Dovecot, free_port, running_dovecot
from tests.journeys.conftest import ALTABAIXA, TownHall, text_of
from tests.journeys.test_listening import question
from tests.journeys.test_outages import STAFF, TECHNICIAN, in_the_inbox, subjects
from tests.oauth_server import CLIENT, TENANT, Provider, TokenSink, refused, running_provider
from tests.supervisor import supervised

LEAVE = "Em dic Maria Puig Soler, DNI 12345678Z, mòbil 612 345 678. Vull la BAIXA de la llista de WhatsApp."


REVOKED = refused("invalid_grant", "AADSTS50173: The provided grant has expired. Trace ID: 1")


def notices(town: TownHall, address: str) -> list[EmailMessage]:
    """The letters to *address* about the access to the mail; a digest may have come as well."""
    return [letter for letter in town.sink.to(address) if "entrar al correu" in str(letter["Subject"])]


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    with running_provider(tmp_path, USER) as provider:
        yield provider


@pytest.fixture
def mail_server(provider: Provider) -> Iterator[Dovecot]:
    """A Dovecot that believes the provider's tokens."""
    with running_dovecot(provider.dovecot) as dovecot:
        yield dovecot


@contextmanager
def sunk(provider: Provider) -> Iterator[tuple[TokenSink, int]]:
    """A way out that takes the provider's tokens and no password."""
    sink = TokenSink(provider)
    controller = Controller(
        sink,
        hostname="127.0.0.1",
        port=free_port(),
        auth_require_tls=False,
        auth_exclude_mechanism=["LOGIN", "PLAIN"],
    )
    controller.start()
    try:
        yield sink, controller.port
    finally:
        controller.stop()


@pytest.fixture
def way_out(provider: Provider) -> Iterator[tuple[TokenSink, int]]:
    with sunk(provider) as sink:
        yield sink


@pytest.fixture
def town(tmp_path: Path, mail_server: Dovecot, way_out: tuple[TokenSink, int]) -> TownHall:
    return TownHall(tmp_path, mail_server, *way_out)


def sign_in(town: TownHall, *, mailbox: str = "", smtp: str = "", more: str = "") -> None:
    """Write the keys of signing in into the configuration of *town*; "" leaves a server as it was."""
    text = town.config.read_text().replace("[registry]", f'technician = "{TECHNICIAN}"\n[registry]')
    text = text.replace("since =", f"{mailbox}\nsince =")
    if smtp:
        text = text.replace("sender =", f'user = "{USER}"\n{smtp}\nsender =')
    town.config.write_text(text + more)


OAUTH = 'auth = "oauth"'


def of_microsoft(
    town: TownHall, provider: Provider, keys: str = 'client_secret_file = "client-secret"'
) -> str:
    (town.folder / "client-secret").write_text("clau")
    (town.folder / "refresh-token").write_text("first")
    return f"""
[oauth]
provider = "microsoft"
tenant = "{TENANT}"
client_id = "{CLIENT}"
authority = "{provider.address}"
ca_file = "{provider.ca}"
{keys}
"""


def maria_leaves(town: TownHall) -> None:
    town.residents("Maria Puig Soler,12345678Z,612345678,active,E1/2026,2026-01-05T10:00:00+01:00,2026-01-07")
    town.mail(LEAVE, sender="Maria <maria@veins.example>", subject="BAIXA WhatsApp")
    town.run_once()
    assert town.states() == {"+34612345678": "leaving"}
    assert town.sink.to("maria@veins.example")


def test_a_command_that_prints_a_token_is_all_it_takes(town: TownHall, provider: Provider) -> None:
    program = town.folder / "token"
    program.write_text(f"#!/bin/sh\necho {provider.issue()}\necho not this\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    sign_in(town, mailbox=f'token_command = "{program} info"', smtp=f'token_command = ["{program}"]')
    maria_leaves(town)


@pytest.mark.parametrize(
    "keys", ['client_secret_file = "client-secret"', 'refresh_token_file = "refresh-token"']
)
def test_microsoft_gives_what_both_servers_take(town: TownHall, provider: Provider, keys: str) -> None:
    sign_in(town, mailbox=OAUTH, smtp=OAUTH, more=of_microsoft(town, provider, keys))
    maria_leaves(town)
    assert len(provider.asked) == 1


def test_a_server_that_knows_oauthbearer_alone_is_signed_in_to(tmp_path: Path, provider: Provider) -> None:
    with (
        running_dovecot(provider.dovecot.replace("plain xoauth2", "plain")) as dovecot,
        sunk(provider) as (sink, port),
    ):
        town = TownHall(tmp_path, dovecot, sink, port)
        sign_in(town, mailbox=OAUTH, smtp=OAUTH, more=of_microsoft(town, provider))
        maria_leaves(town)


def test_a_token_that_was_revoked_is_replaced_once(town: TownHall, provider: Provider) -> None:
    sign_in(town, mailbox=OAUTH, smtp=OAUTH, more=of_microsoft(town, provider))
    settings = load(town.config)
    with closing(open_mailbox(settings)):
        provider.revoke()
    with closing(open_mailbox(settings)):
        assert len(provider.asked) == 2
    provider.revoke()
    assert asyncio.run(mailer(settings).probe()).entry.code == 250
    assert len(provider.asked) == 3
    assert [good for _, good in town.sink.tries] == [False, True]


def test_a_token_of_nobody_says_why_in_one_line(town: TownHall, provider: Provider) -> None:
    provider.life = 0
    sign_in(town, mailbox=OAUTH, smtp=OAUTH, more=of_microsoft(town, provider))
    with pytest.raises(MailboxError) as caught:
        open_mailbox(load(town.config))
    said = str(caught.value)
    assert "(status 401, scope mail)" in said
    assert "\n" not in said
    assert caught.value.cause is Cause.REFUSED


def test_the_end_of_a_token_in_the_middle_of_idle_is_no_alarm(town: TownHall, provider: Provider) -> None:
    """As Exchange does, the server hangs up when the token ends; here three times within seconds."""
    provider.life = 2
    sign_in(town, mailbox=OAUTH, smtp=OAUTH, more=of_microsoft(town, provider))
    town.dovecot.deliver(question(town)[1])
    with supervised([ALTABAIXA, "run", "--config", town.config]) as daemon:
        for _ in range(3):
            seen = len(daemon.said)
            daemon.wait_for("mailbox connected", after=max(seen - 1, 0))
            provider.revoke()
            town.dovecot.cut()
            sender, raw = question(town)
            town.dovecot.deliver(raw)
            town.sink.wait_for(sender)
        assert daemon.stop() == 0
    assert not [subject for subject in subjects(town, STAFF) if "correu" in subject or "bústia" in subject]


def test_a_refused_renewal_is_told_while_the_last_token_holds(town: TownHall, provider: Provider) -> None:
    sign_in(town, mailbox=OAUTH, smtp=OAUTH, more=of_microsoft(town, provider))
    settings = load(town.config)
    with closing(Store(settings.store_url)) as store:
        app = App(settings=settings, store=store, clock=lambda: town.at)
        app.sign_in.round()
        (tokens,) = settings.all_tokens
        before = tokens.seconds
        tokens.seconds = lambda: before() + 3400  # of 3600
        provider.answer = REVOKED
        for duty in app.duties().values():
            duty()
        app.deliver()
        (alarm,) = notices(town, TECHNICIAN)
        assert notices(town, STAFF)
        assert "AADSTS50173" in text_of(alarm)
        assert "oauth.refresh_token_file" in text_of(alarm)  # the way out
        town.at += timedelta(minutes=10)
        tokens.seconds = lambda: before() + 4000
        with pytest.raises(MailboxError, match="AADSTS50173"):
            app.run_once()
        assert len(notices(town, TECHNICIAN)) == 1  # for the dead mailbox there is no second one

        provider.answer = None
        tokens.seconds = lambda: before() + 5000
        town.at += timedelta(minutes=10)
        app.run_once()
        assert [str(n["Subject"]).partition(" ·")[0] for n in notices(town, TECHNICIAN)] == [
            "No ens renoven el permís per entrar al correu",
            "Tornem a tenir permís per entrar al correu",
        ]


def test_where_smtp_alone_goes_by_tokens_a_refusal_is_laid_into_the_mailbox(
    town: TownHall, provider: Provider
) -> None:
    provider.answer = REVOKED
    sign_in(town, smtp=OAUTH, more=of_microsoft(town, provider))
    town.at = datetime.now(UTC)
    town.dovecot.deliver(question(town)[1])
    with supervised([ALTABAIXA, "run", "--config", town.config]) as daemon:
        daemon.wait_for("NO NEW ACCESS TOKEN")
        began = time.monotonic()
        while not (laid := in_the_inbox(town)[1:]):
            assert time.monotonic() - began < 60
            time.sleep(0.2)
        assert "No ens renoven el permís" in text_of(laid[0][0])
    told = json.loads(town.here("status", "--json").stdout)
    assert told["outbox"]["waiting"] >= 3  # nothing is lost: the answer, and the alarm to both
    assert told["sign_in"]["cause"] == "sign_in_refused"
    assert "AADSTS50173" in told["sign_in"]["trouble"]


def test_where_the_mailbox_alone_goes_by_tokens_a_refusal_is_told_by_smtp(
    town_hall: TownHall, provider: Provider
) -> None:
    provider.answer = REVOKED
    sign_in(town_hall, mailbox=OAUTH, more=of_microsoft(town_hall, provider))
    with supervised([ALTABAIXA, "run", "--config", town_hall.config]) as daemon:
        said = daemon.wait_for("NO NEW ACCESS TOKEN")
        assert "AADSTS50173" in said
        assert town_hall.sink.gets(TECHNICIAN, seconds=60)
        assert town_hall.sink.gets(STAFF, seconds=60)
    assert [str(n["Subject"]).partition(" ·")[0] for n in notices(town_hall, TECHNICIAN)] == [
        "No ens renoven el permís per entrar al correu"
    ]
