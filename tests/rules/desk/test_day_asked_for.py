"""The day for which a leave is asked: a card waits for that day only where it is plain, and soon."""

from datetime import date

import pytest

from rules.desk.day_asked_for import day_asked_for

MONDAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("A partir de l'1 de juny doneu-me de baixa.", date(2026, 6, 1)),
        ("Vull rebre els missatges fins al 30 de juny.", date(2026, 6, 30)),
        ("Vull rebre'ls fins al 30 de juny, i a partir de l'1 de juliol no.", None),
        ("Em vull donar de baixa a partir de juny.", date(2026, 6, 1)),
        ("A partir d'octubre ja no hi viuré.", date(2026, 10, 1)),
        ("A partir del març vull la baixa.", None),
        ("Quiero la baja a partir del 1 de julio de 2026.", date(2026, 7, 1)),
        ("A partir de l'1 de juny doneu-me de baixa. Em vaig apuntar el 3 de març.", date(2026, 6, 1)),
    ],
)
def test_a_day_soon_to_come_is_that_day(words: str, day: date | None) -> None:
    assert day_asked_for(words, MONDAY) == day


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("A partir de dilluns, la baixa. Des del 3 de març no funciona.", id="since a day"),
        pytest.param("La setmana que ve, la baixa. Ja ho vaig demanar el 3 de juny.", id="asked before"),
        pytest.param("A partir de la setmana que ve no ho vull.\nMarc Vilalta Camps", id="a name: Marc"),
        pytest.param(
            "A partir de la setmana que ve no ho vull.\nJoan Abril Juny", id="names that are months"
        ),
        pytest.param("Soc en Marc, la baixa a partir de dilluns.", id="a name in a sentence"),
        pytest.param("Doneu-me de baixa a finals de maig.", id="this very month"),
        pytest.param("La baixa quan acabi l'estiu. Vaig néixer el 12 de setembre.", id="a birthday"),
        pytest.param("A partir de l'1 de gener de 2099.", id="never"),
    ],
)
def test_what_is_no_such_day_keeps_no_card_waiting(words: str) -> None:
    assert day_asked_for(words, MONDAY) is None
