"""Who wrote it: only our own server's word counts, and no forged header sounds like it."""

from collections.abc import Sequence
from dataclasses import replace

import authres
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.findings import UnclearSender
from rules.mail.mail import Mail
from rules.sender.authentication import (
    _result,
    aligned,
    authenticated,
    internally_marked,
    of_very_domain,
    organisation,
    to_ascii,
    unclear_sender,
)
from tests.rules.messages import TOWN, mail

SENDER = "Pia Roca <pia@bustia.example>"
FAILS = "mx.vallclara.cat; dmarc=fail header.from=bustia.example"


def judged(*results: str, fields: tuple[str, ...] = (), sender: str = SENDER) -> bool | None:
    """What a message with these Authentication-Results, topmost first, is taken for."""
    return authenticated(with_results(*results, fields=fields, sender=sender), TOWN)


def with_results(*results: str, fields: Sequence[str] = (), sender: str = SENDER) -> Mail:
    return mail(*(f"Authentication-Results: {r}" for r in results), *fields, sender=sender)


@pytest.mark.parametrize(
    "result",
    [
        pytest.param("mx.vallclara.cat; dmarc=pass header.from=bustia.example", id="dmarc"),
        pytest.param(
            "mx.vallclara.cat; dmarc=pass (p=reject dis=none) header.from=bustia.example", id="with a comment"
        ),
        pytest.param(
            "mx.vallclara.cat; dmarc=pass action=none header.from=bustia.example", id="with an odd property"
        ),
        pytest.param("mx.vallclara.cat; dkim=pass header.d=bustia.example header.s=s1", id="dkim by d"),
        pytest.param(
            "mx.vallclara.cat; dkim=pass (2048-bit key) header.i=@bustia.example header.b=XyZ", id="dkim by i"
        ),
        pytest.param("mx.vallclara.cat; dkim=pass header.d=correu.bustia.example", id="dkim of a subdomain"),
        pytest.param("mx.vallclara.cat; spf=pass smtp.mailfrom=pia@bustia.example", id="spf"),
        pytest.param(
            "mx.vallclara.cat; spf=pass smtp.mailfrom=rebots.bustia.example", id="spf of a subdomain"
        ),
        pytest.param(
            "mx.vallclara.cat; spf=fail smtp.mailfrom=x.example; dkim=pass header.d=bustia.example",
            id="one of two",
        ),
        pytest.param(
            "mx.vallclara.cat; dkim=fail header.d=bustia.example; dkim=pass header.d=bustia.example",
            id="one of two keys",
        ),
        pytest.param("MX.Vallclara.CAT; dmarc=pass header.from=BUSTIA.example", id="in other case"),
        pytest.param("mx.vallclara.cat 1; dmarc=pass header.from=bustia.example", id="with a version"),
        pytest.param(
            "(hi) mx.vallclara.cat (Postfix; x) ; dmarc=pass header.from=bustia.example", id="comments around"
        ),
        pytest.param(
            "mx.vallclara.cat;\r\n\tdkim=none;\r\n\tdmarc=pass header.from=bustia.example", id="folded"
        ),
        pytest.param("mx.vallclara.cat; ?; dmarc=pass header.from=bustia.example", id="a bad clause beside"),
        pytest.param(
            'mx.vallclara.cat; dkim=fail reason="a;b"; spf=pass smtp.mailfrom=bustia.example',
            id="quoted semicolon",
        ),
    ],
)
def test_an_aligned_pass_of_our_server_is_true(result: str) -> None:
    assert judged(result) is True


@pytest.mark.parametrize(
    "result",
    [
        pytest.param("mx.vallclara.cat; dmarc=fail header.from=bustia.example", id="dmarc fails"),
        pytest.param(
            "mx.vallclara.cat; dmarc=fail header.from=bustia.example; spf=pass smtp.mailfrom=bustia.example",
            id="dmarc fails first",
        ),
        pytest.param(
            "mx.vallclara.cat; spf=fail smtp.mailfrom=x.example; dkim=fail header.d=bustia.example",
            id="both fail",
        ),
        pytest.param(
            "mx.vallclara.cat; spf=hardfail smtp.mailfrom=x.example; dkim=fail header.d=x.example",
            id="old word",
        ),
        pytest.param(
            f"mx.vallclara.cat; spf=pass smtp.mailfrom=bustia.example;{' ' * 60}dmarc=fail"
            " header.from=bustia.example",
            id="behind blanks",
        ),
        pytest.param("MX.VALLCLARA.CAT; DMARC=FAIL header.from=bustia.example", id="in capitals"),
        pytest.param("mx.vallclara.cat;\r\n\tdmarc\r\n\t=\r\n\tfail", id="folded"),
        pytest.param("mx.vallclara.cat; dmarc/1=fail", id="with the method's version"),
        pytest.param("mx.vallclara.cat; dmarc=(p=none; dmarc=pass) fail", id="a pass in a comment"),
        pytest.param(
            'mx.vallclara.cat; dmarc=fail header.from="a b" x; spf=pass smtp.mailfrom=bustia.example',
            id="properties that nobody reads",
        ),
        pytest.param(
            "mx.vallclara.cat; dmarc=pass header.from=bustia.example; dmarc=fail header.from=bustia.example",
            id="dmarc twice",
        ),
        pytest.param(
            "mx.vallclara.cat; dmarc=fail header.from=altri.example; dkim=pass header.d=bustia.example",
            id="dmarc of another domain",
        ),
        pytest.param(
            "mx.vallclara.cat; dkim=fail header.d=bustia.example; dkim=none; spf=fail smtp.mailfrom=x.cat",
            id="one signature that fails, and none",
        ),
        pytest.param(
            "mx.vallclara.cat; dkim=fail header.d=bustia.example; dkim=permerror; spf=fail",
            id="one signature that fails, and one without a key",
        ),
    ],
)
def test_a_failure_that_our_server_saw_is_false(result: str) -> None:
    assert judged(result) is False


@pytest.mark.parametrize(
    "results",
    [
        pytest.param((), id="none"),
        pytest.param(("mx.vallclara.cat; none",), id="ours says nothing"),
        pytest.param(("mx.vallclara.cat",), id="ours without a result"),
        pytest.param(("mx.altri.example; dmarc=pass header.from=bustia.example",), id="only another's"),
        pytest.param(
            ("mx.vallclara.cat.evil.example; dmarc=pass header.from=bustia.example",), id="our id as a prefix"
        ),
        pytest.param(
            ("evil-mx.vallclara.cat.example; dmarc=pass header.from=bustia.example",), id="our id inside"
        ),
        pytest.param(
            ("(mx.vallclara.cat;) evil.example; dmarc=pass header.from=bustia.example",),
            id="our id in a comment",
        ),
        pytest.param(('"mx.vallclara.cat"; dmarc=pass header.from=bustia.example',), id="our id quoted"),
        pytest.param(
            ('"mx.vallclara.cat;" evil.example; dmarc=pass header.from=bustia.example',), id="quoted before"
        ),
        pytest.param(("mx.vallclara.cat 2; dmarc=pass header.from=bustia.example",), id="unknown version"),
        pytest.param(("mx.vallclara.cat evil; dmarc=pass header.from=bustia.example",), id="a word too many"),
        pytest.param(
            ("mx.vallclara.cat; spf=softfail (dmarc=pass header.from=bustia.example) smtp.mailfrom=x",),
            id="pass in a comment",
        ),
        pytest.param(
            ("mx.vallclara.cat; spf=none (x; dmarc=pass header.from=bustia.example)",),
            id="clause in a comment",
        ),
        pytest.param(
            ('mx.vallclara.cat; spf=none reason="; dmarc=pass header.from=bustia.example; "',),
            id="clause in quotes",
        ),
        pytest.param(
            ("mx.vallclara.cat; spf=none (; dmarc=pass header.from=bustia.example",), id="open comment"
        ),
        pytest.param(
            ('mx.vallclara.cat; spf=none reason="; dmarc=pass header.from=bustia.example',), id="open quote"
        ),
        pytest.param(
            ("mx.vallclara.cat; spf=none ) (; dmarc=pass header.from=bustia.example",),
            id="comment inside out",
        ),
        pytest.param(
            ("mx.vallclara.cat; dkim=fail header.d=bustia.example; dkim=pass header.d=altri.cat; spf=fail",),
            id="fails, and a pass of another",
        ),
        pytest.param(
            ("mx.vallclara.cat; spf=fail smtp.mailfrom=x", "mx.vallclara.cat; dkim=fail header.d=x"),
            id="each fails in a field of its own",
        ),
        pytest.param(("mx.altri.example; dmarc=fail header.from=bustia.example",), id="another's failure"),
        pytest.param(("(mx.vallclara.cat;) altri.example; dmarc=fail",), id="another's, ours in a comment"),
        pytest.param(("mx.vallclara.cat; dmarc=pass",), id="dmarc of nobody"),
        pytest.param(("mx.vallclara.cat; dmarc=pass header.from=altri.example",), id="dmarc of another"),
        pytest.param(("mx.vallclara.cat; dkim=pass header.d=altri.example",), id="dkim of another"),
        pytest.param(("mx.vallclara.cat; dkim=pass header.d=example",), id="dkim of a suffix"),
        pytest.param(("mx.vallclara.cat; dkim=pass header.d=xbustia.example",), id="dkim of a longer name"),
        pytest.param(
            ("mx.vallclara.cat; dkim=pass header.d=bustia.example.evil.net",), id="dkim of a longer domain"
        ),
        pytest.param(("mx.vallclara.cat; dkim=pass",), id="dkim of nobody"),
        pytest.param(
            ("mx.vallclara.cat; spf=pass smtp.mailfrom=evil@altri.example",), id="spf of the attacker's path"
        ),
        pytest.param(("mx.vallclara.cat; spf=pass smtp.helo=bustia.example",), id="spf of a greeting"),
        pytest.param(("mx.vallclara.cat; auth=pass smtp.auth=pia",), id="another method"),
        pytest.param(("mx.vallclara.cat; spf=fail smtp.mailfrom=x.example; dkim=none",), id="fail and none"),
        pytest.param(("mx.vallclara.cat; dmarc=bestguesspass header.from=bustia.example",), id="a guess"),
        pytest.param(("mx.vallclara.cat; dmarc=passat header.from=bustia.example",), id="a longer word"),
        pytest.param(
            ("mx.vallclara.cat; spf=none", "mx.vallclara.cat; dmarc=pass header.from=bustia.example"),
            id="forged below ours",
        ),
        pytest.param(
            (
                "mx.vallclara.cat; dmarc=pass header.from=bustia.example",
                "mx.vallclara.cat; dmarc=fail header.from=bustia.example",
            ),
            id="two of ours disagree",
        ),
        pytest.param(
            ("mx.altri.example; dmarc=fail", "mx.vallclara.cat; dmarc=pass header.from=bustia.example"),
            id="another's above ours",
        ),
        pytest.param(
            ("(", "mx.vallclara.cat; dmarc=pass header.from=bustia.example"), id="rubbish above ours"
        ),
        pytest.param(
            ("mx.vallclara.cat; dmarc=pass header.from=bustia.example; x=" + "y" * 9000,), id="cut off"
        ),
        pytest.param(("mx.vallclara.cat; dmarc=pass header.from=bustia.example é",), id="not ascii"),
    ],
)
def test_everything_else_is_unknown(results: tuple[str, ...]) -> None:
    assert judged(*results) is None


@pytest.mark.parametrize(
    "above",
    ["mx.altri.example; dmarc=pass header.from=bustia.example", "(", "filtre.vallclara.cat; none", ""],
)
def test_a_false_of_ours_stands_whatever_is_above(above: str) -> None:
    assert judged(above, FAILS) is False


def test_a_false_of_ours_stands_whatever_is_forged_below() -> None:
    assert (
        judged("mx.vallclara.cat; dmarc=fail", "mx.vallclara.cat; dmarc=pass header.from=bustia.example")
        is False
    )


def test_a_later_server_of_our_own_organisation_may_speak_above() -> None:
    below = "mx.vallclara.cat; dmarc=pass header.from=bustia.example"
    assert judged("filtre.vallclara.cat; none", below) is True


@pytest.mark.parametrize(
    "sender",
    [
        pytest.param("Pia <pia@bustia.example>, Nil <nil@bustia.example>", id="two addresses"),
        pytest.param('"a@b"@bustia.example', id="quoted local part"),
        pytest.param("pia@bustia.example (nil@altri.example)", id="address in a comment"),
        pytest.param("nil@altri.example <pia@bustia.example>", id="address as a bare name"),
        pytest.param("g: pia@bustia.example;", id="group"),
        pytest.param("pia@bústia.example", id="not ascii"),
        pytest.param("pia\uff20bustia.example", id="fullwidth at"),
        pytest.param("pia@bustia.example.", id="trailing dot"),
        pytest.param("=?utf-8?q?pia=40bustia.example?=", id="encoded word"),
    ],
)
def test_who_is_not_one_plain_sender_is_never_authenticated(sender: str) -> None:
    assert judged("mx.vallclara.cat; dmarc=pass header.from=bustia.example", sender=sender) is None


@pytest.mark.parametrize("helo", ["a\\", "\\"])
def test_a_backslash_that_a_forger_says_hides_no_failure(helo: str) -> None:
    field = f"mx.vallclara.cat; spf=fail smtp.helo={helo}; dmarc=fail header.from=bustia.example"

    assert unclear_sender(with_results(field), TOWN) is UnclearSender.RESULTS


def test_two_from_fields_are_never_authenticated() -> None:
    fields = ("From: nil@bustia.example", f"From: {SENDER}")
    assert judged("mx.vallclara.cat; dmarc=pass header.from=bustia.example", fields=fields) is None


UNCLEAR = [
    pytest.param((), id="none"),
    pytest.param(("",), id="empty"),
    pytest.param(("pia@bustia.example", "nil@altri.example"), id="two fields"),
    pytest.param(("pia@bustia.example", "pia@bustia.example"), id="the same twice"),
    pytest.param(("pia@bustia.example, nil@altri.example",), id="two mailboxes"),
    pytest.param(("pia@bustia.example,",), id="a comma too many"),
    pytest.param(("g: pia@bustia.example;",), id="a group"),
    pytest.param(("undisclosed:;",), id="an empty group"),
    pytest.param(('"v"@bustia.example',), id="a quoted local part"),
    pytest.param(("v@bustia.example (a@b)",), id="an address in a comment"),
    pytest.param(("v@bustia.example (a",), id="a comment that does not close"),
    pytest.param(("nil@altri.example <pia@bustia.example>",), id="an address as a bare name"),
    pytest.param(("<pia@bustia.example><nil@altri.example>",), id="two in brackets"),
    pytest.param(("<pia@bustia.example",), id="a bracket that does not close"),
    pytest.param(("<@altri.example:pia@bustia.example>",), id="a route"),
    pytest.param(("pia@b\u00fastia.example",), id="a raw IDN"),
    pytest.param(("p\u00eda@bustia.example",), id="a raw local part"),
    pytest.param(("pia\uff20bustia.example",), id="a fullwidth at"),
    pytest.param(("pia@bustia.example.",), id="a trailing dot"),
    pytest.param(("pia@bustia..example",), id="an empty label"),
    pytest.param(("pia@[192.0.2.1]",), id="a number"),
    pytest.param(("pia",), id="no domain"),
    pytest.param(("a@b@bustia.example",), id="two ats"),
    pytest.param(("=?utf-8?q?pia=40bustia.example?=",), id="an encoded address"),
    pytest.param(("=?utf-8?q?pia?=@bustia.example",), id="an encoded local part"),
    pytest.param(("<=?utf-8?q?pia?=@bustia.example>",), id="one in brackets"),
    pytest.param(("pia@bustia.example\x00",), id="a NUL"),
    pytest.param(("pia@bustia.example\x00.altri.example",), id="a NUL within"),
    pytest.param(("Pia\x1b <pia@bustia.example>",), id="a control character in the name"),
    pytest.param(("Pia\rFrom: nil@altri.example <pia@bustia.example>",), id="a carriage return"),
]
"""From fields, topmost first, that are not exactly one plain address."""

PLAIN = [
    pytest.param("pia@bustia.example", id="bare"),
    pytest.param("<pia@bustia.example>", id="in brackets"),
    pytest.param("pia@bustia.example (Pia Roca)", id="the name in a comment"),
    pytest.param('"Roca, Pia" <pia@bustia.example>', id="a comma in quotes"),
    pytest.param('"nil@altri.example" <pia@bustia.example>', id="another address as a quoted name"),
    pytest.param("=?utf-8?q?nil=40altri.example?= <pia@bustia.example>", id="another as an encoded name"),
    pytest.param("pia@bustia.example <pia@bustia.example>", id="the same address as a name"),
    pytest.param("N\u00faria <pia@bustia.example>", id="a raw name"),
    pytest.param("Pia <PIA@Bustia.Example>", id="capitals"),
]


def from_fields(senders: Sequence[str], *results: str) -> Mail:
    head = (*(f"Authentication-Results: {r}" for r in results), *(f"From: {each}" for each in senders))
    return with_results(fields=head) if senders else mail("From : x", *head)


@pytest.mark.parametrize("senders", UNCLEAR)
def test_a_forged_sender_does_not_hide_behind_a_strange_from(senders: Sequence[str]) -> None:
    failed = "mx.vallclara.cat; spf=fail smtp.mailfrom=x.example; dkim=fail header.d=bustia.example"
    passed = "mx.vallclara.cat; dmarc=pass header.from=bustia.example; spf=pass smtp.mailfrom=bustia.example"

    assert authenticated(from_fields(senders, FAILS), TOWN) is False
    assert authenticated(from_fields(senders, failed), TOWN) is False
    assert authenticated(from_fields(senders, passed), TOWN) is None
    assert authenticated(from_fields(senders), TOWN) is None


@pytest.mark.parametrize("senders", UNCLEAR)
def test_of_a_strange_from_nobody_can_tell_who_it_is(senders: Sequence[str]) -> None:
    assert unclear_sender(from_fields(senders), TOWN) is UnclearSender.FROM


@pytest.mark.parametrize("sender", PLAIN)
def test_one_plain_address_is_clear_whatever_its_name(sender: str) -> None:
    passed = "mx.vallclara.cat; dmarc=pass header.from=bustia.example"

    assert unclear_sender(with_results(sender=sender), TOWN) is None
    assert judged(passed, sender=sender) is True
    assert judged(FAILS, sender=sender) is False


LONG = "; dkim=fail (no key) header.d=x.example"
UNREADABLE = [
    pytest.param("mx.vallclara.cat; spf=none; x=" + "y" * 9000, id="over 8 KB"),
    pytest.param(f"mx.vallclara.cat{LONG * 250}; dmarc=fail", id="over 8 KB of results"),
    pytest.param("mx.vallclara.cat" + (LONG.replace(";", ";\r\n\t")) * 250, id="over 8 KB, folded"),
    pytest.param("mx.vallclara.cat; spf=fail smtp.mailfrom=\u00e9@x.example; dkim=fail", id="raw UTF-8"),
    pytest.param("mx.vallclara.cat; spf=none\x00; dmarc=fail", id="a NUL"),
    pytest.param('mx.vallclara.cat; spf=fail smtp.mailfrom="x; dmarc=fail', id="an open quote"),
    pytest.param("mx.vallclara.cat; spf=fail (x; dmarc=fail", id="an open comment"),
    pytest.param("mx.vallclara.cat (x; dmarc=fail", id="an open comment before"),
    pytest.param("mx.vallclara.cat; spf=fail ) (; dmarc=fail", id="a comment inside out"),
    pytest.param("(a) MX.Vallclara.CAT (b); spf=fail (x; dmarc=fail", id="comments around the name"),
    pytest.param("mx.vallclara.cat 2; dmarc=fail", id="an unknown version"),
    pytest.param("mx.vallclara.cat x; dmarc=fail", id="a word too many"),
]


@pytest.mark.parametrize("result", UNREADABLE)
@pytest.mark.parametrize(
    "below", [(), ("mx.vallclara.cat; dmarc=pass header.from=bustia.example",), (FAILS,)]
)
def test_a_result_of_ours_that_cannot_be_read_says_so(result: str, below: Sequence[str]) -> None:
    given = with_results(result, *below)

    assert authenticated(given, TOWN) is None
    assert unclear_sender(given, TOWN) is UnclearSender.RESULTS


@pytest.mark.parametrize("result", UNREADABLE)
def test_anothers_that_cannot_be_read_is_anothers(result: str) -> None:
    given = with_results(result.replace("allclara", "allfosca").replace("ALLCLARA", "ALLFOSCA"))

    assert unclear_sender(given, TOWN) is None


@pytest.mark.parametrize("result", UNREADABLE)
def test_one_of_ours_that_cannot_be_read_below_spoils_a_true_and_no_more(result: str) -> None:
    given = with_results("mx.vallclara.cat; dmarc=pass header.from=bustia.example", result)

    assert authenticated(given, TOWN) is None
    assert unclear_sender(given, TOWN) is None


def test_a_folded_result_of_just_8_kb_is_read_to_its_end() -> None:
    folded = "mx.vallclara.cat;" + "\r\n\tdkim=none;" * 672 + "\r\n\tdmarc=fail"
    assert 8000 < len(folded.replace("\r", "")) < 8 * 1024

    assert judged(folded) is False


@pytest.mark.parametrize("id_", ["mx.vallf\u00f2rt.cat", "mx.xn--vallfrt-h0a.cat", "MX.VALLF\u00d2RT.cat"])
def test_an_international_authserv_id_is_known_in_either_spelling(id_: str) -> None:
    town = replace(TOWN, authserv_ids=frozenset({id_}))
    named = "mx.xn--vallfrt-h0a.cat"

    assert to_ascii(id_) == named
    assert authenticated(with_results(f"{named}; dmarc=fail"), town) is False
    passes = with_results(f"{named}; dmarc=pass header.from=bustia.example")
    assert authenticated(passes, town) is True
    raw = with_results("mx.vallf\u00f2rt.cat; dmarc=pass header.from=bustia.example")
    assert unclear_sender(raw, town) is UnclearSender.RESULTS


@pytest.mark.parametrize(
    "tags",
    [
        pytest.param("v=1; d=bustia.example; h=from:to; l=120", id="signs a length only"),
        pytest.param("v=1; d=bustia.example; h=from:to:date", id="leaves the subject"),
        pytest.param("v=1; d=bustia.example; h=subject:to", id="leaves the sender"),
    ],
)
@pytest.mark.parametrize(
    "method", ["dkim=pass header.d=bustia.example", "dmarc=pass header.from=bustia.example"]
)
def test_a_signature_that_leaves_something_open_proves_nothing(tags: str, method: str) -> None:
    assert judged(f"mx.vallclara.cat; {method}", fields=(f"DKIM-Signature: {tags}",)) is None


def test_a_signature_that_was_cut_proves_nothing() -> None:
    """Blanks do not break one that is relaxed: whoever passes it on can hide what stands behind them."""
    blanks = "\r\n " * 5000
    signature = f"DKIM-Signature: v=1; d=bustia.example; h=from:subject; {blanks} l=40"
    assert judged("mx.vallclara.cat; dkim=pass header.d=bustia.example", fields=(signature,)) is None


@pytest.mark.parametrize("covered", ["From : To : Subject :\r\n Date", "from:subject"])
def test_a_whole_signature_proves_the_domain(covered: str) -> None:
    signature = f"DKIM-Signature: v=1; d=bustia.example; s=s1;\r\n h={covered}; bh=x; b=y"
    assert judged("mx.vallclara.cat; dkim=pass header.d=bustia.example", fields=(signature,)) is True


def test_a_bare_carriage_return_starts_no_field() -> None:
    trick = "X-A: b\rAuthentication-Results: mx.vallclara.cat; dmarc=pass header.from=bustia.example"
    assert judged(fields=(trick,)) is None


def test_a_field_name_with_a_space_is_not_the_field() -> None:
    trick = "Authentication-Results : mx.vallclara.cat; dmarc=pass header.from=bustia.example"
    assert judged(fields=(trick,)) is None


@pytest.mark.parametrize(
    ("field", "marked"),
    [
        pytest.param("X-Interior: si", True, id="ours"),
        pytest.param("x-interior:   si", True, id="other case and spaces"),
        pytest.param("X-Interior: sí", False, id="another value"),
        pytest.param("X-Interior: si no", False, id="a longer value"),
        pytest.param("X-Interior : si", False, id="a name with a space"),
        pytest.param("X-Interior: =?utf-8?q?si?=", False, id="an encoded word"),
        pytest.param("X-A: b\rX-Interior: si", False, id="behind a bare carriage return"),
    ],
)
def test_an_internal_mark_is_the_exact_field(field: str, marked: bool) -> None:
    assert internally_marked(mail(field), TOWN) is marked


@pytest.mark.parametrize(
    ("domain", "owner"),
    [
        pytest.param("vallclara.cat", "vallclara.cat", id="itself"),
        pytest.param("mx.correu.vallclara.cat", "vallclara.cat", id="subdomain"),
        pytest.param("botiga.com.es", "botiga.com.es", id="generic second label"),
        pytest.param("www.botiga.co.uk", "botiga.co.uk", id="below one"),
        pytest.param("com.es", "", id="a suffix"),
        pytest.param("cat", "", id="a top level"),
        pytest.param("", "", id="nothing"),
        pytest.param("a..cat", "", id="an empty label"),
        pytest.param("VALLCLARA.cat", "vallclara.cat", id="other case"),
    ],
)
def test_the_organisation_of_a_domain(domain: str, owner: str) -> None:
    assert organisation(domain) == owner


def test_strangers_under_one_suffix_are_not_aligned() -> None:
    assert not aligned("a.com.es", "b.com.es")
    assert not aligned("com.es", "com.es")
    assert aligned("a.vallclara.cat", "b.vallclara.cat")


@pytest.mark.parametrize(
    ("results", "very"),
    [
        (["dmarc=pass header.from=bustia.example"], True),
        (["spf=pass smtp.mailfrom=x@bustia.example"], True),
        (["dkim=pass header.d=bustia.example; spf=pass smtp.mailfrom=x@noticies.bustia.example"], True),
        (["dmarc=pass header.from=bustia.example; spf=fail smtp.mailfrom=x@altri.example"], True),
        (["spf=pass smtp.mailfrom=x@noticies.bustia.example"], False),
        (["dkim=pass header.d=noticies.bustia.example"], False),
        (["dmarc=pass header.from=bustia.example; spf=pass smtp.mailfrom=noticies.bustia.example"], False),
        (["dmarc=pass header.from=bustia.example", "dkim=pass header.d=noticies.bustia.example"], False),
        (["dmarc=pass header.from=bustia.example", "dkim=pass header.d=bustia.example"], True),
        (["spf=pass smtp.mailfrom=x@n.bustia.example", "dkim=pass header.d=bustia.example"], True),
        (["dmarc=fail header.from=bustia.example"], False),
        ([], False),
    ],
)
def test_true_for_the_very_domain_is_more_than_true(results: list[str], *, very: bool) -> None:
    fields = [f"Authentication-Results: mx.vallclara.cat; {result}" for result in results]

    assert of_very_domain(mail(*fields), TOWN) is very


def test_no_field_that_came_with_the_mail_makes_it_of_the_very_domain() -> None:
    ours = "Authentication-Results: mx.vallclara.cat; spf=pass smtp.mailfrom=x@noticies.bustia.example"
    forged = "Authentication-Results: mx.vallclara.cat; dkim=pass header.d=bustia.example"
    received = "Received: from noticies.bustia.example by mx.vallclara.cat"

    assert not of_very_domain(mail(ours, received, forged), TOWN)
    assert of_very_domain(mail(ours, forged, received), TOWN)


@pytest.mark.parametrize(
    "above", ["mx.vallclara.cat; none", "mx.vallclara.cat; spf=none", "mx.vallclara.cat; dkim=none"]
)
def test_what_one_of_our_checks_found_false_is_false(above: str) -> None:
    """A server that checks in several steps writes a field for each."""
    assert judged(above, FAILS) is False


_METHODS = st.sampled_from(("dmarc", "spf", "dkim", "none", "reason", "dkim-adsp"))
_PROPERTIES = st.sampled_from(
    ("header.from", "smtp.mailfrom", "header.i", "policy.x", "reason.x", "header.From")
)
_VALUES = st.sampled_from(
    ("a.b", "@a.b", "@a..b", "x@A.b", "a@", "@", "Ab/1=", "1.2.3.4", "é", '"q"', "a;b", "")
)


@given(
    _METHODS,
    st.lists(st.tuples(st.sampled_from((" ", "  ", "")), _PROPERTIES, _VALUES), max_size=3),
    st.sampled_from(("", " ", " x")),
)
def test_plain_results_are_read_as_the_library_reads_them(
    method: str, properties: list[tuple[str, str, str]], end: str
) -> None:
    clause = f" {method}=pass{''.join(f'{gap}{name}={value}' for gap, name, value in properties)}{end}"
    try:
        found = authres.AuthenticationResultsHeader.parse_value(f"x; {clause}").results
    except (authres.AuthResError, ValueError, LookupError, AttributeError, TypeError):
        found = []
    said = {f"{p.type}.{p.name}".lower(): str(p.value).lower() for one in found for p in one.properties}

    read = _result(clause)

    assert read is not None
    assert read.properties == (said if len(found) == 1 else {})
