"""Whose mail became a card is told by letter what staff did of it: she, once, and no stranger."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select, update

from daemon.books import asked_leaves, subscribers
from daemon.books.tables import outbox, subscriptions
from rules.books.subscription import State, What
from rules.findings import Person
from tests.daemon.conftest import mark
from tests.daemon.ordering import CLERK, Office, office
from tests.daemon.talking import FAILS, FROM_ROSER, PASSES, ROSER, text_of

__all__ = ["office"]

SUBJECT = "Baixa WhatsApp"
HERS = "Roser Vilalta Camps\nDNI 12345678Z\nMòbil 600 111 222\n"
ASKS = f"Bon dia, doneu-me de baixa de la llista de WhatsApp.\n{HERS}"
DOUBTS = f"Bon dia, si no arregleu el carrer doneu-me de baixa de la llista de WhatsApp.\n{HERS}"
DUDA = f"Buenos días, si no arregláis la calle quiero darme de baja del WhatsApp.\n{HERS}"
NOT_ME = "No he estat jo, no em vull donar de baixa."
OTHER = "algu@altre.example"


def apply(office: Office) -> str:
    """The clerk approves the one card there is; what she is answered."""
    (card,) = office.cases("staff")
    office.order(f"APLICA {card.ref}")
    return office.answers()[-1]


def doubted(office: Office, text: str = DOUBTS, **more: str) -> None:
    """A mail comes that a person must look at."""
    office.mail(text, subject=SUBJECT, **more)
    assert len(office.cases("staff")) == 1


def last(office: Office, to: str = FROM_ROSER) -> EmailMessage:
    return office.letters(to)[-1]


# --- who is told, and what ------------------------------------------------------------------------


def test_who_waited_for_a_person_is_told_that_her_leave_is_done(office: Office) -> None:
    doubted(office)
    office.at += timedelta(days=1)

    said = apply(office)

    assert office.templates() == ["received", "done"]
    letter = text_of(last(office))
    assert "Hem anotat la baixa de la llista de difusió" in letter
    assert "baixa del dilluns 4 de maig de 2026" in letter  # the day of her mail, not of the approval
    assert "com a molt tard el pròxim dia hàbil" in letter
    assert "responeu aquest correu en el termini de 10 dies" in letter
    assert "ho fem saber per correu a qui ho va demanar" in said


def test_the_letter_is_the_one_of_a_leave_that_acts_by_itself(office: Office) -> None:
    office.mail(ASKS, subject=SUBJECT, sender=OTHER)
    alone = text_of(last(office, OTHER))
    office.order("DESFÉS A-0001")
    doubted(office)
    apply(office)

    told, ref = text_of(last(office)), office.cases("closed")[-2].ref
    by_itself = office.cases("closed")[0].ref
    assert told.replace(ref, "") == alone.replace(by_itself, "")
    assert "12345678Z" not in told


def test_it_stands_in_the_thread_of_her_mail(office: Office) -> None:
    doubted(office)
    (card,) = office.cases("staff")
    apply(office)

    received, done = office.letters()
    assert done["In-Reply-To"] == card.message_id
    assert done["References"].split() == [card.message_id, received["Message-ID"]]
    assert card.ref in done["Subject"]
    assert done["Auto-Submitted"] == "auto-replied"


def test_she_is_written_to_in_her_language(office: Office) -> None:
    doubted(office, DUDA)
    apply(office)

    assert text_of(last(office)).startswith("Buenos días")
    assert "baja del lunes 4 de mayo de 2026" in text_of(last(office))


def test_the_letter_is_owed_once_and_a_closed_case_owes_no_more(office: Office) -> None:
    doubted(office)
    (card,) = office.cases("staff")
    for _ in range(3):
        office.order(f"APLICA {card.ref}")

    assert office.templates() == ["received", "done"]


def test_who_had_left_already_is_told_the_day_she_left(office: Office) -> None:
    doubted(office)
    office.at += timedelta(days=1)
    with office.store.begin() as tx:  # at the counter
        subscribers.advance(tx, subscribers.find(tx, "A-0001"), What.BAIXA, mark(office.at))
    office.at += timedelta(days=1)

    apply(office)

    assert office.templates() == ["received", "done"]
    assert "baixa del dimarts 5 de maig de 2026" in text_of(last(office))
    assert "pròxim dia hàbil" not in text_of(last(office))


def test_after_ten_days_no_undoing_is_offered(office: Office) -> None:
    doubted(office)
    office.at += timedelta(days=12)
    apply(office)

    assert "la desfarem" not in text_of(last(office))


def test_who_got_no_first_letter_for_a_cap_alone_is_told(office: Office) -> None:
    office.mail("Bon dia, si cobreu quota em dono de baixa del WhatsApp.", subject="Hola")
    office.order(f"DESCARTA {office.cases('staff')[0].ref} només ho pensava")
    doubted(office)
    assert office.templates() == ["received"]

    apply(office)

    assert office.templates() == ["received", "done"]


def test_two_people_of_one_mail_are_told_of_in_one_letter(office: Office) -> None:
    with office.store.begin() as tx:
        tx.connection.execute(
            update(subscriptions).where(subscriptions.c.ref == "A-0002").values(state=State.ACTIVE)
        )
    both = "Roser Vilalta Camps, 12345678Z, 600111222\nPere Camprubí Soler, 23456789D, 600333444\n"
    doubted(office, f"Si no arregleu el carrer doneu-nos de baixa de la llista de WhatsApp.\n{both}")

    apply(office)

    assert office.templates() == ["received", "done"]
    assert text_of(last(office)).count("baixa del dilluns 4 de maig") == 2


# --- an undo --------------------------------------------------------------------------------------


def test_who_took_her_leave_back_is_told_that_it_is_undone(office: Office) -> None:
    office.mail(ASKS, subject=SUBJECT)
    office.answer(NOT_ME, last(office))
    office.at += timedelta(days=2)

    said = apply(office)

    assert office.states()[0] == "due"
    assert office.templates() == ["done", "received", "undone"]
    assert "Des del dimecres 6 de maig de 2026" in text_of(last(office))
    assert "ho fem saber" in said


@pytest.mark.parametrize("words", [NOT_ME, "Bon dia, què és això de la baixa del WhatsApp?"])
def test_who_takes_back_what_another_asked_for_reads_nothing_of_it(office: Office, words: str) -> None:
    """Somebody who got hold of her letter, or of its reference, is told nothing of her."""
    office.mail(ASKS, subject=SUBJECT)
    office.answer(words, last(office), sender=OTHER, Authentication_Results=PASSES)

    said = apply(office)

    assert office.states()[0] == "due"
    assert office.templates(OTHER) == ["received"]
    assert "ho fem saber" not in said


@pytest.mark.parametrize(
    ("proof", "states"),
    [
        pytest.param({"Authentication_Results": PASSES}, ["due", "leaving"], id="she"),
        pytest.param({}, ["leaving", "leaving"], id="perhaps she"),
        pytest.param(
            {"sender": OTHER, "Authentication_Results": PASSES}, ["leaving", "leaving"], id="another"
        ),
    ],
)
def test_the_letter_keeps_its_word_that_an_answer_undoes_the_leave(
    office: Office, proof: dict[str, str], states: list[str]
) -> None:
    doubted(office)
    apply(office)

    office.answer(NOT_ME, last(office), **proof)

    assert office.states() == states
    assert len(office.cases("staff")) == 1  # the number may be off the phone already, or a person decides


# --- who is not told ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Authentication_Results": FAILS}, id="forged"),
        pytest.param({"X_Auto_Response_Suppress": "All"}, id="asks for no automatic answer"),
        pytest.param({"sender": "no-reply@veins.example"}, id="a mailbox that nobody reads"),
        pytest.param(
            {"sender": CLERK, "Authentication_Results": PASSES}, id="staff, for somebody at the counter"
        ),
    ],
)
def test_who_is_never_answered_is_not_told_either(office: Office, headers: dict[str, str]) -> None:
    doubted(office, ASKS if headers.get("sender") == CLERK else DOUBTS, **headers)
    apply(office)

    assert office.states()[0] == "leaving"
    with office.store.read() as tx:
        assert tx.connection.execute(select(outbox.c.id).where(outbox.c.audience == "resident")).all() == []


def test_what_lay_in_the_junk_folder_is_not_answered(office: Office) -> None:
    raw = f"From: {FROM_ROSER}\r\nTo: info@setcases.cat\r\nSubject: {SUBJECT}\r\n\r\n{ASKS}".encode()
    office.take(raw, junk=True)
    apply(office)

    assert office.states()[0] == "leaving"
    assert office.letters() == []


def test_who_gave_half_of_the_data_is_not_told_that_they_fit(office: Office) -> None:
    """Staff may know whom a mobile alone means; who wrote it may have guessed."""
    ona = Person(name="Ona Soldevila", phone="+34600555666")
    office.hold(ona)
    half = "Ona Soldevila, mòbil 600 555 666"
    office.mail(f"Si us plau, doneu-me de baixa de la llista de WhatsApp.\n{half}", subject=SUBJECT)
    office.at += timedelta(days=8)
    office.reminders()

    said = apply(office)

    assert office.states()[-1] == "leaving"
    assert "done" not in office.templates()
    assert "ho fem saber" not in said


def test_the_letter_shows_what_her_mail_gave_and_not_what_the_books_know(office: Office) -> None:
    mara = Person(name="Roser Vilalta Camps", id_document="34567890V", phone=None)
    office.hold(mara, State.CONSENTED)
    doubted(office, DOUBTS.replace("12345678Z", "34567890V").replace("600 111 222", "622 333 444"))
    apply(office)

    assert office.states()[-1] == "left"
    assert "444" in text_of(last(office))


# --- orders by the number of a person -------------------------------------------------------------


def test_an_order_that_does_what_a_card_asks_for_settles_it_and_she_is_told(office: Office) -> None:
    doubted(office)
    (card,) = office.cases("staff")
    office.at += timedelta(days=1)

    office.order(subject=f"BAIXA A-0001 · {office.code('BAIXA', 'A-0001')}", proof=None)

    assert office.states()[0] == "leaving"
    assert office.cases("staff") == []
    assert office.templates() == ["received", "done"]
    assert "baixa del dilluns 4 de maig" in text_of(last(office))
    assert f"la baixa queda anotada. {card.ref}" in office.answers()[-1]


@pytest.mark.parametrize("name", ["Roser Vilalta", "Roser Vilalta Camps"])
def test_so_does_the_order_that_gives_her_data(office: Office, name: str) -> None:
    doubted(office)
    (card,) = office.cases("staff")
    office.at += timedelta(days=1)

    office.order(f"BAIXA {name}, 12345678Z, 600111222")

    assert (office.states()[0], office.cases("staff")) == ("leaving", [])
    assert office.templates() == ["received", "done"]
    assert "baixa del dilluns 4 de maig" in text_of(last(office))
    assert f"(A-0001). {card.ref}" in office.answers()[-1]


def test_so_does_the_order_that_undoes_her_leave(office: Office) -> None:
    office.mail(ASKS, subject=SUBJECT)
    office.answer(NOT_ME, last(office))

    office.order("DESFÉS A-0001")

    assert office.states()[0] == "due"
    assert office.cases("staff") == []
    assert office.templates() == ["done", "received", "undone"]


def test_of_two_who_take_back_her_leave_she_is_told_and_the_stranger_is_not(office: Office) -> None:
    office.mail(ASKS, subject=SUBJECT)
    letter = last(office)
    office.answer(NOT_ME, letter, sender=OTHER, Authentication_Results=PASSES)
    office.answer(NOT_ME, letter)
    office.at += timedelta(days=1)
    strangers, hers = office.cases("staff")

    office.order("DESFÉS A-0001")

    assert (office.states()[0], office.cases("staff")) == ("due", [])
    assert office.templates() == ["done", "received", "undone"]
    assert office.templates(OTHER) == ["received"]
    told = (f"{hers.ref}: diu que no volia la baixa", f"{strangers.ref}: ja s’ha fet")
    assert [words for words in told if words not in office.answers()[-1]] == []
    closed = {case.ref: case.closed_because for case in office.cases("closed")}
    assert (closed[hers.ref], closed[strangers.ref]) == ("aprovat", "ja s'ha fet")


def test_who_asked_for_the_leave_is_told_that_it_is_undone_before_who_only_repeated_it(
    office: Office,
) -> None:
    office.mail(ASKS, subject=SUBJECT)
    office.mail(ASKS, subject=SUBJECT, sender=OTHER)
    office.answer(NOT_ME, last(office, OTHER), sender=OTHER, Authentication_Results=PASSES)
    office.answer(NOT_ME, last(office))

    office.order("DESFÉS A-0001")

    assert office.cases("staff") == []
    assert office.templates()[-1] == "undone"
    assert "undone" not in office.templates(OTHER)


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        pytest.param({}, {}, FROM_ROSER, id="she, twice: once"),
        pytest.param({}, {"sender": OTHER}, FROM_ROSER, id="another after her"),
        pytest.param({"sender": OTHER}, {}, OTHER, id="another before her: nobody knows whose it was"),
        pytest.param({"Authentication_Results": FAILS}, {}, FROM_ROSER, id="a forged one before her own"),
        pytest.param({"sender": "no-reply@veins.example"}, {}, FROM_ROSER, id="one that nobody reads before"),
    ],
)
def test_of_two_cards_that_ask_for_her_leave_one_is_told_and_none_stays_open(
    office: Office, first: dict[str, str], second: dict[str, str], told: str
) -> None:
    office.mail(DOUBTS, subject=SUBJECT, **first)
    office.at += timedelta(days=1)
    office.mail(DOUBTS, subject=SUBJECT, **second)
    assert len(office.cases("staff")) == 2

    office.order("BAIXA A-0001")

    assert (office.states()[0], office.cases("staff")) == ("leaving", [])
    assert [to for to in (FROM_ROSER, OTHER) for template in office.templates(to) if template == "done"] == [
        told
    ]
    assert "ja s’ha fet" in office.answers()[-1]


@pytest.mark.parametrize("sender", [FROM_ROSER, OTHER])
def test_a_leave_that_was_repeated_is_one_that_was_done_whoever_repeated_it(
    office: Office, sender: str
) -> None:
    """It has her document and her mobile: a consent from between the two mails brings nobody back."""
    office.mail(DOUBTS, subject=SUBJECT)
    office.at += timedelta(days=2)
    office.mail(DOUBTS, subject=SUBJECT, sender=sender)

    office.order("BAIXA A-0001")

    with office.store.read() as tx:
        assert len(asked_leaves.leaves_done(tx, [ROSER])) == 2


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ASKS.replace("600 111 222", "600 777 888"), id="her DNI and an unknown mobile"),
        pytest.param(ASKS.replace("600 111 222", "600 333 444"), id="her DNI and another's mobile"),
        pytest.param(
            f"Bon dia, no em doneu de baixa de la llista de WhatsApp.\n{HERS}",
            id="she does not want it",
        ),
        pytest.param(
            f"Si no ho arregleu, doneu-nos de baixa de la llista de WhatsApp.\n"
            f"{HERS}Ona Soldevila Prat, 34567890V, 600555666\n",
            id="of two people one is not on the list",
        ),
    ],
)
def test_an_order_settles_no_card_that_asks_for_something_else(office: Office, text: str) -> None:
    doubted(office, text)

    office.order("BAIXA A-0001")

    assert office.states()[0] == "leaving"
    assert len(office.cases("staff")) == 1
    assert office.templates() == ["received"]


def test_an_order_about_somebody_else_leaves_the_card(office: Office) -> None:
    office.hold(Person(name="Mar Pi Coll", id_document="34567890V", phone="+34622333444"))
    doubted(office)

    office.order("BAIXA A-0003")

    assert office.states() == ["due", "leaving", "leaving"]
    assert len(office.cases("staff")) == 1


def test_an_order_about_one_of_two_leaves_the_other_and_the_card(office: Office) -> None:
    office.hold(Person(name="Mar Pi Coll", id_document="34567890V", phone="+34622333444"))
    mar = "Mar Pi Coll, 34567890V, 622333444"
    doubted(office, f"Si no ho arregleu, doneu-nos de baixa de la llista de WhatsApp.\n{HERS}{mar}\n")

    office.order("BAIXA A-0001")

    assert office.states() == ["leaving", "leaving", "active"]
    assert office.templates() == ["received"]
    apply(office)
    assert office.states() == ["leaving", "leaving", "leaving"]
    assert text_of(last(office)).count("baixa del dilluns 4 de maig") == 2


# --- what is noted --------------------------------------------------------------------------------


def test_the_case_says_whom_it_moved_and_the_person_by_which_case(office: Office) -> None:
    ona = Person(name="Ona Soldevila Prat", id_document="34567890V", phone="+34600555666")
    doubted(office, ASKS.replace(HERS, "Ona Soldevila Prat\n34567890V\n600555666\n"))  # nobody's, as yet
    office.hold(ona)
    apply(office)

    (case, _order) = office.cases("closed")
    assert case.subscribers == ("A-0003",)
    office.answer(NOT_ME, last(office), Authentication_Results=PASSES)
    assert office.states()[-1] == "active"
