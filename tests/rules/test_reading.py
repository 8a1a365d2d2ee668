"""A message gets its kind, its people and its registry entries from one ordered table, and doubt is an answer."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.mail import read_mail
from rules.reading import Doubt, Flaw, Kind, Reading, Voice, read
from tests.rules.messages import TOWN as PLAIN_TOWN
from tests.rules.messages import mail

TOWN = replace(PLAIN_TOWN, tz=ZoneInfo("Europe/Madrid"))
FOLDER = Path(__file__).parent / "messages"
MESSAGES = sorted(path.stem for path in FOLDER.glob("*.eml"))


def expected(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


def reading_of(name: str) -> Reading:
    return read(read_mail((FOLDER / f"{name}.eml").read_bytes()), TOWN)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_of_its_kind(name: str) -> None:
    assert reading_of(name).kind in expected(name)["kind"]


@pytest.mark.parametrize("name", [n for n in MESSAGES if expected(n)["people"]])
def test_a_message_names_its_people_and_their_entries(name: str) -> None:
    want, got = expected(name), reading_of(name)

    assert [(p.name, p.id_document, p.phone) for p in got.people] == [
        (p["name"], p["id_document"], p["phone"]) for p in want["people"]
    ]
    assert [(e.number, e.registered_at) for e in got.registries] == [
        (e["number"], datetime.fromisoformat(e["registered_at"])) for e in want["registries"]
    ]
