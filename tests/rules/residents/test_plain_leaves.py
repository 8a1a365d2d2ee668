"""A plain leave acts, whatever way it is asked and whatever the reason: no net may hold it back.

Sentences that people write are put together in every way; all must be read as a leave of exactly the writer.
"""

from itertools import product

import pytest

from rules.books.lanes import Lane, prospect_of
from rules.findings import Kind
from rules.vocabulary.other_meanings import other_matter
from tests.rules.messages import TOWN, mail, read

DNI, PHONE = "40123987G", "+34622010203"

DATA = (
    f"Gemma Torrent Oliva\n{DNI}\n622010203",
    "Nom: Gemma Torrent Oliva\nDNI: 40.123.987-G\nMòbil: 622 01 02 03",
    "Gemma Torrent Oliva, DNI 40123987-g, mòbil +34 622 010 203",
    f"Nom i cognoms: Gemma Torrent Oliva\nDNI: {DNI}\nNúmero de mòbil que es vol donar de baixa: 622.010.203",
)
WISHES = (
    "Em voldria donar de baixa de la llista de WhatsApp.",
    "Us demano que em doneu de baixa de la llista de difusió.",
    "Sol·licito la baixa del servei d'informació per WhatsApp.",
    "Us agrairia que em donéssiu de baixa del WhatsApp de l'Ajuntament.",
    "No vull rebre més missatges de WhatsApp de l'Ajuntament.",
    "Podeu donar-me de baixa del WhatsApp, si us plau?",
    "Feu-me el favor de treure'm de la llista de difusió.",
)
REASONS = (
    "",
    "Ens hem venut la casa.",
    "Em mudo a Figueres per feina.",
    "La meva dona ja els rep i no cal que els rebi jo també.",
    "Només hi venim quinze dies l'any.",
    "M'hi vaig apuntar per la nevada de l'any passat.",
    "Estic jubilada i ara visc amb la filla a Ripoll.",
    "No és cap queixa, el servei està molt bé.",
    "L'aigua, l'escombraria i tot això ja ho porta el nou propietari.",
    "Els missatges d'obres i de talls de llum ja no em serveixen.",
    "Ja us ho vaig dir per telèfon dilluns.",
    "M'he comprat un mòbil nou i no m'hi cap res més.",
    "La mútua m'ha operat dels ulls i no puc llegir la pantalla.",
    "Segueixo venint a l'estiu però ja m'informo per la web.",
)
SPANISH_WISHES = (
    "Quiero darme de baja de la lista de WhatsApp.",
    "Ruego me den de baja de la lista de difusión.",
    "Les agradecería que me dieran de baja del WhatsApp del Ayuntamiento.",
    "No quiero recibir más mensajes de WhatsApp del Ayuntamiento.",
    "¿Me podéis quitar de la lista de WhatsApp?",
)
SPANISH_REASONS = (
    "",
    "Hemos vendido la casa.",
    "Estoy jubilada y ahora vivo con mi hija en Ripoll.",
    "El agua y la basura ya las lleva el nuevo propietario.",
    "No es ninguna queja, el servicio está muy bien.",
    "Se lo vuelvo a mandar porque el primer correo me vino devuelto.",
    "Me he comprado un móvil nuevo y no me cabe nada más.",
)
SUBJECTS = (
    "BAIXA Vallclara Informa WhatsApp",
    "Baixa WhatsApp",
    "Baja del WhatsApp",
    "Baixa llista de difusió",
)


def _assert_heard(body: str, subject: str) -> None:
    reading = read(mail(f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8", body=body), TOWN)

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}, (subject, body, reading.reasons)
    assert [(p.name, p.id_document, p.phone) for p in reading.people] == [
        ("Gemma Torrent Oliva", DNI, PHONE)
    ], body


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_plain_leave_is_heard_whatever_the_reason(subject: str) -> None:
    asked = [*product(WISHES, REASONS), *product(SPANISH_WISHES, SPANISH_REASONS)]
    for place, (wish, reason) in enumerate(asked):
        data = DATA[place % len(DATA)]
        _assert_heard(f"Bon dia,\n\n{reason} {wish}\n\n{data}", subject)
        _assert_heard(f"{data}\n\n{wish} {reason}\n\nGràcies.", subject)


ASKED = ("Només hi venim quinze dies l'any.", "M'hi vaig apuntar per la nevada de l'any passat.")
"""Reasons that alone may mean something else than a leave."""

OF_ITSELF = [
    reason
    for reason in (*REASONS, *SPANISH_REASONS)
    if "mòbil nou" not in reason and "nuevo y" not in reason and reason not in ASKED
]
"""Reasons that alone mean nothing else: a new telephone may be a new number."""


@pytest.mark.parametrize("reason", OF_ITSELF)
def test_the_official_subject_is_heard_with_a_reason_or_none(reason: str) -> None:
    _assert_heard(f"{reason}\n\n{DATA[0]}", SUBJECTS[0])


@pytest.mark.parametrize("reason", ASKED)
def test_the_official_subject_above_any_other_reason_is_never_set_aside(reason: str) -> None:
    body = f"{reason}\n\n{DATA[0]}"
    message = mail(f"Subject: {SUBJECTS[0]}", "Content-Type: text/plain; charset=utf-8", body=body)
    reading = read(message, TOWN)

    assert reading.kind in {Kind.BAIXA, Kind.UNSURE}
    assert [(p.id_document, p.phone) for p in reading.people] == [(DNI, PHONE)]


@pytest.mark.parametrize(
    "text",
    [
        "Us demano la baixa del WhatsApp, que el metge m'ha dit que deixi el mòbil.",
        "Vull la baixa del servei, que soc a l'hospital per un tractament llarg.",
    ],
)
def test_a_doctor_in_the_reason_makes_no_leave_of_another_matter(text: str) -> None:
    _assert_heard(f"{text}\n\n{DATA[0]}", SUBJECTS[1])


@pytest.mark.parametrize(
    ("day", "acts"),
    [
        ("Vallclara, a 2 de desembre de 2026", True),
        ("A 2 de desembre de 2026.", True),
        ("Barcelona, 30 de noviembre de 2026", True),
        ("Data: 2/12/2026", True),
        ("A 2 de gener de 2027", False),
        ("A 2 de gener.", False),
        ("Barcelona, 3 de desembre de 2026", False),
    ],
)
@pytest.mark.parametrize("text", ["{}\n\n{}\n\n{}", "{1}\n\n{0}\n\n{2}"])
def test_the_date_of_a_letter_holds_no_leave_back_and_a_day_to_come_does(
    day: str, acts: bool, text: str
) -> None:
    sent = mail(
        *("Date: Wed, 2 Dec 2026 10:00:00 +0000", "Subject: Llista de WhatsApp"),
        "Content-Type: text/plain; charset=utf-8",
        body=text.format(WISHES[0], day, DATA[0]),
        sender="Gemma <gemma@bustia.example>",
    )

    assert (prospect_of(read(sent, TOWN), sent).lane is Lane.ACT) is acts


@pytest.mark.parametrize("shown", ["t'adjunto el carnet", "la foto del carnet, per si cal", "carnet: 123"])
def test_an_identity_card_is_no_other_matter(shown: str) -> None:
    assert other_matter(shown) is None


@pytest.mark.parametrize("other", ["doneu de baixa el carnet", "torno el carnet de la biblioteca"])
def test_a_card_that_is_of_something_or_is_struck_off_is_another_matter(other: str) -> None:
    assert other_matter(other) == "carnet"


def test_a_firm_below_adds_no_second_telephone() -> None:
    foot = "Fusteria Torrent · CIF B17000000 · 651 22 23 33"

    _assert_heard(f"{WISHES[0]}\n\n{DATA[0]}\n\n{foot}\n", SUBJECTS[1])
