"""Who stays on herself holds nobody back, and is never taken off for a relative."""

import pytest

from rules.findings import Kind, Reading
from rules.reading import read
from tests.rules.messages import TOWN, acts, mail
from tests.rules.old_reading.test_conditions import reading_of

DATA = "DNI 10000004H, mòbil 600555666"


def written_by(sender: str, text: str, subject: str = "Baixa WhatsApp") -> Reading:
    plain = "Content-Type: text/plain; charset=utf-8"
    return read(mail(f"Subject: {subject}", plain, body=text, sender=f"{sender} <algu@bustia.example>"), TOWN)


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
    reading = written_by("Pere Soler", f"{text}\n", "Baixa")

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
    assert not acts(reading_of("Baixa", f"{text}\n"))


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


THE_PARENTS = (
    "Bon dia,\n\nEls meus pares volen la baixa del WhatsApp, us demano la baixa de tots dos:\n\n"
    f"Pere Soler Font {DATA}\nRosa Camps Font DNI 10000005L, mòbil 600555777\n\n"
)
ANNA = "\n\nAnna Soler Camps (DNI 10000006C, tel. 600555888)\nMestra\n"


@pytest.mark.parametrize(
    ("text", "leave"),
    [
        (
            f"{THE_PARENTS}Els fills seguim apuntats, no ens toqueu a nosaltres.{ANNA}",
            ["10000004H", "10000005L"],
        ),
        (
            (
                f"El pare rep els WhatsApps de l'Ajuntament. El podríeu treure de la llista? "
                "Jo hi vull continuar.\n\n"
                f"Pere Soler Font\n{DATA}\n\nMoltes gràcies,\n\nAnna Soler\n600555888\n"
            ),
            ["10000004H"],
        ),
        (
            (
                "A casa ho rebem doble.\n\nJo: Anna Soler Camps, DNI 10000006C, tel 600555888. Jo em quedo.\n"
                f"El meu marit: Pere Font Grau, {DATA}. A ell traieu-lo del WhatsApp.\n"
            ),
            ["10000004H"],
        ),
    ],
    ids=["the children stay, and one signs with her data", "the data below", "a line for each"],
)
def test_who_signs_and_stays_is_not_taken_for_who_leaves(text: str, leave: list[str]) -> None:
    reading = written_by("Anna Soler", text)

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, ()), reading.reasons
    assert [p.id_document for p in reading.people] == leave


def test_whose_data_stand_below_may_be_the_writers_where_no_other_name_signs() -> None:
    text = f"Traieu la meva mare del WhatsApp. Jo continuo.\n\nRosa Soler Font\n{DATA}\n"

    assert written_by("Anna Soler", text).kind is not Kind.BAIXA


@pytest.mark.parametrize(
    "stays",
    [
        "La meva dona, Rosa Camps Font (DNI 10000005L, 600 55 57 77) es queda com està.",
        "El meu home (en Pol) es queda, algú ha d'estar informat a casa :)",
        "La meva dona continua.",
    ],
)
def test_a_relative_who_stays_is_left_on_the_list_be_it_with_all_her_data(stays: str) -> None:
    reading = written_by("Pere Soler", f"Traieu-me a mi, Pere Soler Font, {DATA}, del WhatsApp. {stays}\n")

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, ()), reading.reasons
    assert [p.id_document for p in reading.people] == ["10000004H"]


@pytest.mark.parametrize(
    ("whom", "kind"),
    [
        (" al meu fill i a mi", Kind.BAIXA),
        ("", Kind.UNSURE),  # she may be one of those listed
    ],
)
def test_who_is_listed_leaves_though_a_relative_stays(whom: str, kind: Kind) -> None:
    rows = f"- Pere Soler Font, {DATA}\n- Biel Soler Camps, DNI 10000005L, mòbil 600555777\n"
    text = f"Us prego que ens doneu de baixa de la llista de difusió{whom}:\n{rows}La meva dona continua.\n"

    reading = written_by("Pere Soler", text)

    assert (reading.kind, len(reading.people)) == (kind, 2), reading.reasons


@pytest.mark.parametrize(
    ("beside", "kind"),
    [
        ("(el butlletí per correu sí que el vull continuar rebent)", Kind.BAIXA),
        ("(el WhatsApp sí que el vull continuar rebent)", Kind.UNSURE),
    ],
)
def test_another_channel_that_stays_is_none_of_this_list(beside: str, kind: Kind) -> None:
    text = f"Us demano la baixa de la llista de difusió de WhatsApp {beside}.\nPere Soler Font\n{DATA}\n"

    assert written_by("Pere Soler", text).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        f"La meva dona i jo volem donar-nos de baixa del WhatsApp. Pere Soler Font, {DATA}.",
        f"Volem la baixa del WhatsApp tots dos. Pere Soler Font, {DATA}.",
        f"Somos mi padre Pere Soler y yo, Joan Soler. Queremos darnos de baja del WhatsApp. {DATA}.",
        f"Doneu-nos de baixa del WhatsApp, al Pere Soler Font i a la Rosa Camps Grau. {DATA}.",
    ],
)
def test_two_people_with_one_set_of_data_are_for_a_person(text: str) -> None:
    reading = written_by("Pere Soler", f"{text}\n")

    assert (reading.kind, reading.wish) == (Kind.UNSURE, None)


@pytest.mark.parametrize(
    "text",
    [
        f"A casa ho rebem tots dos. Doneu-me de baixa a mi del WhatsApp. Pere Soler Font, {DATA}.",
        f"Hem venut la casa i volem donar-nos de baixa del WhatsApp. Pere Soler Font, {DATA}.",
    ],
)
def test_one_of_a_family_leaves_with_her_own_data(text: str) -> None:
    assert written_by("Pere Soler", f"{text}\n").kind is Kind.BAIXA


@pytest.mark.parametrize(
    "text",
    [
        "Doneu-ne un de baixa del WhatsApp, el que us vagi millor, el 600555666 o el 600555777.",
        f"Doneu-nos de baixa un dels dos del WhatsApp, el que vulgueu. Pere Soler Font, {DATA}.",
    ],
)
def test_which_of_two_leaves_is_not_ours_to_choose(text: str) -> None:
    assert written_by("Pere Soler", f"{text}\nRosa Camps Font DNI 10000005L\n").kind is not Kind.BAIXA


@pytest.mark.parametrize(
    ("sender", "text"),
    [
        ("Rosa Camps", f"Traieu-me del WhatsApp. El meu marit es queda.\n\nPere Soler Font, {DATA}"),
        (
            "Rosa Camps",
            f"Pere Soler Font, {DATA}\nEl meu marit es queda.\nA mi doneu-me de baixa del WhatsApp.",
        ),
        ("Rosa Camps", f"Please take me off the WhatsApp list. My husband stays.\nPere Soler Font, {DATA}"),
        ("Rosa Camps", f"Doneu de baixa la meva dona del WhatsApp. Jo em quedo.\n\nPere Soler Font\n{DATA}"),
        ("Pere Soler", f"Baixa de la llista de WhatsApp:\nPere Soler Font, {DATA}\nEn Pere es queda."),
    ],
)
def test_the_data_of_another_name_beside_one_who_stays_take_nobody_off(sender: str, text: str) -> None:
    assert written_by(sender, f"{text}\n").kind is not Kind.BAIXA


@pytest.mark.parametrize(
    "after",
    [
        "Ella ha canviat d'idea i es queda.",
        "La Rosa es queda.",
        "A la meva filla no la tragueu encara.",
        "Nosaltres ens hi quedem fins a final de mes.",
    ],
)
def test_one_of_those_who_are_counted_and_listed_may_be_who_stays(after: str) -> None:
    people = f"Pere Soler Font, {DATA}\nRosa Camps Font, DNI 10000005L, mòbil 600555777\n"

    reading = written_by("Pere Soler", f"Volem la baixa del WhatsApp tots dos:\n{people}{after}\n")

    assert reading.kind is not Kind.BAIXA


@pytest.mark.parametrize("after", ["Jo m'hi quedo.", "Jo em quedo a la llista."])
def test_who_is_one_of_those_counted_and_says_that_he_stays_is_for_a_person(after: str) -> None:
    people = f"Pere Soler Font, {DATA}\nRosa Camps Font, DNI 10000005L, mòbil 600555777\n"
    text = f"Traieu del WhatsApp els meus pares, tots dos:\n\n{people}\n{after}\n"

    assert written_by("Jordi Soler", text).kind is Kind.BAIXA
    assert written_by("Pere Soler", text).kind is not Kind.BAIXA


@pytest.mark.parametrize(
    "below",
    [
        "A partir de l'1 de setembre, gràcies",
        "Oblideu-ho, ho he silenciat",
        "Quan torni de vacances, al setembre.",
    ],
)
def test_what_stands_below_the_name_is_read(below: str) -> None:
    text = f"Doneu-me de baixa del WhatsApp.\nPere Soler Font\n{DATA}\n{below}\n"

    assert written_by("Pere Soler", text).kind is not Kind.BAIXA


def test_the_second_of_two_numbers_is_not_both_of_them() -> None:
    text = (
        f"Tinc dos números a la llista de WhatsApp, traieu el segon.\nPere Soler Font, {DATA} i 600555999\n"
    )

    assert written_by("Pere Soler", text).kind is not Kind.BAIXA


def test_her_own_data_under_a_subject_that_names_her_husband_are_for_a_person() -> None:
    text = "Bon dia,\nRosa Camps Grau\n10000005L\n600555777\n"

    assert written_by("Rosa Camps", text, "Baixa WhatsApp del meu marit").kind is not Kind.BAIXA
    assert written_by("Rosa Camps", text).kind is Kind.BAIXA
