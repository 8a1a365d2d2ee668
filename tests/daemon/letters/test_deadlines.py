"""How a time limit was counted is said day by day, in one Catalan line."""

from datetime import date

import pytest

from daemon.letters.deadlines import BASIS, explained, in_words
from rules.calendar.workdays import deadline
from tests.rules.calendar.test_workdays import MADRID, SETCASES


@pytest.mark.parametrize(
    ("registered_on", "days", "line"),
    [
        pytest.param(
            date(2026, 4, 30), 5,
            "registrat el dijous 30 d'abril de 2026; compten els dies 4, 5, 6, 7 i 11 de maig; "
            "no compten l'1 de maig (Festa del Treball), el 8 de maig (festa local: Aparició de Sant Miquel) "
            "ni els caps de setmana; venç el dilluns 11 de maig de 2026",
            id="holidays and weekends",
        ),
        pytest.param(
            date(2026, 9, 10), 5,
            "registrat el dijous 10 de setembre de 2026; compten els dies 14, 15, 16, 17 i 18 de setembre; "
            "no compten l'11 de setembre (Diada Nacional de Catalunya) ni els caps de setmana; "
            "venç el divendres 18 de setembre de 2026",
            id="l'11",
        ),
        pytest.param(
            date(2026, 7, 29), 5,
            "registrat el dimecres 29 de juliol de 2026; compten els dies 30 i 31 de juliol "
            "i 3, 4 i 5 d'agost; no compten els caps de setmana; venç el dimecres 5 d'agost de 2026",
            id="two months, weekends only",
        ),
        pytest.param(
            date(2026, 8, 14), 5,
            "registrat el divendres 14 d'agost de 2026; compten els dies 17, 18, 19, 20 i 21 d'agost; "
            "no compten els caps de setmana; venç el divendres 21 d'agost de 2026",
            id="a holiday on a Saturday is a Saturday",
        ),
        pytest.param(
            date(2026, 3, 1), 5,
            "registrat el diumenge 1 de març de 2026; compten els dies 2, 3, 4, 5 i 6 de març; "
            "venç el divendres 6 de març de 2026",
            id="every day counts",
        ),
        pytest.param(
            date(2026, 6, 23), 1,
            "registrat el dimarts 23 de juny de 2026; compta el dia 25 de juny; "
            "no compta el 24 de juny (Sant Joan); venç el dijous 25 de juny de 2026",
            id="one day, in the singular",
        ),
        pytest.param(
            date(2026, 12, 30), 2,
            "registrat el dimecres 30 de desembre de 2026; compten els dies 31 de desembre i 4 de gener; "
            "no compten l'1 de gener (Cap d'Any) ni els caps de setmana; venç el dilluns 4 de gener de 2027; "
            "atenció: el calendari de 2027 no està confirmat i la data pot canviar",
            id="a year not confirmed",
        ),
        pytest.param(
            date(2027, 12, 30), 2,
            "registrat el dijous 30 de desembre de 2027; compten els dies 31 de desembre i 3 de gener; "
            "no compten els caps de setmana; venç el dilluns 3 de gener de 2028; "
            "atenció: els calendaris de 2027 i 2028 no estan confirmats i la data pot canviar",
            id="two years not confirmed",
        ),
    ],
)  # fmt: skip
def test_the_count_is_said_in_one_catalan_line(registered_on: date, days: int, line: str) -> None:
    assert explained(deadline(registered_on, SETCASES, MADRID, days=days)) == line


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (1, "dijous 15 de gener de 2026"),
        (2, "diumenge 15 de febrer de 2026"),
        (3, "diumenge 15 de març de 2026"),
        (4, "dimecres 15 d'abril de 2026"),
        (5, "divendres 15 de maig de 2026"),
        (6, "dilluns 15 de juny de 2026"),
        (7, "dimecres 15 de juliol de 2026"),
        (8, "dissabte 15 d'agost de 2026"),
        (9, "dimarts 15 de setembre de 2026"),
        (10, "dijous 15 d'octubre de 2026"),
        (11, "diumenge 15 de novembre de 2026"),
        (12, "dimarts 15 de desembre de 2026"),
    ],
)
def test_a_month_that_begins_with_a_vowel_is_elided(month: int, said: str) -> None:
    assert in_words(date(2026, month, 15)) == said


def test_the_basis_says_that_laborables_are_counted_as_habils() -> None:
    assert "laborables" in BASIS
    assert "hàbils" in BASIS
