"""Whatever shape a register prints its notice in, the same person, number and presentation are read."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rules.reading import Kind, Reading, read
from tests.rules.messages import TOWN as PLAIN_TOWN
from tests.rules.messages import mail

TOWN = replace(PLAIN_TOWN, tz=ZoneInfo("Europe/Madrid"))
REGISTER = "Registre electrònic <avisos@registre.example.cat>"
DATE = "Date: Thu, 12 Nov 2026 10:00:00 +0100"
PASS = "Authentication-Results: mx.vallclara.cat; dmarc=pass header.from=registre.example.cat"
HTML = "Content-Type: text/html; charset=utf-8"
TABLES = tomllib.loads((Path(__file__).parent / "notices.toml").read_text(encoding="utf-8"))


def rows(table: str) -> list[Any]:
    return [pytest.param(row, id=row["id"]) for row in TABLES[table]]


def notice(subject: str, body: str) -> Reading:
    fields = [f"Subject: {subject}", DATE, PASS, *([HTML] if body.startswith("<") else [])]
    return read(mail(*fields, body=body, sender=REGISTER), TOWN)


def found(reading: Reading) -> list[list[str]]:
    return [
        [
            p.name or "",
            p.id_document or "",
            p.phone or "",
            e.number or "",
            e.registered_at.isoformat() if e.registered_at else "",
        ]
        for p, e in zip(reading.people, reading.registries, strict=True)
    ]


@pytest.mark.parametrize("row", rows("shape"))
def test_a_notice_of_any_shape_says_who_when_and_which(row: dict[str, Any]) -> None:
    reading = notice(row["subject"], row["body"])

    assert (reading.kind, reading.doubts) == (Kind.CONSENT, ())
    assert found(reading) == row["people"]


@pytest.mark.parametrize("row", rows("meaning"))
def test_what_is_no_standing_entry_of_the_clause_is_never_a_consent(row: dict[str, Any]) -> None:
    reading = notice(row["subject"], row["body"])

    assert reading.kind == row["kind"]
    assert "doubt" not in row or row["doubt"] in reading.doubts
