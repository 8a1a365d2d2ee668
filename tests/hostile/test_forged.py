"""Whoever somebody claims to be: no forged sender orders, registers, leaves or is told anything."""

from collections.abc import Callable, Sequence
from typing import Final

import pytest

from daemon.intake import Taken
from rules.decision import Outcome
from tests.daemon.ordering import CLERK, Office
from tests.hostile.conftest import OURS, REGISTRY
from tests.journeys.test_run_once import NOTICE


def message(sender: str | Sequence[str], text: str, *fields: str, subject: str = "Baixa WhatsApp") -> bytes:
    """A mail as somebody forges it: fields are written as they are, topmost first."""
    senders = [sender] if isinstance(sender, str) else sender
    head = [
        *fields,
        *(f"From: {each}" for each in senders),
        "To: info@setcases.cat",
        f"Subject: {subject}",
        "Message-ID: <forjat@x.example>",
        "Content-Type: text/plain; charset=utf-8",
    ]
    return "\r\n".join([*head, "", text]).encode()


def passes(domain: str, by: str = OURS) -> str:
    return f"Authentication-Results: {by}; dmarc=pass header.from={domain}"


Proof = Callable[[str], list[str]]
"""The fields by which a mail would prove to be of a domain."""

FORGED: Final = [
    pytest.param(lambda _: [], id="no result"),
    pytest.param(lambda d: [passes(d, "mx.evil.example")], id="another server's result"),
    pytest.param(lambda d: [passes(d, f"{OURS}.evil.example")], id="our id as a prefix"),
    pytest.param(lambda d: [passes(d, f"({OURS};) mx.evil.example")], id="our id in a comment"),
    pytest.param(lambda d: [passes(d, f'"{OURS};" mx.evil.example')], id="our id in quotes"),
    pytest.param(lambda d: [passes(d, f"{OURS} 2")], id="an unknown version"),
    pytest.param(
        lambda d: [f"Authentication-Results: {OURS}; spf=none", passes(d)], id="a forged one below ours"
    ),
    pytest.param(
        lambda d: [f"Authentication-Results: {OURS}; spf=fail smtp.mailfrom=x.example; dkim=none", passes(d)],
        id="below ours that failed",
    ),
    pytest.param(
        lambda d: ["Authentication-Results: mx.evil.example; none", passes(d)],
        id="below another's above ours",
    ),
    pytest.param(
        lambda d: [passes(d), f"Authentication-Results: {OURS}; dmarc=fail header.from={d}"],
        id="above ours that failed",
    ),
    pytest.param(
        lambda d: [f"Authentication-Results: {OURS}; spf=none (; dmarc=pass header.from={d}"],
        id="unparseable",
    ),
    pytest.param(lambda _: [f"Authentication-Results: {OURS}; dmarc=pass"], id="a pass of nobody"),
    pytest.param(
        lambda _: [f"Authentication-Results: {OURS}; dkim=pass header.d=evil.example"],
        id="signed by another domain",
    ),
    pytest.param(
        lambda _: [f"Authentication-Results: {OURS}; spf=pass smtp.mailfrom=x@evil.example"],
        id="the attacker's envelope",
    ),
    pytest.param(
        lambda d: [passes(d), f"DKIM-Signature: v=1; d={d}; h=from:to:subject; l=40"], id="signed in part"
    ),
    pytest.param(lambda d: [f"X-A: b\r{passes(d)}"], id="behind a bare carriage return"),
    pytest.param(lambda d: [f"ARC-{passes(d)}"], id="a field of another name"),
]


def changed_nothing(office: Office, taken: Taken) -> bool:
    """Whether the books stand as they were, and the mail was not lost over it."""
    assert taken.decision.outcome is Outcome.CARD
    return office.states() == ["active", "active"]


@pytest.mark.parametrize("forged", FORGED)
def test_forged_results_prove_no_order_of_staff(office: Office, forged: Proof) -> None:
    fields = forged("setcases.cat")

    taken = office.take(message(CLERK, "BAIXA A-0001\r\n", *fields, subject="Ordres"))

    assert changed_nothing(office, taken)
    assert office.answers() == []


NEW = NOTICE.format(
    number="E/000101-2026", at="30/04/2026 09:00:00", name="Ona Soldevila Prat", dni="34567890V",
    phone="600555666",
)  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_forged_results_prove_no_notice_of_a_registry(office: Office, forged: Proof) -> None:
    taken = office.take(message(REGISTRY, NEW, *forged("registre.example.cat"), subject="Registre"))

    assert changed_nothing(office, taken)


def test_what_our_server_vouches_for_is_done(office: Office) -> None:
    office.take(message(CLERK, "BAIXA A-0001\r\n", passes("setcases.cat"), subject="Ordres"))
    office.take(message(REGISTRY, NEW, passes("registre.example.cat"), subject="Registre"))

    assert office.states() == ["leaving", "active", "consented"]
    assert len(office.answers()) == 1


def test_a_real_notice_that_is_sent_again_has_no_second_effect(office: Office) -> None:
    """Whoever got hold of it: the same entry, under other ids, in other words."""
    real = message(REGISTRY, NEW, passes("registre.example.cat"), subject="Registre")
    office.take(real)
    office.order("BAIXA A-0003")
    before = office.book()

    for n in range(5):
        again = real.replace(b"<forjat@", b"<forjat-%d@" % n)
        office.take(again)
        office.take(again + b"Nova linia\r\n")

    assert office.book() == before
    assert before[-1].state.value == "left"


@pytest.mark.parametrize(
    "sender",
    [
        pytest.param("secretaria@setcas\u0435s.cat", id="a Cyrillic letter"),
        pytest.param("secretaria@xn--setcass-3fg.cat", id="its A-label"),
        pytest.param("secretaria@setcases.cat.", id="a trailing dot"),
        pytest.param("secretaria\uff20setcases.cat", id="a fullwidth at"),
        pytest.param("secretaria@setcases.cat.evil.example", id="a longer domain"),
        pytest.param("secretaria@evilsetcases.cat", id="a longer label"),
        pytest.param("secretaria@setcases.cat@evil.example", id="two ats"),
        pytest.param("secretaria@setcases.cat <x@evil.example>", id="the address as a name"),
        pytest.param('"secretaria@setcases.cat" <x@evil.example>', id="the address as a quoted name"),
        pytest.param("x@evil.example (secretaria@setcases.cat)", id="the address in a comment"),
        pytest.param("secretaria@setcases.cat, x@evil.example", id="one of two"),
        pytest.param("x@evil.example, secretaria@setcases.cat", id="the second of two"),
        pytest.param("g: secretaria@setcases.cat;", id="a group"),
        pytest.param("<secretaria@setcases.cat><x@evil.example>", id="two brackets"),
        pytest.param('"secretaria"@setcases.cat', id="a quoted local part"),
        pytest.param("secretaria@setcases.cat\x00", id="a NUL"),
        pytest.param("secretaria@setcases.cat\x00.evil.example", id="a NUL within"),
        pytest.param("=?utf-8?q?secretaria=40setcases.cat?=", id="an encoded word"),
        pytest.param("=?utf-8?q?secretaria=40setcases=2Ecat=00?= <x@evil.example>", id="encoded, with a NUL"),
        pytest.param(["x@evil.example", CLERK], id="two fields, hers below"),
        pytest.param([CLERK, "x@evil.example"], id="two fields, hers above"),
        pytest.param([], id="no sender"),
    ],
)
def test_nobody_who_is_not_plainly_the_clerk_gives_her_orders(
    office: Office, sender: str | Sequence[str]
) -> None:
    """Though our own server says pass for her domain and for the attacker's."""
    results = f"Authentication-Results: {OURS}; dmarc=pass header.from={{}}"
    for domain in ("setcases.cat", "evil.example", "xn--setcass-3fg.cat"):
        office.take(message(sender, "BAIXA A-0001\r\n", results.format(domain), subject="Ordres"))

    assert office.states() == ["active", "active"]
    assert office.answers() == []
