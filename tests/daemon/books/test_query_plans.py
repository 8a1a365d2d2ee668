"""No statement of a mail, of the mornings' digest or of a night reads the whole of a table that grows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from daemon.books.store import Store
from daemon.post.outbox import deliver_due
from daemon.post.smtp import SmtpMailer
from daemon.service.app import App
from rules.books.subscription import State
from rules.findings import Person
from tests.daemon.ordering import Office, office_of
from tests.daemon.talking import PASSES, PERE, ROSER
from tests.smtp_server import LOOPBACK, Scripted

DOES_NOT_GROW: Final = frozenset({"folders", "digests", "pulses", "secrets", "CONSTANT", "traces"})
"""A row a folder, a loop or a day, one that SQLite makes up, or a part of a statement with its own steps."""

EXCUSED: Final = {
    "count(*) AS n FROM cases GROUP BY cases.state": "the count that STATUS tells",
}
"""Statements that may read a whole table, by words of theirs, and why."""

BAIXA: Final = "BAIXA Informació Ajuntament de Setcases WhatsApp"
ONA: Final = Person(name="Ona Soldevila Prat", id_document="34567890V", phone="+34600555666")


@dataclass
class Heard:
    """The statements that were really executed, each once, with values of its own."""

    statements: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def note(
        self,
        _connection: Connection,
        _cursor: object,
        statement: str,
        given: Any,
        _context: object,
        many: bool,
    ) -> None:
        self.statements.setdefault(statement, tuple(given[0] if many else given))


@pytest.fixture
def heard() -> Iterator[Heard]:
    listening = Heard()
    event.listen(Engine, "before_cursor_execute", listening.note)
    yield listening
    event.remove(Engine, "before_cursor_execute", listening.note)


def scans(store: Store, heard: Heard) -> dict[str, list[str]]:
    """By statement, the steps of its plan on SQLite that go through the whole of a table that grows."""
    found = {}
    with closing(sqlite3.connect(str(store.url.database))) as books:
        for statement, given in heard.statements.items():
            if statement.lstrip().startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")):
                plan = books.execute(f"EXPLAIN QUERY PLAN {statement}", given).fetchall()
                if whole := [step for *_, step in plan if _is_whole(step)]:
                    found[" ".join(statement.split())] = whole
    return found


def _is_whole(step: str) -> bool:
    """Whether it reads every row, be it by an index, or to make an index for itself."""
    does, what, *_ = step.split()
    return (does == "SCAN" and what not in DOES_NOT_GROW and what[0] != "(") or "AUTOMATIC" in step


async def test_no_statement_reads_the_whole_of_what_grows(sqlite: Store, heard: Heard) -> None:
    await live(office_of(sqlite, {ROSER: State.ACTIVE, PERE: State.LEAVING, ONA: State.DUE}))

    found = scans(sqlite, heard)
    for words in EXCUSED:
        assert [each for each in found if words in each], f"nobody asks that any more: {words}"
    assert [each for each in found if not any(words in each for words in EXCUSED)] == []


async def test_a_statement_without_its_index_is_noticed(sqlite: Store, heard: Heard) -> None:
    await live(office_of(sqlite, {ROSER: State.ACTIVE, PERE: State.LEAVING, ONA: State.DUE}))
    with sqlite.begin() as tx:
        tx.connection.exec_driver_sql("DROP INDEX ix_requests_phone")

    assert [each for each in scans(sqlite, heard) if "requests.phone IN" in each]


async def live(office: Office) -> None:
    """Some leave, one is asked and answers, a clerk orders; letters leave, digests are made, nights go by."""
    app = App(settings=office.settings, store=office.store, clock=lambda: office.at)
    office.read()
    leave = f"{ROSER.name}\nDNI {ROSER.id_document}\nMòbil {ROSER.phone}\n"
    office.mail(leave, subject=BAIXA, Authentication_Results=PASSES)
    office.mail(
        f"{ONA.name}\nMòbil {ONA.phone}\n",
        sender="ona@veins.example",
        subject=BAIXA,
        Authentication_Results=PASSES,
    )
    await send(office)
    (letter,) = office.letters("ona@veins.example")
    office.answer(
        f"El meu DNI és {ONA.id_document}", letter, sender="ona@veins.example", Authentication_Results=PASSES
    )
    office.mail(
        "Voldria saber com va això de la llista de WhatsApp?",
        sender="joan@veins.example",
        subject="WhatsApp",
        Authentication_Results=PASSES,
    )
    office.mail(
        "No volia marxar de la llista, ha estat un error", subject="Re: BAIXA", Authentication_Results=PASSES
    )
    for duty in app.duties().values():
        duty()
    office.digest()
    office.order(subject="FET A-0002")
    app.alarms.digest_is_due_in_the_mailbox()
    await send(office)
    for _night in range(3):
        office.at += timedelta(days=40)
        office.mail("Sopar de festa major", sender="festes@festes.example", subject="Sopar")
        for duty in app.duties().values():
            duty()
        app.in_one_line()
        await send(office)


async def send(office: Office) -> None:
    async with Scripted().running() as server:
        mailer = SmtpMailer(host=LOOPBACK, port=server.port, tls="none", sender="info@setcases.cat")
        await deliver_due(office.store, mailer, clock=lambda: office.at)
