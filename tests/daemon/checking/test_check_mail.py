"""A real mail is judged as the daemon would, and the one line that would change it is named."""

import tomllib
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from daemon.checking.findings import Finding, Verdict
from daemon.checking.judging import judge
from tests.daemon.conftest import Command, settings

GOOD, WARNING, BAD = Verdict.GOOD, Verdict.WARNING, Verdict.BAD

STAFF, REGISTRY, RESIDENT = "secretaria@setcases.cat", "no-reply@registre.example.cat", "merce@example.org"
PASS = "dmarc=pass header.from={domain}; spf=pass smtp.mailfrom=bounce-merce@{domain}; dkim=none"
FAIL = "dmarc=fail header.from={domain}"
MICROSOFT = (
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom={domain}; dkim=none (message not signed) "
    "header.d=none;dmarc=pass action=none header.from={domain};compauth=pass reason=100"
)
MARK = "X-MS-Exchange-Organization-AuthAs"


def mail(sender: str, *results: str, **headers: str) -> bytes:
    message = EmailMessage()
    for result in results:
        message["Authentication-Results"] = result.format(domain=sender.rpartition("@")[2])
    message["From"] = sender
    message["To"] = "info@setcases.cat"
    message["Subject"] = "ALTA de Mercè Puig, DNI 12345678Z, 600 123 456"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Bon dia\n")
    return message.as_bytes()


def judged(raw: bytes, *servers: str, **trust: Any) -> dict[str, Finding]:
    town = settings(
        trust={"authserv_ids": list(servers), **trust}, registry={"senders": [REGISTRY]},
    )  # fmt: skip
    return {finding.subject: finding for finding in judge(raw, town)}


@pytest.mark.parametrize("sender", [STAFF, REGISTRY])
def test_a_genuine_mail_of_staff_or_registry_would_act(sender: str) -> None:
    found = judged(mail(sender, f"mx.setcases.cat; {PASS}"), "mx.setcases.cat")

    assert [f.verdict for f in found.values()] == [GOOD] * 4
    assert "counts: the topmost" in found["mail.result"].said
    assert "dmarc=pass" in found["mail.result"].said
    assert found["mail.acts"].said.startswith("it would act")


def test_the_line_that_makes_it_act_is_named_and_does() -> None:
    raw = mail(REGISTRY, f"mx2.setcases.cat; {PASS}")

    before = judged(raw, "mx.setcases.cat")

    assert (before["mail.authenticated"].verdict, before["mail.acts"].verdict) == (WARNING, BAD)
    assert "authenticated: null" in before["mail.authenticated"].said
    assert 'trust.authserv_ids = ["mx.setcases.cat", "mx2.setcases.cat"]' in before["mail.authenticated"].mend
    after = judged(raw, "mx.setcases.cat", "mx2.setcases.cat")
    assert after["mail.acts"].verdict is GOOD


def test_a_mail_that_our_server_calls_false_never_acts_and_no_line_changes_that() -> None:
    found = judged(mail(STAFF, f"mx.setcases.cat; {FAIL}"), "mx.setcases.cat")

    assert (found["mail.authenticated"].verdict, found["mail.acts"].verdict) == (BAD, BAD)
    assert "authenticated: false" in found["mail.authenticated"].said
    assert "trust." not in found["mail.authenticated"].mend + found["mail.acts"].mend


def test_a_foreign_word_above_ours_is_named_as_the_reason() -> None:
    raw = mail(STAFF, f"mx.elsewhere.example; {FAIL}", f"mx.setcases.cat; {PASS}")

    found = judged(raw, "mx.setcases.cat")

    assert "stands below a foreign one" in found["mail.authenticated"].said
    assert "foreign one stands above" in found["mail.result"].said


def test_a_forged_field_of_a_stranger_below_ours_is_not_proposed() -> None:
    raw = mail(STAFF, "mx.setcases.cat; dmarc=none", f"forged.example; {PASS}")

    found = judged(raw, "mx.setcases.cat")

    assert "forged.example" not in found["mail.authenticated"].mend


def test_microsofts_field_without_an_id_counts_for_nobody_and_the_internal_mark_is_the_way() -> None:
    raw = mail(STAFF, MICROSOFT, **{MARK: "Internal"})

    found = judged(raw)

    assert "names no authserv-id" in found["mail.result"].said
    assert "dmarc=pass for setcases.cat" in found["mail.result"].said
    line = f'trust.internal_marks = ["{MARK}: Internal"]'
    assert line in found["mail.acts"].mend
    marked = judged(raw, internal_marks=[f"{MARK}: Internal"])
    assert marked["mail.acts"].verdict is GOOD


def test_an_internal_mark_does_nothing_for_the_registry() -> None:
    raw = mail(REGISTRY, MICROSOFT, **{MARK: "Internal"})

    found = judged(raw, internal_marks=[f"{MARK}: Internal"])

    assert found["mail.acts"].verdict is BAD


def test_a_mail_without_any_result_asks_for_the_original() -> None:
    found = judged(mail(STAFF), "mx.setcases.cat")

    assert (found["mail.result"].verdict, "original" in found["mail.result"].mend) == (WARNING, True)


def test_a_sender_that_is_not_configured_is_shown_both_lines() -> None:
    found = judged(mail(RESIDENT, f"mx.setcases.cat; {PASS}"), "mx.setcases.cat")

    assert found["mail.sender"].verdict is WARNING
    assert f'staff.orders_from = ["{RESIDENT}", "{STAFF}"]' in found["mail.sender"].mend
    assert f'registry.senders = ["{RESIDENT}", "{REGISTRY}"]' in found["mail.sender"].mend


def test_our_own_address_is_our_own_echo() -> None:
    assert "echo" in judged(mail("info@setcases.cat"))["mail.sender"].said


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"From: a@b.cat, c@d.cat\r\n\r\nx", b"x" * 100_000])
def test_what_is_no_mail_of_one_sender_is_judged_all_the_same(raw: bytes) -> None:
    found = judged(raw, "mx.setcases.cat")

    assert found["mail.sender"].verdict is BAD
    assert found["mail.acts"].verdict is WARNING


@pytest.mark.parametrize(
    "value",
    [
        "; ; ;", "mx.setcases.cat", "mx.setcases.cat; (unclosed", '"; dmarc=pass', "mx.setcases.cat; dmarc",
        "((((" * 50, "=?utf-8?q?x?=; spf=pass",
    ],
)  # fmt: skip
def test_a_field_that_cannot_be_read_is_told_and_counts_for_nothing(value: str) -> None:
    found = judged(mail(STAFF, value), "mx.setcases.cat")

    assert found["mail.authenticated"].said.startswith("authenticated: null")


@pytest.mark.parametrize("sender", [STAFF, REGISTRY, RESIDENT])
@pytest.mark.parametrize(
    "value", ["spf=none (unclosed", f"spf=none; x={'y' * 9000}", 'spf=none smtp.mailfrom="x']
)
def test_what_our_own_server_wrote_and_nobody_can_read_acts_for_nobody(sender: str, value: str) -> None:
    raw = mail(sender, f"mx.setcases.cat; {value}", **{MARK: "Internal"})

    found = judged(raw, "mx.setcases.cat", internal_marks=[f"{MARK}: Internal"])

    assert "of mx.setcases.cat" in found["mail.result"].said
    assert "cannot be read" in found["mail.result"].said
    assert found["mail.authenticated"].said.startswith("authenticated: null")
    assert "no configuration" in found["mail.authenticated"].mend
    assert (found["mail.acts"].verdict, "letter" in found["mail.acts"].said) == (BAD, True)


def test_a_forged_sender_under_a_strange_from_is_false() -> None:
    raw = b"Authentication-Results: mx.setcases.cat; dmarc=fail\r\nFrom: a@b.cat, c@d.cat\r\n\r\nx"

    found = judged(raw, "mx.setcases.cat")

    assert "authenticated: false" in found["mail.authenticated"].said


@pytest.mark.parametrize("sender", [STAFF, REGISTRY, RESIDENT])
def test_of_personal_data_only_the_senders_address_is_told(sender: str) -> None:
    raw = mail(sender, f"mx.setcases.cat; {PASS}", "other.example; x-sender=joan@example.net")

    said = " ".join(f.said + f.mend for f in judge(raw, settings()))

    assert "spf=pass" in said
    assert not [word for word in ("bounce-merce", "Puig", "12345678", "600 123", "joan@") if word in said]


def test_the_command_judges_a_file_and_ends_as_the_mail_would(command: Command, config: Path) -> None:
    trusting = config.read_text() + '[trust]\nauthserv_ids = ["mx.setcases.cat"]\n'
    config.write_text(trusting.replace("digest_to =", f'orders_from = ["{STAFF}"]\ndigest_to ='))
    file = config.with_name("mail.eml")

    ends = []
    for result in (PASS, "spf=none"):
        file.write_bytes(mail(STAFF, f"mx.setcases.cat; {result}"))
        done = command("check", "--mail", file)
        ends.append((done.code, "✓ mail.acts" in done.out))

    assert ends == [(0, True), (1, False)]
    assert command("check", "--mail", config.with_name("absent.eml")).code == 2


def test_a_line_to_copy_is_toml_that_loads() -> None:
    found = judged(mail(REGISTRY, f"mx2.setcases.cat; {PASS}"), "mx.setcases.cat")

    line = found["mail.authenticated"].mend.rpartition(": ")[2]
    assert tomllib.loads(line) == {"trust": {"authserv_ids": ["mx.setcases.cat", "mx2.setcases.cat"]}}


@pytest.mark.parametrize(
    ("headers", "results", "verdict", "said"),
    [
        ({"Cc": RESIDENT}, PASS, WARNING, "To and Cc name not us alone"),
        ({"In_Reply_To": "<1@x.example>"}, PASS, GOOD, "if it answers a mail of ours"),
        ({}, "spf=pass smtp.mailfrom=x@noticies.{domain}; dkim=none", BAD, "passes for another domain"),
    ],
    ids=["to others too", "an answer", "a subdomain's"],
)
def test_a_genuine_mail_of_staff_that_needs_codes_is_told_so(
    headers: dict[str, str], results: str, verdict: Verdict, said: str
) -> None:
    found = judged(mail(STAFF, f"mx.setcases.cat; {results}", **headers), "mx.setcases.cat")

    assert found["mail.authenticated"].verdict is GOOD
    assert (found["mail.acts"].verdict, said in found["mail.acts"].said) == (verdict, True)
    assert "code" in found["mail.acts"].said
