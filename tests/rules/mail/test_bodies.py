"""The body: everything that is there is read, what is hidden is not, what cannot be read is said."""

import base64
import quopri

import pytest

from rules.mail.bodies import HIDDEN_TEXT, PARTIAL, SEALED
from rules.mail.mail import Mail, read_mail
from rules.mail.renderings import ODD_HTML
from tests.rules.messages import TOWN, html, mail, read

TEXT = "Bon dia, l'adreça és a la plaça."


def encoded(text: bytes, *fields: str) -> Mail:
    return mail(*fields, body=text)


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        pytest.param("utf-8", "utf-8", id="utf-8"),
        pytest.param("ISO-8859-1", "latin-1", id="latin-1"),
        pytest.param("iso-8859-15", "iso-8859-15", id="latin-9"),
        pytest.param("windows-1252", "cp1252", id="windows"),
        pytest.param("macintosh", "mac-roman", id="macintosh"),
        pytest.param("utf-16", "utf-16", id="utf-16 with a mark"),
        pytest.param("us-ascii", "utf-8", id="ascii that is utf-8"),
        pytest.param("us-ascii", "cp1252", id="ascii that is windows"),
        pytest.param("iso-8859-1", "utf-8", id="latin that is utf-8"),
        pytest.param("utf-8", "latin-1", id="utf-8 that is latin"),
        pytest.param("utf-8", "utf-8-sig", id="utf-8 with a mark"),
        pytest.param("iso-2022-jp", "utf-8", id="japanese that is utf-8"),
    ],
)
def test_a_charset_is_believed_as_far_as_the_bytes_agree(label: str, codec: str) -> None:
    message = encoded(TEXT.encode(codec), f"Content-Type: text/plain; charset={label}")
    assert message.words.own == TEXT
    assert message.flaws == ()


@pytest.mark.parametrize(
    "label", ["DEFAULT", "unknown-8bit", "x-user-defined", '"nonsense\x00"', "ansi_x3.110-1983"]
)
def test_an_unknown_charset_loses_no_letter_and_is_said(label: str) -> None:
    message = encoded(TEXT.encode(), f"Content-Type: text/plain; charset={label}")
    assert message.words.own == TEXT
    assert message.flaws == ("charset",)


@pytest.mark.parametrize(
    ("label", "data"),
    [
        pytest.param("utf-7", b"+AEI-AIXA", id="utf-7"),
        pytest.param("unicode_escape", b"\\u0042AIXA", id="unicode_escape"),
        pytest.param("punycode", b"BAIXA-", id="punycode"),
        pytest.param("rot13", b"ONVKN", id="rot13"),
    ],
)
def test_a_charset_that_hides_text_is_never_decoded(label: str, data: bytes) -> None:
    message = encoded(data, f"Content-Type: text/plain; charset={label}")
    assert message.words.own == data.decode()
    assert message.flaws == ("charset",)


def test_one_bad_byte_does_not_turn_utf8_into_latin() -> None:
    assert encoded(
        "àéíòú".encode() + b"\xe0", "Content-Type: text/plain; charset=utf-8"
    ).words.own.startswith("àéíòú")


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        pytest.param("base64", base64.encodebytes(TEXT.encode()), id="base64"),
        pytest.param("BASE64", base64.b64encode(TEXT.encode()).rstrip(b"="), id="base64 without padding"),
        pytest.param("base64", TEXT.encode(), id="base64 that is none"),
        pytest.param(
            "base64",
            base64.encodebytes(TEXT.encode()) + b"\nUna llista, al peu.\n",
            id="base64 with a footer",
        ),
        pytest.param("quoted-printable", quopri.encodestring(TEXT.encode()), id="quoted-printable"),
        pytest.param("quoted-printable", TEXT.encode(), id="quoted-printable that is none"),
        pytest.param("8bit", TEXT.encode(), id="8bit"),
        pytest.param("nonsense", TEXT.encode(), id="unknown"),
    ],
)
def test_a_transfer_encoding_is_taken_off(encoding: str, data: bytes) -> None:
    message = encoded(
        data, "Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}"
    )
    assert message.words.own == TEXT


def test_flowed_lines_are_put_together_but_not_the_signature() -> None:
    message = mail(
        "Content-Type: text/plain; format=flowed",
        body="El meu nom és \nPia Roca.\nVisc \naquí.\n-- \nPia\n> cita \n> seguida",
    )
    assert message.words.own == "El meu nom és Pia Roca.\nVisc aquí."
    assert message.words.signature == "--\nPia"
    assert message.words.quoted == "cita seguida"


def multipart(kind: str, *parts: str, boundary: str = "b") -> Mail:
    body = "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--\n"
    return mail(f'Content-Type: multipart/{kind}; boundary="{boundary}"', body=body)


PLAIN = "Content-Type: text/plain\n\n"
HTML = "Content-Type: text/html\n\n"


def test_of_alternatives_both_renderings_are_kept() -> None:
    message = multipart("alternative", f"{PLAIN}pla", f"{HTML}<p>hac</p>")
    assert message.plain is not None
    assert message.html is not None
    assert (message.plain.own, message.html.own) == ("pla", "hac")


@pytest.mark.parametrize(
    ("said", "is_rendered"),
    [
        pytest.param("A quina hora obre la biblioteca?", False, id="none of ours"),
        pytest.param("Doneu-me de baixa del WhatsApp. Pia Roca, 12345678Z, 600 111 222", True, id="a leave"),
        pytest.param("", True, id="nothing in the plain text"),
    ],
)
def test_a_page_beside_a_plain_text_is_rendered_for_requests_alone(said: str, is_rendered: bool) -> None:
    message = multipart(
        "alternative", f"{PLAIN}{said}", f"{HTML}<p>{said}<i style='color:#fff'>amagat</i></p>"
    )
    read(message, TOWN)

    assert message.page is not None
    assert ("value" in vars(message.page)) is is_rendered
    assert message.flaws == ("invisible", "hidden")


def test_a_page_that_no_parser_should_read_is_said_without_rendering_it() -> None:
    message = multipart("alternative", f"{PLAIN}pla", f"{HTML}{'<div>' * 2_000}x")

    assert (message.unreadable, message.page) == (ODD_HTML, None)


def test_a_page_that_no_parser_should_read_is_said_whatever_is_attached_behind_it() -> None:
    message = multipart(
        "mixed",
        f"{HTML}{'<div>' * 2_000}x",
        "Content-Type: message/rfc822\n\nSubject: x\nContent-Type: application/pdf\n\n%PDF",
    )

    assert message.unreadable == ODD_HTML


def test_parts_that_follow_one_another_are_one_text() -> None:
    message = multipart(
        "mixed", f"{PLAIN}u", "Content-Type: image/png\n\nx", f"{PLAIN}dos", f"{HTML}<p>tres</p>"
    )
    assert message.plain is not None
    assert message.html is not None
    assert message.plain.own == message.html.own == "u\ndos\ntres"
    assert [part.content_type for part in message.attachments] == ["image/png"]


def test_a_page_and_its_pictures_are_one_alternative() -> None:
    related = (
        'Content-Type: multipart/related; boundary="c"\n\n--c\n'
        f"{HTML}<p>hac</p>\n--c\nContent-Type: image/png\n\nx\n--c--"
    )
    message = multipart("alternative", f"{PLAIN}pla", related)
    assert message.plain is not None
    assert message.html is not None
    assert (message.plain.own, message.html.own) == ("pla", "hac")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        pytest.param('Content-Disposition: attachment; filename="xat.txt"', "xat.txt", id="plain"),
        pytest.param(
            "Content-Disposition: attachment; filename*=utf-8''x%C3%A0t.txt", "xàt.txt", id="rfc 2231"
        ),
        pytest.param(
            "Content-Disposition: attachment; filename*0=xa; filename*1=t.txt", "xat.txt", id="in pieces"
        ),
        pytest.param(
            'Content-Disposition: inline; filename="=?utf-8?q?x=C3=A0t?="', "xàt", id="encoded word"
        ),
        pytest.param("Content-Disposition: attachment", "", id="no name"),
    ],
)
def test_a_named_text_is_an_attachment(fields: str, name: str) -> None:
    message = multipart("mixed", f"{PLAIN}u", f"Content-Type: text/plain\n{fields}\n\nxat")
    assert message.words.own == "u"
    (attachment,) = message.attachments
    assert (attachment.filename, attachment.content_type, attachment.data) == (name, "text/plain", b"xat")


def test_a_named_text_alone_is_the_body() -> None:
    message = multipart("mixed", "Content-Type: text/plain; name=nota.txt\n\nnota")
    assert message.words.own == "nota"


def test_the_message_in_a_report_is_evidence_only() -> None:
    message = multipart(
        "report", f"{PLAIN}No ha arribat.", "Content-Type: message/rfc822\n\nSubject: x\n\nDoneu-me de baixa."
    )
    assert message.report
    assert message.words.own == "No ha arribat."
    assert message.words.forwarded == ""
    assert [part.content_type for part in message.attachments] == ["message/rfc822"]


def test_a_status_part_makes_a_report_of_any_multipart() -> None:
    assert multipart("mixed", f"{PLAIN}x", "Content-Type: message/delivery-status\n\nStatus: 5.1.1").report


def test_a_digest_holds_messages() -> None:
    assert multipart("digest", "\nSubject: x\n\nu").words.forwarded == "Subject: x\n\nu"


# Rule 1: never silently empty


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param("multipart/mixed", id="no boundary"),
        pytest.param('multipart/mixed; boundary="altra"', id="wrong boundary"),
        pytest.param("multipart/alternative; boundary=", id="empty boundary"),
    ],
)
def test_a_lost_boundary_is_guessed_from_the_body(fields: str) -> None:
    body = f"--b\nContent-Type: text/plain; charset=utf-8\n\n{TEXT}\n--b--\n"
    assert mail(f"Content-Type: {fields}", body=body).words.own == TEXT


def test_a_multipart_without_parts_is_text() -> None:
    assert mail("Content-Type: multipart/mixed; boundary=b", body=TEXT).words.own == TEXT


def test_a_missing_end_loses_no_part() -> None:
    message = mail("Content-Type: multipart/mixed; boundary=b", body=f"--b\n\nu\n--b\n\n{TEXT}")
    assert message.words.own == f"u\n{TEXT}"


def test_a_boundary_that_begins_like_another_is_told_from_it() -> None:
    inner = 'Content-Type: multipart/mixed; boundary="b1"\n\n--b1\n\nu\n--b1\n\ndos\n--b1--'
    assert multipart("mixed", inner, f"{PLAIN}tres").words.own == "u\ndos\ntres"


def test_what_broken_parts_leave_over_is_text() -> None:
    message = mail("Content-Type: multipart/mixed; boundary=b", body=f"--b\n\n\n--b--\n{TEXT}\n")
    assert message.words.own == TEXT


@pytest.mark.parametrize(
    "kind", ["application/pkcs7-mime; smime-type=enveloped-data", "multipart/encrypted; boundary=b"]
)
def test_a_sealed_message_is_unreadable(kind: str) -> None:
    message = mail(f"Content-Type: {kind}", body="--b\nContent-Type: application/octet-stream\n\nx\n--b--\n")
    assert message.unreadable == SEALED


def test_a_sealed_text_is_unreadable() -> None:
    assert mail(body="-----BEGIN PGP MESSAGE-----\n\nabc\n").unreadable is not None


def test_a_piece_of_a_message_is_unreadable() -> None:
    assert mail("Content-Type: message/partial; number=1", body="x").unreadable == PARTIAL


def test_a_page_of_hidden_text_alone_is_unreadable() -> None:
    assert html('<p style="display:none">Doneu-me de baixa</p>').unreadable == HIDDEN_TEXT


@pytest.mark.parametrize("body", ["", "\n\n", '<img src="cid:x">'], ids=["empty", "blank", "a picture only"])
def test_a_body_that_says_nothing_is_simply_empty(body: str) -> None:
    message = html(body)
    assert message.unreadable is None
    assert not message.words


# HTML


@pytest.mark.parametrize(
    "hiding",
    [
        'style="display:none"',
        'style="DISPLAY : NONE !important"',
        'style="visibility:hidden"',
        'style="font-size:0"',
        'style="font-size:1px;color:#fff"',
        'style="color:#ffffff"',
        'style="color:white;background-color:#fefefe"',
        'style="color:rgb(250, 250, 250)"',
        'style="background:#123456;color:#123456"',
        'style="opacity:0"',
        'style="max-height:0;overflow:hidden"',
        'style="position:absolute;left:-9999px"',
        'style="text-indent:-9999px"',
        'style="color:transparent"',
        "hidden",
        'class="amagat"',
        'class="b amagat"',
        'id="lluny"',
        'class="mobil"',
        'style="color:var(--x)"',
        'style="color:#ffffff;background:url(x.png)"',
    ],
)
def test_hidden_text_is_nobodys_words(hiding: str) -> None:
    sheet = (
        "<style>.amagat, .x{display:none} #lluny{font-size:0px}"
        " @media (max-width:600px){.mobil{display:none}}</style>"
    )
    message = html(
        f"<html><head>{sheet}</head><body><p>vist</p><div {hiding}>no <b>vist</b></div></body></html>"
    )
    assert message.words.own == "vist"


@pytest.mark.parametrize(
    "showing",
    [
        'style="display:block"',
        'style="color:#fff;background-color:#003366"',
        'bgcolor="#000000" style="color:white"',
        'style="font-size:0.9em"',
        'style="opacity:0.8"',
        'style="height:0"',
        'style="color:#ffff00"',
    ],
)
def test_text_that_is_shown_is_read(showing: str) -> None:
    sheet = "<style>@media print{div{display:none}} .altra{display:none}</style>"
    assert html(f"{sheet}<body><div {showing}>vist</div></body>").words.own == "vist"


def test_a_size_of_its_own_makes_text_readable_again() -> None:
    assert html('<div style="font-size:0px"><p style="font-size:16px">vist</p>no</div>').words.own == "vist"


@pytest.mark.parametrize(
    "unread",
    [
        "<!-- x -->",
        "<script>x</script>",
        "<style>x</style>",
        "<title>x</title>",
        "<template>x</template>",
        "<svg><text>x</text></svg>",
    ],
)
def test_what_no_page_shows_is_not_read(unread: str) -> None:
    assert html(f"<p>vist</p>{unread}").words.own == "vist"


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        pytest.param("<p>u</p><p>dos</p>", "u\ndos", id="paragraphs"),
        pytest.param("u<br>dos<br><br>tres", "u\ndos\n\ntres", id="breaks"),
        pytest.param("<div>u<br></div><div><br></div><div>dos</div>", "u\n\ndos", id="a blank line of gmail"),
        pytest.param("<p>u<b> i </b>\n dos&nbsp;</p>", "u i dos", id="blanks"),
        pytest.param("<pre>u\n  dos</pre>", "u\n  dos", id="preformatted"),
        pytest.param("<ul><li>u<li>dos</ul>", "u\ndos", id="list"),
        pytest.param(
            "<table><tr><th>Nom</th><td>Pia</td></tr><tr><td>DNI<td>cap</table>",
            "Nom\tPia\nDNI\tcap",
            id="table",
        ),
        pytest.param(
            "<table><tr><td><p>Nom</p></td><td><p>Pia</p></td></tr></table>",
            "Nom\tPia",
            id="paragraphs in cells",
        ),
        pytest.param("<table><tr><td></td><td>Pia</td></tr></table>", "Pia", id="empty cell"),
        pytest.param(
            "<table><tr><td>Pia</td><td></td></tr><tr><td>Pol</td><td>b</td></tr></table>",
            "Pia\nPol\tb",
            id="empty last cell",
        ),
        pytest.param(
            "<table><tr><td>a<br>b</td><td>c</td></tr></table>", "a\nb\tc", id="two lines in a cell"
        ),
        pytest.param(
            "<table><tr><td><table><tr><td>Nom</td><td>Pia</td></tr></table></td></tr></table>",
            "Nom\tPia",
            id="nested table",
        ),
        pytest.param(
            "<dl><dt>Nom</dt><dd>Pia</dd><dt>DNI</dt><dd>cap</dd></dl>",
            "Nom\tPia\nDNI\tcap",
            id="definitions",
        ),
        pytest.param("<p>l&middot;l &lt;x&gt; &#8217;</p>", "l·l <x> ’", id="entities"),
    ],
)
def test_a_page_reads_line_by_line(page: str, lines: str) -> None:
    assert html(page).words.own == lines


def test_the_charset_of_a_page_is_found_in_the_page() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=macintosh"><p>plaça</p>'
    assert mail("Content-Type: text/html", body=page.encode("mac-roman")).words.own == "plaça"


def test_a_picture_inside_a_page_does_not_push_its_text_out() -> None:
    page = f'<p>u</p><img src="data:image/png;base64,{"A" * 900_000}"><p>dos</p>'
    message = html(page)
    assert message.words.own == "u\ndos"
    assert not message.truncated


def test_a_part_without_fields_keeps_its_first_line() -> None:
    assert multipart("mixed", "\nNom: Pia Roca\nDNI: cap").words.own == "Nom: Pia Roca\nDNI: cap"


UUENCODED = "begin 644 nota.txt\n$2&]L80``\n`\nend\n"


def test_uuencoded_data_are_decoded() -> None:
    message = multipart(
        "mixed",
        f"{PLAIN}u",
        f"Content-Type: application/x-nota; name=nota\nContent-Transfer-Encoding: x-uuencode\n\n{UUENCODED}",
    )
    assert message.attachments[0].data == b"Hola"


def test_an_attached_message_is_read_even_if_it_is_encoded() -> None:
    inner = base64.encodebytes(b"Subject: x\n\nHola\n").decode()
    message = multipart(
        "mixed", f"{PLAIN}u", f"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n{inner}"
    )
    assert message.words.forwarded == "Subject: x\n\nHola"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param(
            "text/plain", "<html><body><p>Nom</p><p>Pia</p></body></html>", id="a page labelled text"
        ),
        pytest.param("text/html", "Nom\nPia", id="text labelled a page"),
        pytest.param("text/html", "<p>Nom<p>Pia", id="a page without its frame"),
        pytest.param("text/enriched", "<bold>Nom</bold>\nPia", id="enriched text"),
        pytest.param("text", "Nom\nPia", id="half a label"),
        pytest.param("text/x-nota", "Nom\nPia", id="another text"),
    ],
)
def test_a_label_is_believed_as_far_as_the_text_agrees(kind: str, body: str) -> None:
    assert mail(f"Content-Type: {kind}", body=body).words.own == "Nom\nPia"


@pytest.mark.parametrize(
    "stub",
    [
        "Your mail program does not support HTML.",
        "El vostre programa no és compatible amb HTML.",
        "This is an HTML message; use a viewer.",
    ],
)
def test_a_plain_part_that_only_points_at_the_page_is_not_read(stub: str) -> None:
    message = multipart("alternative", f"{PLAIN}{stub}", f"{HTML}<p>Doneu-me de baixa.</p>")
    assert message.words.own == "Doneu-me de baixa."


def test_a_text_that_its_label_blanks_is_read_as_it_stands() -> None:
    assert mail("Content-Transfer-Encoding: base64", body="====").words.own == "===="


def test_a_blank_body_of_an_escape_is_blank() -> None:
    message = mail("Content-Transfer-Encoding: quoted-printable", body="=20\n=20=\n")
    assert message.words.own == ""
    assert message.unreadable is None


def test_a_long_text_of_nothing_is_unreadable() -> None:
    assert mail(body="\x00" * 5000).unreadable is not None


def test_a_sealed_part_without_a_text_is_unreadable() -> None:
    sealed = "Content-Type: application/pkcs7-mime; name=smime.p7m\n\nx"
    assert multipart("mixed", f"{PLAIN}", sealed).unreadable is not None
    assert multipart("mixed", f"{PLAIN}u", sealed).unreadable is None


@pytest.mark.parametrize("tag", ["s", "strike", "del", "option", "textarea", "button"])
def test_what_is_struck_out_or_offered_to_choose_from_is_nobodys_word(tag: str) -> None:
    html = f"<p>Hola</p><p><{tag}>Vull la baixa, 12345678Z</{tag}></p><p>Adéu</p>"
    mail = read_mail(b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html.encode())

    assert mail.html is not None
    assert "12345678Z" not in mail.html.own
    assert "Adéu" in mail.html.own
