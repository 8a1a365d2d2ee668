"""No expression of the reading takes more than linear time, whatever a stranger writes."""

import re
from collections.abc import Iterator
from time import perf_counter
from types import ModuleType

import pytest

from rules import (
    asides,
    case,
    chat,
    clause,
    dates,
    feet,
    fields,
    folding,
    gathering,
    holders,
    identity,
    join,
    labels,
    layouts,
    leave,
    lists,
    matters,
    nameforms,
    naming,
    notices,
    order,
    passing,
    people,
    phrases,
    questions,
    registry,
    turns,
    wishes,
    wording,
)

MODULES = (
    asides, case, chat, clause, dates, feet, fields, folding, gathering, holders, identity, join, labels,
    layouts, leave, lists, matters, nameforms, naming, notices, order,
    passing, people, phrases, questions, registry, turns, wishes, wording,
)  # fmt: skip
ATOMS = (
    "a", "a ", "a-", "a'", "1", "12 ", "1.", "612 ", "+34 ", "1/", "10:", "o1", " ", "\t", "\n", "-",
    "(", ". ", "..", "a: ", "no em ", "baixa ", "donar ", "vull la ", "llista de whatsapp de la ", "grup de ",
    "si ", "nom ", "soc la ",
    "titular del ", "registre d'entrada ", "num. ", "data ", "1/1/26, 1:11 - a", "<a", "«", "E/", "x@",
    "per donar-se de baixa ", "no voleu ",
)  # fmt: skip
LENGTH = 64 * 1024


def patterns(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str]]]:
    for name, value in vars(module).items():
        for pattern in value if isinstance(value, tuple) else (value,):
            if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                yield f"{module.__name__}.{name}", pattern


EVERY = sorted(
    {pattern: name for module in MODULES for name, pattern in patterns(module)}.items(), key=lambda p: p[1]
)


@pytest.mark.parametrize("pattern", [pytest.param(p, id=name) for p, name in EVERY])
def test_an_expression_ends_in_time_on_every_repetition(pattern: re.Pattern[str]) -> None:
    for atom in ATOMS:
        text = (atom * (LENGTH // len(atom) + 1))[:LENGTH]
        began = perf_counter()
        for _ in pattern.finditer(text):
            pass

        assert perf_counter() - began < 2, atom
