"""Who claims a right over their data: a card with its day, and letters that say nothing of the books."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from daemon.books.store import Store
from rules.books.subscription import State
from tests.daemon.desk.test_taps import tap
from tests.daemon.ordering import CLERK, Office, office_of
from tests.daemon.talking import FAILS, FROM_ROSER, PASSES, PERE, ROSER, text_of

HERS = "\nRoser Vilalta Camps, DNI 12345678Z, mòbil 600 111 222\n"
AM_I = f"Bon dia, estic apuntada a la llista de WhatsApp?{HERS}"
COPY = f"Vull exercir el dret d'accés a les dades de la llista de difusió de WhatsApp.{HERS}"
ALL_ERASED = f"Demano el dret de supressió de totes les meves dades de la llista de WhatsApp.{HERS}"
MENDED = f"Em podeu corregir el nom a la llista de WhatsApp? Hi ha de dir Vilalta Campos.{HERS}"
FOR_HER_MOTHER = (
    "Soc l'advocada de la senyora Vilalta. En nom de la meva clienta, exerceixo el dret d'accés a les dades "
    f"de la llista de WhatsApp.{HERS}"
)
CLAIMS = [
    pytest.param(AM_I, id="is she entered"),
    pytest.param(COPY, id="access"),
    pytest.param(ALL_ERASED, id="erasure"),
    pytest.param(MENDED, id="rectification"),
    pytest.param(FOR_HER_MOTHER, id="by a lawyer"),
]


@pytest.fixture
def office(sqlite: Store) -> Office:
    return office_of(sqlite, {ROSER: State.ACTIVE, PERE: State.ACTIVE})


def without_reference(letter: str) -> str:
    return re.sub(r"C-[0-9A-Z]{8}", "C", letter)


def letters_of(office: Office, address: str) -> list[str]:
    return [without_reference(text_of(letter)) for letter in office.letters(address)]


@pytest.mark.parametrize("words", CLAIMS)
def test_member_and_stranger_get_the_same_letters(office: Office, words: str) -> None:
    """From the receipt to the end, nobody can tell from them who is on the list (promise 5)."""
    theirs = words.replace("12345678Z", "98765432M").replace("600 111 222", "699 888 777")
    office.mail(words, Authentication_Results=PASSES)
    office.mail(theirs, sender="algu@altres.example", Authentication_Results=PASSES)
    cards = office.cases("staff")
    for order in ("ACREDITA", "RESOLT"):
        for card in cards:
            tap(office, f"{order} {card.ref}")
        office.at += timedelta(days=1)

    receipt = "confirm" if words == ALL_ERASED else "rights"  # the question shows what its writer gave
    same = slice(receipt == "confirm", None)
    assert office.templates() == [receipt, "rights-proof", "rights-done"]
    assert letters_of(office, FROM_ROSER)[same] == letters_of(office, "algu@altres.example")[same]
    assert office.cases("staff") == []
    assert office.states() == [State.ACTIVE.value] * 2


def test_staff_see_who_agrees_and_until_when_they_must_answer(office: Office) -> None:
    office.mail(COPY)

    said = text_of(office.digest())

    assert "vol saber quines dades en tenim" in said
    assert "Roser Vilalta Camps" in said
    # The fourth of June is a Thursday.
    assert "Rebut el dilluns 4 de maig de 2026; un mes després és el dijous 4 de juny de 2026" in said


def test_the_clerk_gets_all_that_is_kept_to_hand_it_over_and_nobody_else_does(office: Office) -> None:
    office.mail(COPY)
    office.order("MOTIU A-0001 era fora")

    answer = tap(office, "DADES A-0001")

    (handed,) = office.of_template("data")
    (file,) = handed.iter_attachments()
    assert "Us enviem en un altre correu les dades" in answer
    assert file.get_filename() == "dades-A-0001.html"
    assert "12345678Z" in file.get_content()
    assert "23456789D" not in file.get_content()
    assert "es va dir el motiu del retard" in file.get_content()  # and no code of ours
    assert "late-reason" not in file.get_content()
    assert "la petició d&#39;un dret, rebuda" in file.get_content()
    assert office.templates() == ["rights"]
    assert office.cases("staff")


def test_a_clerk_outside_the_town_hall_gets_no_data(sqlite: Store) -> None:
    office = office_of(sqlite, {ROSER: State.ACTIVE})
    outside = "gestoria@altres.example"
    staff = office.settings.staff.model_copy(update={"orders_from": (CLERK, outside)})
    office.settings = office.settings.model_copy(update={"staff": staff})

    office.order("DADES A-0001", sender=outside)

    assert office.of_template("data", outside) == []


def test_more_time_is_told_with_its_reason_and_only_once(office: Office) -> None:
    office.mail(COPY, Authentication_Results=PASSES)
    (card,) = office.cases("staff")

    answer = tap(office, f"AMPLIA {card.ref}", "Motiu: hem de demanar les dades a l'arxiu")

    # Three months after the fourth of May is a Tuesday.
    assert "termini ampliat fins al dimarts 4 d’agost de 2026" in answer
    letter = text_of(office.letters()[-1])
    assert "4 d’agost de 2026" in letter
    assert "hem de demanar les dades a l'arxiu" in letter.replace("’", "'")
    office.at += timedelta(days=1)
    assert "3 mesos després és el dimarts 4 d’agost de 2026" in text_of(office.digest()).replace("'", "’")
    office.order(f"AMPLIA {card.ref} encara no ho tenim")
    assert "el termini ja s’ha ampliat" in office.answers()[-1]


def test_no_more_time_is_given_without_a_reason_or_after_the_month(office: Office) -> None:
    office.mail(COPY)
    (card,) = office.cases("staff")

    office.order(f"AMPLIA {card.ref}")
    assert "hi falta el motiu" in office.answers()[-1]

    office.at = datetime(2026, 6, 5, 8, tzinfo=UTC)
    office.order(f"AMPLIA {card.ref} no hem pogut")
    assert "només es podia ampliar fins al dijous 4 de juny" in office.answers()[-1]
    assert "AMPLIA" not in str(office.digest())
    assert office.templates() == ["rights"]


def test_it_rises_to_the_top_when_its_day_has_passed_and_reaches_the_deputies(sqlite: Store) -> None:
    office = office_of(sqlite, {ROSER: State.ACTIVE})
    deputy = "regidora@setcases.cat"
    staff = office.settings.staff.model_copy(update={"deputies": (deputy,)})
    office.settings = office.settings.model_copy(update={"staff": staff})
    office.mail("Doneu-me de baixa de la llista de WhatsApp. DNI 12345678Z, mòbil 600 333 444")
    office.at += timedelta(minutes=5)
    office.mail(COPY, sender="altra@veins.example")
    earlier, claim = office.cases("staff")
    assert text_of(office.digest()).index(earlier.ref) < text_of(office.of_template("digest")[-1]).index(
        claim.ref
    )
    assert office.of_template("digest", deputy) == []

    office.at = datetime(2026, 6, 5, 6, tzinfo=UTC)
    digest = office.digest()

    said = text_of(digest)
    assert "1 dret fora de termini" in str(digest["Subject"])
    assert said.rindex(f"{claim.ref} ") < said.rindex(f"{earlier.ref} ")
    assert len(office.of_template("digest", deputy)) == 1


def test_what_is_put_off_comes_back_on_its_day_at_the_latest(office: Office) -> None:
    office.mail(COPY)
    (card,) = office.cases("staff")
    office.order(f"AJORNA {card.ref} 30/7/2026")

    office.at = datetime(2026, 5, 20, 6, tzinfo=UTC)
    assert "tornaran el seu dia" in text_of(office.digest())
    office.at = datetime(2026, 6, 4, 6, tzinfo=UTC)
    assert "tornaran el seu dia" not in text_of(office.digest())


def test_a_leave_that_wants_all_erased_acts_and_opens_a_case(office: Office) -> None:
    office.mail(
        f"Doneu-me de baixa de la llista de WhatsApp i elimineu totes les meves dades.{HERS}",
        subject="BAIXA Informació Ajuntament de Setcases WhatsApp",
        Authentication_Results=PASSES,
    )

    assert office.states() == [State.LEAVING.value, State.ACTIVE.value]
    (card,) = office.cases("staff")
    assert (card.topic, card.claims) == ("rights", "erasure")
    assert "baixa" in text_of(office.letters()[0])
    tap(office, f"RESOLT {card.ref}")
    told = text_of(office.letters()[-1])
    assert "només es guarden com a prova" in told
    assert "3 anys" in told
    assert "article 32" in told
    assert "còpia de seguretat" in told
    assert "bústia" in told


def test_to_be_off_the_list_is_a_leave_and_no_more(office: Office) -> None:
    office.mail(
        f"Esborreu-me de la llista de WhatsApp.{HERS}",
        subject="BAIXA Informació Ajuntament de Setcases WhatsApp",
        Authentication_Results=PASSES,
    )

    assert office.states()[0] == State.LEAVING.value
    assert office.cases("staff") == []


def test_a_forged_claim_is_a_card_with_its_day_and_nobody_is_written_to(office: Office) -> None:
    office.mail(COPY, Authentication_Results=FAILS)

    (card,) = office.cases("staff")
    assert office.templates() == []
    assert "cal contestar fins al" in text_of(office.digest())
    answer = tap(office, f"ACREDITA {card.ref}")
    assert "no hi podem escriure" in answer
    assert office.templates() == []


def test_a_relatives_claim_says_so_to_staff(office: Office) -> None:
    office.mail(FOR_HER_MOTHER, sender="despatx@advocats.example")

    assert "escriu per algú altre" in text_of(office.digest())


def test_an_order_about_rights_needs_a_case_of_them(office: Office) -> None:
    office.mail("Fa un mes que no m'arriba cap missatge de la llista de WhatsApp.")
    (card,) = office.cases("staff")

    office.order(f"RESOLT {card.ref}")

    assert "ningú no hi exerceix cap dret" in office.answers()[-1]


@pytest.mark.parametrize(
    "words", ["no m'arriba cap missatge del canal des de fa un mes", "quines dades meves teniu a la llista?"]
)
def test_who_writes_it_over_whatsapp_is_known_by_their_number(office: Office, words: str) -> None:
    office.order(f"[3/5/26, 18:00] +34 600 11 12 22: {words}", subject="Xat de WhatsApp")

    assert [card.subscribers for card in office.cases("staff")] == [("A-0001",)]


def test_who_gets_no_messages_is_told_what_to_check_and_staff_see_how_they_stand(office: Office) -> None:
    office.mail(f"Fa un mes que no m'arriba cap missatge de la llista de WhatsApp.{HERS}")

    assert office.templates() == ["no-messages"]
    said = text_of(office.digest())
    assert "Diu que no li arriben els missatges" in said
    assert "Roser Vilalta Camps" in said
    assert "Roser" not in text_of(office.letters()[0])
    assert "consta com a posada al telèfon" in tap(office, "FITXA A-0001")


def test_an_answer_about_the_leave_does_not_end_the_claim_beside_it(office: Office) -> None:
    """Who asks for both in words that leave a doubt is asked about the leave; the claim waits."""
    words = f"Vull sortir de la llista de WhatsApp. Vull que elimineu totes les meves dades.{HERS}"
    office.mail(words, subject="WhatsApp", Authentication_Results=PASSES)
    assert office.templates() == ["confirm"]
    (card,) = office.cases("staff")
    assert card.topic == "rights"

    office.answer("SÍ", office.letters()[-1], Authentication_Results=PASSES)

    assert office.states()[0] == State.LEAVING.value
    assert [case.ref for case in office.cases("staff")] == [card.ref]


def test_staff_who_do_the_leave_of_a_card_leave_the_claim_open(office: Office) -> None:
    words = f"Vull sortir de la llista de WhatsApp. Vull que elimineu totes les meves dades.{HERS}"
    office.mail(words, subject="WhatsApp", Authentication_Results=PASSES)
    (card,) = office.cases("staff")

    tap(office, f"APLICA {card.ref}")

    assert office.states()[0] == State.LEAVING.value
    assert [case.ref for case in office.cases("staff")] == [card.ref]
    office.at += timedelta(days=1)
    tap(office, f"RESOLT {card.ref}")
    assert office.cases("staff") == []


def test_a_claim_can_be_made_by_answering_any_letter_as_its_foot_says(office: Office) -> None:
    office.mail("Com funciona la llista de WhatsApp?")
    office.at += timedelta(days=1)

    office.answer("Gràcies. I quines dades meves teniu?", office.letters()[-1])

    (card,) = office.cases("staff")
    assert (card.topic, card.claims) == ("rights", "access")
    assert office.templates() == ["how-it-works", "rights"]


def test_what_staff_order_is_told_on_the_day_of_the_receipt_to_whom_nothing_speaks_for(
    office: Office,
) -> None:
    office.mail(COPY)
    (card,) = office.cases("staff")

    told = tap(office, f"ACREDITA {card.ref}")

    assert "ho fem saber per correu" in told
    assert office.templates() == ["rights", "rights-proof"]


def test_who_cannot_be_written_to_is_told_by_staff(office: Office) -> None:
    office.mail(COPY, Authentication_Results=FAILS)
    (card,) = office.cases("staff")

    assert "digueu-l’hi vós" in tap(office, f"RESOLT {card.ref}")
    assert office.templates() == []


def test_a_claim_on_somebodys_part_is_no_list_of_somebody_else(office: Office) -> None:
    office.mail("Vull exercir el dret d'accés a les dades de la llista de WhatsApp de part de la meva mare.")

    (case,) = office.cases("staff")
    assert (case.topic, office.templates()) == ("rights", ["rights"])
