"""The promise: `altabaixa deadline` gives the due date of any presentation, with the reason of each day."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from daemon.cli.deadline import deadline
from daemon.errors import SettingsError

COMMAND = typer.Typer(pretty_exceptions_enable=False)
COMMAND.command()(deadline)


@pytest.fixture(autouse=True)
def _nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No configuration of this machine is found by accident."""
    monkeypatch.delenv("ALTABAIXA_CONFIG", raising=False)
    monkeypatch.setattr("daemon.configuration.settings.PLACES", (tmp_path / "altabaixa.toml",))


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(COMMAND, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def read(*arguments: str) -> dict[str, Any]:
    found = json.loads(printed(*arguments, "--json"))
    assert isinstance(found, dict)
    return found


def test_the_json_has_exactly_the_agreed_keys() -> None:
    assert read("2026-05-06") == {
        "registered_at": "2026-05-06",
        "due_on": "2026-05-14",
        "days": [
            {"date": "2026-05-07", "counts": True, "why": "dia hàbil 1 de 5"},
            {"date": "2026-05-08", "counts": False, "why": "festa local: Aparició de Sant Miquel"},
            {"date": "2026-05-09", "counts": False, "why": "dissabte"},
            {"date": "2026-05-10", "counts": False, "why": "diumenge"},
            {"date": "2026-05-11", "counts": True, "why": "dia hàbil 2 de 5"},
            {"date": "2026-05-12", "counts": True, "why": "dia hàbil 3 de 5"},
            {"date": "2026-05-13", "counts": True, "why": "dia hàbil 4 de 5"},
            {"date": "2026-05-14", "counts": True, "why": "dia hàbil 5 de 5"},
        ],
        "calendar_confirmed": True,
    }


@pytest.mark.parametrize(
    ("when", "registered_at", "due_on"),
    [
        pytest.param("2026-04-30", "2026-04-30", "2026-05-11", id="a date stays a date"),
        pytest.param(" 2026-04-30 ", "2026-04-30", "2026-05-11", id="blanks around it"),
        pytest.param(
            "2026-04-30T23:59", "2026-04-30T23:59:00+02:00", "2026-05-11", id="a time is the town's"
        ),
        pytest.param("2026-04-30 09:05:07", "2026-04-30T09:05:07+02:00", "2026-05-11", id="with a blank"),
        pytest.param("2026-12-23T23:30", "2026-12-23T23:30:00+01:00", "2026-12-31", id="a winter evening"),
        pytest.param(
            "2026-12-23T23:30Z", "2026-12-24T00:30:00+01:00", "2027-01-04", id="UTC is the day after"
        ),
        pytest.param(
            "2026-12-31T23:30Z", "2027-01-01T00:30:00+01:00", "2027-01-11", id="UTC is the year after"
        ),
        pytest.param("2026-04-30T00:30+09:00", "2026-04-29T17:30:00+02:00", "2026-05-07", id="an offset"),
        pytest.param("2028-02-29", "2028-02-29", "2028-03-07", id="a leap day"),
    ],
)
def test_a_presentation_is_read_as_the_town_s_clocks_show_it(
    when: str, registered_at: str, due_on: str
) -> None:
    found = read(when)

    assert (found["registered_at"], found["due_on"]) == (registered_at, due_on)


@pytest.mark.parametrize(
    "when",
    [
        pytest.param("30/04/2026", id="by day"),
        pytest.param("demà", id="a word"),
        pytest.param("", id="nothing"),
        pytest.param("2026-02-30", id="no such day"),
        pytest.param("2026-04-30T25:00", id="no such hour"),
        pytest.param("1999-01-04", id="before the law"),
        pytest.param("2016-10-01", id="the day before the law"),
        pytest.param("2100-01-04", id="beyond the calendar"),
        pytest.param("9999-12-31", id="the last day of all"),
        pytest.param("9999-12-31T23:59-12:00", id="beyond the last day of all"),
        pytest.param("0001-01-01T00:00+14:00", id="before the first day of all"),
    ],
)
def test_a_presentation_that_cannot_be_counted_is_wrong_usage_with_an_example(when: str) -> None:
    result = CliRunner().invoke(COMMAND, [when])

    assert result.exit_code == 2
    assert "2026-04-30" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("when", ["2016-10-02", "2099-12-31"])
def test_the_first_and_the_last_date_that_can_be_counted(when: str) -> None:
    assert read(when)["registered_at"] == when


@pytest.mark.parametrize(
    ("when", "confirmed"),
    [("2026-12-23", True), ("2026-12-24", False), ("2025-12-31", True), ("2027-03-01", False)],
)
def test_an_unconfirmed_calendar_is_said_and_is_no_error(when: str, confirmed: bool) -> None:
    assert read(when)["calendar_confirmed"] is confirmed
    assert ("no està confirmat" in printed(when)) is not confirmed


def test_the_table_shows_each_day_the_line_and_how_days_are_counted() -> None:
    shown = printed("2026-04-30")

    assert "divendres 1 de maig de 2026  no      Festa del Treball" in shown
    assert "dilluns 11 de maig de 2026   yes     dia hàbil 5 de 5" in shown
    assert "venç el dilluns 11 de maig de 2026" in shown
    assert "31.2.c" in shown


def test_the_configured_calendar_holds(tmp_path: Path) -> None:
    file = tmp_path / "town.toml"
    file.write_text(
        "[calendar]\nconfirmed_years = [2027]\n"
        '[[calendar.local_holidays]]\ndate = 2027-07-20\nname = "[b]Festa[/b] Major"\n',
        encoding="utf-8",
    )

    found = read("2027-07-16", "--config", str(file))

    assert (found["due_on"], found["calendar_confirmed"]) == ("2027-07-26", True)
    assert "festa local: [b]Festa[/b] Major" in printed("2027-07-16", "--config", str(file))


def test_a_configuration_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        CliRunner().invoke(
            COMMAND, ["2026-04-30", "--config", str(tmp_path / "none.toml")], catch_exceptions=False
        )


def test_who_claims_a_right_has_a_month_or_three_step_by_step() -> None:
    assert read("2026-04-08", "--rights") == {
        "registered_at": "2026-04-08",
        "due_on": "2026-05-11",
        "days": [
            {"date": "2026-05-08", "counts": False, "why": "festa local: Aparició de Sant Miquel"},
            {"date": "2026-05-09", "counts": False, "why": "dissabte"},
            {"date": "2026-05-10", "counts": False, "why": "diumenge"},
            {"date": "2026-05-11", "counts": True, "why": "el primer dia hàbil següent"},
        ],
        "calendar_confirmed": True,
    }
    assert read("2026-04-08", "--extended")["due_on"] == "2026-07-08"
    assert "art. 12.3" in printed("2026-04-08", "--rights")
