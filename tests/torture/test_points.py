"""Each commit, fetch and hand-over of the daemon has a fault point, and nothing but a test arms one."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from daemon import faults
from tests.failures import none_missed
from tests.torture.points import DAEMON, lacking, named, sources


def test_each_commit_fetch_and_hand_over_has_a_point() -> None:
    none_missed(
        f'{file.relative_to(DAEMON)}, line {line}: store.begin("name"), or with faults.around("name")'
        for file in sources()
        for line in lacking(file.read_text(encoding="utf-8"))
    )


def test_no_two_points_have_one_name() -> None:
    counts = Counter(name for file in sources() for name in named(file))

    assert len(counts) > 80
    assert [name for name, n in counts.items() if n > 1] == []


@pytest.mark.parametrize(
    "source",
    [
        "with store.begin() as tx: pass",
        "with self.intake.store.begin(name) as tx: pass",
        "connection.commit()",
        "found = self.mailbox.heads(uids)",
        "with around(name): mailbox.file(folder, raw)",
        "with around('sent'): pass\nawait mailer.hand_over(raw=raw)",
        "protocol.write(content)",
    ],
)
def test_one_without_a_point_is_found(source: str) -> None:
    assert lacking(source) != []


def test_nothing_in_the_program_arms_a_point() -> None:
    """They take no word from outside either: the module that keeps them reads nothing."""
    kept = DAEMON / "faults.py"
    files = [file for folder in (DAEMON, DAEMON.parent / "rules") for file in folder.rglob("*.py")]

    assert {module for module, _ in imported(kept)} == {"collections.abc", "contextlib"}
    none_missed(
        f"{file.relative_to(DAEMON.parent)}: {name or 'all of it'}"
        for file in files
        for module, name in imported(file)
        if file != kept
        if (module, name) == ("daemon", "faults")
        or (module == "daemon.faults" and name not in {"point", "around"})
    )


def imported(file: Path) -> set[tuple[str | None, str | None]]:
    """Modules and the name taken from each; no name where the module is imported whole."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        (node.module if isinstance(node, ast.ImportFrom) else alias.name,
         alias.name if isinstance(node, ast.ImportFrom) else None)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }  # fmt: skip


def test_an_armed_point_is_told_and_a_failed_step_has_no_after() -> None:
    told: list[str] = []
    faults.arm(told.append)
    try:
        with faults.around("good"):
            pass
        with pytest.raises(OSError, match="gone"), faults.around("bad"):
            raise OSError("gone")
    finally:
        faults.arm(None)
    faults.point("unarmed")

    assert told == ["good.before", "good.after", "bad.before"]
