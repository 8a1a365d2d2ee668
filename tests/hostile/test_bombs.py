"""Mail made to cost: each bomb is decided within a second and 256 MB, and takes nobody off."""

import re
from pathlib import Path
from typing import Final

import pytest

from rules.books.decision import Decision, Outcome, Reason
from rules.books.facts import Facts
from rules.books.policy import decide, of_nobody
from rules.mail.mail import read_mail
from tests.processor import within
from tests.rules.mail.test_mail_limits import BODY_BOMBS, HEAD_BOMBS, PAGE_BOMBS, nested
from tests.rules.messages import TOWN, raw, read
from tests.rules.persons import NOW

_MOST: Final = 256
"""Megabytes."""
_STATUS: Final = Path("/proc/self/status")

BOMBS: Final = {
    **HEAD_BOMBS,
    **BODY_BOMBS,
    **PAGE_BOMBS,
    "24 KB of semicolons": raw("Content-Type: text/plain" + ";" * 25_000),
    "a real spam's semicolons": raw("Content-Type: text/html " + "; " * 12_300),
    "10,000 addressees": raw("To: " + ", ".join(f"v{n}@b.example" for n in range(10_000))),
    "40,000 addressees": raw("To: " + ", ".join(f"v{n}@b.example" for n in range(40_000))),
    "40,000 senders": raw(sender=", ".join(f"v{n}@b.example" for n in range(40_000))),
    "20 KB of dots": raw(sender="a" + "." * 20_000 + "@bustia.example"),
    "nested 900 deep": nested(900),
    "punycode that decodes": raw("Content-Type: text/plain; charset=punycode", body=b"a-" + b"b9" * 190_000),
    "a name in punycode": raw(sender="Pia <pia@xn--" + "a9" * 4000 + ".example>"),
    "a result of 8 KB": raw("Authentication-Results: mx.vallclara.cat; " + "dkim=pass header.d=x; " * 350),
    "results without end": raw(*(["Authentication-Results: mx.vallclara.cat; dmarc=pass"] * 190)),
    "numbers": raw("Subject: BAIXA", body=b"12345678Z 600111222\n" * 25_000),
    "names": raw("Subject: BAIXA", body=b"Roser Vilalta Camps\n" * 25_000),
    "leaves": raw("Subject: BAIXA", body=b"no em doneu de baixa si us plau, " * 15_000),
    "rows": raw("Subject: BAIXA", body=b"Nom;DNI;Mobil\n" * 35_000),
    "a chat": raw("Subject: Fwd: ALTA", body=b"12/5/26, 18:04 - Pia: ALTA\n" * 18_000),
    "176 KB of one sign that is eighteen letters": raw(body="\ufdfa" * 60_000),
    "marks on one letter that are out of order": raw(body="a" + "\u0301\u0316" * 128_000),
    "two heaps of marks on one letter": raw(body="a" + "\u0301" * 64_000 + "\u0316" * 64_000),
    "no letter twice": raw(body="".join(map(chr, (*range(0x3400, 0xD7A4), *range(0xE000, 0xF8FF))))),
    "notices": raw("Subject: Registre", body=b"Numero de registre: E/000101-2026\nInteressat: A B\n" * 8_000),
}


def peak() -> int:
    """The most memory that this process had since it was last forgotten, in megabytes."""
    found = re.search(r"VmHWM:\s+(\d+)", _STATUS.read_text(encoding="ascii"))
    assert found
    return int(found[1]) // 1024


def forget_peak() -> int:
    """Begin to measure anew; what there is now."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return peak()


def decided(data: bytes) -> Decision:
    mail = read_mail(data)
    if mail.unreadable:
        return of_nobody(Reason.UNREADABLE, mail.unreadable)
    return decide(read(mail, TOWN), Facts(received_at=NOW, sender=mail.sender))


@pytest.mark.skipif(not _STATUS.exists(), reason="the peak is read from /proc")
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_decided_in_a_second_and_256_mb_and_takes_nobody_off(name: str) -> None:
    data = BOMBS[name] if isinstance(BOMBS[name], bytes) else raw("Content-Type: text/html", body=BOMBS[name])
    before = forget_peak()

    decision = within(1.0, name, lambda: decided(data))

    assert peak() - before < _MOST
    assert decision.outcome is not Outcome.DONE
    assert not any(verdict.effects for verdict in decision.verdicts)
