"""A tap on a card finishes it: the thing is done, the card closed, and who asked is told or staff say so."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest

from daemon.books import cases
from daemon.books.store import Store
from rules.books.decision import Template
from rules.books.subscription import State
from rules.findings import Person
from tests.daemon.books.test_cases import opened, verdict
from tests.daemon.ordering import CLERK, MAYOR, Office, office_of
from tests.daemon.talking import FROM_ROSER, PASSES, PERE, ROSER, text_of
from tests.journeys.test_ordering import links

MIXED = "Doneu-me de baixa de la llista de WhatsApp.\nDNI 12345678Z\nMòbil 600 333 444\n"
NOBODYS = "Doneu-me de baixa de la llista de WhatsApp.\nRoser Vilalta\nDNI 87654321X\nMòbil 600 999 888\n"
LATER = (
    "Bon dia,\n\nA partir de l'1 de juny doneu-me de baixa de la llista de WhatsApp.\n\n"
    "Roser Vilalta Camps\nDNI 12345678Z\nMòbil 600 111 222\n"
)


@pytest.fixture
def office(sqlite: Store) -> Office:
    return office_of(sqlite, {ROSER: State.ACTIVE, PERE: State.ACTIVE})


def asked(office: Office, text: str, **more: str) -> cases.Case:
    """The card that a resident's mail becomes."""
    office.mail(text, subject="BAIXA", Authentication_Results=PASSES, **more)
    (card,) = office.cases("staff")
    return card


def tap(office: Office, order: str, body: str = "") -> str:
    """Staff tap on the answer of the newest digest that gives *order*; what they are answered."""
    (subject,) = {subject for words, (_, subject) in links(office.digest()).items() if words == order}
    office.at += timedelta(hours=1)
    office.order(body, subject=subject, proof=None)
    return " ".join(office.answers()[-1].split())


def states(office: Office) -> list[State]:
    return [held.state for held in office.book()]


def letters_to(office: Office, address: str) -> list[EmailMessage]:
    return [letter for template in Template for letter in office.of_template(template, address)]


def test_whose_leave_it_is_closes_the_card_and_says_whom_to_tell(office: Office) -> None:
    card = asked(office, MIXED)

    answer = tap(office, f"BAIXA A-0001 {card.ref}")

    assert states(office) == [State.LEAVING, State.ACTIVE]
    assert office.cases("staff") == []
    assert f"{card.ref}: tancat" in answer
    assert f"no escrivim a qui ho va demanar ({FROM_ROSER}): digueu-l’hi vós" in answer
    # The letter "done" would tell a stranger which of the two is on the list.
    assert [letter["Subject"].partition(" (")[0] for letter in letters_to(office, FROM_ROSER)] == [
        "Llista de WhatsApp: hem rebut el vostre missatge"
    ]


def test_what_was_asked_with_the_right_data_is_told_by_letter(office: Office) -> None:
    card = asked(office, LATER)
    office.at += timedelta(days=28)

    answer = tap(office, f"APLICA {card.ref}")

    assert states(office) == [State.LEAVING, State.ACTIVE]
    assert "ho fem saber per correu a qui ho va demanar" in answer
    assert len(office.of_template("done", FROM_ROSER)) == 1
    office.at += timedelta(days=1)
    digest = text_of(office.digest())
    assert "Com a molt tard avui" in digest  # the day after, as the letter says
    assert "Va demanar la baixa el dilluns 4 de maig de 2026 i es va anotar el dilluns 1 de juny" in digest


def test_data_that_a_mail_has_wrong_are_corrected_in_the_mail_of_the_tap(office: Office) -> None:
    card = asked(office, NOBODYS)

    answer = tap(office, f"APLICA {card.ref}", "Nom: Roser Vilalta\nDNI: 12345678Z\nMòbil: 600111222\n")

    assert states(office) == [State.LEAVING, State.ACTIVE]
    assert office.cases("staff") == []
    assert "digueu-l’hi vós" in answer  # what the mail gives is not hers


def test_a_correction_that_is_none_says_so_and_leaves_the_card_open(office: Office) -> None:
    card = asked(office, NOBODYS)

    answer = tap(office, f"APLICA {card.ref}", "Nom: Roser Vilalta\nDNI: 12345678A\nMòbil: 600111222\n")

    assert "el DNI nou no és vàlid" in answer
    assert office.cases("staff") == [card]


def test_nothing_to_do_is_one_tap(office: Office) -> None:
    card = asked(office, MIXED)

    answer = tap(office, f"DESCARTA {card.ref} repetit")

    assert states(office) == [State.ACTIVE, State.ACTIVE]
    assert f"{card.ref}: tancat sense fer res. Motiu anotat: repetit." in answer


def test_a_card_that_is_put_off_comes_back_on_its_day(office: Office) -> None:
    card = asked(office, MIXED)
    (order,) = [order for order in links(office.digest()) if order.startswith("AJORNA")]
    assert order == f"AJORNA {card.ref} 11/05/2026"

    answer = tap(office, order)
    assert "ajornat fins al dilluns 11 de maig" in answer

    office.at += timedelta(days=1)
    text = str(office.digest().get_body(("plain",)))
    assert "Per decidir" not in text
    assert "Ajornats: tornaran el seu dia (1)" in text
    office.at += timedelta(days=6)
    assert f"BAIXA A-0001 {card.ref}" in links(office.digest())


def test_a_leave_for_a_later_day_comes_back_on_that_day_by_itself(office: Office) -> None:
    card = asked(office, LATER)

    assert f"APLICA {card.ref}" not in links(office.digest())
    office.at += timedelta(days=28)  # the 1st of June
    assert f"APLICA {card.ref}" in links(office.digest())


def test_a_list_with_one_wrong_reference_does_the_others_and_says_which_not(office: Office) -> None:
    first = asked(office, MIXED)
    office.mail(MIXED, subject="BAIXA", sender="un.altre@veins.example", Authentication_Results=PASSES)
    _, second = office.cases("staff")

    office.order(f"DESCARTA {first.ref}, C-22222222 i {second.ref} repetits")

    answer = office.answers()[-1]
    assert office.cases("staff") == []
    assert "2 fetes · 1 no feta" in answer
    assert "no tenim cap cas C-22222222" in answer


@pytest.mark.parametrize("by", [CLERK, MAYOR])
def test_a_second_tap_says_what_holds_and_does_nothing_twice(office: Office, by: str) -> None:
    card = asked(office, MIXED)
    orders = {words: subject for words, (_, subject) in links(office.digest()).items()}
    office.order(f"BAIXA A-0002 {card.ref}", sender=by)

    office.order("", subject=orders[f"BAIXA A-0001 {card.ref}"], proof=None)

    assert states(office) == [State.ACTIVE, State.LEAVING]
    assert "es va tancar" in " ".join(office.answers()[-1].split())


def test_who_has_left_meanwhile_needs_no_second_decision(office: Office) -> None:
    """Two cards about one person: the answer to one leaves the other to be closed by its own tap."""
    first = asked(office, MIXED)
    office.mail(MIXED, subject="BAIXA", sender="un.altre@veins.example", Authentication_Results=PASSES)
    _, second = office.cases("staff")
    orders = {words: subject for words, (_, subject) in links(office.digest()).items()}

    office.order("", subject=orders[f"BAIXA A-0001 {first.ref}"], proof=None)
    office.order("", subject=orders[f"BAIXA A-0001 {second.ref}"], proof=None)

    assert office.cases("staff") == []
    assert f"{second.ref}: tancat" in " ".join(office.answers()[-1].split())


def test_a_tap_whose_text_a_phone_has_changed_is_done_all_the_same(office: Office) -> None:
    card = asked(office, MIXED)
    (subject,) = {
        s for words, (_, s) in links(office.digest()).items() if words == f"BAIXA A-0001 {card.ref}"
    }

    office.order("\n\nEnviat des del meu iPhone\n", subject=subject.lower().replace(" · ", "  "), proof=None)

    assert states(office) == [State.LEAVING, State.ACTIVE]
    assert office.cases("staff") == []


def test_the_code_of_one_card_answers_no_other(office: Office) -> None:
    first = asked(office, MIXED)
    office.mail(MIXED, subject="BAIXA", sender="un.altre@veins.example", Authentication_Results=PASSES)
    _, second = office.cases("staff")
    orders = {words: subject for words, (_, subject) in links(office.digest()).items()}

    wrong = orders[f"BAIXA A-0001 {first.ref}"].replace(first.ref, second.ref)
    office.order("", subject=wrong, proof=None)

    assert states(office) == [State.ACTIVE, State.ACTIVE]
    assert len(office.cases("staff")) == 2


def test_two_cards_taps_in_one_mail_are_two_answers(office: Office) -> None:
    first = asked(office, MIXED)
    office.mail(LATER, subject="BAIXA", Authentication_Results=PASSES)
    office.at += timedelta(days=28)
    later = next(card for card in office.cases("staff") if card.ref != first.ref)
    orders = {words: subject for words, (_, subject) in links(office.digest()).items()}

    office.order(
        f"{orders[f'BAIXA A-0002 {first.ref}']}\n{orders[f'APLICA {later.ref}']}\n", subject="", proof=None
    )

    assert states(office) == [State.LEAVING, State.LEAVING]
    assert "2 fetes" in office.answers()[-1]


def test_the_tap_of_a_card_that_a_colleague_put_off_says_so(office: Office) -> None:
    card = asked(office, MIXED)
    (subject,) = {
        s for words, (_, s) in links(office.digest()).items() if words == f"BAIXA A-0001 {card.ref}"
    }
    office.order(f"AJORNA {card.ref} 20/5/2026", sender=MAYOR)

    office.order("", subject=subject, proof=None)

    assert states(office) == [State.ACTIVE, State.ACTIVE]
    assert "es va ajornar" in " ".join(office.answers()[-1].split())


FAMILY = (
    "A partir de l'1 de juny doneu-nos de baixa de la llista de WhatsApp.\n"
    "Roser Vilalta Camps, 12345678Z, 600 111 222\nAnna Vilalta Camps, 34567890V, 600 111 222\n"
)
ANNA = Person(name="Anna Vilalta Camps", id_document="34567890V", phone="+34600111222")


def test_of_two_people_with_one_mobile_only_whose_leave_was_done_is_settled(office: Office) -> None:
    office.hold(ANNA)
    card = asked(office, FAMILY)

    office.order(f"BAIXA A-0001 {card.ref}")

    assert states(office) == [State.LEAVING, State.ACTIVE, State.ACTIVE]
    assert [case.ref for case in office.cases("staff")] == [card.ref]
    assert f"{card.ref} segueix obert: hi falta Anna Vilalta Camps" in " ".join(office.answers()[-1].split())

    office.order(f"BAIXA A-0003 {card.ref}")
    assert office.cases("staff") == []


def test_of_two_people_without_valid_data_the_name_tells_whose_leave_was_done(office: Office) -> None:
    with office.store.begin() as tx:
        opened(
            tx,
            verdict(person=Person(name="Anna Puig Serra")),
            verdict(person=Person(name="Pere Camprubí Soler", phone="+34600999888")),
        )
    (card,) = office.cases("staff")

    office.order(f"BAIXA A-0002 {card.ref}")

    assert "hi falta Anna Puig Serra" in " ".join(office.answers()[-1].split())


@pytest.mark.parametrize(
    ("order", "state"),
    [
        pytest.param("FET A-0003", State.ACTIVE, id="put on the phone"),
        pytest.param("TRETA A-0004", State.LEFT, id="somebody else taken off it"),
        pytest.param("DESFÉS A-0004", State.ACTIVE, id="somebody else's leave undone"),
        pytest.param("CORREGEIX A-0003 nom Anna Vilalta", State.DUE, id="data put right"),
    ],
)
def test_a_leave_is_closed_by_no_order_that_is_none(office: Office, order: str, state: State) -> None:
    office.hold(ANNA, State.DUE)
    office.order("BAIXA A-0002")
    office.hold(Person(name="Mar Pi Coll", id_document="45678901G", phone="+34633444555"))
    office.order("BAIXA A-0004")
    card = asked(office, LATER)
    verb, ref, *rest = order.split()

    office.order(" ".join((verb, ref, card.ref, *rest)))

    assert state in states(office)
    assert [case.ref for case in office.cases("staff")] == [card.ref]
    assert f"{card.ref} segueix obert" in " ".join(office.answers()[-1].split())
    assert office.of_template("done", FROM_ROSER) == []


@pytest.mark.parametrize("below", ["Marta Coll\nTel. 612 345 678", "Marta\nTel. 972 13 60 89"])
def test_a_clerks_own_telephone_below_corrects_nobody(office: Office, below: str) -> None:
    card = asked(office, NOBODYS)
    fields = "Nom: Roser Vilalta\nDNI: 12345678Z\nMòbil: 600111222"

    tap(office, f"APLICA {card.ref}", f"{fields}\n\n{below}\n")

    assert states(office) == [State.LEAVING, State.ACTIVE]


def test_a_signature_below_a_tap_without_data_corrects_nobody(office: Office) -> None:
    card = asked(office, LATER)
    office.at += timedelta(days=28)

    tap(office, f"APLICA {card.ref}", "Marta Coll\nTel. 612 345 678\n")

    assert states(office) == [State.LEAVING, State.ACTIVE]


@pytest.mark.parametrize(
    "body", ["Bon dia,\nmòbil 655 12 34 56\n", "Mòbil:\n655 12 34 56\n\nMarta\nTel. 612 345 678"]
)
def test_data_are_read_however_a_phone_breaks_the_lines(office: Office, body: str) -> None:
    office.order(body, subject=f"CORREGEIX A-0002 · {office.code('CORREGEIX', 'A-0002')}", proof=None)

    assert office.book()[-1].phone == "+34655123456"


def test_who_wrote_for_two_is_told_of_both_when_the_second_is_done(office: Office) -> None:
    both = FAMILY.replace(
        "Anna Vilalta Camps, 34567890V, 600 111 222", "Pere Camprubí, 23456789D, 600 333 444"
    )
    card = asked(office, both)

    office.order(f"BAIXA A-0002 {card.ref}")
    assert office.of_template("done", FROM_ROSER) == []
    office.order(f"BAIXA A-0001 {card.ref}")

    (letter,) = office.of_template("done", FROM_ROSER)
    assert {"222", "444"} <= set(re.findall(r"mòbil acabat en (\d+)", text_of(letter)))


def test_an_alta_without_a_document_is_of_who_waits_for_it_with_that_mobile(sqlite: Store) -> None:
    office = office_of(sqlite, {ROSER: State.CONSENTED})
    chat = "[3/5/26, 10:02:11] +34 600 11 12 22: Alta\n[3/5/26, 10:02:40] +34 600 11 12 22: Roser Vilalta\n"
    office.order(f"{chat}", subject="xat de la llista")
    (card,) = office.cases("staff")

    answer = tap(office, f"ALTA A-0001 {card.ref}")

    assert states(office) == [State.DUE]
    assert office.cases("staff") == []
    assert "l’ALTA queda anotada" in answer


def test_an_alta_is_noted_by_the_record_too(sqlite: Store) -> None:
    office = office_of(sqlite, {ROSER: State.CONSENTED})

    office.order("ALTA A-0001")

    assert states(office) == [State.DUE]
