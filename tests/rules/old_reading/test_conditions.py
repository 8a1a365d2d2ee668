"""An "if" holds a leave back only where the leaving hangs on it."""

import pytest

from rules.findings import Kind, Reading
from rules.reading import read
from tests.rules.messages import TOWN, acts, mail, reads_as_leave

DATA = "Pere Soler Font, DNI 10000004H, mòbil 600555666"


def reading_of(subject: str, body: str) -> Reading:
    return read(mail(f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8", body=body), TOWN)


@pytest.mark.parametrize(
    "text",
    [
        "Em voldria donar de baixa del WhatsApp de l'Ajuntament, si no és demanar massa.",
        "Que me'n tragueu, de la llista de WhatsApp, si ho trobeu bé.",
        "Demano la baixa de la llista de WhatsApp, i si he de signar res, hi vindré dijous.",
        "Traieu-me de la llista de WhatsApp i aviseu-me si heu rebut aquest correu.",
        "Solicito la baja de la lista de WhatsApp; si tengo que firmar algo, díganmelo.",
        "Quiero salir de la lista de WhatsApp, si son ustedes quienes la llevan.",
        "Please take me off the WhatsApp list, if it is not too much trouble.",
        "Je voudrais me désinscrire de la liste WhatsApp, si cela ne vous dérange pas.",
        "Prefereixo sortir del WhatsApp. Si més endavant ho necessito, ja em tornaré a apuntar.",
    ],
)
def test_an_if_that_governs_something_else_holds_nothing_back(text: str) -> None:
    reading = reading_of("WhatsApp", f"{text}\n{DATA}\n")

    assert reads_as_leave(reading), reading.reasons


@pytest.mark.parametrize(
    "text",
    [
        "Si heu de continuar enviant-ne cada dia, doneu-me de baixa de la llista de WhatsApp.",
        "Doneu-me de baixa de la llista de WhatsApp si teniu previst continuar així.",
        "Doneu-me de baixa de la llista de WhatsApp si el meu marit ja hi és.",
        "Doneu-me de baixa de la llista de WhatsApp i, si es cobra, aviseu-me i em dono de baixa del tot.",
        "Vull la baixa de la llista de WhatsApp, a menys que n'envieu menys.",
        "Si marxo a viure fora us demanaré la baixa de la llista de WhatsApp.",
        "Denme de baja de la lista de WhatsApp solo si ya no van a avisar de las nevadas.",
        "Please take me off the WhatsApp list if the messages go on like this.",
        "Si no us poseu d'acord amb els horaris, doneu-me de baixa del WhatsApp.",
        "Us avisaré si vull la baixa del WhatsApp.",
        "Aviseu-me si em doneu de baixa del WhatsApp.",
        "La meva neta us va demanar la baixa del WhatsApp sense dir-m'ho.",
        "Retirez-moi de la liste WhatsApp si vous continuez à en envoyer tant.",
    ],
)
def test_an_if_that_governs_the_leaving_is_for_a_person(text: str) -> None:
    reading = reading_of("Baixa", f"{text}\n{DATA}\n")

    assert not acts(reading), reading.reasons


@pytest.mark.parametrize(
    "text",
    [
        "boldria que em borreu del guasap del ajuntamen",
        "treieu-me del wasap de lajuntamen",
        "quiero salir del guasap del alluntamiento",
    ],
)
def test_the_town_hall_spelt_by_ear_is_the_town_hall(text: str) -> None:
    assert reading_of("", f"{text}. {DATA}").kind is Kind.BAIXA


@pytest.mark.parametrize("whose", ["l'apartament", "l'aparcament", "l'ajuntamen de Ripoll", "l'apuntament"])
def test_what_only_sounds_like_the_town_hall_is_not(whose: str) -> None:
    assert reading_of("", f"Esborreu-me del wasap de {whose}. {DATA}").kind is not Kind.BAIXA


@pytest.mark.parametrize(
    "text",
    [
        "I have moved back to Wales, so kindly unsubscribe me.",
        "Could you unsubscribe my number, please?",
        "Would you be so kind as to take me off the distribution list?",
    ],
)
def test_who_unsubscribes_in_english_under_the_lists_name_leaves(text: str) -> None:
    assert reading_of("Village WhatsApp", f"{text} {DATA}").kind is Kind.BAIXA
