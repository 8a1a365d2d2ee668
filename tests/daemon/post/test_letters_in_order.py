"""Letters to one resident leave in the order in which they were written; nothing is held up for ever."""

from datetime import timedelta

import pytest

from daemon.post.outbox import Delivered, deliver_due, recover
from daemon.post.smtp import SmtpMailer
from tests.daemon.post.test_outbox import NOON, Town, ids, town, tried
from tests.smtp_server import LOOPBACK, Act, Scripted

__all__ = ["town"]

HERS = {"recipient": "roser@veins.example"}


async def test_what_was_put_off_to_the_morning_leaves_before_what_was_written_after_it(town: Town) -> None:
    morning = NOON + timedelta(hours=18)
    town.owe("done", due_at=morning, not_before=morning, **HERS)
    town.owe("undone", created_at=NOON + timedelta(hours=1), due_at=NOON + timedelta(hours=1), **HERS)
    town.owe("another")
    town.owe("digest", "staff", **HERS)

    town.now += timedelta(hours=2)
    before, _ = await tried(town, {})
    town.now = morning
    after, _ = await tried(town, {})

    assert ids(before) == ["<another@setcases.cat>", "<digest@setcases.cat>"]
    assert ids(after) == ["<done@setcases.cat>", "<undone@setcases.cat>"]


async def test_what_is_to_be_tried_again_is_overtaken_by_no_letter_to_the_same_resident(town: Town) -> None:
    town.owe("done", **HERS)
    town.owe("undone", **HERS)
    town.owe("another")

    first, delivered = await tried(town, {"RCPT": ["451 4.2.1 later"]})
    assert delivered == Delivered(sent=1, retried=1, reached=True)
    town.now += timedelta(minutes=5)
    second, _ = await tried(town, {})

    assert ids(first) == ["<another@setcases.cat>"]
    assert ids(second) == ["<done@setcases.cat>", "<undone@setcases.cat>"]


@pytest.mark.parametrize(
    "script",
    [
        pytest.param({"RCPT": ["550 5.1.1 no"]}, id="refused"),
        pytest.param({"dot": ["554 5.7.1 spam"]}, id="refused at the dot"),
    ],
)
async def test_a_letter_that_never_leaves_holds_back_no_other(
    town: Town, script: dict[str, list[str | Act]]
) -> None:
    town.owe("done", **HERS)
    town.owe("undone", **HERS)

    server, _ = await tried(town, script)

    assert town.states() == {"done": "failed", "undone": "sent"}
    assert ids(server)[-1] == "<undone@setcases.cat>"


@pytest.mark.parametrize("phase", ["envelope", "data"])
async def test_what_a_crash_left_in_hand_holds_back_the_next_letter_until_it_is_settled(
    town: Town, phase: str
) -> None:
    town.owe("done", state="sending", phase=phase, attempts=1, claimed_at=NOON, **HERS)
    town.owe("undone", **HERS)

    _, delivered = await tried(town, {})
    assert delivered == Delivered()

    recover(town.store, now=town.now)
    await tried(town, {})

    assert town.states() == {"done": "sent" if phase == "envelope" else "unknown", "undone": "sent"}


async def test_what_waits_for_its_template_s_sake_holds_back_no_letter_of_another(town: Town) -> None:
    town.owe("done", **HERS)
    town.owe("undone", template="undone", **HERS)

    async with Scripted({}).running() as server:
        mailer = SmtpMailer(host=LOOPBACK, port=server.port, tls="none")
        await deliver_due(town.store, mailer, clock=town.clock, templates=["undone"])

    assert town.states() == {"done": "waiting", "undone": "sent"}
