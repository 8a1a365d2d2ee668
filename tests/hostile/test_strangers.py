"""Mail that wants us to write to somebody, or to tell who is on the list: few letters, and all alike."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from statistics import median
from time import process_time

import pytest
from sqlalchemy import Engine, event, select

from daemon.books.tables import contents, outbox
from rules.books.subscription import State
from tests.daemon.ordering import Office
from tests.daemon.talking import FAILS, FROM_ROSER, PASSES
from tests.hostile.conftest import NURIA
from tests.rules.persons import dni

ASKS = "Bon dia, doneu-me de baixa de la llista de WhatsApp."
MISSING = f"{ASKS}\nRoser Vilalta Camps\n"
STRANGER = f"{ASKS}\nMarc Bassols Pla\n{dni(43_990_006)}\n600 777 888\n"
MIXED = f"{ASKS}\nRoser Vilalta Camps\n12345678Z\n600 333 444\n"
JOINS = "ALTA\nRoser Vilalta Camps, 12345678Z. Vull apuntar-me a la llista de WhatsApp.\n"
UNSURE = "Bon dia, potser em dono de baixa de la llista de WhatsApp l'any que ve.\n"
SPANISH = "Buenos días, quiero darme de baja de la lista de WhatsApp del ayuntamiento.\n"
HERS = f"{ASKS}\nRoser Vilalta Camps\n12345678Z\n600 111 222\n"
SUBJECTS = ("Baixa WhatsApp", "BAIXA", "Re: Baixa", "ALTA", "Hola", "Baja", "")


# --- backscatter ----------------------------------------------------------------------------------


def forge(office: Office, *texts: str, count: int = 84, **more: str) -> None:
    """As many mails as from Roser, of every kind that is answered and with every subject."""
    kinds = list(product(texts, SUBJECTS))
    for n in range(count):
        text, subject = kinds[n % len(kinds)]
        office.mail(f"{text}\n{n}\n", subject=subject, **more)


def test_however_many_forged_mails_come_their_victim_gets_one_letter(office: Office) -> None:
    forge(office, MISSING, STRANGER, MIXED, JOINS, UNSURE, SPANISH)

    assert len(office.letters()) == 1
    assert len(office.cases("staff")) + len(office.cases("resident")) > 50  # and no request is lost


def test_forged_mails_that_our_server_saw_through_bring_none(office: Office) -> None:
    forge(office, MISSING, STRANGER, HERS, JOINS, count=28, Authentication_Results=FAILS)

    assert office.letters() == []
    assert office.states() == ["active", "active"]


def test_who_forges_with_her_own_data_makes_two_letters_at_most(office: Office) -> None:
    forge(office, MISSING, HERS, STRANGER, JOINS, count=42)

    assert len(office.letters()) <= 2


def test_many_victims_get_no_more_than_the_days_share(office: Office) -> None:
    for n in range(55):
        office.mail(f"{MISSING}\n{n}", subject="Baixa", sender=f"v{n}@veins.example")

    with office.store.read() as tx:
        letters = tx.connection.execute(select(outbox.c.recipient)).scalars().all()
    assert len(letters) == len(set(letters)) == 50


def test_who_asks_anew_with_what_was_missing_is_told_that_it_is_done(office: Office) -> None:
    office.mail(MISSING, subject="Baixa")
    office.mail(HERS, subject="Baixa")

    assert office.templates() == ["missing", "done"]


def test_who_is_proved_gets_three_letters_a_day_each_of_another_kind(office: Office) -> None:
    forge(office, MISSING, MIXED, JOINS, count=30, Authentication_Results=PASSES)

    letters = office.templates()
    assert len(letters) == len(set(letters)) == 3, letters


# --- enumeration ----------------------------------------------------------------------------------

KEPT_APART = [
    pytest.param(STRANGER, id="nobody at all"),
    pytest.param(MIXED, id="two members mixed"),
    pytest.param(f"{ASKS}\nRoser Vilalta Camps\n12345678Z\n600 777 888\n", id="a member's DNI alone"),
    pytest.param(f"{ASKS}\nMarc Bassols\n{dni(43_990_006)}\n600 111 222\n", id="a member's mobile alone"),
    pytest.param(f"{ASKS}\nMarc Bassols Pla\n12345678Z\n600 111 222\n", id="another's name"),
    pytest.param(f"{ASKS}\nNúria Sastre\n{NURIA.id_document}\n600 777 888\n", id="who left, another mobile"),
    pytest.param(f"{ASKS}\nMarc Bassols\n{dni(43_990_006)}\n600 100 203\n", id="who left, another DNI"),
]


def asked(office: Office, text: str, sender: str) -> str:
    """The letter that *text* gets, but for its reference, its reader and the ids of thread and parts."""
    taken = office.mail(text, subject="Baixa WhatsApp", sender=sender)
    with office.store.read() as tx:
        row = tx.connection.execute(
            select(outbox, contents.c.raw).join(contents).where(outbox.c.recipient == sender)
        ).one()
    assert row.created_at == row.due_at == taken.received_at  # queued in the same pass
    raw = row.raw.decode().replace(sender, "SENDER")
    raw = re.sub(r"C-[0-9A-Z]{8}", "REF", raw)
    raw = re.sub(r"<[0-9a-f]{32}@setcases\.cat>|<\d+@veins\.example>", "ID", raw)
    return re.sub(r"={10,}\d+==", "PART", raw)


@pytest.mark.parametrize("text", KEPT_APART)
def test_nobody_reads_in_a_letter_who_is_on_the_list(office: Office, text: str) -> None:
    office.hold(NURIA, State.LEFT)

    assert asked(office, text, "dos@veins.example") == asked(office, STRANGER, "un@veins.example")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that a database is given meanwhile, without its values."""
    heard: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        heard.append(statement.split(" ", 1)[0])

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


@pytest.mark.parametrize("text", KEPT_APART)
def test_nobody_reads_it_in_the_work_that_is_done(office: Office, text: str) -> None:
    office.hold(NURIA, State.LEFT)
    office.mail(STRANGER, subject="Baixa WhatsApp", sender="abans@veins.example")
    with statements() as usual:
        office.mail(f"{STRANGER}\n.", subject="Baixa WhatsApp", sender="un@veins.example")
    with statements() as found:
        office.mail(f"{text}\n..", subject="Baixa WhatsApp", sender="dos@veins.example")

    # A card about somebody names whom: that many more rows, and no other work.
    assert abs(len(found) - len(usual)) <= 3


def test_nobody_reads_it_in_the_time_it_takes(office: Office) -> None:
    """A letter leaves seconds later: what differs is far below what a mail's way varies by."""
    took: dict[str, list[float]] = {STRANGER: [], MIXED: []}
    for n, text in product(range(15), took):
        began = process_time()
        office.mail(f"{text}\n{n}", subject="Baixa WhatsApp", sender=f"v{n}@{len(text)}.example")
        took[text].append(process_time() - began)

    assert abs(median(took[STRANGER]) - median(took[MIXED])) < 0.05


# --- to whom a letter goes ------------------------------------------------------------------------

ODD_SENDERS = [
    '"a\r\n RCPT TO:<e@evil.example>"@veins.example',
    '"a b"@veins.example',
    '"e@evil.example"@veins.example',
    "e@evil.example@veins.example",
    "a@veins.example,e@evil.example",
    "a@veins.example\x00e@evil.example",
    "a@veins.example\r BCC:e@evil.example",
    "=?utf-8?q?a=40veins=2Eexample=0D=0ABcc=3A_e=40evil=2Eexample?=",
    "=?utf-8?q?a=0D=0ABcc=3A_e=40evil=2Eexample?= <a@veins.example>",
    "<a@veins.example> SIZE=1",
    "<@evil.example:a@veins.example>",
    "a%evil.example@veins.example",
    "evil.example!a@veins.example",
    "a@[127.0.0.1]",
    "a@veins.example.",
    "à@veins.example",
    "a@xn--vens-bsa.example",
    "a" * 70 + "@veins.example",
    "a@" + "v" * 260 + ".example",
    "a\u2028@veins.example",
]


@pytest.mark.parametrize("sender", ODD_SENDERS, ids=ascii)
def test_a_letter_goes_to_the_one_plain_address_of_the_sender_or_to_nobody(
    office: Office, sender: str
) -> None:
    raw = f"From: {sender}\r\nReply-To: e@evil.example\r\nTo: info@setcases.cat\r\nSubject: BAIXA\r\n"
    office.take(f"{raw}Message-ID: <1@veins.example>\r\n\r\n{MISSING}".encode())

    with office.store.read() as tx:
        to = tx.connection.execute(select(outbox.c.recipient)).scalars().all()
    assert len(to) <= 1
    for address in to:
        assert re.fullmatch(r"[\w%!.+-]{1,64}@[a-z0-9.-]{1,190}", address, re.ASCII), address
        assert address in sender
        assert address.rpartition("@")[2] != "evil.example"


def test_a_plain_sender_gets_one(office: Office) -> None:
    office.mail(MISSING, subject="BAIXA", sender=FROM_ROSER)

    assert office.templates() == ["missing"]
