"""The demo shows the whole service on real wires, the same on every day, and leaves nothing open."""

import os
import re
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from daemon.configuration.default_town import DEFAULT_TOWN
from daemon.configuration.settings import load, parse
from daemon.demo import play
from daemon.demo.scenario import built_in_scenario, configuration, scenario_from
from daemon.demo.servers import LOOPBACK, USER, PostOffice, deliver, post_office
from daemon.demo.terminal import Display
from daemon.mailbox.imap import ImapMailbox
from daemon.mailbox.intake import Taken
from rules.books.decision import Decision, Reason, Request, Verdict
from rules.findings import Entry, Kind, Person, Reading
from rules.mail.mail import Mail

ALTABAIXA = Path(sys.executable).with_name("altabaixa")
NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
BAIXA = """From: Pau Ribes <pau@veins.example>
To: info@setcases.cat
Subject: BAIXA Informació Ajuntament de Setcases WhatsApp
Date: Tue, 9 Jun 2026 18:00:00 +0200
Content-Type: text/plain; charset=utf-8

Pau Ribes Coll
DNI 12345678Z
Mòbil 600 111 222
"""


@dataclass(frozen=True)
class Ran:
    """One run of the command."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def folder(self) -> Path:
        return Path(self.out.splitlines()[-1].removeprefix("digest: ")).parent

    def block(self, sender: str) -> str:
        """What was shown of the message from *sender*."""
        heading = self.out.partition("in the mailbox:")[2].partition("letters left by SMTP")[0]
        found = [part for part in re.split(r"(?m)^ ?\d+  ", heading) if part.startswith(sender + "  ")]
        assert len(found) == 1, found
        return found[0]

    def letters(self) -> list[EmailMessage]:
        files = sorted((self.folder / "letters").glob("*.eml"))
        return [message_from_bytes(f.read_bytes(), _class=EmailMessage, policy=policy.default) for f in files]


def run(folder: Path, *words: str, program: tuple[str, ...] = (str(ALTABAIXA), "demo")) -> Ran:
    environment = {**os.environ, "TMPDIR": str(folder)}
    environment.pop("ALTABAIXA_CONFIG", None)
    begun = used()
    done = subprocess.run(
        [*program, *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr, used() - begun)


def used() -> float:
    """Processor time of the programs that have ended, in seconds: a busy machine adds nothing to it."""
    return sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    return run(tmp_path_factory.mktemp("demo"))


def test_the_demo_ends_well_within_a_minute_and_says_nothing_but_its_story(told: Ran) -> None:
    assert (told.code, told.err) == (0, "")
    assert told.seconds < 60


@pytest.mark.parametrize(
    ("sender", "shown"),
    [
        pytest.param("Agenda del Ripollès", "→ set aside correu automàtic", id="newsletter"),
        pytest.param("Laia Soler", "→ set aside correu automàtic", id="out of office"),
        pytest.param("Remei Pagès", "→ done el DNI i el mòbil són d'una sola persona", id="clean BAIXA"),
        pytest.param("quim bosch", "→ done el DNI i el mòbil són d'una sola persona", id="sloppy BAIXA"),
        pytest.param("Dolors Masoliver", "→ waiting for the resident falten dades", id="without DNI"),
        pytest.param("Jordi Masdeu", "other → set aside no té a veure amb la llista", id="padró"),
        pytest.param(
            "Martí Vila", "→ card for staff el DNI és d'una persona i el mòbil", id="another's mobile"
        ),
        pytest.param("Secretaria de l'Ajuntament", "→ done ALTA rebuda; ja hi havia", id="staff's ALTA"),
    ],
)
def test_every_mail_is_shown_with_its_outcome_and_why(told: Ran, sender: str, shown: str) -> None:
    assert shown in one_line(told.block(sender))


def test_both_registry_notices_are_shown_with_number_and_presentation(told: Ran) -> None:
    demo = one_line(told.out)

    assert "E/000211-2026, presented 6 May, 19:54 → done consentiment registrat; ja hi havia l'ALTA" in demo
    assert "E/000219-2026, presented 10 May, 22:06 → done consentiment registrat: comença el termini" in demo


def test_ten_mails_are_told(told: Ran) -> None:
    assert "10 messages in the mailbox" in told.out
    heading = told.out.partition("in the mailbox:")[2].partition("letters left by SMTP")[0]
    assert re.findall(r"(?m)^( ?\d+)  ", heading) == [f"{number:2}" for number in range(1, 11)]


def test_the_letters_that_left_are_counted_listed_and_kept(told: Ran) -> None:
    letters = told.letters()

    assert f"{len(letters)} letters left by SMTP" in told.out
    assert [(letter["To"], path.name) for letter, path in zip(letters, kept(told), strict=True)] == [
        ("remei.pages@correu.example", "01-done.eml"),
        ("quimet.bosch@bustia.example", "02-done.eml"),
        ("dolors.masoliver@correu.example", "03-missing.eml"),
        ("marti.vila@correu.example", "04-received.eml"),
        ("secretaria@setcases.cat", "05-leaves.eml"),
        ("secretaria@setcases.cat", "06-digest.eml"),
    ]


def kept(told: Ran) -> list[Path]:
    return sorted((told.folder / "letters").iterdir())


def test_the_panel_shows_how_the_digest_begins_and_where_the_whole_is(told: Ran) -> None:
    part = told.letters()[-1].get_body(("plain",))
    assert part is not None
    sent = [word for word in re.findall(r"\w+", part.get_content()) if not set(word) <= set("-=_")]
    panel = [line[2:-2] for line in told.out.splitlines() if line[:1] == "│"]
    begins = re.findall(r"\w+", " ".join(panel[:-1]))

    assert len(panel) == 15
    assert panel[-1].strip() == f"… {told.folder / 'digest.html'}"
    assert begins == sent[: len(begins)]
    assert len(begins) > 100


def test_the_digest_holds_something_of_every_kind(told: Ran) -> None:
    html = (told.folder / "digest.html").read_text(encoding="utf-8")

    for name in ("Narcís Sala Pujol", "Fina Coll Mir", "Ona Palau Ferrer", "Biel Riera Comas"):
        assert name in html
    for name in ("Remei Pagès Tubau", "Quim Bosch Serrat", "Martí Vila Costa", "Dolors Masoliver Roig"):
        assert name in html
    assert "Mercè Isern Vidal" not in html


def test_the_last_line_names_the_html_digest(told: Ran) -> None:
    last = told.out.splitlines()[-1]

    assert last == f"digest: {told.folder / 'digest.html'}"
    assert (
        (told.folder / "digest.html")
        .read_text(encoding="utf-8")
        .lstrip()
        .lower()
        .startswith("<!doctype html")
    )


def test_the_state_of_the_list_is_shown_before_and_after(told: Ran) -> None:
    demo = one_line(told.out.partition("The list now")[2])

    assert "Remei Pagès Tubau 600 55 12 07 active → leaving" in demo
    assert "Ona Palau Ferrer 600 55 17 49 requested → due 2026-05-14" in demo
    assert "Biel Riera Comas 600 55 32 18 — → due 2026-05-15" in demo
    assert "As before: 4 active, 2 due, 1 left." in demo


def test_a_second_round_does_nothing_more(told: Ran) -> None:
    assert "A second round: 0 messages, 0 letters." in told.out


def test_it_fits_a_screen_that_is_scrolled_once(told: Ran) -> None:
    lines = told.out.splitlines()

    assert len(lines) <= 80
    # The last lines are paths and commands to copy, which stay whole.
    assert max(map(len, lines[:-4])) <= 100


def test_nothing_listens_when_it_has_ended(told: Ran) -> None:
    ports = [int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", told.out)]

    assert len(ports) == 2
    assert [refused(LOOPBACK, port) for port in ports] == [True, True]


def test_no_password_stays_and_nobody_else_may_look(told: Ran) -> None:
    assert not (told.folder / "imap-password").exists()
    assert told.folder.stat().st_mode & 0o077 == 0


def test_somebodys_own_mail_meets_the_list_beside_it(tmp_path: Path) -> None:
    (tmp_path / "una.eml").write_text(BAIXA, encoding="utf-8")
    (tmp_path / "residents.csv").write_text("name,id_document,phone\nPau Ribes Coll,12345678Z,600111222\n")

    ran = run(tmp_path, "--mail", str(tmp_path))

    assert (ran.code, ran.err) == (0, "")
    assert "1 resident is on the list" in ran.out
    assert "→ done" in ran.block("Pau Ribes")
    assert "active → leaving" in ran.out
    assert "A second round: 0 messages, 0 letters." in ran.out
    assert "pau@veins.example" in {letter["To"] for letter in ran.letters()}
    assert (ran.folder / "digest.html").exists()


def test_without_a_list_beside_it_the_demos_own_residents_are_there(tmp_path: Path) -> None:
    (tmp_path / "una.eml").write_text(BAIXA, encoding="utf-8")

    ran = run(tmp_path, "--mail", str(tmp_path))

    assert "10 residents are on the list" in ran.out
    assert "→ card for staff" in ran.block("Pau Ribes")


def test_what_a_mail_says_cannot_write_on_the_terminal(tmp_path: Path) -> None:
    hostile = BAIXA.replace("Subject: BAIXA", "Subject: [red]BAIXA[/red]\x1b]0;titol\x07\x1b[2J\u202e")
    (tmp_path / "una.eml").write_text(hostile, encoding="utf-8")

    ran = run(tmp_path, "--mail", str(tmp_path))

    assert ran.code == 0
    assert not set("\x1b\x07\u202e") & set(ran.out)
    assert "[red]BAIXA[/red]" in ran.out


def test_the_telling_trusts_no_field_of_a_mail() -> None:
    hostile = "\x1b[2J\u202e[red]\r\nnew line" + "x" * 500
    mail = Mail(sha256="", content_key="", subject=hostile, sender_name=hostile)
    reading = Reading(kind=Kind.BAIXA, people=(Person(name=hostile),), registries=(Entry(number=hostile),))
    request = Request(kind=Kind.BAIXA, person=Person(name=hostile), at=NOW)
    verdict = Verdict(request=request, reason=Reason.DOUBTFUL, details=(hostile,))
    terminal = Console(file=StringIO(), width=100, force_terminal=False)

    Display(terminal, UTC).message(Taken(mail, reading, Decision(verdicts=(verdict, verdict))))

    shown = terminal.file.getvalue()  # type: ignore[attr-defined]
    assert not set("\x1b\u202e\r") & set(shown)
    assert "[red]" in shown
    assert len(shown) < 1500


@pytest.mark.parametrize(
    ("name", "content", "code", "said"),
    [
        pytest.param("nowhere", None, 2, "'nowhere' does not exist", id="no folder"),
        pytest.param("correu", None, 1, "there is no mail to read in correu", id="nothing in it"),
        pytest.param("correu", "notes.txt", 1, "there is no mail to read in correu", id="no mail in it"),
        pytest.param("correu", "gone.eml", 1, "gone.eml cannot be read: No such file", id="unreadable"),
    ],
)
def test_where_no_mail_can_be_read_it_says_so(
    tmp_path: Path, name: str, content: str | None, code: int, said: str
) -> None:
    (tmp_path / "correu").mkdir()
    if content is not None:
        (tmp_path / "correu" / content).symlink_to("nowhere" if content.endswith(".eml") else "/dev/null")

    ran = run(tmp_path, "--mail", name)

    assert (ran.code, ran.out) == (code, "")
    assert said in one_line(ran.err)
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("missing", ["aiosmtpd", "pymap"])
def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path, missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; from daemon.cli import main; main()"

    ran = run(tmp_path, program=(sys.executable, "-c", code, "demo"))

    assert (ran.code, ran.out) == (1, "")
    assert "pip install 'altabaixa[demo]'" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_another_towns_configuration_holds_but_for_servers_and_store(tmp_path: Path) -> None:
    config = tmp_path / "poble.toml"
    config.write_text(
        """
        [town]
        name = "Ajuntament de Setcases"
        channel = "Informació Ajuntament de Setcases"
        whatsapp = "+34683331383"
        [mailbox]
        host = "imap.nowhere.invalid"
        user = "bustia@poble.example"
        [smtp]
        host = "smtp.nowhere.invalid"
        sender = "bustia@poble.example"
        [store]
        url = "sqlite:////nowhere/books.db"
        [staff]
        digest_to = ["alcalde@poble.example"]
        orders_from = ["oficina@poble.example"]
        [registry]
        senders = ["avisos@registre.example"]
        [trust]
        authserv_ids = ["mx.poble.example"]
        """,
        encoding="utf-8",
    )

    ran = run(tmp_path, "--config", str(config))

    assert (ran.code, ran.err) == (0, "")
    assert "→ done  ALTA rebuda; ja hi havia el consentiment" in ran.out
    assert [letter["To"] for letter in ran.letters()][-2:] == ["alcalde@poble.example"] * 2
    assert {letter["From"].addresses[0].addr_spec for letter in ran.letters()} == {"bustia@poble.example"}


def test_a_configuration_that_is_wrong_is_exit_2(tmp_path: Path) -> None:
    assert run(tmp_path, "--config", str(tmp_path / "no.toml")).code == 2


def test_on_a_sunday_the_digest_is_sent_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    (mail / "una.eml").write_text(BAIXA, encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("daemon.demo.this_moment", lambda: NOW - timedelta(days=1))

    html = play(mail, None)

    assert html.exists()
    told = capsys.readouterr().out
    assert "No digest is due now" in told
    assert told.count("Resum del diumenge 14 de juny de 2026") == 1


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office("secret") as servers:
        yield servers


def refused(host: str, port: int) -> bool:
    with socket.socket() as client:
        client.settimeout(5)
        return client.connect_ex((host, port)) != 0


def test_the_servers_listen_on_one_loopback_address_only(office: PostOffice) -> None:
    ports = (office.imap_port, office.smtp_port)

    assert [refused(LOOPBACK, port) for port in ports] == [False, False]
    assert [refused("127.0.0.2", port) for port in ports] == [True, True]


def test_the_servers_close_though_a_client_is_still_connected() -> None:
    with post_office("secret") as office:
        ports = (office.imap_port, office.smtp_port)
        clients = [socket.create_connection((LOOPBACK, port)) for port in ports]
        assert [client.recv(100)[:4] for client in clients] == [b"* OK", b"220 "]

    for client in clients:
        client.close()
    assert [refused(LOOPBACK, port) for port in ports] == [True, True]


@pytest.mark.parametrize(
    ("raw", "head", "body"),
    [
        pytest.param(b"Subject: a\r\n\r\nb\r\n", b"Subject: a\r\n\r\n", b"b\r\n", id="as it should be"),
        pytest.param(b"Subject: a\n\nb\n", b"Subject: a\r\n\r\n", b"b\r\n", id="Unix line ends"),
        pytest.param(b"Subject: a\r\n", b"Subject: a\r\n\r\n", b"", id="a header without its empty line"),
        pytest.param(b"Subject: a", b"Subject: a\r\n\r\n", b"", id="half a line"),
        pytest.param(b"", b"\r\n", b"", id="nothing"),
    ],
)
def test_what_was_delivered_is_what_the_mailbox_holds(
    office: PostOffice, raw: bytes, head: bytes, body: bytes
) -> None:
    assert deliver(office, "secret", [(raw, NOW)]) == 1

    mailbox = ImapMailbox(
        host=LOOPBACK, port=office.imap_port, tls="none", ca_file=None, user=USER, password="secret"
    )
    (uid,) = mailbox.uids(1, mailbox.open("INBOX"))
    found = mailbox.heads([uid])[uid]
    assert (found.block, mailbox.bodies([uid])[uid]) == (head, head + body)
    assert (found.received_at, found.size) == (NOW, len(head + body))
    mailbox.close()


@pytest.mark.parametrize(
    ("date", "arrived"),
    [
        pytest.param(
            "Date: Tue, 9 Jun 2026 18:00:00 +0200\n", datetime(2026, 6, 9, 16, tzinfo=UTC), id="its Date"
        ),
        pytest.param(
            "Date: Tue, 9 Jun 2026 18:00:00 -0000\n", datetime(2026, 6, 9, 18, tzinfo=UTC), id="no zone"
        ),
        pytest.param("Date: Tue, 9 Jun 2037 18:00:00 +0200\n", NOW, id="never in the future"),
        pytest.param("Date: Tue, 9 Jun 1937 18:00:00 +0200\n", NOW, id="before there was mail"),
        pytest.param("Date: dimarts al vespre\n", NOW, id="not a date"),
        pytest.param("Date: Tue, 99 Jun 2026 18:00:00 +0200\n", NOW, id="no such day"),
        pytest.param("", NOW, id="no Date"),
    ],
)
def test_a_mail_arrives_when_it_says_or_now(tmp_path: Path, date: str, arrived: datetime) -> None:
    (tmp_path / "una.eml").write_text(f"{date}Subject: hola\n\nhola\n")

    (message,) = scenario_from(tmp_path, lambda: NOW).mail

    assert message.arrived_at == arrived


def test_mail_is_told_in_the_order_of_its_arrival(tmp_path: Path) -> None:
    for name, day in (("a", 9), ("b", 7), ("c", 8)):
        (tmp_path / f"{name}.eml").write_text(f"Date: {day} Jun 2026 18:00:00 +0200\nSubject: {name}\n\n")

    scenario = scenario_from(tmp_path, lambda: NOW)

    assert [message.raw.split(b"Subject: ")[1][:1] for message in scenario.mail] == [b"b", b"c", b"a"]
    assert scenario.opened_at < scenario.mail[0].arrived_at


def test_what_was_left_out_of_somebodys_mail_is_said(tmp_path: Path) -> None:
    (tmp_path / "INBOX").write_text(f"From pau Tue Jun  9 18:00:00 2026\n{BAIXA}")
    (tmp_path / "gone.eml").symlink_to("nowhere")
    for name in ("residents.csv", "a.msg", "b.msg", "c.pdf", "d.pdf", "e.pdf", "f.pdf"):
        (tmp_path / name).touch()

    scenario = scenario_from(tmp_path, lambda: NOW)

    assert [message.raw.decode() for message in scenario.mail] == [BAIXA]
    assert scenario.left_out == (
        f"{tmp_path}/gone.eml cannot be read: No such file or directory.",
        (
            "Left out, for it is neither .eml nor mbox nor Maildir: "
            "a.msg, b.msg, c.pdf, d.pdf, e.pdf and 1 more."
        ),
    )


def test_the_demos_own_mail_says_the_truth_about_when_it_came() -> None:
    scenario = built_in_scenario(parse(DEFAULT_TOWN))

    assert len(scenario.mail) == 10
    assert all(message.arrived_at < scenario.clock() for message in scenario.mail)


def test_the_written_configuration_reads_back_the_same(tmp_path: Path) -> None:
    odd = DEFAULT_TOWN | {
        "town": {**DEFAULT_TOWN["town"], "name": 'El "Vell" \\ Poble\u00a0d’Amunt'.replace("\u00a0", " ")}
    }
    settings = parse(odd)
    file = tmp_path / "altabaixa.toml"
    file.write_text(configuration(settings, PostOffice(imap_port=1143, smtp_port=1025)), encoding="utf-8")

    read = load(file)

    for section in ("town_hall", "calendar", "staff", "registry", "trust", "replies"):
        assert getattr(read, section) == getattr(settings, section)
    assert (read.mailbox.host, read.mailbox.port, read.smtp.host, read.smtp.port) == (
        LOOPBACK,
        1143,
        LOOPBACK,
        1025,
    )
    assert read.store_url == f"sqlite:///{tmp_path}/books.db"
    assert settings.addresses <= read.addresses
