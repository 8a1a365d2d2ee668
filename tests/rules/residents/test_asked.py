"""What a yes of its writer would settle is put to them, and is no card for staff."""

import pytest

from rules.books.lanes import Lane, prospect_of
from tests.rules.messages import TOWN, mail, read

DATA = "\n\nRoser Vilalta Camps\nDNI 12345678Z\nMòbil 600 111 222\n"
ROSER = "Roser Vilalta <roser@veins.example>"
OFFICIAL = "BAIXA Informació Ajuntament de Vallclara WhatsApp"


def lane_of(text: str, subject: str = "", data: str = DATA) -> Lane:
    fields = (f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8")
    message = mail(*fields, body=text + data, sender=ROSER)
    return prospect_of(read(message, TOWN), message).lane


@pytest.mark.parametrize(
    "text",
    [
        "hola bona tarda els avisos del poble no els necessito em podeu esborrar del whatsapp moltes gràcies",
        "buenas el whatsapp del ayuntamiento no lo quiero más me lo pueden quitar por favor gracias",
        "escric pel whatsapp del poble que no el vull rebre més que em doneu de baixa si us plau gràcies",
        "amb la botiga no tinc temps de res em podeu esborrar de la llista de whatsapp si us plau",
        "con tanto aviso no hago nada me pueden dar de baja de la lista de whatsapp por favor",
    ],
)
def test_what_is_dictated_without_a_stop_is_not_denied_by_the_sentence_before(text: str) -> None:
    assert lane_of(text) is Lane.CONFIRM


@pytest.mark.parametrize(
    ("subject", "text", "lane"),
    [
        ("BAIXA", "BAIXA Roser Vilalta Camps 600 111 222", Lane.CONFIRM),
        ("Baixa", "Roser Vilalta Camps 12345678Z", Lane.CONFIRM),
        ("", "Doneu-me de baixa. Roser Vilalta Camps, 12345678Z", Lane.CONFIRM),
        ("", "Esborreu-me de la llista. 600 111 222", Lane.CONFIRM),
        ("", "No vull més missatges. Roser Vilalta Camps, DNI 12345678Z", Lane.CONFIRM),
        ("Baixa", "Doneu-me de baixa.", Lane.CARD),
        ("Re: Baixa", "Moltes gràcies. Roser Vilalta Camps 600 111 222", Lane.CARD),
        ("Re: Baixa", "Que vagi bé la recuperació! Salutacions. Roser Vilalta Camps 600 111 222", Lane.CARD),
        ("Fwd: Baixa", "Roser Vilalta Camps 600 111 222", Lane.CARD),
        ("Baixa de l'aigua", "Vull la baixa. Roser Vilalta Camps 12345678Z", Lane.ASIDE),
    ],
)
def test_who_gives_one_datum_and_plainly_wants_out_of_no_matter_is_asked_for_the_rest(
    subject: str, text: str, lane: Lane
) -> None:
    assert lane_of(text, subject, data="") is lane


@pytest.mark.parametrize(
    "text",
    [
        "No vull que em doneu de baixa de la llista de WhatsApp.",
        "No us demano que em pugueu donar de baixa de la llista de WhatsApp.",
        "No hace falta que me den de baja de la lista de WhatsApp.",
        "Res de donar-me de baixa de la llista de WhatsApp.",
    ],
)
def test_what_is_denied_in_one_sentence_is_not_asked_about(text: str) -> None:
    assert lane_of(text) is Lane.CARD


WISH = "Hem venut la casa i ja no pugem al poble. Em podríeu esborrar de la llista de difusió de WhatsApp?"


@pytest.mark.parametrize(
    ("beside", "lane"),
    [
        ("Mòbil: 600 999 888 no, perdó, aquest és el de la botiga.", Lane.CONFIRM),
        ("El butlletí per correu, no me'l traieu.", Lane.CONFIRM),
        ("Us quedo agraïda per tants anys de servei.", Lane.CONFIRM),
        ("La festa major, de broma com sempre.", Lane.CONFIRM),
        ("Al final, millor que no.", Lane.CARD),
        ("Però fins a l'estiu encara no em tragueu.", Lane.CARD),
    ],
)
def test_a_no_beside_a_plain_wish_is_asked_about_where_it_says_little_against_it(
    beside: str, lane: Lane
) -> None:
    assert lane_of(f"Bon dia. {WISH} {beside}", "Baixa del WhatsApp") is lane


def test_a_relative_s_leave_beside_which_the_writer_stays_is_not_put_to_the_writer() -> None:
    text = "La mare demana la baixa. Doneu-la de baixa de la llista de WhatsApp. Jo em quedo a la llista."

    assert lane_of(text) is Lane.CARD


def test_who_asks_for_a_relative_and_is_to_be_left_there_themselves_is_asked() -> None:
    text = "La Teresa ja no fa anar el mòbil. La podríeu treure de la llista? A mi deixeu-m'hi, si us plau."
    theirs = (
        "\n\nLes dades de la mare: Teresa Camps Font, DNI 12345678Z, mòbil 600 111 222\n\nRoser Vilalta\n"
    )

    assert lane_of(text, OFFICIAL, theirs) is Lane.CONFIRM


@pytest.mark.parametrize(
    ("text", "lane"),
    [
        ("Me mudo a Reus, entonces les pido que me den de baja de la lista de WhatsApp.", Lane.CONFIRM),
        ("Pues entonces denme de baja de la lista de WhatsApp.", Lane.CONFIRM),
        (
            "Marxo després de vint anys i voldria que em donéssiu de baixa de la llista de WhatsApp.",
            Lane.CONFIRM,
        ),
        ("Me mudo en julio, entonces les pido que me den de baja de la lista de WhatsApp.", Lane.CARD),
        ("Doneu-me de baixa de la llista de WhatsApp després de la festa.", Lane.CARD),
    ],
)
def test_a_then_that_may_be_a_so_is_asked_about_and_a_later_day_is_not(text: str, lane: Lane) -> None:
    assert lane_of(text) is lane


@pytest.mark.parametrize(
    ("text", "lane"),
    [
        (
            "Prefereixo que no m'arribi res més. El telèfon me'l quedo, és només pels avisos.",
            Lane.CONFIRM,
        ),
        ("Vull fer-vos arribar les gràcies pel servei. Prefereixo que no m'arribi res més.", Lane.CONFIRM),
    ],
)
def test_who_keeps_the_telephone_or_sends_thanks_does_not_stay(text: str, lane: Lane) -> None:
    assert lane_of(text, OFFICIAL) is lane


@pytest.mark.parametrize("noun", ["BAXIA", "BIAXA", "Baiax", "BJAA"])
def test_two_letters_in_the_wrong_order_make_no_other_word(noun: str) -> None:
    assert lane_of("", f"{noun} Informació Ajuntament de Vallclara WhatsApp") is Lane.ACT


@pytest.mark.parametrize("word", ["Caixa", "Baix", "Baia", "Taxa"])
def test_another_word_is_no_slip_of_the_pen(word: str) -> None:
    assert lane_of("", f"{word} Informació Ajuntament de Vallclara WhatsApp") is not Lane.ACT


@pytest.mark.parametrize(
    ("text", "lane"),
    [
        ("Podeu sortir de la llista quan vulgueu.", Lane.CONFIRM),
        ("Podria sortir de la llista?", Lane.ACT),
        ("Vull sortir de la llista.", Lane.ACT),
    ],
)
def test_that_others_may_go_out_is_no_wish(text: str, lane: Lane) -> None:
    assert lane_of(text, OFFICIAL) is lane


@pytest.mark.parametrize("text", ["El correu és meu i el mòbil de la mare.", "El telèfon és del meu fill."])
def test_whose_data_are_said_to_be_a_relative_s_is_asked(text: str) -> None:
    assert lane_of(text, OFFICIAL) is Lane.CONFIRM
