"""What was read is underlined where it stands, on any screen and in JSON, whatever the message holds."""

import io
import json

from rich.console import Console

from daemon.letters.sentences import in_catalan
from daemon.mailbox.explain import explain_json, explain_text
from rules.evidence import evidence
from rules.mail.mail import read_mail
from rules.mail.message import Incoming
from tests.daemon.mailbox.test_explain import LEAVE, TOWN
from tests.rules.messages import read


def shown(raw: bytes, *, terminal: bool = False) -> str:
    mail = read_mail(raw)
    reading = read(mail, TOWN)
    found = evidence(Incoming(mail=mail, town=TOWN), reading, [*map(in_catalan, reading.reasons)])
    screen = io.StringIO()
    console = Console(
        file=screen,
        width=100,
        soft_wrap=True,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
    )
    console.print(explain_text("a.eml", mail, reading, found))
    return screen.getvalue()


def test_without_a_terminal_plain_marks_stand_in_the_text_and_the_rules_under_it() -> None:
    screen = shown(LEAVE + b"Tel. 977102030\r\n")

    assert "_BAIXA_¹ WhatsApp municipal" in screen
    assert "_Gemma Torrent Oliva_², _40123987G_³, _622010203_⁴" in screen
    assert "~977102030~⁵" in screen
    assert "3 DNI: «40123987G» · text 21–30 · forma de document" in screen
    assert "5 de banda: «977102030»" in screen
    assert "és un telèfon fix" in screen
    assert "\x1b" not in screen


OPEN = LEAVE.replace(
    b"\r\n\r\n", b"\r\n\r\nDoneu-me de baixa de la llista de WhatsApp. Abans vull parlar-ne.\r\n\r\n"
)
"""A leave with a sentence behind it that may change it."""


def test_the_words_that_leave_a_wish_open_are_marked_by_themselves_and_the_mark_is_explained() -> None:
    screen = shown(OPEN)

    assert "Doneu-me de _baixa_¹ de la llista de WhatsApp. =Abans vull parlar-ne.=²" in screen
    assert "2 per aclarir: «Abans vull parlar-ne.»" in screen
    assert "entre signes «=»: el que podria canviar el que es demana" in screen
    assert "entre signes «=»" not in shown(LEAVE)


def test_a_word_of_the_subject_that_leaves_the_wish_open_is_marked_in_it_behind_the_re() -> None:
    screen = shown(LEAVE.replace(b"BAIXA WhatsApp municipal", b"Re: BAIXA WhatsApp bicicletes"))

    assert "Re: _BAIXA_¹ WhatsApp =bicicletes=²" in screen


def test_a_mark_within_another_closes_first() -> None:
    said = b"parlar-ne al 977102030."
    assert "=Abans vull parlar-ne al ~977102030~⁶.=²" in shown(OPEN.replace(b"parlar-ne.", said))


def test_what_was_read_in_open_words_keeps_their_colour_on_a_terminal() -> None:
    screen = shown(OPEN.replace(b"parlar-ne", b"saber si 622010203 hi consta"), terminal=True)

    assert "\x1b[4;33mAbans vull saber si \x1b[0m\x1b[1;4;33m622010203\x1b[0m" in screen


def test_a_terminal_underlines() -> None:
    screen = shown(LEAVE, terminal=True)

    assert "\x1b[1;4m40123987G\x1b[0m" in screen
    assert "_40123987G_" not in screen


def test_of_a_long_text_only_what_stands_around_the_marks_is_shown() -> None:
    screen = shown(LEAVE + b"\r\nMoltes gracies per tot.\r\n" * 400)

    assert "_40123987G_" in screen
    assert screen.count("Moltes gracies") < 10
    assert "…" in screen


def test_the_text_of_a_message_cannot_command_the_terminal() -> None:
    assert "\x1b[2J" not in shown(LEAVE.replace(b"Gemma Torrent", b"\x1b[2J\x07Gemma Torrent"), terminal=True)


def test_the_lane_is_said_in_words() -> None:
    screen = shown(LEAVE)
    assert "es fa sol, si les dades lliguen amb les de la llista" in screen
    assert "es demana al resident" in shown(LEAVE.replace(b", 622010203", b""))
    assert "ho decideix el personal" in shown(
        LEAVE.replace(b"\r\n\r\n", b"\r\n\r\nSi heu de continuar, doneu-me de baixa. ", 1)
    )


def test_json_has_each_field_with_its_place_and_what_was_set_aside() -> None:
    mail = read_mail(LEAVE + b"Tel. 977102030\r\n")
    reading = read(mail, TOWN)
    said = json.loads(
        explain_json(
            "a.eml",
            mail,
            reading,
            evidence(Incoming(mail=mail, town=TOWN), reading, [*map(in_catalan, reading.reasons)]),
        )
    )

    assert [(e["what"], e["person"], e["in"], e["text"]) for e in said["evidence"]] == [
        ("words", None, "subject", "BAIXA"),
        ("name", 0, "own", "Gemma Torrent Oliva"),
        ("document", 0, "own", "40123987G"),
        ("phone", 0, "own", "622010203"),
    ]
    assert [(a["in"], a["text"], a["why"]) for a in said["set_aside"]] == [
        ("own", "977102030", "és un telèfon fix")
    ]
