"""What changed in the calendar is said once, day by day, and nothing else is."""

from dataclasses import replace
from datetime import date

from daemon.letters.sentences import in_catalan
from rules.calendar.calendar_changes import changes, known
from rules.calendar.workdays import Calendar
from tests.rules.desk.test_digest import CALENDAR, MONDAY

FAIR = date(2026, 11, 20)
BEFORE = known(CALENDAR, on=MONDAY)


def now(calendar: Calendar) -> tuple[str, ...]:
    return tuple(map(in_catalan, changes(BEFORE, known(calendar, on=MONDAY))))


def test_a_holiday_that_came_and_one_that_went_are_said() -> None:
    other = {day: name for day, name in CALENDAR.holidays.items() if day != date(2026, 12, 8)}

    assert now(replace(CALENDAR, holidays={**other, FAIR: "festa local: la Fira"})) == (
        "el calendari ha canviat: ara és festiu el divendres 20 de novembre de 2026 (festa local: la Fira)",
        "el calendari ha canviat: ja no és festiu el dimarts 8 de desembre de 2026 (Immaculada Concepció)",
    )


def test_a_year_that_somebody_confirmed_is_said() -> None:
    assert now(replace(CALENDAR, confirmed_years=frozenset({2026, 2027}))) == (
        "el calendari de 2027 ja està confirmat",
    )
    assert now(replace(CALENDAR, confirmed_years=frozenset())) == (
        "el calendari de 2026 ja no està confirmat",
    )


def test_the_same_calendar_and_the_first_one_are_no_change() -> None:
    assert now(CALENDAR) == ()
    assert tuple(changes(None, BEFORE)) == ()


def test_a_new_year_is_no_change() -> None:
    years = range(2026, 2029)
    later = known(
        replace(CALENDAR, years=years, holidays={**CALENDAR.holidays, date(2028, 1, 6): "Reis"}),
        on=date(2027, 1, 4),
    )

    assert tuple(changes(BEFORE, later)) == ()


def test_another_name_for_a_day_changes_no_date() -> None:
    assert now(replace(CALENDAR, holidays={**CALENDAR.holidays, date(2026, 12, 25): "Christmas"})) == ()
