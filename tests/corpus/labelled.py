"""Every mail of the corpus with what its label asks of a reader, and the batch that it came in."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from enum import StrEnum
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from rules.findings import Topic
from rules.mail.mail import Mail, read_mail
from tests.corpus.test_corpus import TOWN

_HERE: Final = Path(__file__).parent
MAILS: Final = _HERE / "mails"
SHORT: Final = _HERE / "short.jsonl"
BESIDE: Final = _HERE / "beside.jsonl"
"""What stands beside a wish to leave, and changes nothing of it, or does: of several hands."""
TOPICS: Final = _HERE / "topics.jsonl"
"""What messages to the list, or about it, are about, and ordinary post beside: of several hands."""
BATCHES: Final[dict[str, Any]] = tomllib.loads((_HERE / "batches.toml").read_text("utf-8"))

HELD_OUT: Final = frozenset(BATCHES["held_out"])
_ADVERSARIAL: Final = frozenset(BATCHES["adversarial"])
_NO_RESIDENTS: Final = frozenset({"automatic", "consent", "alta", "command"})
_BATCH_OF: Final = {name: batch for batch, names in BATCHES["mails"].items() for name in names.split()}


class Wants(StrEnum):
    """What the writer wants."""

    LEAVE = "leave"  # now, in plain words, with all the data: it is to act
    NOTHING = "nothing"  # of the list: a letter would only bother them
    CARE = "care"  # something else of the list: it must not act
    UNCLEAR = "unclear"  # a clerk may let it act, or not: judged by nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A mail, its batch and what is wanted in it.

    `people` are who may be taken off, None where that is not judged. It `is_residents` where its writer's
    words decide what it is, and no register's, robot's, clerk's or chat's.
    """

    name: str
    batch: str
    wants: Wants
    raw: bytes
    people: frozenset[tuple[str, str]] | None = None
    is_adversarial: bool = False
    is_residents: bool = True
    is_fresh: bool = False  # nothing was learned of it
    topic: Topic | None = None

    @property
    def mail(self) -> Mail:
        """The mail as the rules read it."""
        return read_mail(self.raw)


def corpus() -> Iterator[Labelled]:
    """The mails of `mails/`, then the lines of `short.jsonl`."""
    for path in sorted(MAILS.glob("*.eml")):
        label = json.loads(path.with_suffix(".json").read_text("utf-8"))
        people = frozenset((p["id_document"] or "", p["phone"] or "") for p in label["people"] or ())
        raw = path.read_bytes()
        of_staff = bool(read_mail(raw).authors & TOWN.staff)
        wants = _wanted(label, people)
        yield Labelled(
            name=path.stem,
            batch=_BATCH_OF[path.stem],
            # What a clerk passes on is a card, however plain it is.
            wants=Wants.UNCLEAR if of_staff and wants is Wants.LEAVE else wants,
            raw=raw,
            people=people or None,
            is_residents=not of_staff and label["kind"][0] not in _NO_RESIDENTS,
            topic=Topic(label["topic"]) if "topic" in label else None,
        )
    for number, row in enumerate(_rows(SHORT), start=1):
        is_adversarial = row["batch"] in _ADVERSARIAL
        yield replace(_of_row(f"short.jsonl:{number}", row["batch"], row), is_adversarial=is_adversarial)


def fresh() -> Iterator[Labelled]:
    """The lines of `fresh.jsonl`: mail of three hands that taught nothing, labelled before it was read."""
    for number, row in enumerate(_rows(_HERE / "fresh.jsonl"), start=1):
        yield replace(_of_row(f"fresh.jsonl:{number}", f"fresh, hand {row['hand']}", row), is_fresh=True)


def hostile() -> Iterator[Labelled]:
    """The lines of `hostile.jsonl`: written to be read wrongly, by who knew the rules; none asks to leave."""
    for number, row in enumerate(_rows(_HERE / "hostile.jsonl"), start=1):
        one = _of_row(f"hostile.jsonl:{number}", f"hostile, {row['class']}", row)
        yield replace(one, is_adversarial=True, is_fresh=True)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text("utf-8").splitlines())


def _of_row(name: str, batch: str, row: dict[str, Any]) -> Labelled:
    given = row.get("people")
    people = frozenset((document, phone) for _, document, phone in given) if given else None
    return Labelled(name=name, batch=batch, wants=Wants(row["wants"]), raw=written(row), people=people)


def _wanted(label: dict[str, Any], people: frozenset[tuple[str, str]]) -> Wants:
    kinds = label["kind"]
    if label["harm"] or "baixa" not in kinds:
        return Wants.NOTHING if set(kinds) <= {"other", "automatic"} else Wants.CARE
    is_plain = kinds == ["baixa"] and people and all(document and phone for document, phone in people)
    return Wants.LEAVE if is_plain else Wants.UNCLEAR


def written(row: dict[str, Any]) -> bytes:
    """A line of `short.jsonl` as the mail that it stands for."""
    message = EmailMessage()
    message["From"], message["To"] = f"{row.get('sender', '')} <algu@bustia.example>", "info@setcases.cat"
    message["Subject"], message["Message-ID"] = row["subject"], "<1@bustia.example>"
    message.set_content(row["text"])
    return message.as_bytes()


@cache
def _learned(label: Path) -> bytes:
    """A label without what the program does not read well yet: nothing is learned of that."""
    said = json.loads(label.read_bytes())
    return json.dumps({key: value for key, value in said.items() if key != "not_yet"}).encode()


def corpus_hash() -> str:
    """What the corpus is known by: its mails, what is to be learned of them, and their batches."""
    found = sha256()
    for path in (*sorted(MAILS.iterdir()), SHORT, BESIDE, TOPICS, _HERE / "batches.toml"):
        data = _learned(path) if path.suffix == ".json" else path.read_bytes()
        found.update(f"{path.name}\0{len(data)}\0".encode() + data)
    return found.hexdigest()
