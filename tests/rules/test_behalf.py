"""Who writes for somebody else is not taken off with them."""

import pytest

from rules.findings import Kind
from rules.reading import read
from tests.rules.messages import TOWN, mail

FATHER = "Pere Camprubí Soler, 23456789D, 600333444"
DAUGHTER = "Marta Camprubí Vila, 56789012B, 611222333"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Demano la baixa del meu pare, {FATHER}.\n\nLa seva filla,\n{DAUGHTER}", id="signed"),
        pytest.param(
            f"Per motius de salut del meu pare ({FATHER}) demano la seva baixa.\n\n{DAUGHTER}", id="his leave"
        ),
        pytest.param(f"Baixa de l'avi, {FATHER}. Sol·licitant: {DAUGHTER}", id="who applies"),
        pytest.param(f"Baixa de {FATHER}. Contacte: {DAUGHTER}", id="whom to call"),
        pytest.param(f"Titular: {FATHER}\nDades del representant: {DAUGHTER}", id="a deputy's section"),
        pytest.param(f"Demano la baixa dels meus pares: {FATHER} i Lourdes Vila Coma 45678901G 622333444. "
                     f"Gràcies, {DAUGHTER}", id="parents, and a third person"),
        pytest.param(f"Baja de mi padre, {FATHER}. Su hija,\n{DAUGHTER}", id="Spanish"),
    ],
)  # fmt: skip
def test_the_writers_own_data_never_leave_by_themselves(text: str) -> None:
    reading = read(mail("Subject: Baixa WhatsApp", body=text), TOWN)
    acts_on = {p.id_document for p in reading.people} if reading.kind is Kind.BAIXA else set()
    assert "56789012B" not in acts_on
    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Volem la baixa, el meu pare i jo:\n{FATHER}\n{DAUGHTER}", id="he and I"),
        pytest.param(
            f"Demano la baixa dels meus pares:\n{FATHER}\nLourdes Vila Coma 45678901G 622333444", id="both"
        ),
        pytest.param(f"{FATHER}\n{DAUGHTER}\nGràcies", id="two people"),
    ],
)
def test_two_who_leave_are_two(text: str) -> None:
    reading = read(mail("Subject: Baixa WhatsApp", body=text), TOWN)
    assert (reading.kind, len(reading.people)) == (Kind.BAIXA, 2)
