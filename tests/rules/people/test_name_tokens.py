"""The words of a part of a text are those of that part read by itself."""

import pytest

from rules.people.name_forms import tokens_of
from rules.text.tokens import Text

TEXTS = (
    "Josep M. Torrent i l'Antònia Vila-d'Oliva, DNI 40312877H\nMa Rosa FCO. Puig",
    "Soc en Pau.\nD. Marcel·lí O'Connor (tel. 692 607 192) i M.",
)


@pytest.mark.parametrize("text", TEXTS)
def test_words_of_a_part_are_those_of_that_part_alone(text: str) -> None:
    whole = Text(text)
    assert whole.cleaned == text

    for start in range(len(text)):
        for end in range(start, len(text) + 1):
            alone = [t.text for t in tokens_of(Text(text[start:end]), 0, end - start)]
            assert [t.text for t in tokens_of(whole, start, end)] == alone, text[start:end]
