"""Who stays on herself holds nobody back, and is never taken off for a relative."""

import pytest

from rules.findings import Kind
from tests.rules.test_conditions import reading_of

DATA = "DNI 10000004H, mòbil 600555666"


@pytest.mark.parametrize(
    "text",
    [
        f"Traieu el meu pare, en Pere Soler Font, del WhatsApp: {DATA}. A mi no em traieu.",
        f"L'àvia no vol rebre més WhatsApps. Es diu Rosa Soler Font, {DATA}. Jo sí que vull seguir.",
        f"Mi madre, Rosa Soler Font, {DATA}, quiere la baja del WhatsApp. Yo quiero seguir recibiéndolos.",
        f"Que la tragueu del WhatsApp.\n\nDades de la meva mare:\nRosa Soler Font\n{DATA}\n\nJo hi continuo.",
    ],
)
def test_a_relative_leaves_though_the_writer_stays(text: str) -> None:
    reading = reading_of("Baixa", f"{text}\n")

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, ()), reading.reasons
    assert [p.id_document for p in reading.people] == ["10000004H"]


@pytest.mark.parametrize(
    "text",
    [
        f"Soc la Rosa Soler Font, {DATA}. Doneu de baixa la meva mare del WhatsApp. Jo vull continuar.",
        f"Doneu de baixa la meva mare del WhatsApp. Rosa Soler Font, {DATA}. Jo vull continuar.",
        f"Doneu de baixa la meva mare del WhatsApp. Jo vull continuar: Rosa Soler Font, {DATA}.",
        f"El meu fill, Pere Soler Font, {DATA}, m'ha donat de baixa del WhatsApp. Jo vull continuar.",
        f"Mi marido Pere Soler Font, {DATA}, pidió mi baja del WhatsApp. Yo quiero seguir.",
        f"El meu marit, Pere Soler Font, {DATA}, vol que continuï al WhatsApp. Jo no em traieu.",
        f"El pare, Pere Soler Font, {DATA}, volia la baixa del WhatsApp però vol continuar.",
    ],
)
def test_whose_data_may_be_hers_who_stays_waits_for_a_person(text: str) -> None:
    assert reading_of("Baixa", f"{text}\n").kind is not Kind.BAIXA


@pytest.mark.parametrize(
    "text",
    [
        f"Traieu la meva mare, la Rosa Soler Font, del WhatsApp: {DATA}. Jo em quedo a la llista.",
        f"La mare no vol rebre més WhatsApps. Es diu Rosa Soler Font, {DATA}.\n\nJo em quedo a la llista.",
    ],
)
def test_who_stays_and_signs_with_a_telephone_is_not_whose_data_stood_above(text: str) -> None:
    reading = reading_of("Baixa", f"{text}\n\nPere Camps Soler\nTel. 600777888\n")

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, ()), reading.reasons
    assert [(p.name, p.id_document, p.phone) for p in reading.people] == [
        ("Rosa Soler Font", "10000004H", "+34600555666")
    ]
