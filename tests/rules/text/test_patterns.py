"""No expression of the program takes more than linear time, whatever a stranger writes."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from statistics import median
from time import process_time
from typing import Any

import pytest

import daemon
import rules
from tests.failures import none_missed
from tests.processor import at_most

ATOMS = (
    "a", "a ", "a-", "a'", "1", "12 ", "1.", "612 ", "+34 ", "1/", "10:", "o1", " ", "\t", "\n", "-",
    "(", ". ", "..", "a: ", "no em ", "baixa ", "donar ", "vull la ", "llista de whatsapp de la ", "grup de ",
    "si ", "nom ", "soc la ",
    "titular del ", "registre d'entrada ", "num. ", "data ", "1/1/26, 1:11 - a", "<a", "«", "E/", "x@",
    "aA", "_", "a_", "A", "à", "a.", "1a", "=", "|", ";", "a | ", " a: ", "> ", "<", "@a.", "(a", '"', "'",
    "no ", "de ", "i ", "dni ", "2026-", "1/1/", "2 de ", "X1", "+", "0", "http://", "=?",
    "per donar-se de baixa ", "no voleu ",
)  # fmt: skip
LENGTH = 8 * 1024
INSTANT = 0.008
"""Seconds of the processor so few that their square, in the longest text that is read, is under one."""
LONG = 0.1
"""Seconds of the processor in which growth is measured: longer than what a busy neighbour takes at a time."""
GROWTH = 2.5**2
"""How much longer four times the text may take: a line of it takes four times as long, its square sixteen."""


def patterns(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The compiled expressions of a module's value, in tuples and tables too."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 3 and isinstance(value, tuple | list | frozenset | set | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from patterns(one, depth + 1)


HOLDER = {
    pattern: (module.name, name)
    for package in (daemon, rules)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if not module.name.startswith(("daemon.books.migrations.", "daemon.__main__"))
    for name, value in vars(import_module(module.name)).items()
    for pattern in patterns(value)
}


def cost(pattern: re.Pattern[Any], atom: str, length: int, times: int = 1) -> float:
    """Seconds of the processor that it takes to go *times* through so long a text."""
    said = (atom * (length // len(atom) + 1))[:length] + "!"  # so that what needs an end tries every other
    text = said.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else said
    began = process_time()
    for _ in range(times):
        for _ in pattern.finditer(text):
            pass
    return process_time() - began


def is_linear(pattern: re.Pattern[Any], atom: str) -> bool:
    """Whether the time grows as the text does; a busy machine gets six tries.

    The whole and its quarter are read alternately, the quarter four times as often, so that a neighbour's
    work that slows the machine slows both.
    """
    for _ in range(6):
        if (once := cost(pattern, atom, LENGTH)) < INSTANT:
            return True
        rounds = max(1, round(LONG / once))
        pairs = [(cost(pattern, atom, LENGTH), cost(pattern, atom, LENGTH // 4, 4)) for _ in range(rounds)]
        whole, quarters = map(median, zip(*pairs, strict=True))
        if whole <= GROWTH / 4 * quarters:
            return True
    return False


def slow_atoms(pattern: re.Pattern[Any]) -> list[str]:
    """What *pattern* takes more than linear time over."""
    with at_most(30, pattern.pattern):
        return [atom for atom in ATOMS if not is_linear(pattern, atom)]


@pytest.mark.parametrize("module", sorted({module for module, _ in HOLDER.values()}))
def test_an_expression_takes_time_as_the_text_grows(module: str) -> None:
    none_missed(
        f"{name}: {atom!r}"
        for pattern, (holder, name) in HOLDER.items()
        if holder == module
        for atom in slow_atoms(pattern)
    )


def test_an_expression_that_takes_time_as_its_square_would_be_seen() -> None:
    assert not is_linear(re.compile("a+b"), "a")
