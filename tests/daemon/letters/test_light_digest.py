"""A normal day fits a telephone: taps say whom they are about, and what is the same for many is said once."""

import re
import unicodedata
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from selectolax.lexbor import LexborNode

from daemon.letters import for_staff
from daemon.letters.chats import Chats
from daemon.letters.orders import Link, Orders
from daemon.letters.pages import Entry, Page, Section
from daemon.letters.rendered import Rendered
from daemon.letters.texts import read_texts
from daemon.letters.wording import of
from rules.books.subscription import State
from rules.desk.cards import CardItem, Concerned
from rules.desk.choices import for_card
from rules.desk.digest import Digest, Health, Item, News, choices_of
from rules.findings import Because
from rules.mail.mail import read_mail
from rules.staff.orders import Order, orders_of
from tests.daemon.rendering import EIGHT, MASKED, MONDAY, PRIVACY, THURSDAYS, TOWN, body_of

CHATS = Chats(texts=read_texts(), town=TOWN, address="bustia@vilaficticia.example")


def due(ref: str, name: str, **known: object) -> Item:
    usual = Item(
        ref=ref,
        name=name,
        id_document=MASKED,
        phone="+34611222333",
        state=State.DUE,
        due_on=MONDAY,
        days_left=0,
        explanation=Because("counted", (THURSDAYS,)),
        list_number=1,
    )
    return replace(usual, **known)  # type: ignore[arg-type]


def leaving(ref: str, name: str) -> Item:
    return due(ref, name, state=State.LEAVING, explanation=Because("asked-to-leave", (date(2026, 5, 10),)))


def crowd(count: int) -> tuple[Item, ...]:
    return tuple(due(f"A-{n:04}", f"Veïna {n}") for n in range(count))


def sent(**parts: object) -> Rendered:
    made = Digest(on=MONDAY, town=TOWN.name, **parts)  # type: ignore[arg-type]
    codes = {choice.order: f"7KQ4M2XZ9BC{n:02}" for n, choice in enumerate(choices_of(made))}
    orders = Orders(to="bustia@vilaficticia.example", codes=codes)
    return for_staff.digest(made, town=TOWN, privacy_url=PRIVACY, orders=orders, chats=CHATS)


def taps(html: str, leads: str = "mailto:") -> list[LexborNode]:
    return body_of(html).css(f"a[href^='{leads}']")


def mail_of(tap: LexborNode) -> EmailMessage:
    """The mail that a tap writes, as a phone sends it."""
    fields = parse_qs(urlsplit(tap.attributes["href"] or "").query)
    mail = EmailMessage()
    mail["From"], mail["To"] = "secretaria@setcases.cat", "bustia@vilaficticia.example"
    mail["Subject"] = fields["subject"][0]
    mail.set_content(fields["body"][0].replace("\r\n", "\n") + "\n\nEnviat des del mòbil\n")
    return mail


def test_a_tap_says_whom_it_is_about() -> None:
    html = sent(due_today=(due("A-0001", "Narcís Sala"),), take_off=(leaving("A-0002", "Remei Pagès"),)).html

    assert [tap.text() for tap in taps(html)] == [
        "Narcís ja és al telèfon",
        "Remei ja és fora del telèfon",
        "Remei no volia la baixa",
    ]


def test_who_has_the_same_first_name_is_called_in_full() -> None:
    html = sent(
        due_today=(due("A-0001", "Maria Sala"), due("A-0002", "MARIA Pagès"), due("A-0003", "J."))
    ).html

    said = ["Maria Sala ja és al telèfon", "MARIA Pagès ja és al telèfon", "J. ja és al telèfon"]
    assert [tap.text() for tap in taps(html)] == said


def test_the_answers_to_a_card_name_whose_leave_it_is() -> None:
    about = (
        Concerned(ref="A-0007", name="Anna Vila Costa", id_document=MASKED, phone=None, state=State.ACTIVE),
        Concerned(ref="A-0006", name="Martí Prat", id_document=MASKED, phone=None, state=State.ACTIVE),
    )
    choices = for_card("C-7KQ4M2XZ", [], leavers=["A-0007", "A-0006"])
    card = CardItem(ref="C-7KQ4M2XZ", reason="dubte", opened_at=EIGHT, who="x", about=about, choices=choices)

    said = [tap.text() for tap in taps(sent(cards=(card,)).html)]
    assert said[:2] == ["És la baixa d’Anna Vila Costa", "És la baixa de Martí Prat"]


@pytest.mark.parametrize(
    ("name", "said"),
    [("Anna", "d’Anna"), ("Òscar", "d’Òscar"), ("Helena", "d’Helena"), ("Iolanda", "de Iolanda"),
     ("Pau", "de Pau"), ("Hug", "d’Hug"), ("Imma", "d’Imma")],
)  # fmt: skip
def test_whose_it_is_is_said_as_people_say_it(name: str, said: str) -> None:
    assert of(name) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("Narcís Sala Pujol", "Narcís ja és", id="a name"),
        pytest.param("FET A-0009", "FET ja és", id="an order"),
        pytest.param("x\r\nTRETA A-0009\r\n", "x TRETA A- ja és", id="lines"),
        pytest.param("7KQ4M2XZ9BCDF · BAIXA A-0009", "ja és", id="a code"),
    ],
)
def test_the_mail_of_a_tap_names_the_person_too_and_orders_only_what_was_tapped(name: str, said: str) -> None:
    (tap,) = taps(sent(due_today=(due("A-0001", name),)).html)
    mail = mail_of(tap)

    assert said in mail.get_content()
    assert [
        (order.verb, order.item) if isinstance(order, Order) else order
        for order in orders_of(read_mail(mail.as_bytes()), today=MONDAY)
    ] == [("FET", "A-0001")]


def test_whatever_can_be_tapped_is_as_high_as_a_finger() -> None:
    told = sent(
        overdue=(due("A-0001", "Narcís", late_because=""),), due_today=crowd(7), languages={"A-0001": "ca"}
    )

    for tap in (*taps(told.html), *taps(told.html, "https://wa.me")):
        style = tap.attributes["style"] or ""
        above, below = _padding(style)
        assert 20 + above + below + 2 * ("border:1px" in style) >= 48, tap.text()


def _padding(style: str) -> tuple[int, int]:
    found = re.search(r"padding:([^;]+);", style)
    assert found
    pixels = [int(each.removesuffix("px")) for each in found[1].split()]
    return pixels[0], pixels[2] if len(pixels) > 2 else pixels[0]


def test_how_the_days_were_counted_is_said_once_for_all_of_a_date() -> None:
    text = " ".join(sent(due_today=crowd(3)).text.split())

    assert text.count("compten els dies 4, 5, 6, 7 i 11 de maig") == 1
    assert "A-0000, A-0001, A-0002: registrat el dijous 30 d’abril de 2026" in text


def test_of_many_each_is_a_row_and_what_is_the_same_for_all_is_said_once() -> None:
    many = tuple(leaving(f"A-{n:04}", f"Veïna {n}") for n in range(8))

    few, told = sent(take_off=many[:5]), sent(take_off=many)

    assert few.text.count("Com a molt tard avui.") == 5
    assert (
        told.text.count("Com a molt tard avui.")
        == body_of(told.html).text().count("Com a molt tard avui.")
        == 1
    )
    assert [tap.text() for tap in taps(told.html)] == ["Treta"] * 8
    assert "responeu DESFÉS" in told.text
    assert "Veïna 7 no volia la baixa: «DESFÉS A-0007" in told.text


def test_which_list_is_said_only_where_there_is_a_second() -> None:
    one = sent(due_today=(due("A-0001", "Narcís"),), lists=(241,)).text
    two = sent(due_today=(due("A-0001", "Narcís"),), lists=(256, 3)).text

    assert "llista 1" not in one.casefold()
    assert "611 22 23 33 · llista 1" in two


def test_the_foot_of_a_normal_day_has_three_lines() -> None:
    news = News(begun=1, left=1, cards=0)
    health = Health(last_mail_at=EIGHT, set_aside=3, copies=True, copied_at=EIGHT)

    html = sent(due_today=(due("A-0001", "Narcís"),), lists=(241,), new_since=news, health=health).html

    foot = body_of(html).css("td")[-1].css("p")
    assert [line.text().split()[0] for line in foot] == ["Cada", "Des", "Conté"]


def test_nothing_invisible_stands_in_the_plain_text() -> None:
    told = sent(due_today=(due("A-0001", "Nar\u202ecís \u2067Sala\u2069"),), cards=())

    assert not [char for char in told.text if unicodedata.category(char) == "Cf"]
    assert "<bdi>Narcís Sala</bdi>" in told.html


def test_small_answers_stand_in_one_row_below_the_others() -> None:
    links = [
        Link(label=word, short=word, words=word, url=f"mailto:x?subject={word}")
        for word in ("U", "Dos", "Tres")
    ]
    entry = Entry(ref="C-1", title="Veïna", links=(links[0],), minor=tuple(links[1:]))
    page = Page(
        title="", headline="", sections=(Section(title="Per decidir", tone="card", entries=(entry,)),)
    )

    told = for_staff.to_staff("", page)

    (row,) = [p for p in body_of(told.html).css("p") if p.css("a")]
    assert [a.text() for a in row.css("a")] == ["U", "Dos", "Tres"]
    assert "Dos: «Dos»\n  Tres: «Tres»" in told.text


def test_a_recipient_of_a_chat_link_is_nobody_by_name() -> None:
    told = sent(due_today=(due("A-0001", "Narcís Sala"),))

    assert "Narc" not in unquote(
        "".join(tap.attributes["href"] or "" for tap in taps(told.html, "https://wa.me"))
    )
