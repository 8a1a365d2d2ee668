"""The promise: salat and short messages are read as the standard is, and the standard is left alone."""

import pytest

from rules.vocabulary.dialects import as_standard


@pytest.mark.parametrize(
    ("said", "standard"),
    [
        ("me podeu llevar des grup", "em podeu treure del grup"),
        ("llevau-me de sa llista", "treure-me de la llista"),
        ("es whatsapp de s'ajuntament", "el whatsapp de l'ajuntament"),
        ("mos podeu llevar d'es whatsapp", "ens podeu treure del whatsapp"),
        ("bxa dl wasap", "baixa del wasap"),
        ("vui treurem dl wasap", "vui treure'm del wasap"),
    ],
)
def test_dialect_is_put_as_the_rules_know_it(said: str, standard: str) -> None:
    assert as_standard(said) == standard


@pytest.mark.parametrize(
    "said",
    [
        "es diu maria i es queda a casa",
        "la casa es sana, i sa mare tambe",
        "des de dilluns no rebo els missatges",
        "el mobil es meu i el numero es nostre",
        "em volen llevar la plaça",
    ],
)
def test_what_is_no_dialect_stays_as_it_is(said: str) -> None:
    assert as_standard(said) == said
