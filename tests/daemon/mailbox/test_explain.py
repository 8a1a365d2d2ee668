"""Explaining changes nothing, keeps the promised shape, and goes on past what it cannot read."""

import io
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from daemon.mailbox.explain import explain_json, explain_paths, explain_text
from rules.findings import Doubt, Entry, Flaw, Kind, Person, Reading
from rules.mail.mail import read_mail
from rules.town import Town
from tests.rules.messages import read

MADRID = ZoneInfo("Europe/Madrid")
TOWN = Town(
    name="Ajuntament de Vallclara",
    channel="Vallclara Informa",
    whatsapp="+34600000000",
    place="Vallclara",
    tz=MADRID,
    addresses=frozenset({"info@vallclara.cat"}),
)
LEAVE = (
    b"From: Gemma <gemma@bustia.example>\r\nTo: info@vallclara.cat\r\n"
    b"Subject: BAIXA WhatsApp municipal\r\n\r\n"
    b"Gemma Torrent Oliva, 40123987G, 622010203\r\n"
)
MAIL = read_mail(LEAVE)
READING = Reading(
    kind=Kind.CONSENT,
    people=(
        Person(name="Núria Sala", id_document=None, phone="+34622010203", flaws=(Flaw.DOCUMENT_INVALID,)),
    ),
    registries=(Entry(number="E/1-2026", registered_at=datetime(2026, 3, 10, 12, tzinfo=MADRID)),),
    authenticated=None,
    doubts=(Doubt.UNTRUSTED,),
    reasons=("avís de registre",),
)


def shown(reading: Reading) -> str:
    screen = io.StringIO()
    Console(file=screen, width=100).print(explain_text("a.eml", MAIL, reading))
    return screen.getvalue()


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.eml").write_bytes(LEAVE)
    (tmp_path / "sub" / "a.eml").write_bytes(LEAVE)
    (tmp_path / "note.txt").write_bytes(b"no mail")
    return tmp_path


def test_the_line_is_the_object_that_other_tools_rely_on() -> None:
    line = explain_json("a.eml", MAIL, READING)

    assert "\n" not in line
    assert "Núria" in line
    assert json.loads(line) == {
        "file": "a.eml",
        "kind": "consent",
        "people": [{"name": "Núria Sala", "id_document": None, "phone": "+34622010203"}],
        "registries": [{"number": "E/1-2026", "registered_at": "2026-03-10T12:00:00+01:00"}],
        "authenticated": None,
        "lane": "card",
        "letter": None,
        "topic": None,
        "reasons": ["avís de registre", "no s'ha pogut comprovar qui l'envia"],
    }


@pytest.mark.parametrize(
    ("text", "lane", "letter"),
    [
        (LEAVE, "act", "done"),
        (LEAVE.replace(b", 622010203", b""), "ask", "missing"),
        (LEAVE.replace(b"Gemma Torrent", b"No em vull donar de baixa. Gemma Torrent"), "card", "received"),
        (b"From: g@bustia.example\r\nTo: info@vallclara.cat\r\nSubject: BAIXA\r\n\r\nBAIXA", "card", None),
        (LEAVE.replace(b"BAIXA WhatsApp municipal", b"Bon dia"), "card", None),
        (LEAVE.replace(b"BAIXA WhatsApp municipal", b"Abonament de la piscina"), "aside", None),
        (b"Auto-Submitted: auto-replied\r\n" + LEAVE, "aside", None),
    ],
)
def test_the_line_says_what_would_become_of_it(text: bytes, lane: str, letter: str | None) -> None:
    mail = read_mail(text)

    line = json.loads(explain_json("a.eml", mail, read(mail, TOWN)))

    assert (line["lane"], line["letter"]) == (lane, letter)


def test_the_screen_says_what_it_is_whom_it_is_about_and_what_is_doubted() -> None:
    screen = shown(READING)

    for words in (
        "CONSENTIMENT",
        "Núria Sala",
        "+34622010203",
        "E/1-2026",
        "el DNI no és vàlid",
        "comprovar qui l'envia",
    ):
        assert words in screen


def test_the_screen_says_why_nobody_is_written_to() -> None:
    assert "no s'hi respon: no anomena la llista" in shown(replace(READING, bothers="no anomena la llista"))


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_title(kind: Kind) -> None:
    assert shown(Reading(kind=kind)).strip()


def test_a_name_with_brackets_is_shown_as_it_is_written() -> None:
    assert "[bold]Pep" in shown(Reading(kind=Kind.BAIXA, people=(Person(name="[bold]Pep"),)))


def test_a_subject_cannot_command_the_terminal() -> None:
    assert "\x1b" not in shown(Reading(kind=Kind.BAIXA, reasons=("diu: «\x1b[2Jbaixa»",)))


def test_a_path_that_is_missing_is_said_and_the_others_are_printed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = explain_paths([folder / "gone.eml", folder / "b.eml"], TOWN, as_json=True)

    out, err = capsys.readouterr()
    assert code == 1
    assert [json.loads(line)["kind"] for line in out.splitlines()] == ["baixa"]
    assert "gone.eml" in err


def test_explaining_a_folder_answers_for_each_message(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert explain_paths([folder], TOWN, as_json=False) == 0

    out = capsys.readouterr().out
    assert out.count("BAIXA ") >= 2
    assert out.count("altabaixa messages show") == 1
