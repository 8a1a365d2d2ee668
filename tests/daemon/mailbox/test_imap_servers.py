"""Each thing that a mail server is known to do, on the wire: no mail is lost, and none is done twice.

The mailbox holds a newsletter, a neighbour's BAIXA and one that lacks her data. The first round meets
the server's bad turn, the next ones a server that is well again; then the ledger, the books and the
letters must be as if nothing had been.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import select

from daemon.books import ledger
from daemon.books.store import Store
from daemon.books.tables import messages, outbox
from daemon.configuration.settings import Settings
from daemon.errors import MailboxError
from daemon.mailbox.imap import ImapMailbox
from daemon.mailbox.sync import Sync
from daemon.service.app import App
from daemon.service.listener import Listener
from daemon.service.watchdog import Progress
from rules.transport.reconnection import Cause
from tests.daemon.conftest import NOW, settings
from tests.daemon.talking import FROM_ROSER, ROSER, Desk
from tests.imap_server import Scripted, Turn
from tests.privacy import leaks
from tests.smtp_server import CLOSE, HANG, LOOPBACK, RESET
from tests.supervisor import PATIENCE

HURRIED: Final = 1.5
"""Seconds for an answer where none will come; more than a busy machine takes to give one."""


def _mail(number: int, sender: str, subject: str, text: str) -> bytes:
    key = f"Message-ID: <{number}@veins.example>"
    head = f"From: {sender}\r\nTo: info@setcases.cat\r\nSubject: {subject}\r\n{key}\r\n"
    return f"{head}\r\n{text}\r\n".encode()


BAIXA: Final = "BAIXA Informacio Ajuntament de Setcases WhatsApp"
LEAVES: Final = _mail(2, FROM_ROSER, BAIXA, f"{ROSER.name}\r\nDNI {ROSER.id_document}\r\nMobil 600 111 222")
MAILS: Final = {
    1: _mail(1, "festes@vall.example", "Festa major", "Hi haura ball."),
    2: LEAVES,
    3: _mail(3, "veina@veins.example", BAIXA, "Em vull donar de baixa de la llista de WhatsApp."),
}


@dataclass
class Town:
    """The books, with one neighbour on the phone, and the letters owed."""

    store: Store
    settings: Settings
    patience: float = PATIENCE

    def round(self, server: Scripted) -> None:
        """One look into the mailbox."""
        app = App(settings=self.settings, store=self.store, clock=lambda: NOW)
        with closing(self.connect(server)) as mailbox:
            Sync(app.intake, mailbox).read_all()

    def connect(self, server: Scripted) -> ImapMailbox:
        return ImapMailbox(
            host=LOOPBACK, port=server.port, tls="none", ca_file=None, user="info", password="x",
            patience=self.patience,
        )  # fmt: skip

    def ledger(self) -> dict[int, str]:
        with self.store.read() as tx:
            rows = tx.connection.execute(select(messages.c.uid, messages.c.reason))
            return {row.uid: row.reason for row in rows}

    def vanished(self) -> int:
        with self.store.read() as tx:
            return ledger.vanished(tx)

    def letters(self) -> list[str]:
        with self.store.read() as tx:
            owed = tx.connection.execute(select(outbox.c.recipient).where(outbox.c.audience == "resident"))
            return sorted(owed.scalars())


@pytest.fixture
def town(sqlite: Store) -> Town:
    desk = Desk(sqlite)
    desk.hold(ROSER)
    return Town(sqlite, settings(mailbox={"since": "all"}))


WHOLE: Final = {1: "ELSEWHERE", 2: "LEFT", 3: "LACKING"}
BOTH: Final = [FROM_ROSER, "veina@veins.example"]


def shows(heads: Callable[[Scripted, list[int]], bytes]) -> Turn:
    return heads


def without(uid: int, step: str) -> Turn:
    """Answers for every UID but this one."""

    def say(server: Scripted, asked: list[int]) -> bytes:
        rest = [each for each in asked if each != uid]
        return server.heads(rest) if step == "heads" else server.bodies(rest)

    return say


def instead(uid: int, step: str, said: Callable[[Scripted], bytes]) -> Turn:
    """Answers for this UID as told."""

    def say(server: Scripted, asked: list[int]) -> bytes:
        shown = server.head if step == "heads" else server.body
        return b"".join(said(server) if each == uid else shown(each) for each in asked)

    return say


def before(said: bytes, step: str) -> Turn:
    """Says something else first."""
    return lambda server, asked: said + (server.heads(asked) if step == "heads" else server.bodies(asked))


def empty(server: Scripted) -> bytes:
    return b"* 2 FETCH (UID 2 BODY[]<0> {0}\r\n)\r\n"


def nil(server: Scripted) -> bytes:
    return b"* 2 FETCH (UID 2 BODY[]<0> NIL)\r\n"


def flags_only(server: Scripted) -> bytes:
    return b"* 2 FETCH (UID 2 FLAGS (\\Seen))\r\n"


@dataclass(frozen=True)
class Row:
    """What the first round meets, what it says of that, and what is in the ledger after it."""

    script: dict[str, list[Turn]]
    cause: Cause | None = None
    first: dict[int, str] = field(default_factory=dict)
    asked: str = ""
    no_answer: bool = False


NONE: Final[dict[int, str]] = {}

HARMLESS: Final = {
    "a body that is NIL the first time": {"bodies": [instead(2, "bodies", nil)]},
    "a body that is flags only the first time": {"bodies": [instead(2, "bodies", flags_only)]},
    "a body that is left out the first time": {"bodies": [without(2, "bodies")]},
    "a head that is left out the first time": {"heads": [without(2, "heads")]},
    "a head without INTERNALDATE the first time": {
        "heads": [instead(2, "heads", lambda s: s.head(2, date="NIL"))]
    },
    "a head with a date that is none": {"heads": [instead(2, "heads", lambda s: s.head(2, date='"soon"'))]},
    "a head whose size is NIL the first time": {
        "heads": [instead(2, "heads", lambda s: s.head(2, size="NIL"))]
    },
    "flags of another mail between, without a UID": {
        "heads": [before(b"* 9 FETCH (FLAGS (\\Seen))\r\n", "heads")],
        "bodies": [before(b"* 9 FETCH (FLAGS (\\Seen))\r\n", "bodies")],
    },
    "flags of another mail between, with its UID": {
        "heads": [before(b"* 9 FETCH (UID 9 FLAGS (\\Seen))\r\n", "heads")],
        "bodies": [before(b"* 9 FETCH (UID 9 FLAGS (\\Seen))\r\n", "bodies")],
    },
    "mails in another order": {"heads": [lambda s, asked: s.heads(reversed(asked))]},
    "mail that comes and goes between": {"bodies": [before(b"* 9 EXISTS\r\n* 9 EXPUNGE\r\n", "bodies")]},
    "an alert": {"EXAMINE": [(b"* OK [ALERT] quota\r\n* 3 EXISTS\r\n"
        b"* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 4] x\r\n")]},
    "no UIDNEXT": {"EXAMINE": [b"* 3 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n"]},
    "a search in no order": {"SEARCH": [b"* SEARCH 3 1 2\r\n"]},
    "a search with what nobody asked for": {"SEARCH": [b"* SEARCH 1 2 3 1\r\n"]},
}  # fmt: skip

INTERRUPTED: Final = {
    "421-like greeting": Row({"greeting": [b"* BYE too busy, try again later\r\n"]}, Cause.BUSY),
    "closed before the greeting": Row({"greeting": [CLOSE]}, Cause.AWAY),
    "silent instead of a greeting": Row({"greeting": [HANG]}, Cause.AWAY, no_answer=True),
    "another protocol": Row({"greeting": [b"220 mail ESMTP\r\n"]}, Cause.AWAY),
    "too many connections": Row({"LOGIN": [b"{tag} NO [LIMIT] too many connections\r\n"]}, Cause.BUSY),
    "in trouble at the login": Row({"LOGIN": [b"{tag} NO [UNAVAILABLE] backend down\r\n"]}, Cause.BUSY),
    "a wrong password": Row({"LOGIN": [b"{tag} NO [AUTHENTICATIONFAILED] no\r\n"]}, Cause.REFUSED),
    "Exchange that throttles": Row(
        {"LOGIN": [b"{tag} BAD User is authenticated but not connected.\r\n"]}, Cause.BUSY
    ),
    "Exchange that asks for a pause": Row(
        {"SEARCH": [b"{tag} NO Request is throttled. Suggested Backoff Time: 299800 milliseconds\r\n"]},
        Cause.BUSY, asked="0:04:59.800000",
    ),
    "a token that expires": Row(
        {"SEARCH": [b"* BYE Session invalidated - AccessTokenExpired\r\n"]}, Cause.AWAY
    ),
    "a folder that is gone": Row({"EXAMINE": [b"{tag} NO [NONEXISTENT] no such mailbox\r\n"]}, Cause.FOLDER),
    "a folder that is over quota": Row({"EXAMINE": [b"{tag} NO [OVERQUOTA] full\r\n"]}, Cause.FOLDER),
    "a folder without UIDVALIDITY": Row({"EXAMINE": [b"* 3 EXISTS\r\n"]}, Cause.AWAY),
    "BYE at EXAMINE": Row({"EXAMINE": [b"* BYE shutting down\r\n"]}, Cause.AWAY),
    "a search in two lines": Row({"SEARCH": [b"* SEARCH 1 2\r\n* SEARCH 3\r\n"]}, Cause.AWAY),
    "a search that is no number": Row({"SEARCH": [b"* SEARCH all of them\r\n"]}, Cause.AWAY),
    "a search that is refused": Row({"SEARCH": [b"{tag} NO [SERVERBUG] oops\r\n"]}, Cause.BUSY),
    "closed at the search": Row({"SEARCH": [CLOSE]}, Cause.AWAY),
    "silent at the search": Row({"SEARCH": [HANG]}, Cause.AWAY, no_answer=True),
    "closed at the heads": Row({"heads": [CLOSE]}, Cause.AWAY),
    "silent at the heads": Row({"heads": [HANG]}, Cause.AWAY, no_answer=True),
    "BYE among the heads": Row({"heads": [before(b"* BYE shutting down\r\n", "heads")]}, Cause.AWAY),
    "closed at the bodies": Row({"bodies": [CLOSE]}, Cause.AWAY),
    "silent at the bodies": Row({"bodies": [HANG]}, Cause.AWAY, no_answer=True),
    "a body refused": Row({"bodies": [b"{tag} NO [UNAVAILABLE] disk\r\n"]}, Cause.BUSY),
    "unbalanced parentheses": Row(
        {"bodies": [instead(2, "bodies", lambda s: s.body(2).replace(b"FETCH (", b"FETCH (("))]},
        Cause.AWAY,
    ),
    "a literal longer than the mail": Row(
        {"bodies": [instead(2, "bodies", lambda s: s.body(2).replace(b"{", b"{9", 1))]},
        Cause.AWAY,
        no_answer=True,
    ),
    "a literal shorter than the mail": Row(
        {"bodies": [instead(2, "bodies", lambda s: s.body(2).replace(b"{%d}" % len(LEAVES), b"{40}"))]},
        Cause.AWAY,
    ),
    "a literal of 100 GB": Row(
        {"bodies": [b"* 2 FETCH (UID 2 BODY[]<0> {100000000000}\r\n"]}, Cause.AWAY
    ),
    "a literal that no machine can count": Row(
        {"bodies": [b"* 2 FETCH (UID 2 BODY[]<0> {99999999999999999999}\r\n"]}, Cause.AWAY
    ),
    "a literal of 4301 digits": Row(
        {"bodies": [b"* 2 FETCH (UID 2 BODY[]<0> {" + b"9" * 4301 + b"}\r\n"]}, Cause.AWAY
    ),
    "an ocean of parentheses": Row({"heads": [b"* 2 FETCH " + b"(" * 20_000 + b"\r\n"]}, Cause.AWAY),
    "a line without an end": Row({"heads": [b"* 2 FETCH (UID 2 " + b"x" * 2_000_000]}, Cause.AWAY),
    "nonsense": Row({"heads": [LEAVES]}, Cause.AWAY),
    "bytes that are no text": Row({"SEARCH": [b"* SEARCH \xff\xfe\r\n"]}, Cause.AWAY),
    "a UID that is no number": Row(
        {"heads": [instead(2, "heads", lambda s: s.head(2).replace(b"UID 2", b"UID x"))]}, Cause.AWAY
    ),
    "another command's answer": Row({"heads": [b"ZZZZ9 OK done\r\n"]}, Cause.AWAY),
}  # fmt: skip


@pytest.mark.parametrize("script", [pytest.param(script, id=name) for name, script in HARMLESS.items()])
def test_an_odd_answer_costs_nothing(town: Town, script: dict[str, list[Turn]]) -> None:
    with Scripted(dict(MAILS), script).running() as server:
        town.round(server)

    assert town.ledger() == WHOLE
    assert (town.letters(), town.vanished()) == (BOTH, 0)


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in INTERRUPTED.items()])
def test_what_breaks_a_round_off_is_told_and_made_up_for(town: Town, row: Row) -> None:
    town.patience = HURRIED if row.no_answer else PATIENCE
    with Scripted(dict(MAILS), row.script).running() as server:
        with pytest.raises(MailboxError) as told:
            town.round(server)
        after_first = town.ledger()
        town.patience = PATIENCE
        town.round(server)
        town.round(server)

    assert (told.value.cause, str(told.value)) == (row.cause, str(told.value))
    assert str(told.value.asked or "") == row.asked
    assert leaks(str(told.value)) == []
    assert after_first == row.first
    assert town.ledger() == WHOLE
    assert (town.letters(), town.vanished()) == (BOTH, 0)
    assert Desk(town.store).states() == ["leaving"]


FOR_EVER: Final = 9


@pytest.mark.parametrize(
    ("script", "reason", "vanished"),
    [
        pytest.param({"heads": [without(2, "heads")] * FOR_EVER}, None, 1, id="its head left out"),
        pytest.param({"bodies": [without(2, "bodies")] * FOR_EVER}, None, 1, id="its body left out"),
        pytest.param({"bodies": [instead(2, "bodies", empty)] * FOR_EVER}, "UNREADABLE", 0, id="empty"),
        pytest.param({"bodies": [instead(2, "bodies", nil)] * FOR_EVER}, "UNREADABLE", 0, id="NIL"),
        pytest.param({"heads": [instead(2, "heads", flags_only)] * FOR_EVER}, "UNREADABLE", 0, id="flags"),
        pytest.param(
            {"heads": [instead(2, "heads", flags_only), without(2, "heads")]}, None, 1, id="flags, then gone"
        ),
        pytest.param(
            {"bodies": [instead(2, "bodies", nil), without(2, "bodies")]}, None, 1, id="NIL, then gone"
        ),
    ],
)
def test_a_mail_that_went_away_under_our_hands_is_counted_or_a_card_and_once(
    town: Town, script: dict[str, list[Turn]], reason: str | None, vanished: int
) -> None:
    """Some servers leave out what is gone, others show it empty."""
    with Scripted(dict(MAILS), script).running() as server:
        town.round(server)
        server._turns.clear()
        town.round(server)

    left = {uid: said for uid, said in WHOLE.items() if uid != 2}
    assert town.ledger() == left | ({2: reason} if reason else {})
    assert town.vanished() == vanished
    assert Desk(town.store).states() == ["active"]
    assert len(Desk(town.store).cases("staff")) == (1 if reason else 0)


@pytest.mark.parametrize("said", [b"* SEARCH\r\n", b"", b"* SEARCH 8\r\n"], ids=["none", "no answer", "one"])
def test_a_mail_that_a_search_leaves_out_once_is_read(town: Town, said: bytes) -> None:
    with Scripted(dict(MAILS)).running() as server:
        town.round(server)
        server.put(7, LATE)
        server.put(8, _mail(8, "festes@vall.example", "Festa major", "Hi haura sardanes."))
        server._turns["SEARCH"] = deque([said])
        town.round(server)

    assert town.ledger() == WHOLE | {7: "LACKING", 8: "ELSEWHERE"}
    assert town.vanished() == 3  # 4, 5 and 6 never were


def test_flags_of_a_mail_that_was_never_ours_make_no_card(town: Town) -> None:
    """A person reads an old mail while we fetch: servers say so by a number that is not its UID."""
    flags = b"* 1 FETCH (FLAGS (\\Seen))\r\n"
    said: dict[str, list[Turn]] = {
        step: [without(12, step), before(flags, step)] for step in ("heads", "bodies")
    }
    with Scripted({uid + 10: raw for uid, raw in MAILS.items()}, said).running() as server:
        town.round(server)

    assert town.ledger() == {uid + 10: reason for uid, reason in WHOLE.items()}
    assert Desk(town.store).cases("staff") == []


def short(server: Scripted) -> bytes:
    """A part of the mail, and its size says that there is more."""
    return server.body(2, LEAVES[:-40])


def bare(server: Scripted) -> bytes:
    return server.body(2, LEAVES.replace(b"\r\n", b"\n"))


def three_times_too_big(server: Scripted) -> bytes:
    return server.body(2, size=3 * len(LEAVES))


def piece(start: int, end: int) -> Turn:
    return lambda server, _: server.body(2, LEAVES[:end], at=start)


def nothing(server: Scripted, at: int = len(LEAVES)) -> bytes:
    return b'* 2 FETCH (UID 2 BODY[]<%d> "")\r\n' % at


@pytest.mark.parametrize(
    ("script", "rest"),
    [
        pytest.param({"bodies": [instead(2, "bodies", short)]}, 1, id="the rest is asked for"),
        pytest.param(
            {
                "bodies": [instead(2, "bodies", lambda s: s.body(2, LEAVES[:50]))],
                "rest": [piece(50, 90), piece(90, 120)],
            },
            3,
            id="in pieces",
        ),
        pytest.param({"bodies": [instead(2, "bodies", bare)]}, 0, id="a line's end is one byte"),
        pytest.param(
            {"bodies": [instead(2, "bodies", three_times_too_big)], "rest": [lambda s, _: nothing(s)]},
            1,
            id="Exchange's sizes",
        ),
        pytest.param({"bodies": [instead(2, "bodies", lambda s: s.body(2, size=9))]}, 0, id="too small"),
    ],
)
def test_what_the_server_says_of_a_mails_size_cuts_no_mail(
    town: Town, script: dict[str, list[Turn]], rest: int
) -> None:
    with Scripted(dict(MAILS), script).running() as server:
        town.round(server)

    assert town.ledger() == WHOLE
    assert Desk(town.store).states() == ["leaving"]
    assert server.steps.count("rest") == rest


def test_a_mail_whose_rest_is_withheld_is_for_a_person(town: Town) -> None:
    withheld: dict[str, list[Turn]] = {
        "bodies": [instead(2, "bodies", short)] * FOR_EVER,
        "rest": [lambda *_: b""] * FOR_EVER,
    }
    with Scripted(dict(MAILS), withheld).running() as server:
        town.round(server)

    assert town.ledger() == WHOLE | {2: "UNREADABLE"}
    assert Desk(town.store).states() == ["active"]


def test_a_mailbox_numbered_anew_with_other_uids_does_nothing_twice(town: Town) -> None:
    with Scripted(dict(MAILS)).running() as server:
        town.round(server)
        server.mails = {uid + 40: raw for uid, raw in MAILS.items()}
        server.uidvalidity = 2
        town.round(server)

    reasons = {uid: reason for uid, reason in town.ledger().items() if uid > 40}
    assert reasons == dict.fromkeys((41, 42, 43), "AGAIN")
    assert (town.letters(), town.vanished()) == (BOTH, 0)


def test_nothing_is_ever_asked_for_but_what_a_guest_may(town: Town) -> None:
    with Scripted(dict(MAILS)).running() as server:
        town.round(server)

    verbs = {line.split(" ")[1] for line in server.lines}
    assert verbs <= {"CAPABILITY", "LOGIN", "EXAMINE", "SEARCH", "FETCH", "LOGOUT"}
    assert all("PEEK" in line for line in server.heard("FETCH"))
    assert not [line for line in server.lines if "ENVELOPE" in line or "BODYSTRUCTURE" in line]


# While we listen


LATE: Final = _mail(7, "mes.tard@veins.example", BAIXA, "Em vull donar de baixa de la llista de WhatsApp. 7")


@contextmanager
def listening(town: Town, server: Scripted) -> Iterator[None]:
    stop = threading.Event()
    app = App(settings=town.settings, store=town.store, clock=lambda: NOW)
    listener = Listener(
        intake=app.intake, connect=lambda: town.connect(server), stop=stop, progress=Progress("test"),
        slice_seconds=1.0,
    )  # fmt: skip
    thread = threading.Thread(target=listener.run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


WHILE_IDLING: Final = {
    "closed": {"idling": [CLOSE]},
    "closed by reset": {"idling": [RESET]},
    "BYE": {"idling": [b"* BYE Session invalidated - AccessTokenExpired\r\n"]},
    "BYE as the server stops": {"idling": [b"* BYE Server shutting down.\r\n"]},
    "silent, TCP open": {"idling": [HANG]},
    "DONE is never answered": {"DONE": [HANG]},
    "DONE is refused": {"DONE": [b"{tag} BAD what?\r\n"]},
    "IDLE is offered and refused": {"IDLE": [b"{tag} NO not today\r\n"]},
    "closed at IDLE": {"IDLE": [CLOSE]},
    "nonsense": {"idling": [b"\xff\xfe (( {12}\r\n"]},
    "NOOP is never answered": {"NOOP": [HANG]},
    "NOOP says BYE": {"NOOP": [b"* BYE idle too long\r\n"]},
    "the mailbox is busy": {"NOOP": [b"{tag} NO [INUSE] wait\r\n"]},
}


@pytest.mark.parametrize("script", [pytest.param(script, id=name) for name, script in WHILE_IDLING.items()])
def test_what_happens_while_we_wait_keeps_no_mail_from_being_heard(
    town: Town, script: dict[str, list[Turn]], monkeypatch: pytest.MonkeyPatch
) -> None:
    town.patience = 2 * HURRIED
    monkeypatch.setattr("daemon.service.listener.pause", lambda *_, **__: timedelta(seconds=0.2))
    (step,) = script
    with Scripted(dict(MAILS), script).running() as server, listening(town, server):
        server.wait_for(step)
        server.put(7, LATE)
        wait_until(lambda: 7 in town.ledger())

    assert town.ledger() == WHOLE | {7: "LACKING"}
    assert town.letters() == sorted([*BOTH, "mes.tard@veins.example"])


def wait_until(holds: Callable[[], bool]) -> None:
    """Look again and again: what the store holds tells nobody of itself."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_what_mails_say_is_described_to_no_log(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Scripted(MAILS).running() as server:
        town.round(server)

    assert town.ledger() == WHOLE
    assert not [record for record in caplog.records if "donar de baixa" in record.getMessage()]
