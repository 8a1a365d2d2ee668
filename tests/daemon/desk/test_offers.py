"""What a clerk whose line is no order is offered: never the opposite of it, nor the part of another."""

import pytest

from daemon.books.store import Store
from rules.books.subscription import State
from tests.daemon.books.test_conversations import HERS
from tests.daemon.ordering import CLERK, Office, offered, office_of
from tests.daemon.talking import PASSES, PERE, ROSER

BOTH = (
    "Si no arregleu el carrer, doneu-nos de baixa de la llista de WhatsApp:\n"
    "Roser Vilalta Camps, 12345678Z, 600 111 222\nPere Camprubí Soler, 23456789D, 600 333 444\n"
)
ONE = f"Si no arregleu el carrer, doneu-me de baixa de la llista de WhatsApp.\n{HERS}"


@pytest.fixture
def office(sqlite: Store) -> Office:
    return office_of(sqlite, {ROSER: State.ACTIVE, PERE: State.LEAVING})


def taps(office: Office) -> list[str]:
    """The orders that the taps of the last answer would send, without their codes."""
    return [order.partition(" · ")[0] for order in offered(office)]


@pytest.mark.parametrize(
    "line", ["no feu la BAIXA A-0001", "no doneu de baixa A-0001", "A-0001: la baixa no"]
)
def test_who_says_not_to_do_it_is_offered_no_leave(office: Office, line: str) -> None:
    office.mail(ONE, subject="BAIXA", Authentication_Results=PASSES)
    (card,) = office.cases("staff")

    office.order(line)

    assert office.states() == ["active", "leaving"]
    assert not [order for order in taps(office) if order.startswith(("BAIXA", "APLICA", "TRETA"))]
    assert f"DESCARTA {card.ref} ja està" in taps(office)


def test_an_order_about_one_offers_nothing_of_the_other_of_their_card(office: Office) -> None:
    office.mail(BOTH, subject="BAIXA", Authentication_Results=PASSES)

    office.order("DESFÉS A-0002 si encara hi som a temps")

    assert office.states() == ["active", "leaving"]
    assert [order for order in taps(office) if order.startswith(("APLICA", "BAIXA", "DESFÉS"))] == [
        "DESFÉS A-0002"
    ]


def test_of_two_taken_off_the_phone_only_who_is_back_stays(office: Office) -> None:
    office.order("BAIXA A-0001")
    office.order("DESFÉS A-0001")

    office.order("He tret la Roser Vilalta i el Pere Camprubí")

    assert office.states() == ["active", "leaving"]
    assert "A-0001 (Roser Vilalta Camps) es queda a la llista" in office.answers()[-1]
    assert "A-0002 (Pere Camprubí Soler) es queda" not in office.answers()[-1]
    assert "TRETA A-0002" in taps(office)
    assert not [order for order in taps(office) if "A-0001" in order]


def test_a_card_of_two_is_still_approved_by_the_name_of_one(office: Office) -> None:
    office.mail(BOTH, subject="BAIXA", Authentication_Results=PASSES)
    (card,) = office.cases("staff")

    office.order("APLICA Roser Vilalta")

    assert f"APLICA {card.ref}" in taps(office)


def test_who_is_excepted_is_not_offered(office: Office) -> None:
    office.answer("Tretes totes menys el Pere", office.digest(), sender=CLERK)

    assert office.states() == ["active", "leaving"]
    assert taps(office) == ["FITXA A-0002"]
