"""Who was asked for what is missing completes the request by an answer, and nobody else does."""

from datetime import timedelta
from email import policy
from email.message import EmailMessage

import pytest

from daemon.books import cases, subscribers
from daemon.books.store import Store
from daemon.desk.approving import approve
from daemon.letters.sentences import in_catalan
from daemon.post.queueing import Post
from rules.books.decision import Outcome, Reason
from rules.books.subscription import What
from tests.daemon.conftest import mark
from tests.daemon.talking import FAILS, FROM_ROSER, PASSES, PERE, ROSER, Desk, text_of

ASKS = "Bon dia, doneu-me de baixa de la llista de WhatsApp."
NO_MOBILE = f"{ASKS}\nRoser Vilalta Camps\nDNI 12345678Z\n"
NO_DNI = f"{ASKS}\nRoser Vilalta Camps\nMòbil 600 111 222\n"
SUBJECT = "Baixa WhatsApp"
FROM_MONTSE = "Montse Vila Roca <montse@veins.example>"


@pytest.fixture
def desk(sqlite: Store) -> Desk:
    desk = Desk(sqlite)
    desk.hold(ROSER)
    desk.hold(PERE)
    return desk


def test_asked_answered_done_and_undone_on_either_database(store: Store) -> None:
    desk = Desk(store)
    desk.hold(ROSER)
    desk.mail(NO_DNI, subject=SUBJECT)
    desk.mail("12345678Z", subject="", sender="algu@altre.example")

    desk.answer("Sí, doneu-me de baixa, 12345678Z", desk.letters()[0])
    assert desk.states() == ["leaving"]
    desk.answer(NOT_ME, desk.letters()[-1], Authentication_Results=PASSES)

    assert desk.states() == ["active"]
    assert desk.templates() == ["missing", "done", "undone"]


@pytest.mark.parametrize(
    ("asked", "answer", "greeting"),
    [
        pytest.param(
            NO_DNI, "el dni es 12345678Z", "Bon dia", id="words of both languages, asked in Catalan"
        ),
        pytest.param(
            "Quiero darme de baja del WhatsApp, 600111222", "12345678Z", "Buenos días", id="Spanish"
        ),
    ],
)
def test_a_conversation_stays_in_its_language(desk: Desk, asked: str, answer: str, greeting: str) -> None:
    desk.mail(asked, subject=SUBJECT)
    desk.answer(answer, desk.letters()[0])

    assert desk.templates()[-1] == "done"
    assert text_of(desk.letters()[-1]).startswith(greeting)


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        pytest.param(NO_DNI, "12345678Z", id="the DNI alone"),
        pytest.param(NO_DNI, "12.345.678-z\n\nRoser", id="the DNI and a signature"),
        pytest.param(NO_MOBILE, "és el 600 11 12 22", id="the mobile in a sentence"),
        pytest.param(
            NO_MOBILE, "+34600111222\n\nEnviat des del meu iPhone", id="the mobile from a telephone"
        ),
        pytest.param(ASKS, "Roser Vilalta, 12345678Z, 600111222", id="everything"),
        pytest.param(NO_DNI, "Perdoneu! Roser Vilalta Camps, 12345678Z, 600111222", id="all of it again"),
    ],
)
@pytest.mark.parametrize("subject", [None, "Re: hola", "RE: Falten dades", ""])
def test_an_answer_needs_only_what_was_missing(
    desk: Desk, asked: str, answer: str, subject: str | None
) -> None:
    desk.mail(asked, subject=SUBJECT)
    (letter,) = desk.letters()
    desk.at += timedelta(hours=1)

    desk.answer(answer, letter, subject=subject)

    assert desk.states() == ["leaving", "active"]
    assert desk.templates() == ["missing", "done"]
    assert [case.state for case in desk.cases()] == ["closed", "closed"]


def test_the_reference_in_the_subject_is_enough(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    (case,) = desk.cases("resident")

    desk.mail("El meu DNI és 12345678Z", subject=f"Referència {case.ref}")

    assert desk.states() == ["leaving", "active"]


@pytest.mark.parametrize("subject", ["12345678Z", "Re: falten dades 12345678Z", "El meu DNI és 12345678Z"])
def test_an_answer_may_stand_in_the_subject_alone(desk: Desk, subject: str) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)

    desk.answer("", desk.letters()[0], subject=subject)

    assert desk.states() == ["leaving", "active"]


@pytest.mark.parametrize("subject", ["No em doneu de baixa", "Re: m'ho he repensat", "Re: no vull la baixa"])
def test_a_subject_that_speaks_against_leaving_is_heard(desk: Desk, subject: str) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)

    desk.answer("12345678Z", desk.letters()[0], subject=subject)

    assert desk.states() == ["active", "active"]
    assert len(desk.cases("staff")) == 1


def test_an_answer_with_hidden_characters_is_a_card_that_staff_can_approve(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)

    desk.answer("El meu D\u200bN\u200bI és el 12345678Z", desk.letters()[0])

    assert desk.states() == ["active", "active"]
    (card,) = desk.cases("staff", "resident")
    with desk.store.begin() as tx:
        approve(tx, card, mark(desk.at), Post(desk.settings))
    assert desk.states() == ["leaving", "active"]


def test_an_answer_whose_two_texts_disagree_is_a_card(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    answer = EmailMessage(policy=policy.SMTP)
    answer["From"], answer["To"], answer["Subject"] = FROM_ROSER, "info@setcases.cat", "Re: dades"
    answer["Message-ID"], answer["In-Reply-To"] = "<dues@veins.example>", desk.letters()[0]["Message-ID"]
    answer.set_content("12345678Z")
    answer.add_alternative("<p>23456789D</p>", subtype="html")

    desk.take(answer.as_bytes())

    assert desk.states() == ["active", "active"]
    assert len(desk.cases("staff")) == 1


def test_an_answer_that_came_twice_is_taken_once(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    raw = (
        f"From: {FROM_ROSER}\r\nTo: info@setcases.cat\r\nSubject: Re: dades\r\n"
        "Message-ID: <a@veins.example>\r\n"
        f"In-Reply-To: {desk.letters()[0]['Message-ID']}\r\n\r\n12345678Z\r\n"
    ).encode()

    desk.take(raw)
    again = desk.take(b"Received: from a second way\r\n" + raw)

    assert again.decision.leading.reason is Reason.AGAIN
    assert desk.templates() == ["missing", "done"]


def test_an_empty_answer_leaves_the_question_open(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)

    desk.answer("", desk.letters()[0])

    assert desk.cases()[0].state == "resident"
    assert desk.states() == ["active", "active"]


def test_she_left_when_the_answer_came(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    (letter,) = desk.letters()
    desk.at += timedelta(days=1)

    taken = desk.answer("12345678Z", letter)

    ((effect,),) = [v.effects for v in taken.decision.verdicts]
    assert effect.request.at == desk.at
    assert taken.decision.verdicts[0].request == effect.request


@pytest.mark.parametrize(
    "answer", ["12345678Z", "Roser Vilalta Camps, DNI 12345678Z, mòbil 600111222", "Que la Roser us ho digui"]
)
def test_another_senders_answer_is_a_card_and_completes_nothing(desk: Desk, answer: str) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    (letter,) = desk.letters()

    taken = desk.answer(answer, letter, sender="algu@altre.example")

    assert taken.decision.leading.reason is Reason.ANSWER_OF_ANOTHER
    assert desk.states() == ["active", "active"]
    assert [case.state for case in desk.cases()] == ["resident", "staff"]
    assert "12345678Z" not in "".join(str(letter) for letter in desk.letters("algu@altre.example"))


def test_a_forged_answer_is_a_card_and_completes_nothing(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    (letter,) = desk.letters()

    taken = desk.answer("12345678Z", letter, Authentication_Results=FAILS)

    assert taken.decision.leading.reason is Reason.FORGED
    assert desk.states() == ["active", "active"]
    assert [case.state for case in desk.cases()] == ["resident", "staff"]
    assert len(desk.letters()) == 1


def test_an_answer_in_the_junk_folder_is_a_card(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    (letter,) = desk.letters()
    raw = (
        f"From: {FROM_ROSER}\r\nTo: info@setcases.cat\r\nSubject: Re: dades\r\n"
        f"In-Reply-To: {letter['Message-ID']}\r\n\r\n12345678Z\r\n"
    ).encode()

    taken = desk.take(raw, junk=True)

    assert taken.decision.leading.reason is Reason.JUNK
    assert desk.states() == ["active", "active"]
    assert [case.state for case in desk.cases()] == ["resident", "staff"]


def test_what_still_lacks_is_asked_once_more_and_what_was_given_is_not(desk: Desk) -> None:
    desk.mail(ASKS, subject=SUBJECT)
    (first,) = desk.letters()

    desk.answer("el meu DNI és 12345678Z", first)

    _, second = desk.letters()
    assert "mòbil" in text_of(second)
    assert "amb la lletra" not in text_of(second)
    (case,) = desk.cases("resident")
    assert case.conversation == desk.cases("closed")[0].ref
    assert [v.request.person.id_document for v in case.requests if v.request] == ["12345678Z"]

    desk.answer("600111222", second)
    assert desk.states() == ["leaving", "active"]
    assert desk.cases("staff", "resident") == []


def test_a_name_alone_is_kept_and_the_rest_is_asked(desk: Desk) -> None:
    desk.mail(ASKS, subject=SUBJECT)
    desk.at += timedelta(days=1)

    desk.answer("Sóc la Roser Vilalta Camps. Gràcies!", desk.letters()[0])

    (case,) = desk.cases("resident")
    assert [v.request.person.name for v in case.requests if v.request] == ["Roser Vilalta Camps"]


def test_after_two_answers_of_no_use_a_person_looks(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    for answer in ("Sí, doneu-me de baixa", "El DNI és 12345678A"):
        desk.at += timedelta(days=1)
        desk.answer(answer, desk.letters()[-1])

    (card,) = desk.cases("staff")
    assert card.reason.startswith(in_catalan(Reason.STILL_LACKING))
    assert desk.cases("resident") == []
    assert desk.templates() == ["missing", "missing", "received"]


def test_the_same_day_the_same_letter_is_not_sent_again_and_a_person_looks(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)

    desk.answer("Sí, doneu-me de baixa", desk.letters()[0])

    assert desk.templates() == ["missing"]
    assert [case.state for case in desk.cases()] == ["closed", "staff"]


def test_an_answer_for_a_card_of_no_use_still_completes_it(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    for answer in ("Sí, doneu-me de baixa", "Sí, sí, de baixa", "Ara: 12345678Z"):
        desk.at += timedelta(days=1)
        desk.answer(answer, desk.letters()[0])

    assert desk.states() == ["leaving", "active"]
    assert desk.cases("staff", "resident") == []


@pytest.mark.parametrize(
    "answer",
    [
        "No em vull donar de baixa",
        "Per què el voleu?",
        "No tinc DNI",
        "El DNI és 12345678Z, però ja no cal",
        "12345678Z però no em traieu encara",
        "12345678Z. Espereu fins dilluns",
        "12345678Z. Demà us ho confirmo",
        "12345678Z. El mòbil és de la meva filla, ella no ho vol",
        "Doncs deixeu-me a la llista",
        "Vull l'alta",
        "Em nego a donar el DNI",
        "Us el portaré a l'Ajuntament",
        "Us passo el DNI 12345678Z per la llicència d'obres",
        "12345678Z. Ah, i el meu mòbil ara és el 611 222 333",
        "12345678Z. Visc al carrer Major no encara",
        "12345678Z. Tinc 84 anys i no hi veig gaire",
        "12345678Z. Visc al carrer Major 3",
        "12345678Z (el meu fill m'ha ajudat)",
    ],
)
def test_an_answer_that_is_not_plain_is_one_card_with_what_was_asked(desk: Desk, answer: str) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    desk.at += timedelta(days=1)

    desk.answer(answer, desk.letters()[0])

    assert desk.states() == ["active", "active"]
    (card,) = desk.cases("staff")
    assert [v.request.person.phone for v in card.requests if v.request] == ["+34600111222"]
    assert desk.cases("resident") == []


@pytest.mark.parametrize(
    "answer",
    [
        "Ai quin cap! carnet 12345678Z",
        "Ja us ho vaig dir: 12345678Z",
        "12345678Z. Confirmeu-m'ho sisplau, adéu-siau",
    ],
)
def test_what_is_told_beside_what_was_asked_turns_nothing(desk: Desk, answer: str) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)

    desk.answer(answer, desk.letters()[0])

    assert desk.states() == ["leaving", "active"]


def test_the_mobile_of_her_husband_for_whom_she_asked_is_his(desk: Desk) -> None:
    desk.mail(f"{ASKS.replace('doneu-me', 'doneu')} Pere Camprubí Soler, DNI 23456789D", sender=FROM_MONTSE)

    (letter,) = desk.letters("montse@veins.example")
    desk.answer("El mòbil del meu marit és el 600 333 444", letter, sender=FROM_MONTSE)

    assert desk.states() == ["active", "leaving"]


def test_our_own_lines_filled_in_where_they_stand_are_a_card_with_what_they_bring(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    (letter,) = desk.letters()
    quoted = "\n".join(f"> {line}" for line in ("Bon dia,", "DNI: 12345678Z", "Ajuntament de Setcases"))

    desk.answer(f"El dl., 4 maig 2026 a les 10:00, Ajuntament de Setcases va escriure:\n\n{quoted}\n", letter)

    assert desk.states() == ["active", "active"]
    (card,) = desk.cases("staff")
    assert [v.request.person.id_document for v in card.requests if v.request] == ["12345678Z"]
    assert desk.cases("resident") == []  # so that nobody reminds her


@pytest.mark.parametrize("then", ["12345678Z", "D'acord, el DNI és el 12345678Z. Vull la baixa"])
def test_what_comes_after_an_answer_that_is_not_plain_is_put_with_it(desk: Desk, then: str) -> None:
    """She asks back, a clerk is to answer her, and meanwhile she sends what was missing."""
    desk.mail(NO_DNI, subject=SUBJECT)
    desk.answer("Per què el voleu?", desk.letters()[0])
    desk.at += timedelta(hours=1)

    desk.answer(then, desk.letters()[0])

    assert desk.states() == ["active", "active"]
    first, second = desk.cases("staff")
    assert [v.request.person.id_document for v in first.requests if v.request] == [None]
    with desk.store.begin() as tx:
        approve(tx, second, mark(desk.at), Post(desk.settings))
    assert desk.states() == ["leaving", "active"]


def test_a_whole_request_after_an_answer_that_is_not_plain_is_done(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    desk.answer("Per què el voleu?", desk.letters()[0])

    desk.answer(f"{NO_DNI}DNI 12345678Z", desk.letters()[0])

    assert desk.states() == ["leaving", "active"]


def test_words_that_bring_nothing_new_stand_by_themselves(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    desk.answer("Per què el voleu?", desk.letters()[0])

    desk.answer("Encara no m'heu dit per què el voleu", desk.letters()[0])

    first, second = desk.cases("staff")
    assert [v.request is None for v in (*first.requests, *second.requests)] == [False, True]


@pytest.mark.parametrize("answer", ["Gràcies!", "D'acord, ja ho miraré", "Rebut, moltes gràcies"])
def test_thanks_leave_the_question_open(desk: Desk, answer: str) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)

    desk.answer(answer, desk.letters()[0])

    assert desk.templates() == ["missing"]
    assert [case.state for case in desk.cases()] == ["resident"]


def test_bare_data_that_refer_to_nothing_are_a_card_with_what_was_asked(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    desk.at += timedelta(hours=1)

    desk.mail("12345678Z", subject="")

    assert desk.states() == ["active", "active"]
    (card,) = desk.cases("staff", "resident")
    ((person,),) = [[v.request.person for v in card.requests if v.request]]
    assert (person.id_document, person.phone) == ("12345678Z", "+34600111222")
    with desk.store.begin() as tx:
        approve(tx, card, mark(desk.at), Post(desk.settings))
    assert desk.states() == ["leaving", "active"]


def test_bare_data_of_whom_nothing_was_asked_are_none_of_our_business(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)

    taken = desk.mail("12345678Z", subject="", sender="algu@altre.example")

    assert taken.decision.outcome is Outcome.ASIDE
    assert [case.state for case in desk.cases()] == ["resident"]


def test_an_order_of_staff_that_names_a_case_stays_an_order(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    (case,) = desk.cases()

    taken = desk.mail(
        f"TANCA {case.ref}",
        subject=f"Ordre: {case.ref}",
        sender="secretaria@setcases.cat",
        Authentication_Results=PASSES,
    )

    assert taken.decision.leading.reason is not Reason.ANSWER_OF_ANOTHER
    assert next(iter(desk.cases("closed"))).closed_because == cases.NOTHING_TO_DO


BOTH = """Doneu-nos de baixa de la llista de WhatsApp:
Roser Vilalta Camps, 600 111 222
Pere Camprubí Soler, 600 333 444
"""


def test_several_people_are_told_apart_by_their_names(desk: Desk) -> None:
    desk.mail(BOTH, subject=SUBJECT)

    desk.answer("Pere Camprubí: 23456789D\nRoser Vilalta: 12345678Z\n", desk.letters()[0])

    assert desk.states() == ["leaving", "leaving"]
    assert desk.templates() == ["missing", "done"]


def test_whose_dni_it_is_must_be_plain(desk: Desk) -> None:
    desk.mail(BOTH, subject=SUBJECT)

    desk.answer("12345678Z", desk.letters()[0])

    assert desk.states() == ["active", "active"]
    (card,) = desk.cases("staff")
    assert len(card.requests) == 2


def test_one_of_two_leaves_and_the_other_is_still_asked(desk: Desk) -> None:
    desk.mail(BOTH, subject=SUBJECT)

    desk.answer("La Roser Vilalta té el 12345678Z", desk.letters()[0])

    assert desk.states() == ["leaving", "active"]
    assert desk.templates() == ["missing", "partly"]
    assert len(desk.cases("resident")) == 1
    desk.at += timedelta(days=1)
    desk.answer("El Pere: 23456789D", desk.letters()[-1])
    assert desk.states() == ["leaving", "leaving"]
    assert desk.cases("staff", "resident") == []


def test_an_answer_may_be_the_request_of_somebody_else_and_the_question_stays(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)

    desk.answer(
        "Doneu de baixa de la llista també el Pere Camprubí Soler, 23456789D, 600333444", desk.letters()[0]
    )

    assert desk.states() == ["active", "leaving"]
    (case,) = desk.cases("resident")
    assert [v.outcome for v in case.requests] == [Outcome.WAITING, Outcome.DONE]


def test_a_spanish_speaker_is_answered_in_spanish_though_she_only_sends_a_number(desk: Desk) -> None:
    desk.mail("Hola, quiero darme de baja de la lista de WhatsApp, mi móvil es 600 111 222", subject="baja")

    desk.answer("12345678Z", desk.letters()[0])

    assert "la baja de la lista" in text_of(desk.letters()[-1])


def test_a_question_answered_long_ago_asks_no_more(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    question = desk.letters()[0]
    desk.answer("12345678Z", question)
    desk.at += timedelta(days=1)

    taken = desk.answer("12345678Z, per si de cas", question)

    assert taken.decision.outcome is Outcome.CARD  # the question is closed
    assert taken.decision.leading.reason is Reason.ANSWER
    assert desk.templates() == ["missing", "done", "received"]


# ---- a leave taken back

HERS = "Roser Vilalta Camps\n12345678Z\n600 111 222\n"
BOTH_WHOLE = f"{HERS}\nPere Camprubí Soler\n23456789D\n600 333 444\n"
NOT_ME = "No he estat jo. Desfeu-ho, si us plau."


def left(desk: Desk, text: str = f"{ASKS}\n{HERS}", **headers: str) -> EmailMessage:
    """Somebody leaves; gives the letter that says so."""
    desk.mail(text, subject=SUBJECT, **headers)
    return desk.letters()[-1]


@pytest.mark.parametrize("answer", [NOT_ME, "No em vull donar de baixa", "me n'he penedit", "No he sido yo"])
def test_who_says_it_was_not_she_is_back_and_is_told(desk: Desk, answer: str) -> None:
    letter = left(desk)
    desk.at += timedelta(days=9)

    desk.answer(answer, letter, Authentication_Results=PASSES)

    assert desk.states() == ["active", "active"]
    assert desk.templates() == ["done", "undone"]
    assert desk.letters()[-1]["In-Reply-To"] == "<2@veins.example>"
    (card,) = desk.cases("staff")  # the number may be off the phone by now, unsaid
    assert card.reason == in_catalan(Reason.PHONE_AGAIN)


def test_not_me_may_stand_in_the_subject_alone(desk: Desk) -> None:
    letter = left(desk)

    desk.answer("", letter, subject="No he estat jo", Authentication_Results=PASSES)

    assert desk.states() == ["active", "active"]


def test_what_was_taken_off_the_phone_is_due_again(desk: Desk) -> None:
    letter = left(desk)
    with desk.store.begin() as tx:
        subscribers.advance(tx, subscribers.find(tx, "A-0001"), What.TAKEN_OFF, mark())

    desk.answer(NOT_ME, letter, Authentication_Results=PASSES)

    assert desk.states() == ["due", "active"]
    assert desk.cases("staff") == []


def test_all_who_left_by_that_mail_are_back(desk: Desk) -> None:
    letter = left(desk, f"{ASKS.replace('doneu-me', 'doneu-nos')}\n{BOTH_WHOLE}")
    assert desk.states() == ["leaving", "leaving"]

    desk.answer(NOT_ME, letter, Authentication_Results=PASSES)

    assert desk.states() == ["active", "active"]


def test_only_they_who_left_by_that_mail_are_back(desk: Desk) -> None:
    desk.mail(BOTH, subject=SUBJECT)
    desk.answer("La Roser Vilalta té el 12345678Z", desk.letters()[0])
    desk.at += timedelta(days=1)
    desk.answer("El Pere: 23456789D", desk.letters()[-1])
    assert desk.states() == ["leaving", "leaving"]

    desk.answer(NOT_ME, desk.letters()[-1], Authentication_Results=PASSES)

    assert desk.states() == ["leaving", "active"]


def test_also_where_the_leave_was_completed_by_an_answer(desk: Desk) -> None:
    desk.mail(NO_DNI, subject=SUBJECT)
    desk.answer("12345678Z", desk.letters()[0])

    desk.answer(NOT_ME, desk.letters()[1], Authentication_Results=PASSES)

    assert desk.states() == ["active", "active"]
    assert desk.templates() == ["missing", "done", "undone"]


@pytest.mark.parametrize(
    ("answer", "headers", "after"),
    [
        pytest.param(NOT_ME, {}, 1, id="not proved"),
        pytest.param(NOT_ME, {"Authentication_Results": FAILS}, 1, id="forged"),
        pytest.param(
            NOT_ME, {"sender": "algu@altre.example", "Authentication_Results": PASSES}, 1, id="another sender"
        ),
        pytest.param("No he estat jo?", {"Authentication_Results": PASSES}, 1, id="not plain"),
        pytest.param(NOT_ME, {"Authentication_Results": PASSES}, 11, id="after ten days"),
    ],
)
def test_anybody_elses_word_is_a_card(desk: Desk, answer: str, headers: dict[str, str], after: int) -> None:
    letter = left(desk)
    desk.at += timedelta(days=after)

    desk.answer(answer, letter, **headers)

    assert desk.states() == ["leaving", "active"]
    assert "undone" not in desk.templates() + desk.templates("algu@altre.example")
    (card,) = desk.cases("staff")
    assert card.subscribers == ("A-0001",)


def test_staff_approve_the_card_and_it_is_undone(desk: Desk) -> None:
    letter = left(desk, f"{ASKS.replace('doneu-me', 'doneu-nos')}\n{BOTH_WHOLE}")
    desk.answer(NOT_ME, letter)
    (card,) = desk.cases("staff")

    with desk.store.begin() as tx:
        approve(tx, card, mark(desk.at), Post(desk.settings))

    assert desk.states() == ["active", "active"]
    assert desk.cases("staff", "resident") == []


def test_a_leave_that_another_asked_for_is_not_hers_to_take_back(desk: Desk) -> None:
    """A stranger who knows DNI and mobile gets the letter of a leave that was not theirs."""
    left(desk)
    desk.at += timedelta(days=1)
    desk.mail(f"{ASKS}\n{HERS}", subject=SUBJECT, sender="algu@altre.example")
    (theirs,) = desk.letters("algu@altre.example")

    desk.answer(NOT_ME, theirs, sender="algu@altre.example", Authentication_Results=PASSES)

    assert desk.states() == ["leaving", "active"]
    assert len(desk.cases("staff")) == 1


def test_who_asked_twice_may_answer_either_letter(desk: Desk) -> None:
    left(desk)
    desk.at += timedelta(days=1)
    again = left(desk)

    desk.answer(NOT_ME, again, Authentication_Results=PASSES)

    assert desk.states() == ["active", "active"]


@pytest.mark.parametrize("answer", ["Gràcies!", "ok", "Rebut, moltes gràcies per tot"])
def test_thanks_for_a_leave_change_nothing_and_are_not_answered(desk: Desk, answer: str) -> None:
    letter = left(desk)

    desk.answer(answer, letter, Authentication_Results=PASSES)

    assert desk.states() == ["leaving", "active"]
    assert desk.templates() == ["done"]
    assert [case.state for case in desk.cases()] == ["closed"]


def test_thanks_that_say_anything_else_are_with_a_person(desk: Desk) -> None:
    letter = left(desk)

    desk.answer("Gràcies. Continuen arribant-me missatges", letter)

    assert [case.state for case in desk.cases()] == ["closed", "staff"]


def test_the_same_answer_twice_undoes_once(desk: Desk) -> None:
    letter = left(desk)
    desk.answer(NOT_ME, letter, Authentication_Results=PASSES)
    desk.at += timedelta(days=1)

    desk.answer(NOT_ME, letter, Authentication_Results=PASSES)

    assert desk.states() == ["active", "active"]
    assert desk.templates() == ["done", "undone", "received"]
