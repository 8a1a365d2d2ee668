"""A name that is a formula, markup or no name: data on every screen and in every file; no request is lost."""

import json
import re
from collections.abc import Callable
from contextlib import closing
from email import policy
from email.message import EmailMessage
from html import escape
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from daemon.books.store import Store
from rules.books.lanes import Lane, prospect_of
from rules.mail.mail import read_mail
from rules.phone.exports import read_export
from tests.daemon.conftest import Command, command, config, settings
from tests.daemon.talking import PASSES, Desk
from tests.hostile.test_injection import ATTRIBUTES, ELEMENTS
from tests.rules.messages import read
from tests.rules.persons import dni

__all__ = ["command", "config"]

NAMES = (
    '=HYPERLINK("http://evil.example","y")', "@SUM(A1)", "+1+1", "-2+3", "=cmd|' /C calc'!A0", "=1+1;2",
    "\t=1+1", "\r=1+1", "<b>Maria</b>", "<script>alert(1)</script>", "</td></tr></table><a href=x>Fet</a>",
    "&lt;b&gt;", "[bold]Maria[/bold]", "[link=http://evil.example]Maria[/link]", "[/]", "Maria\\", "[red]x\\",
    "\x1b[31mMaria\x1b[0m", "\x1b]0;evil\x07Maria", "\x9b31mMaria", "Ma\x00ria", "Maria;Puig:Roca,Vila",
    "Maria\r\nEND:VCARD\r\nBEGIN:VCARD", "Maria\u2028END:VCARD", "Maria\u0085END:VCARD", "\u202eairaM",
    "Maria\u2066", "\u200b\u200b", "Maria " * 84, "M" * 500, "https://evil.example/maria",
    "maria@evil.example", "12345", "😀😀", "👩\u200d👧", "...", "-", "?", "{{7*7}}", "{% include 'x' %}",
    "%s%n", "$(id)", "NULL",
    "'", '"', "Мария Пуч", "山田太郎", "مريم", "M" + "\u0301" * 60,
)  # fmt: skip
"""What stands where a name should."""

CLERK, REGISTRY, RESIDENT = "secretaria@setcases.cat", "no-reply@registre.example.cat", "roser@veins.example"
DATA = "DNI 12345678Z\nMòbil 600 111 222\n"
TOWN = settings(
    trust={"authserv_ids": ["mx.setcases.cat"]},
    registry={"senders": [REGISTRY]},
    staff={"orders_from": [CLERK]},
)


def mail(body: str, *, subject: str, sender: str = RESIDENT, kind: str = "plain") -> bytes:
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender
    message["To"] = "info@setcases.cat"
    message["Subject"] = subject
    message["Message-ID"] = f"<{abs(hash(body))}@veins.example>"
    message["Authentication-Results"] = PASSES.format(domain=sender.rpartition("@")[2])
    message.set_content(body, subtype=kind)
    return message.as_bytes()


ASKS = "Doneu-me de baixa de la llista de WhatsApp."
PLACES: dict[str, Callable[[str], bytes]] = {
    "alone on a line": lambda name: mail(f"{name}\n{DATA}", subject="BAIXA WhatsApp"),
    "behind its label": lambda name: mail(f"Nom: {name}\n{DATA}", subject="BAIXA WhatsApp"),
    "in a sentence": lambda name: mail(f"Soc {name}. {ASKS}\n{DATA}", subject="Baixa"),
    "under a bare word": lambda name: mail(f"{name}\n{DATA}", subject="Baixa"),
    "as a signature": lambda name: mail(f"{ASKS}\n{DATA}\nGràcies,\n{name}\n", subject="Baixa"),
    "beside half the data": lambda name: mail(f"{ASKS}\n{name}, 600 111 222\n", subject="Baixa"),
    "on a page": lambda name: mail(
        f"<p>{escape(name)}</p><p>{DATA}</p>", subject="BAIXA WhatsApp", kind="html"
    ),
    "as a page's own markup": lambda name: mail(
        f"<p>{name}</p><p>{DATA}</p>", subject="BAIXA WhatsApp", kind="html"
    ),
    "in a notice of the registry": lambda name: mail(
        f"Núm. registre: 2026-E-RE-31\nData i hora: 10/03/2026 12:00\nInteressat: {name}\nNIF: 38777120V\n"
        "Telèfon: 633040506\nExtracte: Consentiment llista difusió WhatsApp\n",
        subject="Avís d'anotació",
        sender=REGISTRY,
    ),
    "in what staff pass on": lambda name: mail(
        f"Nom i cognoms: {name}\nDNI: 38777120V\nMòbil: 633040506\n", subject="Alta WhatsApp", sender=CLERK
    ),
    "in a chat": lambda name: mail(
        "[10/3/26, 18:01:00] +34 622 01 02 03: ALTA\n"
        f"[10/3/26, 18:02:00] +34 622 01 02 03: {name}\n[10/3/26, 18:03:00] +34 622 01 02 03: 40123987G\n",
        subject="Xat de WhatsApp",
        sender=CLERK,
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_no_request_is_set_aside_for_its_name(place: str) -> None:
    for name in NAMES:
        message = read_mail(PLACES[place](name))
        reading = read(message, TOWN.town())

        assert prospect_of(reading, message).lane is not Lane.ASIDE, name
        assert len(reading.people) >= 1, name
        for person in reading.people:
            # What was no name is none: neither a formula nor markup is kept as one.
            assert re.fullmatch(r"[^\W\d_].*", person.name or "x"), name
            assert (person.name or "x").isprintable(), name
            assert not set(person.name or "") & set("<>[]{}=@|$%\\"), name


@pytest.mark.parametrize("place", ["alone on a line", "in a notice of the registry", "in what staff pass on"])
def test_each_of_them_is_done_or_waits_for_a_person(sqlite: Store, place: str) -> None:
    desk = Desk(sqlite, settings=TOWN)
    for name in NAMES:
        taken = desk.take(PLACES[place](name))
        assert taken.decision.outcome.value != "aside", name


# --- names that a list brought in -----------------------------------------------------------------


def bring_in(command: Command, folder: Path) -> list[str]:
    """Import a list of those names; how the books then have them, as JSON tells."""
    file = folder / "list.csv"
    rows = [f'"{name.replace(chr(34), chr(34) * 2)}",{dni(41_000_000 + n)},{611_000_000 + n},due,,2026-05-04,'
            for n, name in enumerate(NAMES)]  # fmt: skip
    header = "name,id_document,phone,state,consent_number,consent_at,activated_on,\x1b[31mBad\u202e"
    file.write_bytes("\n".join([header, *rows, ""]).encode())
    answer = command("subscribers", "import", file)
    assert answer.code == 0, answer.err
    assert inert(answer.err), answer.err
    listed = command("subscribers", "list", "--json")
    assert inert(listed.out)
    return [each["name"] for each in json.loads(listed.out)]


def inert(said: str) -> bool:
    """Nothing in what was printed moves, hides or colours anything."""
    return all(char.isprintable() or char == "\n" for char in said)


def test_a_list_keeps_them_as_they_are_and_names_are_one_line(command: Command, tmp_path: Path) -> None:
    assert bring_in(command, tmp_path) == [" ".join(name.split()) for name in NAMES]


@pytest.mark.parametrize("words", [
    ("subscribers", "list"), ("subscribers", "show", "A-0018"), ("subscribers", "export", "A-0018"),
    ("digest",), ("digest", "--html", "page.html"), ("cases", "list"), ("messages", "list"),
])  # fmt: skip
def test_they_are_text_at_a_terminal(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    bring_in(command, tmp_path)

    answer = command(*words)

    assert answer.code == 0, answer.err
    assert inert(answer.out)
    if words in {("subscribers", "list"), ("digest",)}:
        assert "[bold]Maria[/bold]" in answer.out
        assert '=HYPERLINK("http://evil.example","y")' in answer.out


def test_they_are_words_on_the_page_of_the_digest(command: Command, tmp_path: Path) -> None:
    bring_in(command, tmp_path)
    page = tmp_path / "page.html"

    assert command("digest", "--html", page).code == 0

    nodes = LexborHTMLParser(page.read_text()).css("*")
    assert {node.tag for node in nodes} <= ELEMENTS
    assert {key for node in nodes for key in node.attributes} <= ATTRIBUTES
    assert "evil" not in " ".join(value or "" for node in nodes for value in node.attributes.values())
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.read_text()


def test_each_is_one_contact_on_the_phone_under_our_own_word(command: Command, tmp_path: Path) -> None:
    bring_in(command, tmp_path)
    (tmp_path / "cards").mkdir()

    assert command("phone", "vcards", "--out", tmp_path / "cards").code == 0

    (file,) = (tmp_path / "cards").glob("altes-*.vcf")
    lines = file.read_bytes().decode().split("\r\n")
    contacts = read_export(file.read_bytes())
    assert lines.count("BEGIN:VCARD") == lines.count("END:VCARD") == len(contacts) == len(NAMES)
    assert all(len(line.encode()) <= 75 and line.isprintable() for line in lines)
    assert all(contact.name.startswith("Setcases ") for contact in contacts)
    assert {len(contact.phones) for contact in contacts} == {1}


def test_what_another_program_put_before_a_formula_is_taken_off_again(
    command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "name,id_document,phone\n"
        f"'=1+1,{dni(41_000_000)},'+34611000000\n'@SUM(A1),{dni(41_000_001)},'+34611000001\n"
        f"'Pere,{dni(41_000_002)},611000002\n"
    )

    assert command("subscribers", "import", file).code == 0
    listed = json.loads(command("subscribers", "list", "--json").out)
    assert [(each["name"], each["phone"]) for each in listed] == [
        ("=1+1", "+34611000000"), ("@SUM(A1)", "+34611000001"), ("'Pere", "+34611000002"),
    ]  # fmt: skip


def test_a_name_given_by_hand_is_one_line_too(command: Command, config: Path) -> None:
    words = ("--name", "Maria\n\tPuig", "--dni", "12345678Z", "--phone", "600111222")
    assert command("subscribers", "add", *words).code == 0

    with closing(Store(f"sqlite:///{config.parent / 'books.db'}")) as store:
        assert Desk(store).states() == ["requested"]
    assert json.loads(command("subscribers", "list", "--json").out)[0]["name"] == "Maria Puig"


def test_the_words_of_an_error_are_text_too(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("name,id_document,phone,\x1b[31mx,\x1b[31mx\n")

    answer = command("subscribers", "import", file)

    assert (answer.code, inert(answer.err), "[31mx" in answer.err) == (1, True, True)


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_what_explain_shows_of_a_mail_and_its_file_is_text_too(
    command: Command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    for n, name in enumerate(NAMES):
        file = tmp_path / f"{n}\x1b[31m\u202e.eml"
        file.write_bytes(mail(f"{name}\n{DATA}", subject=f"BAIXA {' '.join(name.split())}".strip()))

    answer = command("explain", *words, tmp_path, tmp_path / "none\x1b[31m")

    assert (answer.code, inert(answer.out), inert(answer.err)) == (1, True, True)
    if words:
        assert len(answer.out.splitlines()) == len(NAMES)
        assert all("\x1b[31m\u202e" in json.loads(line)["file"] for line in answer.out.splitlines())
