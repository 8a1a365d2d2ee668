"""Who writes for somebody else is not taken off with them."""

from itertools import product

import pytest

from rules.findings import Kind
from tests.rules.messages import TOWN, mail, read

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
        pytest.param(f"{FATHER}\n{DAUGHTER}\nGràcies", id="two people"),
    ],
)
def test_two_who_leave_are_two(text: str) -> None:
    reading = read(mail("Subject: Baixa WhatsApp", body=text), TOWN)
    assert (reading.kind, len(reading.people)) == (Kind.BAIXA, 2)


def test_two_parents_are_a_leave_or_a_card_that_shows_both() -> None:
    text = f"Demano la baixa dels meus pares:\n{FATHER}\nLourdes Vila Coma 45678901G 622333444"
    reading = read(mail("Subject: Baixa WhatsApp", body=text), TOWN)

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}
    assert {p.id_document for p in reading.people} == {"23456789D", "45678901G"}


HER, HIM = "38777120V", "40123987G"
HER_PHONE, HIS_PHONE = "633040506", "622010203"
PLAIN = "Content-Type: text/plain; charset=utf-8"

INTRODUCED = (
    "",
    "Soc la Gemma Torrent Oliva. ",
    f"Em dic Gemma Torrent Oliva, DNI {HER}. ",
    f"Soc la Gemma Torrent Oliva ({HER}, {HER_PHONE}). ",
    "Soc la Gemma Torrent Oliva, filla d'en Pere Torrent Mas. ",
)
WISHED = (
    "Us demano la baixa de la llista de WhatsApp del meu pare, Pere Torrent Mas.",
    "Doneu de baixa de la llista de WhatsApp el meu pare, Pere Torrent Mas, que ja és gran.",
    "El meu pare, Pere Torrent Mas, va morir i encara rep els WhatsApps. Traieu-lo de la llista.",
    "En nom del meu pare, Pere Torrent Mas, sol·licito la baixa del servei de WhatsApp.",
    "El meu pare em demana que el doneu de baixa del WhatsApp. Es diu Pere Torrent Mas.",
)
GIVEN = (
    f"El seu DNI és {HIM} i el seu mòbil {HIS_PHONE}.",
    f"\n\nNom: Pere Torrent Mas\nDNI: {HIM}\nMòbil: {HIS_PHONE}\n",
    f"Les seves dades: Pere Torrent Mas, {HIM}, {HIS_PHONE}.",
)
SIGNED = (
    "",
    "\n\nGràcies,\nGemma Torrent Oliva",
    f"\n\nGràcies,\nGemma Torrent Oliva\n{HER_PHONE}",
    f"\n\nAtentament,\nGemma Torrent Oliva\n{HER}\n{HER_PHONE}",
    f" El meu telèfon és {HER_PHONE}.",
    f"\n\nLa filla, Gemma Torrent Oliva, tel. {HER_PHONE}",
    f"\n\nSignat: Gemma Torrent Oliva, DNI {HER}",
)


@pytest.mark.parametrize("wished", WISHED)
def test_only_the_relative_leaves(wished: str) -> None:
    for introduced, given, signed in product(INTRODUCED, GIVEN, SIGNED):
        text = f"{introduced}{wished} {given}{signed}"
        reading = read(mail("Subject: Baixa WhatsApp", PLAIN, body=text), TOWN)

        named = [(p.name, p.id_document, p.phone) for p in reading.people]
        assert (reading.kind, named) == (Kind.BAIXA, [("Pere Torrent Mas", HIM, f"+34{HIS_PHONE}")]), text


HERS = f"Gemma Torrent Oliva, {HER}, {HER_PHONE}"
HIS = f"Pere Torrent Mas, {HIM}, {HIS_PHONE}"


@pytest.mark.parametrize(
    "wished",
    [
        "Ens volem donar de baixa de la llista de WhatsApp el meu pare i jo.",
        "Mi padre y yo queremos darnos de baja del WhatsApp.",
    ],
)
@pytest.mark.parametrize("given", [f"{HERS}\n{HIS}", f"{HIS}\n{HERS}"])
@pytest.mark.parametrize("signed", ["", "\n\nGràcies,\nGemma Torrent"])
def test_both_leave_where_both_are_asked_for(wished: str, given: str, signed: str) -> None:
    body = f"{wished}\n\n{given}{signed}"
    reading = read(mail("Subject: Baixa WhatsApp", PLAIN, body=body), TOWN)

    assert reading.kind is Kind.BAIXA
    assert {p.id_document for p in reading.people} == {HER, HIM}


@pytest.mark.parametrize(
    "wished",
    [
        "Em vull donar de baixa de la llista de WhatsApp, i també el meu pare.",
        "Doneu de baixa del WhatsApp el meu pare i a mi.",
        "Vull donar-me de baixa del WhatsApp. Feu el mateix amb el meu pare, que tampoc no ho vol.",
    ],
)
@pytest.mark.parametrize("given", [f"{HERS}\n{HIS}", f"{HIS}\n{HERS}"])
@pytest.mark.parametrize("signed", ["", "\n\nGràcies,\nGemma Torrent"])
def test_two_asked_for_in_other_words_are_a_leave_or_a_card_of_both(
    wished: str, given: str, signed: str
) -> None:
    body = f"{wished}\n\n{given}{signed}"
    reading = read(mail("Subject: Baixa WhatsApp", PLAIN, body=body), TOWN)

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}
    assert {p.id_document for p in reading.people} == {HER, HIM}


def test_two_people_and_one_relative_are_for_a_person() -> None:
    body = f"Demano la baixa de la meva tieta de la llista de WhatsApp.\n{HIS}\n{HERS}"

    assert read(mail("Subject: WhatsApp", PLAIN, body=body), TOWN).kind is Kind.UNSURE


ROSER = "Roser Vilalta 12345678Z 600111222"
PERE = "Pere Camprubí 23456789D 600333444"


@pytest.mark.parametrize(
    "text",
    [
        f"{ROSER}, no en {PERE}",
        f"{ROSER} sí, {PERE} no",
        f"{ROSER}: baixa\n{PERE}: alta",
        f"{ROSER} (el d'en {PERE} encara el fa servir)",
        f"{ROSER}. M'ho ha recomanat en {PERE}.",
        f"{ROSER}. Ho envio des del correu d'en {PERE}.",
        f"Sóc en {PERE} i us escric de part de la {ROSER}",
        f"{ROSER}\nTestimoni: {PERE}",
        f"{ROSER}, y mantener a {PERE}",
        f"{ROSER} substituïda per {PERE}",
    ],
)
def test_who_is_only_named_beside_who_leaves_is_for_a_person(text: str) -> None:
    assert read(mail("Subject: Baixa WhatsApp", body=text), TOWN).kind is Kind.UNSURE


@pytest.mark.parametrize(
    "text",
    [
        f"{ROSER}\n{PERE}",
        f"{ROSER} i {PERE}",
        "Roser Vilalta i Pere Camprubí, DNI 12345678Z i 23456789D, mòbils 600111222 i 600333444",
        "Nom: Roser Vilalta, DNI: 12345678Z, tel. 600111222\nPere Camprubí, DNI: 23456789D, tel. 600333444",
    ],
)
def test_people_of_whom_nothing_else_is_said_all_leave(text: str) -> None:
    reading = read(mail("Subject: Baixa WhatsApp", body=text), TOWN)
    assert (reading.kind, len(reading.people)) == (Kind.BAIXA, 2)


def test_a_couple_that_says_who_it_is_is_a_leave_or_a_card_that_shows_both() -> None:
    text = f"Som la {ROSER} i el meu marit, en {PERE}. Gràcies!"
    reading = read(mail("Subject: Baixa WhatsApp", body=text), TOWN)

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}
    assert {p.id_document for p in reading.people} == {"12345678Z", "23456789D"}


@pytest.mark.parametrize(
    "text",
    [
        f"La meva mare, {ROSER}, ja no el fa anar: baixa del WhatsApp. Alta meva: {PERE}",
        f"Traieu la meva mare ({ROSER}) del WhatsApp i en el seu lloc poseu-m'hi a mi ({PERE}).",
    ],
)
def test_who_joins_while_another_leaves_is_not_lost(text: str) -> None:
    reading = read(mail("Subject: Baixa WhatsApp", PLAIN, body=text), TOWN)

    assert reading.kind is Kind.UNSURE
    assert [p.id_document for p in reading.people] == ["12345678Z"]


@pytest.mark.parametrize("sender", ["Gemma Torrent", "Pere Torrent", "Bústia"])
@pytest.mark.parametrize(
    "text",
    [
        f"{HERS}. Us demano la baixa del WhatsApp del meu pare, {HIS}",
        f"{HERS}\n\nDemano la baixa del WhatsApp del meu pare.\n\n{HIS}",
        f"{HERS}\nGràcies per tot.\nDemano la baixa del WhatsApp del meu pare. Es diu {HIS}",
        f"{HERS}\nGràcies per tota la feina que feu per a la gent.\nDemano la baixa del meu pare:\n{HIS}",
        f"Us escriu la filla d'en Pere, {HERS}, en nom del meu pare, {HIS}. Traieu-lo del WhatsApp.",
        f"Traieu del WhatsApp el meu pare. Sol·licita: {HERS}. Titular: {HIS}.",
        f"Escric pel pare.\n{HERS}\n\n{HIS}\n\nTraieu-lo del WhatsApp.",
    ],
)
def test_who_writes_first_and_gives_her_data_never_leaves_for_her_father(text: str, sender: str) -> None:
    asking = mail("Subject: Baixa WhatsApp", PLAIN, body=text, sender=f"{sender} <g@bustia.example>")
    reading = read(asking, TOWN)
    acts_on = {p.id_document for p in reading.people} if reading.kind is Kind.BAIXA else set()

    assert HER not in acts_on
