"""Whatever shape a register prints its notice in, the same person, number and presentation are read."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from daemon.letters.sentences import in_catalan
from rules.findings import Doubt, Kind, Reading
from tests.rules.messages import TOWN as PLAIN_TOWN
from tests.rules.messages import mail, read

MADRID = ZoneInfo("Europe/Madrid")
TOWN = replace(PLAIN_TOWN, tz=MADRID)
STAFF = "Secretaria <secretaria@vallclara.cat>"
REGISTER = "Registre electrònic <avisos@registre.example.cat>"
DATE = "Date: Thu, 12 Nov 2026 10:00:00 +0100"
PASS = "Authentication-Results: mx.vallclara.cat; dmarc=pass header.from=registre.example.cat"
HTML = "Content-Type: text/html; charset=utf-8"
TABLES = tomllib.loads((Path(__file__).parent / "notices.toml").read_text(encoding="utf-8"))


def rows(table: str) -> list[Any]:
    return [pytest.param(row, id=row["id"]) for row in TABLES[table]]


def notice(subject: str, body: str, proof: str = PASS, sender: str = REGISTER) -> Reading:
    fields = [f"Subject: {subject}", DATE, proof, *([HTML] if body.startswith("<") else [])]
    return read(mail(*fields, body=body, sender=sender), TOWN)


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
    assert "doubt" not in row or row["doubt"] in map(in_catalan, reading.doubts)


@pytest.mark.parametrize(
    "matter",
    [
        "No dono el consentiment per a la llista de WhatsApp",
        "No s'accepta la clàusula de la llista de WhatsApp",
        "Denegació del consentiment de la llista de WhatsApp",
        "Impugnació del consentiment de la llista de WhatsApp",
        "Rectificació del consentiment de la llista de WhatsApp",
        "Consentiment arxivat de la llista de WhatsApp",
    ],
)
def test_a_matter_that_denies_or_ends_the_consent_gives_none(matter: str) -> None:
    entry = "Número de registre: E/000123-2026\nData de presentació: 09/11/2026 10:15:00"
    person = "Interessat: Roser Vilalta Camps\nNIF: 12345678Z\nTelèfon mòbil: 600111222"

    assert notice("Nova entrada", f"{entry}\n{person}\nAssumpte: Consentiment WhatsApp").kind is Kind.CONSENT
    assert notice("Nova entrada", f"{entry}\n{person}\nAssumpte: {matter}").kind is Kind.UNSURE


@pytest.mark.parametrize("row", rows("clerk"))
def test_what_a_clerk_passes_on_or_types_is_the_same(row: dict[str, Any]) -> None:
    reading = notice(row["subject"], row["body"], sender=STAFF)

    assert (reading.kind, reading.doubts) == (Kind.CONSENT, ())
    assert found(reading) == row["people"]


@pytest.mark.parametrize("row", rows("doubtful"))
def test_a_notice_in_the_wrong_hands_or_with_a_doubt_is_no_consent(row: dict[str, Any]) -> None:
    assert notice(row["subject"], row["body"], sender=row.get("sender", STAFF)).kind == row["kind"]


@pytest.mark.parametrize(
    ("proof", "kind", "is_trusted"),
    [
        pytest.param("dmarc=pass header.from=registre.example.cat", Kind.CONSENT, True, id="pass"),
        pytest.param("dmarc=pass header.from=other.example", Kind.CONSENT, False, id="a pass of another"),
        pytest.param("dmarc=fail header.from=registre.example.cat", Kind.UNSURE, False, id="dmarc fails"),
        pytest.param(
            "spf=fail smtp.mailfrom=x@registre.example.cat; dkim=fail header.d=registre.example.cat",
            Kind.UNSURE,
            False,
            id="all fails",
        ),
        pytest.param("none", Kind.CONSENT, False, id="nothing found out"),
    ],
)
def test_a_forged_notice_is_none_and_an_unproven_one_is_doubted(
    proof: str, kind: Kind, is_trusted: bool
) -> None:
    row = TABLES["shape"][0]
    reading = notice(row["subject"], row["body"], f"Authentication-Results: mx.vallclara.cat; {proof}")

    assert reading.kind is kind
    assert (Doubt.UNTRUSTED not in reading.doubts) is is_trusted
