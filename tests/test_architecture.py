"""The tree stays small enough to love: lengths and habits that no linter knows."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(
    p
    for name in ("rules", "daemon", "tests")
    for p in (ROOT / name).rglob("*.py")
    if "migrations" not in p.parts
)


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_file_outgrows_what_can_be_read_at_once(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= (700 if "tests" in path.parts else 450)


@pytest.mark.parametrize(
    "path", [p for p in SOURCES if "rules" in p.parts], ids=lambda p: str(p.relative_to(ROOT))
)
def test_the_rules_and_their_tests_mock_nothing(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert not {name for name in imported if name.startswith(("unittest.mock", "pytest_mock"))}


def test_the_projects_files_name_no_package_index() -> None:
    for name in ("requirements.lock", "pyproject.toml", "Makefile", ".ci/run"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize("tree", ["rules", "daemon"])
def test_the_map_of_a_tree_names_all_that_stands_in_it(tree: str) -> None:
    text = (ROOT / tree / "__init__.py").read_text(encoding="utf-8")
    packages = {p.parent.name for p in (ROOT / tree).glob("*/__init__.py")}
    modules = {p.stem for p in (ROOT / tree).glob("[a-z]*.py")}

    assert {name for name in packages | modules if f"`{name}`" not in text} == set()


@pytest.mark.parametrize(
    "package",
    sorted(p.parent for t in ("rules", "daemon") for p in (ROOT / t).glob("*/__init__.py")),
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_each_package_says_what_it_promises(package: Path) -> None:
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))

    assert len((ast.get_docstring(tree) or "").splitlines()) >= 3
