"""A line orders something where it begins with an order word and plainly names what it is about."""

from datetime import date

import pytest

from rules.staff.grammar import FORMS, Form, Order, Verb
from rules.staff.orders import MOST_ORDERS, read_orders

MONDAY = date(2026, 11, 9)


def read(text: str, subject: str = "") -> list[str]:
    """Each order as it was understood, and each line that was meant as one, with a question mark."""
    lines = read_orders(subject, text, today=MONDAY)
    return [line.standard_form if isinstance(line, Order) else f"? {line.line}" for line in lines]


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        pytest.param("FET A-0042", ["FET A-0042"], id="a reference"),
        pytest.param("fet 12, 14 i 15", ["FET A-0012", "FET A-0014", "FET A-0015"], id="bare numbers"),
        pytest.param("TRETES A-0012 A-0013", ["TRETA A-0012", "TRETA A-0013"], id="plural, by spaces"),
        pytest.param("Activada a-42", ["FET A-0042"], id="another word, small letters, no zeros"),
        pytest.param(
            "FET A-0042, 13 i 14 ahir", [f"FET A-00{n} 08/11/2026" for n in (42, 13, 14)], id="mixed"
        ),
        pytest.param("FET A-0042 7/11", ["FET A-0042 07/11/2026"], id="a day"),
        pytest.param("FET A-0042 30/11", ["FET A-0042 30/11/2025"], id="a day is the last such one"),
        pytest.param("FET 7/11 A-0042", ["FET A-0042 07/11/2026"], id="the day first"),
        pytest.param("TRETA A-0042 el 7 de novembre", ["TRETA A-0042 07/11/2026"], id="a day in words"),
        pytest.param("Treta 612 345 678", ["TRETA +34612345678"], id="a mobile"),
        pytest.param("FET 12345678Z", ["FET 12345678Z"], id="a document"),
        pytest.param("Desfés A-0007", ["DESFÉS A-0007"], id="an accent"),
        pytest.param("aplica c-7kq4m2xz", ["APLICA C-7KQ4M2XZ"], id="a case"),
        pytest.param("- FET A-0042\n1) TRETA A-0043", ["FET A-0042", "TRETA A-0043"], id="a list"),
        pytest.param("FET A-0042 · DNI ***4567**", ["FET A-0042"], id="pasted from the digest"),
        pytest.param(
            "Bon dia,\nFET A-0042\nGràcies\nFET A-0043",
            ["FET A-0042", "? FET A-0043"],
            id="nothing past the closing",
        ),
        pytest.param("Bon dia, FET 28", ["FET A-0028"], id="greeted in the same line"),
        pytest.param("Hola Marta! Fet A-0042", ["FET A-0042"], id="greeted by name"),
        pytest.param("FET 12 i 14, moltes gràcies!", ["FET A-0012", "FET A-0014"], id="with thanks"),
        pytest.param(
            "FET A-0042\nBaixa d'en Pau\nFET 43",
            ["FET A-0042", "? Baixa d'en Pau", "FET A-0043"],
            id="in the order of the lines",
        ),
        pytest.param("AJUDA", ["AJUDA"], id="help"),
        pytest.param("Recompte del telèfon", ["RECOMPTE"], id="a recount, of what"),
        pytest.param("Recompte de vots", [], id="another recount"),
        pytest.param("FET A-0042 i TRETA A-0007", ["FET A-0042", "TRETA A-0007"], id="two orders in a line"),
        pytest.param("TRETA 7; FET A-42, A-43", ["TRETA A-0007", "FET A-0042", "FET A-0043"], id="and lists"),
        pytest.param("A-0042 fet", ["FET A-0042"], id="the reference first"),
        pytest.param(
            "A-0042 i A-0043: fetes 7/11", [f"FET A-004{n} 07/11/2026" for n in (2, 3)], id="several"
        ),
        pytest.param("fet nº 12", ["FET A-0012"], id="with a number sign"),
        pytest.param("Fets els 12 i 14", ["FET A-0012", "FET A-0014"], id="with articles"),
        pytest.param("FETES 12,14", ["FET A-0012", "FET A-0014"], id="without a space"),
        pytest.param("FET A 0042", ["FET A-0042"], id="a space for the dash"),
        pytest.param(
            "corregeix el nom de A-0042: Mar Pi", ["CORREGEIX A-0042 nom Mar Pi"], id="the field first"
        ),
        pytest.param("Resum, sisplau", ["RESUM"], id="politely"),
        pytest.param("apartats", ["APARTATS"], id="the mails set aside"),
        pytest.param("Nostre m-12 i M-0015, el de la baixa", ["NOSTRE M-12", "NOSTRE M-15"], id="two mails"),
        pytest.param("FET A-0042 si us plau", ["FET A-0042"], id="politely, beside a reference"),
        pytest.param("FET A-0042, sí.", ["FET A-0042"], id="with a yes"),
        pytest.param("TRETA A-0042 tret avui", ["TRETA A-0042 09/11/2026"], id="said twice"),
        pytest.param("FET sí, A-0042 i A-0043", ["FET A-0042", "FET A-0043"], id="with a yes before"),
        pytest.param("FET A-0042 si", ["FET A-0042"], id="with a yes without its accent"),
    ],
)
def test_orders_are_read_from_a_clerks_lines(text: str, orders: list[str]) -> None:
    assert read(text) == orders


@pytest.mark.parametrize(
    "line",
    [
        "FET A-0042 7",
        "FET A-0042 el dia 7",
        "FET 12-14",
        "FET 12 a 14",
        "FET A-0042 a A-0045",
        "FET A-0042..45",
        "FET A-0042 el dilluns",
        "FET A-0042 i potser A-0043",
        "TRETES totes",
        "BAIXA 12345678Z",
        "Fet 3 fotocòpies",
        "FET A-0042 encara no",
        "FET A-0042 si us ho demana",
        "FET A-0042 si ve a signar",
        "FET A-0042 menys el 14",
        "FET A-0042?",
        "FET A-0042 12/12/2026",
        "FET A-0042 7/11 8/11",
        "APLICA C-7KQ4M2XZ 7/11",
        "APLICA C-7KQ4M2XZ DNI 23456789D mòbil 600333444",
        "AJORNA C-7KQ4M2XZ 1/1/2099",
        "FET la Marta 12 13/14",
        "No FET A-0042",
        "Ja he fet A-0042",
    ],
)
def test_what_is_not_plain_is_no_order_and_is_said(line: str) -> None:
    assert read(line) == [f"? {line}"]


@pytest.mark.parametrize(
    ("below", "is_held"),
    [
        ("perdó, no: A-0020", True),
        ("perdó, la 20", True),
        ("no, la A-0020", True),
        ("m'he equivocat, és A-0020", True),
        ("ai, no: A-0020", True),
        ("no! A-0020", True),
        ("perdó no, A-0020", True),
        ("rectifico: A-0020", True),
        ("Perdoneu les molèsties", False),
        ("Perdó, vaig tard.", False),
        ("Perdó, m'havia deixat aquesta:\nTRETA A-0020", False),
        ("Perdó, també BAIXA A-0020", False),
        ("Hi havia un error al telèfon, ja funciona.", False),
        ("AVÍS: Si heu rebut aquest missatge per equivocació, feu-nos-ho saber.", False),
        ("No hem pogut treure A-0020", False),
        ("DESFÉS A-0020, m'he equivocat", False),
    ],
)
def test_a_line_that_corrects_the_one_above_it_holds_that_back(below: str, is_held: bool) -> None:
    first, second, *_ = read(f"FET A-0003\nBAIXA A-0019\n{below}")

    assert first == "FET A-0003"
    assert second == ("? BAIXA A-0019" if is_held else "BAIXA A-0019")


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        pytest.param("TRETA A-0014 era un error", ["? TRETA A-0014 era un error"], id="off"),
        pytest.param("BAIXA A-0014, m'he equivocat", ["? BAIXA A-0014, m'he equivocat"], id="a leave"),
        pytest.param("FET A-0014 és una errada", ["? FET A-0014 és una errada"], id="on"),
        pytest.param("DESFÉS A-0014 era un error", ["DESFÉS A-0014"], id="taken back"),
        pytest.param("DESFÉS A-0014, m’he equivocat", ["DESFÉS A-0014"], id="taken back, excused"),
        pytest.param("DESFÉS A-0014 per error", ["DESFÉS A-0014"], id="taken back, by error"),
        pytest.param("M'he equivocat.\nDESFÉS A-0014", ["DESFÉS A-0014"], id="excused above"),
        pytest.param(
            "DESFÉS A-0014\nPerdó, m'he equivocat de persona.", ["DESFÉS A-0014"], id="excused below"
        ),
        pytest.param(
            "DESFÉS A-0014 no, espereu", ["? DESFÉS A-0014 no, espereu"], id="held back all the same"
        ),
    ],
)
def test_a_mistake_holds_back_every_order_but_the_one_that_mends_it(text: str, orders: list[str]) -> None:
    assert read(text) == orders


def test_a_line_that_is_none_holds_back_what_it_speaks_of_and_nothing_else() -> None:
    found = read("FET 12, 14\nEspereu amb la A-0014\nTRETA A-0007")

    assert found == ["FET A-0012", "? FET 12, 14", "? Espereu amb la A-0014", "TRETA A-0007"]


def test_beside_an_order_every_line_that_may_wait_for_an_answer_gets_one() -> None:
    found = read(
        "Bon dia,\nFET 12\nEl Joan diu que vol la baixa, què faig?\nFET la Roser de cal Pep\nfins demà!"
    )

    assert found == ["FET A-0012", "? El Joan diu que vol la baixa, què faig?", "? FET la Roser de cal Pep"]


@pytest.mark.parametrize(
    ("line", "orders"),
    [
        ("fitxa joan garcia puig", ["FITXA"]),
        ("fitxa 41009597", ["? fitxa 41009597"]),
        ("Fitxa tècnica de la caldera", []),
    ],
)
def test_a_record_is_asked_for_in_small_letters_too(line: str, orders: list[str]) -> None:
    assert read(line) == orders


@pytest.mark.parametrize(
    ("subject", "text", "orders"),
    [
        pytest.param("FET A-0042 · 7KQ4M2XZB3D5F", "", ["FET A-0042"], id="a link"),
        pytest.param("fet A-0042", "Enviat des del meu iPhone", ["FET A-0042"], id="a telephone's foot"),
        pytest.param("Re: FET A-0042", "segur?", [], id="somebody answers an order"),
        pytest.param("Re: FET A-0042", "", [], id="or sends it back"),
        pytest.param("FET A-0042", "Espereu, encara no hi és", ["? FET A-0042"], id="held back beside it"),
        pytest.param(
            "Ordre: C-7KQ4M2XZ", "APLICA C-7KQ4M2XZ", ["APLICA C-7KQ4M2XZ"], id="a subject names it"
        ),
        pytest.param("[EXTERN] FET A-0042", "", ["FET A-0042"], id="a gateway's tag"),
        pytest.param(
            "RESUM",
            "Marta Puig Vila\nSecretària\nAjuntament de Setcases\nTel. 972 136 089",
            ["RESUM"],
            id="with a signature that nothing marks",
        ),
        pytest.param(
            "Resum", "Us passo el resum de la reunió de dimarts amb els veïns", [], id="another summary"
        ),
        pytest.param(
            "", "«FET A-0042 · 7KQ4M2XZB3D5F»", ["? «FET A-0042 · 7KQ4M2XZB3D5F»"], id="with our marks"
        ),
        pytest.param("Re: 2 vençudes", "FET 12", ["FET A-0012"], id="a reply to the digest"),
        pytest.param("FET A-0042", "FET A-0042", ["FET A-0042"], id="said twice, done once"),
        pytest.param("fet", "FET D-2", ["FET D-0002"], id="its word alone above it"),
        pytest.param("Feta!", "Gràcies\nFET A-0042", ["FET A-0042"], id="another form of the word"),
        pytest.param("treta", "FET A-0042", ["? treta", "FET A-0042"], id="the word of another order"),
    ],
)
def test_a_subject_orders_only_where_it_answers_nothing(subject: str, text: str, orders: list[str]) -> None:
    assert read(text, subject) == orders


@pytest.mark.parametrize(
    ("subject", "text", "own"),
    [
        pytest.param("", "Bon dia,\n\nFET 1\nTRETA 2", [True, True], id="below a greeting"),
        pytest.param("", "Hola a totes!\nBAIXA A-1", [True], id="another"),
        pytest.param("", "Buenos días, Marta:\nBAIXA A-1", [True], id="in Spanish"),
        pytest.param("", "Bon dia, rebut.\nBAIXA A-1", [False], id="that says more"),
        pytest.param("", "Hola, resposta del Pere:\nBAIXA A-1", [False], id="that heads"),
        pytest.param("", "FET 1\nBon dia,\nBAIXA A-2", [True, False], id="that is not the first line"),
        pytest.param("", "FET 1\nEns demanen\nBAIXA A-2", [True, False], id="below words"),
        pytest.param("", "FITXA Pere Vall:\nBAIXA A-2", [True, False], id="below a heading that asks"),
        pytest.param("", "Fet.\n\nBAIXA A-2", [False], id="below a word that names nothing"),
        pytest.param("", "FET A-1\nTREATA A-0003\nTRETA A-2", [True, True], id="below an order misspelled"),
        pytest.param("", "Cas C-7KQ4M2XZ\nTRETA A-2", [False], id="below what names a case"),
        pytest.param("", "Teta la fitxa A-0003\nTRETA A-2", [False], id="below more than that"),
        pytest.param("", "Resposta A-0003\nTRETA A-2", [False], id="below what names a record"),
        pytest.param("", "En Pere demana A-0003\nTRETA A-2", [False], id="below words of a record"),
        pytest.param("", "Us adjunto els contactes\nRECOMPTE", [True], id="what only asks"),
        pytest.param("FET A-1", "Gràcies!\nMarta Coll", [True], id="a subject above courtesy"),
        pytest.param("FET A-1", "Truqueu-nos, Pere", [False], id="above words to another"),
        pytest.param("[EXTERN] FET A-1", "", [False], id="below a gateway's tag"),
        pytest.param("BAIXA A-1", "", [False], id="that takes away"),
        pytest.param("BAIXA A-1", "BAIXA A-1", [True], id="said in the text too"),
    ],
)
def test_where_it_stands_tells_whose_an_order_is(subject: str, text: str, own: list[bool]) -> None:
    lines = read_orders(subject, text, today=MONDAY)
    assert [one.is_own for one in lines if isinstance(one, Order)] == own


@pytest.mark.parametrize(
    ("subject", "text", "code", "line"),
    [
        ("FET A-0042 · 7KQ4M2XZB3D5F", "", "7KQ4M2XZB3D5F", "FET A-0042"),
        ("", "fet a-0042 7kq4m2xzb3d5f", "7KQ4M2XZB3D5F", "fet a-0042"),
        ("FET A-0042 Â· 7KQ4M2XZB3D5F", "", "7KQ4M2XZB3D5F", "FET A-0042"),
        ("FET A-0042 ? 7KQ4M2XZB3D5F", "", "7KQ4M2XZB3D5F", "FET A-0042"),
        ("", "FET A-0042 · k7d2", "K7D2", "FET A-0042"),
        ("", "FET A-0042 · 7KQ4M2XZB3D5F 7/11", "7KQ4M2XZB3D5F", "FET A-0042 7/11"),
        ("", "MOTIU A-0042 7kq4m2xzb3d5f, fora", "7KQ4M2XZB3D5F", "MOTIU A-0042 , fora"),
        ("", "FET A-0042 · DNI ***4567**", None, "FET A-0042 · DNI ***4567**"),
    ],
)
def test_a_code_is_parted_from_its_order(subject: str, text: str, code: str | None, line: str) -> None:
    (order,) = read_orders(subject, text, today=MONDAY)
    assert isinstance(order, Order)
    assert (order.code, order.line) == (code, line)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("", "DESCARTA C-7KQ4M2XZ perquè era una prova"),
        ("DESCARTA C-7KQ4M2XZ · 7KQ4M2XZB3D5F", "Motiu: era una prova"),
        ("Descarta C-7KQ4M2XZ", "era una prova\n\nAtentament,\nMarta"),
        ("", "DESCARTA C-7KQ4M2XZ · 7KQ4M2XZB3D5F era una prova"),
        ("", "DESCARTA C-7KQ4M2XZ · 7KQ4M2XZB3D5F i el motiu: era una prova"),
    ],
)
def test_a_reason_stands_in_the_line_or_under_the_subject(subject: str, text: str) -> None:
    (order,) = read_orders(subject, text, today=MONDAY)
    assert isinstance(order, Order)
    assert (order.verb, order.text) == (Verb.DISCARD, "era una prova")


LONG = "La brigada ha tret l'arbre de la carretera de Vallter. Ara ja s'hi pot passar,\nperò a poc a poc."
LONGER = "\n".join([LONG] * 12)


@pytest.mark.parametrize(
    ("subject", "text", "told"),
    [
        pytest.param("", f"RESPON C-7KQ4M2XZ {LONG}", LONG, id="a line that a mail program broke"),
        pytest.param("", f"RESPON C-7KQ4M2XZ\n{LONG}\n\nMarta", LONG, id="below its order"),
        pytest.param("", f"RESPON C-7KQ4M2XZ {LONG}\nFET A-0042", LONG, id="up to the next order"),
        pytest.param("", f"INCIDÈNCIA {LONG}", LONG, id="a clerk's note"),
        pytest.param("", f"RESPON C-7KQ4M2XZ {LONGER}", LONGER, id="however long it is"),
        pytest.param("RESPON C-7KQ4M2XZ · 7KQ4M2XZB3D5F", LONGER, LONGER, id="a tap"),
    ],
)
def test_nobody_is_told_half_a_sentence(subject: str, text: str, told: str) -> None:
    order, *_ = read_orders(subject, text, today=MONDAY)
    assert isinstance(order, Order)
    assert order.text.rstrip(".") == " ".join(told.split()).rstrip(".")


def test_the_words_that_ask_for_a_reason_are_none() -> None:
    (order,) = read_orders("", "DESCARTA C-7KQ4M2XZ · 7KQ4M2XZB3D5F i el motiu", today=MONDAY)
    assert isinstance(order, Order)
    assert order.text == ""


def test_a_name_with_a_geminate_l_is_kept_whole() -> None:
    (order,) = read_orders("", "ALTA Gal·la Pi Coll, 34567890V, 622333444", today=MONDAY)
    assert isinstance(order, Order)
    assert order.deposit is not None
    assert order.deposit.person.name == "Gal·la Pi Coll"


@pytest.mark.parametrize(
    "text",
    [
        "Tanca el cas: «DESCARTA C-7KQ4M2XZ · 7KQ4M2XZB3D5F» i el motiu",
        "FET A-0007 (al costat de «Canal Jove» hi posa «DESFÉS A-0042 · 7KQ4M2XZB3D5F»)",
        "Gràcies a tothom\nAjuntament de Setcases · Resum del dilluns 9 de novembre de 2026\nFET A-0042",
        "Ajuntament de Setcases · Resposta a les vostres ordres\nFET A-0042",
    ],
)
def test_what_we_wrote_ourselves_is_no_order(text: str) -> None:
    assert read(text) == []


def test_nobody_gets_more_done_by_one_mail_than_can_be_answered() -> None:
    lines = read("\n".join(f"FET {n}" for n in range(1, 2000)))
    assert len(lines) == MOST_ORDERS + 1
    assert lines[-1] == f"? FET {MOST_ORDERS + 1}"


@pytest.mark.parametrize("form", FORMS, ids=[form.verb.value for form in FORMS])
def test_every_example_of_the_help_is_an_order(form: Form) -> None:
    for example in form.example.split(" · "):
        lines = read_orders("", example, today=MONDAY)
        assert lines
        assert all(isinstance(line, Order) and line.verb is form.verb for line in lines)
