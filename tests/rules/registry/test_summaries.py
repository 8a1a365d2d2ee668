"""In whatever layout the counter sums up its day, each entry of ours keeps its person, number and instant."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from rules.findings import Kind
from tests.rules.registry.test_notice_shapes import STAFF, found, notice

TABLES = tomllib.loads((Path(__file__).parent / "counter.toml").read_text(encoding="utf-8"))
GREETING = "Bon dia,\n\nUs passo les entrades.\n"
REMARK = "\n\nTotal: les que veieu. Originals arxivats a la carpeta 14.\n\nSalutacions,\nRegistre General"


def rows(table: str) -> list[Any]:
    return [pytest.param(row, id=row["id"]) for row in TABLES[table]]


@pytest.mark.parametrize("row", rows("summary"))
def test_each_entry_of_ours_is_read_by_itself(row: dict[str, Any]) -> None:
    reading = notice(row["subject"], row["body"])

    assert (reading.kind, reading.doubts) == (Kind.CONSENT, ())
    assert found(reading) == row["people"]


@pytest.mark.parametrize("row", [row for row in rows("summary") if "<table" not in row.values[0]["body"]])
def test_greetings_totals_and_remarks_change_nothing(row: dict[str, Any]) -> None:
    reading = notice(row["subject"], f"{GREETING}{row['body']}{REMARK}")

    assert (reading.kind, found(reading)) == (Kind.CONSENT, row["people"])


@pytest.mark.parametrize("row", rows("summary"))
def test_a_clerk_who_types_it_is_read_alike_or_a_person_looks(row: dict[str, Any]) -> None:
    reading = notice(row["subject"], row["body"], sender=STAFF)

    assert reading.kind in {Kind.CONSENT, Kind.UNSURE}
    assert reading.kind is Kind.UNSURE or found(reading) == row["people"]


@pytest.mark.parametrize("row", rows("doubtful"))
def test_an_entry_that_is_annulled_or_cannot_be_told_leaves_all_to_a_person(row: dict[str, Any]) -> None:
    assert notice(row["subject"], row["body"]).kind is Kind.UNSURE
