"""The promise: a letter goes to who asks something of this list, and not to whom it would only bother."""

from dataclasses import replace

import pytest

from rules.books.decision import Letter, Outcome, Reason, Template
from rules.books.facts import Facts, Thread
from rules.books.lanes import Lane, prospect_of
from rules.books.policy import decide
from rules.findings import Kind, Person, Reading
from tests.rules.messages import TOWN, mail, read
from tests.rules.persons import NOW, SENDER, dni

DATA = f"\nMarta Pujol Riera\nDNI {dni(40_123_987)}\nmòbil 622 010 203\n"
OFFICIAL = "BAIXA Informació Ajuntament de Vallclara WhatsApp"
"""As a town's notice says."""
LONG = " ".join(["Us explico amb calma com ha anat tot aquest temps."] * 13)


def letter(subject: str, body: str) -> Template | None:
    message = mail(f"Subject: {subject}", body=body)
    return prospect_of(read(message, TOWN), message).letter


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        pytest.param(OFFICIAL, "", id="the official subject alone"),
        pytest.param(OFFICIAL, "Pia Roca", id="and a name"),
        pytest.param("", "BAIXA de la llista de whatsapp de l'ajuntament", id="the elder"),
        pytest.param("baixa whatsapp", "Pia Roca", id="by its program"),
        pytest.param("Baixa", "No vull rebre més els avisos de l'Ajuntament.", id="what comes over it"),
        pytest.param("Baja", "Quiero darme de baja de la lista de difusión.", id="Spanish"),
        pytest.param("Unsubscribe", "Please take me off the town hall's WhatsApp list.", id="English"),
    ],
)
def test_who_wants_to_leave_this_list_is_asked_for_the_data(subject: str, body: str) -> None:
    assert letter(subject, body) is Template.MISSING


def test_who_names_another_list_beside_this_one_is_asked_which_with_the_data() -> None:
    body = "Traieu-me de la llista de l'Ajuntament. La del club d'esquí la conservo."

    assert letter("Baixa", body) is Template.CONFIRM


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        pytest.param("BAIXA", "", id="a word alone"),
        pytest.param("BAIXA", "BAIXA", id="a word twice"),
        pytest.param("Remove", "Please remove me from the list.", id="some list"),
        pytest.param("Baixa", "Vull donar-me de baixa de la llista de caçadors.", id="the hunters'"),
        pytest.param("Baixa grup WhatsApp", "Em trec del grup de WhatsApp de l'AFA. Baixa!", id="the AFA's"),
        pytest.param("Carnet", "Em vull donar de baixa del carnet de la biblioteca.", id="a library card"),
        pytest.param(f"Re: {OFFICIAL}", "Torno a demanar la baixa.\nPia", id="named by who wrote before"),
        pytest.param(OFFICIAL, LONG, id="told at length"),
    ],
)
def test_who_names_neither_themselves_nor_this_list_gets_no_letter(subject: str, body: str) -> None:
    assert letter(subject, body) is None


def test_what_gets_no_letter_is_a_card_that_says_why() -> None:
    message = mail("Subject: BAIXA", body="BAIXA")
    reading = read(message, TOWN)

    (verdict,) = decide(reading, Facts(received_at=NOW, sender=SENDER)).verdicts

    assert (verdict.outcome, verdict.reason) == (Outcome.CARD, Reason.DOUBTFUL)
    assert prospect_of(reading, message).lane is Lane.CARD


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        pytest.param("BAIXA", DATA, id="a leave with its data names no list"),
        pytest.param("Baixa whatsapp", LONG + DATA, id="told at length, with data"),
        pytest.param("baixa whatsapp", f"{LONG}\n622 010 203", id="at length, with a mobile"),
        pytest.param("BAIXA Vallclara Informa", "", id="the town's own name for it"),
        pytest.param("baixa", "Treieu-me de la llista.\n622 010 203", id="hardly named, with a mobile"),
        pytest.param("Dubte", f"He canviat de mòbil, el de la llista dels avisos.{DATA}", id="a doubt"),
        pytest.param("ALTA", DATA, id="who joins, with data"),
        pytest.param("Alta", "Vull apuntar-me al WhatsApp de l'Ajuntament.", id="who joins, by its name"),
    ],
)
def test_who_gives_data_or_names_the_list_is_answered(subject: str, body: str) -> None:
    assert letter(subject, body) is not None


def test_data_alone_are_no_reason_to_answer_who_speaks_of_another_list() -> None:
    assert letter("Caça", f"No caço més: baixa de la llista de caçadors de la batuda.{DATA}") is None


def test_what_answers_our_own_letter_is_answered() -> None:
    waiting = Person(name="Pia Roca")
    reading = replace(Reading(kind=Kind.BAIXA, people=(waiting,)), bothers="no anomena la llista")
    alone = Facts(received_at=NOW, sender=SENDER)
    answering = replace(alone, thread=Thread(with_sender=True, waiting=(waiting,), asked=1))

    assert decide(reading, alone).letter is None
    found = decide(reading, answering).letter
    assert isinstance(found, Letter)
    assert found.template is Template.MISSING
