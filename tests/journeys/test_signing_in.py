"""Signing in by access tokens, on a real Dovecot whose tokens end: by command, Microsoft's way, Google's."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from tests.dovecot import USER, Dovecot, free_port, running_dovecot
from tests.journeys.conftest import TownHall
from tests.oauth_server import Provider, TokenSink, running_provider

LEAVE = "Em dic Maria Puig Soler, DNI 12345678Z, mòbil 612 345 678. Vull la BAIXA de la llista de WhatsApp."


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Provider]:
    with running_provider(tmp_path, USER) as provider:
        yield provider


@pytest.fixture
def mail_server(provider: Provider) -> Iterator[Dovecot]:
    """A Dovecot that believes the provider's tokens."""
    with running_dovecot(provider.dovecot) as dovecot:
        yield dovecot


@pytest.fixture
def way_out(provider: Provider) -> Iterator[tuple[TokenSink, int]]:
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
def town(tmp_path: Path, mail_server: Dovecot, way_out: tuple[TokenSink, int]) -> TownHall:
    return TownHall(tmp_path, mail_server, *way_out)


def sign_in(town: TownHall, mailbox: str, smtp: str, more: str = "") -> None:
    """Write the keys of signing in into the configuration of *town*."""
    text = town.config.read_text()
    text = text.replace("since =", f"{mailbox}\nsince =").replace(
        "sender =", f'user = "{USER}"\n{smtp}\nsender ='
    )
    town.config.write_text(text + more)
    (town.folder / "imap-password").unlink()


def test_a_command_that_prints_a_token_is_all_it_takes(town: TownHall, provider: Provider) -> None:
    program = town.folder / "token"
    program.write_text(f"#!/bin/sh\necho {provider.issue()}\necho not this\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    sign_in(town, f'token_command = "{program} info"', f'token_command = ["{program}"]')
    town.residents("Maria Puig Soler,12345678Z,612345678,active,E1/2026,2026-01-05T10:00:00+01:00,2026-01-07")
    town.mail(LEAVE, sender="Maria <maria@veins.example>", subject="BAIXA WhatsApp")
    town.run_once()
    assert town.states() == {"+34612345678": "leaving"}
    assert town.sink.to("maria@veins.example")
