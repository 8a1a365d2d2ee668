"""A text is cleaned, folded and searched once, and what is made of it is folded as it would be anew."""

import gc
import sys
from collections.abc import Iterable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.mail.mail import read_mail
from rules.text.folding import WRAPPED, clean, fold
from rules.text.tokens import Sentence, Text, together
from tests.rules.messages import TOWN, raw, read

WORDS = st.text(st.sampled_from("aÀç·L’_ \n-0Oñ.,"), max_size=80)
BAIXA = """Bon dia,

Vull donar-me de baixa de la llista de WhatsApp de l’Ajuntament.
Pia Roca Güell, DNI 40312877H, mòbil 692607192.

Moltes gràcies.
"""


@given(WORDS, st.integers(0, 80), st.integers(0, 10))
def test_what_is_filled_is_folded_as_if_it_were_anew(text: str, start: int, length: int) -> None:
    cleaned = Text(text).cleaned
    end = min(len(cleaned), start + length)

    filled = cleaned.filled([(min(start, end), end)])

    assert (len(filled), filled.folded) == (len(cleaned), fold(clean(filled)))


@given(WORDS, WORDS)
def test_two_texts_together_are_folded_as_if_they_were_anew(head: str, text: str) -> None:
    assert together(Text(head), Text(text)).folded == fold(clean(f"{clean(head)}\n{clean(text)}"))


@pytest.mark.parametrize("end", ["paraula", "d'un", "coma,", "punt."])
def test_a_line_that_a_program_broke_is_one_with_the_next(end: str) -> None:
    text = Text(f"{'És una línia llarga, ':é<60}{end}\nque continua")

    assert text.unwrapped == WRAPPED.sub(" ", clean(text))
    assert text.unwrapped.folded == fold(WRAPPED.sub(" ", clean(text)))
    assert ("\n" in text.flowing) is (end == "punt.")


def test_a_text_is_searched_once_for_the_same() -> None:
    looked: list[tuple[str, int]] = []
    text = Text("Hola")

    def look(one: Text, number: int) -> None:
        looked.append((one, number))

    for number in (1, 1, 2):
        text.once(look, number)

    assert looked == [("Hola", 1), ("Hola", 2)]


def test_subject_and_words_of_a_leave_are_folded_once_each() -> None:
    folded: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is fold.__code__:
            folded.append(frame.f_locals["text"])

    content = raw("Subject: Baixa de la llista", "Content-Type: text/plain; charset=utf-8", body=BAIXA)
    sys.setprofile(note)
    try:
        read(read_mail(content), TOWN)
    finally:
        sys.setprofile(None)

    assert [text for text in folded if "llista" in text] == [clean(BAIXA).strip(), "Baixa de la llista"]


def test_all_that_was_worked_out_of_a_mail_goes_with_it() -> None:
    """Nothing of it waits for the collector, which would look through everything else as well."""
    content = raw("Subject: Baixa de la llista", "Content-Type: text/plain; charset=utf-8", body=BAIXA)
    read(read_mail(content), TOWN)
    gc.collect()
    gc.disable()
    try:
        read(read_mail(content), TOWN)

        assert gc.collect() == 0
    finally:
        gc.enable()


def words_of(sentences: Iterable[Sentence]) -> list[list[tuple[str, int]]]:
    return [[(token.word, token.start) for token in sentence] for sentence in sentences]


SAID = "Bon dia. Vull la baixa. Soc la Pia; visc a Olot. Gràcies"


@pytest.mark.parametrize("blank", ["baixa", "la baixa. Soc", "Bon dia.", ". Gràcies", "Vull la baixa.", SAID])
def test_a_text_with_blanks_is_cut_as_if_it_were_anew(blank: str) -> None:
    whole = Text(SAID).cleaned
    start = whole.index(blank)

    filled = whole.filled([(start, start + len(blank))])

    assert words_of(filled.sentences) == words_of(Text(str(filled)).sentences)


def test_what_is_made_of_a_sentence_is_made_once_for_all_texts_that_hold_it() -> None:
    whole = Text(f"{SAID}\n{'És una línia llarga, ':é<60}i\nmés").cleaned
    made: list[Sentence] = []

    for text in (whole, whole.unwrapped, whole):
        text.cut.each(made.append)

    assert len(made) == len(whole.sentences)
    assert whole.unwrapped.sentences == whole.sentences
