"""A connection is kept between letters: whatever becomes of it meanwhile, each letter leaves once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import contents, outbox
from daemon.configuration.settings import Settings, parse
from daemon.service.app import App
from daemon.service.way_out import WayOut
from rules.transport.delivery import Audience
from tests.daemon.conftest import NOW, TABLES
from tests.smtp_server import CLOSE, Scripted, certificates

USER = "info@setcases.cat"
RAW = b"Subject: prova\r\n\r\nhola\r\n"


@dataclass
class Town:
    """A town whose daemon sends now and then, always by the same way out."""

    store: Store
    settings: Settings
    way_out: WayOut
    owed: asyncio.Event = field(default_factory=asyncio.Event)
    letters: int = 0

    async def send(self) -> str:
        """Owe a letter to a resident, and send it; what became of it."""
        self.letters += 1
        letter = {
            "key": f"{self.letters}", "recipient": "merce@example.cat", "template": "done",
            "audience": Audience.RESIDENT, "message_id": f"<{self.letters}@setcases.cat>",
            "envelope_sender": "", "created_at": NOW, "due_at": NOW,
        }  # fmt: skip
        with self.store.begin() as tx:
            (number,) = tx.connection.execute(outbox.insert().values(letter)).inserted_primary_key or ()
            tx.connection.execute(contents.insert().values(letter_id=number, raw=RAW))
        await App(settings=self.settings, store=self.store, clock=lambda: NOW).send(self.way_out)
        with self.store.read() as tx:
            mine = select(outbox.c.state).where(outbox.c.key == letter["key"])
            return str(tx.connection.execute(mine).scalar_one())


def by(port: int, **smtp: Any) -> Settings:
    return parse({**TABLES, "smtp": {**TABLES["smtp"], "port": port, **smtp}})


@asynccontextmanager
async def town_of(store: Store, settings: Settings, **way_out: float) -> AsyncIterator[Town]:
    async with aclosing(WayOut(**way_out)) as held:
        yield Town(store, settings, held)


@pytest.mark.parametrize("tls", ["none", "starttls", "implicit"])
async def test_letters_of_two_wakes_share_a_connection(sqlite: Store, tls: str, tmp_path: Path) -> None:
    given = certificates(tmp_path)
    async with (
        Scripted(**{} if tls == "none" else {tls: given.server}).running() as server,  # type: ignore[arg-type]
        town_of(sqlite, by(server.port, tls=tls, ca_file=str(given.ca_file))) as town,
    ):
        assert [await town.send(), await town.send()] == ["sent", "sent"]
        assert (server.connections, server.heard("QUIT")) == (1, [])

        await town.way_out.aclose()

        assert server.heard("QUIT") == ["QUIT"]


@pytest.mark.parametrize("tls", [False, True], ids=["in clear", "tls"])
async def test_a_server_that_closes_meanwhile_gets_the_next_letter_once(
    sqlite: Store, tls: bool, tmp_path: Path
) -> None:
    given = certificates(tmp_path)
    way = {"tls": "implicit", "ca_file": str(given.ca_file)} if tls else {}
    async with (
        Scripted(implicit=given.server if tls else None).running() as server,
        town_of(sqlite, by(server.port, **way)) as town,
    ):
        first = await town.send()
        await server.cut()
        second = await town.send()

    assert (first, second, server.connections, len(server.contents)) == ("sent", "sent", 2, 2)


async def test_a_server_that_was_restarted_meanwhile_gets_the_next_letter_once(sqlite: Store) -> None:
    async with AsyncExitStack() as stack:
        async with Scripted().running() as before:
            town = await stack.enter_async_context(town_of(sqlite, by(before.port)))
            first = await town.send()
        after = await stack.enter_async_context(Scripted(port=before.port).running())
        second = await town.send()

    assert (first, second, len(before.contents), len(after.contents)) == ("sent", "sent", 1, 1)


async def test_a_server_that_takes_no_more_on_it_gets_the_next_letter_on_another(sqlite: Store) -> None:
    async with (
        Scripted({"MAIL": ["250 ok", "421 4.4.2 idle too long"]}).running() as server,
        town_of(sqlite, by(server.port)) as town,
    ):
        assert [await town.send(), await town.send()] == ["sent", "sent"]

    assert (server.connections, len(server.contents)) == (2, 2)


async def test_a_server_that_closes_after_the_dot_leaves_that_letter_in_doubt_and_no_other(
    sqlite: Store,
) -> None:
    async with (
        Scripted({"dot": ["250 ok", CLOSE]}).running() as server,
        town_of(sqlite, by(server.port)) as town,
    ):
        states = [await town.send(), await town.send()]

    assert states == ["sent", "unknown"]
    assert len(server.contents) == 2


async def test_a_token_that_ended_meanwhile_is_replaced_for_the_next_letter(sqlite: Store) -> None:
    script = {"MAIL": ["250 ok", "530 5.7.57 not authenticated", "530 5.7.57 not authenticated"]}
    async with Scripted(script, extensions=("AUTH XOAUTH2",)).running() as server:
        signed_in = by(server.port, user=USER, token_command=["/bin/echo", "a-token"])
        async with town_of(sqlite, signed_in) as town:
            assert [await town.send(), await town.send()] == ["sent", "sent"]

    assert (server.connections, len(server.heard("AUTH"))) == (2, 2)


async def test_a_configuration_read_again_takes_leave_of_the_old_server(sqlite: Store) -> None:
    async with (
        Scripted().running() as old,
        Scripted().running() as new,
        town_of(sqlite, by(old.port)) as town,
    ):
        await town.send()
        town.settings = by(new.port)
        await town.send()

        assert (old.heard("QUIT"), len(old.contents), len(new.contents)) == (["QUIT"], 1, 1)


async def test_what_nobody_needs_any_more_is_closed_and_begun_anew(sqlite: Store) -> None:
    async with Scripted().running() as server, town_of(sqlite, by(server.port), kept_seconds=0.0) as town:
        await town.send()
        left = asyncio.Event()
        server.at = {"QUIT": left.set}
        waiting = asyncio.create_task(town.way_out.wait(town.owed))
        await left.wait()
        assert not waiting.done()  # it still waits for letters
        town.owed.set()
        await waiting
        assert await town.send() == "sent"

    assert server.connections == 2


async def test_a_letter_that_is_owed_ends_the_wait_and_closes_nothing(sqlite: Store) -> None:
    async with Scripted().running() as server, town_of(sqlite, by(server.port)) as town:
        await town.send()
        town.owed.set()
        await town.way_out.wait(town.owed)
        await town.send()

        assert (server.connections, server.heard("QUIT")) == (1, [])
