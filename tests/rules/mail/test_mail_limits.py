"""Whatever bytes come, a Mail comes out, soon and in little memory."""

import base64
import inspect
import random
import re
import subprocess
import sys
from functools import partial
from types import ModuleType

import pytest

from daemon.letters.sentences import in_catalan
from rules.mail import (
    addresses,
    bodies,
    charsets,
    headers,
    markup,
    parts,
    quotation,
    renderings,
    set_phrases,
    styles,
    visibility,
)
from rules.mail.mail import TOO_BIG, Mail, read_head, read_mail
from rules.mail.parts import TOO_MANY_PARTS
from rules.mail.renderings import ODD_HTML
from rules.sender import authentication, automatic
from rules.sender.automatic import robot, silence
from rules.text import folding
from tests.processor import within
from tests.rules.messages import TOWN, html, mail, raw

LONGEST_TIME = 1.0
"""Seconds that no message may take (`reliability`: decision or review within one second)."""


def timed(data: bytes) -> Mail:
    return within(LONGEST_TIME, "reading, and telling robots", lambda: judged(data))


def judged(data: bytes) -> Mail:
    message = read_mail(data)
    robot(message, TOWN)
    silence(message, TOWN)
    authentication.authenticated(message, TOWN)
    return message


def nested(levels: int) -> bytes:
    opening = [f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(levels)]
    return b"From: pia@bustia.example\r\n" + "".join(opening).encode() + b"\r\nhola"


HEAD_BOMBS = {
    "100 KB of semicolons": raw("Content-Type: text/plain" + ";" * 100_000),
    "100 KB of semicolons and blanks": raw("Content-Type: text/plain" + "; " * 50_000),
    "8,000 parameters": raw("Content-Type: text/plain" + "".join(f"; a{n}=b" for n in range(8000))),
    "2 KB of semicolons": raw("Content-Type: text/plain" + ";" * 2000),
    "pieces of a parameter": raw(
        "Content-Type: text/plain" + "".join(f"; n*{n}*=utf-8''a" for n in range(120))
    ),
    "1,000 nested comments": raw(sender="(" * 1000 + "pia@bustia.example" + ")" * 1000),
    "100 KB of dots": raw(sender="a" + "." * 100_000 + "@bustia.example"),
    "8 KB of dots": raw(sender="a" + "." * 8000 + "@bustia.example"),
    "8 KB of quotes": raw(sender='"a' * 4000 + "@bustia.example"),
    "a subject of 5 MB": raw("Subject: " + "x" * 5_000_000),
    "encoded words without an end": raw("Subject: " + "=?utf-8?q?a" * 700),
    "ends that are none": raw("Subject: " + "=?utf-8?q??=AA" * 600),
    "100,000 fields": raw(*(f"X-{n}: a" for n in range(100_000))),
    "100,000 lines of a field": raw("X-A: a" + "\r\n b" * 100_000),
    "5 MB of line ends": b"\n" * 5_000_000,
    "5 MB of NUL": b"\x00" * 5_000_000,
}


@pytest.mark.parametrize("name", HEAD_BOMBS)
def test_a_bomb_in_the_head_costs_no_time(name: str) -> None:
    timed(HEAD_BOMBS[name])


def test_40_000_addressees_do_not_hide_that_it_is_for_us() -> None:
    others = ", ".join(f"v{n}@b.example" for n in range(40_000))
    message = timed(raw(f"To: info@vallclara.cat, {others}"))
    assert "info@vallclara.cat" in message.recipients
    assert message.unreadable is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        pytest.param([f"X-{n}: a" for n in range(300)], "la capçalera té més de 200 camps", id="too many"),
        pytest.param(
            [f"X-{n}: {'a' * 7000}" for n in range(20)], "la capçalera és massa llarga", id="too long"
        ),
        pytest.param(["From: " + "x" * 9000], "el camp «from» de la capçalera és massa llarg", id="sender"),
        pytest.param(
            ["Content-Type: text/plain; x=" + "y" * 3000],
            "el camp «content-type» de la capçalera és massa llarg",
            id="type",
        ),
    ],
)
def test_a_head_that_cannot_be_trusted_is_unreadable_but_saved(fields: list[str], reason: str) -> None:
    message = timed(raw(*fields))
    assert message.unreadable is not None
    assert in_catalan(message.unreadable) == reason
    assert message.subject == "Prova"
    assert message.message_id == "<1@bustia.example>"
    assert message.plain is None


@pytest.mark.parametrize("name", ["To", "Cc", "Received", "ARC-Seal", "X-Spam-Report", "References"])
def test_a_long_field_that_decides_nothing_is_cut_and_the_mail_read(name: str) -> None:
    message = timed(raw(f"{name}: " + "a@b.example, " * 1000))
    assert message.unreadable is None
    assert message.words.own == "Hola"
    assert message.sender == "pia@bustia.example"


def test_a_subject_that_was_cut_is_said() -> None:
    message = timed(raw("Subject: " + "x" * 9000))
    assert message.truncated
    assert message.flaws == ("header",)


BODY_BOMBS = {
    "nested 25 deep": nested(25),
    "nested 3,000 deep": nested(3000),
    "3,000 messages in messages": b"From: a@b.example\r\n"
    + b"Content-Type: message/rfc822\r\n\r\n" * 3000
    + b"x",
    "100,000 parts": raw("Content-Type: multipart/mixed; boundary=b", body=b"--b\r\n\r\nx\r\n" * 100_000),
    "a boundary everywhere": raw("Content-Type: multipart/mixed; boundary=-", body=b"-" * 5_000_000),
    "lines that are no boundary": raw(
        "Content-Type: multipart/mixed; boundary=-", body=b"---x\r\n" * 1_000_000
    ),
    "boundaries to guess": raw("Content-Type: multipart/mixed", body=(b"--" + b" " * 190 + b"\r\n") * 50_000),
    "390 KB of punycode": raw("Content-Type: text/plain; charset=punycode", body=b"a" * 391_000),
    "20 MB of base64": raw("Content-Transfer-Encoding: base64", body=base64.encodebytes(b"x" * 15_000_000)),
    "20 MB of padding": raw(
        "Content-Type: application/pdf", "Content-Transfer-Encoding: base64", body=b"=" * 20_000_000
    ),
    "20 MB of soft breaks": raw("Content-Transfer-Encoding: quoted-printable", body=b"=\r\n" * 6_600_000),
    "500 KB of >": raw(body=b">" * 500_000),
    "short lines": raw(body=b"a\n" * 250_000),
    "header lines": raw(body=b"De: a\n" * 60_000),
    "header blocks": raw(body=b"De: a@b\nData: x\nAssumpte: y\n\nz\n" * 10_000),
    "attributions": raw(body=("El 13:20, " + "va escriure " * 20 + ":x\n").encode() * 2000),
    "openings of attributions": raw(body=b"El 13:20, a\n" * 40_000),
    "forward markers": raw(body=b"---------- Forwarded message ---------\nx\n" * 10_000),
    "openings of notices": raw(body="Avís legal\n".encode() * 40_000),
    "rules": raw(body=(b"_" * 390 + b"\n") * 1300),
}


@pytest.mark.parametrize("name", BODY_BOMBS)
def test_a_bomb_in_the_body_costs_no_time_and_is_not_passed_over(name: str) -> None:
    message = timed(BODY_BOMBS[name])
    assert message.words or message.attachments or message.unreadable


PAGE_BOMBS = {
    "deep": "<div>" * 100_000,
    "deep formatting": "<b>" * 170_000,
    "wide tag": "<div " + " ".join(f"a{n}=1" for n in range(60_000)) + ">x",
    "wide tags": ("<div " + " ".join(f"a{n}=1" for n in range(1700)) + ">x</div>") * 38,
    "options": "<select>" + "<option>" * 60_000,
    "misnested": "".join(f"<b a={n}><div>" for n in range(5000)) + "</b>" * 5000,
    "misnested again and again": (
        "".join(f"<b a={n}><div>" for n in range(100)) + "</b>" * 100 + "</div>" * 100
    )
    * 120,
    "reconstructed formatting": "".join(f"<b a={n}>" for n in range(250)) + "<p>x" * 20_000,
    "cells": "<table><tr>" + "<td>x" * 39_000,
    "paragraphs": "<p>x" * 120_000,
    "a style of its own": "<style>" + ".a{display:none}" * 4000 + "</style>" + "<p class=a>x" * 20_000,
    "open style": "<style>" + "a{" * 100_000,
    "comments": "<!--" * 100_000,
    "less-than signs": "<" * 39_000,
    "preformatted lines": "<pre>" + "\n" * 500_000,
    "quotes without a citation": ("<div class=gmail_quote>" * 250 + "</div>" * 250) * 40,
}


@pytest.mark.parametrize("name", PAGE_BOMBS)
def test_a_bomb_in_a_page_costs_no_time(name: str) -> None:
    timed(raw("Content-Type: text/html", body=PAGE_BOMBS[name].encode()))


def test_a_page_that_is_a_bomb_is_unreadable() -> None:
    assert html(f"<p>x</p>{'<div>' * 1000}").unreadable == ODD_HTML


def test_a_long_text_is_cut_and_said() -> None:
    message = timed(raw(body=b"hola bon dia\n" * 100_000))
    assert message.truncated
    assert message.unreadable is None
    assert message.words.own.startswith("hola bon dia")


def test_too_many_parts_are_said_and_the_first_are_read() -> None:
    message = mail("Content-Type: multipart/mixed; boundary=b", body="--b\n\nu\n" * 300)
    assert message.unreadable == TOO_MANY_PARTS
    assert message.words.own.startswith("u\nu")


def test_twenty_levels_are_read() -> None:
    assert read_mail(nested(19)).words.own == "hola"
    assert read_mail(nested(25)).unreadable is not None


def test_more_than_25_mb_are_not_read() -> None:
    message = timed(raw(body=b"x" * (25 * 1024 * 1024)))
    assert message.unreadable == TOO_BIG
    assert message.plain is None
    assert message.sender == "pia@bustia.example"


_MEASURE = """
from rules.mail.mail import read_mail
head = b"From: pia@bustia.example\\r\\nContent-Type: {kind}\\r\\n{more}\\r\\n"
read_mail(head + b"{line}" * (25_000_000 // {length}))
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.parametrize(
    ("kind", "more", "line"),
    [
        pytest.param("text/plain", "", "a\\r\\n", id="text"),
        pytest.param("text/html", "", "<p>x", id="page"),
        pytest.param(
            "application/pdf", "Content-Transfer-Encoding: base64\\r\\n", "A" * 76 + "\\r\\n", id="base64"
        ),
        pytest.param(
            "message/rfc822\\r\\n\\r\\n" * 15 + "x: y", "", "A" * 76 + "\\r\\n", id="messages in messages"
        ),
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak is read from /proc")
def test_25_mb_are_read_in_256_mb(kind: str, more: str, line: str) -> None:
    length = len(line.encode().decode("unicode_escape"))
    code = _MEASURE.format(kind=kind, more=more, line=line, length=length)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 256


# Patterns

MODULES = (
    authentication,
    automatic,
    bodies,
    charsets,
    folding,
    headers,
    addresses,
    markup,
    parts,
    quotation,
    renderings,
    styles,
    set_phrases,
    visibility,
)
ATOMS = (
    *(
        "a",
        " ",
        ".",
        "-",
        "_",
        "=",
        "?",
        "@",
        "<",
        '"',
        "\\",
        "(",
        "*",
        "\n",
        "0",
        ":",
        ">",
        "/*",
        "a-",
        "a.",
        "a@",
        "=?",
    ),
    *(
        "el 13:20, ",
        "wrote ",
        "va escriure ",
        "missatge de a ",
        "de: ",
        "enviat de ",
        "reply-",
        "http",
        "confiden ",
    ),
    *(
        "owner-",
        "bounce-",
        "no-reply",
        "ich bin ",
        "i am ",
        "rgb(1,",
        "<meta ",
        "data:;base64,",
        "=?utf-8?q?",
        "---- ",
    ),
)


SEARCHING = ("search", "sub", "split", "findall", "finditer")
"""Ways to use a pattern that try it at every place of a text."""


def patterns(module: ModuleType) -> list[tuple[str, str, "re.Pattern[str] | re.Pattern[bytes]"]]:
    """Every pattern of a module, and how the module uses it."""
    source = inspect.getsource(module)
    found = [(name, value) for name, value in vars(module).items() if isinstance(value, re.Pattern)]
    return [
        (name, "search" if any(f"{name}.{way}(" in source for way in SEARCHING) else "match", value)
        for name, value in found
    ]


@pytest.mark.parametrize(
    ("way", "pattern"),
    [pytest.param(w, p, id=f"{m.__name__}.{n}") for m in MODULES for n, w, p in patterns(m)],
)
def test_no_pattern_is_slow_on_any_atom_repeated(
    way: str, pattern: "re.Pattern[str] | re.Pattern[bytes]"
) -> None:
    for atom in ATOMS:
        text = (atom * (64 * 1024))[: 64 * 1024]
        said = text.encode() if isinstance(pattern.pattern, bytes) else text
        within(0.1, atom, partial(getattr(pattern, way), said))


# Mutants

PIECES = (
    *(
        b"\r",
        b"\n",
        b"\r\n\r\n",
        b"--",
        b"=?utf-8?q?",
        b"?=",
        b'"',
        b"(",
        b")",
        b"<",
        b">",
        b";",
        b"\x00",
        b"\xff",
    ),
    *(
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"charset=utf-7",
    ),
    *(
        b"Content-Transfer-Encoding: base64\r\n",
        b"filename*0*=utf-8''%ff",
        b'charset="\x00"',
        b"From: a@b, c@d\r\n",
    ),
    *(
        b"Authentication-Results: mx.vallclara.cat; dmarc=pass (\r\n",
        b"<div style='display:none'>",
        b"</table>",
    ),
    *(b"<blockquote>", b"\xe2\x80\x8b", b"x" * 3000, b"De: a@b\r\nEnviat: x\r\nTema: y\r\n"),
)
SEEDS = [
    raw(
        "Authentication-Results: mx.vallclara.cat; dmarc=pass header.from=bustia.example",
        body="Hola\n> u\n-- \nPia",
    ),
    raw(
        "Content-Type: text/html; charset=utf-8",
        body="<p>u<table><tr><td>Nom<td>Pia</table><blockquote>v</blockquote>",
    ),
    raw(
        "Content-Type: multipart/mixed; boundary=b",
        body=(
            "--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: "
            "quoted-printable\n\nHola=20\n"
            "--b\nContent-Type: message/rfc822\n\nSubject: =?utf-8?q?x=C3=A0?=\n\nv\n--b\nContent-Type: "
            'text/plain; name="a"\n'
            "Content-Transfer-Encoding: base64\n\nSG9sYQ==\n--b--\n"
        ),
    ),
]


def mutant(rng: random.Random) -> bytes:
    data = bytearray(rng.choice(SEEDS))
    for _ in range(rng.choice((1, 2, 5, 20))):
        place, way = rng.randrange(len(data) + 1), rng.randrange(4)
        if way == 0:
            data[place:place] = rng.choice(PIECES)
        elif way == 1:
            del data[place : place + rng.choice((1, 3, 40))]
        elif way == 2:
            data[place : place + 1] = bytes([rng.randrange(256)])
        else:
            start = rng.randrange(len(data) + 1)
            data[place:place] = data[start : start + 60]
    return bytes(data)


@pytest.mark.parametrize("seed", range(4))
def test_no_mutant_raises(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(1000):
        data = mutant(rng)
        message = timed(data)
        head = read_head(data.partition(b"\r\n\r\n")[0], size=len(data))
        again = read_mail(data)
        assert (again, again.html) == (message, message.html)
        assert head.sender is None or "@" in head.sender
        repr(message).encode()  # no half characters that a store would refuse
