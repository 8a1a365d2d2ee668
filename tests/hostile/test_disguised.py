"""A leave whose words look like others to the eye or to us acts never by itself, and is never passed over."""

from base64 import b64encode

import pytest

from rules.books.decision import Outcome
from tests.daemon.ordering import Office
from tests.daemon.talking import FROM_ROSER

HERS = "Roser Vilalta Camps\n12345678Z\n600 111 222\n"
LEAVES = "Vull donar-me de {} de la llista de WhatsApp de l'Ajuntament."


def struck(word: str, mark: str) -> str:
    return "".join(letter + mark for letter in word)


DISGUISES = [
    pytest.param("\u202eaxiab\u202c", id="written backwards and turned round"),
    pytest.param("\u202ebaixa\u202c", id="turned round to the eye"),
    pytest.param("b\u202ea\u202cixa", id="turned within"),
    pytest.param("b\u202daixa", id="an override within"),
    pytest.param("b\u2067aixa\u2069", id="an isolate within"),
    pytest.param("b\u200baixa", id="a zero-width space"),
    pytest.param("b\u200daixa", id="a joiner"),
    pytest.param("bai\u00adxa", id="a soft hyphen"),
    pytest.param("ba\ufeffixa", id="a byte order mark"),
    pytest.param("ba\U000e0041ixa", id="a tag"),
    pytest.param("\u0412\u0410\u0406\u0425\u0410", id="wholly Cyrillic"),
    pytest.param("b\u0430ix\u0430", id="partly Cyrillic"),
    pytest.param("\u0392\u0391\u0399\u03a7\u0391", id="wholly Greek"),
    pytest.param(struck("baixa", "\u0336"), id="struck out"),
    pytest.param(struck("baixa", "\u0338"), id="crossed out"),
]


@pytest.mark.parametrize("word", DISGUISES)
def test_a_disguised_leave_is_for_a_person(office: Office, word: str) -> None:
    taken = office.mail(f"{LEAVES.format(word)}\n{HERS}", subject="WhatsApp")

    assert taken.decision.outcome is Outcome.CARD
    assert office.states() == ["active", "active"]
    assert office.templates(FROM_ROSER) in ([], ["received"])


@pytest.mark.parametrize("word", DISGUISES)
def test_a_disguised_subject_is_for_a_person(office: Office, word: str) -> None:
    taken = office.mail(HERS, subject=f"{word.upper()} WhatsApp")

    assert taken.decision.outcome is Outcome.CARD
    assert office.states() == ["active", "active"]


@pytest.mark.parametrize(
    ("hidden", "seen"),
    [
        pytest.param('<p style="display:none">{}</p><p>Hola</p>', "Hola", id="not displayed"),
        pytest.param('<p style="color:#fff;background:#fff">{}</p><p>Hola</p>', "Hola", id="white on white"),
        pytest.param('<p style="font-size:0px">{}</p><p>Hola</p>', "Hola", id="of no size"),
        pytest.param("<!-- {} --><p>Hola</p>", "Hola", id="a comment"),
        pytest.param("<p hidden>{}</p><p>Hola</p>", "Hola", id="hidden"),
        pytest.param('<p style="opacity:0">{}</p><p>Hola</p>', "Hola", id="transparent"),
        pytest.param('<p style="position:absolute;left:-9999px">{}</p><p>Hola</p>', "Hola", id="far away"),
        pytest.param("<s>{}</s><p>Hola</p>", "Hola", id="struck out"),
    ],
)
def test_what_is_hidden_on_a_page_takes_nobody_off(office: Office, hidden: str, seen: str) -> None:
    page = hidden.format(f"{LEAVES.format('baixa')} {HERS}")
    raw = (
        f"From: {FROM_ROSER}\r\nTo: info@setcases.cat\r\nSubject: Hola\r\nMessage-ID: <1@x.example>\r\n"
        f"Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>{page}</body></html>"
    )

    office.take(raw.encode())

    assert office.states() == ["active", "active"]


_TEXT = f"{LEAVES.format('baixa')}\n{HERS}"


@pytest.mark.parametrize(
    ("charset", "hidden"),
    [
        pytest.param("utf-7", f"+{b64encode(_TEXT.encode('utf-16-be')).decode().rstrip('=')}-", id="utf-7"),
        pytest.param("unicode_escape", "".join(f"\\u{ord(c):04x}" for c in _TEXT), id="unicode_escape"),
    ],
)
def test_what_a_charset_hides_takes_nobody_off(office: Office, charset: str, hidden: str) -> None:
    assert hidden.encode().decode(charset) == _TEXT
    raw = (
        f"From: {FROM_ROSER}\r\nTo: info@setcases.cat\r\nSubject: Hola\r\nMessage-ID: <1@x.example>\r\n"
        f"Content-Type: text/plain; charset={charset}\r\n\r\n{hidden}"
    )

    office.take(raw.encode())

    assert office.states() == ["active", "active"]


@pytest.mark.parametrize(
    "word",
    [
        pytest.param("".join(chr(ord(letter) + 0xFEE0) for letter in "baixa"), id="fullwidth"),
        pytest.param("\u2066baixa\u2069", id="isolated, as programs write names"),
        pytest.param("BAIXA", id="as it is"),
    ],
)
def test_what_everybody_reads_as_a_leave_is_one(office: Office, word: str) -> None:
    office.mail(f"{LEAVES.format(word)}\n{HERS}", subject="WhatsApp")

    assert office.states() == ["leaving", "active"]


def test_a_number_in_the_marks_that_phones_copy_it_with_is_no_disguise(office: Office) -> None:
    office.mail(f"{LEAVES.format('baixa')}\nRoser Vilalta\n12345678Z\n\u202d+34 600 111 222\u202c\n")

    assert office.states() == ["leaving", "active"]
