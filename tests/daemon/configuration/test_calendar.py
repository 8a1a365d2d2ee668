"""The promise: the town's calendar is the official one, and says what it does not know."""

import os
import subprocess
import sys
from datetime import date
from typing import Any, get_args

import pytest
from holidays.countries.spain import Spain
from hypothesis import given
from hypothesis import strategies as st

from daemon.configuration.calendar import calendar
from daemon.configuration.default_town import DEFAULT_TOWN
from daemon.configuration.settings import Settings, parse
from daemon.configuration.values import Subdivision
from rules.calendar.workdays import deadline, is_working_day


def town(**keys: Any) -> Settings:
    """Setcases with another [calendar]."""
    return parse({**DEFAULT_TOWN, "calendar": keys})


def local(day: date, name: str = "Festa Major") -> dict[str, Any]:
    return {"date": day, "name": name}


OFFICIAL = {
    2023: "01-06 04-07 04-10 05-01 06-24 08-15 09-11 10-12 11-01 12-06 12-08 12-25 12-26",
    2024: "01-01 01-06 03-29 04-01 05-01 06-24 08-15 09-11 10-12 11-01 12-06 12-25 12-26",
    2025: "01-01 01-06 04-18 04-21 05-01 06-24 08-15 09-11 11-01 12-06 12-08 12-25 12-26",
    2026: "01-01 01-06 04-03 04-06 05-01 06-24 08-15 09-11 10-12 12-08 12-25 12-26",
}
"""What the yearly orders of the Catalan government list."""


@pytest.mark.parametrize("year", OFFICIAL)
def test_the_regional_holidays_are_those_of_the_official_order(year: int) -> None:
    found = calendar(town(), range(year, year + 1)).holidays

    assert sorted(day.strftime("%m-%d") for day in found) == OFFICIAL[year].split()


def test_no_other_country_is_loaded_for_ours() -> None:
    code = (
        "import sys\nfrom daemon.configuration.calendar import regional\n"
        "assert len(regional('CT', range(2026, 2027))) == 12\n"
        "print([name for name in sys.modules if name.startswith('holidays.countries')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_regional_holiday_has_a_catalan_name() -> None:
    assert set(calendar(town(), range(2023, 2029)).holidays.values()) == {
        "Festa Nacional d'Espanya",
        "Cap d'Any",
        "Reis",
        "Divendres Sant",
        "Dilluns de Pasqua",
        "Festa del Treball",
        "Sant Joan",
        "l'Assumpció",
        "Diada Nacional de Catalunya",
        "Tots Sants",
        "Dia de la Constitució Espanyola",
        "Immaculada Concepció",
        "Nadal",
        "Sant Esteve",
    }


@pytest.mark.parametrize("language", ["C", "C.UTF-8", "en_US.UTF-8", "es_ES.UTF-8"])
def test_the_names_are_catalan_whatever_the_language_of_the_process(language: str) -> None:
    program = (
        "from datetime import date\n"
        "from daemon.configuration.calendar import calendar\n"
        "from daemon.configuration.default_town import DEFAULT_TOWN\n"
        "from daemon.configuration.settings import parse\n"
        "print(calendar(parse(DEFAULT_TOWN), range(2026, 2027)).holidays[date(2026, 12, 25)])"
    )
    environment = {**os.environ, "LANG": language, "LC_ALL": language, "LANGUAGE": language}
    said = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "Nadal"


def test_local_holidays_are_named_as_such() -> None:
    found = calendar(town(local_holidays=[local(date(2026, 7, 20))]), range(2026, 2027))

    assert found.holidays[date(2026, 7, 20)] == "festa local: Festa Major"
    assert not is_working_day(date(2026, 7, 20), found)


def test_a_local_holiday_on_a_regional_one_keeps_both_names() -> None:
    found = calendar(town(local_holidays=[local(date(2026, 6, 24))]), range(2026, 2027))

    assert found.holidays[date(2026, 6, 24)] == "Sant Joan; festa local: Festa Major"


def test_a_local_holiday_on_a_saturday_moves_no_due_date() -> None:
    saturday = calendar(town(local_holidays=[local(date(2026, 7, 25))]), range(2026, 2027))
    plain = calendar(town(), range(2026, 2027))
    tz = town().tz

    moved, unmoved = (deadline(date(2026, 7, 22), known, tz).due_on for known in (saturday, plain))

    assert moved == unmoved == date(2026, 7, 29)


def test_only_the_years_asked_for_are_loaded() -> None:
    found = calendar(town(local_holidays=[local(date(2027, 7, 20))]), range(2026, 2027))

    assert {day.year for day in found.holidays} == {2026}
    with pytest.raises(ValueError, match="2027 is not loaded"):
        deadline(date(2026, 12, 31), found, town().tz)


@pytest.mark.parametrize("year", [1, 2007, 2101, 9999])
def test_a_year_that_the_package_does_not_know_is_not_taken_for_one_without_holidays(year: int) -> None:
    """It answers such a year with an empty list, in silence."""
    found = calendar(town(), range(year, year + 1))

    assert year not in found.years
    with pytest.raises(ValueError, match="not loaded"):
        is_working_day(date(year, 12, 25), found)


@pytest.mark.parametrize("year", [2008, 2100])
def test_the_first_and_the_last_year_of_the_package_are_known(year: int) -> None:
    assert not is_working_day(date(year, 1, 1), calendar(town(), range(2000, 2200)))


def test_another_region_has_its_own_holidays() -> None:
    galician = calendar(town(subdivision="GA"), range(2026, 2027))

    assert date(2026, 7, 25) in galician.holidays
    assert date(2026, 9, 11) not in galician.holidays


def test_every_region_that_may_be_configured_is_one_of_the_package() -> None:
    assert set(get_args(Subdivision)) == set(Spain.subdivisions) - {"Barcelona"}


def test_only_the_configured_years_are_confirmed() -> None:
    assert calendar(town(confirmed_years=[2026]), range(2026, 2028)).confirmed_years == {2026}


@given(st.dates(min_value=date(2017, 1, 1), max_value=date(2099, 12, 1)), st.integers(1, 15))
def test_the_count_agrees_with_the_package_s_own(registered_on: date, days: int) -> None:
    """Two implementations, one answer."""
    years = range(registered_on.year, registered_on.year + 2)
    judge = Spain(subdiv="CT", language="ca", years=years)

    found = deadline(registered_on, calendar(town(), years), town().tz, days=days)

    assert found.due_on == judge.get_nth_working_day(registered_on, days)
