"""An answer to our question completes a leave where it says no more; what else it says may turn it."""

from datetime import UTC, datetime

import pytest

from rules.books.decision import Outcome, Reason
from rules.books.facts import Departure, Facts, Thread
from rules.books.policy import decide
from rules.conversation.answers import read_answer, read_in_thread
from rules.findings import Flaw, Kind, Person, Reading, Voice
from tests.rules.messages import TOWN, mail, read
from tests.rules.persons import NOW

_WAITS = Person(name="Roser Vilalta Camps", phone="+34600111222", flaws=(Flaw.DOCUMENT_MISSING,))


def answered(text: str) -> Reading:
    asked = mail("Subject: Re: Baixa de la llista de WhatsApp: falten dades (C-7KQ4M2XZ)", body=text)
    return read_answer(read(asked, TOWN), asked, TOWN, waiting=[_WAITS], language="ca")


@pytest.mark.parametrize(
    "text",
    [
        "12345678Z",
        "El DNI és 12345678Z, gràcies",
        "Aquest és el meu DNI: 12345678Z. Soc la Roser.",
        "Perdoneu, em vaig descuidar el DNI: 12345678Z. Salutacions",
        "Hola, bon dia, us passo el que falta: 12345678Z",
        "Us envio les dades que faltaven: DNI 12345678Z, mòbil 600 111 222. Roser Vilalta",
        "Aquí el teniu. 12345678Z. Ja em direu si cal res més",
        "12345678Z i no m'envieu res més, sisplau",
        "Sí, 12345678Z, volem sortir de la llista",
        "12345678Z. Disculpeu les molèsties i el retard",
        "12345678Z. Espero la vostra confirmació. Feu-ho com més aviat millor",
        "12345678Z. Gràcies per avançat i bon cap de setmana",
        "12345678Z. No ho havia posat, perdó. No sabia que feia falta",
        "Vull que em doneu de baixa de la llista de WhatsApp, ja no visc al poble. DNI 12345678Z",
        "Mi DNI es 12345678Z, gracias. No me acordaba",
        "My ID is 12345678Z, thanks",
    ],
)
def test_data_and_courtesy_complete_the_leave(text: str) -> None:
    reading = answered(text)

    assert (reading.kind, reading.doubts) == (Kind.BAIXA, ())
    assert [(p.id_document, p.phone) for p in reading.people] == [("12345678Z", "+34600111222")]


@pytest.mark.parametrize(
    "text",
    [
        "Us envio el DNI 12345678Z per a l'ajut de menjador",
        "DNI 12345678Z, per la cita amb l'arquitecte",
        "12345678Z, please keep me on the list",
        "12345678Z. Hold on",
        "12345678Z. Je préfère rester",
        "12345678Z. Ho deixem córrer",
        "12345678Z. Deixeu-m'hi",
        "12345678Z. Mantingueu-me a la llista",
        "12345678Z. Vull rebre els missatges",
        "12345678Z. Era per donar-me d'alta",
        "12345678Z, sempre que pugui tornar-hi",
        "12345678Z si em garantiu que rebré els avisos per correu",
        "12345678Z. Tot plegat és un malentès",
        "12345678Z, però la baixa és del meu pare",
        "12345678Z. Retiro el que he dit",
        "12345678Z. Olvidad lo anterior",
        "12345678Z. No toqueu res",
        "12345678Z. Espereu a dilluns",
        "12345678Z. Parleu amb la meva filla",
        "12345678Z. Només de la meitat",
    ],
)
def test_whatever_else_it_says_is_for_a_person(text: str) -> None:
    reading = answered(text)

    assert reading.kind is Kind.UNSURE
    assert reading.doubts
    assert [p.phone for p in reading.people] == ["+34600111222"]  # what was given before is not lost


def test_what_a_longer_answer_gives_is_shown_with_what_was_given_before() -> None:
    reading = answered(
        "Us adjunto la foto del carnet que em demaneu, a veure si val. El DNI és 12345678Z, crec."
    )

    assert reading.kind is Kind.UNSURE
    assert [(p.id_document, p.phone) for p in reading.people] == [("12345678Z", "+34600111222")]


# --- an answer to what was done -------------------------------------------------------------------


def of_leave(text: str) -> Reading:
    """What is read in an answer to the letter that told of Roser's leave."""
    done = mail("Subject: Re: Llista de WhatsApp: ho hem anotat (C-7KQ4M2XZ)", body=text)
    left = (Departure(person=_WAITS, at=datetime(2026, 5, 4, 9, tzinfo=UTC), by_sender=True),)
    return read_in_thread(read(done, TOWN), done, TOWN, Thread(with_sender=True, left=left))


def test_who_says_that_it_was_she_is_asked_for_nothing() -> None:
    assert of_leave("Sí, sóc jo, vull la baixa. Gràcies").kind is Kind.OTHER


@pytest.mark.parametrize(
    "text", ["Vull la baixa del meu marit també", "Vull la baixa, però encara me n'arriben", "Vull la baixa?"]
)
def test_who_says_anything_else_to_it_is_heard(text: str) -> None:
    assert of_leave(text).kind is not Kind.OTHER


# --- an answer that says nothing of ours -------------------------------------------------------------


@pytest.mark.parametrize(
    ("thread", "voice", "outcome", "reason"),
    [
        pytest.param(
            Thread(with_sender=True),
            Voice.WRITER,
            Outcome.CARD,
            Reason.ANSWER,
            id="an answer to our letter is a card",
        ),
        pytest.param(None, Voice.WRITER, Outcome.ASIDE, Reason.ELSEWHERE, id="other mail is set aside"),
    ],
)
def test_an_answer_that_reads_as_nothing_of_ours_is_a_card(
    thread: Thread | None, voice: Voice, outcome: Outcome, reason: Reason
) -> None:
    facts = Facts(received_at=NOW, sender="roser@veins.example", thread=thread)

    decision = decide(Reading(kind=Kind.OTHER, voice=voice), facts)

    assert (decision.outcome, decision.leading.reason, decision.letter) == (outcome, reason, None)
