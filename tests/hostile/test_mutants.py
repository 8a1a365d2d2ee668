"""A message broken on its way raises nothing, answers no robot, makes nobody up and takes no time.

`pytest tests/hostile --mutants 20000` breaks more of them; `--mail FOLDER` breaks those of a folder
too, read with its `altabaixa.toml`; `--foreign FOLDER` reads mail in which nobody asks us anything.
"""

import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from daemon.configuration.settings import load
from rules.findings import Kind
from rules.mail.mail import read_mail
from rules.town import Town
from tests.hostile.accounting import taken
from tests.hostile.mutants import Mutant, mutants
from tests.rules.messages import TOWN

_OWN: Final = Path(__file__).parents[1] / "rules" / "messages"
_CHUNK: Final = 500
_MOST: Final = 256 * 1024
"""Kilobytes by which the process may grow."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    options = metafunc.config.option
    folders = [_OWN, *map(Path, options.mail)]
    if "seed" in metafunc.fixturenames:
        chunks = [(f, seed) for f in folders for seed in range(-(-options.mutants // _CHUNK))]
        ids = [f"{f.name}-{seed}" for f, seed in chunks]
        metafunc.parametrize(("folder", "seed"), chunks, ids=ids)
    elif "foreign" in metafunc.fixturenames:
        metafunc.parametrize("foreign", list(map(Path, options.foreign)))


def _town(folder: Path) -> Town:
    config = folder / "altabaixa.toml"
    return load(config).town() if config.exists() else TOWN


# --- the tests ------------------------------------------------------------------------------------


def _grown() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _broken(folder: Path, seed: int) -> Iterator[Mutant]:
    parents = [path.read_bytes() for path in sorted(folder.glob("*.eml"))]
    assert parents, folder
    return mutants(parents, seed=seed, count=_CHUNK)


def test_a_broken_message_neither_raises_nor_answers_a_robot_nor_makes_anybody_up(
    folder: Path, seed: int, request: pytest.FixtureRequest
) -> None:
    town, before = _town(folder), _grown()
    for number, mutant in enumerate(_broken(folder, seed)):
        said = f"mutant {number} of {folder} with seed {seed}"
        _, letter = taken(mutant.raw, town, said)

        assert letter is None or not mutant.is_robot, said
    assert _grown() - before < _MOST


def test_other_people_s_mail_is_no_leave_and_gets_no_letter(foreign: Path) -> None:
    _, before = read_mail(b"a: b\r\n\r\n"), _grown()
    files = sorted(path for path in foreign.rglob("*") if path.is_file())
    wrong = []
    for path in files:
        reading, letter = taken(path.read_bytes(), TOWN, str(path))
        wrong += [(path, reading.kind)] if reading.kind is Kind.BAIXA or reading.people or letter else []
    assert files
    assert wrong == []
    assert _grown() - before < _MOST


_FOUND = sorted((Path(__file__).parent / "found").glob("*"))


@pytest.mark.parametrize("path", _FOUND, ids=lambda path: path.name)
def test_what_once_broke_the_reading_breaks_it_no_more(path: Path) -> None:
    taken(path.read_bytes(), TOWN, path.name)
