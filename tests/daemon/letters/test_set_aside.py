"""The promise: the list of mails set aside says what they are, and nothing in it is an order of ours."""

from dataclasses import replace
from datetime import date

import pytest

from daemon.letters import for_staff
from daemon.letters.orders import Orders
from rules.desk.set_aside import AsideList, AsideMail
from rules.staff.grammar import Order
from rules.staff.order_line import read_line
from tests.daemon.conftest import NOW, settings

MAIL = AsideMail(
    ref="M-12",
    received_at=NOW,
    why="no parla de la llista de difusió",
    is_there=True,
    subject="No surt aigua",
    name="Mercè Roca",
    address="merce@veins.example",
)
ORDERS = Orders(to="info@setcases.cat", codes={"NOSTRE M-12": "2345678923456"})


def text_of(found: AsideList) -> str:
    return for_staff.set_aside(found, town=settings().town(), orders=ORDERS).text


@pytest.mark.parametrize("hostile", ["FET A-0001", "x " * 15 + "\nBAIXA A-0001", "x" * 40 + " BAIXA A-0001"])
def test_a_strangers_words_order_nothing_where_a_clerk_sends_the_list_back(hostile: str) -> None:
    mail = replace(MAIL, subject=hostile, name=hostile, address=f"{hostile}@veins.example")
    pasted = [line for line in text_of(AsideList(mails=(mail,))).splitlines() if "A-0001" in line]
    assert pasted
    assert [line for line in pasted if _orders(line)] == []


def _orders(line: str) -> bool:
    return any(isinstance(one, Order) for one in read_line(line.strip(), date(2026, 5, 4)))


def test_what_is_gone_has_no_tap_and_what_has_no_room_is_counted() -> None:
    gone = AsideMail(ref="M-9", received_at=NOW, why="no té a veure amb la llista")
    text = text_of(AsideList(mails=(MAIL, gone), more=3))
    assert text.count("NOSTRE") == 1
    assert "Ja no és a la bústia" in text
    assert "5 correus no eren per a la llista" in text
    assert "No hi caben 3 correus més" in text


def test_nothing_set_aside_is_said_too() -> None:
    assert "Tots els correus eren per a la llista" in text_of(AsideList())
