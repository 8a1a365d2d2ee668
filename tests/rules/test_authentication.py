"""Who wrote it: only our own server's word counts, and no forged header sounds like it."""

import pytest

from rules.authentication import authenticated, internally_marked
from rules.domains import aligned, organisation
from tests.rules.messages import TOWN, mail

SENDER = "Pia Roca <pia@bustia.example>"


def judged(*results: str, fields: tuple[str, ...] = (), sender: str = SENDER) -> bool | None:
    """What a message with these Authentication-Results, topmost first, is taken for."""
    return authenticated(
        mail(*(f"Authentication-Results: {r}" for r in results), *fields, sender=sender), TOWN
    )


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


def test_two_from_fields_are_never_authenticated() -> None:
    fields = ("From: nil@bustia.example", f"From: {SENDER}")
    assert judged("mx.vallclara.cat; dmarc=pass header.from=bustia.example", fields=fields) is None


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
