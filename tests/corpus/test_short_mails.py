"""The promise: of hundreds of short mails full of leave words, those that ask for no leave take nobody off.

`short.jsonl` holds a mail a line, with its batch. `wants` is what its writer wants: to `leave`, `nothing`
of this list, or something of it that is no plain leave (`care`); `people` who leaves, where that is judged.
"""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from rules.findings import Kind, Reading
from rules.mail.mail import read_mail
from tests.corpus.labelled import written
from tests.corpus.test_corpus import TOWN
from tests.failures import none_missed
from tests.rules.messages import read

MAILS: Final[list[dict[str, Any]]] = [
    json.loads(line) for line in (Path(__file__).parent / "short.jsonl").read_text("utf-8").splitlines()
]

ACTS_YET: Final = {
    "Doneu-me de baixa del grup de l'Ajuntament que fa el seguiment de les obres.",
    "Vull sortir de la llista.",
}
"""What still acts, by how it begins. The last is meant: with all the data, "the list" is this one."""

PLAIN: Final = 0.38
"""How many of the plain leaves are at least to be understood whole; the writers of the others are asked."""


def reading_of(row: dict[str, Any]) -> Reading:
    return read(read_mail(written(row)), TOWN)


Readings = list[tuple[dict[str, Any], Reading]]


@pytest.fixture(scope="module")
def readings() -> Readings:
    """Each mail and how it is read."""
    return [(row, reading_of(row)) for row in MAILS]


def acts(reading: Reading) -> bool:
    is_known = any(p.id_document or p.phone for p in reading.people)
    return reading.kind is Kind.BAIXA and is_known and not reading.doubts


def test_leave_words_about_everything_else_take_nobody_off(readings: Readings) -> None:
    acting = {row["text"] for row, reading in readings if row["wants"] != "leave" and acts(reading)}

    none_missed(text for text in acting if not text.startswith(tuple(ACTS_YET)))


def test_plain_leaves_are_done(readings: Readings) -> None:
    plain = [(row, reading) for row, reading in readings if row["wants"] == "leave"]
    held_back = [row["text"] for row, reading in plain if not acts(reading)]

    assert 1 - len(held_back) / len(plain) >= PLAIN, held_back


def test_a_plain_leave_takes_off_whom_it_names_and_nobody_else(readings: Readings) -> None:
    none_missed(
        f"{row}: {found}"
        for row, reading in readings
        if row.get("people") and acts(reading)
        if (found := sorted((p.id_document or "", p.phone or "") for p in reading.people))
        != sorted((document, phone) for _, document, phone in row["people"])
    )
