"""The tree stays small enough to love: lengths and habits that no linter knows."""

import ast
from pathlib import Path

import pytest

from tests.failures import none_missed

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    p
    for name in ("rules", "daemon", "tests")
    for p in (ROOT / name).rglob("*.py")
    if "migrations" not in p.parts
)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_outgrows_what_can_be_read_at_once() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}

    none_missed(
        f"{named(path)}: {lines} lines"
        for path, lines in lengths.items()
        if lines > (700 if path.is_relative_to(ROOT / "tests") else 450)
    )


def test_the_rules_and_their_tests_mock_nothing() -> None:
    none_missed(
        f"{named(path)}: {name}"
        for path in SOURCES
        if "rules" in path.relative_to(ROOT).parts
        for name in imported(path)
        if name.startswith(("unittest.mock", "pytest_mock"))
    )


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_the_projects_files_name_no_package_index() -> None:
    for name in (
        "requirements.lock",
        "requirements-dev.lock",
        "tests/model/model.lock",
        "pyproject.toml",
        "Makefile",
        ".ci/run",
    ):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize("tree", ["rules", "daemon"])
def test_the_map_of_a_tree_names_all_that_stands_in_it(tree: str) -> None:
    text = (ROOT / tree / "__init__.py").read_text(encoding="utf-8")
    packages = {p.parent.name for p in (ROOT / tree).glob("*/__init__.py")}
    modules = {p.stem for p in (ROOT / tree).glob("[a-z]*.py")}

    assert {name for name in packages | modules if f"`{name}`" not in text} == set()


def test_each_package_says_what_it_promises() -> None:
    packages = [file for tree in ("rules", "daemon") for file in (ROOT / tree).glob("*/__init__.py")]
    said = {file: ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "" for file in packages}

    none_missed(named(file) for file, text in said.items() if len(text.splitlines()) < 3)
