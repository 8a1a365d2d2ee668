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

from daemon.attachments.opening import read_whole
from rules.decision import Advance
from rules.facts import Facts
from rules.findings import Person, Reading
from rules.mail import read_mail
from rules.policy import decide
from rules.subscription import State, Subscription, What
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
JUDGED: Final = [name for name in NAMES if expected(name)["people"]]
HARMFUL: Final = [name for name in NAMES if expected(name)["harm"]]


def judged(names: Sequence[str], test: str) -> list[Any]:
    """The *names*; what a label says is `not_yet` read well by the *test* fails here until it is."""
    missed = {name: expected(name).get("not_yet", {}).get(test) for name in names}
    return [
        pytest.param(name, marks=pytest.mark.xfail(reason=reason) if reason else ())
        for name, reason in missed.items()
    ]


@cache
def reading_of(name: str) -> Reading:
    return read_whole(read_mail((FOLDER / f"{name}.eml").read_bytes()), TOWN)


def numbers(people: Sequence[Person]) -> list[tuple[str, str]]:
    return sorted((p.id_document or "", p.phone or "") for p in people)


def words(name: str | None) -> list[str]:
    """A name's words, in any order and without accents."""
    bare = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    return sorted("".join(c if c.isalnum() else " " for c in bare).split())


@pytest.mark.parametrize("name", judged(NAMES, "kind"))
def test_a_mail_is_of_its_kind(name: str) -> None:
    assert reading_of(name).kind in expected(name)["kind"]


@pytest.mark.parametrize("name", judged(JUDGED, "people"))
def test_a_mail_names_its_people_and_their_entries(name: str) -> None:
    want, got = expected(name), reading_of(name)
    people = [Person(**person) for person in want["people"]]

    assert numbers(got.people) == numbers(people)
    for person in people:
        if person.name:
            found = [p for p in got.people if numbers([p]) == numbers([person])]
            assert words(person.name) in [words(p.name) for p in found]
    if want["registries"] is not None:
        assert [(e.number, e.registered_at) for e in got.registries if e.number] == [
            (e["number"], datetime.fromisoformat(e["registered_at"])) for e in want["registries"]
        ]


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
