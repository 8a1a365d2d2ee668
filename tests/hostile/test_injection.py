"""What a stranger writes is data: on the wire to the mailbox, in our letters' headers, in staff's pages."""

import re
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from random import Random

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select

from daemon.books.store import Store
from daemon.books.tables import contents
from daemon.mailbox.imap import ImapMailbox
from daemon.mailbox.sync import Sync
from rules.desk.cards import MOST_SHOWN
from tests.daemon.ordering import Office
from tests.hostile.conftest import office_of
from tests.hostile.weapons import TEMPLATES, WEAPONS
from tests.imap_server import Scripted
from tests.smtp_server import LOOPBACK

# --- to the mailbox -------------------------------------------------------------------------------

_ALLOWED = re.compile(
    r"\S+ (?:CAPABILITY |LOGIN \*\*\*|EXAMINE \"?INBOX\"?|NOOP |LOGOUT |SEARCH (?:CHARSET \S+ )?UID [\d:,*]+"
    r"|FETCH [\d,:]+ \((?:RFC822\.SIZE )?(?:INTERNALDATE )?BODY\.PEEK\[(?:HEADER)?\]<\d+\.\d+>\))"
)
_SPICES = (
    '"', "\\", "{5}", "{5+}\r\n ", "\r\n X1 UID STORE 1:* +FLAGS (\\Deleted)\r\n ", "\r\n X2 EXPUNGE", "\n",
    "\r", "\x00", "\x0b", "\x85", "%", "*", "(", ")", "à", "\u2028", "=?utf-8?q?=0D=0A?=", "]",
)  # fmt: skip


def ids(chance: Random, count: int) -> str:
    """So many ids that end a string, a line or a literal of IMAP's."""
    return "".join(
        f"<{n}{chance.choice(_SPICES)}{chance.randrange(10**6)}{chance.choice(_SPICES)}@x.example> "
        for n in range(count)
    )


def test_ten_thousand_ids_put_no_word_of_theirs_on_the_wire(office: Office) -> None:
    chance = Random(20261125)
    mails = {
        uid: (
            f"From: a{uid}@x.example\r\nTo: info@setcases.cat\r\nSubject: BAIXA {ids(chance, 1)}\r\n"
            f"Message-ID: {ids(chance, 1)}\r\nIn-Reply-To: {ids(chance, 8)}\r\n"
            f"References: {ids(chance, 90)}\r\n\r\nHola {ids(chance, 300)}\r\n"
        ).encode()
        for uid in range(1, 26)
    }
    box = office.settings.mailbox.model_copy(update={"since": "all"})
    office.settings = office.settings.model_copy(update={"mailbox": box})
    with Scripted(mails).running() as server:
        mailbox = ImapMailbox(
            host=LOOPBACK, port=server.port, tls="none", ca_file=None, user="info@setcases.cat", password="x"
        )
        found = Sync(office.intake, mailbox).read_all().found
        mailbox.close()

    assert found == len(mails)
    assert len(server.heard("FETCH")) > 1
    assert [line for line in server.lines if not _ALLOWED.fullmatch(line)] == []


# --- in our headers -------------------------------------------------------------------------------

HEADERS = [weapon for weapon in WEAPONS if "evil" in weapon] + [
    f"=?utf-8?q?x=0D=0A{name}:_e=40evil.example?=" for name in ("Bcc", "To", "From", "Reply-To", "Sender")
]


def owed(office: Office) -> Iterator[EmailMessage]:
    with office.store.read() as tx:
        for raw in tx.connection.execute(select(contents.c.raw)).scalars():
            yield message_from_bytes(raw, policy=policy.default)  # type: ignore[arg-type]


def test_no_subject_name_or_id_adds_a_header_or_a_reader(office: Office) -> None:
    for n, weapon in enumerate(HEADERS):
        line = " ".join(weapon.split("\r\n"))
        raw = (
            f'From: "{line.replace(chr(34), "")}" <v{n}@veins.example>\r\nTo: info@setcases.cat\r\n'
            f"Subject: BAIXA {line}\r\nMessage-ID: <{n}{line}@veins.example>\r\nReferences: <{line}>\r\n\r\n"
            f"Doneu-me de baixa de la llista de WhatsApp. Em dic {line}\r\n"
        )
        office.take(raw.encode())
    office.mail("Doneu-me de baixa de la llista de WhatsApp.", sender="u@veins.example")
    *letters, usual = owed(office)

    assert len(letters) > 20
    for letter in letters:
        assert set(letter.keys()) - set(usual.keys()) == set()
        assert len(letter.keys()) <= len(usual.keys())
        assert re.fullmatch(r"v\d+@veins\.example", letter["To"])
        assert "evil" not in "".join(map(str, letter.values()))
        assert "evil" not in letter.as_string()


# --- on staff's pages -----------------------------------------------------------------------------

ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "div", "table", "tbody", "tr", "td", "h1", "h2", "p",
    "span", "a", "bdi",
}  # fmt: skip
ATTRIBUTES = {
    "role", "class", "width", "cellpadding", "cellspacing", "border", "style", "align", "bgcolor", "href",
    "lang", "charset", "name", "content", "http-equiv", "dir", "height", "valign", "aria-hidden", "scope",
}  # fmt: skip


def put(office: Office, weapons: list[str]) -> None:
    """A mail that staff must look at, with a weapon as name, as subject, as text and as a file's name."""
    name, subject, text, file = (weapon.replace("\r", "").replace("\n", " ") for weapon in weapons)
    kind = (
        "pdf" if len(office.taken) % 5 == 0 else "octet-stream"
    )  # a PDF is opened, and named if it cannot be
    name, file = (each.replace("\\", "\\\\").replace('"', '\\"') for each in (name, file))
    lines = [
        f'From: "{name}" <a@x{len(office.taken)}.example>',  # from one domain they would be one group
        "To: info@setcases.cat",
        f"Subject: Baixa {subject}",
        f"Message-ID: <{len(office.taken)}@x.example>",
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "Content-Type: text/plain; charset=utf-8",
        "",
        f"Potser em vull donar de baixa del WhatsApp. Em dic {text}",
        "--b",
        f'Content-Type: application/{kind}; name="{file}"',
        f'Content-Disposition: attachment; filename="{file}"',
        "",
        "x",
        "--b--",
    ]
    office.take("\r\n".join(lines).encode())


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[EmailMessage, str, str]]:
    """The digests of days on which two hundred weapons came in: letter, text and HTML of each.

    No day brings more than a digest shows.
    """
    mails = [list(WEAPONS[start : start + 4]) for start in range(0, len(WEAPONS) - 3, 4)]
    made = []
    for start in range(0, len(mails), MOST_SHOWN):
        with closing(Store(f"sqlite:///{tmp_path_factory.mktemp('books') / 'books.db'}")) as store:
            made.append(digest_of_weapons(office_of(store), mails[start : start + MOST_SHOWN]))
    return made


def digest_of_weapons(office: Office, mails: list[list[str]]) -> tuple[EmailMessage, str, str]:
    for weapons in mails:
        put(office, weapons)
    letter = office.digest()
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    return letter, text.get_content(), html.get_content()


def test_two_hundred_weapons_are_words_on_a_page(pages: list[tuple[EmailMessage, str, str]]) -> None:
    assert len(WEAPONS) >= 200
    assert sum(text.count("alert(1)") for _, text, _ in pages) > 30  # they are there to be read
    for letter, _, html in pages:
        nodes = LexborHTMLParser(html).css("*")
        assert {node.tag for node in nodes} <= ELEMENTS
        assert {key for node in nodes for key in node.attributes} <= ATTRIBUTES
        assert len(LexborHTMLParser(html).css("style")) == 1
        assert "evil" not in " ".join(value or "" for node in nodes for value in node.attributes.values())
        assert "evil" not in str(letter["Subject"])


def test_no_link_of_a_page_does_anything_by_being_fetched(pages: list[tuple[EmailMessage, str, str]]) -> None:
    """Scanners open every link: ours open a mail or a chat that somebody still has to send."""
    for _, _, html in pages:
        links = {node.attributes["href"] or "" for node in LexborHTMLParser(html).css("[href]")}

        assert len(links) > 15
        assert {link.split(":")[0] for link in links} == {"mailto"}
        assert not LexborHTMLParser(html).css("[src], [action], [background], form")


def test_a_template_in_a_mail_is_never_worked_out(pages: list[tuple[EmailMessage, str, str]]) -> None:
    text, html = ("\n".join(each) for each in zip(*((text, html) for _, text, html in pages), strict=True))

    shown = [weapon for weapon in TEMPLATES if weapon in text]
    assert len(shown) > len(TEMPLATES) // 3
    assert "<class" not in text + html
    assert not re.search(r"\b49\b", text)
