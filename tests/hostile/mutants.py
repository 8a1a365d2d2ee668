"""Messages broken as programs, networks and ill will break them; the same for the same seed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

ROBOTS: Final = (
    b"Auto-Submitted: auto-replied",
    b"Auto-Submitted: auto-generated",
    b"Precedence: bulk",
    b"List-Id: <veins.example>",
    b"List-Unsubscribe: <https://x.example/u>",
    b"Return-Path: <>",
    b"X-Auto-Response-Suppress: All",
    b"X-Loop: info@vallclara.cat",
    b"From: MAILER-DAEMON@x.example",
)
"""Fields each of which makes its message one that is never answered."""

_ODD: Final = (
    b"\x00",
    b"\xff\xfe",
    b"\r",
    b"\n\n",
    b"\r\n\r\n",
    b"=",
    b"=?utf-8?q?",
    b"?=",
    b"<",
    b">",
    b"\xe2\x80\x8b",
    b"\xcc\x81",
    b"\xd0\xb0",
    b"&#48;",
    b"<div style='display:none'>",
    b"</html>",
    b"> ",
    b"\t",
    b" " * 80,
    b"A" * 1200,
    b"--\r\n",
    b"(" * 60,
    b"\r\nContent-Type: multipart/mixed; boundary=x\r\n",
    b"\r\nContent-Transfer-Encoding: base64\r\n",
    b"\xed\xa0\x80",
    b"`",
)
_CHARSETS: Final = (b"utf-8", b"iso-8859-1", b"utf-16", b"utf-7", b"us-ascii", b"koi8-r", b"x-none", b"")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A broken message; `is_robot` where a field was put in that forbids an answer."""

    raw: bytes
    is_robot: bool


def mutants(parents: Sequence[bytes], *, seed: int, count: int) -> Iterator[Mutant]:
    """As many children of *parents*, each of one to four mutations; a fifth of them robots."""
    chance = Random(seed)
    for _ in range(count):
        raw = chance.choice(parents)
        for _ in range(chance.randint(1, 4)):
            raw = chance.choice(_MUTATIONS)(raw, chance, parents)
        is_robot = chance.random() < 0.2
        yield Mutant(_robot(raw, chance) if is_robot else raw, is_robot)


def _robot(raw: bytes, chance: Random) -> bytes:
    """The message under a robot's field; what follows is no continuation of it."""
    separate = b"X-Next: 1\r\n" if raw[:1].isspace() else b""
    return chance.choice(ROBOTS) + b"\r\n" + separate + raw


def _span(raw: bytes, chance: Random, longest: int = 200) -> tuple[int, int]:
    start = chance.randint(0, len(raw))
    return start, min(len(raw), start + chance.randint(1, longest))


def _flips(raw: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    broken = bytearray(raw)
    for _place in range(chance.randint(1, 12)):
        if broken:
            broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def _deletes(raw: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(raw, chance)
    return raw[:start] + raw[end:]


def _repeats(raw: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    start, end = _span(raw, chance)
    return raw[:start] + raw[start:end] * chance.randint(2, 50) + raw[end:]


def _inserts(raw: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    place = chance.randint(0, len(raw))
    return raw[:place] + chance.choice(_ODD) + raw[place:]


def _ends_early(raw: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    return raw[: chance.randint(0, len(raw))]


def _shuffles_lines(raw: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    lines = raw.split(b"\n")
    for _place in range(chance.randint(1, 4)):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _grafts(raw: bytes, chance: Random, parents: Sequence[bytes]) -> bytes:
    other = chance.choice(parents)
    return raw[: chance.randint(0, len(raw))] + other[chance.randint(0, len(other)) :]


def _encloses(raw: bytes, chance: Random, parents: Sequence[bytes]) -> bytes:
    head = b"From: a@x.example\r\nTo: info@vallclara.cat\r\nContent-Type: message/rfc822\r\n\r\n"
    return head * chance.randint(1, 6) + raw


def _changes_ends(raw: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    plain = raw.replace(b"\r\n", b"\n")
    return plain.replace(b"\n", chance.choice([b"\n", b"\r\n", b"\r", b"\r\r\n", b"\n\r"]))


def _lies_about_charset(raw: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    for charset in (b"utf-8", b"UTF-8", b"iso-8859-1", b"windows-1252"):
        raw = raw.replace(charset, chance.choice(_CHARSETS))
    return raw


def _lies_about_coding(raw: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    for coding in (b"quoted-printable", b"base64", b"8bit", b"7bit"):
        raw = raw.replace(coding, chance.choice([b"quoted-printable", b"base64", b"8bit", b"x-uuencode"]))
    return raw


_MUTATIONS: Final[tuple[Callable[[bytes, Random, Sequence[bytes]], bytes], ...]] = (
    _flips,
    _deletes,
    _repeats,
    _inserts,
    _inserts,
    _ends_early,
    _shuffles_lines,
    _grafts,
    _encloses,
    _changes_ends,
    _lies_about_charset,
    _lies_about_coding,
)
