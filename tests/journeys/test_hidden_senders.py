"""Who forges a sender, and hides that: no letter, no change, and one card for each, on the real service."""

from collections.abc import Sequence
from typing import Final

import pytest

from tests.journeys.conftest import TownHall
from tests.journeys.test_run_once import LEAVE, NOTICE, PERE, ROSER, SUBJECT

OURS: Final = "Authentication-Results: mx.setcases.cat;"
FAILS: Final = f"{OURS} dmarc=fail header.from=setcases.cat"
PASSES: Final = f"{OURS} dmarc=pass header.from=veins.example"
STAFF, REGISTRY, RESIDENT = "secretaria@setcases.cat", "no-reply@registre.example.cat", "roser@veins.example"
NEW: Final = NOTICE.format(
    number="E/000101-2026", at="30/04/2026 09:00:00", name="Ona Soldevila Prat", dni="34567890V",
    phone="600555666",
)  # fmt: skip

HIDDEN: Final = {
    "two fields": ["From: {}", "From: x@evil.example"],
    "two mailboxes": ["From: {}, x@evil.example"],
    "a group": ["From: g: {};"],
    "a quoted local part": ['From: "v"@veins.example'],
    "an address in a comment": ["From: {} (a@b)"],
    "a raw IDN": ["From: v@ve\u00efns.example"],
    "empty": ["From:"],
    "none": [],
}
"""From fields under which nobody can tell who wrote."""

UNREADABLE: Final = [
    f"{OURS} spf=fail smtp.mailfrom={'y' * 9000}; dmarc=fail",
    f"{OURS} spf=fail smtp.mailfrom=\u00e9@x.example; dkim=fail",
    f'{OURS} spf=fail smtp.mailfrom="x; dkim=fail',
    f"{OURS} spf=fail (x; dkim=fail",
]


def deliver(town_hall: TownHall, n: int, fields: Sequence[str], subject: str, text: str) -> None:
    """A mail as its sender and our own server wrote it: the fields topmost first, and nothing is mended."""
    head = [*fields, "To: info@setcases.cat", f"Subject: {subject}", f"Message-ID: <{n}@veins.example>"]
    lines = [*head, "Content-Type: text/plain; charset=utf-8", "", *text.split("\n")]
    town_hall.dovecot.deliver("\r\n".join(lines).encode(), at=town_hall.at)


def silent_cards(town_hall: TownHall) -> int:
    """How many cards wait, where nothing was changed, and nobody was written to but staff with a digest."""
    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "active", "+34600333444": "active"}
    assert {recipient for _, recipient, _ in town_hall.sink.letters} <= {STAFF}
    assert {str(letter["Auto-Submitted"]) for letter in town_hall.sink.to(STAFF)} <= {"auto-generated"}
    cases = town_hall.cases()
    assert {case["state"] for case in cases} == {"staff"}
    return len(cases)


@pytest.mark.parametrize("proof", [FAILS, PASSES, "X-None: x"], ids=["failed", "passed", "no result"])
def test_nobody_hides_behind_a_strange_from(town_hall: TownHall, proof: str) -> None:
    town_hall.residents(ROSER, PERE)
    for n, fields in enumerate(HIDDEN.values()):
        who = [each.format(RESIDENT) for each in fields]
        deliver(town_hall, n, [proof, *who], SUBJECT, f"{LEAVE}\n{n}")

    assert silent_cards(town_hall) == len(HIDDEN)


def test_nobody_hides_to_order_or_to_register(town_hall: TownHall) -> None:
    town_hall.residents(ROSER, PERE)
    for n, fields in enumerate(HIDDEN.values()):
        staff, registry = ([each.format(address) for each in fields] for address in (STAFF, REGISTRY))
        deliver(
            town_hall, n, [PASSES.replace("veins.example", "setcases.cat"), *staff], "", f"BAIXA A-0001\n{n}"
        )
        deliver(town_hall, 100 + n, [FAILS, *registry], f"Registre {n}", NEW)

    assert silent_cards(town_hall) == 2 * len(HIDDEN)


def test_nobody_hides_in_what_our_own_server_wrote(town_hall: TownHall) -> None:
    town_hall.residents(ROSER, PERE)
    for n, results in enumerate(UNREADABLE):
        deliver(town_hall, n, [results, f"From: {RESIDENT}"], SUBJECT, f"{LEAVE}\n{n}")
        deliver(town_hall, 100 + n, [results, f"From: {STAFF}"], "Ordres", f"BAIXA A-0001\n\n{n}")
        deliver(town_hall, 200 + n, [results, f"From: {REGISTRY}"], f"Registre {n}", NEW)

    assert silent_cards(town_hall) == 3 * len(UNREADABLE)


def test_what_asks_nothing_of_the_list_is_set_aside_whoever_wrote_it(town_hall: TownHall) -> None:
    town_hall.residents(ROSER, PERE)
    for n, fields in enumerate(HIDDEN.values()):
        who = [each.format(RESIDENT) for each in fields]
        deliver(town_hall, n, [FAILS, *who], f"Festa major {n}", "Quan comença la festa major?\n")
        deliver(town_hall, 100 + n, [FAILS, "List-Id: <o.evil.example>", *who], f"Ofertes {n}", "Ofertes!\n")

    town_hall.run_once()

    assert town_hall.cases() == []
    assert {message["outcome"] for message in town_hall.messages()} == {"aside"}


def test_who_hides_nothing_leaves_as_ever(town_hall: TownHall) -> None:
    """With a name of raw letters, and another's address as a quoted name: one plain address all the same."""
    town_hall.residents(ROSER, PERE)
    deliver(town_hall, 1, [PASSES, f'From: "Núria (nuria@altre.example)" <{RESIDENT}>'], SUBJECT, LEAVE)

    town_hall.run_once()

    assert town_hall.states() == {"+34600111222": "leaving", "+34600333444": "active"}
    assert len(town_hall.sink.to(RESIDENT)) == 1
