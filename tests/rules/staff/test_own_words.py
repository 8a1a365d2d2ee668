"""Which lines may begin another's words, and which are a clerk's own."""

from datetime import date

import pytest

from rules.findings import Because
from rules.mail.mail import read_mail
from rules.staff.grammar import Order, Unread
from rules.staff.orders import orders_of, read_orders
from rules.staff.own_words import heads, may_begin, parted, says_who
from tests.rules.messages import mail, raw

MONDAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    "line",
    [
        "Pere Vall escribió:",
        "Pere Vall va escriure: ",
        "*Pere Vall* wrote on 04/05/2026 10:12",
        "El 4/5/26 a les 10.12, en Pere diu:",
        "2026/05/04 10:12, Pere Vall:",
        "Fet Vall escribió:",
        "Pere Vall ha escrit",
        "De: Pere Vall",
        "*From:* Pere Vall",
        "-----Missatge original-----",
    ],
)
def test_a_line_tells_who_wrote_what_stands_below(line: str) -> None:
    assert says_who(line)
    assert heads(line)
    assert may_begin(line)


@pytest.mark.parametrize(
    "line",
    [
        "Assumpte: BAIXA A-0001",
        "        Para:   Secretaria",
        "             <pere@veins.example>                    To",
        "                                                     Subject",
        "pere@veins.example",
        "________________________________",
        "----- Original -----",
    ],
)
def test_a_line_may_be_of_another_mails_heading(line: str) -> None:
    assert may_begin(line)
    assert not says_who(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Bon dia,",
        "FET A-0042",
        "FET 12, 14 i 15",
        "Avui hem fet:",
        "FET A-0042 7/11",
        "CONSENTIMENT Mar Pi Coll, 12345678Z, 612345678, E/000123-2026, 4/11/2026",
        "DESCARTA C-7KQ4M2XZ ho ha demanat pere@veins.example",
        "Motiu: era una prova",
        "-- ",
    ],
)
def test_a_clerks_own_line_begins_nothing(line: str) -> None:
    assert not may_begin(line)


def test_a_text_is_parted_above_the_first_of_them() -> None:
    assert parted("a\nb\nPere va escriure:\nc") == ("a\nb", "Pere va escriure:\nc")
    assert parted("a\nb") == ("a\nb", "")


def test_an_order_below_another_is_told_of_and_is_none() -> None:
    done, refused = read_orders("", "FET 1\n\nPere va escriure:\nFET 2\nGràcies", today=MONDAY)

    assert isinstance(done, Order)
    assert isinstance(refused, Unread)
    assert (done.item, refused.line, refused.is_plain) == ("A-0001", "FET 2", True)
    assert refused.why == Because("below-anothers-words")


@pytest.mark.parametrize(
    "below", ["TRETA 18", "Treta 18 i A-0019, gràcies", "- treta 18.", "TRETA 18\n\nMarta Coll"]
)
def test_an_order_below_the_closing_is_told_of_and_is_none(below: str) -> None:
    done, *refused = read_orders("", f"TRETA 11\nGràcies!\n{below}", today=MONDAY)

    assert isinstance(done, Order)
    assert done.item == "A-0011"
    assert refused
    for one in refused:
        assert isinstance(one, Unread)
        assert (one.is_plain, one.why) == (True, Because("below-closing"))


@pytest.mark.parametrize(
    "signature",
    [
        "Marta Coll\nOficina d'atenció\nTel. 972 13 60 89",
        "Dades: 612 345 678",
        "Baixa temporal fins al 18",
        "Si heu fet cap pregunta, respon 972136089",
        "El dilluns 9, Pere va escriure:\nTRETA 18",
        "Resolt a Setcases, 12 de novembre",
    ],
)
def test_who_signs_below_the_closing_orders_nothing(signature: str) -> None:
    assert len(read_orders("", f"TRETA 11\nGràcies!\n{signature}", today=MONDAY)) == 1


@pytest.mark.parametrize(
    ("plain", "html", "done"),
    [
        ("FET 1", "<p>FET 1</p>", ["A-0001"]),
        ("FET 1\nFET 2", "<p>FET 1</p><blockquote type='cite'>FET 2</blockquote>", ["A-0001"]),
        ("FET 1", "<p>Hola</p>", []),
        ("", "<p>FET 1</p>", ["A-0001"]),
        ("> FET 1", "<p>FET 1</p>", []),
    ],
)
def test_an_order_stands_in_every_rendering(plain: str, html: str, done: list[str]) -> None:
    body = "".join(
        f"--b\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{text}\r\n"
        for kind, text in (("plain", plain), ("html", html))
    )
    given = read_mail(raw("Content-Type: multipart/alternative; boundary=b", body=f"{body}--b--\r\n"))

    assert [one.item for one in orders_of(given, today=MONDAY) if isinstance(one, Order)] == done


@pytest.mark.parametrize(
    ("body", "done"),
    [
        ("", ["A-0001"]),
        ("Fet avui.\n\nMarta Coll\nsecretaria@vallclara.cat", ["A-0001"]),
        ("Què és això?\n> BAIXA A-0001", []),
        ("Què és això?\n\nDe: Pere\nAssumpte: FET A-0001", []),
    ],
)
def test_a_subject_orders_only_where_it_may_be_of_no_mail_below(body: str, done: list[str]) -> None:
    found = orders_of(mail("Subject: FET A-0001", body=body), today=MONDAY)

    assert [one.item for one in found if isinstance(one, Order)] == done


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ((), ()),
        (("References: <1@a> <2@a>",), ("<2@a>",)),
        (("References: <1@a> <2@a>", "In-Reply-To: <1@a>"), ("<1@a>",)),
    ],
)
def test_a_mail_answers_the_one_that_it_names(fields: tuple[str, ...], answers: tuple[str, ...]) -> None:
    assert mail(*fields).answers == answers


@pytest.mark.parametrize(
    ("to", "cc", "alone"),
    [
        ("info@vallclara.cat", "", True),
        ("Llista <INFO@vallclara.cat>", "bustia@vallclara.cat", True),
        ("info@vallclara.cat, pere@veins.example", "", False),
        ("info@vallclara.cat", "pere@veins.example", False),
        ('info@vallclara.cat, "a b"@veins.example', "", False),
        ("g: info@vallclara.cat, pere@veins.example;", "", False),
        ("=?utf-8?q?=22?= <pere@veins.example>, =?utf-8?q?=22?= <info@vallclara.cat>", "", False),
        ("undisclosed-recipients:;", "", False),
        ("", "", False),
    ],
)
def test_a_mail_is_to_us_alone_where_to_and_cc_name_nobody_else(to: str, cc: str, *, alone: bool) -> None:
    ours = frozenset({"info@vallclara.cat", "bustia@vallclara.cat"})

    assert mail(f"To: {to}", f"Cc: {cc}").is_only_to(ours) is alone
