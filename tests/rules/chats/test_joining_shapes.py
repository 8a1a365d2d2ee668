"""Whatever telephone exported it and however staff pass it on, an ALTA is read with whose it is."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rules.findings import Reading
from tests.rules.messages import TOWN as PLAIN_TOWN
from tests.rules.messages import mail, read

TOWN = replace(PLAIN_TOWN, tz=ZoneInfo("Europe/Madrid"))
STAFF = "Secretaria <secretaria@vallclara.cat>"
DATE = "Date: Thu, 12 Nov 2026 10:00:00 +0100"
MAILS = tomllib.loads((Path(__file__).parent / "joining.toml").read_text(encoding="utf-8"))["mail"]


def attachment(name: str, text: str) -> str:
    disposition = f'Content-Disposition: attachment; filename="{name}"'
    return f"--b\nContent-Type: text/plain; charset=utf-8\n{disposition}\n\n{text}\n"


def reading_of(row: dict[str, Any]) -> Reading:
    body = row["body"]
    kind = f"text/{'html' if body.startswith('<') else 'plain'}; charset=utf-8"
    fields = [f"Subject: {row['subject']}", DATE]
    files = row.get("files") or ([[row["file"], row["text"]]] if "file" in row else [])
    if files:
        attached = "".join(attachment(*file) for file in files)
        body = f"--b\nContent-Type: {kind}\n\n{body}\n{attached}--b--\n"
        kind = 'multipart/mixed; boundary="b"'
    return read(mail(*fields, f"Content-Type: {kind}", body=body, sender=row.get("sender", STAFF)), TOWN)


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in MAILS])
def test_an_alta_of_any_shape_says_who_asks(row: dict[str, Any]) -> None:
    reading = reading_of(row)

    assert reading.kind == row["kind"]
    assert (
        "people" not in row
        or [[p.name or "", p.id_document or "", p.phone or ""] for p in reading.people] == row["people"]
    )
