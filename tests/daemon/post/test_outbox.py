"""The outbox: whatever dies at whatever moment, no letter is lost and none in doubt goes twice."""

import asyncio
import itertools
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from structlog.testing import capture_logs

from daemon.books.store import Store
from daemon.books.tables import contents, outbox
from daemon.errors import StoreError
from daemon.letters.sentences import in_catalan
from daemon.post.outbox import Delivered, deliver_due, recover
from daemon.post.smtp import SmtpMailer, Timeouts
from rules.transport.delivery import Answer, Trouble
from tests.privacy import EARS
from tests.smtp_server import CLOSE, HANG, LOOPBACK, RESET, Act, Script, Scripted

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
QUICK = Timeouts(connect=1.0, command=1.0, dot=1.0, quit=1.0)


class Town:
    """A store with letters owed, and a clock that stands still until it is set."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = f"sqlite:///{path}"
        self.store = Store(self.url)
        self.now = NOON

    def clock(self) -> datetime:
        return self.now

    def owe(self, key: str, audience: str = "resident", raw: bytes = b"", **other: Any) -> None:
        raw = raw or f"Message-ID: <{key}@setcases.cat>\r\n\r\nhola\r\n".encode()
        values = {
            "key": key,
            "recipient": f"{key}@example.cat",
            "audience": audience,
            "template": "done",
            "message_id": f"<{key}@setcases.cat>",
            "envelope_sender": "" if audience == "resident" else "info@setcases.cat",
            "created_at": NOON,
            "due_at": NOON,
        }
        with self.store.begin() as tx:
            (letter,) = (
                tx.connection.execute(insert(outbox).values(values | other)).inserted_primary_key or ()
            )
            tx.connection.execute(insert(contents).values(letter_id=letter, raw=raw))

    def row(self, key: str) -> Any:
        with self.store.read() as tx:
            return tx.connection.execute(select(outbox).where(outbox.c.key == key)).one()

    def states(self) -> dict[str, str]:
        with self.store.read() as tx:
            found = tx.connection.execute(select(outbox.c.key, outbox.c.state).order_by(outbox.c.id))
            return {key: state for key, state in found}  # noqa: C416 - rows are not pairs to dict()

    async def deliver(self, port: int, go_on: Callable[[], bool] = lambda: True) -> Delivered:
        mailer = SmtpMailer(host=LOOPBACK, port=port, tls="none", sender="info@setcases.cat", timeouts=QUICK)
        try:
            return await deliver_due(self.store, mailer, clock=self.clock, go_on=go_on)
        finally:
            await mailer.close()


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    town = Town(tmp_path / "books.db")
    yield town
    town.store.close()


def ids(server: Scripted) -> list[str]:
    return [content.split(b"\r\n")[0].decode().removeprefix("Message-ID: ") for content in server.contents]


async def tried(town: Town, script: Script) -> tuple[Scripted, Delivered]:
    async with Scripted(script).running() as server:
        return server, await town.deliver(server.port)


# The way of a letter


async def test_due_letters_go_out_oldest_first_over_one_connection(town: Town) -> None:
    town.owe("second", due_at=NOON - timedelta(minutes=1))
    town.owe("first", due_at=NOON - timedelta(minutes=2))
    town.owe("third")
    town.owe("tomorrow", due_at=NOON + timedelta(days=1))

    server, delivered = await tried(town, {})

    assert delivered == Delivered(sent=3, reached=True)
    assert ids(server) == ["<first@setcases.cat>", "<second@setcases.cat>", "<third@setcases.cat>"]
    assert (server.connections, server.heard("QUIT")) == (1, ["QUIT"])
    assert town.states()["tomorrow"] == "waiting"


async def test_asked_to_stop_after_a_letter_it_claims_no_other(town: Town) -> None:
    town.owe("first")
    town.owe("second")
    asked = iter([True, False])

    async with Scripted({}).running() as server:
        delivered = await town.deliver(server.port, go_on=lambda: next(asked))

    assert delivered == Delivered(sent=1, reached=True)
    assert town.states() == {"first": "sent", "second": "waiting"}


async def test_a_sent_letter_says_when_and_by_what_answer_and_never_goes_again(town: Town) -> None:
    town.owe("a")

    await tried(town, {})
    server, delivered = await tried(town, {})

    row = town.row("a")
    assert (row.state, row.attempts, row.sent_at, row.first_tried_at) == ("sent", 1, NOON, NOON)
    assert row.answer == "250 2.0.0: acceptat"
    assert (delivered, server.connections) == (Delivered(), 0)


async def test_what_the_server_said_of_a_refusal_is_in_the_books_and_not_in_the_log(town: Town) -> None:
    town.owe("a")
    EARS.take()

    await tried(town, {"RCPT": ["550 5.1.1 <a@example.cat>: no such\tperson"]})

    assert town.row("a").server_words == "550 5.1.1 <a@example.cat>: no such person"
    assert "no such" not in EARS.take()


async def test_a_letter_that_is_taken_later_is_not_said_to_be_refused(town: Town) -> None:
    town.owe("a")

    await tried(town, {"RCPT": ["450 4.2.0 greylisted"]})
    assert town.row("a").server_words == "450 4.2.0 greylisted"
    town.now += timedelta(hours=1)
    await tried(town, {})

    assert (town.row("a").state, town.row("a").server_words) == ("sent", None)


async def test_the_envelope_and_the_bytes_are_those_of_the_row(town: Town) -> None:
    raw = b"A: b\r\n\r\n.\r\n"
    town.owe("a", raw=raw, envelope_sender="")

    server, _ = await tried(town, {})

    assert server.heard("MAIL")[0].startswith("MAIL FROM:<> ")
    assert server.heard("RCPT") == ["RCPT TO:<a@example.cat>"]
    assert server.contents == [b"A: b\r\n\r\n..\r\n.\r\n"]


@pytest.mark.parametrize(
    ("script", "audience", "state", "minutes"),
    [
        pytest.param({"RCPT": ["450 4.7.1 later"]}, "resident", "waiting", 5, id="greylisted"),
        pytest.param({"RCPT": ["550 5.1.1 nobody"]}, "resident", "failed", None, id="no such mailbox"),
        pytest.param({"RCPT": ["452 4.2.2 full"]}, "resident", "waiting", 5, id="mailbox full"),
        pytest.param({"EHLO": ["421 4.3.2 busy"]}, "resident", "waiting", 1, id="busy at EHLO"),
        pytest.param({"MAIL": ["451 4.3.0 later"]}, "resident", "waiting", 5, id="451 at MAIL"),
        pytest.param({"MAIL": [CLOSE]}, "resident", "waiting", 1, id="cut off at MAIL"),
        pytest.param({"MAIL": [HANG]}, "resident", "waiting", 1, id="silent at MAIL"),
        pytest.param({"RCPT": [CLOSE]}, "resident", "waiting", 1, id="cut off in the envelope"),
        pytest.param({"RCPT": [HANG]}, "resident", "waiting", 1, id="silent in the envelope"),
        pytest.param({"DATA": [CLOSE]}, "resident", "waiting", 1, id="cut off at DATA"),
        pytest.param({"DATA": [HANG]}, "resident", "waiting", 1, id="silent at DATA"),
        pytest.param({"DATA": ["250 2.0.0 taken"]}, "resident", "waiting", 5, id="250 at DATA is no sending"),
        pytest.param({"content": [CLOSE]}, "resident", "unknown", None, id="cut off in the content"),
        pytest.param({"dot": ["421 4.3.2 closing"]}, "resident", "waiting", 5, id="421 at the dot"),
        pytest.param({"dot": ["451 4.3.0 later"]}, "resident", "waiting", 5, id="451 at the dot"),
        pytest.param({"dot": ["554 5.7.1 spam"]}, "resident", "failed", None, id="554 at the dot"),
        pytest.param({"dot": [CLOSE]}, "resident", "unknown", None, id="resident, cut off after the dot"),
        pytest.param({"dot": [HANG]}, "resident", "unknown", None, id="resident, silent after the dot"),
        pytest.param({"dot": [RESET]}, "resident", "unknown", None, id="resident, reset after the dot"),
        pytest.param({"dot": ["what?"]}, "resident", "unknown", None, id="resident, nonsense after the dot"),
        pytest.param({"dot": [HANG]}, "staff", "waiting", 1, id="staff, silent after the dot"),
        pytest.param({"QUIT": [HANG]}, "resident", "sent", None, id="silent at QUIT"),
        pytest.param({"QUIT": [CLOSE]}, "resident", "sent", None, id="cut off at QUIT"),
        pytest.param({"dot": [CLOSE]}, "staff", "waiting", 1, id="staff, cut off after the dot"),
        pytest.param({"greeting": ["421 4.3.2 busy"]}, "resident", "waiting", 1, id="server busy"),
        pytest.param({"MAIL": ["550 5.7.1 no"] * 2}, "resident", "waiting", 1, id="our sender refused"),
    ],
)
async def test_what_an_answer_makes_of_a_letter(
    town: Town, script: dict[str, list[str | Act]], audience: str, state: str, minutes: int | None
) -> None:
    town.owe("a", audience)

    await tried(town, script)

    row = town.row("a")
    assert (row.state, row.attempts) == (state, 1)
    if minutes is not None:
        assert row.due_at == NOON + timedelta(minutes=minutes)


async def test_a_greylist_gets_the_same_letter_again_and_lets_it_in_once(town: Town) -> None:
    town.owe("a")
    first, _ = await tried(town, {"RCPT": ["450 4.7.1 greylisted"]})
    town.now += timedelta(minutes=4)
    early, _ = await tried(town, {})
    town.now += timedelta(minutes=1)
    second, delivered = await tried(town, {})

    assert early.connections == 0
    assert [s.heard("MAIL") + s.heard("RCPT") for s in (first, second)] == [
        ["MAIL FROM:<> SIZE=41", "RCPT TO:<a@example.cat>"]
    ] * 2
    assert (delivered.sent, town.row("a").state) == (1, "sent")


async def test_each_try_waits_longer_until_it_is_given_up_after_five_days(town: Town) -> None:
    town.owe("a")
    waits = []
    while town.row("a").state == "waiting":
        town.now = town.row("a").due_at
        await tried(town, {"RCPT": ["451 4.3.0 later"]})
        waits.append(town.row("a").due_at - town.now)

    assert waits[:7] == [timedelta(minutes=minutes) for minutes in (5, 5, 15, 60, 120, 240, 240)]
    assert town.row("a").state == "failed"
    assert timedelta(days=5) <= town.now - NOON < timedelta(days=5, hours=4)


async def test_one_refused_letter_holds_up_no_other(town: Town) -> None:
    for key in ("a", "b", "c"):
        town.owe(key)

    server, delivered = await tried(town, {"RCPT": ["550 5.1.1 no", "451 4.2.1 later"]})

    assert delivered == Delivered(sent=1, retried=1, failed=1, reached=True)
    assert town.states() == {"a": "failed", "b": "waiting", "c": "sent"}
    assert server.connections == 1


async def test_an_address_that_cannot_be_mailed_fails_without_a_connection(town: Town) -> None:
    town.owe("a", recipient='"a\r\nRCPT TO:<e@x.test>"@x.test')

    server, delivered = await tried(town, {})

    assert (delivered.failed, server.connections) == (1, 0)


# The server away


@pytest.mark.parametrize(
    ("script", "trouble"),
    [
        pytest.param({"greeting": [CLOSE]}, Trouble.NO_CONNECTION, id="nobody there"),
        pytest.param({"greeting": [HANG]}, Trouble.SILENT, id="silent"),
        pytest.param({"greeting": ["554 5.7.1 no"]}, Trouble.NOT_SERVING, id="not serving us"),
        pytest.param({"RCPT": [HANG]}, Trouble.SILENT, id="silent at RCPT"),
        pytest.param({"dot": [CLOSE]}, Trouble.CUT_OFF, id="cut off at the dot"),
    ],
)
async def test_when_the_server_is_away_one_letter_tries_and_the_rest_waits_untouched(
    town: Town, script: dict[str, list[str | Act]], trouble: Trouble
) -> None:
    for key in ("a", "b", "c"):
        town.owe(key)

    server, delivered = await tried(town, script)

    assert server.connections == 1
    assert not delivered.reached
    assert delivered.trouble.startswith(in_catalan(trouble))
    for key in ("b", "c"):
        row = town.row(key)
        assert (row.state, row.attempts, row.due_at) == ("waiting", 0, NOON + timedelta(minutes=1))


async def test_a_letter_that_falls_due_meanwhile_does_not_try_a_server_that_is_away(town: Town) -> None:
    town.owe("a")
    town.owe("b", due_at=NOON + timedelta(seconds=50))
    ticks = itertools.count()

    def ticking() -> datetime:
        return NOON + timedelta(seconds=20 * next(ticks))

    async with Scripted({"greeting": [CLOSE]}).running() as server:
        mailer = SmtpMailer(host=LOOPBACK, port=server.port, tls="none")
        await deliver_due(town.store, mailer, clock=ticking)

    assert ticking() > town.row("b").due_at
    assert town.row("b").attempts == 0


async def test_a_server_that_is_back_gets_everything_within_five_minutes(town: Town) -> None:
    for key in ("a", "b", "c"):
        town.owe(key)
    for _ in range(30):
        await tried(town, {"greeting": [CLOSE]})
        town.now += timedelta(minutes=3)
    town.now += timedelta(minutes=2)

    server, delivered = await tried(town, {})

    assert delivered == Delivered(sent=3, reached=True)
    assert sorted(ids(server)) == ["<a@setcases.cat>", "<b@setcases.cat>", "<c@setcases.cat>"]


async def test_a_letter_put_off_for_itself_is_not_hurried_by_an_outage(town: Town) -> None:
    town.owe("a")
    town.owe("greylisted", due_at=NOON + timedelta(hours=2))

    await tried(town, {"greeting": [CLOSE]})

    assert town.row("greylisted").due_at == NOON + timedelta(hours=2)


# Staff mail in doubt


async def test_staff_mail_in_doubt_goes_once_more_under_its_own_message_id(town: Town) -> None:
    town.owe("digest", "staff")

    first, _ = await tried(town, {"dot": [CLOSE]})
    town.now += timedelta(minutes=1)
    second, _ = await tried(town, {})

    assert ids(first) == ids(second) == ["<digest@setcases.cat>"]
    assert town.row("digest").state == "sent"


async def test_staff_mail_in_doubt_twice_is_unknown_whatever_lies_between(town: Town) -> None:
    town.owe("digest", "staff")
    for script in ({"dot": [CLOSE]}, {"RCPT": ["451 4.3.0 later"]}, {"greeting": [CLOSE]}, {"dot": [HANG]}):
        await tried(town, script)
        town.now += timedelta(hours=5)

    server, delivered = await tried(town, {})

    assert town.row("digest").state == "unknown"
    assert (delivered, server.connections) == (Delivered(), 0)


# What is committed when


async def test_the_phase_is_on_disk_before_data_and_no_transaction_spans_the_network(town: Town) -> None:
    town.owe("a")
    seen: dict[str, tuple[str, str]] = {}

    def look(step: str) -> None:
        # Another connection that waits for nobody: an open transaction of ours would be an error here.
        with sqlite3.connect(town.path, timeout=0, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            seen[step] = other.execute("SELECT state, phase FROM outbox").fetchone()
            other.execute("ROLLBACK")
        other.close()

    steps = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "content", "dot")
    async with Scripted(at={step: lambda step=step: look(step) for step in steps}).running() as server:
        await town.deliver(server.port)

    before, after = ("sending", "envelope"), ("sending", "data")
    assert seen == dict(zip(steps, [before] * 4 + [after] * 3, strict=True))


async def test_where_the_phase_cannot_be_committed_the_letter_stays_at_home(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.owe("a")

    def disk_full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    async with Scripted().running() as server:
        with monkeypatch.context() as fault:
            fault.setattr("daemon.post.outbox._enter_data", disk_full)
            with pytest.raises(sqlite3.OperationalError):
                await town.deliver(server.port)
        assert not server.contents

        recover(town.store, now=town.now)
        await town.deliver(server.port)

    assert ids(server) == ["<a@setcases.cat>"]


async def test_a_letter_taken_out_of_our_hands_is_not_sent(town: Town) -> None:
    town.owe("a")
    steal = {"RCPT": lambda: recover(town.store, now=town.now + timedelta(hours=1))}
    async with Scripted(at=steal).running() as server:
        with pytest.raises(StoreError, match="a second altabaixa"):
            await town.deliver(server.port)

    assert not server.contents
    assert town.row("a").state == "waiting"


async def test_a_letter_that_another_tries_by_now_is_not_sent_by_us(town: Town) -> None:
    """It is being sent again, as it was by us: only the number of its try tells one from the other."""
    town.owe("a")

    def try_it_again() -> None:
        with town.store.begin() as tx:
            tx.connection.execute(outbox.update().values(attempts=2, phase="envelope"))

    async with Scripted(at={"RCPT": try_it_again}).running() as server:
        with pytest.raises(StoreError, match="a second altabaixa"):
            await town.deliver(server.port)

    assert not server.contents
    assert (town.row("a").state, town.row("a").phase) == ("sending", "envelope")


async def test_two_deliverers_send_each_letter_once(town: Town) -> None:
    keys = [f"letter-{n}" for n in range(40)]
    for key in keys:
        town.owe(key)

    async with Scripted().running() as server:
        both = await asyncio.gather(town.deliver(server.port), town.deliver(server.port))

    assert sorted(ids(server)) == sorted(f"<{key}@setcases.cat>" for key in keys)
    assert sum(delivered.sent for delivered in both) == 40
    assert all(delivered.sent for delivered in both)


# Crashes

_DAEMON = """
import asyncio, os, signal, sys
from datetime import datetime
from daemon.post.outbox import deliver_due
from daemon.post.smtp import SmtpMailer
from daemon.books.store import Store

class Mortal(SmtpMailer):
    async def hand_over(self, **letter):
        answer = await super().hand_over(**letter)
        if sys.argv[4] == "before the record":
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

mailer = Mortal(host="127.0.0.1", port=int(sys.argv[2]), tls="none", sender="info@setcases.cat")
now = datetime.fromisoformat(sys.argv[3])
asyncio.run(deliver_due(Store(sys.argv[1]), mailer, clock=lambda: now))
"""


async def killed(town: Town, step: str) -> Scripted:
    """Run the delivery in a process of its own, which the server kills when it hears *step*."""
    process: list[asyncio.subprocess.Process] = []
    kill = {step: lambda: os.kill(process[0].pid, signal.SIGKILL)}
    async with Scripted(at=kill).running() as server:
        process.append(
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", _DAEMON, town.url, str(server.port), town.now.isoformat(), step)
            )
        )
        assert await process[0].wait() == -signal.SIGKILL
        if step == "dot":
            assert server.contents
    return server


BEFORE = ["greeting", "EHLO", "MAIL", "RCPT"]
BEYOND = ["DATA", "content", "dot", "before the record"]


@pytest.mark.parametrize("audience", ["resident", "staff"])
@pytest.mark.parametrize("step", BEFORE)
async def test_a_kill_before_data_loses_nothing_and_doubles_nothing(
    town: Town, step: str, audience: str
) -> None:
    town.owe("a", audience)
    town.owe("b", audience)

    await killed(town, step)
    recover(town.store, now=town.now)
    server, delivered = await tried(town, {})

    assert sorted(ids(server)) == ["<a@setcases.cat>", "<b@setcases.cat>"]
    assert delivered.sent == 2


@pytest.mark.parametrize("step", BEYOND)
async def test_a_kill_from_data_on_leaves_a_residents_letter_unknown_and_never_resent(
    town: Town, step: str
) -> None:
    town.owe("a")
    town.owe("b")

    await killed(town, step)
    recover(town.store, now=town.now)
    server, _ = await tried(town, {})

    assert town.states() == {"a": "unknown", "b": "sent"}
    assert ids(server) == ["<b@setcases.cat>"]


@pytest.mark.parametrize("step", BEYOND)
async def test_a_kill_from_data_on_sends_staff_mail_once_more_and_a_second_kill_never_again(
    town: Town, step: str
) -> None:
    town.owe("digest", "staff")

    await killed(town, step)
    recover(town.store, now=town.now)
    assert town.row("digest").state == "waiting"

    await killed(town, step)
    recover(town.store, now=town.now)
    assert town.row("digest").state == "unknown"

    server, _ = await tried(town, {})
    assert not server.contents


async def test_a_kill_in_the_envelope_of_the_resend_still_leaves_it_that_one_resend(town: Town) -> None:
    town.owe("digest", "staff")
    for step in ("dot", "RCPT"):
        await killed(town, step)
        recover(town.store, now=town.now)

    server, _ = await tried(town, {})

    assert ids(server) == ["<digest@setcases.cat>"]
    assert town.row("digest").state == "sent"


def test_recovering_touches_nothing_but_what_was_being_sent(town: Town) -> None:
    for state in ("waiting", "sent", "failed", "unknown"):
        town.owe(state, state=state)

    recover(town.store, now=town.now)
    recover(town.store, now=town.now)

    assert town.states() == {state: state for state in ("waiting", "sent", "failed", "unknown")}


@pytest.mark.parametrize(("age", "sent"), [(timedelta(minutes=59), 0), (timedelta(minutes=61), 1)])
async def test_a_letter_that_an_error_left_in_hand_is_taken_up_after_an_hour(
    town: Town, age: timedelta, sent: int
) -> None:
    town.owe("a", state="sending", phase="envelope", attempts=1, claimed_at=NOON - age)

    _, delivered = await tried(town, {})

    assert delivered.sent == sent


# Discretion


async def test_the_logs_name_letters_by_number_alone(town: Town) -> None:
    town.owe("merce")
    town.owe("pere")
    script = {"RCPT": ["550 5.1.1 <merce@example.cat> unknown: Mercè Puig"]}

    with capture_logs() as lines:
        await tried(town, script)

    said = str(lines) + town.row("merce").answer
    assert [line["answer"] for line in lines] == ["550 5.1.1", "250 2.0.0"]  # in no language
    assert "example.cat" not in said
    assert "Mercè" not in said


async def test_a_mailer_that_breaks_leaves_the_letter_at_hand_as_a_crash_would(town: Town) -> None:
    class Broken:
        async def hand_over(self, **_: object) -> Answer:
            raise MemoryError

    town.owe("a")
    with pytest.raises(MemoryError):
        await deliver_due(town.store, Broken(), clock=town.clock)

    assert town.row("a").state == "sending"


async def test_a_clock_that_was_ahead_keeps_no_letter_back(town: Town) -> None:
    tomorrow = NOON + timedelta(days=1)
    town.owe("written", created_at=tomorrow, due_at=tomorrow)
    town.owe("tried", attempts=2, due_at=tomorrow)
    town.owe("to-wait", due_at=tomorrow)

    _, delivered = await tried(town, {})

    assert delivered.sent == 2
    assert town.states()["to-wait"] == "waiting"
