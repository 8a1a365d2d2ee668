"""Joining is read by the chain that reads leaving: every verb has its refusal, its past and its condition."""

import pytest

from rules.intent.frame import Stand
from rules.intent.joining import joinings
from rules.lexicon.conjugation import Tag
from rules.lexicon.parsed import Parsed
from rules.lexicon.verbs import Act
from rules.text.tokens import Text
from tests.rules.intent import moods

MOODS = {
    "ca": {
        Stand.WISH: ["Vull {}-me a la llista.", "Em podeu {} al grup?", "Com puc {}-me a la llista?"],
        Stand.AGAINST: ["No em vull {} a la llista.", "Potser em vull {} a la llista."],
        Stand.TOLD: ["La meva filla em va {} a la llista."],
    },
    "es": {
        Stand.WISH: ["Quiero {}me a la lista.", "¿Me pueden {} al grupo?"],
        Stand.AGAINST: ["No me quiero {} a la lista.", "Si me quiero {} a la lista, ¿qué pasa?"],
    },
}


def stands(text: str) -> set[Stand]:
    return {frame.stand for sentence in Text(text).sentences for frame in joinings(Parsed(sentence))}


@pytest.mark.parametrize("language", MOODS)
def test_each_verb_of_joining_is_read_in_each_mood(language: str) -> None:
    verbs = [verb for act in (Act.JOIN, Act.PUT) for verb in moods.verbs(act, language)]
    texts = {
        (stand, text.format(moods.first(verb, Tag.INFINITIVE)))
        for verb in verbs
        for stand, said in MOODS[language].items()
        for text in said
    }

    assert verbs
    assert {text for stand, text in texts if stands(text) != {stand}} == set()


@pytest.mark.parametrize("text", ["Com m'hi puc apuntar?", "Com ens hi podem inscriure?"])
def test_who_asks_how_they_join_wishes_to(text: str) -> None:
    assert stands(text) == {Stand.WISH}


def test_who_asks_how_somebody_else_joins_does_not() -> None:
    assert stands("Digueu-me com s'hi pot apuntar el meu fill?") == {Stand.TOLD}


@pytest.mark.parametrize(
    "text",
    [
        "Poseu-ho al grup de WhatsApp, si us plau.",
        "Podeu posar al canal de WhatsApp que diumenge canta la coral?",
        "¿Lo pueden poner en el canal del Ayuntamiento?",
        "Poseu-hi també un senyal.",
        "No vull rebre més missatges.",
        "Me apunté al grupo de WhatsApp por lo de la nieve.",
        "Quiero decir que me apunté a la lista el año pasado.",
        "M'acabo d'apuntar a la llista.",
        "L'any passat no m'hi vaig apuntar a temps.",
    ],
)
def test_what_puts_nobody_on_the_list_is_no_wish(text: str) -> None:
    assert Stand.WISH not in stands(text)


@pytest.mark.parametrize(
    "text", ["Apúntenme al grupo.", "Inscríbame en la lista.", "Por favor, que me apunte alguien a la lista."]
)
def test_an_accent_that_is_not_of_the_past_leaves_a_wish(text: str) -> None:
    assert stands(text) == {Stand.WISH}
