"""Whatever is given a code is said to people in a sentence; no sentence stands there for nothing."""

import ast
import tomllib
from collections.abc import Iterator
from enum import Enum
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

import daemon
import rules
from daemon.letters.sentences import in_catalan
from rules.books.decision import Reason, Template
from rules.books.subscription import Refusal, State
from rules.calendar.norms import Norm
from rules.calendar.retention import Hold
from rules.desk.reconciling import Gap
from rules.evidence import Source, What
from rules.findings import Because, Doubt, Right, Topic, UnclearSender
from rules.intent.frame import Stand
from rules.phone.exports import Unreadable
from rules.registry.consent import Bearing
from rules.sender.vouching import Standing
from rules.staff.grammar import Verb
from rules.transport.delivery import Trouble
from rules.transport.reconnection import Cause

ENUMS: list[type[Enum]] = [
    Reason, Doubt, UnclearSender, Refusal, Standing, State, Gap, Hold, Unreadable, Cause, Trouble,
    Verb, Bearing, Source, What, Stand, Topic, Right, Norm, Template,
]  # fmt: skip
WRITTEN = tomllib.loads(files("daemon.letters").joinpath("ca", "sentences.toml").read_text("utf-8"))


def codes() -> Iterator[tuple[str, int]]:
    """Each code, and with how many values it is given."""
    for file in (path for package in (rules, daemon) for path in Path(package.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Because":
                values = len(node.args[1].elts) if node.args[1:] else 0
                yield from ((c.value, values) for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant))


@pytest.mark.parametrize("enum", ENUMS, ids=lambda enum: enum.__name__)
def test_each_member_has_its_sentence(enum: type[Enum]) -> None:
    assert set(WRITTEN[enum.__name__]) == {member.name for member in enum}
    assert all(map(in_catalan, enum))


def test_each_code_with_values_has_its_sentence() -> None:
    written = {(code, _fields(said)) for code, said in WRITTEN["because"].items()}

    assert written == set(codes())


def _fields(said: str) -> int:
    return sum(name is not None for _, name, _, _ in Formatter().parse(said))


def test_no_table_is_of_nothing() -> None:
    assert set(WRITTEN) == {"because", "coded", "datum", *(enum.__name__ for enum in ENUMS)}


def test_values_are_said_in_their_place_codes_among_them() -> None:
    why = Because("not-discardable", ("A-0042", State.ACTIVE))

    assert in_catalan(why) == "A-0042 consta com a posada al telèfon: per treure-la, BAIXA"


def test_words_stay_as_they_are() -> None:
    assert in_catalan("el text no s'ha pogut {interpretar}") == "el text no s'ha pogut {interpretar}"
