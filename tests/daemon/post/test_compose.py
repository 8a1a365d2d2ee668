"""Composition: no stranger's text begins a header, and every reader can read the letter."""

from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.post.compose import LONGEST_THREAD, Enclosure, compose, new_message_id

BASE: dict[str, Any] = {
    "sender": "info@setcases.cat",
    "sender_name": "Ajuntament de Setcases",
    "recipient": "merce@example.cat",
    "subject": "Baixa feta",
    "text": "Bon dia,\n\nUs hem donat de baixa.\n",
    "html": "<p>Bon dia</p>",
    "message_id": "<0123456789abcdef@setcases.cat>",
    "date": datetime(2026, 5, 4, 9, 30, tzinfo=timezone(timedelta(hours=2))),
    "auto": "replied",
    "bulk": False,
}

USUAL = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Loop",
    "Content-Type",
    "MIME-Version",
]

# What a header may hold: anything but controls, line separators and halves of characters.
printable = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"), codec="utf-8"), min_size=1, max_size=200
).filter(lambda text: text == text.strip() and "  " not in text)


def letter(**other: Any) -> bytes:
    return compose(**(BASE | other))


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def letter_header(name: str, **other: Any) -> str:
    return str(message_from_bytes(letter(**other))[name])  # as it went out


def names_of(raw: bytes) -> list[str]:
    return sorted(name for name, _ in parsed(raw).items() if name != "Content-Transfer-Encoding")


def words_of(part: EmailMessage) -> str:
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


# Headers


def test_an_answer_bears_every_mark_of_an_automatic_answer() -> None:
    message = parsed(letter())
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["X-Loop"] == "info@setcases.cat"
    assert "Precedence" not in message


def test_only_what_is_sent_in_bulk_says_so() -> None:
    message = parsed(letter(auto="generated", bulk=True))
    assert (message["Auto-Submitted"], message["Precedence"]) == ("auto-generated", "bulk")


def test_the_plain_facts_stand_in_their_headers() -> None:
    message = parsed(letter())
    assert message["From"] == "Ajuntament de Setcases <info@setcases.cat>"
    assert message["To"] == "merce@example.cat"
    assert message["Subject"] == "Baixa feta"
    assert message["Date"].datetime == BASE["date"]
    assert message["Message-ID"] == BASE["message_id"]


def test_each_header_stands_there_once() -> None:
    assert names_of(letter()) == sorted(USUAL)


@pytest.mark.parametrize(
    "name",
    [
        "Ajuntament de Setcases",
        "Informació Ajuntament de Setcases",
        'L\'Ajuntament, "la Vila" (Ripollès)',
        "Ajuntament d'Àger; Oficina d'Atenció · Informació",
        "Puig, Joan",
        "Joan Puig <e@x.cat>",
        "e@x.cat",
        "Vila =?utf-8?q?x?= Nova",
        "Ajuntament de Castellfollit de la Roca (Garrotxa) — Atenció a la Ciutadania i als veïns",
        "ç" * 120,
    ],
)
def test_a_name_arrives_as_it_is_and_beside_one_address(name: str) -> None:
    message = parsed(letter(sender_name=name))
    (mailbox,) = message["From"].addresses
    # Python's own parser loses the space between two encoded words of one name; a mail program does not.
    assert mailbox.display_name.replace(" ", "") == name.replace(" ", "")
    assert mailbox.addr_spec == "info@setcases.cat"


@given(printable)
def test_any_name_leaves_one_sender_and_the_same_headers(name: str) -> None:
    raw = letter(sender_name=name)
    message = parsed(raw)
    assert [mailbox.addr_spec for mailbox in message["From"].addresses] == ["info@setcases.cat"]
    assert names_of(raw) == sorted(USUAL)


@given(printable)
def test_any_subject_is_read_as_it_was_written(subject: str) -> None:
    raw = letter(subject=subject)
    assert str(parsed(raw)["Subject"]) == subject
    assert names_of(raw) == sorted(USUAL)


def test_a_subject_that_looks_encoded_is_read_as_it_was_written() -> None:
    subject = "Re: =?utf-8?q?Baixa?= feta"
    assert str(make_header(decode_header(letter_header("Subject", subject=subject)))) == subject


def test_no_name_leaves_the_bare_address() -> None:
    assert parsed(letter(sender_name=""))["From"] == "info@setcases.cat"


CONTROLS = [
    "\r\n",
    "\n",
    "\r",
    "\0",
    "\t",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x7f",
    "\x85",
    "\u2028",
    "\u2029",
    "\udcc3",
]


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
@pytest.mark.parametrize("place", ["subject", "sender_name"])
@pytest.mark.parametrize("shape", ["x{}Bcc: e@x.cat", "{}x", "x{}"], ids=["within", "before", "after"])
def test_a_control_character_in_a_header_is_refused(control: str, place: str, shape: str) -> None:
    with pytest.raises(ValueError, match="no line break or other control"):
        letter(**{place: shape.format(control)})


def test_an_injection_by_an_encoded_subject_is_refused_once_decoded() -> None:
    decoded = str(make_header(decode_header("=?utf-8?q?x=0D=0ABcc:_e@x.cat?=")))
    assert decoded == "x\r\nBcc: e@x.cat"
    with pytest.raises(ValueError, match="no line break"):
        letter(subject=decoded)


@pytest.mark.parametrize("place", ["sender", "recipient"])
@pytest.mark.parametrize(
    "address", ["", "x", "a@x.cat\r\nBcc: e@x.cat", "A <a@x.cat>", "a@x.cat, e@x.cat", "à@x.cat"]
)
def test_an_address_that_is_not_plain_is_refused_and_not_repeated(place: str, address: str) -> None:
    with pytest.raises(ValueError, match="cannot be mailed as it stands") as refusal:
        letter(**{place: address})
    assert not address or address not in str(refusal.value)


@pytest.mark.parametrize("message_id", ["", "x@y.cat", "<x>", "<x@y.cat>\r\nBcc: e@x.cat", "<x y@z.cat>"])
def test_our_own_message_id_must_be_one(message_id: str) -> None:
    with pytest.raises(ValueError, match="not a Message-ID"):
        letter(message_id=message_id)


def test_a_naive_date_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        letter(date=datetime(2026, 5, 4))  # noqa: DTZ001 - the point


# Threading


LONG_ID = f"<{'A1B2' * 20}@{'x' * 40}.prod.outlook.example>"


def test_an_answer_stands_in_its_thread() -> None:
    message = parsed(letter(in_reply_to="<b@x.cat>", references=("<a@x.cat>", "<b@x.cat>")))
    assert message["In-Reply-To"] == "<b@x.cat>"
    assert message["References"].split() == ["<a@x.cat>", "<b@x.cat>"]


def test_what_is_answered_is_referred_to_even_if_nobody_says_so() -> None:
    assert parsed(letter(in_reply_to="<b@x.cat>"))["References"] == "<b@x.cat>"


def test_a_long_message_id_goes_out_whole() -> None:
    raw = letter(in_reply_to=LONG_ID, references=("<a@x.cat>", LONG_ID))
    assert f"In-Reply-To: {LONG_ID}\r\n".encode() in raw
    assert f"References: <a@x.cat>\r\n {LONG_ID}\r\n".encode() in raw


@pytest.mark.parametrize(
    "foreign",
    [
        "<x@y.cat>\r\nBcc: e@x.cat",
        "<x@y.cat> Bcc",
        "x@y.cat",
        "<x y@z.cat>",
        "<é@y.cat>",
        "<x@y\0.cat>",
        "<x@@y.cat>",
        f"<{'x' * 3000}@y.cat>",
        "",
    ],
)
def test_a_foreign_id_of_no_strict_form_is_left_out(foreign: str) -> None:
    raw = letter(in_reply_to=foreign, references=(foreign, "<a@x.cat>"))
    message = parsed(raw)
    assert "In-Reply-To" not in message
    assert message["References"] == "<a@x.cat>"
    assert "Bcc" not in message


def test_a_long_thread_keeps_its_first_and_its_newest_ids() -> None:
    ids = [f"<{n:060}@example.cat>" for n in range(100)]
    raw = letter(in_reply_to=ids[-1], references=tuple(ids))
    kept = parsed(raw)["References"].split()
    field = raw[raw.index(b"References:") : raw.index(b"Auto-Submitted:")]
    assert len(field) < LONGEST_THREAD + 2
    assert kept == [ids[0], *ids[100 - len(kept) + 1 :]]
    assert len(kept) > 20


# Content


def test_the_plain_text_comes_before_the_html() -> None:
    message = parsed(letter())
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_a_letter_without_html_is_plain_text() -> None:
    assert parsed(letter(html=None)).get_content_type() == "text/plain"


TEXT = "Benvolguda Mercè,\n\n.\nFrom ara ja no hi sou: l·l, ç, à, €, 😀 = 100 %.\n" + "mot " * 400 + "\nfi"


def test_text_arrives_as_written() -> None:
    message = parsed(letter(text=TEXT, html=f"<p>{TEXT}</p>"))
    plain, html = message.iter_parts()
    assert words_of(plain).rstrip("\n") == TEXT
    assert words_of(html).rstrip("\n") == f"<p>{TEXT}</p>"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=300))
def test_any_text_arrives_as_written(text: str) -> None:
    content = words_of(parsed(letter(text=text, html=None)))
    assert content.removesuffix("\n") == text.removesuffix("\n")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=ascii)
def test_one_kind_of_line_end_goes_out(end: str) -> None:
    raw = letter(text=f"u{end}dos{end}", html=None)
    assert raw.endswith(b"\r\n\r\nu\r\ndos\r\n")


def test_half_a_character_loses_no_letter() -> None:
    assert words_of(parsed(letter(text="Merc\udcc3\n", html=None))) == "Merc?\n"


@given(printable, printable, st.text(st.characters(codec="utf-8"), max_size=300))
def test_the_bytes_are_7_bit_in_short_lines_ended_by_crlf(subject: str, name: str, text: str) -> None:
    raw = letter(subject=subject, sender_name=name, text=text, html=f"<p>{text}</p>")
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_attachments_follow_the_letter() -> None:
    card = "BEGIN:VCARD\r\nFN:Núria\r\nEND:VCARD\r\n".encode()
    message = parsed(
        letter(
            attachments=(
                Enclosure(filename="contactes d'avui — afegir.vcf", content_type="text/vcard", data=card),
                Enclosure(filename="llista.pdf", content_type="application/pdf", data=b"%PDF\x00\xff"),
            )
        )
    )
    assert message.get_content_type() == "multipart/mixed"
    vcf, pdf = message.iter_attachments()
    assert (vcf.get_filename(), vcf.get_content_type()) == ("contactes d'avui — afegir.vcf", "text/vcard")
    assert vcf.get_payload(decode=True) == card
    assert vcf.get_content_charset() == "utf-8"
    assert (pdf.get_filename(), pdf.get_payload(decode=True)) == ("llista.pdf", b"%PDF\x00\xff")
    assert message.get_body(preferencelist=("plain",)) is not None


@pytest.mark.parametrize(
    ("filename", "content_type"),
    [("a\r\nBcc: e@x.cat", "text/csv"), ("a.csv", "text/csv\r\nBcc: e@x.cat"), ("a.csv", "csv")],
)
def test_an_attachment_opens_no_header_either(filename: str, content_type: str) -> None:
    with pytest.raises(ValueError, match=r"control character|not a media type"):
        letter(attachments=(Enclosure(filename=filename, content_type=content_type, data=b""),))


# Message-IDs


def test_a_new_message_id_is_of_the_domain_and_never_the_same() -> None:
    made = {new_message_id("setcases.cat") for _ in range(1000)}
    assert len(made) == 1000
    assert all(each.startswith("<") and each.endswith("@setcases.cat>") for each in made)
    assert letter(message_id=made.pop())


@pytest.mark.parametrize("domain", ["", "setcases", "setcases.cat>\r\n", "set cases.cat", "setcàses.cat"])
def test_a_message_id_needs_a_domain(domain: str) -> None:
    with pytest.raises(ValueError, match="not a domain"):
        new_message_id(domain)


def test_the_date_is_told_with_its_offset() -> None:
    raw = letter(date=datetime(2026, 12, 24, 23, 59, tzinfo=UTC))
    assert b"Date: Thu, 24 Dec 2026 23:59:00 +0000\r\n" in raw
