"""Which right is claimed, by whom: what a clerk sees before they answer."""

import pytest

from rules.findings import Doubt, Kind, Right, Topic
from tests.rules.topics.test_topic import said


@pytest.mark.parametrize(
    ("right", "text"),
    [
        (Right.ACCESS, "Quines dades meves teniu a la llista de WhatsApp?"),
        (Right.ACCESS, "Estic apuntada a la llista de WhatsApp?"),
        (Right.ACCESS, "Vull exercir el dret d'accés a les dades de la llista de difusió."),
        (Right.RECTIFICATION, "Em podeu corregir el nom a la llista de WhatsApp?"),
        (Right.RECTIFICATION, "Exercici del dret de rectificació a la llista de WhatsApp de l'Ajuntament."),
        (Right.ERASURE, "Demano el dret de supressió de totes les dades de la llista de WhatsApp."),
        (Right.ERASURE, "Sol·licito la supressió de les meves dades a la llista de WhatsApp."),
        (Right.ERASURE, "Ya me di de baja de la lista de WhatsApp: pido el borrado de mis datos."),
        (Right.RESTRICTION, "Demano la limitació del tractament a la llista de WhatsApp de l'Ajuntament."),
        (Right.OBJECTION, "M'oposo al tractament de les meves dades a la llista de WhatsApp."),
        (None, "Vull exercir els meus drets ARCO sobre la llista de WhatsApp."),
        (Right.ERASURE, "Voldria exercir la supressió de tot el que tingueu meu a la llista de WhatsApp."),
    ],
)
def test_a_right_is_known_by_its_name_or_by_what_it_comes_to(right: Right | None, text: str) -> None:
    reading = said(body=text)

    assert (reading.topic, reading.right) == (Topic.RIGHTS, right)


def test_a_leave_that_wants_all_data_erased_says_so() -> None:
    text = "Esborreu-me de la llista i elimineu totes les meves dades. Pia Roca, 12345678Z, 612345678"

    reading = said("Subject: BAIXA Vallclara Informa WhatsApp", body=text)

    assert (reading.kind, reading.right) == (Kind.BAIXA, Right.ERASURE)


@pytest.mark.parametrize(
    ("text", "is_anothers"),
    [
        ("Quines dades meves teniu a la llista de WhatsApp?", False),
        ("Quines dades teniu de la meva mare a la llista de WhatsApp?", True),
        ("En nom de la meva clienta, exerceixo el dret d'accés a la llista de WhatsApp.", True),
        ("M'agradaria saber si la meva mare és a la llista de WhatsApp de l'Ajuntament.", True),
        ("Estic apuntada a la llista de WhatsApp? A la meva dona sí que li arriben.", False),
        ("Quines dades meves teniu a la llista de WhatsApp? A la meva dona sí que li vau dir.", False),
        ("Estem apuntats a la llista de WhatsApp jo i la meva dona?", True),
        ("Quines dades en teniu a la llista de WhatsApp? Us escric per la meva mare.", True),
        ("Quines dades de la meva ex teniu a la llista de WhatsApp?", True),
        ("Quines dades del meu llogater consten a la llista de WhatsApp?", True),
        ("Vull accés a les meves dades de la llista de WhatsApp; el meu número és 612345678.", False),
        ("Soc l'advocada de la senyora Mas: dret d'accés a la llista de WhatsApp.", True),
    ],
)
def test_who_writes_for_somebody_else_is_told_apart(text: str, is_anothers: bool) -> None:
    reading = said(body=text)

    assert reading.topic is Topic.RIGHTS
    assert (Doubt.FOR_ANOTHER in reading.doubts) is is_anothers


def test_who_asks_whether_a_number_is_on_the_list_is_not_asked_whether_they_leave() -> None:
    reading = said(body="Us demanem si el número 612 34 56 78 consta a la llista de difusió de WhatsApp.")

    assert (reading.kind, reading.topic) == (Kind.UNSURE, Topic.RIGHTS)


def test_whom_it_is_about_is_shown_to_staff_and_neither_leaves_nor_joins() -> None:
    reading = said(body="Estic apuntada a la llista de WhatsApp? Pia Roca, 12345678Z, 612345678")

    assert reading.kind in {Kind.OTHER, Kind.UNSURE}
    assert [(who.id_document, who.phone) for who in reading.concerns] == [("12345678Z", "+34612345678")]


@pytest.mark.parametrize(
    "text",
    [
        "Estic apuntada a la llista d'espera de la llar d'infants?",
        "Voldria saber si consto al padró.",
        "Quines dades teniu del meu negoci al cens?",
        "Vull exercir el dret d'accés a l'expedient d'obres del carrer Major.",
    ],
)
def test_rights_over_other_data_are_the_town_halls_ordinary_mail(text: str) -> None:
    assert said(body=text).topic is None


def test_who_gets_no_messages_and_gives_data_does_not_ask_to_leave() -> None:
    text = "He canviat de mòbil i ja no m'arriben els avisos del canal de WhatsApp.\nPia Roca, 12345678Z"

    reading = said(body=text)

    assert (reading.kind, reading.topic, reading.wish) == (Kind.UNSURE, Topic.NO_MESSAGES, None)


def test_who_fears_to_have_been_taken_off_is_not_asked_whether_they_want_to_be() -> None:
    text = (
        "Desde que cambié de compañía, con el mismo número, no me llega ningún aviso del ayuntamiento por "
        "WhatsApp; a mi vecina sí. ¿Me habéis quitado sin querer? Pia Roca Mas, 612 345 678"
    )

    reading = said(body=text)

    assert (reading.kind, reading.topic) == (Kind.UNSURE, Topic.NO_MESSAGES)


def test_who_asks_to_be_taken_off_is_asked_though_they_speak_of_what_reaches_them() -> None:
    text = (
        "No m'arriba res del que voldria i m'arriba tot el que no vull al WhatsApp de l'Ajuntament: fa un "
        "mes que només rebo propaganda. Esborreu-me'n, doncs. Pia Roca Mas, 12345678Z, 612 345 678"
    )

    assert said(body=text).kind is Kind.BAIXA


def test_who_says_that_their_telephone_is_the_same_has_no_new_number() -> None:
    text = (
        "D'ençà de Nadal no m'arriba cap missatge al WhatsApp, i als de casa sí. No he canviat de telèfon ni "
        "us he esborrat. Podeu mirar què passa amb el 612 345 678? Pia Roca"
    )

    reading = said(body=text)

    assert (reading.topic, Doubt.NEW_NUMBER in reading.doubts) == (Topic.NO_MESSAGES, False)


def test_a_word_of_joining_beside_it_does_not_hide_a_claim() -> None:
    text = (
        "Yo, Pia Roca Mas, con DNI 12345678-Z y móvil 612 345 678, solicito por la lista de WhatsApp "
        "el acceso a mis datos al amparo del artículo 15 del RGPD, incluidos los mensajes enviados al canal."
    )

    assert said(body=text).topic is Topic.RIGHTS
