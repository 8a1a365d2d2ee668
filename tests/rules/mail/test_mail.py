"""A message decoded once: its fields as people see them, its sender only where there is no doubt."""

import codecs

import pytest

from rules.mail.bodies import Page
from rules.mail.mail import EMPTY, NO_FIELDS, TOO_BIG, Mail, Words, read_head, read_mail
from rules.mail.renderings import Later
from tests.rules.messages import html, mail, raw


@pytest.mark.parametrize(
    ("field", "address", "name"),
    [
        pytest.param("pia@bustia.example", "pia@bustia.example", "", id="bare"),
        pytest.param("<pia@bustia.example>", "pia@bustia.example", "", id="in brackets"),
        pytest.param(
            "Pia Roca <Pia@Bustia.Example>", "pia@bustia.example", "Pia Roca", id="name, other case"
        ),
        pytest.param('"Roca, Pia" <pia@bustia.example>', "pia@bustia.example", "Roca, Pia", id="quoted name"),
        pytest.param(
            '"Pia \\"la Roca\\"" <pia@bustia.example>', "pia@bustia.example", 'Pia "la Roca"', id="escapes"
        ),
        pytest.param(
            "=?utf-8?q?N=C3=BAria_Mas?= <n@bustia.example>",
            "n@bustia.example",
            "Núria Mas",
            id="encoded word",
        ),
        pytest.param(
            "=?iso-8859-1?b?TvpyaWE=?= <n@bustia.example>", "n@bustia.example", "Núria", id="base64 word"
        ),
        pytest.param("Núria Mas <n@bustia.example>", "n@bustia.example", "Núria Mas", id="raw utf-8"),
        pytest.param("pia@bustia.example (Pia Roca)", "pia@bustia.example", "Pia Roca", id="old comment"),
        pytest.param(
            "pia@bustia.example <pia@bustia.example>",
            "pia@bustia.example",
            "pia@bustia.example",
            id="address as name",
        ),
        pytest.param("p.r+a=b_c-d'e@bustia.example", "p.r+a=b_c-d'e@bustia.example", "", id="all atoms"),
    ],
)
def test_a_plain_sender_is_read(field: str, address: str, name: str) -> None:
    message = mail(sender=field)
    assert message.sender == address
    assert message.sender_name == name


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("", id="empty"),
        pytest.param("Pia Roca", id="name only"),
        pytest.param("<>", id="null"),
        pytest.param("a@bustia.example, b@bustia.example", id="two"),
        pytest.param("Roca, Pia <pia@bustia.example>", id="comma in a bare name"),
        pytest.param("a@bustia.example,", id="trailing comma"),
        pytest.param("a@bustia.example <b@bustia.example>", id="address as a name"),
        pytest.param("<a@bustia.example> <b@bustia.example>", id="two brackets"),
        pytest.param("<a@bustia.example> b", id="text behind"),
        pytest.param("<a@bustia.example", id="open bracket"),
        pytest.param("a@bustia.example>", id="closed bracket"),
        pytest.param("veïns: a@bustia.example;", id="group"),
        pytest.param("a@bustia.example (b@bustia.example)", id="address in a comment"),
        pytest.param("a@bustia.example (x (y))", id="nested comment"),
        pytest.param("a@bustia.example (x", id="open comment"),
        pytest.param("a@bustia.example)", id="closed comment"),
        pytest.param('"a b"@bustia.example', id="quoted local part"),
        pytest.param('"a\\@b"@bustia.example', id="escaped at"),
        pytest.param("a@b@bustia.example", id="two ats"),
        pytest.param("a..b@bustia.example", id="two dots"),
        pytest.param(".a@bustia.example", id="leading dot"),
        pytest.param("a@-bustia.example", id="leading hyphen"),
        pytest.param("a@bustia.example.", id="trailing dot"),
        pytest.param("a@[192.0.2.1]", id="literal"),
        pytest.param("a@bustia.example\x00", id="NUL"),
        pytest.param("Pia\x7f <a@bustia.example>", id="DEL in the name"),
        pytest.param("a@busti\u0430.example", id="cyrillic"),
        pytest.param("a" * 65 + "@bustia.example", id="long local part"),
        pytest.param("a@" + "b" * 250 + ".example", id="long domain"),
        pytest.param("=?utf-8?q?a=40bustia.example?=", id="encoded address"),
        pytest.param("=?utf-8?q?Pia_<a=40altri.example>=2C?= , a@bustia.example", id="encoded comma"),
    ],
)
def test_a_sender_in_doubt_is_nobody(field: str) -> None:
    assert mail(sender=field).sender is None


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(("From: a@bustia.example", "From: a@bustia.example"), id="twice the same"),
        pytest.param(("From: a@bustia.example", "From : b@bustia.example"), id="one with a space"),
        pytest.param(("From: a@bustia.example", "fRoM: b@bustia.example"), id="in other case"),
    ],
)
def test_two_from_fields_are_nobody(fields: tuple[str, ...]) -> None:
    assert mail(*fields).sender is None


def test_an_encoded_newline_adds_no_field() -> None:
    message = mail("Subject: =?utf-8?q?x=0D=0ABcc:_e@altri.example?=")
    assert message.subject == "x Bcc: e@altri.example"
    assert not message.values("bcc")


@pytest.mark.parametrize(
    ("field", "subject"),
    [
        pytest.param(
            "=?UTF-8?Q?Informaci=C3=B3_?= =?UTF-8?Q?municipal?=", "Informació municipal", id="adjacent words"
        ),
        pytest.param("=?UTF-8?Q?Informaci=C3?= =?UTF-8?Q?=B3?=", "Informació", id="a character cut in two"),
        pytest.param("=?iso-8859-1?Q?L=B7l?= x =?utf-8?B?w6k=?=", "L·l x é", id="two charsets"),
        pytest.param(
            "=?utf-8?Q?Com em dono de baixa??=", "Com em dono de baixa?", id="raw spaces and question mark"
        ),
        pytest.param("=?utf-8?Q?qu=C3=A8?=\r\n =?utf-8?Q?_passa?=", "què passa", id="folded"),
        pytest.param("Informació", "Informació", id="raw utf-8"),
        pytest.param("=?nonsense?Q?Informaci=C3=B3?=", "Informació", id="unknown charset"),
        pytest.param("=?utf-8?Q?no end", "=?utf-8?Q?no end", id="no end"),
        pytest.param("=?utf-8*ca?Q?qu=C3=A8?=", "què", id="with a language"),
        pytest.param("a\u0300\u00a0b", "à b", id="decomposed, hard space"),
    ],
)
def test_a_subject_reads_as_people_see_it(field: str, subject: str) -> None:
    assert mail(f"Subject: {field}").subject == subject


def test_a_raw_latin_subject_reads_as_people_see_it() -> None:
    message = read_mail("From: a@bustia.example\r\nSubject: Informació\r\n\r\nx".encode("latin-1"))
    assert message.subject == "Informació"


@pytest.mark.parametrize(
    ("path", "read"),
    [
        pytest.param("<>", "", id="null"),
        pytest.param("<pia@bustia.example>", "pia@bustia.example", id="plain"),
        pytest.param("pia@bustia.example", "pia@bustia.example", id="bare"),
        pytest.param("<a b>", None, id="rubbish"),
    ],
)
def test_the_return_path_is_read(path: str, read: str | None) -> None:
    assert mail(f"Return-Path: {path}").envelope_from == read


def test_no_return_path_is_not_the_null_path() -> None:
    assert mail().envelope_from is None


def test_recipients_are_everybody_in_to_and_cc_once() -> None:
    message = mail(
        "To: Info <INFO@vallclara.cat>, g: a@b.example, c@d.example;", "Cc: a@b.example, no adreça"
    )
    assert message.recipients == ("info@vallclara.cat", "a@b.example", "c@d.example")


@pytest.mark.parametrize(
    ("field", "read"),
    [
        pytest.param("<7@x.example>", "<7@x.example>", id="plain"),
        pytest.param("<[7@x.example]>", "<[7@x.example]>", id="with brackets inside"),
        pytest.param("7@x.example", "<7@x.example>", id="without brackets"),
        pytest.param("  <7@x.example> (added by x)", "<7@x.example>", id="with a comment"),
        pytest.param("", None, id="empty"),
        pytest.param("<é@x>", None, id="not ascii"),
    ],
)
def test_a_message_id_is_always_safe_to_repeat(field: str, read: str | None) -> None:
    assert mail(f"Message-ID: {field}").message_id == read


def test_references_are_those_of_both_fields() -> None:
    message = mail("References: <1@x> <2@x>\r\n <3@x>", "In-Reply-To: <3@x> (yours) <4@x>")
    assert message.references == ("<1@x>", "<2@x>", "<3@x>", "<4@x>")


def test_fields_are_found_in_any_case_topmost_first() -> None:
    message = mail("X-A: 1", "x-a: 2")
    assert message.values("X-a") == ("1", "2")
    assert message.value("X-A") == "1"
    assert message.value("X-B") == ""


def test_one_bad_field_loses_only_itself() -> None:
    message = mail('Content-Type: text/plain; charset*0*="\x00; name*=x; =', "Date: \x00", body="Hola")
    assert message.sender == "pia@bustia.example"
    assert message.words.own == "Hola"


# The two deliveries of one message


ONE = (
    "Received: by a; dl\r\nFrom: pia@bustia.example\r\nTo: info@vallclara.cat\r\nSubject: x\r\n"
    "Message-ID: <1@x>\r\n\r\nHola\r\n"
)
TWO = (
    "Return-Path: <a@b.example>\r\nReceived: by b; dt\r\nAuthentication-Results: mx; none\r\n"
    + ONE.partition("\r\n")[2]
)


def key(text: str) -> str:
    return read_mail(text.encode()).content_key


def test_two_deliveries_of_one_message_share_their_key() -> None:
    assert key(ONE) == key(TWO) == key(TWO.replace("\r\n", "\n")) == key(ONE + "\r\n\r\n")
    assert read_mail(ONE.encode()).sha256 != read_mail(TWO.encode()).sha256


@pytest.mark.parametrize("old", ["pia@", "info@", "Subject: x", "<1@x>", "Hola"])
def test_any_other_text_has_another_key(old: str) -> None:
    assert key(ONE) != key(ONE.replace(old, f"{old[:-1]}z{old[-1]}"))


def test_a_field_does_not_pass_for_text() -> None:
    assert key("Subject: a\r\n\r\nb") != key("Subject: a\nb:\r\n\r\n")


# The header block alone


def test_the_head_alone_says_the_same_as_the_whole() -> None:
    whole = raw("Return-Path: <>", "Auto-Submitted: no", body="text")
    head = read_head(whole.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", size=len(whole))
    full = read_mail(whole)
    names = (
        "headers",
        "sender",
        "sender_name",
        "subject",
        "message_id",
        "recipients",
        "envelope_from",
    )
    assert [getattr(head, name) for name in names] == [getattr(full, name) for name in names]
    assert head.plain is None
    assert head.unreadable is None


def test_a_head_of_a_giant_is_unreadable_before_it_is_fetched() -> None:
    assert read_head(raw(body=""), size=26 * 1024 * 1024).unreadable == TOO_BIG


def test_the_first_part_of_a_message_says_so() -> None:
    whole = raw(body="Hola\n" * 100)
    message = read_mail(whole[:-200], size=len(whole))
    assert message.truncated
    assert message.words.own.startswith("Hola")
    assert not read_mail(whole, size=len(whole)).truncated
    assert not read_mail(codecs.BOM_UTF8 + whole).truncated


# What cannot be read


@pytest.mark.parametrize("nothing", [b"", b"\r\n\r\n", b" \t\r\n"])
def test_an_empty_message_is_unreadable(nothing: bytes) -> None:
    assert read_mail(nothing).unreadable == EMPTY


def test_a_message_without_fields_is_unreadable() -> None:
    assert read_mail(b"hola bon dia\r\n").unreadable == NO_FIELDS


def test_a_text_that_begins_under_the_fields_is_body() -> None:
    message = read_mail(b"From: pia@bustia.example\r\nhola bon dia\r\nSubject: no\r\n")
    assert message.sender == "pia@bustia.example"
    assert message.words.own == "hola bon dia\nSubject: no"
    assert message.subject == ""


@pytest.mark.parametrize(
    "start", [b"From pia Mon Jan  1\r\n", b">From pia Mon Jan  1\r\n", b"\r\n", b"\xef\xbb\xbf"]
)
def test_what_a_mailbox_file_adds_is_no_field(start: bytes) -> None:
    message = read_mail(start + raw())
    assert message.sender == "pia@bustia.example"
    assert message.words.own == "Hola"


def test_old_macintosh_line_ends_are_read_and_said() -> None:
    message = read_mail(raw(body="a\nb").replace(b"\r\n", b"\r"))
    assert message.words.own == "a\nb"
    assert message.flaws == ("line ends",)


# Disguises


@pytest.mark.parametrize("char", "\u200b\u200d\u202e\u2066\u00ad\ufeff\u061c\u180e\u2060\U000e0041\x00")
def test_an_invisible_character_in_a_word_is_taken_out_and_said(char: str) -> None:
    for message in (mail(body=f"BAI{char}XA"), html(f"<p>BAI{char}XA</p>".replace("\x00", "&#8203;"))):
        assert message.words.own == "BAIXA"
        assert message.flaws == ("invisible",)


def test_an_invisible_character_in_the_subject_is_said() -> None:
    message = mail("Subject: =?utf-8?q?BAI=E2=80=8BXA?=")
    assert message.subject == "BAIXA"
    assert message.flaws == ("invisible",)


def test_an_invisible_character_between_words_is_only_taken_out() -> None:
    message = mail(body="\ufeffHola \u200b \U0001f468\u200d\U0001f469 bon dia\u200e")
    assert message.flaws == ()
    assert message.words.own.startswith("Hola")


def test_the_plain_text_is_read_first_and_html_where_it_says_nothing() -> None:
    some, other = Words(own="a"), Words(own="b")
    page = Later(lambda: Page(other))
    base = {"sha256": "", "content_key": ""}
    assert Mail(**base, plain=some, page=page).words == some
    assert Mail(**base, plain=Words(quoted="q"), page=page).words == other
    assert Mail(**base, plain=Words(forwarded="f"), page=page).words.forwarded == "f"
    assert Mail(**base, page=page).words == other
    assert Mail(**base).words == Words()
