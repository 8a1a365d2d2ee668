"""Which fault points the daemon's source has, and where it lacks one."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

DAEMON: Final = Path(__file__).parents[2] / "daemon"

_ON_THE_WIRE: Final = {"open", "uids", "first_uid_since", "heads", "bodies", "file"}
_TRIED_OUT: Final = {"checking", "setup"}
"""`check` and `init` try mailbox and way out, and keep nothing: what ends them loses nothing."""

_KEEPS_NOTHING: Final = {"faults.py", "unwritable.py"}
"""What tells of books that cannot be written lives in memory: whoever dies there begins anew."""


def sources() -> list[Path]:
    """The daemon's modules that keep something."""
    return [
        file
        for file in sorted(DAEMON.rglob("*.py"))
        if not _TRIED_OUT & set(file.relative_to(DAEMON).parts) and file.name not in _KEEPS_NOTHING
    ]


def named(file: Path) -> Iterator[str]:
    """The points of *file*, by name."""
    for call in _calls(ast.parse(file.read_text(encoding="utf-8"))):
        name = _first_text(call)
        if name and _is_begin(call):
            yield from (f"{name}.commit.before", f"{name}.commit.after")
        elif name and _name_of(call.func) == "around":
            yield from (f"{name}.before", f"{name}.after")


def lacking(source: str) -> list[int]:
    """The lines of *source* with a commit, fetch or hand-over that has no point of its own."""
    tree = ast.parse(source)
    within = {
        id(call)
        for block in ast.walk(tree)
        if isinstance(block, ast.With)
        for item in block.items
        if isinstance(item.context_expr, ast.Call)
        and _name_of(item.context_expr.func) == "around"
        and _first_text(item.context_expr)
        for statement in block.body
        for call in _calls(statement)
    }
    return [
        call.lineno
        for call in _calls(tree)
        if (_is_begin(call) and not _first_text(call))
        or ((_is_other_commit(call) or _is_on_the_wire(call)) and id(call) not in within)
    ]


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _is_begin(call: ast.Call) -> bool:
    """`store.begin("name")`: of the ledger's own `begin` the first argument is a transaction."""
    return _name_of(call.func) == "begin" and _receiver(call) not in {"ledger", "_engine"}


def _is_other_commit(call: ast.Call) -> bool:
    return _name_of(call.func) in {"commit", "executescript"}


def _is_on_the_wire(call: ast.Call) -> bool:
    does, to = _name_of(call.func), _receiver(call)
    return (
        (does in _ON_THE_WIRE and to == "mailbox")
        or (does == "hand_over" and to != "")
        or (does == "write" and to == "protocol")
    )


def _receiver(call: ast.Call) -> str:
    return _name_of(call.func.value) if isinstance(call.func, ast.Attribute) else ""


def _name_of(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _first_text(call: ast.Call) -> str:
    match call.args:
        case [ast.Constant(value=str(text)), *_]:
            return text
    return ""
