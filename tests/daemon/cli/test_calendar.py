"""`altabaixa calendar confirm`: lines that can be pasted, and no day that cannot be a local holiday."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from daemon.configuration.settings import load
from tests.daemon.conftest import CONFIG, Answer, Command, refused

MAY, SEPTEMBER = "2027-05-07=Aparició de Sant Miquel", '2027-09-29=Sant "Miquel"'


@pytest.fixture(autouse=True)
def _in_december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("daemon.cli.calendar.now", lambda: datetime(2026, 12, 18, 9, tzinfo=UTC))


def tables(answer: Answer) -> dict[str, Any]:
    return tomllib.loads(f"[calendar]\n{answer.out}").get("calendar", {})


def test_the_lines_confirm_the_year_as_they_stand(command: Command, config: Path) -> None:
    answer = command(
        "calendar",
        "confirm",
        2027,
        "--holiday",
        MAY,
        "--holiday",
        SEPTEMBER,
        "--source",
        "Ordre EMT/301/2026",
    )

    assert (answer.code, answer.err) == (0, "")
    assert tables(answer) == {
        "confirmed_years": [2026, 2027],
        "local_holidays": [
            {"date": date(2027, 5, 7), "name": "Aparició de Sant Miquel", "source": "Ordre EMT/301/2026"},
            {"date": date(2027, 9, 29), "name": 'Sant "Miquel"', "source": "Ordre EMT/301/2026"},
        ],
    }  # fmt: skip
    assert "#   Wed 2027-01-06  Reis" in answer.out
    assert "#   Fri 2027-05-07  festa local: Aparició de Sant Miquel" in answer.out
    assert "2026-05-08" not in answer.out


def test_pasted_as_it_says_the_configuration_counts_with_them(command: Command, config: Path) -> None:
    said = command("calendar", "confirm", 2027, "--holiday", MAY, "--holiday", SEPTEMBER).out
    line = next(line for line in said.splitlines() if line.startswith("confirmed_years"))
    below = said[said.index("[[") :]
    of_2026 = '[[calendar.local_holidays]]\ndate = 2026-05-08\nname = "Aparició de Sant Miquel"\n'
    text = CONFIG.replace("confirmed_years = [2026]", line).replace(
        'local_holidays = [{ date = 2026-05-08, name = "Aparició de Sant Miquel" }]\n', f"{of_2026}{below}"
    )

    config.write_text(text, encoding="utf-8")

    calendar = load(config).calendar
    assert calendar.confirmed_years == (2026, 2027)
    assert [day.date.year for day in calendar.local_holidays] == [2026, 2027, 2027]
    again = command("calendar", "confirm", 2027)
    assert (again.code, tables(again)) == (0, {})  # nothing is left to paste


def test_without_its_holidays_a_year_is_not_confirmed_and_the_way_to_them_is_said(command: Command) -> None:
    answer = command("calendar", "confirm", 2027)

    assert answer.code == 1
    assert tables(answer) == {}
    assert answer.out.count("# date = 2027-MM-DD") == 2
    assert "DOGC" in answer.err
    assert "--holiday" in answer.err


def test_one_of_two_is_not_enough(command: Command) -> None:
    answer = command("calendar", "confirm", 2027, "--holiday", MAY)

    assert (answer.code, list(tables(answer))) == (1, ["local_holidays"])
    assert "one of its local holidays is missing" in answer.err


def test_what_is_configured_already_need_not_be_given(command: Command) -> None:
    assert command("calendar", "confirm", 2026, "--holiday", "2026-09-29=Sant Miquel").code == 0


def test_a_saturday_is_a_holiday_that_moves_nothing(command: Command) -> None:
    answer = command("calendar", "confirm", 2027, "--holiday", "2027-05-08=X", "--holiday", SEPTEMBER)

    assert answer.code == 0
    assert "2027-05-08 is a Saturday" in answer.err


@pytest.mark.parametrize(
    ("holidays", "said"),
    [
        (["2027-05-09=Diumenge"], "is a Sunday"),
        (["2027-06-24=Sant Joan"], "is a holiday everywhere in the region already: Sant Joan"),
        (["2026-09-29=Sant Miquel"], "is not in 2027"),
        ([MAY, MAY], "is the other one already"),
        ([MAY, SEPTEMBER, "2027-09-30=Una més"], "has 2 holidays of its own a year, not 3"),
        (["29/9/2027=Sant Miquel"], "is no holiday"),
        (["2027-09-29"], "is no holiday"),
        (["2027-09-29="], "must not be empty"),
        (["2027-09-29=Sant\nMiquel"], "one line"),
    ],
)  # fmt: skip
def test_a_day_that_cannot_be_one_is_refused(command: Command, holidays: list[str], said: str) -> None:
    options = [word for holiday in holidays for word in ("--holiday", holiday)]

    assert refused(command("calendar", "confirm", 2027, *options), said, code=2)


@pytest.mark.parametrize("year", [2025, 2028, 27, 0])
def test_only_this_year_and_the_next_have_orders_to_compare(command: Command, year: int) -> None:
    assert refused(command("calendar", "confirm", year), "neither this year nor the next", code=2)
