"""What is known of a sentence beside its words changes nothing in how they are looked up."""

import pytest

from rules.lexicon.parsed import SIGNS, Parsed, parsed_of
from rules.lexicon.words import TURNS, Concept
from rules.text.tokens import Text

TEXTS = (
    "Bon dia, soc la Maria Puig. Doneu-me de baixa de la llista que ja no visc a Setcases!",
    "Setcasas. Vull sortir del watsap de setcasses, que em molesta. Marc Bassols, 40312877H",
    "Kitarme de la lista porfa. No vull rebre més missatges, a veure si em podeu treure?",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("place", ["", "setcases", "camprodon"])
@pytest.mark.parametrize("data", [(), ((16, 26),), ((0, 9), (60, 72))])
def test_a_sentence_says_the_same_whatever_was_asked_of_it_before(
    text: str, place: str, data: tuple[tuple[int, int], ...]
) -> None:
    asked = Text(text)
    parsed_of(asked)
    parsed_of(asked, "ripoll")

    found = parsed_of(asked, place, data)

    afresh = [Parsed(sentence, place=place, data=data) for sentence in Text(text).sentences]
    assert [one.concepts for one in found] == [one.concepts for one in afresh]
    assert [one.words for one in found] == [one.words for one in afresh]


def test_a_town_spelt_by_ear_is_the_list_only_in_mail_to_that_town() -> None:
    text = Text("Traieu-me de setcasses.")

    here, elsewhere = parsed_of(text, "setcases")[0], parsed_of(text, "camprodon")[0]

    assert here.has(Concept.LIST, range(len(here.tokens)))
    assert not elsewhere.has(Concept.LIST, range(len(elsewhere.tokens)))


@pytest.mark.parametrize("concept", SIGNS, ids=lambda concept: concept.name)
def test_a_sentence_with_none_of_its_signs_does_not_hold_a_concept(concept: Concept) -> None:
    for turn in TURNS[concept]:
        for said in (turn, (*turn[:-1], f"{turn[-1]}me")):
            for parsed in parsed_of(Text(" ".join(said))):
                holds = any(concept in here for here in parsed.concepts)
                assert not holds or not SIGNS[concept].isdisjoint(parsed.words), said
