"""What is costly to look for is not looked for in the town hall's ordinary post, which it cannot change."""

import sys
from types import FrameType

import pytest

from rules.people.names_in_text import find_names
from rules.people.telephones import find_phones
from tests.rules.messages import reading_of

LETTER = """Bon dia,

Us escric pel forat de la calçada del camí del Molí, que cada cop que plou s'omple d'aigua. Si cal que hi
vingui, puc ser-hi qualsevol dia; si no, quedo a l'espera de la vostra resposta.

Ramon Coma, tel. 612304455
"""
FOOT = "\nSi no voleu rebre més aquest correu, us en podeu donar de baixa aquí.\n"


DOCUMENT = "Us hi deixo el DNI: 40312877H.\n"


def looked_for(body: str) -> set[str]:
    """Which of the costly things were looked for in a mail."""
    costly = {find_names.__code__: "names", find_phones.__code__: "telephones"}
    looked: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in costly:
            looked.add(costly[frame.f_code])

    sys.setprofile(note)
    try:
        reading_of("Forat al camí", body)
    finally:
        sys.setprofile(None)
    return looked


@pytest.mark.parametrize("body", [LETTER, LETTER + FOOT], ids=["a letter", "one with a foot"])
def test_whose_a_telephone_is_matters_only_where_something_may_be_of_ours(body: str) -> None:
    assert looked_for(body) == set()


@pytest.mark.parametrize("more", [DOCUMENT, "Traieu-me de la llista del WhatsApp.\n"])
def test_names_are_looked_for_beside_a_document_or_the_list(more: str) -> None:
    assert looked_for(f"{LETTER}{more}") == {"names", "telephones"}
