"""What a leave with its letter costs the processor, from the mail that waits to the letter that left.

The floor is a bare script of the same steps: search, fetch heads and bodies, note each mail in one
transaction, and hand over a letter for each.
"""

import asyncio
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP as CRLF
from pathlib import Path
from time import process_time

import structlog
from aiosmtplib import SMTP
from imapclient import IMAPClient
from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import subscriptions
from daemon.configuration.settings import load
from daemon.service.app import App
from tests.benchmarks.workbench import Bench, Row, dni, phone
from tests.dovecot import PASSWORD, USER

WARMING = 5
"""Leaves before those that are measured: what is made at first use is start-up."""


def leaves(first: int, many: int) -> Iterator[bytes]:
    """The mails of so many residents, from the *first*th on."""
    for n in range(first, first + many):
        mail = EmailMessage(policy=CRLF)
        mail["Authentication-Results"] = "mx.setcases.cat; dmarc=pass header.from=veins.example"
        mail["From"] = f"Roser Puig <r{n}@veins.example>"
        mail["To"] = "info@setcases.cat"
        mail["Subject"] = "BAIXA Informació Ajuntament de Setcases WhatsApp"
        mail["Message-ID"] = f"<{n}@veins.example>"
        mail.set_content(
            "Bon dia,\n\nvull donar-me de baixa de la llista de WhatsApp de l'Ajuntament.\n"
            f"Roser Puig Serra, DNI {dni(n)}, mòbil {phone(n)[3:]}.\n\nMoltes gràcies.\n"
        )
        yield mail.as_bytes()


def subscribed(store: Store, many: int) -> None:
    """Put so many active residents into the books."""
    at = datetime(2026, 1, 7, 9, tzinfo=UTC)
    rows = [
        {
            "ref": f"A-{n:04d}", "name": "Roser Puig Serra", "id_document": dni(n), "phone": phone(n),
            "state": "active", "activated_on": at.date(), "opened_at": at, "without_alta": False,
        }
        for n in range(many)
    ]  # fmt: skip
    with store.begin() as tx:
        tx.connection.execute(subscriptions.insert(), rows)


def ours(place: Bench, *, waiting: int, people: int) -> float:
    """Milliseconds of the processor for each leave that waits, without start-up."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    settings = load(place.config)
    with closing(Store(settings.store_url)) as store:
        subscribed(store, people)
        app = App(settings=settings, store=store)
        place.deliver(leaves(0, WARMING))
        app.run_once()
        place.deliver(leaves(WARMING, waiting))
        began = process_time()
        app.run_once()
        took = process_time() - began
        left = sum(1 for s in _states(store) if s == "leaving")
    assert left == WARMING + waiting, f"{left} left"
    return 1000 * took / waiting


def _states(store: Store) -> list[str]:
    with store.read() as tx:
        return list(tx.connection.execute(select(subscriptions.c.state)).scalars())


def bare(place: Bench, *, waiting: int, people: int) -> float:
    """The same of a script that does only what must be done."""
    place.deliver(leaves(0, waiting))
    with closing(sqlite3.connect(Path(place.folder) / "bare.db", isolation_level=None)) as books:
        books.execute("PRAGMA journal_mode = WAL")
        books.execute("CREATE TABLE people (dni TEXT PRIMARY KEY, state TEXT)")
        books.execute("CREATE TABLE mails (uid INTEGER PRIMARY KEY, raw BLOB)")
        books.executemany("INSERT INTO people VALUES (?, 'active')", ((dni(n),) for n in range(people)))
        trust = ssl.create_default_context(cafile=place.ca)
        began = process_time()
        with IMAPClient("127.0.0.1", port=place.imap, ssl_context=trust) as mailbox:
            mailbox.plain_login(USER, PASSWORD)
            mailbox.select_folder("INBOX", readonly=True)
            uids = mailbox.search("ALL")
            mailbox.fetch(uids, ["BODY.PEEK[HEADER]"])
            found = mailbox.fetch(uids, ["BODY.PEEK[]"])
        for uid, parts in found.items():
            raw = parts[b"BODY[]"]
            books.execute("BEGIN IMMEDIATE")
            books.execute("UPDATE people SET state = 'leaving' WHERE dni = ?", (_dni_in(raw),))
            books.execute("INSERT INTO mails VALUES (?, ?)", (uid, raw))
            books.execute("COMMIT")
        asyncio.run(_sent(place.smtp, [parts[b"BODY[]"] for parts in found.values()]))
        return 1000 * (process_time() - began) / waiting


def _dni_in(raw: bytes) -> str:
    return raw.partition(b"DNI ")[2][:9].decode()


async def _sent(port: int, letters: list[bytes]) -> None:
    async with SMTP(hostname="127.0.0.1", port=port, start_tls=False) as server:
        for raw in letters:
            await server.sendmail("info@setcases.cat", ["r@veins.example"], raw)


ROWS = (
    Row(
        name="a leave with its letter, 290 waiting",
        ours=ours,
        floor=bare,
        goal=8,
        sizes={"waiting": 290, "people": 300},
    ),
)
