"""Who stays on herself holds nobody back, and is never taken off for a relative."""

import pytest

from rules.findings import Kind
from rules.reading import read
from tests.rules.messages import TOWN, mail
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
    ("sender", "kind"),
    [("Pia Roca", Kind.BAIXA), ("Rosa Soler", Kind.UNSURE), ("rosa", Kind.UNSURE)],
)
def test_data_that_nobody_s_name_leads_are_the_mother_s_where_another_writes(sender: str, kind: Kind) -> None:
    text = f"Doneu de baixa la meva mare del WhatsApp. Rosa Soler Font, {DATA}. Jo vull continuar.\n"
    plain = "Content-Type: text/plain; charset=utf-8"
    written = mail("Subject: Baixa", plain, body=text, sender=f"{sender} <algu@bustia.example>")

    assert read(written, TOWN).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        f"Hola, traieu-me del WhatsApp de l'Ajuntament. Pere Soler Font, {DATA}. El meu germà continua.",
        f"Em dono de baixa del WhatsApp. Pere Soler Font, {DATA}. A la dona no la tragueu, li agrada.",
        f"Treieu-me del WhatsApp, si us plau: Pere Soler Font, {DATA}. Els altres de casa no, s'hi queden.",
        f"Quiero la baja del WhatsApp. Mi mujer se queda. Pere Soler Font, {DATA}.",
    ],
)
def test_who_leaves_is_not_held_back_by_a_relative_who_stays(text: str) -> None:
    reading = reading_of("Baixa", f"{text}\n")

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, ()), reading.reasons


@pytest.mark.parametrize(
    "text",
    [
        f"Traieu-me del WhatsApp. La meva dona es queda: Rosa Soler Font, {DATA}.",
        f"Pere Soler Font, {DATA}, i Rosa Camps Font, 10000005L, 600555777. Traieu-me; ella es queda.",
        f"Traieu la meva mare del WhatsApp. Jo continuo. Pere Soler Font, {DATA}.",
    ],
)
def test_whose_data_may_be_theirs_who_stay_waits_for_a_person(text: str) -> None:
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
