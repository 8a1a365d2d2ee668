"""Mail in any alphabet, and words said over and over: a second at most, and time in step with length."""

from collections.abc import Callable
from time import thread_time
from typing import Final

import pytest

from daemon.letters.sentences import in_catalan
from rules.books.decision import Decision, Outcome
from rules.books.facts import Facts
from rules.books.policy import decide
from rules.evidence import evidence
from rules.findings import Doubt
from rules.mail.mail import read_mail
from rules.mail.message import Incoming
from rules.text.folding import LONGEST_TEXT, clean, fold, is_cut, normalized
from tests.processor import forget, within
from tests.rules.messages import TOWN, mail, raw, read
from tests.rules.persons import NOW

_LETTERS: Final = 60_000
_FIELD: Final = 2_400
"""Letters of a field: what is longer than its cap makes the whole mail unreadable."""
_MARKS: Final = "\u0316\u0301"
"""Two marks in the order that Unicode turns round."""

ALPHABETS: Final = {
    "eighteen letters in one": "\ufdfa",
    "eight letters in one": "\ufdfb",
    "six letters in one": "\u3316",
    "three letters in one": "\ufb2c",
    "fractions": "\u00bd ",
    "marks": f"b{_MARKS}",
    "marks on one letter": _MARKS,
    "marks of half a width": "\uff9e\u0301",
    "marks that are two": "\u0f73",
    "struck out": "b\u0336a\u0336",
    "Cyrillic": "съешь же ещё этих мягких французских булок ",
    "Cyrillic that looks Latin": "сосна росы ",
    "Cyrillic without spaces": "ж",
    "Arabic": "نص حكيم له سر قاطع ",
    "Greek": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία ",
    "Hebrew": "דג סקרן שט בים מאוכזב ",
    "Hindi": "ऋषियों को सताने वाले ",
    "Thai": "เป็นมนุษย์สุดประเสริฐ",
    "Korean": "다람쥐 헌 쳇바퀴에 ",
    "Chinese": "天地玄黃宇宙洪荒",
    "Vietnamese": "ếệộ ",
    "nothing that is seen": "\u200b",
    "unseen in words": "ba\u200bixa ",
    "turned round": "\u202eaxiab\u202c ",
    "two alphabets in a word": "b\u0430ix\u0430 ",
    "alphabets in turn": "б a ж ",
    "Arabic digits": "٦٠٠١١١٢٢٢ ",
    "mathematical digits": "𝟔𝟎𝟎",
    "circled digits": "①②③",
    "pictures": "👨‍👩‍👧‍👦",
    "flags": "🇪🇸",
    "euros": "€",
}
SAID: Final = (
    *(
        "no ",
        "si ",
        "DNI ",
        "6",
        "6 ",
        "baixa ",
        "\n",
        ">",
        "> \n",
        "a.",
        "a|",
        "M'",
        "Nom: ",
        "l'",
        "1/1/26 ",
    ),
    *("lleveu-me ", "si us plau lleveu-me ", "em podeu treure ", "doneu-me de baixa? "),
    *("rebem ", "vull rebre la llista ", "deixo la llista ", "si us plau dona de baixa "),
    *("gracies ", "treure'm ", "soc ", "em dic ", "no em doneu de baixa ", "12/5/26, 18:04 - Pia: ALTA\n"),
)


def repeated(atom: str, length: int = _LETTERS) -> str:
    return (atom * (length // len(atom) + 1))[:length]


def as_text(text: str) -> bytes:
    return raw("Content-Type: text/plain; charset=utf-8", "Subject: BAIXA WhatsApp", body=text)


def as_page(text: str) -> bytes:
    return raw(
        "Content-Type: text/html; charset=utf-8",
        "Subject: BAIXA WhatsApp",
        body=f"<html><p>{text}</p></html>",
    )


def as_subject(text: str) -> bytes:
    return raw(f"Subject: BAIXA {text[:_FIELD]}", body="12345678Z 600111222")


def as_sender(text: str) -> bytes:
    return raw(sender=f'"{text[:_FIELD]}" <pia@bustia.example>', body="Vull la baixa del WhatsApp")


def as_file(text: str) -> bytes:
    name = f'Content-Disposition: attachment; filename="{text[:600]}"'
    parts = f"--b\n\nVull la baixa del WhatsApp\n--b\nContent-Type: text/plain\n{name}\n\nx\n--b--\n"
    return raw("Content-Type: multipart/mixed; boundary=b", body=parts)


def explained(data: bytes) -> Decision:
    """What becomes of the mail, and where in it that was read."""
    message = read_mail(data)
    reading = read(message, TOWN)
    evidence(Incoming(mail=message, town=TOWN), reading, [*map(in_catalan, reading.reasons)])
    return decide(reading, Facts(received_at=NOW, sender=message.sender))


@pytest.mark.parametrize("place", [as_text, as_page])
@pytest.mark.parametrize("name", ALPHABETS)
def test_any_alphabet_is_read_within_a_second(name: str, place: Callable[[str], bytes]) -> None:
    data = place(repeated(ALPHABETS[name]))

    decision = within(1.0, name, lambda: explained(data))

    assert decision.outcome is not Outcome.DONE


@pytest.mark.parametrize("place", [as_subject, as_sender, as_file])
@pytest.mark.parametrize(
    "name", ["eighteen letters in one", "marks on one letter", "Cyrillic", "unseen in words"]
)
def test_any_alphabet_is_read_within_a_second_beside_the_text(
    name: str, place: Callable[[str], bytes]
) -> None:
    data = place(repeated(ALPHABETS[name]))

    decision = within(1.0, name, lambda: explained(data))

    assert decision.outcome is not Outcome.DONE


@pytest.mark.parametrize("atom", SAID)
def test_what_is_said_over_and_over_is_read_within_a_second(atom: str) -> None:
    data = as_text(repeated(atom, 2 * LONGEST_TEXT))

    decision = within(1.0, atom, lambda: explained(data))

    assert decision.outcome is not Outcome.DONE


def seconds(data: bytes) -> float:
    """The least processor time of three readings."""
    took = []
    for _ in range(3):
        forget()
        began = thread_time()
        explained(data)
        took.append(thread_time() - began)
    return min(took)


@pytest.mark.parametrize(
    "atom",
    [
        "\ufdfa",
        _MARKS,
        ALPHABETS["Cyrillic"],
        "gracies ",
        "lleveu-me ",
        "1/1/26 ",
        "soc ",
        "treure'm ",
        "rebem ",
    ],
)
def test_twice_the_letters_take_twice_the_time(atom: str) -> None:
    explained(as_text(atom))
    once, twice = (seconds(as_text(repeated(atom, letters))) for letters in (25_000, 50_000))

    assert twice < 2.5 * once + 0.02


def test_what_becomes_too_long_to_be_read_is_for_a_person() -> None:
    data = "Vull donar-me de baixa del WhatsApp. 12345678Z, 600 111 222. "
    filler = "\ufdfa" * (LONGEST_TEXT // 18)
    shorter = read(mail(body=data), TOWN)
    message = mail("Content-Type: text/plain; charset=utf-8", body=f"{data}{filler} Res, no em tragueu.")

    assert Doubt.TRUNCATED not in shorter.doubts
    assert Doubt.TRUNCATED in read(message, TOWN).doubts


def test_a_text_is_cut_where_what_it_becomes_is() -> None:
    assert not is_cut("a" * LONGEST_TEXT)
    assert is_cut("a" * LONGEST_TEXT + "a")
    assert is_cut("\ufdfa" * (LONGEST_TEXT // 18 + 1))
    assert len(clean("\ufdfa" * LONGEST_TEXT)) == LONGEST_TEXT


def test_thirty_marks_stand_on_a_letter_and_no_more() -> None:
    assert len(normalized("NFC", "a" + _MARKS * 15)) <= 31
    assert normalized("NFC", "a" + _MARKS * 15) == normalized("NFC", "a" + _MARKS * 5_000)
    assert normalized("NFC", "e\u0301" * 100) == "é" * 100
    assert normalized("NFC", "🎉" * 100) == "🎉" * 100


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ΑΒΓ Ё й", "αβγ е и"), ("İstanbul", "istanbul"), ("Ünïcode €", "unicode €"), ("가", "\u1100")],
)
def test_folding_keeps_the_length(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert len(folded) == len(text)
