"""Who has left and writes that messages still come is told so; staff look at the phone, and undo nothing."""

from datetime import timedelta

import pytest

from daemon.books import cases
from daemon.books.store import Store
from rules.books.subscription import State
from rules.findings import Person
from tests.daemon.desk.test_taps import letters_to, states, tap
from tests.daemon.ordering import Office, offered, office_of
from tests.daemon.talking import FAILS, FROM_ROSER, PASSES, ROSER
from tests.journeys.test_ordering import links

DATA = "\nRoser Vilalta Camps\nDNI 12345678Z\nMòbil 600 111 222\n"
LEAVE = f"Doneu-me de baixa de la llista de WhatsApp.\n{DATA}"


@pytest.fixture
def office(sqlite: Store) -> Office:
    return office_of(sqlite, {ROSER: State.ACTIVE})


def left(office: Office) -> None:
    office.mail(LEAVE, subject="BAIXA", Authentication_Results=PASSES)
    office.at += timedelta(days=2)


SAYS_SO = [
    "Encara rebo els missatges, em podeu treure?",
    "Avui m'ha tornat a arribar un WhatsApp vostre.",
    "Sigo recibiendo los mensajes.",
    "Aún recibo los avisos.",
    "¿No me podéis quitar? Sigo recibiendo los mensajes.",
    "Avui m'ha tornat a arribar el del tall d'aigua. No m'havíeu de treure?",
    "No m'heu tret! Encara rebo els missatges.",
    "Encara rebo els missatges i ja no els vull rebre.",
]


@pytest.mark.parametrize("words", SAYS_SO)
def test_who_answers_our_letter_is_told_and_nothing_is_undone(office: Office, words: str) -> None:
    left(office)
    (done,) = office.of_template("done", FROM_ROSER)

    office.answer(words, done, Authentication_Results=PASSES)

    (card,) = office.cases("staff")
    assert "600 11 12 22" in card.reason
    assert len(office.of_template("still", FROM_ROSER)) == 1
    offered = [order for order in links(office.digest()) if card.ref in order]
    assert offered[0] == f"TRETA A-0001 {card.ref}"
    assert not [order for order in offered if order.startswith(("APLICA", "DESFÉS"))]


def test_who_gives_the_data_that_left_is_told_from_wherever_they_write(office: Office) -> None:
    left(office)

    office.mail(
        f"Encara rebo els missatges de la llista.\n{DATA}",
        sender="roser.feina@empresa.example",
        Authentication_Results=PASSES,
    )

    assert len(office.of_template("still", "roser.feina@empresa.example")) == 1


@pytest.mark.parametrize(
    ("sender", "proof", "letters"),
    [
        pytest.param("veina@veins.example", PASSES, ["received"], id="a stranger"),
        pytest.param(FROM_ROSER, FAILS, [], id="who forges the sender"),
    ],
)
def test_nobody_else_learns_that_anybody_left(
    office: Office, sender: str, proof: str, letters: list[str]
) -> None:
    left(office)
    (done,) = office.of_template("done", FROM_ROSER)
    before = len(letters_to(office, sender))

    office.answer(
        "Encara rebo els missatges de la llista.", done, sender=sender, Authentication_Results=proof
    )

    assert len(letters_to(office, sender)) - before == len(letters)
    assert len(office.of_template("received", sender)) == len(letters)
    assert office.of_template("still", sender) == []


@pytest.mark.parametrize(
    "words",
    [
        "Perdoneu, jo no volia la baixa: vull continuar rebent-los.",
        "M'he equivocat, em podeu tornar a apuntar? Encara rebo els missatges i m'interessen.",
        "Encara rebo els missatges, i ja m'està bé: no em tragueu.",
        "No vull la baixa! Encara rebo els missatges amb molt de gust.",
        "Jo no he demanat res! Encara rebo els missatges i els vull.",
        "Yo no he pedido la baja. Sigo recibiendo los mensajes y los quiero.",
        "Desfeu la baixa, sisplau; encara rebo els missatges.",
        "Ha estat un error meu, encara rebo els missatges i vull seguir.",
    ],
)
def test_a_wish_to_go_on_getting_them_is_none(office: Office, words: str) -> None:
    """It is undone, or an open card says that the leave was not wanted."""
    left(office)
    (done,) = office.of_template("done", FROM_ROSER)

    office.answer(words, done, Authentication_Results=PASSES)

    assert office.of_template("still", FROM_ROSER) == []
    with office.store.read() as tx:
        assert states(office) == [State.ACTIVE] or "A-0001" in cases.denied(tx)


@pytest.mark.parametrize(
    "words",
    [
        "Encara rebo la factura de l'aigua a l'adreça antiga, ho podeu mirar?",
        "Encara m'arriba el rebut de les escombraries al compte vell.",
        "Sigo recibiendo el correo del banco.",
    ],
)
def test_other_post_that_still_comes_is_no_message_of_the_list(office: Office, words: str) -> None:
    left(office)
    (done,) = office.of_template("done", FROM_ROSER)

    office.answer(words, done, Authentication_Results=PASSES)

    assert office.of_template("still", FROM_ROSER) == []


def test_who_never_left_is_read_as_ever(office: Office) -> None:
    office.mail(
        f"Encara rebo els missatges, em podeu treure de la llista?\n{DATA}", subject="llista de WhatsApp"
    )

    assert office.of_template("still", FROM_ROSER) == []
    assert states(office)[0] in {State.LEAVING, State.ACTIVE}


def test_when_the_number_is_off_the_phone_who_left_is_told_that_it_is_finished(office: Office) -> None:
    left(office)
    (done,) = office.of_template("done", FROM_ROSER)

    answer = tap(office, "TRETA A-0001")

    assert ". Ho fem saber per correu a qui ho va demanar." in answer
    (letter,) = office.of_template("off-phone", FROM_ROSER)
    assert letter["References"].split()[-1] == done["Message-ID"]


def test_one_tap_settles_the_card_and_the_number_and_tells_once(office: Office) -> None:
    left(office)
    (done,) = office.of_template("done", FROM_ROSER)
    office.answer(SAYS_SO[0], done, Authentication_Results=PASSES)

    tap(office, "TRETA A-0001")

    assert office.cases("staff") == []
    assert states(office)[0] is State.LEFT
    assert len(office.of_template("off-phone", FROM_ROSER)) == 1


def test_who_was_taken_off_by_staff_is_written_nothing(office: Office) -> None:
    office.order("BAIXA A-0001")
    office.order("TRETA A-0001")

    assert office.of_template("off-phone", FROM_ROSER) == []
    assert states(office)[0] is State.LEFT


def test_a_number_that_somebody_else_is_on_the_list_with_stays_on_the_phone(office: Office) -> None:
    """They get the messages by it: nobody is to look whether it is off, or says that it is."""
    office.hold(Person(name="Anna Vilalta Camps", id_document="34567890V", phone=ROSER.phone))
    left(office)
    (done,) = office.of_template("done", FROM_ROSER)

    office.answer(SAYS_SO[0], done, Authentication_Results=PASSES)

    (card,) = office.cases("staff")
    assert "600 11 12 22 continua al telèfon" in card.reason
    assert "Anna" not in card.reason
    offered = [order for order in links(office.digest()) if card.ref in order]
    assert offered
    assert all(order.startswith(("DESCARTA", "AJORNA")) for order in offered)
    assert states(office) == [State.LEAVING, State.ACTIVE]


def test_who_asked_for_the_leave_is_told_too_where_they_write_again_from_elsewhere(office: Office) -> None:
    left(office)
    elsewhere = "roser.feina@empresa.example"
    says = f"Encara rebo els missatges de la llista.\n{DATA}"
    office.mail(says, sender=elsewhere, Authentication_Results=PASSES)

    tap(office, "TRETA A-0001")

    assert [len(office.of_template("off-phone", to)) for to in (FROM_ROSER, elsewhere)] == [1, 1]


@pytest.mark.parametrize("typed", ["", "TRETA A-0001", "TRETA A-0001 ahir", "TRETA la Roser"])
def test_who_takes_off_the_phone_who_has_come_back_is_told_to_put_them_on_again(
    office: Office, typed: str
) -> None:
    left(office)
    taken_off = {order: subject for order, (_, subject) in links(office.digest()).items()}["TRETA A-0001"]
    (done,) = office.of_template("done", FROM_ROSER)
    office.answer("Jo no ho he demanat.", done, Authentication_Results=PASSES)

    if typed:
        office.order(typed)
    else:
        office.order("", subject=taken_off, proof=None)

    assert office.states() == ["active"]
    assert (
        "(Roser Vilalta Camps) es queda a la llista: si ja l’heu tret del telèfon, torneu-l’hi a posar."
        in " ".join(office.answers()[-1].split())
    )
    assert offered(office) == []
