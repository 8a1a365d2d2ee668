"""Values in words: dates, time limits, numbers and names as people read them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from babel.dates import format_date

from daemon.letters import wording
from daemon.letters.dates import month
from rules.books.subscription import State
from rules.desk.digest import Item
from tests.daemon.rendering import MADRID, MONDAY


def due(due_on: date | None, days_left: int | None) -> Item:
    return Item(
        ref="S-1",
        name="",
        id_document=None,
        phone=None,
        state=State.DUE,
        due_on=due_on,
        days_left=days_left,
        explanation="",
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("Anna\n\nTot en ordre\n=====", "Anna Tot en ordre =====", id="line breaks"),
        pytest.param(
            "Anna\u2028Tot\u2029en\x85ordre\x0b\x00!", "Anna Tot en ordre !", id="other line breaks"
        ),
        pytest.param("\u202egnirts\u202c \u2069\u202e", "gnirts", id="text turned round, an isolate closed"),
        pytest.param("An\u00adna\u200b\ufeff", "Anna", id="what nobody sees"),
        pytest.param("a" + "\u0336" * 50, "a\u0336\u0336", id="piled marks"),
        pytest.param("x" * 5000, "x" * 79 + "…", id="a name that buries the rest"),
        pytest.param("half\ud800", "half", id="half a character"),
        pytest.param("", "", id="nothing"),
        pytest.param("محمد", "محمد", id="another script"),
    ],
)
def test_a_name_is_one_line_of_visible_characters(name: str, shown: str) -> None:
    assert wording.isolated(name) == (f"\u2068{shown}\u2069" if shown else "")


@pytest.mark.parametrize(
    ("on", "language", "said"),
    [
        pytest.param(date(2026, 4, 11), "ca", "dissabte 11 d’abril", id="d’ before abril"),
        pytest.param(date(2026, 8, 1), "ca", "dissabte 1 d’agost", id="d’ before agost"),
        pytest.param(date(2026, 10, 12), "ca", "dilluns 12 d’octubre", id="d’ before octubre"),
        pytest.param(date(2026, 5, 11), "ca", "dilluns 11 de maig", id="de before a consonant"),
        pytest.param(date(2026, 4, 11), "es", "sábado 11 de abril", id="never d’ in Spanish"),
    ],
)
def test_a_month_takes_the_preposition_of_its_language(on: date, language: str, said: str) -> None:
    assert wording.day(on, language) == said
    assert wording.day(on, language, year=True) == f"{said} de 2026"


@pytest.mark.parametrize(("language", "pattern"), [("ca", "EEEE d MMMM"), ("es", "EEEE d 'de' MMMM")])
def test_every_day_is_said_as_unicodes_tables_say_it(language: str, pattern: str) -> None:
    for on in (date(2026, 1, 1) + timedelta(days=day) for day in range(365)):
        assert wording.day(on, language) == format_date(on, pattern, locale=language)
        assert month(on, language) == format_date(on, "LLLL", locale=language)


@pytest.mark.parametrize(
    ("due_on", "days_left", "said"),
    [
        pytest.param(
            date(2026, 5, 13), 2, "Fins al dimecres 13 de maig, d’aquí a 2 dies hàbils.", id="later"
        ),
        pytest.param(date(2026, 5, 12), 1, "Demà, dimarts 12 de maig.", id="tomorrow"),
        pytest.param(date(2026, 5, 15), 1, "Fins al divendres 15 de maig, el pròxim dia hàbil.", id="next"),
        pytest.param(MONDAY, 0, "", id="today"),
        pytest.param(date(2026, 5, 7), -1, "Va vèncer el dijous 7 de maig, fa 1 dia hàbil.", id="one ago"),
        pytest.param(date(2026, 4, 30), -6, "Va vèncer el dijous 30 d’abril, fa 6 dies hàbils.", id="ago"),
        pytest.param(
            date(2025, 12, 30),
            -80,
            "Va vèncer el dimarts 30 de desembre de 2025, fa 80 dies hàbils.",
            id="another year",
        ),
        pytest.param(None, None, "Sense data de venciment: mireu-ho avui.", id="no date"),
    ],
)
def test_a_time_limit_is_said_in_words(due_on: date | None, days_left: int | None, said: str) -> None:
    assert wording.time_limit(due(due_on, days_left), MONDAY) == said


@pytest.mark.parametrize(
    ("due_on", "days_left", "said"),
    [
        pytest.param(date(2026, 5, 12), 1, "Com a molt tard demà, dimarts 12 de maig.", id="tomorrow"),
        pytest.param(MONDAY, 0, "Com a molt tard avui.", id="today"),
        pytest.param(
            date(2026, 5, 7), -1, "Ja hauria de ser fora des del dijous 7 de maig, fa 1 dia hàbil.", id="late"
        ),
        pytest.param(None, None, "Com més aviat millor.", id="no date"),
    ],
)
def test_until_when_a_number_must_be_off_is_said_in_words(
    due_on: date | None, days_left: int | None, said: str
) -> None:
    assert wording.removal_limit(due(due_on, days_left), MONDAY) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("+34683331383", "683 33 13 83"),
        ("+33612345678", "+33 6 12 34 56 78"),
        ("+376312345", "+376 312 345"),
        ("potser", "\u2068potser\u2069"),
        (None, "Sense número de mòbil"),
    ],
)
def test_a_number_is_grouped_as_it_is_said(number: str | None, said: str) -> None:
    assert wording.phone(number) == said


@pytest.mark.parametrize(
    ("hour", "said"), [(1, "dilluns 11 de maig a la 1.05 h"), (13, "dilluns 11 de maig a les 13.05 h")]
)
def test_an_hour_takes_the_article_of_its_number(hour: int, said: str) -> None:
    local = datetime(2026, 5, 11, hour, 5, tzinfo=MADRID)

    assert wording.moment(local.astimezone(UTC), MADRID) == said


def test_a_long_line_is_broken_under_its_own_indent_and_a_link_never() -> None:
    link = "https://example.org/" + "a" * 90

    text = wording.wrapped(f"- {'mot ' * 30}\n    {'mot ' * 30}\n{link}")

    lines = text.splitlines()
    assert lines[0].startswith("- mot")
    assert lines[1].startswith("  mot")
    assert lines[2].startswith("    mot")
    assert lines[3].startswith("    mot")
    assert lines[-1] == link


def test_a_word_with_a_hyphen_stays_whole() -> None:
    assert wording.wrapped(f"{'x' * 70} Puig-Serrat") == f"{'x' * 70}\nPuig-Serrat\n"
