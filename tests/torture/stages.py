"""The town's weeks in which the program is killed: what comes, when, and what is then run.

Each stage goes on from the one before it. `prepare` lays down what comes in; `act` is what the
program does then, in a process that may be killed at any of its fault points, and is run again
until it comes to its end: doing it once more must change nothing.
"""

import asyncio
import os
import signal
import sqlite3
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

import time_machine

from daemon import cli
from daemon.books import backup
from daemon.books.store import Store
from daemon.configuration.settings import Settings, parse
from daemon.errors import MailboxError
from daemon.ports import Mailbox
from daemon.service.app import App
from daemon.service.run import Service
from daemon.service.shadow import open_shadow, shadow_settings
from rules.transport.reconnection import Cause
from tests.torture.post_office import Box, FolderMailbox

CLERK, MAYOR = "secretaria@setcases.cat", "alcaldia@setcases.cat"
TECHNICIAN = "suport@setcases.cat"

_CONFIG = """
[town]
name = "Ajuntament de Setcases"
channel = "Informació Ajuntament de Setcases"
whatsapp = "+34683331383"
[calendar]
confirmed_years = [2026]
local_holidays = [{{ date = 2026-05-08, name = "Aparició de Sant Miquel" }}]
[mailbox]
host = "127.0.0.1"
tls = "none"
user = "info@setcases.cat"
junk_folders = ["Junk"]
sent_folder = "Sent"
since = 2026-05-01
[smtp]
host = "127.0.0.1"
port = {port}
tls = "none"
sender = "info@setcases.cat"
[store]
url = "sqlite:///books.db"
[staff]
digest_to = ["secretaria@setcases.cat"]
orders_from = ["secretaria@setcases.cat", "alcaldia@setcases.cat"]
technician = "suport@setcases.cat"
[registry]
senders = ["no-reply@registre.example.cat"]
[trust]
authserv_ids = ["mx.setcases.cat"]
"""

_ROSTER = """name,id_document,phone,state,consent_number,consent_at,activated_on
Roser Vilalta Camps,12345678Z,600111222,active,,,
Pere Camprubí Soler,23456789D,600333444,active,,,
Joana Masdeu Pla,34567890V,600555666,due,E/000102-2026,2026-04-28T11:15,
Quim Serra Font,45678901G,600777888,active,,,
"""


@dataclass(frozen=True)
class World:
    """The town at a moment: its books, its mailbox, and the mail server's port."""

    folder: Path
    port: int
    at: datetime = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)

    @property
    def box(self) -> Box:
        return Box(self.folder / "mail")

    @property
    def config(self) -> Path:
        return self.folder / "altabaixa.toml"

    @property
    def books(self) -> Path:
        return self.folder / "books.db"

    def begin(self) -> None:
        """An empty town hall."""
        self.folder.mkdir(parents=True)
        self.configure()
        (self.folder / "roster.csv").write_text(_ROSTER, encoding="utf-8")

    def configure(self) -> None:
        self.config.write_text(_CONFIG.format(port=self.port), encoding="utf-8")

    def ask(self, sql: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(self.books)) as books:
            return books.execute(sql, values).fetchall()

    def card(self, key: str) -> str:
        """The reference of the case that the mail *key* opened."""
        wanted = "SELECT c.ref FROM cases c JOIN messages m ON m.id = c.message_id WHERE m.message_id = ?"
        return str(self.ask(wanted, f"<{key}@veins.example>")[0][0])

    def mail(self, text: str, *, sender: str, subject: str, key: str, **more: Any) -> int:
        """A mail that the town's own server let pass as genuine."""
        raw = written(text, sender=sender, subject=subject, key=key, **more.pop("headers", {}))
        return self.box.deliver(raw, arrived=self.at, **more)


def written(text: str, *, sender: str, subject: str, key: str, **headers: str) -> bytes:
    message = EmailMessage(policy=policy.SMTP)
    domain = sender.rpartition("@")[2]
    message["Authentication-Results"] = f"mx.setcases.cat; dmarc=pass header.from={domain}"
    message["From"] = sender
    message["To"] = "info@setcases.cat"
    message["Subject"] = subject
    message["Message-ID"] = f"<{key}@veins.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


class Round:
    """What tells that a living daemon's loops have come round."""

    def __init__(self) -> None:
        self.read = threading.Event()
        self.told = threading.Event()

    def wait(self) -> None:
        self.read.wait()
        self.told.wait()


@dataclass(frozen=True, slots=True, kw_only=True)
class TownHall(App):
    """The service, with its mailbox in a folder; None: out of reach."""

    box: Box | None
    round: Round = field(default_factory=Round)

    def mailbox(self) -> Mailbox:
        if self.box is None:
            raise MailboxError("IMAP: nobody answers", cause=Cause.AWAY)
        return FolderMailbox(self.box)

    def errands(self, mailbox: Mailbox) -> None:
        App.errands(self, mailbox)
        self.round.read.set()

    def duties(self) -> dict[str, Callable[[], bool]]:
        def told() -> bool:
            self.round.told.set()
            return False

        return {**App.duties(self), "told": told}


@cache
def _checked() -> Settings:
    """The configuration, its letters checked: that takes half a second, and each process inherits it."""
    settings = parse(tomllib.loads(_CONFIG.format(port=9)))
    _ = settings.texts
    return settings


def settings_of(world: World) -> Settings:
    settings = _checked()
    store = settings.store.model_copy(update={"url": f"sqlite:///{world.books}"})
    smtp = settings.smtp.model_copy(update={"port": world.port})
    return settings.model_copy(update={"store": store, "smtp": smtp})


@contextmanager
def town_hall(world: World, *, mailbox: bool = True, smtp: bool = True) -> Iterator[TownHall]:
    settings = settings_of(world)
    if not smtp:
        settings = settings.model_copy(update={"smtp": settings.smtp.model_copy(update={"port": 9})})
    with closing(Store(settings.store_url)) as store:
        yield TownHall(
            settings=settings, store=store, clock=lambda: world.at, box=world.box if mailbox else None
        )


# ---- what is run


def round_trip(world: World, *, mailbox: bool = True, smtp: bool = True) -> None:
    """`altabaixa run --once`."""
    with town_hall(world, mailbox=mailbox, smtp=smtp) as app:
        try:
            app.run_once()
        except MailboxError:
            assert not mailbox


def begin_without_mailbox(world: World) -> None:
    """The first start of all, to read from now on, with the mailbox out of reach."""
    with town_hall(world, mailbox=False) as app:
        box = app.settings.mailbox.model_copy(update={"since": "now"})
        begun = replace(app, settings=app.settings.model_copy(update={"mailbox": box}))
        with suppress(MailboxError):
            begun.run_once()


def without_mailbox(world: World) -> None:
    round_trip(world, mailbox=False)


def without_smtp(world: World) -> None:
    round_trip(world, smtp=False)


def live(world: World) -> None:
    """`altabaixa run`, with a probe a day, until its loops have come round and nothing is owed."""
    with town_hall(world) as whole:
        probing = whole.settings.monitoring.model_copy(update={"canary_hours": 24})
        app = replace(whole, settings=whole.settings.model_copy(update={"monitoring": probing}))
        service = Service(app, reload=lambda: app, still_alone=lambda: None)

        async def serve() -> None:
            serving = asyncio.ensure_future(service.run())
            await asyncio.to_thread(app.round.wait)
            while world.ask(_OWED) != [(0,)]:  # noqa: ASYNC110 - letters tell nobody when they are gone
                await asyncio.sleep(0.01)
            os.kill(os.getpid(), signal.SIGTERM)
            await serving

        asyncio.run(serve())


_OWED = (
    "SELECT count(*) FROM outbox"
    " WHERE state IN ('waiting', 'sending')"
    " OR (state = 'sent' AND filed = 0 AND template NOT IN ('probe', 'set-aside'))"
)


def copy(world: World) -> None:
    """The nightly copy."""
    backup.attempt(settings_of(world).store_url, now=world.at)


def put_back(world: World) -> None:
    """The copy in the place of the books, after mail that it does not know; then that is read again."""
    round_trip(world)
    by_hand("restore", "{folder}/kept.db", "--force")(world)
    round_trip(world)


def watch(world: World) -> None:
    """`altabaixa run --once --shadow`."""
    real = settings_of(world)
    with closing(open_shadow(real, now=world.at)) as store:
        TownHall(
            settings=shadow_settings(real),
            store=store,
            clock=lambda: world.at,
            watches_only=True,
            box=world.box,
        ).run_once()


def _commanded() -> object:
    try:
        cli.main()
    except SystemExit as ended:
        return ended.code
    return 0


def by_hand(*words: str, card: str = "", unless: str = "") -> Callable[[World], None]:
    """A command, about the *card* that the mail of that key became; done already, it may say so.

    *unless* these rows are there: who gives the command looks before she gives it again.
    """

    def run(world: World) -> None:
        if unless and world.ask(unless):
            return
        ref = world.card(card) if card else ""
        said = [word.format(card=ref, folder=world.folder) for word in words]
        sys.argv = ["altabaixa", *said, "--config", str(world.config)]
        with time_machine.travel(world.at, tick=False):
            code = _commanded()
        if code and not card:
            raise AssertionError(said, code)

    return run


# ---- what comes


def _nothing(world: World) -> None:
    """Only time goes by."""


@dataclass(frozen=True)
class Stage:
    """A moment of the town's: what comes, and what is run."""

    name: str
    at: datetime
    act: Callable[[World], None] = round_trip
    prepare: Callable[[World], None] = _nothing
    settles: bool = True
    """Whether no letter waits afterwards."""
    by_chance: frozenset[str] = frozenset()
    """Parts of the books that depend on which loop of the daemon comes first."""
    loops: int = 1
    """How many of them there are: while one is killed, another may hand a letter over."""
    lays: bool = False
    """Whether the digest is laid into the mailbox: killed then, it may lie there twice."""
    ends: Callable[[World], None] | None = None
    """What is run at last, where that is something else."""


def _first_mail(world: World) -> None:
    world.mail("Bon dia", sender="algu@veins.example", subject="abans", key="before", folder="INBOX")
    leave = "Vull la baixa de la llista de WhatsApp.\n{}\n"
    world.mail(
        leave.format("Roser Vilalta Camps\nDNI 12345678Z\nMòbil 600111222"),
        sender="roser@veins.example", subject="BAIXA", key="roser",
    )  # fmt: skip
    world.mail(leave.format("Pere Camprubí Soler\nMòbil 600333444"),
               sender="pere@veins.example", subject="BAIXA", key="pere")  # fmt: skip
    world.mail(
        leave.format("Maria Ferrer Pou\nDNI 56789012B\nMòbil 600999000"),
        sender="maria@veins.example", subject="BAIXA", key="maria",
    )  # fmt: skip
    world.mail(leave.format("Lluís Roca Mir\nDNI 89012345E\nMòbil 600888111"),
               sender="lluis@veins.example", subject="BAIXA", key="lluis")  # fmt: skip
    world.mail(
        "S'ha anotat una entrada al registre electrònic.\n\nNúmero de registre: E/000211-2026\n"
        "Data i hora de presentació: 30/04/2026 19:54:37\nInteressat: Ona Palau Ferrer\n"
        "Document: NIF: 47805512N\nTelèfon mòbil: 600551749\n"
        "Assumpte: Clàusula de consentiment del tractament de dades personals (llista de WhatsApp)\n",
        sender="no-reply@registre.example.cat", subject="Nou assentament d'entrada E/000211-2026", key="ona",
        headers={"Auto_Submitted": "auto-generated"},
    )  # fmt: skip
    world.mail(
        "ALTA\nNom: Jordi Vila Roca\nDNI: 67890123B\nMòbil: 600222333\n",
        sender=CLERK, subject="ALTA WhatsApp", key="jordi",
    )  # fmt: skip
    world.mail("Fires i festes", sender="agenda@ripolles.example", subject="Agenda", key="agenda",
               headers={"List_Id": "<agenda.ripolles.example>", "Precedence": "bulk"})  # fmt: skip
    world.mail("no es veu", sender="x@veins.example", subject="x", key="hidden", withheld=True)
    again = written(
        leave.format("Roser Vilalta Camps\nDNI 12345678Z\nMòbil 600111222"),
        sender="roser@veins.example", subject="BAIXA", key="roser",
    )  # fmt: skip
    world.box.deliver(again, arrived=world.at)
    world.mail(
        leave.format("Quim Serra Font\nDNI 45678901G\nMòbil 600777888"),
        sender="quim@veins.example", subject="BAIXA", key="quim", folder="Junk",
    )  # fmt: skip


def _orders(world: World) -> None:
    (joana,) = world.ask("SELECT ref FROM subscriptions WHERE name LIKE 'Joana%'")[0]
    (roser,) = world.ask("SELECT ref FROM subscriptions WHERE name LIKE 'Roser%'")[0]
    world.mail(f"FET {joana}\nTRETA {roser}\n", sender=CLERK, subject="ordres", key="order1")
    world.mail("RESUM\n", sender=MAYOR, subject="resum", key="order2")
    world.mail(
        f"DESCARTA {world.card('maria')} no és del poble\n", sender=MAYOR, subject="ordres", key="order3"
    )
    (agenda,) = world.ask("SELECT id FROM messages WHERE reason = 'ROBOT' ORDER BY id")[0]
    world.mail("APARTATS\n", sender=CLERK, subject="ordres", key="order4")
    world.mail(f"NOSTRE M-{agenda}\n", sender=CLERK, subject="ordres", key="order5")
    water = "DIFON aigua, avui a les 13: demà no n'hi haurà al carrer Major.\n"
    world.mail(water, sender=MAYOR, subject="ordres", key="order6")
    asked = world.ask("SELECT message_id FROM outbox WHERE recipient = 'pere@veins.example' ORDER BY id")
    world.mail(
        "23456789D\n", sender="pere@veins.example", subject="Re: BAIXA", key="pere2",
        headers={"In_Reply_To": asked[0][0]},
    )  # fmt: skip
    told = world.ask("SELECT message_id FROM outbox WHERE recipient = 'roser@veins.example' ORDER BY id")
    world.box.deliver(_bounce(told[0][0]), arrived=world.at)


def _bounce(message_id: str) -> bytes:
    return f"""From: Mail Delivery System <MAILER-DAEMON@mx.veins.example>
To: info@setcases.cat
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Return-Path: <>
Message-ID: <bounce@mx.veins.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Undeliverable.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.veins.example

Final-Recipient: rfc822; roser@veins.example
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

From: info@setcases.cat
To: roser@veins.example
Message-ID: {message_id}
Subject: Llista de WhatsApp

--b--
""".replace("\n", "\r\n").encode()


def _renumbered(world: World) -> None:
    (gone, *_) = sorted(file for uid, _, file in world.box.messages("INBOX") if uid == 1)
    gone.unlink()
    world.box.renumber()
    _question(world)


def _question(world: World) -> None:
    """Somebody's leave that lacks the DNI; each time somebody else's."""
    number = int(world.at.timestamp()) % 100000
    world.mail(
        f"Vull la baixa de la llista de WhatsApp.\nNúria Coll Prat\nMòbil 6001{number:05}\n",
        sender=f"nuria{number}@veins.example", subject="BAIXA", key=f"nuria{number}",
    )  # fmt: skip


def _after_a_copy(world: World) -> None:
    """Mail that a copy of the books does not know."""
    backup.make(settings_of(world).store_url, world.folder / "kept.db")
    _leave(world)


def _leave(world: World) -> None:
    """Joana leaves, and somebody asks without a DNI."""
    world.mail(
        "Vull la baixa de la llista de WhatsApp.\nJoana Masdeu Pla\nDNI 34567890V\nMòbil 600555666\n",
        sender="joana@veins.example", subject="BAIXA", key="joana-leaves",
    )  # fmt: skip
    _question(world)


def _proof_of_nobody(world: World) -> None:
    """A consent that brought nobody in, as one that came too late does; and mail, as on any day."""
    _question(world)
    with closing(sqlite3.connect(world.books)) as books, books:
        books.execute(
            "INSERT INTO consents (key, number, registered_at, name, id_document, noted_at)"
            " VALUES ('late', 'E/000999-2026', ?, 'Marta Puig Sala', '90123456A', ?)",
            ("2026-05-04 08:00:00", "2026-05-04 08:00:00"),
        )


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


STAGES: tuple[Stage, ...] = (
    Stage("import", at(5, 3, 8), by_hand("subscribers", "import", "{folder}/roster.csv")),
    Stage("add", at(5, 3, 9), by_hand(
        "subscribers", "add", "--name", "Anna Riu Mas", "--dni", "78901234X", "--phone", "600444555")),
    Stage("consent", at(5, 3, 10), by_hand(
        "subscribers", "consent", "A-0005", "--number", "E/000300-2026", "--at", "2026-05-02T10:00")),
    Stage("activate", at(5, 3, 11), by_hand("subscribers", "activate", "A-0005")),
    Stage("beginning", at(5, 3, 12), begin_without_mailbox),
    Stage("first mail", at(5, 4, 8), prepare=_first_mail),
    Stage("orders", at(5, 4, 10), prepare=_orders),
    Stage("late", at(5, 4, 10, 30), by_hand("subscribers", "late", "A-0003", "vacances",
        unless="SELECT 1 FROM events WHERE note = 'vacances'")),
    Stage("applied by hand", at(5, 4, 11), by_hand("cases", "apply", "{card}", card="quim")),
    Stage("closed by hand", at(5, 4, 11, 30),
        by_hand("cases", "close", "{card}", "--reason", "vist", card="lluis")),
    Stage("renumbered", at(5, 4, 12), prepare=_renumbered),
    Stage("digest", at(5, 5, 6), prepare=_question),
    Stage("reminders", at(5, 13, 6)),
    Stage("mailbox away", at(5, 13, 8), without_mailbox),
    Stage("outage told", at(5, 13, 9), without_mailbox),
    Stage("mailbox back", at(5, 13, 10), prepare=_question),
    Stage("smtp away", at(5, 13, 11), without_smtp, prepare=_question, settles=False,
        by_chance=frozenset({"outages"})),
    Stage("digest laid", at(5, 13, 12), without_smtp, settles=False, lays=True),
    # Whose only letter is in doubt does not know either whether the server serves again.
    Stage("smtp back", at(5, 13, 16), by_chance=frozenset({"outages"})),
    Stage("living", at(5, 14, 8), live, prepare=_leave, by_chance=frozenset({"codes"}), loops=3),
    Stage("copy", at(5, 15, 2), copy),
    # Staff are told anew of who left, each time; residents are not (`audit._letters`).
    Stage("put back", at(5, 15, 3), put_back, prepare=_after_a_copy, ends=round_trip,
        by_chance=frozenset({"letters", "codes"})),
    Stage("watching", at(5, 15, 8), watch),
    Stage("digest by hand", at(5, 17, 9), by_hand("digest", "--send"), ends=round_trip),
    Stage("month", at(6, 1, 6), prepare=_question),
    Stage("two months on", at(8, 3, 6), prepare=_question),
    # No mail vouches for that clock: what is over is held back.
    Stage("confirmed by hand", at(8, 3, 6).replace(year=2031), by_hand("retention", "confirm", "--yes")),
    Stage("years on", at(8, 4, 6).replace(year=2031), prepare=_proof_of_nobody),
)  # fmt: skip
