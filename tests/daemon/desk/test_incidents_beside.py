"""An incident told beside a leave: the leave is done or asked for, and what is broken is not lost with it."""

from datetime import timedelta
from urllib.parse import unquote

import pytest

from daemon.books.store import Store
from rules.books.subscription import State
from rules.calendar.cadence import WAIT_FOR
from tests.daemon.conftest import settings
from tests.daemon.ordering import Office
from tests.daemon.talking import PASSES, ROSER, text_of

MENDS = "brigada@setcases.cat"
HERS = "Roser Vilalta Camps, DNI 12345678Z, mòbil 600 111 222\n"
LEAVE = f"BAIXA\n{HERS}"
SUBJECT = "BAIXA Informació Ajuntament de Setcases WhatsApp"
TREE = "Hi ha un arbre caigut a la carretera de Vallter i no es pot passar."
DOUBT = "Abans en vull parlar amb vosaltres."
LAMP = "A més, el fanal de la plaça del Sol està fos."


@pytest.fixture
def office(sqlite: Store) -> Office:
    desk = Office(
        sqlite,
        settings=settings(trust={"authserv_ids": ["mx.setcases.cat"]}, incidents={"send_to": [MENDS]}),
    )
    desk.hold(ROSER, State.ACTIVE)
    return desk


@pytest.mark.parametrize(("told", "is_urgent"), [(TREE, True), (LAMP, False)])
def test_who_leaves_has_left_and_the_incident_waits_for_staff(
    office: Office, told: str, is_urgent: bool
) -> None:
    office.mail(f"{LEAVE}\n{told}", subject=SUBJECT, Authentication_Results=PASSES)

    assert office.states()[0] == State.LEAVING.value
    (case,) = office.cases("staff")
    assert case.topic == "incident"
    (letter,) = office.letters()
    assert "la resta del vostre missatge" in text_of(letter)
    assert "truqueu al 112" in text_of(letter)
    assert bool(office.of_template("urgent")) is is_urgent
    said = text_of(office.digest())
    assert told in said
    assert MENDS in said
    assert f"RESPON {case.ref}" in unquote(office.digest().as_string().replace("=\n", ""))

    office.order(f"ENVIA {case.ref}")
    (sent,) = office.of_template("passed-on", MENDS)
    assert told in text_of(sent)
    assert "fora de l’Ajuntament" not in text_of(sent)  # who mends it may be outside
    assert not {word for word in ("Roser", "12345678", "600", "BAIXA") if word in text_of(sent)}


def test_who_is_asked_about_the_leave_answers_and_the_incident_still_waits(office: Office) -> None:
    office.mail(
        f"Vull deixar la llista de WhatsApp, si us plau. {DOUBT} {TREE}", Authentication_Results=PASSES
    )

    assert office.templates() == ["confirm"]
    assert "truqueu al 112" in text_of(office.letters()[-1])
    (case,) = office.cases("staff")
    assert case.topic == "incident"

    office.answer("SÍ. 12345678Z, 600 111 222", office.letters()[-1], Authentication_Results=PASSES)

    assert office.states()[0] == State.LEAVING.value
    assert [each.ref for each in office.cases("staff")] == [case.ref]


def test_who_is_told_how_to_join_is_told_of_the_incident(office: Office) -> None:
    office.mail(f"Vull apuntar-me a la llista de WhatsApp. {TREE}", Authentication_Results=PASSES)

    (letter,) = office.letters()
    assert office.templates() == ["join"]
    assert "truqueu al 112" in text_of(letter)


def test_staff_who_do_the_leave_leave_the_incident_open(office: Office) -> None:
    office.mail(f"Vull deixar la llista de WhatsApp. {TREE} {HERS}", Authentication_Results=PASSES)
    (case,) = office.cases("staff")
    said = text_of(office.digest())
    assert MENDS in said

    office.order(f"APLICA {case.ref}")

    assert office.states()[0] == State.LEAVING.value
    assert [each.ref for each in office.cases("staff")] == [case.ref]


@pytest.mark.parametrize("order", ["DESCARTA {ref} ja està", "RESPON {ref} Ja l'hem retirat"])
def test_what_is_done_of_the_incident_leaves_the_question_to_its_writer_open(
    office: Office, order: str
) -> None:
    office.mail(f"Vull deixar la llista de WhatsApp, si us plau. {TREE}", Authentication_Results=PASSES)
    (case,) = office.cases("staff")
    question = office.letters()[-1]

    office.order(order.format(ref=case.ref))

    assert office.cases("staff") == []
    office.answer("SÍ. 12345678Z, 600 111 222", question, Authentication_Results=PASSES)
    assert office.states()[0] == State.LEAVING.value


@pytest.mark.parametrize(
    "told",
    [
        "Foc al bosc!",
        "Se quema el monte",
        "Si us plau, aviseu la brigada: hi ha un arbre caigut al carrer Major.",
        "El canal de reg està trencat i s'inunda el camí.",
        "Urgent: no tenim aigua.",
    ],
)
def test_danger_is_heard_in_whatever_words_beside_a_leave(office: Office, told: str) -> None:
    office.mail(f"{LEAVE}\n{told}", subject=SUBJECT, Authentication_Results=PASSES)

    assert [case.topic for case in office.cases("staff")] == ["incident"]


@pytest.mark.parametrize(
    "told",
    [
        f"Traieu-me de la llista de WhatsApp i mireu que no surt aigua a la font, {HERS}",
        f"Vull la baixa de la llista de WhatsApp perquè hi ha un arbre caigut i ningú fa res. {HERS}",
    ],
)
def test_what_is_broken_is_heard_in_the_very_sentence_of_the_wish(office: Office, told: str) -> None:
    office.mail(told, Authentication_Results=PASSES)

    assert [case.topic for case in office.cases("staff")] == ["incident"]


def test_a_right_and_danger_in_one_mail_alarm_staff(office: Office) -> None:
    words = f"{LEAVE}\nEsborreu també totes les meves dades. I {TREE}"
    office.mail(words, subject=SUBJECT, Authentication_Results=PASSES)

    assert len(office.of_template("urgent")) == 1


@pytest.mark.parametrize(
    "told",
    [
        "Per cert hi ha un fanal fos davant de l'escola, vilalta",
        "Em vull donar de baixa. I hi ha un cable a terra al carrer Major",
    ],
)
def test_what_is_passed_on_names_nobody_and_asks_for_nothing(office: Office, told: str) -> None:
    office.mail(f"{LEAVE}\n{told}", subject=SUBJECT, Authentication_Results=PASSES)
    (case,) = office.cases("staff")

    office.order(f"ENVIA {case.ref}")

    (sent,) = office.of_template("passed-on", MENDS)
    assert not {word for word in ("vilalta", "Vilalta", "donar") if word in text_of(sent)}


def test_what_is_done_of_an_incident_is_not_offered_again_when_the_question_is_not_answered(
    office: Office,
) -> None:
    office.mail(f"Vull deixar la llista de WhatsApp. {TREE} {HERS}", Authentication_Results=PASSES)
    (case,) = office.cases("staff")
    office.order(f"RESPON {case.ref} Ja l'hem retirat")

    office.order(f"APLICA {case.ref}")

    assert office.states()[0] == State.LEAVING.value
    assert [*office.cases("staff"), *office.cases("resident")] == []


def test_what_is_done_of_an_incident_is_over_when_the_question_is_a_card_after_silence(
    office: Office,
) -> None:
    office.mail(f"Vull deixar la llista de WhatsApp. {DOUBT} {TREE} {HERS}", Authentication_Results=PASSES)
    (case,) = office.cases("staff")
    office.order(f"RESPON {case.ref} Ja l'hem retirat")
    office.deliver()
    for _ in range(4):
        office.at += timedelta(days=WAIT_FOR)
        office.reminders()
    assert [each.ref for each in office.cases("staff")] == [case.ref]

    office.order(f"APLICA {case.ref}")

    assert office.states()[0] == State.LEAVING.value
    assert [*office.cases("staff"), *office.cases("resident")] == []


def test_what_is_said_to_be_urgent_is_whatever_is_broken(office: Office) -> None:
    office.mail(f"{LEAVE}\n{LAMP} És molt urgent!", subject=SUBJECT, Authentication_Results=PASSES)

    assert len(office.of_template("urgent")) == 1


@pytest.mark.parametrize("said", ["Sí, traieu-me, quin soroll que fa això!", "Gràcies, molt bé el foc."])
def test_an_answer_that_tells_of_nothing_broken_alarms_nobody(office: Office, said: str) -> None:
    office.mail("Vull deixar la llista de WhatsApp, si us plau.", Authentication_Results=PASSES)

    office.answer(said, office.letters()[-1], Authentication_Results=PASSES)

    assert office.of_template("urgent") == []


@pytest.mark.parametrize("worse", ["ara en surt fum!", "ara treu fum i flames"])
def test_an_answer_of_a_few_words_is_heard(office: Office, worse: str) -> None:
    office.mail("Per al canal de WhatsApp: el fanal de la plaça del Sol està fos.")

    office.answer(worse, office.letters()[-1])

    (notice,) = office.of_template("urgent")
    assert f"{worse} (Abans: " in text_of(notice)


def test_what_gets_worse_is_told_to_staff_at_once(office: Office) -> None:
    office.mail("Per al canal de WhatsApp: el fanal de la plaça del Sol està fos.")
    assert office.of_template("urgent") == []

    office.answer("Ara en surten espurnes i fum!", office.letters()[-1])

    (notice,) = office.of_template("urgent")
    assert "espurnes i fum" in text_of(notice)
    assert "Lloc: plaça del Sol" in text_of(notice)
    assert "el fanal de la plaça del Sol està fos" in text_of(notice)


@pytest.mark.parametrize(
    "told",
    [
        "M'hi vaig apuntar per saber si la carretera estava tallada.",
        "L'any de la gran nevada vam estar tres dies sense llum.",
        "El telèfon m'ha caigut al riu.",
        "Ha estat un plaer, moltes gràcies per tot.",
        "Suprímanme de la lista.",
    ],
)
def test_what_is_no_incident_makes_no_card(office: Office, told: str) -> None:
    office.mail(f"{LEAVE}\n{told}", subject=SUBJECT, Authentication_Results=PASSES)

    assert office.cases("staff") == []
