"""Who joins, or asks how one does, is told the norms of the list as the town's notice has them."""

import pytest

from daemon.letters.chats import Chat, Chats
from daemon.letters.residents import letter
from daemon.letters.samples import REFERENCE, samples
from daemon.letters.texts import LANGUAGES, read_texts
from rules.books.decision import Template
from tests.daemon.rendering import PRIVACY, TOWN

NORMS = {
    "ca": ("incidències", "tràmits", "trucades", "dades", "BAIXA"),
    "es": ("incidencias", "trámites", "llamadas", "datos", "BA"),
}
ONLY_INFORMS = ("només d’informació", "solo de información", "solo informa")


def of(name: str, language: str) -> str:
    """The words of the letter or of the WhatsApp *name*."""
    if name in set(Chat):
        return Chats(texts=read_texts(), town=TOWN, address="a@b.example").text(Chat(name), language)
    sample = next(samples(Template(name), language))
    return letter(
        sample, reference=REFERENCE, town=TOWN, privacy_url=PRIVACY, texts=read_texts(), address="a@b.example"
    ).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [Template.WELCOME.value, Template.JOIN.value, Chat.WELCOME.value])
def test_the_norms_are_told_as_they_are(name: str, language: str) -> None:
    said = of(name, language)

    assert [norm for norm in NORMS[language] if norm not in said] == []
    assert not any(wrong in said for wrong in ONLY_INFORMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hours_are_told_to_who_joins(language: str) -> None:
    assert "9 a 16 h" in " ".join(of(Template.WELCOME.value, language).split())
