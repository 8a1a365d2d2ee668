"""Whatever people read is said in the terms of docs/termes.md: its second column stands in no text."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.messages import translated

TREE = Path(__file__).parents[3]
TERMS = (TREE / "docs" / "termes.md").read_text("utf-8")
DAEMON = TREE / "daemon"
GUIDES = [TREE / "docs" / name for name in ("guia.md", "telefon.md")]
CODE = sorted((*DAEMON.glob("letters/*.py"), *DAEMON.glob("desk/*.py")))
TEXTS = sorted((*DAEMON.glob("letters/ca/*"), *DAEMON.glob("letters/*.j2"), *GUIDES))

KEYS = re.compile(r"\w+_\w+")
"""Names for programs, in the help of commands."""

TAPPED = {'"{:%d/%m/%Y}"'}
"""What a tap writes as a clerk would: an order's words."""


def avoided() -> list[str]:
    """What the terms say not to say."""
    rows = re.findall(r"^\|[^|]+\|([^|]+)\|[^|]+\|$", TERMS, re.MULTILINE)
    return [term.strip() for row in rows[2:] for term in row.split(",")]


def pattern(term: str) -> re.Pattern[str]:
    words = re.escape(term).replace(r"\*", r"\w*")
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def said_in(file: Path) -> Iterator[tuple[int, str]]:
    """What a file says to people: of code what is in quotes, but for what explains the code."""
    source = file.read_text("utf-8")
    if file.suffix != ".py":
        keys = re.compile(r"^[\w-]+ = " if file.suffix == ".toml" else r"^$")
        yield from ((n, keys.sub("", line)) for n, line in enumerate(source.splitlines(), 1))
        return
    tree = ast.parse(source)
    notes = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in notes:
            yield node.lineno, node.value


SAID = [
    *((f"{file.relative_to(TREE)}:{line}", text) for file in (*CODE, *TEXTS) for line, text in said_in(file)),
    *((f"the catalogue, {message.id!r}", KEYS.sub("", str(message.string))) for message in translated()),
]


def test_there_are_terms_and_texts() -> None:
    assert {"carta", "a treure", "vosaltres", "%d/%m"} <= set(avoided())
    assert len(TEXTS) > 10
    assert len(CODE) > 20


@pytest.mark.parametrize("term", avoided())
def test_what_is_not_said_is_nowhere(term: str) -> None:
    found = pattern(term)

    assert [(where, text) for where, text in SAID if found.search(text) and text not in TAPPED] == []


def test_a_term_is_found_where_it_stands() -> None:
    assert pattern("activad*").search("ja era ACTIVADA.")
    assert not pattern("activar*").search("desactivar")
    assert pattern("a treure").search("1 a treure del telèfon")
