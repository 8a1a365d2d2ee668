"""What a mail server answered is told in codes and our own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.letters.smtp_answers import answer_words
from rules.transport.delivery import Phase, Trouble, answered, unreachable


@pytest.mark.parametrize(
    ("code", "message", "text"),
    [
        (550, "5.1.1 <pere@example.cat>: no such user", "550 5.1.1: l'adreça no existeix"),
        (452, "4.2.2 Pere's mailbox is full", "452 4.2.2: la bústia és plena"),
        (550, "Pere Puig does not live here", "550: refusat"),
        (451, "4.7.1 greylisted", "451 4.7.1: ara no es pot; es tornarà a provar"),
        (250, "2.0.0 queued as 4F3D2", "250 2.0.0: acceptat"),
        (556, "5.1.10\nno mail here", "556 5.1.10: el domini de l'adreça no rep correu"),
        (550, "5.1.1234567 x", "550: refusat"),
        (550, "5.1.1x", "550: refusat"),
        (-1, "Malformed: pere@example.cat", "-1: resposta que no s'entén"),
        (354, "", "354: resposta que no s'entén"),
    ],
)
def test_a_gist_holds_the_codes_and_our_own_words(code: int, message: str, text: str) -> None:
    assert answer_words(answered(code, message, Phase.ENVELOPE)) == text


def gist(message: str) -> str:
    return answer_words(answered(550, message, Phase.ENVELOPE))


@given(st.text())
def test_a_gist_never_holds_the_servers_words(message: str) -> None:
    said_by_us = {gist(""), *(gist(f"5.{x}.{y}") for x in range(8) for y in range(12))}
    assert gist(f"Xq{message}") in said_by_us


def test_a_refusal_tells_its_codes_beside_the_trouble() -> None:
    refusal = answered(535, "5.7.8 bad password for info@setcases.cat", Phase.ENVELOPE)
    said = "el servidor de correu no accepta l'usuari o la contrasenya (535 5.7.8: refusat)"
    assert answer_words(unreachable(Trouble.LOGIN, refusal)) == said
