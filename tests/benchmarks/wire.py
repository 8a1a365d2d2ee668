"""What the wire costs: how soon a letter follows the mail that asks for it, and what fetching costs.

Dovecot tells of new mail half a second late, by design. A client that only listens hears it beside us, and
what counts is how long after it the letter is at the mail server.
"""

import asyncio
import importlib.util
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any, Final

from aiosmtpd.controller import Controller
from aiosmtplib import SMTP
from imapclient import IMAPClient

from daemon.books.store import Store
from daemon.configuration.settings import load
from daemon.mailbox.accounts import open_mailbox
from tests.benchmarks.leaving import leaves, subscribed
from tests.benchmarks.workbench import Bench, Row
from tests.dovecot import PASSWORD, USER, free_port
from tests.supervisor import supervised

_WARMING: Final = 3
_ROUNDS: Final = 3
_PATIENCE: Final = 60.0
_AT_ONCE: Final = 500
_LONGEST_IDLE: Final = 5.0


class Arrivals:
    """When what was awaited came, one after the other."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self._came = threading.Condition()

    def note(self, moment: float) -> None:
        with self._came:
            self.at.append(moment)
            self._came.notify_all()

    def wait(self, many: int) -> None:
        with self._came:
            assert self._came.wait_for(lambda: len(self.at) >= many, _PATIENCE), "it never came"

    def after(self, others: list[float]) -> list[float]:
        """How many milliseconds after each of the *others*, without the first of them: those warm up."""
        return [1000 * (mine - other) for mine, other in zip(self.at, others, strict=True)][_WARMING:]


class _Sink:
    """A mail server here, where the same clock is: it notes when letters to residents come."""

    def __init__(self, letters: Arrivals) -> None:
        self._letters = letters

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's
        if envelope.rcpt_tos[0].endswith("@veins.example"):
            self._letters.note(time.monotonic())
        return "250 2.0.0 queued"


@contextmanager
def _sink() -> Iterator[tuple[int, Arrivals]]:
    letters = Arrivals()
    controller = Controller(_Sink(letters), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port, letters
    finally:
        controller.stop()


def _delivered(place: Bench, letters: Arrivals, mails: int, ready: Callable[[int], None]) -> list[float]:
    """Deliver so many mails, each a while after all is *ready* for that number; when that was."""
    at = []
    for n, raw in enumerate(leaves(0, _WARMING + mails)):
        ready(n)
        time.sleep(0.2 + 0.07 * (n % 5))
        at.append(time.monotonic())
        place.deliver(iter([raw]))
    letters.wait(len(at))
    return at


def ours(place: Bench, *, mails: int, percent: int) -> float:
    """Milliseconds from the usual wake to the letter of the living daemon: that percentile of so many."""
    with _sink() as (port, letters):
        said = place.config.read_text("utf-8")
        place.config.write_text(said.replace(f"port = {place.smtp}", f"port = {port}"), "utf-8")
        with closing(Store(load(place.config).store_url)) as store:
            subscribed(store, _WARMING + mails)
        command = [Path(sys.executable).with_name("altabaixa"), "run", "--config", place.config]
        with supervised(command) as daemon:
            daemon.wait_for("mailbox connected")
            took = letters.after(_delivered(place, letters, mails, letters.wait))
    wakes, _ = _bare(place, mails)
    return _percentile(took, percent) - median(wakes)


def bare(place: Bench, *, mails: int, percent: int) -> float:
    """The same of a script that listens, fetches what came and sends it on."""
    _, took = _bare(place, mails)
    return _percentile(took, percent)


def _percentile(times: list[float], percent: int) -> float:
    print(*map(round, times))
    return quantiles(times, n=100, method="inclusive")[percent - 1]


def _bare(place: Bench, mails: int) -> tuple[list[float], list[float]]:
    """How long after its delivery a bare script is told of each mail, and how long after that its answer.

    imapclient does not see what the server tells in one breath with "+ idling": a mail is delivered once the
    script idles, and no IDLE is for ever.
    """
    wakes, idles, over = Arrivals(), Arrivals(), threading.Event()

    def listen(port: int) -> None:
        with _client(place) as client:
            seen = set(client.search("ALL"))
            while not over.is_set():
                client.idle()
                if len(idles.at) == len(wakes.at):
                    idles.note(time.monotonic())
                until = time.monotonic() + _LONGEST_IDLE
                while not (over.is_set() or client.idle_check(timeout=0.5) or time.monotonic() > until):
                    pass
                woken = time.monotonic()
                client.idle_done()
                new = [uid for uid in client.search("ALL") if uid not in seen]
                if new:
                    wakes.note(woken)
                    seen.update(new)
                    client.fetch(new, ["BODY.PEEK[HEADER]"])
                    (parts,) = client.fetch(new, ["BODY.PEEK[]"]).values()
                    asyncio.run(_sent(port, parts[b"BODY[]"]))

    with _sink() as (port, letters):
        thread = threading.Thread(target=listen, args=(port,))
        thread.start()
        try:
            delivered = _delivered(place, letters, mails, lambda n: idles.wait(n + 1))
        finally:
            over.set()
            thread.join()
        return wakes.after(delivered), letters.after(wakes.at)


async def _sent(port: int, raw: bytes) -> None:
    async with SMTP(hostname="127.0.0.1", port=port, start_tls=False) as server:
        await server.sendmail("info@setcases.cat", ["r@veins.example"], raw)


def _client(place: Bench) -> IMAPClient:
    trust = ssl.create_default_context(cafile=place.ca)
    client = IMAPClient("127.0.0.1", port=place.imap, ssl_context=trust)
    client.plain_login(USER, PASSWORD)
    client.select_folder("INBOX", readonly=True)
    return client


# ---- many mails, not read


def _long(raw: bytes, number: int) -> bytes:
    """As long as mails are: some kilobytes of HTML, or a picture."""
    return raw + b"".join(b"%072d\r\n" % line for line in range(40 + number * 37 % 250))


def _by_us(place: Bench) -> int:
    """Heads and then bodies, as a round through the mailbox asks for them."""
    found = 0
    with closing(open_mailbox(load(place.config))) as mailbox:
        for some in _batched(mailbox.uids(1, mailbox.open("INBOX"))):
            mailbox.heads(some)
            found += len(mailbox.bodies(some))
    return found


def _by_imapclient(place: Bench) -> int:
    with _client(place) as client:
        return sum(len(client.fetch(some, ["BODY.PEEK[]"])) for some in _batched(client.search("ALL")))


def _by_imap_tools(place: Bench) -> int:
    from imap_tools import MailBox  # noqa: PLC0415 - only where somebody installed it

    trust = ssl.create_default_context(cafile=place.ca)
    box = MailBox("127.0.0.1", port=place.imap, ssl_context=trust)
    box.login_utf8(USER, PASSWORD)
    with box:
        return sum(1 for _mail in box.fetch(mark_seen=False))


def _batched(uids: list[int]) -> Iterator[list[int]]:
    return (uids[start : start + _AT_ONCE] for start in range(0, len(uids), _AT_ONCE))


def _times(place: Bench, mails: int, other: Callable[[Bench], int]) -> float:
    """How many times the processor's time of the *other*'s ours is, each the least of some rounds."""
    place.deliver(_long(raw, n) for n, raw in enumerate(leaves(0, mails)))
    took: dict[Callable[[Bench], int], list[float]] = {_by_us: [], other: []}
    for _round in range(_ROUNDS + 1):
        for work, times in took.items():
            began = process_time()
            assert work(place) == mails
            times.append(process_time() - began)
    mine, theirs = (min(times[1:]) for times in took.values())  # the first made Dovecot's index
    return mine / theirs


def beside_imapclient(place: Bench, *, mails: int) -> float:
    """How many times a bare loop's: it fetches bodies, we look at the heads before."""
    return _times(place, mails, _by_imapclient)


def beside_imap_tools(place: Bench, *, mails: int) -> float:
    """How many times that of imap-tools by its own defaults: one FETCH a mail."""
    return _times(place, mails, _by_imap_tools)


def _waking(name: str, goal: float, percent: int) -> Row:
    sizes = {"mails": 30, "percent": percent}
    return Row(
        name=f"the letter after the bare wake, {name}", ours=ours, floor=bare, goal=goal, sizes=sizes, tries=1
    )


def _fetching(name: str, work: Callable[..., float], goal: float) -> Row:
    sizes = {"mails": 3000}
    return Row(name=f"3,000 mails fetched, not read: to {name}", ours=work, unit="×", goal=goal, sizes=sizes)


ROWS: Final = (
    _waking("median", 30, 50),
    _waking("19 of 20", 80, 95),
    _fetching("imapclient", beside_imapclient, 1.3),
    # A peer, and no dependency of ours: whoever has it installed sees the figure.
    *([_fetching("imap-tools", beside_imap_tools, 0.5)] if importlib.util.find_spec("imap_tools") else ()),
)
