"""A subject says what it says behind the marks of who answered or forwarded it."""

import pytest

from rules.mail.set_phrases import bare_case, is_reply


@pytest.mark.parametrize(
    ("subject", "bare"),
    [
        ("Re: BAIXA", "BAIXA"),
        ("RE: Fwd: Rv: Baixa de la llista", "Baixa de la llista"),
        ("Resposta : Consulta", "Consulta"),
        ("Re:", ""),
        ("Re: (sense assumpte)", ""),
        ("Rebut: 12", "Rebut: 12"),
        ("12:30 reunió", "12:30 reunió"),
        ("Re: re: re: re: re: hola", "re: hola"),
        ("", ""),
    ],
)
def test_the_marks_of_answers_are_no_part_of_what_a_subject_says(subject: str, bare: str) -> None:
    assert bare_case(subject) == bare


@pytest.mark.parametrize("subject", ["Re: hola", "RE : hola", "Aw: hola", "Reenv: hola", " Re:"])
def test_a_mark_tells_an_answer(subject: str) -> None:
    assert is_reply(subject)


@pytest.mark.parametrize("subject", ["Hola", "Rebut: 12", "Renda 2026", ""])
def test_what_only_begins_like_a_mark_is_no_answer(subject: str) -> None:
    assert not is_reply(subject)


def test_a_subject_is_compared_without_accents() -> None:
    assert bare_case("Re: Difusió_Municipal").flowing == "difusio municipal"
