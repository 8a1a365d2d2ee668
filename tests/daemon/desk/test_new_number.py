"""Whoever has a new number keeps their consent: one tap owes the new contact, and takes the old one off."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote

import pytest

from daemon.books import subscribers
from daemon.books.store import Store
from daemon.desk.digests import Digests
from daemon.desk.monthly import Months
from daemon.post.queueing import Post
from rules.books.subscription import State, Subscription
from rules.findings import Person
from tests.daemon.conftest import mark
from tests.daemon.desk.test_taps import asked, letters_to, states, tap
from tests.daemon.ordering import Office, office_of
from tests.daemon.talking import FROM_ROSER, PERE, ROSER, text_of
from tests.journeys.test_ordering import links

CONSENT = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHANGED = (
    "Bon dia, he canviat de número i voldria continuar a la llista de WhatsApp.\n"
    "Abans tenia el 600 111 222 i ara el 655 123 456.\nRoser Vilalta Camps, 12345678Z\n"
)


@pytest.fixture
def office(sqlite: Store) -> Office:
    desk = office_of(sqlite, {})
    with sqlite.begin() as tx:
        active = Subscription(
            ref="A-0001",
            name=ROSER.name or "",
            id_document=ROSER.id_document,
            phone=ROSER.phone,
            state=State.ACTIVE,
            consent_number="E/000123-2026",
            consent_at=CONSENT,
            activated_on=date(2026, 3, 5),
            opened_at=CONSENT,
        )
        subscribers.insert(tx, active, "import", mark())
    return desk


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(CHANGED, id="in whole sentences"),
        pytest.param(
            "Doneu de baixa el 600111222 i d'alta el 655123456. DNI 12345678Z\n", id="as two orders"
        ),
        pytest.param("Mòbil antic: 600 111 222\nMòbil nou: 655 123 456\nDNI: 12345678Z\n", id="as a form"),
        pytest.param("Canvieu-me el número, ara és el 655 123 456. DNI 12345678Z\n", id="only the new one"),
        pytest.param(
            "He cambiado de número, el nuevo es 655 123 456, para la lista de WhatsApp. DNI 12345678Z\n",
            id="in Spanish",
        ),
        pytest.param(
            "Hola, nou número de mòbil per la llista de WhatsApp: 655123456. Soc la Roser, DNI 12345678Z\n",
            id="in few words",
        ),
    ],
)
def test_one_tap_changes_the_number_on_the_phone_and_keeps_the_consent(office: Office, words: str) -> None:
    office.mail(words, subject="Llista de WhatsApp")
    (card,) = office.cases("staff")

    answer = tap(office, f"CORREGEIX A-0001 {card.ref} mòbil 655 12 34 56")

    old, new = office.book()
    assert (old.phone, old.state) == (ROSER.phone, State.LEAVING)
    assert (new.phone, new.state, new.name) == ("+34655123456", State.DUE, ROSER.name)
    assert (new.consent_number, new.consent_at) == ("E/000123-2026", CONSENT)
    assert office.cases("staff") == []
    assert "traieu del telèfon el 600 11 12 22 d’A-0001" in answer
    assert "poseu-hi el 655 12 34 56 d’A-0002" in answer


def test_who_names_only_the_list_and_exchanges_two_numbers_is_not_asked_to_leave_with_both(
    office: Office,
) -> None:
    office.mail(
        "Vull donar de baixa de la llista el 600 111 222 i d'alta el 655 123 456. DNI 12345678Z\n",
        subject="Hola",
    )

    assert office.templates() == ["received"]
    assert len(office.cases("staff")) == 1


def test_the_new_contact_is_due_on_the_next_working_day_and_both_are_attached(office: Office) -> None:
    card = asked(office, CHANGED)
    tap(office, f"CORREGEIX A-0001 {card.ref} mòbil 655 12 34 56")

    office.at += timedelta(days=1)
    digest = office.digest()

    assert {"FET A-0002", "TRETA A-0001"} <= set(links(digest))
    assert len([a for a in digest.iter_attachments() if str(a.get_filename()).endswith(".vcf")]) == 2
    assert "Altes vençudes" not in str(digest.get_body(("plain",)))


def test_a_changed_number_is_never_said_to_be_a_leave(office: Office) -> None:
    card = asked(office, CHANGED)
    tap(office, f"CORREGEIX A-0001 {card.ref} mòbil 655 12 34 56")
    made = Digests(
        store=office.store, settings=office.settings, post=Post(office.settings), clock=lambda: office.at
    )
    made.queue_leaves()
    assert office.of_template("leaves") == []

    office.at += timedelta(days=1)
    digest = office.digest()
    said = text_of(digest)
    assert "Ha canviat de número: ara té el 655 12 34 56." in said
    assert "demanar la baixa" not in said
    assert "tornar a posar" not in said
    assert "DESFÉS A-0001" not in links(digest)
    assert "la baixa d’aquest número" not in said  # what would be asked by WhatsApp


def test_the_mail_of_the_tap_says_whole_words_and_no_number(office: Office) -> None:
    asked(office, CHANGED)
    html = office.digest().get_body(("html",))
    assert html is not None

    hrefs = re.findall(r'href="(mailto:[^"]*CORREGEIX[^"]*)"', html.get_content())
    bodies = {unquote(href.partition("body=")[2]).partition("-- ")[2].strip() for href in hrefs}
    assert bodies == {"Roser Vilalta Camps canvia-li el número"}


def test_who_wrote_is_welcomed_when_the_new_number_is_on_the_phone(office: Office) -> None:
    card = asked(office, CHANGED)
    tap(office, f"CORREGEIX A-0001 {card.ref} mòbil 655 12 34 56")
    assert [letter["Subject"].partition(" (")[0] for letter in letters_to(office, FROM_ROSER)] == [
        "Llista de WhatsApp: hem rebut el vostre missatge"
    ]

    office.at += timedelta(days=1)
    tap(office, "FET A-0002")

    assert len(office.of_template("welcome", FROM_ROSER)) == 1


def test_a_leave_with_an_old_number_stays_a_leave(office: Office) -> None:
    office.mail(
        "He canviat de mòbil i ja no vull rebre res: doneu-me de baixa de la llista de WhatsApp.\n"
        "Roser Vilalta Camps, 12345678Z, 600 111 222\n",
        subject="BAIXA",
    )

    assert [card for card in office.cases("staff") if "canviat de número" in card.reason] == []


def test_a_number_of_somebody_on_the_list_is_nobodys_new_one(office: Office) -> None:
    office.hold(replace(PERE, phone="+34655123456"))
    card = asked(office, CHANGED)

    assert not [order for order in links(office.digest()) if order.startswith("CORREGEIX")]
    assert states(office) == [State.ACTIVE, State.ACTIVE]
    assert card.reason.startswith("diu que ha canviat de número")


def test_who_has_another_number_has_neither_left_nor_joined(office: Office) -> None:
    card = asked(office, CHANGED)
    tap(office, f"CORREGEIX A-0001 {card.ref} mòbil 655 12 34 56")
    for order in ("TRETA A-0001", "FET A-0002"):
        office.at += timedelta(days=1)
        tap(office, order)

    with office.store.read() as tx:
        made = Months(
            store=office.store, settings=office.settings, post=Post(office.settings), clock=lambda: office.at
        ).of(tx, date(2026, 5, 1))
    assert (made.joined, made.left, made.active) == (0, 0, 1)
    assert office.of_template("off-phone", FROM_ROSER) == []


def test_a_document_that_is_put_right_with_the_number_is_kept(office: Office) -> None:
    office.order("CORREGEIX A-0001 DNI 34567890V, mòbil 655123456")

    assert [held.id_document for held in office.book()] == ["34567890V", "34567890V"]


def test_of_a_number_that_two_share_nothing_is_offered_that_would_be_refused(office: Office) -> None:
    office.hold(Person(name="Anna Vilalta Camps", id_document="34567890V", phone=ROSER.phone))
    card = asked(office, CHANGED)

    tap(office, f"CORREGEIX A-0001 {card.ref} mòbil 655 12 34 56")

    assert states(office) == [State.LEAVING, State.ACTIVE, State.DUE]
    assert office.cases("staff") == []


def test_a_number_that_cannot_be_told_apart_is_no_alta_to_apply(office: Office) -> None:
    """Without a document the new number may be of either of two who share the old one."""
    office.hold(Person(name="Anna Vilalta Camps", id_document="34567890V", phone=ROSER.phone))
    card = asked(office, CHANGED.replace("Roser Vilalta Camps, 12345678Z", "Gràcies"))

    offered = {order for order in links(office.digest()) if card.ref in order}

    assert f"APLICA {card.ref}" not in offered
    assert {f"CORREGEIX A-000{n} {card.ref} mòbil 655 12 34 56" for n in (1, 2)} <= offered


def test_a_leave_that_speaks_of_a_new_number_can_be_done_by_a_tap(office: Office) -> None:
    words = (
        "Baja de WhatsApp. Mi número nuevo es 655123456 pero no lo quiero en la lista. Quitad el 600111222."
    )
    office.mail(f"{words} 12345678Z\n", subject="Llista de WhatsApp")
    (card,) = office.cases("staff")

    tap(office, f"BAIXA A-0001 {card.ref}")

    assert states(office) == [State.LEAVING]
    assert office.cases("staff") == []


def test_who_leaves_while_a_relative_is_to_join_is_asked(office: Office) -> None:
    words = (
        "Vull donar-me de baixa amb el 600111222; la meva filla us escriurà amb el número nou per donar-se"
        " d'alta. Llista WhatsApp. 12345678Z\n"
    )
    office.mail(words, subject="Llista de WhatsApp")

    assert office.cases("staff") == []
    assert states(office) == [State.ACTIVE]
    (letter,) = letters_to(office, FROM_ROSER)
    assert "us fem una pregunta" in letter["Subject"]


@pytest.mark.parametrize(
    "words", ["Doneu-me de baixa de la llista de WhatsApp.", "Encara rebo els missatges."]
)
def test_who_goes_on_with_a_new_number_is_not_told_that_they_have_left(office: Office, words: str) -> None:
    """They give the old one: on the list they are with the other, and a person looks."""
    office.order("CORREGEIX A-0001 mòbil 655123456")
    office.order("TRETA A-0001\nFET A-0002")
    office.at += timedelta(days=3)

    office.mail(
        f"{words}\nLlista de WhatsApp.\nRoser Vilalta Camps\n12345678Z\n600 111 222\n", subject="Hola"
    )

    assert [letter["Subject"].partition(" (")[0] for letter in letters_to(office, FROM_ROSER)] == [
        "Llista de WhatsApp: hem rebut el vostre missatge"
    ]
    (card,) = office.cases("staff")
    tap(office, f"BAIXA A-0002 {card.ref}")
    assert states(office) == [State.LEFT, State.LEAVING]
    assert office.cases("staff") == []
