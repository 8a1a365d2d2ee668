"""The promise: of hundreds of short mails full of leave words, those that ask for no leave take nobody off.

`short.jsonl` holds a mail a line. `wants` is what its writer wants: to `leave`, `nothing` of this
list, or something of it that is no plain leave (`care`); `people` who leaves, where that is judged.
"""

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

from rules.findings import Kind, Reading
from rules.mail.mail import read_mail
from rules.reading import read
from tests.corpus.test_corpus import TOWN

MAILS: Final[list[dict[str, Any]]] = [
    json.loads(line) for line in (Path(__file__).parent / "short.jsonl").read_text("utf-8").splitlines()
]

ACTS_YET: Final = {
    "Doneu-me de baixa del grup de l'Ajuntament que fa el seguiment de les obres.",
    "Vull sortir de la llista.",
}
"""What still acts, by how it begins. The last is meant: with all the data, "the list" is this one."""

PLAIN: Final = 0.55
"""How many of the plain leaves are at least to be understood whole; the others wait for a person."""


def reading_of(row: dict[str, Any]) -> Reading:
    message = EmailMessage()
    message["From"], message["To"] = f"{row.get('sender', '')} <algu@bustia.example>", "info@setcases.cat"
    message["Subject"], message["Message-ID"] = row["subject"], "<1@bustia.example>"
    message.set_content(row["text"])
    return read(read_mail(message.as_bytes()), TOWN)


def acts(reading: Reading) -> bool:
    is_known = any(p.id_document or p.phone for p in reading.people)
    return reading.kind is Kind.BAIXA and is_known and not reading.doubts


def test_leave_words_about_everything_else_take_nobody_off() -> None:
    others = [row for row in MAILS if row["wants"] != "leave"]
    acting = {row["text"] for row in others if acts(reading_of(row))}

    assert {text for text in acting if not text.startswith(tuple(ACTS_YET))} == set()


def test_plain_leaves_are_done() -> None:
    plain = [row for row in MAILS if row["wants"] == "leave"]
    held_back = [row["text"] for row in plain if not acts(reading_of(row))]

    assert 1 - len(held_back) / len(plain) >= PLAIN, held_back


def test_a_plain_leave_takes_off_whom_it_names_and_nobody_else() -> None:
    for row in MAILS:
        reading = reading_of(row)
        if row.get("people") and acts(reading):
            found = sorted((p.id_document or "", p.phone or "") for p in reading.people)
            assert found == sorted((document, phone) for _, document, phone in row["people"]), row
