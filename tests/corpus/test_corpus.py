"""The promise: mail is read as a careful clerk would, and none that asks for no leave takes anybody off.

The mails of `mails/` were written from the town hall's notice by writers who had not seen the
rules; beside each lies what must be read from it. `kind` are the kinds that a clerk would
accept, best first; `people` and `registries` are null where they are not judged.
"""

import json
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from daemon.mailbox.attachments.opening import read_whole
from rules.books.decision import Advance
from rules.books.facts import Facts
from rules.books.policy import decide
from rules.books.subscription import State, Subscription, What
from rules.findings import Person, Reading
from rules.mail.mail import read_mail
from rules.town import Town

TOWN: Final = Town(
    name="Ajuntament de Setcases",
    channel="Informació Ajuntament de Setcases",
    whatsapp="+34683331383",
    place="Setcases",
    tz=ZoneInfo("Europe/Madrid"),
    addresses=frozenset({"info@setcases.cat"}),
    staff=frozenset({"secretaria@setcases.cat", "alcaldia@setcases.cat"}),
    registry=frozenset(
        {
            "no-reply@registre-ct.example.cat",
            "no-reply@etram.example.cat",
            "registre@eacat.example.cat",
            "notificacions@gestiona.example.es",
            "no-reply@rec.example.es",
            "registre@setcases.cat",
        }
    ),
    authserv_ids=frozenset({"mx.setcases.cat", "mx1.setcases.cat"}),
)
FOLDER: Final = Path(__file__).parent / "mails"
LATER: Final = datetime(2027, 1, 1, tzinfo=UTC)


def expected(name: str) -> dict[str, Any]:
    return dict(json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


NAMES: Final = sorted(path.stem for path in FOLDER.glob("*.eml"))
HARMFUL: Final = [name for name in NAMES if expected(name)["harm"]]


@cache
def reading_of(name: str) -> Reading:
    return read_whole(read_mail((FOLDER / f"{name}.eml").read_bytes()), TOWN)


def numbers(people: Sequence[Person]) -> list[tuple[str, str]]:
    return sorted((p.id_document or "", p.phone or "") for p in people)


def words(name: str | None) -> list[str]:
    """A name's words, in any order and without accents."""
    bare = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    return sorted("".join(c if c.isalnum() else " " for c in bare).split())


def misread(want: dict[str, Any], got: Reading) -> dict[str, str]:
    """What is read otherwise than the label says, by its word in `not_yet`."""
    found = {}
    if got.kind not in want["kind"]:
        found["kind"] = f"{got.kind}, not {want['kind']}"
    people = [Person(**person) for person in want["people"] or ()]
    if people and numbers(got.people) != numbers(people):
        found["people"] = f"{numbers(got.people)}, not {numbers(people)}"
    for person in people if "people" not in found else ():
        named = [p.name for p in got.people if numbers([p]) == numbers([person])]
        if person.name and words(person.name) not in [words(name) for name in named]:
            found["people"] = f"{named}, not {person.name}"
    if people and want["registries"] is not None:
        entries = [(e.number, e.registered_at) for e in got.registries if e.number]
        labelled = [(e["number"], datetime.fromisoformat(e["registered_at"])) for e in want["registries"]]
        if entries != labelled:
            found["people"] = f"{entries}, not {labelled}"
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_is_read_as_a_clerk_reads_it(name: str) -> None:
    """Its kind, its people and their entries; what a label says is `not_yet` read well must be so still."""
    want = expected(name)

    found = misread(want, reading_of(name))

    assert found.keys() == want.get("not_yet", {}).keys(), found


@pytest.mark.parametrize("name", HARMFUL)
def test_what_asks_for_no_leave_takes_nobody_off(name: str) -> None:
    """Whoever is named in the mail is on the list, under exactly these numbers."""
    reading = reading_of(name)
    held = tuple(
        Subscription(
            ref=f"A-{number:04}", name=p.name or "", id_document=p.id_document, phone=p.phone,
            state=State.ACTIVE,
        )
        for number, p in enumerate(reading.people)
    )  # fmt: skip

    decision = decide(reading, Facts(received_at=LATER, sender="algu@bustia.example", subscriptions=held))

    effects = [e for verdict in decision.verdicts for e in verdict.effects]
    assert not [e for e in effects if isinstance(e, Advance) and e.what is What.BAIXA]
