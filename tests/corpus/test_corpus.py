"""The promise: mail is read as a careful clerk would, and none that asks for no leave takes anybody off.

The mails of `mails/` were written from the town hall's notice by writers who had not seen the
rules; beside each lies what must be read from it. `kind` are the kinds that a clerk would
accept, best first; `people` and `registries` are null where they are not judged.
"""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from daemon.mailbox.attachments.opening import read_whole
from rules.books.decision import Advance
from rules.books.facts import Facts
from rules.books.policy import decide
from rules.books.subscription import State, Subscription, What
from rules.findings import CONFIRMABLE, Kind, Person, Reading
from rules.mail.mail import read_mail
from rules.town import Town
from tests.failures import none_missed

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
BATCHES: Final = [NAMES[first : first + 250] for first in range(0, len(NAMES), 250)]


def numbers(people: Sequence[Person]) -> list[tuple[str, str]]:
    return sorted((p.id_document or "", p.phone or "") for p in people)


def words(name: str | None) -> list[str]:
    """A name's words, in any order and without accents."""
    bare = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    return sorted("".join(c if c.isalnum() else " " for c in bare).split())


def misread(want: dict[str, Any], got: Reading) -> dict[str, str]:
    """What is read otherwise than the label says, by its word in `not_yet`."""
    found = {}
    is_asked = got.kind is Kind.BAIXA and bool(got.doubts) and CONFIRMABLE.issuperset(got.doubts)
    kinds = {got.kind, Kind.UNSURE} if is_asked else {got.kind}  # a person would look, or its writer is asked
    seen = {Kind.UNSURE} if "baixa" in want["kind"] else set()  # how many a person sees, is held below
    if kinds.isdisjoint({*want["kind"], *seen}):
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


def taken_off(reading: Reading) -> list[Advance]:
    """The leaves carried out where everybody named is on the list, under exactly these numbers."""
    held = tuple(
        Subscription(
            ref=f"A-{number:04}", name=p.name or "", id_document=p.id_document, phone=p.phone,
            state=State.ACTIVE,
        )
        for number, p in enumerate(reading.people)
    )  # fmt: skip
    decision = decide(reading, Facts(received_at=LATER, sender="algu@bustia.example", subscriptions=held))
    effects = (e for verdict in decision.verdicts for e in verdict.effects)
    return [e for e in effects if isinstance(e, Advance) and e.what is What.BAIXA]


def misses(name: str) -> Iterator[str]:
    """Where the program differs from the mail's label; what that says is `not_yet` right must be so still."""
    want = expected(name)
    reading = read_whole(read_mail((FOLDER / f"{name}.eml").read_bytes()), TOWN)
    found, not_yet = misread(want, reading), want.get("not_yet", {})
    for part, said in found.items():
        if part not in not_yet:
            yield f"{name}: {part}: {said}"
    for part in not_yet:
        if part not in found:
            yield f"{name}: {part}: is read well by now, and its label says `not_yet`"
    if want["harm"] and (gone := taken_off(reading)):
        yield f"{name}: it asks for no leave, and takes off {gone}"


@pytest.mark.parametrize("batch", [pytest.param(b, id=f"{b[0]}..{b[-1]}") for b in BATCHES])
def test_mails_are_read_as_a_clerk_reads_them_and_none_takes_off_who_did_not_ask(
    batch: Sequence[str],
) -> None:
    none_missed(miss for name in batch for miss in misses(name))


SEEN_BY_NOBODY: Final = 0.7
"""How many of the leaves with all their data are at least done, or settled by their writer's yes."""


def test_most_leaves_with_all_their_data_need_no_clerk() -> None:
    """One in ten of them: how much waits for a person, is not told by the labels."""
    plain = [name for name in NAMES if expected(name)["kind"] == ["baixa"] and not expected(name)["harm"]]
    read = [read_whole(read_mail((FOLDER / f"{name}.eml").read_bytes()), TOWN) for name in plain[::10]]
    settled = [r for r in read if r.kind is Kind.BAIXA and CONFIRMABLE.issuperset(r.doubts)]

    assert len(settled) / len(read) >= SEEN_BY_NOBODY
