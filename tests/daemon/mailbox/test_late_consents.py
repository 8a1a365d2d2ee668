"""Who asked to leave before anybody knew them is put on by no older consent that comes in later."""

import pytest

from daemon.books.store import Store
from tests.daemon.conftest import settings
from tests.daemon.ordering import CLERK, Office
from tests.daemon.talking import PASSES, ROSER

REGISTRY = "no-reply@registre.example.cat"
LEAVE = f"""Doneu-me de baixa de la llista de WhatsApp.
{ROSER.name}
DNI {ROSER.id_document}
Mòbil {ROSER.phone}
"""
NOTICE = f"""Número de registre: E/000101-2026
Data i hora de presentació: 30/04/2026 09:10:11
Assumpte: Clàusula de consentiment del tractament de dades personals (WhatsApp)
Nom i cognoms: {ROSER.name}
DNI/NIE: {ROSER.id_document}
Telèfon: {ROSER.phone}
"""


@pytest.fixture
def office(sqlite: Store) -> Office:
    given = settings(
        trust={"authserv_ids": ["mx.setcases.cat"]},
        registry={"senders": [REGISTRY]},
        staff={"orders_from": [CLERK]},
    )
    return Office(sqlite, settings=given)


def deposited(office: Office) -> None:
    office.mail(NOTICE, sender=REGISTRY, subject="Registre E/000101-2026", Authentication_Results=PASSES)


def test_a_consent_alone_starts_its_clock(office: Office) -> None:
    deposited(office)

    assert office.states() == ["consented"]
    assert office.cases("staff") == []


@pytest.mark.parametrize("closed", [False, True])
def test_a_consent_older_than_a_leave_of_nobody_is_for_staff(office: Office, closed: bool) -> None:
    office.mail(LEAVE, subject="BAIXA", Authentication_Results=PASSES)
    (card,) = office.cases("staff")
    if closed:
        office.order(f"DESCARTA {card.ref}")

    deposited(office)

    assert office.states() == []
    assert "baixa" in office.cases("staff")[-1].reason
